//! The "four to eliminate": who must close, who a person has to look at, who passes.

use crate::Date;
use crate::book::{RuleBook, covers};
use crate::quality::number;
use parkward_model::{Enterprise, FieldKind, IndustryCode, Lang, Text, Value};
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
    /// What follows when it fires.
    pub effect: Effect,
}

/// What follows when a rule fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The enterprise has to close.
    Closes,
    /// It may stay but not expand: it gets no more land in a park than it has.
    CapsLand,
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

/// A measure, a ratio of two fields or one field, and its limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The numerator.
    pub field: String,
    /// The denominator; absent: 1.
    #[serde(default)]
    pub per: Option<String>,
    /// Limit by industry; the longest prefix wins; an industry without one is not rated.
    pub limits: BTreeMap<IndustryCode, f64>,
}

impl Limits {
    /// The measure, as its unit is read: `energy_tce / output_10k_yuan`.
    fn name(&self) -> String {
        match &self.per {
            None => self.field.clone(),
            Some(per) => format!("{} / {per}", self.field),
        }
    }

    /// The measure of an enterprise, or the field that is unknown: where something is used and nothing
    /// made, the ratio has no value to judge.
    fn value(&self, enterprise: &Enterprise) -> Result<f64, &str> {
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

/// What one rule had to say of one enterprise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The clause it rests on.
    pub clause: Box<str>,
    /// Fired, noted or unknown.
    pub outcome: Outcome,
    /// The measured value, where the rule measures.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<f64>,
    /// The limit it was held against.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<f64>,
    /// How far the value lies beyond the limit, as a share of it; absent where the limit is 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub margin: Option<f64>,
    /// A sentence for the person who has to defend it.
    pub text: Text,
}

/// What came of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The rule fired and closes.
    Closes,
    /// The rule fired: the enterprise may not expand.
    CapsLand,
    /// The rule fired and wants it elsewhere.
    Moves,
    /// The rule fired and is only noted.
    Noted,
    /// A value that the rule needs is unknown.
    Unknown,
}

impl Outcome {
    /// The outcomes of screening rules, in the order of every table; only rules of space have another.
    pub const ALL: [Self; 4] = [Self::Closes, Self::CapsLand, Self::Noted, Self::Unknown];

    /// The key in files: `closes`, `caps_land`, `moves`, `noted`, `unknown`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Closes => "closes",
            Self::CapsLand => "caps_land",
            Self::Moves => "moves",
            Self::Noted => "noted",
            Self::Unknown => "unknown",
        }
    }

    /// The words in tables.
    pub fn label(self) -> Text {
        match self {
            Self::Closes => Text::new("淘汰", "Closes"),
            Self::CapsLand => Text::new("不得扩大", "May not expand"),
            Self::Moves => Text::new("应迁", "To move"),
            Self::Noted => Text::new("仅提示", "Noted"),
            Self::Unknown => Text::new("资料不足", "Data missing"),
        }
    }
}

/// The answer of the screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No rule closes it.
    Passes,
    /// At least one rule closes it.
    Closes,
    /// No rule closes it, but a value that a rule of consequence needs is unknown.
    Review,
}

impl Verdict {
    /// What findings come to.
    pub fn of(findings: &[Finding]) -> Self {
        let any = |outcome| findings.iter().any(|finding| finding.outcome == outcome);
        if any(Outcome::Closes) {
            Self::Closes
        } else if any(Outcome::Unknown) {
            Self::Review
        } else {
            Self::Passes
        }
    }
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
    /// A rule that closes outweighs any unknown; an unknown value that a rule of consequence needs
    /// gives [`Verdict::Review`]. An unknown industry makes every rule that depends on the industry
    /// unknown. Linear in the number of rules; where none has anything to say, nothing is allocated.
    pub fn screen(&self, enterprise: &Enterprise, day: Date) -> Screened {
        let in_force = self.screening.iter().filter(|rule| rule.effective.on(day));
        let findings: Vec<Finding> =
            in_force.filter_map(|rule| self.finding(rule, enterprise)).collect();
        Screened { verdict: Verdict::of(&findings), findings }
    }

    fn finding(&self, rule: &ScreeningRule, enterprise: &Enterprise) -> Option<Finding> {
        if rule.rates_nobody() {
            return None;
        }
        let by_industry = !rule.industries.is_empty() || rule.test.limits().is_some();
        let industry = match &enterprise.industry {
            Some(industry) if covers(&rule.industries, industry) => Some(industry),
            Some(_) => return None,
            None if by_industry => return rule.unknown("industry"),
            None => None,
        };
        match &rule.test {
            Test::Industry {} => {
                let industry = industry?;
                let name = self.classification.name(industry);
                rule.fires(&format!("行业 {industry} {name}"), &format!("industry {industry}"))
            }
            Test::Word { field, is } => match enterprise.facts.word(field) {
                None => rule.unknown(field),
                Some(found) if found == is => {
                    rule.fires(&format!("{field} = {found}"), &format!("{field} = {found}"))
                }
                Some(_) => None,
            },
            Test::Flag { field, is } => match enterprise.facts.value(field) {
                Some(Value::Flag(found)) if found == is => {
                    let (zh, en) = if *found { ("是", "yes") } else { ("否", "no") };
                    rule.fires(&format!("{field} = {zh}"), &format!("{field} = {en}"))
                }
                Some(Value::Flag(_)) => None,
                _ => rule.unknown(field),
            },
            Test::Above(measure) | Test::Below(measure) => {
                let (_, limit) = industry?.longest_prefix(&measure.limits)?;
                match measure.value(enterprise) {
                    Err(field) => rule.unknown(field),
                    Ok(value) => rule.measured(&measure.name(), value, *limit),
                }
            }
        }
    }
}

impl ScreeningRule {
    /// Whether it rates nobody, because it holds no limit for any industry.
    pub fn rates_nobody(&self) -> bool {
        self.test.limits().is_some_and(|measure| measure.limits.is_empty())
    }

    fn say(&self, outcome: Outcome, zh: &str, en: &str) -> Finding {
        let Self { id, name, clause, .. } = self;
        let (name_zh, name_en) = (name.in_lang(Lang::Zh), name.in_lang(Lang::En));
        Finding {
            rule: id.clone(),
            clause: clause.as_str().into(),
            outcome,
            value: None,
            limit: None,
            margin: None,
            text: Text::new(
                format!("{name_zh}（{clause}）：{zh}"),
                format!("{name_en} ({clause}): {en}"),
            ),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "one of the answers that a rule may give")]
    fn fires(&self, zh: &str, en: &str) -> Option<Finding> {
        let outcome = match self.effect {
            Effect::Closes => Outcome::Closes,
            Effect::CapsLand => Outcome::CapsLand,
            Effect::Notes => Outcome::Noted,
        };
        Some(self.say(outcome, zh, en))
    }

    /// Only what would have a consequence has to be known.
    fn unknown(&self, field: &str) -> Option<Finding> {
        (self.effect != Effect::Notes).then(|| {
            let (zh, en) =
                (format!("{field} 未知，须人工核实"), format!("{field} is unknown; to be checked"));
            self.say(Outcome::Unknown, &zh, &en)
        })
    }

    /// What it says of a value, if it lies beyond the limit: exactly at it is allowed.
    fn measured(&self, measure: &str, value: f64, limit: f64) -> Option<Finding> {
        let above = matches!(self.test, Test::Above(_));
        if !(if above { value > limit } else { value < limit }) {
            return None;
        }
        let margin = if above { value / limit - 1.0 } else { 1.0 - value / limit };
        let margin = Some(margin).filter(|_| limit > 0.0);
        let (over_zh, over_en) = if above { ("超出", "over") } else { ("低于", "short of it") };
        let (far_zh, far_en) = match margin.map(|margin| 100.0 * margin) {
            Some(far) => (format!("，{over_zh} {far:.0} %"), format!(", {far:.0} % {over_en}")),
            None => (String::new(), String::new()),
        };
        let finding = self.fires(
            &format!("{measure} = {value:.3}，限值 {limit}{far_zh}"),
            &format!("{measure} = {value:.3} against a limit of {limit}{far_en}"),
        )?;
        Some(Finding { value: Some(value), limit: Some(limit), margin, ..finding })
    }
}
