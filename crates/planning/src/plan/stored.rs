//! What a plan stores of an enterprise and cannot derive.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was asked of an enterprise beside where it goes. A field here is a field of `plan.json`, and of every
/// plan that was made or read: there is no other list of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stored {
    /// The year in which it moves or closes, where the plan has phases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// The share of the runs that agree with where it goes, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<f64>,
}
