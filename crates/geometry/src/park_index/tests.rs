use super::*;
use crate::testing::{Random, metres_between, park, random_index, star};
use geo::{Intersects, LinesIter};
use geo_types::{Line, LineString, MultiPolygon, Point, Polygon, coord, polygon};
use parkward_model::Metres;

/// A study area: west, south, east, north.
type Area = [f64; 4];

const JINSHAN: Area = [121.0, 30.68, 121.45, 30.95];
const EASTERN_CHINA: Area = [112.0, 22.0, 122.5, 41.0];

fn anywhere(random: &mut Random, area: Area) -> Coord<f64> {
    Coord { x: random.within(area[0], area[2]), y: random.within(area[1], area[3]) }
}

/// Stars with holes, pairs of stars as one park, and points.
fn parks(random: &mut Random, area: Area, n: usize, size: f64) -> Vec<Park> {
    (0..n)
        .map(|i| {
            let boundary = |random: &mut Random| {
                let centre = anywhere(random, area);
                let (size, vertices) = (size * random.within(0.2, 1.0), 5 + random.below(40));
                star(random, centre, size, vertices)
            };
            let footprint = match random.below(8) {
                0 => Footprint::Point(Point(anywhere(random, area))),
                1 => {
                    let mut two = boundary(random);
                    two.0.extend(boundary(random));
                    Footprint::Boundary(two)
                }
                _ => Footprint::Boundary(boundary(random)),
            };
            park(&format!("P{:03}", (i * 7_919) % 1_000), footprint)
        })
        .collect()
}

/// The shortest geodesic to a boundary: samples each edge, then narrows down on the best few.
fn oracle(boundary: &MultiPolygon<f64>, at: Coord<f64>) -> f64 {
    if boundary.intersects(&at) {
        return 0.0;
    }
    const SAMPLES: u32 = 24;
    let along = |edge: &Line<f64>, t: f64| edge.start + edge.delta() * t;
    let mut samples: Vec<(f64, Line<f64>, f64)> = boundary
        .lines_iter()
        .flat_map(|edge| {
            (0..=SAMPLES).map(move |i| {
                let t = f64::from(i) / f64::from(SAMPLES);
                (metres_between(at, along(&edge, t)), edge, t)
            })
        })
        .collect();
    samples.sort_by(|a, b| a.0.total_cmp(&b.0));
    let narrowed = samples.iter().take(4).map(|(_, edge, t)| {
        let step = 1.0 / f64::from(SAMPLES);
        let (mut low, mut high) = ((t - step).max(0.0), (t + step).min(1.0));
        for _ in 0..60 {
            let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            match metres_between(at, along(edge, a)) < metres_between(at, along(edge, b)) {
                true => high = b,
                false => low = a,
            }
        }
        metres_between(at, along(edge, f64::midpoint(low, high)))
    });
    narrowed.fold(samples[0].0, f64::min)
}

/// The largest error of `rounds` distances beyond 1 mm, in relation to the distance.
fn worst_error(seed: u64, area: Area, size: f64, reach: f64, rounds: usize) -> f64 {
    let mut random = Random::new(seed);
    let parks = parks(&mut random, area, 40, size);
    let index = ParkIndex::build(&parks).unwrap();
    let mut worst: f64 = 0.0;
    for _ in 0..rounds {
        let j = usize::try_from(random.below(40)).unwrap();
        let near = match &parks[j].footprint {
            Footprint::Point(at) => at.0,
            Footprint::Boundary(boundary) => boundary.0[0].exterior().0[0],
        };
        let off = reach * random.unit();
        let at = near + coord! { x: random.within(-off, off), y: random.within(-off, off) };
        let expected = match &parks[j].footprint {
            Footprint::Point(park) => metres_between(at, park.0),
            Footprint::Boundary(boundary) => oracle(boundary, at),
        };
        let found = index.distance(j, Point(at)).0;
        let error = (found - expected).abs();
        assert!(
            error <= 1e-3 + 1e-5 * expected,
            "seed {seed}, {at:?}, park {j}: {found} {expected}"
        );
        worst = worst.max((error - 1e-3) / expected.max(1e-9));
    }
    worst
}

#[test]
fn distances_agree_with_karney_s_geodesic_in_a_district() {
    let worst = worst_error(1, JINSHAN, 0.02, 0.3, 400);
    assert!(worst < 1e-7, "{worst}");
}

#[test]
fn distances_are_as_right_in_all_of_eastern_china() {
    let worst = worst_error(2, EASTERN_CHINA, 0.03, 0.5, 400);
    assert!(worst < 1e-7, "{worst}");
    let far = worst_error(3, EASTERN_CHINA, 0.5, 8.0, 200);
    assert!(far < 1e-5, "{far}");
}

#[test]
fn nearest_is_all_parks_sorted_by_distance_then_id() {
    for (seed, area, size) in [(4, JINSHAN, 0.02), (5, EASTERN_CHINA, 1.0), (6, JINSHAN, 0.1)] {
        let mut random = Random::new(seed);
        let parks = parks(&mut random, area, 150, size);
        let index = ParkIndex::build(&parks).unwrap();
        for _ in 0..100 {
            let at = Point(anywhere(&mut random, area));
            let mut expected: Vec<(usize, Metres)> =
                (0..parks.len()).map(|j| (j, index.distance(j, at))).collect();
            expected.sort_by(|a, b| {
                a.1.0.total_cmp(&b.1.0).then_with(|| parks[a.0].id.cmp(&parks[b.0].id))
            });
            let found: Vec<_> = index.nearest(at).collect();
            assert_eq!(found, expected, "seed {seed}, {at:?}");
            let first: Vec<_> = index.nearest(at).take(3).collect();
            assert_eq!(first, expected[..3], "seed {seed}, {at:?}");
        }
    }
}

#[test]
fn pruning_loses_nothing_on_long_boundaries() {
    let mut random = Random::new(7);
    let long = star(&mut random, coord! { x: 121.2, y: 30.8 }, 0.3, 3_000);
    let edges: Vec<Park> = long
        .lines_iter()
        .map(|edge| {
            let thin = Polygon::new(LineString(vec![edge.start, edge.end]), Vec::new());
            park("edge", Footprint::Boundary(thin.into()))
        })
        .collect();
    let whole = ParkIndex::build(&[park("whole", Footprint::Boundary(long.clone()))]).unwrap();
    let single = ParkIndex::build(&edges).unwrap();
    for _ in 0..60 {
        let at = Point(anywhere(&mut random, [120.7, 30.3, 121.7, 31.3]));
        let expected = match long.intersects(&at) {
            true => 0.0,
            false => {
                (0..edges.len()).map(|e| single.distance(e, at).0).fold(f64::INFINITY, f64::min)
            }
        };
        assert!((whole.distance(0, at).0 - expected).abs() < 2e-5, "{at:?} (seed 7)");
    }
}

#[test]
fn containing_agrees_with_geo_on_points_edges_and_vertices() {
    let mut random = Random::new(8);
    let parks = parks(&mut random, JINSHAN, 60, 0.08);
    let index = ParkIndex::build(&parks).unwrap();
    let mut inside = 0;
    for round in 0..6_000 {
        let at = match round % 3 {
            0 => anywhere(&mut random, JINSHAN),
            kind => {
                let j = usize::try_from(random.below(60)).unwrap();
                let Footprint::Boundary(boundary) = &parks[j].footprint else { continue };
                let edges: Vec<_> = boundary.lines_iter().collect();
                let edge = edges[usize::try_from(random.below(edges.len() as u64)).unwrap()];
                match kind {
                    1 => edge.start,
                    _ => edge.start + edge.delta() * 0.5,
                }
            }
        };
        let mut expected: Vec<usize> = (0..parks.len())
            .filter(|&j| match &parks[j].footprint {
                Footprint::Boundary(boundary) => boundary.intersects(&at),
                Footprint::Point(_) => false,
            })
            .collect();
        let mut found = index.containing(Point(at)).all().to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "seed 8, {at:?}");
        for &j in &found {
            assert_eq!(index.distance(j, Point(at)), Metres(0.0));
            assert_eq!(index.nearest_point(j, Point(at)), Some(Point(at)));
            inside += 1;
        }
    }
    assert!(inside > 3_000, "only {inside}");
}

/// 0.1° by 0.1° with a hole in the middle third.
fn holed(id: &str) -> Park {
    let square = polygon!(
        exterior: [(x: 121.0, y: 30.7), (x: 121.1, y: 30.7), (x: 121.1, y: 30.8), (x: 121.0, y: 30.8)],
        interiors: [[(x: 121.03, y: 30.73), (x: 121.03, y: 30.77), (x: 121.07, y: 30.77), (x: 121.07, y: 30.73)]],
    );
    park(id, Footprint::Boundary(square.into()))
}

#[test]
fn a_hole_is_outside_and_its_edge_is_inside() {
    let index = ParkIndex::build(&[holed("A")]).unwrap();
    let in_hole = Point::new(121.031, 30.75);
    assert!(index.containing(in_hole).all().is_empty());
    let to_rim = metres_between(in_hole.0, coord! { x: 121.03, y: 30.75 });
    assert!((index.distance(0, in_hole).0 - to_rim).abs() < 2e-3);
    let entry = index.nearest_point(0, in_hole).unwrap();
    assert_eq!(entry.x(), 121.03);
    assert!((entry.y() - 30.75).abs() < 1e-7);
    for rim in [(121.03, 30.75), (121.03, 30.73), (121.0, 30.7), (121.05, 30.8), (121.02, 30.71)] {
        assert_eq!(index.containing(rim.into()).all(), [0], "{rim:?}");
        assert_eq!(index.distance(0, rim.into()), Metres(0.0));
    }
}

#[test]
fn of_nested_parks_the_smallest_is_most_specific() {
    let square = |id: &str, half: f64| {
        let (x, y) = (121.05, 30.715);
        let ring = [
            (x - half, y - half),
            (x + half, y - half),
            (x + half, y + half),
            (x - half, y + half),
        ];
        park(id, Footprint::Boundary(Polygon::new(ring.to_vec().into(), Vec::new()).into()))
    };
    let parks =
        [square("zone", 0.02), square("sub-area", 0.005), holed("district"), square("same", 0.005)];
    let index = ParkIndex::build(&parks).unwrap();
    let containing = index.containing(Point::new(121.05, 30.715));
    assert_eq!(containing.all(), [3, 1, 0, 2]);
    let nearest: Vec<_> = index.nearest(Point::new(121.05, 30.715)).map(|(park, _)| park).collect();
    assert_eq!(nearest, [2, 3, 1, 0], "all at 0: by id");
}

#[test]
fn neighbours_that_share_the_nearest_edge_tie_and_come_by_id() {
    let mut random = Random::new(12);
    for _ in 0..200 {
        let (y, slope) = (random.within(30.0, 31.0), random.within(-0.02, 0.02));
        let (a, b) = (coord! { x: 121.0, y: y }, coord! { x: 121.05, y: y + slope });
        let triangle = |id: &str, apex: Coord<f64>, turn: bool| {
            let ring = if turn { vec![b, a, apex] } else { vec![a, b, apex] };
            park(id, Footprint::Boundary(Polygon::new(ring.into(), Vec::new()).into()))
        };
        let north = coord! { x: 121.03, y: y + 0.05 };
        // Both lie north of the shared edge, one within the other; the site is south of it.
        let parks =
            [triangle("B", north, false), triangle("A", coord! { x: 121.02, y: y + 0.06 }, true)];
        let index = ParkIndex::build(&parks).unwrap();
        let site = Point::new(random.within(121.01, 121.04), y - 0.05);
        let found: Vec<_> = index.nearest(site).collect();
        assert!((found[0].1.0 - found[1].1.0).abs() < 2e-5);
        if found[0].1 == found[1].1 {
            assert_eq!((found[0].0, found[1].0), (1, 0), "seed 12");
        }
    }
}

#[test]
fn nearest_points_are_on_the_boundary_at_the_distance() {
    for (seed, area, size, reach) in [(9, JINSHAN, 0.05, 0.2), (10, EASTERN_CHINA, 0.5, 3.0)] {
        let mut random = Random::new(seed);
        let parks = parks(&mut random, area, 30, size);
        let index = ParkIndex::build(&parks).unwrap();
        for _ in 0..300 {
            let j = usize::try_from(random.below(30)).unwrap();
            let centre = anywhere(&mut random, area);
            let at = Point(centre + coord! { x: random.within(-reach, reach), y: 0.0 });
            let entry = index.nearest_point(j, at).unwrap();
            let (along, distance) = (metres_between(at.0, entry.0), index.distance(j, at).0);
            assert!(
                (along - distance).abs() < 3e-3 + 5e-5 * distance,
                "seed {seed}: {along} {distance}"
            );
            assert!(index.distance(j, entry).0 < 1e-3, "seed {seed}");
        }
    }
}

#[test]
fn empty_indexes_parks_and_queries_find_nothing() {
    let nothing = ParkIndex::build(&[]).unwrap();
    let site = Point::new(121.2, 30.8);
    assert!(nothing.is_empty());
    assert_eq!(nothing.nearest(site).next(), None);
    assert_eq!(nothing.containing(site).all(), [0; 0]);

    let blank = park("blank", Footprint::Boundary(MultiPolygon(Vec::new())));
    let hollow = Polygon::new(LineString(Vec::new()), Vec::new());
    let parks = [blank, holed("A"), park("hollow", Footprint::Boundary(hollow.into()))];
    let index = ParkIndex::build(&parks).unwrap();
    assert_eq!(index.len(), 3);
    assert_eq!(index.nearest(site).map(|(park, _)| park).collect::<Vec<_>>(), [1]);
    for empty in [0, 2] {
        assert_eq!(index.distance(empty, site), Metres(f64::INFINITY));
        assert_eq!(index.nearest_point(empty, site), None);
    }
    for lost in [Point::new(f64::NAN, 30.8), Point::new(121.2, f64::INFINITY)] {
        assert_eq!(index.nearest(lost).next(), None);
        assert!(index.containing(lost).all().is_empty());
        assert_eq!(index.distance(1, lost), Metres(f64::INFINITY));
        assert_eq!(index.nearest_point(1, lost), None);
    }
}

#[test]
fn a_point_park_is_near_but_holds_nothing() {
    let at = Point::new(121.2, 30.8);
    let index = ParkIndex::build(&[park("gate", Footprint::Point(at))]).unwrap();
    assert!(index.containing(at).all().is_empty());
    assert_eq!(index.distance(0, at), Metres(0.0));
    let site = Point::new(121.3, 30.9);
    assert!((index.distance(0, site).0 - metres_between(at.0, site.0)).abs() < 1e-3);
    assert_eq!(index.nearest_point(0, site), Some(at));
}

#[test]
fn what_is_not_on_the_globe_cannot_be_indexed() {
    for at in [Point::new(f64::NAN, 30.0), Point::new(620_000.0, 3_410_000.0)] {
        let error = ParkIndex::build(&[park("A", Footprint::Point(at))]).unwrap_err();
        assert!(error.to_string().starts_with("park A: expected longitudes"), "{error}");
    }
}

#[test]
fn a_crude_polygon_over_half_of_china_stays_bounded_and_right() {
    let crude =
        polygon![(x: 80.0, y: 25.0), (x: 120.0, y: 25.0), (x: 120.0, y: 45.0), (x: 80.0, y: 45.0)];
    let index =
        ParkIndex::build(&[park("crude", Footprint::Boundary(crude.clone().into()))]).unwrap();
    for site in
        [coord! { x: 100.0, y: 24.9 }, coord! { x: 121.0, y: 40.0 }, coord! { x: 90.0, y: 46.0 }]
    {
        let expected = oracle(&crude.clone().into(), site);
        let found = index.distance(0, Point(site)).0;
        assert!((found / expected - 1.0).abs() < 1e-4, "{site:?}: {found} {expected}");
    }
}

#[test]
fn neighbours_find_what_each_finds_alone() {
    for (seed, area, size) in [(11, JINSHAN, 0.02), (12, EASTERN_CHINA, 0.5), (13, JINSHAN, 0.2)] {
        let mut random = Random::new(seed);
        let parks = parks(&mut random, area, 80, size);
        let index = ParkIndex::build(&parks).unwrap();
        let centre = anywhere(&mut random, area);
        let near = |random: &mut Random| {
            let off = Coord { x: random.within(-size, size), y: random.within(-size, size) };
            Point(centre + off)
        };
        let sites: Vec<Point<f64>> = (0..60).map(|_| near(&mut random)).collect();
        let mut neighbourhood = index.neighbourhood(&sites);
        let mut asked = 0;
        for site in sites {
            let inside = index.containing(site);
            let third = random_index(&mut random, 3);
            let far = Metres(random.within(0.0, 2e5 * size));
            for (park, distance) in index.nearest(site) {
                assert_eq!(index.origin(site).is_within(park, far), distance <= far, "seed {seed}");
                assert!(index.origin(site).is_within(park, distance), "seed {seed}");
            }
            let wanted = |park: usize| park % 3 != third && !inside.all().contains(&park);
            let expected: Vec<(usize, Metres)> =
                index.nearest(site).filter(|(park, _)| wanted(*park)).collect();
            let count = random_index(&mut random, 12);
            let within = Metres(random.within(0.0, 2e5 * size));
            let found = neighbourhood.nearest(&index.origin(site), wanted, count, within);
            // The parks found are a beginning of the list, and all others are beyond.
            assert_eq!(found.parks, expected[..found.parks.len()], "seed {seed}");
            assert!(found.parks.len() >= count.min(expected.len()), "seed {seed}");
            match expected.get(found.parks.len()) {
                Some((_, next)) => assert!(
                    found.beyond <= *next && found.beyond >= Metres(within.0.min(next.0) - 1e-4)
                ),
                None => assert!(found.beyond.0 >= within.0 - 1e-4),
            }
            asked += found.parks.len();
        }
        assert!(asked > 100, "the test must find something");
    }
}

#[test]
fn a_neighbourhood_of_nothing_finds_nothing() {
    let index = ParkIndex::build(&[]).unwrap();
    let site = Point::new(121.0, 30.7);
    let found = index.neighbourhood(&[site]).nearest(&index.origin(site), |_| true, 3, Metres(1e9));
    assert_eq!((found.parks.len(), found.beyond.0), (0, f64::INFINITY));
    let nowhere = Point::new(f64::NAN, 30.7);
    let parks = [park("a", Footprint::Point(site))];
    let index = ParkIndex::build(&parks).unwrap();
    let mut neighbourhood = index.neighbourhood(&[nowhere]);
    assert!(
        neighbourhood.nearest(&index.origin(nowhere), |_| true, 3, Metres(1e9)).parks.is_empty()
    );
}
