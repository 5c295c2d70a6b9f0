//! One input from its file to rows, and from rows to whatever they describe.

use super::ids::UsedIds;
use super::table::{Cells, Table};
use crate::rows::{Header, Problem, Row, Rows, Wanted, missing, read_ahead, read_rows};
use crate::source::Known;
use crate::{ReadError, Source};
use geo::{Coord, CoordsIter, Geometry, GeometryCollection};
use parkward_geometry::Transformer;
use parkward_model::{FieldKind, Input, Lang, Layer, Note, Reject, Survey, Text, most_like};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;

/// One input on its way in.
pub(super) struct Reading<'a> {
    pub(super) source: &'a Source,
    path: std::path::PathBuf,
    wanted: Vec<Wanted>,
    /// Whether a row may have no geometry; it is then an empty collection.
    without_places: bool,
}

/// Where a row's geometry comes from.
pub(super) struct Place<'a> {
    /// The geometry, in the file's CRS.
    pub(super) geometry: Geometry<f64>,
    /// Whether a ring of it was open in the file.
    pub(super) unclosed: bool,
    /// The row's number.
    pub(super) row: u64,
    /// The row's id.
    pub(super) id: &'a str,
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
                nearest: most_like(key, keys.iter().copied()),
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
        Ok(Self { source, path, wanted, without_places: false })
    }

    /// The input whose rows need no geometry: where there is none, it is an empty collection.
    pub(super) fn without_places(mut self) -> Self {
        self.without_places = true;
        self
    }

    /// All rows at once: for inputs that are known to be small.
    pub(super) fn rows(&self) -> Result<(Header, Vec<Row>), ReadError> {
        let mut rows = Collected(Vec::new());
        let header = read_rows(self.source, &self.path, &self.wanted, &mut rows)?;
        Ok((header, rows.0))
    }

    /// The transformer to WGS84, and the name of the CRS: the plan's word, else the file's, else
    /// WGS84.
    pub(super) fn transformer(
        &self,
        declared: Option<&str>,
    ) -> Result<(Transformer, String), ReadError> {
        let crs = self.source.crs.as_deref().or(declared).unwrap_or("EPSG:4326");
        let crs = parkward_crs::parse(crs).map_err(|error| self.crs_error(error))?;
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
    pub(super) fn column(&self, key: &str, header: &Header) -> String {
        let wanted = self.wanted.iter().find(|wanted| wanted.key == key);
        let named = wanted.and_then(|w| w.names.iter().find(|name| header.columns.contains(name)));
        named.cloned().unwrap_or_else(|| key.to_owned())
    }

    /// What is wanted of every row.
    pub(super) fn wanted(&self) -> &[Wanted] {
        &self.wanted
    }

    /// Where the file is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn note(&self, row: Option<u64>, text: Text) -> Note {
        Note { file: self.source.label(), row, text }
    }

    /// Hands every row that has an id of its own and a geometry to `convert`, and what comes of it to
    /// `keep`; every other row becomes a reject. Rows are converted one by one while the next are fetched.
    /// Records the file, and fails if it is empty or if not one row of it can be used.
    pub(super) fn each<T>(
        &self,
        layer: Layer,
        noun: &'static str,
        fields: &BTreeMap<String, FieldKind>,
        survey: &mut Survey,
        convert: impl Fn(&Cells<'_>, Place<'_>) -> Result<T, Problem>,
        keep: impl Fn(T, &mut Survey),
    ) -> Result<Header, ReadError> {
        // The same file with another layer has been hashed before.
        let label = self.source.label();
        let before_it = survey.inputs.iter().find(|input| input.file == label);
        let hashed = before_it.map(|input| input.sha256.clone());
        std::thread::scope(|scope| {
            // The hash takes about as long as a fast format's rows, and needs nothing of them.
            let hash = scope.spawn(|| hashed.unwrap_or_else(|| sha256(&self.path)));
            let read = self.convert_rows(layer, noun, fields, survey, convert, keep)?;
            let (header, crs, rows) = read;
            let sha256 = hash.join().expect("hashing does not panic");
            survey.inputs.push(Input { layer, file: label, sha256, crs, rows });
            Ok(header)
        })
    }

    /// All of [`Reading::each`] but the record of the file; also says its CRS and how many rows it has.
    fn convert_rows<T>(
        &self,
        layer: Layer,
        noun: &'static str,
        fields: &BTreeMap<String, FieldKind>,
        survey: &mut Survey,
        convert: impl Fn(&Cells<'_>, Place<'_>) -> Result<T, Problem>,
        keep: impl Fn(T, &mut Survey),
    ) -> Result<(Header, String, u64), ReadError> {
        let table = Table::new(&self.wanted, self.source.land_unit, fields, &self.source.keep);
        let before = Lengths::of(survey);
        // The CRS of a GeoJSON file may stand behind its rows; they are then read once more.
        let mut known = None;
        let (header, conversion) = loop {
            let mut conversion = Conversion {
                reading: self,
                table: &table,
                layer,
                known: known.as_deref(),
                declared: None,
                way: None,
                survey: &mut *survey,
                convert: &convert,
                keep: &keep,
                used_ids: UsedIds::default(),
                rows: 0,
                used: 0,
            };
            let header = read_ahead(self.source, &self.path, &self.wanted, &mut conversion)?;
            let Conversion { declared, way, rows, used, .. } = conversion;
            if declared == header.crs {
                break (header, (way, rows, used));
            }
            known.clone_from(&header.crs);
            before.restore(survey);
        };
        let (way, rows, used) = conversion;
        let file = self.source.label();
        if rows == 0 {
            return Err(ReadError::Empty { file, noun });
        }
        self.require("id", &header)?;
        let rejects = &mut survey.rejects[before.rejects..];
        for reject in rejects.iter_mut() {
            reject.column = self.column(&reject.column, &header);
        }
        if let (0, Some(first)) = (used, rejects.first()) {
            let Reject { row, column, expected, found, .. } = first.clone();
            let expected = expected.in_lang(Lang::En).to_owned();
            return Err(ReadError::NothingUsable { file, rows, row, column, expected, found });
        }
        let crs = way.map_or_else(String::new, |(_, crs)| crs);
        Ok((header, crs, rows))
    }

    /// Fails if there is no column that could be `key`.
    pub(super) fn require(&self, key: &str, header: &Header) -> Result<(), ReadError> {
        let wanted = self.wanted.iter().find(|wanted| wanted.key == key).expect("a known key");
        let found = wanted.names.iter().any(|name| {
            header.columns.iter().any(|column| column.trim().eq_ignore_ascii_case(name))
        });
        if found { Ok(()) } else { Err(missing(self.source, wanted, &header.columns)) }
    }

    /// Notes every field that rules and resources ask for and the file does not have.
    pub(super) fn note_missing(
        &self,
        fields: &BTreeMap<String, FieldKind>,
        header: &Header,
        survey: &mut Survey,
    ) {
        for field in fields.keys().filter(|field| self.require(field, header).is_err()) {
            let zh = format!("规则需要的列 {field} 不存在，按未知处理");
            let en = format!("has no column {field}, which a rule asks for; it counts as unknown");
            survey.notes.push(self.note(None, Text::new(zh, en)));
        }
    }
}

/// Rows that are only collected.
struct Collected(Vec<Row>);

impl Rows for Collected {
    fn start(&mut self, _: Option<&str>) -> Result<(), ReadError> {
        Ok(())
    }

    fn row(&mut self, row: &mut Row) -> Result<(), ReadError> {
        self.0.push(std::mem::take(row));
        Ok(())
    }
}

/// How much of a survey there was before an input.
struct Lengths {
    parks: usize,
    enterprises: usize,
    projects: usize,
    zones: usize,
    rejects: usize,
    notes: usize,
}

impl Lengths {
    fn of(survey: &Survey) -> Self {
        Self {
            parks: survey.parks.len(),
            enterprises: survey.enterprises.len(),
            projects: survey.projects.len(),
            zones: survey.zones.len(),
            rejects: survey.rejects.len(),
            notes: survey.notes.len(),
        }
    }

    /// Takes back what has come since.
    fn restore(&self, survey: &mut Survey) {
        survey.parks.truncate(self.parks);
        survey.enterprises.truncate(self.enterprises);
        survey.projects.truncate(self.projects);
        survey.zones.truncate(self.zones);
        survey.rejects.truncate(self.rejects);
        survey.notes.truncate(self.notes);
    }
}

/// Rows on their way into a survey.
struct Conversion<'a, C, K> {
    reading: &'a Reading<'a>,
    table: &'a Table<'a>,
    layer: Layer,
    /// The CRS of the file, where it was read before.
    known: Option<&'a str>,
    /// The CRS that the file was taken to be in.
    declared: Option<String>,
    /// The way to WGS84, and the name of the CRS; there once the rows have begun.
    way: Option<(Transformer, String)>,
    survey: &'a mut Survey,
    convert: &'a C,
    keep: &'a K,
    used_ids: UsedIds,
    rows: u64,
    used: u64,
}

impl<T, C, K> Rows for Conversion<'_, C, K>
where
    C: Fn(&Cells<'_>, Place<'_>) -> Result<T, Problem>,
    K: Fn(T, &mut Survey),
{
    fn start(&mut self, crs: Option<&str>) -> Result<(), ReadError> {
        self.declared = self.known.or(crs).map(str::to_owned);
        self.way = Some(self.reading.transformer(self.declared.as_deref())?);
        Ok(())
    }

    fn row(&mut self, row: &mut Row) -> Result<(), ReadError> {
        let (to_wgs84, crs) = self.way.as_ref().expect("rows have begun");
        let number = row.number;
        self.rows += 1;
        let (id, converted) = match self.table.open(&row.cells) {
            Err(problem) => (None, Err(problem)),
            Ok(cells) => {
                let geometry = match row.geometry.take() {
                    None if self.reading.without_places && cells.has_no_place() => {
                        Ok(Geometry::GeometryCollection(GeometryCollection::default()))
                    }
                    own => cells.geometry(own),
                };
                if let (1, Ok(geometry)) = (self.rows, &geometry) {
                    self.reading.check_metres(to_wgs84, crs, geometry)?;
                }
                let converted = cells.id(&self.used_ids).and_then(|id| {
                    let place = Place {
                        geometry: geometry?,
                        unclosed: row.unclosed,
                        row: number,
                        id: &id,
                        to_wgs84,
                    };
                    let item = (self.convert)(&cells, place)?;
                    self.used_ids.insert(&id, number);
                    Ok(item)
                });
                let id = if converted.is_err() { cells.text("id") } else { None };
                (id.map(String::from), converted)
            }
        };
        match converted {
            Ok(item) => {
                self.used += 1;
                (self.keep)(item, self.survey);
            }
            Err(Problem { column, expected, found }) => {
                let (layer, file) = (self.layer, self.reading.source.label());
                let reject = Reject { layer, file, row: number, id, column, expected, found };
                self.survey.rejects.push(reject);
            }
        }
        Ok(())
    }
}

/// SHA-256 of a file in hexadecimal; empty for what is no file.
pub(super) fn sha256(path: &Path) -> String {
    let mut hasher = Sha256::new();
    let hashed = File::open(path).and_then(|mut file| std::io::copy(&mut file, &mut hasher));
    hashed.map_or_else(
        |_| String::new(),
        |_| {
            hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}"); // writing to a String cannot fail
                hex
            })
        },
    )
}
