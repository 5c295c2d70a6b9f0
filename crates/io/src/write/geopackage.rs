//! GeoPackage: all layers in one file, spatially indexed, with their QGIS styles.

use super::gdal::{close, create, create_layer, own_names};
use super::rtree;
use crate::WriteError;
use crate::rows::quiet;
use ::gdal::Dataset;
use ::gdal::errors::GdalError;
use ::gdal::vector::sql::Dialect;
use parkward_layer::{LayerStyle, PlanLayer, Shape};
use parkward_model::Text;
use rusqlite::Connection;
use std::path::Path;

/// Writes all layers into one new file, each with an R-tree and with the styles that QGIS applies
/// when it opens them. `stamp` is the day that the file says it was changed (`2026-01-01`), so that
/// the same plan gives the same bytes. A column that has the name of one of the format's own, such as `FID`,
/// gets a number, which is what the notes say.
///
/// # Errors
/// [`WriteError::Layer`] names the layer.
pub fn write_geopackage(
    layers: &[PlanLayer<'_>],
    styles: &[LayerStyle],
    stamp: &str,
    path: &Path,
) -> Result<Vec<Text>, WriteError> {
    quiet();
    let refused = |layer: &str, reason: String| WriteError::layer(path, layer, reason);
    let failed = |layer: &'static str| move |error: GdalError| refused(layer, error.to_string());
    let stamp = format!("{stamp}T00:00:00.000Z");
    ::gdal::config::set_thread_local_config_option("OGR_CURRENT_DATE", &stamp)
        .map_err(failed("*"))?;
    // The version whose triggers `rtree` writes.
    let mut dataset = create("GPKG", &["VERSION=1.2"], path).map_err(failed("*"))?;
    let mut notes = Vec::new();
    for layer in layers {
        notes.extend(write_layer(&mut dataset, layer).map_err(failed(layer.name))?);
    }
    write_styles(&mut dataset, styles, &stamp).map_err(failed("layer_styles"))?;
    close(dataset).map_err(failed("*"))?;
    index(layers, path).map_err(|(layer, error)| refused(layer, error.to_string()))?;
    Ok(notes)
}

/// Gives every layer with geometries its R-tree.
fn index(layers: &[PlanLayer<'_>], path: &Path) -> Result<(), (&'static str, rusqlite::Error)> {
    let mut database = Connection::open(path).map_err(|error| ("*", error))?;
    // Nobody sees the file before it is complete.
    database
        .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        .map_err(|error| ("*", error))?;
    let transaction = database.transaction().map_err(|error| ("*", error))?;
    for layer in layers.iter().filter(|layer| layer.shape != Shape::None) {
        rtree::index(layer, &transaction).map_err(|error| (layer.name, error))?;
    }
    transaction.commit().map_err(|error| ("*", error))
}

fn write_layer(dataset: &mut Dataset, layer: &PlanLayer<'_>) -> ::gdal::errors::Result<Vec<Text>> {
    let description = format!("DESCRIPTION={}", layer.title.en);
    let identifier = format!("IDENTIFIER={}", layer.title.zh);
    let options = [
        description.as_str(),
        identifier.as_str(),
        "GEOMETRY_NAME=geom",
        "FID=fid",
        "SPATIAL_INDEX=NO", // comes later, and all at once
    ];
    let names = own_names(layer);
    let created = create_layer(dataset, layer.name, layer, layer.shape, &names, &options)?;
    let columns = created.columns();
    // Without a transaction each feature is one, and a million of them never finish.
    let transaction = dataset.start_transaction()?;
    columns.fill(&transaction.layer_by_name(layer.name)?, layer)?;
    transaction.commit()?;
    Ok(columns.renamed("GeoPackage", layer))
}

/// The table in which QGIS keeps styles inside a GeoPackage.
fn write_styles(
    dataset: &mut Dataset,
    styles: &[LayerStyle],
    stamp: &str,
) -> ::gdal::errors::Result<()> {
    let run = |sql: &str| dataset.execute_sql(sql, None, Dialect::DEFAULT).map(|_| ());
    run("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \
         f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), \
         f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, \
         useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)")?;
    run(&format!(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) \
         VALUES ('layer_styles', 'attributes', 'layer_styles', '', '{stamp}', 0)"
    ))?;
    for style in styles {
        run(&format!(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, \
             f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, \
             update_time) VALUES ('', '', {}, {}, {}, {}, {}, {}, {}, '', NULL, '{stamp}')",
            quoted(style.layer),
            quoted(if style.geometry { "geom" } else { "" }),
            quoted(&style.name),
            quoted(&style.qml),
            quoted(&style.sld),
            i32::from(style.default),
            quoted(&style.description),
        ))?;
    }
    Ok(())
}

/// A text as an SQL literal.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
