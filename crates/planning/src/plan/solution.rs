//! Cost, bound and gap of a plan.

use crate::amounts::kilometres;
use crate::plan::ended::{Effort, Ended, Stop};
use parkward_assignment::{Certificate, Solution};
use parkward_model::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cost, bound and gap of the plan, over the enterprises that should move and the
/// projects that should settle.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SolutionSummary {
    /// Cost of the plan in kilometre-equivalents, with the penalties of the unplaced.
    pub cost_km: f64,
    /// No plan whatever costs less than this.
    pub lower_bound_km: f64,
    /// (cost − bound) / cost; 0 if nothing has to move.
    pub gap: f64,
    /// `optimal` only if the gap is exactly 0, else `feasible`.
    pub status: Status,
    /// How much search was allowed; plans that do not say so were made with the standard effort.
    #[serde(default, skip_serializing_if = "Effort::is_standard")]
    pub effort: Effort,
    /// Why the search ended before the optimum was proven; `None` if it was, and of plans that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
    /// The cost, exactly, in millimetre-equivalents.
    pub cost_mm: i64,
    /// The bound, exactly, in millimetre-equivalents.
    pub lower_bound_mm: i64,
    /// The bound that the prices alone prove, which one pass over the pairs reproduces.
    pub price_bound_mm: i64,
    /// How the bound was proven.
    pub proof: Proof,
    /// The prices: per park in the order of [`Plan::parks`](crate::Plan::parks), per resource (land first), in units of
    /// 2⁻²⁴ millimetre-equivalents per unit of need (m² of land, thousandths of the rest).
    pub prices: Vec<Vec<u64>>,
}

impl SolutionSummary {
    /// Why the search ended and what may tighten the result, in a short sentence; `None` of an optimal
    /// plan, and of one that does not say.
    pub fn why_not_optimal(&self) -> Option<Text> {
        Some(self.stop?.sentence(self.effort))
    }
}

/// How a lower bound was proven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// By the prices alone.
    #[default]
    Prices,
    /// By the prices and an exhaustive search of this many nodes.
    Search {
        /// Nodes examined.
        nodes: u64,
    },
}

/// How good the plan is known to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// No plan is cheaper.
    #[default]
    Optimal,
    /// A plan within the gap of the best.
    Feasible,
}

pub(crate) fn summarise(solution: &Solution, parks: usize, ended: Ended) -> SolutionSummary {
    let Certificate { prices, price_bound, lower_bound, proof, .. } = &solution.certificate;
    let per_park = prices.len() / parks.max(1);
    SolutionSummary {
        cost_km: kilometres(solution.cost),
        lower_bound_km: kilometres(*lower_bound),
        gap: solution.gap(),
        status: match solution.status {
            parkward_assignment::Status::Optimal => Status::Optimal,
            parkward_assignment::Status::Feasible(_) => Status::Feasible,
        },
        effort: ended.effort,
        stop: ended.stop,
        cost_mm: solution.cost,
        lower_bound_mm: *lower_bound,
        price_bound_mm: *price_bound,
        proof: match proof {
            parkward_assignment::Proof::Prices => Proof::Prices,
            parkward_assignment::Proof::Search { nodes } => Proof::Search { nodes: *nodes },
        },
        prices: prices
            .chunks(per_park.max(1))
            .map(|park| park.iter().map(|price| price.raw()).collect())
            .collect(),
    }
}
