//! What moves make of the roads: their lines, and how much each stretch carries.

use crate::by_road::network::ParkRoads;
use crate::by_road::travel::Path;
use parkward_geometry::length;
use parkward_model::Metres;
use parkward_roads::Route;
use std::collections::BTreeMap;

/// Moves on the roads.
#[derive(Debug, Default)]
pub(crate) struct OnRoads {
    /// Their lines, by placement; empty where they are not drawn.
    pub(crate) paths: Vec<Option<Path>>,
    /// What the stretches carry that any of them uses, in the order of the network.
    pub(crate) loads: Vec<Load>,
}

/// What a stretch of road from one junction to the next carries.
#[derive(Debug)]
pub(crate) struct Load {
    /// The road: its place among the ways.
    pub(crate) way: usize,
    pub(crate) path: Path,
    pub(crate) length: Metres,
    /// How many enterprises move along it, or along a part of it.
    pub(crate) moves: usize,
    /// The land that they take in their parks.
    pub(crate) land_ha: f64,
}

/// Moves by edge, while they are counted, and their land in square millimetres: whole numbers, whose sum does not depend
/// on the order of rows.
#[derive(Debug, Default)]
pub(crate) struct Loads(BTreeMap<usize, (usize, u64)>);

/// Square millimetres in a hectare.
const A_HECTARE: f64 = 1e10;

impl Loads {
    /// Counts a move on all edges of its route.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "land, not below 0"
    )]
    pub(crate) fn add(&mut self, route: &Route, land_ha: f64) {
        let land = (land_ha * A_HECTARE).round() as u64;
        for stretch in &route.stretches {
            let (moves, all) = self.0.entry(stretch.edge).or_default();
            *moves += 1;
            *all = all.saturating_add(land);
        }
    }

    /// What the edges carry.
    #[expect(clippy::cast_precision_loss, reason = "to 16 digits")]
    pub(crate) fn along(self, roads: &ParkRoads) -> Vec<Load> {
        let load = |(edge, (moves, land)): (usize, (usize, u64))| {
            let line = roads.network.line(edge);
            Load {
                way: roads.network.way(edge),
                length: length(&line),
                path: line.0.into(),
                moves,
                land_ha: land as f64 / A_HECTARE,
            }
        };
        self.0.into_iter().map(load).collect()
    }
}
