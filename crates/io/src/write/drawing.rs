//! DXF: the plan as a drawing, for CAD.

use super::gdal::{close, create, refused};
use crate::WriteError;
use crate::rows::quiet;
use ::gdal::errors::Result as GdalResult;
use ::gdal::vector::{Feature as GdalFeature, Geometry, Layer, LayerAccess, LayerOptions, ToGdal};
use geo::{LineString, MultiLineString, Point};
use parkward_layer::{FeatureGeometry, PlanLayer, Shape};
use std::path::Path;

/// Writes all layers into one drawing: boundaries as closed lines with the park's name at
/// its middle, enterprises as points on a drawing layer for each verdict, moves as lines. A drawing
/// has no columns. The layers have to be in a projected CRS.
///
/// # Errors
/// [`WriteError::Layer`].
pub(super) fn write_dxf(layers: &[PlanLayer<'_>], path: &Path) -> Result<(), WriteError> {
    quiet();
    let failed = refused("entities", path);
    let mut dataset = create("DXF", &[], path).map_err(failed)?;
    let entities = dataset
        .create_layer(LayerOptions { name: "entities", ..LayerOptions::default() })
        .map_err(failed)?;
    for layer in layers.iter().filter(|layer| layer.shape != Shape::None) {
        draw(&entities, layer).map_err(refused(layer.name, path))?;
    }
    close(dataset).map_err(failed)
}

fn draw(entities: &Layer<'_>, layer: &PlanLayer<'_>) -> GdalResult<()> {
    let column = |name: &str| layer.fields.iter().position(|field| field.name == name);
    let verdict = (layer.name == "enterprises").then(|| column("verdict")).flatten();
    let names = ["name_zh", "name_en", "id"].map(column);
    layer.try_each(|row| {
        let Some(geometry) = &row.geometry else { return Ok(()) };
        let text = |index: Option<usize>| {
            index.map(|index| row.cells[index].text()).filter(|text| !text.is_empty())
        };
        let on = match text(verdict) {
            Some(verdict) => format!("{}_{verdict}", layer.name),
            None => layer.name.to_owned(),
        };
        let add = |geometry: Geometry, style: Option<String>| {
            let mut feature = GdalFeature::new(entities.defn())?;
            let index = |name: &str| entities.defn().field_index(name);
            feature.set_field_string(index("Layer")?, &on)?;
            if let Some(style) = style {
                set_style(&feature, &style);
            }
            feature.set_geometry(geometry)?;
            feature.create(entities)
        };
        match geometry {
            FeatureGeometry::Point(at) => add(Point(*at).to_gdal()?, None),
            FeatureGeometry::Line(ends) => add(LineString::from(ends.to_vec()).to_gdal()?, None),
            FeatureGeometry::Path(path) => add(LineString::from(path.to_vec()).to_gdal()?, None),
            FeatureGeometry::Lines(lines) => add(lines.to_gdal()?, None),
            FeatureGeometry::Boundary(boundary) => {
                let rings = boundary.iter().flat_map(|part| {
                    std::iter::once(part.exterior()).chain(part.interiors()).cloned()
                });
                add(MultiLineString(rings.collect()).to_gdal()?, None)?;
                let name = names.into_iter().find_map(text);
                let middle = geo::InteriorPoint::interior_point(*boundary);
                let (Some(name), Some(middle)) = (name, middle) else { return Ok(()) };
                let name = legible(&name);
                add(middle.to_gdal()?, Some(format!("LABEL(t:\"{name}\",s:100g,p:5)")))
            }
        }
    })
}

/// A name as a drawing can have it: GDAL writes seven bytes for a Chinese character, breaks lines of
/// 250 bytes anywhere, and has no characters beyond the first 65,536.
fn legible(name: &str) -> String {
    const LONGEST: usize = 30;
    let plain = name.chars().map(|c| match c {
        '"' | '\n' | '\r' => ' ',
        c if u32::from(c) > 0xffff => '□',
        c => c,
    });
    let name: String = plain.take(LONGEST + 1).collect();
    match name.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &name[..cut]),
        None => name,
    }
}

/// Gives a feature what GDAL draws it with.
#[expect(unsafe_code, reason = "has no safe wrapper")]
fn set_style(feature: &GdalFeature<'_>, style: &str) {
    let Ok(style) = std::ffi::CString::new(style) else { return };
    // SAFETY: both pointers live through the call, and GDAL copies the text.
    unsafe { gdal_sys::OGR_F_SetStyleString(feature.c_feature(), style.as_ptr()) }
}
