//! How enterprises are classed.

use parkward_model::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How enterprises are classed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRules {
    /// What is measured.
    pub elements: Vec<ClassElement>,
    /// The classes, each with the share of the ranking down to which it reaches; the last is 1.
    pub shares: BTreeMap<String, f64>,
    /// The key of those for whom an element is unknown.
    #[serde(default = "not_rated")]
    pub not_rated: String,
    /// Plots below this, in hectares, are ranked among themselves.
    #[serde(default)]
    pub small_below_ha: Option<f64>,
    /// What leaving an enterprise of a class unplaced costs beyond the rest, in kilometre-equivalents.
    #[serde(default)]
    pub priority_km: BTreeMap<String, f64>,
}

impl ClassRules {
    /// The fields it looks at; all are numbers.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.elements
            .iter()
            .flat_map(|e| [Some(&e.field), e.per.as_ref()])
            .flatten()
            .map(String::as_str)
    }
}

fn not_rated() -> String {
    "not rated".to_owned()
}

/// One measured element: the more, the better.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassElement {
    /// The key.
    pub id: String,
    /// The name.
    pub name: Text,
    /// Its share of the score, before normalisation.
    pub weight: f64,
    /// The numerator.
    pub field: String,
    /// The denominator; absent: 1.
    #[serde(default)]
    pub per: Option<String>,
    /// What scores 1.
    pub baseline: Baseline,
    /// The most that it scores.
    #[serde(default = "one")]
    pub cap: f64,
}

fn one() -> f64 {
    1.0
}

/// What scores 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a number, or { mean = 2.0 } for twice the survey's mean")]
pub enum Baseline {
    /// This value.
    Value(f64),
    /// A multiple of the mean of the survey: the sum of the numerators over that of the denominators.
    Mean {
        /// How many times.
        mean: f64,
    },
}
