//! How parks, zones and outlines look.

use crate::style::{Class, Label, Quantity, Renderer, Style};
use crate::styles::graduated::{CLASSES, breaks, graduated, tidy};
use crate::symbol::{Colour, Shape, Symbol};
use parkward_layer::Shape as LayerShape;
use parkward_planning::Plan;
use parkward_policy::RuleBook;

pub(super) fn parks(plan: &Plan, rules: &RuleBook, points: bool) -> Vec<Style> {
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

pub(super) fn zones(shape: LayerShape, rules: &RuleBook) -> Vec<Style> {
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

pub(super) fn outline(name: &'static str, width_mm: f64, label: Option<Label>) -> Style {
    let symbol = Symbol::Outline { line: Colour::new("#606060", 255), width_mm };
    Style { name, renderer: Renderer::Single(symbol), label, tip: None }
}
