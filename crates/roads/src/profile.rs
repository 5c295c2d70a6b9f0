//! Who drives: a profile, which is data.

use crate::way::{Structure, Turn, Way};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A kind of vehicle: where it may drive, and how fast. A network is made for one profile.
///
/// ```
/// use geo_types::LineString;
/// use parkward_roads::{Profile, Way};
/// let tanker = Profile { hazmat: true, hgv: true, weight_t: Some(40.0), ..Profile::default() };
/// let road = Way::along(LineString::new(Vec::new()));
/// assert!(tanker.admits(&road));
/// assert!(!tanker.admits(&Way { hazmat: Some(false), ..road.clone() }));
/// assert!(!tanker.admits(&Way { hgv: Some(false), ..road.clone() }));
/// assert!(!tanker.admits(&Way { max_t: Some(20.0), ..road }));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// Speeds in km/h by the kind of road, for roads that have none of their own.
    pub speeds: BTreeMap<String, f64>,
    /// The speed in km/h on roads of any other kind.
    pub speed_kmh: f64,
    /// Kinds of roads that are closed to it.
    pub forbidden: BTreeSet<String>,
    /// Kinds of roads that one does not get onto from beside: motorways, ferries.
    pub no_access: BTreeSet<String>,
    /// The speed in km/h from a site to the road.
    pub access_kmh: f64,
    /// Its weight in tonnes; without one, limits of weight do not matter.
    pub weight_t: Option<f64>,
    /// Whether it carries hazardous goods.
    pub hazmat: bool,
    /// Whether it is a heavy goods vehicle, to which roads may be closed and turns forbidden that others take.
    pub hgv: bool,
}

/// Any vehicle: nothing is forbidden, and motorways and ferries are met only where other roads meet them. The kinds are
/// those of OpenStreetMap's `highway` and `route`.
impl Default for Profile {
    fn default() -> Self {
        let no_access = ["motorway", "motorway_link", "ferry"];
        Self {
            speeds: BTreeMap::new(),
            speed_kmh: 40.0,
            forbidden: BTreeSet::new(),
            no_access: no_access.map(str::to_owned).into(),
            access_kmh: 15.0,
            weight_t: None,
            hazmat: false,
            hgv: false,
        }
    }
}

impl Profile {
    /// Whether it may drive along a road at all.
    #[must_use]
    pub fn admits(&self, way: &Way) -> bool {
        let too_heavy = matches!((self.weight_t, way.max_t), (Some(is), Some(may)) if is > may);
        let hazardous = self.hazmat && way.hazmat == Some(false);
        let barred = self.hgv && way.hgv == Some(false);
        !(way.closed || too_heavy || hazardous || barred || self.forbidden.contains(&way.kind))
    }

    /// Whether a restriction of turns holds for it.
    ///
    /// ```
    /// use geo_types::Point;
    /// use parkward_roads::{Profile, Turn};
    /// let lorry = Profile { hgv: true, ..Profile::default() };
    /// let turn = Turn { from: 0, via: Point::new(121.0, 30.7), to: 1, only: false, hgv: Some(true) };
    /// assert!(lorry.heeds(&turn) && !Profile::default().heeds(&turn));
    /// ```
    #[must_use]
    pub fn heeds(&self, turn: &Turn) -> bool {
        turn.hgv.is_none_or(|hgv| hgv == self.hgv)
    }

    /// How fast it drives along a road, in km/h.
    #[must_use]
    pub fn speed(&self, way: &Way) -> f64 {
        let of_kind = || self.speeds.get(&way.kind).copied();
        way.speed_kmh.or_else(of_kind).unwrap_or(self.speed_kmh)
    }

    /// Whether one gets onto a road from beside it.
    #[must_use]
    pub fn gets_onto(&self, way: &Way) -> bool {
        way.structure == Structure::Ground && !self.no_access.contains(&way.kind)
    }
}
