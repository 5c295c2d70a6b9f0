//! Layers in files of their own, each of which appears whole or not at all.

use anyhow::{Context, Result, bail};
use parkward_io::{write_csv, write_flatgeobuf, write_geojson, write_geopackage};
use parkward_planning::PlanLayer;
use std::fs;
use std::path::Path;

/// Writes layers to a file, in the format that its ending names; the formats beside GeoPackage hold one
/// layer. `stamp` is the day that a GeoPackage says it was changed.
pub(crate) fn write(layers: &[PlanLayer<'_>], stamp: &str, path: &Path) -> Result<()> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let only = &layers[0];
    whole(path, |path| {
        match ending.as_deref() {
            Some("gpkg") => {
                write_geopackage(layers, &parkward_qgis::answer_styles(layers), stamp, path)?;
            }
            Some("geojson" | "json") => write_geojson(only, path)?,
            Some("csv") => write_csv(only, false, path)?,
            Some("fgb") => write_flatgeobuf(only, path)?,
            _ => bail!("expected a file that ends in .gpkg, .geojson, .csv or .fgb"),
        }
        Ok(())
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
