//! What must not change, or only one way, when the problem does.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

mod common;

use common::{Dice, check, plane, tiny};
use parkward_assignment::{Effort, Limits, Needs, Parts, Problem, Solution, solve, solve_from};

fn optimum(problem: &Problem) -> Solution {
    let solution = solve(problem, &Limits::default());
    assert_eq!(solution.cost, solution.certificate.lower_bound, "solved to the end");
    solution
}

/// The problem back in raw arrays, needs by candidate.
fn parts(problem: &Problem) -> Parts {
    let mut parts = Parts {
        resources: problem.resources(),
        agent_count: problem.agents(),
        starts: vec![0],
        ..Parts::default()
    };
    for agent in 0..problem.agents() {
        parts.capacities.extend(problem.capacity(u32::try_from(agent).unwrap()));
    }
    let mut rows = Vec::new();
    for job in 0..problem.jobs() {
        for candidate in problem.candidates(job) {
            parts.agents.push(candidate.agent);
            parts.costs.push(candidate.cost);
            rows.extend_from_slice(candidate.needs);
        }
        parts.starts.push(parts.agents.len());
        parts.penalties.push(problem.penalty(job));
    }
    parts.needs = Needs::PerCandidate(rows);
    parts
}

#[test]
fn more_capacity_never_costs_more() {
    for seed in 0..500 {
        let problem = tiny(seed);
        let mut dice = Dice::new(seed);
        let mut more = parts(&problem);
        more.capacities.iter_mut().for_each(|c| *c += dice.roll(4));
        let (before, after) = (optimum(&problem), optimum(&Problem::new(more).unwrap()));
        assert!(after.cost <= before.cost, "seed {seed}");
    }
}

#[test]
fn scaled_costs_scale_the_plan() {
    for seed in 0..500 {
        let problem = tiny(seed);
        let mut dearer = parts(&problem);
        dearer.costs.iter_mut().for_each(|c| *c *= 1_000);
        dearer.penalties.iter_mut().for_each(|p| *p *= 1_000);
        let scaled = optimum(&Problem::new(dearer).unwrap());
        assert_eq!(scaled.cost, 1_000 * optimum(&problem).cost, "seed {seed}");
    }
}

#[test]
fn scaled_needs_and_capacities_change_nothing() {
    for seed in 0..500 {
        let problem = tiny(seed);
        let mut larger = parts(&problem);
        larger.capacities.iter_mut().for_each(|c| *c *= 10_000);
        if let Needs::PerCandidate(rows) = &mut larger.needs {
            rows.iter_mut().for_each(|need| *need *= 10_000);
        }
        let scaled = optimum(&Problem::new(larger).unwrap());
        assert_eq!(scaled.cost, optimum(&problem).cost, "seed {seed}");
    }
}

#[test]
fn relabelling_jobs_and_agents_does_not_change_the_cost() {
    for seed in 0..500 {
        let problem = tiny(seed);
        let (jobs, agents) = (problem.jobs(), problem.agents());
        let mut builder = Problem::builder(problem.resources());
        for agent in (0..agents).rev() {
            builder.agent(problem.capacity(u32::try_from(agent).unwrap()));
        }
        for job in (0..jobs).rev() {
            let list: Vec<_> = problem
                .candidates(job)
                .map(|c| (u32::try_from(agents).unwrap() - 1 - c.agent, c.cost, c.needs))
                .collect();
            builder.job_by_agent(problem.penalty(job), &list);
        }
        let turned = optimum(&builder.build().unwrap());
        assert_eq!(turned.cost, optimum(&problem).cost, "seed {seed}");
    }
}

#[test]
fn with_room_for_all_nobody_stays_out_and_everyone_has_the_cheapest() {
    let mut roomy = parts(&plane(3, 300, 10, 5, 2));
    roomy.capacities.iter_mut().for_each(|c| *c = 1 << 40);
    let problem = Problem::new(roomy).unwrap();
    let solution = optimum(&problem);
    assert_eq!(solution.unplaced().count(), 0);
    for job in 0..problem.jobs() {
        let cheapest = problem.candidates(job).next().map(|c| c.agent);
        assert_eq!(solution.assignment[job], cheapest, "job {job}");
    }
}

#[test]
fn threads_and_repetition_do_not_change_a_single_number() {
    let problem = plane(11, 20_000, 40, 6, 2); // more than one block of jobs
    let limits = Limits { effort: Effort::Steps(30_000_000), seed: 5, ..Limits::default() };
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| solve(&problem, &limits))
    };
    let one = run(1);
    check(&problem, &one, "one thread");
    assert_eq!(one, run(1));
    assert_eq!(one, run(2));
    assert_eq!(one, run(7));
}

#[test]
fn prices_of_a_solved_problem_are_a_good_start_for_a_similar_one() {
    let problem = plane(21, 2_000, 20, 8, 1);
    let first = solve(&problem, &Limits { effort: Effort::Steps(10_000_000), ..Limits::default() });
    let mut changed = parts(&problem);
    changed.capacities[0] += 500;
    let changed = Problem::new(changed).unwrap();
    // One step: no pricing to speak of, only the prices handed in.
    let once = Limits { effort: Effort::Steps(1), ..Limits::default() };
    let warm = solve_from(&changed, &once, &first.as_start());
    check(&changed, &warm, "warm start");
    let (bound, known) = (warm.certificate.price_bound, first.certificate.price_bound);
    assert!(bound as f64 > 0.99 * known as f64, "bound {bound}, before the change {known}");
}

#[test]
fn the_plan_of_a_larger_world_is_close_to_its_bound() {
    for (seed, resources, allowed) in [(1, 1, 0.002), (2, 3, 0.02)] {
        let problem = plane(seed, 3_000, 30, 10, resources);
        let limits = Limits { effort: Effort::Steps(40_000_000), ..Limits::default() };
        let solution = solve(&problem, &limits);
        check(&problem, &solution, &format!("seed {seed}"));
        assert!(solution.gap() < allowed, "seed {seed}: gap {}", solution.gap());
    }
}
