//! How well a park uses its land (TD/T 1029), and what it could take beside.

use crate::book::RuleBook;
use parkward_model::{Hectares, LandAccount, Park, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The table `[land_use]`: targets, weights, and what of the spare land is usable.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandUse {
    /// Where the land that parks can give stands.
    #[serde(default)]
    pub capacity: CapacityFrom,
    /// Whether the account of a park holds those of the parks that lie in it.
    #[serde(default)]
    pub nested: NestedAccounts,
    /// Types of zones that targets can differ by, such as 工业主导型 and 产城融合型.
    #[serde(default)]
    pub zone_types: Vec<ZoneType>,
    /// Targets and weights; of several for one indicator and zone, the first counts.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// What share of each source of spare land is usable.
    #[serde(default)]
    pub spare: UsableShares,
}

/// Where the land that a park can give stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapacityFrom {
    /// In the park's column `capacity_ha`.
    #[default]
    Column,
    /// In its land account: the usable part of its spare land.
    LandUse,
}

/// Whether the account of a park holds those of the parks that lie in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NestedAccounts {
    /// No: every account is of its own land.
    #[default]
    Separate,
    /// Yes: what inner parks have is taken off before the park's own spare land is counted.
    Included,
}

/// A type of zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneType {
    /// The key.
    pub id: String,
    /// The name.
    pub name: Text,
    /// Parks that state no type have this one from this industrial land share (%) on; absent: only
    /// parks that state it.
    #[serde(default)]
    pub industrial_share_from: Option<f64>,
}

/// What an indicator should reach, and how much it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The indicator.
    pub indicator: LandIndicator,
    /// The target, in the indicator's unit; absent: not known, and nothing is scored.
    #[serde(default)]
    pub value: Option<f64>,
    /// Its share of the index before normalisation; 0: scored, but not in the index.
    #[serde(default)]
    pub weight: f64,
    /// Keys of the zone types that it holds for; empty: all, and zones of no known type.
    #[serde(default)]
    pub zone_types: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// Whether it is a target that somebody set for these parks.
    pub confirmed: bool,
}

/// The share, 0…1, of each source of spare land that newcomers may take; absent: not usable.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsableShares {
    /// Of idle land.
    #[serde(default)]
    pub idle: f64,
    /// Of what is supplied, neither built on nor idle.
    #[serde(default)]
    pub unbuilt: f64,
    /// Of what is ready for supply and not supplied.
    #[serde(default)]
    pub ready: f64,
    /// Of built land that would be industrial at the target share.
    #[serde(default)]
    pub structural: f64,
    /// Of industrial land that would be free at the target floor-area ratio.
    #[serde(default)]
    pub intensity: f64,
    /// Multiplies all of them: one number to ask "what if only so much can be had in time?".
    #[serde(default = "one")]
    pub usable: f64,
    /// Where the shares come from.
    #[serde(default)]
    pub source: String,
    /// Whether anybody confirmed them.
    #[serde(default)]
    pub confirmed: bool,
}

fn one() -> f64 {
    1.0
}

/// The indicators of TD/T 1029, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
        let (.., zh, en, _) = self.words();
        Text::new(zh, en)
    }

    /// The unit of its values and targets; empty for a plain ratio.
    pub fn unit(self) -> &'static str {
        let (.., unit) = self.words();
        unit
    }

    /// Key, Chinese and English name, formula in both, unit.
    #[rustfmt::skip]
    fn words(self) -> (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::DevelopmentRate => ("development_rate", "土地开发率", "Development rate", "(A + B21) / (A + B)", "(A + B21) / (A + B)", "%"),
            Self::SupplyRate => ("supply_rate", "土地供应率", "Supply rate", "D / (A + B21)", "D / (A + B21)", "%"),
            Self::BuiltRate => ("built_rate", "土地建成率", "Built rate", "A / D", "A / D", "%"),
            Self::IndustrialShare => ("industrial_share", "工业用地率", "Industrial land share", "A2 / A", "A2 / A", "%"),
            Self::FloorAreaRatio => ("floor_area_ratio", "综合容积率", "Overall floor-area ratio", "总建筑面积 / A", "floor area / A", ""),
            Self::BuildingDensity => ("building_density", "建筑密度", "Building density", "建筑基底总面积 / A", "footprint / A", "%"),
            Self::IndustrialFloorAreaRatio => ("industrial_floor_area_ratio", "工业用地综合容积率", "Industrial floor-area ratio", "工业用地总建筑面积 / A2", "industrial floor area / A2", ""),
            Self::IndustrialBuildingCoefficient => ("industrial_building_coefficient", "工业用地建筑系数", "Industrial building coefficient", "工业用地建筑基底面积 / A2", "industrial footprint / A2", "%"),
            Self::FixedAssetIntensity => ("fixed_asset_intensity", "工业用地固定资产投入强度", "Fixed-asset intensity", "工业固定资产投资总额 / A2", "industrial fixed assets / A2", "10,000 yuan/ha"),
            Self::IndustrialTax => ("industrial_tax", "工业用地地均税收", "Industrial tax per hectare", "工业税收 / A2", "industrial tax / A2", "10,000 yuan/ha"),
            Self::OverallTax => ("overall_tax", "综合地均税收", "Overall tax per hectare", "二、三产业税收 / A", "secondary and tertiary tax / A", "10,000 yuan/ha"),
            Self::PopulationDensity => ("population_density", "人口密度", "Population density", "常住人口 / A", "residents / A", "people/ha"),
            Self::IdleRate => ("idle_rate", "土地闲置率", "Idle rate", "G / D", "G / D", "%"),
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
        let in_ha = |key, m2: Option<f64>| (key, m2.map(|m2| m2 / 10_000.0));
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
    fn score(self, value: f64, target: f64) -> f64 {
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

/// One indicator of one park.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// The indicator.
    pub indicator: LandIndicator,
    /// Its value in its unit; `None`: not rated.
    pub value: Option<f64>,
    /// The target, if the book has one for this type of zone.
    pub target: Option<f64>,
    /// Its weight in the index.
    pub weight: f64,
    /// 0…100; `None`: not rated.
    pub score: Option<f64>,
    /// What lacks for a value: columns of the park, or `target` where it is to be weighed.
    pub missing: Vec<String>,
}

/// How well a park uses its land.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Key of its zone type, if known.
    pub zone_type: Option<String>,
    /// All indicators, in the order of the standard.
    pub ratings: Vec<Rating>,
    /// Σ W·S / Σ W, 0…100; `None` unless every indicator with a weight is rated.
    pub index: Option<f64>,
}

/// Spare land of a park by source, hectares. The sources do not overlap; `None`: not known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spare {
    /// Idle: G.
    pub idle_ha: Option<f64>,
    /// Supplied, neither built on nor idle: D − A − G.
    pub unbuilt_ha: Option<f64>,
    /// Ready for supply and not supplied: B21 − (D − A).
    pub ready_ha: Option<f64>,
    /// Structural: A·T − A2, T being the target of the industrial land share.
    pub structural_ha: Option<f64>,
    /// Intensity: A2·(T − X)/T, of the industrial floor-area ratio.
    pub intensity_ha: Option<f64>,
}

impl Spare {
    /// The sources, the most certain first: key, amount.
    pub fn sources(&self) -> [(&'static str, Option<f64>); 5] {
        [
            ("idle", self.idle_ha),
            ("unbuilt", self.unbuilt_ha),
            ("ready", self.ready_ha),
            ("structural", self.structural_ha),
            ("intensity", self.intensity_ha),
        ]
    }
}

impl UsableShares {
    /// The share of each source, in the order of [`Spare::sources`].
    pub fn of_sources(&self) -> [f64; 5] {
        [self.idle, self.unbuilt, self.ready, self.structural, self.intensity]
            .map(|share| share * self.usable)
    }

    /// The usable part of all sources; `None` if a source that is usable is not known.
    pub fn usable(&self, spare: &Spare) -> Option<Hectares> {
        let parts = spare.sources().into_iter().zip(self.of_sources());
        let usable = parts.filter(|(_, share)| *share > 0.0);
        usable.map(|((_, amount), share)| Some(amount? * share)).sum::<Option<f64>>().map(Hectares)
    }
}

impl LandUse {
    /// Every indicator of a park whose zone type is known or not, and the index. O(indicators ·
    /// targets).
    pub fn evaluate(&self, account: &LandAccount, stated: Option<&str>) -> Evaluation {
        let zone_type = self.zone_type(account, stated);
        let rating = |indicator: LandIndicator| {
            let target = self.target(indicator, zone_type);
            let weight = target.map_or(0.0, |target| target.weight);
            let target = target.and_then(|target| target.value);
            let (value, missing) = match indicator.value(account) {
                Ok(value) => (Some(value), Vec::new()),
                Err(missing) => (None, missing),
            };
            let mut missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
            if target.is_none() && weight > 0.0 {
                missing.push("target".to_owned());
            }
            let score = value.zip(target).map(|(value, target)| indicator.score(value, target));
            Rating { indicator, value, target, weight, score, missing }
        };
        let ratings = LandIndicator::ALL.map(rating);
        let weighed = || ratings.iter().filter(|rating| rating.weight > 0.0);
        let sum: Option<f64> = weighed().map(|r| Some(r.weight * r.score?)).sum();
        let weights: f64 = weighed().map(|rating| rating.weight).sum();
        let index = sum.filter(|_| weights > 0.0).map(|sum| sum / weights);
        Evaluation { zone_type: zone_type.map(str::to_owned), ratings: ratings.into(), index }
    }

    /// Spare land by source. Never negative: an account that the standard's order contradicts has
    /// none of that source.
    pub fn spare(&self, account: &LandAccount, stated: Option<&str>) -> Spare {
        let zone_type = self.zone_type(account, stated);
        let of = |land: Option<Hectares>| land.map(|land| land.0);
        let (a, a2, d) = (of(account.built), of(account.industrial), of(account.supplied));
        let (g, b21) = (of(account.idle), of(account.ready));
        let target = |indicator| self.target(indicator, zone_type).and_then(|target| target.value);
        let unbuilt = || Some(d? - a? - g?);
        let ready = || Some(b21? - (d? - a?).max(0.0));
        let structural = || Some(a? * target(LandIndicator::IndustrialShare)? / 100.0 - a2?);
        let intensity = || {
            let value = LandIndicator::IndustrialFloorAreaRatio.value(account).ok()?;
            let target = target(LandIndicator::IndustrialFloorAreaRatio)?;
            Some(a2? * (target - value) / target)
        };
        let never_negative = |land: Option<f64>| land.map(|land| land.max(0.0));
        Spare {
            idle_ha: never_negative(g),
            unbuilt_ha: never_negative(unbuilt()),
            ready_ha: never_negative(ready()),
            structural_ha: never_negative(structural()),
            intensity_ha: never_negative(intensity()),
        }
    }

    /// The zone type that is stated, else that of the highest threshold reached.
    fn zone_type<'a>(&'a self, account: &LandAccount, stated: Option<&'a str>) -> Option<&'a str> {
        let by_share = || {
            let share = LandIndicator::IndustrialShare.value(account).ok()?;
            let from = |zone: &&ZoneType| zone.industrial_share_from.filter(|from| *from <= share);
            let reached = self.zone_types.iter().filter(|zone| from(zone).is_some());
            let highest = reached.max_by(|a, b| {
                let [a, b] = [a, b].map(|zone| zone.industrial_share_from.unwrap_or(0.0));
                a.total_cmp(&b)
            });
            highest.map(|zone| zone.id.as_str())
        };
        stated.or_else(by_share)
    }

    fn target(&self, indicator: LandIndicator, zone_type: Option<&str>) -> Option<&Target> {
        self.targets.iter().find(|target| {
            target.indicator == indicator
                && (target.zone_types.is_empty()
                    || zone_type.is_some_and(|zone| target.zone_types.iter().any(|z| z == zone)))
        })
    }

    /// What is wrong with the table: place, expected, found.
    pub(crate) fn fault(&self) -> Option<(String, String, String)> {
        let zones: BTreeMap<&str, &ZoneType> =
            self.zone_types.iter().map(|zone| (zone.id.as_str(), zone)).collect();
        let known: Vec<&str> = zones.keys().copied().collect();
        for (place, target) in self.targets.iter().enumerate() {
            let place = format!("land_use.targets[{place}] ({})", target.indicator.key());
            if let Some(value) = target.value.filter(|value| !(*value > 0.0 && *value < 1e9)) {
                return Some((
                    format!("{place}.value"),
                    "a positive number".to_owned(),
                    value.to_string(),
                ));
            }
            if !(0.0..=1e6).contains(&target.weight) {
                let found = target.weight.to_string();
                return Some((
                    format!("{place}.weight"),
                    "a number of 0 or more".to_owned(),
                    found,
                ));
            }
            if let Some(zone) = target.zone_types.iter().find(|z| !zones.contains_key(z.as_str())) {
                let expected = format!("one of {}", known.join(", "));
                return Some((format!("{place}.zone_types"), expected, zone.clone()));
            }
        }
        let shares = &self.spare;
        for (key, share) in [
            ("idle", shares.idle),
            ("unbuilt", shares.unbuilt),
            ("ready", shares.ready),
            ("structural", shares.structural),
            ("intensity", shares.intensity),
            ("usable", shares.usable),
        ] {
            if !(0.0..=1.0).contains(&share) {
                let place = format!("land_use.spare.{key}");
                return Some((place, "a share from 0 to 1".to_owned(), share.to_string()));
            }
        }
        None
    }
}

impl RuleBook {
    /// The zone type that the book states for a park.
    pub fn stated_zone_type(&self, park: &Park) -> Option<&str> {
        self.park(&park.id)?.zone_type.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> LandAccount {
        LandAccount {
            built: Some(Hectares(100.0)),
            industrial: Some(Hectares(40.0)),
            supplied: Some(Hectares(125.0)),
            idle: Some(Hectares(5.0)),
            ready: Some(Hectares(60.0)),
            undeveloped: Some(Hectares(100.0)),
            floor_area_m2: Some(900_000.0),
            footprint_m2: Some(350_000.0),
            industrial_floor_area_m2: Some(300_000.0),
            industrial_footprint_m2: Some(180_000.0),
            industrial_assets_10k_yuan: Some(320_000.0),
            industrial_tax_10k_yuan: Some(24_000.0),
            business_tax_10k_yuan: Some(45_000.0),
            residents: Some(2_500.0),
        }
    }

    fn target(indicator: LandIndicator, value: f64, weight: f64) -> Target {
        Target {
            indicator,
            value: Some(value),
            weight,
            zone_types: Vec::new(),
            source: String::new(),
            confirmed: false,
        }
    }

    #[test]
    fn the_thirteen_indicators_by_hand() {
        // (100+60)/(100+100), 125/160, 100/125, 40/100, 90/100, 35/100, 30/40, 18/40, 320000/40,
        // 24000/40, 45000/100, 2500/100, 5/125
        let expected =
            [80.0, 78.125, 80.0, 40.0, 0.9, 35.0, 0.75, 45.0, 8000.0, 600.0, 450.0, 25.0, 4.0];
        for (indicator, expected) in LandIndicator::ALL.into_iter().zip(expected) {
            let value = indicator.value(&account()).unwrap();
            assert!((value - expected).abs() < 1e-9, "{}: {value}", indicator.key());
        }
        let without = LandAccount { ready: None, ..account() };
        assert_eq!(LandIndicator::SupplyRate.value(&without), Err(vec!["ready_ha"]));
        let nothing = LandAccount { built: Some(Hectares(0.0)), ..account() };
        assert_eq!(LandIndicator::FloorAreaRatio.value(&nothing), Err(vec!["area_is_0"]));
    }

    #[test]
    fn the_index_by_hand_and_only_if_all_that_counts_is_rated() {
        let mut land_use = LandUse {
            targets: vec![
                target(LandIndicator::BuiltRate, 100.0, 1.0),      // 80
                target(LandIndicator::IndustrialShare, 30.0, 2.0), // 133, capped at 100
                target(LandIndicator::IdleRate, 1.0, 1.0),         // 1 / 4: 25
            ],
            ..LandUse::default()
        };
        // (80 + 2·100 + 25) / 4
        assert_eq!(land_use.evaluate(&account(), None).index, Some(76.25));
        let without = LandAccount { idle: None, ..account() };
        let evaluation = land_use.evaluate(&without, None);
        assert_eq!((evaluation.index, evaluation.ratings[12].missing.len()), (None, 1));
        land_use.targets[2].weight = 0.0;
        let index = land_use.evaluate(&without, None).index.unwrap();
        assert!((index - 280.0 / 3.0).abs() < 1e-9); // (80 + 200) / 3: what has no weight may lack
        land_use.targets[0].value = None;
        let evaluation = land_use.evaluate(&account(), None);
        assert_eq!(evaluation.index, None);
        assert_eq!(evaluation.ratings[2].missing, ["target"]);
        assert_eq!(LandUse::default().evaluate(&account(), None).index, None);
    }

    #[test]
    fn the_five_spare_sources_by_hand() {
        let land_use = LandUse {
            targets: vec![
                target(LandIndicator::IndustrialShare, 50.0, 0.0),
                target(LandIndicator::IndustrialFloorAreaRatio, 1.0, 0.0),
            ],
            ..LandUse::default()
        };
        // 5; 125 − 100 − 5; 60 − 25; 100 · 0.5 − 40; 40 · (1 − 0.75) / 1
        let spare = land_use.spare(&account(), None);
        assert_eq!(spare.sources().map(|(_, ha)| ha), [5.0, 20.0, 35.0, 10.0, 10.0].map(Some));
        let shares = UsableShares { idle: 1.0, unbuilt: 0.5, usable: 0.8, ..Default::default() };
        // (5 + 10) · 0.8, and what is not usable need not be known
        let known = Spare { ready_ha: None, ..spare.clone() };
        assert!((shares.usable(&known).unwrap().0 - 12.0).abs() < 1e-9);
        assert_eq!(shares.usable(&Spare { idle_ha: None, ..spare }), None);
        // Against the standard's order: never negative.
        let odd = LandAccount { supplied: Some(Hectares(90.0)), ..account() };
        assert_eq!(land_use.spare(&odd, None).unbuilt_ha, Some(0.0));
    }

    #[test]
    fn a_zone_type_is_stated_or_follows_from_the_share_of_industry() {
        let zone = |id: &str, from| ZoneType {
            id: id.to_owned(),
            name: Text::default(),
            industrial_share_from: from,
        };
        let land_use = LandUse {
            zone_types: vec![
                zone("industry", Some(30.0)),
                zone("town", Some(0.0)),
                zone("x", None),
            ],
            targets: vec![Target {
                zone_types: vec!["x".to_owned()],
                ..target(LandIndicator::BuiltRate, 80.0, 1.0)
            }],
            ..LandUse::default()
        };
        let evaluation = land_use.evaluate(&account(), None);
        assert_eq!((evaluation.zone_type.as_deref(), evaluation.index), (Some("industry"), None));
        assert_eq!(land_use.evaluate(&account(), Some("x")).index, Some(100.0));
    }
}
