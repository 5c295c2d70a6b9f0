//! Raising the bound by Newton's method on a smoothed bound.
//!
//! Each job's minimum is replaced by a soft minimum of temperature τ and the constraint λ ≥ 0 by
//! a logarithmic barrier of the same strength; the sum is smooth and strictly concave, and its
//! maximiser tends to the best prices as τ goes to zero (Nesterov 2005 for the smoothing, the
//! continuation is that of interior point methods). A few dozen steps reach the bound of the
//! linear relaxation where subgradient steps take thousands. Each step solves a linear system
//! with one row a price, so this is for hundreds of prices, not for thousands.

use rayon::prelude::*;

use crate::Problem;
use crate::limits::Clock;
use crate::plan::narrow;
use crate::price::priced;

/// The most prices for which a system is solved.
const SLOTS: usize = 600;
/// Jobs summed in one go, whatever the number of threads.
const BLOCK: usize = 1 << 13;
/// Shares below this are nothing.
const NEGLIGIBLE: f64 = 1e-9;

/// Steps of effort that one Newton step takes.
fn work(problem: &Problem) -> u64 {
    let slots = problem.agents * problem.resources;
    (4 * problem.candidate_count() + slots * slots * slots / 100 + 1) as u64
}

/// Whether a whole run, some sixty steps, stays within `effort`.
pub(crate) fn affordable(problem: &Problem, effort: u64) -> bool {
    problem.agents * problem.resources <= SLOTS && 60 * work(problem) <= effort
}

/// Follows the maximisers from temperature `warm` down to `cold`; `prices` becomes the last.
pub(crate) fn newton(
    problem: &Problem,
    prices: &mut [f64],
    warm: f64,
    cold: f64,
    clock: &mut Clock<'_>,
) {
    let slots = prices.len();
    if slots == 0 || slots > SLOTS {
        return;
    }
    let work = work(problem);
    let mut tau = warm;
    for (price, &capacity) in prices.iter_mut().zip(&problem.capacities) {
        *price = price.max(tau / (capacity as f64 + 1.0));
    }
    let mut trial = vec![0.0; slots];
    while tau >= cold {
        for _ in 0..12 {
            let mut model = Model::at(problem, prices, tau);
            let Some(step) = model.step() else { return };
            let rise: f64 = step.iter().zip(&model.gradient).map(|(s, g)| s * g).sum();
            if !clock.spend(work) {
                return;
            }
            // The rise is in units of the bound, τ the error made anyway for each job.
            if rise.is_nan() || rise <= 0.02 * tau * (1.0 + problem.jobs() as f64).sqrt() {
                break;
            }
            let mut length = 1.0_f64;
            for (price, s) in prices.iter().zip(&step) {
                if *s < 0.0 {
                    length = length.min(-0.9 * price / s);
                }
            }
            let mut accepted = false;
            for _ in 0..20 {
                for ((t, price), s) in trial.iter_mut().zip(prices.iter()).zip(&step) {
                    *t = price + length * s;
                }
                if value(problem, &trial, tau) >= model.value + 1e-4 * length * rise {
                    accepted = true;
                    break;
                }
                length *= 0.4;
            }
            if !accepted {
                break;
            }
            prices.copy_from_slice(&trial);
        }
        tau *= 0.35;
    }
}

fn blocks<T: Send>(jobs: usize, sum: impl Fn(std::ops::Range<usize>) -> T + Sync) -> Vec<T> {
    if jobs <= BLOCK {
        return vec![sum(0..jobs)];
    }
    let ranges = (0..jobs.div_ceil(BLOCK)).into_par_iter();
    ranges.map(|b| sum(b * BLOCK..jobs.min((b + 1) * BLOCK))).collect()
}

/// Barrier and rent: the part of the smoothed bound that knows no jobs.
fn outer(problem: &Problem, prices: &[f64], tau: f64) -> f64 {
    let terms = prices.iter().zip(&problem.capacities);
    terms.map(|(&price, &capacity)| tau * price.ln() - price * capacity as f64).sum()
}

fn value(problem: &Problem, prices: &[f64], tau: f64) -> f64 {
    let sums = blocks(problem.jobs(), |jobs| {
        let mut values = Vec::new();
        jobs.map(|job| soft_minimum(problem, prices, tau, job, &mut values)).sum::<f64>()
    });
    sums.iter().sum::<f64>() + outer(problem, prices, tau)
}

/// The soft minimum of a job's choices; `choices` becomes (weight not yet divided by their sum,
/// arc) of those that matter, without the unplaced choice.
fn soft_minimum(
    problem: &Problem,
    prices: &[f64],
    tau: f64,
    job: usize,
    choices: &mut Vec<(f64, u32)>,
) -> f64 {
    let floor = problem.floor(job) as f64;
    let mut least = floor;
    choices.clear();
    for arc in problem.arcs(job) {
        if problem.arc_cost[arc] as f64 > least + 21.0 * tau {
            break;
        }
        let value = priced(problem, prices, job, arc);
        least = least.min(value);
        choices.push((value, narrow(arc)));
    }
    let mut sum = (-(floor - least) / tau).exp();
    choices.retain_mut(|choice| {
        choice.0 = (-(choice.0 - least) / tau).exp();
        sum += choice.0;
        choice.0 > NEGLIGIBLE
    });
    choices.iter_mut().for_each(|choice| choice.0 /= sum);
    least - tau * sum.ln()
}

/// The smoothed bound with its first and (negated) second derivatives.
struct Model {
    value: f64,
    gradient: Vec<f64>,
    /// Lower triangle, row by row in a full square.
    curvature: Vec<f64>,
}

impl Model {
    fn at(problem: &Problem, prices: &[f64], tau: f64) -> Self {
        let slots = prices.len();
        let parts = blocks(problem.jobs(), |jobs| Self::of_jobs(problem, prices, tau, jobs));
        let mut model = Model {
            value: outer(problem, prices, tau),
            gradient: vec![0.0; slots],
            curvature: vec![0.0; slots * slots],
        };
        for (slot, (&price, &capacity)) in prices.iter().zip(&problem.capacities).enumerate() {
            model.gradient[slot] = tau / price - capacity as f64;
            model.curvature[slot * slots + slot] = tau / (price * price);
        }
        for part in parts {
            model.value += part.value;
            model.gradient.iter_mut().zip(&part.gradient).for_each(|(a, b)| *a += b);
            model.curvature.iter_mut().zip(&part.curvature).for_each(|(a, b)| *a += b);
        }
        model
    }

    fn of_jobs(problem: &Problem, prices: &[f64], tau: f64, jobs: std::ops::Range<usize>) -> Self {
        let slots = prices.len();
        let mut model =
            Model { value: 0.0, gradient: vec![0.0; slots], curvature: vec![0.0; slots * slots] };
        let mut choices = Vec::new();
        // Slot, need, and need times share, for each choice and resource.
        let mut rows: Vec<(usize, f64, f64)> = Vec::new();
        let q = problem.resources;
        for job in jobs {
            model.value += soft_minimum(problem, prices, tau, job, &mut choices);
            rows.clear();
            for &(share, arc) in &choices {
                let first = problem.arc_agent[arc as usize] as usize * q;
                for (r, &need) in problem.need(job, arc as usize).iter().enumerate() {
                    let need = need as f64;
                    rows.push((first + r, need, need * share));
                    model.gradient[first + r] += need * share;
                }
            }
            for (i, &(row, _, mean)) in rows.iter().enumerate() {
                let choice = i / q * q;
                for (j, &(column, need, other)) in rows.iter().enumerate() {
                    if column > row {
                        continue;
                    }
                    // Covariance over the job's choices: needs of one choice occur together.
                    let together = if j / q * q == choice { mean * need } else { 0.0 };
                    model.curvature[row * slots + column] += (together - mean * other) / tau;
                }
            }
        }
        model
    }

    /// Solves curvature · step = gradient by Cholesky's method; `None` if rounding errors left
    /// nothing to solve.
    fn step(&mut self) -> Option<Vec<f64>> {
        let n = self.gradient.len();
        let a = &mut self.curvature;
        for k in 0..n {
            let (above, below) = a.split_at_mut(k * n);
            let row = &mut below[..n];
            for j in 0..k {
                let upper = &above[j * n..j * n + j];
                let dot: f64 = upper.iter().zip(&row[..j]).map(|(x, y)| x * y).sum();
                row[j] = (row[j] - dot) / above[j * n + j];
            }
            let pivot = row[k];
            let rest = pivot - row[..k].iter().map(|x| x * x).sum::<f64>();
            row[k] = rest.max(1e-13 * pivot).sqrt();
            if !row[k].is_finite() || row[k] <= 0.0 {
                return None;
            }
        }
        let mut x = self.gradient.clone();
        for k in 0..n {
            let dot: f64 = a[k * n..k * n + k].iter().zip(&x[..k]).map(|(l, x)| l * x).sum();
            x[k] = (x[k] - dot) / a[k * n + k];
        }
        for k in (0..n).rev() {
            x[k] /= a[k * n + k];
            let xk = x[k];
            let row = &a[k * n..k * n + k];
            x[..k].iter_mut().zip(row).for_each(|(x, l)| *x -= l * xk);
        }
        Some(x)
    }
}
