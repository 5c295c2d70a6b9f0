//! The "four to eliminate": who must close, who a person has to look at, who passes.

use crate::Date;
use crate::book::{RuleBook, covers};
use crate::quality::number;
use parkward_model::{Enterprise, FieldKind, IndustryCode, Text, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One screening rule of the book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreeningRule {
    /// Unique in the book; printed with every finding.
    pub id: String,
    /// Which of the "four to eliminate" it serves, as the book words it.
    pub eliminates: String,
    /// What it says, in one clause.
    pub name: Text,
    /// The clause it rests on.
    pub clause: String,
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
    /// Whether an enterprise for which it fires has to close; otherwise it is only noted.
    pub closes: bool,
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
    /// A ratio of two fields (or one field) lies above the limit of the industry.
    Above {
        /// The numerator.
        field: String,
        /// The denominator; absent: 1.
        #[serde(default)]
        per: Option<String>,
        /// Limit by industry; the longest prefix wins; an industry without one is not rated.
        limits: BTreeMap<IndustryCode, f64>,
    },
    /// The industry itself is what the rule notes.
    Industry {},
}

impl Test {
    /// The fields it looks at, and what they must hold.
    pub fn fields(&self) -> impl Iterator<Item = (&str, FieldKind)> {
        let (first, second) = match self {
            Self::Word { field, .. } => (Some((field, FieldKind::Word)), None),
            Self::Flag { field, .. } => (Some((field, FieldKind::Flag)), None),
            Self::Above { field, per, .. } => {
                (Some((field, FieldKind::Number)), per.as_ref().map(|per| (per, FieldKind::Number)))
            }
            Self::Industry {} => (None, None),
        };
        first.into_iter().chain(second).map(|(field, kind)| (field.as_str(), kind))
    }

    /// The industry codes it names.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &IndustryCode> {
        match self {
            Self::Above { limits, .. } => Some(limits.keys()),
            Self::Word { .. } | Self::Flag { .. } | Self::Industry {} => None,
        }
        .into_iter()
        .flatten()
    }
}

/// What one rule had to say of one enterprise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// Fired, noted or unknown.
    pub outcome: Outcome,
    /// The measured value, where the rule measures.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<f64>,
    /// The limit it was held against.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<f64>,
    /// A sentence for the person who has to defend it.
    pub text: Text,
}

/// What came of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The rule fired and closes.
    Closes,
    /// The rule fired and is only noted.
    Noted,
    /// A value that the rule needs is unknown.
    Unknown,
}

/// The answer of the screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No rule closes it.
    Passes,
    /// At least one rule closes it.
    Closes,
    /// No rule closes it, but a value that one needs is unknown.
    Review,
}

/// The answer of the screening, with its findings in the order of the book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Screened {
    /// The answer.
    pub verdict: Verdict,
    /// Every rule that had something to say.
    pub findings: Vec<Finding>,
}

impl RuleBook {
    /// Holds an enterprise against every screening rule in force on `day`.
    ///
    /// A rule that closes outweighs any unknown; an unknown value that a closing rule needs gives
    /// [`Verdict::Review`]. An unknown industry makes every rule that depends on the industry
    /// unknown. Linear in the number of rules; where none has anything to say, nothing is allocated.
    pub fn screen(&self, enterprise: &Enterprise, day: Date) -> Screened {
        let in_force = self.screening.iter().filter(|rule| rule.effective.on(day));
        let findings: Vec<Finding> =
            in_force.filter_map(|rule| self.finding(rule, enterprise)).collect();
        let any = |outcome| findings.iter().any(|finding| finding.outcome == outcome);
        let verdict = if any(Outcome::Closes) {
            Verdict::Closes
        } else if any(Outcome::Unknown) {
            Verdict::Review
        } else {
            Verdict::Passes
        };
        Screened { verdict, findings }
    }

    fn finding(&self, rule: &ScreeningRule, enterprise: &Enterprise) -> Option<Finding> {
        let say = |outcome, value, limit, zh: String, en: String| {
            let text = Text::new(
                format!("{}（{}）：{zh}", rule.name.zh, rule.clause),
                format!("{} ({}): {en}", rule.name.en, rule.clause),
            );
            Some(Finding { rule: rule.id.clone(), outcome, value, limit, text })
        };
        // Only what could close somebody has to be known.
        let unknown = |field: &str| {
            if !rule.closes {
                return None;
            }
            let (zh, en) =
                (format!("{field} 未知，须人工核实"), format!("{field} is unknown; to be checked"));
            say(Outcome::Unknown, None, None, zh, en)
        };
        let fires = if rule.closes { Outcome::Closes } else { Outcome::Noted };

        if matches!(&rule.test, Test::Above { limits, .. } if limits.is_empty()) {
            return None; // a rule without limits rates nobody
        }
        let by_industry = !rule.industries.is_empty() || matches!(rule.test, Test::Above { .. });
        let industry = match &enterprise.industry {
            Some(industry) if covers(&rule.industries, industry) => Some(industry),
            Some(_) => return None,
            None if by_industry => return unknown("industry"),
            None => None,
        };
        match &rule.test {
            Test::Industry {} => {
                let industry = industry?;
                let name = self.classification.name(industry);
                say(
                    fires,
                    None,
                    None,
                    format!("行业 {industry} {name}"),
                    format!("industry {industry}"),
                )
            }
            Test::Word { field, is } => match enterprise.facts.word(field) {
                None => unknown(field),
                Some(found) if found == is => say(
                    fires,
                    None,
                    None,
                    format!("{field} = {found}"),
                    format!("{field} = {found}"),
                ),
                Some(_) => None,
            },
            Test::Flag { field, is } => match enterprise.facts.value(field) {
                Some(Value::Flag(found)) if found == is => {
                    let (zh, en) = if *found { ("是", "yes") } else { ("否", "no") };
                    say(fires, None, None, format!("{field} = {zh}"), format!("{field} = {en}"))
                }
                Some(Value::Flag(_)) => None,
                _ => unknown(field),
            },
            Test::Above { field, per, limits } => {
                let (_, limit) = industry?.longest_prefix(limits)?;
                let Some(amount) = number(enterprise, field) else { return unknown(field) };
                let value = match per {
                    None => amount,
                    Some(per) => match number(enterprise, per) {
                        Some(base) if base > 0.0 => amount / base,
                        // Something is used and nothing made: the ratio has no value to judge.
                        _ => return unknown(per),
                    },
                };
                let unit =
                    per.as_ref().map_or_else(|| field.clone(), |per| format!("{field} / {per}"));
                if value > *limit {
                    let over = 100.0 * (value / limit - 1.0);
                    say(
                        fires,
                        Some(value),
                        Some(*limit),
                        format!("{unit} = {value:.3}，限值 {limit}，超出 {over:.0} %"),
                        format!("{unit} = {value:.3} against a limit of {limit}, {over:.0} % over"),
                    )
                } else {
                    None
                }
            }
        }
    }
}
