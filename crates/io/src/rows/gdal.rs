//! Everything that GDAL reads: GeoPackage, Shapefile, FlatGeobuf, XLSX, PostGIS …

use super::dataset::{cell, open, pick, reason, start};
use super::dbf::Examined;
use super::failure::{check, drawn_of, failure, quiet, unreadable};
use super::geopackage;
use super::labels::Labels;
use super::row::{Cell, Header, Places, Row, Rows, Wanted};
use super::workbook;
use super::zipped::Unpacked;
use crate::{ReadError, Source, unpacked};
use ::gdal::vector::{Layer, LayerAccess};
use compact_str::ToCompactString;
use parkward_model::Text;
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
    let unreadable = |zh: &str, en: &str, found| unreadable(source, Text::new(zh, en), found);
    unpacked::check(source, path)?;
    let shapefile = Unpacked::of(path);
    let path = shapefile.as_ref().map_or(path, Unpacked::path);
    let examined = Examined::of(source, path)?;
    let dataset = open(source, path, examined.encoding).map_err(|error| {
        let (zh, en) = (" GDAL 可读的文件或连接", "a file or connection that GDAL reads");
        unreadable(zh, en, reason(&error, path))
    })?;
    match dataset.driver().short_name().as_str() {
        "XLS" => return workbook::read_by_gdal(source, path, wanted, rows),
        "XLSX" | "ODS" if source.is_connection() => {
            let expected = Text::new(
                "不在压缩包中的工作簿（请先解压）",
                "a workbook that is in no archive (unpack it first)",
            );
            return Err(self::unreadable(source, expected, Text::same(source.label())));
        }
        "XLSX" | "ODS" => return workbook::read(source, path, wanted, rows),
        _ => {}
    }
    let layer = pick(&dataset, source)?;
    let mut header = Header {
        columns: layer.defn().fields().map(|field| field.name()).collect(),
        crs: layer.spatial_ref().and_then(|crs| crs.authority().or_else(|_| crs.to_wkt()).ok()),
        notes: examined.notes,
        without_table: examined.without_table,
    };
    let driver = dataset.driver().short_name();
    let mut layer = layer;
    let places = start(source, wanted, &mut header, rows)?;
    if driver == "GPKG"
        && !alone
        && places.without_units()
        && let Some(table) = geopackage::PointTable::open(path, &layer, &places.at)
    {
        let read = table.read(&layer, rows);
        read.map_err(|error| {
            unreadable(" SQLite 可读的行", "rows that SQLite reads", Text::quoted(error))
        })??;
        check(source)?;
        return Ok(header);
    }
    let counted = if COUNTED.contains(&driver.as_str()) { layer.try_feature_count() } else { None };
    let labels = if driver == "DXF" { Labels::of(&mut layer) } else { Labels::default() };
    header.notes.extend(labels.note(source));
    check(source)?;
    let read = hand_out(&mut layer, &labels, wanted, &places, rows)?;
    // GDAL ends the rows at an error as it does at the end of the file.
    check(source)?;
    match counted {
        Some(counted) if counted > read => Err(unreadable(
            &format!("文件自身所说的 {counted} 行"),
            &format!("{counted} rows, as the file itself says"),
            Text::new(
                format!(" {read} 行；文件被截断或已损坏"),
                format!("{read}; it is cut off or damaged"),
            ),
        )),
        _ => Ok(header),
    }
}

/// Hands the features of a layer to `rows`, those that are labels left out; says how many features there were.
fn hand_out(
    layer: &mut Layer<'_>,
    labels: &Labels,
    wanted: &[Wanted],
    places: &Places,
    rows: &mut dyn Rows,
) -> Result<u64, ReadError> {
    let fields = layer.defn().fields().count();
    let mut read = 0;
    for feature in layer.features() {
        read += 1;
        let drawn = drawn_of(&feature);
        if labels.has(&feature, &drawn) {
            continue;
        }
        let cell = |place: &Option<usize>| match (*place)? {
            place if place == fields => {
                feature.fid().map(|fid| Cell::Text(fid.to_compact_string()))
            }
            place => cell(&feature, place),
        };
        let mut cells = places.with_units(places.at.iter().map(cell).collect());
        labels.name(&feature, &drawn, wanted, &places.at, &mut cells);
        rows.row(&mut Row { number: read, cells: Ok(cells), drawn, ..Row::default() })?;
    }
    Ok(read)
}

/// Formats that carry the number of their rows.
const COUNTED: [&str; 3] = ["FlatGeobuf", "GPKG", "OpenFileGDB"];
