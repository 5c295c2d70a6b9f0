//! Where two segments meet, exactly on the grid of places.

use crate::place::Place;

/// Where a segment meets another one, as parts 0…1 of the first: nowhere, at one point, or at the ends of what they
/// share. Whether they meet is decided in whole numbers; touching counts. Either has two different ends.
pub(crate) fn meeting([a, b]: [Place; 2], [c, d]: [Place; 2]) -> Vec<f64> {
    let (of_a, of_b) = (side(c, d, a), side(c, d, b));
    if of_a == 0 && of_b == 0 {
        let ends = [c, d].map(|end| part(a, b, end));
        let (low, high) = (ends[0].min(ends[1]).max(0.0), ends[0].max(ends[1]).min(1.0));
        return if low <= high { vec![low, high] } else { Vec::new() };
    }
    let is_beside = |one: i128, other: i128| one.signum() * other.signum() == 1;
    if is_beside(of_a, of_b) || is_beside(side(a, b, c), side(a, b, d)) {
        return Vec::new();
    }
    vec![ratio(of_a, of_a - of_b)]
}

/// Twice the area of the triangle from a line to a point: above 0 on its left, 0 on it.
fn side(from: Place, to: Place, at: Place) -> i128 {
    let step = |a: i32, b: i32| i128::from(b) - i128::from(a);
    step(from.lon, to.lon) * step(from.lat, at.lat)
        - step(from.lat, to.lat) * step(from.lon, at.lon)
}

/// How far along a segment a point in line with it is: 0 at its first end, 1 at its second.
fn part(a: Place, b: Place, at: Place) -> f64 {
    let along = |from: i32, to: i32, at: i32| {
        (i128::from(at) - i128::from(from), i128::from(to) - i128::from(from))
    };
    let (lon, lat) = (along(a.lon, b.lon, at.lon), along(a.lat, b.lat, at.lat));
    let (done, whole) = if lon.1 == 0 { lat } else { lon };
    ratio(done, whole)
}

#[expect(clippy::cast_precision_loss, reason = "a part of a segment, to 16 digits")]
fn ratio(part: i128, whole: i128) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(of: [[i32; 2]; 4]) -> [[Place; 2]; 2] {
        let [a, b, c, d] = of.map(|[lon, lat]| Place { lon, lat });
        [[a, b], [c, d]]
    }

    #[test]
    fn segments_meet_where_they_should() {
        let cases: [([[i32; 2]; 4], &[f64]); 9] = [
            ([[0, 0], [4, 0], [1, -1], [1, 1]], &[0.25]),
            ([[0, 0], [4, 0], [1, 0], [1, 1]], &[0.25]),
            ([[0, 0], [4, 0], [4, 0], [9, 9]], &[1.0]),
            ([[0, 0], [4, 0], [5, -1], [5, 1]], &[]),
            ([[0, 0], [4, 0], [1, 1], [1, 2]], &[]),
            ([[0, 0], [4, 0], [1, 0], [9, 0]], &[0.25, 1.0]),
            ([[0, 0], [4, 0], [5, 0], [9, 0]], &[]),
            ([[0, 0], [0, 4], [0, 3], [0, 1]], &[0.25, 0.75]),
            ([[0, 0], [4, 0], [0, 1], [4, 1]], &[]),
        ];
        for (of, expected) in cases {
            let [one, other] = places(of);
            assert_eq!(meeting(one, other), expected, "{of:?}");
            assert_eq!(meeting(other, one).len(), expected.len(), "{of:?}, the other way round");
        }
        let far = [
            [-1_800_000_000, -900_000_000],
            [1_800_000_000, 900_000_000],
            [-1_800_000_000, 900_000_000],
            [1_800_000_000, -900_000_000],
        ];
        let [one, other] = places(far);
        assert_eq!(meeting(one, other), [0.5]);
    }
}
