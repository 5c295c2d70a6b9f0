//! The plan: every input row with its verdict and reasons, every park with its load, and the proof.
//! This is what is written as `plan.json`, and all that is needed to check it again.

pub(crate) mod again;
pub(crate) mod base;
pub(crate) mod ended;
pub(crate) mod enterprise;
pub(crate) mod enterprises;
pub(crate) mod figures;
pub(crate) mod key_column;
pub(crate) mod parks;
pub(crate) mod projects;
pub(crate) mod record;
pub(crate) mod schedule;
pub(crate) mod solution;
pub(crate) mod stored;

use crate::bucket::{Bucket, ProjectBucket};
use crate::plan::base::Base;
use crate::plan::ended::CutShort;
use crate::plan::enterprises::{Decision, Enterprises};
use crate::plan::figures::{IndicatorChange, ParkLandUse, PrincipleFigure};
use crate::plan::parks::PlannedPark;
use crate::plan::projects::{PlannedProject, ProjectSummary};
use crate::plan::schedule::Schedule;
use crate::plan::solution::SolutionSummary;
use crate::screened::land_classes::NamedClass;
use crate::settings::PlanOptions;
use parkward_model::{Hectares, Input, InputKind, Note, Reject, Zone};
use parkward_policy::Weights;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name and version of the schema of `plan.json`.
pub const SCHEMA: &str = "parkward-plan/2";

/// A verified plan. Serialised, it is `plan.json`; see `docs/formats.md` for its schema.
#[derive(Debug)]
pub struct Plan {
    /// [`SCHEMA`].
    pub schema: String,
    /// What it was made with, beside the survey and the rule book.
    pub options: PlanOptions,
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
    /// The classes of land that are told apart, in the order of the rule book.
    pub land_classes: Vec<NamedClass>,
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
    /// What cut the runs of [`PlanOptions::robustness`] short, if anything did.
    pub robustness_cut: Option<CutShort>,
    /// What happens in which year, where the plan has phases.
    pub schedule: Option<Schedule>,
    /// The rule book that was applied, whole.
    pub rule_book: RuleBookText,
    /// The rule book's indicators before and after, of the district first, then of the parks.
    pub indicators: Vec<IndicatorChange>,
    /// The figures of the rule book's principles.
    pub principles: Vec<PrincipleFigure>,
    /// What maps are drawn on.
    pub base: Base,
}

/// A rule book as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleBookText {
    /// The file's name.
    pub file: String,
    /// SHA-256 of `text`, in hexadecimal.
    pub sha256: String,
    /// The TOML.
    pub text: String,
    /// The classification table.
    pub classification: String,
    /// The table of limits, if the rule book names one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub limits: String,
}

/// How many enterprise rows ended in which bucket: the last eight sum to the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

pub(crate) fn summary(decisions: &[Decision], rejected: usize) -> Summary {
    let mut summary = Summary { input: decisions.len() + rejected, rejected, ..Summary::default() };
    for decision in decisions {
        *match decision.verdict {
            Bucket::InPark => &mut summary.in_park,
            Bucket::InParkCloses => &mut summary.in_park_closes,
            Bucket::Closes => &mut summary.closes,
            Bucket::Kept => &mut summary.kept,
            Bucket::Review => &mut summary.review,
            Bucket::Moves => &mut summary.moves,
            Bucket::Unplaced => &mut summary.unplaced,
            Bucket::Rejected => &mut summary.rejected,
        } += 1;
    }
    summary
}

impl Plan {
    /// A plan of nothing, to be filled.
    pub fn empty(options: PlanOptions, weights: Weights, rule_book: RuleBookText) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            options,
            weights,
            summary: Summary::default(),
            solution: SolutionSummary::default(),
            parks: Vec::new(),
            land_use: Vec::new(),
            enterprises: Enterprises::default(),
            zones: Vec::new(),
            land_classes: Vec::new(),
            project_summary: ProjectSummary::default(),
            projects: Vec::new(),
            rejects: Vec::new(),
            notes: Vec::new(),
            inputs: Vec::new(),
            robustness_cut: None,
            schedule: None,
            rule_book,
            indicators: Vec::new(),
            principles: Vec::new(),
            base: Base::default(),
        }
    }

    /// Whether the plan has an input of new projects.
    pub fn has_projects(&self) -> bool {
        !self.project_summary.is_empty()
    }

    /// Rows of the project input that could not be read.
    pub(crate) fn rejected_projects(rejects: &[parkward_model::Reject]) -> usize {
        rejects.iter().filter(|reject| reject.kind == InputKind::Projects).count()
    }

    /// Land of the projects in a bucket, as far as it is known, and of how many it is not.
    pub fn project_land(&self, bucket: ProjectBucket) -> (Hectares, usize) {
        let all = || self.projects.iter().filter(|project| project.verdict == bucket);
        let known = all().filter_map(|project| project.project.land).sum();
        (known, all().filter(|project| project.project.land.is_none()).count())
    }

    /// How often everybody was placed again, if that was asked.
    pub fn runs_done(&self) -> Option<u16> {
        let asked = self.options.robustness.as_ref()?.runs;
        Some(self.robustness_cut.map_or(asked, |cut| cut.runs))
    }
}
