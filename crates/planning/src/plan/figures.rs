//! What a plan improves, in figures: indicators, principles, and the land use of parks.

use parkward_model::{ParkId, Text};
use parkward_policy::{Better, Evaluation, Spare};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One indicator of one park, or of the district, before and after the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IndicatorChange {
    /// The park; `None`: the district.
    pub park: Option<ParkId>,
    /// Key of the indicator.
    pub indicator: String,
    /// Which of the "four to improve" it serves.
    pub improves: Text,
    /// Its name.
    pub name: Text,
    /// The unit of its values.
    pub unit: Text,
    /// Which way is better.
    pub better: Better,
    /// Before anybody moves or closes.
    pub before: Reading,
    /// After the plan: without those that close, with those that come.
    pub after: Reading,
}

impl IndicatorChange {
    /// After less before; `None` unless both are rated.
    pub fn change(&self) -> Option<f64> {
        Some(self.after.value? - self.before.value?)
    }

    /// 1: better, −1: worse, 0: neither, as far as is known.
    pub fn judgement(&self) -> i8 {
        self.change().map_or(0, |change| self.better.judge(change))
    }
}

/// A value, and of how many it is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// `None`: not rated, since nothing is known or the denominator is nought.
    pub value: Option<f64>,
    /// Enterprises (for land accounts: parks) in the value.
    pub known: usize,
    /// Enterprises (parks) in all.
    pub of: usize,
}

/// A figure by which a principle is judged: a part of a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrincipleFigure {
    /// Key of the principle.
    pub principle: String,
    /// What the principle says.
    pub name: Text,
    /// What is counted.
    pub figure: Text,
    /// How much of it there is.
    pub part: f64,
    /// What that is a part of.
    pub whole: f64,
    /// The unit of both; empty: enterprises.
    pub unit: Text,
}

impl PrincipleFigure {
    /// Part over whole; `None` where there is no whole.
    pub fn share(&self) -> Option<f64> {
        (self.whole > 0.0).then(|| self.part / self.whole)
    }
}

/// How well a park uses its land, and what is left of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ParkLandUse {
    /// The park.
    pub park: ParkId,
    /// Indicators and index, of its whole account.
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// Spare land, without that of the parks in it.
    pub spare: Spare,
    /// The usable part of it, hectares; `None`: not known.
    pub usable_ha: Option<f64>,
    /// What the park's column `capacity_ha` says, beside it.
    pub column_ha: Option<f64>,
    /// Built rate before the plan, %.
    pub built_rate_before: Option<f64>,
    /// Built rate after it, %: what newcomers take, here and in parks whose accounts this one holds, is
    /// built on; what goes beyond the supplied land is supplied for them.
    pub built_rate_after: Option<f64>,
}
