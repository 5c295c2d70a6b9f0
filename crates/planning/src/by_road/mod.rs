//! Distances by road: how they are measured, and the roads that they are measured on.

pub(crate) mod network;
mod offset;
pub(crate) mod settings;
mod snaps;
mod to_all;
pub(crate) mod travel;
pub(crate) mod used;

use crate::by_road::network::ParkRoads;
use crate::by_road::settings::RoadSettings;
use parkward_model::Text;
use parkward_roads::Measure;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Distances by road. Without the roads themselves, which `plan.json` does not hold, nothing can be measured; two are
/// equal that measure alike.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ByRoad {
    /// How they are measured.
    #[serde(flatten)]
    pub settings: RoadSettings,
    /// The roads, as they meet the parks.
    #[serde(skip)]
    pub roads: Option<Arc<ParkRoads>>,
}

impl PartialEq for ByRoad {
    fn eq(&self, other: &Self) -> bool {
        self.settings == other.settings
    }
}

impl ByRoad {
    /// What distances of a plan are, for those who read its maps and sheets: by road where it has one of these.
    pub fn in_words(by_road: Option<&Self>) -> Text {
        let [zh, en] = match by_road.map(|by_road| by_road.settings.measure) {
            None => ["距离为椭球面距离", "Distances are ellipsoidal"],
            Some(Measure::Distance) => ["距离为道路距离", "Distances are along the roads"],
            Some(Measure::Time) => [
                "距离为道路距离，按行驶时间择近",
                "Distances are along the roads; the time that they take counts",
            ],
        };
        Text::new(zh, en)
    }
}
