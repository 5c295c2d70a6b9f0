//! What is found does not depend on the order of rows, on the direction in which lines are drawn, or on threads.

use crate::{Direction, Gates, Making, NearestParks, Network, Search, Snapped, Way};
use geo_types::{LineString, Point};
use parkward_assignment::Random;
use parkward_model::{Footprint, Metres};

/// A town of crooked streets, some of them one-way, some drawn twice.
fn town(seed: u64) -> Vec<Way> {
    let random = &mut Random::new(seed);
    let side = 12;
    let at = |x: usize, y: usize| {
        let mut shift = Random::new(seed).with((x * 100 + y) as u64);
        Point::new(
            121.0 + 0.003 * (x as f64 + 0.6 * shift.unit()),
            30.7 + 0.003 * (y as f64 + 0.6 * shift.unit()),
        )
    };
    let mut ways = Vec::new();
    for x in 0..side {
        for y in 0..side {
            for to in [at(x + 1, y), at(x, y + 1)] {
                if random.below(5) == 0 {
                    continue;
                }
                let (from, bend) =
                    (at(x, y), Point::new(random.unit() * 0.001, random.unit() * 0.001));
                let middle = (from + to) * 0.5 + bend;
                let direction =
                    if random.below(6) == 0 { Direction::Forward } else { Direction::Both };
                let way = Way { direction, ..Way::along(LineString(vec![from.0, middle.0, to.0])) };
                ways.extend(std::iter::repeat_n(way, 1 + usize::from(random.below(20) == 0)));
            }
        }
    }
    ways
}

/// All that is found in a town, in one order of parks and sites.
fn found(ways: Vec<Way>, search: impl Fn(&Network) -> Search) -> String {
    let (network, problems) = Network::of(ways, &[], &Making::default()).expect("roads");
    let near = Metres(3_000.0);
    let any = |random: &mut Random| {
        Point::new(121.0 + 0.036 * random.unit(), 30.7 + 0.036 * random.unit())
    };
    let random = &mut Random::new(5);
    let parks =
        (0..20).map(|_| network.gates(&Footprint::Point(any(random)), &[], near).expect("near"));
    let gates = Gates::of(&network, parks.collect());
    let lists = NearestParks::search(network.graph(), gates.seeds(), search(&network));
    let sites: Vec<Snapped> =
        (0..200).map(|_| network.snap(any(random), near).expect("near")).collect();
    let told: Vec<_> =
        sites.iter().map(|site| gates.nearest(&network, &lists, site.position)).collect();
    let routes = sites.iter().zip(&told).map(|(site, (parks, _))| {
        let park = parks.first()?.0;
        let route = network.route(&gates, site.position, park, |node| lists.weight(node, park))?;
        Some((network.line_of(&route), route))
    });
    let routes: Vec<_> = routes.collect();
    assert!(routes.iter().all(Option::is_some));
    let edges = network.edges.all.iter().map(|edge| (edge.ends, edge.length, edge.open));
    let edges: Vec<_> = edges.collect();
    let problems = problems.len();
    format!("{:?} {edges:?} {lists:?} {sites:?} {told:?} {routes:?} {problems}", network.places)
}

#[test]
fn the_order_of_rows_and_the_direction_of_lines_do_not_matter() {
    for seed in 0..6 {
        let ways = town(seed);
        let as_they_are = found(ways.clone(), |network| Search::new(network.graph(), 3));
        let mut turned = ways;
        turned.reverse();
        for way in turned.iter_mut().step_by(2) {
            way.line.0.reverse();
            way.direction = match way.direction {
                Direction::Both => Direction::Both,
                Direction::Forward => Direction::Backward,
                Direction::Backward => Direction::Forward,
            };
        }
        let half = turned.len() / 2;
        turned.rotate_left(half);
        assert!(
            found(turned, |network| Search::new(network.graph(), 3)) == as_they_are,
            "seed {seed}"
        );
    }
}

#[test]
fn threads_and_slices_do_not_matter() {
    let one = |network: &Network| Search { parts: 1, ..Search::new(network.graph(), 3) };
    let expected = found(town(9), one);
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            for slice in [1_000, 400_000, u32::MAX] {
                let search = |network: &Network| Search {
                    slice: crate::Weight(slice),
                    ..Search::new(network.graph(), 3)
                };
                assert!(found(town(9), search) == expected, "{threads} threads, slices of {slice}");
            }
        });
    }
}
