//! For which industries of a survey the table of limits has none.

use crate::book::RuleBook;
use crate::date::Date;
use crate::fields::covers;
use parkward_model::{Enterprise, IndustryCode, Text};
use serde::Serialize;
use std::collections::BTreeMap;

/// A rule that finds no limit in the table for some who are concerned.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LimitGap {
    /// The rule.
    pub rule: String,
    /// Its name.
    pub name: Text,
    /// Divisions without a limit, and how many of their enterprises.
    pub industries: BTreeMap<IndustryCode, usize>,
    /// Whether these are held against the survey itself; else they are not rated.
    pub relative: bool,
}

impl RuleBook {
    /// The gaps of the table of limits on a day, a rule each, for those of the enterprises whose industry is known.
    /// O(rules · enterprises).
    pub fn limit_gaps(&self, day: Date, enterprises: &[Enterprise]) -> Vec<LimitGap> {
        let mut gaps = Vec::new();
        for rule in self.screening.iter().filter(|rule| rule.effective.on(day)) {
            let Some(measure) = rule.test.limits().filter(|m| m.from_table.is_some()) else {
                continue;
            };
            let table = self.limit_table.in_force(measure, day);
            let has = |code: &IndustryCode| {
                code.prefixes().any(|p| table.contains_key(&p) || measure.limits.contains_key(&p))
            };
            let codes = enterprises.iter().filter_map(|enterprise| enterprise.industry.as_ref());
            let mut industries = BTreeMap::new();
            for code in codes.filter(|code| covers(&rule.industries, code) && !has(code)) {
                *industries.entry(division(code)).or_default() += 1;
            }
            if !industries.is_empty() {
                let (rule, name) = (rule.id.clone(), rule.name.clone());
                gaps.push(LimitGap {
                    rule,
                    name,
                    industries,
                    relative: measure.relative.is_some(),
                });
            }
        }
        gaps
    }
}

/// The division of a code, which is a letter and two digits; a section as it is.
fn division(code: &IndustryCode) -> IndustryCode {
    let division = code.prefixes().find(|prefix| prefix.as_str().len() == 3);
    division.unwrap_or_else(|| code.clone())
}
