//! Which layer looks how: a default and variants to choose from.

use crate::style::{Class, FieldForm, Label, Meaning, Quantity, Renderer, Style};
use crate::symbol::{Colour, Shape, Symbol};
use parkward_layer::{LayerStyle, PlanLayer, Shape as LayerShape};
use parkward_model::Lang;
use parkward_planning::{Bucket, Plan, ProjectBucket};
use parkward_policy::{Industries, RuleBook};

/// A park layer has names for this many parks; beyond it, ids must do.
const NAMED_PARKS: usize = 500;
/// Classes of a graduated style.
const CLASSES: usize = 5;

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
    // QGIS knows styles by the table, whatever it shows of it.
    let whole = looks.iter().filter(|look| look.is_first());
    let styles = whole.flat_map(|look| {
        let styles = look.styles.iter().enumerate();
        styles.map(|(place, style)| written(style, look.layer, &look.fields, place == 0))
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
        "parks" => parks(plan, rules, shape == LayerShape::Point),
        "enterprises" => enterprises(plan),
        "unplaced" => {
            vec![Style { name: "结论 Verdict", renderer: by_verdict(), label: None, tip: WHO }]
        }
        "moves" => moves(plan),
        "projects" => {
            vec![Style {
                name: "新项目 New projects",
                renderer: by_project(),
                label: None,
                tip: WHO,
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
        "zones" => zones(shape, rules),
        "district" => vec![outline("区界 District", 0.7, None)],
        "towns" => {
            let name = Label {
                expression: "coalesce(\"name_zh\", \"name_en\")",
                bold: false,
                colour: Colour::new("#707070", 255),
                priority: 2,
            };
            vec![outline("镇界 Towns", 0.2, Some(name))]
        }
        _ => vec![Style { name: "表 Table", renderer: Renderer::None, label: None, tip: None }],
    }
}

/// What the pointer shows of an enterprise.
const WHO: Option<&str> = Some(
    "<b>[% \"id\" %] [% coalesce(\"name\", '') %]</b><br/>[% \"verdict_text\" %]<br/>\
     [% coalesce(\"reason\", '') %]",
);

fn parks(plan: &Plan, rules: &RuleBook, points: bool) -> Vec<Style> {
    let tip = Some(
        "<b>[% coalesce(\"name_zh\", \"id\") %]</b> [% coalesce(\"name_en\", '') %]<br/>\
         [% coalesce(\"type_zh\", '') %] [% coalesce(\"type_en\", '') %]<br/>\
         迁入 incoming [% \"incoming\" %] · [% round(\"taken_ha\", 1) %] / [% coalesce(round(\"capacity_ha\", 1), '?') %] ha<br/>\
         影子价格 shadow price [% round(\"shadow_price_km_per_ha\", 2) %] km/ha",
    );
    let label = Some(Label {
        expression: "concat(coalesce(\"name_zh\", \"name_en\", \"id\"), '\\n' || \"name_en\")",
        bold: true,
        colour: Colour::new("#202020", 255),
        priority: 9,
    });
    let area = |fill: Colour, outline: Colour| {
        if points {
            Symbol::Marker { fill: fill.opaque(255), shape: Shape::Square, size_mm: 3.2 }
        } else {
            Symbol::Fill { fill, outline }
        }
    };
    let fill = |fill: Colour| area(fill, Colour::new("#505050", 255));
    let class = |colour: &str| area(Colour::new(colour, 110), Colour::new(colour, 255));
    let types = rules.park_types.iter().map(|kind| Class {
        value: kind.id.clone(),
        label: kind.name.both(),
        symbol: class(&kind.colour),
    });
    let other =
        Class { value: String::new(), label: "其他 Other".to_owned(), symbol: class("#909090") };
    let steps: [f64; CLASSES] = [1e-9, 50.0, 80.0, 95.0, 100.0];
    let loads = graduated(
        Quantity::Percent("taken_ha", "capacity_ha"),
        &steps,
        |from, to| {
            if to < 1.0 {
                "无迁入 nobody comes".to_owned()
            } else {
                format!("{from:.0}–{to:.0} %")
            }
        },
        fill,
    );
    let prices = plan.parks.iter().map(|park| park.shadow_price_km_per_ha);
    let prices = graduated(
        Quantity::Field("shadow_price_km_per_ha"),
        &[&[1e-9], breaks(prices.filter(|price| *price > 0.0)).as_slice()].concat(),
        |from, to| {
            if to < 1e-6 {
                "有余地 room left".to_owned()
            } else {
                format!("{}–{to} km/ha", tidy(from))
            }
        },
        fill,
    );
    let style = |name, renderer| Style { name, renderer, label, tip };
    vec![
        style("类型 Type", Renderer::Categorised("park_type", types.chain([other]).collect())),
        style("可接收用地的占用 Load after", loads),
        style("影子价格 Shadow price", prices),
    ]
}

fn zones(shape: LayerShape, rules: &RuleBook) -> Vec<Style> {
    let symbol = |colour: &str| match shape {
        LayerShape::Line => Symbol::Stroke { line: Colour::new(colour, 200), width_mm: 1.2 },
        LayerShape::Point => {
            Symbol::Marker { fill: Colour::new(colour, 255), shape: Shape::Triangle, size_mm: 2.8 }
        }
        _ => Symbol::Hatch { line: Colour::new(colour, 160) },
    };
    let kinds = rules.zone_kinds.iter().map(|kind| Class {
        value: kind.id.clone(),
        label: kind.name.both(),
        symbol: symbol(&kind.colour),
    });
    let other =
        Class { value: String::new(), label: "其他 Other".to_owned(), symbol: symbol("#707070") };
    let tip = Some(
        "<b>[% coalesce(\"name_zh\", \"id\") %]</b> [% coalesce(\"name_en\", '') %]<br/>\
         [% \"kind\" %] [% coalesce(\"rules\", '') %]<br/>[% coalesce(\"distance_m\", '') %] m",
    );
    let renderer = Renderer::Categorised("kind", kinds.chain([other]).collect());
    vec![Style { name: "类别 Kind", renderer, label: None, tip }]
}

fn enterprises(plan: &Plan) -> Vec<Style> {
    let sign = |fill: Colour| Symbol::Marker { fill, shape: Shape::Circle, size_mm: 1.8 };
    let receiving = plan.parks.iter().enumerate().filter(|(_, park)| park.incoming > 0);
    let parks = receiving.map(|(place, park)| Class {
        value: park.park.id.to_string(),
        label: format!("{} {}", park.park.id, park.park.label(Lang::Zh)),
        symbol: sign(Colour::of_class(place, 255)),
    });
    let nowhere = Class {
        value: String::new(),
        label: "不迁 does not move".to_owned(),
        symbol: Symbol::Marker {
            fill: Colour::new("#bbbbbb", 120),
            shape: Shape::Circle,
            size_mm: 1.0,
        },
    };
    let distances = distances(plan, sign);
    let margins = graduated(
        Quantity::Field("second_margin_km"),
        &[0.5, 2.0, 5.0, 1e9],
        |from, to| match (from, to) {
            (_, 0.5) => "有争议 contested, below 0.5 km".to_owned(),
            (_, 1e9) => format!("稳定 certain, {from} km and more"),
            _ => format!("{from}–{to} km"),
        },
        sign,
    );
    // Contested is what has to be seen.
    let margins = reversed(margins);
    let style = |name, renderer| Style { name, renderer, label: None, tip: WHO };
    vec![
        style("结论 Verdict", by_verdict()),
        style(
            "迁入园区 Assigned park",
            Renderer::Categorised("park", parks.chain([nowhere]).collect()),
        ),
        style("距离 Distance", distances),
        style("第二选择差额 Second choice", margins),
    ]
}

fn moves(plan: &Plan) -> Vec<Style> {
    let arrow = |line: Colour| Symbol::Arrow { line, width_mm: 0.35 };
    let tip = Some("[% \"id\" %] → [% \"park\" %]<br/>[% round(\"distance_m\" / 1000, 2) %] km");
    let line = Colour::new(Bucket::Moves.colour(), 150);
    let style = |name, renderer| Style { name, renderer, label: None, tip };
    vec![
        style("迁移 Moves", Renderer::Single(arrow(line))),
        style("距离 Distance", distances(plan, arrow)),
    ]
}

fn distances(plan: &Plan, symbol: impl Fn(Colour) -> Symbol) -> Renderer {
    let metres = plan.enterprises().filter_map(|e| Some(e.chosen()?.distance.0));
    let steps = breaks(metres);
    let label = |from: f64, to: f64| format!("{}–{} km", tidy(from / 1e3), tidy(to / 1e3));
    graduated(Quantity::Field("distance_m"), &steps, label, symbol)
}

fn outline(name: &'static str, width_mm: f64, label: Option<Label>) -> Style {
    let symbol = Symbol::Outline { line: Colour::new("#606060", 255), width_mm };
    Style { name, renderer: Renderer::Single(symbol), label, tip: None }
}

fn by_verdict() -> Renderer {
    let drawn = Bucket::ALL.into_iter().filter(|bucket| *bucket != Bucket::Rejected);
    let classes = drawn.map(|bucket| {
        let shape = match bucket {
            Bucket::InPark | Bucket::Moves | Bucket::Rejected => Shape::Circle,
            Bucket::InParkCloses | Bucket::Closes => Shape::Cross,
            Bucket::Kept => Shape::Square,
            Bucket::Review => Shape::Triangle,
            Bucket::Unplaced => Shape::Diamond,
        };
        let fill = Colour::new(bucket.colour(), 255);
        Class {
            value: bucket.key().to_owned(),
            label: bucket.label().both(),
            symbol: Symbol::Marker { fill, shape, size_mm: 1.8 },
        }
    });
    Renderer::Categorised("verdict", classes.collect())
}

/// New projects: larger signs, and squares where they settle.
fn by_project() -> Renderer {
    let drawn = ProjectBucket::ALL.into_iter().filter(|b| *b != ProjectBucket::Rejected);
    let classes = drawn.map(|bucket| {
        let (like, shape) = match bucket {
            ProjectBucket::Settles | ProjectBucket::Rejected => (Bucket::Moves, Shape::Square),
            ProjectBucket::Unplaced => (Bucket::Unplaced, Shape::Diamond),
            ProjectBucket::NotAdmitted => (Bucket::Closes, Shape::Cross),
            ProjectBucket::Review => (Bucket::Review, Shape::Triangle),
        };
        let fill = Colour::new(like.colour(), 255);
        Class {
            value: bucket.key().to_owned(),
            label: bucket.label().both(),
            symbol: Symbol::Marker { fill, shape, size_mm: 3.4 },
        }
    });
    Renderer::Categorised("verdict", classes.collect())
}

/// Classes up to each of the steps, pale to dark.
fn graduated(
    quantity: Quantity,
    steps: &[f64],
    label: impl Fn(f64, f64) -> String,
    symbol: impl Fn(Colour) -> Symbol,
) -> Renderer {
    let last = steps.len().saturating_sub(1).max(1);
    let floors = std::iter::once(0.0).chain(steps.iter().copied());
    let classes = floors.zip(steps).enumerate().map(|(place, (from, to))| {
        #[expect(clippy::cast_precision_loss, reason = "a few classes")]
        let share = place as f64 / last as f64;
        Class { value: *to, label: label(from, *to), symbol: symbol(Colour::on_ramp(share, 230)) }
    });
    Renderer::Graduated(quantity, classes.collect())
}

/// The same classes, dark to pale.
fn reversed(renderer: Renderer) -> Renderer {
    let Renderer::Graduated(quantity, mut classes) = renderer else { return renderer };
    let mut symbols: Vec<Symbol> = classes.iter().map(|class| class.symbol).collect();
    for class in &mut classes {
        class.symbol = symbols.pop().unwrap_or(class.symbol);
    }
    Renderer::Graduated(quantity, classes)
}

/// Upper ends of classes with about as many values each, rounded up to two figures.
fn breaks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    values.sort_unstable_by(f64::total_cmp);
    let ends = (1..=CLASSES).filter_map(|class| {
        let end = (values.len() * class).div_ceil(CLASSES).checked_sub(1)?;
        Some(rounded_up(*values.get(end)?))
    });
    let mut ends: Vec<f64> = ends.filter(|end| *end > 0.0).collect();
    ends.dedup();
    if ends.is_empty() { vec![1.0] } else { ends }
}

/// The next number of two figures.
fn rounded_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a power of ten")]
    let exponent = value.log10().floor() as i32 - 1;
    // Powers of ten below one are not exact: go by way of their reciprocals.
    if exponent < 0 {
        let scale = 10_f64.powi(-exponent);
        (value * scale - 1e-9).ceil() / scale
    } else {
        let scale = 10_f64.powi(exponent);
        (value / scale - 1e-9).ceil() * scale
    }
}

/// A number for a label.
fn tidy(value: f64) -> String {
    if value < 1e-6 {
        "0".to_owned()
    } else {
        format!("{:.2}", value).trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// What the values of coded fields stand for.
struct Coded {
    verdicts: Vec<Meaning>,
    park_types: Vec<Meaning>,
    pillars: Vec<Meaning>,
    technologies: Vec<Meaning>,
    parks: Vec<Meaning>,
}

impl Coded {
    fn new(plan: &Plan, rules: &RuleBook) -> Self {
        let lists = |lists: &[Industries]| {
            lists.iter().map(|list| (list.id.clone(), list.name.both())).collect()
        };
        let named = if plan.parks.len() <= NAMED_PARKS { plan.parks.as_slice() } else { &[] };
        Self {
            verdicts: Bucket::ALL
                .iter()
                .map(|bucket| (bucket.key().to_owned(), bucket.label().both()))
                .collect(),
            park_types: rules
                .park_types
                .iter()
                .map(|kind| (kind.id.clone(), kind.name.both()))
                .collect(),
            pillars: lists(&rules.pillar_industries),
            technologies: lists(&rules.high_technology),
            parks: named
                .iter()
                .map(|p| (p.park.id.to_string(), format!("{} {}", p.park.id, p.park.name.both())))
                .collect(),
        }
    }

    fn meanings(&self, field: &str) -> Vec<Meaning> {
        match field {
            "verdict" => self.verdicts.clone(),
            "park_type" => self.park_types.clone(),
            "pillar" => self.pillars.clone(),
            "high_tech" => self.technologies.clone(),
            "park" | "second_park" => self.parks.clone(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_about_as_many_each_and_end_on_round_numbers() {
        let values = (1..=100).map(f64::from);
        assert_eq!(breaks(values), [20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(breaks([0.123].into_iter()), [0.13]);
        assert_eq!(breaks([1_234.0, 1_235.0].into_iter()), [1_300.0]);
        assert_eq!(breaks([0.0].into_iter()), [1.0]);
        assert_eq!(breaks(std::iter::empty()), [1.0]);
    }
}
