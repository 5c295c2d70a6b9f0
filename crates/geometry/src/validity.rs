//! Whether a boundary is valid.

use geo::{Intersects, Validation};
use geo_types::{Line, LineString, MultiPolygon};

/// Whether a boundary is valid as the OGC has it (ISO 19125-1): rings closed and simple, holes within
/// their outer ring, parts apart.
///
/// The answer is that of `geo`, which compares each edge of a ring with every other. Nearly all
/// boundaries are one ring whose edges are plainly apart; a sweep over their boxes sees that in
/// *n* log *n*, and `geo` decides the rest.
///
/// ```
/// use geo_types::polygon;
/// let square = polygon![(x: 121., y: 30.), (x: 121.1, y: 30.), (x: 121.1, y: 30.1), (x: 121., y: 30.1)];
/// let bow_tie = polygon![(x: 121., y: 30.), (x: 121.1, y: 30.1), (x: 121.1, y: 30.), (x: 121., y: 30.1)];
/// assert!(parkward_geometry::is_valid(&square.into()));
/// assert!(!parkward_geometry::is_valid(&bow_tie.into()));
/// ```
pub fn is_valid(boundary: &MultiPolygon<f64>) -> bool {
    let plain = match &boundary.0[..] {
        [part] if part.interiors().is_empty() => is_plainly_simple(part.exterior()),
        _ => false,
    };
    plain || boundary.is_valid()
}

/// Whether edges of the ring meet only where one ends and the next begins, and none turns back on
/// the one before. False also where that is not plain.
fn is_plainly_simple(ring: &LineString<f64>) -> bool {
    let edges: Vec<Line<f64>> = ring.lines().collect();
    let finite = ring.coords().all(|c| c.x.is_finite() && c.y.is_finite());
    let n = edges.len();
    if !finite || n < 3 || ring.0.first() != ring.0.last() {
        return false;
    }
    let turns_back = |a: &Line<f64>, b: &Line<f64>| {
        let (a, b) = (a.delta(), b.delta());
        let (cross, dot) = (a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y);
        dot <= 0.0 && cross.abs() <= 1e-9 * (a.x.abs() + a.y.abs()) * (b.x.abs() + b.y.abs())
    };
    if (0..n).any(|i| turns_back(&edges[i], &edges[(i + 1) % n])) {
        return false;
    }
    let from_west = |edge: &Line<f64>| (edge.start.x.min(edge.end.x), edge.start.x.max(edge.end.x));
    let south = |edge: &Line<f64>| (edge.start.y.min(edge.end.y), edge.start.y.max(edge.end.y));
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_unstable_by(|a, b| from_west(&edges[*a]).0.total_cmp(&from_west(&edges[*b]).0));
    // Edges whose box the sweep has begun and not yet left.
    let mut open: Vec<usize> = Vec::new();
    for i in order {
        let (west, _) = from_west(&edges[i]);
        let (low, high) = south(&edges[i]);
        open.retain(|j| from_west(&edges[*j]).1 >= west);
        for &j in &open {
            let neighbours = (i + 1) % n == j || (j + 1) % n == i;
            let (other_low, other_high) = south(&edges[j]);
            if !neighbours
                && low <= other_high
                && other_low <= high
                && edges[i].intersects(&edges[j])
            {
                return false;
            }
        }
        open.push(i);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, star};
    use geo_types::{Coord, Polygon};

    #[test]
    fn the_answer_is_that_of_geo() {
        let mut random = Random::new(31);
        let (mut valid, mut plain) = (0, 0);
        for _ in 0..2_000 {
            let centre = Coord { x: 121.0, y: 30.7 };
            let vertices = 3 + random.below(12);
            let mut boundary = star(&mut random, centre, 0.05, vertices);
            // Now and then a vertex somewhere else: on another, on a line, or across the ring.
            let part = boundary.0[0].exterior().0.clone();
            let mut ring = part[..part.len() - 1].to_vec();
            let at = random.below(ring.len() as u64) as usize;
            let other = ring[random.below(ring.len() as u64) as usize];
            match random.below(5) {
                0 => ring[at] = other,
                1 => ring[at] = (ring[(at + 1) % ring.len()] + other) / 2.0,
                2 => ring[at] = centre,
                _ => {}
            }
            boundary = Polygon::new(LineString(ring), Vec::new()).into();
            assert_eq!(is_valid(&boundary), boundary.is_valid(), "{boundary:?}");
            valid += usize::from(boundary.is_valid());
            plain += usize::from(is_plainly_simple(boundary.0[0].exterior()));
        }
        assert!(
            valid > 500 && valid < 1_990 && plain * 10 > valid * 9,
            "{valid} valid, {plain} plain"
        );
    }
}
