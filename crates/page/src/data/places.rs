//! Where words and parks stand in the lists of the page.

use parkward_model::ParkId;
use parkward_planning::Plan;
use std::collections::BTreeMap;

/// Words that many rows share, in order, each once, with where it stands.
#[derive(Default)]
pub(super) struct Words<'a>(BTreeMap<&'a str, usize>);

impl<'a> Words<'a> {
    pub(super) fn new(words: impl Iterator<Item = &'a str>) -> Self {
        let mut all: BTreeMap<&str, usize> = words.map(|word| (word, 0)).collect();
        all.values_mut().enumerate().for_each(|(index, place)| *place = index);
        Self(all)
    }

    pub(super) fn at(&self, word: &str) -> Option<usize> {
        self.0.get(word).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'a str> {
        self.0.keys().copied()
    }
}

/// The position of a park by its id; parks are in the order of their ids.
pub(super) fn park_at(plan: &Plan, id: &ParkId) -> Option<usize> {
    plan.parks.binary_search_by(|planned| planned.park.id.cmp(id)).ok()
}
