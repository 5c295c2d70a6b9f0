//! The search for a problem of independent parts: each part is searched by itself, and they take turns.

use std::cell::RefCell;

use crate::certificate::lower_bound;
use crate::components::{Component, components};
use crate::limits::Clock;
use crate::problem::narrow;
use crate::solution::{Start, relative_gap};
use crate::solver::Solver;
use crate::{Certificate, Limits, Price, Problem, Progress, Proof, Solution, Status, Stop};

/// Unused effort below this is not given to other parts.
const WORTHWHILE: u64 = 1_000_000;

/// What a search begins with, see [`Solver::begin`].
pub(crate) struct Beginning<'a> {
    pub(crate) prices: Vec<f64>,
    pub(crate) plan: &'a [Option<u32>],
    pub(crate) earlier: Option<&'a Start<'a>>,
}

/// The best solution found of a problem, of which `useful` leaves out hopeless candidates.
pub(crate) fn search_apart<'c>(
    problem: &Problem,
    useful: &Problem,
    limits: &Limits<'c>,
    clock: &mut Clock<'c>,
    beginning: Beginning<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Solution {
    let parts = components(useful);
    if parts.is_empty() {
        let mut solver = Solver::new(problem, useful, limits, clock, progress);
        solver.begin(beginning.prices, beginning.plan, beginning.earlier);
        while solver.turn() {}
        return solver.finish();
    }
    let totals = RefCell::new(Vec::from_iter(parts.iter().map(|part| Progress {
        cost: part.problem.penalties.iter().sum(),
        lower_bound: 0,
        phase: crate::Phase::Pricing,
    })));
    let progress = RefCell::new(progress);
    let mut reports: Vec<_> = (0..parts.len())
        .map(|part| {
            let (totals, progress) = (&totals, &progress);
            move |now: Progress| {
                let mut totals = totals.borrow_mut();
                totals[part] = now;
                let cost = totals.iter().map(|part| part.cost).sum();
                let lower_bound = totals.iter().map(|part| part.lower_bound).sum();
                (progress.borrow_mut())(Progress { cost, lower_bound, phase: now.phase });
            }
        })
        .collect();
    let all = useful.candidate_count() + useful.jobs();
    let share =
        |part: &Component| clock.part(part.problem.candidate_count() + part.jobs.len(), all);
    let mut clocks: Vec<Clock<'_>> = parts.iter().map(share).collect();
    let starts: Vec<Option<_>> =
        parts.iter().map(|part| beginning.earlier.map(|start| part.start(start))).collect();
    let starts: Vec<Option<Start<'_>>> = starts
        .iter()
        .map(|start| start.as_ref().map(|(prices, assignment)| Start { prices, assignment }))
        .collect();
    let mut solvers: Vec<Solver<'_, '_, '_>> = Vec::with_capacity(parts.len());
    for (((part, clock), report), start) in
        parts.iter().zip(&mut clocks).zip(&mut reports).zip(&starts)
    {
        let mut solver = Solver::new(&part.problem, &part.problem, limits, clock, report);
        solver.begin(part.slots(&beginning.prices), &part.plan(beginning.plan), start.as_ref());
        solvers.push(solver);
    }
    turn_all(&mut solvers);
    let solutions: Vec<Solution> = solvers.into_iter().map(Solver::finish).collect();
    clocks.iter().for_each(|part| clock.join(part));
    join(problem, &parts, &solutions, limits)
}

/// Lets all parts take turns. Effort that some do not use goes to the others.
fn turn_all(solvers: &mut [Solver<'_, '_, '_>]) {
    loop {
        let mut going: Vec<&mut Solver<'_, '_, '_>> = solvers.iter_mut().collect();
        while !going.is_empty() {
            going.retain_mut(|solver| solver.turn());
        }
        let (mut short, ready): (Vec<_>, Vec<_>) =
            solvers.iter_mut().partition(|solver| solver.is_short());
        let spare: u64 = ready.into_iter().map(Solver::give_up_effort).fold(0, u64::saturating_add);
        let each = spare / short.len().max(1) as u64;
        if short.is_empty() || each < WORTHWHILE {
            return;
        }
        short.iter_mut().for_each(|solver| solver.go_on(each));
    }
}

/// The solution of the whole.
fn join(
    problem: &Problem,
    parts: &[Component],
    solutions: &[Solution],
    limits: &Limits<'_>,
) -> Solution {
    let mut assignment = vec![None; problem.jobs()];
    let mut prices = vec![Price::ZERO; problem.capacities.len()];
    let q = problem.resources;
    for (part, solution) in parts.iter().zip(solutions) {
        for (&job, place) in part.jobs.iter().zip(&solution.assignment) {
            assignment[job] = place.map(|agent| narrow(part.agents[agent as usize]));
        }
        for (&agent, own) in part.agents.iter().zip(solution.certificate.prices.chunks_exact(q)) {
            prices[agent * q..(agent + 1) * q].copy_from_slice(own);
        }
    }
    let cost = solutions.iter().map(|solution| solution.cost).sum();
    let bound = lower_bound(problem, &prices);
    let parts_bound: i64 = solutions.iter().map(|part| part.certificate.lower_bound).sum();
    let nodes = solutions.iter().map(|part| match part.certificate.proof {
        Proof::Search { nodes } => nodes,
        Proof::Prices => 0,
    });
    let proof = match parts_bound > bound.value {
        true => Proof::Search { nodes: nodes.sum() },
        false => Proof::Prices,
    };
    let lower_bound = parts_bound.max(bound.value);
    let ends = solutions.iter().filter_map(|solution| match solution.status {
        Status::Feasible(stop) => Some(stop),
        Status::Optimal => None,
    });
    let status = if cost == lower_bound {
        Status::Optimal
    } else if relative_gap(cost, lower_bound) <= limits.gap {
        Status::Feasible(Stop::Gap)
    } else {
        Status::Feasible(ends.max_by_key(|&stop| weight(stop)).unwrap_or(Stop::Exhausted))
    };
    Solution {
        assignment,
        cost,
        certificate: Certificate {
            prices,
            price_bound: bound.value,
            lower_bound,
            proof,
            limited_by: bound.limited_by,
        },
        status,
    }
}

/// The whole ended for the strongest of its parts' reasons: the one with the greatest weight.
fn weight(stop: Stop) -> u8 {
    match stop {
        Stop::Gap => 0,
        Stop::Near => 1,
        Stop::Exhausted => 2,
        Stop::Effort => 3,
        Stop::Time => 4,
        Stop::Cancelled => 5,
    }
}
