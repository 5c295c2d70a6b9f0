//! The rule book: who must close, who may go where, how well they fit, and how much they matter.
//!
//! Every threshold, industry and park name comes from a rule file; nothing of a district is in code.
//! A value that a rule needs and nobody knows makes the answer "review", never a guess.
//!
//! | question | answer |
//! |---|---|
//! | must this enterprise close? | [`Screening::screen`] |
//! | may it go to this park, and at what price beside the distance? | [`RuleBook::pair`] |
//! | how much land does it get there? | [`RuleBook::land_need`] |
//! | how much does it matter that it is placed? | [`RuleBook::quality`], [`RuleBook::classify`] |
//! | how well does a park use its land, and what is left of it? | [`LandUse::evaluate`], [`LandUse::spare`] |
//!
//! `tables` holds the tables of the rule file, `book` reads and checks them together, `questions` answers, a file
//! a question; each knows those before it.

mod book;
mod date;
mod error;
mod fields;
mod questions;
mod tables;
mod toml_file;
mod unit;

pub use book::{BookTable, RuleBook};
pub use date::{Date, NotADate};
pub use error::{RuleBookError, ValueFault};
pub use questions::classes::{ClassScore, Classes};
pub use questions::land_need::{LandBasis, LandNeed};
pub use questions::land_use::{Evaluation, Rating, Spare};
pub use questions::limit_gaps::LimitGap;
pub use questions::pairing::Refusal;
pub use questions::peers::PeerGroup;
pub use questions::quality::{ElementScore, Quality};
pub use questions::screening::{Finding, Outcome, Screened, Screening, Verdict, significant};
pub use tables::classes::{Baseline, ClassElement, ClassRules};
pub use tables::district::{Book, FieldName, Industries, ParkRules, ParkType, Role, Total};
pub use tables::improve::{Better, Count, Gauge, Indicator, Principle};
pub use tables::land_guide::{GuideIndicator, LandGuide, LandNeedRules};
pub use tables::land_indicator::LandIndicator;
pub use tables::land_use::{CapacityFrom, LandUse, NestedAccounts, Target, UsableShares, ZoneType};
pub use tables::limit_table::LimitOrigin;
pub use tables::pairing::{Eligibility, Preference};
pub use tables::quality::{Measure, QualityElement};
pub use tables::screening::{Effect, Effective, FromTable, Limits, Relative, ScreeningRule, Test};
pub use tables::spatial::{ForExisting, ForParks, ForProjects, LandClass, SpatialRule, ZoneKind};
pub use tables::terms::{Measured, TERMS, Term, Terms};
pub use tables::weights::{Weight, Weights};
pub use toml_file::{TomlError, parse_toml};
