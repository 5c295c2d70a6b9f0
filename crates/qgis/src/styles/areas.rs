//! How parks, zones and outlines look.

use crate::style::{Class, Label, Quantity, Renderer, Style};
use crate::styles::graduated::{CLASSES, breaks, graduated, tidy};
use crate::symbol::{Colour, Marker, Symbol};
use crate::words::Words;
use parkward_layer::Shape as LayerShape;
use parkward_model::{Footprint, Zone, ZoneShape};
use parkward_planning::{PARK_POINT, Plan, UNTYPED, ZONE_POINT, park_tones};
use parkward_policy::{RuleBook, ZoneKind};

pub(super) fn parks(plan: &Plan, rules: &RuleBook, points: bool, words: Words) -> Vec<Style> {
    let tip = park_tip(words);
    let label = Some(Label {
        expression: words
            .either(
                "coalesce(\"name_zh\", \"name_en\", \"id\")",
                "concat(coalesce(\"name_zh\", \"name_en\", \"id\"), '\\n' || \"name_en\")",
            )
            .to_owned(),
        bold: true,
        colour: Colour::new("#202020", 255),
        priority: 9,
    });
    let area = |fill: Colour, outline: Colour| {
        if points {
            Symbol::Marker(Marker::new(PARK_POINT, fill.opaque(255)))
        } else {
            Symbol::Fill { fill, outline }
        }
    };
    let fill = |fill: Colour| area(fill, Colour::new("#505050", 255));
    let class = |colour: &str| {
        let [fill, edge] = park_tones(colour);
        area(Colour::new(&fill, 230), Colour::new(&edge, 255))
    };
    let drawn =
        || plan.parks.iter().filter(|p| matches!(p.park.footprint, Footprint::Point(_)) == points);
    let there = |id: &String| drawn().any(|park| park.park_type.as_ref() == Some(id));
    let untyped = drawn()
        .any(|park| rules.park_types.iter().all(|kind| park.park_type.as_ref() != Some(&kind.id)));
    let types = rules.park_types.iter().filter(|kind| there(&kind.id)).map(|kind| Class {
        value: kind.id.clone(),
        label: words.of(&kind.name),
        symbol: class(&kind.colour),
    });
    let other =
        Class { value: String::new(), label: words.say("其他", "Other"), symbol: class(UNTYPED) };
    let other = untyped.then_some(other);
    let steps: [f64; CLASSES] = [1e-9, 50.0, 80.0, 95.0, 100.0];
    let loads = graduated(
        Quantity::Percent("taken_ha", "capacity_ha"),
        &steps,
        |from, to| {
            if to < 1.0 {
                words.say("无迁入", "nobody comes")
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
                words.say("有余地", "room left")
            } else {
                let [from, to] = [from, to].map(|price| tidy(words.per_land(price)));
                format!("{from}–{to} {}", words.price_unit())
            }
        },
        fill,
    );
    let style =
        |name, renderer| Style { name, renderer, label: label.clone(), tip: Some(tip.clone()) };
    vec![
        style(
            words.say("类型", "Type"),
            Renderer::Categorised("park_type", types.chain(other).collect()),
        ),
        style(words.say("可接收用地的占用", "Load after"), loads),
        style(words.say("影子价格", "Shadow price"), prices),
    ]
}

/// What the pointer shows of a park.
fn park_tip(words: Words) -> String {
    let [taken, capacity] = ["taken_ha", "capacity_ha"].map(|column| words.land_column(column));
    let (price, of) = (words.per_land_column("shadow_price_km_per_ha"), words.price_unit());
    let names = words.either(
        "<b>[% coalesce(\"name_zh\", \"id\") %]</b><br/>[% coalesce(\"type_zh\", '') %]",
        "<b>[% coalesce(\"name_zh\", \"id\") %]</b> [% coalesce(\"name_en\", '') %]<br/>\
         [% coalesce(\"type_zh\", '') %] [% coalesce(\"type_en\", '') %]",
    );
    format!(
        "{names}<br/>{} [% \"incoming\" %] · [% round({taken}, 1) %] / [% coalesce(round({capacity}, 1), '?') %] \
         {}<br/>{} [% round({price}, 2) %] {of}",
        words.say("迁入", "incoming"),
        words.land_unit(),
        words.say("影子价格", "shadow price"),
    )
}

/// The kinds of zones of which there are some, and that a rule in force looks at: those that the printed map shows.
pub(super) fn zones(shape: LayerShape, plan: &Plan, rules: &RuleBook, words: Words) -> Vec<Style> {
    let symbol = |colour: &str| match shape {
        LayerShape::Line => Symbol::Stroke { line: Colour::new(colour, 140), width_mm: 0.85 },
        LayerShape::Point => Symbol::Marker(Marker::new(ZONE_POINT, Colour::new(colour, 255))),
        _ => Symbol::Hatch { line: Colour::new(colour, 160) },
    };
    let drawn = |zone: &&Zone| {
        matches!(
            (&zone.shape, shape),
            (ZoneShape::Line(_), LayerShape::Line)
                | (ZoneShape::Point(_), LayerShape::Point)
                | (ZoneShape::Area(_), LayerShape::Polygon)
        )
    };
    let in_force = rules.kinds_in_force(plan.options.as_of).into_iter();
    let there = |kind: &ZoneKind| plan.zones.iter().filter(drawn).any(|z| z.kind == kind.id);
    let kinds = in_force.filter(there).map(|kind| Class {
        value: kind.id.clone(),
        label: words.of(&kind.name),
        symbol: symbol(&kind.colour),
    });
    let kinds: Vec<_> = kinds.collect();
    let name = words.either(
        "<b>[% coalesce(\"name_zh\", \"id\") %]</b>",
        "<b>[% coalesce(\"name_zh\", \"id\") %]</b> [% coalesce(\"name_en\", '') %]",
    );
    let tip = Some(format!(
        "{name}<br/>[% \"kind\" %] [% coalesce(\"rules\", '') %]<br/>[% coalesce(\"distance_m\", '') %] {}",
        words.either("米", "m")
    ));
    let renderer = Renderer::Categorised("kind", kinds);
    vec![Style { name: words.say("类别", "Kind"), renderer, label: None, tip }]
}

pub(super) fn outline(
    name: String,
    (colour, width_mm): (&str, f64),
    label: Option<Label>,
) -> Style {
    let symbol = Symbol::Outline { line: Colour::new(colour, 255), width_mm };
    Style { name, renderer: Renderer::Single(symbol), label, tip: None }
}
