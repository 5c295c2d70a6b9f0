//! Rows to parks.

use super::table::{Cells, Table};
use super::{Reading, Survey};
use crate::ReadError;
use crate::rows::Problem;
use crate::source::{PARKS, Source};
use geo::{Geometry, MapCoords, MultiPolygon};
use parkward_geometry::{Overlap, Repair, Sharing, Transformer, overlaps, repair};
use parkward_model::{
    Classification, FieldKind, Footprint, IndustryCode, LandAccount, Layer, Park, Text,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads parks into `survey`, in the order of their ids, repairs boundaries where there is only one
/// way to do so, and notes every repair and every overlap.
///
/// # Errors
/// [`ReadError`] for what is wrong with the whole file.
pub fn read_parks(
    source: &Source,
    folder: &Path,
    classification: Option<&Classification>,
    fields: &BTreeMap<String, FieldKind>,
    survey: &mut Survey,
) -> Result<(), ReadError> {
    let reading = Reading::start(source, folder, PARKS, fields)?;
    let (header, rows) = reading.rows()?;
    let (to_wgs84, crs) = reading.transformer(&header)?;
    if !rows.is_empty() {
        reading.require("id", &header)?;
    }
    let count = rows.len() as u64;
    let table = Table::new(&reading.wanted, &header, source.land_unit, |key, header| {
        reading.column(key, header)
    });
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for (index, row) in rows.into_iter().enumerate() {
        let (number, unclosed) = (row.number, row.unclosed);
        let used = match table.open(row) {
            Err((id, problem)) => Err((id, problem)),
            Ok((cells, geometry)) => {
                if index == 0 {
                    reading.check_metres(&to_wgs84, &crs, &geometry)?;
                }
                footprint(&cells, geometry, &to_wgs84)
                    .and_then(|(footprint, repairs)| {
                        let park =
                            park_of(&cells, footprint, classification, fields, &source.keep)?;
                        first_of_its_id(&cells, &park, number, &mut seen)?;
                        Ok((park, repairs))
                    })
                    .map_err(|problem| (cells.text("id"), problem))
            }
        };
        match used {
            Ok((park, repairs)) => {
                let closed = unclosed.then_some(Repair::Closed);
                // Which way rings run is a convention of formats (Shapefile and GeoJSON differ), not
                // a fault to report.
                let told =
                    repairs.into_iter().filter(|repair| !matches!(repair, Repair::Turned(_)));
                for repair in closed.into_iter().chain(told) {
                    survey.notes.push(reading.note(Some(number), repair.text()));
                }
                if matches!(park.footprint, Footprint::Point(_)) {
                    survey.notes.push(reading.note(
                        Some(number),
                        Text::new(
                            format!("园区 {} 只有点位：可计算距离，无法判断谁在园区内", park.id),
                            format!("park {} is only a point: distances are to it, and nobody can be inside", park.id),
                        ),
                    ));
                }
                survey.parks.push(park);
            }
            Err((id, problem)) => {
                survey.rejects.push(reading.reject(Layer::Parks, number, id, problem))
            }
        }
    }
    survey.parks.sort_by(|a, b| a.id.cmp(&b.id));
    let partial = |overlap: &Overlap| overlap.sharing == Sharing::Partial;
    for Overlap { first, second, shared, .. } in overlaps(&survey.parks).into_iter().filter(partial)
    {
        let (a, b) = (&survey.parks[first].id, &survey.parks[second].id);
        survey.notes.push(reading.note(
            None,
            Text::new(
                format!("园区 {a} 与 {b} 重叠 {shared}"),
                format!("parks {a} and {b} overlap by {shared}"),
            ),
        ));
    }
    survey.notes.extend(header.notes);
    reading.finish(Layer::Parks, "park", (count, survey.parks.len()), crs, survey)
}

fn footprint(
    cells: &Cells<'_>,
    geometry: Geometry<f64>,
    to_wgs84: &Transformer,
) -> Result<(Footprint, Vec<Repair>), Problem> {
    let boundary = match geometry {
        Geometry::Point(point) => {
            return Ok((Footprint::Point(cells.position(point.0, to_wgs84)?.into()), Vec::new()));
        }
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
        Geometry::MultiPolygon(polygons) => polygons,
        other => {
            return Err(Problem {
                column: "geometry".to_owned(),
                expected: Text::new("面或点", "a polygon or a point"),
                found: kind(&other).to_owned(),
            });
        }
    };
    let boundary = boundary.try_map_coords(|c| cells.position(c, to_wgs84))?;
    let repaired = repair(boundary).map_err(|invalid| Problem {
        column: "geometry".to_owned(),
        expected: Text::new("有效的边界", "a boundary with one reading"),
        found: invalid.text().en,
    })?;
    Ok((Footprint::Boundary(repaired.boundary), repaired.repairs))
}

/// Fails if an earlier row has the park's id.
fn first_of_its_id(
    cells: &Cells<'_>,
    park: &Park,
    row: u64,
    seen: &mut BTreeMap<String, u64>,
) -> Result<(), Problem> {
    match seen.get(&park.id.0) {
        Some(first) => Err(cells.taken_id(*first)),
        None => {
            seen.insert(park.id.0.clone(), row);
            Ok(())
        }
    }
}

fn park_of(
    cells: &Cells<'_>,
    footprint: Footprint,
    classification: Option<&Classification>,
    fields: &BTreeMap<String, FieldKind>,
    keep: &[String],
) -> Result<Park, Problem> {
    Ok(Park {
        id: cells.text("id").ok_or_else(|| cells.problem("id", "编号", "an id"))?.as_str().into(),
        name: Text::new(
            cells.text("name_zh").unwrap_or_default(),
            cells.text("name_en").unwrap_or_default(),
        ),
        footprint,
        capacity: cells.land("capacity_ha")?,
        area: cells.land("area_ha")?,
        land: LandAccount {
            built: cells.land("built_ha")?,
            industrial: cells.land("industrial_ha")?,
            supplied: cells.land("supplied_ha")?,
            idle: cells.land("idle_ha")?,
        },
        industries: industries(cells, classification)?,
        open: cells.flag("open")?.unwrap_or(true),
        facts: cells.facts(fields, keep)?,
    })
}

/// A list such as `C26, C36:0.8`: codes with fit, 1 where none is given.
fn industries(
    cells: &Cells<'_>,
    classification: Option<&Classification>,
) -> Result<Vec<(IndustryCode, f64)>, Problem> {
    let (Some(list), Some(classification)) = (cells.text("industries"), classification) else {
        return Ok(Vec::new());
    };
    let wrong = || {
        cells.problem(
            "industries",
            "行业代码列表，如 C26, C36:0.8",
            "industry codes such as C26, C36:0.8",
        )
    };
    list.split([',', ';', '，', '；', '、'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            let (code, fit) = entry.split_once([':', '：']).unwrap_or((entry, "1"));
            let fit: f64 = fit.trim().parse().map_err(|_| wrong())?;
            let code = classification.parse(code).map_err(|_| wrong())?;
            if (0.0..=1.0).contains(&fit) { Ok((code, fit)) } else { Err(wrong()) }
        })
        .collect()
}

pub(super) fn kind(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}
