//! The layers of a plan, by the names that files and arguments have for them.

use clap::ValueEnum;
use serde::Deserialize;

/// A layer of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
#[value(rename_all = "snake_case")]
pub(crate) enum LayerName {
    Zones,
    Parks,
    ReleasedLand,
    Moves,
    Enterprises,
    Unplaced,
    Projects,
    Rejects,
    Indicators,
    Principles,
    Findings,
    Balance,
    LandUse,
    Phases,
}

impl LayerName {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Zones => "zones",
            Self::Parks => "parks",
            Self::ReleasedLand => "released_land",
            Self::Moves => "moves",
            Self::Enterprises => "enterprises",
            Self::Unplaced => "unplaced",
            Self::Projects => "projects",
            Self::Rejects => "rejects",
            Self::Indicators => "indicators",
            Self::Principles => "principles",
            Self::Findings => "findings",
            Self::Balance => "balance",
            Self::LandUse => "land_use",
            Self::Phases => "phases",
        }
    }
}
