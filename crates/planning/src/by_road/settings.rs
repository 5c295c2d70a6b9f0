//! How distances by road are measured.

use parkward_model::{Metres, Text};
use parkward_roads::{Making, Measure, Profile, Weight};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How distances by road are measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoadSettings {
    /// Whether the way counts or the time that it takes.
    pub measure: Measure,
    /// What a minute counts, in kilometre-equivalents, where time counts.
    pub km_per_minute: f64,
    /// How far a site or a park may be from a road.
    pub reach_km: f64,
    /// How far the end of a road may be from another one to be joined to it.
    pub tolerance_m: f64,
    /// Who drives.
    pub profile: Profile,
}

/// By distance for any vehicle, from roads within 5 km, whose ends are joined within a metre.
impl Default for RoadSettings {
    fn default() -> Self {
        Self {
            measure: Measure::Distance,
            km_per_minute: 0.5,
            reach_km: 5.0,
            tolerance_m: 1.0,
            profile: Profile::default(),
        }
    }
}

impl RoadSettings {
    /// How the network is made.
    #[must_use]
    pub fn making(&self) -> Making {
        let tolerance = Metres(self.tolerance_m);
        Making { profile: self.profile.clone(), measure: self.measure, tolerance }
    }

    /// What is wrong with the numbers, if anything: the key, what was expected and what was found.
    #[must_use]
    pub fn fault(&self) -> Option<Text> {
        let speeds = self.profile.speeds.iter();
        let speeds = speeds.map(|(kind, kmh)| (format!("profile.speeds.{kind}"), *kmh, 0.1, 300.0));
        let numbers = [
            ("km_per_minute", self.km_per_minute, 1e-3, 100.0),
            ("reach_km", self.reach_km, 1e-3, 1_000.0),
            ("tolerance_m", self.tolerance_m, 0.0, 100.0),
            ("profile.speed_kmh", self.profile.speed_kmh, 0.1, 300.0),
            ("profile.access_kmh", self.profile.access_kmh, 0.1, 300.0),
            ("profile.weight_t", self.profile.weight_t.unwrap_or(1.0), 0.0, 1_000.0),
        ];
        let numbers = numbers.map(|(key, value, from, to)| (key.to_owned(), value, from, to));
        let mut all = numbers.into_iter().chain(speeds);
        let (key, found, from, to) =
            all.find(|(_, value, from, to)| !(*from..=*to).contains(value))?;
        let (zh, en) = (
            format!("应为 {from} 至 {to}，实为 {found}"),
            format!("expected {from} to {to}, found {found}"),
        );
        Some(Text::new(zh, en).at(&key))
    }

    /// How far a site or a park may be from a road.
    pub(crate) fn reach(&self) -> Metres {
        Metres(self.reach_km * 1_000.0)
    }

    /// What a way counts.
    pub(crate) fn counted(&self, weight: Weight) -> Metres {
        match self.measure {
            Measure::Distance => weight.metres(),
            Measure::Time => Metres(weight.minutes() * self.km_per_minute * 1_000.0),
        }
    }

    /// A distance by road, where it is not what counts.
    pub(crate) fn told(&self, distance: Metres) -> Option<Metres> {
        (self.measure == Measure::Time).then_some(distance)
    }

    /// The least weight that counts more than a distance, or the greatest there is.
    pub(crate) fn beyond(&self, distance: Metres) -> Weight {
        let weight = match self.measure {
            Measure::Distance => Weight::of_length(distance),
            Measure::Time => Weight::of_minutes(distance.kilometres() / self.km_per_minute),
        };
        weight.and_then(|weight| weight.plus(Weight(2))).unwrap_or(Weight(u32::MAX - 1))
    }
}
