//! Land use park by park: the indicators of TD/T 1029, spare land by source, and what of it newcomers
//! may take.

use crate::{Plan, PlannedPark};
use parkward_geometry::nested;
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Hectares, LandAccount, Lang, Park, ParkId, Text};
use parkward_policy::{CapacityFrom, Evaluation, LandUse, NestedAccounts, Rating, RuleBook, Spare};
use serde::{Deserialize, Serialize};

/// How well a park uses its land, and what is left of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParkLandUse {
    /// The park.
    pub park: ParkId,
    /// Indicators and index, of its whole account.
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// Spare land, without that of the parks in it.
    pub spare: Spare,
    /// The usable part of it, hectares; `None`: not known.
    pub usable_ha: Option<f64>,
    /// What the park's column `capacity_ha` says, beside it.
    pub column_ha: Option<f64>,
    /// Built rate before the plan, %.
    pub built_rate_before: Option<f64>,
    /// Built rate after it, %: what newcomers take, here and in parks whose accounts this one holds, is
    /// built on; what goes beyond the supplied land is supplied for them.
    pub built_rate_after: Option<f64>,
}

/// Land that newcomers may take in each park: its column, or the usable part of its spare land.
pub(crate) fn capacities(parks: &[Park], rules: &RuleBook) -> Vec<Option<Hectares>> {
    match &rules.land_use {
        Some(land_use) if land_use.capacity == CapacityFrom::LandUse => {
            let spare = spare(parks, land_use, rules);
            spare.iter().map(|spare| land_use.spare.usable(spare)).collect()
        }
        _ => parks.iter().map(|park| park.capacity).collect(),
    }
}

fn spare(parks: &[Park], land_use: &LandUse, rules: &RuleBook) -> Vec<Spare> {
    let accounts = own_accounts(parks, land_use);
    let one = |(park, account): (&Park, &LandAccount)| {
        land_use.spare(account, rules.stated_zone_type(park))
    };
    parks.iter().zip(&accounts).map(one).collect()
}

/// Every park's account without those of the parks in it.
fn own_accounts(parks: &[Park], land_use: &LandUse) -> Vec<LandAccount> {
    let mut accounts: Vec<LandAccount> = parks.iter().map(|park| park.land.clone()).collect();
    for (inner, outer) in directly_nested(parks, land_use) {
        accounts[outer] = accounts[outer].without(&parks[inner].land);
    }
    accounts
}

/// Pairs of parks of which the second's account holds the first's, with none between them.
fn directly_nested(parks: &[Park], land_use: &LandUse) -> Vec<(usize, usize)> {
    if land_use.nested == NestedAccounts::Separate {
        return Vec::new();
    }
    let all = nested(parks);
    let between = |(inner, outer): (usize, usize)| {
        all.iter().any(|(a, middle)| *a == inner && all.contains(&(*middle, outer)))
    };
    all.iter().copied().filter(|pair| !between(*pair)).collect()
}

/// Land use of every park after the plan; nothing where the book has no `[land_use]`.
pub(crate) fn land_use(planned: &[PlannedPark], rules: &RuleBook) -> Vec<ParkLandUse> {
    let Some(land_use) = &rules.land_use else { return Vec::new() };
    let parks: Vec<Park> = planned.iter().map(|park| park.park.clone()).collect();
    let mut taken: Vec<f64> = planned.iter().map(|park| park.limits[0].taken).collect();
    if land_use.nested == NestedAccounts::Included {
        for (inner, outer) in nested(&parks) {
            taken[outer] += planned[inner].limits[0].taken;
        }
    }
    let spare = spare(&parks, land_use, rules);
    let one = |((park, spare), taken): ((&Park, Spare), f64)| {
        let evaluation = land_use.evaluate(&park.land, rules.stated_zone_type(park));
        ParkLandUse {
            park: park.id.clone(),
            evaluation,
            usable_ha: land_use.spare.usable(&spare).map(|land| land.0),
            spare,
            column_ha: park.capacity.map(|land| land.0),
            built_rate_before: park.land.built_rate().map(|rate| 100.0 * rate),
            built_rate_after: built_rate_after(&park.land, taken),
        }
    };
    parks.iter().zip(spare).zip(taken).map(one).collect()
}

fn built_rate_after(account: &LandAccount, taken: f64) -> Option<f64> {
    let built = account.built?.0 + taken;
    let supplied = account.supplied?.0.max(built);
    (supplied > 0.0).then(|| 100.0 * built / supplied)
}

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
            .text("unit", "单位", "Unit", |(_, r)| Cell::of_text(r.indicator.unit()))
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
                move |place| rows[place],
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
        // Parks and their land use are in the order of ids.
        let of = move |park: &PlannedPark| {
            let place = self.land_use.iter().position(|found| found.park == park.park.id);
            &self.land_use[place.expect("every park is evaluated")]
        };
        table
            .text("zone_type", "开发区类型", "Zone type", move |p| {
                of(p).evaluation.zone_type.as_deref()
            })
            .real("land_index", "集约利用指数", "Land use index, 0 to 100", move |p| {
                of(p).evaluation.index
            })
            .real(
                "built_rate_before",
                "规划前建成率（%）",
                "Built rate before (%)",
                move |p| of(p).built_rate_before,
            )
            .real(
                "built_rate_after",
                "规划后建成率（%）",
                "Built rate after (%)",
                move |p| of(p).built_rate_after,
            )
            .real("spare_idle_ha", "闲置土地（公顷）", "Spare: idle (ha)", move |p| {
                of(p).spare.idle_ha
            })
            .real(
                "spare_unbuilt_ha",
                "已供未建（公顷）",
                "Spare: supplied, unbuilt (ha)",
                move |p| of(p).spare.unbuilt_ha,
            )
            .real(
                "spare_ready_ha",
                "可供未供（公顷）",
                "Spare: ready for supply (ha)",
                move |p| of(p).spare.ready_ha,
            )
            .real(
                "spare_structural_ha",
                "结构潜力（公顷）",
                "Spare: structural (ha)",
                move |p| of(p).spare.structural_ha,
            )
            .real(
                "spare_intensity_ha",
                "强度潜力（公顷）",
                "Spare: intensity (ha)",
                move |p| of(p).spare.intensity_ha,
            )
            .real("spare_usable_ha", "可利用（公顷）", "Spare: usable (ha)", move |p| {
                of(p).usable_ha
            })
    }
}
