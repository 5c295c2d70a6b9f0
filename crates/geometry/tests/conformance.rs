//! What other programs ask of their own geometries, and distances by another code: cases as data, which fail when nothing
//! ran.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use geo_types::{Coord, LineString, MultiPolygon, Point, Polygon, polygon};
use parkward_assignment::Random;
use parkward_geometry::{ParkIndex, area, distance_between, is_valid, overlaps};
use parkward_model::{Footprint, LandAccount, Park, Text};

const CASES: &str = include_str!("conformance/cases.txt");

fn park(footprint: Footprint) -> Park {
    Park {
        id: "P".into(),
        name: Text::default(),
        footprint,
        capacity: None,
        area: None,
        land: LandAccount::default(),
        industries: Vec::new(),
        open: true,
        facts: Default::default(),
    }
}

fn corner(text: &str) -> Coord<f64> {
    let mut units = text.split_whitespace().map(|number| number.parse::<f64>().unwrap() * 1e-5);
    Coord { x: 121.0 + units.next().unwrap(), y: 31.0 + units.next().unwrap() }
}

fn boundary(text: &str) -> MultiPolygon<f64> {
    let ring = |text: &str| LineString(text.split(',').map(corner).collect());
    let part = |text: &str| {
        let mut rings = text.split('/').map(ring);
        Polygon::new(rings.next().unwrap(), rings.collect())
    };
    MultiPolygon(text.split('+').map(part).collect())
}

/// Land that two boundaries have in common, in square units.
fn shared(one: &str, other: &str) -> f64 {
    let unit = area(&boundary("0 0, 0 100, 100 100, 100 0, 0 0")).0 / 1e4;
    let parks = [one, other].map(|text| park(Footprint::Boundary(boundary(text))));
    overlaps(&parks).first().map_or(0.0, |overlap| overlap.shared.0 / unit)
}

#[test]
fn what_jts_and_geos_ask_is_answered_as_they_do() {
    let (mut answered, mut wrong) = ([0; 3], Vec::new());
    for line in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [source, question, one, other, answer] =
            line.split('|').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
        let (kind, found) = match question {
            "valid" => (0, is_valid(&boundary(one)) == (answer == "true")),
            "holds" => {
                let index = ParkIndex::build(&[park(Footprint::Boundary(boundary(one)))]).unwrap();
                let at = Point(corner(other));
                let holds = !index.containing(at).all().is_empty();
                assert_eq!(
                    holds,
                    index.distance(0, at).0 == 0.0,
                    "{source}: inside is at no distance"
                );
                (1, holds == (answer == "true"))
            }
            "shared" => {
                let answer: f64 = answer.parse().unwrap();
                let [one_way, other_way] = [shared(one, other), shared(other, one)];
                assert!((one_way - other_way).abs() <= 1e-9 * one_way.max(1.0), "{source}");
                (2, (one_way - answer).abs() <= 1e-4 * answer.max(1.0))
            }
            _ => panic!("{source}: {question} is no question"),
        };
        if !found {
            wrong.push(format!("{source}: {question} is not {answer}"));
        }
        answered[kind] += 1;
    }
    assert_eq!(wrong, [""; 0]);
    assert!(answered.iter().all(|count| *count >= 12), "{answered:?}");
}

/// The distance from a point to a park that is a point, by the index.
fn by_index(from: Point<f64>, to: Point<f64>) -> f64 {
    let index = ParkIndex::build(&[park(Footprint::Point(to))]).unwrap();
    index.distance(0, from).0
}

#[test]
fn geodesics_are_those_of_geographiclib() {
    let lines = include_str!("conformance/geodesics.txt").lines();
    let mut compared = 0;
    for line in lines.filter(|line| !line.starts_with('#')) {
        let numbers: Vec<f64> = line.split(' ').map(|number| number.parse().unwrap()).collect();
        let [lat, lon, to_lat, to_lon, metres] = numbers[..] else { panic!("{line}") };
        let found = distance_between(Point::new(lon, lat), Point::new(to_lon, to_lat)).0;
        assert!((found - metres).abs() < 2e-6, "{line}: {found}");
        compared += 1;
    }
    assert_eq!(compared, 300);
}

/// Distances of the index against geodesics by GeographicLib's algorithm: thousands of pairs a reach, all over the
/// globe, a third of them across the antimeridian. What they may differ by is stated in `docs/method.md`.
#[test]
fn distances_agree_with_geographiclib_at_every_reach() {
    for (reach_km, share, fixed) in [
        (1.0, 1e-7, 1e-3),
        (100.0, 1e-7, 1e-3),
        (1_000.0, 1e-5, 0.0),
        (5_000.0, 3e-4, 0.0),
        (9_000.0, 2e-3, 0.0),
    ] {
        let mut dice = Random::new(2_013);
        let mut worst: f64 = 0.0;
        for pair in 0..4_000 {
            let lat = dice.unit() * 130.0 - 65.0;
            let lon = if pair % 3 == 0 { 179.999 } else { dice.unit() * 360.0 - 180.0 };
            let degrees = reach_km / 111.0;
            let to = Point::new(lon, lat);
            let east = lon + (dice.unit() - if pair % 3 == 0 { 0.0 } else { 0.5 }) * degrees;
            let north = (lat + (dice.unit() - 0.5) * degrees).clamp(-89.0, 89.0);
            let from = Point::new((east + 540.0).rem_euclid(360.0) - 180.0, north);
            let geodesic = distance_between(from, to).0;
            let off = (by_index(from, to) - geodesic).abs();
            worst = worst.max((off - fixed).max(0.0) / geodesic.max(1.0));
        }
        assert!(worst <= share, "{reach_km} km: off by {worst:e} of the distance");
    }
}

/// A park at the antimeridian is near from both sides of it.
#[test]
fn the_antimeridian_parts_nothing() {
    let square = polygon![(x: 179.9, y: -17.0), (x: 180.0, y: -17.0), (x: 180.0, y: -16.9), (x: 179.9, y: -16.9)];
    let index = ParkIndex::build(&[park(Footprint::Boundary(square.into()))]).unwrap();
    let [west, east] = [179.8, -179.9].map(|lon| index.distance(0, Point::new(lon, -16.95)).0);
    assert!((west - east).abs() < 1e-3 && west < 11_000.0, "{west} and {east}");
    assert_eq!(index.nearest(Point::new(-179.9, -16.95)).next().unwrap().0, 0);
}
