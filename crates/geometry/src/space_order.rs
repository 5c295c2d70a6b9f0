//! An order of points in which neighbours stand near each other.

use crate::hilbert::hilbert;
use geo_types::Point;
use rayon::prelude::*;
use std::cmp::Ordering;

/// The positions of the points along a Hilbert curve over the globe; of points in one cell, some 150 m
/// wide, the one first in the slice comes first.
///
/// Not a result but a help for the cache: thousands of sites asked for their nearest parks in this
/// order are answered two to three times as fast as in a random one, since each finds in the cache
/// what its neighbour needed. Points that are not finite come last. *n* log *n*.
///
/// ```
/// use geo_types::Point;
/// let sites = [Point::new(121.0, 30.7), Point::new(113.5, 22.2), Point::new(121.0001, 30.7)];
/// let order = parkward_geometry::space_order(&sites);
/// assert!(order == [1, 0, 2] || order == [1, 2, 0] || order == [0, 2, 1] || order == [2, 0, 1]);
/// ```
pub fn space_order(points: &[Point<f64>]) -> Vec<usize> {
    space_order_by(points, |a, b| a.cmp(&b))
}

/// As [`space_order`], but what is nearer in the order of `cell` comes first in a cell: with an order that
/// does not depend on where points stand in the slice, the whole one does not either.
///
/// ```
/// use geo_types::Point;
/// let ids = ["b", "a"];
/// let sites = [Point::new(121.0, 30.7), Point::new(121.0, 30.7)];
/// let order = parkward_geometry::space_order_by(&sites, |a, b| ids[a].cmp(ids[b]));
/// assert_eq!(order, [1, 0]);
/// ```
pub fn space_order_by(
    points: &[Point<f64>],
    cell: impl Fn(usize, usize) -> Ordering + Sync,
) -> Vec<usize> {
    let mut order: Vec<(u64, usize)> =
        points.par_iter().enumerate().map(|(i, p)| (along_curve(*p), i)).collect();
    order.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| cell(a.1, b.1)));
    order.into_iter().map(|(_, i)| i).collect()
}

/// The cells along each side, 2¹⁸: at the equator one is 150 m wide.
const LEVELS: u32 = 18;

/// How far along the curve the point's cell is.
fn along_curve(p: Point<f64>) -> u64 {
    if !(p.x().is_finite() && p.y().is_finite()) {
        return u64::MAX;
    }
    hilbert(cell(p.x(), 180.0), cell(p.y(), 90.0), LEVELS)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2^LEVELS - 1")]
fn cell(degrees: f64, limit: f64) -> u32 {
    let cells = f64::from(1_u32 << LEVELS);
    ((degrees + limit) / (2.0 * limit) * cells).floor().clamp(0.0, cells - 1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, metres_between};

    #[test]
    fn neighbours_in_order_are_near_each_other() {
        let mut random = Random::new(41);
        let points: Vec<Point<f64>> = (0..2_000)
            .map(|_| Point::new(random.within(112.0, 122.5), random.within(22.0, 41.0)))
            .collect();
        let way = |order: &[usize]| -> f64 {
            order.windows(2).map(|w| metres_between(points[w[0]].0, points[w[1]].0)).sum()
        };
        let order = space_order(&points);
        let unordered: Vec<usize> = (0..points.len()).collect();
        assert!(way(&order) < way(&unordered) / 20.0);
        let mut all = order;
        all.sort_unstable();
        assert_eq!(all, unordered);
    }

    #[test]
    fn lost_points_come_last() {
        let points = [Point::new(f64::NAN, 0.0), Point::new(121.0, 30.0)];
        assert_eq!(space_order(&points), [1, 0]);
        assert!(space_order(&[]).is_empty());
    }
}
