//! The ledger as a paragraph that a planner can read to whom it concerns.

use crate::answer::explain::ledger::{Answer, CostPart, Entry, Ledger};
use crate::answer::explain::subject::Subject;
use crate::bucket::{Bucket, ProjectBucket};
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use crate::plan::projects::PlannedProject;
use crate::reasons::is_pin;
use crate::settings::resource::LAND;
use parkward_model::{Hectares, Lang, ParkId, Text};
use parkward_policy::{Finding, Refusal, RuleBook, Term};

/// Parks that are named one by one, and repairs.
const NAMED: usize = 3;
const REPAIRS: usize = 5;

/// The paragraph in both languages.
pub(crate) fn prose(ledger: &Ledger, plan: &Plan, rules: &RuleBook) -> Text {
    let in_lang = |lang| {
        let narrator = Narrator { ledger, plan, rules, lang };
        // A decision comes first: it is why the rest does not matter.
        let kept = matches!(&ledger.subject, Subject::Enterprise(r) if r.verdict == Bucket::Kept);
        let sentences = [
            Some(narrator.stands()),
            narrator.pinned(),
            kept.then(|| narrator.verdict()),
            Some(narrator.found()),
            (!kept).then(|| narrator.verdict()),
            narrator.others(),
            narrator.second(),
            narrator.repairs(),
        ];
        let gap = if lang == Lang::Zh { "" } else { " " };
        sentences.into_iter().flatten().collect::<Vec<_>>().join(gap)
    };
    Text::new(in_lang(Lang::Zh), in_lang(Lang::En))
}

struct Narrator<'a> {
    ledger: &'a Ledger,
    plan: &'a Plan,
    rules: &'a RuleBook,
    lang: Lang,
}

impl Narrator<'_> {
    fn say(&self, zh: String, en: String) -> String {
        if self.lang == Lang::Zh { zh } else { en }
    }

    fn park(&self, id: &ParkId) -> String {
        let park = self.plan.parks.iter().find(|planned| planned.park.id == *id);
        park.map_or_else(|| id.to_string(), |planned| planned.park.label(self.lang).to_owned())
    }

    /// Who it is, and where it stands.
    fn stands(&self) -> String {
        let subject = &self.ledger.subject;
        let who = format!("{} {}", subject.id(), subject.name());
        let who = who.trim_end();
        let industry = subject.industry().map(|code| {
            let name = self.rules.classification.name(code);
            if self.lang == Lang::Zh { format!("{code} {name}") } else { code.to_string() }
        });
        let hectares = |land: Hectares| format!("{:.2} ha", land.0);
        let land = match (subject.land().map(hectares), subject.land_now().map(hectares)) {
            (Some(needs), Some(now)) if needs != now => Some(
                self.say(format!("现状 {now}，核定需 {needs}"), format!("{now}, needs {needs}")),
            ),
            (needs, _) => needs,
        };
        let (no_industry, no_land) = match self.lang {
            Lang::Zh => ("行业未知", "用地未知"),
            Lang::En => ("industry unknown", "land unknown"),
        };
        let industry = industry.unwrap_or_else(|| no_industry.to_owned());
        let land = land.unwrap_or_else(|| no_land.to_owned());
        match subject {
            Subject::Enterprise(record) => match record.stands_in.first() {
                Some(park) => {
                    let park = self.park(park);
                    self.say(
                        format!("企业 {who}（{industry}，{land}）位于{park}内。"),
                        format!("Enterprise {who} ({industry}, {land}) stands in {park}."),
                    )
                }
                None => self.say(
                    format!("企业 {who}（{industry}，{land}）位于园区之外。"),
                    format!("Enterprise {who} ({industry}, {land}) stands outside all parks."),
                ),
            },
            Subject::Project(planned) => match planned.project.site {
                Some(_) => self.say(
                    format!("新项目 {who}（{industry}，{land}）有意向位置。"),
                    format!("New project {who} ({industry}, {land}) names a place."),
                ),
                None => self.say(
                    format!("新项目 {who}（{industry}，{land}）没有意向位置，不计距离。"),
                    format!(
                        "New project {who} ({industry}, {land}) names no place, so no distance \
                         counts."
                    ),
                ),
            },
        }
    }

    /// That it is pinned, and why.
    fn pinned(&self) -> Option<String> {
        let reason = self.ledger.subject.reasons().iter().find(|reason| is_pin(reason))?;
        let (zh, en) = (reason.in_lang(Lang::Zh), reason.in_lang(Lang::En));
        Some(self.say(format!("它{zh}。"), format!("It is {en}.")))
    }

    fn findings(&self) -> &[Finding] {
        match &self.ledger.subject {
            Subject::Enterprise(record) => &record.findings,
            Subject::Project(planned) => &planned.findings,
        }
    }

    /// What the rules found, as they word it: clause, value, limit.
    fn found(&self) -> String {
        let findings = self.findings();
        if findings.is_empty() {
            return self.say(
                "没有任何准入规则对其提出异议。".to_owned(),
                "No screening rule has anything to say against it.".to_owned(),
            );
        }
        let texts: Vec<&str> = findings.iter().map(|f| f.text.in_lang(self.lang)).collect();
        self.say(
            format!("规则审查结果：{}。", texts.join("；")),
            format!("The rules found: {}.", texts.join("; ")),
        )
    }

    /// What becomes of it, and at what cost.
    fn verdict(&self) -> String {
        let chosen = self.ledger.parks.iter().find(|entry| entry.answer == Answer::Chosen);
        if let Some(entry) = chosen {
            return self.goes(entry);
        }
        // The first reasons say where it stands and what the rules found, which is said already.
        let told = self.ledger.subject.stands_in().len().min(1) + self.findings().len();
        let rest = self.ledger.subject.reasons().iter().skip(told);
        let rest: Vec<&str> = rest.map(|reason| reason.in_lang(self.lang)).collect();
        let last = rest.last().copied().unwrap_or_default();
        let all = rest.join(if self.lang == Lang::Zh { "；" } else { "; " });
        let unplaced = || {
            self.say(
                format!("它应当进入园区，但未能安置：{all}。"),
                format!("It should go to a park and is unplaced: {all}."),
            )
        };
        match &self.ledger.subject {
            Subject::Enterprise(record) => match record.verdict {
                Bucket::InPark => {
                    self.say("因此保留在园区内。".into(), "So it stays where it is.".into())
                }
                Bucket::InParkCloses | Bucket::Closes if rest.is_empty() => {
                    self.say("因此应予淘汰关停。".into(), "So it has to close.".into())
                }
                Bucket::InParkCloses | Bucket::Closes => self.say(
                    format!("因此应予淘汰关停；{all}。"),
                    format!("So it has to close; {all}."),
                ),
                Bucket::Kept => self.say(
                    format!("它留在原地：{last}。"),
                    format!("It stays outside, where it is: {last}."),
                ),
                Bucket::Review => self.review(&record.findings, last),
                Bucket::Moves | Bucket::Unplaced | Bucket::Rejected => unplaced(),
            },
            Subject::Project(planned) => match planned.verdict {
                ProjectBucket::NotAdmitted => {
                    self.say("因此不予准入。".into(), "So it is not admitted.".into())
                }
                ProjectBucket::Review => self.review(&planned.findings, last),
                ProjectBucket::Settles | ProjectBucket::Unplaced | ProjectBucket::Rejected => {
                    unplaced()
                }
            },
        }
    }

    /// A person has to look; at what, unless the findings have said so.
    fn review(&self, findings: &[Finding], reason: &str) -> String {
        let said = findings.iter().any(|finding| finding.text.in_lang(self.lang) == reason);
        if said || reason.is_empty() {
            return self.say(
                "资料不足，须由人工核实后再定。".to_owned(),
                "Data are missing: a person has to look.".to_owned(),
            );
        }
        self.say(
            format!("资料不足（{reason}），不能决定。"),
            format!("Data are missing ({reason}), so nothing can be decided."),
        )
    }

    fn goes(&self, entry: &Entry) -> String {
        let park = entry.name.in_lang(self.lang);
        let cost = entry.cost_km.unwrap_or(0.0);
        let (goes_zh, goes_en) = match &self.ledger.subject {
            Subject::Enterprise(_) => ("迁入", "moves to"),
            Subject::Project(_) => ("入驻", "settles in"),
        };
        let comma = if self.lang == Lang::Zh { "，" } else { ", " };
        let parts: Vec<String> =
            CostPart::all().filter_map(|part| self.part(part, entry)).collect();
        let parts = parts.join(comma);
        self.say(
            format!("它{goes_zh}{park}，综合成本 {cost:.2} 公里当量：{parts}。"),
            format!("It {goes_en} {park} at a cost of {cost:.2} km-equivalents: {parts}."),
        )
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

    /// What the nearer or cheaper parks answered; of the unplaced, all that might have been.
    fn others(&self) -> Option<String> {
        let parks = &self.ledger.parks;
        let chosen = parks.iter().find(|entry| entry.answer == Answer::Chosen);
        if chosen.is_none() && !self.ledger.subject.is_unplaced() {
            return None;
        }
        let better = |entry: &&Entry| match chosen {
            None => true,
            Some(chosen) => {
                let nearer = match (entry.distance_m, chosen.distance_m) {
                    (Some(a), Some(b)) => a.0 < b.0,
                    _ => false,
                };
                let cheaper = match (entry.cost_km, chosen.cost_km) {
                    (Some(a), Some(b)) => a < b,
                    _ => false,
                };
                entry.answer != Answer::Chosen && (nearer || cheaper)
            }
        };
        let all = parks.iter().filter(better).count();
        if all == 0 {
            return Some(self.say(
                "没有更近或成本更低的园区。".to_owned(),
                "No park is nearer or cheaper.".to_owned(),
            ));
        }
        let mut named: Vec<String> =
            parks.iter().filter(better).take(NAMED).map(|entry| self.answer(entry)).collect();
        if all > NAMED {
            let more = all - NAMED;
            named.push(
                self.say(format!("另有 {more} 个见下表"), format!("{more} more in the table")),
            );
        }
        Some(match chosen {
            Some(_) => self.say(
                format!("更近或成本更低的园区：{}。", named.join("；")),
                format!("Nearer or cheaper parks: {}.", named.join("; ")),
            ),
            None => self.say(
                format!("各园区的答复：{}。", named.join("；")),
                format!("What the parks answered: {}.", named.join("; ")),
            ),
        })
    }

    /// One park's answer: refused by which clause, or outbid by whom and at what price.
    fn answer(&self, entry: &Entry) -> String {
        let park = entry.name.in_lang(self.lang);
        let mut words = match &entry.answer {
            Answer::Refused(Refusal::Role { rule }) => {
                let rule = self.rules.eligibility.iter().find(|known| known.id == *rule);
                rule.map_or_else(
                    || entry.text.in_lang(self.lang).to_owned(),
                    |rule| format!("{} ({})", rule.name.in_lang(self.lang), rule.clause),
                )
            }
            _ => entry.text.in_lang(self.lang).to_owned(),
        };
        if let Answer::Outbid { resource, .. } = &entry.answer {
            let planned = self.plan.parks.iter().find(|planned| planned.park.id == entry.park);
            let price = planned.map_or(0.0, |planned| planned.shadow_price_km_per_ha);
            // Land may be short for a whole enterprise and yet have no price: 0 would mislead.
            if resource == LAND && price > 0.005 {
                words += &self
                    .say(format!("，地价 {price:.2} km/ha"), format!(", at {price:.2} km per ha"));
            }
            if let Some((who, margin)) = self.values_most(&entry.park) {
                words += &self.say(
                    format!("，最看重它的是{who}（改去他处贵 {margin:.2} km）"),
                    format!(", worth most to {who} (elsewhere {margin:.2} km dearer)"),
                );
            }
        }
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        match entry.distance_m {
            Some(distance) => format!("{park} ({:.2} km){colon}{words}", distance.kilometres()),
            None => format!("{park}{colon}{words}"),
        }
    }

    /// The newcomer in a park that would lose most by going to its second choice.
    fn values_most(&self, park: &ParkId) -> Option<(String, f64)> {
        let (enterprise, project) = match self.lang {
            Lang::Zh => ("企业", "项目"),
            Lang::En => ("enterprise", "project"),
        };
        let goes = |e: &PlannedEnterprise<'_>| e.chosen().is_some_and(|c| c.park == park);
        let enterprises = self.plan.enterprises().filter(goes).filter_map(|e| {
            Some((enterprise, e.enterprise().id.as_str(), e.second_choice()?.margin_km))
        });
        let settles = |p: &&PlannedProject| p.chosen.as_ref().is_some_and(|c| c.park == *park);
        let projects = self.plan.projects.iter().filter(settles).filter_map(|planned| {
            let margin = planned.second_choice.as_ref()?.margin_km;
            Some((project, planned.project.id.as_str(), margin))
        });
        // The first of those with the same margin: rows have an order.
        let best = enterprises.chain(projects).reduce(|a, b| if b.2 > a.2 { b } else { a });
        best.map(|(noun, id, margin)| (format!("{noun} {id}"), margin))
    }

    /// The second choice and its margin.
    fn second(&self) -> Option<String> {
        let (park, margin) = match &self.ledger.subject {
            Subject::Enterprise(record) => {
                record.chosen.as_ref()?;
                let second = record.second_choice.as_ref();
                (second.map(|second| &second.choice.park), second.map(|s| s.margin_km))
            }
            Subject::Project(planned) => {
                planned.chosen.as_ref()?;
                let second = planned.second_choice.as_ref();
                (second.map(|second| &second.choice.park), second.map(|s| s.margin_km))
            }
        };
        let Some((park, margin)) = park.zip(margin) else {
            return Some(
                self.say("没有第二选择。".to_owned(), "There is no second choice.".to_owned()),
            );
        };
        let park = self.park(park);
        let km = margin.abs();
        if km < 0.005 {
            return Some(self.say(
                format!("第二选择是{park}，按影子价格两者相当。"),
                format!("The second choice is {park}, at the same price."),
            ));
        }
        Some(if margin < 0.0 {
            self.say(
                format!("第二选择是{park}，按影子价格反而便宜 {km:.2} km，但整体容纳不下。"),
                format!(
                    "The second choice is {park}, {km:.2} km cheaper at the prices of the plan, but \
                     whole enterprises do not fit there."
                ),
            )
        } else {
            self.say(
                format!("第二选择是{park}，按影子价格贵 {km:.2} km。"),
                format!(
                    "The second choice is {park}, {km:.2} km dearer at the prices of the plan."
                ),
            )
        })
    }

    /// What would place it, with prices.
    fn repairs(&self) -> Option<String> {
        let texts: Vec<&str> = self
            .ledger
            .repairs
            .iter()
            .take(REPAIRS)
            .map(|repair| repair.text.in_lang(self.lang))
            .collect();
        (!texts.is_empty()).then(|| {
            self.say(
                format!("可使其安置的调整：{}。", texts.join("；")),
                format!("What would place it: {}.", texts.join("; ")),
            )
        })
    }
}
