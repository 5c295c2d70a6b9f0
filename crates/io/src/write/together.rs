//! All layers in one database or workbook of GDAL's: File Geodatabase, SQLite, ODS.

use super::gdal::{create, create_layer, is_of_kind, kinds, own_names, refused};
use crate::WriteError;
use crate::rows::quiet;
use ::gdal::Dataset;
use ::gdal::errors::Result as GdalResult;
use parkward_layer::PlanLayer;
use parkward_model::Text;
use std::path::Path;

/// A File Geodatabase. Its layers hold one kind of shape each: points and lines of a mixed one stand in layers of
/// their own, such as `parks_points`.
///
/// # Errors
/// [`WriteError::Layer`] with what GDAL said.
pub(super) fn write_geodatabase(
    layers: &[PlanLayer<'_>],
    path: &Path,
) -> Result<Vec<Text>, WriteError> {
    // Else the tables of contents have random numbers in them.
    let same = ("OPENFILEGDB_REPRODUCIBLE_UUID", "YES");
    ::gdal::config::set_thread_local_config_option(same.0, same.1).map_err(refused("*", path))?;
    write(layers, "OpenFileGDB", path, true)
}

/// An SQLite database with geometries as WKB.
///
/// # Errors
/// [`WriteError::Layer`] with what GDAL said.
pub(super) fn write_sqlite(layers: &[PlanLayer<'_>], path: &Path) -> Result<Vec<Text>, WriteError> {
    write(layers, "SQLite", path, false)
}

/// A workbook of LibreOffice's, a sheet a layer, without places.
///
/// # Errors
/// [`WriteError::Layer`] with what GDAL said.
pub(super) fn write_ods(layers: &[PlanLayer<'_>], path: &Path) -> Result<Vec<Text>, WriteError> {
    write(layers, "ODS", path, false)
}

/// `apart`: layers of mixed shapes are taken apart.
fn write(
    layers: &[PlanLayer<'_>],
    driver: &str,
    path: &Path,
    apart: bool,
) -> Result<Vec<Text>, WriteError> {
    quiet();
    let mut dataset = create(driver, &[], path).map_err(refused("*", path))?;
    let mut told = Vec::new();
    for layer in layers {
        let written = add(&mut dataset, layer, driver, apart).map_err(refused(layer.name, path))?;
        told.extend(written);
    }
    dataset.close().map_err(refused("*", path))?;
    Ok(told)
}

fn add(
    dataset: &mut Dataset,
    layer: &PlanLayer<'_>,
    driver: &str,
    apart: bool,
) -> GdalResult<Vec<Text>> {
    let whole = [(layer.shape, "")];
    let mut told = Vec::new();
    for &(kind, end) in if apart { kinds(layer.shape) } else { &whole } {
        let name = format!("{}{end}", layer.name);
        let put = |dataset: &mut Dataset| -> GdalResult<Vec<Text>> {
            let created = create_layer(dataset, &name, layer, kind, &own_names(layer), &[])?;
            layer.try_each(|row| match !apart || is_of_kind(row, layer, kind) {
                true => created.put(layer, row),
                false => Ok(()),
            })?;
            Ok(created.renamed(driver, layer))
        };
        // Row by row a database would wait for the disk each time.
        told = match driver {
            "SQLite" => {
                let mut transaction = dataset.start_transaction()?;
                let told = put(&mut transaction)?;
                transaction.commit()?;
                told
            }
            _ => put(dataset)?,
        };
    }
    Ok(told)
}
