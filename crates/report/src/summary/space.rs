//! What zones and rules of space come to, and what is released of each class of land.

use crate::summary::page::Page;
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_planning::ReleasedByClass;
use parkward_policy::{Outcome, SpatialRule};

/// What may come of a rule of space, in the order of the columns.
const OUTCOMES: [Outcome; 4] = [Outcome::Moves, Outcome::Closes, Outcome::Noted, Outcome::Unknown];

impl Page<'_> {
    /// Land released outside parks by class and verdict, the headline first.
    pub(super) fn land_classes(&self) -> Option<String> {
        let released = self.plan.released_by_class();
        if released.is_empty() {
            return None;
        }
        let name = |part: &ReleasedByClass<'_>| match part.class {
            Some(class) => {
                let name = self.of(&class.name);
                let text = if name.is_empty() { class.id.as_str() } else { name };
                escaped(text)
            }
            None => self.say("不属任何类别", "In no class").to_owned(),
        };
        let headline: Vec<String> = released
            .iter()
            .filter(|part| part.moves.0 + part.closes.0 > 0)
            .map(|part| {
                let class = part.class.map_or_else(|| name(part), |class| escaped(&class.id));
                format!("**{class}: {} {}**", self.land(part.land().0), self.land_unit())
            })
            .collect();
        let mut table = MarkdownTable::new(&[
            (self.say("现状用地类别", "Class of the present land"), Left),
            (self.say("迁出企业", "Move away"), Right),
            (&self.land_head("用地", "Land"), Right),
            (self.say("淘汰企业", "Close"), Right),
            (&self.land_head("用地", "Land"), Right),
            (&self.land_head("腾退合计", "Released in all"), Right),
        ]);
        for part in &released {
            table.row([
                name(part),
                self.count(part.moves.0),
                self.land(part.moves.1.0),
                self.count(part.closes.0),
                self.land(part.closes.1.0),
                self.land(part.land().0),
            ]);
        }
        let lead = self.say("园区外腾退用地", "Land released outside parks");
        let colon = self.say("：", ": ");
        let body = format!("{lead}{colon}{}\n\n{}", headline.join(" · "), table.finish());
        Some(self.section("按用地类别的腾退用地", "Land released by class", &body))
    }

    /// Rules of space: whom they touch, and which parks.
    pub(super) fn zones(&self) -> Option<String> {
        if self.plan.zones.is_empty() {
            return None;
        }
        // A rule book that cannot be read again says nothing here.
        let rules = self.plan.book()?;
        let in_force: Vec<&SpatialRule> = rules
            .spatial
            .iter()
            .filter(|rule| rule.effective.on(self.plan.options.as_of))
            .collect();
        if in_force.is_empty() {
            return None;
        }
        let mut table = MarkdownTable::new(&[
            (self.say("空间规则", "Rule of space"), Left),
            (self.say("图层要素", "Zones"), Right),
            (self.say("应迁企业", "To move"), Right),
            (self.say("应关企业", "To close"), Right),
            (self.say("提示企业", "Noted"), Right),
            (self.say("资料不足", "Data missing"), Right),
            (self.say("不再接收的园区", "Parks that refuse"), Left),
            (self.say("提示的园区", "Parks noted"), Left),
        ]);
        let mut unconfirmed = Vec::new();
        for rule in in_force {
            let mut found = [0; OUTCOMES.len()];
            for finding in self.plan.enterprises().flat_map(|e| e.findings()) {
                if finding.rule == rule.id {
                    let index = OUTCOMES.iter().position(|outcome| *outcome == finding.outcome);
                    index.into_iter().for_each(|index| found[index] += 1);
                }
            }
            let parks = |refuses: bool| {
                let within = self.plan.parks.iter().filter(|park| {
                    park.zones.iter().any(|zone| zone.rule == rule.id && zone.refuses == refuses)
                });
                let names: Vec<String> =
                    within.map(|park| escaped(park.park.label(self.lang))).collect();
                names.join(self.say("、", ", "))
            };
            if !rule.confirmed {
                unconfirmed.push(escaped(&rule.id));
            }
            let zones = self.plan.zones.iter().filter(|zone| rule.reach(zone).is_some()).count();
            let [moves, closes, noted, unknown] = found.map(|n| self.count(n));
            table.row([
                format!("{} ({})", escaped(self.of(&rule.name)), escaped(&rule.id)),
                self.count(zones),
                moves,
                closes,
                noted,
                unknown,
                parks(true),
                parks(false),
            ]);
        }
        let mut body = table.finish();
        if !unconfirmed.is_empty() {
            let text = self.say("未确认依据的规则：", "Rules whose source nobody has confirmed: ");
            body += &format!("\n{text}{}\n", unconfirmed.join(self.say("、", ", ")));
        }
        Some(self.section("空间规则", "Rules of space", &body))
    }
}
