//! How far off the inputs may be, and how often that is tried.

use parkward_model::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Display;

/// How far off the inputs may be, and how often that is tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Robustness {
    /// How often everybody is placed again, 1 to 1000.
    pub runs: u16,
    /// Where the random numbers begin.
    #[serde(default)]
    pub seed: u64,
    /// Each weight is multiplied by 1 ± at most this, evenly; once a run.
    #[serde(default)]
    pub weights: f64,
    /// Each need of each enterprise is multiplied by 1 ± at most this, evenly.
    #[serde(default)]
    pub needs: f64,
    /// Each site is moved anywhere within this distance, evenly over the disc.
    #[serde(default)]
    pub positions: Positions,
    /// A destination is certain that this share of the runs agrees with, else contested.
    #[serde(default = "nine_tenths")]
    pub certain_from: f64,
}

impl Robustness {
    /// What is wrong with the numbers, if anything: the key, what was expected and what was found.
    pub fn fault(&self) -> Option<Text> {
        let fault = |key: &str, [from, to]: [&str; 2], unit: [&str; 2], found: &dyn Display| {
            let [zh, en] = unit;
            Text::new(
                format!("应为 {from} 至 {to}{zh}，实为 {found}"),
                format!("expected {from} to {to}{en}, found {found}"),
            )
            .at(key)
        };
        let share = |key: &str, value: f64| {
            let allowed = (0.0..=1.0).contains(&value);
            (!allowed).then(|| fault(key, ["0", "1"], ["", ""], &value))
        };
        let runs = (!(1..=1000).contains(&self.runs))
            .then(|| fault("runs", ["1", "1000"], ["", ""], &self.runs));
        let metres = self.positions.all().into_iter().find(|m| !(0.0..=1e5).contains(m));
        runs.or_else(|| share("weights", self.weights))
            .or_else(|| share("needs", self.needs))
            .or_else(|| share("certain_from", self.certain_from))
            .or(metres.map(|m| fault("positions", ["0", "100000"], [" 米", " metres"], &m)))
    }
}

fn nine_tenths() -> f64 {
    0.9
}

/// How accurate positions are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected metres, or { field = \"…\", metres = { word = metres, … } }"
)]
pub enum Positions {
    /// All alike, in metres.
    Metres(f64),
    /// By a word of the enterprise. Sites whose word is missing or not named stay where they are.
    ByWord {
        /// The enterprise's field.
        field: String,
        /// Metres by its word.
        metres: BTreeMap<String, f64>,
    },
}

impl Default for Positions {
    fn default() -> Self {
        Self::Metres(0.0)
    }
}

impl Positions {
    fn all(&self) -> Vec<f64> {
        match self {
            Self::Metres(metres) => vec![*metres],
            Self::ByWord { metres, .. } => metres.values().copied().collect(),
        }
    }
}
