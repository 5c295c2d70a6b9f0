//! The nearest parks of every node, all at once.

use crate::graph::Graph;
use crate::seed::Seed;
use crate::weight::Weight;
use part::{Label, Part};
use rayon::prelude::*;

mod part;

/// How the nearest parks are searched. What is found does not depend on it, but for [`Search::count`].
///
/// ```
/// use parkward_roads::{Graph, NearestParks, Search, Seed, Weight};
/// // 0 ⇄ 1 ⇄ 2, park 0 at node 0, park 1 at node 2.
/// let arcs = [(0, 1, Weight(5)), (1, 0, Weight(5)), (1, 2, Weight(5)), (2, 1, Weight(5))];
/// let graph = Graph::new(3, &arcs);
/// let at = |node| vec![Seed { node, weight: Weight(0) }];
/// let nearest = NearestParks::search(&graph, &[at(0), at(2)], Search::new(&graph, 1));
/// // Equally far from node 1: the park with the smaller number.
/// assert_eq!(nearest.of(1).collect::<Vec<_>>(), [(0, Weight(5))]);
/// assert_eq!(nearest.of(2).collect::<Vec<_>>(), [(1, Weight(0))]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// How many parks a node keeps.
    pub count: usize,
    /// How far one park's search goes before it is the next one's turn. A whole country is searched several times
    /// as fast in turns as from the nearest node on of all parks: each works in a part of the memory of its own.
    pub slice: Weight,
    /// Into how many parts the nodes are divided, each searched on a core of its own.
    pub parts: usize,
}

impl Search {
    /// A search of `count` parks a node, on the cores that rayon has, in turns of some fifteen arcs.
    #[must_use]
    pub fn new(graph: &Graph, count: usize) -> Self {
        let slice = u32::try_from(graph.mean_weight().saturating_mul(15)).unwrap_or(u32::MAX);
        Self { count, slice: Weight(slice), parts: rayon::current_num_threads() }
    }
}

/// The nearest parks of every node, in order of what is between them and by number where that is equal: of each the
/// first `count` that it can reach.
///
/// Exact: a list that is cut off has the parks that are nearest on the whole network, with their distances.
/// `docs/method.md` has the proof. 8 bytes a node and park kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestParks {
    count: usize,
    labels: Vec<Label>,
    /// Whether there are parks beyond those that a list has room for.
    cut_off: bool,
}

impl NearestParks {
    /// Searches from the gates of all parks against the direction of the arcs. `gates` has the seeds of each park;
    /// one without seeds is found by nobody. About *count* · *nodes* · log of what a park's turn holds.
    ///
    /// # Panics
    /// If a seed names a node that is not there.
    #[must_use]
    pub fn search(graph: &Graph, gates: &[Vec<Seed>], search: Search) -> Self {
        let nodes = graph.nodes();
        assert!(gates.iter().flatten().all(|seed| (seed.node as usize) < nodes), "seeds at nodes");
        let count = search.count.min(gates.len());
        let mut labels = vec![Label::NONE; nodes * count];
        if count > 0 {
            let size = nodes.div_ceil(search.parts.max(1)).max(1);
            let lists = labels.chunks_mut(size * count);
            let parts = lists.enumerate().map(|(i, lists)| Part::new(i, size, lists, count, gates));
            take_turns(graph, parts.collect(), u64::from(search.slice.0).max(1));
        }
        Self { count, labels, cut_off: count < gates.len() }
    }

    /// How many parks a list has room for.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The nearest parks of a node, nearest first, with what is between them.
    pub fn of(&self, node: u32) -> impl Iterator<Item = (usize, Weight)> + '_ {
        self.list(node).iter().take_while(|l| **l != Label::NONE).map(|l| (l.park(), l.weight()))
    }

    /// What is between a node and a park, if the park is on the node's list.
    #[must_use]
    pub fn weight(&self, node: u32, park: usize) -> Option<Weight> {
        self.of(node).find(|(listed, _)| *listed == park).map(|(_, weight)| weight)
    }

    /// The least that any park which is not on a node's list is away: as much as the last one that is. `None` if the
    /// list has all that can be reached.
    #[must_use]
    pub fn beyond(&self, node: u32) -> Option<Weight> {
        let list = if self.cut_off { self.list(node) } else { &[] };
        list.last().filter(|label| **label != Label::NONE).map(|label| label.weight())
    }

    fn list(&self, node: u32) -> &[Label] {
        &self.labels[node as usize * self.count..][..self.count]
    }
}

/// Lets the parts search one slice after the other, each from what the others sent it, until nothing is left.
///
/// A part may hear only after a slice that a shorter way leads through another one; it then mends what it found. At
/// the end nothing can be mended, and only one state is such.
fn take_turns(graph: &Graph, mut parts: Vec<Part<'_>>, slice: u64) {
    let into = graph.into();
    while let Some(least) = parts.iter().filter_map(Part::least).min() {
        parts.par_iter_mut().for_each(|part| part.search(into, least + slice));
        for from in 0..parts.len() {
            for to in 0..parts.len() {
                let mut mail = parts[from].take_mail(to);
                parts[to].receive(&mut mail);
                parts[from].give_back(to, mail);
            }
        }
    }
}

#[cfg(test)]
mod tests;
