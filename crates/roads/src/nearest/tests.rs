use super::*;
use crate::backward::DistancesTo;
use crate::reach::{Asking, parks_within};
use parkward_assignment::Random;

type Arcs = Vec<(u32, u32, Weight)>;

/// What is between every node and every park, by rounds over all arcs until nothing changes (Bellman–Ford).
fn brute_force(nodes: usize, arcs: &Arcs, gates: &[Vec<Seed>]) -> Vec<Vec<Option<u32>>> {
    let of_park = |seeds: &Vec<Seed>| {
        let mut far = vec![None; nodes];
        for seed in seeds {
            let far: &mut Option<u32> = &mut far[seed.node as usize];
            *far = Some(far.map_or(seed.weight.0, |known| known.min(seed.weight.0)));
        }
        for _ in 0..nodes {
            for &(tail, head, weight) in arcs {
                let Some(there) = far[head as usize] else { continue };
                let way = there + weight.0;
                let far = &mut far[tail as usize];
                *far = Some(far.map_or(way, |known| known.min(way)));
            }
        }
        far
    };
    gates.iter().map(of_park).collect()
}

/// The first `count` parks of a node by brute force.
fn nearest_of(far: &[Vec<Option<u32>>], node: usize, count: usize) -> Vec<(usize, Weight)> {
    let all = far.iter().enumerate().filter_map(|(park, far)| Some((park, Weight(far[node]?))));
    let mut all: Vec<(usize, Weight)> = all.collect();
    all.sort_by_key(|&(park, weight)| (weight, park));
    all.truncate(count);
    all
}

/// A graph with gates, both at random: few different weights, so that many ways are equally long; arcs one way, and
/// parks that have no gate, or several at one node.
fn world(random: &mut Random) -> (usize, Arcs, Vec<Vec<Seed>>) {
    let nodes = 1 + random.below(14);
    let any = |random: &mut Random, n: usize| u32::try_from(random.below(n)).unwrap();
    let arcs = (0..random.below(4 * nodes))
        .map(|_| (any(random, nodes), any(random, nodes), Weight(1 + any(random, 5))))
        .collect();
    let mut gates = Vec::new();
    for _ in 0..random.below(7) {
        let seed = |_| Seed { node: any(random, nodes), weight: Weight(any(random, 5)) };
        let many = Random::new(gates.len() as u64).with(nodes as u64).below(4);
        gates.push((0..many).map(seed).collect());
    }
    (nodes, arcs, gates)
}

#[test]
fn lists_are_those_of_brute_force_whatever_the_slices_and_parts() {
    for seed in 0..4_000 {
        let random = &mut Random::new(seed);
        let (nodes, arcs, gates) = world(random);
        let graph = Graph::new(nodes, &arcs);
        let far = brute_force(nodes, &arcs, &gates);
        let count = random.below(5);
        for (slice, parts) in [(1, 1), (3, 2), (1_000, 1), (7, 5), (2, 40)] {
            let search = Search { count, slice: Weight(slice), parts };
            let found = NearestParks::search(&graph, &gates, search);
            for node in 0..nodes {
                let expected = nearest_of(&far, node, count);
                let node = u32::try_from(node).unwrap();
                let listed: Vec<_> = found.of(node).collect();
                assert_eq!(listed, expected, "seed {seed}, slice {slice}, {parts} parts: {node}");
                for (park, weight) in listed {
                    assert_eq!(found.weight(node, park), Some(weight));
                }
                let all = nearest_of(&far, node as usize, usize::MAX);
                if let Some((_, next)) = all.get(count).filter(|_| count > 0) {
                    assert!(
                        found.beyond(node).is_some_and(|beyond| beyond <= *next),
                        "seed {seed}"
                    );
                }
            }
        }
    }
}

#[test]
fn complete_distances_are_those_of_brute_force() {
    for seed in 0..2_000 {
        let (nodes, arcs, gates) = world(&mut Random::new(seed));
        let graph = Graph::new(nodes, &arcs);
        for (gates, far) in gates.iter().zip(brute_force(nodes, &arcs, &gates)) {
            let to = DistancesTo::search(&graph, gates);
            for (node, far) in (0..).zip(far) {
                assert_eq!(to.weight(node), far.map(Weight), "seed {seed}, node {node}");
            }
        }
    }
}

#[test]
fn what_is_searched_for_some_sites_is_known_as_far_as_they_are() {
    let mut fewer = 0;
    for seed in 0..4_000 {
        let random = &mut Random::new(seed);
        let (nodes, arcs, gates) = world(random);
        let graph = Graph::new(nodes, &arcs);
        let far = brute_force(nodes, &arcs, &gates);
        let mut to = DistancesTo::nothing(&graph);
        for (gates, far) in gates.iter().zip(&far) {
            let mut exit = || {
                let node = u32::try_from(random.below(nodes)).unwrap();
                Seed { node, weight: Weight(u32::try_from(random.below(4)).unwrap()) }
            };
            let sites: Vec<Vec<Seed>> =
                (0..3).map(|k| (0..1 + k % 2).map(|_| exit()).collect()).collect();
            to.search_for(&graph, gates, &sites);
            let whole = |exits: &Vec<Seed>, left: &dyn Fn(u32) -> Option<u32>| {
                exits.iter().filter_map(|exit| Some(exit.weight.0 + left(exit.node)?)).min()
            };
            let mut furthest = 0;
            for exits in &sites {
                let found = whole(exits, &|node| Some(to.weight(node)?.0));
                assert_eq!(found, whole(exits, &|node| far[node as usize]), "seed {seed}");
                furthest = furthest.max(found.unwrap_or(u32::MAX));
            }
            for (node, far) in (0..).zip(far) {
                let known = to.weight(node).map(|weight| weight.0);
                match far {
                    Some(far) if *far <= furthest => assert_eq!(known, Some(*far), "seed {seed}"),
                    Some(far) => assert!(known.is_none_or(|known| known >= *far), "seed {seed}"),
                    None => assert_eq!(known, None, "seed {seed}"),
                }
                fewer += usize::from(known.is_none() && far.is_some());
            }
        }
    }
    assert!(fewer > 500, "not everything was searched: {fewer}");
}

#[test]
fn longer_lists_are_those_of_brute_force() {
    let mut found = 0;
    for seed in 0..4_000 {
        let random = &mut Random::new(seed);
        let (nodes, arcs, gates) = world(random);
        let graph = Graph::new(nodes, &arcs);
        let far = brute_force(nodes, &arcs, &gates);
        let seeds = |random: &mut Random| {
            let node = u32::try_from(random.below(nodes)).unwrap();
            Seed { node, weight: Weight(u32::try_from(random.below(4)).unwrap()) }
        };
        let asking: Vec<Asking> = (0..random.below(5))
            .map(|_| Asking {
                exits: (0..random.below(3)).map(|_| seeds(random)).collect(),
                reach: Weight(u32::try_from(random.below(25)).unwrap()),
            })
            .collect();
        let among: Vec<usize> = (0..gates.len()).filter(|_| random.below(3) > 0).collect();
        let lists = parks_within(&graph, &gates, &among, &asking);
        for (asking, list) in asking.iter().zip(&lists) {
            let whole = |park: usize| {
                let way = |exit: &Seed| Some(exit.weight.0 + far[park][exit.node as usize]?);
                asking.exits.iter().filter_map(way).min().filter(|far| *far <= asking.reach.0)
            };
            let mut expected: Vec<(usize, Weight)> =
                among.iter().filter_map(|park| Some((*park, Weight(whole(*park)?)))).collect();
            expected.sort_by_key(|&(park, weight)| (weight, park));
            assert_eq!(*list, expected, "seed {seed}");
            found += list.len();
        }
    }
    assert!(found > 4_000, "sites have parks: {found}");
}

#[test]
fn what_is_too_far_for_a_weight_is_not_found() {
    let arcs = [(0, 1, Weight(u32::MAX - 2)), (1, 2, Weight(2))];
    let graph = Graph::new(3, &arcs);
    let gates = [vec![Seed { node: 2, weight: Weight(0) }]];
    let found = NearestParks::search(&graph, &gates, Search::new(&graph, 2));
    assert_eq!(found.of(0).count(), 0);
    assert_eq!(found.of(1).collect::<Vec<_>>(), [(0, Weight(2))]);
    assert_eq!(DistancesTo::search(&graph, &gates[0]).weight(0), None);
}

#[test]
fn nothing_finds_nothing() {
    let nowhere = Graph::new(0, &[]);
    let found = NearestParks::search(&nowhere, &[Vec::new()], Search::new(&nowhere, 3));
    assert_eq!(found, NearestParks { count: 1, labels: Vec::new(), cut_off: false });
    let graph = Graph::new(2, &[(0, 1, Weight(1))]);
    for (gates, count) in [(vec![], 3), (vec![Vec::new()], 3), (vec![Vec::new()], 0)] {
        let found = NearestParks::search(&graph, &gates, Search::new(&graph, count));
        assert_eq!((found.of(0).count(), found.beyond(0)), (0, None));
    }
}
