//! One input from its file to rows, and from rows to whatever they describe.

use super::table::{Cells, Table};
use crate::rows::{Header, Problem, Row, Wanted, missing, nearest, read_rows};
use crate::source::Known;
use crate::{ReadError, Source};
use geo::{Coord, CoordsIter, Geometry};
use parkward_geometry::{Crs, Transformer};
use parkward_model::{FieldKind, Input, Lang, Layer, Note, Reject, Survey, Text};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// One input on its way in.
pub(super) struct Reading<'a> {
    pub(super) source: &'a Source,
    path: std::path::PathBuf,
    wanted: Vec<Wanted>,
}

/// Where a row's geometry comes from.
pub(super) struct Place<'a> {
    /// The geometry, in the file's CRS.
    pub(super) geometry: Geometry<f64>,
    /// Whether a ring of it was open in the file.
    pub(super) unclosed: bool,
    /// The row's number.
    pub(super) row: u64,
    /// The way to longitude and latitude.
    pub(super) to_wgs84: &'a Transformer,
}

impl<'a> Reading<'a> {
    /// Checks that the file is there and that `columns` names only what is known.
    pub(super) fn start(
        source: &'a Source,
        folder: &Path,
        known: &[Known],
        fields: &BTreeMap<String, FieldKind>,
    ) -> Result<Self, ReadError> {
        let mut keys: Vec<&str> = known.iter().map(|known| known.key).collect();
        keys.extend(fields.keys().map(String::as_str));
        if let Some(key) = source.columns.keys().find(|key| !keys.contains(&key.as_str())) {
            return Err(ReadError::ColumnKey {
                file: source.label(),
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
        let connection = source.is_connection();
        if !connection && !path.exists() {
            let place = path.display().to_string();
            return Err(ReadError::Missing { file: source.label(), place });
        }
        let path = if connection { source.file.clone().into() } else { path };
        Ok(Self { source, path, wanted })
    }

    pub(super) fn rows(&self) -> Result<(Header, Vec<Row>), ReadError> {
        let mut rows = Vec::new();
        let header = read_rows(self.source, &self.path, &self.wanted, &mut |row| rows.push(row))?;
        Ok((header, rows))
    }

    /// The transformer to WGS84, and the name of the CRS: the plan's word, else the file's, else
    /// WGS84.
    pub(super) fn transformer(&self, header: &Header) -> Result<(Transformer, String), ReadError> {
        let declared = self.source.crs.as_deref().or(header.crs.as_deref()).unwrap_or("EPSG:4326");
        let crs: Crs = declared.parse().map_err(|error| self.crs_error(error))?;
        let transformer = crs.transformer().map_err(|error| self.crs_error(error))?;
        Ok((transformer, crs.to_string()))
    }

    pub(super) fn crs_error(&self, reason: parkward_geometry::CrsError) -> ReadError {
        ReadError::Crs { file: self.source.label(), reason }
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
                let (file, crs) = (self.source.label(), crs.to_owned());
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

    pub(super) fn note(&self, row: Option<u64>, text: Text) -> Note {
        Note { file: self.source.label(), row, text }
    }

    /// Hands every row that has an id of its own and a geometry to `convert`, and what comes of it to
    /// `keep`; every other row becomes a reject. Records the file, and fails if it is empty or if not
    /// one row of it can be used.
    pub(super) fn each<T>(
        &self,
        layer: Layer,
        noun: &'static str,
        survey: &mut Survey,
        convert: impl Fn(&Cells<'_>, Place<'_>) -> Result<T, Problem>,
        mut keep: impl FnMut(T, &mut Survey),
    ) -> Result<Header, ReadError> {
        let (header, rows) = self.rows()?;
        let (to_wgs84, crs) = self.transformer(&header)?;
        let (file, count) = (self.source.label(), rows.len() as u64);
        if rows.is_empty() {
            return Err(ReadError::Empty { file, noun });
        }
        self.require("id", &header)?;
        let columns = |key: &str| self.column(key, &header);
        let table = Table::new(&self.wanted, columns, self.source.land_unit);
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        let (mut used, mut first_reject) = (0_u64, None);
        for (index, row) in rows.into_iter().enumerate() {
            let number = row.number;
            let (id, converted) = match table.open(row) {
                Err(problem) => (None, Err(problem)),
                Ok((cells, row)) => {
                    let geometry = cells.geometry(row.geometry);
                    if let (0, Ok(geometry)) = (index, &geometry) {
                        self.check_metres(&to_wgs84, &crs, geometry)?;
                    }
                    let id = cells.id(&seen);
                    let converted = id.clone().and_then(|id| {
                        let place = Place {
                            geometry: geometry?,
                            unclosed: row.unclosed,
                            row: number,
                            to_wgs84: &to_wgs84,
                        };
                        let item = convert(&cells, place)?;
                        seen.insert(id, number);
                        Ok(item)
                    });
                    (cells.text("id"), converted)
                }
            };
            match converted {
                Ok(item) => {
                    used += 1;
                    keep(item, survey);
                }
                Err(Problem { column, expected, found }) => {
                    let reject = Reject {
                        layer,
                        file: file.clone(),
                        row: number,
                        id,
                        column,
                        expected,
                        found,
                    };
                    first_reject.get_or_insert(reject.clone());
                    survey.rejects.push(reject);
                }
            }
        }
        if let (0, Some(first)) = (used, first_reject) {
            let Reject { row, column, expected, found, .. } = first;
            let expected = expected.in_lang(Lang::En).to_owned();
            return Err(ReadError::NothingUsable {
                file,
                rows: count,
                row,
                column,
                expected,
                found,
            });
        }
        survey.inputs.push(Input { layer, file, sha256: sha256(&self.path), crs, rows: count });
        Ok(header)
    }

    /// Fails if there is no column that could be `key`.
    pub(super) fn require(&self, key: &str, header: &Header) -> Result<(), ReadError> {
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
