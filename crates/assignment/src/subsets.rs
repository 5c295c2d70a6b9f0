//! The best plan of a handful of jobs, by trying every set of jobs at every agent.
//!
//! The cheapest way to serve a set of jobs with the first agents is the cheapest of: some part of the set at
//! the last of them, and the rest at those before (dynamic programming over subsets, Held & Karp 1962).
//! 3ⁿ steps an agent for *n* jobs, whatever the needs, and a proof where bounds are hopeless.

use crate::Problem;
use crate::limits::Clock;
use crate::plan::{Incumbent, NONE};
use crate::problem::narrow;

/// The method is used for at most this many jobs and steps.
const JOBS: usize = 14;
const STEPS: u64 = 100_000_000;

fn steps(problem: &Problem) -> u64 {
    let each = 3_u64.saturating_pow(u32::try_from(problem.jobs()).unwrap_or(u32::MAX));
    each.saturating_mul(problem.agents as u64)
}

/// Whether there are few enough jobs, and effort for them.
pub(crate) fn applies(problem: &Problem, clock: &Clock<'_>) -> bool {
    problem.jobs() <= JOBS && steps(problem) <= STEPS.min(clock.left())
}

/// The best plan over the listed candidates.
pub(crate) fn best_plan(problem: &Problem, clock: &mut Clock<'_>) -> Incumbent {
    let sets = 1_usize << problem.jobs();
    let mut best = vec![i64::MAX; sets];
    best[0] = 0;
    // What each agent serves where a set is served best by the agents up to it.
    let mut served: Vec<Vec<u16>> = Vec::new();
    for agent in 0..narrow(problem.agents) {
        let costs = costs(problem, agent);
        let mut parts = vec![0_u16; sets];
        // Large sets first, so that those without the agent are still as they were.
        for set in (1..sets).rev() {
            let mut part = set;
            while part != 0 {
                let rest = best[set ^ part];
                if costs[part] != i64::MAX && rest != i64::MAX && rest + costs[part] < best[set] {
                    best[set] = rest + costs[part];
                    parts[set] = u16::try_from(part).expect("a bit for each of few jobs");
                }
                part = (part - 1) & set;
            }
        }
        served.push(parts);
    }
    clock.spend(steps(problem));
    let left_out = |set: usize| -> i64 {
        (0..problem.jobs())
            .filter(|job| set >> job & 1 == 0)
            .map(|job| problem.penalties[job])
            .sum()
    };
    let total = |set: usize| best[set].checked_add(left_out(set)).unwrap_or(i64::MAX);
    let mut set = (0..sets).min_by_key(|&set| total(set)).expect("at least the empty set");
    let cost = total(set);
    let mut agents = vec![NONE; problem.jobs()];
    for (agent, parts) in served.iter().enumerate().rev() {
        let part = usize::from(parts[set]);
        (0..problem.jobs()).filter(|job| part >> job & 1 == 1).for_each(|job| {
            agents[job] = narrow(agent);
        });
        set ^= part;
    }
    Incumbent { agents, cost }
}

/// What each set of jobs costs at an agent; the greatest number where they are not allowed or do not fit.
fn costs(problem: &Problem, agent: u32) -> Vec<i64> {
    let q = problem.resources;
    let capacity = problem.capacity(agent);
    let mut costs = vec![0_i64; 1];
    let mut loads = vec![0_i64; q];
    for job in 0..problem.jobs() {
        let arc = problem.arcs(job).find(|&arc| problem.arc_agent[arc] == agent);
        for set in 0..1_usize << job {
            let load: Vec<i64> = match arc {
                Some(arc) => {
                    let needs = problem.need(job, arc).iter();
                    needs.zip(&loads[set * q..]).map(|(need, load)| need + load).collect()
                }
                None => vec![0; q],
            };
            let fits = load.iter().zip(capacity).all(|(load, capacity)| load <= capacity);
            let cost = match arc {
                Some(arc) if fits && costs[set] != i64::MAX => costs[set] + problem.arc_cost[arc],
                _ => i64::MAX,
            };
            costs.push(cost);
            loads.extend(load);
        }
    }
    costs
}
