//! The table of land use, and its columns in the layer of parks.

use crate::plan::Plan;
use crate::plan::figures::ParkLandUse;
use crate::plan::parks::PlannedPark;
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Lang, Text};
use parkward_policy::Rating;

impl Plan {
    /// One row a park and indicator, with texts in `lang`; no layer without `[land_use]`.
    pub(crate) fn land_use_layer(&self, lang: Lang) -> Option<PlanLayer<'_>> {
        if self.land_use.is_empty() {
            return None;
        }
        let rows: Vec<(&ParkLandUse, &Rating)> = self
            .land_use
            .iter()
            .flat_map(|p| p.evaluation.ratings.iter().map(move |r| (p, r)))
            .collect();
        let length = rows.len();
        let rows: std::sync::Arc<[_]> = rows.into();
        let layer = Table::<(&ParkLandUse, &Rating)>::new()
            .text("park", "园区", "Park", |(park, _)| Some(park.park.as_str()))
            .text("indicator", "指标代码", "Indicator", |(_, r)| Some(r.indicator.key()))
            .text("name_zh", "指标", "Name (Chinese)", |(_, r)| {
                Cell::of_words(r.indicator.name().zh)
            })
            .text("name_en", "指标（英文）", "Name (English)", |(_, r)| {
                Cell::of_words(r.indicator.name().en)
            })
            .text("formula", "公式", "Formula", move |(_, r)| {
                Cell::of_words(r.indicator.formula().in_lang(lang).to_owned())
            })
            .real("value", "数值", "Value", |(_, r)| r.value)
            .text("unit", "单位", "Unit", move |(_, r)| {
                Cell::of_words(r.indicator.unit().in_lang(lang).to_owned())
            })
            .real("target", "目标值", "Target", |(_, r)| r.target)
            .real("weight", "权重", "Weight", |(_, r)| r.weight)
            .real("score", "得分", "Score, 0 to 100", |(_, r)| r.score)
            .text("missing", "缺少", "What is missing", |(_, r)| {
                Cell::of_words(r.missing.join(", "))
            })
            .layer(
                ("land_use", Text::new("土地集约利用评价", "Land use evaluation")),
                Shape::None,
                length,
                move |index| rows[index],
                |_| None,
            );
        Some(layer)
    }

    /// The columns of land use, where there is any.
    pub(crate) fn with_land_use<'a>(
        &'a self,
        table: Table<'a, &'a PlannedPark>,
    ) -> Table<'a, &'a PlannedPark> {
        if self.land_use.is_empty() {
            return table;
        }
        // A plan that was written by others may leave some out.
        let of =
            move |park: &PlannedPark| self.land_use.iter().find(|found| found.park == park.park.id);
        table
            .text("zone_type", "开发区类型", "Zone type", move |p| {
                of(p)?.evaluation.zone_type.as_deref()
            })
            .real("land_index", "集约利用指数", "Land use index, 0 to 100", move |p| {
                of(p)?.evaluation.index
            })
            .real(
                "built_rate_before",
                "规划前建成率（%）",
                "Built rate before (%)",
                move |p| of(p)?.built_rate_before,
            )
            .real(
                "built_rate_after",
                "规划后建成率（%）",
                "Built rate after (%)",
                move |p| of(p)?.built_rate_after,
            )
            .land("spare_idle_ha", "闲置土地", "Spare: idle", move |p| of(p)?.spare.idle_ha)
            .land("spare_unbuilt_ha", "已供未建", "Spare: supplied, unbuilt", move |p| {
                of(p)?.spare.unbuilt_ha
            })
            .land("spare_ready_ha", "可供未供", "Spare: ready for supply", move |p| {
                of(p)?.spare.ready_ha
            })
            .land("spare_structural_ha", "结构潜力", "Spare: structural", move |p| {
                of(p)?.spare.structural_ha
            })
            .land("spare_intensity_ha", "强度潜力", "Spare: intensity", move |p| {
                of(p)?.spare.intensity_ha
            })
            .land("spare_usable_ha", "可利用", "Spare: usable", move |p| of(p)?.usable_ha)
    }
}
