//! GeoJSON exactly as RFC 7946 has it.

use super::file::{any_of, write_file, write_rows};
use super::number::write_real;
use super::rounding::Rounding;
use crate::WriteError;
use geo::{Coord, LineString};
use parkward_layer::{Cell, FeatureGeometry, PlanLayer};
use serde::Serialize;
use std::io::{Result, Write};
use std::path::Path;

/// Writes a layer: WGS84 longitude and latitude, no `crs` member, outer rings counter-clockwise, at
/// most 7 decimals (11 mm), one feature a line.
///
/// A polygon that rounding would make invalid is written unrounded.
///
/// A layer in another CRS is what RFC 7946 (4) calls a prior arrangement: a `crs` member as in the
/// format of 2008 names it, or `coordinates_in` where no authority has a name for it (`gcj02`).
///
/// # Errors
/// [`WriteError::File`].
pub fn write_geojson(layer: &PlanLayer<'_>, path: &Path) -> std::result::Result<(), WriteError> {
    write_file(path, |out| write(layer, out))
}

/// Straight to the writer: trees of values, one a feature, took five times as long.
fn write(layer: &PlanLayer<'_>, out: &mut (impl Write + Send)) -> Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"name\":")?;
    value(out, layer.name)?;
    match layer.crs.epsg() {
        _ if layer.crs.is_epsg_4326() => {}
        Some(code) => write!(
            out,
            ",\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:def:crs:EPSG::{code}\"}}}}"
        )?,
        None => {
            out.write_all(b",\"coordinates_in\":")?;
            value(out, &layer.crs.to_string())?;
        }
    }
    let rounding = Rounding::of(&layer.crs);
    out.write_all(b",\"features\":[")?;
    let keys: Vec<Vec<u8>> = layer
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| {
            let mut key = if index == 0 { Vec::new() } else { vec![b','] };
            value(&mut key, &field.name)?;
            key.push(b':');
            Ok(key)
        })
        .collect::<Result<_>>()?;
    write_rows(layer, out, |out, index, feature| {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        out.write_all(b"{\"type\":\"Feature\",\"geometry\":")?;
        match &feature.geometry {
            None => out.write_all(b"null")?,
            Some(geometry) => write_geometry(out, geometry, rounding)?,
        }
        out.write_all(b",\"properties\":{")?;
        for (key, cell) in keys.iter().zip(&feature.cells) {
            out.write_all(key)?;
            match cell {
                Cell::Unknown => out.write_all(b"null")?,
                Cell::Flag(flag) => value(out, flag)?,
                Cell::Integer(number) => value(out, number)?,
                Cell::Real(number) => write_real(out, *number)?,
                Cell::Text(text) => write_text(out, text)?,
            }
        }
        out.write_all(b"}}")
    })?;
    out.write_all(b"\n]}\n")
}

/// A text, which has seldom anything in it that JSON writes otherwise.
fn write_text(out: &mut impl Write, text: &str) -> Result<()> {
    if any_of(text, |byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        return value(out, text);
    }
    out.write_all(b"\"")?;
    out.write_all(text.as_bytes())?;
    out.write_all(b"\"")
}

/// One JSON value; numbers that are not finite are `null`.
fn value<T: Serialize + ?Sized>(out: &mut impl Write, value: &T) -> Result<()> {
    serde_json::to_writer(out, value).map_err(Into::into)
}

fn write_geometry(
    out: &mut impl Write,
    geometry: &FeatureGeometry<'_>,
    rounding: Rounding,
) -> Result<()> {
    match geometry {
        FeatureGeometry::Point(at) => {
            out.write_all(b"{\"type\":\"Point\",\"coordinates\":")?;
            position(out, rounding.coord(*at))?;
        }
        FeatureGeometry::Line(ends) => {
            out.write_all(b"{\"type\":\"LineString\",\"coordinates\":")?;
            positions(out, &ends.map(|end| rounding.coord(end)))?;
        }
        FeatureGeometry::Path(path) => {
            out.write_all(b"{\"type\":\"LineString\",\"coordinates\":")?;
            positions(out, &rounding.path(path))?;
        }
        FeatureGeometry::Lines(lines) => {
            out.write_all(b"{\"type\":\"MultiLineString\",\"coordinates\":")?;
            list(out, rounding.lines(lines).iter(), |out, LineString(line)| positions(out, line))?;
        }
        FeatureGeometry::Boundary(boundary) => {
            out.write_all(b"{\"type\":\"MultiPolygon\",\"coordinates\":")?;
            list(out, rounding.boundary(boundary).iter(), |out, part| {
                let rings = std::iter::once(part.exterior()).chain(part.interiors());
                list(out, rings, |out, LineString(ring)| positions(out, ring))
            })?;
        }
    }
    out.write_all(b"}")
}

fn positions(out: &mut impl Write, positions: &[Coord<f64>]) -> Result<()> {
    list(out, positions, |out, at| position(out, *at))
}

fn position(out: &mut impl Write, at: Coord<f64>) -> Result<()> {
    out.write_all(b"[")?;
    write_real(out, at.x)?;
    out.write_all(b",")?;
    write_real(out, at.y)?;
    out.write_all(b"]")
}

/// A JSON array of whatever `each` writes.
fn list<T, W: Write>(
    out: &mut W,
    items: impl IntoIterator<Item = T>,
    each: impl Fn(&mut W, T) -> Result<()>,
) -> Result<()> {
    out.write_all(b"[")?;
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        each(out, item)?;
    }
    out.write_all(b"]")
}
