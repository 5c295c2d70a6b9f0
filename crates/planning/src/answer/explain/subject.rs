//! The enterprise or project that a ledger is about.

use crate::bucket::{Bucket, ProjectBucket};
use crate::plan::projects::PlannedProject;
use crate::plan::record::EnterpriseRecord;
use geo_types::Point;
use parkward_model::{Facts, Hectares, IndustryCode, Metres, ParkId, Text};
use serde::Serialize;

/// The enterprise or project that a ledger is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An enterprise's.
    Enterprise(EnterpriseRecord),
    /// A new project's.
    Project(PlannedProject),
}

impl Subject {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Enterprise(record) => record.enterprise.id.as_str(),
            Self::Project(planned) => planned.project.id.as_str(),
        }
    }

    /// Its name; empty where the file has none.
    pub fn name(&self) -> &str {
        match self {
            Self::Enterprise(record) => &record.enterprise.name,
            Self::Project(planned) => &planned.project.name,
        }
    }

    /// Its verdict in words.
    pub fn verdict(&self) -> Text {
        match self {
            Self::Enterprise(record) => record.verdict.label(),
            Self::Project(planned) => planned.verdict.label(),
        }
    }

    /// Why, one sentence a reason.
    pub fn reasons(&self) -> &[Text] {
        match self {
            Self::Enterprise(record) => &record.reasons,
            Self::Project(planned) => &planned.reasons,
        }
    }

    /// Its industry.
    pub fn industry(&self) -> Option<&IndustryCode> {
        match self {
            Self::Enterprise(record) => record.enterprise.industry.as_ref(),
            Self::Project(planned) => planned.project.industry.as_ref(),
        }
    }

    /// The land it needs.
    pub fn land(&self) -> Option<Hectares> {
        match self {
            Self::Enterprise(record) => {
                record.land_need.map(|need| need.need).or(record.enterprise.land)
            }
            Self::Project(planned) => planned.project.land,
        }
    }

    /// The land that it has now.
    pub(crate) fn land_now(&self) -> Option<Hectares> {
        match self {
            Self::Enterprise(record) => record.enterprise.land,
            Self::Project(_) => None,
        }
    }

    /// The park where it goes.
    pub fn park(&self) -> Option<&ParkId> {
        match self {
            Self::Enterprise(record) => record.chosen.as_ref().map(|choice| &choice.park),
            Self::Project(planned) => planned.chosen.as_ref().map(|choice| &choice.park),
        }
    }

    /// How far the park is where it goes, and what that costs in kilometre-equivalents.
    pub(crate) fn goal(&self) -> Option<(Option<Metres>, f64)> {
        match self {
            Self::Enterprise(record) => {
                record.chosen.as_ref().map(|choice| (Some(choice.distance_m), choice.cost_km))
            }
            Self::Project(planned) => {
                planned.chosen.as_ref().map(|choice| (choice.distance_m, choice.cost_km))
            }
        }
    }

    /// Whether a place is sought for it and none is found.
    pub(crate) fn is_unplaced(&self) -> bool {
        match self {
            Self::Enterprise(record) => record.verdict == Bucket::Unplaced,
            Self::Project(planned) => planned.verdict == ProjectBucket::Unplaced,
        }
    }

    pub(super) fn facts(&self) -> &Facts {
        match self {
            Self::Enterprise(record) => &record.enterprise.facts,
            Self::Project(planned) => &planned.project.facts,
        }
    }

    /// Of the runs under other data and weights, the share that agrees; if that was asked.
    pub fn agreement(&self) -> Option<f64> {
        match self {
            Self::Enterprise(record) => record.stored.agreement,
            Self::Project(_) => None,
        }
    }

    /// Parks that it stands in.
    pub(super) fn stands_in(&self) -> &[ParkId] {
        match self {
            Self::Enterprise(record) => &record.stands_in,
            Self::Project(_) => &[],
        }
    }

    pub(super) fn site(&self) -> Option<Point<f64>> {
        match self {
            Self::Enterprise(record) => Some(record.enterprise.site),
            Self::Project(planned) => planned.project.site,
        }
    }
}
