//! GeoParquet 1.1: the columns of a layer, its geometries as WKB, and what says which CRS they are in.

use super::gdal::{geometry, spatial_reference};
use crate::WriteError;
use parkward_geometry::Crs;
use parkward_layer::{Cell, ColumnKind, Feature, PlanLayer, Shape};
use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

/// Rows that are held in memory and written together.
const GROUP: usize = 65_536;
/// The name of the column of geometries.
const GEOMETRY: &str = "geometry";

/// Writes a layer to a file of its own. One without geometries is plain Parquet.
///
/// # Errors
/// [`WriteError::Layer`] or [`WriteError::File`].
pub(super) fn write_geoparquet(layer: &PlanLayer<'_>, path: &Path) -> Result<(), WriteError> {
    write(layer, path).map_err(|error| match error {
        ParquetError::External(error) => match error.downcast::<std::io::Error>() {
            Ok(reason) if reason.kind() != ErrorKind::Other => {
                WriteError::File { path: path.to_owned(), reason: *reason }
            }
            Ok(reason) => WriteError::layer(path, layer.name, reason.to_string()),
            Err(other) => WriteError::layer(path, layer.name, other.to_string()),
        },
        other => WriteError::layer(path, layer.name, other.to_string()),
    })
}

fn write(layer: &PlanLayer<'_>, path: &Path) -> ParquetResult<()> {
    let placed = layer.shape != Shape::None;
    let mut properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    if placed {
        let geo = KeyValue::new("geo".to_owned(), metadata(&layer.crs)?);
        properties = properties.set_key_value_metadata(Some(vec![geo]));
    }
    let schema = Arc::new(schema(layer, placed)?);
    let mut file =
        SerializedFileWriter::new(File::create(path)?, schema, Arc::new(properties.build()))?;
    let mut columns = Columns::new(layer, placed);
    layer.try_each(|row| {
        columns.push(row)?;
        if columns.rows == GROUP { columns.write(file.next_row_group()?) } else { Ok(()) }
    })?;
    if columns.rows > 0 {
        columns.write(file.next_row_group()?)?;
    }
    file.close()?;
    Ok(())
}

/// What the format says of the geometries: that they are WKB, and their CRS in PROJ's JSON. Nothing stands for
/// longitude and latitude on WGS84, `null` for a CRS that nobody has a name for (GCJ-02, BD-09).
fn metadata(crs: &Crs) -> ParquetResult<String> {
    let mut column = serde_json::json!({ "encoding": "WKB", "geometry_types": [] });
    if !crs.is_epsg_4326() {
        let named =
            spatial_reference(crs).and_then(|srs| srs.map(|srs| srs.to_projjson()).transpose());
        let json = named.map_err(external)?.map(|text| serde_json::from_str(&text)).transpose();
        column["crs"] = json.map_err(external)?.unwrap_or_default();
    }
    let file = serde_json::json!({
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": { GEOMETRY: column },
    });
    Ok(file.to_string())
}

fn external(error: impl std::error::Error + Send + Sync + 'static) -> ParquetError {
    ParquetError::External(Box::new(error))
}

fn schema(layer: &PlanLayer<'_>, placed: bool) -> ParquetResult<Type> {
    let optional = |name: &str, physical: Physical, converted: ConvertedType| {
        let field = Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_converted_type(converted);
        field.build().map(Arc::new)
    };
    let mut fields = Vec::new();
    for field in &layer.fields {
        fields.push(match field.kind {
            ColumnKind::Text => optional(&field.name, Physical::BYTE_ARRAY, ConvertedType::UTF8)?,
            ColumnKind::Integer => optional(&field.name, Physical::INT64, ConvertedType::NONE)?,
            ColumnKind::Real => optional(&field.name, Physical::DOUBLE, ConvertedType::NONE)?,
            ColumnKind::Flag => optional(&field.name, Physical::BOOLEAN, ConvertedType::NONE)?,
        });
    }
    if placed {
        fields.push(optional(GEOMETRY, Physical::BYTE_ARRAY, ConvertedType::NONE)?);
    }
    Type::group_type_builder(layer.name).with_fields(fields).build()
}

/// The known values of a column, and for each row whether it has one.
struct Column<T> {
    values: Vec<T>,
    known: Vec<i16>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { values: Vec::new(), known: Vec::new() }
    }
}

impl<T> Column<T> {
    fn push(&mut self, value: Option<T>) {
        self.known.push(i16::from(value.is_some()));
        self.values.extend(value);
    }

    fn write<D: DataType<T = T>>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, File>,
    ) -> ParquetResult<()> {
        let mut column = group.next_column()?.expect("as many columns as in the schema");
        column.typed::<D>().write_batch(&self.values, Some(&self.known), None)?;
        self.values.clear();
        self.known.clear();
        column.close()
    }
}

enum AnyColumn {
    Text(Column<ByteArray>),
    Integer(Column<i64>),
    Real(Column<f64>),
    Flag(Column<bool>),
}

/// A group of rows, column by column.
struct Columns {
    columns: Vec<AnyColumn>,
    geometry: Option<Column<ByteArray>>,
    rows: usize,
}

impl Columns {
    fn new(layer: &PlanLayer<'_>, placed: bool) -> Self {
        let columns = layer.fields.iter().map(|field| match field.kind {
            ColumnKind::Text => AnyColumn::Text(Column::default()),
            ColumnKind::Integer => AnyColumn::Integer(Column::default()),
            ColumnKind::Real => AnyColumn::Real(Column::default()),
            ColumnKind::Flag => AnyColumn::Flag(Column::default()),
        });
        Self { columns: columns.collect(), geometry: placed.then(Column::default), rows: 0 }
    }

    fn push(&mut self, row: &Feature<'_>) -> ParquetResult<()> {
        for (column, cell) in self.columns.iter_mut().zip(&row.cells) {
            match (column, cell) {
                (AnyColumn::Text(column), Cell::Unknown) => column.push(None),
                (AnyColumn::Text(column), cell) => {
                    column.push(Some(cell.text().as_bytes().to_vec().into()))
                }
                (AnyColumn::Integer(column), Cell::Integer(number)) => column.push(Some(*number)),
                (AnyColumn::Integer(column), _) => column.push(None),
                (AnyColumn::Real(column), Cell::Real(number)) => column.push(Some(*number)),
                (AnyColumn::Real(column), _) => column.push(None),
                (AnyColumn::Flag(column), Cell::Flag(flag)) => column.push(Some(*flag)),
                (AnyColumn::Flag(column), _) => column.push(None),
            }
        }
        if let Some(column) = &mut self.geometry {
            let place = row.geometry.as_ref().map(geometry).transpose().map_err(external)?;
            let wkb = place.map(|place| place.wkb()).transpose().map_err(external)?;
            column.push(wkb.map(ByteArray::from));
        }
        self.rows += 1;
        Ok(())
    }

    fn write(&mut self, mut group: SerializedRowGroupWriter<'_, File>) -> ParquetResult<()> {
        for column in &mut self.columns {
            match column {
                AnyColumn::Text(column) => column.write::<ByteArrayType>(&mut group)?,
                AnyColumn::Integer(column) => column.write::<Int64Type>(&mut group)?,
                AnyColumn::Real(column) => column.write::<DoubleType>(&mut group)?,
                AnyColumn::Flag(column) => column.write::<BoolType>(&mut group)?,
            }
        }
        if let Some(column) = &mut self.geometry {
            column.write::<ByteArrayType>(&mut group)?;
        }
        self.rows = 0;
        group.close().map(drop)
    }
}
