//! A first plan from prices.

use crate::Problem;
use crate::plan::Plan;
use crate::price::priced;

/// Places the jobs that are unplaced in `plan`, those first that would lose most by their second
/// choice (the regret of Martello & Toth 1990, ch. 7, at prices instead of costs), each where it
/// is cheapest at these prices and fits. A job that fits nowhere stays unplaced.
pub(crate) fn by_regret(plan: &mut Plan<'_>, prices: &[f64]) {
    let problem = plan.problem;
    let mut order: Vec<(f64, usize)> = (0..problem.jobs())
        .filter(|&job| plan.arc(job).is_none())
        .map(|job| (regret(problem, prices, job), job))
        .collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, job) in order {
        let mut best: Option<(f64, usize)> = None;
        for arc in problem.arcs(job) {
            let cost = problem.arc_cost[arc];
            if cost > problem.penalties[job] || best.is_some_and(|(v, _)| cost as f64 >= v) {
                break;
            }
            let value = priced(problem, prices, job, arc);
            if best.is_none_or(|(least, _)| value < least) && plan.fits(job, arc) {
                best = Some((value, arc));
            }
        }
        if let Some((_, arc)) = best {
            plan.place(job, arc);
        }
    }
}

/// How much dearer the second cheapest choice is, staying unplaced included.
fn regret(problem: &Problem, prices: &[f64], job: usize) -> f64 {
    let (mut first, mut second) = (problem.penalties[job] as f64, f64::INFINITY);
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
    if second.is_finite() { second - first } else { 0.0 }
}
