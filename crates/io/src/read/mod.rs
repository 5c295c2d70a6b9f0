//! Rows to parks and enterprises.

mod enterprises;
mod parks;
mod table;

use crate::rows::{Header, Problem, Row, Wanted, missing, nearest, read_rows};
use crate::source::Known;
use crate::{ReadError, Source};
use geo::{Coord, CoordsIter, Geometry};
use parkward_geometry::{Crs, Transformer};
use parkward_model::{Classification, FieldKind, Input, Lang, Layer, Note, Reject, Survey, Text};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
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

/// One input on its way in.
struct Reading<'a> {
    source: &'a Source,
    path: std::path::PathBuf,
    wanted: Vec<Wanted>,
}

impl<'a> Reading<'a> {
    /// Checks that the file is there and that `columns` names only what is known.
    fn start(
        source: &'a Source,
        folder: &Path,
        known: &[Known],
        fields: &BTreeMap<String, FieldKind>,
    ) -> Result<Self, ReadError> {
        let mut keys: Vec<&str> = known.iter().map(|known| known.key).collect();
        keys.extend(fields.keys().map(String::as_str));
        if let Some(key) = source.columns.keys().find(|key| !keys.contains(&key.as_str())) {
            return Err(ReadError::ColumnKey {
                file: source.file.clone(),
                key: key.clone(),
                nearest: nearest(key, keys.iter().copied(), 0.0).unwrap_or_default().to_owned(),
                known: keys.join(", "),
            });
        }
        let wanted = |key: &str, also: &[&str]| match source.columns.get(key) {
            Some(column) => {
                Wanted { key: key.to_owned(), names: vec![column.trim().to_owned()], named: true }
            }
            None => Wanted {
                key: key.to_owned(),
                names: std::iter::once(&key).chain(also).map(|name| (*name).to_owned()).collect(),
                named: false,
            },
        };
        let mut wanted: Vec<Wanted> = known
            .iter()
            .map(|known| wanted(known.key, known.also))
            .chain(fields.keys().map(|field| wanted(field, &[])))
            .collect();
        wanted.extend(source.keep.iter().map(|column| Wanted {
            key: column.clone(),
            names: vec![column.clone()],
            named: true,
        }));

        let path = folder.join(&source.file);
        let connection = source.file.split_once(':').is_some_and(|(scheme, _)| scheme.len() > 1);
        if !connection && !path.exists() {
            let place = path.display().to_string();
            return Err(ReadError::Missing { file: source.file.clone(), place });
        }
        let path = if connection { source.file.clone().into() } else { path };
        Ok(Self { source, path, wanted })
    }

    fn rows(&self) -> Result<(Header, Vec<Row>), ReadError> {
        let mut rows = Vec::new();
        let header = read_rows(self.source, &self.path, &self.wanted, &mut |row| rows.push(row))?;
        Ok((header, rows))
    }

    /// The transformer to WGS84, and the name of the CRS: the plan's word, else the file's, else
    /// WGS84.
    fn transformer(&self, header: &Header) -> Result<(Transformer, String), ReadError> {
        let declared = self.source.crs.as_deref().or(header.crs.as_deref()).unwrap_or("EPSG:4326");
        let crs: Crs = declared.parse().map_err(|error| self.crs_error(error))?;
        let transformer = crs.transformer().map_err(|error| self.crs_error(error))?;
        Ok((transformer, crs.to_string()))
    }

    fn crs_error(&self, reason: parkward_geometry::CrsError) -> ReadError {
        ReadError::Crs { file: self.source.file.clone(), reason }
    }

    /// Fails if metres were promised and the first position is plainly in degrees.
    fn check_metres(
        &self,
        to_wgs84: &Transformer,
        crs: &str,
        first: &Geometry<f64>,
    ) -> Result<(), ReadError> {
        match first.coords_iter().next() {
            Some(Coord { x, y })
                if to_wgs84.is_projected() && x.abs() <= 180.0 && y.abs() <= 90.0 =>
            {
                let (file, crs) = (self.source.file.clone(), crs.to_owned());
                Err(ReadError::Degrees { file, crs, x, y })
            }
            _ => Ok(()),
        }
    }

    /// The file's column for a key, as the user knows it.
    fn column(&self, key: &str, header: &Header) -> String {
        let wanted = self.wanted.iter().find(|wanted| wanted.key == key);
        let named = wanted.and_then(|w| w.names.iter().find(|name| header.columns.contains(name)));
        named.cloned().unwrap_or_else(|| key.to_owned())
    }

    fn reject(&self, layer: Layer, row: u64, id: Option<String>, problem: Problem) -> Reject {
        let Problem { column, expected, found } = problem;
        Reject { layer, file: self.source.file.clone(), row, id, column, expected, found }
    }

    fn note(&self, row: Option<u64>, text: Text) -> Note {
        Note { file: self.source.file.clone(), row, text }
    }

    /// Records the file, and fails if not one row of it can be used.
    fn finish(
        &self,
        layer: Layer,
        noun: &'static str,
        (rows, used): (u64, usize),
        crs: String,
        survey: &mut Survey,
    ) -> Result<(), ReadError> {
        let file = self.source.file.clone();
        if rows == 0 {
            return Err(ReadError::Empty { file, noun });
        }
        if used == 0 {
            let first = survey.rejects.iter().find(|reject| reject.layer == layer);
            let first = first.expect("rows that are not used are rejected");
            return Err(ReadError::NothingUsable {
                file,
                rows,
                row: first.row,
                column: first.column.clone(),
                expected: first.expected.in_lang(Lang::En).to_owned(),
                found: first.found.clone(),
            });
        }
        survey.inputs.push(Input { layer, file, sha256: sha256(&self.path), crs, rows });
        Ok(())
    }

    /// Fails if there is no column that could be `key`.
    fn require(&self, key: &str, header: &Header) -> Result<(), ReadError> {
        let wanted = self.wanted.iter().find(|wanted| wanted.key == key).expect("a known key");
        let found = wanted.names.iter().any(|name| {
            header.columns.iter().any(|column| column.trim().eq_ignore_ascii_case(name))
        });
        if found { Ok(()) } else { Err(missing(self.source, wanted, &header.columns)) }
    }
}

/// SHA-256 of a file in hexadecimal; empty for what is no file.
fn sha256(path: &Path) -> String {
    std::fs::read(path).map_or_else(
        |_| String::new(),
        |bytes| {
            Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}"); // writing to a String cannot fail
                hex
            })
        },
    )
}
