//! Sheets of workbooks, by GDAL: the columns' names, wherever they stand, and the rows below them.

use super::dataset::{cell, open, pick, start};
use super::failure::check;
use super::row::{Cell, Header, Row, Rows, Wanted};
use super::table::{
    HEAD, NoRows, check_header_row, has_id, header_among, header_note, title_units,
};
use crate::{ReadError, Source};
use ::gdal::config::set_thread_local_config_option;
use ::gdal::vector::{Feature, Layer, LayerAccess};
use compact_str::ToCompactString;
use std::path::Path;

/// GDAL's drivers for them. Their rows have the numbers that the sheet shows.
pub(super) const DRIVERS: [&str; 3] = ["XLSX", "ODS", "XLS"];

/// What says whether the first row of a sheet holds the columns' names.
const HEADERS: [&str; 3] = ["OGR_XLSX_HEADERS", "OGR_ODS_HEADERS", "OGR_XLS_HEADERS"];

/// Reads the `layer`, whose first row GDAL took for the columns' names; where those stand in another row, the
/// sheet is opened again without any.
pub(super) fn read(
    source: &Source,
    path: &Path,
    mut layer: Layer<'_>,
    mut header: Header,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    check_header_row(source, || layer.features().last().and_then(|row| row.fid()).unwrap_or(1))?;
    let is_first = source.header_row.is_none_or(|row| row == 1);
    if is_first && has_id(&header.columns, wanted) {
        return read_below(source, layer, 1, header, wanted, rows);
    }
    let without_header = |what: &str| {
        // Neither can fail: both are plain ASCII.
        HEADERS.iter().for_each(|option| {
            let _ = set_thread_local_config_option(option, what);
        });
    };
    without_header("DISABLE");
    let again = open(source, path, None);
    let read = match &again {
        Err(_) => read_below(source, layer, 1, header, wanted, rows),
        Ok(again) => {
            let mut again = pick(again, source)?;
            let most = source.header_row.map_or(HEAD, |row| usize::try_from(row).unwrap_or(HEAD));
            let head: Vec<(u64, Vec<String>)> = again
                .features()
                .take(most)
                .map(|row| (row.fid().unwrap_or(0), texts(&row)))
                .collect();
            let (numbers, texts): (Vec<u64>, Vec<_>) = head.into_iter().unzip();
            let at = match source.header_row {
                Some(row) => numbers.iter().position(|number| *number == row).unwrap_or(0),
                None => header_among(&texts, wanted),
            };
            // GDAL leaves out blank rows above the first.
            let number = numbers.get(at).copied().unwrap_or(1);
            if number <= 1 {
                read_below(source, layer, 1, header, wanted, rows)
            } else {
                header.notes.push(header_note(source, number));
                let above = numbers.iter().copied().zip(&texts).take(at);
                header.notes.extend(title_units(source, above));
                header.columns = texts.into_iter().nth(at).unwrap_or_default();
                read_below(source, again, number, header, wanted, rows)
            }
        }
    };
    without_header("FORCE");
    read
}

/// Reads the rows below that of the columns' names.
fn read_below(
    source: &Source,
    mut layer: Layer<'_>,
    header_row: u64,
    mut header: Header,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    let fields = header.columns.len();
    let places = start(source, wanted, &mut header, rows)?;
    check(source)?;
    let mut no_rows = NoRows::default();
    for (read, feature) in (1..).zip(layer.features()) {
        let number = feature.fid().unwrap_or(read);
        let texts = texts(&feature);
        // A blank row, like an empty line in a text file.
        if number <= header_row || texts.iter().all(|text| text.is_empty()) {
            continue;
        }
        let cell = |at: &Option<usize>| match (*at)? {
            at if at == fields => Some(Cell::Text(number.to_compact_string())),
            at => cell(&feature, at),
        };
        let cells: Vec<_> = places.at.iter().map(cell).collect();
        if no_rows.has(number, texts.iter().map(String::as_str), wanted, &cells) {
            continue;
        }
        let cells = Ok(places.with_units(cells));
        rows.row(&mut Row { number, cells, ..Row::default() })?;
    }
    // GDAL ends the rows at an error as it does at the end of the file.
    check(source)?;
    header.notes.extend(no_rows.notes(source));
    Ok(header)
}

/// All cells of a row as text.
fn texts(feature: &Feature<'_>) -> Vec<String> {
    let text = |field| feature.field_as_string(field).ok().flatten().unwrap_or_default();
    (0..feature.field_count()).map(text).collect()
}
