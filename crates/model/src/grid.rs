//! The projected systems in which maps are drawn: zones of Gauss-Krüger and UTM, by their numbers in the EPSG register.

use crate::Text;

/// A transverse Mercator grid.
///
/// ```
/// use parkward_model::MapGrid;
/// let grid = MapGrid::at(121.2, 30.8);
/// assert_eq!((grid.epsg, grid.central_deg), (4549, 120.0));
/// assert_eq!(MapGrid::of_epsg(4549), Some(grid));
/// assert_eq!(MapGrid::of_epsg(4326), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapGrid {
    /// Its number.
    pub epsg: u32,
    /// Its central meridian, in degrees.
    pub central_deg: f64,
}

impl MapGrid {
    /// The grid in which a plan around a place (degrees) is shown: in China the 3-degree Gauss-Krüger zone of CGCS2000
    /// (EPSG:4534 at 75° E to EPSG:4554 at 135° E), elsewhere the zone of UTM on WGS84.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "zones")]
    pub fn at(lon: f64, lat: f64) -> Self {
        let epsg = if (73.5..=136.5).contains(&lon) && (3.0..=54.0).contains(&lat) {
            4534 + ((lon / 3.0).round() as u32 - 25)
        } else {
            let zone = (((lon + 180.0) / 6.0).floor().max(0.0) as u32 % 60) + 1;
            if lat < 0.0 { 32_700 + zone } else { 32_600 + zone }
        };
        Self { epsg, central_deg: central(epsg).unwrap_or(0.0) }
    }

    /// The grid with a number; `None` for what is none of these.
    pub fn of_epsg(epsg: u32) -> Option<Self> {
        Some(Self { epsg, central_deg: central(epsg)? })
    }

    /// What it is called.
    pub fn name(self) -> Text {
        let Self { epsg, central_deg } = self;
        let system = match epsg {
            4491..=4512 => Text::new(
                "2000 国家大地坐标系，高斯-克吕格 6° 带",
                "CGCS2000, Gauss-Krüger, 6° zone",
            ),
            4513..=4554 => Text::new(
                "2000 国家大地坐标系，高斯-克吕格 3° 带",
                "CGCS2000, Gauss-Krüger, 3° zone",
            ),
            _ => Text::new(
                format!("WGS84，UTM {} 带", epsg % 100),
                format!("WGS84, UTM zone {}", epsg % 100),
            ),
        };
        Text::new(
            format!("{}，中央经线 {central_deg}°（EPSG:{epsg}）", system.zh),
            format!("{}, central meridian {central_deg}° (EPSG:{epsg})", system.en),
        )
    }
}

/// Digits of round denominators of scales.
const ROUND: [f64; 18] =
    [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0, 2.2, 2.5, 2.8, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0];

/// The denominator of the largest round scale that is no larger than 1 to `fitting`.
///
/// ```
/// assert_eq!(parkward_model::round_scale(163_000.0), 180_000.0);
/// ```
pub fn round_scale(fitting: f64) -> f64 {
    let power = 10_f64.powf(fitting.log10().floor());
    let enough = ROUND.into_iter().find(|digit| digit * power >= fitting * (1.0 - 1e-9));
    (enough.unwrap_or(10.0) * power).round()
}

/// Round denominators from 1,000 to 10 million, small to large.
pub fn round_scales() -> impl Iterator<Item = f64> {
    (3..7)
        .flat_map(|power| ROUND.into_iter().map(move |digit| (digit * 10_f64.powi(power)).round()))
}

/// The central meridian of a grid, by its number.
fn central(epsg: u32) -> Option<f64> {
    let from = |first: u32, degrees: u32, step: u32| f64::from(degrees + step * (epsg - first));
    Some(match epsg {
        4491..=4501 => from(4491, 75, 6),
        4502..=4512 => from(4502, 75, 6),
        4513..=4533 => from(4513, 75, 3),
        4534..=4554 => from(4534, 75, 3),
        32_601..=32_660 => from(32_601, 0, 6) - 177.0,
        32_701..=32_760 => from(32_701, 0, 6) - 177.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_show_everything() {
        assert_eq!(
            [61_234.0, 10_000.0, 10_001.0, 99_000.0, 240.0].map(round_scale),
            [80_000.0, 10_000.0, 11_000.0, 100_000.0, 250.0]
        );
        assert!(round_scales().all(|scale| round_scale(scale) == scale));
    }

    #[test]
    fn zones_are_those_of_the_register() {
        let at = |x, y| {
            let grid = MapGrid::at(x, y);
            (grid.epsg, grid.central_deg)
        };
        assert_eq!(at(121.2, 30.8), (4549, 120.0));
        assert_eq!(at(121.6, 31.2), (4550, 123.0));
        assert_eq!(at(75.0, 39.0), (4534, 75.0));
        assert_eq!(at(135.0, 48.0), (4554, 135.0));
        assert_eq!(at(2.0, 48.0), (32_631, 3.0));
        assert_eq!(at(-70.0, -33.0), (32_719, -69.0));
        assert_eq!(at(180.0, 0.0), (32_601, -177.0));
    }
}
