//! Whether a boundary is valid.

mod connected;

use crate::park_index::RectangleTree;
use crate::runs::BoxedRing;
use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{Intersects, Validation};
use geo_types::{Coord, Line, LineString, MultiPolygon};
use std::ops::ControlFlow;

/// Whether a boundary is valid as the OGC has it (ISO 19125-1): rings closed and simple, holes within
/// their outer ring, parts apart, the inside of each in one piece.
///
/// The answer is that of `geo`, which compares each edge of a ring with every other, and does not look whether
/// rings that touch part the inside. Boxes around runs of edges show which can meet at all, about *n* log *n*;
/// `geo` is only asked where rings touch each other without crossing.
///
/// ```
/// use geo_types::polygon;
/// let square = polygon![(x: 121., y: 30.), (x: 121.1, y: 30.), (x: 121.1, y: 30.1), (x: 121., y: 30.1)];
/// let bow_tie = polygon![(x: 121., y: 30.), (x: 121.1, y: 30.1), (x: 121.1, y: 30.), (x: 121., y: 30.1)];
/// assert!(parkward_geometry::is_valid(&square.into()));
/// assert!(!parkward_geometry::is_valid(&bow_tie.into()));
/// ```
pub fn is_valid(boundary: &MultiPolygon<f64>) -> bool {
    let asked = || boundary.is_valid() && boundary.iter().all(connected::is_connected);
    decided(boundary).unwrap_or_else(asked)
}

/// A ring of a boundary.
struct Ring<'a> {
    boxed: BoxedRing<'a>,
    part: usize,
    is_hole: bool,
}

/// The answer, where rings do not touch each other without crossing.
fn decided(boundary: &MultiPolygon<f64>) -> Option<bool> {
    let mut rings = Vec::new();
    for (part, polygon) in boundary.iter().enumerate() {
        let (outer, holes) = (polygon.exterior(), polygon.interiors());
        for (ring, is_hole) in
            std::iter::once((outer, false)).chain(holes.iter().map(|h| (h, true)))
        {
            if !is_whole(ring) {
                return None;
            }
            let boxed = BoxedRing::new(&ring.0);
            if meets_itself(&boxed) {
                return Some(false);
            }
            rings.push(Ring { boxed, part, is_hole });
        }
    }
    if rings.len() == 1 { Some(true) } else { apart(&rings) }
}

/// Whether the ring is closed, finite, and of at least three edges.
fn is_whole(ring: &LineString<f64>) -> bool {
    let edges = ring.0.windows(2).filter(|ends| ends[0] != ends[1]).count();
    let finite = |c: &Coord<f64>| c.x.is_finite() && c.y.is_finite();
    edges >= 3 && ring.0.first() == ring.0.last() && ring.0.iter().all(finite)
}

/// Whether edges meet anywhere but where one ends and the next begins.
fn meets_itself(ring: &BoxedRing<'_>) -> bool {
    let edge = |index: usize| {
        let [start, end] = ring.edge(index);
        Line { start, end }
    };
    let meeting = ring.meeting_itself(|a, b| {
        let (a, b) = (edge(a), edge(b));
        let meet = match a.start == b.end || a.end == b.start {
            true => folds_back(a, b) || folds_back(b, a),
            false => a.intersects(&b),
        };
        if meet { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    meeting.is_break()
}

/// Whether an edge goes back over the one that ends where it begins.
fn folds_back(before: Line<f64>, edge: Line<f64>) -> bool {
    let (back, on) = (before.start - before.end, edge.end - edge.start);
    before.end == edge.start
        && back.x * on.x + back.y * on.y > 0.0
        && RobustKernel::orient2d(before.start, before.end, edge.end) == Orientation::Collinear
}

/// Whether simple rings make a valid boundary: `None` if some touch, and none cross before.
fn apart(rings: &[Ring<'_>]) -> Option<bool> {
    let corners = rings.iter().map(|ring| ring.boxed.corners());
    let tree = RectangleTree::build(
        corners.enumerate().filter_map(|(i, c)| c.map(|(low, high)| (i, low, high))),
    );
    for (i, ring) in rings.iter().enumerate() {
        let (low, high) = ring.boxed.corners()?;
        for other in tree.meeting(low, high).filter(|other| *other > i) {
            let met = ring.boxed.meeting(&rings[other].boxed, |a, b| {
                contact(ring.boxed.edge(a), rings[other].boxed.edge(b))
            });
            match met {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(Contact::Crosses) => return Some(false),
                ControlFlow::Break(Contact::Touches) => return None,
            }
        }
    }
    // Where no two rings meet, one vertex tells where all of a ring is.
    Some(rings.iter().all(|ring| {
        let at = ring.boxed.vertices[0];
        let around = tree.holding([at.x, at.y]).map(|other| &rings[other]);
        let around: Vec<&Ring<'_>> =
            around.filter(|other| !std::ptr::eq(*other, ring) && holds(&other.boxed, at)).collect();
        let of = |part: usize, is_hole: bool| {
            around.iter().any(|other| other.part == part && other.is_hole == is_hole)
        };
        let is_in_its_place = match ring.is_hole {
            true => of(ring.part, false) && !of(ring.part, true),
            false => true,
        };
        is_in_its_place
            && around.iter().all(|o| o.part == ring.part || o.is_hole || of(o.part, true))
    }))
}

enum Contact {
    /// Each passes from one side of the other to the other side.
    Crosses,
    Touches,
}

/// How two edges meet, if they do.
fn contact([a, b]: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> ControlFlow<Contact> {
    let between = |a, b, c, d| {
        let (of_c, of_d) = (RobustKernel::orient2d(a, b, c), RobustKernel::orient2d(a, b, d));
        let straddled = of_c != of_d && of_c != Orientation::Collinear;
        straddled && of_d != Orientation::Collinear
    };
    if between(a, b, c, d) && between(c, d, a, b) {
        ControlFlow::Break(Contact::Crosses)
    } else if Line::new(a, b).intersects(&Line::new(c, d)) {
        ControlFlow::Break(Contact::Touches)
    } else {
        ControlFlow::Continue(())
    }
}

/// Whether a point that is not on the ring is inside.
fn holds(ring: &BoxedRing<'_>, at: Coord<f64>) -> bool {
    crate::park_index::is_inside(ring.vertices, &ring.runs, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, random_index, star};
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
            let at = random_index(&mut random, ring.len());
            let other = ring[random_index(&mut random, ring.len())];
            match random.below(6) {
                0 => ring[at] = other,
                1 => ring[at] = (ring[(at + 1) % ring.len()] + other) / 2.0,
                2 => ring[at] = centre,
                3 => ring.insert(at, other),
                _ => {}
            }
            boundary = Polygon::new(LineString(ring), Vec::new()).into();
            // What goes back over itself is valid to geo, and to nobody else.
            let edges: Vec<Line<f64>> = boundary.0[0].exterior().lines().collect();
            let back =
                edges.iter().zip(edges.iter().cycle().skip(1)).any(|(a, b)| folds_back(*a, *b));
            assert_eq!(is_valid(&boundary), boundary.is_valid() && !back, "{boundary:?}");
            valid += usize::from(boundary.is_valid());
            plain += usize::from(decided(&boundary).is_some());
        }
        assert!(valid > 500 && valid < 1_990 && plain > 1_950, "{valid} valid, {plain} plain");
    }

    #[test]
    fn the_answer_for_parts_and_holes_is_that_of_geo() {
        let mut random = Random::new(32);
        let (mut valid, mut plain) = (0, 0);
        for round in 0..2_000 {
            let mut parts = Vec::new();
            for _ in 0..=random.below(3) {
                let n = 3 + random.below(30);
                let at = |random: &mut Random| Coord {
                    x: 121.0 + random.below(8) as f64 * 0.01,
                    y: 30.7 + random.below(8) as f64 * 0.01,
                };
                let (centre, size) = (at(&mut random), random.within(0.005, 0.04));
                let outer = star(&mut random, centre, size, n).0.remove(0);
                let mut holes = outer.interiors().to_vec();
                if random.below(3) == 0 {
                    let (there, size) = (at(&mut random), random.within(0.002, 0.02));
                    let there = if random.below(2) == 0 { centre } else { there };
                    holes.push(star(&mut random, there, size, n).0.remove(0).exterior().clone());
                }
                parts.push(Polygon::new(outer.exterior().clone(), holes));
            }
            // Now and then two parts that share a vertex.
            if parts.len() > 1 && random.below(4) == 0 {
                let vertex = parts[0].exterior().0[1];
                parts[1].exterior_mut(|ring| ring.0[1] = vertex);
            }
            let boundary = MultiPolygon(parts);
            let expected = boundary.is_valid();
            assert_eq!(is_valid(&boundary), expected, "round {round} (seed 32) {boundary:?}");
            valid += usize::from(expected);
            plain += usize::from(decided(&boundary).is_some());
        }
        assert!(valid > 300 && valid < 1_700 && plain > 1_700, "{valid} valid, {plain} plain");
    }

    #[test]
    fn long_rings_are_decided_as_geo_does() {
        let mut random = Random::new(33);
        let mut valid = 0;
        for round in 0..24 {
            let boundary = star(&mut random, Coord { x: 121.0, y: 30.7 }, 0.05, 1_500);
            let mut ring = boundary.0[0].exterior().0.clone();
            if round % 2 == 0 {
                let at = 1 + random_index(&mut random, ring.len() - 2);
                ring[at] = ring[at] + (ring[(at + 4) % 1_500] - ring[at]) * random.within(0.0, 2.0);
            }
            let boundary: MultiPolygon<f64> = Polygon::new(LineString(ring), Vec::new()).into();
            let expected = boundary.is_valid();
            assert_eq!(is_valid(&boundary), expected, "round {round} (seed 33)");
            valid += usize::from(expected);
        }
        assert!((12..24).contains(&valid), "{valid}");
    }
}
