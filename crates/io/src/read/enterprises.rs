//! Rows to enterprises.

use super::table::{Cells, Table};
use super::{Reading, Survey};
use crate::ReadError;
use crate::rows::Problem;
use crate::source::{ENTERPRISES, Source};
use geo_types::{Geometry, Point};
use parkward_geometry::Transformer;
use parkward_model::{Classification, Enterprise, FieldKind, Layer, Text};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads enterprises into `survey`. `fields` are what rules and resources ask for beyond the known
/// columns.
///
/// A row is rejected for an id that is absent or taken, a position that is absent, not finite or off
/// the Earth, an industry that the classification does not have, a negative area, a value of the
/// wrong kind. An empty industry, land or fact is unknown, and the row is used.
///
/// # Errors
/// [`ReadError`] for what is wrong with the whole file.
pub fn read_enterprises(
    source: &Source,
    folder: &Path,
    classification: Option<&Classification>,
    fields: &BTreeMap<String, FieldKind>,
    survey: &mut Survey,
) -> Result<(), ReadError> {
    let reading = Reading::start(source, folder, ENTERPRISES, fields)?;
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
    let before = survey.enterprises.len();
    for (index, row) in rows.into_iter().enumerate() {
        let number = row.number;
        let used = match table.open(row) {
            Err((id, problem)) => Err((id, problem)),
            Ok((cells, geometry)) => {
                if index == 0 {
                    reading.check_metres(&to_wgs84, &crs, &geometry)?;
                }
                site(&cells, geometry, &to_wgs84)
                    .and_then(|site| {
                        enterprise_of(
                            &cells,
                            site,
                            number,
                            classification,
                            fields,
                            &source.keep,
                            &mut seen,
                        )
                    })
                    .map_err(|problem| (cells.text("id"), problem))
            }
        };
        match used {
            Ok(enterprise) => survey.enterprises.push(enterprise),
            Err((id, problem)) => {
                survey.rejects.push(reading.reject(Layer::Enterprises, number, id, problem));
            }
        }
    }
    for (field, _) in fields.iter().filter(|_| count > 0) {
        if reading.require(field, &header).is_err() {
            survey.notes.push(reading.note(
                None,
                Text::new(
                    format!("规则需要的列 {field} 不存在，按未知处理"),
                    format!("has no column {field}, which a rule asks for; it counts as unknown"),
                ),
            ));
        }
    }
    survey.notes.extend(header.notes);
    let used = survey.enterprises.len() - before;
    reading.finish(Layer::Enterprises, "enterprise", (count, used), crs, survey)
}

fn site(
    cells: &Cells<'_>,
    geometry: Geometry<f64>,
    to_wgs84: &Transformer,
) -> Result<Point<f64>, Problem> {
    match geometry {
        Geometry::Point(point) => Ok(Point(cells.position(point.0, to_wgs84)?)),
        Geometry::MultiPoint(points) if points.len() == 1 => {
            Ok(Point(cells.position(points[0].0, to_wgs84)?))
        }
        other => Err(Problem {
            column: "geometry".to_owned(),
            expected: Text::new("点", "a point"),
            found: super::parks::kind(&other).to_owned(),
        }),
    }
}

fn enterprise_of(
    cells: &Cells<'_>,
    site: Point<f64>,
    row: u64,
    classification: Option<&Classification>,
    fields: &BTreeMap<String, FieldKind>,
    keep: &[String],
    seen: &mut BTreeMap<String, u64>,
) -> Result<Enterprise, Problem> {
    let id = cells.text("id").ok_or_else(|| cells.problem("id", "编号", "an id"))?;
    if let Some(first) = seen.get(&id) {
        let (zh, en) = (
            format!("未用过的编号（第 {first} 行已用）"),
            format!("an id of its own (row {first} has it)"),
        );
        return Err(cells.problem("id", &zh, &en));
    }
    let industry = match (cells.text("industry"), classification) {
        (Some(code), Some(classification)) => Some(classification.parse(&code).map_err(|_| {
            cells.problem("industry", "行业分类中的代码", "a code of the classification")
        })?),
        _ => None,
    };
    let enterprise = Enterprise {
        id: id.as_str().into(),
        name: cells.text("name").unwrap_or_default(),
        site,
        industry,
        land: cells.land("land_ha")?,
        facts: cells.facts(fields, keep)?,
        row,
    };
    seen.insert(id, row);
    Ok(enterprise)
}
