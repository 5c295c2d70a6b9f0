//! Rows to zones.

use super::columns::Cells;
use super::conversion::Place;
use super::reading::Reading;
use crate::rows::{Problem, kind};
use crate::source::{Source, ZONES};
use crate::{ReadError, ZoneSource};
use geo::{Geometry, MapCoords, MultiLineString, MultiPolygon};
use parkward_geometry::{Repair, repair};
use parkward_model::{InputKind, IssueKind, Metres, Note, Survey, Text, Zone, ZoneShape};
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
    let reading = Reading::start(source, folder, ZONES, &fields)?.without_ids();
    let convert = |cells: &Cells<'_>, place: Place<'_>| {
        let (row, id) = (place.row, place.id.to_owned());
        let (shape, repairs) = shape(cells, place)?;
        let notes: Vec<Note> = repairs
            .iter()
            .map(|repair| reading.note(Some(row), IssueKind::Repaired, repair.text()))
            .collect();
        let zone = Zone {
            kind: zones.kind.clone(),
            id,
            name: Text::new(
                cells.text("name_zh").unwrap_or_default(),
                cells.text("name_en").unwrap_or_default(),
            ),
            shape,
            distance: distance(cells)?,
            facts: cells.facts()?,
        };
        Ok((zone, notes))
    };
    let keep = |(zone, notes): (Zone, Vec<Note>), survey: &mut Survey| {
        survey.notes.extend(notes);
        survey.zones.push(zone);
    };
    let header = reading.each(
        InputKind::Zones,
        Text::new("空间要素", "zone"),
        &fields,
        survey,
        convert,
        keep,
    )?;
    survey.notes.extend(header.notes);
    Ok(())
}

/// The shape in longitude and latitude, and what had to be put right.
fn shape(cells: &Cells<'_>, place: Place<'_>) -> Result<(ZoneShape, Vec<Repair>), Problem> {
    let Place { geometry, unclosed, to_wgs84, .. } = place;
    let geometry = geometry.try_map_coords(|c| cells.position(c, to_wgs84))?;
    let closed = unclosed.then_some(Repair::Closed);
    let area = |area: MultiPolygon<f64>| {
        let repaired = repair(area)
            .map_err(|invalid| Problem::of_boundary(crate::rows::GEOMETRY, invalid.text()))?;
        // Which way rings run is a convention of formats, not a fault.
        let told =
            repaired.repairs.into_iter().filter(|r| !matches!(r, Repair::Turned(_))).collect();
        Ok((ZoneShape::Area(repaired.boundary), told))
    };
    let wrong = |found: Text| Problem {
        issue: IssueKind::BadShape,
        column: crate::rows::GEOMETRY.to_owned(),
        expected: Text::new("面、线或点", "polygons, lines or a point"),
        found,
    };
    let lines = |lines: MultiLineString<f64>| {
        let some = !lines.0.is_empty() && lines.iter().all(|line| line.0.len() > 1);
        match some {
            true => Ok((ZoneShape::Line(lines), Vec::new())),
            false => Err(wrong(Text::new("不足两点的线", "a line of fewer than two points"))),
        }
    };
    let (shape, repairs): (ZoneShape, Vec<Repair>) = match geometry {
        Geometry::Polygon(polygon) => area(MultiPolygon(vec![polygon]))?,
        Geometry::MultiPolygon(polygons) => area(polygons)?,
        Geometry::LineString(line) => lines(MultiLineString(vec![line]))?,
        Geometry::MultiLineString(parts) => lines(parts)?,
        Geometry::Point(point) => (ZoneShape::Point(point), Vec::new()),
        Geometry::MultiPoint(points) if points.len() == 1 => {
            (ZoneShape::Point(points.0[0]), Vec::new())
        }
        other => return Err(wrong(Text::same(kind(&other)))),
    };
    Ok((shape, closed.into_iter().chain(repairs).collect()))
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
