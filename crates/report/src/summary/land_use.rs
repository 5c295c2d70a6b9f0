//! How well parks use their land, and what of their spare land is usable.

use crate::summary::page::Page;
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_planning::ParkLandUse;

impl Page<'_> {
    /// The index and the built rate of every park, then spare land by source; nothing without
    /// `[land_use]` in the rule book.
    pub(super) fn land_use(&self) -> Option<String> {
        let parks = &self.plan.land_use;
        if parks.is_empty() {
            return None;
        }
        let body = format!(
            "{}\n{}\n\n{}\n{}\n",
            self.land_index(parks),
            self.say(
                "指数：TD/T 1029 各指标得分的加权平均，0 至 100；有权重的指标缺一项即不评价。规划后建成率：迁入企业所占土地按已建成计。",
                "Index: the weighted mean of the scores of the indicators of TD/T 1029, 0 to 100; not \
                 rated unless every indicator with a weight is. Built rate after: what newcomers take is \
                 built on.",
            ),
            self.spare_land(parks),
            self.say(
                "各来源互不重叠：闲置土地不重复计入已供未建，已供土地不重复计入可供未供。内层园区的土地不计入外层园区（规则如此声明时）。",
                "No land is in two sources: idle land is not counted again as unbuilt, nor supplied land \
                 as ready. Land of inner parks is not counted in outer ones, where the rule book says that \
                 their accounts hold it.",
            ),
        );
        Some(self.section("土地集约利用与潜力", "Land use and spare land", &body))
    }

    fn land_index(&self, parks: &[ParkLandUse]) -> String {
        let mut table = MarkdownTable::new(&[
            (self.say("园区", "Park"), Left),
            (self.say("集约利用指数", "Land use index"), Right),
            (self.say("建成率，前", "Built rate before"), Right),
            (self.say("建成率，后", "Built rate after"), Right),
            (self.say("未评价的指标", "Not rated, for want of"), Left),
        ]);
        let percent = |rate: Option<f64>| match rate {
            Some(rate) => format!("{} %", self.decimal(rate, 1)),
            None => self.say("未知", "unknown").to_owned(),
        };
        for park in parks {
            let lacking =
                park.evaluation.ratings.iter().filter(|rating| !rating.missing.is_empty());
            let lacking: Vec<String> = lacking
                .map(|rating| {
                    let name = rating.indicator.name();
                    format!("{} ({})", self.of(&name), escaped(&rating.missing.join(", ")))
                })
                .collect();
            table.row([
                self.park_label(park),
                match park.evaluation.index {
                    Some(index) => self.decimal(index, 1),
                    None => self.say("未评价", "not rated").to_owned(),
                },
                percent(park.built_rate_before),
                percent(park.built_rate_after),
                lacking.join(self.lang.semicolon()),
            ]);
        }
        table.finish()
    }

    fn spare_land(&self, parks: &[ParkLandUse]) -> String {
        let mut table = MarkdownTable::new(&[
            (&self.land_head("园区", "Park"), Left),
            (self.say("闲置", "Idle"), Right),
            (self.say("已供未建", "Supplied, unbuilt"), Right),
            (self.say("可供未供", "Ready"), Right),
            (self.say("结构潜力", "Structural"), Right),
            (self.say("强度潜力", "Intensity"), Right),
            (self.say("可利用", "Usable"), Right),
            (self.say("园区表中的容量", "Capacity by column"), Right),
            (self.say("相差", "Difference"), Right),
        ]);
        for park in parks {
            let mut row = vec![self.park_label(park)];
            row.extend(park.spare.sources().map(|(_, amount)| self.known_land(amount)));
            row.push(self.known_land(park.usable_ha));
            row.push(self.known_land(park.column_ha));
            let difference =
                park.usable_ha.zip(park.column_ha).map(|(usable, column)| usable - column);
            row.push(self.known_land(difference));
            table.row(row);
        }
        table.finish()
    }

    fn park_label(&self, land_use: &ParkLandUse) -> String {
        let park = self.plan.parks.iter().find(|park| park.park.id == land_use.park);
        escaped(park.map_or(land_use.park.as_str(), |park| park.park.label(self.lang)))
    }
}
