//! Must an enterprise close? The "four to eliminate", rule by rule.

use crate::book::RuleBook;
use crate::date::Date;
use crate::fields::covers;
use crate::tables::screening::{Effect, ScreeningRule, Test};
use parkward_model::{Enterprise, Lang, Text, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one rule had to say of one enterprise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
