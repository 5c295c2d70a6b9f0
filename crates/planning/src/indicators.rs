//! What the plan improves: the indicators of the rule book before and after, for the district and for
//! each park, and the figures by which its principles are judged.

use crate::{Bucket, Plan, PlannedEnterprise, PlannedPark, ProjectBucket};
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Hectares, Lang, ParkId, Text};
use parkward_policy::{Better, Count, Gauge, RuleBook};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One indicator of one park, or of the district, before and after the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndicatorChange {
    /// The park; `None`: the district.
    pub park: Option<ParkId>,
    /// Key of the indicator.
    pub indicator: String,
    /// Which of the "four to improve" it serves.
    pub improves: String,
    /// Its name.
    pub name: Text,
    /// The unit of its values.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// Before anybody moves or closes.
    pub before: Reading,
    /// After the plan: without those that close, with those that come.
    pub after: Reading,
}

/// A value, and of how many it is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// `None`: not rated, since nothing is known or the denominator is nought.
    pub value: Option<f64>,
    /// Enterprises (for land accounts: parks) in the value.
    pub known: usize,
    /// Enterprises (parks) in all.
    pub of: usize,
}

impl IndicatorChange {
    /// After less before; `None` unless both are rated.
    pub fn change(&self) -> Option<f64> {
        Some(self.after.value? - self.before.value?)
    }

    /// 1: better, −1: worse, 0: neither, as far as is known.
    pub fn judgement(&self) -> i8 {
        self.change().map_or(0, |change| self.better.judge(change))
    }
}

/// A figure by which a principle is judged: a part of a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrincipleFigure {
    /// Key of the principle.
    pub principle: String,
    /// What the principle says.
    pub name: Text,
    /// What is counted.
    pub figure: Text,
    /// So much of it.
    pub part: f64,
    /// Of so much in all.
    pub whole: f64,
    /// The unit of both; empty: enterprises.
    pub unit: String,
}

impl PrincipleFigure {
    /// Part over whole; `None` where there is no whole.
    pub fn share(&self) -> Option<f64> {
        (self.whole > 0.0).then(|| self.part / self.whole)
    }
}

/// Sums of a gauge.
#[derive(Clone, Copy, Default)]
struct Sums {
    over: f64,
    under: f64,
    known: usize,
    of: usize,
}

impl Sums {
    fn add(&mut self, parts: Option<[f64; 2]>) {
        self.of += 1;
        if let Some([over, under]) = parts {
            self.over += over;
            self.under += under;
            self.known += 1;
        }
    }

    fn reading(self) -> Reading {
        let value = (self.under > 0.0).then(|| self.over / self.under);
        Reading { value, known: self.known, of: self.of }
    }
}

/// Land that an enterprise holds once the plan is carried out.
fn land_after(enterprise: PlannedEnterprise<'_>) -> Option<Hectares> {
    match enterprise.chosen() {
        Some(_) => enterprise.land_taken(),
        None => enterprise.enterprise().land,
    }
}

fn closes(enterprise: PlannedEnterprise<'_>) -> bool {
    matches!(enterprise.verdict(), Bucket::Closes | Bucket::InParkCloses)
}

/// Where it stands once the plan is carried out, if in a park.
fn park_after<'a>(enterprise: PlannedEnterprise<'a>) -> Option<&'a ParkId> {
    match enterprise.chosen() {
        Some(chosen) => Some(chosen.park),
        None if closes(enterprise) => None,
        None => enterprise.stands_in().next(),
    }
}

impl Plan {
    /// The indicators of the rule book, the district's first, then those of the parks in their order.
    /// Sums run in the order of rows. O(enterprises × indicators); nothing without indicators.
    pub(crate) fn measure(&self, rules: &RuleBook) -> Vec<IndicatorChange> {
        let places: BTreeMap<&ParkId, usize> =
            self.parks.iter().enumerate().map(|(place, park)| (&park.park.id, place)).collect();
        let mut changes: Vec<IndicatorChange> = Vec::new();
        for indicator in &rules.improve {
            // The district, then the parks; before and after.
            let mut sums = vec![[Sums::default(); 2]; 1 + self.parks.len()];
            if indicator.measure == (Gauge::BuiltRate {}) {
                // What lies in another park is in that one's account already, but not what it takes.
                for (place, park) in self.parks.iter().enumerate() {
                    let within = |inner: &&PlannedPark| inner.lies_in.contains(&park.park.id);
                    let inner = self.parks.iter().filter(within);
                    let taken = inner.map(taken).sum::<f64>() + taken(park);
                    let [before, after] = built(park, taken);
                    for at in if park.lies_in.is_empty() { 0..2 } else { 1..2 } {
                        let at = at * (place + 1);
                        sums[at][0].add(before);
                        sums[at][1].add(after);
                    }
                }
            } else {
                for planned in self.enterprises() {
                    let enterprise = planned.enterprise();
                    let land = enterprise.land.map(|land| land.0);
                    let before = rules.gauge(&indicator.measure, enterprise, land);
                    sums[0][0].add(before);
                    if let Some(park) = planned.stands_in().next() {
                        sums[places[park] + 1][0].add(before);
                    }
                    if !closes(planned) {
                        let land = land_after(planned).map(|land| land.0);
                        let after = rules.gauge(&indicator.measure, enterprise, land);
                        sums[0][1].add(after);
                        if let Some(park) = park_after(planned) {
                            sums[places[park] + 1][1].add(after);
                        }
                    }
                }
            }
            let parks = self.parks.iter().map(|park| Some(park.park.id.clone()));
            let rows = std::iter::once(None).chain(parks).zip(sums);
            changes.extend(rows.map(|(park, [before, after])| IndicatorChange {
                park,
                indicator: indicator.id.clone(),
                improves: indicator.improves.clone(),
                name: indicator.name.clone(),
                unit: indicator.unit.clone(),
                better: indicator.better,
                before: before.reading(),
                after: after.reading(),
            }));
        }
        // By park, then by indicator: stable.
        changes.sort_by(|a, b| a.park.cmp(&b.park));
        changes
    }

    /// The figures of the rule book's principles. O(enterprises × counts).
    pub(crate) fn judge(&self, rules: &RuleBook) -> Vec<PrincipleFigure> {
        let has = |park: &ParkId, role: &str| {
            rules.park(park).is_some_and(|park| park.roles.iter().any(|r| r == role))
        };
        let named = |role: &String| {
            rules.roles.iter().find(|r| r.id == *role).map(|role| role.name.clone())
        };
        let mut figures = Vec::new();
        for principle in &rules.principles {
            let mut say = |zh: String, en: String, [part, whole]: [f64; 2], unit: &str| {
                figures.push(PrincipleFigure {
                    principle: principle.id.clone(),
                    name: principle.name.clone(),
                    figure: Text::new(zh, en),
                    part,
                    whole,
                    unit: unit.to_owned(),
                });
            };
            for count in &principle.counts {
                let industries: Vec<&str> = count.industries().iter().map(|i| i.as_str()).collect();
                let codes = industries.join(", ");
                let of = if codes.is_empty() {
                    Text::default()
                } else {
                    Text::new(format!("（{codes}）"), format!(" of {codes}"))
                };
                let concerned = || {
                    self.enterprises().filter(|e| count.concerns(e.enterprise().industry.as_ref()))
                };
                match count {
                    Count::MovesTo { role, .. } => {
                        let (mut number, mut land) = ([0.0; 2], [0.0; 2]);
                        for planned in concerned() {
                            let Some(chosen) = planned.chosen() else { continue };
                            let area = land_after(planned).map_or(0.0, |land| land.0);
                            let there = if has(chosen.park, role) { 1.0 } else { 0.0 };
                            number = [number[0] + there, number[1] + 1.0];
                            land = [land[0] + there * area, land[1] + area];
                        }
                        let to = named(role).unwrap_or_default();
                        let (zh, en) = (to.in_lang(Lang::Zh), to.in_lang(Lang::En));
                        say(
                            format!("迁入{zh}的企业{}", of.zh),
                            format!("Moves{} to: {en}", of.en),
                            number,
                            "",
                        );
                        say(
                            format!("迁入{zh}的用地{}", of.zh),
                            format!("Land of moves{} to: {en}", of.en),
                            land,
                            "ha",
                        );
                    }
                    Count::InParks { role, .. } => {
                        let counts =
                            |park: &ParkId| role.as_ref().is_none_or(|role| has(park, role));
                        let (mut before, mut after) = ([0.0; 2], [0.0; 2]);
                        let one = |yes: bool| if yes { 1.0 } else { 0.0 };
                        for planned in concerned() {
                            before[0] += one(planned.stands_in().any(counts));
                            before[1] += 1.0;
                            if !closes(planned) {
                                let inside = match planned.chosen() {
                                    Some(chosen) => counts(chosen.park),
                                    None => planned.stands_in().any(counts),
                                };
                                after[0] += one(inside);
                                after[1] += 1.0;
                            }
                        }
                        let name = role.as_ref().and_then(&named);
                        let place = name.unwrap_or_else(|| Text::new("园区", "parks"));
                        let zh = format!("在{}的企业{}，规划", place.in_lang(Lang::Zh), of.zh);
                        let en = format!("Enterprises{} in: {}", of.en, place.in_lang(Lang::En));
                        say(format!("{zh}前"), format!("{en}, before"), before, "");
                        say(format!("{zh}后"), format!("{en}, after"), after, "");
                    }
                    Count::CapacityUsed {} => {
                        let land = self.parks.iter().filter_map(|park| park.limits.first());
                        let known = land.filter_map(|land| Some([land.taken, land.capacity?]));
                        let used =
                            known.fold([0.0; 2], |sum, land| [sum[0] + land[0], sum[1] + land[1]]);
                        say(
                            "占用的园区容量".into(),
                            "Capacity of the parks taken".into(),
                            used,
                            "ha",
                        );
                    }
                    Count::Projects {} => {
                        let (mut number, mut land) = ([0.0; 2], [0.0; 2]);
                        for project in &self.projects {
                            let settles = match project.verdict {
                                ProjectBucket::Settles => 1.0,
                                ProjectBucket::Unplaced => 0.0,
                                _ => continue,
                            };
                            let area = project.project.land.map_or(0.0, |land| land.0);
                            number = [number[0] + settles, number[1] + 1.0];
                            land = [land[0] + settles * area, land[1] + area];
                        }
                        let zh = "准入的新项目中入驻园区的";
                        let en = "New projects that settle in parks, of those admitted";
                        say(zh.into(), en.into(), number, "");
                        say(
                            format!("{zh}用地"),
                            format!("Land of {}", en.to_lowercase()),
                            land,
                            "ha",
                        );
                    }
                    Count::Quality {} => {
                        for (bucket, zh, en) in [
                            (Bucket::Moves, "迁入企业的平均质量", "Mean quality of those who move"),
                            (
                                Bucket::Unplaced,
                                "未安置企业的平均质量",
                                "Mean quality of the unplaced",
                            ),
                            (
                                Bucket::Closes,
                                "淘汰企业的平均质量",
                                "Mean quality of those who close",
                            ),
                        ] {
                            let all = self.enterprises().filter(|e| e.verdict() == bucket);
                            let sum = all.fold([0.0; 2], |s, e| [s[0] + e.quality(), s[1] + 1.0]);
                            say(zh.into(), en.into(), sum, "");
                        }
                    }
                }
            }
        }
        figures
    }

    pub(crate) fn indicators_layer(&self, lang: Lang) -> PlanLayer<'_> {
        Table::<&IndicatorChange>::new()
            .text("park", "园区编号", "Park", |row| row.park.as_ref().map(ParkId::as_str))
            .text("indicator", "指标代码", "Indicator", |row| Some(row.indicator.as_str()))
            .text("improves", "提升事项", "What it improves", |row| {
                Cell::of_text(&row.improves)
            })
            .text("name", "指标", "Name", move |row| Cell::of_text(row.name.in_lang(lang)))
            .text("unit", "单位", "Unit", |row| Cell::of_text(&row.unit))
            .real("before", "规划前", "Before", |row| row.before.value)
            .real("after", "规划后", "After", |row| row.after.value)
            .real("change", "变化", "Change", IndicatorChange::change)
            .text("judgement", "评价", "Judgement", |row| {
                Some(match (row.change(), row.judgement()) {
                    (None, _) => "not_rated",
                    (_, 1) => "better",
                    (_, -1) => "worse",
                    _ => "same",
                })
            })
            .integer("known_before", "规划前已知数", "Known before", |row| row.before.known)
            .integer("of_before", "规划前总数", "In all before", |row| row.before.of)
            .integer("known_after", "规划后已知数", "Known after", |row| row.after.known)
            .integer("of_after", "规划后总数", "In all after", |row| row.after.of)
            .layer(
                ("indicators", Text::new("提升指标", "Indicators")),
                Shape::None,
                self.indicators.len(),
                |place| &self.indicators[place],
                |_| None,
            )
    }

    pub(crate) fn principles_layer(&self, lang: Lang) -> PlanLayer<'_> {
        Table::<&PrincipleFigure>::new()
            .text("principle", "原则代码", "Principle", |row| Some(row.principle.as_str()))
            .text("name", "原则", "Name", move |row| Cell::of_text(row.name.in_lang(lang)))
            .text("figure", "指标", "Figure", move |row| Cell::of_text(row.figure.in_lang(lang)))
            .real("part", "部分", "Part", |row| row.part)
            .real("whole", "总体", "Whole", |row| row.whole)
            .text("unit", "单位", "Unit", |row| Cell::of_text(&row.unit))
            .real("share", "占比", "Share", PrincipleFigure::share)
            .layer(
                ("principles", Text::new("原则落实", "Principles")),
                Shape::None,
                self.principles.len(),
                |place| &self.principles[place],
                |_| None,
            )
    }
}

/// Land that newcomers take in a park, in hectares.
fn taken(park: &PlannedPark) -> f64 {
    park.limits.first().map_or(0.0, |land| land.taken)
}

/// Built and supplied land of a park before and after newcomers take some, which is then built on.
fn built(park: &PlannedPark, taken: f64) -> [Option<[f64; 2]>; 2] {
    let land = &park.park.land;
    let parts = |taken: f64| Some([land.built?.0 + taken, land.supplied?.0]);
    [parts(0.0), parts(taken)]
}
