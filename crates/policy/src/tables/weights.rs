//! The weights of a plan: a field and a row each.

use parkward_model::Text;
use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// The prices of a plan, in kilometre-equivalents: how many kilometres further a planner would
/// accept for what the term measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Kilometres for the whole way from no fit to perfect fit.
    pub fit_km: f64,
    /// Kilometres for the whole way from an empty park to one that is fully built.
    pub utilisation_km: f64,
    /// Pairs whose industry fit (0…1) lies below this are not allowed.
    pub minimum_fit: f64,
    /// Pairs further apart than this are not allowed.
    pub cut_off_km: f64,
    /// What leaving an enterprise of no quality unplaced costs; more than any move.
    pub unplaced_km: f64,
    /// What it costs beyond that for an enterprise of quality 1.
    pub quality_km: f64,
    /// What it costs beyond all that to leave a new project unplaced.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub project_km: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde hands over")]
fn is_nothing(km: &f64) -> bool {
    km.to_bits() == 0
}

struct WeightRow {
    key: &'static str,
    /// In Chinese and English, as forms show it.
    name: [&'static str; 2],
    field: fn(&mut Weights) -> &mut f64,
    /// The largest number allowed, also in words; the least is 0.
    most: (f64, &'static str),
    varies: bool,
}

const KM: (f64, &str) = (1e6, "1,000,000");
const SHARE: (f64, &str) = (1.0, "1");

const ROWS: [WeightRow; 7] = [
    WeightRow {
        key: "fit_km",
        name: ["产业适配权重（公里）", "Weight of industry fit (km)"],
        field: |w| &mut w.fit_km,
        most: KM,
        varies: true,
    },
    WeightRow {
        key: "utilisation_km",
        name: ["土地利用权重（公里）", "Weight of land utilisation (km)"],
        field: |w| &mut w.utilisation_km,
        most: KM,
        varies: true,
    },
    // Who may go where is a rule: neither the least fit nor the cut-off varies.
    WeightRow {
        key: "minimum_fit",
        name: ["最低适配度", "Minimum fit"],
        field: |w| &mut w.minimum_fit,
        most: SHARE,
        varies: false,
    },
    WeightRow {
        key: "cut_off_km",
        name: ["截止距离（公里）", "Cut-off (km)"],
        field: |w| &mut w.cut_off_km,
        most: KM,
        varies: false,
    },
    WeightRow {
        key: "unplaced_km",
        name: ["未安置惩罚（公里）", "Penalty of the unplaced (km)"],
        field: |w| &mut w.unplaced_km,
        most: KM,
        varies: true,
    },
    WeightRow {
        key: "quality_km",
        name: ["综合质量惩罚（公里）", "Penalty by quality (km)"],
        field: |w| &mut w.quality_km,
        most: KM,
        varies: true,
    },
    WeightRow {
        key: "project_km",
        name: ["新项目未安置附加惩罚（公里）", "Further penalty of unplaced new projects (km)"],
        field: |w| &mut w.project_km,
        most: KM,
        varies: false,
    },
];

const KEYS: [&str; ROWS.len()] = {
    let mut keys = [""; ROWS.len()];
    let mut i = 0;
    while i < keys.len() {
        keys[i] = ROWS[i].key;
        i += 1;
    }
    keys
};

/// One of the [`Weights`], for code that handles all of them alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight(usize);

impl Weight {
    /// All weights, in the order of the fields.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len()).map(Self)
    }

    /// Its key in files.
    pub fn key(self) -> &'static str {
        KEYS[self.0]
    }

    /// Its name for people.
    pub fn name(self) -> Text {
        let [zh, en] = ROWS[self.0].name;
        Text::new(zh, en)
    }

    /// Its number.
    pub fn of(self, weights: &Weights) -> f64 {
        *self.of_mut(&mut weights.clone())
    }

    /// Its number, to be changed.
    pub fn of_mut(self, weights: &mut Weights) -> &mut f64 {
        (ROWS[self.0].field)(weights)
    }

    /// Whether it is a price that a planner estimates, which may be off, rather than a rule.
    pub fn varies(self) -> bool {
        ROWS[self.0].varies
    }

    /// The numbers allowed, in words, unless its number is one of them.
    pub(crate) fn expected(self, weights: &Weights) -> Option<[String; 2]> {
        let (most, words) = ROWS[self.0].most;
        let allowed = (0.0..=most).contains(&self.of(weights));
        (!allowed).then(|| [format!(" 0 至 {words} 的数"), format!("a number from 0 to {words}")])
    }
}

/// By its key; another key is an unknown field.
impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        let index = KEYS.iter().position(|known| *known == key);
        index.map(Self).ok_or_else(|| D::Error::unknown_field(&key, &KEYS))
    }
}
