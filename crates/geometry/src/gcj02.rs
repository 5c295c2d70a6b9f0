//! GCJ-02, the offset system that maps published in China use.
//!
//! A smooth, irregular shift of up to about 700 m, computed from longitude and latitude alone. The
//! formula is not official but has been public since 2010 and agrees with the map services to
//! centimetres; all implementations in circulation share it.

use geo_types::Coord;
use std::f64::consts::PI;

/// Semi-major axis and squared eccentricity of the Krasovsky 1940 ellipsoid, which the formula uses.
const A: f64 = 6_378_245.0;
const EE: f64 = 0.006_693_421_622_965_943;

/// The rectangle around China, in degrees: outside it the shift is zero by convention. It is part of
/// the published formula and takes in neighbouring countries too.
const WEST: f64 = 72.004;
const EAST: f64 = 137.8347;
const SOUTH: f64 = 0.8293;
const NORTH: f64 = 55.8271;

/// The shift contracts distances by 2·10⁻³ to 6·10⁻³, so each round of the inverse gains more than
/// two digits: 500 m, 1 m, 8 mm, 0.03 mm.
const ROUNDS: usize = 3;

/// Where GCJ-02 draws a position on WGS84. Outside the rectangle around China: there.
pub(crate) fn from_wgs84(at: Coord<f64>) -> Coord<f64> {
    if is_outside(at) { at } else { at + shift(at) }
}

/// The position on WGS84 that GCJ-02 draws here, by [`ROUNDS`] rounds of `w = g - shift(w)`.
///
/// The rectangle's rim is a jump, so within 700 m of it two positions, or none, may be drawn at the
/// same place. There the drawn position decides: in the rectangle it counts as shifted, outside not.
pub(crate) fn to_wgs84(drawn: Coord<f64>) -> Coord<f64> {
    if is_outside(drawn) {
        return drawn;
    }
    (0..ROUNDS).fold(drawn, |at, _| drawn - shift(at))
}

fn is_outside(at: Coord<f64>) -> bool {
    !((WEST..=EAST).contains(&at.x) && (SOUTH..=NORTH).contains(&at.y))
}

/// The shift in degrees, without regard to the rectangle.
fn shift(at: Coord<f64>) -> Coord<f64> {
    let (x, y) = (at.x - 105.0, at.y - 35.0);
    // Metres, as sums of waves with periods in degrees; the amplitudes carry the formula's 2/3.
    let wave = |amplitude: f64, phase: f64| amplitude * 2.0 / 3.0 * (phase * PI).sin();
    let common = 0.1 * x * y + wave(20.0, 6.0 * x) + wave(20.0, 2.0 * x);
    let root = x.abs().sqrt();
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.2 * root
        + common
        + wave(20.0, y)
        + wave(40.0, y / 3.0)
        + wave(160.0, y / 12.0)
        + wave(320.0, y / 30.0);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * root
        + common
        + wave(20.0, x)
        + wave(40.0, x / 3.0)
        + wave(150.0, x / 12.0)
        + wave(300.0, x / 30.0);
    let latitude = at.y.to_radians();
    let w2 = 1.0 - EE * latitude.sin().powi(2);
    let meridian_radius = A * (1.0 - EE) / (w2 * w2.sqrt());
    let parallel_radius = A / w2.sqrt() * latitude.cos();
    Coord { x: (east / parallel_radius).to_degrees(), y: (north / meridian_radius).to_degrees() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, metres_between};

    /// The longest way between a position and itself after there and back, over a grid and 20,000
    /// seeded points of the box.
    fn residual(west: f64, south: f64, east: f64, north: f64) -> f64 {
        let mut random = Random::new(310_116);
        let grid = (0..=200).flat_map(|i| (0..=200).map(move |j| (f64::from(i), f64::from(j))));
        let on_grid = grid.map(|(i, j)| (i / 200.0, j / 200.0));
        let anywhere: Vec<_> = (0..20_000).map(|_| (random.unit(), random.unit())).collect();
        on_grid.chain(anywhere).fold(0.0, |worst: f64, (u, v)| {
            let at = Coord { x: west + u * (east - west), y: south + v * (north - south) };
            let there = to_wgs84(from_wgs84(at));
            let back = from_wgs84(to_wgs84(at));
            worst.max(metres_between(at, there)).max(metres_between(at, back))
        })
    }

    #[test]
    fn known_positions_are_drawn_where_others_draw_them() {
        // (WGS84, GCJ-02) in Shanghai, Shenzhen and Beijing as the test data in circulation has them.
        // Those were computed with 6,378,137 m for the axis: 1.7e-5 of 500 m is the difference.
        let known = [
            [121.527_210_6, 31.177_427_6, 121.531_541_859_215, 31.175_303_983_645_97],
            [113.912_316, 22.543_847, 113.917_176_480_836_3, 22.540_796_131_694_766],
            [116.377_817, 39.911_954, 116.384_047_224_556_57, 39.913_345_455_360_69],
        ];
        for [x, y, drawn_x, drawn_y] in known {
            let off = metres_between(from_wgs84(Coord { x, y }), Coord { x: drawn_x, y: drawn_y });
            assert!(off < 0.02, "{x}, {y}: {off} m");
        }
    }

    #[test]
    fn in_shanghai_the_shift_is_456_to_501_m() {
        let mut random = Random::new(7);
        for _ in 0..5_000 {
            let at = Coord { x: random.within(120.85, 122.0), y: random.within(30.67, 31.9) };
            let off = metres_between(at, from_wgs84(at));
            assert!((450.0..510.0).contains(&off), "{at:?}: {off} m (seed 7)");
        }
    }

    #[test]
    fn the_inverse_is_exact_to_a_tenth_of_a_millimetre_in_shanghai() {
        let worst = residual(120.85, 30.67, 122.0, 31.9);
        assert!(worst < 1e-4, "{worst} m");
    }

    #[test]
    fn the_inverse_is_exact_to_a_millimetre_in_all_of_china() {
        let worst = residual(73.5, 18.0, 134.8, 53.6);
        assert!(worst < 1e-3, "{worst} m");
    }

    #[test]
    fn outside_the_rectangle_nothing_moves() {
        for at in
            [Coord { x: 2.35, y: 48.86 }, Coord { x: 139.7, y: 35.7 }, Coord { x: 100.0, y: 0.5 }]
        {
            assert_eq!(from_wgs84(at), at);
            assert_eq!(to_wgs84(at), at);
        }
    }

    #[test]
    fn near_the_rim_what_is_drawn_inside_comes_back() {
        let mut random = Random::new(2);
        for _ in 0..10_000 {
            let at = Coord {
                x: WEST + 0.02 * (random.unit() - 0.5),
                y: SOUTH + (NORTH - SOUTH) * random.unit(),
            };
            let drawn = from_wgs84(at);
            let consistent = is_outside(at) == is_outside(drawn);
            assert!(!consistent || metres_between(at, to_wgs84(drawn)) < 1e-3, "{at:?}");
            // The jump itself is never larger than the shift.
            assert!(metres_between(at, to_wgs84(drawn)) < 2_000.0, "{at:?}");
        }
    }
}
