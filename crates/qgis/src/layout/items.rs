//! What stands on a page: map, scale bar, north arrow, legend.

use crate::layout::page::channels;
use crate::reference::tree_layer;
use crate::style::{FONTS, text_style};
use crate::styles::Look;
use crate::symbol::Colour;
use crate::xml::Element;
use geo_types::Rect;

pub(super) fn map_item(item: Element, extent: Option<Rect<f64>>) -> Element {
    let extent = extent.map(|extent| {
        let (low, high) = (extent.min(), extent.max());
        Element::new("Extent")
            .with("xmin", low.x)
            .with("ymin", low.y)
            .with("xmax", high.x)
            .with("ymax", high.y)
    });
    item.with_all(&[
        ("drawCanvasItems", "true"),
        ("keepLayerSet", "false"),
        ("followPreset", "false"),
        ("followPresetName", ""),
        ("mapRotation", "0"),
        ("mapFlags", "0"),
        ("labelMargin", "0,mm"),
        ("isTemporal", "0"),
    ])
    .holding_all(extent)
}

pub(super) fn scale_bar(item: Element, map: &str, extent: Rect<f64>, width: f64) -> Element {
    // Four segments over about a quarter of the map, each a round number of kilometres.
    let wanted = extent.width() / 1_000.0 / 16.0;
    let magnitude = 10_f64.powf(wanted.log10().floor());
    let steps = [5.0, 2.0, 1.0].map(|step| step * magnitude);
    let segment = steps.into_iter().find(|step| *step <= wanted).unwrap_or(magnitude);
    let millimetres = segment * 1_000.0 / extent.width() * width;
    item.with("mapUuid", map)
        .with("numUnitsPerSegment", segment)
        .with("segmentMillimeters", millimetres)
        .with_all(&[
            ("style", "Single Box"),
            ("unitType", "km"),
            ("unitLabel", "km"),
            ("numMapUnitsPerScaleBarUnit", "1"),
            ("numSegments", "4"),
            ("numSegmentsLeft", "0"),
            ("numSubdivisions", "1"),
            ("subdivisionsHeight", "1.5"),
            ("segmentSizeMode", "0"),
            ("minBarWidth", "50"),
            ("maxBarWidth", "150"),
            ("height", "2.5"),
            ("boxContentSpace", "1"),
            ("labelBarSpace", "2"),
            ("labelVerticalPlacement", "0"),
            ("labelHorizontalPlacement", "0"),
            ("alignment", "0"),
            ("outlineWidth", "0.3"),
            ("lineJoinStyle", "miter"),
            ("lineCapStyle", "square"),
        ])
        .holding(text_style(9.0, false, Colour::new("#141414", 255)))
        .holding(channels("fillColor", 20))
        .holding(channels("fillColor2", 255))
        .holding(channels("strokeColor", 20))
}

pub(super) fn north_arrow(item: Element, map: &str) -> Element {
    item.with("mapUuid", map)
        .with("file", ":/images/north_arrows/layout_default_north_arrow.svg")
        .with_all(&[
            ("mode", "2"),
            ("resizeMode", "0"),
            ("northMode", "1"),
            ("northOffset", "0"),
            ("pictureRotation", "0"),
            ("anchorPoint", "4"),
            ("svgFillColor", "20,20,20,255"),
            ("svgBorderColor", "20,20,20,255"),
            ("svgBorderWidth", "0.2"),
        ])
}

/// Of the layers that are drawn at first.
pub(super) fn legend(item: Element, map: &str, looks: &[Look<'_, '_>]) -> Element {
    let shown = ["enterprises", "moves", "projects", "parks", "zones", "towns", "district"];
    // Of a layer that is drawn as areas, lines and points, the areas: the colours are the same.
    let shown = shown.iter().filter_map(|name| looks.iter().find(|look| look.layer.name == *name));
    let styles =
        [("title", 14), ("group", 12), ("subgroup", 11), ("symbol", 9), ("symbolLabel", 9)];
    let styles = styles.map(|(name, points)| {
        let weight = if points > 9 { 75 } else { 50 };
        Element::new("style")
            .with("name", name)
            .with("alignment", 1)
            .with("indent", 0)
            .with("marginTop", if points > 9 { 3.0 } else { 1.5 })
            .with("marginLeft", if name == "symbolLabel" { 2 } else { 0 })
            .holding(
                Element::new("styleFont")
                    .with("description", format!("{},{points},-1,5,{weight},0,0,0,0,0", FONTS[0])),
            )
            .holding(text_style(f64::from(points), points > 9, Colour::new("#141414", 255)))
    });
    item.with("map_uuid", map)
        .with_all(&[
            ("title", ""),
            ("titleAlignment", "1"),
            ("columnCount", "1"),
            ("splitLayer", "0"),
            ("equalColumnWidth", "0"),
            ("symbolWidth", "6"),
            ("symbolHeight", "3.5"),
            ("symbolAlignment", "1"),
            ("lineSpacing", "1"),
            ("boxSpace", "0"),
            ("columnSpace", "2"),
            ("resizeToContents", "1"),
            ("legendFilterByAtlas", "0"),
            ("wrapChar", ""),
            ("fontColor", "#141414"),
        ])
        .holding(Element::new("styles").holding_all(styles))
        .holding(
            Element::new("layer-tree-group").holding_all(shown.map(|look| tree_layer(look, true))),
        )
}
