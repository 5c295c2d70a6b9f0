//! The print layouts of the project: the relocation map on A3, and an atlas with a page for every
//! park and a table of those who come. Lengths are millimetres.

mod block;
mod items;
mod page;
mod park_pages;
mod relocation_map;
mod sheet;

pub use block::TitleBlock;
pub(crate) use sheet::Sheet;

use crate::layout::park_pages::park_pages;
use crate::layout::relocation_map::relocation_map;
use crate::xml::Element;
use parkward_geometry::CrsError;

/// Both layouts.
pub(crate) fn layouts(sheet: &Sheet<'_, '_, '_>) -> Result<Element, CrsError> {
    Ok(Element::new("Layouts").holding(relocation_map(sheet)).holding(park_pages(sheet)?))
}
