//! The assignment problem of a survey: who may go where, at what cost, within what limits.

use crate::{Resource, Standing};
use parkward_assignment::{Needs, Parts, Problem, ProblemError};
use parkward_geometry::ParkIndex;
use parkward_model::{Enterprise, IndustryCode, Metres, Park, Survey};
use parkward_policy::{Refusal, RuleBook, Terms};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A park that an enterprise may go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The park's position in the survey.
    pub park: usize,
    /// From the site to the park's boundary.
    pub distance: Metres,
    /// What the pair costs beside the distance.
    pub terms: Terms,
    /// Distance and terms in millimetre-equivalents.
    pub cost_mm: i64,
}

/// The assignment problem, and what its numbers stand for.
#[derive(Debug)]
pub struct PlanningProblem {
    /// Jobs are movers, agents are parks in the order of the survey, resource 0 is land in square
    /// metres, the others are in thousandths of their unit.
    pub problem: Problem,
    /// Enterprises that should move, by their position in the survey.
    pub movers: Vec<usize>,
    /// The pairs of each mover, nearest park first. They are complete: what is not listed is not
    /// allowed.
    pub pairs: Vec<Vec<Pair>>,
}

/// What each park answers to each industry of the survey, whatever the distance.
pub(crate) type Offers = BTreeMap<IndustryCode, Vec<Result<Terms, Refusal>>>;

pub(crate) fn offers(survey: &Survey, rules: &RuleBook) -> Offers {
    let industries: std::collections::BTreeSet<_> =
        survey.enterprises.iter().filter_map(|enterprise| enterprise.industry.clone()).collect();
    industries
        .into_iter()
        .map(|industry| {
            let answers = survey.parks.iter().map(|park| rules.pair(&industry, park)).collect();
            (industry, answers)
        })
        .collect()
}

/// Builds the problem from those who should move.
///
/// Every park within the cut-off whose rules admit the enterprise is a pair, so the bound that the
/// solver proves holds over all allowed parks. A mover whose need of some resource is unknown has
/// been settled as review before; a park whose quota of a resource is unknown has none to give.
///
/// # Errors
/// [`ProblemError`] if a number is too large for exact arithmetic.
pub fn problem(
    survey: &Survey,
    standing: &[Standing],
    index: &ParkIndex,
    rules: &RuleBook,
    resources: &[Resource],
) -> Result<PlanningProblem, ProblemError> {
    let movers: Vec<usize> =
        (0..standing.len()).filter(|i| standing[*i].settled.is_none()).collect();
    let offers = offers(survey, rules);
    let pairs: Vec<Vec<Pair>> = movers
        .par_iter()
        .map(|mover| pairs_of(&survey.enterprises[*mover], index, &offers, rules))
        .collect();

    let mut parts = Parts {
        resources: 1 + resources.len(),
        agent_count: survey.parks.len(),
        starts: vec![0],
        ..Parts::default()
    };
    for park in &survey.parks {
        parts.capacities.extend(capacities(park, resources));
    }
    let mut needs = Vec::with_capacity(movers.len() * parts.resources);
    for (mover, pairs) in movers.iter().zip(&pairs) {
        let enterprise = &survey.enterprises[*mover];
        needs.extend(needs_of(enterprise, resources));
        parts.penalties.push(millimetres(
            rules.weights.unplaced_km + rules.weights.quality_km * standing[*mover].quality,
        ));
        for pair in pairs {
            parts.agents.push(u32::try_from(pair.park).expect("fewer than 2^32 parks"));
            parts.costs.push(pair.cost_mm);
        }
        parts.starts.push(parts.agents.len());
    }
    parts.needs = Needs::PerJob(needs);
    Ok(PlanningProblem { problem: Problem::new(parts)?, movers, pairs })
}

fn pairs_of(
    enterprise: &Enterprise,
    index: &ParkIndex,
    offers: &Offers,
    rules: &RuleBook,
) -> Vec<Pair> {
    let Some(offers) = enterprise.industry.as_ref().and_then(|industry| offers.get(industry))
    else {
        return Vec::new();
    };
    index
        .nearest(enterprise.site)
        .take_while(|(_, distance)| distance.kilometres() <= rules.weights.cut_off_km)
        .filter_map(|(park, distance)| {
            let terms = offers[park].as_ref().ok()?.clone();
            let cost_mm = distance.millimetres() + millimetres(terms.total_km());
            Some(Pair { park, distance, terms, cost_mm })
        })
        .collect()
}

/// What a park can give of each resource, land first; unknown counts as nothing.
fn capacities<'a>(park: &'a Park, resources: &'a [Resource]) -> impl Iterator<Item = i64> {
    let land = park.capacity.map_or(0, |capacity| capacity.square_metres());
    let quota = |resource: &Resource| park.facts.number(&resource.quota).map_or(0, thousandths);
    std::iter::once(land).chain(resources.iter().map(quota))
}

/// What an enterprise needs of each resource, land first.
fn needs_of<'a>(
    enterprise: &'a Enterprise,
    resources: &'a [Resource],
) -> impl Iterator<Item = i64> {
    let land = enterprise.land.map_or(0, |land| land.square_metres());
    let need = |resource: &Resource| enterprise.facts.number(&resource.need).map_or(0, thousandths);
    std::iter::once(land).chain(resources.iter().map(need))
}

/// Kilometres to whole millimetres.
pub(crate) fn millimetres(km: f64) -> i64 {
    Metres(km * 1_000.0).millimetres()
}

#[expect(clippy::cast_possible_truncation, reason = "saturates; the solver refuses such numbers")]
fn thousandths(amount: f64) -> i64 {
    (amount * 1_000.0).round() as i64
}
