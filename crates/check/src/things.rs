//! Everything that was read, of whatever input: its file, row, id, name and place.

use crate::issue::Issue;
use geo::BoundingRect;
use geo_types::Point;
use parkward_model::{Facts, Footprint, InputKind, IssueKind, Survey, Zone, ZoneShape};

/// One row that was used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Thing<'a> {
    pub(crate) input: InputKind,
    /// Which of the survey's inputs it is of.
    pub(crate) file: &'a str,
    pub(crate) row: Option<u64>,
    pub(crate) id: &'a str,
    /// Its name in Chinese or the only one; empty where it has none.
    pub(crate) name: &'a str,
    /// Its site, or the middle of its area.
    pub(crate) at: Option<Point<f64>>,
    /// Further fields.
    pub(crate) facts: &'a Facts,
}

impl Thing<'_> {
    /// An issue of it, at its place.
    pub(crate) fn issue(&self, kind: IssueKind) -> Issue {
        Issue::in_file(kind, self.file).row(self.row, self.id).at(self.at)
    }
}

/// The file of an input; empty if it was not read.
pub(crate) fn file_of(survey: &Survey, kind: InputKind) -> &str {
    let input = survey.inputs.iter().find(|input| input.kind == kind);
    input.map_or("", |input| input.file.as_str())
}

/// The key of the unit that the enterprises' column of land is read in.
pub(crate) fn land_unit(survey: &Survey) -> &'static str {
    let both = survey.inputs.iter().zip(&survey.how_read);
    let of_enterprises = both.filter(|(input, _)| input.kind == InputKind::Enterprises);
    let columns = of_enterprises.flat_map(|(_, how)| &how.columns);
    let unit = columns.filter(|column| column.key == "land_ha").find_map(|c| c.unit.as_deref());
    match unit {
        Some("mu" | "亩") => "mu",
        Some("m2" | "m²" | "㎡" | "平方米") => "m2",
        _ => "ha",
    }
}

/// Everything that was read: parks, enterprises, projects, zones.
pub(crate) fn things(survey: &Survey) -> Vec<Thing<'_>> {
    let file = |kind| file_of(survey, kind);
    let (of_parks, of_enterprises, of_projects) =
        (file(InputKind::Parks), file(InputKind::Enterprises), file(InputKind::Projects));
    let parks = survey.parks.iter().map(|park| Thing {
        input: InputKind::Parks,
        file: of_parks,
        row: survey.park_rows.get(&park.id).copied(),
        id: park.id.as_str(),
        name: either(&park.name.zh, &park.name.en),
        at: middle(&park.footprint),
        facts: &park.facts,
    });
    let enterprises = survey.enterprises.iter().map(|enterprise| Thing {
        input: InputKind::Enterprises,
        file: of_enterprises,
        row: Some(enterprise.row),
        id: enterprise.id.as_str(),
        name: &enterprise.name,
        at: Some(enterprise.site),
        facts: &enterprise.facts,
    });
    let projects = survey.projects.iter().map(|project| Thing {
        input: InputKind::Projects,
        file: of_projects,
        row: Some(project.row),
        id: project.id.as_str(),
        name: &project.name,
        at: project.site,
        facts: &project.facts,
    });
    let zones = survey.zones.iter().zip(zone_files(survey)).map(|(zone, file)| Thing {
        input: InputKind::Zones,
        file,
        row: None,
        id: &zone.id,
        name: either(&zone.name.zh, &zone.name.en),
        at: middle_of_zone(zone),
        facts: &zone.facts,
    });
    parks.chain(enterprises).chain(projects).chain(zones).collect()
}

fn either<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.is_empty() { other } else { one }
}

/// The file of each zone: they stand in the survey input by input.
fn zone_files(survey: &Survey) -> impl Iterator<Item = &str> {
    let inputs = survey.inputs.iter().filter(|input| input.kind == InputKind::Zones);
    inputs.flat_map(|input| {
        let used = usize::try_from(input.rows - input.rejected).unwrap_or(usize::MAX);
        std::iter::repeat_n(input.file.as_str(), used)
    })
}

/// The middle of a park: its point, or that of the box around its boundary.
pub(crate) fn middle(footprint: &Footprint) -> Option<Point<f64>> {
    match footprint {
        Footprint::Point(point) => Some(*point),
        Footprint::Boundary(boundary) => Some(boundary.bounding_rect()?.center().into()),
    }
}

fn middle_of_zone(zone: &Zone) -> Option<Point<f64>> {
    let around = match &zone.shape {
        ZoneShape::Point(point) => return Some(*point),
        ZoneShape::Area(area) => area.bounding_rect(),
        ZoneShape::Line(lines) => lines.bounding_rect(),
    };
    Some(around?.center().into())
}
