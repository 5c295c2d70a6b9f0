//! A first plan from prices.

use crate::Problem;
use crate::plan::Plan;
use crate::price::priced;

/// Places the jobs that are unplaced in `plan`, each where it is cheapest at these prices and fits.
///
/// First those that prices want placed, and of them those that would lose most by their second
/// choice (the regret of Martello & Toth 1990, ch. 7, at prices instead of costs); then, into what
/// room is left, the others, those first that prices refuse least. A job that fits nowhere stays
/// unplaced.
pub(crate) fn by_regret(plan: &mut Plan<'_>, prices: &[f64]) {
    let problem = plan.problem;
    let mut order: Vec<(f64, usize)> = (0..problem.jobs())
        .filter(|&job| plan.arc(job).is_none())
        .map(|job| (regret(problem, prices, job), job))
        .collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for &(_, job) in &order {
        let penalty = problem.penalties[job] as f64;
        if let Some(arc) = cheapest_fit(plan, prices, job, penalty) {
            plan.place(job, arc);
        }
    }
    for (_, job) in order {
        if plan.arc(job).is_none()
            && let Some(arc) = cheapest_fit(plan, prices, job, f64::INFINITY)
        {
            plan.place(job, arc);
        }
    }
}

/// Of the places that cost no more than being unplaced and where the job fits, the one that is
/// cheapest at these prices, if it costs less than `below` so.
fn cheapest_fit(plan: &Plan<'_>, prices: &[f64], job: usize, below: f64) -> Option<usize> {
    let problem = plan.problem;
    let (mut least, mut best) = (below, None);
    for arc in problem.arcs(job) {
        let cost = problem.arc_cost[arc];
        if cost > problem.penalties[job] || cost as f64 >= least {
            break;
        }
        let value = priced(problem, prices, job, arc);
        if value < least && plan.fits(job, arc) {
            (least, best) = (value, Some(arc));
        }
    }
    best
}

/// How much dearer the second cheapest choice is, staying unplaced included; where that is the
/// cheapest, the same negated.
fn regret(problem: &Problem, prices: &[f64], job: usize) -> f64 {
    let penalty = problem.penalties[job] as f64;
    let (mut first, mut second) = (penalty, f64::INFINITY);
    for arc in problem.arcs(job) {
        if problem.arc_cost[arc] as f64 >= second {
            break;
        }
        let value = priced(problem, prices, job, arc);
        if value < first {
            second = first;
            first = value;
        } else {
            second = second.min(value);
        }
    }
    match second - first {
        regret if !regret.is_finite() => 0.0,
        regret if first < penalty => regret,
        regret => -regret,
    }
}
