//! Which layer looks how: a default and variants to choose from.

mod areas;
mod coded;
mod firms;
mod graduated;

use crate::style::{FieldForm, Label, Renderer, Style};
use crate::styles::coded::Coded;
use crate::symbol::{Colour, Shape, Symbol};
use parkward_layer::{LayerStyle, PlanLayer, Shape as LayerShape};
use parkward_planning::Plan;
use parkward_policy::RuleBook;

/// A layer with its styles, the default first.
pub(crate) struct Look<'p, 'l> {
    pub(crate) layer: &'l PlanLayer<'p>,
    /// What is shown: of a layer of polygons and points, QGIS makes two.
    pub(crate) shape: LayerShape,
    pub(crate) styles: Vec<Style>,
    pub(crate) fields: Vec<FieldForm>,
}

impl Look<'_, '_> {
    /// Whether it is all that is shown of its layer, or the first part.
    pub(crate) fn is_first(&self) -> bool {
        let mixed = matches!(self.layer.shape, LayerShape::PolygonOrPoint | LayerShape::Any);
        !mixed || self.shape == LayerShape::Polygon
    }
}

/// How all layers look.
pub(crate) fn looks<'p, 'l>(
    plan: &Plan,
    rules: &RuleBook,
    layers: &'l [PlanLayer<'p>],
) -> Vec<Look<'p, 'l>> {
    let coded = Coded::new(plan, rules);
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
            styles: of_layer(layer.name, shape, plan, rules),
            fields: layer
                .fields
                .iter()
                .map(|f| FieldForm::new(f, coded.meanings(&f.name)))
                .collect(),
        })
        .collect()
}

/// The styles that the GeoPackage's `layer_styles` table holds, so that a double-click opens the
/// layers finished. For every layer a default: parks by type with their names, enterprises by verdict
/// with their reasons on the pointer, moves as arrows. Then variants: parks by load after and by shadow
/// price; enterprises by park, by distance and by the margin of the second choice.
///
/// `rules` are those of the plan, for names and colours.
pub fn styles(plan: &Plan, rules: &RuleBook, layers: &[PlanLayer<'_>]) -> Vec<LayerStyle> {
    let looks = looks(plan, rules, layers);
    // QGIS finds styles by the name of the table, also where it shows the table as several layers.
    let whole = looks.iter().filter(|look| look.is_first());
    let styles = whole.flat_map(|look| {
        let styles = look.styles.iter().enumerate();
        styles.map(|(index, style)| written(style, look.layer, &look.fields, index == 0))
    });
    styles.collect()
}

/// A style as the GeoPackage holds it.
pub(crate) fn written(
    style: &Style,
    layer: &PlanLayer<'_>,
    fields: &[FieldForm],
    default: bool,
) -> LayerStyle {
    LayerStyle {
        layer: layer.name,
        name: style.name.to_owned(),
        description: format!("Parkward: {}, {}", layer.title.both(), style.name),
        qml: format!("{HEADER}{}\n", style.qml(fields)),
        sld: style.sld(layer.name).map(|sld| sld.to_string()).unwrap_or_default(),
        default,
        geometry: layer.shape != LayerShape::None,
    }
}

const HEADER: &str = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n";

fn of_layer(layer: &str, shape: LayerShape, plan: &Plan, rules: &RuleBook) -> Vec<Style> {
    match layer {
        "parks" => areas::parks(plan, rules, shape == LayerShape::Point),
        "enterprises" => firms::enterprises(plan),
        "unplaced" => {
            vec![Style {
                name: "结论 Verdict",
                renderer: firms::by_verdict(),
                label: None,
                tip: firms::WHO,
            }]
        }
        "moves" => firms::moves(plan),
        "projects" => {
            vec![Style {
                name: "新项目 New projects",
                renderer: firms::by_project(),
                label: None,
                tip: firms::WHO,
            }]
        }
        "released_land" => {
            let fill = Colour::new("#8c8c8c", 160);
            let symbol = Symbol::Marker { fill, shape: Shape::Square, size_mm: 1.4 };
            let tip = Some("[% \"id\" %]<br/>[% \"land_ha\" %] ha");
            vec![Style {
                name: "腾退 Released",
                renderer: Renderer::Single(symbol),
                label: None,
                tip,
            }]
        }
        "zones" => areas::zones(shape, rules),
        "district" => vec![areas::outline("区界 District", 0.7, None)],
        "towns" => {
            let name = Label {
                expression: "coalesce(\"name_zh\", \"name_en\")",
                bold: false,
                colour: Colour::new("#707070", 255),
                priority: 2,
            };
            vec![areas::outline("镇界 Towns", 0.2, Some(name))]
        }
        _ => vec![Style { name: "表 Table", renderer: Renderer::None, label: None, tip: None }],
    }
}
