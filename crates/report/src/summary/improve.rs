//! What the plan improves, and how far it keeps the principles.

use crate::numbers::percent;
use crate::summary::page::Page;
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_model::AreaUnit;
use parkward_planning::IndicatorChange;

impl Page<'_> {
    /// The district's indicators before and after.
    pub(super) fn improvements(&self) -> Option<String> {
        let district: Vec<_> = self.plan.indicators.iter().filter(|i| i.park.is_none()).collect();
        if district.is_empty() {
            return None;
        }
        let mut table = MarkdownTable::new(&[
            (self.say("提升事项", "To improve"), Left),
            (self.say("指标", "Indicator"), Left),
            (self.say("规划前", "Before"), Right),
            (self.say("规划后", "After"), Right),
            (self.say("单位", "Unit"), Left),
            (self.say("评价", "Judgement"), Left),
            (self.say("已知", "Known"), Right),
        ]);
        for row in district {
            let value = |value: Option<f64>, row: &IndicatorChange| match value {
                None => self.say("未评定", "not rated").to_owned(),
                Some(value) => {
                    let number = |value: f64| self.decimal(value, places(value));
                    let beside = self.plan.options.area_unit.beside(&row.unit, self.lang);
                    let beside = beside.map(|(_, many)| format!(" / {}", number(value / many)));
                    number(value) + &beside.unwrap_or_default()
                }
            };
            let judgement = match (row.change(), row.judgement()) {
                (None, _) => "–",
                (_, 1) => self.say("提升", "better"),
                (_, -1) => self.say("下降", "worse"),
                _ => self.say("不变", "the same"),
            };
            let known = |reading: &parkward_planning::Reading| {
                format!("{}/{}", self.count(reading.known), self.count(reading.of))
            };
            table.row([
                escaped(self.of(&row.improves)),
                escaped(self.of(&row.name)),
                value(row.before.value, row),
                value(row.after.value, row),
                self.unit(row),
                judgement.to_owned(),
                format!("{}, {}", known(&row.before), known(&row.after)),
            ]);
        }
        let how = self.say(
            "全区：规划前为全部企业，规划后不含淘汰企业；未知的不计入，已知数列在末栏（规划前、规划后）。\
             各园区的数值见 `indicators` 图层。",
            "The district: before, all enterprises; after, without those that close. What is unknown does not \
             count; the last column says of how many a value is known, before and after. The layer \
             `indicators` has the same for each park.",
        );
        let body = format!("{}\n{how}\n", table.finish());
        Some(self.section("四个提升", "What the plan improves", &body))
    }

    /// The figures of the principles.
    pub(super) fn principles(&self) -> Option<String> {
        if self.plan.principles.is_empty() {
            return None;
        }
        let mut table = MarkdownTable::new(&[
            (self.say("原则", "Principle"), Left),
            (self.say("指标", "Figure"), Left),
            (self.say("部分", "Part"), Right),
            (self.say("总体", "Whole"), Right),
            (self.say("占比", "Share"), Right),
        ]);
        let mut last = "";
        for row in &self.plan.principles {
            let name = if last == row.principle { "" } else { self.of(&row.name) };
            last = &row.principle;
            let is_land = row.unit == AreaUnit::Ha.name();
            let amount = |amount: f64| match self.of(&row.unit) {
                "" if amount.fract() == 0.0 => self.decimal(amount, 0),
                "" => self.decimal(amount, 2),
                _ if is_land => format!("{} {}", self.land(amount), self.land_unit()),
                unit => format!("{} {}", self.decimal(amount, 2), escaped(unit)),
            };
            table.row([
                escaped(name),
                escaped(self.of(&row.figure)),
                amount(row.part),
                amount(row.whole),
                row.share().map_or_else(|| "–".to_owned(), percent),
            ]);
        }
        Some(self.section("原则落实情况", "How far the principles are kept", &table.finish()))
    }
}

impl Page<'_> {
    /// The unit of an indicator; of what is to the hectare, beside it that to the unit in which land is shown.
    fn unit(&self, row: &IndicatorChange) -> String {
        let beside = self.plan.options.area_unit.beside(&row.unit, self.lang);
        let beside = beside.map(|(unit, _)| format!(" / {}", escaped(&unit)));
        escaped(self.of(&row.unit)) + &beside.unwrap_or_default()
    }
}

/// Decimals that leave four significant figures of a value.
fn places(value: f64) -> usize {
    match value.abs() {
        1000.0.. => 0,
        10.0.. => 2,
        0.1.. => 3,
        0.0 => 0,
        _ => 6,
    }
}
