//! The first pass over a file: its ways that are roads, and its restrictions.

use super::counts::OsmCounts;
use super::elements::Block;
use super::kinds::{self, Kind, Road};
use super::pbf::each_block;
use super::restriction::{Passed, Restriction};
use super::wire::Damaged;
use super::wrong::Wrong;
use std::path::Path;

/// A way that is a road.
pub(super) struct Found {
    pub(super) id: i64,
    pub(super) road: Box<Road>,
    pub(super) nodes: Box<[i64]>,
}

/// What the first pass over a file collects.
#[derive(Default)]
pub(super) struct Pass {
    /// In the order of their ids, each once.
    pub(super) ways: Vec<Found>,
    pub(super) restrictions: Vec<Result<Restriction, Passed>>,
    pub(super) counts: OsmCounts,
    /// Of each block whether it has nodes.
    pub(super) with_nodes: Vec<bool>,
}

impl Pass {
    pub(super) fn of(path: &Path) -> Result<Self, Wrong> {
        let mut pass = Self::default();
        each_block(path, |_| true, Self::of_block, |number, block| pass.take(number, block))?;
        let before = pass.ways.len();
        pass.ways.sort_by_key(|way| way.id);
        pass.ways.dedup_by_key(|way| way.id);
        pass.counts.twice = (before - pass.ways.len()) as u64;
        Ok(pass)
    }

    fn of_block(block: &Block<'_>) -> Result<Self, Damaged> {
        let mut pass = Self { with_nodes: vec![block.has_nodes()?], ..Self::default() };
        let Self { ways, restrictions, counts, .. } = &mut pass;
        block.each_way(|way| {
            counts.ways += 1;
            match kinds::kind(&way.tags) {
                Kind::Road(road) => {
                    let nodes = way.nodes.flatten().collect();
                    ways.push(Found { id: way.id, road, nodes });
                }
                Kind::SoftTrack => counts.soft_tracks += 1,
                Kind::Other => {}
            }
        })?;
        block.each_relation(|relation| restrictions.extend(Restriction::of(&relation)))?;
        Ok(pass)
    }

    fn take(&mut self, number: usize, block: Self) {
        self.ways.extend(block.ways);
        self.restrictions.extend(block.restrictions);
        self.counts.ways += block.counts.ways;
        self.counts.soft_tracks += block.counts.soft_tracks;
        self.with_nodes.resize(number, false);
        self.with_nodes.extend(block.with_nodes);
    }
}
