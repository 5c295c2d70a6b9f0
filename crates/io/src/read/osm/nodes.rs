//! The nodes along roads: what a pass over the file collects of them.

use super::elements::{Block, Place};
use super::kinds::is_barred;
use super::wire::Damaged;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Ids of nodes in their order, each once.
pub(super) struct Ids(Vec<i64>);

/// Nodes in the order of their ids: 16 bytes each with these, so that a country's hundred million fit into memory.
pub(super) struct Nodes<'a> {
    ids: &'a Ids,
    /// Where each is; [`NOWHERE`] if the file does not have it.
    places: Vec<Place>,
    /// Those that nobody passes.
    barred: BTreeSet<usize>,
}

/// What a node of a block is: its place among all nodes, where it is, and whether nobody passes it.
pub(super) type Found = (usize, Option<Place>, bool);

const NOWHERE: Place = [i32::MIN; 2];

impl Ids {
    pub(super) fn of(mut ids: Vec<i64>) -> Self {
        ids.par_sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        Self(ids)
    }

    /// Those that are in a block.
    pub(super) fn in_block(&self, block: &Block<'_>) -> Result<Vec<Found>, Damaged> {
        let mut found = Vec::new();
        let mut from = 0;
        block.each_node(|node| {
            from = self.search(node.id, from);
            if self.0.get(from) == Some(&node.id) {
                found.push((from, node.place, is_barred(&node.tags)));
            }
        })?;
        Ok(found)
    }

    /// Where an id stands or would, looked for from `from` on in steps that double: ids of a file mostly rise.
    fn search(&self, id: i64, from: usize) -> usize {
        let from = if self.0.get(from).is_some_and(|first| *first <= id) { from } else { 0 };
        let (mut low, mut step) = (from, 1);
        while self.0.get(low + step).is_some_and(|next| *next < id) {
            low += step;
            step *= 2;
        }
        let high = (low + step + 1).min(self.0.len());
        low + self.0[low..high].partition_point(|own| *own < id)
    }
}

impl<'a> Nodes<'a> {
    /// Nodes of which nothing is known yet.
    pub(super) fn new(ids: &'a Ids) -> Self {
        Self { ids, places: vec![NOWHERE; ids.0.len()], barred: BTreeSet::new() }
    }

    /// Keeps what is known of nodes now; what was found later in the file counts.
    pub(super) fn keep(&mut self, found: Vec<Found>) {
        for (node, place, barred) in found {
            self.places[node] = place.unwrap_or(NOWHERE);
            if barred {
                self.barred.insert(node);
            } else {
                self.barred.remove(&node);
            }
        }
    }

    /// Moves nodes that are at the place of another one, all but the first, by 10⁻⁷ degrees (1.1 cm) or as many of them
    /// as are free, and says how many there were. A network has junctions where lines share a place; in
    /// OpenStreetMap they share a node, and roads that pass over each other may have vertices at one place.
    pub(super) fn part(&mut self) -> usize {
        let mut order: Vec<usize> =
            (0..self.places.len()).filter(|node| self.place(*node).is_some()).collect();
        order.par_sort_unstable_by_key(|node| (self.places[*node], *node));
        let twice = order.windows(2).filter(|two| self.places[two[0]] == self.places[two[1]]);
        let twice: Vec<usize> = twice.map(|two| two[1]).collect();
        let mut taken = BTreeSet::new();
        let mut moved = Vec::with_capacity(twice.len());
        for node in twice {
            let [lon, lat] = self.places[node];
            let inwards = if lat > 0 { -1 } else { 1 };
            let mut place = [lon, lat + inwards];
            let is_used = |place: &Place| {
                order.binary_search_by_key(place, |node| self.places[*node]).is_ok()
            };
            while is_used(&place) || !taken.insert(place) {
                place[1] += inwards;
            }
            moved.push((node, place));
        }
        let count = moved.len();
        moved.into_iter().for_each(|(node, place)| self.places[node] = place);
        count
    }

    /// The place of an id among all.
    pub(super) fn of_id(&self, id: i64) -> Option<usize> {
        self.ids.0.binary_search(&id).ok()
    }

    /// Where a node is, if the file has it.
    pub(super) fn place(&self, node: usize) -> Option<Place> {
        Some(self.places[node]).filter(|place| *place != NOWHERE)
    }

    pub(super) fn is_barred(&self, node: usize) -> bool {
        !self.barred.is_empty() && self.barred.contains(&node)
    }

    pub(super) fn barriers(&self) -> usize {
        self.barred.len()
    }

    /// Of how many nodes the file does not say where they are.
    pub(super) fn missing(&self) -> usize {
        self.places.iter().filter(|place| **place == NOWHERE).count()
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, Nodes};

    #[test]
    fn ids_are_found_from_wherever_one_looks() {
        let ids: Vec<i64> = (0..40).map(|n| n * n * 3 - 50).collect();
        let some = Ids::of([&ids[..], &ids[5..9]].concat());
        for id in -60..4_600 {
            let expected = ids.partition_point(|own| *own < id);
            for from in 0..=ids.len() {
                assert_eq!(some.search(id, from), expected, "{id} from {from}");
            }
        }
        assert_eq!(Ids::of(Vec::new()).search(5, 0), 0);
    }

    #[test]
    fn nodes_at_one_place_are_parted_and_come_upon_no_other() {
        let ids = Ids::of((0..7).collect());
        let mut nodes = Nodes::new(&ids);
        let at = [[5, 9], [5, 9], [5, 8], [5, 9], [5, -3], [5, -3]];
        nodes.keep(at.iter().enumerate().map(|(node, at)| (node, Some(*at), false)).collect());
        assert_eq!(nodes.part(), 3);
        let places: Vec<_> = (0..7).map(|node| nodes.place(node)).collect();
        let apart = [[5, 9], [5, 7], [5, 8], [5, 6], [5, -3], [5, -2]].map(Some);
        assert_eq!(places, [&apart[..], &[None]].concat());
        assert_eq!(nodes.part(), 0);
    }
}
