//! Lists that grow against lists that are complete.
#![allow(clippy::unwrap_used)]

mod common;

use common::Dice;
use parkward_assignment::{
    Effort, Limits, Market, Price, Problem, Solution, Start, Status, Stop, lengthen, lower_bound,
    solve, solve_growing, verify,
};
use std::sync::atomic::AtomicBool;

/// Jobs and agents on a plane; who is allowed where is a matter of chance.
struct Plane {
    costs: Vec<Vec<Option<i64>>>,
}

impl Plane {
    fn new(dice: &mut Dice, jobs: usize, agents: usize) -> Self {
        let side = 10_000;
        let at: Vec<(i64, i64)> =
            (0..jobs + agents).map(|_| (dice.roll(side), dice.roll(side))).collect();
        let (jobs, agents) = at.split_at(jobs);
        let cost = |job: &(i64, i64), agent: &(i64, i64)| {
            (job.0 - agent.0).abs() + (job.1 - agent.1).abs()
        };
        let costs = jobs
            .iter()
            .map(|job| {
                let one = |agent| (dice.roll(4) > 0).then(|| cost(job, agent));
                agents.iter().map(one).collect()
            })
            .collect();
        Plane { costs }
    }

    /// The problem with lists of the `listed` cheapest agents, and the rest unlisted.
    fn problem(&self, dice: &mut Dice, listed: usize, resources: usize) -> Problem {
        let agents = self.costs.first().map_or(0, Vec::len);
        let jobs = self.costs.len() as i64;
        let mut builder = Problem::builder(resources);
        for _ in 0..agents {
            let mean = 55 * jobs / agents as i64;
            let capacity: Vec<i64> =
                (0..resources).map(|_| mean / 3 + dice.roll(2 * mean)).collect();
            builder.agent(&capacity);
        }
        for job in 0..self.costs.len() {
            let needs: Vec<i64> = (0..resources).map(|_| 1 + dice.roll(100)).collect();
            let mut list = Vec::new();
            let all = self.list(job, i64::MAX, &mut list);
            assert_eq!(all, None);
            list.sort_by_key(|pair| (pair.1, pair.0));
            let rest = list.get(listed).map(|pair| pair.1);
            list.truncate(listed);
            builder.job(&needs, 100_000, &list);
            if let Some(rest) = rest {
                builder.unlisted_cost(rest);
            }
        }
        builder.build().unwrap()
    }
}

impl Market for Plane {
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
        let pairs = (0..).zip(&self.costs[job]).filter_map(|(agent, cost)| Some((agent, (*cost)?)));
        list.extend(pairs.clone().filter(|pair| pair.1 < below));
        pairs.map(|pair| pair.1).filter(|cost| *cost >= below).min()
    }
}

/// The same world with short and with complete lists.
fn both(seed: u64, jobs: usize, agents: usize, resources: usize) -> (Plane, Problem, Problem) {
    let plane = Plane::new(&mut Dice::new(seed), jobs, agents);
    let short = plane.problem(&mut Dice::new(seed + 1), 2, resources);
    let complete = plane.problem(&mut Dice::new(seed + 1), usize::MAX, resources);
    (plane, short, complete)
}

fn grown(plane: &Plane, problem: &mut Problem) -> Solution {
    let limits = Limits { effort: Effort::Steps(3_000_000), ..Limits::default() };
    solve_growing(problem, plane, &limits, None, &mut |_| {})
}

#[test]
fn grown_lists_prove_what_complete_lists_prove() {
    for seed in 0..60 {
        let (plane, mut short, complete) = both(seed, 120, 14, 1 + (seed % 2) as usize);
        let solution = grown(&plane, &mut short);
        verify(&short, &solution).unwrap();
        // Every candidate of the plan is one of the complete problem, and the bound holds there.
        verify(&complete, &solution).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        if solution.certificate.limited_by.is_empty() {
            let prices = &solution.certificate.prices;
            assert_eq!(
                lower_bound(&complete, prices).value,
                solution.certificate.price_bound,
                "seed {seed}: no list limits the bound, so all lists together prove the same"
            );
        }
        let other =
            solve(&complete, &Limits { effort: Effort::Steps(3_000_000), ..Limits::default() });
        assert!(solution.certificate.lower_bound <= other.cost, "seed {seed}");
        assert!(other.certificate.lower_bound <= solution.cost, "seed {seed}");
    }
}

#[test]
fn a_solution_can_be_checked_with_lists_that_begin_short() {
    for seed in 100..120 {
        let (plane, mut short, _) = both(seed, 120, 14, 1);
        let mut again = short.clone();
        let solution = grown(&plane, &mut short);
        lengthen(&mut again, &plane, &solution.certificate.prices, &solution.assignment);
        verify(&again, &solution).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert!(lower_bound(&again, &solution.certificate.prices).limited_by.is_empty());
    }
}

#[test]
fn cancelled_at_once_it_still_places_everybody_for_whom_there_is_room() {
    let cancel = AtomicBool::new(true);
    for seed in 200..240 {
        let (plane, mut short, complete) = both(seed, 120, 14, 1 + (seed % 2) as usize);
        let limits = Limits { cancel: Some(&cancel), ..Limits::default() };
        let solution = solve_growing(&mut short, &plane, &limits, None, &mut |_| {});
        assert!(matches!(solution.status, Status::Feasible(Stop::Cancelled)), "seed {seed}");
        verify(&short, &solution).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let loads = solution.loads(&short);
        let resources = short.resources();
        for job in solution.unplaced() {
            let roomy = complete.candidates(job).any(|listed| {
                let first = listed.agent as usize * resources;
                let room = complete.capacity(listed.agent).iter().zip(&loads[first..]);
                listed.needs.iter().zip(room).all(|(need, (room, load))| need + load <= *room)
            });
            assert!(!roomy, "seed {seed}: there is room for {job}");
        }
    }
}

/// Large enough for kernels: more candidates than branch and bound takes.
fn large(seed: u64) -> (Plane, Problem) {
    let mut dice = Dice::new(seed);
    let plane = Plane::new(&mut dice, 9_000, 60);
    let problem = plane.problem(&mut dice, 26, 1);
    assert!(problem.candidate_count() > 200_000);
    (plane, problem)
}

#[test]
fn large_problems_end_close_to_their_bound_on_any_number_of_threads() {
    let (plane, problem) = large(7);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut problem = problem.clone();
        let solve = || solve_growing(&mut problem, &plane, &Limits::default(), None, &mut |_| {});
        let solution = pool.install(solve);
        verify(&problem, &solution).unwrap();
        (problem, solution)
    };
    let (one, two) = (on(1), on(2));
    assert_eq!(one, two);
    let solution = one.1;
    assert!(solution.gap() < 1e-3, "gap {}", solution.gap());
    assert!(solution.certificate.limited_by.is_empty());
}

/// The problem with another capacity of one agent, and nothing else changed.
fn with_capacity(problem: &Problem, agent: u32, capacity: i64) -> Problem {
    let mut builder = Problem::builder(1);
    for other in 0..u32::try_from(problem.agents()).unwrap() {
        builder.agent(&[if other == agent { capacity } else { problem.capacity(other)[0] }]);
    }
    for job in 0..problem.jobs() {
        let list: Vec<(u32, i64)> = problem.candidates(job).map(|c| (c.agent, c.cost)).collect();
        let needs = problem.candidates(job).next().map_or(vec![0], |c| c.needs.to_vec());
        builder.job(&needs, problem.penalty(job), &list);
        if let Some(cost) = problem.unlisted_cost(job) {
            builder.unlisted_cost(cost);
        }
    }
    builder.build().unwrap()
}

#[test]
fn from_an_earlier_solution_a_changed_problem_is_solved_as_well_as_from_none() {
    let (plane, mut problem) = large(8);
    let limits = Limits::default();
    let from = |problem: &mut Problem, start: Option<&Start<'_>>| {
        let solution = solve_growing(problem, &plane, &limits, start, &mut |_| {});
        verify(problem, &solution).unwrap();
        assert!(solution.certificate.limited_by.is_empty());
        solution
    };
    let first = from(&mut problem, None);
    let loads = first.loads(&problem);
    let busy = (0..).zip(&loads).max_by_key(|(_, load)| **load).unwrap().0;
    let load = loads[busy as usize];
    for capacity in [load, load * 9 / 10, 0, load * 5 / 4] {
        let changed = with_capacity(&problem, busy, capacity);
        let fresh = from(&mut changed.clone(), None);
        for assignment in [&first.assignment[..], &[]] {
            let start = Start { assignment, ..first.as_start() };
            let warm = from(&mut changed.clone(), Some(&start));
            // Where gaps are as small as here, one job more or less in the right place is luck.
            let most = 1.5 * fresh.gap() + 1e-4;
            assert!(warm.gap() <= most, "{capacity}: {} {}", warm.gap(), fresh.gap());
        }
    }
}

#[test]
fn a_start_that_fits_nothing_does_no_harm() {
    let (plane, mut problem) = large(10);
    let prices = vec![Price::from_raw(u64::MAX >> 20); problem.agents()];
    let assignment: Vec<Option<u32>> = vec![Some(59); problem.jobs()];
    let start = Start { prices: &prices, assignment: &assignment };
    let limits = Limits::default();
    let solution = solve_growing(&mut problem, &plane, &limits, Some(&start), &mut |_| {});
    verify(&problem, &solution).unwrap();
    assert!(solution.gap() < 1e-3, "gap {}", solution.gap());
}

#[test]
fn a_stopped_clock_still_leaves_a_bound_over_all_agents() {
    let (plane, mut problem) = large(9);
    let limits = Limits { effort: Effort::Steps(1), ..Limits::default() };
    let solution = solve_growing(&mut problem, &plane, &limits, None, &mut |_| {});
    verify(&problem, &solution).unwrap();
    assert!(solution.certificate.limited_by.is_empty());
    assert!(solution.certificate.lower_bound > 0);
}
