//! Rows to parks and enterprises.

mod amounts;
mod columns;
mod conversion;
mod enterprises;
mod headers;
mod ids;
mod osm;
mod parks;
mod projects;
mod reading;
mod roads;
mod seen;
mod zones;

use crate::source::OUTLINES;
use crate::{ReadError, Source};
use geo::Geometry;
use parkward_model::{Classification, FieldKind, Survey, Text};
use reading::Reading;
use std::collections::BTreeMap;
use std::path::Path;

pub use enterprises::read_enterprises;
pub use osm::is_osm;
pub use parks::read_parks;
pub use projects::read_projects;
pub use roads::{read_gates, read_roads};
pub use zones::read_zones;

/// Fields beyond the known columns that rules and resources ask for, by input.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Of enterprises.
    pub enterprises: BTreeMap<String, FieldKind>,
    /// Of parks.
    pub parks: BTreeMap<String, FieldKind>,
}

/// Reads parks and enterprises. `folder` is where relative paths start. Without a `classification`
/// industries are not read.
///
/// # Errors
/// [`ReadError`] for what is wrong with a whole file, an empty one included; bad rows are rejects
/// in the survey.
pub fn read(
    parks: &Source,
    enterprises: &Source,
    folder: &Path,
    classification: Option<&Classification>,
    fields: &Fields,
) -> Result<Survey, ReadError> {
    let mut survey = Survey::default();
    read_parks(parks, folder, classification, &fields.parks, &mut survey)?;
    read_enterprises(enterprises, folder, classification, &fields.enterprises, &mut survey)?;
    Ok(survey)
}

/// One outline for the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Its name, from the columns `name_zh` and `name_en`; empty where there is none.
    pub name: Text,
    /// Its shape, in longitude and latitude on WGS84.
    pub geometry: Geometry<f64>,
}

/// Reads outlines (of a district, of towns) for the map. Nothing is planned with them, so nothing is
/// rejected: rows without a geometry are left out.
///
/// # Errors
/// [`ReadError`] if the file or its CRS cannot be used.
pub fn read_outlines(source: &Source, folder: &Path) -> Result<Vec<Outline>, ReadError> {
    let reading = Reading::start(source, folder, OUTLINES, &BTreeMap::new())?;
    let (header, rows) = reading.rows()?;
    let (to_wgs84, _) = reading.transformer(header.crs.as_deref())?;
    let mut outlines = Vec::new();
    for row in rows {
        let (Ok(cells), Some(geometry)) = (row.cells, row.drawn.geometry) else { continue };
        let name =
            |index: usize| cells[index].as_ref().map_or_else(String::new, ToString::to_string);
        let geometry = to_wgs84.to_wgs84(&geometry).map_err(|error| reading.crs_error(error))?;
        outlines.push(Outline { name: Text::new(name(0), name(1)), geometry });
    }
    Ok(outlines)
}
