//! What each year gives.

use parkward_model::Text;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// A calendar year. In files it is a key, and so a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(with = "u16")]
pub struct Year(pub u16);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Year {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.0)
    }
}

impl<'de> Deserialize<'de> for Year {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a year, as 2027")]
        enum Written {
            Number(i64),
            Key(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Number(number) => number.to_string(),
            Written::Key(text) => text,
        };
        let year = text.parse().ok().filter(|year| (1900..=2999).contains(year));
        year.map(Self).ok_or_else(|| {
            let words = Text::new(
                format!("应为年份，如 2027，实为 {text:?}"),
                format!("expected a year, as 2027, found {text:?}"),
            );
            D::Error::custom(words.carry())
        })
    }
}

/// What each year gives: the phases of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Phases {
    /// Land that the moves of a year may take in the parks all together, in hectares.
    #[serde(deserialize_with = "years")]
    pub years: BTreeMap<Year, f64>,
    /// The year of the closures; absent: the first. They take no land.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closures: Option<Year>,
}

impl Phases {
    /// The year of the closures.
    pub fn closures(&self) -> Year {
        let first = self.years.keys().next().copied();
        self.closures.or(first).expect("there is a year")
    }
}

fn years<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Year, f64>, D::Error> {
    let years = BTreeMap::<Year, f64>::deserialize(deserializer)?;
    if years.is_empty() {
        let words = Text::new(
            "至少应有一个年份，如 { 2027 = 60.0 }，实为空",
            "expected at least one year, as { 2027 = 60.0 }, found none",
        );
        return Err(D::Error::custom(words.carry()));
    }
    match years.iter().find(|(_, quota)| !(0.0..=1e9).contains(*quota)) {
        Some((year, quota)) => {
            let words = Text::new(
                format!("应为不小于 0 的公顷数，实为 {quota}"),
                format!("expected hectares from 0 on, found {quota}"),
            );
            Err(D::Error::custom(words.at(year).carry()))
        }
        None => Ok(years),
    }
}
