//! Places as JSON has them: longitude and latitude in a list.

use geo_types::{Coord, LineString, Point};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Vertices of a line.
pub(crate) mod line {
    use super::{Coord, Deserialize, Deserializer, LineString, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        line: &LineString<f64>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(line.coords().map(|at| [at.x, at.y]))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<LineString<f64>, D::Error> {
        let places = Vec::<[f64; 2]>::deserialize(from)?;
        Ok(places.into_iter().map(|[x, y]| Coord { x, y }).collect())
    }
}

/// A point.
pub(crate) mod point {
    use super::{Deserialize, Deserializer, Point, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(at: &Point<f64>, to: S) -> Result<S::Ok, S::Error> {
        [at.x(), at.y()].serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Point<f64>, D::Error> {
        <[f64; 2]>::deserialize(from).map(Point::from)
    }
}

/// Points by park.
pub(crate) mod gates {
    use super::{Deserialize, Deserializer, Point, Serializer};
    use parkward_model::ParkId;
    use std::collections::BTreeMap;

    type Gates = BTreeMap<ParkId, Vec<Point<f64>>>;

    pub(crate) fn serialize<S: Serializer>(gates: &Gates, to: S) -> Result<S::Ok, S::Error> {
        let places =
            |at: &Vec<Point<f64>>| at.iter().map(|at| [at.x(), at.y()]).collect::<Vec<_>>();
        to.collect_map(gates.iter().map(|(park, at)| (park, places(at))))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Gates, D::Error> {
        let read = BTreeMap::<ParkId, Vec<[f64; 2]>>::deserialize(from)?;
        let points = |at: Vec<[f64; 2]>| at.into_iter().map(Point::from).collect();
        Ok(read.into_iter().map(|(park, at)| (park, points(at))).collect())
    }
}
