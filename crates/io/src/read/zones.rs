//! Rows to zones.

use super::parks::kind as kind_of;
use super::reading::{Reading, sha256};
use super::table::{Cells, Table};
use crate::rows::Problem;
use crate::source::{Source, ZONES};
use crate::{ReadError, ZoneSource};
use geo::{Geometry, MapCoords, MultiLineString, MultiPolygon};
use parkward_geometry::{Repair, Transformer, repair};
use parkward_model::{Input, Lang, Layer, Metres, Note, Reject, Survey, Text, Zone, ZoneShape};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads the zones of one kind into `survey`, in the order of their rows. A zone without an id gets its
/// row's number for one. Areas are repaired where there is only one way to do so; what cannot be used
/// is rejected.
///
/// # Errors
/// [`ReadError`] for what is wrong with the whole file, an empty one included.
pub fn read_zones(zones: &ZoneSource, folder: &Path, survey: &mut Survey) -> Result<(), ReadError> {
    let source: &Source = &zones.source();
    let fields = BTreeMap::new();
    let reading = Reading::start(source, folder, ZONES, &fields)?;
    let (header, rows) = reading.rows()?;
    let (to_wgs84, crs) = reading.transformer(header.crs.as_deref())?;
    let table = Table::new(reading.wanted(), source.land_unit, &fields, &source.keep);
    let file = source.label();
    let count = rows.len();
    if count == 0 {
        return Err(ReadError::Empty { file, noun: "zone" });
    }
    let mut first_reject = None;
    let before = survey.zones.len();
    for row in rows {
        let (number, unclosed) = (row.number, row.unclosed);
        let mut id = None;
        let converted = table.open(&row.cells).and_then(|cells| {
            id = cells.text("id").map(String::from);
            let geometry = cells.geometry(row.geometry)?;
            let (shape, repairs) = shape(&cells, geometry, &to_wgs84)?;
            let notes = unclosed.then_some(Repair::Closed).into_iter().chain(repairs);
            let notes: Vec<Note> =
                notes.map(|repair| reading.note(Some(number), repair.text())).collect();
            let zone = Zone {
                kind: zones.kind.clone(),
                id: id.clone().unwrap_or_else(|| number.to_string()),
                name: Text::new(
                    cells.text("name_zh").unwrap_or_default(),
                    cells.text("name_en").unwrap_or_default(),
                ),
                shape,
                distance: distance(&cells)?,
                facts: cells.facts()?,
            };
            Ok((zone, notes))
        });
        match converted {
            Ok((zone, notes)) => {
                survey.notes.extend(notes);
                survey.zones.push(zone);
            }
            Err(Problem { column, expected, found }) => {
                let column = reading.column(&column, &header);
                let file = file.clone();
                let layer = Layer::Zones;
                let reject = Reject { layer, file, row: number, id, column, expected, found };
                first_reject.get_or_insert_with(|| reject.clone());
                survey.rejects.push(reject);
            }
        }
    }
    if let (true, Some(first)) = (survey.zones.len() == before, first_reject) {
        let Reject { row, column, expected, found, .. } = first;
        let expected = expected.in_lang(Lang::En).to_owned();
        let rows = count as u64;
        return Err(ReadError::NothingUsable { file, rows, row, column, expected, found });
    }
    let known = survey.inputs.iter().find(|input| input.file == file);
    let sha256 = known.map_or_else(|| sha256(reading.path()), |input| input.sha256.clone());
    survey.inputs.push(Input { layer: Layer::Zones, file, sha256, crs, rows: count as u64 });
    survey.notes.extend(header.notes);
    Ok(())
}

/// The shape in longitude and latitude, and what had to be put right.
fn shape(
    cells: &Cells<'_>,
    geometry: Geometry<f64>,
    to_wgs84: &Transformer,
) -> Result<(ZoneShape, Vec<Repair>), Problem> {
    let geometry = geometry.try_map_coords(|c| cells.position(c, to_wgs84))?;
    let area = |area: MultiPolygon<f64>| {
        let repaired = repair(area).map_err(|invalid| Problem {
            column: super::table::GEOMETRY.to_owned(),
            expected: Text::new("有效的边界", "a boundary with one reading"),
            found: invalid.text().en,
        })?;
        // Which way rings run is a convention of formats, not a fault.
        let told = repaired.repairs.into_iter().filter(|r| !matches!(r, Repair::Turned(_)));
        Ok((ZoneShape::Area(repaired.boundary), told.collect()))
    };
    let wrong = |found: String| Problem {
        column: super::table::GEOMETRY.to_owned(),
        expected: Text::new("面、线或点", "polygons, lines or a point"),
        found,
    };
    let lines = |lines: MultiLineString<f64>| {
        let some = !lines.0.is_empty() && lines.iter().all(|line| line.0.len() > 1);
        match some {
            true => Ok((ZoneShape::Line(lines), Vec::new())),
            false => Err(wrong("a line of fewer than two points".to_owned())),
        }
    };
    match geometry {
        Geometry::Polygon(polygon) => area(MultiPolygon(vec![polygon])),
        Geometry::MultiPolygon(polygons) => area(polygons),
        Geometry::LineString(line) => lines(MultiLineString(vec![line])),
        Geometry::MultiLineString(parts) => lines(parts),
        Geometry::Point(point) => Ok((ZoneShape::Point(point), Vec::new())),
        Geometry::MultiPoint(points) if points.len() == 1 => {
            Ok((ZoneShape::Point(points.0[0]), Vec::new()))
        }
        other => Err(wrong(kind_of(&other).to_owned())),
    }
}

fn distance(cells: &Cells<'_>) -> Result<Option<Metres>, Problem> {
    match cells.number("distance_m")? {
        Some(metres) if !(0.0..=MOST_METRES).contains(&metres) => {
            Err(cells.problem("distance_m", "0 至 100,000 米", "metres from 0 to 100,000"))
        }
        metres => Ok(metres.map(Metres)),
    }
}

/// As for the distances of rules.
const MOST_METRES: f64 = 100_000.0;
