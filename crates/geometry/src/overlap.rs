//! Parks that share land.

use crate::measure::area;
use crate::park_index::RectangleTree;
use geo::{BooleanOps, BoundingRect};
use geo_types::MultiPolygon;
use parkward_model::{Footprint, Hectares, Park};

/// How two parks share land.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// One lies in the other, as a sub-area does in its zone: normal.
    Nested,
    /// Each has land of its own and some in common: most likely a mistake in the drawing.
    Partial,
}

/// Two parks that share land.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// The one that stands first in the slice, by position.
    pub first: usize,
    /// The other.
    pub second: usize,
    /// The land in both.
    pub shared: Hectares,
    /// How they share it.
    pub sharing: Sharing,
}

/// A park is nested in another that holds this share of it: boundaries drawn twice never match.
const NESTED: f64 = 0.999;

/// Less land than this in common is no overlap but neighbours: one square metre.
const NOTHING: Hectares = Hectares(0.000_1);

/// Pairs of parks that share at least a square metre, in the order of their positions.
///
/// A pair is [`Sharing::Nested`] if at least 99.9 % of the smaller lies in the larger, which two
/// drawings of the same park do too. Park points and empty boundaries share nothing. Boundaries are
/// taken to be valid: [repair](crate::repair()) them first. Costs an intersection for each pair whose
/// bounding rectangles meet.
///
/// ```
/// use geo_types::polygon;
/// use parkward_geometry::{overlaps, Sharing};
/// use parkward_model::{Footprint, LandAccount, Park, Text};
///
/// let park = |id: &str, west: f64| Park {
///     id: id.into(),
///     name: Text::default(),
///     footprint: Footprint::Boundary(
///         polygon![(x: west, y: 30.7), (x: west + 0.02, y: 30.7), (x: west + 0.02, y: 30.72)].into(),
///     ),
///     capacity: None,
///     area: None,
///     land: LandAccount::default(),
///     industries: Vec::new(),
///     open: true,
///     facts: Default::default(),
/// };
/// let found = overlaps(&[park("A", 121.0), park("B", 121.015), park("C", 121.1)]);
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].first, found[0].second, found[0].sharing), (0, 1, Sharing::Partial));
/// ```
pub fn overlaps(parks: &[Park]) -> Vec<Overlap> {
    let boundaries: Vec<_> = parks.iter().enumerate().filter_map(bounded).collect();
    let rectangles = boundaries.iter().map(|b| (b.number, b.low, b.high));
    let tree =
        RectangleTree::build(rectangles.enumerate().map(|(i, (_, low, high))| (i, low, high)));
    let mut overlaps = Vec::new();
    for (i, a) in boundaries.iter().enumerate() {
        let mut others: Vec<_> = tree.meeting(a.low, a.high).filter(|&j| j > i).collect();
        others.sort_unstable();
        for b in others.into_iter().map(|j| &boundaries[j]) {
            let shared = area(&a.boundary.intersection(b.boundary));
            if shared < NOTHING {
                continue;
            }
            let smaller = area(a.boundary).0.min(area(b.boundary).0);
            let nested = shared.0 >= NESTED * smaller;
            let sharing = if nested { Sharing::Nested } else { Sharing::Partial };
            overlaps.push(Overlap { first: a.number, second: b.number, shared, sharing });
        }
    }
    overlaps
}

struct Bounded<'a> {
    number: usize,
    boundary: &'a MultiPolygon<f64>,
    low: [f64; 2],
    high: [f64; 2],
}

fn bounded((number, park): (usize, &Park)) -> Option<Bounded<'_>> {
    let Footprint::Boundary(boundary) = &park.footprint else { return None };
    let rectangle = boundary.bounding_rect()?;
    let corner = |c: geo_types::Coord<f64>| [c.x, c.y];
    let (low, high) = (corner(rectangle.min()), corner(rectangle.max()));
    let finite = low.iter().chain(&high).all(|v| v.is_finite());
    finite.then_some(Bounded { number, boundary, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, park, star};
    use geo_types::{Coord, Point, Polygon};

    fn square(id: &str, west: f64, south: f64, side: f64) -> Park {
        let (east, north) = (west + side, south + side);
        let ring = vec![(west, south), (east, south), (east, north), (west, north)];
        park(id, Footprint::Boundary(Polygon::new(ring.into(), Vec::new()).into()))
    }

    #[test]
    fn neighbours_nested_and_overlapping_parks_are_told_apart() {
        let parks = [
            square("zone", 121.0, 30.7, 0.1),
            square("neighbour", 121.1, 30.7, 0.1),
            square("sub-area", 121.02, 30.72, 0.03),
            square("across", 121.08, 30.75, 0.04),
            park("gate", Footprint::Point(Point::new(121.05, 30.75))),
            park("blank", Footprint::Boundary(MultiPolygon(Vec::new()))),
        ];
        let found = overlaps(&parks);
        let pairs: Vec<_> = found.iter().map(|o| (o.first, o.second, o.sharing)).collect();
        assert_eq!(
            pairs,
            [(0, 2, Sharing::Nested), (0, 3, Sharing::Partial), (1, 3, Sharing::Partial)]
        );
        let Footprint::Boundary(sub_area) = &parks[2].footprint else { unreachable!() };
        assert!((found[0].shared.0 / area(sub_area).0 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn shared_land_is_what_both_lose_to_their_union() {
        let mut random = Random::new(21);
        let parks: Vec<Park> = (0..30)
            .map(|i| {
                let centre = Coord { x: random.within(121.0, 121.2), y: random.within(30.7, 30.9) };
                park(&format!("{i}"), Footprint::Boundary(star(&mut random, centre, 0.05, 15)))
            })
            .collect();
        let boundary = |j: usize| match &parks[j].footprint {
            Footprint::Boundary(boundary) => boundary,
            Footprint::Point(_) => unreachable!(),
        };
        let found = overlaps(&parks);
        assert!(found.len() > 20, "{}", found.len());
        for o in &found {
            let (a, b) = (boundary(o.first), boundary(o.second));
            let lost = area(a).0 + area(b).0 - area(&a.union(b)).0;
            assert!((lost - o.shared.0).abs() < 1e-3 * o.shared.0 + 1e-3, "{o:?} {lost} (seed 21)");
        }
        assert!(overlaps(&[]).is_empty());
    }
}
