//! How layers are referred to in a project: ids, sources, and their places in a tree of layers.

use crate::styles::Look;
use crate::xml::{Element, leaf};
use parkward_layer::Shape;

/// The GeoPackage, as the project finds it.
const SOURCE: &str = "./relocation.gpkg";

/// The id of a layer within the project.
pub(crate) fn layer_id(name: &str) -> String {
    format!("parkward_{name}")
}

/// The same, for the second part of a layer of polygons and points too.
pub(crate) fn look_id(look: &Look<'_, '_>) -> String {
    let id = layer_id(look.layer.name);
    match (look.is_first(), look.layer.shape, look.shape) {
        (true, ..) => id,
        (false, Shape::Any, Shape::Line) => id + "_lines",
        (false, Shape::Any, _) => id + "_points",
        _ => id + "_without_boundary",
    }
}

/// A spatial reference by its number: QGIS has the rest in its database. It looks there only if there
/// is a number of its own too, `srsid`, which differs between versions; any will do.
pub(crate) fn srs(epsg: u32) -> Element {
    Element::new("spatialrefsys")
        .holding(leaf("srsid", 1))
        .holding(leaf("srid", epsg))
        .holding(leaf("authid", format!("EPSG:{epsg}")))
}

/// What people call it.
pub(crate) fn title(look: &Look<'_, '_>) -> String {
    let words = look.words;
    let title = words.of(&look.layer.title);
    match (look.is_first(), look.layer.shape, look.shape) {
        (true, ..) => title,
        (false, Shape::Any, Shape::Line) => format!("{title}（{}）", words.say("线", "lines")),
        (false, Shape::Any, _) => format!("{title}（{}）", words.say("点", "points")),
        _ => format!("{title}（{}）", words.say("无边界", "without boundary")),
    }
}

/// Where a layer is found.
pub(crate) fn source(name: &str) -> String {
    format!("{SOURCE}|layername={name}")
}

/// A layer in a tree of layers.
pub(crate) fn tree_layer(look: &Look<'_, '_>, drawn: bool) -> Element {
    let name = look.layer.name;
    Element::new("layer-tree-layer")
        .with("id", look_id(look))
        .with("source", data_source(look))
        .with("name", title(look))
        .with("providerKey", "ogr")
        .with("expanded", u8::from(name == "parks" || name == "enterprises"))
        .with("checked", if drawn { "Qt::Checked" } else { "Qt::Unchecked" })
}

/// What QGIS calls a kind of geometry, and its encoding.
pub(crate) fn kinds(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Point => ("Point", "Point"),
        Shape::Line => ("Line", "LineString"),
        Shape::Polygon | Shape::PolygonOrPoint | Shape::Any => ("Polygon", "MultiPolygon"),
        Shape::None => ("No geometry", "NoGeometry"),
    }
}

/// Where what is shown of a layer is found.
pub(crate) fn data_source(look: &Look<'_, '_>) -> String {
    let path = source(look.layer.name);
    if matches!(look.layer.shape, Shape::PolygonOrPoint | Shape::Any) {
        format!("{path}|geometrytype={}", kinds(look.shape).1)
    } else {
        path
    }
}
