//! Rows to enterprises.

use super::columns::Cells;
use super::conversion::Place;
use super::reading::Reading;
use crate::ReadError;
use crate::quantity::half_width;
use crate::rows::{Problem, kind};
use crate::source::{ENTERPRISES, Source};
use geo_types::{Geometry, Point};
use parkward_model::{
    Classification, Enterprise, EnterpriseId, FieldKind, IndustryCode, InputKind, IssueKind,
    Survey, Text,
};
use rayon::prelude::*;
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
    let convert = |cells: &Cells<'_>, place: Place<'_>| {
        let (row, id) = (place.row, EnterpriseId::from(place.id));
        let site = site(cells, place)?;
        Ok(Enterprise {
            id,
            name: cells.text("name").unwrap_or_default().into(),
            site,
            industry: industry(cells, classification)?,
            land: cells.land("land_ha")?,
            facts: cells.facts()?,
            row,
        })
    };
    let keep = |enterprise, survey: &mut Survey| survey.enterprises.push(enterprise);
    let header = reading.each(
        InputKind::Enterprises,
        Text::new("企业", "enterprise"),
        fields,
        survey,
        convert,
        keep,
    )?;
    reading.note_missing(fields, &header, survey);
    survey.notes.extend(
        stacked(&survey.enterprises)
            .map(|text| reading.note(None, IssueKind::StackedEnterprises, text)),
    );
    if classification.is_some() {
        reading.note_absent(&["industry", "land_ha"], &header, survey);
    }
    survey.notes.extend(header.notes);
    Ok(())
}

/// What to say where many enterprises stand on one and the same point: most likely a geocoder knew
/// no better, and their distances are those of a town, not of a site.
fn stacked(enterprises: &[Enterprise]) -> Option<Text> {
    let bits = |Point(at): Point<f64>| (at.x.to_bits(), at.y.to_bits());
    let mut points: Vec<_> =
        enterprises.par_iter().map(|enterprise| bits(enterprise.site)).collect();
    points.par_sort_unstable();
    let stacks = points.chunk_by(|a, b| a == b).map(<[_]>::len);
    let stacks: Vec<usize> = stacks.filter(|count| *count >= STACK).collect();
    let (most, sum) = (stacks.iter().max()?, stacks.iter().sum::<usize>());
    let n = stacks.len();
    Some(Text::new(
        format!("{sum} 家企业叠在 {n} 个点上（最多 {most} 家），位置可能只精确到镇"),
        format!(
            "{sum} enterprises stand on {n} shared point(s), up to {most} on one: their positions may be \
             those of a town"
        ),
    ))
}

/// From how many enterprises on one point it is worth a note.
const STACK: usize = 5;

/// The industry, if there is one and a classification to look it up in.
pub(super) fn industry(
    cells: &Cells<'_>,
    classification: Option<&Classification>,
) -> Result<Option<IndustryCode>, Problem> {
    let (Some(code), Some(classification)) = (cells.text("industry"), classification) else {
        return Ok(None);
    };
    let wrong = || {
        let wrong = cells.problem("industry", "行业分类中的代码", "a code of the classification");
        wrong.of(IssueKind::UnknownCode)
    };
    if code.starts_with(|c: char| c.is_ascii_digit()) {
        cells.compared(|seen, row| seen.code(row, &code));
    }
    if let Ok(read) = classification.parse(&code) {
        return Ok(Some(read));
    }
    if cells.is_unknown("industry") {
        return Ok(None);
    }
    // In full-width letters, or a number that has lost its zero.
    let narrow = half_width(&code);
    let read =
        classification.parse(&narrow).or_else(|_| classification.parse(&format!("0{narrow}")));
    let read = read.map_err(|_| wrong())?;
    cells.interpreted("industry", || [Text::same(&code), Text::same(&read)]);
    Ok(Some(read))
}

pub(super) fn site(cells: &Cells<'_>, place: Place<'_>) -> Result<Point<f64>, Problem> {
    match place.geometry {
        Geometry::Point(point) => Ok(Point(cells.position(point.0, place.to_wgs84)?)),
        Geometry::MultiPoint(points) if points.len() == 1 => {
            Ok(Point(cells.position(points[0].0, place.to_wgs84)?))
        }
        other => Err(Problem {
            issue: IssueKind::BadShape,
            column: "geometry".to_owned(),
            expected: Text::new("点", "a point"),
            found: Text::same(kind(&other)),
        }),
    }
}
