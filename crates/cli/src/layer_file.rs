//! Layers in files of their own, each of which appears whole or not at all.

use crate::layers::write_layer;
use anyhow::{Context, Result, bail};
use parkward_io::{Format, write_geopackage};
use parkward_layer::PlanLayer;
use std::fs;
use std::path::Path;

/// Writes layers to a file, in the format that its ending names; the formats beside GeoPackage hold one
/// layer. `stamp` is the day that the file says it was changed.
pub(crate) fn write(layers: &[PlanLayer<'_>], stamp: &str, path: &Path) -> Result<()> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    whole(path, |path| {
        let format = match ending.as_deref() {
            Some("gpkg") => {
                let styles = parkward_qgis::answer_styles(layers);
                return Ok(write_geopackage(layers, &styles, stamp, path)?);
            }
            Some("geojson" | "json") => Format::Geojson,
            Some("csv") => Format::Csv,
            Some("fgb") => Format::Flatgeobuf,
            _ => bail!("expected a file that ends in .gpkg, .geojson, .csv or .fgb"),
        };
        write_layer(&layers[0], &format, false, stamp, path).map(|_| ())
    })
}

/// Writes a file under another name, and gives it its own when it is complete.
pub(crate) fn whole(path: &Path, write: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let place = || path.display().to_string();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!(".{}.{name}", std::process::id()));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(place)?;
    }
    let written = write(&unfinished)
        .and_then(|()| fs::rename(&unfinished, path).context("cannot be written"));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished); // the first error says more
    }
    written.with_context(place)
}
