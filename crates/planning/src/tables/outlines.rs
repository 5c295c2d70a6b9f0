//! Areas with names, to draw maps on.

use geo_types::MultiPolygon;
use parkward_layer::{Cell, FeatureGeometry, PlanLayer, Shape, Table};
use parkward_model::Text;

/// A layer of areas with names, such as towns: what a map is drawn on.
pub fn outline_layer<'a>(
    name: &'static str,
    title: Text,
    outlines: &'a [(Text, MultiPolygon<f64>)],
) -> PlanLayer<'a> {
    Table::<&(Text, MultiPolygon<f64>)>::new()
        .text("name_zh", "名称", "Name (Chinese)", |outline| Cell::of_text(&outline.0.zh))
        .text("name_en", "英文名称", "Name (English)", |outline| Cell::of_text(&outline.0.en))
        .layer(
            (name, title),
            Shape::Polygon,
            outlines.len(),
            |index| &outlines[index],
            |outline| Some(FeatureGeometry::Boundary(&outline.1)),
        )
}
