//! Everything that GDAL reads: GeoPackage, Shapefile, FlatGeobuf, XLSX, PostGIS …

use super::feature::geometry_of;
use super::geopackage;
use super::row::{Cell, Header, Row, Rows, Wanted, locate};
use crate::{Encoding, ReadError, Source};
use ::gdal::Dataset;
use ::gdal::vector::{Feature, FieldValue, LayerAccess};
use compact_str::ToCompactString;
use std::path::Path;
use std::sync::Once;

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
    let unreadable = |expected: &str, found: String| ReadError::Unreadable {
        file: source.label(),
        expected: expected.to_owned(),
        found: found.replace(&source.file, &source.label()),
    };
    let dataset = open(source, path)
        .map_err(|error| unreadable("a file or connection that GDAL reads", reason(&error)))?;
    let mut layer = pick(&dataset, source)?;
    let mut header = Header {
        columns: layer.defn().fields().map(|field| field.name()).collect(),
        crs: layer.spatial_ref().and_then(|crs| crs.authority().or_else(|_| crs.to_wkt()).ok()),
        notes: Vec::new(),
    };
    let fields = header.columns.len();
    // The format's own row number, which is no field, can serve as the id.
    if !header.columns.iter().any(|column| column == FID) {
        header.columns.push(FID.to_owned());
    }
    let places = locate(source, wanted, &header.columns)?;
    rows.start(header.crs.as_deref())?;
    let is_geopackage = dataset.driver().short_name() == "GPKG";
    if is_geopackage
        && !alone
        && let Some(table) = geopackage::PointTable::open(path, &layer, &places)
    {
        let read = table.read(&layer, rows);
        read.map_err(|error| unreadable("rows that SQLite reads", error.to_string()))??;
        return Ok(header);
    }
    for (number, feature) in (1..).zip(layer.features()) {
        let (geometry, unclosed) = geometry_of(&feature);
        let cell = |index: &Option<usize>| match (*index)? {
            index if index == fields => {
                feature.fid().map(|fid| Cell::Text(fid.to_compact_string()))
            }
            index => cell(&feature, index),
        };
        let cells = places.iter().map(cell).collect();
        rows.row(&mut Row { number, cells: Ok(cells), geometry, unclosed })?;
    }
    Ok(header)
}

/// What the number of a row is called.
const FID: &str = "fid";

/// What GDAL says, without its own numbering.
fn reason(error: &::gdal::errors::GdalError) -> String {
    use ::gdal::errors::GdalError;
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

fn open(source: &Source, path: &Path) -> Result<Dataset, ::gdal::errors::GdalError> {
    let encoding = match source.encoding {
        Some(Encoding::Gbk) => vec!["ENCODING=GBK"],
        Some(Encoding::Utf8) => vec!["ENCODING=UTF-8"],
        None => Vec::new(),
    };
    let shapefile = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("shp"));
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

fn cell(feature: &Feature<'_>, index: usize) -> Option<Cell> {
    // Formats such as FlatGeobuf leave out what is unknown, and GDAL then gives 0, but no text.
    let is_set =
        || feature.field_as_string(index).is_ok_and(|text| text.is_some_and(|t| !t.is_empty()));
    match feature.field(index).ok()?? {
        FieldValue::IntegerValue(0) | FieldValue::Integer64Value(0) if !is_set() => None,
        FieldValue::RealValue(0.0) if !is_set() => None,
        FieldValue::StringValue(text) => Cell::of_text(&text),
        FieldValue::IntegerValue(number) => Some(Cell::Number(f64::from(number))),
        FieldValue::Integer64Value(number) => Some(Cell::of_integer(number)),
        FieldValue::RealValue(number) => Some(Cell::Number(number)),
        other => other.into_string().as_deref().and_then(Cell::of_text),
    }
}

/// Once per process: GDAL reports through its return values only, and takes a sheet's first row for
/// its header even where every cell is text.
pub(crate) fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        ::gdal::config::set_error_handler(|_, _, _| {});
        // Neither option can fail: both are plain ASCII.
        let _ = ::gdal::config::set_config_option("OGR_XLSX_HEADERS", "FORCE");
    });
}
