//! Rows to new projects.

use super::columns::Cells;
use super::conversion::Place;
use super::enterprises::{industry, site};
use super::reading::Reading;
use crate::ReadError;
use crate::source::{PROJECTS, Source};
use geo_types::Geometry;
use parkward_model::{Classification, FieldKind, InputKind, Project, ProjectId, Survey, Text};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads new projects into `survey`. `fields` are what rules and resources ask for beyond the known
/// columns.
///
/// As [`super::read_enterprises`], but a row needs no position: a project without one may settle
/// anywhere. Half a position is rejected.
///
/// # Errors
/// [`ReadError`] for what is wrong with the whole file.
pub fn read_projects(
    source: &Source,
    folder: &Path,
    classification: Option<&Classification>,
    fields: &BTreeMap<String, FieldKind>,
    survey: &mut Survey,
) -> Result<(), ReadError> {
    let reading = Reading::start(source, folder, PROJECTS, fields)?.without_places();
    let convert = |cells: &Cells<'_>, place: Place<'_>| {
        let (row, id) = (place.row, ProjectId::from(place.id));
        let nowhere =
            matches!(&place.geometry, Geometry::GeometryCollection(parts) if parts.0.is_empty());
        Ok(Project {
            id,
            name: cells.text("name").unwrap_or_default().into(),
            site: if nowhere { None } else { Some(site(cells, place)?) },
            industry: industry(cells, classification)?,
            land: cells.land("land_ha")?,
            facts: cells.facts()?,
            row,
        })
    };
    let keep = |project, survey: &mut Survey| survey.projects.push(project);
    let header = reading.each(
        InputKind::Projects,
        Text::new("新项目", "project"),
        fields,
        survey,
        convert,
        keep,
    )?;
    reading.note_missing(fields, &header, survey);
    if classification.is_some() {
        reading.note_absent(&["industry", "land_ha"], &header, survey);
    }
    survey.notes.extend(header.notes);
    Ok(())
}
