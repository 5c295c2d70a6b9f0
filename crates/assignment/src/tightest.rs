//! A problem of one resource that costs no more than one of several.
//!
//! Every agent keeps the resource that is dearest to it as a whole; the others are relaxed: what a job
//! takes of them is part of its cost at their prices, and what the agent has of them is given back. For
//! any prices each plan of the large problem is one here and costs no more, so bounds with knapsacks
//! ([`crate::relaxation`]) hold for several resources too.

use crate::certificate::Terms;
use crate::problem::lists;
use crate::{Needs, Price, Problem};

/// The small problem, and what to take off a bound of it.
pub(crate) struct Tightest {
    pub(crate) problem: Problem,
    /// The prices of the resources kept.
    pub(crate) prices: Vec<f64>,
    /// What the agents have of the others, at their prices, rounded up.
    pub(crate) rent: i64,
}

/// O(candidates × resources). `None` where a sum is too large.
pub(crate) fn tightest(problem: &Problem, prices: &[Price]) -> Option<Tightest> {
    let q = problem.resources;
    let terms = Terms::new(problem, prices);
    let slots = |agent: usize| agent * q..(agent + 1) * q;
    let worth =
        |slot: &usize| i128::from(prices[*slot].raw()) * i128::from(problem.capacities[*slot]);
    let kept: Vec<usize> = (0..problem.agents)
        .map(|agent| slots(agent).max_by_key(worth).expect("there are several resources"))
        .collect();
    let rent = terms.rent() - kept.iter().map(worth).sum::<i128>();
    let (mut starts, mut agents, mut costs, mut needs) =
        (vec![0], Vec::new(), Vec::new(), Vec::new());
    for job in 0..problem.jobs() {
        let mut list = Vec::new();
        for arc in problem.arcs(job) {
            let Some(value) = terms.arc(job, arc) else { continue };
            let agent = problem.arc_agent[arc];
            let slot = kept[agent as usize];
            let need = problem.need(job, arc)[slot - agent as usize * q];
            let rest = value - i128::from(prices[slot].raw()) * i128::from(need);
            list.push((i64::try_from(rest >> Price::BITS).ok()?, agent, need));
        }
        list.sort_unstable();
        for (cost, agent, need) in list {
            costs.push(cost);
            agents.push(agent);
            needs.push(need);
        }
        starts.push(agents.len());
    }
    let small = Problem {
        resources: 1,
        agents: problem.agents,
        capacities: kept.iter().map(|&slot| problem.capacities[slot]).collect(),
        lists: lists(&starts),
        arc_agent: agents,
        arc_cost: costs,
        needs: Needs::PerCandidate(needs),
        penalties: problem.penalties.clone(),
        unlisted: Vec::new(),
    };
    let up = (rent + (1 << Price::BITS) - 1) >> Price::BITS;
    Some(Tightest {
        problem: small,
        prices: kept.iter().map(|&slot| prices[slot].to_f64()).collect(),
        rent: i64::try_from(up).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Clock;
    use crate::random::Random;
    use crate::subsets::best_plan;
    use crate::{Limits, Price};

    #[test]
    fn at_any_prices_no_plan_costs_less_than_the_small_problem_says() {
        let mut clock = Clock::new(&Limits::default(), 0);
        let (mut close, mut all) = (0, 0);
        for seed in 0..400 {
            let mut random = Random::new(seed);
            let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
            let mut builder = Problem::builder(3);
            let agents: Vec<u32> =
                (0..3).map(|_| builder.agent(&[5 + below(20), 5 + below(20), below(40)])).collect();
            for _ in 0..7 {
                let list: Vec<(u32, i64)> =
                    agents.iter().map(|&agent| (agent, below(100))).collect();
                builder.job(&[1 + below(8), below(8), below(8)], 150, &list);
            }
            let problem = builder.build().expect("a small problem");
            let optimum = best_plan(&problem, &mut clock).cost;
            for most in [0, 5, 40] {
                let slots = problem.capacities.len();
                let prices: Vec<Price> = (0..slots)
                    .map(|_| Price::from_f64(below(1 + most * 1_000) as f64 / 1_000.0))
                    .collect();
                let small = tightest(&problem, &prices).expect("small numbers");
                let bound = best_plan(&small.problem, &mut clock).cost - small.rent;
                assert!(bound <= optimum, "seed {seed}, {most}: {bound} > {optimum}");
                all += 1;
                close += usize::from(2 * bound > optimum);
            }
        }
        assert!(close * 3 > all, "bounds that say something: {close} of {all}");
    }
}
