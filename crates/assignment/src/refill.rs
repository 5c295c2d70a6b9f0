//! Local search that fills one agent at a time as well as can be.
//!
//! Take an agent that is full. Everybody else's place being given, who should be in it? That is a
//! knapsack problem: a member is worth what it would lose by going to its cheapest other agent with
//! room, an outsider what it would save by coming. At the agent's price nearly all are plainly in or
//! plainly out; the few that are not, the core, are solved by dynamic programming over lists of
//! undominated states, in order of how near to the price they are (Balas & Zemel 1980; Pisinger
//! 1997). One such step does what would take long chains of single moves: it fills a gap of room
//! with whatever set of jobs fits it best.

use crate::limits::Clock;
use crate::plan::{NONE, Plan};
use crate::price::ByAgent;

/// The most states kept; those with the least loss stay.
const STATES: usize = 1_000;

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

/// A choice of jobs: their need together, and what they lose against everybody on the right side of
/// the price.
#[derive(Clone, Copy)]
struct State {
    load: i64,
    loss: f64,
    /// The last item on the wrong side.
    last: u32,
}

/// Memory that is used again for every agent.
#[derive(Default)]
struct Work {
    items: Vec<Item>,
    core: Vec<Item>,
    states: Vec<State>,
    merged: Vec<State>,
    /// Core item, and the place here of the one before.
    trail: Vec<(u32, u32)>,
    /// Jobs that the last successful filling moved, and where they were.
    moved: Vec<(usize, Option<usize>)>,
    toggles: u64,
}

impl Work {
    fn steps(&self, by_agent: &ByAgent, agent: usize) -> u64 {
        (by_agent.count(agent) * 2) as u64 + self.toggles
    }

    /// Fills one agent; true if the plan became cheaper.
    fn fill(&mut self, plan: &mut Plan<'_>, by_agent: &ByAgent, agent: usize, price: f64) -> bool {
        self.toggles = 0;
        let id = crate::plan::narrow(agent);
        let capacity = plan.problem.capacities[agent];
        let excess = self.collect(plan, by_agent, id, price);
        if excess < 1.0 {
            return false;
        }
        // Whoever is on the wrong side by as much as all lose now is on it in no better choice.
        let mut load = 0;
        self.core.clear();
        for item in &self.items {
            if item.surplus > 0.0 {
                load += item.need;
            }
            if item.surplus.abs() < excess {
                self.core.push(*item);
            }
        }
        self.core.sort_unstable_by(|a, b| {
            a.surplus.abs().total_cmp(&b.surplus.abs()).then(a.job.cmp(&b.job))
        });
        let Some(last) = self.choose(load, capacity, price, excess) else { return false };
        self.apply(plan, last, id)
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

    /// The best choice that loses less than `best`: the end of its trail of items that are on the
    /// wrong side.
    fn choose(&mut self, load: i64, capacity: i64, price: f64, mut best: f64) -> Option<u32> {
        self.trail.clear();
        self.states.clear();
        self.states.push(State { load, loss: 0.0, last: NONE });
        let waste = |state: &State| state.loss + price * (capacity - state.load) as f64;
        let mut found = None;
        if load <= capacity && waste(&self.states[0]) < best - 0.5 {
            best = waste(&self.states[0]);
            found = Some(NONE);
        }
        for (number, item) in (0_u32..).zip(&self.core) {
            let loss = item.surplus.abs();
            if loss >= best {
                break;
            }
            let change = if item.surplus > 0.0 { -item.need } else { item.need };
            self.merged.clear();
            // Both runs are in order of load: the old states, and the same with the item turned.
            let (mut old, mut new) = (0, 0);
            let mut most = f64::NEG_INFINITY;
            self.toggles += self.states.len() as u64;
            while old < self.states.len() || new < self.states.len() {
                let turned = self.states.get(new).map(|s| s.load + change);
                let kept = self.states.get(old).map(|s| s.load);
                let take_old = match (kept, turned) {
                    (Some(kept), Some(turned)) => kept <= turned,
                    (kept, _) => kept.is_some(),
                };
                let mut state = if take_old { self.states[old] } else { self.states[new] };
                if take_old {
                    old += 1;
                } else {
                    new += 1;
                    state.load += change;
                    state.loss += loss;
                }
                if state.loss >= best {
                    continue;
                }
                // With less load and as much gain another state is better whatever comes.
                let gain = price * state.load as f64 - state.loss;
                if gain <= most {
                    continue;
                }
                most = gain;
                if !take_old {
                    self.trail.push((number, state.last));
                    state.last = crate::plan::narrow(self.trail.len() - 1);
                    if state.load <= capacity && waste(&state) < best - 0.5 {
                        best = waste(&state);
                        found = Some(state.last);
                    }
                }
                self.merged.push(state);
            }
            std::mem::swap(&mut self.states, &mut self.merged);
            if self.states.len() > STATES {
                let mut losses: Vec<f64> = self.states.iter().map(|s| s.loss).collect();
                let cut = *losses.select_nth_unstable_by(STATES, f64::total_cmp).1;
                self.states.retain(|s| s.loss < cut);
            }
        }
        found
    }

    /// Moves everybody to where the choice wants them, unless that turns out dearer.
    fn apply(&mut self, plan: &mut Plan<'_>, last: u32, agent: u32) -> bool {
        let before = plan.cost();
        let mut turned = std::collections::BTreeSet::new();
        let mut at = last;
        while at != NONE {
            let (item, previous) = self.trail[at as usize];
            turned.insert(self.core[item as usize].job);
            at = previous;
        }
        self.moved.clear();
        let mut coming = Vec::new();
        let mut leaving = Vec::new();
        for item in &self.items {
            let wanted = (item.surplus > 0.0) != turned.contains(&item.job);
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
