//! One input: its file, its columns, its coordinates.

use crate::input_files::InputFiles;
use crate::rows::{Header, Row, Rows, Wanted, missing, read_rows};
use crate::source::{Known, usual_names};
use crate::{ReadError, Source, remote};
use geo::{Coord, CoordsIter, Geometry};
use parkward_geometry::{CrsError, Transformer};
use parkward_model::{
    ColumnRead, CrsFrom, Dimension, FieldKind, HowRead, IssueKind, Note, Survey, Text, most_like,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One input on its way in.
pub(super) struct Reading<'a> {
    pub(super) source: &'a Source,
    /// Where the file is.
    pub(super) path: PathBuf,
    /// What is wanted of every row.
    pub(super) wanted: Vec<Wanted>,
    /// Whether a row may have no geometry; it is then an empty collection.
    pub(super) without_places: bool,
    /// Whether a row may have no id of its own; it is then its number.
    pub(super) without_ids: bool,
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
        let numbers = |key: &str| match fields.get(key) {
            Some(kind) => *kind == FieldKind::Number,
            None => keys.contains(&key) && Dimension::of(key).is_some(),
        };
        let wanted = |key: &str, also: &[&str]| {
            let column = source.columns.get(key);
            let names = match column {
                Some(column) => vec![column.trim().to_owned()],
                None => std::iter::once(&key).chain(also).map(|name| (*name).to_owned()).collect(),
            };
            Wanted { key: key.to_owned(), names, named: column.is_some(), numbers: numbers(key) }
        };
        let mut wanted: Vec<Wanted> = known
            .iter()
            .map(|known| wanted(known.key, known.also))
            .chain(fields.keys().map(|field| wanted(field, usual_names(field))))
            .collect();
        wanted.extend(source.keep.iter().map(|column| Wanted {
            key: column.clone(),
            names: vec![column.clone()],
            named: true,
            numbers: numbers(column),
        }));

        let path = source.copy.clone().unwrap_or_else(|| folder.join(&source.file));
        let connection = source.is_connection();
        if connection && !remote::may_read(&source.file) {
            return Err(ReadError::Remote { file: source.label() });
        }
        if !connection && !path.exists() {
            let place = path.display().to_string();
            return Err(ReadError::Missing { file: source.label(), place });
        }
        let path = if connection { source.file.clone().into() } else { path };
        Ok(Self { source, path, wanted, without_places: false, without_ids: false })
    }

    /// The input whose rows need no geometry: where there is none, it is an empty collection.
    pub(super) fn without_places(mut self) -> Self {
        self.without_places = true;
        self
    }

    /// The input whose rows need no id: where there is none, it is the row's number. Two rows may then have
    /// the same.
    pub(super) fn without_ids(mut self) -> Self {
        self.without_ids = true;
        self
    }

    /// All rows at once: for inputs that are known to be small.
    pub(super) fn rows(&self) -> Result<(Header, Vec<Row>), ReadError> {
        let mut rows = Collected(Vec::new());
        let header = read_rows(self.source, &self.path, &self.wanted, &mut rows)?;
        Ok((header, rows.0))
    }

    /// What `read` makes of the file, and the SHA-256 of it; fails if somebody changes the file meanwhile, since nobody
    /// knows then which of two versions either is of.
    pub(super) fn hashed<T>(
        &self,
        read: impl FnOnce() -> Result<T, ReadError>,
    ) -> Result<(T, String), ReadError> {
        let files = InputFiles::of(&self.path);
        let hash = || files.sha256();
        std::thread::scope(|scope| {
            // The hash takes about as long as a fast format's rows, and needs nothing of them.
            let ahead = std::thread::Builder::new().spawn_scoped(scope, hash);
            let read = read()?;
            let sha256 = match ahead {
                Ok(thread) => thread.join().expect("hashing does not panic"),
                Err(_) => hash(),
            };
            match sha256 {
                Ok(sha256) if files == InputFiles::of(&self.path) => Ok((read, sha256)),
                _ => Err(ReadError::Unreadable {
                    file: self.source.label(),
                    expected: Text::new(
                        "读取期间不变的文件",
                        "a file that stays as it is while it is read",
                    ),
                    found: Text::new(
                        "读取期间被改动的文件；请待写入完成后重试",
                        "one that was changed meanwhile; try again once it is written",
                    ),
                }),
            }
        })
    }

    /// The transformer to WGS84, and the name of the CRS: the plan's word, else the file's, else what
    /// the user says of files that say nothing, else WGS84.
    pub(super) fn transformer(
        &self,
        declared: Option<&str>,
    ) -> Result<(Transformer, String), ReadError> {
        let parse = |crs: &str| parkward_crs::parse(crs);
        let silent = self.source.crs_if_silent.as_deref();
        let crs = match (self.source.crs.as_deref(), declared) {
            (Some(crs), _) => parse(crs),
            // A local CRS says nothing of where it is.
            (None, Some(declared)) => match (parse(declared), silent) {
                (Err(CrsError::Local { .. }), Some(silent)) => parse(silent),
                (crs, _) => crs,
            },
            (None, None) => parse(silent.unwrap_or("EPSG:4326")),
        };
        let crs = crs.map_err(|error| self.crs_error(error))?;
        let transformer = crs.transformer().map_err(|error| self.crs_error(error))?;
        Ok((transformer, crs.to_string()))
    }

    /// Where the CRS comes from that [`Reading::transformer`] takes.
    fn crs_from(&self, declared: Option<&str>) -> CrsFrom {
        let is_local = declared
            .is_some_and(|crs| matches!(parkward_crs::parse(crs), Err(CrsError::Local { .. })));
        match (&self.source.crs, declared.filter(|_| !is_local), &self.source.crs_if_silent) {
            (Some(_), ..) | (None, None, Some(_)) => CrsFrom::Configured,
            (None, Some(_), _) => CrsFrom::Declared,
            (None, None, None) => CrsFrom::Default,
        }
    }

    /// How the file was read; `placed`: whether positions were read from columns of coordinates.
    pub(super) fn how_read(&self, header: &Header, placed: bool) -> HowRead {
        let columns = &header.columns;
        let is_used =
            |wanted: &&Wanted| placed || !matches!(&*wanted.key, "lon" | "lat" | "lonlat");
        let found = self.wanted.iter().filter(is_used).filter_map(|wanted| {
            let at = wanted.find(columns)?;
            Some((at, wanted))
        });
        let mut used: Vec<usize> = Vec::new();
        let read = found.filter(|(_, wanted)| {
            // If a key is wanted twice, the last one counts.
            let last = self.wanted.iter().rfind(|other| other.key == wanted.key);
            last.is_some_and(|last| std::ptr::eq(last, *wanted))
        });
        let read = read.map(|(at, wanted)| {
            used.push(at);
            let own = wanted.unit(&columns[at]);
            let land = wanted.key.ends_with("_ha").then(|| self.source.land_unit.name().to_owned());
            ColumnRead {
                key: wanted.key.clone(),
                column: columns[at].trim().to_owned(),
                configured: wanted.named,
                unit: own.or(land),
            }
        });
        let read = read.collect();
        let unread = columns.iter().enumerate().filter(|(at, _)| !used.contains(at));
        let unread = unread.map(|(_, column)| column.trim().to_owned());
        let unread = unread.filter(|column| !column.is_empty() && column != "fid").collect();
        HowRead { crs_from: self.crs_from(header.crs.as_deref()), columns: read, unread }
    }

    pub(super) fn crs_error(&self, reason: CrsError) -> ReadError {
        ReadError::Crs { file: self.source.label(), reason }
    }

    /// Fails if metres were promised and the first position is plainly in degrees.
    pub(super) fn check_metres(
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
        let found = wanted.and_then(|wanted| wanted.find(&header.columns));
        found.map_or_else(|| key.to_owned(), |at| header.columns[at].trim().to_owned())
    }

    /// The CRS that extended WKT must agree with: that of the file, unless the user has said it.
    pub(super) fn srid_of<'c>(&self, crs: &'c str) -> Option<&'c str> {
        self.source.crs.is_none().then_some(crs)
    }

    pub(super) fn note(&self, row: Option<u64>, issue: IssueKind, text: Text) -> Note {
        Note { file: self.source.label(), row, text, issue }
    }

    /// Whether the input may have a column for `key`.
    pub(super) fn wants(&self, key: &str) -> bool {
        self.wanted.iter().any(|wanted| wanted.key == key)
    }

    /// Fails if there is no column that could be `key`.
    pub(super) fn require(&self, key: &str, header: &Header) -> Result<(), ReadError> {
        let wanted = self.wanted.iter().find(|wanted| wanted.key == key).expect("a known key");
        match wanted.find(&header.columns) {
            Some(_) => Ok(()),
            None => Err(missing(self.source, wanted, &header.columns)),
        }
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
            survey.notes.push(self.note(None, IssueKind::AbsentField, Text::new(zh, en)));
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
