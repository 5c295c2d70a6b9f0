//! A park's land, by the classes of TD/T 1029.

use crate::Hectares;
use serde::{Deserialize, Serialize};

/// The land account of a park after TD/T 1029 (开发区土地集约利用评价规程). Every entry may be
/// unknown; nothing is imputed.
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
}

impl LandAccount {
    /// Built rate 土地建成率 = A / D, a ratio; `None` if either is unknown or D is not positive.
    pub fn built_rate(&self) -> Option<f64> {
        let (built, supplied) = (self.built?.0, self.supplied?.0);
        (supplied > 0.0).then(|| built / supplied)
    }
}
