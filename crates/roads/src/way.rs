//! Roads as a layer has them, before they are a network.

use geo_types::{LineString, Point};
use serde::{Deserialize, Serialize};

/// A road of the input: a line, and who may drive along it how fast.
///
/// ```
/// use geo_types::line_string;
/// use parkward_roads::{Direction, Way};
/// let line = line_string![(x: 121.0, y: 30.7), (x: 121.1, y: 30.7)];
/// let way = Way { direction: Direction::Forward, speed_kmh: Some(60.0), ..Way::along(line) };
/// assert!(!way.closed);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// Longitudes and latitudes on WGS84.
    #[serde(with = "crate::in_json::line")]
    pub line: LineString<f64>,
    /// The kind of road, as the layer and the [profile](crate::Profile) call it; empty where unknown.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub kind: String,
    /// Which way along the line one may drive.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub direction: Direction,
    /// What carries it.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub structure: Structure,
    /// Nobody drives here.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub closed: bool,
    /// How fast one drives, in km/h. Where unknown, as fast as on all roads of its kind.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub speed_kmh: Option<f64>,
    /// Its length in metres, where it is longer than the line is drawn.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub length_m: Option<f64>,
    /// How long one drives along all of it, in minutes: a ferry. Goes before the speed.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub minutes: Option<f64>,
    /// How heavy one may be, in tonnes.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub max_t: Option<f64>,
    /// Whether hazardous goods may pass, where that is said.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub hazmat: Option<bool>,
    /// Whether heavy goods vehicles may drive here, where that is said.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub hgv: Option<bool>,
}

fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Way {
    /// A road along a line, of which nothing else is known: open to everybody, both ways.
    #[must_use]
    pub fn along(line: LineString<f64>) -> Self {
        Self {
            line,
            kind: String::new(),
            direction: Direction::Both,
            structure: Structure::Ground,
            closed: false,
            speed_kmh: None,
            length_m: None,
            minutes: None,
            max_t: None,
            hazmat: None,
            hgv: None,
        }
    }
}

/// Which way along its line one may drive on a road.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// There and back.
    #[default]
    Both,
    /// As the line is drawn.
    Forward,
    /// Against the line.
    Backward,
}

/// What carries a road. Sites and gates meet only roads on the ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Structure {
    /// The ground.
    #[default]
    Ground,
    /// A bridge.
    Bridge,
    /// A tunnel.
    Tunnel,
}

/// A restriction of turns at a junction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// The road one comes along: its place among the ways.
    pub from: usize,
    /// The junction.
    #[serde(with = "crate::in_json::point")]
    pub via: Point<f64>,
    /// The road one goes on along.
    pub to: usize,
    /// Whether this is the only turn that is allowed; else it is the one that is not.
    pub only: bool,
    /// Whether it concerns heavy goods vehicles alone, or all but them; `None`: everybody.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub hgv: Option<bool>,
}
