//! All layers in one database or workbook of GDAL's: File Geodatabase, SQLite, ODS.

use super::gdal::{close, create, create_layer, is_of_kind, kinds, own_names, refused};
use crate::WriteError;
use crate::rows::quiet;
use ::gdal::Dataset;
use ::gdal::errors::Result as GdalResult;
use ::gdal::vector::sql::Dialect;
use ::gdal::vsi::get_vsi_mem_file_bytes_owned;
use parkward_layer::{PlanLayer, Shape};
use parkward_model::Text;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

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
/// [`WriteError::Layer`] with what GDAL said, [`WriteError::File`] if the file cannot be written.
pub(super) fn write_ods(layers: &[PlanLayer<'_>], path: &Path) -> Result<Vec<Text>, WriteError> {
    // GDAL takes any `.ods` or `.zip` in the path, that of a folder too, for the end of the archive's name. In memory
    // the path is ours.
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let archive = format!("/vsimem/parkward/{}.ods", NEXT.fetch_add(1, Ordering::Relaxed));
    let told = write(layers, "ODS", Path::new(&archive), false)?;
    let bytes = get_vsi_mem_file_bytes_owned(&archive).map_err(refused("*", path))?;
    std::fs::write(path, bytes)
        .map_err(|reason| WriteError::File { path: path.to_owned(), reason })?;
    Ok(told)
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
    close(dataset).map_err(refused("*", path))?;
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
                // GDAL lists what is registered, and registers what has a geometry.
                if kind == Shape::None {
                    let sql =
                        format!("INSERT INTO geometry_columns (f_table_name) VALUES ('{name}')");
                    transaction.execute_sql(sql, None, Dialect::DEFAULT)?;
                }
                transaction.commit()?;
                told
            }
            _ => put(dataset)?,
        };
    }
    Ok(told)
}
