//! An earlier plan, which a new one should not change without need.

use crate::plan::LAND;
use crate::problem::millimetres;
use crate::{Bucket, Plan, Resource};
use parkward_assignment::Price;
use parkward_model::{EnterpriseId, Park, ParkId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where an earlier plan sent everybody, and what it costs to send somebody elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// How a plan differs from the earlier one that it was made to keep. Each destination of the earlier plan
/// is in one of the first five counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replanning {
    /// Go where the earlier plan sent them.
    pub kept: usize,
    /// Go to another park.
    pub changed: usize,
    /// Should still move, and find no park.
    pub unplaced: usize,
    /// Need not move any more: they close, stay, or are to be reviewed.
    pub settled: usize,
    /// Are in the survey no more.
    pub gone: usize,
    /// Move now, and did not in the earlier plan.
    pub new: usize,
}

impl Earlier {
    /// The destinations of `plan`, which was read from `folder`.
    pub fn of(plan: &Plan, folder: &str, change_km: f64) -> Self {
        let destination = |e: crate::PlannedEnterprise<'_>| {
            Some((e.enterprise().id.clone(), e.chosen()?.park.clone()))
        };
        let destinations = plan.enterprises().filter_map(destination).collect();
        let prices = plan.parks.iter().zip(&plan.solution.prices);
        let prices = prices
            .map(|(park, prices)| {
                let resources = park.limits.iter().map(|limit| limit.resource.clone());
                (park.park.id.clone(), resources.zip(prices.iter().copied()).collect())
            })
            .collect();
        Self { folder: folder.to_owned(), change_km, destinations, prices }
    }

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

impl Plan {
    /// How the plan differs from the earlier one that it was made to keep, if it was.
    pub fn replanning(&self) -> Option<Replanning> {
        let earlier = self.earlier.as_ref()?;
        let mut counts = Replanning::default();
        let mut found = 0;
        for enterprise in self.enterprises() {
            let before = earlier.destinations.get(&enterprise.enterprise().id);
            found += usize::from(before.is_some());
            let chosen = enterprise.chosen().map(|choice| choice.park);
            let count = match (before, chosen) {
                (Some(before), Some(now)) if before == now => &mut counts.kept,
                (Some(_), Some(_)) => &mut counts.changed,
                (Some(_), None) if enterprise.verdict() == Bucket::Unplaced => &mut counts.unplaced,
                (Some(_), None) => &mut counts.settled,
                (None, Some(_)) => &mut counts.new,
                (None, None) => continue,
            };
            *count += 1;
        }
        counts.gone = earlier.destinations.len() - found;
        Some(counts)
    }
}
