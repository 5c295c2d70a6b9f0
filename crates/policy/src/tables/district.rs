//! What the file is, and what it says of parks and industries by name.

use crate::date::Date;
use parkward_model::{IndustryCode, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the file is, and which classification its codes belong to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// A short name.
    pub id: String,
    /// The version, which provenance.json names.
    pub version: String,
    /// The title.
    pub title: Text,
    /// The district it was written for.
    pub district: Text,
    /// The day whose rules are applied when the plan names none.
    pub as_of: Date,
    /// Path of the classification table, beside the rule file.
    pub classification: String,
}

/// A type of park, in the order of the legend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParkType {
    /// The key that parks refer to.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The colour on maps, `#rrggbb`.
    pub colour: String,
}

/// A role that a park can have (pillar zone, chemical park …).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The key that parks, preferences and eligibility refer to.
    pub id: String,
    /// The name.
    pub name: Text,
}

/// A named list of industries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industries {
    /// The key.
    pub id: String,
    /// The name.
    pub name: Text,
    /// Codes of any length.
    pub industries: Vec<IndustryCode>,
}

/// What the policy says of one park.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParkRules {
    /// Key of a [`ParkType`].
    #[serde(rename = "type")]
    pub park_type: String,
    /// Keys of [`Role`]s.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Industries admitted, with fit in 0…1. The longest prefix wins. Empty: see
    /// [`parkward_model::Park::industries`].
    #[serde(default)]
    pub plan: BTreeMap<IndustryCode, f64>,
    /// Where the plan comes from.
    #[serde(default)]
    pub plan_source: String,
    /// Key of a [`crate::ZoneType`], by the park's own statement.
    #[serde(default)]
    pub zone_type: Option<String>,
}

/// A quantity of the enterprises that is summed up before and after the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// The key.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The enterprise's field.
    pub field: String,
    /// The unit, for people.
    pub unit: Text,
}

/// What people call a field of the enterprises, in sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldName {
    /// The field.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its unit; empty: none.
    #[serde(default)]
    pub unit: Text,
}
