//! Dijkstra's search from the gates of one park, against the direction of the arcs.

use crate::graph::Graph;
use crate::seed::Seed;
use crate::weight::Weight;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The memory of such searches, one after the other: 4 bytes a node.
#[derive(Clone, Debug)]
pub(crate) struct Backward {
    /// What is between each node and the park, as far as known; [`NONE`] where nothing is.
    weights: Vec<u32>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<(u32, u32)>>,
}

/// No way: more than any weight.
const NONE: u32 = u32::MAX;

impl Backward {
    pub(crate) fn new(graph: &Graph) -> Self {
        let weights = vec![NONE; graph.nodes()];
        Self { weights, touched: Vec::new(), queue: BinaryHeap::new() }
    }

    /// Forgets what an earlier search has found, and shows every node that is admitted and reached over admitted ones
    /// only, with its distance, nearest first, until one is not gone on from.
    pub(crate) fn search(
        &mut self,
        graph: &Graph,
        seeds: &[Seed],
        admits: impl Fn(u32, Weight) -> bool,
        mut goes_on: impl FnMut(u32, Weight) -> bool,
    ) {
        self.queue.clear();
        for node in self.touched.drain(..) {
            self.weights[node as usize] = NONE;
        }
        for seed in seeds {
            self.offer(seed.node, seed.weight, &admits);
        }
        while let Some(Reverse((weight, node))) = self.queue.pop() {
            if weight > self.weights[node as usize] {
                continue;
            }
            if !goes_on(node, Weight(weight)) {
                return;
            }
            for arc in graph.into().of(node) {
                if let Some(further) = Weight(weight).plus(arc.weight) {
                    self.offer(arc.node, further, &admits);
                }
            }
        }
    }

    fn offer(&mut self, node: u32, weight: Weight, admits: impl Fn(u32, Weight) -> bool) {
        let known = &mut self.weights[node as usize];
        if weight.0 < *known && admits(node, weight) {
            if *known == NONE {
                self.touched.push(node);
            }
            *known = weight.0;
            self.queue.push(Reverse((weight.0, node)));
        }
    }
}

/// What is between nodes and one park.
///
/// ```
/// use parkward_roads::{DistancesTo, Graph, Seed, Weight};
/// let graph = Graph::new(3, &[(0, 1, Weight(5)), (1, 2, Weight(7))]);
/// let to = DistancesTo::search(&graph, &[Seed { node: 1, weight: Weight(2) }]);
/// assert_eq!([0, 1, 2].map(|node| to.weight(node)), [Some(Weight(7)), Some(Weight(2)), None]);
/// ```
#[derive(Clone, Debug)]
pub struct DistancesTo(Backward);

impl DistancesTo {
    /// Searches the whole graph from the park's gates: *n* log *n*. For small plans, whose lists of parks are
    /// complete, and as the oracle of all others.
    #[must_use]
    pub fn search(graph: &Graph, gates: &[Seed]) -> Self {
        let mut to = Self::nothing(graph);
        to.0.search(graph, gates, |_, _| true, |_, _| true);
        to
    }

    /// Knows nothing yet, of no park: 4 bytes a node.
    #[must_use]
    pub fn nothing(graph: &Graph) -> Self {
        Self(Backward::new(graph))
    }

    /// Forgets what it knows, and searches from a park's gates until the way from each of some sites is known, each
    /// given by its exits; and the whole graph if one of them has none. *n* log *n* in the nodes that are as near as
    /// the furthest site.
    pub fn search_for(&mut self, graph: &Graph, gates: &[Seed], sites: &[Vec<Seed>]) {
        let mut doors: Vec<(u32, usize)> = Vec::new();
        for (site, exits) in sites.iter().enumerate() {
            doors.extend(exits.iter().map(|exit| (exit.node, site)));
        }
        doors.sort_unstable();
        let mut known = vec![false; sites.len()];
        let (mut unknown, mut furthest) = (sites.len(), Weight(0));
        self.0.search(
            graph,
            gates,
            |_, _| true,
            |node, weight| {
                let here = doors.partition_point(|door| door.0 < node);
                for &(_, site) in doors[here..].iter().take_while(|door| door.0 == node) {
                    if !std::mem::replace(&mut known[site], true) {
                        unknown -= 1;
                        let exit = sites[site].iter().filter(|exit| exit.node == node).min();
                        let whole = exit.and_then(|exit| exit.weight.plus(weight));
                        furthest = furthest.max(whole.unwrap_or(Weight(NONE)));
                    }
                }
                // Through another exit no site gets there sooner than this.
                unknown > 0 || weight <= furthest
            },
        );
    }

    /// What is between a node and the park; `None` where no way leads there. After [`search_for`](Self::search_for)
    /// true of the nodes that shortest ways from its sites pass, and never too little.
    #[must_use]
    pub fn weight(&self, node: u32) -> Option<Weight> {
        let weight = self.0.weights[node as usize];
        (weight != NONE).then_some(Weight(weight))
    }
}
