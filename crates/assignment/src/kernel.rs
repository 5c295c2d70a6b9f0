//! The part of a large problem in which prices leave something to decide.
//!
//! At good prices most jobs have one choice that is far better than their others, and most agents
//! have room to spare. What a plan costs above the bound is made at the few agents that are full: by
//! the room left there, at its price, and by the jobs that are not at their cheapest choice. So only
//! jobs matter that could fill or free such room at a small loss; all others keep their place, and
//! what remains is a problem of a few per cent of the jobs. (The core of Balas & Zemel 1980, for
//! knapsacks; kernel search of Angelelli, Mansini & Speranza 2010, in general.)

use rayon::prelude::*;

use crate::Problem;
use crate::plan::NONE;
use crate::presolve::restricted;
use crate::price::priced;

/// A small problem out of a large one.
pub(crate) struct Kernel {
    pub(crate) problem: Problem,
    /// The jobs' numbers in the large problem.
    pub(crate) jobs: Vec<usize>,
}

/// The kernel of about `size` jobs around the plan in which each job is at the given agent.
///
/// Jobs come in by what the best change of place costs them at these prices, among places of which
/// one is priced and `open`. Candidates come in up to the same loss. O(candidates).
pub(crate) fn kernel(
    problem: &Problem,
    prices: &[f64],
    agents: &[u32],
    open: &[bool],
    size: usize,
) -> Kernel {
    let q = problem.resources;
    let matters: Vec<bool> = open
        .iter()
        .enumerate()
        .map(|(agent, open)| *open && prices[agent * q..][..q].iter().any(|&price| price > 0.0))
        .collect();
    let each = (0..problem.jobs()).into_par_iter();
    let losses: Vec<f64> =
        each.map(|job| least_loss(problem, prices, &matters, job, agents[job])).collect();
    let mut order: Vec<f64> = losses.iter().copied().filter(|loss| loss.is_finite()).collect();
    let reach = match size.min(order.len()).checked_sub(1) {
        None => f64::NEG_INFINITY,
        Some(last) => *order.select_nth_unstable_by(last, f64::total_cmp).1,
    };
    let jobs: Vec<usize> = (0..problem.jobs()).filter(|&job| losses[job] <= reach).collect();
    let mut capacities = problem.capacities.clone();
    let mut inside = jobs.iter().copied().peekable();
    for (job, &agent) in agents.iter().enumerate() {
        if inside.next_if_eq(&job).is_some() || agent == NONE {
            continue;
        }
        let arc = arc_of(problem, job, agent);
        let first = agent as usize * problem.resources;
        for (r, need) in problem.need(job, arc).iter().enumerate() {
            capacities[first + r] -= need;
        }
    }
    let keep = |job: usize, arc: usize| {
        let best = problem.least(prices, job);
        problem.arc_agent[arc] == agents[job]
            || priced(problem, prices, job, arc) - best <= reach.max(1.0)
    };
    Kernel { problem: restricted(problem, &jobs, capacities, keep), jobs }
}

/// What a job loses, at the prices, by the best move away from where it is or to where it is not;
/// infinite if no agent on the way matters.
fn least_loss(problem: &Problem, prices: &[f64], matters: &[bool], job: usize, agent: u32) -> f64 {
    let best = problem.least(prices, job);
    let here = agent != NONE && matters[agent as usize];
    let mut least = if here { problem.penalties[job] as f64 - best } else { f64::INFINITY };
    for arc in problem.arcs(job) {
        if problem.arc_cost[arc] as f64 - best >= least {
            break;
        }
        let other = problem.arc_agent[arc];
        if other != agent && (here || matters[other as usize]) {
            least = least.min(priced(problem, prices, job, arc) - best);
        }
    }
    least
}

fn arc_of(problem: &Problem, job: usize, agent: u32) -> usize {
    let mut arcs = problem.arcs(job);
    arcs.find(|&arc| problem.arc_agent[arc] == agent).expect("a placed job's agent is a candidate")
}

impl Kernel {
    /// Where the kernel's jobs are in a plan of the large problem.
    pub(crate) fn inside(&self, agents: &[u32]) -> Vec<u32> {
        self.jobs.iter().map(|&job| agents[job]).collect()
    }

    /// Puts a plan of the kernel back into one of the large problem.
    pub(crate) fn put_back(&self, inside: &[u32], agents: &mut [u32]) {
        for (&job, &agent) in self.jobs.iter().zip(inside) {
            agents[job] = agent;
        }
    }
}
