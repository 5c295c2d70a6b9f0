//! The index of zones: which are within their reach of a point or of a park.

use super::cut::cut;
use super::origin::arc;
use super::pieces::{Pieces, Run};
use super::rings::{Parts, Rings};
use super::tree::RectangleTree;
use crate::ellipsoid::{Frame, Place};
use crate::runs::BoxedRing;
use geo::{BoundingRect, Intersects};
use geo_types::{Coord, Geometry, Line, LineString, MultiPolygon, Point};
use parkward_model::{Footprint, Metres, ZoneShape};
use std::ops::ControlFlow;

/// Zones, each with the distance that matters around it, ready for questions. Zones are spoken of by
/// their position in the slice that the index was built from.
///
/// Distances are measured as in [`ParkIndex`](crate::ParkIndex): ellipsoidal metres, 0 in an area and on
/// its edge; nothing is inside a line or a point. A zone that is not within its reach costs nothing but
/// the way through an R-tree of the rectangles around zones, grown by their reach.
///
/// ```
/// use geo_types::{line_string, Point};
/// use parkward_geometry::ZoneIndex;
/// use parkward_model::{Metres, ZoneShape};
///
/// let river = ZoneShape::Line(line_string![(x: 121., y: 30.8), (x: 121.1, y: 30.8)].into());
/// let index = ZoneIndex::build([(&river, Metres(1_000.0))]);
/// let near: Vec<_> = index.near(Point::new(121.05, 30.805)).collect();
/// assert_eq!(near.len(), 1);
/// assert!((near[0].1.0 - 554.4).abs() < 0.1); // 0.005° of latitude
/// assert_eq!(index.near(Point::new(121.05, 30.81)).count(), 0);
/// ```
#[derive(Clone, Debug)]
pub struct ZoneIndex {
    frame: Frame,
    zones: Vec<Entry>,
    rings: Rings,
    pieces: Pieces,
    rectangles: RectangleTree,
}

#[derive(Clone, Debug)]
struct Entry {
    shape: Geometry<f64>,
    parts: Parts,
    run: Run,
    reach: Metres,
}

impl ZoneIndex {
    /// Builds the index of zones with their reach: linear in the length of their shapes.
    pub fn build<'a>(zones: impl IntoIterator<Item = (&'a ZoneShape, Metres)>) -> Self {
        let zones: Vec<_> =
            zones.into_iter().map(|(shape, reach)| (geometry(shape), reach)).collect();
        let boxes: Vec<_> = zones.iter().map(|(shape, _)| shape.bounding_rect()).collect();
        let centre = boxes.iter().flatten().next().map_or(Coord::zero(), |first| {
            let all = boxes.iter().flatten().fold(*first, |all, b| {
                let low = |k: fn(Coord<f64>) -> f64| k(all.min()).min(k(b.min()));
                let high = |k: fn(Coord<f64>) -> f64| k(all.max()).max(k(b.max()));
                geo_types::Rect::new(
                    Coord { x: low(|c| c.x), y: low(|c| c.y) },
                    Coord { x: high(|c| c.x), y: high(|c| c.y) },
                )
            });
            all.center()
        });
        let (frame, mut rings, mut pieces) =
            (Frame::at(centre), Rings::default(), Pieces::default());
        let entries: Vec<Entry> = zones
            .into_iter()
            .map(|(shape, reach)| {
                let start = pieces.start();
                chains(&shape).for_each(|chain| pieces.add(&frame, &chain.0, 0));
                let run = pieces.end(start);
                let parts = match &shape {
                    Geometry::MultiPolygon(area) => rings.add(area),
                    _ => 0..0,
                };
                Entry { shape, parts, run, reach }
            })
            .collect();
        let grown = boxes.iter().zip(&entries).enumerate().filter_map(|(zone, (b, entry))| {
            let b = (*b)?;
            let lat = entry.reach.0 / SHORTEST_DEGREE;
            let furthest = (b.min().y.abs().max(b.max().y.abs()) + lat).min(89.9);
            let lon = lat / furthest.to_radians().cos();
            Some((zone, [b.min().x - lon, b.min().y - lat], [b.max().x + lon, b.max().y + lat]))
        });
        Self { rectangles: RectangleTree::build(grown), frame, zones: entries, rings, pieces }
    }

    /// Whether there is no zone.
    pub fn is_empty(&self) -> bool {
        self.zones.is_empty()
    }

    /// The zones within their reach of the point, with the distance to them, in their order; none for a
    /// point that is not finite.
    pub fn near(&self, at: Point<f64>) -> impl Iterator<Item = (usize, Metres)> {
        let finite = at.x().is_finite() && at.y().is_finite();
        let held = finite.then(|| self.rectangles.holding([at.x(), at.y()]));
        let mut near: Vec<_> = held
            .into_iter()
            .flatten()
            .map(|zone| (zone, self.distance(zone, at)))
            .filter(|(zone, distance)| *distance <= self.zones[*zone].reach)
            .collect();
        near.sort_unstable_by_key(|(zone, _)| *zone);
        near.into_iter()
    }

    /// The distance from the point to the zone; 0 in an area; infinite if the zone has no vertex.
    ///
    /// # Panics
    /// If there is no zone of that number.
    pub fn distance(&self, zone: usize, at: Point<f64>) -> Metres {
        let Entry { parts, run, .. } = &self.zones[zone];
        if self.rings.contain(parts.clone(), at.0) {
            return Metres(0.0);
        }
        let place = Place::new(at.0);
        arc(self.pieces.distance_2(*run, self.frame.local(place.ecef)), place.radius)
    }

    /// The zones within their reach of a park, with the distance between the nearest places of both, in
    /// their order.
    ///
    /// Two shapes that do not meet are nearest at a vertex of one of them, edges being cut into chords
    /// of at most 200 m. Linear in the vertices of both, times the search for the nearest chord.
    pub fn near_park(&self, park: &Footprint) -> Vec<(usize, Metres)> {
        let boundary = match park {
            Footprint::Point(at) => return self.near(*at).collect(),
            Footprint::Boundary(boundary) => boundary,
        };
        let Some(b) = boundary.bounding_rect() else { return Vec::new() };
        // The park as a zone of its own, to measure the other way.
        let alone = Self::build([(&ZoneShape::Area(boundary.clone()), Metres(0.0))]);
        let held = self.rectangles.meeting([b.min().x, b.min().y], [b.max().x, b.max().y]);
        let mut near: Vec<_> = held
            .map(|zone| (zone, self.between(zone, boundary, &alone)))
            .filter(|(zone, distance)| *distance <= self.zones[*zone].reach)
            .collect();
        near.sort_unstable_by_key(|(zone, _)| *zone);
        near
    }

    fn between(&self, zone: usize, boundary: &MultiPolygon<f64>, alone: &Self) -> Metres {
        let shape = &self.zones[zone].shape;
        if self.meets(zone, boundary, alone) {
            return Metres(0.0);
        }
        let from_park = rings(boundary).flat_map(vertices).map(|c| self.distance(zone, c.into()));
        let from_zone = chains(shape).flat_map(vertices).map(|c| alone.distance(0, c.into()));
        from_park.chain(from_zone).fold(Metres(f64::INFINITY), |least, distance| {
            if distance < least { distance } else { least }
        })
    }

    /// Whether a zone has a place in common with a park: where no two edges meet, a chain of vertices is in
    /// the other's area with its first or not at all.
    fn meets(&self, zone: usize, boundary: &MultiPolygon<f64>, alone: &Self) -> bool {
        let Entry { shape, parts, .. } = &self.zones[zone];
        let first = |chain: &LineString<f64>| chain.0.first().copied();
        let in_zone = |c| self.rings.contain(parts.clone(), c);
        let in_park = |c| alone.rings.contain(alone.zones[0].parts.clone(), c);
        if rings(boundary).filter_map(first).any(in_zone)
            || chains(shape).filter_map(|chain| first(&chain)).any(in_park)
        {
            return true;
        }
        let park: Vec<BoxedRing<'_>> =
            rings(boundary).map(|ring| BoxedRing::new(&ring.0)).collect();
        chains(shape).any(|chain| {
            let chain = BoxedRing::new(&chain.0);
            park.iter().any(|ring| {
                let meeting = ring.meeting(&chain, |a, b| {
                    let [a, b] = [ring.edge(a), chain.edge(b)].map(|[a, b]| Line::new(a, b));
                    if a.intersects(&b) {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                });
                meeting.is_break()
            })
        })
    }

    /// Whether every place of a park is within the zone's reach, to half a metre.
    ///
    /// The distance to a zone changes by no more than one moves: a stretch of boundary is within reach
    /// if its ends are by half its length, and is halved where that does not tell. The park's interior
    /// is taken to be as near as its boundary, which a hole of the zone in the middle of a park would
    /// belie.
    pub fn holds_park(&self, zone: usize, park: &Footprint) -> bool {
        let reach = self.zones[zone].reach.0;
        let distance = |c: Coord<f64>| self.distance(zone, c.into()).0;
        match park {
            Footprint::Point(at) => distance(at.0) <= reach,
            Footprint::Boundary(boundary) => rings(boundary).all(|ring| {
                ring.0.windows(2).all(|ends| within(ends[0], ends[1], reach, &distance))
            }),
        }
    }
}

/// Whether the whole edge from `a` to `b` is within `reach`.
fn within(a: Coord<f64>, b: Coord<f64>, reach: f64, distance: &impl Fn(Coord<f64>) -> f64) -> bool {
    let (from_a, from_b) = (distance(a), distance(b));
    if from_a > reach || from_b > reach {
        return false;
    }
    let length = crate::distance_between(a.into(), b.into()).0;
    if length <= 1.0 || from_a.max(from_b) + length / 2.0 <= reach {
        return true;
    }
    let middle = (a + b) / 2.0;
    within(a, middle, reach, distance) && within(middle, b, reach, distance)
}

/// Metres in a degree of latitude at the equator, where it is shortest, and a little less.
const SHORTEST_DEGREE: f64 = 110_500.0;

fn geometry(shape: &ZoneShape) -> Geometry<f64> {
    match shape {
        ZoneShape::Area(area) => area.clone().into(),
        ZoneShape::Line(lines) => lines.clone().into(),
        ZoneShape::Point(point) => (*point).into(),
    }
}

fn rings(boundary: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    boundary.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()))
}

/// The chains of vertices of a shape; one vertex for a point.
fn chains(shape: &Geometry<f64>) -> Box<dyn Iterator<Item = LineString<f64>> + '_> {
    match shape {
        Geometry::MultiPolygon(area) => Box::new(rings(area).cloned()),
        Geometry::MultiLineString(lines) => Box::new(lines.iter().cloned()),
        Geometry::Point(point) => Box::new(std::iter::once(LineString(vec![point.0]))),
        _ => Box::new(std::iter::empty()), // zones are of three shapes
    }
}

/// The vertices of a chain and the places where its edges are cut.
fn vertices(chain: impl std::borrow::Borrow<LineString<f64>>) -> Vec<Coord<f64>> {
    let chain = &chain.borrow().0;
    let cuts = chain.windows(2).flat_map(|ends| cut(ends[0], ends[1]));
    cuts.chain(chain.last().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, metres_between, star};
    use geo::{Contains, Distance, Euclidean, MapCoords};
    use geo_types::{MultiLineString, polygon};

    const SEED: u64 = 41;

    fn shapes(random: &mut Random, n: usize) -> Vec<(ZoneShape, Metres)> {
        let one = |i: usize, random: &mut Random| {
            let at = Coord { x: random.within(121.0, 121.2), y: random.within(30.7, 30.9) };
            let shape = match i % 3 {
                0 => ZoneShape::Area(star(random, at, 0.02, 9)),
                1 => {
                    let step = |random: &mut Random| Coord {
                        x: random.within(-0.03, 0.03),
                        y: random.within(-0.03, 0.03),
                    };
                    let line = LineString(vec![at, at + step(random), at + step(random)]);
                    ZoneShape::Line(MultiLineString(vec![line]))
                }
                _ => ZoneShape::Point(at.into()),
            };
            (shape, Metres(random.within(0.0, 3_000.0)))
        };
        (0..n).map(|i| one(i, random)).collect()
    }

    /// The geodesics from a place to many points along a shape's edges: too long by up to the square of
    /// half a step over twice the distance.
    fn oracle(shape: &ZoneShape, at: Coord<f64>) -> f64 {
        let shape = geometry(shape);
        if let Geometry::MultiPolygon(area) = &shape
            && area.contains(&Point(at))
        {
            return 0.0;
        }
        let along = |a: Coord<f64>, b: Coord<f64>| {
            (0..=80).map(move |i| a + (b - a) * (f64::from(i) / 80.0))
        };
        let places = chains(&shape).flat_map(|chain| match chain.0[..] {
            [only] => vec![only],
            _ => chain.0.windows(2).flat_map(|e| along(e[0], e[1])).collect(),
        });
        places.map(|place| metres_between(at, place)).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn points_and_zones_are_as_far_as_the_naive_way_says() {
        let mut random = Random::new(SEED);
        let zones = shapes(&mut random, 60);
        let index = ZoneIndex::build(zones.iter().map(|(shape, reach)| (shape, *reach)));
        let mut found = 0;
        for _ in 0..60 {
            let at = Coord { x: random.within(121.0, 121.2), y: random.within(30.7, 30.9) };
            let near: Vec<_> = index.near(at.into()).collect();
            found += near.len();
            for (zone, (shape, reach)) in zones.iter().enumerate() {
                let expected = oracle(shape, at);
                let distance = index.distance(zone, at.into()).0;
                assert!(distance <= expected + 0.01, "{zone} {at:?} (seed {SEED})");
                assert!(expected <= distance + 30.0, "{zone} {at:?} {expected} (seed {SEED})");
                let listed = near.iter().any(|(other, _)| *other == zone);
                assert_eq!(listed, distance <= reach.0, "{zone} {at:?} (seed {SEED})");
            }
        }
        assert!(found > 50, "{found}");
    }

    /// In metres on a plane that fits the test's few kilometres to 3·10⁻⁴.
    fn flat(shape: &Geometry<f64>) -> Geometry<f64> {
        let east = metres_between(Coord { x: 121.1, y: 30.8 }, Coord { x: 121.101, y: 30.8 });
        let north = metres_between(Coord { x: 121.1, y: 30.8 }, Coord { x: 121.1, y: 30.801 });
        let metres = |c: Coord<f64>| Coord {
            x: (c.x - 121.1) * 1e3 * east * c.y.to_radians().cos() / 30.8_f64.to_radians().cos(),
            y: (c.y - 30.8) * 1e3 * north,
        };
        shape.map_coords(metres)
    }

    #[test]
    fn parks_and_zones_are_as_far_as_on_a_plane() {
        let mut random = Random::new(SEED);
        let zones = shapes(&mut random, 45);
        let index = ZoneIndex::build(zones.iter().map(|(shape, reach)| (shape, *reach)));
        let (mut apart, mut meet) = (0, 0);
        for round in 0..12 {
            let centre = Coord { x: random.within(121.0, 121.2), y: random.within(30.7, 30.9) };
            let boundary = star(&mut random, centre, 0.015, 8);
            let park = Footprint::Boundary(boundary.clone());
            let near = index.near_park(&park);
            let alone = ZoneIndex::build([(&ZoneShape::Area(boundary.clone()), Metres(0.0))]);
            for (zone, (shape, reach)) in zones.iter().enumerate() {
                let expected = geometry(shape).intersects(&boundary);
                assert_eq!(index.meets(zone, &boundary, &alone), expected, "{zone} (seed {SEED})");
                let expected =
                    Euclidean.distance(&flat(&boundary.clone().into()), &flat(&geometry(shape)));
                let listed = near.iter().find(|(other, _)| *other == zone).map(|(_, d)| d.0);
                let text = format!("round {round} zone {zone} {expected} (seed {SEED})");
                match listed {
                    Some(found) => assert!((found - expected).abs() < 3.0, "{text} {found}"),
                    None => assert!(expected > reach.0 - 3.0, "{text}"),
                }
                match listed {
                    Some(0.0) => meet += 1,
                    Some(_) => apart += 1,
                    None => {}
                }
            }
        }
        assert!(apart > 10 && meet > 10, "{apart} {meet}");
    }

    #[test]
    fn a_park_is_wholly_within_only_if_its_furthest_corner_is() {
        // A park of 0.01° by 0.01° east of a point: its far corners are 1,461 m away.
        let zone = ZoneShape::Point(Point::new(121.0, 30.8));
        let park = |west: f64| {
            Footprint::Boundary(
                polygon![(x: west, y: 30.8), (x: west + 0.01, y: 30.8), (x: west + 0.01, y: 30.81), (x: west, y: 30.81)]
                    .into(),
            )
        };
        let corner = metres_between(Coord { x: 121.0, y: 30.8 }, Coord { x: 121.01, y: 30.81 });
        let within = |reach| ZoneIndex::build([(&zone, Metres(reach))]).holds_park(0, &park(121.0));
        assert!(within(corner + 0.5) && !within(corner - 0.5), "{corner}");
        // In an area: the park itself is, one that sticks out is not.
        let area = match park(121.0) {
            Footprint::Boundary(boundary) => ZoneShape::Area(boundary),
            Footprint::Point(_) => unreachable!(),
        };
        let index = ZoneIndex::build([(&area, Metres(0.0))]);
        assert!(index.holds_park(0, &park(121.0)));
        assert!(!index.holds_park(0, &park(121.001)));
        assert_eq!(index.near_park(&park(121.001)), [(0, Metres(0.0))]);
    }
}
