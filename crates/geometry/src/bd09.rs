//! BD-09, Baidu's offset system: a second shift on top of GCJ-02.

use crate::gcj02;
use geo_types::Coord;
use std::f64::consts::PI;

/// The waves' frequency by the published formula: a period of 0.12°.
const FREQUENCY: f64 = PI * 3_000.0 / 180.0;
const EAST: f64 = 0.006_5;
const NORTH: f64 = 0.006;

/// The second shift changes by 3·10⁻³ per unit at most; each round gains two digits or more.
const ROUNDS: usize = 4;

/// Where BD-09 draws a position on WGS84.
///
/// The shift from WGS84 to GCJ-02 is zero outside the rectangle around China (see
/// [`crate::Crs`]); the second one, about 0.9 km, is applied everywhere.
pub(crate) fn from_wgs84(at: Coord<f64>) -> Coord<f64> {
    from_gcj02(gcj02::from_wgs84(at))
}

/// The position on WGS84 that BD-09 draws here.
///
/// The "inverse" in circulation evaluates the waves at the wrong place and is off by up to metres;
/// this one iterates `g = drawn - (from_gcj02(g) - g)`, to less than a tenth of a millimetre.
pub(crate) fn to_wgs84(drawn: Coord<f64>) -> Coord<f64> {
    let start = drawn - Coord { x: EAST, y: NORTH };
    let gcj = (0..ROUNDS).fold(start, |g, _| g + (drawn - from_gcj02(g)));
    gcj02::to_wgs84(gcj)
}

fn from_gcj02(at: Coord<f64>) -> Coord<f64> {
    let radius = at.x.hypot(at.y) + 0.000_02 * (at.y * FREQUENCY).sin();
    let angle = at.y.atan2(at.x) + 0.000_003 * (at.x * FREQUENCY).cos();
    Coord { x: radius * angle.cos() + EAST, y: radius * angle.sin() + NORTH }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, metres_between};

    #[test]
    fn there_and_back_within_a_millimetre() {
        let boxes = [
            (120.85, 30.67, 122.0, 31.9, 1e-4), // Shanghai
            (73.5, 18.0, 134.8, 53.6, 1e-3),    // China
        ];
        for (west, south, east, north, tolerance) in boxes {
            let mut random = Random::new(9);
            for _ in 0..40_000 {
                let at = Coord {
                    x: west + (east - west) * random.unit(),
                    y: south + (north - south) * random.unit(),
                };
                for again in [to_wgs84(from_wgs84(at)), from_wgs84(to_wgs84(at))] {
                    let off = metres_between(at, again);
                    assert!(off < tolerance, "{at:?}: {off} m (seed 9)");
                }
            }
        }
    }

    #[test]
    fn the_shift_is_about_a_kilometre() {
        let at = Coord { x: 121.3, y: 30.8 };
        let off = metres_between(at, from_wgs84(at));
        assert!((500.0..1_500.0).contains(&off), "{off} m");
    }
}
