//! The sheet of an enterprise or a project.

use super::block::{Block, Sheet, Table};
use super::desk::Desk;
use super::tables::parks_table;
use crate::map::{SmallMap, line_of};
use crate::numbers::percent;
use geo_types::Coord;
use parkward_model::ParkId;
use parkward_planning::{Answer, Bucket, Ledger, ProjectBucket, Subject, Topic};
use parkward_policy::{Finding, significant};

/// How many of the nearest parks are on the map of somebody who goes to none.
const NEAREST: usize = 3;

impl Desk<'_> {
    /// The sheet of an enterprise or a project, from its ledger.
    pub fn subject(&self, ledger: &Ledger) -> Sheet {
        let subject = &ledger.subject;
        let noun = match subject {
            Subject::Enterprise(_) => self.say("企业", "Enterprise"),
            Subject::Project(_) => self.say("项目", "Project"),
        };
        let title = format!("{noun} {} {}", subject.id(), subject.name()).trim_end().to_owned();
        let open = findings(subject).iter().any(|found| self.rules.confirms(found) == Some(false));
        let mut blocks = vec![self.lead(&ledger.sentences), Block::Facts(self.facts(ledger))];
        blocks.extend(self.map(ledger));
        let topics = [
            Topic::Place,
            Topic::Rules,
            Topic::Land,
            Topic::Quality,
            Topic::Cost,
            Topic::Parks,
            Topic::Certainty,
            Topic::Repairs,
        ];
        blocks.extend(self.sections(&ledger.sentences, &topics, |topic| match topic {
            Topic::Rules => self.found(findings(subject)),
            _ => Vec::new(),
        }));
        // Who does not move has asked no park.
        if ledger.parks.iter().any(|entry| entry.answer != Answer::NotAsked) {
            blocks.push(Block::Heading(self.say("各园区一览", "All parks")));
            blocks.push(Block::Table(parks_table(ledger, self.lang)));
        }
        blocks.extend(self.notices(open));
        blocks.push(match subject {
            Subject::Enterprise(_) => {
                self.signatures(["企业（签字、盖章）", "For the enterprise (signature, seal)"])
            }
            Subject::Project(_) => {
                self.signatures(["项目单位（签字、盖章）", "For the project (signature, seal)"])
            }
        });
        let foot = format!("{title} · {}", self.about().join(" · "));
        let verdict = self.of(&subject.verdict());
        Sheet { title, about: self.about(), verdict, blocks, foot }
    }

    /// What is asked first, at a glance.
    fn facts(&self, ledger: &Ledger) -> Vec<[String; 2]> {
        let subject = &ledger.subject;
        let areas = self.plan.options.area_unit;
        let mut facts = Vec::new();
        let mut fact = |zh: &str, en: &str, value: Option<String>| {
            facts.extend(value.map(|value| [self.say(zh, en), value]));
        };
        let industry = subject.industry().map(|code| {
            format!("{code} {}", self.rules.classification.name(code)).trim_end().to_owned()
        });
        // The classification has Chinese names.
        let industry = match self.lang {
            parkward_model::Lang::Zh => industry,
            parkward_model::Lang::En => subject.industry().map(ToString::to_string),
        };
        fact("行业", "Industry", industry);
        let in_both = |land| self.of(&areas.in_both(land, 2));
        match subject {
            Subject::Enterprise(record) => {
                fact("现状用地", "Present land", record.enterprise.land.map(in_both));
                let granted = record.land_need.map(|need| {
                    let (land, why) = (in_both(need.need), self.of(&need.basis.label()));
                    self.say(&format!("{land}（{why}）"), &format!("{land} ({why})"))
                });
                fact("园区内核定用地", "Land in a park", granted);
            }
            Subject::Project(planned) => {
                fact("所需用地", "Land needed", planned.project.land.map(in_both));
            }
        }
        let to = ledger.parks.iter().find(|entry| entry.answer == Answer::Chosen);
        fact("去向", "Goes to", to.map(|entry| self.of(&entry.name)));
        if let Subject::Enterprise(record) = subject {
            fact("安排年度", "Year", record.stored.year.map(|year| year.to_string()));
        }
        fact("类别", "Class", ledger.class.as_ref().map(|class| class.class.to_string()));
        let quality = (!ledger.quality.elements.is_empty()).then_some(ledger.quality.score);
        fact("四要素综合评分", "Quality, of 1", quality.map(|score| format!("{score:.2}")));
        facts
    }

    /// What the rules found, rule by rule.
    fn found(&self, findings: &[Finding]) -> Vec<Block> {
        if findings.is_empty() {
            return Vec::new();
        }
        let name = |id: &str| {
            let screening = self.rules.screening.iter().map(|rule| (&rule.id, &rule.name));
            let spatial = self.rules.spatial.iter().map(|rule| (&rule.id, &rule.name));
            let rule = screening.chain(spatial).find(|(known, _)| *known == id);
            rule.map_or_else(|| id.to_owned(), |(_, name)| self.of(name))
        };
        let row = |found: &Finding| {
            // Within a zone there is nothing to measure.
            let measures = (found.value, found.limit) != (Some(0.0), Some(0.0));
            let number = |value: Option<f64>| {
                value.filter(|_| measures).map(significant).unwrap_or_default()
            };
            let sure = match self.rules.confirms(found) {
                Some(true) => self.say("已核实", "yes"),
                Some(false) => self.say("未核实", "not yet"),
                None => String::new(),
            };
            vec![
                name(&found.rule),
                number(found.value),
                number(found.limit),
                found.margin.map(percent).unwrap_or_default(),
                self.of(&found.outcome.label()),
                self.of(&found.clause),
                sure,
            ]
        };
        let header = [
            ("规则", "Rule"),
            ("数值", "Value"),
            ("限值", "Limit"),
            ("超限", "Beyond it"),
            ("后果", "Outcome"),
            ("条款", "Clause"),
            ("依据核实", "Confirmed"),
        ];
        let header = header.map(|(zh, en)| self.say(zh, en)).into();
        vec![Block::Table(Table {
            header,
            numbers: 1..4,
            rows: findings.iter().map(row).collect(),
        })]
    }

    /// The enterprise, its park, the line, the parks around; nothing for what has no place.
    fn map(&self, ledger: &Ledger) -> Option<Block> {
        let (site, bucket, line, second) = match &ledger.subject {
            Subject::Enterprise(record) => (
                Some(record.enterprise.site),
                record.verdict,
                self.plan
                    .enterprises()
                    .find(|planned| planned.enterprise().id == record.enterprise.id)
                    .and_then(line_of),
                record.second_choice.as_ref().map(|second| &second.choice.park),
            ),
            Subject::Project(planned) => (
                planned.project.site,
                match planned.verdict {
                    ProjectBucket::Settles => Bucket::Moves,
                    ProjectBucket::Unplaced => Bucket::Unplaced,
                    ProjectBucket::NotAdmitted => Bucket::Closes,
                    ProjectBucket::Review | ProjectBucket::Rejected => Bucket::Review,
                },
                planned
                    .project
                    .site
                    .zip(planned.chosen.as_ref().and_then(|choice| choice.entry))
                    .map(|(from, [x, y])| vec![from.0, Coord { x, y }]),
                planned.second_choice.as_ref().map(|second| &second.choice.park),
            ),
        };
        let stands_in = match &ledger.subject {
            Subject::Enterprise(record) => record.stands_in.first(),
            Subject::Project(_) => None,
        };
        let park = ledger.subject.park().or(stands_in);
        let map = SmallMap {
            plan: self.plan,
            park_types: &self.rules.park_types,
            outline: &self.outline,
            lang: self.lang,
            sites: site.map(|site| (site, bucket)).into_iter().collect(),
            moves: line.into_iter().collect(),
            park,
            second,
            around: if park.is_some() { Vec::new() } else { nearest(ledger) },
        };
        let svg = map.svg(self.fonts).ok()?;
        let parts = [
            site.map(|_| self.say("所在位置（符号）", "where it stands (sign)")),
            park.map(|_| match stands_in {
                Some(_) if ledger.subject.park().is_none() => {
                    self.say("所在园区（粗边）", "the park that it stands in (bold edge)")
                }
                _ => self.say("去向园区（粗边）", "the park where it goes (bold edge)"),
            }),
            second.map(|_| self.say("第二选择（虚边）", "the second choice (dashed edge)")),
            Some(self.say("邻近园区", "the parks around")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let caption = self.say(
            &format!("位置示意：{}。", parts.join("、")),
            &format!("On the map: {}.", parts.join(", ")),
        );
        Some(Block::Map { svg, caption })
    }
}

fn findings(subject: &Subject) -> &[Finding] {
    match subject {
        Subject::Enterprise(record) => &record.findings,
        Subject::Project(planned) => &planned.findings,
    }
}

fn nearest(ledger: &Ledger) -> Vec<&ParkId> {
    let mut parks: Vec<_> =
        ledger.parks.iter().filter_map(|entry| Some((entry.distance_m?.0, &entry.park))).collect();
    parks.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    parks.into_iter().take(NEAREST).map(|(_, park)| park).collect()
}
