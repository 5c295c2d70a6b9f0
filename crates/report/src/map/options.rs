//! What a map shows besides the plan.

use super::page::{Layout, PageSize, ROW, SIDE_BY_SIDE, SIGNED};
use super::theme::Theme;
use super::words::MapLang;
use geo::InteriorPoint;
use geo_types::{Geometry, Point};
use parkward_model::{InWords, MapGrid, Text};
use parkward_policy::{Date, ParkType, ZoneKind};
use serde::{Deserialize, Serialize};

/// What a map shows besides the plan.
#[derive(Clone, Debug, Default)]
pub struct MapOptions {
    /// The language; by default Chinese with English beneath.
    pub lang: MapLang,
    /// The sheet; by default A3.
    pub page: PageSize,
    /// The colours; by default those for screens.
    pub theme: Theme,
    /// The outline of the district, in degrees of longitude and latitude on WGS84. Without one, the
    /// map shows all parks and enterprises, and no surroundings.
    pub outline: Vec<Geometry<f64>>,
    /// Outlines of towns, drawn faintly.
    pub towns: Vec<Geometry<f64>>,
    /// Names set where the map has room for them.
    pub places: Vec<PlaceName>,
    /// Types of parks in the order of the legend, as the rule book gives them.
    pub park_types: Vec<ParkType>,
    /// Kinds of zones that are drawn, in the order of the legend.
    pub zone_kinds: Vec<ZoneKind>,
    /// What the title block says; nothing: there is none.
    pub block: TitleBlock,
    /// Whether every enterprise has its number on the map, as it stands in the tables.
    pub numbers: bool,
    /// Whether there is no inset that shows where the map lies.
    pub without_inset: bool,
    /// The outline of what the district lies in, which the inset shows instead of the globe.
    pub city: Vec<Geometry<f64>>,
    /// The grid that the map is drawn in; without one, that of its place.
    pub grid: Option<MapGrid>,
    /// Lines that the notes at the foot have at least; a map takes as many as its notes ask for.
    pub foot_lines: usize,
}

impl MapOptions {
    /// Where everything stands on the sheet.
    pub(crate) fn layout(&self) -> Layout {
        Layout::of(self.page, self.block.height(), self.foot_lines)
    }
}

/// What the title block says: who made the map, what it is called in the drawing office, and who signs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TitleBlock {
    /// Who issues the map.
    pub issuer: Text,
    /// The number of the drawing.
    pub drawing_number: String,
    /// The day of the drawing; empty: the day whose rules are applied.
    pub date: Option<Date>,
    /// Who signs, each with a field of its own: prepared, checked, approved.
    pub approvals: Vec<Text>,
}

impl TitleBlock {
    /// The height of the block, in points; 0 where there is nothing that it says.
    fn height(&self) -> f64 {
        if *self == Self::default() {
            return 0.0;
        }
        3.0 * ROW + SIGNED * self.approvals.len().div_ceil(SIDE_BY_SIDE) as f64
    }
}

/// A name on the map, of a town or a village.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceName {
    /// The name.
    pub name: Text,
    /// Where it would best stand, in degrees of longitude and latitude on WGS84.
    pub at: Point<f64>,
}

impl PlaceName {
    /// A name in the middle of an area; `None` for an area without coordinates.
    pub fn within(name: Text, area: &Geometry<f64>) -> Option<Self> {
        area.interior_point().map(|at| Self { name, at })
    }
}

/// A map that cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub enum MapError {
    /// Nothing with a place on the Earth: no outline, no parks, no enterprises.
    Nothing,
}

impl InWords for MapError {
    fn in_words(&self) -> Text {
        let Self::Nothing = self;
        Text::new(
            "地图没有可画的内容：应有区界、园区或经纬度可用的企业，实为空",
            "the map has nothing to show: expected an outline, a park or an enterprise with a usable \
             longitude and latitude, found none",
        )
    }
}
