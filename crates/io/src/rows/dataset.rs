//! What GDAL opens: a layer of it, and its cells.

use super::failure::layer_named;
use super::row::{Cell, Header, Places, Rows, Wanted, locate};
use crate::{Encoding, ReadError, Source, remote};
use ::gdal::Dataset;
use ::gdal::errors::GdalError;
use ::gdal::vector::{Feature, FieldValue, LayerAccess, OGRFieldType};
use parkward_model::{IssueKind, Note, Text};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The name of the column of row numbers.
const FID: &str = "fid";

/// Finds the wanted columns and begins to hand out rows. The format's own row number, which is no field, can serve
/// as the id: its index is the one past all fields.
pub(super) fn start(
    source: &Source,
    wanted: &[Wanted],
    header: &mut Header,
    rows: &mut dyn Rows,
) -> Result<Places, ReadError> {
    let fields = header.columns.len();
    if !header.columns.iter().any(|column| column == FID) {
        header.columns.push(FID.to_owned());
    }
    let places = locate(source, wanted, &header.columns)?;
    header.notes.extend(id_note(source, wanted, &places.at, fields));
    rows.start(header.crs.as_deref())?;
    Ok(places)
}

/// The note that row numbers serve as ids, if they do: their index is the one past all `fields`.
fn id_note(
    source: &Source,
    wanted: &[Wanted],
    places: &[Option<usize>],
    fields: usize,
) -> Option<Note> {
    let id = wanted.iter().rposition(|wanted| wanted.key == "id" && !wanted.named)?;
    (places[id] == Some(fields)).then(|| Note {
        file: source.label(),
        row: None,
        text: Text::new(
            "没有编号列，以格式自身的行号（fid）为编号",
            "has no column for the id: the format's own row number (fid) serves as one",
        ),
        issue: IssueKind::Noted,
    })
}

/// What GDAL says of a file that it does not open, without its own numbering.
pub(super) fn reason(error: &::gdal::errors::GdalError, path: &Path) -> Text {
    match error {
        GdalError::NullPointer { msg, .. } | GdalError::CplError { msg, .. } if msg.is_empty() => {
            unknown(path)
        }
        GdalError::NullPointer { msg, .. } | GdalError::CplError { msg, .. } => {
            Text::quoted(msg.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        other => Text::quoted(other),
    }
}

/// What a file may be that no driver of GDAL's knows, and what to do about it.
fn unknown(path: &Path) -> Text {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    match ending.to_str().unwrap_or_default() {
        "xls" | "xlt" => Text::new(
            "受密码保护的内容，或不是 Excel 97 至 2003 的工作簿；请用表格软件打开，去掉密码并另存为 .xlsx",
            "one with a password, or no workbook of Excel 97 to 2003; open it in a spreadsheet program, and save it \
             as .xlsx without a password",
        ),
        "xlsb" => Text::new(
            "二进制工作簿（.xlsb）；请另存为 .xlsx",
            "a binary workbook (.xlsb); save it as .xlsx",
        ),
        "pbf" | "osm" => Text::new(
            "OpenStreetMap 文件，只有 [roads] 从中读取道路；其中的其他对象请先导出为 .gpkg 或 .geojson",
            "a file of OpenStreetMap, of which [roads] reads the roads; export what else is wanted of it as .gpkg or \
             .geojson first",
        ),
        "gz" | "bz2" | "xz" | "7z" | "rar" | "tar" | "tgz" => {
            Text::new("压缩包；请先解压", "an archive; unpack it first")
        }
        "dxf" if begins_with(path, b"AutoCAD Binary DXF") => Text::new(
            "二进制的 DXF；请另存为文本（ASCII）的 DXF",
            "a binary DXF; save it as a DXF of text (ASCII)",
        ),
        _ => Text::new(
            "其读取文件的驱动都不认识的内容（虚拟图层和服务须加 --allow-remote）",
            "something that none of its drivers for files knows (virtual layers and services need --allow-remote)",
        ),
    }
}

fn begins_with(path: &Path, start: &[u8]) -> bool {
    let mut found = vec![0; start.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut found));
    read.is_ok() && found == start
}

pub(super) fn open(
    source: &Source,
    path: &Path,
    found_out: Option<Encoding>,
) -> Result<Dataset, ::gdal::errors::GdalError> {
    let encoding = source.encoding.or(found_out);
    let encoding = encoding.map(|encoding| format!("ENCODING={}", encoding.name()));
    let ending = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    let shapefile = ending("shp") || ending("dbf");
    // GML fetches its schema, and writes what it has found out beside the file; other drivers do not know these.
    let mut own = vec!["DOWNLOAD_SCHEMA=NO", "WRITE_GFS=NO"];
    own.extend(encoding.as_deref().filter(|_| shapefile));
    let drivers = remote::drivers(path);
    let options = ::gdal::DatasetOptions {
        open_flags: ::gdal::GdalOpenFlags::GDAL_OF_VECTOR,
        allowed_drivers: drivers.as_deref(),
        open_options: Some(&own),
        ..::gdal::DatasetOptions::default()
    };
    // A view of a database may call functions of GDAL, one of which asks a service on the network.
    const TRUST: &str = "OGR_SQLITE_PRAGMA";
    if drivers.is_some() {
        ::gdal::config::set_thread_local_config_option(TRUST, "trusted_schema=OFF")?;
    }
    let opened = Dataset::open_ex(path, options);
    ::gdal::config::clear_thread_local_config_option(TRUST)?;
    opened
}

/// The layer that the source names, or the only one.
pub(super) fn pick<'a>(
    dataset: &'a Dataset,
    source: &Source,
) -> Result<::gdal::vector::Layer<'a>, ReadError> {
    let names = || dataset.layers().map(|layer| layer.name()).collect::<Vec<_>>();
    let error = |expected: Text, known: Vec<String>| ReadError::Layer {
        file: source.label(),
        expected,
        known: known.join(", "),
    };
    let wrong = |expected| error(expected, names());
    let several = |known| {
        let expected = Text::new(
            "一个图层，或用 `layer = \"…\"` 指明是哪一个",
            "one layer, or `layer = \"…\"` to say which",
        );
        error(expected, known)
    };
    match (&source.layer, dataset.layer_count()) {
        (Some(name), _) => dataset.layer_by_name(name).map_err(|_| wrong(layer_named(name))),
        // A folder of a map app that holds nothing but folders is a layer without rows; every GPX has five.
        (None, 2..) if matches!(&*dataset.driver().short_name(), "KML" | "LIBKML" | "GPX") => {
            let filled = dataset.layers().filter(|layer| layer.feature_count() > 0);
            let filled: Vec<String> = filled.map(|layer| layer.name()).collect();
            match &filled[..] {
                [one] => dataset.layer_by_name(one).map_err(|_| several(names())),
                [] => Err(several(names())),
                _ => Err(several(filled)),
            }
        }
        (None, 0) => Err(wrong(Text::new("至少一个图层", "at least one layer"))),
        (None, 1) => dataset.layer(0).map_err(|_| wrong(Text::new("一个图层", "one layer"))),
        (None, _) => Err(several(names())),
    }
}

pub(super) fn cell(feature: &Feature<'_>, place: usize) -> Option<Cell> {
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
