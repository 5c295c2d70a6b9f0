//! Everything that GDAL reads: GeoPackage, Shapefile, FlatGeobuf, XLSX, PostGIS …

use super::dbf::Examined;
use super::failure::{drawn_of, failure, quiet};
use super::geopackage;
use super::row::{Cell, Header, Row, Rows, Wanted, locate};
use crate::{Encoding, ReadError, Source};
use ::gdal::Dataset;
use ::gdal::errors::GdalError;
use ::gdal::vector::{Feature, FieldValue, LayerAccess, OGRFieldType};
use compact_str::ToCompactString;
use std::path::Path;

pub(super) fn read(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    read_by(source, path, wanted, rows, false)
}

/// As [`read`]; `alone`, GDAL hands out the rows of a GeoPackage too.
pub(super) fn read_by(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
    alone: bool,
) -> Result<Header, ReadError> {
    quiet();
    failure();
    let unreadable = |expected: &str, found: String| ReadError::Unreadable {
        file: source.label(),
        expected: expected.to_owned(),
        found: found.replace(&source.file, &source.label()),
    };
    let failed = |words: Option<String>| match words {
        Some(words) => Err(unreadable("rows that can all be read", words)),
        None => Ok(()),
    };
    let examined = Examined::of(source, path)?;
    let dataset = open(source, path, examined.encoding)
        .map_err(|error| unreadable("a file or connection that GDAL reads", reason(&error)))?;
    let mut layer = pick(&dataset, source)?;
    let mut header = Header {
        columns: layer.defn().fields().map(|field| field.name()).collect(),
        crs: layer.spatial_ref().and_then(|crs| crs.authority().or_else(|_| crs.to_wkt()).ok()),
        notes: examined.notes,
    };
    let fields = header.columns.len();
    // The format's own row number, which is no field, can serve as the id.
    if !header.columns.iter().any(|column| column == FID) {
        header.columns.push(FID.to_owned());
    }
    let places = locate(source, wanted, &header.columns)?;
    rows.start(header.crs.as_deref())?;
    let driver = dataset.driver().short_name();
    if driver == "GPKG"
        && !alone
        && let Some(table) = geopackage::PointTable::open(path, &layer, &places)
    {
        let read = table.read(&layer, rows);
        read.map_err(|error| unreadable("rows that SQLite reads", error.to_string()))??;
        failed(failure())?;
        return Ok(header);
    }
    let counted = if COUNTED.contains(&driver.as_str()) { layer.try_feature_count() } else { None };
    let is_sheet = SHEETS.contains(&driver.as_str());
    let mut read = 0;
    failed(failure())?;
    for feature in layer.features() {
        read += 1;
        // What is an empty line in a text file.
        let is_blank = || {
            (0..fields).all(|field| {
                feature.field_as_string(field).ok().flatten().is_none_or(|text| text.is_empty())
            })
        };
        if is_sheet && is_blank() {
            continue;
        }
        // GDAL numbers the rows of a sheet as the sheet does.
        let number = feature.fid().filter(|_| is_sheet).unwrap_or(read);
        let drawn = drawn_of(&feature);
        let cell = |place: &Option<usize>| match (*place)? {
            place if place == fields => {
                feature.fid().map(|fid| Cell::Text(fid.to_compact_string()))
            }
            place => cell(&feature, place),
        };
        let cells = places.iter().map(cell).collect();
        rows.row(&mut Row { number, cells: Ok(cells), drawn })?;
    }
    // To GDAL an error is the end of the rows.
    failed(failure())?;
    match counted {
        Some(counted) if counted > read => Err(unreadable(
            &format!("{counted} rows, as the file itself says"),
            format!("{read}; it is cut off or damaged"),
        )),
        _ => Ok(header),
    }
}

/// Formats that carry the number of their rows.
const COUNTED: [&str; 3] = ["FlatGeobuf", "GPKG", "OpenFileGDB"];

/// Formats whose rows have numbers that their users see.
const SHEETS: [&str; 3] = ["XLSX", "ODS", "XLS"];

/// What the number of a row is called.
const FID: &str = "fid";

/// What GDAL says, without its own numbering.
fn reason(error: &::gdal::errors::GdalError) -> String {
    match error {
        GdalError::NullPointer { msg, .. } | GdalError::CplError { msg, .. } if msg.is_empty() => {
            "something that none of its drivers knows".to_owned()
        }
        GdalError::NullPointer { msg, .. } | GdalError::CplError { msg, .. } => {
            msg.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

fn open(
    source: &Source,
    path: &Path,
    found_out: Option<Encoding>,
) -> Result<Dataset, ::gdal::errors::GdalError> {
    let encoding = match source.encoding.or(found_out) {
        Some(Encoding::Gbk) => vec!["ENCODING=GBK"],
        Some(Encoding::Utf8) => vec!["ENCODING=UTF-8"],
        None => Vec::new(),
    };
    let ending = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    let shapefile = ending("shp") || ending("dbf");
    let options = ::gdal::DatasetOptions {
        open_flags: ::gdal::GdalOpenFlags::GDAL_OF_VECTOR,
        open_options: (shapefile && !encoding.is_empty()).then_some(&encoding),
        ..::gdal::DatasetOptions::default()
    };
    Dataset::open_ex(path, options)
}

/// The layer that the source names, or the only one.
fn pick<'a>(dataset: &'a Dataset, source: &Source) -> Result<::gdal::vector::Layer<'a>, ReadError> {
    let names = || dataset.layers().map(|layer| layer.name()).collect::<Vec<_>>().join(", ");
    let wrong =
        |expected: String| ReadError::Layer { file: source.label(), expected, known: names() };
    match (&source.layer, dataset.layer_count()) {
        (Some(name), _) => {
            dataset.layer_by_name(name).map_err(|_| wrong(format!("the layer {name:?}")))
        }
        (None, 1) => dataset.layer(0).map_err(|_| wrong("one layer".to_owned())),
        (None, _) => Err(wrong("one layer, or `layer = \"…\"` to say which".to_owned())),
    }
}

fn cell(feature: &Feature<'_>, place: usize) -> Option<Cell> {
    // Formats such as FlatGeobuf leave out what is unknown, and GDAL then gives 0, but no text.
    let is_set =
        || feature.field_as_string(place).is_ok_and(|text| text.is_some_and(|t| !t.is_empty()));
    let as_text = || feature.field_as_string(place).ok().flatten();
    match feature.field(place) {
        // Times of day, which have no kind of value of their own.
        Err(GdalError::UnhandledFieldType { field_type: OGRFieldType::OFTTime, .. }) => {
            as_text().as_deref().and_then(Cell::of_text)
        }
        Err(_) => None,
        Ok(value) => match value? {
            FieldValue::IntegerValue(0) | FieldValue::Integer64Value(0) if !is_set() => None,
            FieldValue::RealValue(0.0) if !is_set() => None,
            FieldValue::StringValue(text) => Cell::of_text(&text),
            FieldValue::IntegerValue(number) => Some(Cell::Number(f64::from(number))),
            FieldValue::Integer64Value(number) => Some(Cell::of_integer(number)),
            FieldValue::RealValue(number) => Some(Cell::Number(number)),
            // GDAL has 2024/02/28 01:02:03+00; some formats keep a day as its midnight.
            FieldValue::DateValue(_) | FieldValue::DateTimeValue(_) => as_text().and_then(|text| {
                let text = text.replace('/', "-");
                Cell::of_text(text.strip_suffix(" 00:00:00").unwrap_or(&text))
            }),
            _ => as_text().as_deref().and_then(Cell::of_text),
        },
    }
}
