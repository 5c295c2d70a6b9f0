//! What every other crate talks about: parks, enterprises, industry codes, units, rejects.
//!
//! Nothing here reads a file or measures a distance. Coordinates are always longitude, latitude in
//! degrees on WGS84 (EPSG:4326); every reader reprojects once, on the way in.
//!
//! ```
//! use parkward_model::{Classification, Hectares};
//!
//! let standard = Classification::from_csv("code,name_zh\nC,制造业\n36,汽车制造业\n3612,新能源车整车制造\n")?;
//! let code = standard.parse("C3612")?;
//! assert!(code.starts_with(&standard.parse("36")?));
//! assert_eq!(Hectares(0.25).square_metres(), 2_500);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod area;
mod classification;
mod colour;
mod dimension;
mod enterprise;
mod facts;
mod folded;
mod grid;
mod ids;
mod in_words;
mod issue;
mod land;
mod likeness;
mod park;
mod project;
mod serde_words;
mod survey;
mod text;
mod units;
pub mod wgs84;
mod zone;

pub use area::{AreaUnit, AreaUnits};
pub use classification::{Classification, ClassificationError, IndustryCode, UnknownCode};
pub use colour::mixed;
pub use dimension::Dimension;
pub use enterprise::Enterprise;
pub use facts::{Facts, FieldKind, FieldNames, Value};
pub use folded::{folded, is_same_word};
pub use grid::{MapGrid, round_scale, round_scales};
pub use ids::{EnterpriseId, ParkId, ProjectId};
pub use in_words::{InWords, why_unread};
pub use issue::IssueKind;
pub use land::LandAccount;
pub use likeness::most_like;
pub use park::{Footprint, Park};
pub use project::Project;
pub use serde_words::serde_words;
pub use survey::{ColumnRead, CrsFrom, HowRead, Input, InputKind, Note, Reject, Survey};
pub use text::{Lang, Text};
pub use units::{Hectares, Metres};
pub use zone::{Zone, ZoneShape};
