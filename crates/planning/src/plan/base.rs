//! What maps of a plan are drawn on: nothing is planned with it, and it stands in `plan.json` so that all that was
//! written can be made again.

use geo_types::Geometry;
use parkward_model::{Text, ZoneShape};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What maps are drawn on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Base {
    /// The district.
    pub district: Vec<Outline>,
    /// The city that it lies in.
    pub city: Vec<Outline>,
    /// Its towns.
    pub towns: Vec<Outline>,
}

/// An outline with its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outline {
    /// Its name; empty where there is none.
    #[serde(default)]
    pub name: Text,
    /// Where it is.
    #[serde(rename = "geometry")]
    pub shape: ZoneShape,
}

impl Outline {
    /// Where it is, as a geometry of any kind.
    pub fn geometry(&self) -> Geometry<f64> {
        match self.shape.clone() {
            ZoneShape::Area(area) => area.into(),
            ZoneShape::Line(lines) => lines.into(),
            ZoneShape::Point(at) => at.into(),
        }
    }
}
