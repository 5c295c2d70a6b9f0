//! What is left from every junction to every park: for plans that are small enough to hold it.

use parkward_roads::{DistancesTo, Graph, Seed, Weight};
use rayon::prelude::*;

/// What is left from every node to every park. The parks of a node lie side by side in memory, since a site asks for all
/// of them.
#[derive(Debug)]
pub(crate) struct ToAll {
    parks: usize,
    weights: Vec<u32>,
}

/// No way: more than any weight.
const NONE: u32 = u32::MAX;

/// Parks that are searched before their columns are put in place: so many are in memory twice.
const AT_ONCE: usize = 16;

impl ToAll {
    /// Searches from the gates of every park: 4 bytes a node and park.
    pub(crate) fn search(graph: &Graph, gates: &[Vec<Seed>]) -> Self {
        let parks = gates.len();
        let mut weights = vec![NONE; graph.nodes() * parks];
        for (group, gates) in gates.chunks(AT_ONCE).enumerate() {
            let columns = gates.par_iter().map(|gates| DistancesTo::search(graph, gates));
            let columns: Vec<DistancesTo> = columns.collect();
            let rows = weights.par_chunks_mut(parks.max(1)).enumerate();
            rows.for_each(|(node, row)| {
                let node = u32::try_from(node).expect("fewer than 2^32 nodes");
                for (to, column) in row[group * AT_ONCE..].iter_mut().zip(&columns) {
                    *to = column.weight(node).map_or(NONE, |weight| weight.0);
                }
            });
        }
        Self { parks, weights }
    }

    /// What is left from a node to a park; `None` where no way leads there.
    pub(crate) fn weight(&self, node: u32, park: usize) -> Option<Weight> {
        Some(self.row(node)[park]).filter(|weight| *weight != NONE).map(Weight)
    }

    /// What is between the nearest of some exits and each park that can be reached, in the order of the parks.
    pub(crate) fn from(&self, exits: &[Seed]) -> Vec<Option<Weight>> {
        let mut nearest = vec![None; self.parks];
        for exit in exits {
            for (nearest, left) in nearest.iter_mut().zip(self.row(exit.node)) {
                let far = Weight(*left).plus(exit.weight); // none, where no way leads there
                *nearest = match (*nearest, far) {
                    (Some(known), Some(far)) => Some(far.min(known)),
                    (known, far) => far.or(known),
                };
            }
        }
        nearest
    }

    fn row(&self, node: u32) -> &[u32] {
        &self.weights[node as usize * self.parks..][..self.parks]
    }
}
