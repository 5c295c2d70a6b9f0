//! All parks within a reach of some sites: longer lists than [`NearestParks`](crate::NearestParks) has.

use crate::backward::Backward;
use crate::graph::Graph;
use crate::seed::Seed;
use crate::weight::Weight;
use rayon::prelude::*;
use std::collections::BinaryHeap;

/// A site that asks for all parks within a reach.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The nodes that it gets to first, with what is between it and them.
    pub exits: Vec<Seed>,
    /// How far the parks may be.
    pub reach: Weight,
}

/// All parks of `among` that are within reach of each asking site, nearest first and by number where equal.
///
/// The reach of the sites flows outwards: what is left of it at a node, σ, is the most that any site has left there.
/// A park then searches only where it is no further than σ. On the shortest way of a park that a site can have, each
/// node is that near, so none is missed (`docs/method.md`). The cost is that of the ground which is in reach both of
/// a site and of a park, once a park: ask for many sites at once.
///
/// ```
/// use parkward_roads::{Asking, Graph, Seed, Weight, parks_within};
/// let graph = Graph::new(3, &[(0, 1, Weight(5)), (1, 2, Weight(7))]);
/// let at = |node| vec![Seed { node, weight: Weight(0) }];
/// let asking = |reach| Asking { exits: at(0), reach: Weight(reach) };
/// let lists = parks_within(&graph, &[at(2), at(1)], &[0, 1], &[asking(11), asking(12)]);
/// assert_eq!(lists[0], [(1, Weight(5))]);
/// assert_eq!(lists[1], [(1, Weight(5)), (0, Weight(12))]);
/// ```
#[must_use]
pub fn parks_within(
    graph: &Graph,
    gates: &[Vec<Seed>],
    among: &[usize],
    asking: &[Asking],
) -> Vec<Vec<(usize, Weight)>> {
    let slack = slack(graph, asking);
    let mut doors: Vec<(u32, usize)> = Vec::new();
    for (site, asking) in asking.iter().enumerate() {
        doors.extend(asking.exits.iter().map(|exit| (exit.node, site)));
    }
    doors.sort_unstable();
    doors.dedup();
    let of_park = |search: &mut Backward, park: usize| {
        let mut found: Vec<(usize, Weight)> = Vec::new();
        let admits = |node: u32, weight: Weight| weight.0 < slack[node as usize];
        search.search(graph, &gates[park], admits, |node, weight| {
            let here = doors.partition_point(|door| door.0 < node);
            for (_, site) in doors[here..].iter().take_while(|door| door.0 == node) {
                let whole = asking[*site].from(node, weight);
                found.extend(whole.map(|whole| (*site, whole)));
            }
            true
        });
        found.sort_unstable();
        found.dedup_by_key(|(site, _)| *site);
        found
    };
    let parks = among.par_iter();
    let found: Vec<_> =
        parks.map_init(|| Backward::new(graph), |search, park| of_park(search, *park)).collect();
    let mut lists = vec![Vec::new(); asking.len()];
    for (&park, found) in among.iter().zip(&found) {
        found.iter().for_each(|(site, weight)| lists[*site].push((park, *weight)));
    }
    lists.iter_mut().for_each(|list| list.sort_unstable_by_key(|&(park, weight)| (weight, park)));
    lists
}

impl Asking {
    /// How far what is `weight` from an exit is from the site itself, if that is within its reach.
    fn from(&self, node: u32, weight: Weight) -> Option<Weight> {
        let exit = self.exits.iter().filter(|exit| exit.node == node).min()?;
        exit.weight.plus(weight).filter(|whole| *whole <= self.reach)
    }
}

/// The most that any site has left of its reach at each node, and one more: 0 where none gets.
fn slack(graph: &Graph, asking: &[Asking]) -> Vec<u32> {
    let mut slack = vec![0_u32; graph.nodes()];
    let mut queue: BinaryHeap<(u32, u32)> = BinaryHeap::new();
    let mut offer = |node: u32, left: u32, queue: &mut BinaryHeap<(u32, u32)>| {
        if left > slack[node as usize] {
            slack[node as usize] = left;
            queue.push((left, node));
        }
        slack[node as usize]
    };
    for asking in asking {
        let all = asking.reach.0.saturating_add(1);
        for exit in &asking.exits {
            offer(exit.node, all.saturating_sub(exit.weight.0), &mut queue);
        }
    }
    while let Some((left, node)) = queue.pop() {
        if offer(node, left, &mut queue) > left {
            continue;
        }
        for arc in graph.out().of(node) {
            offer(arc.node, left.saturating_sub(arc.weight.0), &mut queue);
        }
    }
    slack
}
