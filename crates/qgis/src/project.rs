//! `relocation.qgz`: the layers of `relocation.gpkg` in groups and in drawing order, styled, with
//! bookmarks and print layouts. Paths are relative: the folder can be moved and sent.

use crate::extent::{OntoMap, both as joined, framed, of_geometry, of_layer};
use crate::layout::{Sheet, TitleBlock, layouts};
use crate::reference::{data_source, kinds, look_id, srs, title, tree_layer};
use crate::style::Style;
use crate::styles::{Look, looks};
use crate::words::Words;
use crate::xml::{Element, leaf};
use geo_types::{Coord, Rect};
use parkward_geometry::CrsError;
use parkward_layer::{PlanLayer, Shape};
use parkward_model::{InWords, Lang, MapGrid, Text, round_scales};
use parkward_planning::Plan;
use parkward_policy::RuleBook;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A project that cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub enum ProjectError {
    /// The map's projection does not hold the plan.
    Crs(#[from] CrsError),
    /// The archive refused.
    Archive(#[from] zip::result::ZipError),
    /// The archive could not be filled.
    Write(#[from] std::io::Error),
}

impl InWords for ProjectError {
    fn in_words(&self) -> Text {
        let Text { zh, en } = match self {
            Self::Crs(error) => error.in_words(),
            Self::Archive(error) => Text::quoted(error),
            Self::Write(error) => error.in_words(),
        };
        Text::new(
            format!("无法生成 QGIS 工程：{zh}"),
            format!("the QGIS project cannot be made: {en}"),
        )
    }
}

/// In Chinese and English.
type Title = [&'static str; 2];

/// The layers in the tree, the topmost first, by group, and whether they are drawn at first.
/// Released land lies under the very signs of the enterprises that leave it. Tables follow, all of them.
const GROUPS: [(Title, &[(&str, bool)]); 5] = [
    (
        ["决定", "Decisions"],
        &[("unplaced", true), ("projects", true), ("enterprises", true), ("moves", true)],
    ),
    (["园区", "Parks"], &[("parks", true)]),
    (["道路", "Roads"], &[("road_problems", false), ("roads_used", false)]),
    (["土地", "Land"], &[("released_land", false)]),
    (["底图", "Base"], &[("zones", true), ("towns", true), ("district", true)]),
];

/// The project file of a plan whose layers stand beside it in `relocation.gpkg`: a `.qgz`, whole. Its layouts have the
/// title block, if there is one.
/// The same plan gives the same bytes.
///
/// # Errors
/// [`ProjectError::Crs`] if the plan lies where the projection of its middle does not reach.
pub fn project(
    plan: &Plan,
    rules: &RuleBook,
    layers: &[PlanLayer<'_>],
    lang: Lang,
    block: Option<TitleBlock<'_>>,
) -> Result<Vec<u8>, ProjectError> {
    let words = Words::new(lang, plan.options.area_unit);
    let document = document(plan, &looks(plan, rules, layers, words), words, block)?;
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("relocation.qgs", SimpleFileOptions::default())?;
    archive.write_all(b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n")?;
    archive.write_all(document.to_string().as_bytes())?;
    Ok(archive.finish()?.into_inner())
}

fn document(
    plan: &Plan,
    looks: &[Look<'_, '_>],
    words: Words,
    block: Option<TitleBlock<'_>>,
) -> Result<Element, ProjectError> {
    let extent = |name: &str| {
        looks.iter().find(|look| look.layer.name == name).and_then(|look| of_layer(look.layer))
    };
    let everything = ["parks", "enterprises"].into_iter().filter_map(extent).reduce(joined);
    // Nothing has a place: show China.
    let whole = extent("district").or(everything).unwrap_or(Rect::new((73.0, 18.0), (135.0, 54.0)));
    let grid = MapGrid::at(whole.center().x, whole.center().y);
    let epsg = grid.epsg;
    let onto_map = OntoMap::new(epsg)?;
    let on_map = onto_map.place(whole)?;

    let title = words.of(&plan.options.title);
    let root = Element::new("qgis")
        .with("projectname", &title)
        .with("version", crate::QGIS)
        .holding(Element::new("homePath").with("path", ""))
        .holding(leaf("title", &title))
        .holding(Element::new("projectCrs").holding(srs(epsg)))
        .holding(tree(looks, words))
        .holding(canvas(framed(on_map, 0.05, (16.0, 10.0)), epsg))
        .holding(Element::new("projectlayers").holding_all(looks.iter().map(map_layer)));
    let sheet = Sheet { plan, looks, words, grid, whole: on_map, onto_map: &onto_map, block };
    Ok(root
        .holding(properties(epsg))
        .holding(metadata(plan, &title, words))
        .holding(scales())
        .holding(layouts(&sheet)?)
        .holding(bookmarks(plan, looks, whole, words)))
}

fn tree(looks: &[Look<'_, '_>], words: Words) -> Element {
    let drawn = GROUPS.iter().map(|(title, layers)| {
        let layers = layers.iter().flat_map(|(name, drawn)| {
            let looks = looks.iter().filter(|look| look.layer.name == *name);
            looks.map(|look| tree_layer(look, *drawn && look.draws()))
        });
        (*title, layers.collect())
    });
    let tables = looks.iter().filter(|look| look.layer.shape == Shape::None);
    let tables = (["表", "Tables"], tables.map(|look| tree_layer(look, false)).collect());
    let groups =
        drawn.chain([tables]).filter_map(|([zh, en], layers): ([&str; 2], Vec<Element>)| {
            let group = Element::new("layer-tree-group")
                .with("name", words.say(zh, en))
                .with_all(&[("expanded", "1"), ("checked", "Qt::Checked")]);
            (!layers.is_empty()).then(|| group.holding_all(layers))
        });
    Element::new("layer-tree-group").holding_all(groups)
}

/// The round scales, among which the pages of the parks choose theirs.
fn scales() -> Element {
    let scale = |scale: f64| Element::new("Scale").with("Value", scale);
    Element::new("ProjectViewSettings")
        .with("UseProjectScales", 1)
        .holding(Element::new("Scales").holding_all(round_scales().map(scale)))
}

fn canvas(extent: Rect<f64>, epsg: u32) -> Element {
    Element::new("mapcanvas")
        .with("name", "theMapCanvas")
        .holding(leaf("units", "meters"))
        .holding(corners(extent))
        .holding(leaf("rotation", 0))
        .holding(Element::new("destinationsrs").holding(srs(epsg)))
}

fn corners(extent: Rect<f64>) -> Element {
    let (low, high) = (extent.min(), extent.max());
    Element::new("extent")
        .holding(leaf("xmin", low.x))
        .holding(leaf("ymin", low.y))
        .holding(leaf("xmax", high.x))
        .holding(leaf("ymax", high.y))
}

fn map_layer(look: &Look<'_, '_>) -> Element {
    let (geometry, wkb) = kinds(look.shape);
    let [style, variants @ ..] = look.styles.as_slice() else { return Element::new("maplayer") };
    let mut element = Element::new("maplayer")
        .with("type", "vector")
        .with("geometry", geometry)
        .with("wkbType", wkb)
        .with("labelsEnabled", u8::from(style.label.is_some()))
        .with_all(&[
            ("styleCategories", "AllStyleCategories"),
            ("readOnly", "0"),
            ("hasScaleBasedVisibilityFlag", "0"),
        ])
        .holding(leaf("id", look_id(look)))
        .holding(leaf("datasource", data_source(look)))
        .holding(leaf("layername", title(look)));
    if look.shape != Shape::None {
        element = element.holding(Element::new("srs").holding(srs(4326)));
    }
    element = element
        .holding(resource(look))
        .holding(Element::new("provider").with("encoding", "UTF-8").saying("ogr"))
        .holding(manager(style, variants, look));
    element.holding_all(style.parts(&look.fields))
}

/// The styles to choose from; the current one's content stands in the layer itself.
fn manager(current: &Style, variants: &[Style], look: &Look<'_, '_>) -> Element {
    let entry = |style: &Style| Element::new("map-layer-style").with("name", &style.name);
    Element::new("map-layer-style-manager")
        .with("current", &current.name)
        .holding(entry(current))
        .holding_all(variants.iter().map(|style| entry(style).holding(style.qml(&look.fields))))
}

fn resource(look: &Look<'_, '_>) -> Element {
    let title = &look.layer.title;
    Element::new("resourceMetadata")
        .holding(leaf("identifier", look.layer.name))
        .holding(leaf("type", "dataset"))
        .holding(leaf("title", title.in_lang(Lang::Zh)))
        .holding(leaf("abstract", title.in_lang(Lang::En)))
}

fn properties(epsg: u32) -> Element {
    let property = |name, kind: &str, value: &dyn std::fmt::Display| {
        Element::new(name).with("type", kind).saying(value)
    };
    Element::new("properties")
        .holding(Element::new("SpatialRefSys").holding(property("ProjectionsEnabled", "int", &1)))
        .holding(Element::new("Paths").holding(property("Absolute", "bool", &"false")))
        .holding(Element::new("Measure").holding(property(
            "Ellipsoid",
            "QString",
            &if epsg < 5000 { "EPSG:1024" } else { "EPSG:7030" },
        )))
        .holding(
            Element::new("Measurement")
                .holding(property("DistanceUnits", "QString", &"meters"))
                .holding(property("AreaUnits", "QString", &"ha")),
        )
}

fn metadata(plan: &Plan, title: &str, words: Words) -> Element {
    Element::new("projectMetadata")
        .holding(leaf("identifier", &plan.rule_book.sha256))
        .holding(leaf("title", title))
        .holding(leaf("abstract", words.of(&plan.options.data_notice)))
}

fn bookmarks(plan: &Plan, looks: &[Look<'_, '_>], whole: Rect<f64>, words: Words) -> Element {
    let parks = looks.iter().find(|look| look.layer.name == "parks");
    let places =
        parks.into_iter().flat_map(|look| (0..look.layer.len()).map(|at| look.layer.geometry(at)));
    let mut marks =
        vec![bookmark(0, "", &words.say("全区", "Whole district"), framed_degrees(whole))];
    for ((index, park), geometry) in plan.parks.iter().enumerate().zip(places) {
        if let Some(extent) = geometry.and_then(of_geometry) {
            let name = format!("{} {}", park.park.id, words.of(&park.park.name));
            marks.push(bookmark(
                index + 1,
                &words.say("园区", "Parks"),
                &name,
                framed_degrees(extent),
            ));
        }
    }
    Element::new("Bookmarks").holding_all(marks)
}

/// With a little around it: a park without a boundary is a point.
fn framed_degrees(extent: Rect<f64>) -> Rect<f64> {
    let around = Coord { x: 0.1 * extent.width().max(0.02), y: 0.1 * extent.height().max(0.02) };
    Rect::new(extent.min() - around, extent.max() + around)
}

fn bookmark(index: usize, group: &str, name: &str, extent: Rect<f64>) -> Element {
    let (low, high) = (extent.min(), extent.max());
    let ring = [(low.x, low.y), (high.x, low.y), (high.x, high.y), (low.x, high.y), (low.x, low.y)];
    let ring: Vec<String> = ring.iter().map(|(x, y)| format!("{x} {y}")).collect();
    Element::new("Bookmark")
        .with("id", format!("parkward-{index}"))
        .with("name", name)
        .with("group", group)
        .with("extent", format!("POLYGON(({}))", ring.join(", ")))
        .holding(srs(4326))
}
