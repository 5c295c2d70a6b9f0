//! Which layer looks how: a default and variants to choose from.

mod areas;
mod coded;
mod firms;
mod graduated;
mod roads;

use crate::style::{FieldForm, Label, Renderer, Style};
use crate::styles::coded::Coded;
use crate::symbol::{Colour, Marker};
use crate::words::Words;
use parkward_layer::{LayerStyle, PlanLayer, Shape as LayerShape};
use parkward_model::Lang;
use parkward_planning::{Plan, SignShape};
use parkward_policy::RuleBook;

/// A layer with its styles, the default first.
pub(crate) struct Look<'p, 'l> {
    pub(crate) layer: &'l PlanLayer<'p>,
    /// What is shown: of a layer of polygons and points, QGIS makes two.
    pub(crate) shape: LayerShape,
    pub(crate) styles: Vec<Style>,
    pub(crate) fields: Vec<FieldForm>,
    pub(crate) words: Words,
}

impl Look<'_, '_> {
    /// Whether it is all that is shown of its layer, or the first part.
    pub(crate) fn is_first(&self) -> bool {
        let mixed = matches!(self.layer.shape, LayerShape::PolygonOrPoint | LayerShape::Any);
        !mixed || self.shape == LayerShape::Polygon
    }

    /// Whether there is anything that its style draws.
    pub(crate) fn draws(&self) -> bool {
        match self.styles.first().map(|style| &style.renderer) {
            Some(Renderer::Categorised(_, classes)) => !classes.is_empty(),
            Some(Renderer::Single(_) | Renderer::Graduated(..)) => true,
            Some(Renderer::None) | None => false,
        }
    }
}

/// How all layers look.
pub(crate) fn looks<'p, 'l>(
    plan: &Plan,
    rules: &RuleBook,
    layers: &'l [PlanLayer<'p>],
    words: Words,
) -> Vec<Look<'p, 'l>> {
    let coded = Coded::new(plan, rules, words);
    let shapes = |shape: LayerShape| match shape {
        LayerShape::PolygonOrPoint => vec![LayerShape::Polygon, LayerShape::Point],
        LayerShape::Any => vec![LayerShape::Polygon, LayerShape::Line, LayerShape::Point],
        shape => vec![shape],
    };
    let shown =
        layers.iter().flat_map(|layer| shapes(layer.shape).into_iter().map(move |s| (layer, s)));
    shown
        .map(|(layer, shape)| Look {
            layer,
            shape,
            styles: of_layer(layer.name, shape, (plan, rules), words),
            fields: layer
                .fields
                .iter()
                .map(|f| FieldForm::new(f, coded.meanings(&f.name), words))
                .collect(),
            words,
        })
        .collect()
}

/// The styles that the GeoPackage's `layer_styles` table holds, so that a double-click opens the
/// layers finished. For every layer a default: parks by type with their names, enterprises by verdict
/// with their reasons on the pointer, moves as arrows. Then variants: parks by load after and by shadow
/// price; enterprises by park, by distance and by the margin of the second choice.
///
/// `rules` are those of the plan, for names and colours.
pub fn styles(
    plan: &Plan,
    rules: &RuleBook,
    layers: &[PlanLayer<'_>],
    lang: Lang,
) -> Vec<LayerStyle> {
    let words = Words::new(lang, plan.options.area_unit);
    let looks = looks(plan, rules, layers, words);
    // QGIS finds styles by the name of the table, also where it shows the table as several layers.
    let whole = looks.iter().filter(|look| look.is_first());
    let styles = whole.flat_map(|look| {
        let styles = look.styles.iter().enumerate();
        styles.map(|(index, style)| written(style, (look.layer, &look.fields), index == 0, words))
    });
    styles.collect()
}

/// A style as the GeoPackage holds it.
pub(crate) fn written(
    style: &Style,
    (layer, fields): (&PlanLayer<'_>, &[FieldForm]),
    default: bool,
    words: Words,
) -> LayerStyle {
    LayerStyle {
        layer: layer.name,
        name: style.name.clone(),
        description: format!("Parkward: {}, {}", words.of(&layer.title), style.name),
        qml: format!("{HEADER}{}\n", style.qml(fields)),
        sld: style.sld(layer.name).map(|sld| sld.to_string()).unwrap_or_default(),
        default,
        geometry: layer.shape != LayerShape::None,
    }
}

const HEADER: &str = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n";

fn of_layer(
    layer: &str,
    shape: LayerShape,
    (plan, rules): (&Plan, &RuleBook),
    words: Words,
) -> Vec<Style> {
    match layer {
        "parks" => areas::parks(plan, rules, shape == LayerShape::Point, words),
        "enterprises" => firms::enterprises(plan, words),
        "unplaced" => {
            vec![Style {
                name: words.say("结论", "Verdict"),
                renderer: firms::by_verdict(plan, words),
                label: None,
                tip: Some(firms::WHO.to_owned()),
            }]
        }
        "moves" => firms::moves(plan, words),
        "roads_used" => vec![roads::used(plan, words)],
        "road_problems" => vec![roads::problems(words)],
        "projects" => {
            vec![Style {
                name: words.say("新项目", "New projects"),
                renderer: firms::by_project(plan, words),
                label: None,
                tip: Some(firms::WHO.to_owned()),
            }]
        }
        "released_land" => {
            let fill = Colour::new("#8c8c8c", 160);
            let symbol = Marker::plain(SignShape::Square, 1.4, fill);
            let (land, unit) = (words.land_column("land_ha"), words.land_unit());
            let tip = Some(format!("[% \"id\" %]<br/>[% {land} %] {unit}"));
            vec![Style {
                name: words.say("腾退", "Released"),
                renderer: Renderer::Single(symbol),
                label: None,
                tip,
            }]
        }
        "zones" => areas::zones(shape, plan, rules, words),
        "district" => vec![areas::outline(words.say("区界", "District"), ("#57524a", 0.39), None)],
        "towns" => {
            let name = Label {
                expression: "coalesce(\"name_zh\", \"name_en\")".to_owned(),
                bold: false,
                colour: Colour::new("#707070", 255),
                priority: 2,
            };
            vec![areas::outline(words.say("镇界", "Towns"), ("#8d8778", 0.2), Some(name))]
        }
        _ => vec![Style {
            name: words.say("表", "Table"),
            renderer: Renderer::None,
            label: None,
            tip: None,
        }],
    }
}
