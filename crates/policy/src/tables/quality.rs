//! The "four elements".

use parkward_model::Text;
use serde::{Deserialize, Serialize};

/// One measured element of quality.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityElement {
    /// Unique in the book.
    pub id: String,
    /// The name.
    pub name: Text,
    /// Its share of the score, before normalisation.
    pub weight: f64,
    /// What is measured.
    pub measure: Measure,
}

impl QualityElement {
    /// The fields it looks at; all are numbers.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        match &self.measure {
            Measure::Ratio { field, per, .. } => [Some(field), per.as_ref()],
            Measure::HighTechnology {} => [None, None],
        }
        .into_iter()
        .flatten()
        .map(String::as_str)
    }
}

/// What an element measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Measure {
    /// A ratio of two fields (or one field), scored 0 at `worst` and 1 at `best`, linear between.
    Ratio {
        /// The numerator.
        field: String,
        /// The denominator; absent: 1.
        #[serde(default)]
        per: Option<String>,
        /// Scores 0; may lie above `best`.
        worst: f64,
        /// Scores 1.
        best: f64,
    },
    /// 1 for an industry of encouraged new and high technology, else 0.
    HighTechnology {},
}
