//! The roads of an input, as they were read.

use crate::way::{Turn, Way};
use geo_types::Point;
use parkward_model::{ParkId, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The roads of an input with all that a network is made of. As JSON it is `roads.json`, by which a plan can be held
/// against its roads years later.
///
/// ```
/// use geo_types::line_string;
/// use parkward_roads::{RoadLayer, Way};
/// let ways = vec![Way::along(line_string![(x: 121.0, y: 30.7), (x: 121.1, y: 30.7)])];
/// let layer = RoadLayer { ways, ..RoadLayer::default() };
/// let json = serde_json::to_string(&layer)?;
/// assert_eq!(json, r#"{"ways":[{"line":[[121.0,30.7],[121.1,30.7]]}]}"#);
/// assert_eq!(serde_json::from_str::<RoadLayer>(&json)?, layer);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoadLayer {
    /// The lines; a row of the input may have several.
    pub ways: Vec<Way>,
    /// What people call each of them; none where nobody has asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<RoadName>,
    /// Turns that are forbidden, or the only ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Turn>,
    /// Gates that are given, by park.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", with = "crate::in_json::gates")]
    pub gates: BTreeMap<ParkId, Vec<Point<f64>>>,
}

/// A road by what people call it. Its kind stands with the [`Way`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoadName {
    /// The row of the input.
    pub row: u64,
    /// Its id; the row's number where it has none.
    pub id: String,
    /// Its name; empty where it has none.
    #[serde(default, skip_serializing_if = "is_nameless")]
    pub name: Text,
}

fn is_nameless(name: &Text) -> bool {
    name.zh.is_empty() && name.en.is_empty()
}
