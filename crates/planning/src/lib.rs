//! Joins survey, policy, geometry and assignment into a verified plan.

mod bucket;
mod plan;

pub use bucket::Bucket;
pub use plan::{
    Choice, Limit, Plan, PlannedEnterprise, PlannedPark, Proof, Resource, RuleBookText, SCHEMA,
    SecondChoice, SolutionSummary, Status, Summary,
};
