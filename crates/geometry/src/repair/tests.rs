use super::ring::alone;
use super::*;
use crate::testing::{Random, star};
use geo_types::Coord;

/// A ring in hundredths of a degree from 121° E, 30° N.
fn ring(vertices: &[(f64, f64)]) -> LineString<f64> {
    vertices.iter().map(|(x, y)| Coord { x: 121.0 + x / 100.0, y: 30.0 + y / 100.0 }).collect()
}

const SQUARE: [(f64, f64); 5] = [(0., 0.), (10., 0.), (10., 10.), (0., 10.), (0., 0.)];
const HOLE: [(f64, f64); 5] = [(4., 4.), (4., 6.), (6., 6.), (6., 4.), (4., 4.)];

fn share_of_square(boundary: &MultiPolygon<f64>) -> f64 {
    area(boundary).0 / area(&alone(&ring(&SQUARE)).into()).0
}

#[test]
fn a_valid_boundary_is_left_as_it_is() {
    let boundary = MultiPolygon(vec![Polygon::new(ring(&SQUARE), vec![ring(&HOLE)])]);
    let repaired = repair(boundary.clone()).unwrap();
    assert_eq!(repaired, Repaired { boundary, repairs: Vec::new() });
}

#[test]
fn rings_are_closed_thinned_and_turned() {
    let mut open = SQUARE[..4].to_vec();
    open.reverse();
    open.insert(2, open[2]);
    open.insert(2, open[2]);
    let hole: Vec<_> = HOLE.iter().rev().copied().collect();
    let repaired = repair_rings(vec![vec![ring(&open), ring(&hole)]]).unwrap();
    assert_eq!(
        repaired.repairs,
        [Repair::Closed, Repair::RepeatedPointsDropped(2), Repair::Turned(2)]
    );
    assert!(repaired.boundary.0[0].exterior().is_ccw());
    assert!(repaired.boundary.0[0].interiors()[0].is_cw());
    assert!((share_of_square(&repaired.boundary) - 0.96).abs() < 1e-4);
}

#[test]
fn a_hole_before_its_outer_ring_changes_places() {
    let repaired = repair_rings(vec![vec![ring(&HOLE), ring(&SQUARE)]]).unwrap();
    assert_eq!(repaired.repairs, [Repair::OuterRingFirst]);
    assert!((share_of_square(&repaired.boundary) - 0.96).abs() < 1e-4);
}

#[test]
fn a_boundary_over_the_antimeridian_has_to_be_cut_there() {
    let island = |west: f64, east: f64| -> LineString<f64> {
        let corners = [(west, -17.0), (east, -17.0), (east, -16.0), (west, -16.0)];
        corners.into_iter().map(|(x, y)| Coord { x, y }).collect()
    };
    let uncut = repair_rings(vec![vec![island(0.0, 1.0)], vec![island(179.9, -179.9)]]);
    let over = InvalidBoundary::OverAntimeridian { part: 2, ring: 1, vertex: 1 };
    assert_eq!(uncut, Err(over));
    let cut = repair_rings(vec![vec![island(179.9, 180.0)], vec![island(-180.0, -179.9)]]);
    let half = area(&MultiPolygon(vec![Polygon::new(island(179.9, 180.0), vec![])])).0;
    assert!((area(&cut.unwrap().boundary).0 / half - 2.0).abs() < 1e-9);
    assert!(repair_rings(vec![vec![island(-180.0, 180.0)]]).is_ok(), "around the globe");
}

#[test]
fn an_empty_hole_is_dropped() {
    let line = ring(&[(2., 2.), (3., 3.), (2., 2.)]);
    let repaired = repair_rings(vec![vec![ring(&SQUARE), line]]).unwrap();
    assert_eq!(repaired.repairs, [Repair::EmptyHolesDropped(1)]);
    assert!(repaired.boundary.0[0].interiors().is_empty());
}

#[test]
fn crossings_with_one_reading_are_redrawn() {
    let bow_tie = vec![ring(&[(0., 0.), (10., 10.), (10., 0.), (0., 10.), (0., 0.)])];
    let spike =
        vec![ring(&[(0., 0.), (10., 0.), (15., 0.), (10., 0.), (10., 10.), (0., 10.), (0., 0.)])];
    let sticking_out =
        vec![ring(&SQUARE), ring(&[(8., 4.), (8., 6.), (12., 6.), (12., 4.), (8., 4.)])];
    let curl = vec![ring(&[
        (0., 0.),
        (10., 0.),
        (10., 10.),
        (5., 10.),
        (5.1, 9.9),
        (5.2, 10.1),
        (0., 10.),
        (0., 0.),
    ])];
    let cut_in_two = vec![
        ring(&SQUARE),
        ring(&[(0., 5.), (3., 6.), (6., 5.), (3., 4.), (0., 5.)]),
        ring(&[(6., 5.), (8., 6.), (10., 5.), (8., 4.), (6., 5.)]),
    ];
    for (rings, parts, share) in [
        (bow_tie, 2, 0.5),
        (spike, 1, 1.0),
        (sticking_out, 1, 0.96),
        (curl, 1, 1.0),
        (cut_in_two, 2, 0.9),
    ] {
        let repaired = repair_rings(vec![rings.clone()]).unwrap();
        assert!(
            matches!(repaired.repairs[..], [Repair::Untangled { parts: n, .. }] if n == parts),
            "{rings:?}: {:?}",
            repaired.repairs
        );
        assert!((share_of_square(&repaired.boundary) - share).abs() < 3e-3, "{rings:?}");
        let again = repair(repaired.boundary.clone()).unwrap();
        assert_eq!(again.repairs, [], "{rings:?}");
        assert!(!repaired.repairs[0].text().zh.is_empty());
    }
}

#[test]
fn land_meant_in_two_ways_is_an_error() {
    let twice = ring(&[
        (0., 0.),
        (10., 0.),
        (10., 10.),
        (0., 10.),
        (0., 0.),
        (5., 1.),
        (9., 1.),
        (9., 9.),
        (5., 9.),
        (0., 0.),
    ]);
    let overlapping = vec![
        vec![ring(&SQUARE)],
        vec![ring(&[(5., 5.), (15., 5.), (15., 15.), (5., 15.), (5., 5.)])],
    ];
    for parts in [vec![vec![twice]], overlapping] {
        let error = repair_rings(parts).unwrap_err();
        assert!(matches!(error, InvalidBoundary::Ambiguous { .. }), "{error}");
    }
}

#[test]
fn what_is_no_land_is_an_error_that_says_what_was_found() {
    assert_eq!(repair(MultiPolygon(Vec::new())), Err(InvalidBoundary::Empty));
    assert_eq!(repair_rings(vec![Vec::new()]), Err(InvalidBoundary::Empty));
    let line = ring(&[(0., 0.), (1., 1.), (0., 0.)]);
    assert_eq!(repair_rings(vec![vec![line]]), Err(InvalidBoundary::TooFewPoints { part: 1 }));
    let flat = ring(&[(0., 0.), (1., 0.), (2., 0.), (0., 0.)]);
    assert_eq!(repair_rings(vec![vec![flat]]), Err(InvalidBoundary::NoArea));
    let lost = ring(&[(0., 0.), (1., f64::NAN), (2., 0.)]);
    let error = repair_rings(vec![vec![ring(&SQUARE), lost]]).unwrap_err();
    assert!(error.to_string().starts_with("part 1, ring 2, vertex 2: expected"), "{error}");
    assert!(error.text().zh.contains("第 2 环"));
}

#[test]
fn stars_stay_whatever_way_they_run() {
    let mut random = Random::new(31);
    for _ in 0..50 {
        let star = star(&mut random, Coord { x: 121.2, y: 30.8 }, 0.05, 25);
        let expected = repair(star.clone()).unwrap().boundary;
        let mut turned = star;
        for part in &mut turned.0 {
            part.exterior_mut(|ring| ring.0.reverse());
            part.interiors_mut(|rings| rings.iter_mut().for_each(|ring| ring.0.reverse()));
        }
        let found = repair(turned).unwrap().boundary;
        assert!((area(&found).0 - area(&expected).0).abs() < 1e-9, "seed 31");
        assert!(found.iter().all(|part| wrong_ways(part) == 0));
    }
}

/// Every vertex of a repaired park stood 0.01 mm beside where it was drawn, some of them outside.
#[test]
fn what_no_repair_touches_stays_bit_for_bit() {
    let curl = ring(&[
        (0., 0.),
        (3.3, 0.1),
        (12.3457, 0.),
        (11.17285, 5.), // on the line between its neighbours
        (10., 10.),
        (6., 10.),
        (5., 10.02),
        (5.2, 10.04),
        (5.45, 9.99),
        (0., 11.23456),
        (0., 0.),
    ]);
    let repaired = repair_rings(vec![vec![curl.clone()]]).unwrap();
    assert!(matches!(repaired.repairs[..], [Repair::Untangled { .. }]));
    let kept: Vec<Coord<f64>> = repaired.boundary.0[0].exterior().0.clone();
    for place in [0, 1, 2, 3, 4, 5, 9] {
        assert!(kept.contains(&curl.0[place]), "{place}: {kept:?}");
    }
}

/// A second outer ring, which is a hole by its place, was dropped; so was an island in a lake.
#[test]
fn a_ring_that_is_no_hole_is_doubtful() {
    let beside = ring(&[(20., 0.), (30., 0.), (30., 10.), (20., 10.), (20., 0.)]);
    let lake = ring(&[(2., 2.), (2., 8.), (8., 8.), (8., 2.), (2., 2.)]);
    for rings in [
        vec![ring(&SQUARE), beside.clone()],
        vec![ring(&SQUARE), ring(&[(9.5, 4.), (9.5, 6.), (15., 6.), (15., 4.), (9.5, 4.)])],
    ] {
        let error = repair_rings(vec![rings]).unwrap_err();
        assert_eq!(error, InvalidBoundary::StrayRing { part: 1, ring: 2 });
    }
    let error = repair_rings(vec![vec![ring(&SQUARE), lake, ring(&HOLE)]]).unwrap_err();
    assert_eq!(error, InvalidBoundary::StrayRing { part: 1, ring: 3 });
    assert!(error.text().zh.contains("第 3 环"));
    let parts = repair_rings(vec![vec![ring(&SQUARE)], vec![beside]]).unwrap();
    assert_eq!(parts.boundary.0.len(), 2);
}
