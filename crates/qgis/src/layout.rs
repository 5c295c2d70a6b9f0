//! The print layouts of the project: the relocation map on A3, and an atlas with a page for every
//! park and a table of those who come. Lengths are millimetres.

use crate::extent::{OntoMap, framed};
use crate::reference::{layer_id, source, tree_layer};
use crate::style::{FONTS, text_style};
use crate::styles::Look;
use crate::symbol::{Colour, Symbol};
use crate::xml::Element;
use geo_types::Rect;
use parkward_geometry::CrsError;
use parkward_planning::{Bucket, Plan};

/// What the layouts show.
pub(crate) struct Sheet<'a, 'p, 'l> {
    pub(crate) plan: &'a Plan,
    pub(crate) looks: &'a [Look<'p, 'l>],
    /// Everything there is to show, on the map.
    pub(crate) whole: Rect<f64>,
    pub(crate) onto_map: &'a OntoMap,
}

/// Kinds of items, as QGIS numbers them.
const PAGE: u32 = 65_638;
const MAP: u32 = 65_639;
const PICTURE: u32 = 65_640;
const LABEL: u32 = 65_641;
const LEGEND: u32 = 65_642;
const SCALE_BAR: u32 = 65_646;
const FRAME: u32 = 65_647;
const TABLE: u32 = 65_649;

/// The pages of a layout: width, height, and the gap that QGIS leaves between two of them.
#[derive(Clone, Copy)]
struct Paper(f64, f64);

const A3: Paper = Paper(420.0, 297.0);
const A4: Paper = Paper(297.0, 210.0);
const BETWEEN_PAGES: f64 = 10.0;

/// Height of a row of the table, with some air: what does not fit is on no page.
const ROW: f64 = 4.8;

/// The name of the page's park.
const PARK: &str = "[% coalesce(\"name_zh\", \"name_en\", \"id\") %]";

/// Left, top, width, height on a page.
type Area = [f64; 4];

/// Both layouts.
pub(crate) fn layouts(sheet: &Sheet<'_, '_, '_>) -> Result<Element, CrsError> {
    Ok(Element::new("Layouts").holding(relocation_map(sheet)).holding(park_pages(sheet)?))
}

fn relocation_map(sheet: &Sheet<'_, '_, '_>) -> Element {
    const AREA: Area = [10.0, 28.0, 300.0, 238.0];
    let plan = sheet.plan;
    let mut page = Page::new(A3);
    let map = page.id();
    let extent = framed(sheet.whole, 0.03, (AREA[2], AREA[3]));
    page.put(map_item(page.item(MAP, AREA, &map), Some(extent)));
    page.label([10.0, 8.0, 400.0, 10.0], 22.0, true, &plan.title.zh);
    page.label([10.0, 18.0, 400.0, 8.0], 12.0, false, &plan.title.en);
    let item = page.next(SCALE_BAR, [16.0, 250.0, 100.0, 12.0]);
    page.put(scale_bar(item, &map, extent, AREA[2]));
    let item = page.next(PICTURE, [294.0, 32.0, 12.0, 14.0]);
    page.put(north_arrow(item, &map));
    let item = page.next(LEGEND, [316.0, 28.0, 94.0, 150.0]);
    page.put(legend(item, &map, sheet.looks));
    page.label([316.0, 202.0, 94.0, 64.0], 9.0, false, &numbers(plan));
    page.label([10.0, 270.0, 400.0, 20.0], 8.0, false, &notes(plan));
    page.layout("迁移图 Relocation map", vec![A3])
}

/// Sums and proof, as everywhere.
fn numbers(plan: &Plan) -> String {
    let mut lines: Vec<String> = Bucket::ALL
        .iter()
        .map(|bucket| format!("{}: {}", bucket.label().both(), plan.summary.count(*bucket)))
        .collect();
    let solution = &plan.solution;
    lines.push(format!("合计 Sum: {}", plan.summary.input));
    lines.push(format!("腾退用地 Land released: {}", plan.released_land()));
    lines.push(format!("成本 Cost: {:.1} km-eq.", solution.cost_km));
    lines.push(format!("下界 Lower bound: {:.1} km-eq.", solution.lower_bound_km));
    lines.push(format!("差距 Gap: {:.4} %", 100.0 * solution.gap));
    lines.join("\n")
}

fn notes(plan: &Plan) -> String {
    let inputs: Vec<&str> = plan.inputs.iter().map(|input| input.file.as_str()).collect();
    let date = "[% format_date(now(), 'yyyy-MM-dd') %]";
    [
        plan.data_notice.zh.clone(),
        plan.data_notice.en.clone(),
        format!(
            "资料 Sources: {}. 规则 Rules: {}, {}. 打印 Printed: {date}. Parkward {}",
            inputs.join(", "),
            plan.rule_book.file,
            plan.as_of,
            env!("CARGO_PKG_VERSION")
        ),
    ]
    .join("\n")
}

fn park_pages(sheet: &Sheet<'_, '_, '_>) -> Result<Element, CrsError> {
    const AREA: Area = [10.0, 34.0, 130.0, 150.0];
    const BESIDE: Area = [144.0, 34.0, 143.0, 150.0];
    const LEFT: Area = [10.0, 20.0, 136.0, 182.0];
    const RIGHT: Area = [151.0, 20.0, 136.0, 182.0];
    let mut page = Page::new(A4);
    let map = page.id();
    let parks = sheet.looks.iter().find(|look| look.layer.name == "parks");
    let first = parks.and_then(|look| look.layer.geometry(0));
    let first = match first.and_then(crate::extent::of_geometry) {
        Some(extent) => sheet.onto_map.place(extent)?,
        None => sheet.whole,
    };
    let item = map_item(page.item(MAP, AREA, &map), Some(framed(first, 0.3, (AREA[2], AREA[3]))));
    let driven = Element::new("AtlasMap").with_all(&[
        ("atlasDriven", "1"),
        ("scalingMode", "2"),
        ("margin", "0.3"),
    ]);
    page.put(item.holding(driven));
    page.label([10.0, 8.0, 277.0, 9.0], 16.0, true, PARK);
    page.label([10.0, 17.0, 277.0, 7.0], 10.0, false, "[% coalesce(\"name_en\", '') %] [% \"id\" %] · [% coalesce(\"type_zh\", '') %] [% coalesce(\"type_en\", '') %]");
    page.label(
        [10.0, 25.0, 277.0, 7.0],
        9.0,
        false,
        "迁入 coming: [% \"incoming\" %] · 用地 land: [% round(\"taken_ha\", 2) %] / [% coalesce(round(\"capacity_ha\", 2), '?') %] ha · \
         规划前 before: [% round(\"load_before_ha\", 2) %] ha · 规划后 after: [% round(\"load_after_ha\", 2) %] ha · \
         影子价格 shadow price: [% round(\"shadow_price_km_per_ha\", 2) %] km/ha",
    );
    page.label([10.0, 188.0, 277.0, 18.0], 7.0, false, &notes(sheet.plan));

    // As many pages as the fullest park needs; QGIS leaves out those that stay empty.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "tens of rows")]
    let rows = |area: Area| (area[3] / ROW) as usize - 1;
    let most = sheet.plan.parks.iter().map(|park| park.incoming).max().unwrap_or(0);
    let more = most.saturating_sub(rows(BESIDE)).div_ceil(rows(LEFT) + rows(RIGHT));
    let table = page.id();
    let mut frames = vec![page.frame(BESIDE, &table, false)];
    for number in 1..=more {
        page.number = number;
        page.label([10.0, 8.0, 277.0, 8.0], 12.0, true, PARK);
        frames.extend([LEFT, RIGHT].map(|area| page.frame(area, &table, true)));
    }
    if let Some(look) = sheet.looks.iter().find(|look| look.layer.name == "enterprises") {
        let named = sheet.plan.enterprises().any(|e| !e.enterprise().name.is_empty());
        page.items.push(incoming(&table, look, (most, named), frames));
    }
    let layout = page.layout("园区分页 Park pages", vec![A4; more + 1]);
    let key = "\"id\"";
    Ok(layout.holding(
        Element::new("Atlas")
            .with("enabled", u8::from(parks.is_some_and(|look| !look.layer.is_empty())))
            .with("coverageLayer", layer_id("parks"))
            .with("coverageLayerName", "parks")
            .with("coverageLayerSource", source("parks"))
            .with("coverageLayerProvider", "ogr")
            .with("pageNameExpression", key)
            .with("filenamePattern", key)
            .with("sortFeatures", 1)
            .with("sortKey", key)
            .with_all(&[("sortAscending", "1"), ("filterFeatures", "0"), ("hideCoverage", "0")]),
    ))
}

/// The table of those who come to the park of the page.
fn incoming(
    id: &str,
    look: &Look<'_, '_>,
    (most, named): (usize, bool),
    frames: Vec<Element>,
) -> Element {
    const COLUMNS: [(&str, &str, f64); 7] = [
        ("id", "编号 Id", 20.0),
        ("name", "名称 Name", 34.0),
        ("industry", "行业 Industry", 18.0),
        ("land_ha", "用地 ha", 14.0),
        ("round(\"distance_m\" / 1000, 2)", "距离 km", 15.0),
        ("round(\"fit\", 2)", "适配 Fit", 13.0),
        ("round(\"second_margin_km\", 2)", "差额 Margin km", 22.0),
    ];
    let shown = COLUMNS.into_iter().filter(|(attribute, ..)| named || *attribute != "name");
    let columns = shown.map(|(attribute, heading, width)| {
        Element::new("column")
            .with("attribute", attribute)
            .with("heading", heading)
            .with("width", width)
            .with_all(&[
                ("hAlignment", "1"),
                ("vAlignment", "128"),
                ("sortOrder", "0"),
                ("sortByRank", "0"),
            ])
    });
    let text =
        |name, bold| Element::new(name).holding(text_style(7.0, bold, Colour::new("#202020", 255)));
    Element::new("LayoutMultiFrame")
        .with("type", TABLE)
        .with("uuid", id)
        .with("templateUuid", id)
        .with("vectorLayer", layer_id(look.layer.name))
        .with("vectorLayerName", look.layer.name)
        .with("vectorLayerSource", source(look.layer.name))
        .with("vectorLayerProvider", "ogr")
        .with("featureFilter", "\"park\" = attribute(@atlas_feature, 'id')")
        .with("maxFeatures", most.max(1))
        .with_all(&[
            ("filterFeatures", "true"),
            ("resizeMode", "0"),
            ("source", "0"),
            ("showEmptyRows", "0"),
            ("emptyTableMode", "2"),
            ("emptyTableMessage", "无企业迁入 Nobody comes"),
            ("headerMode", "1"),
            ("headerHAlignment", "0"),
            ("showGrid", "1"),
            ("horizontalGrid", "1"),
            ("verticalGrid", "0"),
            ("gridStrokeWidth", "0.1"),
            ("gridColor", "160,160,160,255"),
            ("cellMargin", "0.7"),
            ("backgroundColor", "255,255,255,0"),
            ("wrapBehavior", "0"),
            ("showUniqueRowsOnly", "0"),
            ("showOnlyVisibleFeatures", "0"),
            ("filterToAtlasIntersection", "0"),
            ("useConditionalStyling", "0"),
        ])
        .holding_all(frames)
        .holding(text("headerTextFormat", true))
        .holding(text("contentTextFormat", false))
        .holding(Element::new("displayColumns").holding_all(columns))
        .holding(Element::new("sortColumns").holding(Element::new("column").with_all(&[
            ("attribute", "id"),
            ("sortOrder", "0"),
            ("sortByRank", "1"),
        ])))
}

/// A layout in the making.
struct Page {
    paper: Paper,
    /// Which page items go to, from 0.
    number: usize,
    items: Vec<Element>,
    ids: usize,
}

impl Page {
    fn new(paper: Paper) -> Self {
        Self { paper, number: 0, items: Vec::new(), ids: 0 }
    }

    /// An id that no other item of the layout has.
    fn id(&mut self) -> String {
        self.ids += 1;
        format!("{{00000000-0000-4000-8000-{:012}}}", self.ids)
    }

    fn put(&mut self, item: Element) {
        self.items.push(item);
    }

    fn next(&mut self, kind: u32, area: Area) -> Element {
        let id = self.id();
        self.item(kind, area, &id)
    }

    fn item(&self, kind: u32, [x, y, width, height]: Area, id: &str) -> Element {
        #[expect(clippy::cast_precision_loss, reason = "a few pages")]
        let above = self.number as f64 * (self.paper.1 + BETWEEN_PAGES);
        Element::new("LayoutItem")
            .with("type", kind)
            .with("uuid", id)
            .with("templateUuid", id)
            .with("size", format!("{width},{height},mm"))
            .with("position", format!("{x},{},mm", above + y))
            .with("positionOnPage", format!("{x},{y},mm"))
            .with("zValue", self.items.len() + 1)
            .with_all(&[
                ("referencePoint", "0"),
                ("itemRotation", "0"),
                ("opacity", "1"),
                ("blendMode", "0"),
                ("visibility", "1"),
                ("excludeFromExports", "0"),
                ("positionLock", "false"),
                ("outlineWidthM", "0.3,mm"),
                ("frameJoinStyle", "miter"),
                ("frame", if kind == MAP { "true" } else { "false" }),
                ("background", if kind == MAP { "true" } else { "false" }),
            ])
            .holding(channels("FrameColor", 0))
            .holding(channels("BackgroundColor", 255))
    }

    fn label(&mut self, area: Area, points: f64, bold: bool, text: &str) {
        let weight = if bold { 75 } else { 50 };
        let item = self
            .next(LABEL, area)
            .with("labelText", text)
            .with_all(&[
                ("htmlState", "0"),
                ("halign", "1"),
                ("valign", "32"),
                ("marginX", "0"),
                ("marginY", "0"),
            ])
            .holding(
                Element::new("LabelFont")
                    .with("description", format!("{},{points},-1,5,{weight},0,0,0,0,0", FONTS[0])),
            )
            .holding(channels("FontColor", 20))
            .holding(text_style(points, bold, Colour::new("#141414", 255)));
        self.put(item);
    }

    /// A frame through which the table with this id is seen; gives what the table says of it.
    fn frame(&mut self, area: Area, table: &str, hidden_if_empty: bool) -> Element {
        let id = self.id();
        let item = self
            .item(FRAME, area, &id)
            .with("multiFrame", table)
            .with("multiFrameTemplateUuid", table)
            .with("hidePageIfEmpty", u8::from(hidden_if_empty))
            .with("hideBackgroundIfEmpty", 0);
        self.put(item);
        Element::new("childFrame").with("uuid", &id).with("templateUuid", &id)
    }

    fn layout(self, name: &str, papers: Vec<Paper>) -> Element {
        let white = || {
            Symbol::Fill { fill: Colour::new("#ffffff", 255), outline: Colour::new("#ffffff", 0) }
                .qml("")
        };
        let mut pages = Element::new("PageCollection").holding(white());
        for (number, paper) in papers.into_iter().enumerate() {
            let page = Page { paper, number, items: Vec::new(), ids: 0 };
            let id = format!("{{00000000-0000-4000-9000-{number:012}}}");
            pages =
                pages.holding(page.item(PAGE, [0.0, 0.0, paper.0, paper.1], &id).holding(white()));
        }
        Element::new("Layout")
            .with("name", name)
            .with_all(&[("units", "mm"), ("printResolution", "300"), ("worldFileMap", "")])
            .holding(pages)
            .holding_all(self.items)
    }
}

fn channels(name: &'static str, grey: u8) -> Element {
    Element::new(name).with("red", grey).with("green", grey).with("blue", grey).with("alpha", 255)
}

fn map_item(item: Element, extent: Option<Rect<f64>>) -> Element {
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

fn scale_bar(item: Element, map: &str, extent: Rect<f64>, width: f64) -> Element {
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

fn north_arrow(item: Element, map: &str) -> Element {
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
fn legend(item: Element, map: &str, looks: &[Look<'_, '_>]) -> Element {
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
