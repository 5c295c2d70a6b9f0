//! An earlier plan, which a new one should not change without need.

use crate::amounts::millimetres;
use crate::settings::resource::{LAND, Resource};
use parkward_assignment::Price;
use parkward_model::{EnterpriseId, Park, ParkId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where an earlier plan sent everybody, and what it costs to send somebody elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// The folder of the earlier plan, as the user named it.
    pub folder: String,
    /// What it costs, in kilometre-equivalents, to send an enterprise anywhere else than the earlier
    /// plan did, or nowhere. Those whom the earlier plan sent nowhere never pay.
    pub change_km: f64,
    /// Where the earlier plan sent those who moved.
    pub destinations: BTreeMap<EnterpriseId, ParkId>,
    /// Its prices by park and resource, in units of 2⁻²⁴ millimetre-equivalents: the solver begins with
    /// these and with the destinations.
    #[serde(default)]
    pub prices: BTreeMap<ParkId, BTreeMap<String, u64>>,
}

impl Earlier {
    /// The prices of the parks of a survey; 0 where there was none.
    pub(crate) fn prices_of(&self, parks: &[Park], resources: &[Resource]) -> Vec<Price> {
        let price = |park: &Park, resource: &str| {
            let raw = self.prices.get(&park.id).and_then(|prices| prices.get(resource));
            Price::from_raw(raw.copied().unwrap_or(0))
        };
        let all = |park| {
            let resources = resources.iter().map(|resource| resource.id.as_str());
            [LAND].into_iter().chain(resources).map(move |resource| price(park, resource))
        };
        parks.iter().flat_map(all).collect()
    }

    /// What it adds to the cost that an enterprise goes to a park, or nowhere, in millimetre-equivalents.
    pub(crate) fn adds_mm(&self, enterprise: &EnterpriseId, park: Option<&ParkId>) -> i64 {
        match self.destinations.get(enterprise) {
            Some(before) if Some(before) != park => millimetres(self.change_km),
            _ => 0,
        }
    }
}
