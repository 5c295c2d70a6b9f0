//! Joins survey, policy, geometry and assignment into a verified plan.
//!
//! The stages, in the order they run: [`stand`] (where everybody stands, and who has to move) →
//! [`problem`] (who may go where, at what cost) → the solver of `parkward-assignment` →
//! [`Plan::make`], which puts words and sums to the solution and verifies it. A written plan can be
//! checked again with [`Plan::verify`], questioned with [`Plan::explain`] and [`Plan::sites`], and held
//! against another with [`Comparison::of`].

mod assemble;
mod bucket;
mod compare;
mod decisions;
mod earlier;
mod enterprises;
mod error;
mod explain;
mod hosts;
mod layers;
mod phases;
mod placed;
mod plan;
mod position;
mod problem;
mod reasons;
mod record;
mod robustness;
mod sheets;
mod site;
mod standing;
mod table;
mod verify;

pub use assemble::{PlanOptions, Prepared};
pub use bucket::Bucket;
pub use compare::{Change, ChangeKind, Comparison, Flow, ParkChange, ParkState, State, Totals};
pub use decisions::{DecisionError, Decisions, Forbid, Lock, Pin, Revision, Who};
pub use earlier::{Earlier, Replanning};
pub use enterprises::{Choice, Enterprises, NoSuchPark, PlannedEnterprise, SecondChoice};
pub use error::PlanError;
pub use explain::{Answer, Entry, Ledger, Ledgers};
pub use layers::{LayerStyle, outline_layer};
pub use phases::{Phase, Phases, Schedule, Year};
pub use placed::Placed;
pub use plan::{
    Limit, Plan, PlannedPark, Proof, Resource, RuleBookText, SCHEMA, SolutionSummary, Status,
    Summary,
};
pub use problem::PlanningProblem;
pub use record::{ChoiceRecord, EnterpriseRecord, SecondChoiceRecord};
pub use robustness::{Positions, Robustness};
pub use sheets::Sheets;
pub use site::{NewProject, Site, SiteAnswer, site_layer};
pub use standing::{Standing, stand};
pub use table::{Cell, ColumnKind, Feature, FeatureGeometry, Field, PlanLayer, Shape};
pub use verify::Verification;
