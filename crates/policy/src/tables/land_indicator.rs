//! The indicators of TD/T 1029, out of the land account of a park.

use parkward_model::{Hectares, LandAccount, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The indicators of TD/T 1029, in its order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LandIndicator {
    /// (A + B21) / (A + B), %.
    DevelopmentRate,
    /// D / (A + B21), %.
    SupplyRate,
    /// A / D, %.
    BuiltRate,
    /// A2 / A, %.
    IndustrialShare,
    /// Floor area / A.
    FloorAreaRatio,
    /// Footprint / A, %.
    BuildingDensity,
    /// Industrial floor area / A2.
    IndustrialFloorAreaRatio,
    /// Industrial footprint / A2, %.
    IndustrialBuildingCoefficient,
    /// Industrial fixed assets / A2, 10,000 yuan/ha.
    FixedAssetIntensity,
    /// Industrial tax / A2, 10,000 yuan/ha.
    IndustrialTax,
    /// Tax of the secondary and tertiary sectors / A, 10,000 yuan/ha.
    OverallTax,
    /// Residents / A, people/ha.
    PopulationDensity,
    /// G / D, %; the less the better.
    IdleRate,
}

impl LandIndicator {
    /// All of them, in the order of the standard.
    pub const ALL: [Self; 13] = [
        Self::DevelopmentRate,
        Self::SupplyRate,
        Self::BuiltRate,
        Self::IndustrialShare,
        Self::FloorAreaRatio,
        Self::BuildingDensity,
        Self::IndustrialFloorAreaRatio,
        Self::IndustrialBuildingCoefficient,
        Self::FixedAssetIntensity,
        Self::IndustrialTax,
        Self::OverallTax,
        Self::PopulationDensity,
        Self::IdleRate,
    ];

    /// The key in the rule file and in layers.
    pub fn key(self) -> &'static str {
        self.words().0
    }

    /// The name.
    pub fn name(self) -> Text {
        let (_, zh, en, ..) = self.words();
        Text::new(zh, en)
    }

    /// The formula, with the letters of the standard.
    pub fn formula(self) -> Text {
        let (.., zh, en) = self.words();
        Text::new(zh, en)
    }

    /// The unit of its values and targets; empty for a plain ratio.
    pub fn unit(self) -> Text {
        match self {
            Self::FixedAssetIntensity | Self::IndustrialTax | Self::OverallTax => {
                Text::new("万元/公顷", "10,000 yuan/ha")
            }
            Self::PopulationDensity => Text::new("人/公顷", "people/ha"),
            Self::FloorAreaRatio | Self::IndustrialFloorAreaRatio => Text::default(),
            _ => Text::same("%"),
        }
    }

    /// Key, Chinese and English name, formula in both.
    #[rustfmt::skip]
    fn words(self) -> (&'static str, &'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::DevelopmentRate => ("development_rate", "土地开发率", "Development rate", "(A + B21) / (A + B)", "(A + B21) / (A + B)"),
            Self::SupplyRate => ("supply_rate", "土地供应率", "Supply rate", "D / (A + B21)", "D / (A + B21)"),
            Self::BuiltRate => ("built_rate", "土地建成率", "Built rate", "A / D", "A / D"),
            Self::IndustrialShare => ("industrial_share", "工业用地率", "Industrial land share", "A2 / A", "A2 / A"),
            Self::FloorAreaRatio => ("floor_area_ratio", "综合容积率", "Overall floor-area ratio", "总建筑面积 / A", "floor area / A"),
            Self::BuildingDensity => ("building_density", "建筑密度", "Building density", "建筑基底总面积 / A", "footprint / A"),
            Self::IndustrialFloorAreaRatio => ("industrial_floor_area_ratio", "工业用地综合容积率", "Industrial floor-area ratio", "工业用地总建筑面积 / A2", "industrial floor area / A2"),
            Self::IndustrialBuildingCoefficient => ("industrial_building_coefficient", "工业用地建筑系数", "Industrial building coefficient", "工业用地建筑基底面积 / A2", "industrial footprint / A2"),
            Self::FixedAssetIntensity => ("fixed_asset_intensity", "工业用地固定资产投入强度", "Fixed-asset intensity", "工业固定资产投资总额 / A2", "industrial fixed assets / A2"),
            Self::IndustrialTax => ("industrial_tax", "工业用地地均税收", "Industrial tax per hectare", "工业税收 / A2", "industrial tax / A2"),
            Self::OverallTax => ("overall_tax", "综合地均税收", "Overall tax per hectare", "二、三产业税收 / A", "secondary and tertiary tax / A"),
            Self::PopulationDensity => ("population_density", "人口密度", "Population density", "常住人口 / A", "residents / A"),
            Self::IdleRate => ("idle_rate", "土地闲置率", "Idle rate", "G / D", "G / D"),
        }
    }

    /// The value of an account, in the indicator's unit.
    ///
    /// # Errors
    /// The entries of the account that are not known; or the denominator, if it is nought.
    pub fn value(self, account: &LandAccount) -> Result<f64, Vec<&'static str>> {
        let ha = |key, land: Option<Hectares>| (key, land.map(|land| land.0));
        let (a, a2) = (ha("built_ha", account.built), ha("industrial_ha", account.industrial));
        let (b, b21) = (ha("undeveloped_ha", account.undeveloped), ha("ready_ha", account.ready));
        let (d, g) = (ha("supplied_ha", account.supplied), ha("idle_ha", account.idle));
        let in_ha = |key, m2: Option<f64>| (key, m2.map(|m2| m2 / Hectares::SQUARE_METRES));
        let floor = in_ha("floor_area_m2", account.floor_area_m2);
        let footprint = in_ha("footprint_m2", account.footprint_m2);
        let floor2 = in_ha("industrial_floor_area_m2", account.industrial_floor_area_m2);
        let footprint2 = in_ha("industrial_footprint_m2", account.industrial_footprint_m2);
        let assets = ("industrial_assets_10k_yuan", account.industrial_assets_10k_yuan);
        let tax2 = ("industrial_tax_10k_yuan", account.industrial_tax_10k_yuan);
        let tax = ("business_tax_10k_yuan", account.business_tax_10k_yuan);
        let residents = ("residents", account.residents);
        match self {
            Self::DevelopmentRate => ratio(100.0, &[a, b21], &[a, b]),
            Self::SupplyRate => ratio(100.0, &[d], &[a, b21]),
            Self::BuiltRate => ratio(100.0, &[a], &[d]),
            Self::IndustrialShare => ratio(100.0, &[a2], &[a]),
            Self::FloorAreaRatio => ratio(1.0, &[floor], &[a]),
            Self::BuildingDensity => ratio(100.0, &[footprint], &[a]),
            Self::IndustrialFloorAreaRatio => ratio(1.0, &[floor2], &[a2]),
            Self::IndustrialBuildingCoefficient => ratio(100.0, &[footprint2], &[a2]),
            Self::FixedAssetIntensity => ratio(1.0, &[assets], &[a2]),
            Self::IndustrialTax => ratio(1.0, &[tax2], &[a2]),
            Self::OverallTax => ratio(1.0, &[tax], &[a]),
            Self::PopulationDensity => ratio(1.0, &[residents], &[a]),
            Self::IdleRate => ratio(100.0, &[g], &[d]),
        }
    }

    /// S = min(100, 100·X/T); for the idle rate, of which less is better, min(100, 100·T/X).
    pub(crate) fn score(self, value: f64, target: f64) -> f64 {
        let reached = match self {
            Self::IdleRate if value <= target => 1.0,
            Self::IdleRate => target / value,
            _ => value / target,
        };
        (100.0 * reached).min(100.0)
    }
}

type Entry = (&'static str, Option<f64>);

fn ratio(scale: f64, above: &[Entry], below: &[Entry]) -> Result<f64, Vec<&'static str>> {
    let entries = above.iter().chain(below);
    let mut missing = Vec::new();
    for (key, _) in entries.filter(|(_, value)| value.is_none()) {
        if !missing.contains(key) {
            missing.push(*key);
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    let sum = |entries: &[Entry]| entries.iter().filter_map(|(_, value)| *value).sum::<f64>();
    let (above, below) = (sum(above), sum(below));
    if below > 0.0 { Ok(scale * above / below) } else { Err(vec!["area_is_0"]) }
}
