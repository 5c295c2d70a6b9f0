//! What people read: the printed relocation map and the summary.
//!
//! | question | answer |
//! |---|---|
//! | what does the plan come to, in numbers and tables? | [`summary`], Markdown in either language |
//! | who moves where? | [`map::svg`], one printed page; [`png`] and [`pdf`] of it |
//!
//! Everything is computed from the [`parkward_planning::Plan`] alone, holds no time of day, and is
//! the same bytes on every run with the same fonts.
//!
//! ```no_run
//! use parkward_report::{Fonts, MapOptions, map, pdf, png};
//! # fn plan() -> parkward_planning::Plan { unimplemented!() }
//! let (plan, fonts) = (plan(), Fonts::system()?);
//! let page = map::svg(&plan, &MapOptions::default(), &fonts)?;
//! std::fs::write("map.png", png(&page, 200.0, &fonts)?)?;
//! std::fs::write("map.pdf", pdf(&page, &fonts)?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod figures;
mod fonts;
pub mod map;
mod numbers;
mod render;
mod summary;
mod table;
#[cfg(test)]
mod testing;

pub use fonts::{FontError, Fonts};
pub use map::{MapError, MapLang, MapOptions, PageSize, PlaceName};
pub use render::{RenderError, pdf, png};
pub use summary::summary;
