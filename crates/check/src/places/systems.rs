//! Projections that files of China are in, to try out which of them would put coordinates in their place.

use crate::places::home::Home;
use geo_types::{Coord, Point};
use parkward_geometry::Transformer;
use parkward_model::Text;

/// Projections by EPSG's codes.
pub(crate) struct Systems(Vec<(u32, Transformer)>);

impl Systems {
    /// CGCS2000 in zones of 3° by meridian and by number, and of 6° likewise; Web Mercator; UTM.
    pub(crate) fn all() -> Self {
        let codes = (4534..=4554).chain(4513..=4533).chain(4502..=4512).chain(4491..=4501);
        let codes = codes.chain([3857]).chain(32643..=32653);
        let open = |code: u32| {
            let crs = parkward_crs::parse(&format!("EPSG:{code}")).ok()?;
            Some((code, crs.transformer().ok()?))
        };
        Self(codes.filter_map(open).collect())
    }

    /// The codes, in the order in which they are tried.
    pub(crate) fn codes(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|(code, _)| *code)
    }

    /// Whether coordinates of that CRS are at home.
    pub(crate) fn puts(&self, code: u32, c: Coord<f64>, home: &Home) -> bool {
        let system = self.0.iter().find(|(other, _)| *other == code);
        system.is_some_and(|(_, way)| way.to_wgs84(&Point(c)).is_ok_and(|at| home.has(at)))
    }

    /// The first CRS in which coordinates are at home.
    pub(crate) fn putting(&self, c: Coord<f64>, home: &Home) -> Option<u32> {
        self.codes().find(|code| self.puts(*code, c, home))
    }

    /// Whether eastings of that CRS begin with the number of their zone.
    pub(crate) fn has_zone_number(code: u32) -> bool {
        (4491..=4501).contains(&code) || (4513..=4533).contains(&code)
    }

    /// What to do about it.
    pub(crate) fn fix(code: u32) -> Text {
        Text::new(
            format!("设置 crs = \"EPSG:{code}\" 则位置吻合"),
            format!("crs = \"EPSG:{code}\" would put it in its place"),
        )
    }
}
