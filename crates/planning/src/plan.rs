//! The plan: every input row with its verdict and reasons, every park with its load, and the proof.
//! This is what is written as `plan.json`, and all that is needed to check it again.

use crate::Bucket;
use crate::decisions::Decisions;
use crate::earlier::Earlier;
use crate::ended::{Effort, Stop};
use crate::enterprises::Enterprises;
use crate::land_use::ParkLandUse;
use crate::phases::Schedule;
use crate::projects::{PlannedProject, ProjectSummary};
use crate::record::PlanRecord;
use crate::robustness::{CutShort, Robustness};
use crate::zoning::ParkZone;
use crate::{IndicatorChange, PrincipleFigure};
use parkward_model::{Hectares, Input, Note, Park, ParkId, Reject, Text, Zone};
use parkward_policy::{Date, Weights};
use serde::{Deserialize, Serialize};

/// Name and version of the schema of `plan.json`.
pub const SCHEMA: &str = "parkward-plan/2";

/// A verified plan. Serialised, it is `plan.json`; see `docs/formats.md` for its schema.
#[derive(Debug, Deserialize)]
#[serde(try_from = "PlanRecord")]
pub struct Plan {
    /// [`SCHEMA`].
    pub schema: String,
    /// The title, as printed on maps.
    pub title: Text,
    /// What is synthetic, assumed or illustrative in the inputs; shown wherever the plan is.
    pub data_notice: Text,
    /// The day whose rules were applied.
    pub as_of: Date,
    /// The weights that were applied: the rule book's, or the plan file's own.
    pub weights: Weights,
    /// How many rows ended in which bucket.
    pub summary: Summary,
    /// Cost, bound and gap.
    pub solution: SolutionSummary,
    /// Parks in the order of their ids.
    pub parks: Vec<PlannedPark>,
    /// How well each park uses its land, in the order of [`Plan::parks`]; empty where the rule book has
    /// no `[land_use]`.
    pub land_use: Vec<ParkLandUse>,
    /// Enterprises in the order of their rows.
    pub enterprises: Enterprises,
    /// Zones, input by input, in the order of their rows.
    pub zones: Vec<Zone>,
    /// How many project rows ended in which bucket.
    pub project_summary: ProjectSummary,
    /// New projects in the order of their rows.
    pub projects: Vec<PlannedProject>,
    /// Rows that were not usable.
    pub rejects: Vec<Reject>,
    /// What the user should know of the inputs.
    pub notes: Vec<Note>,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// The resources besides land that parks limit.
    pub resources: Vec<Resource>,
    /// What the planner had decided beforehand.
    pub decisions: Decisions,
    /// The earlier plan that this one was made to keep, if any.
    pub earlier: Option<Earlier>,
    /// How far off the inputs may be, if it was asked how sure the destinations are.
    pub robustness: Option<Robustness>,
    /// What cut that short, if anything did.
    pub robustness_cut: Option<CutShort>,
    /// What happens in which year, where the plan has phases.
    pub schedule: Option<Schedule>,
    /// The rule book that was applied, whole.
    pub rule_book: RuleBookText,
    /// The rule book's indicators before and after, of the district first, then of the parks.
    pub indicators: Vec<IndicatorChange>,
    /// The figures of the rule book's principles.
    pub principles: Vec<PrincipleFigure>,
}

/// A resource besides land: who needs how much is a field of the enterprise, how much there is a
/// field of the park.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The key, as in `land` or `cod`.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The unit, for people.
    pub unit: String,
    /// The enterprise's field.
    pub need: String,
    /// The park's field.
    pub quota: String,
}

/// A rule book as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleBookText {
    /// The file's name.
    pub file: String,
    /// SHA-256 of `text`, in hexadecimal.
    pub sha256: String,
    /// The TOML.
    pub text: String,
    /// The classification table.
    pub classification: String,
}

/// How many enterprise rows ended in which bucket: the last eight sum to the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Rows of the enterprise input.
    pub input: usize,
    /// Stand in a park and stay.
    pub in_park: usize,
    /// Stand in a park and close.
    pub in_park_closes: usize,
    /// Stand outside and close.
    pub closes: usize,
    /// Stand outside and stay there by the planner's decision.
    #[serde(default)]
    pub kept: usize,
    /// Cannot be decided, for want of data.
    pub review: usize,
    /// Move to a park.
    pub moves: usize,
    /// Should move, and no park takes them.
    pub unplaced: usize,
    /// Could not be read.
    pub rejected: usize,
}

impl Summary {
    /// The count of one bucket.
    pub fn count(&self, bucket: Bucket) -> usize {
        match bucket {
            Bucket::InPark => self.in_park,
            Bucket::InParkCloses => self.in_park_closes,
            Bucket::Closes => self.closes,
            Bucket::Kept => self.kept,
            Bucket::Review => self.review,
            Bucket::Moves => self.moves,
            Bucket::Unplaced => self.unplaced,
            Bucket::Rejected => self.rejected,
        }
    }

    /// Whether the buckets sum to the input.
    pub fn balances(&self) -> bool {
        Bucket::ALL.iter().map(|bucket| self.count(*bucket)).sum::<usize>() == self.input
    }
}

/// Cost, bound and gap of the plan, over the enterprises that should move and the
/// projects that should settle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// The prices: per park in the order of [`Plan::parks`], per resource (land first), in units of
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// By the prices alone.
    Prices,
    /// By the prices and an exhaustive search of this many nodes.
    Search {
        /// Nodes examined.
        nodes: u64,
    },
}

/// How good the plan is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// No plan is cheaper.
    Optimal,
    /// A plan within the gap of the best.
    Feasible,
}

/// A park with its load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedPark {
    /// The park as read.
    #[serde(flatten)]
    pub park: Park,
    /// Key of its type in the rule book.
    pub park_type: Option<String>,
    /// Name of its type.
    pub park_type_name: Text,
    /// Parks that it lies in, in the order of their ids.
    pub lies_in: Vec<ParkId>,
    /// Enterprises of the survey that stand in it (and in no more specific park) and do not close:
    /// they stay, or are to be reviewed.
    pub staying: usize,
    /// Enterprises that stand in it and close.
    pub closing: usize,
    /// Enterprises that move to it.
    pub incoming: usize,
    /// Enterprises that stand in it and move to another park, because a rule of space wants it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub leaving: usize,
    /// New projects that settle in it.
    #[serde(default, skip_serializing_if = "is_none")]
    pub projects: usize,
    /// Land of the surveyed enterprises in it before the plan.
    pub load_before_ha: Hectares,
    /// Land of the surveyed enterprises in it after the plan: without those that close, with those
    /// that come and with the new projects.
    pub load_after_ha: Hectares,
    /// What one hectare more would save, in kilometre-equivalents: the shadow price of land.
    pub shadow_price_km_per_ha: f64,
    /// What is limited, land first, then the resources.
    pub limits: Vec<Limit>,
    /// Rules of space that it lies within reach of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<ParkZone>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde hands over")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// The id of land among the resources.
pub(crate) const LAND: &str = "land";

/// One limit of a park: what it can take, and what it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// `land`, or the id of a [`Resource`].
    pub resource: String,
    /// The unit of the amounts.
    pub unit: String,
    /// What incoming enterprises may take; `None`: unknown, and nobody is sent.
    pub capacity: Option<f64>,
    /// What they take.
    pub taken: f64,
    /// What one unit more would save, in kilometre-equivalents.
    pub shadow_price_km: f64,
}
