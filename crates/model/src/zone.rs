//! A zone: an area, a line or a point to which rules of space refer.

use crate::{Facts, Metres, Text};
use geo_types::{LineString, MultiLineString, MultiPolygon, Point, Polygon};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Something on the map that keeps enterprises away or classes their land: a water-source protection
/// zone, a river's main stem, a facility with a safety distance, a planned industrial block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Zone {
    /// Key of its kind in the rule book.
    pub kind: String,
    /// Its id in its file, or the number of its row where the file has none.
    pub id: String,
    /// The name, as printed.
    #[serde(default)]
    pub name: Text,
    /// Where it is.
    #[serde(rename = "geometry")]
    pub shape: ZoneShape,
    /// The distance to be kept from it by its own assessment; `None`: not known.
    #[serde(default, rename = "distance_m", skip_serializing_if = "Option::is_none")]
    pub distance: Option<Metres>,
    /// Further fields, carried as they are.
    #[serde(default)]
    pub facts: Facts,
}

impl Zone {
    /// The zone's name in `lang`, or its id where it has no name.
    pub fn label(&self, lang: crate::Lang) -> &str {
        match self.name.in_lang(lang) {
            "" => &self.id,
            name => name,
        }
    }
}

/// Where a zone is, in degrees of longitude and latitude on WGS84.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(with = "Geometry")]
pub enum ZoneShape {
    /// An area: rings closed, without self-crossings. Holes are outside.
    Area(MultiPolygon<f64>),
    /// Lines: nothing is inside, distances are to them.
    Line(MultiLineString<f64>),
    /// One point.
    Point(Point<f64>),
}

type Chain = Vec<[f64; 2]>;

/// The three shapes in GeoJSON (RFC 7946 §3.1).
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    MultiPolygon(Vec<Vec<Chain>>),
    MultiLineString(Vec<Chain>),
    Point([f64; 2]),
}

/// Serialised as a GeoJSON geometry, so that plans can be read by other programs.
impl Serialize for ZoneShape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let chain = |chain: &LineString<f64>| chain.coords().map(|c| [c.x, c.y]).collect::<Chain>();
        let rings = |part: &Polygon<f64>| {
            std::iter::once(part.exterior()).chain(part.interiors()).map(chain).collect()
        };
        match self {
            Self::Area(parts) => Geometry::MultiPolygon(parts.iter().map(rings).collect()),
            Self::Line(lines) => Geometry::MultiLineString(lines.iter().map(chain).collect()),
            Self::Point(point) => Geometry::Point([point.x(), point.y()]),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ZoneShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let part = |rings: Vec<Chain>| {
            let mut rings = rings.into_iter().map(LineString::from);
            let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
            Polygon::new(exterior, rings.collect())
        };
        Ok(match Geometry::deserialize(deserializer)? {
            Geometry::MultiPolygon(parts) => Self::Area(parts.into_iter().map(part).collect()),
            Geometry::MultiLineString(lines) => {
                Self::Line(lines.into_iter().map(LineString::from).collect())
            }
            Geometry::Point([x, y]) => Self::Point(Point::new(x, y)),
        })
    }
}
