//! Joins survey, policy, geometry and assignment into a verified plan.
//!
//! The stages, in the order they run, and their files:
//!
//! | stage | folder |
//! |---|---|
//! | what the planner sets: [`PlanOptions`], [`Decisions`], [`Earlier`], [`Phases`], [`Robustness`] | `settings` |
//! | how far parks are by road: [`ByRoad`], [`RoadSettings`], [`ParkRoads`], [`Travel`] | `by_road` |
//! | how far parks are from everybody, and where they stand | `distances` |
//! | where everybody stands, and what the rules say of it | `screened` |
//! | what parks can take, and from whom | `receive` |
//! | the planner's rulings on single enterprises | `rule` |
//! | who may go where, at what cost | `problem` |
//! | all of that, which comes before solving | `prepare.rs` |
//! | what a plan holds: [`Plan`], its parks, enterprises and projects, and `plan.json` | `plan` |
//! | what it comes to: balance, indicators, years, certainty | `measure` |
//! | the pipeline, with the solver of `parkward-assignment`: [`Plan::make`] | `make.rs` |
//! | questions to it, and before it: [`Rehearsal::of`], [`Plan::verify`], [`Plan::explain`], [`Plan::sites`], [`Comparison::of`] | `answer` |
//! | what others get to see of it: [`Plan::layers`], [`Sheets`] | `tables` |
//!
//! A stage knows the ones above it, never one below. What all of them speak stands beside the folders:
//! amounts, buckets, positions, reasons, errors.

mod amounts;
mod answer;
mod bucket;
mod by_road;
mod distances;
mod error;
mod make;
mod measure;
mod plan;
mod position;
mod prepare;
mod problem;
mod reasons;
mod receive;
mod rule;
mod screened;
mod settings;
mod signs;
mod tables;

pub use answer::compare::enterprises::{Change, State};
pub use answer::compare::kind::ChangeKind;
pub use answer::compare::parks::{ParkChange, ParkState};
pub use answer::compare::projects::{ProjectChange, ProjectState};
pub use answer::compare::totals::Totals;
pub use answer::compare::{Comparison, Flow};
pub use answer::explain::ledger::{
    Answer, CostPart, Entry, Ledger, Repair, RepairKind, Sentence, Solved, Topic,
};
pub use answer::explain::park_ledger::{Comer, Named, NotComing, ParkLedger};
pub use answer::explain::subject::Subject;
pub use answer::rehearsal::{Cause, Outlook, Rehearsal, Supply};
pub use answer::site::{NewProject, ProjectSites, Site, SiteAnswer};
pub use answer::verify::found::Verification;
pub use bucket::{Bucket, ProjectBucket};
pub use by_road::ByRoad;
pub use by_road::network::ParkRoads;
pub use by_road::settings::RoadSettings;
pub use by_road::travel::Travel;
pub use error::PlanError;
pub use make::Step;
pub use measure::balance::Balance;
pub use measure::elements::ElementMean;
pub use measure::grades::Grades;
pub use measure::released::ReleasedByClass;
pub use measure::replanning::{Replanned, Replanning};
pub use plan::base::{Base, Outline};
pub use plan::ended::{CutShort, Effort, Stop, why_not_optimal};
pub use plan::enterprise::{Choice, PlannedEnterprise, SecondChoice};
pub use plan::enterprises::Enterprises;
pub use plan::figures::{IndicatorChange, ParkLandUse, PrincipleFigure, Reading};
pub use plan::parks::{Limit, PlannedPark};
pub use plan::projects::{PlannedProject, ProjectChoice, ProjectSecondChoice, ProjectSummary};
pub use plan::record::{
    ChoiceRecord, EnterpriseRecord, NoSuchPark, SecondChoiceRecord, plan_schema,
};
pub use plan::schedule::{Phase, Schedule};
pub use plan::solution::{Proof, SolutionSummary, Status};
pub use plan::stored::Stored;
pub use plan::{Plan, RuleBookText, SCHEMA, Summary};
pub use screened::land_classes::NamedClass;
pub use screened::zoning::{ParkZone, PlaceZone};
pub use settings::PlanOptions;
pub use settings::decision_error::DecisionError;
pub use settings::decisions::{Decisions, Forbid, Lock, Pin, Revision, Who};
pub use settings::earlier::Earlier;
pub use settings::phases::{Phases, Year};
pub use settings::resource::{MOST as MOST_OF_A_RESOURCE, Resource};
pub use settings::robustness::{Positions, Robustness};
pub use signs::{
    Ink, MOVE_MM, PARK_POINT, Sign, SignShape, UNTYPED, ZONE_POINT, move_opacity, park_tones,
    sign_size,
};
pub use tables::LAYER_NAMES;
pub use tables::outlines::outline_layer;
pub use tables::sheets::Sheets;
pub use tables::site::{project_sites_layer, site_layer};
