//! The parks of a plan: their loads, limits and prices.

use crate::bucket::Bucket;
use crate::prepare::Prepared;
use crate::problem::PlanningProblem;
use crate::receive::ReceivingPark;
use crate::screened::zoning::ParkZone;
use crate::settings::PlanOptions;
use crate::settings::resource::LAND;
use parkward_assignment::Solution;
use parkward_geometry::nested;
use parkward_model::{Hectares, Park, ParkId, Survey, Text};
use parkward_policy::RuleBook;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A park with its load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedPark {
    /// The park as read.
    #[serde(flatten)]
    pub park: Park,
    /// Key of its type in the rule book.
    pub park_type: Option<String>,
    /// Name of its type.
    pub park_type_name: Text,
    /// Parks that it lies in, in the order of their ids.
    pub lies_in: Vec<ParkId>,
    /// Enterprises of the survey that stand in it (and in no more specific park) and do not close:
    /// they stay, or are to be reviewed.
    pub staying: usize,
    /// Enterprises that stand in it and close.
    pub closing: usize,
    /// Enterprises that move to it.
    pub incoming: usize,
    /// Enterprises that stand in it and move to another park, because a rule of space wants it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub leaving: usize,
    /// New projects that settle in it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub projects: usize,
    /// Land of the surveyed enterprises in it before the plan.
    pub load_before_ha: Hectares,
    /// Land of the surveyed enterprises in it after the plan: without those that close, with those
    /// that come and with the new projects.
    pub load_after_ha: Hectares,
    /// What one hectare more would save, in kilometre-equivalents: the shadow price of land.
    pub shadow_price_km_per_ha: f64,
    /// What is limited, land first, then the resources.
    pub limits: Vec<Limit>,
    /// Rules of space that it lies within reach of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<ParkZone>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// One limit of a park: what it can take, and what it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Limit {
    /// `land`, or the id of a [`Resource`](crate::Resource).
    pub resource: String,
    /// The unit of the amounts.
    pub unit: String,
    /// What incoming enterprises may take; `None`: unknown, and nobody is sent.
    pub capacity: Option<f64>,
    /// What they take.
    pub taken: f64,
    /// What one unit more would save, in kilometre-equivalents.
    pub shadow_price_km: f64,
}

#[expect(clippy::cast_precision_loss, reason = "amounts of land and quotas stay far below 2^53")]
pub(crate) fn parks(
    survey: &Survey,
    rules: &RuleBook,
    options: &PlanOptions,
    prepared: &Prepared,
    solution: &Solution,
) -> Vec<PlannedPark> {
    let Prepared { screened, receiving, problem: PlanningProblem { problem, movers, .. }, .. } =
        prepared;
    let resources = problem.resources();
    let mut taken = vec![0_i64; survey.parks.len() * resources];
    let nested = survey.nested.clone().unwrap_or_else(|| nested(&survey.parks));
    let mut planned: Vec<PlannedPark> = survey
        .parks
        .iter()
        .enumerate()
        .map(|(place, park)| PlannedPark {
            park: park.clone(),
            park_type: rules.park_type(&park.id).map(|park_type| park_type.id.clone()),
            park_type_name: rules
                .park_type(&park.id)
                .map_or_else(Text::default, |t| t.name.clone()),
            lies_in: lies_in(survey, &nested, place),
            staying: 0,
            closing: 0,
            incoming: 0,
            leaving: 0,
            projects: 0,
            load_before_ha: Hectares(0.0),
            load_after_ha: Hectares(0.0),
            shadow_price_km_per_ha: 0.0,
            limits: Vec::new(),
            zones: Vec::new(),
        })
        .collect();
    // Loads are summed in square metres, so that they do not depend on the order of summing.
    let mut loads = vec![(0_i64, 0_i64); survey.parks.len()];
    let gone = leaving(survey, prepared, solution);
    for (place, (enterprise, screened)) in survey.enterprises.iter().zip(screened).enumerate() {
        let Some(park) = screened.inside() else { continue };
        let land = enterprise.land.map_or(0, |land| land.square_metres());
        loads[park].0 += land;
        if screened.settled == Some(Bucket::InParkCloses) {
            planned[park].closing += 1;
        } else if gone.contains(&place) {
            planned[park].leaving += 1;
        } else {
            planned[park].staying += 1;
            loads[park].1 += land;
        }
    }
    for (job, agent) in solution.assignment.iter().enumerate() {
        let Some(agent) = *agent else { continue };
        let park = agent as usize;
        let needs = prepared.problem.needs(job);
        if job < movers.len() {
            planned[park].incoming += 1;
        } else {
            planned[park].projects += 1;
        }
        loads[park].1 += needs[0];
        for (sum, need) in taken[park * resources..].iter_mut().zip(needs) {
            *sum += need;
        }
    }
    let receiving = receiving.iter();
    for (place, ((park, (before, after)), receiver)) in
        planned.iter_mut().zip(loads).zip(receiving).enumerate()
    {
        let ReceivingPark { land, quotas, zones, .. } = receiver;
        park.zones.clone_from(zones);
        park.load_before_ha = Hectares::from_square_metres(before);
        park.load_after_ha = Hectares::from_square_metres(after);
        let slot = place * resources;
        let prices = &solution.certificate.prices[slot..slot + resources];
        park.shadow_price_km_per_ha = prices[0].to_f64() * Hectares::SQUARE_METRES / 1e6;
        park.limits.push(Limit {
            resource: LAND.to_owned(),
            unit: "ha".to_owned(),
            capacity: land.map(|land| land.0),
            taken: taken[slot] as f64 / Hectares::SQUARE_METRES,
            shadow_price_km: park.shadow_price_km_per_ha,
        });
        for (offset, (resource, quota)) in options.resources.iter().zip(quotas).enumerate() {
            park.limits.push(Limit {
                resource: resource.id.clone(),
                unit: resource.unit.clone(),
                capacity: *quota,
                taken: taken[slot + 1 + offset] as f64 / 1e3,
                shadow_price_km: prices[1 + offset].to_f64() * 1e3 / 1e6,
            });
        }
    }
    planned
}

/// Who stands in a park and moves to another, by position in the survey.
fn leaving(survey: &Survey, prepared: &Prepared, solution: &Solution) -> BTreeSet<usize> {
    if survey.zones.is_empty() && prepared.rulings.is_empty() {
        return BTreeSet::new(); // nobody who stands in a park should move
    }
    let placed = prepared.problem.movers.iter().zip(&solution.assignment);
    placed
        .filter(|(mover, agent)| agent.is_some() && prepared.screened[**mover].inside.is_some())
        .map(|(mover, _)| *mover)
        .collect()
}

/// The parks that a park lies in, in the order of their ids.
fn lies_in(survey: &Survey, nested: &[(usize, usize)], park: usize) -> Vec<ParkId> {
    let outer = nested.iter().filter(|(inner, _)| *inner == park).map(|(_, outer)| *outer);
    let mut outer: Vec<ParkId> = outer.map(|outer| survey.parks[outer].id.clone()).collect();
    outer.sort();
    outer
}
