//! Areas with names, to draw maps on.

use geo_types::MultiPolygon;
use parkward_layer::{Cell, FeatureGeometry, PlanLayer, Shape, Table};
use parkward_model::Text;

/// A layer of areas with names, such as towns: what a map is drawn on.
///
/// ```
/// use geo_types::{MultiPolygon, Rect};
/// use parkward_model::Text;
/// use parkward_planning::outline_layer;
///
/// let town = Rect::new((121.0, 30.9), (121.1, 31.0)).to_polygon();
/// let towns = [(Text::new("某镇", "Some Town"), MultiPolygon(vec![town]))];
/// let layer = outline_layer("towns", Text::new("镇界", "Towns"), &towns);
/// assert_eq!((layer.name, layer.len()), ("towns", 1));
/// ```
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
