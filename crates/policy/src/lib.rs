//! The rule book: who must close, who may go where, how well they fit, and how much they matter.
//!
//! Every threshold, industry and park name comes from a rule file; nothing of a district is in code.
//! A value that a rule needs and nobody knows makes the answer "review", never a guess.
//!
//! | question | answer |
//! |---|---|
//! | must this enterprise close? | [`RuleBook::screen`] |
//! | may it go to this park, and at what price beside the distance? | [`RuleBook::pair`] |
//! | how much land does it get there? | [`RuleBook::land_need`] |
//! | how much does it matter that it is placed? | [`RuleBook::quality`], [`RuleBook::classify`] |
//! | how well does a park use its land, and what is left of it? | [`LandUse::evaluate`], [`LandUse::spare`] |

mod book;
mod classes;
mod date;
mod improve;
mod land_need;
mod land_use;
mod pairing;
mod quality;
mod screening;
mod spatial;
mod toml_file;

pub use book::{
    Book, Industries, ParkRules, ParkType, Role, RuleBook, RuleBookError, Total, Weights,
};
pub use classes::{Baseline, ClassElement, ClassRules, ClassScore, Classes};
pub use date::{Date, NotADate};
pub use improve::{Better, Count, Gauge, Indicator, Principle};
pub use land_need::{GuideIndicator, LandBasis, LandGuide, LandNeed, LandNeedRules};
pub use land_use::{
    CapacityFrom, Evaluation, LandIndicator, LandUse, NestedAccounts, Rating, Spare, Target,
    UsableShares, ZoneType,
};
pub use pairing::{Eligibility, Preference, Refusal, Terms};
pub use quality::{ElementScore, Measure, Quality, QualityElement};
pub use screening::{
    Effect, Effective, Finding, Limits, Outcome, Screened, ScreeningRule, Test, Verdict,
};
pub use spatial::{ForExisting, ForParks, ForProjects, LandClass, SpatialRule, ZoneKind};
pub use toml_file::{TomlError, parse_toml};
