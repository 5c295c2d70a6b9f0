//! Subgradient steps (Held & Karp 1971, with the step length of Polyak and directions smoothed as by Camerini,
//! Fratta & Maffioli 1975): they move all prices at once and leave the corners in which
//! [`crate::ascent`] rests, but slowly.

use rayon::prelude::*;

use crate::Problem;
use crate::limits::Clock;
use crate::price::{BLOCK, mean_needs, priced};

/// The bound at the given prices and what all jobs then ask of each agent, Σ of needs.
fn evaluate(problem: &Problem, prices: &[f64]) -> (f64, Vec<f64>) {
    let block = |jobs: std::ops::Range<usize>| {
        let mut demand = vec![0.0; prices.len()];
        let mut sum = 0.0;
        for job in jobs {
            let mut least = problem.floor(job) as f64;
            let mut choice = None;
            for arc in problem.arcs(job) {
                if problem.arc_cost[arc] as f64 >= least {
                    break;
                }
                let value = priced(problem, prices, job, arc);
                if value < least {
                    least = value;
                    choice = Some(arc);
                }
            }
            sum += least;
            if let Some(arc) = choice {
                let first = problem.arc_agent[arc] as usize * problem.resources;
                for (r, &need) in problem.need(job, arc).iter().enumerate() {
                    demand[first + r] += need as f64;
                }
            }
        }
        (sum, demand)
    };
    let jobs = problem.jobs();
    let (mut bound, mut demand) = (0.0, vec![0.0; prices.len()]);
    if jobs <= BLOCK {
        (bound, demand) = block(0..jobs);
    } else {
        let blocks: Vec<_> = (0..jobs.div_ceil(BLOCK))
            .into_par_iter()
            .map(|b| block(b * BLOCK..jobs.min((b + 1) * BLOCK)))
            .collect();
        for (sum, part) in blocks {
            bound += sum;
            demand.iter_mut().zip(part).for_each(|(total, part)| *total += part);
        }
    }
    bound -= prices.iter().zip(&problem.capacities).map(|(p, &b)| p * b as f64).sum::<f64>();
    (bound, demand)
}

/// At most `iterations` subgradient steps from `prices`, which become the best found.
///
/// `target` is the cost of a known plan: the step length aims at it. Prices of different
/// resources are made comparable by the mean need of each.
pub(crate) fn subgradient(
    problem: &Problem,
    prices: &mut [f64],
    target: f64,
    iterations: usize,
    clock: &mut Clock<'_>,
) {
    if prices.is_empty() || iterations == 0 {
        return;
    }
    let scale = mean_needs(problem);
    let patience = (iterations / 40).clamp(4, 30);
    let work = (problem.arc_agent.len() + problem.jobs() + prices.len()) as u64;
    let mut at = prices.to_vec();
    let mut direction = vec![0.0; at.len()];
    let (mut best, mut theta, mut stalled) = (f64::NEG_INFINITY, 1.0, 0);
    for _ in 0..iterations {
        let (bound, demand) = evaluate(problem, &at);
        if bound > best + 1e-12 * best.abs() {
            best = bound;
            prices.copy_from_slice(&at);
            stalled = 0;
        } else {
            stalled += 1;
        }
        if stalled > patience {
            theta *= 0.6;
            stalled = 0;
            at.copy_from_slice(prices);
            direction.fill(0.0);
            if theta < 1e-5 {
                break;
            }
            continue;
        }
        let mut length = 0.0;
        for (slot, d) in direction.iter_mut().enumerate() {
            let gradient =
                (demand[slot] - problem.capacities[slot] as f64) / scale[slot % problem.resources];
            *d = 0.6 * *d + gradient;
            if at[slot] <= 0.0 && *d < 0.0 {
                *d = 0.0;
            }
            length += *d * *d;
        }
        if length <= 0.0 || !clock.spend(work) {
            break;
        }
        // A little beyond the known plan keeps the step alive when the gap is nearly closed.
        let aim = (target - bound).max(1e-6 * target.abs());
        let step = theta * aim / length;
        for (slot, price) in at.iter_mut().enumerate() {
            *price = (*price + step * direction[slot] / scale[slot % problem.resources]).max(0.0);
        }
    }
}
