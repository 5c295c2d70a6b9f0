//! Layers by GDAL: the formats that are not worth a writer of their own.

use crate::rows::quiet;
use crate::{Format, WriteError};
use ::gdal::errors::{GdalError, Result as GdalResult};
use ::gdal::raster::RasterCreationOptions;
use ::gdal::spatial_ref::{AxisMappingStrategy, SpatialRef};
use ::gdal::vector::{
    Feature as GdalFeature, FieldDefn, Geometry, Layer, LayerAccess, LayerOptions, OGRFieldType,
    OGRwkbGeometryType, ToGdal,
};
use ::gdal::{Dataset, DriverManager, Metadata};
use geo::{LineString, MultiLineString, Point};
use parkward_geometry::Crs;
use parkward_model::Text;
use parkward_planning::{Cell, ColumnKind, Feature, FeatureGeometry, PlanLayer, Shape};
use std::path::Path;

/// Bytes of a text in a Shapefile's table (dBASE III: one byte of length, one kept back).
const DBASE_TEXT: usize = 254;
/// Bytes of a field's name there.
const DBASE_NAME: usize = 10;

/// Writes a layer to a file of its own as Shapefile, KML or by any other driver of GDAL. `stamp` is
/// the day that the file says it was changed (`2026-01-01`).
///
/// A Shapefile has points and polygons in two files (`parks.shp`, `parks_points.shp`), field names of
/// at most ten bytes (`parks_fields.csv` has the whole ones) and at most 254 bytes of text: what was
/// cut is told.
///
/// # Errors
/// [`WriteError::Layer`] with what GDAL said; [`WriteError::Crs`] for a CRS that the format cannot
/// have.
pub fn write_with_gdal(
    layer: &PlanLayer<'_>,
    format: &Format,
    stamp: &str,
    path: &Path,
) -> Result<Vec<Text>, WriteError> {
    quiet();
    let failed = refused(layer.name, path);
    match format {
        Format::Shapefile => shapefile(layer, stamp, path),
        Format::Kml => {
            format.check(&layer.crs)?;
            let name = if layer.name == "parks" { "name_zh" } else { "id" };
            let options = [format!("NameField={name}"), "DescriptionField=reason".to_owned()];
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            write_file("KML", &options, &[], layer, path).map_err(failed)?;
            Ok(Vec::new())
        }
        Format::Gdal { driver, .. } => {
            write_file(driver, &[], &[], layer, path).map_err(failed)?;
            Ok(Vec::new())
        }
        _ => unreachable!("has a writer of its own"),
    }
}

fn refused<'a>(layer: &'a str, path: &'a Path) -> impl Fn(GdalError) -> WriteError + Copy + 'a {
    move |error| {
        let reason = match error {
            GdalError::NullPointer { msg, .. } | GdalError::CplError { msg, .. } => msg,
            other => format!("{other}: {}", last_words()),
        };
        WriteError::Layer { path: path.to_owned(), layer: layer.to_owned(), reason }
    }
}

fn write_file(
    driver: &str,
    dataset_options: &[&str],
    layer_options: &[&str],
    layer: &PlanLayer<'_>,
    path: &Path,
) -> GdalResult<()> {
    let names: Vec<&str> = layer.fields.iter().map(|field| field.name.as_str()).collect();
    let mut dataset = create(driver, dataset_options, path)?;
    let created = create_layer(&mut dataset, layer, layer.shape, &names, layer_options)?;
    fill(&created, layer)?;
    dataset.close()
}

/// A new dataset without layers.
pub(super) fn create(driver: &str, options: &[&str], path: &Path) -> GdalResult<Dataset> {
    let driver = DriverManager::get_driver_by_name(driver)?;
    if options.is_empty() {
        return driver.create_vector_only(path);
    }
    let options = RasterCreationOptions::from_iter(options.iter().copied());
    driver.create_with_band_type_with_options::<u8, _>(path, 0, 0, 0, &options)
}

/// Adds an empty layer with the columns of `layer`, under these names.
pub(super) fn create_layer<'d>(
    dataset: &'d mut Dataset,
    layer: &PlanLayer<'_>,
    shape: Shape,
    names: &[&str],
    options: &[&str],
) -> GdalResult<Layer<'d>> {
    let srs = spatial_reference(&layer.crs)?;
    let (geometry, srs) = match shape {
        Shape::Point => (OGRwkbGeometryType::wkbPoint, srs.as_ref()),
        Shape::Line => (OGRwkbGeometryType::wkbLineString, srs.as_ref()),
        Shape::PolygonOrPoint => (OGRwkbGeometryType::wkbUnknown, srs.as_ref()),
        Shape::Polygon => (OGRwkbGeometryType::wkbMultiPolygon, srs.as_ref()),
        Shape::None => (OGRwkbGeometryType::wkbNone, None),
    };
    let name = layer.name;
    // Some formats have no integers of 64 bits, and refuse rows rather than the column.
    let kinds = dataset.driver().metadata_item("DMD_CREATIONFIELDDATATYPES", "");
    let whole = match kinds {
        Some(kinds) if !kinds.contains("Integer64") => OGRFieldType::OFTReal,
        _ => OGRFieldType::OFTInteger64,
    };
    let created =
        dataset.create_layer(LayerOptions { name, srs, ty: geometry, options: Some(options) })?;
    for (field, name) in layer.fields.iter().zip(names) {
        let kind = match field.kind {
            ColumnKind::Text => OGRFieldType::OFTString,
            ColumnKind::Integer => whole,
            ColumnKind::Real => OGRFieldType::OFTReal,
            ColumnKind::Flag => OGRFieldType::OFTInteger,
        };
        FieldDefn::new(name, kind)?.add_to_layer(&created)?;
    }
    Ok(created)
}

/// None for GCJ-02 and BD-09, which GDAL has no name for.
fn spatial_reference(crs: &Crs) -> GdalResult<Option<SpatialRef>> {
    let mut srs = match crs.epsg() {
        Some(code) => SpatialRef::from_epsg(code)?,
        None if crs.is_obfuscated() => return Ok(None),
        None => SpatialRef::from_definition(&crs.to_string())?,
    };
    srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Ok(Some(srs))
}

/// Adds all rows.
pub(super) fn fill(created: &Layer<'_>, layer: &PlanLayer<'_>) -> GdalResult<()> {
    layer.try_each(|row| put(created, layer, row, row.geometry.as_ref().map(geometry).transpose()?))
}

fn put(
    created: &Layer<'_>,
    layer: &PlanLayer<'_>,
    row: &Feature<'_>,
    geometry: Option<Geometry>,
) -> GdalResult<()> {
    let mut feature = GdalFeature::new(created.defn())?;
    // Spreadsheets have no geometries.
    if let Some(geometry) = geometry.filter(|_| created.defn().geom_fields().next().is_some()) {
        feature.set_geometry(geometry)?;
    }
    for (place, (field, cell)) in layer.fields.iter().zip(&row.cells).enumerate() {
        match (cell, field.kind) {
            (Cell::Unknown, _) => feature.set_field_null(place)?,
            (Cell::Flag(flag), ColumnKind::Flag) => {
                feature.set_field_integer(place, i32::from(*flag))?
            }
            (Cell::Integer(number), ColumnKind::Integer) => {
                feature.set_field_integer64(place, *number)?
            }
            (Cell::Real(number), ColumnKind::Real) => feature.set_field_double(place, *number)?,
            (cell, _) => feature.set_field_string(place, &cell.text())?,
        }
    }
    feature.create(created)
}

fn geometry(geometry: &FeatureGeometry<'_>) -> GdalResult<Geometry> {
    match geometry {
        FeatureGeometry::Point(at) => Point(*at).to_gdal(),
        FeatureGeometry::Line(ends) => LineString::from(ends.to_vec()).to_gdal(),
        FeatureGeometry::Boundary(boundary) => boundary.to_gdal(),
    }
}

fn shapefile(layer: &PlanLayer<'_>, stamp: &str, path: &Path) -> Result<Vec<Text>, WriteError> {
    let failed = refused(layer.name, path);
    let short = short_names(layer.fields.iter().map(|field| field.name.as_str()));
    let names: Vec<&str> = short.iter().map(String::as_str).collect();
    let changed = format!("DBF_DATE_LAST_UPDATE={stamp}");
    let options = ["ENCODING=UTF-8", changed.as_str()];
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let files = match layer.shape {
        // A table without geometries is a table without the rest.
        Shape::None => vec![(Shape::None, path.with_extension("dbf"))],
        Shape::PolygonOrPoint => vec![
            (Shape::Polygon, path.to_owned()),
            (Shape::Point, path.with_file_name(format!("{stem}_points.shp"))),
        ],
        shape => vec![(shape, path.to_owned())],
    };
    let mut cut = vec![0_u64; layer.fields.len()];
    for (shape, path) in files {
        let mut write = || {
            let mut dataset = create("ESRI Shapefile", &[], &path)?;
            let created = create_layer(&mut dataset, layer, shape, &names, &options)?;
            layer.try_each(|row| {
                let point = matches!(row.geometry, Some(FeatureGeometry::Point(_)));
                if layer.shape == Shape::PolygonOrPoint && point != (shape == Shape::Point) {
                    return Ok(());
                }
                let mut row = row.clone();
                for (cell, cut) in row.cells.iter_mut().zip(&mut cut) {
                    if let Cell::Text(text) = cell
                        && text.len() > DBASE_TEXT
                    {
                        let end = (0..=DBASE_TEXT - 3).rev().find(|at| text.is_char_boundary(*at));
                        *cell = Cell::Text(format!("{}…", &text[..end.unwrap_or(0)]).into());
                        *cut += 1;
                    }
                }
                let geometry = row.geometry.as_ref().map(geometry).transpose()?;
                put(&created, layer, &row, geometry)
            })?;
            dataset.close()
        };
        write().map_err(failed)?;
    }
    let dictionary = path.with_file_name(format!("{stem}_fields.csv"));
    write_dictionary(layer, &names, &dictionary)
        .map_err(|error| WriteError::File { path: dictionary.clone(), reason: error.into() })?;
    let told = layer.fields.iter().zip(cut).filter(|(_, cut)| *cut > 0);
    Ok(told
        .map(|(field, cut)| {
            Text::new(
                format!("Shapefile {}：{cut} 行的“{}”超过 {DBASE_TEXT} 字节，已截断；其他格式是完整的", layer.name, field.name),
                format!("Shapefile {}: {cut} texts of {:?} are longer than the {DBASE_TEXT} bytes that it holds and were cut; other formats have them whole", layer.name, field.name),
            )
        })
        .collect())
}

/// Which short name stands for which field.
fn write_dictionary(layer: &PlanLayer<'_>, names: &[&str], path: &Path) -> csv::Result<()> {
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(["short_name", "field", "title_zh", "title_en"])?;
    for (field, name) in layer.fields.iter().zip(names) {
        out.write_record([*name, &field.name, &field.title.zh, &field.title.en])?;
    }
    Ok(out.flush()?)
}

/// Names of at most ten bytes, all different whatever their case: the beginning of the whole one, and
/// a number where that is taken.
fn short_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for name in names {
        let cut = |length: usize| {
            let end = (0..=length.min(name.len())).rev().find(|at| name.is_char_boundary(*at));
            &name[..end.unwrap_or(0)]
        };
        let numbered = (1..).map(|number: u32| {
            let number = number.to_string();
            format!("{}{number}", cut(DBASE_NAME - number.len()))
        });
        let mut free = std::iter::once(cut(DBASE_NAME).to_owned()).chain(numbered);
        let free = free.find(|name| !taken.iter().any(|other| other.eq_ignore_ascii_case(name)));
        taken.extend(free);
    }
    taken
}

/// Writes all layers into one drawing, for CAD: boundaries as closed lines with the park's name at
/// its middle, enterprises as points on a drawing layer for each verdict, moves as lines. A drawing
/// has no columns; `id` is on points as text.
///
/// # Errors
/// [`WriteError::Crs`] unless the layers are in a projected CRS; [`WriteError::Layer`].
pub fn write_dxf(layers: &[PlanLayer<'_>], path: &Path) -> Result<(), WriteError> {
    quiet();
    layers.iter().try_for_each(|layer| Format::Dxf.check(&layer.crs))?;
    let failed = refused("entities", path);
    let mut dataset = create("DXF", &[], path).map_err(failed)?;
    let entities = dataset
        .create_layer(LayerOptions { name: "entities", ..LayerOptions::default() })
        .map_err(failed)?;
    for layer in layers.iter().filter(|layer| layer.shape != Shape::None) {
        draw(&entities, layer).map_err(refused(layer.name, path))?;
    }
    dataset.close().map_err(failed)
}

fn draw(entities: &Layer<'_>, layer: &PlanLayer<'_>) -> GdalResult<()> {
    let column = |name: &str| layer.fields.iter().position(|field| field.name == name);
    let verdict = (layer.name == "enterprises").then(|| column("verdict")).flatten();
    let names = ["name_zh", "name_en", "id"].map(column);
    layer.try_each(|row| {
        let Some(geometry) = &row.geometry else { return Ok(()) };
        let text = |place: Option<usize>| {
            place.map(|place| row.cells[place].text()).filter(|text| !text.is_empty())
        };
        let on = match text(verdict) {
            Some(verdict) => format!("{}_{verdict}", layer.name),
            None => layer.name.to_owned(),
        };
        let add = |geometry: Geometry, style: Option<String>| {
            let mut feature = GdalFeature::new(entities.defn())?;
            let place = |name: &str| entities.defn().field_index(name);
            feature.set_field_string(place("Layer")?, &on)?;
            if let Some(style) = style {
                set_style(&feature, &style);
            }
            feature.set_geometry(geometry)?;
            feature.create(entities)
        };
        match geometry {
            FeatureGeometry::Point(at) => add(Point(*at).to_gdal()?, None),
            FeatureGeometry::Line(ends) => add(LineString::from(ends.to_vec()).to_gdal()?, None),
            FeatureGeometry::Boundary(boundary) => {
                let rings = boundary.iter().flat_map(|part| {
                    std::iter::once(part.exterior()).chain(part.interiors()).cloned()
                });
                add(MultiLineString(rings.collect()).to_gdal()?, None)?;
                let name = names.into_iter().find_map(text);
                let middle = geo::InteriorPoint::interior_point(*boundary);
                let (Some(name), Some(middle)) = (name, middle) else { return Ok(()) };
                let name = name.replace(['"', '\n', '\r'], " ");
                add(middle.to_gdal()?, Some(format!("LABEL(t:\"{name}\",s:100g,p:5)")))
            }
        }
    })
}

/// What GDAL said last on this thread; some of its errors carry a number only.
#[expect(unsafe_code, reason = "has no safe wrapper")]
fn last_words() -> String {
    // SAFETY: GDAL gives a text that ends in zero and stays until its next error on this thread.
    let text = unsafe { std::ffi::CStr::from_ptr(gdal_sys::CPLGetLastErrorMsg()) };
    text.to_string_lossy().trim().to_owned()
}

/// Gives a feature what GDAL draws it with.
#[expect(unsafe_code, reason = "has no safe wrapper")]
fn set_style(feature: &GdalFeature<'_>, style: &str) {
    let Ok(style) = std::ffi::CString::new(style) else { return };
    // SAFETY: both pointers live through the call, and GDAL copies the text.
    unsafe { gdal_sys::OGR_F_SetStyleString(feature.c_feature(), style.as_ptr()) }
}

#[cfg(test)]
mod tests {
    use super::short_names;

    #[test]
    fn short_names_fit_and_differ() {
        let names =
            ["load_before_ha", "load_before", "LOAD_BEFOR", "id", "能耗指标吨标准煤", "能耗指标吨"];
        let short = short_names(names.into_iter());
        assert_eq!(short, ["load_befor", "load_befo1", "LOAD_BEFO2", "id", "能耗指", "能耗指1"]);
    }
}
