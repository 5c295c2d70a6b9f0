//! An enterprise.

use crate::{EnterpriseId, Facts, Hectares, IndustryCode};
use geo_types::Point;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An enterprise as the user's files describe it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Enterprise {
    /// Unique among the enterprises of a survey.
    pub id: EnterpriseId,
    /// A label for maps and tables; empty where the file has none.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub name: Box<str>,
    /// Where it stands, in degrees of longitude and latitude on WGS84.
    #[serde(with = "lonlat")]
    #[schemars(with = "[f64; 2]")]
    pub site: Point<f64>,
    /// Its industry; `None`: unknown, and a person has to look.
    pub industry: Option<IndustryCode>,
    /// Land it has today. It needs as much in a park unless the rule book has a land guide; `None`:
    /// unknown, and a person has to look.
    #[serde(rename = "land_ha")]
    pub land: Option<Hectares>,
    /// Further fields that the rule book may ask for.
    #[serde(default)]
    pub facts: Facts,
    /// Its row in the input: the line of a text file, else the feature's number, from 1.
    pub row: u64,
}

mod lonlat {
    use super::Point;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(site: &Point<f64>, s: S) -> Result<S::Ok, S::Error> {
        [site.x(), site.y()].serialize(s)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Point<f64>, D::Error> {
        <[f64; 2]>::deserialize(d).map(|[x, y]| Point::new(x, y))
    }
}
