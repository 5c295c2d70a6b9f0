//! How well a park uses its land, and what is left of it: the evaluation of TD/T 1029.

use crate::tables::land_indicator::LandIndicator;
use crate::tables::land_use::{LandUse, Target, UsableShares, ZoneType};
use parkward_model::{Hectares, LandAccount};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One indicator of one park.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evaluation {
    /// Key of its zone type, if known.
    pub zone_type: Option<String>,
    /// All indicators, in the order of the standard.
    pub ratings: Vec<Rating>,
    /// Σ W·S / Σ W, 0…100; `None` unless every indicator with a weight is rated.
    pub index: Option<f64>,
}

/// Spare land of a park by source, hectares. The sources do not overlap; `None`: not known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    pub(crate) fn of_sources(&self) -> [f64; 5] {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use parkward_model::Text;

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
