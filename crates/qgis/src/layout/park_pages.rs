//! A page for every park, with a table of those who come.

use crate::extent::framed;
use crate::layout::items::{
    fitted_scale_bar, graticule, legend, map_item, north_arrow, numeric_scale,
};
use crate::layout::page::{A4, Area, LEGEND, MAP, PICTURE, Page, SCALE_BAR, TABLE};
use crate::layout::sheet::Sheet;
use crate::reference::{layer_id, source};
use crate::style::text_style;
use crate::styles::Look;
use crate::symbol::Colour;
use crate::words::Words;
use crate::xml::Element;
use parkward_geometry::CrsError;

/// Height of a row of the table, with some air: what does not fit is on no page.
const ROW: f64 = 4.8;

/// The name of the page's park.
const PARK: &str = "[% coalesce(\"name_zh\", \"name_en\", \"id\") %]";

pub(super) fn park_pages(sheet: &Sheet<'_, '_, '_>) -> Result<Element, CrsError> {
    const AREA: Area = [12.0, 36.0, 126.0, 96.0];
    const BESIDE: Area = [144.0, 34.0, 143.0, 150.0];
    const LEFT: Area = [10.0, 20.0, 136.0, 182.0];
    const RIGHT: Area = [151.0, 20.0, 136.0, 182.0];
    let (words, mut page) = (sheet.words, Page::new(A4));
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
        ("scalingMode", "1"),
        ("margin", "0.3"),
    ]);
    page.put(item.holding(driven).holding(graticule()));
    let item = page.next(SCALE_BAR, [12.0, 135.0, 70.0, 9.0]);
    page.put(fitted_scale_bar(item, &map, words));
    let item = page.next(SCALE_BAR, [86.0, 136.0, 36.0, 7.0]);
    page.put(numeric_scale(item, &map));
    let item = page.next(PICTURE, [127.0, 39.0, 9.0, 11.0]);
    page.put(north_arrow(item, &map));
    let item = page.next(LEGEND, [10.0, 144.0, 130.0, 42.0]);
    page.put(legend(item, &map, sheet.looks, (3, 6)));
    page.label([10.0, 8.0, 277.0, 9.0], 16.0, true, PARK);
    page.label([10.0, 17.0, 277.0, 7.0], 10.0, false, kind(words));
    page.label([10.0, 25.0, 277.0, 7.0], 9.0, false, &figures(words));
    let room = if sheet.block.is_some() { 158.0 } else { 277.0 };
    page.label([10.0, 186.0, room, 20.0], 7.0, false, &sheet.notes());
    if let Some(block) = &sheet.block {
        block.draw(&mut page, [172.0, 185.0, 115.0, 21.0], PARK, words);
    }

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
        page.items.push(incoming(&table, look, most, named, frames));
    }
    let layout = page.layout(&words.say("园区分页", "Park pages"), vec![A4; more + 1]);
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

/// The park's id and type, as QGIS fills them in.
fn kind(words: Words) -> &'static str {
    words.either(
        "[% \"id\" %] · [% coalesce(\"type_zh\", '') %]",
        "[% coalesce(\"name_en\", '') %] [% \"id\" %] · [% coalesce(\"type_zh\", '') %] [% coalesce(\"type_en\", '') %]",
    )
}

/// Who comes, and how much land there is.
fn figures(words: Words) -> String {
    let (unit, price_unit) = (words.land_unit(), words.price_unit());
    let [taken, capacity, before, after] =
        ["taken_ha", "capacity_ha", "load_before_ha", "load_after_ha"]
            .map(|c| words.land_column(c));
    let price = words.per_land_column("shadow_price_km_per_ha");
    format!(
        "{}: [% \"incoming\" %] · {}: [% round({taken}, 2) %] / [% coalesce(round({capacity}, 2), '?') %] {unit} · \
         {}: [% round({before}, 2) %] {unit} · {}: [% round({after}, 2) %] {unit} · \
         {}: [% round({price}, 2) %] {price_unit}",
        words.say("迁入", "coming"),
        words.say("用地", "land"),
        words.say("规划前", "before"),
        words.say("规划后", "after"),
        words.say("影子价格", "shadow price"),
    )
}

/// The table of those who come to the park of the page.
fn incoming(
    id: &str,
    look: &Look<'_, '_>,
    most: usize,
    named: bool,
    frames: Vec<Element>,
) -> Element {
    let (words, unit) = (look.words, look.words.land_unit());
    let land = match words.land_column("land_ha").as_str() {
        "\"land_ha\"" => "land_ha".to_owned(),
        other => format!("round({other}, 2)"),
    };
    let columns: [(&str, String, f64); 7] = [
        ("id", words.say("编号", "Id"), 20.0),
        ("name", words.say("名称", "Name"), 34.0),
        ("industry", words.say("行业", "Industry"), 18.0),
        (&land, format!("{} {unit}", words.either("用地", "用地 Land")), 14.0),
        ("round(\"distance_m\" / 1000, 2)", words.either("距离 公里", "距离 km").to_owned(), 15.0),
        ("round(\"fit\", 2)", words.say("适配", "Fit"), 13.0),
        ("round(\"second_margin_km\", 2)", words.say("差额 公里", "Margin km"), 22.0),
    ];
    let shown = columns.into_iter().filter(|(attribute, ..)| named || *attribute != "name");
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
        .with("emptyTableMessage", words.say("无企业迁入", "Nobody comes"))
        .with_all(&[
            ("filterFeatures", "true"),
            ("resizeMode", "0"),
            ("source", "0"),
            ("showEmptyRows", "0"),
            ("emptyTableMode", "2"),
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
