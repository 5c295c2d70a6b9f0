//! Layers to files. Every writer asks the layer for one row after another and keeps none.

mod csv;
mod drawing;
mod flatgeobuf;
mod format;
mod gdal;
mod geojson;
mod geopackage;
mod hilbert;
mod number;
mod rounding;
mod rtree;
mod shapefile;
mod workbook;

pub use csv::write_csv;
pub use drawing::write_dxf;
pub use flatgeobuf::write_flatgeobuf;
pub use format::Format;
pub use gdal::write_with_gdal;
pub use geojson::write_geojson;
pub use geopackage::write_geopackage;
pub use shapefile::write_shapefile;
pub use workbook::write_workbook;

use crate::WriteError;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes a file through a buffer; what goes wrong names the file.
fn write_file(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> Result<(), WriteError> {
    let file = File::create(path).map_err(WriteError::file(path))?;
    let mut out = BufWriter::with_capacity(BUFFER, file);
    write(&mut out).and_then(|()| out.flush()).map_err(WriteError::file(path))
}

/// Whether any byte of a text is one that is `meant`. All are looked at, since that takes sixteen at once,
/// and nearly always there is none.
fn any_of(text: &str, meant: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |any, byte| any | meant(byte))
}

/// Bytes of a buffer: enough that the system is not asked for every few rows.
const BUFFER: usize = 1 << 18;
