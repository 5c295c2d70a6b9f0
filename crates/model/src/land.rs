//! A park's land, by the classes of TD/T 1029.

use crate::Hectares;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The land account of a park after TD/T 1029 (开发区土地集约利用评价规程). Every entry may be
/// unknown; nothing is imputed. The classes lie in each other: idle land is supplied and not built
/// on, supplied land is ready for supply, and what is ready is a part of what is to be developed:
/// G ≤ D − A ≤ B21 ≤ B.
///
/// ```
/// use parkward_model::{Hectares, LandAccount};
/// let land = LandAccount {
///     built: Some(Hectares(80.0)),
///     supplied: Some(Hectares(100.0)),
///     ..LandAccount::default()
/// };
/// assert_eq!(land.built_rate(), Some(0.8));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LandAccount {
    /// A: built-up construction land 已建成城镇建设用地.
    #[serde(rename = "built_ha")]
    pub built: Option<Hectares>,
    /// A2: built industrial and storage land 工矿仓储用地.
    #[serde(rename = "industrial_ha")]
    pub industrial: Option<Hectares>,
    /// D: supplied state land 已供应国有建设用地.
    #[serde(rename = "supplied_ha")]
    pub supplied: Option<Hectares>,
    /// G: idle land 闲置土地.
    #[serde(rename = "idle_ha")]
    pub idle: Option<Hectares>,
    /// B21: other land that is ready for supply 其他达到供地条件的土地; holds what is supplied and not
    /// yet built on.
    #[serde(rename = "ready_ha", default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<Hectares>,
    /// B: not yet developed: rural built land and other land 未建成.
    #[serde(rename = "undeveloped_ha", default, skip_serializing_if = "Option::is_none")]
    pub undeveloped: Option<Hectares>,
    /// Floor area of all buildings, in m² 总建筑面积.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_area_m2: Option<f64>,
    /// Ground covered by all buildings, in m² 建筑基底总面积.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footprint_m2: Option<f64>,
    /// Floor area on industrial and storage land, in m² 工矿仓储用地上的总建筑面积.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industrial_floor_area_m2: Option<f64>,
    /// Ground covered by buildings, structures and yards on industrial and storage land, in m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industrial_footprint_m2: Option<f64>,
    /// Cumulative fixed assets of industry, in 10,000 yuan 工业企业固定资产投资总额.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industrial_assets_10k_yuan: Option<f64>,
    /// Tax of industry a year, in 10,000 yuan 工业企业税收总额.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industrial_tax_10k_yuan: Option<f64>,
    /// Tax of the secondary and tertiary sectors a year, in 10,000 yuan 二、三产业税收总额.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_tax_10k_yuan: Option<f64>,
    /// People who live there 常住人口.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residents: Option<f64>,
}

impl LandAccount {
    /// Built rate 土地建成率 = A / D, a ratio; `None` if either is unknown or D is not positive.
    pub fn built_rate(&self) -> Option<f64> {
        let (built, supplied) = (self.built?.0, self.supplied?.0);
        (supplied > 0.0).then(|| built / supplied)
    }

    /// The account without that of a park that lies in this one. What is unknown in either stays
    /// unknown, and so does what would be negative: two such accounts contradict each other.
    #[must_use]
    pub fn without(&self, inner: &Self) -> Self {
        let number = |all: Option<f64>, part: Option<f64>| {
            let rest = all? - part?;
            (rest >= -1e-9).then(|| rest.max(0.0))
        };
        let land = |all: Option<Hectares>, part: Option<Hectares>| {
            number(all.map(|land| land.0), part.map(|land| land.0)).map(Hectares)
        };
        Self {
            built: land(self.built, inner.built),
            industrial: land(self.industrial, inner.industrial),
            supplied: land(self.supplied, inner.supplied),
            idle: land(self.idle, inner.idle),
            ready: land(self.ready, inner.ready),
            undeveloped: land(self.undeveloped, inner.undeveloped),
            floor_area_m2: number(self.floor_area_m2, inner.floor_area_m2),
            footprint_m2: number(self.footprint_m2, inner.footprint_m2),
            industrial_floor_area_m2: number(
                self.industrial_floor_area_m2,
                inner.industrial_floor_area_m2,
            ),
            industrial_footprint_m2: number(
                self.industrial_footprint_m2,
                inner.industrial_footprint_m2,
            ),
            industrial_assets_10k_yuan: number(
                self.industrial_assets_10k_yuan,
                inner.industrial_assets_10k_yuan,
            ),
            industrial_tax_10k_yuan: number(
                self.industrial_tax_10k_yuan,
                inner.industrial_tax_10k_yuan,
            ),
            business_tax_10k_yuan: number(self.business_tax_10k_yuan, inner.business_tax_10k_yuan),
            residents: number(self.residents, inner.residents),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_inner_park_has_is_taken_off_and_contradictions_are_unknown() {
        let account = |built, supplied, idle| LandAccount {
            built: Some(Hectares(built)),
            supplied: Some(Hectares(supplied)),
            idle,
            ..LandAccount::default()
        };
        let outer = account(100.0, 150.0, Some(Hectares(10.0)));
        let rest = outer.without(&account(40.0, 60.0, None));
        assert_eq!(rest, account(60.0, 90.0, None));
        assert_eq!(outer.without(&account(101.0, 0.0, None)).built, None);
    }
}
