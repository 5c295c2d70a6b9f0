//! What a job pays at prices, in floating point: it only proposes. What prices prove is computed in
//! [`crate::certificate`], exactly.

use crate::plan::NONE;
use crate::problem::narrow;
use crate::{Price, Problem};

/// Jobs summed in one go: sums of blocks are added in order, so that floating point results do
/// not depend on the number of threads.
pub(crate) const BLOCK: usize = 1 << 14;

/// Cost plus priced needs of one candidate.
#[inline]
pub(crate) fn priced(problem: &Problem, prices: &[f64], job: usize, arc: usize) -> f64 {
    let first = problem.arc_agent[arc] as usize * problem.resources;
    let needs = problem.need(job, arc);
    let rent: f64 = needs.iter().zip(&prices[first..]).map(|(&a, price)| price * a as f64).sum();
    problem.arc_cost[arc] as f64 + rent
}

/// All ways of a job, an arc or [`NONE`] for staying unplaced, by what they cost at the prices.
pub(crate) fn ways_in_order(
    problem: &Problem,
    prices: &[f64],
    job: usize,
    list: &mut Vec<(f64, u32)>,
) {
    list.clear();
    list.push((problem.penalties[job] as f64, NONE));
    list.extend(problem.arcs(job).map(|arc| (priced(problem, prices, job, arc), narrow(arc))));
    list.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
}

impl Problem {
    /// The least that a job pays at the prices, unlisted agents left out.
    pub(crate) fn least(&self, prices: &[f64], job: usize) -> f64 {
        let mut least = self.penalties[job] as f64;
        for arc in self.arcs(job) {
            if self.arc_cost[arc] as f64 >= least {
                break;
            }
            least = least.min(priced(self, prices, job, arc));
        }
        least
    }
}

/// Fixed-point prices for a certificate.
pub(crate) fn fixed(prices: &[f64]) -> Vec<Price> {
    prices.iter().map(|&price| Price::from_f64(price)).collect()
}

/// The mean positive need of each resource; 1 where there is none.
pub(crate) fn mean_needs(problem: &Problem) -> Vec<f64> {
    let mut sums = vec![(0.0, 0_u64); problem.resources];
    for job in 0..problem.jobs() {
        // One candidate per job is enough to estimate the magnitude.
        if let Some(arc) = problem.arcs(job).next() {
            for (sum, &need) in sums.iter_mut().zip(problem.need(job, arc)) {
                if need > 0 {
                    sum.0 += need as f64;
                    sum.1 += 1;
                }
            }
        }
    }
    sums.iter().map(|&(sum, count)| if count == 0 { 1.0 } else { sum / count as f64 }).collect()
}
