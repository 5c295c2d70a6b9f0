//! What the parks answered: those that are nearer or cheaper, the second choice, and what would change it.

use super::Narrator;
use crate::answer::explain::ledger::{Answer, Entry};
use crate::answer::explain::subject::Subject;
use crate::plan::enterprise::PlannedEnterprise;
use crate::plan::projects::PlannedProject;
use crate::settings::resource::LAND;
use parkward_model::{Lang, ParkId};

/// Parks that are named one by one, and repairs.
const NAMED: usize = 3;
pub(crate) const REPAIRS: usize = 5;

impl Narrator<'_> {
    /// What the nearer or cheaper parks answered; of the unplaced, all that might have been.
    pub(super) fn others(&self) -> Option<String> {
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
        let mut words = entry.text.in_lang(self.lang).to_owned();
        if let Answer::Outbid { resource, .. } = &entry.answer {
            let planned = self.plan.parks.iter().find(|planned| planned.park.id == entry.park);
            let price = planned.map_or(0.0, |planned| planned.shadow_price_km_per_ha);
            let areas = self.plan.options.area_unit;
            let (price, unit) = (areas.shown_per(price, self.lang), areas.name());
            // Land may be short for a whole enterprise and yet have no price: 0 would mislead.
            if resource == LAND && price > 0.005 {
                words += &self.say(
                    format!("，影子价格每{} {price:.2} 公里", unit.zh),
                    format!(", at {price:.2} km per {}", unit.en),
                );
            }
            if let Some((who, margin)) = self.values_most(&entry.park) {
                words += &self.say(
                    format!("，其中{who} 改去他处增加的成本最多（{margin:.2} 公里）"),
                    format!("; of those there, {who} would lose most elsewhere ({margin:.2} km)"),
                );
            }
        }
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        match entry.distance_m {
            Some(distance) => {
                let km = distance.kilometres();
                self.say(
                    format!("{park}（距离 {km:.2} 公里）：{words}"),
                    format!("{park} ({km:.2} km): {words}"),
                )
            }
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
    pub(super) fn second(&self) -> Option<String> {
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
                format!("第二选择是{park}，按影子价格反而低 {km:.2} 公里，但容不下整家企业。"),
                format!(
                    "The second choice is {park}, {km:.2} km cheaper at the prices of the plan, but \
                     whole enterprises do not fit there."
                ),
            )
        } else {
            self.say(
                format!("第二选择是{park}，按影子价格高 {km:.2} 公里。"),
                format!(
                    "The second choice is {park}, {km:.2} km dearer at the prices of the plan."
                ),
            )
        })
    }

    /// What would place it, with prices.
    pub(super) fn repairs(&self) -> Option<String> {
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
