//! Rows of an input on their way into a survey, as whatever they describe.

use super::columns::{Cells, Columns};
use super::ids::UsedIds;
use super::reading::Reading;
use crate::ReadError;
use crate::rows::{Drawn, Header, Problem, Row, Rows, read_ahead};
use geo::{CoordsIter, Geometry, GeometryCollection};
use parkward_geometry::Transformer;
use parkward_model::{FieldKind, Input, InputKind, IssueKind, Note, Reject, Survey, Text};
use std::collections::BTreeMap;

/// A row's geometry, and what is needed to make a shape of it.
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

impl Reading<'_> {
    /// Hands every row that has an id of its own and a geometry, where they are needed, to `convert`, and what
    /// comes of it to `keep`; every other row becomes a reject. Rows are converted one by one while the next are fetched.
    /// Records the file, and fails if it is empty or if not one row of it can be used; in that case the survey has
    /// the rejects and the record of the file all the same.
    pub(super) fn each<T>(
        &self,
        kind: InputKind,
        noun: Text,
        fields: &BTreeMap<String, FieldKind>,
        survey: &mut Survey,
        convert: impl Fn(&Cells<'_>, Place<'_>) -> Result<T, Problem>,
        keep: impl Fn(T, &mut Survey),
    ) -> Result<Header, ReadError> {
        let before = survey.rejects.len();
        let (read, sha256) =
            self.hashed(|| self.convert_rows(kind, noun, fields, survey, convert, keep))?;
        let Converted { header, crs, rows, placed, unusable } = read;
        survey.how_read.push(self.how_read(&header, placed));
        let rejected = (survey.rejects.len() - before) as u64;
        survey.inputs.push(Input { kind, file: self.source.label(), sha256, crs, rows, rejected });
        if let Some(error) = unusable {
            // How the file was read may be why no row of it can be used.
            survey.notes.extend(header.notes);
            return Err(error);
        }
        Ok(header)
    }

    /// All of [`Reading::each`] but the record of the file.
    fn convert_rows<T>(
        &self,
        kind: InputKind,
        noun: Text,
        fields: &BTreeMap<String, FieldKind>,
        survey: &mut Survey,
        convert: impl Fn(&Cells<'_>, Place<'_>) -> Result<T, Problem>,
        keep: impl Fn(T, &mut Survey),
    ) -> Result<Converted, ReadError> {
        let columns = Columns::new(&self.wanted, self.source.land_unit, fields, &self.source.keep);
        let before = Lengths::of(survey);
        // The CRS of a GeoJSON file may stand behind its rows; they are then read once more.
        let mut known = None;
        let (header, conversion) = loop {
            columns.take_seen();
            let mut conversion = Conversion {
                reading: self,
                columns: &columns,
                kind,
                known: known.as_deref(),
                declared: None,
                way: None,
                survey: &mut *survey,
                convert: &convert,
                keep: &keep,
                used_ids: UsedIds::default(),
                simplified: Simplified::default(),
                rows: 0,
                used: 0,
            };
            let header = read_ahead(self.source, &self.path, &self.wanted, &mut conversion)?;
            let Conversion { declared, way, rows, used, simplified, used_ids, .. } = conversion;
            if declared == header.crs {
                survey.notes.extend(simplified.notes(self));
                let shorter = used_ids.without_zeros();
                survey
                    .notes
                    .extend(shorter.map(|text| self.note(None, IssueKind::ShortenedIds, text)));
                break (header, (way, rows, used));
            }
            known.clone_from(&header.crs);
            before.restore(survey);
        };
        let (way, rows, used) = conversion;
        let file = self.source.label();
        if rows == 0 {
            let columns = header.columns.iter().map(|column| column.trim());
            let columns = columns.filter(|column| *column != "fid").collect::<Vec<_>>().join(", ");
            return Err(ReadError::Empty { file, noun, columns });
        }
        // A file without a single row that could be taken apart has no columns to speak of.
        let lacks_id = survey.rejects.get(before.rejects).is_some_and(|first| first.column == "id");
        let has_columns = used > 0 || !header.columns.is_empty() || lacks_id;
        if !self.without_ids && has_columns {
            if let Some(table) = &header.without_table {
                return Err(ReadError::Unreadable {
                    file,
                    expected: Text::new(
                        format!("同处还有 {table}，其中有编号和其余各列"),
                        format!("{table} beside it, which holds the ids and all other columns"),
                    ),
                    found: Text::new("没有这个文件", "no such file"),
                });
            }
            self.require("id", &header)?;
        }
        let crs = way.map_or_else(String::new, |(_, crs)| crs);
        self.check_brackets(&crs, columns.placed(), &header, survey)?;
        if columns.placed() {
            self.check_pair(&header)?;
        }
        self.note_second(columns.placed(), &header, survey);
        let seen = columns.take_seen();
        seen.check_commas(self, &header)?;
        survey.notes.extend(seen.notes(self, &header));
        let rejects = &mut survey.rejects[before.rejects..];
        for reject in rejects.iter_mut() {
            reject.column = self.column(&reject.column, &header);
        }
        let mut unusable = None;
        if let (0, Some(first)) = (used, rejects.first()) {
            // A position can be the geometry of the row, or stand in a column for one of these keys; of lines and areas
            // there is one such key alone.
            let keys = ["lon", "lat", "lonlat", "wkt"].into_iter().filter(|key| self.wants(key));
            let lacking = keys.map(|key| self.require(key, &header)).collect::<Vec<_>>();
            if first.column == "lon" && has_columns && lacking.iter().all(Result::is_err) {
                lacking.into_iter().collect::<Result<(), _>>()?;
            }
            unusable =
                Some(ReadError::NothingUsable { file, rows, first: Box::new(first.clone()) });
        }
        Ok(Converted { header, crs, rows, placed: columns.placed(), unusable })
    }
}

/// A file whose rows are converted.
struct Converted {
    header: Header,
    crs: String,
    rows: u64,
    /// Whether positions were read from columns of coordinates.
    placed: bool,
    /// That no row can be used.
    unusable: Option<ReadError>,
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

    /// Removes what has been added since.
    fn restore(&self, survey: &mut Survey) {
        survey.parks.truncate(self.parks);
        survey.enterprises.truncate(self.enterprises);
        survey.projects.truncate(self.projects);
        survey.zones.truncate(self.zones);
        survey.rejects.truncate(self.rejects);
        survey.notes.truncate(self.notes);
    }
}

/// What was left out or approximated in geometries of a file.
#[derive(Default)]
struct Simplified {
    flattened: u64,
    curved: u64,
}

impl Simplified {
    fn count(&mut self, drawn: &Drawn) {
        self.flattened += u64::from(drawn.flattened);
        self.curved += u64::from(drawn.curved);
    }

    /// One note for each.
    fn notes(&self, reading: &Reading<'_>) -> Vec<Note> {
        let mut texts = Vec::new();
        if self.flattened > 0 {
            let n = self.flattened;
            texts.push(Text::new(
                format!("{n} 行几何带高程或量测值（Z、M），已略去"),
                format!("{n} row(s) have heights or measures (Z, M), which are left out"),
            ));
        }
        if self.curved > 0 {
            let n = self.curved;
            texts.push(Text::new(
                format!("{n} 行几何带曲线，已用短线段代替"),
                format!("{n} row(s) have curves, which are drawn as short lines"),
            ));
        }
        texts.into_iter().map(|text| reading.note(None, IssueKind::Simplified, text)).collect()
    }
}

/// Rows on their way into a survey.
struct Conversion<'a, C, K> {
    reading: &'a Reading<'a>,
    columns: &'a Columns<'a>,
    kind: InputKind,
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
    simplified: Simplified,
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
        let (id, at, converted) = match self.columns.open(&row.cells, number) {
            Err(problem) => (None, None, Err(problem)),
            Ok(cells) => {
                let own = std::mem::take(&mut row.drawn);
                let nowhere = own.geometry.is_none() && own.refused.is_none();
                let drawn = if nowhere && self.reading.without_places && cells.has_no_place() {
                    let nothing = Geometry::GeometryCollection(GeometryCollection::default());
                    Ok(Drawn { geometry: Some(nothing), ..own })
                } else {
                    cells.geometry(own, self.reading.srid_of(crs))
                };
                let unclosed = drawn.as_ref().is_ok_and(|drawn| drawn.unclosed);
                let geometry = drawn.map(|drawn| {
                    self.simplified.count(&drawn);
                    drawn.geometry.expect("a row without a geometry was refused")
                });
                if let (1, Ok(geometry)) = (self.rows, &geometry) {
                    self.reading.check_metres(to_wgs84, crs, geometry)?;
                }
                let first =
                    geometry.as_ref().ok().and_then(|geometry| geometry.coords_iter().next());
                let own = if self.reading.without_ids {
                    Ok(cells.text("id").unwrap_or_else(|| number.to_string().into()))
                } else {
                    cells.id(&self.used_ids)
                };
                let usable = row.problem.take().map_or(Ok(()), Err);
                let converted = usable.and(own).and_then(|id| {
                    let place =
                        Place { geometry: geometry?, unclosed, row: number, id: &id, to_wgs84 };
                    let item = (self.convert)(&cells, place)?;
                    if !self.reading.without_ids {
                        self.used_ids.insert(&id, number);
                    }
                    Ok(item)
                });
                let is_reject = converted.is_err();
                let id = if is_reject { cells.text("id") } else { None };
                let place = |first| cells.position(first, to_wgs84).ok();
                let at = first.filter(|_| is_reject).and_then(place);
                (id.map(String::from), at, converted)
            }
        };
        match converted {
            Ok(item) => {
                self.used += 1;
                (self.keep)(item, self.survey);
            }
            Err(Problem { column, issue, expected, found }) => {
                let (kind, file) = (self.kind, self.reading.source.label());
                let row = number;
                let reject = Reject { kind, file, row, id, column, expected, found, issue, at };
                self.survey.rejects.push(reject);
            }
        }
        Ok(())
    }
}
