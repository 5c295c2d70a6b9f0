//! A new project that has to settle in a park.

use crate::{Enterprise, Facts, Hectares, IndustryCode, ProjectId};
use geo_types::Point;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A new industrial project as the user's files describe it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Project {
    /// Unique among the projects of a survey; an enterprise may have the same id.
    pub id: ProjectId,
    /// A label for maps and tables; empty where the file has none.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub name: Box<str>,
    /// Where it would like to be, in degrees of longitude and latitude on WGS84; `None`: anywhere,
    /// and no distance counts.
    #[serde(with = "lonlat")]
    #[schemars(with = "Option<[f64; 2]>")]
    pub site: Option<Point<f64>>,
    /// Its industry; `None`: unknown, and a person has to look.
    pub industry: Option<IndustryCode>,
    /// Land it needs in a park; `None`: unknown, and a person has to look.
    #[serde(rename = "land_ha")]
    pub land: Option<Hectares>,
    /// Further fields that the rule book may ask for.
    #[serde(default)]
    pub facts: Facts,
    /// Its row in the input: the line of a text file, else the feature's number, from 1.
    pub row: u64,
}

impl Project {
    /// The project as an enterprise, for rules that look at what it does and needs. It stands nowhere:
    /// its site is not a number.
    pub fn as_enterprise(&self) -> Enterprise {
        Enterprise {
            id: self.id.as_str().into(),
            name: self.name.clone(),
            site: Point::new(f64::NAN, f64::NAN),
            industry: self.industry.clone(),
            land: self.land,
            facts: self.facts.clone(),
            row: self.row,
        }
    }
}

mod lonlat {
    use super::Point;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "what serde hands over")]
    pub(super) fn serialize<S: Serializer>(
        site: &Option<Point<f64>>,
        s: S,
    ) -> Result<S::Ok, S::Error> {
        site.map(|site| [site.x(), site.y()]).serialize(s)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        d: D,
    ) -> Result<Option<Point<f64>>, D::Error> {
        let site = Option::<[f64; 2]>::deserialize(d)?;
        Ok(site.map(|[x, y]| Point::new(x, y)))
    }
}
