//! The figures by which the principles of the rule book are judged.

use crate::bucket::{Bucket, ProjectBucket};
use crate::measure::indicators::{closes, land_after};
use crate::plan::Plan;
use crate::plan::figures::PrincipleFigure;
use parkward_model::{Lang, ParkId, Text};
use parkward_policy::{Count, RuleBook};

impl Plan {
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
}
