//! Layers by GDAL: the formats that are not worth a writer of their own.

use crate::WriteError;
use crate::rows::{failure, quiet};
use ::gdal::errors::{GdalError, Result as GdalResult};
use ::gdal::raster::RasterCreationOptions;
use ::gdal::spatial_ref::{AxisMappingStrategy, SpatialRef};
use ::gdal::vector::{
    Feature as GdalFeature, FieldDefn, Geometry, Layer, LayerAccess, LayerOptions, OGRFieldType,
    OGRwkbGeometryType, ToGdal,
};
use ::gdal::{Dataset, DriverManager, Metadata};
use geo::{LineString, Point};
use parkward_geometry::Crs;
use parkward_layer::{Cell, ColumnKind, Feature, FeatureGeometry, PlanLayer, Shape};
use parkward_model::Text;
use std::path::Path;

/// Bytes of a text in the tables of Shapefile and MapInfo (dBASE III: one byte of length, and one kept
/// back).
const TEXT: usize = 254;

/// The drivers of the installed GDAL that create vector layers, each with what its files end in; nothing for
/// formats that are folders.
pub(super) fn creators() -> Vec<(String, Option<String>)> {
    quiet();
    let creates = |driver: &::gdal::Driver| {
        let can = |what: &str| driver.metadata_item(what, "").is_some_and(|yes| yes == "YES");
        can("DCAP_VECTOR") && can("DCAP_CREATE")
    };
    let all = (0..DriverManager::count()).filter_map(|at| DriverManager::get_driver(at).ok());
    let named = |driver: ::gdal::Driver| {
        let endings = driver
            .metadata_item("DMD_EXTENSION", "")
            .or_else(|| driver.metadata_item("DMD_EXTENSIONS", ""));
        let ending = endings.and_then(|e| e.split_whitespace().next().map(str::to_owned));
        (driver.short_name(), ending)
    };
    all.filter(creates).map(named).collect()
}

/// Writes a layer to a file of its own by a driver of GDAL. MapInfo holds at most 254
/// bytes of text and no unknown numbers: what was cut, and what became 0, is reported.
///
/// # Errors
/// [`WriteError::Layer`] with what GDAL said.
pub(super) fn write_with_gdal(
    layer: &PlanLayer<'_>,
    driver: &str,
    options: &[&str],
    path: &Path,
) -> Result<Vec<Text>, WriteError> {
    quiet();
    let mut limit = (driver == "MapInfo File").then(|| TextLimit::new(layer));
    let mut unknown = 0_u64;
    let mut renamed = Vec::new();
    let mut write = || {
        let mut dataset = create(driver, options, path)?;
        let choices = dataset.driver().metadata_item("DS_LAYER_CREATIONOPTIONLIST", "");
        let choices = choices.unwrap_or_default();
        // A dump that is read into a database is not to drop a table that has the layer's name there.
        let wanted = [("'ENCODING'", "ENCODING=UTF-8"), ("'DROP_TABLE'", "DROP_TABLE=OFF")];
        let options = wanted.iter().filter(|(choice, _)| choices.contains(choice));
        let options: Vec<&str> = options.map(|(_, option)| *option).collect();
        let columns = own_names(layer);
        let created =
            create_layer(&mut dataset, layer.name, layer, layer.shape, &columns, &options)?;
        renamed = created.renamed(driver, layer);
        layer.try_each(|row| match &mut limit {
            Some(limit) => {
                let cells = row.cells.iter().zip(&layer.fields);
                let numbers = cells.filter(|(_, field)| field.kind != ColumnKind::Text);
                unknown += numbers.filter(|(cell, _)| **cell == Cell::Unknown).count() as u64;
                created.put(layer, &limit.shortened(row))
            }
            None => created.put(layer, row),
        })?;
        close(dataset)
    };
    write().map_err(refused(layer.name, path))?;
    let mut told = limit.map(|limit| limit.told("MapInfo", layer)).unwrap_or_default();
    told.extend(renamed);
    if unknown > 0 {
        told.push(Text::new(
            format!("MapInfo {}：{unknown} 个未知数值写成了 0，该格式没有空值", layer.name),
            format!(
                "MapInfo {}: {unknown} unknown numbers are written as 0, for it has no empty ones",
                layer.name
            ),
        ));
    }
    Ok(told)
}

/// What went wrong with a layer, in GDAL's words.
pub(super) fn refused<'a>(
    layer: &'a str,
    path: &'a Path,
) -> impl Fn(GdalError) -> WriteError + Copy + 'a {
    move |error| {
        let reason = match error {
            GdalError::NullPointer { msg, .. } | GdalError::CplError { msg, .. } => msg,
            other => format!("{other}: {}", last_words()),
        };
        WriteError::layer(path, layer, reason)
    }
}

/// What GDAL said last on this thread; some of its errors carry a number only.
#[expect(unsafe_code, reason = "has no safe wrapper")]
fn last_words() -> String {
    // SAFETY: GDAL gives a text that ends in zero and stays until its next error on this thread.
    let text = unsafe { std::ffi::CStr::from_ptr(gdal_sys::CPLGetLastErrorMsg()) };
    text.to_string_lossy().trim().to_owned()
}

/// Cuts texts to what a table holds, and counts them.
pub(super) struct TextLimit(Vec<u64>);

impl TextLimit {
    pub(super) fn new(layer: &PlanLayer<'_>) -> Self {
        Self(vec![0; layer.fields.len()])
    }

    pub(super) fn shortened<'a>(&mut self, row: &Feature<'a>) -> Feature<'a> {
        let mut row = row.clone();
        for (cell, cut) in row.cells.iter_mut().zip(&mut self.0) {
            if let Cell::Text(text) = cell
                && text.len() > TEXT
            {
                let end = (0..=TEXT - 3).rev().find(|at| text.is_char_boundary(*at));
                *cell = Cell::Text(format!("{}…", &text[..end.unwrap_or(0)]).into());
                *cut += 1;
            }
        }
        row
    }

    pub(super) fn told(self, format: &str, layer: &PlanLayer<'_>) -> Vec<Text> {
        let cut = layer.fields.iter().zip(self.0).filter(|(_, cut)| *cut > 0);
        cut.map(|(field, cut)| {
            let (layer, field) = (layer.name, &field.name);
            Text::new(
                format!("{format} {layer}：字段 {field} 有 {cut} 个文本超过 {TEXT} 字节，已截断；其他格式是完整的"),
                format!("{format} {layer}: {cut} texts of {field} are longer than the {TEXT} bytes that it holds and were cut; other formats have them whole"),
            )
        })
        .collect()
    }
}

/// A layer for formats whose layers hold one kind of shape each: the kinds, and what the names of their layers or
/// files end in.
pub(super) fn kinds(shape: Shape) -> &'static [(Shape, &'static str)] {
    match shape {
        Shape::PolygonOrPoint => &[(Shape::Polygon, ""), (Shape::Point, "_points")],
        Shape::Any => &[(Shape::Polygon, ""), (Shape::Line, "_lines"), (Shape::Point, "_points")],
        Shape::Polygon => &[(Shape::Polygon, "")],
        Shape::Line => &[(Shape::Line, "")],
        Shape::Point => &[(Shape::Point, "")],
        Shape::None => &[(Shape::None, "")],
    }
}

/// Whether a row of a layer belongs to one of its [`kinds`]; without a place it stands with the first.
pub(super) fn is_of_kind(row: &Feature<'_>, layer: &PlanLayer<'_>, kind: Shape) -> bool {
    let mixed = kinds(layer.shape).len() > 1;
    let own = match row.geometry {
        Some(FeatureGeometry::Point(_)) => Shape::Point,
        Some(FeatureGeometry::Line(_) | FeatureGeometry::Path(_) | FeatureGeometry::Lines(_)) => {
            Shape::Line
        }
        Some(FeatureGeometry::Boundary(_)) | None => Shape::Polygon,
    };
    !mixed || own == kind
}

/// Closes a dataset: only then much of it is written, and whether that went well GDAL says to its handler alone.
/// Fails for whatever it has told of since [`create`], on this thread.
pub(super) fn close(dataset: Dataset) -> GdalResult<()> {
    dataset.close()?;
    failure().map_or(Ok(()), |msg| {
        Err(GdalError::CplError { class: gdal_sys::CPLErr::CE_Failure, number: 0, msg })
    })
}

/// A new dataset without layers.
pub(super) fn create(driver: &str, options: &[&str], path: &Path) -> GdalResult<Dataset> {
    failure();
    let driver = DriverManager::get_driver_by_name(driver)?;
    if options.is_empty() {
        return driver.create_vector_only(path);
    }
    let options = RasterCreationOptions::from_iter(options.iter().copied());
    driver.create_with_band_type_with_options::<u8, _>(path, 0, 0, 0, &options)
}

/// Names that a driver keeps for what is no column of ours.
fn reserved(driver: &str) -> &'static [&'static str] {
    match driver {
        "GPKG" => &["fid", "geom"],
        "SQLite" => &["ogc_fid", "geometry"],
        "PGDUMP" | "PostgreSQL" => &["ogc_fid", "wkb_geometry"],
        "GML" => &["fid", "gml_id"],
        // What readers of KML such as QGIS make columns of by themselves.
        "KML" => &[
            "name",
            "description",
            "timestamp",
            "begin",
            "end",
            "altitudemode",
            "tessellate",
            "extrude",
            "visibility",
            "draworder",
            "icon",
        ],
        "OpenFileGDB" => &["objectid", "shape", "shape_area", "shape_length"],
        _ => &[],
    }
}

/// The names of a layer's columns as it has them.
pub(super) fn own_names<'a>(layer: &'a PlanLayer<'_>) -> Vec<&'a str> {
    layer.fields.iter().map(|field| field.name.as_str()).collect()
}

/// A layer in a dataset, and which of its columns hold ours: drivers such as KML's have columns of their own
/// before them.
pub(super) struct Created<'d> {
    layer: Layer<'d>,
    columns: Columns,
}

/// Where the columns of a layer stand in a dataset, and their names there.
pub(super) struct Columns {
    places: Vec<usize>,
    names: Vec<String>,
}

impl Created<'_> {
    /// Adds a row.
    pub(super) fn put(&self, layer: &PlanLayer<'_>, row: &Feature<'_>) -> GdalResult<()> {
        self.columns.put(&self.layer, layer, row)
    }

    /// Which columns the format has under another name than they were to have.
    pub(super) fn renamed(&self, format: &str, layer: &PlanLayer<'_>) -> Vec<Text> {
        self.columns.renamed(format, layer)
    }

    /// What is left when the layer is closed.
    pub(super) fn columns(self) -> Columns {
        self.columns
    }
}

impl Columns {
    pub(super) fn renamed(&self, format: &str, layer: &PlanLayer<'_>) -> Vec<Text> {
        let both = layer.fields.iter().map(|field| &field.name).zip(&self.names);
        let renamed = both.filter(|(name, written)| name != written);
        renamed
            .map(|(name, written)| {
                let layer = layer.name;
                Text::new(
                    format!("{format} {layer}：字段 {name} 写成 {written}，该格式不能用此名，或此名已被占用（不分大小写）"),
                    format!("{format} {layer}: the column {name} is written as {written}, for the name is taken there, whatever its case, or cannot stand there"),
                )
            })
            .collect()
    }
}

/// What a column may be called: in formats of XML, where it is called as an element is, a name of XML.
fn allowed_name(driver: &str, wanted: &str) -> String {
    if !["GML", "KML", "LIBKML"].contains(&driver) {
        return wanted.to_owned();
    }
    let is_allowed = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    let name = wanted.replace(|c| !is_allowed(c), "_");
    if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        name
    } else {
        format!("_{name}")
    }
}

/// A name that nothing has, whatever the case: the one that is wanted, or that with a number.
fn free_name(wanted: &str, taken: &[String]) -> String {
    let numbered = (1..).map(|number: u32| format!("{wanted}_{number}"));
    let mut free = std::iter::once(wanted.to_owned()).chain(numbered);
    let is_free = |name: &String| {
        let name = name.to_lowercase();
        !taken.iter().any(|other| other.to_lowercase() == name)
    };
    free.find(is_free).expect("there are more numbers than columns")
}

/// Adds an empty layer of that name with the columns of `layer`, under these names, or others where the driver has
/// them already.
pub(super) fn create_layer<'d>(
    dataset: &'d mut Dataset,
    name: &str,
    layer: &PlanLayer<'_>,
    shape: Shape,
    names: &[&str],
    options: &[&str],
) -> GdalResult<Created<'d>> {
    let srs = spatial_reference(&layer.crs)?;
    let (geometry, srs) = match shape {
        Shape::Point => (OGRwkbGeometryType::wkbPoint, srs.as_ref()),
        Shape::Line => (OGRwkbGeometryType::wkbLineString, srs.as_ref()),
        Shape::PolygonOrPoint | Shape::Any => (OGRwkbGeometryType::wkbUnknown, srs.as_ref()),
        Shape::Polygon => (OGRwkbGeometryType::wkbMultiPolygon, srs.as_ref()),
        Shape::None => (OGRwkbGeometryType::wkbNone, None),
    };
    let driver = dataset.driver().short_name();
    let reserved = reserved(&driver);
    // Some formats have no integers of 64 bits, and refuse rows rather than the column.
    let kinds = dataset.driver().metadata_item("DMD_CREATIONFIELDDATATYPES", "");
    let whole = match kinds {
        Some(kinds) if !kinds.contains("Integer64") => OGRFieldType::OFTReal,
        _ => OGRFieldType::OFTInteger64,
    };
    let created =
        dataset.create_layer(LayerOptions { name, srs, ty: geometry, options: Some(options) })?;
    let there = |created: &Layer<'_>| -> Vec<String> {
        created.defn().fields().map(|field| field.name()).collect()
    };
    let mut taken: Vec<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
    taken.extend(there(&created));
    let mut columns = Columns { places: Vec::new(), names: Vec::new() };
    for (field, name) in layer.fields.iter().zip(names) {
        let name = free_name(&allowed_name(&driver, name), &taken);
        let kind = match field.kind {
            ColumnKind::Text => OGRFieldType::OFTString,
            ColumnKind::Integer => whole,
            ColumnKind::Real => OGRFieldType::OFTReal,
            ColumnKind::Flag => OGRFieldType::OFTInteger,
        };
        let before = created.defn().fields().count();
        FieldDefn::new(&name, kind)?.add_to_layer(&created)?;
        let place = match created.defn().fields().count() > before {
            true => before,
            false => created.defn().field_index(&name)?,
        };
        columns.places.push(place);
        // File geodatabases change names that are words of SQL.
        let written = created.defn().fields().nth(place).map(|field| field.name());
        columns.names.push(written.unwrap_or_else(|| name.clone()));
        taken.push(name);
    }
    Ok(Created { layer: created, columns })
}

/// None for GCJ-02 and BD-09, which GDAL has no name for.
pub(super) fn spatial_reference(crs: &Crs) -> GdalResult<Option<SpatialRef>> {
    let mut srs = match crs.epsg() {
        Some(code) => SpatialRef::from_epsg(code)?,
        None if crs.is_obfuscated() => return Ok(None),
        None => SpatialRef::from_definition(&crs.to_string())?,
    };
    srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Ok(Some(srs))
}

impl Columns {
    /// Adds all rows.
    pub(super) fn fill(&self, created: &Layer<'_>, layer: &PlanLayer<'_>) -> GdalResult<()> {
        layer.try_each(|row| self.put(created, layer, row))
    }

    /// Adds a row.
    fn put(&self, created: &Layer<'_>, layer: &PlanLayer<'_>, row: &Feature<'_>) -> GdalResult<()> {
        let mut feature = GdalFeature::new(created.defn())?;
        // Spreadsheets have no geometries.
        let has_place = created.defn().geom_fields().next().is_some();
        if let Some(place) = row.geometry.as_ref().filter(|_| has_place) {
            feature.set_geometry(geometry(place)?)?;
        }
        for (&index, (field, cell)) in self.places.iter().zip(layer.fields.iter().zip(&row.cells)) {
            match (cell, field.kind) {
                (Cell::Unknown, _) => feature.set_field_null(index)?,
                (Cell::Flag(flag), ColumnKind::Flag) => {
                    feature.set_field_integer(index, i32::from(*flag))?
                }
                (Cell::Integer(number), ColumnKind::Integer) => {
                    feature.set_field_integer64(index, *number)?
                }
                (Cell::Real(number), ColumnKind::Real) => {
                    feature.set_field_double(index, *number)?
                }
                // GDAL takes it for a formula where it writes ODS.
                (Cell::Text(text), _) if text.starts_with("of:=") => {
                    feature.set_field_string(index, &format!("'{text}"))?
                }
                (cell, _) => feature.set_field_string(index, &cell.text())?,
            }
        }
        feature.create(created)
    }
}

pub(super) fn geometry(geometry: &FeatureGeometry<'_>) -> GdalResult<Geometry> {
    match geometry {
        FeatureGeometry::Point(at) => Point(*at).to_gdal(),
        FeatureGeometry::Line(ends) => LineString::from(ends.to_vec()).to_gdal(),
        FeatureGeometry::Path(path) => LineString::from(path.to_vec()).to_gdal(),
        FeatureGeometry::Lines(lines) => lines.to_gdal(),
        FeatureGeometry::Boundary(boundary) => boundary.to_gdal(),
    }
}
