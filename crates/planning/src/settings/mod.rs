//! What the planner sets beforehand: the options of a plan.
//!
//! [`PlanOptions`] holds all of it: the [`Decisions`](decisions::Decisions) on enterprises and parks, the
//! [`Earlier`](earlier::Earlier) plan to keep, the resources besides land, the phases and the robustness.

pub(crate) mod decision_error;
pub(crate) mod decisions;
pub(crate) mod earlier;
pub(crate) mod phases;
pub(crate) mod resource;
pub(crate) mod robustness;

use crate::by_road::ByRoad;
use crate::settings::decisions::Decisions;
use crate::settings::earlier::Earlier;
use crate::settings::phases::Phases;
use crate::settings::resource::Resource;
use crate::settings::robustness::Robustness;
use parkward_model::{AreaUnits, Text};
use parkward_policy::Date;

/// What a plan is made with, beside the survey and the rule book.
#[derive(Clone, Debug)]
pub struct PlanOptions {
    /// The title, as printed on maps.
    pub title: Text,
    /// What is synthetic, assumed or illustrative in the inputs.
    pub data_notice: Text,
    /// The day whose rules are applied.
    pub as_of: Date,
    /// Resources besides land.
    pub resources: Vec<Resource>,
    /// What the planner has decided beforehand.
    pub decisions: Decisions,
    /// An earlier plan, which the new one should not change without need.
    pub earlier: Option<Earlier>,
    /// What each year gives.
    pub phases: Option<Phases>,
    /// How far off the inputs may be.
    pub robustness: Option<Robustness>,
    /// Distances by road; without it they are straight.
    pub by_road: Option<ByRoad>,
    /// In which unit sentences and pages show land.
    pub area_unit: AreaUnits,
}

impl PlanOptions {
    /// Nothing but the day whose rules are applied.
    pub fn on(as_of: Date) -> Self {
        Self {
            title: Text::default(),
            data_notice: Text::default(),
            as_of,
            resources: Vec::new(),
            decisions: Decisions::default(),
            earlier: None,
            phases: None,
            robustness: None,
            by_road: None,
            area_unit: AreaUnits::default(),
        }
    }
}
