//! Dijkstra's search from the gates of one park, against the direction of the arcs.

use crate::graph::Graph;
use crate::seed::Seed;
use crate::weight::Weight;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The memory of such searches, one after the other: 4 bytes a node.
pub(crate) struct Backward {
    /// What is between each node and the park, as far as known; [`NONE`] where nothing is.
    weights: Vec<u32>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<(u32, u32)>>,
}

/// No way: more than any weight.
pub(crate) const NONE: u32 = u32::MAX;

impl Backward {
    pub(crate) fn new(graph: &Graph) -> Self {
        let weights = vec![NONE; graph.nodes()];
        Self { weights, touched: Vec::new(), queue: BinaryHeap::new() }
    }

    /// Shows every node that is admitted and reached over admitted ones only, with its distance, nearest first.
    pub(crate) fn search(
        &mut self,
        graph: &Graph,
        seeds: &[Seed],
        admits: impl Fn(u32, Weight) -> bool,
        mut reached: impl FnMut(u32, Weight),
    ) {
        for seed in seeds {
            self.offer(seed.node, seed.weight, &admits);
        }
        while let Some(Reverse((weight, node))) = self.queue.pop() {
            if weight > self.weights[node as usize] {
                continue;
            }
            reached(node, Weight(weight));
            for arc in graph.into().of(node) {
                if let Some(further) = Weight(weight).plus(arc.weight) {
                    self.offer(arc.node, further, &admits);
                }
            }
        }
        for node in self.touched.drain(..) {
            self.weights[node as usize] = NONE;
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

/// What is between every node and one park.
///
/// ```
/// use parkward_roads::{DistancesTo, Graph, Seed, Weight};
/// let graph = Graph::new(3, &[(0, 1, Weight(5)), (1, 2, Weight(7))]);
/// let to = DistancesTo::search(&graph, &[Seed { node: 1, weight: Weight(2) }]);
/// assert_eq!([0, 1, 2].map(|node| to.weight(node)), [Some(Weight(7)), Some(Weight(2)), None]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistancesTo(Vec<u32>);

impl DistancesTo {
    /// Searches the whole graph from the park's gates: *n* log *n*. For small plans, whose lists of parks are
    /// complete, and as the oracle of all others.
    #[must_use]
    pub fn search(graph: &Graph, gates: &[Seed]) -> Self {
        let mut weights = vec![NONE; graph.nodes()];
        let reached = |node: u32, weight: Weight| weights[node as usize] = weight.0;
        Backward::new(graph).search(graph, gates, |_, _| true, reached);
        Self(weights)
    }

    /// What is between a node and the park; `None` where no way leads there.
    #[must_use]
    pub fn weight(&self, node: u32) -> Option<Weight> {
        let weight = self.0[node as usize];
        (weight != NONE).then_some(Weight(weight))
    }
}
