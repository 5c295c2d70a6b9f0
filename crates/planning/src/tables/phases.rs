//! The table of phases: what happens in which year.

use crate::plan::schedule::{Phase, Schedule};
use parkward_layer::{PlanLayer, Shape, Table};
use parkward_model::Text;

/// What happens in which year, as a table.
pub(crate) fn phases_layer(schedule: &Schedule) -> PlanLayer<'_> {
    Table::<&Phase>::new()
        .integer("year", "年份", "Year", |p| usize::from(p.year))
        .land("quota_ha", "用地指标", "Land quota", |p| Some(p.quota_ha))
        .integer("moves", "迁移企业数", "Enterprises moving", |p| p.moves)
        .integer("closures", "淘汰企业数", "Enterprises closing", |p| p.closures)
        .land("taken_ha", "占用园区土地", "Land taken in parks", |p| Some(p.taken_ha))
        .land("released_ha", "腾退用地", "Land released", |p| Some(p.released_ha))
        .layer(
            ("phases", Text::new("分年实施", "Phases")),
            Shape::None,
            schedule.years.len(),
            |index| &schedule.years[index],
            |_| None,
        )
}
