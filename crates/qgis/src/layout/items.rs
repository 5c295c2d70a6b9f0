//! What stands on a page: map, scale bar, north arrow, legend.

use crate::layout::page::channels;
use crate::reference::{srs, tree_layer};
use crate::style::{FONTS, text_style};
use crate::styles::Look;
use crate::symbol::{Colour, Symbol};
use crate::words::Words;
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
        ("id", "map"),
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

/// Meridians and parallels with their degrees on a zebra frame; how far apart is QGIS's choice, so that there are a few
/// on a page of any scale.
pub(super) fn graticule() -> Element {
    let faint = Symbol::Stroke { line: Colour::new("#8c9aa3", 150), width_mm: 0.1 };
    let grid = Element::new("ComposerMapGrid").with_all(&[
        ("uuid", "{00000000-0000-4000-a000-000000000001}"),
        ("name", "WGS84"),
        ("show", "1"),
        ("position", "3"),
        ("unit", "3"),
        ("intervalX", "0"),
        ("intervalY", "0"),
        ("minimumIntervalWidth", "35"),
        ("maximumIntervalWidth", "80"),
        ("gridStyle", "0"),
        ("gridFrameStyle", "1"),
        ("gridFrameSideFlags", "15"),
        ("gridFrameWidth", "1.2"),
        ("gridFramePenThickness", "0.2"),
        ("gridFramePenColor", "0,0,0,255"),
        ("frameFillColor1", "255,255,255,255"),
        ("frameFillColor2", "0,0,0,255"),
        ("showAnnotation", "1"),
        ("annotationFormat", "7"),
        ("annotationPrecision", "0"),
        ("frameAnnotationDistance", "0.6"),
        ("leftAnnotationPosition", "1"),
        ("rightAnnotationPosition", "1"),
        ("topAnnotationPosition", "1"),
        ("bottomAnnotationPosition", "1"),
        ("leftAnnotationDirection", "1"),
        ("rightAnnotationDirection", "1"),
    ]);
    grid.holding(Element::new("lineStyle").holding(faint.qml("")))
        .holding(srs(4326))
        .holding(text_style(6.0, false, Colour::new("#141414", 255)))
}

/// The scale as a number.
pub(super) fn numeric_scale(item: Element, map: &str) -> Element {
    item.with("mapUuid", map)
        .with_all(&[
            ("style", "Numeric"),
            ("unitType", "meters"),
            ("unitLabel", ""),
            ("numMapUnitsPerScaleBarUnit", "1"),
            ("numSegments", "2"),
            ("numUnitsPerSegment", "0"),
            ("height", "3"),
            ("boxContentSpace", "1"),
            ("alignment", "0"),
        ])
        .holding(whole_numbers())
        .holding(text_style(8.0, false, Colour::new("#141414", 255)))
}

/// How a scale is written: QGIS says it to a millionth.
fn whole_numbers() -> Element {
    let option = |name, kind: &'static str, value: &'static str| {
        Element::new("Option").with("name", name).with("type", kind).with("value", value)
    };
    Element::new("numericFormat").with("id", "basic").holding(
        Element::new("Option")
            .with("type", "Map")
            .holding(option("decimals", "int", "0"))
            .holding(option("show_thousand_separators", "bool", "true")),
    )
}

pub(super) fn scale_bar(
    item: Element,
    map: &str,
    extent: Rect<f64>,
    width: f64,
    words: Words,
) -> Element {
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
            ("unitLabel", words.either("公里", "km")),
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
        .holding_all(bar_colours())
}

/// Dark and white pieces in turn.
fn bar_colours() -> [Element; 3] {
    [("fillColor", 20), ("fillColor2", 255), ("strokeColor", 20)]
        .map(|(name, grey)| channels(name, grey))
}

/// A scale bar of a page whose scale differs from park to park: QGIS chooses a round length of about its width.
pub(super) fn fitted_scale_bar(item: Element, map: &str, words: Words) -> Element {
    item.with("mapUuid", map)
        .with_all(&[
            ("style", "Single Box"),
            ("unitType", "km"),
            ("unitLabel", words.either("公里", "km")),
            ("numMapUnitsPerScaleBarUnit", "1"),
            ("numSegments", "4"),
            ("numSegmentsLeft", "0"),
            ("numUnitsPerSegment", "1"),
            ("segmentSizeMode", "1"),
            ("minBarWidth", "30"),
            ("maxBarWidth", "60"),
            ("height", "1.8"),
            ("boxContentSpace", "1"),
            ("labelBarSpace", "1"),
            ("outlineWidth", "0.2"),
        ])
        .holding(text_style(7.0, false, Colour::new("#141414", 255)))
        .holding_all(bar_colours())
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
pub(super) fn legend(
    item: Element,
    map: &str,
    looks: &[Look<'_, '_>],
    (columns, points): (usize, u8),
) -> Element {
    let shown = ["enterprises", "moves", "projects", "parks", "zones", "towns", "district"];
    let of = |name| looks.iter().filter(move |look| look.layer.name == name && look.draws());
    let shown = shown.into_iter().flat_map(of);
    let styles = [
        ("title", 14),
        ("group", 12),
        ("subgroup", points + 1),
        ("symbol", points),
        ("symbolLabel", points),
    ];
    let least = points;
    let styles = styles.map(|(name, points)| {
        let bold = points > least;
        let weight = if bold { 75 } else { 50 };
        Element::new("style")
            .with("name", name)
            .with("alignment", 1)
            .with("indent", 0)
            .with("marginTop", if bold { 2.0 } else { f64::from(least) / 6.0 })
            .with("marginLeft", if name == "symbolLabel" { 2 } else { 0 })
            .holding(
                Element::new("styleFont")
                    .with("description", format!("{},{points},-1,5,{weight},0,0,0,0,0", FONTS[0])),
            )
            .holding(text_style(f64::from(points), bold, Colour::new("#141414", 255)))
    });
    item.with("map_uuid", map)
        .with("columnCount", columns)
        .with_all(&[
            ("title", ""),
            ("titleAlignment", "1"),
            ("splitLayer", "1"),
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
