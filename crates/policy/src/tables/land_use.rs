//! How well parks are to use their land: targets, zone types, and the usable shares of what is spare.

use crate::tables::land_indicator::LandIndicator;
use parkward_model::Text;
use serde::{Deserialize, Serialize};

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
