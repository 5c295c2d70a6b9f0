//! The guide to industrial land (产业用地指南).

use parkward_model::{IndustryCode, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the land need is found, beside the guide.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandNeedRules {
    /// The enterprise's field with the land that it wants in a park, in hectares.
    pub wanted: Option<String>,
    /// Which rows of the guide count; absent: all.
    pub level: Option<String>,
}

/// One row of the land guide: what an industry has to bring to a hectare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandGuide {
    /// Industries it concerns, the longest prefix wins; empty: all that no other row concerns.
    #[serde(default)]
    pub industries: Vec<IndustryCode>,
    /// What justifies land.
    pub indicators: Vec<GuideIndicator>,
    /// The guide's level, such as its control or its recommended value.
    #[serde(default)]
    pub level: Text,
    /// The edition.
    pub edition: Text,
    /// The clause it rests on.
    pub clause: Text,
    /// Whether a source for the values was read that holds for the district.
    pub confirmed: bool,
}

/// An amount that justifies land.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideIndicator {
    /// The enterprise's field.
    pub field: String,
    /// How much of it a hectare has to bear, in the unit of the field; positive.
    pub per_ha: f64,
}

/// The rows of the guide by code.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GuideIndex {
    pub(crate) by_code: BTreeMap<IndustryCode, usize>,
    pub(crate) others: Option<usize>,
}
