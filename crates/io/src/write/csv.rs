//! Delimited text after RFC 4180, for spreadsheets and scripts.

use super::file::{any_of, write_file, write_rows};
use super::number::write_real;
use super::rounding::Rounding;
use crate::WriteError;
use geo::{Coord, LineString};
use parkward_layer::{Cell, FeatureGeometry, PlanLayer, Shape};
use std::borrow::Cow;
use std::io::{Result, Write};
use std::path::Path;

/// Writes a layer in UTF-8, one row a line: the fields, then the position as `lon` and `lat` of a
/// layer of points, or as `wkt` of any other that has geometries, at 7 decimals. Where a field has
/// that name already, `_wgs84` is added to it; where coordinates are not on WGS84, their CRS, as in
/// `lon_gcj02` or `x_EPSG:4549`. Unknown cells are empty.
///
/// A text that a spreadsheet would run as a formula (one that begins with `=`, `+`, `-`, `@`, a tab or
/// a carriage return, and is no number) is written with a `'` before it. `bom` puts the byte order
/// mark before everything, without which Excel takes UTF-8 for the system's own encoding.
///
/// # Errors
/// [`WriteError::File`].
pub fn write_csv(
    layer: &PlanLayer<'_>,
    bom: bool,
    path: &Path,
) -> std::result::Result<(), WriteError> {
    write_file(path, |out| write(layer, bom, out))
}

fn write(layer: &PlanLayer<'_>, bom: bool, out: &mut (impl Write + Send)) -> Result<()> {
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let rounding = Rounding::of(&layer.crs);
    let position: &[&str] = match layer.shape {
        Shape::Point if !rounding.is_degrees() => &["x", "y"],
        Shape::Point => &["lon", "lat"],
        Shape::Line | Shape::Polygon | Shape::PolygonOrPoint | Shape::Any => &["wkt"],
        Shape::None => &[],
    };
    for (index, field) in layer.fields.iter().enumerate() {
        separate(out, index)?;
        words(out, &field.name)?;
    }
    for name in position {
        let taken = layer.fields.iter().any(|field| field.name.eq_ignore_ascii_case(name));
        match (layer.crs.is_epsg_4326(), taken) {
            (true, false) => write!(out, ",{name}")?,
            (true, true) => write!(out, ",{name}_wgs84")?,
            (false, _) => {
                out.write_all(b",")?;
                text(out, &format!("{name}_{}", layer.crs))?;
            }
        }
    }
    out.write_all(b"\n")?;

    write_rows(layer, out, |out, _, feature| {
        for (index, cell) in feature.cells.iter().enumerate() {
            separate(out, index)?;
            match cell {
                Cell::Unknown => {}
                Cell::Flag(flag) => serde_json::to_writer(&mut *out, flag)?,
                Cell::Integer(number) => serde_json::to_writer(&mut *out, number)?,
                Cell::Real(number) => plain(out, *number)?,
                Cell::Text(cell) => words(out, cell)?,
            }
        }
        match (layer.shape, &feature.geometry) {
            (Shape::None, _) => {}
            (Shape::Point, Some(FeatureGeometry::Point(at))) => {
                let Coord { x, y } = rounding.coord(*at);
                out.write_all(b",")?;
                real(out, x)?;
                out.write_all(b",")?;
                real(out, y)?;
            }
            (Shape::Point, _) => out.write_all(b",,")?,
            (_, None) => out.write_all(b",")?,
            (_, Some(geometry)) => {
                out.write_all(b",\"")?; // there is a comma in every line and boundary
                wkt(out, geometry, rounding)?;
                out.write_all(b"\"")?;
            }
        }
        out.write_all(b"\n")
    })
}

/// A number of a cell: a whole one without a point, as people write it.
fn plain(out: &mut impl Write, number: f64) -> Result<()> {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and at most 15 digits")]
        let whole = number as i64;
        return serde_json::to_writer(out, &whole).map_err(Into::into);
    }
    real(out, number)
}

fn separate(out: &mut impl Write, index: usize) -> Result<()> {
    if index == 0 { Ok(()) } else { out.write_all(b",") }
}

/// What somebody else has written, which no spreadsheet is to run.
fn words(out: &mut impl Write, words: &str) -> Result<()> {
    text(out, &harmless(words))
}

/// A text as it may stand in a cell: what a spreadsheet would run has a `'` before it.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if is_formula(text) { format!("'{text}").into() } else { text.into() }
}

/// A cell, quoted where it has to be.
fn text(out: &mut impl Write, text: &str) -> Result<()> {
    if !any_of(text, |byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        return out.write_all(text.as_bytes());
    }
    out.write_all(b"\"")?;
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            out.write_all(b"\"\"")?;
        }
        out.write_all(part.as_bytes())?;
    }
    out.write_all(b"\"")
}

/// The shortest text that reads back as this number; nothing if it is not finite.
fn real(out: &mut impl Write, number: f64) -> Result<()> {
    if number.is_finite() { write_real(out, number) } else { Ok(()) }
}

/// Whether a spreadsheet would run the text as a formula.
fn is_formula(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'))
        && text.parse::<f64>().is_err()
}

/// The geometry as well-known text (OGC 06-103r4, 7).
fn wkt(out: &mut Vec<u8>, geometry: &FeatureGeometry<'_>, rounding: Rounding) -> Result<()> {
    let position = |out: &mut Vec<u8>, c: Coord<f64>| {
        real(out, c.x)?;
        out.push(b' ');
        real(out, c.y)
    };
    let positions = |out: &mut Vec<u8>, positions: &[Coord<f64>]| {
        list(out, positions, |out, c| position(out, *c))
    };
    match geometry {
        FeatureGeometry::Point(at) => {
            out.extend_from_slice(b"POINT ");
            positions(out, &[rounding.coord(*at)])
        }
        FeatureGeometry::Line(ends) => {
            out.extend_from_slice(b"LINESTRING ");
            positions(out, &ends.map(|end| rounding.coord(end)))
        }
        FeatureGeometry::Path(path) => {
            out.extend_from_slice(b"LINESTRING ");
            positions(out, &rounding.path(path))
        }
        FeatureGeometry::Lines(lines) => {
            out.extend_from_slice(b"MULTILINESTRING ");
            list(out, rounding.lines(lines).iter(), |out, LineString(line)| positions(out, line))
        }
        FeatureGeometry::Boundary(boundary) => {
            out.extend_from_slice(b"MULTIPOLYGON ");
            list(out, rounding.boundary(boundary).iter(), |out, part| {
                let rings = std::iter::once(part.exterior()).chain(part.interiors());
                list(out, rings, |out, LineString(ring)| positions(out, ring))
            })
        }
    }
}

fn list<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    each: impl Fn(&mut Vec<u8>, T) -> Result<()>,
) -> Result<()> {
    out.push(b'(');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        each(out, item)?;
    }
    out.push(b')');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_formula;

    #[test]
    fn formulas_are_told_from_numbers_and_words() {
        for text in ["=1+1", "+SUM(A1)", "-cmd|'/c calc'!A1", "@SUM(A1)", "\t=1", "\r=1", "-", "+"]
        {
            assert!(is_formula(text), "{text:?}");
        }
        for text in ["", "a=1", "-5", "+5.5e3", "甲厂", "1-2", "'=1"] {
            assert!(!is_formula(text), "{text:?}");
        }
    }
}
