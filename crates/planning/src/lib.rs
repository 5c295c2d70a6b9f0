//! Joins survey, policy, geometry and assignment into a verified plan.
//!
//! The stages, in the order they run, and their files:
//!
//! | stage | files |
//! |---|---|
//! | where everybody stands, and who has to move: [`Standing`] | `standing`, `zoning`, `land_classes` |
//! | what the planner has decided: [`Decisions`] | `decisions`, `earlier` |
//! | what parks can take, and from whom | `hosts`, `land_use` |
//! | who may go where, at what cost: [`PlanningProblem`] | `problem`, `projects` |
//! | the solver of `parkward-assignment`, then words and sums: [`Plan::make`] | `assemble`, `plan`, `enterprises`, `reasons`, `record` |
//! | beside the plan: years, and how sure each destination is | `phases`, `robustness` |
//! | what is told of it: [`Plan::layers`] | `layers`, `sheets`, `findings`, `balance`, `elements`, `indicators` |
//! | questions to it: [`Plan::verify`], [`Plan::explain`], [`Plan::sites`], [`Comparison::of`] | `verify`, `explain`, `prose`, `repairs`, `site`, `compare` |

mod assemble;
mod balance;
mod bucket;
mod compare;
mod decisions;
mod earlier;
mod elements;
mod ended;
mod enterprises;
mod error;
mod explain;
mod findings;
mod hosts;
mod indicators;
mod land_classes;
mod land_use;
mod layers;
mod left_out;
mod phases;
mod plan;
mod position;
mod problem;
mod projects;
mod prose;
mod reasons;
mod record;
mod repairs;
mod robustness;
mod sheets;
mod site;
mod standing;
mod verify;
mod zoning;

pub use assemble::{PlanOptions, Prepared, Step};
pub use balance::Balance;
pub use bucket::Bucket;
pub use compare::{
    Change, ChangeKind, Comparison, Flow, ParkChange, ParkState, ProjectChange, ProjectState,
    State, Totals,
};
pub use decisions::{DecisionError, Decisions, Forbid, Lock, Pin, Revision, Who};
pub use earlier::{Earlier, Replanning};
pub use elements::ElementMean;
pub use ended::{Effort, Stop, why_not_optimal};
pub use enterprises::{Choice, Enterprises, NoSuchPark, PlannedEnterprise, SecondChoice};
pub use error::PlanError;
pub use explain::{Answer, Entry, Ledger, Ledgers, Subject};
pub use indicators::{IndicatorChange, PrincipleFigure, Reading};
pub use land_classes::{NamedClass, ReleasedByClass};
pub use land_use::ParkLandUse;
pub use layers::outline_layer;
pub use phases::{Phase, Phases, Schedule, Year};
pub use plan::{
    Limit, Plan, PlannedPark, Proof, Resource, RuleBookText, SCHEMA, SolutionSummary, Status,
    Summary,
};
pub use problem::PlanningProblem;
pub use projects::{
    PlannedProject, ProjectBucket, ProjectChoice, ProjectSecondChoice, ProjectSummary,
};
pub use record::{ChoiceRecord, EnterpriseRecord, SecondChoiceRecord};
pub use repairs::{Repair, RepairKind};
pub use robustness::{CutShort, Positions, Robustness};
pub use sheets::Sheets;
pub use site::{NewProject, ProjectSites, Site, SiteAnswer, project_sites_layer, site_layer};
pub use standing::Standing;
pub use verify::Verification;
pub use zoning::{ParkZone, PlaceZone};
