//! Candidate lists that grow only as far as the proof needs them.
//!
//! A job's nearest few agents decide nearly everything, and listing all of thousands is out of the
//! question for a million jobs. So lists begin short, with a bound on what is not listed. Prices
//! are then raised; where the bound on the unlisted is what keeps the lower bound down, the list is
//! made longer, just beyond the job's present best, and prices are raised again: column generation,
//! with the bound holding over all columns at every step. Prices only push jobs away from agents
//! that are short of room, so few lists grow, and seldom far.

use rayon::prelude::*;

use crate::limits::Clock;
use crate::plan::narrow;
use crate::price::Ascent;
use crate::{Needs, Price, Problem, lower_bound};

/// Where longer candidate lists come from.
pub trait Market: Sync {
    /// Appends to `list` every agent, with its cost, that costs the job less than `below`, and
    /// perhaps more of them; whatever was appended for a smaller `below` is appended again. Says
    /// the least that the others cost, or `None` if there are no others.
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64>;
}

/// Sweeps of coordinate ascent between two rounds of growing, and the gain that ends them early.
const SWEEPS: usize = 4;
const TOLERANCE: f64 = 1e-7;
/// How far beyond a job's present best its list is to reach, as a share of what prices add to it.
const MARGIN: f64 = 0.25;
/// Jobs listed in one go.
const BLOCK: usize = 1 << 8;

/// Raises prices and makes lists longer in turns, until no list limits the bound. Once the clock has
/// stopped prices stay as they are. `report` hears of the bound after each round.
///
/// Same problem, same lists and prices, on any number of threads.
pub(crate) fn grow(
    problem: &mut Problem,
    market: &dyn Market,
    prices: Vec<f64>,
    clock: &mut Clock<'_>,
    report: &mut dyn FnMut(f64),
) -> Vec<f64> {
    let mut ascent = Ascent::new(problem, prices);
    loop {
        let (bound, rising) = ascent.climb(problem, SWEEPS, TOLERANCE, clock);
        report(bound);
        let limited = ascent.limited(problem);
        if limited.is_empty() && !rising {
            return ascent.prices;
        }
        extend(problem, market, &limited, &mut ascent);
    }
}

/// Makes the lists of some jobs reach beyond what they pay at the present prices.
fn extend(problem: &mut Problem, market: &dyn Market, jobs: &[u32], ascent: &mut Ascent) {
    let longer = |jobs: &[u32]| {
        let (mut list, mut ends) = (Vec::new(), Vec::new());
        for &job in jobs {
            let start = list.len();
            let below = reach(problem, ascent.least(job as usize), job as usize);
            let unlisted = market.list(job as usize, below, &mut list);
            list[start..].sort_unstable_by_key(|&(agent, cost)| (cost, agent));
            ends.push((list.len(), unlisted));
        }
        (list, ends)
    };
    let blocks: Vec<_> = jobs.par_chunks(BLOCK).map(longer).collect();
    for (jobs, (list, ends)) in jobs.chunks(BLOCK).zip(blocks) {
        let mut start = 0;
        for (&job, (end, unlisted)) in jobs.iter().zip(ends) {
            ascent.relist(problem, job as usize, &list[start..end], unlisted);
            start = end;
        }
    }
}

/// Makes the lists of jobs that a plan leaves out reach an agent with room for them, or as many
/// agents as [`DETOURS`] if none has room for any of them. Says whether any list grew.
pub(crate) fn reach_further(
    problem: &mut Problem,
    market: &dyn Market,
    assignment: &[Option<u32>],
) -> bool {
    let q = problem.resources;
    let mut room = problem.capacities.clone();
    for (job, agent) in assignment.iter().enumerate() {
        let Some(candidate) = agent.and_then(|agent| problem.candidate(job, agent)) else {
            continue;
        };
        let room = &mut room[candidate.agent as usize * q..][..q];
        room.iter_mut().zip(candidate.needs).for_each(|(room, need)| *room -= need);
    }
    let left_out: Vec<usize> = (0..assignment.len())
        .filter(|&job| assignment[job].is_none())
        .filter(|&job| problem.unlisted_cost(job).is_some_and(|cost| cost < problem.penalties[job]))
        .take(LEFT_OUT)
        .collect();
    let mut grown = false;
    let mut list = Vec::new();
    for job in left_out {
        let Needs::PerJob(needs) = &problem.needs else { continue };
        let needs = &needs[job * q..][..q];
        let fits = |agent: u32| {
            needs.iter().zip(&room[agent as usize * q..]).all(|(need, room)| need <= room)
        };
        let anywhere = (0..problem.agents).any(|agent| fits(narrow(agent)));
        let before = problem.arcs(job).len();
        let mut unlisted = problem.unlisted_cost(job);
        while let Some(below) = unlisted {
            if below >= problem.penalties[job] {
                break;
            }
            list.clear();
            unlisted = market.list(job, twice(below), &mut list);
            let enough = match anywhere {
                true => list.iter().any(|&(agent, _)| fits(agent)),
                false => list.len() >= before + DETOURS,
            };
            if enough {
                break;
            }
        }
        // An agent that costs more than being left out is as good as none.
        let dear = list.iter().map(|pair| pair.1).filter(|cost| *cost > problem.penalties[job]);
        unlisted = dear.min().into_iter().chain(unlisted).min();
        list.retain(|&(_, cost)| cost <= problem.penalties[job]);
        if list.len() > before {
            list.sort_unstable_by_key(|&(agent, cost)| (cost, agent));
            problem.relist(job, &list, unlisted);
            grown = true;
        }
        list.clear();
    }
    grown
}

/// Jobs left out for which agents further off are looked for.
const LEFT_OUT: usize = 1_000;
/// Agents more that a job may look at, where none has room and others would have to make way.
const DETOURS: usize = 16;

/// Makes lists long enough to check a solution: every placement is a candidate if the market knows
/// it, and no list limits the bound that the prices prove.
///
/// Needed where only the solution is known, and not the lists that it was found with.
///
/// # Panics
/// When needs depend on the agent, or the numbers of prices or placements are not those of the
/// problem.
pub fn lengthen(
    problem: &mut Problem,
    market: &dyn Market,
    prices: &[Price],
    assignment: &[Option<u32>],
) {
    assert_eq!(assignment.len(), problem.jobs(), "one place per job");
    let mut list = Vec::new();
    let mut longer = |problem: &mut Problem, job: usize, below: i64| {
        list.clear();
        let unlisted = market.list(job, below, &mut list);
        list.sort_unstable_by_key(|&(agent, cost)| (cost, agent));
        problem.relist(job, &list, unlisted);
    };
    for (job, agent) in assignment.iter().enumerate() {
        let Some(agent) = *agent else { continue };
        while problem.candidate(job, agent).is_none() {
            let Some(unlisted) = problem.unlisted_cost(job) else { break };
            longer(problem, job, twice(unlisted));
        }
    }
    loop {
        let limited = lower_bound(problem, prices).limited_by;
        if limited.is_empty() {
            return;
        }
        for job in limited {
            let Some(unlisted) = problem.unlisted_cost(job as usize) else { continue };
            longer(problem, job as usize, twice(unlisted));
        }
    }
}

/// Up to which cost a list is to reach next, where it is not known how far is far enough.
fn twice(unlisted: i64) -> i64 {
    unlisted.saturating_mul(2).saturating_add(1)
}

/// Up to which cost a job's list should reach: what it pays now, and a part more of what prices
/// add to its cheapest choice, since they may still rise.
fn reach(problem: &Problem, least: f64, job: usize) -> i64 {
    let nearest = problem.arcs(job).next().map_or(0, |arc| problem.arc_cost[arc]) as f64;
    #[allow(clippy::cast_possible_truncation)] // costs are below 2^52
    let reach = (least + MARGIN * (least - nearest).max(0.0)).ceil() as i64;
    reach.saturating_add(2)
}
