//! Who may only go where, and who should rather go where.

use parkward_model::{IndustryCode, Text};
use serde::{Deserialize, Serialize};

/// Industries that may only go to parks of a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// Printed with every refusal.
    pub id: String,
    /// What it says.
    pub name: Text,
    /// The clause it rests on.
    pub clause: Text,
    /// Industries it concerns.
    pub industries: Vec<IndustryCode>,
    /// The role that the park must have.
    pub needs_role: String,
}

/// A term that makes parks without a role dearer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preference {
    /// A short name.
    pub id: String,
    /// What it says.
    pub name: Text,
    /// Industries it concerns; empty: all.
    #[serde(default)]
    pub industries: Vec<IndustryCode>,
    /// Parks without this role pay.
    pub lacks_role: String,
    /// How much, in kilometre-equivalents.
    pub adds_km: f64,
}
