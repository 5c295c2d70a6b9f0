//! Geometries of GeoJSON.

use crate::rows::drawn::Drawn;
use ::geojson::{Geometry, GeometryValue, Position};
use parkward_model::{IssueKind, Text};

/// What a geometry comes to; an error if it is none.
pub(in crate::rows) fn drawn(geometry: Geometry) -> Result<Drawn, ::geojson::Error> {
    let shape = &geometry.value;
    // Those that are too short would end the program.
    if any_position(shape, &|position| position.len() < 2) {
        return Ok(Drawn::refused(
            IssueKind::BadShape,
            Text::new("每个位置至少两个数", "positions of at least two numbers"),
            Text::new("更短的位置", "a shorter one"),
        ));
    }
    let unclosed = has_open_ring(shape);
    let flattened = any_position(shape, &|position| position.len() > 2);
    let drawn = Drawn::of_geo(geo_types::Geometry::try_from(geometry)?);
    Ok(Drawn { unclosed, flattened, ..drawn })
}

/// Whether any position of a geometry is such a one.
fn any_position(geometry: &GeometryValue, is: &impl Fn(&Position) -> bool) -> bool {
    use GeometryValue as Value;
    match geometry {
        Value::Point { coordinates } => is(coordinates),
        Value::MultiPoint { coordinates } | Value::LineString { coordinates } => {
            coordinates.iter().any(is)
        }
        Value::MultiLineString { coordinates } | Value::Polygon { coordinates } => {
            coordinates.iter().flatten().any(is)
        }
        Value::MultiPolygon { coordinates } => coordinates.iter().flatten().flatten().any(is),
        Value::GeometryCollection { geometries } => {
            geometries.iter().any(|geometry| any_position(&geometry.value, is))
        }
    }
}

/// Whether a ring of a polygon ends elsewhere than it began.
fn has_open_ring(geometry: &GeometryValue) -> bool {
    use GeometryValue::{MultiPolygon, Polygon};
    let open = |rings: &[Vec<Position>]| rings.iter().any(|ring| ring.first() != ring.last());
    match geometry {
        Polygon { coordinates } => open(coordinates),
        MultiPolygon { coordinates } => coordinates.iter().any(|part| open(part)),
        _ => false,
    }
}
