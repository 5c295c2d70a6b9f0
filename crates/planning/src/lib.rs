//! Joins survey, policy, geometry and assignment into a verified plan.
//!
//! The stages, in the order they run: [`stand`] (where everybody stands, and who has to move) →
//! [`problem`] (who may go where, at what cost) → the solver of `parkward-assignment` →
//! [`Plan::make`], which puts words and sums to the solution and verifies it. A written plan can be
//! checked again with [`Plan::verify`] and questioned with [`Plan::explain`].

mod assemble;
mod bucket;
mod error;
mod explain;
mod layers;
mod plan;
mod problem;
mod standing;
mod verify;

pub use assemble::{PlanOptions, Prepared};
pub use bucket::Bucket;
pub use error::PlanError;
pub use explain::{Answer, Entry, Ledger};
pub use layers::{ColumnKind, Feature, Field, LayerStyle, PlanLayer, Shape};
pub use plan::{
    Choice, Limit, Plan, PlannedEnterprise, PlannedPark, Proof, Resource, RuleBookText, SCHEMA,
    SecondChoice, SolutionSummary, Status, Summary,
};
pub use problem::{Pair, PlanningProblem, problem};
pub use standing::{Standing, stand};
pub use verify::Verification;
