//! Screening rules: when they hold, when they fire, and what follows.

use crate::date::Date;
use crate::fields::number;
use parkward_model::{Enterprise, FieldKind, IndustryCode, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One screening rule of the book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreeningRule {
    /// Unique in the book; printed with every finding.
    pub id: String,
    /// Which of the "four to eliminate" it serves, as the book words it.
    pub eliminates: Text,
    /// What it says, in one clause.
    pub name: Text,
    /// The clause it rests on.
    pub clause: Text,
    /// Whether a source for the clause and its threshold was read.
    pub confirmed: bool,
    /// From when until when it holds.
    #[serde(default)]
    pub effective: Effective,
    /// Industries it concerns; empty: all.
    #[serde(default)]
    pub industries: Vec<IndustryCode>,
    /// When it fires.
    pub test: Test,
    /// What follows when it fires.
    pub effect: Effect,
}

impl ScreeningRule {
    /// Whether it rates nobody, because it holds no limit for any industry.
    pub(crate) fn rates_nobody(&self) -> bool {
        let has_none = |measure: &Limits| {
            measure.limits.is_empty() && measure.from_table.is_none() && measure.relative.is_none()
        };
        self.test.limits().is_some_and(has_none)
    }
}

/// What follows when a rule fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The enterprise has to close.
    Closes,
    /// It may stay but not expand: it gets no more land in a park than it has.
    CapsLand,
    /// A person decides: it goes to review.
    Review,
    /// It is said, and nothing follows.
    Notes,
}

/// The days on which a rule holds, both included.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effective {
    /// First day; absent: since ever.
    pub from: Option<Date>,
    /// Last day; absent: until further notice.
    pub until: Option<Date>,
}

impl Effective {
    /// Whether the rule holds on `day`.
    pub fn on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// When a rule fires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// A word field has this value.
    Word {
        /// The field.
        field: String,
        /// The word that fires.
        is: String,
    },
    /// A yes-or-no field has this value.
    Flag {
        /// The field.
        field: String,
        /// The answer that fires.
        is: bool,
    },
    /// A measure lies above the limit of the industry.
    Above(Limits),
    /// A measure lies below the least that the industry has to reach.
    Below(Limits),
    /// The industry itself is what the rule notes: a code alone closes nobody.
    Industry {},
}

impl Test {
    /// The fields it looks at, and what they must hold.
    pub fn fields(&self) -> impl Iterator<Item = (&str, FieldKind)> {
        let (first, second) = match self {
            Self::Word { field, .. } => (Some((field, FieldKind::Word)), None),
            Self::Flag { field, .. } => (Some((field, FieldKind::Flag)), None),
            Self::Above(Limits { field, per, .. }) | Self::Below(Limits { field, per, .. }) => {
                (Some((field, FieldKind::Number)), per.as_ref().map(|per| (per, FieldKind::Number)))
            }
            Self::Industry {} => (None, None),
        };
        first.into_iter().chain(second).map(|(field, kind)| (field.as_str(), kind))
    }

    /// The limits it holds a measure against.
    pub(crate) fn limits(&self) -> Option<&Limits> {
        match self {
            Self::Above(limits) | Self::Below(limits) => Some(limits),
            Self::Word { .. } | Self::Flag { .. } | Self::Industry {} => None,
        }
    }

    /// The industry codes it names.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &IndustryCode> {
        self.limits().into_iter().flat_map(|measure| measure.limits.keys())
    }
}

/// A measure, a ratio of two fields or one field, and its limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The numerator.
    pub field: String,
    /// The denominator; absent: 1.
    #[serde(default)]
    pub per: Option<String>,
    /// Limit by industry; the longest prefix wins.
    #[serde(default)]
    pub limits: BTreeMap<IndustryCode, f64>,
    /// Where limits stand that are not among `limits`: in the table that the book's key `limits` names.
    #[serde(default)]
    pub from_table: Option<FromTable>,
    /// The limit of industries that have none of their own; absent: they are not rated.
    #[serde(default)]
    pub relative: Option<Relative>,
}

/// Which rows of the table of limits are a rule's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromTable {
    /// The indicator, as the table calls it.
    pub indicator: String,
    /// The level, as the table calls it: a benchmark, a baseline.
    pub level: String,
}

/// A limit that is found among the enterprises themselves: those of the longest prefix of the industry that has
/// enough of them. It lies at so many times their median, or at a percentile: one of the two is given.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relative {
    /// At so many times the median.
    #[serde(default)]
    pub times_median: Option<f64>,
    /// At the least value that so many per cent of them do not exceed.
    #[serde(default)]
    pub percentile: Option<f64>,
    /// How many enterprises with a known measure are enough.
    #[serde(default = "enough")]
    pub at_least: usize,
}

/// Fewer say little of an industry.
fn enough() -> usize {
    20
}

impl Limits {
    /// The measure of an enterprise, or the field that is unknown: where something is used and nothing
    /// made, the ratio has no value to judge.
    pub(crate) fn value(&self, enterprise: &Enterprise) -> Result<f64, &str> {
        let amount = number(enterprise, &self.field).ok_or(self.field.as_str())?;
        match &self.per {
            None => Ok(amount),
            Some(per) => match number(enterprise, per) {
                Some(base) if base > 0.0 => Ok(amount / base),
                _ => Err(per),
            },
        }
    }
}
