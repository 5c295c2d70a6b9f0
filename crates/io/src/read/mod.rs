//! Rows to parks and enterprises.

mod enterprises;
mod parks;
mod reading;
mod table;

use crate::{ReadError, Source};
use geo::Geometry;
use parkward_model::{Classification, FieldKind, Survey};
use reading::Reading;
use std::collections::BTreeMap;
use std::path::Path;

pub use enterprises::read_enterprises;
pub use parks::read_parks;

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

/// Reads outlines (of a district, of towns) for the map: every polygon and line of the source, in
/// longitude and latitude. Nothing is planned with them, so nothing is rejected.
///
/// # Errors
/// [`ReadError`] if the file or its CRS cannot be used.
pub fn read_outline(source: &Source, folder: &Path) -> Result<Vec<Geometry<f64>>, ReadError> {
    let mut geometries = Vec::new();
    let reading = Reading::start(source, folder, &[], &BTreeMap::new())?;
    let (header, rows) = reading.rows()?;
    let to_wgs84 = reading.transformer(&header)?.0;
    for geometry in rows.into_iter().filter_map(|row| row.geometry) {
        geometries.push(to_wgs84.to_wgs84(&geometry).map_err(|error| reading.crs_error(error))?);
    }
    Ok(geometries)
}
