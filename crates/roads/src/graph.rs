//! Nodes and weighted arcs: what is searched.

use crate::rows::{Arc, Rows};
use crate::weight::Weight;

/// A directed graph in compressed rows, by both ends of its arcs: 16 bytes an arc and 8 a node.
///
/// Nodes are numbers from 0. Searches are fast where neighbours have near numbers, as the junctions of a
/// [`Network`](crate::Network) have, which stand along a Hilbert curve; results do not depend on it.
///
/// ```
/// use parkward_roads::{Graph, Weight};
/// // 0 → 1 → 2, and back from 2 to 0.
/// let graph = Graph::new(3, &[(0, 1, Weight(500)), (1, 2, Weight(700)), (2, 0, Weight(900))]);
/// assert_eq!((graph.nodes(), graph.arcs()), (3, 3));
/// assert_eq!(graph.out_of(1).collect::<Vec<_>>(), [(2, Weight(700))]);
/// ```
#[derive(Clone, Debug)]
pub struct Graph {
    out: Rows,
    into: Rows,
}

impl Graph {
    /// The graph of `nodes` nodes from arcs: tail, head, weight. Of a node's arcs the order is kept. Arcs from a node
    /// to itself do no harm. Linear.
    ///
    /// # Panics
    /// If an arc names a node that is not there, or has no weight at all: walks along routes end because each arc
    /// leads nearer.
    #[must_use]
    pub fn new(nodes: usize, arcs: &[(u32, u32, Weight)]) -> Self {
        assert!(arcs.iter().all(|arc| arc.2 > Weight(0)), "every arc has a weight");
        let arcs = arcs.iter();
        let out = arcs.clone().map(|&(tail, node, weight)| (tail, Arc { node, weight }));
        let into = arcs.map(|&(node, head, weight)| (head, Arc { node, weight }));
        Self { out: Rows::new(nodes, out), into: Rows::new(nodes, into) }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.out.nodes()
    }

    /// How many arcs there are.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.out.arcs().len()
    }

    /// The arcs out of a node: head and weight.
    pub fn out_of(&self, node: u32) -> impl Iterator<Item = (u32, Weight)> + '_ {
        self.out.of(node).iter().map(|arc| (arc.node, arc.weight))
    }

    pub(crate) fn out(&self) -> &Rows {
        &self.out
    }

    pub(crate) fn into(&self) -> &Rows {
        &self.into
    }

    /// What arcs weigh on average, as a whole number above 0: the scale on which searches take turns.
    pub(crate) fn mean_weight(&self) -> u64 {
        let sum: u64 = self.out.arcs().iter().map(|arc| u64::from(arc.weight.0)).sum();
        (sum / self.out.arcs().len().max(1) as u64).max(1)
    }
}
