//! The tables of indicators and principles.

use crate::plan::Plan;
use crate::plan::figures::{IndicatorChange, PrincipleFigure};
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Lang, ParkId, Text};

impl Plan {
    pub(crate) fn indicators_layer(&self, lang: Lang) -> PlanLayer<'_> {
        Table::<&IndicatorChange>::new()
            .text("park", "园区编号", "Park", |row| row.park.as_ref().map(ParkId::as_str))
            .text("indicator", "指标代码", "Indicator", |row| Some(row.indicator.as_str()))
            .text("improves", "提升事项", "What it improves", move |row| {
                Cell::of_text(row.improves.in_lang(lang))
            })
            .text("name", "指标", "Name", move |row| Cell::of_text(row.name.in_lang(lang)))
            .text("unit", "单位", "Unit", move |row| Cell::of_text(row.unit.in_lang(lang)))
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
                |index| &self.indicators[index],
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
            .text("unit", "单位", "Unit", move |row| Cell::of_text(row.unit.in_lang(lang)))
            .real("share", "占比", "Share", PrincipleFigure::share)
            .layer(
                ("principles", Text::new("原则落实", "Principles")),
                Shape::None,
                self.principles.len(),
                |index| &self.principles[index],
                |_| None,
            )
    }
}
