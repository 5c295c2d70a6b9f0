//! Layers into a database of PostgreSQL, with or without PostGIS: a schema of their own.

use super::gdal::{create_layer, own_names};
use crate::rows::{failure, quiet};
use crate::{Source, WriteError};
use ::gdal::errors::{GdalError, Result as GdalResult};
use ::gdal::vector::LayerAccess;
use ::gdal::vector::sql::Dialect;
use ::gdal::{Dataset, DatasetOptions, GdalOpenFlags};
use parkward_layer::PlanLayer;
use parkward_model::Text;
use std::path::PathBuf;

/// Writes each layer as a table of a new schema, all or nothing, and gives what the user should know. `connection` is
/// one of GDAL's (`PG:dbname=land`, `postgresql://…`), `comment` what the schema says of itself. Nothing that stands in
/// the database is changed.
///
/// # Errors
/// [`WriteError::NoDatabase`] for a connection to anything else; [`WriteError::Schema`] if the schema is there;
/// [`WriteError::Layer`] with what the database said.
pub fn write_database(
    layers: &[PlanLayer<'_>],
    connection: &str,
    schema: &str,
    comment: &str,
) -> Result<Vec<Text>, WriteError> {
    quiet();
    failure();
    let source = Source { file: connection.to_owned(), ..Source::default() };
    let label = source.label();
    if !["PG:", "postgresql://", "postgres://"].iter().any(|start| connection.starts_with(start)) {
        return Err(WriteError::NoDatabase { found: label });
    }
    let failed = |layer: &str| {
        let (path, layer) = (PathBuf::from(&label), layer.to_owned());
        let said = |error| match error {
            GdalError::NullPointer { msg, .. } | GdalError::CplError { msg, .. } => msg,
            other => failure().unwrap_or_else(|| other.to_string()),
        };
        let without_password = |words: String| words.replace(connection, &label);
        move |error| WriteError::Layer { path, layer, reason: without_password(said(error)) }
    };
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_VECTOR | GdalOpenFlags::GDAL_OF_UPDATE,
        allowed_drivers: Some(&["PostgreSQL"]),
        ..DatasetOptions::default()
    };
    let mut dataset = Dataset::open_ex(connection, options).map_err(failed("*"))?;
    if is_there(&dataset, schema).map_err(failed("*"))? {
        return Err(WriteError::Schema { database: label, schema: schema.to_owned() });
    }
    // What is not committed is undone when this is left.
    let mut transaction = dataset.start_transaction().map_err(failed("*"))?;
    let name = format!("\"{}\"", schema.replace('"', "\"\""));
    let made = format!("CREATE SCHEMA {name}; COMMENT ON SCHEMA {name} IS {}", quoted(comment));
    run(&transaction, &made).map_err(failed("*"))?;
    let mut told = Vec::new();
    for layer in layers {
        told.extend(add(&mut transaction, layer, schema).map_err(failed(layer.name))?);
    }
    transaction.flush_cache().and_then(|()| heard()).map_err(failed("*"))?;
    transaction.commit().and_then(|()| heard()).map_err(failed("*"))?;
    Ok(told)
}

fn add(dataset: &mut Dataset, layer: &PlanLayer<'_>, schema: &str) -> GdalResult<Vec<Text>> {
    let schema = format!("SCHEMA={schema}");
    let options = [&*schema, "LAUNDER=NO", "OVERWRITE=NO"];
    let names = own_names(layer);
    let created = create_layer(dataset, layer.name, layer, layer.shape, &names, &options)?;
    layer.try_each(|row| created.put(layer, row))?;
    heard()?;
    Ok(created.renamed("PostgreSQL", layer))
}

fn is_there(dataset: &Dataset, schema: &str) -> GdalResult<bool> {
    let sql = format!("SELECT nspname FROM pg_namespace WHERE nspname = {}", quoted(schema));
    let found = dataset.execute_sql(sql, None, Dialect::DEFAULT)?;
    Ok(found.is_some_and(|mut found| found.features().next().is_some()))
}

fn run(dataset: &Dataset, sql: &str) -> GdalResult<()> {
    dataset.execute_sql(sql, None, Dialect::DEFAULT).map(drop)?;
    heard()
}

/// Fails for whatever GDAL has told of since this was last asked: it returns no error for much of it.
fn heard() -> GdalResult<()> {
    let said = |msg| GdalError::CplError { class: gdal_sys::CPLErr::CE_Failure, number: 0, msg };
    failure().map_or(Ok(()), |msg| Err(said(msg)))
}

/// A text in SQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
