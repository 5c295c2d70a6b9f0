//! The assignment problem of a survey: who may go where, at what cost, within what limits.

pub(crate) mod change;
pub(crate) mod choices;
pub(crate) mod jobs;
pub(crate) mod market;
pub(crate) mod offers;
pub(crate) mod prospects;
pub(crate) mod room_left;
pub(crate) mod uncountable;

use crate::amounts::millimetres;
use crate::distances::Distances;
use crate::problem::change::Before;
use crate::problem::jobs::{JobOwners, Jobs, jobs, movers};
use crate::problem::market::{FIRST, Lists, ParkMarket};
use crate::receive::ReceivingParks;
use crate::rule::rulings::Rulings;
use crate::screened::candidates::Candidate;
use crate::screened::enterprises::ScreenedEnterprise;
use crate::settings::PlanOptions;
use crate::settings::resource::Resource;
use parkward_assignment::{Needs, Parts, Problem, ProblemError};
use parkward_model::Survey;
use parkward_policy::{Classes, RuleBook};
use rayon::prelude::*;

/// The assignment problem, and what its numbers stand for.
#[derive(Debug)]
pub(crate) struct PlanningProblem {
    /// Jobs are movers, then projects; agents are parks in the order of the survey, resource 0 is land in square
    /// metres, the others are in thousandths of their unit.
    ///
    /// Lists of candidates hold the nearest parks first and may be short: the solver asks for the
    /// rest.
    pub(crate) problem: Problem,
    /// Enterprises that should move, by their position in the survey. Jobs are in the order in
    /// which they stand in space, so that neighbours are neighbours in memory.
    pub(crate) movers: Vec<usize>,
    /// Projects that should settle, by their position in the survey: the jobs after the movers.
    pub(crate) projects: Vec<usize>,
    /// Where each job's enterprise stands, what it may be offered, and what it needs.
    jobs: Jobs,
}

impl PlanningProblem {
    pub(crate) fn new(
        JobOwners { movers, projects }: JobOwners,
        jobs: Jobs,
        Everybody { screened, classes, candidates }: Everybody<'_>,
        distances: &impl Distances,
        rules: &RuleBook,
        resources: &[Resource],
    ) -> Result<Self, ProblemError> {
        let priority = classes.map(|classes| classes.priority_km(rules));
        let penalty = |(job, mover): (usize, &usize)| {
            let quality = rules.weights.quality_km * screened[*mover].quality;
            let class = priority.as_ref().map_or(0.0, |priority| priority(*mover));
            let penalty = millimetres(rules.weights.unplaced_km + quality + class);
            jobs.penalty(job, penalty, distances)
        };
        let mut penalties: Vec<i64> = movers.iter().enumerate().map(penalty).collect();
        penalties.extend(projects.iter().map(|project| {
            let quality = rules.weights.quality_km * candidates[*project].quality;
            millimetres(rules.weights.unplaced_km + rules.weights.project_km + quality)
        }));
        let park_count = jobs.capacities.len() / (1 + resources.len());
        let first = match movers.len() * park_count {
            ..=COMPLETE => usize::MAX,
            _ => FIRST.max(AT_FIRST / movers.len()),
        };
        let market = ParkMarket { jobs: &jobs, distances };
        let mut parts = Parts {
            resources: 1 + resources.len(),
            agent_count: park_count,
            capacities: jobs.capacities.clone(),
            starts: Vec::with_capacity(movers.len() + 1),
            unlisted_costs: Vec::with_capacity(movers.len()),
            needs: Needs::PerJob(jobs.needs.clone()),
            penalties,
            ..Parts::default()
        };
        parts.starts.push(0);
        let block = BLOCK.max(distances.batch());
        // In batches: otherwise all lists would be in memory twice, by themselves and in the one array.
        for batch in 0..movers.len().div_ceil(BATCH) {
            let batch = batch * BATCH..movers.len().min((batch + 1) * BATCH);
            let blocks: Vec<Lists> = batch
                .clone()
                .into_par_iter()
                .step_by(block)
                .map(|job| market.first_lists(job..batch.end.min(job + block), first))
                .collect();
            let pairs: usize = blocks.iter().map(|block| block.list.len()).sum();
            if parts.agents.capacity() - parts.agents.len() < pairs {
                let rest = pairs * (movers.len() - batch.start).div_ceil(batch.len());
                parts.agents.reserve_exact(rest + rest / 16);
                parts.costs.reserve_exact(rest + rest / 16);
            }
            for Lists { list, ends } in blocks {
                let start = parts.agents.len();
                parts.agents.extend(list.iter().map(|pair| pair.0));
                parts.costs.extend(list.iter().map(|pair| pair.1));
                parts.starts.extend(ends.iter().map(|(end, _)| start + end));
                parts.unlisted_costs.extend(ends.iter().map(|(_, unlisted)| *unlisted));
            }
        }
        for job in movers.len()..movers.len() + projects.len() {
            let mut list = Vec::new();
            market.all(job, &mut list);
            parts.agents.extend(list.iter().map(|pair| pair.0));
            parts.costs.extend(list.iter().map(|pair| pair.1));
            parts.starts.push(parts.agents.len());
            parts.unlisted_costs.push(None);
        }
        Ok(Self { problem: Problem::new(parts)?, movers, projects, jobs })
    }

    /// Where an earlier plan sent each job, if there is one.
    pub(crate) fn earlier(&self) -> Vec<Option<u32>> {
        let before = |job| match self.jobs.change.before(job) {
            Some(Before::To(park)) => Some(u32::try_from(park.index()).expect("a position")),
            Some(Before::Gone) | None => None,
        };
        (0..self.problem.jobs()).map(before).collect()
    }

    /// The problem and the source of its longer lists.
    pub(crate) fn with_market<'a, D: Distances>(
        &'a mut self,
        distances: &'a D,
    ) -> (&'a mut Problem, ParkMarket<'a, D>) {
        (&mut self.problem, ParkMarket { jobs: &self.jobs, distances })
    }
}

/// Pairs that few movers list at first, all together.
const AT_FIRST: usize = 150_000;

/// With no more pairs of movers and parks than this, all are listed at once: branch and bound can do more
/// with complete lists.
const COMPLETE: usize = 1 << 18;

/// Movers that look for parks together, and movers whose lists are made in one go.
const BLOCK: usize = 64;
const BATCH: usize = 1 << 15;

/// What is known of the enterprises before the problem is built.
#[derive(Clone, Copy)]
pub(crate) struct Everybody<'a> {
    pub(crate) screened: &'a [ScreenedEnterprise],
    pub(crate) classes: Option<&'a Classes>,
    pub(crate) candidates: &'a [Candidate],
}

/// Builds the problem from those who should move.
///
/// Every park within the cut-off whose rules admit the enterprise is a pair, so the bound that the
/// solver proves holds over all allowed parks, listed or not. A park too small for an enterprise all
/// alone is left out. A mover whose need of some resource is unknown has been settled as review
/// before; a park whose quota of a resource is unknown has none to give.
///
/// # Errors
/// [`ProblemError`] if a number is too large for exact arithmetic.
pub(crate) fn problem(
    survey: &Survey,
    everybody: Everybody<'_>,
    distances: &impl Distances,
    rulings: &Rulings,
    receiving: &ReceivingParks,
    rules: &RuleBook,
    options: &PlanOptions,
) -> Result<PlanningProblem, ProblemError> {
    let Everybody { screened, candidates, .. } = everybody;
    let movers = movers(survey, screened);
    let mut projects: Vec<usize> =
        (0..candidates.len()).filter(|i| candidates[*i].settled.is_none()).collect();
    projects.sort_by_key(|index| &survey.projects[*index].id);
    let owners = JobOwners { movers, projects };
    let jobs = jobs(survey, screened, rulings, &owners, receiving, rules, options);
    PlanningProblem::new(owners, jobs, everybody, distances, rules, &options.resources)
}
