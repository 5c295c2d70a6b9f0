//! Rows to parks.

use super::columns::Cells;
use super::conversion::Place;
use super::reading::Reading;
use crate::ReadError;
use crate::rows::{GEOMETRY, Problem, kind};
use crate::source::{PARKS, Source};
use geo::{Geometry, MapCoords, MultiPolygon, Polygon};
use parkward_geometry::{Overlap, Repair, Sharing, nested_of, overlaps, repair};
use parkward_model::{
    Classification, FieldKind, Footprint, IndustryCode, InputKind, IssueKind, LandAccount, Note,
    Park, ParkId, Survey, Text,
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
    let convert = |cells: &Cells<'_>, place: Place<'_>| {
        let (row, id) = (place.row, ParkId::from(place.id));
        let (footprint, repairs) = footprint(cells, place)?;
        let notes: Vec<Note> = repairs
            .iter()
            .map(|repair| reading.note(Some(row), IssueKind::Repaired, repair.text()))
            .collect();
        Ok((park_of(id, cells, footprint, classification)?, notes, row))
    };
    let keep = |(park, notes, row): (Park, Vec<Note>, u64), survey: &mut Survey| {
        survey.notes.extend(notes);
        if matches!(park.footprint, Footprint::Point(_)) {
            let zh = format!("园区 {} 只有点位：可计算距离，无法判断谁在园区内", park.id);
            let en = format!(
                "park {} is only a point: distances are to it, and nobody can be inside",
                park.id
            );
            survey.notes.push(reading.note(Some(row), IssueKind::PointPark, Text::new(zh, en)));
        }
        survey.park_rows.insert(park.id.clone(), row);
        survey.parks.push(park);
    };
    let header =
        reading.each(InputKind::Parks, Text::new("园区", "park"), fields, survey, convert, keep)?;
    survey.parks.sort_by(|a, b| a.id.cmp(&b.id));
    let overlaps = overlaps(&survey.parks);
    survey.nested = Some(nested_of(&survey.parks, &overlaps));
    let partial = |overlap: &Overlap| overlap.sharing == Sharing::Partial;
    for overlap in overlaps.into_iter().filter(partial) {
        let row = survey.park_rows.get(&survey.parks[overlap.first].id).copied();
        let text = overlap.text(&survey.parks);
        survey.notes.push(reading.note(row, IssueKind::Overlap, text));
    }
    if classification.is_some() {
        reading.note_absent(&["capacity_ha"], &header, survey);
    }
    survey.notes.extend(header.notes);
    Ok(())
}

/// The footprint in longitude and latitude, and what had to be put right.
fn footprint(cells: &Cells<'_>, place: Place<'_>) -> Result<(Footprint, Vec<Repair>), Problem> {
    let boundary = match place.geometry {
        Geometry::Point(point) => {
            let point = cells.position(point.0, place.to_wgs84)?;
            return Ok((Footprint::Point(point.into()), Vec::new()));
        }
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
        Geometry::MultiPolygon(polygons) => polygons,
        // Drawings have boundaries as lines.
        Geometry::LineString(line) if line.is_closed() && line.0.len() > 3 => {
            cells.interpreted(GEOMETRY, || {
                [Text::new("闭合线", "a closed line"), Text::new("面", "an area")]
            });
            MultiPolygon(vec![Polygon::new(line, Vec::new())])
        }
        other => {
            return Err(Problem {
                issue: IssueKind::BadShape,
                column: "geometry".to_owned(),
                expected: Text::new("面或点", "a polygon or a point"),
                found: Text::same(kind(&other)),
            });
        }
    };
    let boundary = boundary.try_map_coords(|c| cells.position(c, place.to_wgs84))?;
    let repaired =
        repair(boundary).map_err(|invalid| Problem::of_boundary(GEOMETRY, invalid.text()))?;
    // Which way rings run is a convention of formats (Shapefile and GeoJSON differ), not a fault.
    let told = repaired.repairs.into_iter().filter(|repair| !matches!(repair, Repair::Turned(_)));
    let repairs = place.unclosed.then_some(Repair::Closed).into_iter().chain(told).collect();
    Ok((Footprint::Boundary(repaired.boundary), repairs))
}

fn park_of(
    id: ParkId,
    cells: &Cells<'_>,
    footprint: Footprint,
    classification: Option<&Classification>,
) -> Result<Park, Problem> {
    Ok(Park {
        id,
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
            ready: cells.land("ready_ha")?,
            undeveloped: cells.land("undeveloped_ha")?,
            floor_area_m2: amount(cells, "floor_area_m2")?,
            footprint_m2: amount(cells, "footprint_m2")?,
            industrial_floor_area_m2: amount(cells, "industrial_floor_area_m2")?,
            industrial_footprint_m2: amount(cells, "industrial_footprint_m2")?,
            industrial_assets_10k_yuan: amount(cells, "industrial_assets_10k_yuan")?,
            industrial_tax_10k_yuan: amount(cells, "industrial_tax_10k_yuan")?,
            business_tax_10k_yuan: amount(cells, "business_tax_10k_yuan")?,
            residents: amount(cells, "residents")?,
        },
        industries: industries(cells, classification)?,
        open: cells.flag("open")?.unwrap_or(true),
        facts: cells.facts()?,
    })
}

/// A number of the land account.
fn amount(cells: &Cells<'_>, key: &str) -> Result<Option<f64>, Problem> {
    match cells.number(key)? {
        Some(number) if number < 0.0 => {
            Err(cells.problem(key, "不小于 0 的数", "0 or more").of(IssueKind::Impossible))
        }
        number => Ok(number),
    }
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
        let (zh, en) = ("行业代码列表，如 C26, C36:0.8", "industry codes such as C26, C36:0.8");
        cells.problem("industries", zh, en).of(IssueKind::UnknownCode)
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
