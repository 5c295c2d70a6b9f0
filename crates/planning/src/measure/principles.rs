//! The figures by which the principles of the rule book are judged.

use crate::bucket::{Bucket, ProjectBucket};
use crate::measure::indicators::{closes, land_after};
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use crate::plan::figures::PrincipleFigure;
use parkward_model::{AreaUnit, Lang, ParkId, Text};
use parkward_policy::{Count, RuleBook};

impl Plan {
    /// The figures of the rule book's principles. O(enterprises × counts).
    pub(crate) fn principle_figures(&self, rules: &RuleBook) -> Vec<PrincipleFigure> {
        let judge = Judge { plan: self, rules };
        let mut figures = Vec::new();
        for principle in &rules.principles {
            let figure = |Figure { name, part_of, unit }: Figure| PrincipleFigure {
                principle: principle.id.clone(),
                name: principle.name.clone(),
                figure: name,
                part: part_of[0],
                whole: part_of[1],
                unit,
            };
            let counted = principle.counts.iter().flat_map(|count| judge.count(count));
            figures.extend(counted.map(figure));
        }
        figures
    }
}

/// A figure before it is known of which principle.
struct Figure {
    name: Text,
    /// A part, and the whole that it is of.
    part_of: [f64; 2],
    unit: Text,
}

impl Figure {
    fn new(zh: impl Into<String>, en: impl Into<String>, part_of: [f64; 2]) -> Self {
        Self { name: Text::new(zh, en), part_of, unit: Text::default() }
    }

    fn hectares(self) -> Self {
        Self { unit: AreaUnit::Ha.name(), ..self }
    }
}

/// Who judges a plan by the rules.
#[derive(Clone, Copy)]
struct Judge<'a> {
    plan: &'a Plan,
    rules: &'a RuleBook,
}

impl<'a> Judge<'a> {
    fn count(self, count: &'a Count) -> Vec<Figure> {
        match count {
            Count::MovesTo { role, .. } => self.moves_to(count, role),
            Count::InParks { role, .. } => self.in_parks(count, role.as_deref()),
            Count::CapacityUsed {} => vec![self.capacity_used()],
            Count::Projects {} => self.projects(),
            Count::Quality {} => self.quality(),
        }
    }

    /// The enterprises that a count is about.
    fn concerned(self, count: &'a Count) -> impl Iterator<Item = PlannedEnterprise<'a>> {
        self.plan
            .enterprises()
            .filter(|enterprise| count.concerns(enterprise.enterprise().industry.as_ref()))
    }

    fn has(self, park: &ParkId, role: &str) -> bool {
        self.rules.park(park).is_some_and(|park| park.roles.iter().any(|r| r == role))
    }

    fn role(self, role: &str) -> Option<Text> {
        let role = self.rules.roles.iter().find(|known| known.id == role);
        role.map(|role| role.name.clone())
    }

    /// Those who move, and their land; of all, who go to parks of a role.
    fn moves_to(self, count: &'a Count, role: &str) -> Vec<Figure> {
        let (mut number, mut land) = ([0.0; 2], [0.0; 2]);
        for planned in self.concerned(count) {
            let Some(chosen) = planned.chosen() else { continue };
            let area = land_after(planned).map_or(0.0, |land| land.0);
            let there = one(self.has(chosen.park, role));
            number = [number[0] + there, number[1] + 1.0];
            land = [land[0] + there * area, land[1] + area];
        }
        let (of, to) = (industries(count), self.role(role).unwrap_or_default());
        let (zh, en) = (to.in_lang(Lang::Zh), to.in_lang(Lang::En));
        vec![
            Figure::new(
                format!("迁入{zh}的企业{}", of.zh),
                format!("Moves{} to: {en}", of.en),
                number,
            ),
            Figure::new(
                format!("迁入{zh}的用地{}", of.zh),
                format!("Land of moves{} to: {en}", of.en),
                land,
            )
            .hectares(),
        ]
    }

    /// Those who stand in parks, of a role if one is named, before the plan and after it.
    fn in_parks(self, count: &'a Count, role: Option<&str>) -> Vec<Figure> {
        let counts = |park: &ParkId| role.is_none_or(|role| self.has(park, role));
        let (mut before, mut after) = ([0.0; 2], [0.0; 2]);
        for planned in self.concerned(count) {
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
        let (of, name) = (industries(count), role.and_then(|role| self.role(role)));
        let place = name.unwrap_or_else(|| Text::new("园区", "parks"));
        let zh = format!("在{}的企业{}，规划", place.in_lang(Lang::Zh), of.zh);
        let en = format!("Enterprises{} in: {}", of.en, place.in_lang(Lang::En));
        vec![
            Figure::new(format!("{zh}前"), format!("{en}, before"), before),
            Figure::new(format!("{zh}后"), format!("{en}, after"), after),
        ]
    }

    /// The land that newcomers take, of what the parks have for them.
    fn capacity_used(self) -> Figure {
        let land = self.plan.parks.iter().filter_map(|park| park.limits.first());
        let known = land.filter_map(|land| Some([land.taken, land.capacity?]));
        let used = known.fold([0.0; 2], |sum, land| [sum[0] + land[0], sum[1] + land[1]]);
        Figure::new("占用的园区容量", "Capacity of the parks taken", used).hectares()
    }

    /// New projects that settle, and their land, of those that are admitted.
    fn projects(self) -> Vec<Figure> {
        let (mut number, mut land) = ([0.0; 2], [0.0; 2]);
        for project in &self.plan.projects {
            let settles = match project.verdict {
                ProjectBucket::Settles => 1.0,
                ProjectBucket::Unplaced => 0.0,
                _ => continue,
            };
            let area = project.project.land.map_or(0.0, |land| land.0);
            number = [number[0] + settles, number[1] + 1.0];
            land = [land[0] + settles * area, land[1] + area];
        }
        let (zh, en) =
            ("准入的新项目中入驻园区的", "New projects that settle in parks, of those admitted");
        let of_land = (format!("{zh}用地"), format!("Land of {}", en.to_lowercase()));
        vec![Figure::new(zh, en, number), Figure::new(of_land.0, of_land.1, land).hectares()]
    }

    /// The mean quality of those who move, who are unplaced and who close.
    fn quality(self) -> Vec<Figure> {
        let mean = |bucket: Bucket, zh: &str, en: &str| {
            let all = self.plan.enterprises().filter(|e| e.verdict() == bucket);
            let sum = all.fold([0.0; 2], |sum, e| [sum[0] + e.quality(), sum[1] + 1.0]);
            Figure::new(zh, en, sum)
        };
        vec![
            mean(Bucket::Moves, "迁入企业的平均质量", "Mean quality of those who move"),
            mean(Bucket::Unplaced, "未安置企业的平均质量", "Mean quality of the unplaced"),
            mean(Bucket::Closes, "淘汰企业的平均质量", "Mean quality of those who close"),
        ]
    }
}

/// The industries that a count is about, as they stand behind its name; nothing where it is about all.
fn industries(count: &Count) -> Text {
    let industries: Vec<&str> = count.industries().iter().map(|i| i.as_str()).collect();
    match industries.join(", ").as_str() {
        "" => Text::default(),
        codes => Text::new(format!("（{codes}）"), format!(" of {codes}")),
    }
}

fn one(yes: bool) -> f64 {
    if yes { 1.0 } else { 0.0 }
}
