//! The layers of enterprises: all of them, the moves, the unplaced, the land that is released.

use crate::bucket::Bucket;
use crate::measure::released::releases;
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use crate::tables::facts::{list, with_facts};
use parkward_layer::{Cell, FeatureGeometry, PlanLayer, Shape, Table};
use parkward_model::{Lang, Text};
use std::sync::Arc;

impl Plan {
    pub(super) fn enterprises_layer(&self, lang: Lang) -> PlanLayer<'_> {
        let facts = self.enterprises.read.iter().map(|enterprise| &enterprise.facts);
        let table = self.with_land_class(self.enterprise_table(lang));
        with_facts(self.by_road(self.when_and_how_sure(table)), facts, |e| &e.enterprise().facts)
            .layer(
                ("enterprises", Text::new("企业", "Enterprises")),
                Shape::Point,
                self.enterprises.len(),
                |index| self.enterprise(index),
                site,
            )
    }

    pub(super) fn unplaced_layer(&self, lang: Lang) -> PlanLayer<'_> {
        let unplaced = self.positions(|e| e.verdict() == Bucket::Unplaced);
        self.by_road(self.enterprise_table(lang)).layer(
            ("unplaced", Text::new("未能安置", "Unplaced")),
            Shape::Point,
            unplaced.len(),
            move |index| self.enterprise(unplaced[index] as usize),
            site,
        )
    }

    pub(super) fn moves_layer(&self) -> PlanLayer<'_> {
        let moves = self.positions(|e| e.verdict() == Bucket::Moves);
        let table = Table::<PlannedEnterprise<'_>>::new()
            .text("id", "企业编号", "Enterprise", |e| Some(e.enterprise().id.as_str()))
            .text("park", "迁入园区", "Park", |e| e.chosen().map(|c| c.park.as_str()))
            .real("distance_m", "距离（米）", "Distance (m)", |e| {
                e.chosen().map(|c| c.distance.0)
            })
            .real("fit", "产业适配度", "Industry fit", |e| e.chosen().map(|c| c.fit))
            .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |e| {
                e.chosen().map(|c| c.cost_km)
            })
            .land("land_ha", "现状用地", "Present land", |e| e.enterprise().land.map(|l| l.0));
        self.by_road(self.when_and_how_sure(self.with_land_need(table))).layer(
            ("moves", Text::new("迁移线", "Moves")),
            Shape::Line,
            moves.len(),
            move |index| self.enterprise(moves[index] as usize),
            |e| {
                if let Some(path) = e.path() {
                    return Some(FeatureGeometry::Path(path));
                }
                let (site, entry) = (e.enterprise().site.0, e.entry()?.into());
                // A line needs two points: a site on the very spot has no way to go.
                (entry != site).then_some(FeatureGeometry::Line([site, entry]))
            },
        )
    }

    pub(super) fn released_land_layer(&self) -> PlanLayer<'_> {
        let released = self.positions(releases);
        let table = Table::<PlannedEnterprise<'_>>::new()
            .text("id", "企业编号", "Enterprise", |e| Some(e.enterprise().id.as_str()))
            .text("verdict", "结论", "Verdict", |e| Some(e.verdict().key()))
            .land("land_ha", "腾退用地", "Land released", |e| e.enterprise().land.map(|l| l.0));
        self.with_land_class(table).layer(
            ("released_land", Text::new("腾退用地", "Released land")),
            Shape::Point,
            released.len(),
            move |index| self.enterprise(released[index] as usize),
            site,
        )
    }

    /// Adds the columns of phases and robustness, where the plan has them.
    fn when_and_how_sure<'a>(
        &self,
        mut table: Table<'a, PlannedEnterprise<'a>>,
    ) -> Table<'a, PlannedEnterprise<'a>> {
        if self.schedule.is_some() {
            table = table.integer("year", "实施年份", "Year", |e| match e.stored().year {
                Some(year) => Cell::from(usize::from(year)),
                None => Cell::Unknown,
            });
        }
        if self.options.robustness.is_some() {
            table = table
                .real("agreement", "一致率", "Share of runs that agree", |e| {
                    e.stored().agreement
                })
                .text("certainty", "确定性", "Certainty", |e| {
                    e.is_certain().map(|certain| if certain { "certain" } else { "contested" })
                });
        }
        table
    }

    /// Adds how moves go, where distances are by road.
    fn by_road<'a>(
        &self,
        table: Table<'a, PlannedEnterprise<'a>>,
    ) -> Table<'a, PlannedEnterprise<'a>> {
        if self.options.by_road.is_none() {
            return table;
        }
        let travel = |e: PlannedEnterprise<'_>| e.chosen().and_then(|choice| choice.travel);
        table
            .real("straight_m", "直线距离（米）", "Straight (m)", move |e| {
                travel(e).map(|travel| travel.straight_m.0)
            })
            .real("minutes", "时间（分钟）", "Minutes", move |e| {
                travel(e).map(|travel| travel.minutes)
            })
            .real("access_m", "接驳距离（米）", "Access off the roads (m)", move |e| {
                travel(e).map(|travel| travel.access_m.0)
            })
    }

    /// Adds the class of land, if classes are told apart.
    fn with_land_class<'a>(
        &self,
        table: Table<'a, PlannedEnterprise<'a>>,
    ) -> Table<'a, PlannedEnterprise<'a>> {
        if self.land_classes.is_empty() {
            return table;
        }
        table.text("land_class", "现状用地类别", "Class of its land", |e| {
            e.land_class().map(|class| class.id.as_str())
        })
    }

    /// The enterprises' columns, with those that the rule book asks for.
    fn enterprise_table<'a>(&'a self, lang: Lang) -> Table<'a, PlannedEnterprise<'a>> {
        let mut table = self.with_land_need(enterprise_table(lang));
        if self.book().is_some_and(|book| book.classes.is_some()) {
            table = table.text("class", "企业分类", "Class", PlannedEnterprise::class);
        }
        table
    }

    fn with_land_need<'a>(
        &'a self,
        table: Table<'a, PlannedEnterprise<'a>>,
    ) -> Table<'a, PlannedEnterprise<'a>> {
        if !self.book().is_some_and(parkward_policy::RuleBook::rates_land) {
            return table;
        }
        table
            .land("need_ha", "园区用地需求", "Land need in a park", |e| {
                e.land_need().map(|land| land.need.0)
            })
            .text("need_basis", "需求依据", "Basis of the need", |e| {
                e.land_need().map(|land| land.basis.key())
            })
    }

    /// The positions of the enterprises that are wanted.
    fn positions(&self, wanted: impl Fn(PlannedEnterprise<'_>) -> bool) -> Arc<[u32]> {
        let all = (0..).zip(self.enterprises());
        all.filter(|(_, enterprise)| wanted(*enterprise)).map(|(index, _)| index).collect()
    }
}

fn enterprise_table<'a>(lang: Lang) -> Table<'a, PlannedEnterprise<'a>> {
    Table::<PlannedEnterprise<'a>>::new()
        .text("id", "编号", "Id", |e| Some(e.enterprise().id.as_str()))
        .text("name", "名称", "Name", |e| Cell::of_text(&e.enterprise().name))
        .text("verdict", "结论", "Verdict", |e| Some(e.verdict().key()))
        .text("verdict_text", "结论说明", "Verdict in words", move |e| {
            Some(e.verdict().words(lang))
        })
        .text("reason", "理由", "Reasons", move |e| Cell::of_words(e.reasons_in(lang)))
        .text("stands_in", "现位于园区", "Stands in", |e| list(e.stands_in()))
        .text("industry", "行业代码", "Industry", |e| {
            e.enterprise().industry.as_ref().map(|code| code.as_str())
        })
        .text("pillar", "支柱产业", "Pillar industry", PlannedEnterprise::pillar_industry)
        .text(
            "high_tech",
            "鼓励的高新技术",
            "Encouraged high technology",
            PlannedEnterprise::high_technology,
        )
        .land("land_ha", "现状用地", "Present land", |e| e.enterprise().land.map(|l| l.0))
        .real("quality", "综合质量", "Quality, 0 to 1", PlannedEnterprise::quality)
        .text("park", "迁入园区", "Moves to", |e| {
            e.chosen_goal().map(|(park, _)| park.as_str())
        })
        .real("fit", "产业适配度", "Industry fit", |e| e.chosen().map(|c| c.fit))
        .real("distance_m", "距离（米）", "Distance (m)", |e| {
            e.chosen_goal().map(|(_, d)| d.0)
        })
        .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |e| {
            e.chosen().map(|c| c.cost_km)
        })
        .text("second_park", "第二选择", "Second choice", |e| {
            e.second_goal().map(|(park, _, _)| park.as_str())
        })
        .real(
            "second_distance_m",
            "第二选择距离（米）",
            "Second choice, distance (m)",
            |e| e.second_goal().map(|(_, distance, _)| distance.0),
        )
        .real(
            "second_margin_km",
            "第二选择差额（公里）",
            "Second choice, margin (km)",
            |e| e.second_goal().map(|(_, _, margin_km)| margin_km),
        )
        .integer("row", "输入行", "Row of the input", |e| e.enterprise().row)
}

#[expect(clippy::unnecessary_wraps, reason = "one of the ways to a geometry")]
fn site(enterprise: PlannedEnterprise<'_>) -> Option<FeatureGeometry<'_>> {
    Some(FeatureGeometry::Point(enterprise.enterprise().site.0))
}
