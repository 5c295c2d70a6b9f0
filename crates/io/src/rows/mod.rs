//! Files as rows of cells, whatever their format.

mod ahead;
mod brackets;
mod csv;
mod dataset;
mod dbf;
mod drawn;
mod failure;
mod gdal;
mod geojson;
mod geopackage;
mod labels;
mod parquet;
mod problem;
mod records;
mod row;
mod table;
mod text;
mod workbook;
mod written;
mod zipped;

pub(crate) use ahead::read_ahead;
pub(crate) use brackets::{Bracket, datum};
pub(crate) use drawn::{Drawn, GEOMETRY, kind};
pub(crate) use failure::{failure, quiet};
pub(crate) use problem::Problem;
pub(crate) use row::{Cell, Header, Row, Rows, Wanted, missing};
pub(crate) use written::Written;

use crate::{ReadError, Source};
use std::path::Path;

/// Hands all rows of a source to `rows`, and says what there is to know of the file.
pub(crate) fn read_rows(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref().filter(|_| !source.is_connection()) {
        Some("json") if geojson::is_other_json(path) => gdal::read(source, path, wanted, rows),
        Some("geojson" | "json") => geojson::read(source, path, wanted, rows),
        Some("geojsonl" | "geojsons" | "ndjson" | "jsonl") => {
            geojson::read_lines(source, path, wanted, rows)
        }
        Some("csv" | "tsv" | "txt") => csv::read(source, path, wanted, rows),
        Some(ending) if workbook::is_workbook(ending) => workbook::read(source, path, wanted, rows),
        Some(ending) if parquet::is_parquet(ending) => parquet::read(source, path, wanted, rows),
        _ => gdal::read(source, path, wanted, rows),
    }
}
