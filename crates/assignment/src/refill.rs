//! Local search that fills one agent at a time as well as can be.
//!
//! Take an agent that is full. Everybody else's place being given, who should be in it? That is a
//! knapsack problem: a member is worth what it would lose by going to its cheapest other agent with
//! room, an outsider what it would save by coming. At the agent's price nearly all are plainly in or
//! plainly out; the others are its core ([`crate::core`]). One such step does what would take long chains
//! of single moves: it fills a gap of room with whatever set of jobs fits it best.

use std::collections::BTreeSet;

use crate::by_agent::ByAgent;
use crate::core::{self, Choice, Core};
use crate::limits::Clock;
use crate::plan::Plan;
use crate::problem::narrow;

/// Refills agents until none can be filled better, or the clock stops. For problems of one resource.
pub(crate) fn refill(plan: &mut Plan<'_>, prices: &[f64], clock: &mut Clock<'_>) {
    let problem = plan.problem;
    debug_assert!(problem.resources == 1);
    let by_agent = ByAgent::new(problem);
    let mut work = Work::default();
    loop {
        let before = plan.cost();
        let mut stale = vec![true; problem.agents];
        let mut any = true;
        while std::mem::take(&mut any) {
            for agent in 0..problem.agents {
                if !std::mem::replace(&mut stale[agent], false) {
                    continue;
                }
                let better = work.fill(plan, &by_agent, agent, prices[agent]);
                if !clock.spend(work.steps(&by_agent, agent)) {
                    return;
                }
                if better {
                    any = true;
                    for &(job, _) in &work.moved {
                        for arc in problem.arcs(job) {
                            stale[problem.arc_agent[arc] as usize] = true;
                        }
                    }
                }
            }
        }
        if plan.cost() == before {
            return;
        }
    }
}

/// A job that may be in the agent or not.
#[derive(Clone, Copy)]
struct Item {
    job: usize,
    arc: usize,
    need: i64,
    /// What it is worth to have it in, beyond its need at the price.
    surplus: f64,
    is_in: bool,
}

/// Memory that is used again for every agent.
#[derive(Default)]
struct Work {
    items: Vec<Item>,
    core: Core,
    /// Jobs that the last successful filling moved, and where they were.
    moved: Vec<(usize, Option<usize>)>,
}

impl Work {
    fn steps(&self, by_agent: &ByAgent, agent: usize) -> u64 {
        (by_agent.count(agent) * 2) as u64 + self.core.steps
    }

    /// Fills one agent; true if the plan became cheaper.
    fn fill(&mut self, plan: &mut Plan<'_>, by_agent: &ByAgent, agent: usize, price: f64) -> bool {
        self.core.steps = 0;
        let id = narrow(agent);
        let capacity = plan.problem.capacities[agent];
        let excess = self.collect(plan, by_agent, id, price);
        if excess < 1.0 {
            return false;
        }
        // In a better choice no item is decided against the price at a loss of `excess` or more.
        let items = (0..).zip(&self.items);
        let items =
            items.map(|(source, &Item { need, surplus, .. })| core::Item { need, surplus, source });
        let choice = self.core.choose(items, capacity, price, excess, 0.5);
        choice.is_some_and(|choice| self.apply(plan, &choice, id))
    }

    /// The jobs that may be in the agent; says what those in and out lose now, room at its price.
    fn collect(&mut self, plan: &Plan<'_>, by_agent: &ByAgent, agent: u32, price: f64) -> f64 {
        let problem = plan.problem;
        self.items.clear();
        let mut excess = price * plan.residual(agent)[0] as f64;
        for (job, arc) in by_agent.entries(problem, agent as usize) {
            let is_in = plan.arc(job) == Some(arc);
            let need = problem.need(job, arc)[0];
            let worth = if is_in {
                let mut exits = problem.arcs(job);
                let exit = exits.find(|&exit| exit != arc && plan.fits(job, exit));
                let penalty = problem.penalties[job];
                exit.map_or(penalty, |exit| problem.arc_cost[exit].min(penalty))
            } else {
                plan.job_cost(job)
            } - problem.arc_cost[arc];
            if (!is_in && worth <= 0) || need > problem.capacities[agent as usize] {
                continue;
            }
            let surplus = worth as f64 - price * need as f64;
            excess += if is_in { (-surplus).max(0.0) } else { surplus.max(0.0) };
            self.items.push(Item { job, arc, need, surplus, is_in });
        }
        excess
    }

    /// Moves everybody to where the choice wants them, unless that turns out dearer.
    fn apply(&mut self, plan: &mut Plan<'_>, choice: &Choice, agent: u32) -> bool {
        let before = plan.cost();
        let turned: BTreeSet<u32> = self.core.turned(choice).collect();
        self.moved.clear();
        let mut coming = Vec::new();
        let mut leaving = Vec::new();
        for (place, item) in (0..).zip(&self.items) {
            let wanted = (item.surplus > 0.0) != turned.contains(&place);
            if wanted == item.is_in {
                continue;
            }
            self.moved.push((item.job, plan.arc(item.job)));
            plan.remove(item.job);
            if wanted {
                coming.push(*item);
            } else {
                leaving.push(item.job);
            }
        }
        for item in coming {
            if plan.fits(item.job, item.arc) {
                plan.place(item.job, item.arc);
            } else {
                leaving.push(item.job);
            }
        }
        for job in leaving {
            let penalty = plan.problem.penalties[job];
            let mut exits = plan.problem.arcs(job);
            let exit = exits.find(|&exit| {
                plan.problem.arc_agent[exit] != agent
                    && plan.problem.arc_cost[exit] <= penalty
                    && plan.fits(job, exit)
            });
            if let Some(exit) = exit {
                plan.place(job, exit);
            }
        }
        if plan.cost() < before {
            return true;
        }
        for &(job, _) in &self.moved {
            plan.remove(job);
        }
        for &(job, arc) in &self.moved {
            plan.shift(job, arc);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use crate::{Limits, Problem};

    /// One agent with room for some, and one far away with room for all: who should be in the first
    /// is a knapsack, and its price half of the mean worth of a unit.
    fn knapsack(random: &mut Random, jobs: usize) -> (Problem, i64) {
        let items: Vec<(i64, i64)> =
            (0..jobs).map(|_| (1 + random.below(30) as i64, random.below(200) as i64)).collect();
        let capacity = items.iter().map(|item| item.0).sum::<i64>() / 2;
        let mut builder = Problem::builder(1);
        let (near, far) = (builder.agent(&[capacity]), builder.agent(&[1_000_000]));
        let mut best = vec![0; usize::try_from(capacity).unwrap() + 1];
        for &(need, worth) in &items {
            builder.job(&[need], 10_000, &[(near, 100), (far, 100 + worth)]);
            for room in (usize::try_from(need).unwrap()..best.len()).rev() {
                best[room] = best[room].max(best[room - usize::try_from(need).unwrap()] + worth);
            }
        }
        let all = items.iter().map(|item| 100 + item.1).sum::<i64>();
        (builder.build().unwrap(), all - best.last().unwrap())
    }

    #[test]
    fn one_full_agent_is_filled_as_well_as_can_be() {
        for seed in 0..300 {
            let mut random = Random::new(seed);
            let (problem, optimum) = knapsack(&mut random, 1 + (seed % 30) as usize);
            let mut plan = Plan::empty(&problem);
            // From any start, at any price that is not far off.
            for job in 0..problem.jobs() {
                let arc = problem.arcs(job).nth(random.below(2)).unwrap();
                if plan.fits(job, arc) {
                    plan.place(job, arc);
                }
            }
            let price = random.unit() * 10.0;
            refill(&mut plan, &[price, 0.0], &mut Clock::new(&Limits::default(), 0));
            assert_eq!(plan.cost(), optimum, "seed {seed}, price {price}");
        }
    }
}
