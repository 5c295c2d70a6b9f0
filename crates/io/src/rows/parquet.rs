//! GeoParquet, and Parquet without geometries.

use super::drawn::Drawn;
use super::failure::{failure, layer_named, quiet, unreadable};
use super::row::{Cell, Header, Row, Rows, Wanted, locate};
use crate::{ReadError, Source};
use ::gdal::spatial_ref::SpatialRef;
use ::gdal::vector::Geometry as GdalGeometry;
use ::parquet::basic::Compression;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Field;
use ::parquet::schema::types::Type;
use parkward_model::{IssueKind, Note, Text};
use serde_json::Value;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Whether a file is of this format, by its ending.
pub(super) fn is_parquet(extension: &str) -> bool {
    matches!(extension, "parquet" | "geoparquet" | "pq")
}

pub(super) fn read(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    quiet();
    failure();
    expect_only_layer(source, path)?;
    let damaged = |error: ParquetError| {
        unreadable(source, Text::new(" Parquet 文件", "a Parquet file"), Text::quoted(error))
    };
    let opened = File::open(path).map_err(ParquetError::from);
    let file = opened.and_then(SerializedFileReader::new).map_err(damaged)?;
    expect_known_compression(source, &file)?;
    let about = file.metadata().file_metadata();
    let said = about.key_value_metadata().into_iter().flatten().find(|pair| pair.key == "geo");
    let geometries = Geometries::of(source, said.and_then(|pair| pair.value.as_deref()))?;
    let schema = about.schema();
    let is_data = |name: &str| !geometries.columns.iter().any(|column| column == name);
    let fields = schema.get_fields().iter().map(|field| field.name());
    let header = Header {
        columns: fields.filter(|name| is_data(name)).map(str::to_owned).collect(),
        crs: geometries.crs.clone(),
        notes: geometries.nowhere.then(|| crs_note(source)).into_iter().collect(),
        ..Header::default()
    };
    let places = locate(source, wanted, &header.columns)?;
    rows.start(header.crs.as_deref())?;
    // Only what is wanted is read.
    let used: Vec<&str> = places.at.iter().flatten().map(|at| &*header.columns[*at]).collect();
    let kept = schema.get_fields().iter().filter(|field| {
        used.contains(&field.name()) || geometries.primary.as_deref() == Some(field.name())
    });
    let kept: Vec<Arc<Type>> = kept.cloned().collect();
    let index = |name: &str| kept.iter().position(|field| field.name() == name);
    let at: Vec<Option<usize>> =
        places.at.iter().map(|at| index(&header.columns[(*at)?])).collect();
    let drawn_at = geometries.primary.as_deref().and_then(index);
    let projection = Type::group_type_builder(schema.name()).with_fields(kept).build();
    let found = projection.and_then(|kept| file.get_row_iter(Some(kept))).map_err(damaged)?;
    for (number, row) in (1..).zip(found) {
        let row = row.map_err(damaged)?;
        let fields: Vec<&Field> = row.get_column_iter().map(|(_, field)| field).collect();
        let cells = at.iter().map(|at| fields.get((*at)?).and_then(|field| cell(field))).collect();
        let drawn =
            drawn_at.and_then(|at| fields.get(at)).map_or_else(Drawn::default, |f| drawn(f));
        rows.row(&mut Row {
            number,
            cells: Ok(places.with_units(cells)),
            drawn,
            ..Row::default()
        })?;
    }
    Ok(header)
}

/// What few writers use is not built in.
fn expect_known_compression(
    source: &Source,
    file: &SerializedFileReader<File>,
) -> Result<(), ReadError> {
    let columns = file.metadata().row_groups().iter().flat_map(|group| group.columns());
    let other = columns.map(|column| column.compression()).find(|compression| {
        !matches!(
            compression,
            Compression::UNCOMPRESSED
                | Compression::SNAPPY
                | Compression::GZIP(_)
                | Compression::ZSTD(_)
        )
    });
    let expected = "columns that are compressed by snappy, gzip or zstd";
    let expected = Text::new("以 snappy、gzip 或 zstd 压缩的列", expected);
    let refused =
        |found: Compression| Err(unreadable(source, expected, Text::same(found.to_string())));
    other.map_or(Ok(()), refused)
}

/// A file holds one layer, which is called as the file is.
fn expect_only_layer(source: &Source, path: &Path) -> Result<(), ReadError> {
    let only = path.file_stem().unwrap_or_default().to_string_lossy();
    match &source.layer {
        Some(name) if *name != only => Err(ReadError::Layer {
            file: source.label(),
            expected: layer_named(name),
            known: only.into_owned(),
        }),
        _ => Ok(()),
    }
}

/// What the file says of its geometries.
#[derive(Default)]
struct Geometries {
    /// The columns of geometries, which are no data.
    columns: Vec<String>,
    /// The one that says where a row is.
    primary: Option<String>,
    /// As text that is read as a CRS.
    crs: Option<String>,
    /// Whether it says that nobody knows the CRS.
    nowhere: bool,
}

impl Geometries {
    /// By the metadata of GeoParquet 1.0 and 1.1 (<https://geoparquet.org/releases/v1.1.0/>).
    fn of(source: &Source, said: Option<&str>) -> Result<Self, ReadError> {
        let Some(said) = said else { return Ok(Self::default()) };
        let expected = Text::new(" GeoParquet 的几何说明", "what GeoParquet says of geometries");
        let said: Value = serde_json::from_str(said)
            .map_err(|error| unreadable(source, expected, Text::quoted(error)))?;
        let columns = said["columns"].as_object();
        let columns = columns.into_iter().flatten().map(|(name, _)| name.clone()).collect();
        let Some(primary) = said["primary_column"].as_str() else {
            return Ok(Self { columns, ..Self::default() });
        };
        let column = &said["columns"][primary];
        if let Some(encoding) = column["encoding"].as_str().filter(|encoding| *encoding != "WKB") {
            return Err(unreadable(
                source,
                Text::new("以 WKB 编码的几何", "geometries that are encoded as WKB"),
                Text::new(format!("编码 {encoding}"), format!("the encoding {encoding}")),
            ));
        }
        let nowhere = column.get("crs").is_some_and(Value::is_null);
        let crs = match column.get("crs") {
            None => Some("OGC:CRS84".to_owned()),
            Some(Value::Null) => None,
            Some(json) => Some(crs(json)),
        };
        Ok(Self { columns, primary: Some(primary.to_owned()), crs, nowhere })
    }
}

/// A CRS in PROJ's JSON, by its code if it has one.
fn crs(json: &Value) -> String {
    let (authority, code) = (json["id"]["authority"].as_str(), &json["id"]["code"]);
    let code = code.as_str().map(str::to_owned).or_else(|| code.as_u64().map(|c| c.to_string()));
    match authority.zip(code) {
        Some((authority, code)) => format!("{authority}:{code}"),
        None => SpatialRef::from_definition(&json.to_string())
            .and_then(|crs| crs.to_wkt())
            .unwrap_or_else(|_| json.to_string()),
    }
}

fn crs_note(source: &Source) -> Note {
    let text = Text::new(
        "文件自称坐标系未知（crs 为 null）；如非 WGS84 经纬度，请设置 crs",
        "says that its CRS is unknown (null); set crs if it is not longitude and latitude on WGS84",
    );
    Note { file: source.label(), row: None, text, issue: IssueKind::Noted }
}

/// The geometry of a row.
fn drawn(field: &Field) -> Drawn {
    match field {
        Field::Null => Drawn::default(),
        Field::Bytes(wkb) => match GdalGeometry::from_wkb(wkb.data()) {
            Ok(geometry) => Drawn::of_gdal(&geometry),
            Err(error) => Drawn::unreadable(failure().unwrap_or_else(|| error.to_string())),
        },
        other => Drawn::refused(
            IssueKind::BadShape,
            Text::new("以 WKB 编码的几何", "a geometry that is encoded as WKB"),
            Text::same(other.to_string()),
        ),
    }
}

fn cell(field: &Field) -> Option<Cell> {
    Some(match field {
        Field::Null => return None,
        Field::Bool(flag) => Cell::Flag(*flag),
        Field::Byte(number) => Cell::Number(f64::from(*number)),
        Field::Short(number) => Cell::Number(f64::from(*number)),
        Field::Int(number) => Cell::Number(f64::from(*number)),
        Field::Long(number) => Cell::of_integer(*number),
        Field::UByte(number) => Cell::Number(f64::from(*number)),
        Field::UShort(number) => Cell::Number(f64::from(*number)),
        Field::UInt(number) => Cell::Number(f64::from(*number)),
        Field::ULong(number) => match i64::try_from(*number) {
            Ok(number) => Cell::of_integer(number),
            Err(_) => Cell::Text(number.to_string().into()),
        },
        Field::Double(number) => Cell::Number(*number),
        // As it was written: 0.1, and not the double that is next to it.
        Field::Float(number) => Cell::Number(number.to_string().parse().unwrap_or(f64::NAN)),
        Field::Str(text) => return Cell::of_text(text),
        Field::Bytes(bytes) => return Cell::of_text(std::str::from_utf8(bytes.data()).ok()?),
        Field::Date(days) => Cell::Text(day(i64::from(*days)).into()),
        Field::TimestampMillis(millis) => Cell::Text(moment(millis.div_euclid(1_000)).into()),
        Field::TimestampMicros(micros) => Cell::Text(moment(micros.div_euclid(1_000_000)).into()),
        Field::Decimal(_) | Field::Float16(_) => {
            let text = field.to_string();
            text.parse().map_or_else(|_| Cell::Text(text.into()), Cell::Number)
        }
        other => return Cell::of_text(&other.to_string()),
    })
}

/// A day of the Gregorian calendar by the days since 1 January 1970: years are counted from 1 March, so that the
/// day of a leap year is its last.
fn day(days: i64) -> String {
    const OF_400_YEARS: i64 = 146_097;
    let since_march = days + 719_468; // since 1 March of the year 0
    let (cycle, of_cycle) =
        (since_march.div_euclid(OF_400_YEARS), since_march.rem_euclid(OF_400_YEARS));
    let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153; // from March
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{of_month:02}", cycle * 400 + year + next)
}

/// A moment by the seconds since then; midnight is the day alone.
fn moment(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    match rest {
        0 => day(days),
        _ => format!("{} {:02}:{:02}:{:02}", day(days), rest / 3_600, rest / 60 % 60, rest % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let days = [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (19_782, "2024-02-29"),
            (20_787, "2026-11-30"),
            (-25_508, "1900-03-01"),
        ];
        for (number, expected) in days {
            assert_eq!(day(number), expected);
        }
        assert_eq!(moment(20_787 * 86_400 + 3_661), "2026-11-30 01:01:01");
        assert_eq!(moment(-86_400), "1969-12-31");
    }
}
