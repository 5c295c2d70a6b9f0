//! The parks of a plan: their loads, limits and prices.

use crate::bucket::Bucket;
use crate::prepare::{Given, Prepared};
use crate::receive::ReceivingPark;
use crate::screened::zoning::ParkZone;
use crate::settings::resource::{LAND, Resource};
use parkward_assignment::{Price, Solution};
use parkward_geometry::nested;
use parkward_model::{AreaUnit, Hectares, Park, ParkId, Survey, Text};
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
    pub unit: Text,
    /// What incoming enterprises may take; `None`: unknown, and nobody is sent.
    pub capacity: Option<f64>,
    /// What they take.
    pub taken: f64,
    /// What one unit more would save, in kilometre-equivalents.
    pub shadow_price_km: f64,
}

pub(crate) fn parks(
    Given { survey, rules, options }: Given<'_>,
    prepared: &Prepared,
    solution: &Solution,
) -> Vec<PlannedPark> {
    let nested = survey.nested.clone().unwrap_or_else(|| nested(&survey.parks));
    let resources = prepared.problem.problem.resources();
    let prices = solution.certificate.prices.chunks(resources);
    let tallies = tallies(survey, prepared, solution).into_iter();
    let parts = survey.parks.iter().zip(prepared.receiving.iter()).zip(prices).zip(tallies);
    let mut planned = Vec::with_capacity(survey.parks.len());
    for (index, (((park, receiver), prices), tally)) in parts.enumerate() {
        let park_type = rules.park_type(&park.id);
        let limits = limits(receiver, &options.resources, &tally.taken, prices);
        planned.push(PlannedPark {
            park: park.clone(),
            park_type: park_type.map(|park_type| park_type.id.clone()),
            park_type_name: park_type.map_or_else(Text::default, |t| t.name.clone()),
            lies_in: lies_in(survey, &nested, index),
            staying: tally.staying,
            closing: tally.closing,
            incoming: tally.incoming,
            leaving: tally.leaving,
            projects: tally.projects,
            load_before_ha: Hectares::from_square_metres(tally.before_m2),
            load_after_ha: Hectares::from_square_metres(tally.after_m2),
            shadow_price_km_per_ha: limits[0].shadow_price_km,
            limits,
            zones: receiver.zones.clone(),
        });
    }
    planned
}

/// Who is in a park and who comes, with their land in square metres, so that sums do not depend on the order
/// of summing.
#[derive(Clone, Default)]
struct Tally {
    staying: usize,
    closing: usize,
    leaving: usize,
    incoming: usize,
    projects: usize,
    before_m2: i64,
    after_m2: i64,
    /// What newcomers take of each resource, land first, in the solver's units.
    taken: Vec<i64>,
}

/// Of every park, in the order of the survey.
fn tallies(survey: &Survey, prepared: &Prepared, solution: &Solution) -> Vec<Tally> {
    let resources = prepared.problem.problem.resources();
    let mut tallies =
        vec![Tally { taken: vec![0; resources], ..Tally::default() }; survey.parks.len()];
    let gone = leaving(survey, prepared, solution);
    let present = survey.enterprises.iter().zip(&prepared.screened).enumerate();
    for (index, (enterprise, screened)) in present {
        let Some(park) = screened.inside() else { continue };
        let tally = &mut tallies[park];
        let land = enterprise.land.map_or(0, |land| land.square_metres());
        tally.before_m2 += land;
        if screened.settled == Some(Bucket::InParkCloses) {
            tally.closing += 1;
        } else if gone.contains(&index) {
            tally.leaving += 1;
        } else {
            tally.staying += 1;
            tally.after_m2 += land;
        }
    }
    for (job, agent) in solution.assignment.iter().enumerate() {
        let Some(agent) = *agent else { continue };
        let tally = &mut tallies[agent as usize];
        let needs = prepared.problem.needs(job);
        if job < prepared.problem.movers.len() {
            tally.incoming += 1;
        } else {
            tally.projects += 1;
        }
        tally.after_m2 += needs[0];
        for (sum, need) in tally.taken.iter_mut().zip(needs) {
            *sum += need;
        }
    }
    tallies
}

/// What a park can take, what newcomers take, and what one more would save: of land, then of the resources.
#[expect(clippy::cast_precision_loss, reason = "amounts of land and quotas stay far below 2^53")]
fn limits(
    park: &ReceivingPark,
    resources: &[Resource],
    taken: &[i64],
    prices: &[Price],
) -> Vec<Limit> {
    let mut limits = vec![Limit {
        resource: LAND.to_owned(),
        unit: AreaUnit::Ha.name(),
        capacity: park.land.map(|land| land.0),
        taken: taken[0] as f64 / Hectares::SQUARE_METRES,
        shadow_price_km: prices[0].to_f64() * Hectares::SQUARE_METRES / 1e6,
    }];
    let others = resources.iter().zip(&park.quotas).zip(&taken[1..]).zip(&prices[1..]);
    limits.extend(others.map(|(((resource, quota), taken), price)| Limit {
        resource: resource.id.clone(),
        unit: resource.unit.clone(),
        capacity: *quota,
        taken: *taken as f64 / 1e3,
        shadow_price_km: price.to_f64() * 1e3 / 1e6,
    }));
    limits
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
