//! The "four to improve", and what is counted to see whether a principle is kept.

use crate::fields::covers;
use parkward_model::{IndustryCode, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One indicator of what a plan should improve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Unique in the book.
    pub id: String,
    /// Which of the "four to improve" it serves, as the book words it.
    pub improves: Text,
    /// The name.
    pub name: Text,
    /// The unit of its values, for people.
    #[serde(default)]
    pub unit: Text,
    /// Which way is better.
    pub better: Better,
    /// What is measured.
    pub measure: Gauge,
}

/// Which way an indicator should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

impl Better {
    /// Whether a change is for the better (1), for the worse (−1), or none (0).
    pub fn judge(self, change: f64) -> i8 {
        let sign = i8::from(change > 0.0) - i8::from(change < 0.0);
        if self == Self::Higher { sign } else { -sign }
    }
}

/// What an indicator measures, over all enterprises of a park or of the district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Gauge {
    /// Σ field / Σ per, over those that have both.
    Ratio {
        /// The numerator.
        field: String,
        /// The denominator; `land_ha` is the land held, which a move may change.
        per: String,
    },
    /// The mean of a field, weighted by another: Σ field · by / Σ by.
    Mean {
        /// What is averaged.
        field: String,
        /// The weight.
        by: String,
    },
    /// The share of encouraged new and high technology, by a field, or by number without one.
    HighTechnology {
        /// What is summed.
        #[serde(default)]
        by: Option<String>,
    },
    /// Built-up land over supplied land, A / D, from the land accounts; land that newcomers take
    /// counts as built after the plan.
    BuiltRate {},
}

impl Gauge {
    /// The fields of an enterprise that it looks at; all are numbers.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::Ratio { field, per } => [Some(field), Some(per)],
            Self::Mean { field, by } => [Some(field), Some(by)],
            Self::HighTechnology { by } => [by.as_ref(), None],
            Self::BuiltRate {} => [None, None],
        }
        .into_iter()
        .flatten()
        .map(String::as_str)
    }
}

/// A principle of the policy, and what is counted to see how far a plan keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Principle {
    /// Unique in the book.
    pub id: String,
    /// What it says.
    pub name: Text,
    /// What is counted.
    pub counts: Vec<Count>,
}

/// What is counted of a plan, part and whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Count {
    /// Moves, by number and by land, that go to parks of a role.
    MovesTo {
        /// The role.
        role: String,
        /// Industries that are counted; empty: all.
        #[serde(default)]
        industries: Vec<IndustryCode>,
    },
    /// Enterprises that stand in parks, before and after.
    InParks {
        /// Industries that are counted; empty: all.
        #[serde(default)]
        industries: Vec<IndustryCode>,
        /// Only parks of this role count.
        #[serde(default)]
        role: Option<String>,
    },
    /// Land that newcomers take, of what the parks can hold.
    CapacityUsed {},
    /// Mean quality of those who are placed, and of those who are not.
    Quality {},
    /// New projects, by number and by land, that settle in parks, of those that are admitted.
    Projects {},
}

impl Count {
    /// The role that it asks for.
    pub(crate) fn role(&self) -> Option<&String> {
        match self {
            Self::MovesTo { role, .. } => Some(role),
            Self::InParks { role, .. } => role.as_ref(),
            Self::CapacityUsed {} | Self::Quality {} | Self::Projects {} => None,
        }
    }

    /// The industries that it names.
    pub fn industries(&self) -> &[IndustryCode] {
        match self {
            Self::MovesTo { industries, .. } | Self::InParks { industries, .. } => industries,
            Self::CapacityUsed {} | Self::Quality {} | Self::Projects {} => &[],
        }
    }

    /// Whether it counts enterprises of an industry.
    pub fn concerns(&self, industry: Option<&IndustryCode>) -> bool {
        let listed = self.industries();
        listed.is_empty() || industry.is_some_and(|i| covers(listed, i))
    }
}

#[cfg(test)]
mod tests {
    use super::Better;

    #[test]
    fn less_of_what_should_fall_is_better() {
        assert_eq!(Better::Lower.judge(-0.5), 1);
        assert_eq!(Better::Higher.judge(-0.5), -1);
        assert_eq!(Better::Lower.judge(0.0), 0);
    }
}
