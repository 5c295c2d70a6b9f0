//! Candidate lists that grow only as far as the proof needs them.
//!
//! A job's nearest few agents decide nearly everything, and listing all of thousands is out of the
//! question for a million jobs. So lists begin short, with a bound on what is not listed. Prices
//! are then raised; where the bound on the unlisted is what keeps the lower bound down, the list is
//! made longer, just beyond the job's present best, and prices are raised again. (Column
//! generation, with the bound holding over all columns at every step.) Prices only push jobs away
//! from agents that are short of room, so few lists grow, and seldom far.

use rayon::prelude::*;

use crate::limits::Clock;
use crate::price::{coordinate_ascent, fixed, priced};
use crate::{Needs, Phase, Price, Problem, Progress, lower_bound};

/// Where longer candidate lists come from. Jobs must need the same from every agent.
pub trait Market: Sync {
    /// Appends to `list` every agent, with its cost, that costs the job less than `below`, and
    /// possibly more of them; an agent once told must be told again by any longer list. Says the
    /// least that the agents not appended cost, or `None` if there are no more.
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64>;
}

/// Sweeps of coordinate ascent between two rounds of growing, and the gain that ends them early.
const SWEEPS: usize = 4;
const TOLERANCE: f64 = 1e-6;
/// How far beyond a job's present best its list is to reach, as a share of what prices add to it.
const MARGIN: f64 = 0.25;
/// Jobs listed in one go.
const BLOCK: usize = 1 << 12;

/// Raises prices and makes lists longer in turns, until the lists do not limit the bound. The last
/// prices are for [`solve_from`](crate::solve_from). Gives up early when the limits say so: the
/// lists then still limit the bound, which stays a bound.
///
/// Same problem, same lists and prices, on any number of threads.
///
/// ```
/// use parkward_assignment::{Limits, Market, Problem, grow, lower_bound};
///
/// /// Every job is at zero on a line, agent `a` at `a`.
/// struct Line(u32);
/// impl Market for Line {
///     fn list(&self, _job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
///         let end = (below.max(1) as u32).min(self.0);
///         list.extend((0..end).map(|a| (a, i64::from(a))));
///         (end < self.0).then_some(i64::from(end))
///     }
/// }
///
/// let mut builder = Problem::builder(1);
/// (0..9).for_each(|_| { builder.agent(&[1]); });
/// for _ in 0..3 {
///     builder.job(&[1], 100, &[(0, 0)]);
///     builder.unlisted_cost(1);
/// }
/// let mut problem = builder.build()?;
/// let prices = grow(&mut problem, &Line(9), &Limits::default(), &mut |_| {});
/// let bound = lower_bound(&problem, &prices);
/// assert_eq!((bound.value, bound.limited_by.len()), (3, 0)); // 0 + 1 + 2, over all nine agents
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Panics
/// When needs depend on the agent.
pub fn grow(
    problem: &mut Problem,
    market: &dyn Market,
    limits: &crate::Limits<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Vec<Price> {
    let mut clock = Clock::new(limits, problem.candidate_count());
    let mut prices = vec![0.0; problem.capacities.len()];
    loop {
        coordinate_ascent(problem, &mut prices, SWEEPS, TOLERANCE, &mut clock);
        let certified = fixed(&prices);
        let bound = lower_bound(problem, &certified);
        let cost = problem.penalties.iter().sum();
        progress(Progress { phase: Phase::Pricing, cost, lower_bound: bound.value });
        if bound.limited_by.is_empty() || clock.stopped().is_some() {
            return certified;
        }
        lengthen(problem, market, &bound.limited_by, &prices);
    }
}

/// Makes the lists of some jobs, in their order, reach beyond what they pay at these prices.
fn lengthen(problem: &mut Problem, market: &dyn Market, jobs: &[u32], prices: &[f64]) {
    let longer: Vec<_> = jobs
        .par_chunks(BLOCK)
        .map(|jobs| {
            let (mut list, mut ends, mut unlisted) = (Vec::new(), Vec::new(), Vec::new());
            for &job in jobs {
                let start = list.len();
                let below = reach(problem, prices, job as usize);
                unlisted.push(market.list(job as usize, below, &mut list));
                list[start..].sort_unstable_by_key(|&(agent, cost)| (cost, agent));
                ends.push(list.len());
            }
            (list, ends, unlisted)
        })
        .collect();
    replace(problem, jobs, &longer);
}

/// Up to which cost a job's list should reach: what it pays now, and a part more of what prices
/// add to its cheapest choice, since they may still rise.
fn reach(problem: &Problem, prices: &[f64], job: usize) -> i64 {
    let penalty = problem.penalties[job];
    let values = problem.arcs(job).map(|arc| priced(problem, prices, job, arc));
    let best = values.fold(penalty as f64, f64::min);
    let nearest = problem.arcs(job).next().map_or(0, |arc| problem.arc_cost[arc]) as f64;
    #[allow(clippy::cast_possible_truncation)] // costs are below 2^52
    let reach = (best + MARGIN * (best - nearest)).ceil() as i64;
    reach.saturating_add(2).min(penalty)
}

/// For each block of jobs: the new lists, one after the other; where each ends; what is unlisted.
type Longer = (Vec<(u32, i64)>, Vec<usize>, Vec<Option<i64>>);

fn replace(problem: &mut Problem, jobs: &[u32], longer: &[Longer]) {
    assert!(matches!(problem.needs, Needs::PerJob(_)), "needs that do not depend on the agent");
    let grown: usize = longer.iter().map(|block| block.0.len()).sum();
    let mut agents = Vec::with_capacity(problem.arc_agent.len() + grown);
    let mut costs = Vec::with_capacity(agents.capacity());
    let mut starts = Vec::with_capacity(problem.starts.len());
    starts.push(0);
    problem.unlisted.resize(problem.penalties.len(), None);
    let mut jobs = jobs.iter().enumerate().peekable();
    for job in 0..problem.penalties.len() {
        match jobs.next_if(|(_, grows)| **grows as usize == job) {
            None => {
                agents.extend_from_slice(&problem.arc_agent[problem.arcs(job)]);
                costs.extend_from_slice(&problem.arc_cost[problem.arcs(job)]);
            }
            Some((place, _)) => {
                let (list, ends, unlisted) = &longer[place / BLOCK];
                let at = place % BLOCK;
                let start = if at == 0 { 0 } else { ends[at - 1] };
                agents.extend(list[start..ends[at]].iter().map(|&(agent, _)| agent));
                costs.extend(list[start..ends[at]].iter().map(|&(_, cost)| cost));
                problem.unlisted[job] = unlisted[at];
            }
        }
        starts.push(agents.len());
    }
    (problem.arc_agent, problem.arc_cost, problem.starts) = (agents, costs, starts);
}
