//! Prices and the lower bound they prove, in exact arithmetic.
//!
//! Relax the capacities with prices λ ≥ 0 (Lagrangian relaxation: Fisher 1981, after Held & Karp
//! 1970). For *any* such prices
//!
//! L(λ) = Σ_i min(penalty_i, unlisted_i, min_j c_ij + Σ_r λ_jr a_ijr) − Σ_jr λ_jr b_jr
//!
//! is at most the cost of every plan, because a plan that respects the capacities gets back at
//! least nothing from the last sum. Sums of needs are multiples of their greatest common divisor, so b
//! counts up to its last multiple. Costs are integers, so L may be rounded up. Prices are fixed
//! point numbers, so L is computed without any rounding error: however the prices were found, the
//! bound cannot lie.

use rayon::prelude::*;

use crate::Problem;

/// A price for one unit of a resource at one agent: an unsigned fixed-point number with
/// [`Price::BITS`] binary places, in cost units per unit of need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Price(u64);

impl Price {
    /// Binary places: a price is a multiple of 2^-24.
    pub const BITS: u32 = 24;
    /// The price zero.
    pub const ZERO: Price = Price(0);

    /// The price `raw` · 2^-24.
    #[must_use]
    pub fn from_raw(raw: u64) -> Self {
        Price(raw)
    }

    /// The price in units of 2^-24.
    #[must_use]
    pub fn raw(self) -> u64 {
        self.0
    }

    /// The nearest price at or below; negative numbers and NaN become zero, too large ones the
    /// largest price.
    ///
    /// ```
    /// use parkward_assignment::Price;
    ///
    /// assert_eq!(Price::from_f64(2.5).to_f64(), 2.5);
    /// assert_eq!(Price::from_f64(-1.0), Price::ZERO);
    /// ```
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates, as documented
    pub fn from_f64(value: f64) -> Self {
        Price((value * f64::from(1 << Self::BITS)) as u64)
    }

    /// As a floating point number, for display.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / f64::from(1 << Self::BITS)
    }
}

/// What a set of prices proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// No plan costs less than this (never negative).
    pub value: i64,
    /// The jobs, in order, whose term is the unlisted cost, or nearly so (within one cost unit, since prices
    /// settle where choices tie): the bound could rise if their candidate lists were longer.
    pub limited_by: Vec<u32>,
}

/// How the lower bound of a solution was established.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// By the prices alone: [`lower_bound`] reproduces it in one pass over the problem.
    Prices,
    /// By branch and bound of so many nodes that left nothing below the bound, with prices or with
    /// knapsacks for a relaxation, in exact arithmetic either way. Repeating it means solving
    /// again; the prices still prove [`Certificate::price_bound`].
    Search {
        /// Nodes examined.
        nodes: u64,
    },
}

/// Why nothing can be much cheaper: prices and the bound they prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Entry `agent * resources + resource`.
    pub prices: Vec<Price>,
    /// What the prices prove.
    pub price_bound: i64,
    /// The best bound proven, at least `price_bound`.
    pub lower_bound: i64,
    /// How `lower_bound` was proven.
    pub proof: Proof,
    /// Jobs whose candidate lists limit the price bound, see [`Bound::limited_by`].
    pub limited_by: Vec<u32>,
}

impl Certificate {
    /// Whether the prices prove what is claimed of them, or more (with longer lists of candidates
    /// they may).
    #[must_use]
    pub fn holds(&self, problem: &Problem) -> bool {
        self.prices.len() == problem.capacities.len()
            && lower_bound(problem, &self.prices).value >= self.price_bound
            && match self.proof {
                Proof::Prices => self.lower_bound == self.price_bound,
                Proof::Search { .. } => self.lower_bound >= self.price_bound,
            }
    }
}

/// The lower bound that `prices` (entry `agent * resources + resource`) prove on the cost of every
/// plan, over listed and unlisted agents alike.
///
/// A candidate whose need alone exceeds the capacity is in no plan and is left out of the minimum.
/// Exact: fixed-point prices, 128-bit sums, rounded up at the end because costs are integers. One
/// pass over the candidates, on all cores; the result does not depend on their number.
///
/// ```
/// use parkward_assignment::{Price, Problem, lower_bound};
///
/// let mut builder = Problem::builder(1);
/// builder.agent(&[1]);
/// builder.job(&[1], 10, &[(0, 2)]);
/// builder.job(&[1], 10, &[(0, 3)]);
/// let problem = builder.build()?;
/// assert_eq!(lower_bound(&problem, &[Price::ZERO]).value, 5);
/// assert_eq!(lower_bound(&problem, &[Price::from_f64(7.0)]).value, 12); // the optimum
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Panics
/// When there is not one price for each agent and resource.
#[must_use]
pub fn lower_bound(problem: &Problem, prices: &[Price]) -> Bound {
    let terms = BoundTerms::new(problem, prices);
    let blocks: Vec<(i128, Vec<u32>)> = (0..problem.jobs().div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| terms.block(block * BLOCK..problem.jobs().min((block + 1) * BLOCK)))
        .collect();
    let mut total = -terms.rent();
    let mut limited_by = Vec::new();
    for (sum, limited) in blocks {
        total += sum;
        limited_by.extend(limited);
    }
    Bound { value: round_up(total), limited_by }
}

/// Jobs a block; the sum is exact, so blocks only serve the cores (and, later, other machines).
const BLOCK: usize = 1 << 14;

/// A fixed-point total as the integer that integer costs allow; at least 0, as costs are.
pub(crate) fn round_up(total: i128) -> i64 {
    let whole = (total + ((1 << Price::BITS) - 1)) >> Price::BITS;
    i64::try_from(whole.max(0)).unwrap_or(i64::MAX)
}

/// The terms of L(λ), each a fixed-point number.
pub(crate) struct BoundTerms<'p> {
    problem: &'p Problem,
    prices: &'p [Price],
}

impl<'p> BoundTerms<'p> {
    pub(crate) fn new(problem: &'p Problem, prices: &'p [Price]) -> Self {
        assert_eq!(prices.len(), problem.capacities.len(), "one price per agent and resource");
        BoundTerms { problem, prices }
    }

    /// Σ λ·b, which the jobs' terms are reduced by.
    pub(crate) fn rent(&self) -> i128 {
        let rents = self.prices.iter().zip(self.problem.fillable());
        rents.map(|(price, room)| i128::from(price.0) * i128::from(room)).sum()
    }

    /// Cost plus priced needs of one candidate; `None` if it can never fit.
    pub(crate) fn arc(&self, job: usize, arc: usize) -> Option<i128> {
        let agent = self.problem.arc_agent[arc];
        let first = agent as usize * self.problem.resources;
        let needs = self.problem.need(job, arc);
        let mut value = i128::from(self.problem.arc_cost[arc]) << Price::BITS;
        for (r, &need) in needs.iter().enumerate() {
            if need > self.problem.capacities[first + r] {
                return None;
            }
            value += i128::from(self.prices[first + r].0) * i128::from(need);
        }
        Some(value)
    }

    /// The least over the penalty and the listed candidates.
    pub(crate) fn listed(&self, job: usize) -> i128 {
        let mut least = i128::from(self.problem.penalties[job]) << Price::BITS;
        for arc in self.problem.arcs(job) {
            if i128::from(self.problem.arc_cost[arc]) << Price::BITS >= least {
                break; // in order of cost, and prices are not negative
            }
            least = self.arc(job, arc).map_or(least, |value| value.min(least));
        }
        least
    }

    /// The unlisted cost, if there is one.
    pub(crate) fn unlisted(&self, job: usize) -> Option<i128> {
        self.problem.unlisted_cost(job).map(|cost| i128::from(cost) << Price::BITS)
    }

    fn block(&self, jobs: std::ops::Range<usize>) -> (i128, Vec<u32>) {
        let mut limited = Vec::new();
        let mut sum = 0;
        for job in jobs {
            let listed = self.listed(job);
            let Some(unlisted) = self.unlisted(job) else {
                sum += listed;
                continue;
            };
            if unlisted <= listed + (1 << Price::BITS) {
                limited.push(u32::try_from(job).expect("jobs are counted in 32 bits"));
            }
            sum += unlisted.min(listed);
        }
        (sum, limited)
    }
}

/// The least that any plan can cost which sends some job to an agent outside its list that costs less
/// than leaving it unplaced, or `None` when no list leaves out such an agent. At or above the cost of a
/// plan, this proves that longer lists cannot improve it: to leave a job unplaced is never dearer than an
/// agent that costs as much.
///
/// Swapping the job's own term for its unlisted cost in L(λ) bounds all plans that do so.
///
/// # Panics
/// When there is not one price for each agent and resource.
#[must_use]
pub fn unlisted_bound(problem: &Problem, prices: &[Price]) -> Option<i64> {
    let terms = BoundTerms::new(problem, prices);
    let mut total = -terms.rent();
    let mut least_rise: Option<i128> = None;
    for job in 0..problem.jobs() {
        let listed = terms.listed(job);
        let penalty = i128::from(problem.penalties[job]) << Price::BITS;
        match terms.unlisted(job).filter(|unlisted| *unlisted < penalty) {
            None => total += listed,
            Some(unlisted) => {
                let term = listed.min(unlisted);
                total += term;
                let rise = unlisted - term;
                least_rise = Some(least_rise.map_or(rise, |least| least.min(rise)));
            }
        }
    }
    least_rise.map(|rise| round_up(total + rise))
}
