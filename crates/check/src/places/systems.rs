//! Projections that files of China are in, to try out which of them would put coordinates in their place.

use crate::places::home::Home;
use geo_types::{Coord, Point};
use parkward_geometry::Transformer;
use parkward_model::Text;

/// Projections by EPSG's codes.
pub(crate) struct Systems(Vec<(u32, Transformer)>);

/// A meridian so many degrees from a place may still be that of its zone; further ones nobody uses there.
const WITHIN: f64 = 4.5;

impl Systems {
    /// Those that are in use at home: CGCS2000 in zones of 3° by meridian, which those of 6° share, and of 3° and 6°
    /// by number; UTM; Web Mercator.
    ///
    /// Spelt out for PROJ, which opens its database for a code: that takes a tenth of a second each.
    pub(crate) fn around(home: &Home) -> Self {
        let is_near = |meridian: &u32| (f64::from(*meridian) - home.longitude()).abs() <= WITHIN;
        let gauss = |meridian: u32, zone: u32| {
            let easting = zone * 1_000_000 + 500_000;
            format!(
                "+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0={easting} +y_0=0 +ellps=GRS80 +units=m"
            )
        };
        let utm = |zone: u32| format!("+proj=utm +zone={zone} +datum=WGS84 +units=m");
        let thirds = || (75..=135).step_by(3).filter(is_near);
        let sixths = || (75..=135).step_by(6).filter(is_near);
        let mercator = "+proj=merc +a=6378137 +b=6378137 +lon_0=0 +units=m +nadgrids=@null";
        let all = thirds()
            .map(|at| (4534 + (at - 75) / 3, gauss(at, 0)))
            .chain(thirds().map(|at| (4513 + (at - 75) / 3, gauss(at, at / 3))))
            .chain(sixths().map(|at| (4491 + (at - 75) / 6, gauss(at, (at + 3) / 6))))
            .chain([(3857, mercator.to_owned())])
            .chain(sixths().map(|at| (32643 + (at - 75) / 6, utm(43 + (at - 75) / 6))));
        let open = |(code, text): (u32, String)| {
            Some((code, parkward_crs::parse(&text).ok()?.transformer().ok()?))
        };
        Self(all.filter_map(open).collect())
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::Systems;
    use crate::places::home::Home;
    use geo_types::{Point, Rect};
    use parkward_model::Metres;

    #[test]
    fn what_is_spelt_out_is_what_epsg_has_under_the_code() {
        let mut seen = 0;
        for east in [76.0, 88.5, 104.0, 121.3, 134.0] {
            let district = Rect::new((east - 0.1, 30.7), (east + 0.1, 30.9)).to_polygon().into();
            let home = Home::of(&[], Some(&district), Metres(0.0)).unwrap();
            for (code, spelt) in Systems::around(&home).0 {
                let listed =
                    parkward_crs::parse(&format!("EPSG:{code}")).unwrap().transformer().unwrap();
                let at = Point::new(east, 30.8);
                let (a, b) = (spelt.from_wgs84(&at).unwrap(), listed.from_wgs84(&at).unwrap());
                assert!((a.x() - b.x()).hypot(a.y() - b.y()) < 0.01, "EPSG:{code}: {a:?} {b:?}");
                seen += 1;
            }
        }
        assert!(seen > 40, "{seen}");
    }
}
