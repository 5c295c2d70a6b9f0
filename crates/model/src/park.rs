//! An industrial park.

use crate::{Facts, Hectares, IndustryCode, LandAccount, ParkId, Text};
use geo_types::{MultiPolygon, Point};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a park is, in degrees of longitude and latitude on WGS84.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(with = "geometry::Geometry")]
pub enum Footprint {
    /// The boundary: rings closed, without self-crossings, outer rings counter-clockwise. Holes are
    /// outside the park.
    Boundary(MultiPolygon<f64>),
    /// One point, where the register has no boundary: distances are to it, and nothing is inside.
    Point(Point<f64>),
}

/// An industrial park as the user's files describe it. What the rule book says of it (type, roles,
/// industries) stands in the rule book, under the same id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Park {
    /// Unique among the parks of a survey.
    pub id: ParkId,
    /// The name, as printed on maps.
    pub name: Text,
    /// Boundary or point.
    pub footprint: Footprint,
    /// Land that incoming enterprises may take. `None`: unknown, and nobody is sent there.
    #[serde(rename = "capacity_ha")]
    pub capacity: Option<Hectares>,
    /// Area by the register, which need not be that of the drawn boundary.
    #[serde(rename = "area_ha")]
    pub area: Option<Hectares>,
    /// The land account, for utilisation.
    pub land: LandAccount,
    /// Industries admitted by the park file itself, with fit in 0…1; the rule book's plan for this
    /// park, where it has one, takes its place.
    pub industries: Vec<(IndustryCode, f64)>,
    /// Whether the park takes anyone at all.
    pub open: bool,
    /// Further fields: quotas, sources, tags.
    pub facts: Facts,
}

impl Park {
    /// The park's name in `lang`, or its id where it has no name.
    #[inline]
    pub fn label(&self, lang: crate::Lang) -> &str {
        match self.name.in_lang(lang) {
            "" => self.id.as_str(),
            name => name,
        }
    }
}

/// Serialised as a GeoJSON geometry, so that plans can be read by other programs.
impl Serialize for Footprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        geometry::Geometry::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Footprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        geometry::Geometry::deserialize(deserializer).map(Self::from)
    }
}

/// The two shapes of a footprint in GeoJSON (RFC 7946 §3.1).
mod geometry {
    use super::{Footprint, MultiPolygon, Point};
    use geo_types::{LineString, Polygon};
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    type Ring = Vec<[f64; 2]>;

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(tag = "type", content = "coordinates")]
    pub(super) enum Geometry {
        MultiPolygon(Vec<Vec<Ring>>),
        Point([f64; 2]),
    }

    impl From<&Footprint> for Geometry {
        fn from(footprint: &Footprint) -> Self {
            let ring = |ring: &LineString<f64>| ring.coords().map(|c| [c.x, c.y]).collect::<Ring>();
            match footprint {
                Footprint::Point(p) => Self::Point([p.x(), p.y()]),
                Footprint::Boundary(parts) => Self::MultiPolygon(
                    parts
                        .iter()
                        .map(|part| {
                            std::iter::once(part.exterior())
                                .chain(part.interiors())
                                .map(ring)
                                .collect()
                        })
                        .collect(),
                ),
            }
        }
    }

    impl From<Geometry> for Footprint {
        fn from(geometry: Geometry) -> Self {
            match geometry {
                Geometry::Point([x, y]) => Self::Point(Point::new(x, y)),
                Geometry::MultiPolygon(parts) => Self::Boundary(MultiPolygon(
                    parts
                        .into_iter()
                        .map(|rings| {
                            let mut rings = rings.into_iter().map(LineString::from);
                            let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
                            Polygon::new(exterior, rings.collect())
                        })
                        .collect(),
                )),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    #[test]
    fn a_footprint_survives_the_round_trip() {
        let with_hole = polygon!(
            exterior: [(x: 121., y: 30.), (x: 122., y: 30.), (x: 122., y: 31.), (x: 121., y: 30.)],
            interiors: [[(x: 121.5, y: 30.2), (x: 121.6, y: 30.2), (x: 121.6, y: 30.3), (x: 121.5, y: 30.2)]],
        );
        for footprint in [
            Footprint::Boundary(MultiPolygon(vec![with_hole])),
            Footprint::Point(Point::new(121.25, 30.75)),
        ] {
            let geometry = geometry::Geometry::from(&footprint);
            assert_eq!(Footprint::from(geometry), footprint);
        }
    }
}
