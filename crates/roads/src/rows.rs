//! Arcs in compressed rows: those of one node stand together.

use crate::weight::Weight;

/// One arc, as it stands in the row of one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arc {
    /// The node at its other end.
    pub(crate) node: u32,
    pub(crate) weight: Weight,
}

/// A row of arcs for each node, 8 bytes an arc and 4 a node.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    /// Where each node's row begins; last of all, where the last one ends.
    starts: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Rows {
    /// The rows of `nodes` nodes from arcs, each with the node in whose row it is to stand. In a row they keep their
    /// order. Linear.
    pub(crate) fn new(nodes: usize, arcs: impl Iterator<Item = (u32, Arc)> + Clone) -> Self {
        let mut starts = vec![0_u32; nodes + 1];
        for (node, _) in arcs.clone() {
            starts[node as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let none = Arc { node: 0, weight: Weight(0) };
        let mut sorted = vec![none; starts[nodes] as usize];
        for (node, arc) in arcs {
            let place = &mut next[node as usize];
            sorted[*place as usize] = arc;
            *place += 1;
        }
        Self { starts, arcs: sorted }
    }

    pub(crate) fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    #[inline]
    pub(crate) fn of(&self, node: u32) -> &[Arc] {
        &self.arcs[self.range(node)]
    }

    /// Where a node's arcs stand among all.
    #[inline]
    pub(crate) fn range(&self, node: u32) -> std::ops::Range<usize> {
        self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize
    }

    pub(crate) fn arcs(&self) -> &[Arc] {
        &self.arcs
    }
}
