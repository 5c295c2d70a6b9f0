//! Tiny problems against an oracle that tries every plan.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

mod common;

use common::{Dice, brute_force, check, tiny};
use parkward_assignment::{
    Effort, Limits, Needs, Parts, Price, Problem, Start, Status, lower_bound, solve, solve_from,
    unlisted_bound,
};

#[test]
fn every_tiny_problem_is_solved_to_a_proven_optimum() {
    let mut by_search = 0;
    for seed in 0..4_000 {
        let problem = tiny(seed);
        let solution = solve(&problem, &Limits::default());
        check(&problem, &solution, &format!("seed {seed}"));
        let optimum = brute_force(&problem);
        assert!(solution.certificate.price_bound <= optimum, "seed {seed}: bound above optimum");
        assert_eq!(solution.cost, optimum, "seed {seed}: {problem:?}");
        assert_eq!(solution.status, Status::Optimal, "seed {seed}");
        by_search += usize::from(solution.certificate.price_bound < optimum);
    }
    // If prices alone sufficed everywhere, branch and bound would not have been tested.
    assert!(by_search > 200, "only {by_search} needed a search");
}

#[test]
fn starved_of_effort_the_answer_is_still_a_valid_plan_with_a_valid_bound() {
    for seed in 0..1_000 {
        let problem = tiny(seed);
        let limits = Limits { effort: Effort::Steps(1 + seed % 60), ..Limits::default() };
        let solution = solve(&problem, &limits);
        check(&problem, &solution, &format!("seed {seed}"));
        let optimum = brute_force(&problem);
        assert!(solution.certificate.lower_bound <= optimum, "seed {seed}");
        assert!(solution.cost >= optimum, "seed {seed}");
    }
}

#[test]
fn any_prices_give_a_bound_below_the_optimum() {
    for seed in 0..2_000 {
        let problem = tiny(seed);
        let optimum = brute_force(&problem);
        let mut dice = Dice::new(seed);
        let slots = problem.agents() * problem.resources();
        for top in [1 << 20, 1 << 27, 1 << 31] {
            let prices: Vec<Price> = (0..slots)
                .map(|_| Price::from_raw(u64::try_from(dice.roll(top)).unwrap()))
                .collect();
            let bound = lower_bound(&problem, &prices).value;
            assert!(bound <= optimum, "seed {seed}: {bound} > {optimum}");
            let warm = solve_from(
                &problem,
                &Limits::default(),
                &Start { prices: &prices, assignment: &[] },
            );
            assert_eq!(warm.cost, optimum, "seed {seed}");
        }
    }
}

/// Splits a problem's lists: the solver sees the cheapest candidates, the rest is only bounded.
fn truncated(problem: &Problem, keep: usize) -> Problem {
    let mut parts = Parts {
        resources: problem.resources(),
        agent_count: problem.agents(),
        capacities: (0..problem.agents())
            .flat_map(|a| problem.capacity(u32::try_from(a).unwrap()).to_vec())
            .collect(),
        starts: vec![0],
        ..Parts::default()
    };
    let mut rows = Vec::new();
    for job in 0..problem.jobs() {
        for candidate in problem.candidates(job).take(keep) {
            parts.agents.push(candidate.agent);
            parts.costs.push(candidate.cost);
            rows.extend_from_slice(candidate.needs);
        }
        parts.starts.push(parts.agents.len());
        parts.penalties.push(problem.penalty(job));
        parts.unlisted_costs.push(problem.candidates(job).nth(keep).map(|c| c.cost));
    }
    parts.needs = Needs::PerCandidate(rows);
    Problem::new(parts).unwrap()
}

#[test]
fn bounds_of_truncated_lists_hold_for_the_whole_problem() {
    let (mut proven, mut limited) = (0, 0);
    for seed in 0..2_000 {
        let whole = tiny(seed);
        let optimum = brute_force(&whole);
        for keep in 0..3 {
            let short = truncated(&whole, keep);
            let what = format!("seed {seed}, {keep} listed");
            let solution =
                solve(&short, &Limits { effort: Effort::Steps(20_000), ..Limits::default() });
            check(&short, &solution, &what);
            let bound = solution.certificate.lower_bound;
            assert!(bound <= optimum, "{what}: {bound} above {optimum}");
            if solution.status == Status::Optimal {
                assert_eq!(solution.cost, optimum, "{what}");
                proven += 1;
            }
            if let Some(outside) = unlisted_bound(&short, &solution.certificate.prices) {
                assert!(outside >= solution.certificate.price_bound, "{what}");
            }
            limited += usize::from(!solution.certificate.limited_by.is_empty());
        }
    }
    assert!(proven > 1_000 && limited > 100, "proven {proven}, limited {limited}");
}
