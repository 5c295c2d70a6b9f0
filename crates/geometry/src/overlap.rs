//! Parks that share land.

use crate::measure::area;
use crate::park_index::RectangleTree;
use crate::shared::Region;
use geo::BoundingRect;
use geo_types::MultiPolygon;
use parkward_model::{Footprint, Hectares, Park, Text};
use rayon::prelude::*;

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

impl Overlap {
    /// Which of the parks share how much land, in words.
    ///
    /// # Panics
    /// If the parks are not those that were compared.
    pub fn text(&self, parks: &[Park]) -> Text {
        let (a, b) = (&parks[self.first].id, &parks[self.second].id);
        let Text { zh, en } = self.land();
        Text::new(
            format!("园区 {a} 与 {b} 重叠 {zh}"),
            format!("parks {a} and {b} overlap by {en}"),
        )
    }

    /// How much land, in words: in square metres where two decimals of a hectare say little of it.
    pub fn land(&self) -> Text {
        let square_metres = self.shared.square_metres();
        match square_metres < SLIVER {
            true => Text::new(format!("{square_metres} 平方米"), format!("{square_metres} m²")),
            false => Text::same(self.shared),
        }
    }
}

/// Less land than this, in square metres, is told in square metres.
const SLIVER: i64 = 1_000;

/// A park is nested in another that holds this share of it: boundaries drawn twice never match.
const NESTED: f64 = 0.999;

/// Less land than this in common is no overlap but neighbours: one square metre.
const NOTHING: Hectares = Hectares(0.000_1);

/// Pairs of parks that share at least a square metre, in the order of their positions.
///
/// A pair is [`Sharing::Nested`] if at least 99.9 % of the smaller lies in the larger, which two
/// drawings of the same park do too. Park points and empty boundaries share nothing. Boundaries are
/// taken to be valid: [repair](crate::repair()) them first. Linear in the vertices of parks whose
/// bounding rectangles meet those of others, and for each such pair in the places where they are near.
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
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (i, a) in boundaries.iter().enumerate() {
        pairs.extend(tree.meeting(a.low, a.high).filter(|&j| j > i).map(|j| (i, j)));
    }
    pairs.sort_unstable();
    let mut compared = vec![false; boundaries.len()];
    for (i, j) in &pairs {
        (compared[*i], compared[*j]) = (true, true);
    }
    let regions: Vec<Option<Region<'_>>> = boundaries
        .par_iter()
        .zip(compared)
        .map(|(b, compared)| compared.then(|| Region::new(b.boundary)))
        .collect();
    let overlap = |&(i, j): &(usize, usize)| {
        let (a, b) = (regions[i].as_ref()?, regions[j].as_ref()?);
        let shared = hectares(a.shared_with(b));
        if shared < NOTHING {
            return None;
        }
        let smaller = hectares(a.area().min(b.area()));
        let nested = shared.0 >= NESTED * smaller.0;
        let sharing = if nested { Sharing::Nested } else { Sharing::Partial };
        let (first, second) = (boundaries[i].number, boundaries[j].number);
        Some(Overlap { first, second, shared, sharing })
    };
    pairs.par_iter().filter_map(overlap).collect()
}

/// Pairs of parks of which the first, the smaller one, lies in the second, by position in the slice.
pub fn nested(parks: &[Park]) -> Vec<(usize, usize)> {
    nested_of(parks, &overlaps(parks))
}

/// As [`nested`], where the overlaps are known.
pub fn nested_of(parks: &[Park], overlaps: &[Overlap]) -> Vec<(usize, usize)> {
    let size = |park: usize| match &parks[park].footprint {
        Footprint::Boundary(boundary) => area(boundary).0,
        Footprint::Point(_) => 0.0,
    };
    let nested = overlaps.iter().filter(|overlap| overlap.sharing == Sharing::Nested);
    let inner_first = |Overlap { first, second, .. }: &Overlap| match size(*first) < size(*second) {
        true => (*first, *second),
        false => (*second, *first),
    };
    nested.map(inner_first).collect()
}

fn hectares(square_metres: f64) -> Hectares {
    Hectares(square_metres / Hectares::SQUARE_METRES)
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
    use crate::testing::{Random, park, random_index, star};
    use geo::{BooleanOps, Validation};
    use geo_types::{Coord, LineString, Point, Polygon, Rect};

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

    /// Slivers were told as 0.00 ha.
    #[test]
    fn land_is_told_in_square_metres_where_there_is_little() {
        let told = |degrees: f64| {
            let parks = [square("A", 121.0, 30.7, 0.01), square("B", 121.01 - degrees, 30.7, 0.01)];
            overlaps(&parks)[0].text(&parks)
        };
        let Text { zh, en } = told(1e-7);
        assert_eq!((&*zh, &*en), ("园区 A 与 B 重叠 11 平方米", "parks A and B overlap by 11 m²"));
        let Text { zh, en } = told(1e-5);
        assert_eq!((&*zh, &*en), ("园区 A 与 B 重叠 0.11 ha", "parks A and B overlap by 0.11 ha"));
    }

    /// Two valid parks whose intersection a library could not draw ended the program.
    #[test]
    fn parts_and_holes_that_touch_in_a_point_are_compared() {
        let ring = |at: &[(f64, f64)]| LineString::from(at.to_vec());
        let of_parts = |id, parts| park(id, Footprint::Boundary(MultiPolygon(parts)));
        let box_of = |x: f64, y: f64| Rect::new((x, y), (x + 0.04, y + 0.04)).to_polygon();
        let part = |outer: [(f64, f64); 2], inner: [(f64, f64); 2]| {
            let tip = (121.3275, 30.7275);
            let [outer, inner] = [outer, inner].map(|[a, b]| ring(&[tip, a, b, tip]));
            Polygon::new(outer, vec![inner])
        };
        let parks = [
            of_parts("A", vec![box_of(121.3, 30.7), box_of(121.34, 30.74)]),
            of_parts(
                "B",
                vec![
                    part(
                        [(121.305, 30.75), (121.35, 30.75)],
                        [(121.32, 30.745), (121.335, 30.745)],
                    ),
                    part(
                        [(121.305, 30.705), (121.35, 30.705)],
                        [(121.32, 30.71), (121.335, 30.71)],
                    ),
                ],
            ),
        ];
        let found = overlaps(&parks);
        assert!((found[0].shared.0 - 493.02).abs() < 0.01, "{found:?}");
        assert_eq!(found[0].sharing, Sharing::Partial);
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
    fn both<'a>(parks: &'a [Park], o: &Overlap) -> [&'a MultiPolygon<f64>; 2] {
        [o.first, o.second].map(|index| match &parks[index].footprint {
            Footprint::Boundary(boundary) => boundary,
            Footprint::Point(_) => unreachable!(),
        })
    }

    /// All pairs of `parks` against the intersection as it is drawn.
    fn compare_with_drawing(parks: &[Park], text: &str) -> usize {
        let found = overlaps(parks);
        let mut index = 0;
        for first in 0..parks.len() {
            for second in first + 1..parks.len() {
                let pair =
                    Overlap { first, second, shared: Hectares(0.0), sharing: Sharing::Partial };
                let [a, b] = both(parks, &pair);
                let expected = area(&a.intersection(b)).0;
                let shared = found.get(index).filter(|o| (o.first, o.second) == (first, second));
                index += usize::from(shared.is_some());
                let shared = shared.map_or(0.0, |o| o.shared.0);
                // Drawing rounds vertices to a grid: some mm² for each metre of boundary.
                let close = (shared - expected).abs() < 2e-4 + 1e-6 * expected;
                assert!(close, "{text}: {first} {second}: {shared} {expected}\n{a:?}\n{b:?}");
            }
        }
        assert_eq!(index, found.len(), "{text}");
        found.len()
    }

    #[test]
    fn what_is_shared_is_what_the_drawn_intersection_has() {
        const SEED: u64 = 22;
        let mut random = Random::new(SEED);
        let mut shared = 0;
        for round in 0..40 {
            let parks: Vec<Park> = (0..8)
                .map(|i| {
                    let at = |random: &mut Random| Coord {
                        x: random.within(121.0, 121.1),
                        y: random.within(30.7, 30.8),
                    };
                    let n = 3 + random.below(120);
                    let mut parts = star(&mut random, Coord { x: 121.05, y: 30.75 }, 0.05, n).0;
                    let there = at(&mut random);
                    let far = |c: Coord<f64>| c + there - Coord { x: 121.05, y: 30.75 };
                    let moved = |ring: &LineString<f64>| ring.0.iter().map(|c| far(*c)).collect();
                    let part = parts.remove(0);
                    let holes = part.interiors().iter().map(moved).collect();
                    let mut boundary =
                        MultiPolygon(vec![Polygon::new(moved(part.exterior()), holes)]);
                    // Now and then an island, and rings that run the other way.
                    if random.below(3) == 0 {
                        let apart = there + Coord { x: 0.11, y: 0.0 };
                        boundary.0.extend(star(&mut random, apart, 0.05, n).0);
                    }
                    if random.below(3) == 0 {
                        for part in &mut boundary {
                            part.exterior_mut(|ring| ring.0.reverse());
                        }
                    }
                    park(&format!("{i}"), Footprint::Boundary(boundary))
                })
                .collect();
            shared += compare_with_drawing(&parks, &format!("round {round} (seed {SEED})"));
        }
        assert!(shared > 500, "{shared}");
    }

    /// On a coarse grid nearly everything is degenerate: shared edges and vertices, vertices on edges,
    /// edges along each other.
    #[test]
    fn what_is_shared_on_a_grid_is_what_the_drawn_intersection_has() {
        const SEED: u64 = 23;
        let mut random = Random::new(SEED);
        let mut shared = 0;
        for round in 0..400 {
            let grid = 3 + random.below(5);
            let mut parks = Vec::new();
            while parks.len() < 4 {
                let n = 3 + random.below(5);
                let corner = |random: &mut Random| Coord {
                    x: 121.0 + random.below(grid) as f64 / 64.0,
                    y: 30.75 + random.below(grid) as f64 / 64.0,
                };
                let ring: LineString<f64> = (0..n).map(|_| corner(&mut random)).collect();
                let boundary = MultiPolygon(vec![Polygon::new(ring, Vec::new())]);
                if boundary.is_valid() && area(&boundary).0 > 1.0 {
                    parks.push(park(&format!("{}", parks.len()), Footprint::Boundary(boundary)));
                }
            }
            // The same ring again, from another vertex on, or the other way round.
            let Footprint::Boundary(boundary) = &parks[0].footprint else { unreachable!() };
            let mut ring = boundary.0[0].exterior().0.clone();
            ring.pop();
            let at = random_index(&mut random, ring.len());
            ring.rotate_left(at);
            if random.below(2) == 0 {
                ring.reverse();
            }
            let again = Polygon::new(LineString(ring), Vec::new());
            parks.push(park("again", Footprint::Boundary(again.into())));
            shared += compare_with_drawing(&parks, &format!("round {round} (seed {SEED})"));
            let found = overlaps(&parks);
            let again =
                found.iter().find(|o| (o.first, o.second) == (0, 4)).expect("it is the same");
            assert_eq!(again.sharing, Sharing::Nested);
        }
        assert!(shared > 1_500, "{shared}");
    }
}
