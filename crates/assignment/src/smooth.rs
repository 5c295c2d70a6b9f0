//! Raising the bound by Newton's method on a smoothed bound.
//!
//! Each job's minimum is replaced by a soft minimum of temperature τ and the constraint λ ≥ 0 by
//! a logarithmic barrier of the same strength; the sum is smooth and strictly concave, and its
//! maximiser tends to the best prices as τ goes to zero (Nesterov 2005 for the smoothing, the
//! continuation is that of interior point methods). A few dozen steps reach the bound of the
//! linear relaxation, also where many agents compete for the same jobs and raising one price after
//! the other would take thousands of sweeps. The linear system of a step is solved by conjugate
//! gradients, which ask only for products with the curvature: jobs with one plain choice have none,
//! so the colder it is, the fewer take part.
//!
//! At the end the soft choices are shares: how much of each job goes where in the relaxation.

use rayon::prelude::*;

use crate::Problem;
use crate::limits::Clock;
use crate::presolve::restricted;
use crate::price::{mean_needs, priced};
use crate::problem::narrow;

/// Jobs summed in one go, whatever the number of threads.
const BLOCK: usize = 1 << 12;
/// Shares below this are nothing, and so are choices that cost so many τ more than the best.
const NEGLIGIBLE: f64 = 1e-9;
const REACH: f64 = 21.0;
/// Choices that cost so many τ more than a job's best are left out where prices are near.
const BAND: f64 = 60.0;
/// Newton steps at one temperature, and how much colder the next is.
const STEPS: usize = 30;
pub(crate) const COOLING: f64 = 0.35;
/// How far a price may go in a step, as so many τ for a job of mean need; and what is left of it at
/// least.
const TRUST: f64 = 8.0;
const LEAST: f64 = 0.05;
/// A step is solved to this part of its right side, or for so many rounds.
const RESIDUAL: f64 = 0.03;
const ROUNDS: usize = 60;

/// Steps of effort that one evaluation takes.
fn work(problem: &Problem) -> u64 {
    (2 * (problem.arc_agent.len() + problem.jobs() + problem.capacities.len())) as u64
}

/// Whether a whole run, some sixty evaluations, stays within `effort`.
pub(crate) fn affordable(problem: &Problem, effort: u64) -> bool {
    60 * work(problem) <= effort
}

/// Makes prices positive, as a start at temperature `tau` needs them.
pub(crate) fn warm_up(problem: &Problem, prices: &mut [f64], tau: f64) {
    for (price, &capacity) in prices.iter_mut().zip(&problem.capacities) {
        *price = price.max(tau / (capacity.max(0) as f64 + 1.0));
    }
}

/// Follows the maximisers from temperature `warm` down to `cold`; `prices` becomes the last.
pub(crate) fn newton(
    problem: &Problem,
    prices: &mut [f64],
    warm: f64,
    cold: f64,
    clock: &mut Clock<'_>,
) {
    if prices.is_empty() {
        return;
    }
    warm_up(problem, prices, warm);
    let mut tau = warm;
    while tau >= cold {
        if settle(problem, prices, tau, clock).is_none() {
            return;
        }
        tau *= COOLING;
    }
}

/// The maximiser at one temperature, nearly. Says how many jobs have more than one choice then, or
/// `None` once the clock has stopped. Prices must be positive.
///
/// Only choices within [`BAND`] of a job's best take part: the next temperature looks at all again.
pub(crate) fn settle(
    problem: &Problem,
    prices: &mut [f64],
    tau: f64,
    clock: &mut Clock<'_>,
) -> Option<usize> {
    if !clock.spend(work(problem)) {
        return None;
    }
    let band = BAND * tau;
    let least: Vec<f64> = (0..problem.jobs())
        .into_par_iter()
        .map(|job| problem.least(prices, job).min(problem.floor(job) as f64) + band)
        .collect();
    let near = |job: usize, arc: usize| {
        problem.arc_cost[arc] as f64 <= least[job]
            && priced(problem, prices, job, arc) <= least[job]
    };
    let mut open = Vec::new();
    let mut capacities = problem.capacities.clone();
    for (job, &least) in least.iter().enumerate() {
        let mut arcs = problem.arcs(job).filter(|&arc| near(job, arc));
        match (arcs.next(), arcs.next(), problem.floor(job) as f64 <= least) {
            (None, ..) => {}
            (Some(arc), None, false) => {
                let first = problem.arc_agent[arc] as usize * problem.resources;
                let needs = problem.need(job, arc).iter();
                capacities[first..].iter_mut().zip(needs).for_each(|(room, need)| *room -= need);
            }
            _ => open.push(job),
        }
    }
    if 4 * open.len() > 3 * problem.jobs() {
        return settle_all(problem, prices, tau, clock);
    }
    settle_all(&restricted(problem, &open, capacities, near), prices, tau, clock)
}

fn settle_all(
    problem: &Problem,
    prices: &mut [f64],
    tau: f64,
    clock: &mut Clock<'_>,
) -> Option<usize> {
    let work = work(problem);
    let mut model = Model::at(problem, prices, tau);
    let mut trial = vec![0.0; prices.len()];
    let reach: Vec<f64> = mean_needs(problem).iter().map(|need| TRUST * tau / need).collect();
    for _ in 0..STEPS {
        let (step, products) = model.step(problem, prices, &reach, clock);
        let rise: f64 = step.iter().zip(&model.gradient).map(|(s, g)| s * g).sum();
        if !clock.spend(work + products) {
            return None;
        }
        // The rise is in units of the bound, τ the error made anyway for each job.
        if rise.is_nan() || rise <= 0.02 * tau * (1.0 + problem.jobs() as f64).sqrt() {
            break;
        }
        let mut length = 1.0_f64;
        let mut accepted = None;
        for _ in 0..20 {
            for ((t, price), s) in trial.iter_mut().zip(prices.iter()).zip(&step) {
                *t = (price + length * s).max(LEAST * price);
            }
            let next = Model::at(problem, &trial, tau);
            if !clock.spend(work) {
                return None;
            }
            if next.value >= model.value + 1e-4 * length * rise {
                accepted = Some(next);
                break;
            }
            length *= 0.4;
        }
        let Some(next) = accepted else { break };
        model = next;
        prices.copy_from_slice(&trial);
    }
    Some(model.blocks.iter().map(|block| block.mixed.len()).sum())
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

/// The soft minimum of a job's choices; `choices` becomes (share, arc) of those that matter,
/// without the unplaced choice.
pub(crate) fn soft_minimum(
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
        if problem.arc_cost[arc] as f64 > least + REACH * tau {
            break;
        }
        let value = priced(problem, prices, job, arc);
        if value <= least + REACH * tau {
            least = least.min(value);
            choices.push((value, narrow(arc)));
        }
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

/// The smoothed bound with its gradient, and what its curvature is made of.
struct Model {
    tau: f64,
    value: f64,
    gradient: Vec<f64>,
    blocks: Vec<Block>,
}

/// The jobs of a block that have more than one choice.
struct Block {
    value: f64,
    demand: Vec<f64>,
    /// Job, and where its choices end.
    mixed: Vec<(u32, u32)>,
    /// Share and arc.
    choices: Vec<(f64, u32)>,
}

impl Model {
    fn at(problem: &Problem, prices: &[f64], tau: f64) -> Self {
        let blocks = blocks(problem.jobs(), |jobs| Block::new(problem, prices, tau, jobs));
        let mut model =
            Model { tau, value: outer(problem, prices, tau), gradient: Vec::new(), blocks };
        let slots = prices.iter().zip(&problem.capacities);
        model.gradient = slots.map(|(&price, &room)| tau / price - room as f64).collect();
        for block in &model.blocks {
            model.value += block.value;
            model.gradient.iter_mut().zip(&block.demand).for_each(|(a, b)| *a += b);
        }
        model
    }

    /// Solves curvature · step = gradient by conjugate gradients, with the diagonal as a
    /// preconditioner; also says how many steps of effort that took. Once the clock has stopped the step
    /// is of no use.
    fn step(
        &self,
        problem: &Problem,
        prices: &[f64],
        reach: &[f64],
        clock: &Clock<'_>,
    ) -> (Vec<f64>, u64) {
        let slots = prices.iter().zip(&self.gradient).enumerate();
        // A price without curvature would go far beyond where the smoothed bound is like its model.
        let held = |(slot, (price, slope)): (usize, (&f64, &f64))| {
            self.tau / (price * price) + slope.abs() / reach[slot % reach.len()]
        };
        let barrier: Vec<f64> = slots.map(held).collect();
        let mut diagonal = barrier.clone();
        for block in &self.blocks {
            block.diagonal(problem, self.tau, &mut diagonal);
        }
        let choices: usize = self.blocks.iter().map(|block| block.choices.len()).sum();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut step = vec![0.0; prices.len()];
        let mut rest = self.gradient.clone();
        let mut better: Vec<f64> = rest.iter().zip(&diagonal).map(|(r, d)| r / d).collect();
        let mut direction = better.clone();
        let mut size = dot(&rest, &better);
        let enough = RESIDUAL * RESIDUAL * size;
        let mut rounds = 0;
        while rounds < ROUNDS && size > enough && size.is_finite() && !clock.is_over() {
            rounds += 1;
            let mut product: Vec<f64> =
                direction.iter().zip(&barrier).map(|(v, b)| v * b).collect();
            let parts: Vec<Vec<f64>> = if choices > 4 * BLOCK {
                let each = self.blocks.par_iter();
                each.map(|block| block.product(problem, self.tau, &direction)).collect()
            } else {
                let each = self.blocks.iter();
                each.map(|block| block.product(problem, self.tau, &direction)).collect()
            };
            for part in parts {
                product.iter_mut().zip(part).for_each(|(a, b)| *a += b);
            }
            let along = dot(&direction, &product);
            if along.is_nan() || along <= 0.0 {
                break;
            }
            let length = size / along;
            step.iter_mut().zip(&direction).for_each(|(s, d)| *s += length * d);
            rest.iter_mut().zip(&product).for_each(|(r, p)| *r -= length * p);
            better.iter_mut().zip(&rest).zip(&diagonal).for_each(|((b, r), d)| *b = r / d);
            let now = dot(&rest, &better);
            let keep = now / size;
            direction.iter_mut().zip(&better).for_each(|(d, b)| *d = b + keep * *d);
            size = now;
        }
        (step, (rounds * (choices + prices.len())) as u64)
    }
}

impl Block {
    fn new(problem: &Problem, prices: &[f64], tau: f64, jobs: std::ops::Range<usize>) -> Self {
        let mut block = Block {
            value: 0.0,
            demand: vec![0.0; prices.len()],
            mixed: Vec::new(),
            choices: Vec::new(),
        };
        let mut choices = Vec::new();
        let q = problem.resources;
        for job in jobs {
            block.value += soft_minimum(problem, prices, tau, job, &mut choices);
            for &(share, arc) in &choices {
                let first = problem.arc_agent[arc as usize] as usize * q;
                for (r, &need) in problem.need(job, arc as usize).iter().enumerate() {
                    block.demand[first + r] += need as f64 * share;
                }
            }
            if choices.iter().any(|choice| choice.0 > 1e-7 && choice.0 < 1.0 - 1e-7) {
                block.choices.extend_from_slice(&choices);
                block.mixed.push((narrow(job), narrow(block.choices.len())));
            }
        }
        block
    }

    fn each(&self, mut see: impl FnMut(usize, &[(f64, u32)])) {
        let mut start = 0;
        for &(job, end) in &self.mixed {
            see(job as usize, &self.choices[start..end as usize]);
            start = end as usize;
        }
    }

    fn diagonal(&self, problem: &Problem, tau: f64, diagonal: &mut [f64]) {
        let q = problem.resources;
        self.each(|job, choices| {
            for &(share, arc) in choices {
                let first = problem.arc_agent[arc as usize] as usize * q;
                for (r, &need) in problem.need(job, arc as usize).iter().enumerate() {
                    diagonal[first + r] += (need as f64).powi(2) * share * (1.0 - share) / tau;
                }
            }
        });
    }

    /// Curvature times a direction: the covariance, over each job's choices, of its needs with what
    /// they come to along the direction.
    fn product(&self, problem: &Problem, tau: f64, direction: &[f64]) -> Vec<f64> {
        let q = problem.resources;
        let mut product = vec![0.0; direction.len()];
        let mut along = Vec::new();
        self.each(|job, choices| {
            along.clear();
            let mut mean = 0.0;
            for &(share, arc) in choices {
                let first = problem.arc_agent[arc as usize] as usize * q;
                let needs = problem.need(job, arc as usize).iter();
                let at: f64 = needs.zip(&direction[first..]).map(|(&a, d)| a as f64 * d).sum();
                along.push(at);
                mean += share * at;
            }
            for (&(share, arc), at) in choices.iter().zip(&along) {
                let first = problem.arc_agent[arc as usize] as usize * q;
                let weight = share * (at - mean) / tau;
                for (r, &need) in problem.need(job, arc as usize).iter().enumerate() {
                    product[first + r] += need as f64 * weight;
                }
            }
        });
        product
    }
}
