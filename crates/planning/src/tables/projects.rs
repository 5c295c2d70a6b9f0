//! The layer of new projects.

use crate::plan::Plan;
use crate::plan::projects::PlannedProject;
use crate::tables::facts::with_facts;
use parkward_layer::{Cell, FeatureGeometry, PlanLayer, Shape, Table};
use parkward_model::{Lang, Text};

impl Plan {
    pub(crate) fn projects_layer(&self, lang: Lang) -> PlanLayer<'_> {
        let table = Table::<&PlannedProject>::new()
            .text("id", "编号", "Id", |p| Some(p.project.id.as_str()))
            .text("name", "名称", "Name", |p| Cell::of_text(&p.project.name))
            .text("verdict", "结论", "Verdict", |p| Some(p.verdict.key()))
            .text("verdict_text", "结论说明", "Verdict in words", move |p| {
                Cell::of_words(p.verdict.label().in_lang(lang).to_owned())
            })
            .text("reason", "理由", "Reasons", move |p| {
                let reasons: Vec<&str> = p.reasons.iter().map(|r| r.in_lang(lang)).collect();
                Cell::of_words(reasons.join(lang.semicolon()))
            })
            .text("industry", "行业代码", "Industry", |p| {
                p.project.industry.as_ref().map(|code| code.as_str())
            })
            .text("pillar", "支柱产业", "Pillar industry", |p| p.pillar_industry.as_deref())
            .text("high_tech", "鼓励的高新技术", "Encouraged high technology", |p| {
                p.high_technology.as_deref()
            })
            .land("land_ha", "用地需求", "Land need", |p| p.project.land.map(|land| land.0))
            .real("quality", "综合质量", "Quality, 0 to 1", |p| p.quality)
            .text("park", "入驻园区", "Settles in", |p| {
                p.chosen.as_ref().map(|choice| choice.park.as_str())
            })
            .real("fit", "产业适配度", "Industry fit", |p| p.chosen.as_ref().map(|c| c.fit))
            .real("distance_m", "距离（米）", "Distance (m)", |p| {
                p.chosen.as_ref()?.distance_m.map(|distance| distance.0)
            })
            .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |p| {
                p.chosen.as_ref().map(|c| c.cost_km)
            })
            .text("second_park", "第二选择", "Second choice", |p| {
                p.second_choice.as_ref().map(|second| second.choice.park.as_str())
            })
            .real(
                "second_margin_km",
                "第二选择差额（公里）",
                "Second choice, margin (km)",
                |p| p.second_choice.as_ref().map(|second| second.margin_km),
            )
            .integer("row", "输入行", "Row of the input", |p| p.project.row);
        let facts = self.projects.iter().map(|project| &project.project.facts);
        with_facts(table, facts, |p| &p.project.facts).layer(
            ("projects", Text::new("新项目", "New projects")),
            Shape::Point,
            self.projects.len(),
            |index| &self.projects[index],
            |p| p.project.site.map(|site| FeatureGeometry::Point(site.0)),
        )
    }
}
