//! Every change the ledger speaks of is carried out and checked.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

mod common;

use common::tiny;
use parkward_assignment::{Ledger, Limits, Problem, solve};

/// The cost of a plan, `None` if it is not within the capacities.
fn cost(problem: &Problem, agents: &[Option<u32>]) -> Option<i64> {
    let q = problem.resources();
    let mut room: Vec<i64> = (0..problem.agents())
        .flat_map(|a| problem.capacity(u32::try_from(a).unwrap()).to_vec())
        .collect();
    let mut total = 0;
    for (job, agent) in agents.iter().enumerate() {
        let Some(agent) = *agent else {
            total += problem.penalty(job);
            continue;
        };
        let candidate = problem.candidate(job, agent).unwrap();
        total += candidate.cost;
        for (r, need) in candidate.needs.iter().enumerate() {
            room[agent as usize * q + r] -= need;
        }
    }
    room.iter().all(|&room| room >= 0).then_some(total)
}

#[test]
fn what_the_ledger_says_is_what_happens() {
    let (mut moves, mut exchanges) = (0, 0);
    for seed in 0..2_000 {
        let problem = tiny(seed);
        let solution = solve(&problem, &Limits::default());
        let ledger = Ledger::new(&problem, &solution);
        for job in 0..problem.jobs() {
            let entries = ledger.alternatives(job);
            assert!(entries.is_sorted_by_key(|e| (e.cost, e.agent)), "seed {seed}");
            assert_eq!(entries.len(), problem.candidates(job).len(), "seed {seed}");
            for entry in &entries {
                let mut plan = solution.assignment.clone();
                plan[job] = Some(entry.agent);
                assert_eq!(entry.chosen, solution.assignment[job] == plan[job]);
                assert_eq!(entry.fits(), cost(&problem, &plan).is_some(), "seed {seed} job {job}");
                assert!(entry.reduced_cost >= 0.0);
                moves += usize::from(entry.fits());
                if let Some(exchange) = entry.exchange {
                    plan[exchange.job] = exchange.to;
                    let changed = cost(&problem, &plan).unwrap();
                    assert_eq!(changed - solution.cost, exchange.change, "seed {seed} job {job}");
                    assert!(exchange.change >= 0, "seed {seed}: the plan was optimal");
                    exchanges += 1;
                }
            }
            let second = ledger.second_choice(job);
            assert_eq!(second.is_some(), entries.iter().any(|e| !e.chosen), "seed {seed}");
            assert!(second.is_none_or(|entry| !entry.chosen), "seed {seed}");
        }
    }
    assert!(moves > 1_000 && exchanges > 300, "{moves} moves, {exchanges} exchanges");
}
