//! Rules of space: what zones, and distances from them, mean for parks, projects and enterprises.

use crate::fields::covers;
use crate::tables::screening::Effective;
use parkward_model::{IndustryCode, Text, Zone};
use serde::{Deserialize, Serialize};

/// A kind of zone, which rules and the plan file's zones refer to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneKind {
    /// The key, as in `water_source` or `facility`.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The colour on maps, `#rrggbb`.
    pub colour: String,
}

/// One rule of space. What it says nothing of, it leaves alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpatialRule {
    /// Unique in the book; printed with every finding and refusal.
    pub id: String,
    /// What it says, in one clause.
    pub name: Text,
    /// The clause it rests on.
    pub clause: Text,
    /// Whether a source for the clause and its distance was read.
    pub confirmed: bool,
    /// From when until when it holds.
    #[serde(default)]
    pub effective: Effective,
    /// Key of the [`ZoneKind`] that it looks at.
    pub kind: String,
    /// Industries it concerns; empty: all.
    #[serde(default)]
    pub industries: Vec<IndustryCode>,
    /// How far from a zone it reaches, in metres; 0: within the zone only. Absent: the zone's own
    /// distance, see `own_distance`.
    #[serde(default)]
    pub distance_m: Option<f64>,
    /// Whether each zone has a distance of its own, from its own assessment. A zone without one is not
    /// rated.
    #[serde(default)]
    pub own_distance: bool,
    /// What it means for a park that lies within reach.
    #[serde(default)]
    pub parks: Option<ForParks>,
    /// What it means for a new project whose own place lies within reach.
    #[serde(default)]
    pub projects: Option<ForProjects>,
    /// What it means for an enterprise that stands within reach.
    #[serde(default)]
    pub existing: Option<ForExisting>,
}

impl SpatialRule {
    /// Whether it concerns an industry.
    pub fn concerns(&self, industry: &IndustryCode) -> bool {
        covers(&self.industries, industry)
    }

    /// How far from the zone it reaches, in metres; `None`: it says nothing of the zone, or the zone's
    /// own distance is not known.
    pub fn reach(&self, zone: &Zone) -> Option<f64> {
        if zone.kind != self.kind {
            return None;
        }
        self.distance_m.or_else(|| zone.distance.map(|distance| distance.0))
    }
}

/// What a rule of space means for a park.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForParks {
    /// Any part of it within reach: it takes no newcomers of the industries.
    Refuses,
    /// Wholly within reach of one zone: it takes no newcomers of the industries.
    RefusesIfInside,
    /// Any part of it within reach: that is said.
    Notes,
}

/// What a rule of space means for the place of a new project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForProjects {
    /// It may not be built there.
    Refuses,
    /// That is said.
    Notes,
}

/// What a rule of space means for an enterprise where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForExisting {
    /// It should move, also out of a park: a candidate for relocation, not a violation.
    Moves,
    /// It closes.
    Closes,
    /// That is said.
    Notes,
}

/// A class of the land that enterprises stand on, known by the zones that they stand in. The first class
/// whose zones hold the place counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandClass {
    /// The key, as in `195`.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The clause it rests on.
    #[serde(default)]
    pub clause: Text,
    /// Whether a source was read.
    #[serde(default)]
    pub confirmed: bool,
    /// Key of the [`ZoneKind`] that it must lie in; absent: anywhere.
    #[serde(default)]
    pub inside: Option<String>,
}
