//! Rows to parks.

use super::table::{Cells, Table};
use super::{Reading, Survey};
use crate::ReadError;
use crate::rows::Problem;
use crate::source::{PARKS, Source};
use geo::{Coord, Geometry, MapCoords, MultiPolygon};
use parkward_geometry::{Overlap, Repair, Transformer, overlaps, repair};
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
    classification: &Classification,
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
        let number = row.number;
        let opened = table.open(row);
        let id = opened.as_ref().ok().and_then(|(cells, _)| cells.text("id"));
        let located = opened.and_then(|(cells, geometry)| {
            let geometry = cells.geometry(geometry)?;
            Ok((cells, geometry))
        });
        if index == 0
            && let Ok((_, geometry)) = &located
        {
            reading.check_metres(&to_wgs84, &crs, first_position(geometry))?;
        }
        let park = located.and_then(|(cells, geometry)| {
            let (footprint, repairs) = footprint(&cells, geometry, &to_wgs84)?;
            let park = park_of(&cells, footprint, classification, fields, &source.keep)?;
            if let Some(first) = seen.insert(park.id.0.clone(), number) {
                seen.insert(park.id.0.clone(), first);
                let zh = format!("未用过的编号（第 {first} 行已用）");
                let en = format!("an id of its own (row {first} has it)");
                return Err(cells.problem("id", &zh, &en));
            }
            Ok((park, repairs))
        });
        match park {
            Ok((park, repairs)) => {
                for repair in repairs {
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
            Err(problem) => survey.rejects.push(reading.reject(Layer::Parks, number, id, problem)),
        }
    }
    survey.parks.sort_by(|a, b| a.id.cmp(&b.id));
    for Overlap { first, second, area, .. } in
        overlaps(&survey.parks).into_iter().filter(|o| !o.nested)
    {
        let (a, b) = (&survey.parks[first].id, &survey.parks[second].id);
        survey.notes.push(reading.note(
            None,
            Text::new(
                format!("园区 {a} 与 {b} 重叠 {area}"),
                format!("parks {a} and {b} overlap by {area}"),
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
        expected: invalid.expected(),
        found: invalid.found(),
    })?;
    Ok((Footprint::Boundary(repaired.boundary), repaired.repairs))
}

fn park_of(
    cells: &Cells<'_>,
    footprint: Footprint,
    classification: &Classification,
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
    classification: &Classification,
) -> Result<Vec<(IndustryCode, f64)>, Problem> {
    let Some(list) = cells.text("industries") else { return Ok(Vec::new()) };
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

fn first_position(geometry: &Geometry<f64>) -> Option<Coord<f64>> {
    use geo::CoordsIter;
    geometry.coords_iter().next()
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
