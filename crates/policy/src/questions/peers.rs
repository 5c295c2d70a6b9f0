//! How a measure is spread among the enterprises of an industry: what relative limits are relative to.

use crate::fields::covers;
use crate::tables::screening::{Limits, Relative};
use parkward_model::{Classification, Enterprise, IndustryCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Those among whom an enterprise was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PeerGroup {
    /// The industry that they have in common.
    pub industry: IndustryCode,
    /// How many they are, with itself.
    pub size: usize,
    /// Their median.
    pub median: f64,
    /// The place of the enterprise among them, counted from the worst.
    pub rank: usize,
}

/// The groups in which a rule finds its limits; none where its limits are absolute.
#[derive(Clone, Debug, Default)]
pub(super) struct Peers(BTreeMap<IndustryCode, Group>);

/// Enterprises of an industry that are enough for a limit.
#[derive(Clone, Debug)]
pub(super) struct Group {
    industry: IndustryCode,
    /// Their measures, ascending.
    values: Vec<f64>,
    /// What the rule makes of them.
    pub(super) limit: f64,
}

impl Peers {
    /// The groups of a measure among the enterprises of some industries: one for each prefix of a code that is
    /// an industry, a section such as manufacturing being none, and that enough of them have. O(n log n).
    pub(super) fn of(
        measure: &Limits,
        industries: &[IndustryCode],
        classification: &Classification,
        enterprises: &[Enterprise],
    ) -> Self {
        let Some(relative) = measure.relative else { return Self::default() };
        let mut groups: BTreeMap<IndustryCode, Vec<f64>> = BTreeMap::new();
        for enterprise in enterprises {
            let industry = enterprise.industry.as_ref().filter(|code| covers(industries, code));
            if let (Some(industry), Ok(value)) = (industry, measure.value(enterprise)) {
                let is_industry = |prefix: &IndustryCode| {
                    prefix.as_str().len() > 1 && !classification.name(prefix).is_empty()
                };
                for prefix in industry.prefixes().filter(is_industry) {
                    groups.entry(prefix).or_default().push(value);
                }
            }
        }
        groups.retain(|_, values| values.len() >= relative.at_least);
        let group = |(industry, mut values): (IndustryCode, Vec<f64>)| {
            values.sort_unstable_by(f64::total_cmp);
            let limit = relative.limit(&values);
            (industry.clone(), Group { industry, values, limit })
        };
        // Where most have nothing at all, no multiple of it is a limit.
        let groups = groups.into_iter().map(group).filter(|(_, group)| group.limit > 0.0);
        Self(groups.collect())
    }

    /// The group of the longest prefix of an industry that has one.
    pub(super) fn group(&self, industry: &IndustryCode) -> Option<&Group> {
        industry.prefixes().find_map(|prefix| self.0.get(&prefix))
    }
}

impl Group {
    /// The group, and the place of a value in it, counted from the highest or the lowest.
    pub(super) fn peers(&self, value: f64, from_highest: bool) -> PeerGroup {
        let worse = match from_highest {
            true => self.values.len() - self.values.partition_point(|other| *other <= value),
            false => self.values.partition_point(|other| *other < value),
        };
        PeerGroup {
            industry: self.industry.clone(),
            size: self.values.len(),
            median: median(&self.values),
            rank: worse + 1,
        }
    }
}

impl Relative {
    /// The limit that ascending values set; there is at least one.
    fn limit(&self, values: &[f64]) -> f64 {
        match (self.times_median, self.percentile) {
            (Some(times), _) => times * median(values),
            (None, percentile) => {
                let share = percentile.unwrap_or(100.0) / 100.0;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    clippy::cast_precision_loss,
                    reason = "at most how many there are"
                )]
                let last = (share * values.len() as f64).ceil() as usize;
                values[last.clamp(1, values.len()) - 1]
            }
        }
    }
}

/// The median of ascending values; there is at least one.
fn median(values: &[f64]) -> f64 {
    let half = values.len() / 2;
    if values.len() % 2 == 1 { values[half] } else { f64::midpoint(values[half - 1], values[half]) }
}
