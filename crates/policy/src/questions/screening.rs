//! Must an enterprise close? The "four to eliminate", rule by rule.

use crate::book::RuleBook;
use crate::date::Date;
use crate::fields::covers;
use crate::questions::peers::{Group, PeerGroup, Peers};
use crate::tables::limit_table::{InForce, LimitOrigin};
use crate::tables::screening::{Effect, Limits, ScreeningRule, Test};
use parkward_model::{Enterprise, Lang, Text, Value, is_same_word};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one rule had to say of one enterprise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The clause it rests on.
    pub clause: Text,
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
    /// Where the limit comes from, where it stands in the table of limits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub origin: Option<Box<LimitOrigin>>,
    /// Those whose measures set the limit, where it is relative to them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub peers: Option<Box<PeerGroup>>,
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
    /// The rule fired: a person decides.
    Review,
    /// The rule fired and wants it elsewhere.
    Moves,
    /// The rule fired and is only noted.
    Noted,
    /// A value that the rule needs is unknown.
    Unknown,
}

impl Outcome {
    /// The outcomes of screening rules, in the order of every table; only rules of space have another.
    pub const ALL: [Self; 5] =
        [Self::Closes, Self::CapsLand, Self::Review, Self::Noted, Self::Unknown];

    /// The key in files: `closes`, `caps_land`, `review`, `moves`, `noted`, `unknown`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Closes => "closes",
            Self::CapsLand => "caps_land",
            Self::Review => "review",
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
            Self::Review => Text::new("须核定", "To be decided"),
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
    /// No rule closes it, but a rule leaves it to a person, or a value that a rule of consequence needs is unknown.
    Review,
}

impl Verdict {
    /// What findings come to.
    pub fn of(findings: &[Finding]) -> Self {
        let any = |outcome| findings.iter().any(|finding| finding.outcome == outcome);
        if any(Outcome::Closes) {
            Self::Closes
        } else if any(Outcome::Unknown) || any(Outcome::Review) {
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

/// The screening rules in force on a day, and what the enterprises themselves set as their limits.
///
/// ```
/// use parkward_policy::{RuleBook, Screening, Verdict};
/// # let text = include_str!("../../tests/rules.toml");
/// # let table = "code,name_zh\nC,制造业\n26,化学\n261,基础化学\n36,汽车\n3612,新能源车\n39,电子\n";
/// let rules = RuleBook::parse(text, "rules.toml", |_| Ok::<_, ()>(table.to_owned())).unwrap()?;
/// let enterprises = [];
/// let screening = Screening::new(&rules, rules.book.as_of, &enterprises);
/// assert!(enterprises.iter().all(|e| screening.screen(e).verdict == Verdict::Passes));
/// # Ok::<(), parkward_policy::RuleBookError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Screening<'a> {
    book: &'a RuleBook,
    in_force: Vec<RuleInForce<'a>>,
}

/// A rule, and its limits on the day.
#[derive(Clone, Debug)]
struct RuleInForce<'a> {
    rule: &'a ScreeningRule,
    table: InForce<'a>,
    peers: Peers,
}

impl<'a> Screening<'a> {
    /// The rules of a book in force on `day`. Relative limits are found among `enterprises`: O(n log n) for each of
    /// them, and nothing where there is none.
    pub fn new(book: &'a RuleBook, day: Date, enterprises: &[Enterprise]) -> Self {
        let in_force = book.screening.iter().filter(|rule| rule.effective.on(day));
        let peers = |rule: &ScreeningRule| {
            let relative = rule.test.limits().filter(|measure| measure.relative.is_some());
            relative.map_or_else(Peers::default, |measure| {
                Peers::of(measure, &rule.industries, &book.classification, enterprises)
            })
        };
        let table = |rule: &ScreeningRule| {
            rule.test
                .limits()
                .map_or_else(InForce::new, |measure| book.limit_table.in_force(measure, day))
        };
        let limited = |rule| RuleInForce { rule, table: table(rule), peers: peers(rule) };
        Self { book, in_force: in_force.map(limited).collect() }
    }

    /// Holds an enterprise against every rule.
    ///
    /// A rule that closes outweighs any unknown; an unknown value that a rule of consequence needs
    /// gives [`Verdict::Review`]. An unknown industry makes every rule that depends on the industry
    /// unknown. Linear in the number of rules; where none has anything to say, nothing is allocated.
    pub fn screen(&self, enterprise: &Enterprise) -> Screened {
        let findings: Vec<Finding> =
            self.in_force.iter().filter_map(|rule| self.finding(rule, enterprise)).collect();
        Screened { verdict: Verdict::of(&findings), findings }
    }

    fn finding(
        &self,
        RuleInForce { rule, table, peers }: &RuleInForce<'_>,
        enterprise: &Enterprise,
    ) -> Option<Finding> {
        if rule.rates_nobody() {
            return None;
        }
        let by_industry = !rule.industries.is_empty() || rule.test.limits().is_some();
        let industry = match &enterprise.industry {
            Some(industry) if covers(&rule.industries, industry) => Some(industry),
            Some(_) => return None,
            None if by_industry => return self.unknown(rule, "industry"),
            None => None,
        };
        match &rule.test {
            Test::Industry {} => {
                let industry = industry?;
                let name = self.book.classification.name(industry);
                let fact =
                    Text::new(format!("行业 {industry} {name}"), format!("industry {industry}"));
                Some(rule.fires(&fact))
            }
            Test::Word { field, is } => match enterprise.facts.word(field) {
                None => self.unknown(rule, field),
                Some(found) if is_same_word(found, is) => {
                    let field = self.book.field_name(field);
                    Some(rule.fires(
                        &field.map(|zh| format!("{zh}：{found}"), |en| format!("{en}: {found}")),
                    ))
                }
                Some(_) => None,
            },
            Test::Flag { field, is } => match enterprise.facts.value(field) {
                Some(Value::Flag(found)) if found == is => {
                    let (zh, en) = if *found { ("是", "yes") } else { ("否", "no") };
                    let field = self.book.field_name(field);
                    Some(rule.fires(
                        &field.map(|name| format!("{name}：{zh}"), |name| format!("{name}: {en}")),
                    ))
                }
                Some(Value::Flag(_)) => None,
                _ => self.unknown(rule, field),
            },
            Test::Above(measure) | Test::Below(measure) => {
                let industry = industry?;
                // The book's own limits go before the table's, and both before what peers set.
                let own = industry.longest_prefix(&measure.limits).map(|(_, limit)| *limit);
                let listed = own.is_none().then(|| industry.longest_prefix(table));
                let listed = listed.flatten().map(|(_, (limit, origin))| (*limit, *origin));
                let known = own.or(listed.map(|(limit, _)| limit));
                let group = known.is_none().then(|| peers.group(industry)).flatten();
                let limit = known.or_else(|| Some(group?.limit))?;
                match measure.value(enterprise) {
                    Err(field) => self.unknown(rule, field),
                    Ok(value) if !rule.is_beyond(value, limit) => None,
                    Ok(value) => Some(match group {
                        None => self.beyond(
                            rule,
                            measure,
                            value,
                            (limit, listed.map(|(_, origin)| origin)),
                        ),
                        Some(group) => self.beyond_peers(rule, measure, value, group),
                    }),
                }
            }
        }
    }

    /// Only what would have a consequence has to be known.
    fn unknown(&self, rule: &ScreeningRule, field: &str) -> Option<Finding> {
        let name = self.book.field_name(field);
        let fact = name.map(
            |name| format!("{name}未知，须人工核实"),
            |name| format!("{name} is unknown; to be checked"),
        );
        (rule.effect != Effect::Notes).then(|| rule.say(Outcome::Unknown, &fact))
    }

    /// What a rule says of a value beyond the limit.
    fn beyond(
        &self,
        rule: &ScreeningRule,
        measure: &Limits,
        value: f64,
        (limit, origin): (f64, Option<&LimitOrigin>),
    ) -> Finding {
        let above = rule.wants_less();
        let margin = if above { value / limit - 1.0 } else { 1.0 - value / limit };
        let margin = Some(margin).filter(|_| limit > 0.0);
        let (over_zh, over_en) = if above { ("超出", "over") } else { ("低于", "short of it") };
        let (far_zh, far_en) = match margin.map(|margin| 100.0 * margin) {
            Some(far) => (format!("，{over_zh} {far:.0} %"), format!(", {far:.0} % {over_en}")),
            None => (String::new(), String::new()),
        };
        let (shown, from) = match origin {
            None => (limit.to_string(), Text::default()),
            Some(origin) => {
                let Text { zh, en } = origin.words();
                (significant(limit), Text::new(format!("（{zh}）"), format!(" ({en})")))
            }
        };
        let fact = self.measured(measure, value).map(
            |measured| format!("{measured}，限值 {shown}{}{far_zh}", from.zh),
            |measured| format!("{measured} against a limit of {shown}{}{far_en}", from.en),
        );
        let origin = origin.cloned().map(Box::new);
        Finding { value: Some(value), limit: Some(limit), margin, origin, ..rule.fires(&fact) }
    }

    /// What a rule says of a value beyond what its peers set as the limit.
    fn beyond_peers(
        &self,
        rule: &ScreeningRule,
        measure: &Limits,
        value: f64,
        group: &Group,
    ) -> Finding {
        let above = rule.wants_less();
        let peers = group.peers(value, above);
        let PeerGroup { industry, size, median, rank } = &peers;
        let (times, at) = (significant(value / median), significant(*median));
        let (industry_name, limit) = (self.book.classification.name(industry), group.limit);
        let (from_zh, from_en) =
            if above { ("高到低", "the highest") } else { ("低到高", "the lowest") };
        let relative = measure.relative.as_ref();
        let said = match relative.and_then(|relative| relative.times_median) {
            Some(times) => {
                Text::new(format!("中位数的 {times} 倍"), format!("{times} times the median"))
            }
            None => {
                let percentile =
                    relative.and_then(|relative| relative.percentile).unwrap_or_default();
                let limit = significant(limit);
                Text::new(
                    format!("第 {percentile} 百分位 {limit}"),
                    format!("percentile {percentile}, {limit}"),
                )
            }
        };
        // Above a median of 0 nothing is so many times as much.
        let compared = match *median > 0.0 {
            true => Text::new(
                format!(
                    "是 {industry} {industry_name}本次调查 {size} 家企业中位数 {at} 的 {times} 倍"
                ),
                format!(
                    "{times} times the median {at} of the {size} enterprises of {industry} in this survey"
                ),
            ),
            false => Text::new(
                format!("而 {industry} {industry_name}本次调查 {size} 家企业的中位数为 0"),
                format!(
                    "where the median of the {size} enterprises of {industry} in this survey is 0"
                ),
            ),
        };
        let fact = self.measured(measure, value).map(
            |measured| {
                format!(
                    "{measured}，{}，由{from_zh}第 {rank} 位；相对限值为{}",
                    compared.zh, said.zh
                )
            },
            |measured| {
                format!(
                    "{measured}, {}, number {rank} from {from_en}; the limit is relative: {}",
                    compared.en, said.en
                )
            },
        );
        let finding = self.beyond(rule, measure, value, (limit, None));
        Finding { peers: Some(Box::new(peers)), text: rule.fires(&fact).text, ..finding }
    }

    /// The measure with its name, a value and the unit.
    fn measured(&self, measure: &Limits, value: f64) -> Text {
        let [name, unit] = self.book.measure_name(&measure.field, measure.per.as_deref());
        let value = significant(value);
        let unit = unit.map(
            |unit| if unit.is_empty() { String::new() } else { format!(" {unit}") },
            |unit| if unit.is_empty() { String::new() } else { format!(" {unit}") },
        );
        Text::new(
            format!("{} {value}{}", name.zh, unit.zh),
            format!("{} {value}{}", name.en, unit.en),
        )
    }
}

impl RuleBook {
    /// Whether somebody has confirmed clause and limit of what was found: as the row of the table of limits says, else
    /// as the rule says. `None`: the book has no such rule.
    pub fn confirms(&self, finding: &Finding) -> Option<bool> {
        let screening = self.screening.iter().map(|rule| (&rule.id, rule.confirmed));
        let spatial = self.spatial.iter().map(|rule| (&rule.id, rule.confirmed));
        let rule = screening.chain(spatial).find(|(id, _)| **id == finding.rule);
        let listed = finding.origin.as_ref().map(|origin| origin.confirmed);
        listed.or(rule.map(|(_, confirmed)| confirmed))
    }
}

impl ScreeningRule {
    /// Whether large values are what it is against.
    fn wants_less(&self) -> bool {
        matches!(self.test, Test::Above(_))
    }

    /// Whether a value lies beyond a limit: exactly at it is allowed.
    fn is_beyond(&self, value: f64, limit: f64) -> bool {
        if self.wants_less() { value > limit } else { value < limit }
    }

    fn say(&self, outcome: Outcome, fact: &Text) -> Finding {
        let Self { id, name, clause, .. } = self;
        Finding {
            rule: id.clone(),
            clause: clause.clone(),
            outcome,
            value: None,
            limit: None,
            margin: None,
            origin: None,
            peers: None,
            text: Text::new(
                format!("{}（{}）：{}", name.in_lang(Lang::Zh), clause.in_lang(Lang::Zh), fact.zh),
                format!("{} ({}): {}", name.in_lang(Lang::En), clause.in_lang(Lang::En), fact.en),
            ),
        }
    }

    fn fires(&self, fact: &Text) -> Finding {
        let outcome = match self.effect {
            Effect::Closes => Outcome::Closes,
            Effect::CapsLand => Outcome::CapsLand,
            Effect::Review => Outcome::Review,
            Effect::Notes => Outcome::Noted,
        };
        self.say(outcome, fact)
    }
}

/// A number with three digits that count.
pub fn significant(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let before = value.abs().log10().floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 320")]
    let decimals = (2.0 - before).max(0.0) as usize;
    format!("{value:.decimals$}")
}
