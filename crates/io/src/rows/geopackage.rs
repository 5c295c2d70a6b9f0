//! Rows of a GeoPackage, by SQLite itself: a GeoPackage is a database, and GDAL makes a feature of each
//! row before it hands it out, which takes twice as long.
//!
//! GDAL has opened the file and says what the layer, its fields and its CRS are. What it makes of a
//! value, `sqlite3_column_…` after the type of the field, is what `CAST` makes of it; a test holds the
//! one against the other.

use super::drawn::Drawn;
use super::row::{Cell, Row, Rows};
use crate::ReadError;
use ::gdal::vector::{Layer, LayerAccess, OGRFieldType, OGRwkbGeometryType};
use compact_str::ToCompactString;
use geo_types::{Geometry, Point};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// A table of points, or without geometries, whose rows can be read.
pub(super) struct PointTable {
    database: Connection,
    query: String,
    /// By wanted column; `None` where the file has none.
    kinds: Vec<Option<Kind>>,
}

/// What GDAL makes of a column.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Real,
    Integer64,
    Integer32,
    /// The number of the row.
    Row,
    /// Bytes, which are no cell.
    Nothing,
}

impl PointTable {
    /// The table of a layer; `places` are the indices of the wanted fields. An index past the last field stands
    /// for the row's number. `None` for what is left to GDAL: views, geometries other than points,
    /// days and moments, unusual keys, files that SQLite does not open.
    pub(super) fn open(path: &Path, layer: &Layer<'_>, places: &[Option<usize>]) -> Option<Self> {
        let geometry = match layer.defn().geom_fields().next() {
            None => "NULL".to_owned(),
            Some(field) if field.field_type() == OGRwkbGeometryType::wkbPoint => {
                quoted(&field.name())
            }
            Some(_) => return None,
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(path, flags).ok()?;
        let key = key(&database, &layer.name()).ok()?;
        let fields: Vec<(String, OGRFieldType::Type)> =
            layer.defn().fields().map(|field| (field.name(), field.field_type())).collect();
        let mut query = format!("SELECT {}, {geometry}", quoted(&key));
        let mut kinds = Vec::with_capacity(places.len());
        for index in places {
            let field = index.map(|index| fields.get(index));
            let (kind, value) = match field {
                None => (None, "NULL".to_owned()),
                Some(None) => (Some(Kind::Row), "NULL".to_owned()),
                Some(Some((name, field_type))) => {
                    let kind = Kind::of(*field_type)?;
                    (Some(kind), kind.value(&quoted(name)))
                }
            };
            query = format!("{query}, {value}");
            kinds.push(kind);
        }
        let query = format!("{query} FROM {}", quoted(&layer.name()));
        database.prepare(&query).ok()?;
        Some(Self { database, query, kinds })
    }

    /// Hands all rows to `rows`, in the order in which they stand in the file; the error of the database,
    /// or of whoever takes the rows.
    pub(super) fn read(
        &self,
        layer: &Layer<'_>,
        rows: &mut dyn Rows,
    ) -> Result<Result<(), ReadError>, rusqlite::Error> {
        let mut statement = self.database.prepare(&self.query)?;
        let mut found = statement.query([])?;
        let mut number = 0;
        let mut made = Row::default();
        while let Some(row) = found.next()? {
            number += 1;
            let id: i64 = row.get(0)?;
            let drawn = match row.get_ref(1)? {
                ValueRef::Null => Drawn::default(),
                ValueRef::Blob(blob) if let Some(point) = point(blob) => {
                    Drawn { geometry: Some(point), ..Drawn::default() }
                }
                // Empty, extended or with heights: GDAL knows them all.
                _ => {
                    let feature = layer.feature(id.cast_unsigned());
                    feature.as_ref().map_or_else(Drawn::default, super::failure::drawn_of)
                }
            };
            let mut cells = made.cells.unwrap_or_default();
            cells.clear();
            for (index, kind) in (2..).zip(&self.kinds) {
                cells.push(match kind {
                    None => None,
                    Some(kind) => kind.cell(row.get_ref(index)?, id),
                });
            }
            made = Row { number, cells: Ok(cells), drawn, ..Row::default() };
            if let Err(refused) = rows.row(&mut made) {
                return Ok(Err(refused));
            }
        }
        Ok(Ok(()))
    }
}

/// The column that numbers the rows of a table; an error if there is none.
fn key(database: &Connection, table: &str) -> Result<String, rusqlite::Error> {
    let sql = "SELECT max(name) FROM pragma_table_info(?) WHERE pk > 0 \
               HAVING count(*) = 1 AND upper(max(type)) = 'INTEGER'";
    database.query_row(sql, [table], |row| row.get(0))
}

/// A name as SQL has it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Kind {
    /// `None` for what GDAL alone knows how to write.
    fn of(field: OGRFieldType::Type) -> Option<Self> {
        Some(match field {
            OGRFieldType::OFTString => Self::Text,
            OGRFieldType::OFTReal => Self::Real,
            OGRFieldType::OFTInteger64 => Self::Integer64,
            OGRFieldType::OFTInteger => Self::Integer32,
            OGRFieldType::OFTBinary => Self::Nothing,
            _ => return None,
        })
    }

    /// The value as the query asks for it.
    fn value(self, column: &str) -> String {
        let sql_type = match self {
            Self::Text => "TEXT",
            Self::Real => "REAL",
            Self::Integer64 | Self::Integer32 => "INTEGER",
            Self::Row | Self::Nothing => return "NULL".to_owned(),
        };
        format!("CAST({column} AS {sql_type})")
    }

    #[expect(clippy::cast_possible_truncation, reason = "as sqlite3_column_int has it")]
    fn cell(self, value: ValueRef<'_>, row: i64) -> Option<Cell> {
        match (self, value) {
            (Self::Row, _) => (row >= 0).then(|| Cell::Text(row.to_compact_string())),
            (_, ValueRef::Text(text)) => {
                // GDAL ends a text at the first zero byte.
                let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
                Cell::of_text(&String::from_utf8_lossy(&text[..end]))
            }
            (_, ValueRef::Real(number)) => Some(Cell::Number(number)),
            (Self::Integer32, ValueRef::Integer(number)) => {
                Some(Cell::Number(f64::from(number as i32)))
            }
            (_, ValueRef::Integer(number)) => Some(Cell::of_integer(number)),
            (_, ValueRef::Null | ValueRef::Blob(_)) => None,
        }
    }
}

/// A plain point out of the standard's encoding (OGC 12-128r12, 2.1.3): a header, an envelope perhaps,
/// well-known binary. `None` for anything else.
fn point(blob: &[u8]) -> Option<Geometry<f64>> {
    const EXTENDED: u8 = 0b10_0000;
    const EMPTY: u8 = 0b1_0000;
    let (&[b'G', b'P', 0, flags, ..], true) = (blob.first_chunk::<8>()?, blob.len() >= 29) else {
        return None;
    };
    let envelope = match flags >> 1 & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    let wkb: &[u8; 21] = blob.get(8 + envelope..)?.try_into().ok()?;
    let number = |start: usize| {
        let bytes = wkb[start..].first_chunk().expect("21 bytes hold two numbers");
        if wkb[0] == 0 { f64::from_be_bytes(*bytes) } else { f64::from_le_bytes(*bytes) }
    };
    let plain = matches!(wkb[..5], [1, 1, 0, 0, 0] | [0, 0, 0, 0, 1]);
    let (x, y) = (number(5), number(13));
    let known = plain && flags & (EXTENDED | EMPTY) == 0 && !x.is_nan() && !y.is_nan();
    known.then(|| Point::new(x, y).into())
}

#[cfg(test)]
mod tests {
    use super::super::{Header, Wanted, gdal};
    use super::*;
    use crate::Source;

    /// Rows as they come, as texts: NaN is to equal NaN.
    #[derive(Default)]
    struct Collected(Vec<String>);

    impl Rows for Collected {
        fn start(&mut self, _: Option<&str>) -> Result<(), ReadError> {
            Ok(())
        }

        fn row(&mut self, row: &mut Row) -> Result<(), ReadError> {
            let cells = row.cells.as_ref().expect("SQLite and GDAL refuse no row");
            let Drawn { geometry, refused, flattened, .. } = &row.drawn;
            self.0.push(format!("{:?}", (row.number, cells, geometry, refused, flattened)));
            Ok(())
        }
    }

    const FIELDS: [&str; 13] = [
        "text",
        "short text",
        "real",
        "float",
        "int",
        "medium",
        "small",
        "tiny",
        "flag",
        "day",
        "moment",
        "bytes",
        "quo\"ted",
    ];

    /// Numbers as SQLite reads them.
    const NUMBERS: [&str; 12] = [
        "0",
        "-0.0",
        "1",
        "2",
        "-1",
        "0.1",
        "1e300",
        "9e999",
        "3000000000",
        "40000",
        "9007199254740993",
        "-9223372036854775808",
    ];
    /// Everything else that a cell can be given.
    const TEXTS: [&str; 14] = [
        "NULL",
        "''",
        "'  '",
        "' two words\t'",
        "'12'",
        "'1.5x'",
        "'是'",
        "'2024-02-30'",
        "'2024-02-28'",
        "'2024-02-28T01:02:03Z'",
        "x'4100420043'",
        "CAST(x'ff41' AS TEXT)",
        "CAST(x'4100420043' AS TEXT)",
        "x''",
    ];
    /// Geometries: 2 as little-endian, and points: plain, with an envelope, big-endian, empty, not finite, with a
    /// height, cut off, with something behind; a line; no geometry at all.
    const POINTS: [&str; 16] = [
        "x'4750000100000000010100000000000000000000400000000000000040'",
        "x'47500003000000000000000000000040000000000000004000000000000000400000000000000040\
           010100000000000000000000400000000000000040'",
        "x'4750000000000000000000000140000000000000004000000000000000'",
        "x'47500011000000000101000000000000000000f87f000000000000f87f'",
        "x'47500001000000000101000000000000000000f87f000000000000f87f'",
        "x'47500001000000000101000000000000000000f07f0000000000000040'",
        "x'475000010000000001e9030000000000000000004000000000000000400000000000000840'",
        "x'47500001000000000101000000000000000000004000000000000000'",
        "x'475000010000000001010000000000000000000040000000000000004000'",
        "x'4750000100000000010200000002000000000000000000004000000000000000400000000000000840\
           0000000000000840'",
        "x'4750002100000000010100000000000000000000400000000000000040'",
        "x'4750010100000000010100000000000000000000400000000000000040'",
        "x'00'",
        "'POINT (1 2)'",
        "7",
        "NULL",
    ];

    /// A GeoPackage of one layer, made by GDAL's own rules for the tables that every one has, with every
    /// type of column, and every type of value in each.
    fn make(path: &Path, geometry: &str) {
        let driver =
            ::gdal::DriverManager::get_driver_by_name("GPKG").expect("GDAL has GeoPackage");
        let mut dataset = driver.create_vector_only(path).expect("a new file");
        let points = ::gdal::vector::LayerOptions {
            name: "firms",
            srs: Some(&::gdal::spatial_ref::SpatialRef::from_epsg(4490).expect("it is known")),
            ty: OGRwkbGeometryType::wkbPoint,
            options: None,
        };
        dataset.create_layer(points).expect("a layer");
        dataset.close().expect("a whole file");
        let database = Connection::open(path).expect("a database");
        database
            .execute_batch(&format!(
                "DROP TABLE firms; CREATE TABLE firms (geom {geometry}, fid INTEGER PRIMARY KEY, \
                 \"text\" TEXT, \"short text\" TEXT(3), \"real\" DOUBLE, \"float\" FLOAT, \
                 \"int\" INTEGER, medium MEDIUMINT, small SMALLINT, tiny TINYINT, flag BOOLEAN, \
                 day DATE, moment DATETIME, bytes BLOB, \"quo\"\"ted\" TEXT);"
            ))
            .expect("a table");
        for (index, value) in NUMBERS.iter().chain(&TEXTS).enumerate() {
            let point = POINTS[index % POINTS.len()];
            let point = if geometry.is_empty() { "NULL" } else { point };
            let values = [*value; FIELDS.len()].join(", ");
            let fid = [3, 10, -2, 40][index % 4] + 100 * i64::try_from(index).expect("few");
            let fid = if index == 2 { -2 } else { fid };
            database
                .execute_batch(&format!("INSERT INTO firms VALUES ({point}, {fid}, {values})"))
                .expect("a row");
        }
    }

    /// All rows, by GDAL alone or not.
    fn rows(path: &Path, alone: bool, days: bool) -> (Header, Collected) {
        let name = |name: &str| name.to_owned();
        let asked = |field: &&&str| days || !["day", "moment"].contains(*field);
        let wanted: Vec<Wanted> = FIELDS
            .iter()
            .filter(asked)
            .chain(&["fid", "nowhere", "text"])
            .map(|key| Wanted {
                key: name(key),
                names: vec![name(key)],
                named: false,
                numbers: false,
            })
            .collect();
        let source = Source { file: name("firms.gpkg"), ..Source::default() };
        let mut rows = Collected::default();
        let header =
            gdal::read_by(&source, path, &wanted, &mut rows, alone).expect("it is readable");
        (header, rows)
    }

    #[test]
    fn every_value_is_what_gdal_makes_of_it() {
        let folder = tempfile::TempDir::new().expect("a folder");
        for (name, geometry) in [("points.gpkg", "POINT"), ("any.gpkg", "GEOMETRY")] {
            let path = folder.path().join(name);
            make(&path, geometry);
            let (header, ours) = rows(&path, false, false);
            let (gdals_header, gdals) = rows(&path, true, false);
            assert!(rows(&path, false, true).1.0[21].contains("2024-02-28 01:02:03+00"));
            assert_eq!((&header.columns, &header.crs), (&gdals_header.columns, &gdals_header.crs));
            assert_eq!(ours.0.len(), 26);
            for (ours, gdals) in ours.0.iter().zip(&gdals.0) {
                assert_eq!(ours, gdals);
            }
        }
    }

    #[test]
    fn points_are_read_by_sqlite_and_the_rest_is_left_to_gdal() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("firms.gpkg");
        make(&path, "POINT");
        let dataset = ::gdal::Dataset::open(&path).expect("a GeoPackage");
        let layer = dataset.layer(0).expect("its layer");
        assert!(PointTable::open(&path, &layer, &[Some(0), None, Some(13)]).is_some());
        assert!(PointTable::open(&folder.path().join("none.gpkg"), &layer, &[]).is_none());
    }
}
