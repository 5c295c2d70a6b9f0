//! What people read: the printed relocation map and the summary.
//!
//! | question | answer |
//! |---|---|
//! | what does the plan come to, in numbers and tables? | [`summary`], Markdown in either language |
//! | who moves where? | [`map::svg`], one printed page; [`Drawing::png`] and [`Drawing::pdf`] of it |
//! | what was decided of one enterprise or park, to be handed over? | [`Desk`] makes a [`Sheet`], [`SheetFormat`] writes it |
//! | who comes to one park? | [`map::park_pages`], a page or more for each; [`pdf`] of all of them |
//!
//! Everything is computed from the [`parkward_planning::Plan`] alone, holds no time of day, and is
//! the same bytes on every run with the same fonts.
//!
//! ```
//! use parkward_planning::Plan;
//! use parkward_report::{Drawing, Fonts, MapOptions, map};
//!
//! fn print(plan: &Plan) -> Result<(), Box<dyn std::error::Error>> {
//!     let fonts = Fonts::system()?;
//!     let drawing = Drawing::of(&map::svg(plan, &MapOptions::default(), &fonts)?, &fonts)?;
//!     std::fs::write("map.png", drawing.png(200.0)?)?;
//!     std::fs::write("map.pdf", drawing.pdf()?)?;
//!     Ok(())
//! }
//! ```

mod figures;
mod fonts;
pub mod map;
mod numbers;
#[cfg(test)]
mod perceive;
mod render;
mod sheet;
mod summary;
mod table;
#[cfg(test)]
mod testing;

pub use fonts::{FontError, Fonts};
pub use map::{MapError, MapLang, MapOptions, PageSize, PlaceName, Theme, TitleBlock, UnknownName};
pub use render::{Drawing, RenderError, pdf};
pub use sheet::{Desk, Sheet, SheetFormat, Table, comers_table, parks_table, refused_table};
pub use summary::summary;
