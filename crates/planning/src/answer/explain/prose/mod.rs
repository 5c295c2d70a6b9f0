//! The ledger as sentences that a planner can read to whom it concerns: the decision, then why.

mod parks;
mod rules;

pub(crate) use parks::REPAIRS;

use crate::answer::explain::ledger::{Answer, CostPart, Entry, Ledger, Sentence, Topic};
use crate::answer::explain::subject::Subject;
use crate::bucket::{Bucket, ProjectBucket};
use crate::plan::Plan;
use crate::reasons::is_pin;
use parkward_model::{Hectares, Lang, ParkId, Text};
use parkward_policy::{LandBasis, Outcome, RuleBook, Term};

/// Every sentence in both languages, in the order in which they are read.
pub(crate) fn sentences(ledger: &Ledger, plan: &Plan, rules: &RuleBook) -> Vec<Sentence> {
    let [zh, en] = [Lang::Zh, Lang::En]
        .map(|lang| Narrator { ledger, plan, rules, lang }.sentences().into_iter());
    let both = |((topic, zh), (_, en))| Sentence { topic, text: Text { zh, en } };
    zh.zip(en).map(both).collect()
}

struct Narrator<'a> {
    ledger: &'a Ledger,
    plan: &'a Plan,
    rules: &'a RuleBook,
    lang: Lang,
}

impl Narrator<'_> {
    /// The same topics in either language.
    fn sentences(&self) -> Vec<(Topic, String)> {
        let mut sentences = vec![(Topic::Decision, self.decision())];
        sentences.extend(self.pinned().map(|text| (Topic::Decision, text)));
        sentences.push((Topic::Place, self.stands()));
        sentences.extend(self.found().into_iter().map(|text| (Topic::Rules, text)));
        let rest = [
            (Topic::Land, self.land()),
            (Topic::Quality, self.quality()),
            (Topic::Cost, self.cost()),
            (Topic::Parks, self.others()),
            (Topic::Parks, self.second()),
            (Topic::Certainty, self.agreement()),
            (Topic::Repairs, self.repairs()),
        ];
        sentences.extend(rest.into_iter().filter_map(|(topic, text)| Some((topic, text?))));
        sentences
    }

    fn say(&self, zh: String, en: String) -> String {
        if self.lang == Lang::Zh { zh } else { en }
    }

    fn park(&self, id: &ParkId) -> String {
        let park = self.plan.parks.iter().find(|planned| planned.park.id == *id);
        park.map_or_else(|| id.to_string(), |planned| planned.park.label(self.lang).to_owned())
    }

    fn area(&self, land: Hectares) -> String {
        self.plan.options.area_unit.text(land, 2).in_lang(self.lang).to_owned()
    }

    /// As [`Self::area`], and in hectares behind it where another unit is shown.
    fn area_in_both(&self, land: Hectares) -> String {
        self.plan.options.area_unit.in_both(land, 2).in_lang(self.lang).to_owned()
    }

    fn chosen(&self) -> Option<&Entry> {
        self.ledger.parks.iter().find(|entry| entry.answer == Answer::Chosen)
    }

    /// Who it is, and its industry.
    fn who(&self) -> String {
        let subject = &self.ledger.subject;
        let who = format!("{} {}", subject.id(), subject.name());
        let who = who.trim_end();
        let industry = match (subject.industry(), self.lang) {
            (Some(code), Lang::Zh) => format!("{code} {}", self.rules.classification.name(code)),
            (Some(code), Lang::En) => code.to_string(),
            (None, Lang::Zh) => "行业未知".to_owned(),
            (None, Lang::En) => "industry unknown".to_owned(),
        };
        match subject {
            Subject::Enterprise(_) => self.say(
                format!("企业 {who}（{}）", industry.trim_end()),
                format!("Enterprise {who} ({industry})"),
            ),
            Subject::Project(_) => self.say(
                format!("新项目 {who}（{}）", industry.trim_end()),
                format!("New project {who} ({industry})"),
            ),
        }
    }

    /// What becomes of it, and when.
    fn decision(&self) -> String {
        let who = self.who();
        let subject = &self.ledger.subject;
        let year = match subject {
            Subject::Enterprise(record) => record.stored.year,
            Subject::Project(_) => None,
        };
        let (in_zh, in_en) = year.map_or_else(Default::default, |year| {
            (format!("，安排在 {year} 年"), format!(" in {year}"))
        });
        if let Some(entry) = self.chosen() {
            let park = entry.name.in_lang(self.lang);
            return match subject {
                Subject::Enterprise(_) => self.say(
                    format!("{who}迁入{park}{in_zh}。"),
                    format!("{who} moves to {park}{in_en}."),
                ),
                Subject::Project(_) => {
                    self.say(format!("{who}入驻{park}。"), format!("{who} settles in {park}."))
                }
            };
        }
        // The first reasons say where it stands and what the rules found, which comes later.
        let told = subject.stands_in().len().min(1) + self.findings().len();
        let rest = subject.reasons().iter().skip(told).filter(|reason| !is_pin(reason));
        let rest: Vec<&str> = rest.map(|reason| reason.in_lang(self.lang)).collect();
        let (all_zh, all_en) = match rest.is_empty() {
            true => (String::new(), String::new()),
            false => (format!("：{}", rest.join("；")), format!(": {}", rest.join("; "))),
        };
        let (zh, en) = match subject {
            Subject::Enterprise(record) => match record.verdict {
                Bucket::InPark => ("已在园区，予以保留", "is in a park and stays there"),
                Bucket::InParkCloses | Bucket::Closes => ("应予淘汰关停", "has to close"),
                Bucket::Kept => ("保留在原地，不迁移", "stays outside, where it is"),
                Bucket::Review => self.review(),
                Bucket::Moves | Bucket::Unplaced | Bucket::Rejected => UNPLACED,
            },
            Subject::Project(planned) => match planned.verdict {
                ProjectBucket::NotAdmitted => ("不予准入", "is not admitted"),
                ProjectBucket::Review => self.review(),
                ProjectBucket::Settles | ProjectBucket::Unplaced | ProjectBucket::Rejected => {
                    UNPLACED
                }
            },
        };
        self.say(format!("{who}{zh}{in_zh}{all_zh}。"), format!("{who} {en}{in_en}{all_en}."))
    }

    /// Why a person has to look: a rule says so, or data are missing.
    fn review(&self) -> (&'static str, &'static str) {
        match self.findings().iter().any(|finding| finding.outcome == Outcome::Review) {
            true => ("须由人工核定", "is for a person to decide"),
            false => (
                "资料不足，须由人工核实后再定",
                "cannot be decided: data are missing, and a person has to look",
            ),
        }
    }

    /// That it is pinned, and why.
    fn pinned(&self) -> Option<String> {
        let reason = self.ledger.subject.reasons().iter().find(|reason| is_pin(reason))?;
        let (zh, en) = (reason.in_lang(Lang::Zh), reason.in_lang(Lang::En));
        Some(self.say(format!("它{zh}。"), format!("It is {en}.")))
    }

    /// Where it stands, on how much and on which land.
    fn stands(&self) -> String {
        let subject = &self.ledger.subject;
        let land = subject.land_now().map_or_else(
            || self.say("现状用地不详".to_owned(), "how much land it has is unknown".to_owned()),
            |land| {
                let land = self.area_in_both(land);
                self.say(format!("现状用地 {land}"), format!("it has {land} of land"))
            },
        );
        match subject {
            Subject::Enterprise(record) => {
                let class = record.land_class.as_ref().map(|key| {
                    let class = self.rules.land_classes.iter().find(|class| class.id == *key);
                    class.map_or(key.as_str(), |class| class.name.in_lang(self.lang))
                });
                let (class_zh, class_en) = class.map_or_else(Default::default, |class| {
                    (format!("（{class}）"), format!(" ({class})"))
                });
                match record.stands_in.first() {
                    Some(park) => {
                        let park = self.park(park);
                        self.say(
                            format!("它位于{park}内，{land}{class_zh}。"),
                            format!("It stands in {park}; {land}{class_en}."),
                        )
                    }
                    None => self.say(
                        format!("它位于园区之外，{land}{class_zh}。"),
                        format!("It stands outside all parks; {land}{class_en}."),
                    ),
                }
            }
            Subject::Project(planned) => match planned.project.site {
                Some(_) => self.say("它有意向位置。".to_owned(), "It names a place.".to_owned()),
                None => self.say(
                    "它没有意向位置，不计距离。".to_owned(),
                    "It names no place, so no distance counts.".to_owned(),
                ),
            },
        }
    }

    /// The land that it gets, or would get, in a park, and what set it.
    fn land(&self) -> Option<String> {
        match &self.ledger.subject {
            Subject::Enterprise(record) => {
                let need = record.land_need?;
                let (land, why) = (self.area_in_both(need.need), need.basis.label());
                let now = record.enterprise.land.map_or(0.0, |land| land.0);
                let less = Hectares(now - need.need.0);
                let guide = (need.basis == LandBasis::Guide && less.0 > 0.0).then(|| {
                    let less = self.area(less);
                    self.say(format!("，比现状少 {less}"), format!(", {less} less than it has"))
                });
                let guide = guide.unwrap_or_default();
                Some(self.say(
                    format!("园区内核定用地 {land}{guide}（{}）。", why.in_lang(Lang::Zh)),
                    format!("In a park it gets {land}{guide} ({}).", why.in_lang(Lang::En)),
                ))
            }
            Subject::Project(planned) => {
                let land = self.area(planned.project.land?);
                Some(self.say(format!("它需用地 {land}。"), format!("It needs {land} of land.")))
            }
        }
    }

    /// How good it is by the "four elements", and its class.
    fn quality(&self) -> Option<String> {
        let Ledger { quality, class, .. } = self.ledger;
        if quality.elements.is_empty() && class.is_none() {
            return None;
        }
        let name = |id: &str| {
            let element = self.rules.quality.iter().find(|element| element.id == id);
            element.map_or_else(|| id.to_owned(), |e| e.name.in_lang(self.lang).to_owned())
        };
        let elements: Vec<String> = quality
            .elements
            .iter()
            .map(|element| match element.score {
                Some(score) => format!("{} {score:.2}", name(&element.element)),
                None => self.say(
                    format!("{}未评", name(&element.element)),
                    format!("{} not rated", name(&element.element)),
                ),
            })
            .collect();
        let class = class.as_ref().map(|class| &class.class);
        let (class_zh, class_en) = class.map_or_else(Default::default, |class| {
            (format!("，类别 {class}"), format!(", class {class}"))
        });
        Some(self.say(
            format!("四要素综合评分 {:.2}（{}）{class_zh}。", quality.score, elements.join("，")),
            format!(
                "Its quality is {:.2} of 1 ({}){class_en}.",
                quality.score,
                elements.join(", ")
            ),
        ))
    }

    /// What the move costs, and of what that is made.
    fn cost(&self) -> Option<String> {
        let entry = self.chosen()?;
        let cost = entry.cost_km.unwrap_or(0.0);
        let comma = if self.lang == Lang::Zh { "，" } else { ", " };
        let parts: Vec<String> =
            CostPart::all().filter_map(|part| self.part(part, entry)).collect();
        let parts = parts.join(comma);
        Some(self.say(
            format!("综合成本 {cost:.2} 公里当量：{parts}。"),
            format!("That costs {cost:.2} km-equivalents: {parts}."),
        ))
    }

    /// A part of the cost and how much it is; nothing of a change that costs nothing.
    fn part(&self, part: CostPart, entry: &Entry) -> Option<String> {
        let km = part.of(entry);
        if matches!(part, CostPart::Change) && !km.is_some_and(|km| km > 0.0) {
            return None;
        }
        let mut words = format!("{} {:.2}", part.name().in_lang(self.lang), km.unwrap_or(0.0));
        if let (CostPart::Term(Term { measure: Some(measure), .. }), Some(terms)) =
            (part, &entry.terms)
        {
            let (measured, [zh, en]) = ((measure.of)(terms), measure.name);
            words += &self.say(format!("（{zh} {measured:.2}）"), format!(" ({en} {measured:.2})"));
        }
        Some(words)
    }

    /// How sure it is, where that was asked.
    fn agreement(&self) -> Option<String> {
        let percent = 100.0 * self.ledger.subject.agreement()?;
        Some(self.say(
            format!("把位置、用地等数据和各项权重在其误差内变动后重算，{percent:.0} % 的结果与此相同。"),
            format!(
                "Planned again with positions, data and weights off by as much as they may be, {percent:.0} % of \
                 the plans say the same."
            ),
        ))
    }
}

const UNPLACED: (&str, &str) = ("应当进入园区，但未能安置", "should go to a park and is unplaced");
