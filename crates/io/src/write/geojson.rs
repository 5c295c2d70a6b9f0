//! GeoJSON exactly as RFC 7946 has it.

use crate::WriteError;
use geo::{Coord, Geometry, MapCoords, Validation};
use parkward_model::Value;
use parkward_planning::{ColumnKind, Feature, PlanLayer};
use serde_json::Value as Json;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes a layer: WGS84 longitude and latitude, no `crs` member, outer rings counter-clockwise, at
/// most 7 decimals (11 mm), one feature a line.
///
/// A polygon that rounding would make invalid is written unrounded.
///
/// # Errors
/// [`WriteError::File`].
pub fn write_geojson(layer: &PlanLayer, path: &Path) -> Result<(), WriteError> {
    let file = File::create(path).map_err(WriteError::file(path))?;
    let mut out = BufWriter::new(file);
    write(layer, &mut out).map_err(WriteError::file(path))
}

fn write(layer: &PlanLayer, out: &mut impl Write) -> std::io::Result<()> {
    let name = Json::from(layer.name);
    write!(out, "{{\"type\":\"FeatureCollection\",\"name\":{name},\"features\":[")?;
    for (place, feature) in layer.features.iter().enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &geojson(layer, feature))?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

fn geojson(layer: &PlanLayer, feature: &Feature) -> ::geojson::Feature {
    let properties = layer.fields.iter().zip(&feature.values).map(|(field, value)| {
        let value = match (value, field.kind) {
            (None, _) => Json::Null,
            (Some(Value::Flag(flag)), _) => (*flag).into(),
            #[expect(clippy::cast_possible_truncation, reason = "integer columns hold integers")]
            (Some(Value::Number(number)), ColumnKind::Integer) => (*number as i64).into(),
            (Some(Value::Number(number)), _) => (*number).into(),
            (Some(Value::Word(word)), _) => word.as_str().into(),
        };
        (field.name.clone(), value)
    });
    ::geojson::Feature {
        geometry: feature
            .geometry
            .as_ref()
            .map(|g| ::geojson::GeometryValue::from(&rounded(g)).into()),
        properties: Some(properties.collect()),
        bbox: None,
        id: None,
        foreign_members: None,
    }
}

/// The geometry at 7 decimals, unless that makes it invalid.
fn rounded(geometry: &Geometry<f64>) -> Geometry<f64> {
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    let rounded = geometry.map_coords(|c| Coord { x: round(c.x), y: round(c.y) });
    match rounded {
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) if !rounded.is_valid() => geometry.clone(),
        _ => rounded,
    }
}
