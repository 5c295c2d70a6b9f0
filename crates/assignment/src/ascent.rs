//! Coordinate ascent: raising the Lagrangian bound in one price after the other.
//!
//! The bound is maximised exactly in one price at a time: nearly all of the way in a few sweeps when every
//! job has few candidates. But it can rest in a corner that no single price leaves; [`crate::subgradient`] and
//! [`crate::smooth`] move all prices at once.

use rayon::prelude::*;

use crate::Problem;
use crate::by_agent::ByAgent;
use crate::limits::Clock;
use crate::plan::NONE;
use crate::price::{BLOCK, priced};
use crate::problem::narrow;

/// Sweeps of coordinate ascent in one go, and the gain of one below which they end.
pub(crate) const SWEEPS: usize = 30;
pub(crate) const TOLERANCE: f64 = 1e-7;

/// Maximises the bound in one price after the other, sweep after sweep, until a sweep gains less
/// than `tolerance` of the bound.
pub(crate) fn coordinate_ascent(
    problem: &Problem,
    prices: &mut Vec<f64>,
    sweeps: usize,
    tolerance: f64,
    clock: &mut Clock<'_>,
) {
    if !prices.is_empty() {
        let mut ascent = Ascent::new(problem, std::mem::take(prices));
        ascent.climb(problem, sweeps, tolerance, clock);
        *prices = ascent.prices;
    }
}

/// The two cheapest ways to serve a job at the present prices. The penalty counts as agent
/// [`NONE`].
#[derive(Clone, Copy)]
struct BestTwo {
    first: f64,
    second: f64,
    first_agent: u32,
    second_agent: u32,
    /// The arc of the first choice, if that is an agent.
    first_arc: u32,
}

fn best_two(problem: &Problem, prices: &[f64], job: usize) -> BestTwo {
    let mut best = BestTwo {
        first: problem.floor(job) as f64,
        second: f64::INFINITY,
        first_agent: NONE,
        second_agent: NONE,
        first_arc: NONE,
    };
    for arc in problem.arcs(job) {
        if problem.arc_cost[arc] as f64 >= best.second {
            break;
        }
        let value = priced(problem, prices, job, arc);
        if value < best.first {
            best.second = best.first;
            best.second_agent = best.first_agent;
            best.first = value;
            best.first_agent = problem.arc_agent[arc];
            best.first_arc = narrow(arc);
        } else if value < best.second {
            best.second = value;
            best.second_agent = problem.arc_agent[arc];
        }
    }
    best
}

/// The state of coordinate ascent. A sweep is O(candidates · log); agents with room at price zero, and agents
/// whose jobs' choices have not changed, cost nothing.
pub(crate) struct Ascent {
    pub(crate) prices: Vec<f64>,
    by_agent: ByAgent,
    best: Vec<BestTwo>,
    /// What the jobs whose first choice an agent is need of it.
    demand: Vec<i64>,
    /// Agents of which some job's choices have changed since their last visit.
    stale: Vec<bool>,
    breaks: Vec<(f64, i64)>,
}

impl Ascent {
    pub(crate) fn new(problem: &Problem, prices: Vec<f64>) -> Self {
        let jobs = (0..problem.jobs()).into_par_iter();
        let (best, by_agent) = rayon::join(
            || jobs.map(|job| best_two(problem, &prices, job)).collect(),
            || ByAgent::new(problem),
        );
        let mut ascent = Ascent {
            by_agent,
            demand: vec![0; prices.len()],
            stale: vec![true; problem.agents],
            breaks: Vec::new(),
            prices,
            best,
        };
        (0..problem.jobs()).for_each(|job| ascent.count(problem, job, 1));
        ascent
    }

    /// Sweeps until one gains less than `tolerance` of the bound, `sweeps` times at most. Says where
    /// the bound is then, and whether more sweeps might raise it further.
    pub(crate) fn climb(
        &mut self,
        problem: &Problem,
        sweeps: usize,
        tolerance: f64,
        clock: &mut Clock<'_>,
    ) -> (f64, bool) {
        let mut bound = self.bound(problem);
        for _ in 0..sweeps {
            if clock.stopped().is_some() {
                return (bound, false);
            }
            let visited = self.sweep(problem, clock);
            let before = bound;
            bound = self.bound(problem);
            let work = visited * (1 + problem.resources) + problem.jobs();
            clock.spend(work as u64);
            if bound - before <= tolerance * bound.abs() {
                return (bound, false);
            }
        }
        (bound, true)
    }

    fn bound(&self, problem: &Problem) -> f64 {
        let slots = self.prices.iter().zip(&problem.capacities);
        let rent: f64 = slots.map(|(price, &capacity)| price * capacity as f64).sum();
        let blocks = self.best.par_chunks(BLOCK).map(|b| b.iter().map(|b| b.first).sum::<f64>());
        blocks.collect::<Vec<_>>().iter().sum::<f64>() - rent
    }

    /// Jobs whose lists limit the bound, as [`Bound::limited_by`](crate::Bound::limited_by) has it.
    pub(crate) fn limited(&self, problem: &Problem) -> Vec<u32> {
        let limits = |job: &usize| {
            let unlisted = problem.unlisted_cost(*job).map(|cost| cost as f64);
            unlisted.is_some_and(|cost| cost <= self.best[*job].first + 1.0)
        };
        (0..problem.jobs()).into_par_iter().filter(limits).map(narrow).collect()
    }

    /// Changes the list of a job.
    pub(crate) fn relist(
        &mut self,
        problem: &mut Problem,
        job: usize,
        list: &[(u32, i64)],
        unlisted: Option<i64>,
    ) {
        self.count(problem, job, -1);
        problem.relist(job, list, unlisted);
        self.by_agent.add(problem, job);
        self.best[job] = best_two(problem, &self.prices, job);
        self.count(problem, job, 1);
        list.iter().for_each(|&(agent, _)| self.stale[agent as usize] = true);
    }

    /// Visits every agent of which something has changed, until the clock stops; says how many candidates
    /// it looked at.
    fn sweep(&mut self, problem: &Problem, clock: &Clock<'_>) -> usize {
        let mut visited = 0;
        for agent in 0..problem.agents {
            if clock.is_over() {
                break;
            }
            if std::mem::replace(&mut self.stale[agent], false) {
                for resource in 0..problem.resources {
                    visited += self.raise(problem, agent, resource);
                }
            }
        }
        visited
    }

    /// Adds the needs of a job, `sign` times, to the demand of its first choice.
    fn count(&mut self, problem: &Problem, job: usize, sign: i64) {
        let best = &self.best[job];
        if best.first_agent != NONE {
            let first = best.first_agent as usize * problem.resources;
            for (r, need) in problem.need(job, best.first_arc as usize).iter().enumerate() {
                self.demand[first + r] += sign * need;
            }
        }
    }

    /// Sets one price to where the bound is highest: the bound is concave and piecewise linear in
    /// it, and a job leaves the agent at the price where its next best choice costs the same. The
    /// price is the lowest at which those who stay fit the capacity.
    fn raise(&mut self, problem: &Problem, agent: usize, resource: usize) -> usize {
        let index = agent * problem.resources + resource;
        let (old, capacity) = (self.prices[index], problem.capacities[index]);
        if old == 0.0 && self.demand[index] <= capacity {
            return 0;
        }
        self.breaks.clear();
        // Demand just above the old price and just below it: between the two lies the maximum.
        let (mut above, mut below, mut at_zero) = (0, 0, 0);
        for (job, arc) in self.by_agent.entries(problem, agent) {
            let two = &self.best[job];
            let other = if two.first_agent as usize == agent { two.second } else { two.first };
            if problem.arc_cost[arc] as f64 >= other {
                continue; // not even at price zero
            }
            let need = problem.need(job, arc)[resource];
            if need == 0 {
                continue;
            }
            let leaves = old + (other - priced(problem, &self.prices, job, arc)) / need as f64;
            if leaves > 0.0 {
                self.breaks.push((leaves, need));
                at_zero += need;
                above += if leaves > old { need } else { 0 };
                below += if leaves >= old { need } else { 0 };
            }
        }
        let visited = self.by_agent.count(agent);
        if above <= capacity && (old == 0.0 || below > capacity) {
            return visited;
        }
        let new = if at_zero > capacity { crossing(&mut self.breaks, capacity) } else { 0.0 };
        if new != old {
            self.prices[index] = new;
            self.refresh(problem, agent, resource);
        }
        visited
    }

    /// Looks again at the jobs to which the agent's price matters, and marks the agents to which
    /// their choices do.
    fn refresh(&mut self, problem: &Problem, agent: usize, resource: usize) {
        // With one resource the price just set is right until another agent's changes.
        let own = problem.resources > 1;
        let by_agent = std::mem::take(&mut self.by_agent);
        for (job, arc) in by_agent.entries(problem, agent) {
            let two = self.best[job];
            if problem.arc_cost[arc] as f64 > two.second || problem.need(job, arc)[resource] == 0 {
                continue; // dear even at price zero
            }
            let listed = two.first_agent as usize == agent || two.second_agent as usize == agent;
            if !listed && priced(problem, &self.prices, job, arc) >= two.second {
                continue;
            }
            self.count(problem, job, -1);
            let now = best_two(problem, &self.prices, job);
            self.best[job] = now;
            self.count(problem, job, 1);
            // Agents that cost more than the second choice do not matter to this job.
            let reach = two.second.max(now.second);
            for arc in problem.arcs(job) {
                if problem.arc_cost[arc] as f64 > reach {
                    break;
                }
                let other = problem.arc_agent[arc] as usize;
                self.stale[other] |= own || other != agent;
            }
        }
        self.by_agent = by_agent;
    }
}

/// The price at which demand, taken from the highest break down, first exceeds the capacity; the
/// sum of all must exceed it. Expected linear time.
fn crossing(mut breaks: &mut [(f64, i64)], mut capacity: i64) -> f64 {
    let highest_first = |a: &(f64, i64), b: &(f64, i64)| b.0.total_cmp(&a.0);
    while breaks.len() > 1 {
        let half = breaks.len() / 2;
        breaks.select_nth_unstable_by(half, highest_first);
        let upper: i64 = breaks[..half].iter().map(|b| b.1).sum();
        if upper > capacity {
            breaks = &mut breaks[..half];
        } else {
            capacity -= upper;
            breaks = &mut breaks[half..];
        }
    }
    breaks.first().map_or(0.0, |b| b.0)
}
