//! Styles of the layers that answer a question: sites for a new project, changes between two plans.
//! Their classes depend on no rule book.

use crate::style::{Class, FieldForm, Label, Renderer, Style};
use crate::styles::written;
use crate::symbol::{Colour, Shape, Symbol};
use parkward_layer::{LayerStyle, PlanLayer};
use parkward_planning::ChangeKind;

/// The default styles of those of `layers` that answer a question.
pub fn answer_styles(layers: &[PlanLayer<'_>]) -> Vec<LayerStyle> {
    let style = |layer: &PlanLayer<'_>| {
        let fields: Vec<FieldForm> =
            layer.fields.iter().map(|field| FieldForm::new(field, Vec::new())).collect();
        Some(written(&of_layer(layer.name)?, layer, &fields, true))
    };
    layers.iter().filter_map(style).collect()
}

fn of_layer(layer: &str) -> Option<Style> {
    match layer {
        "sites" => Some(sites()),
        "changes" => Some(changes()),
        "park_changes" => Some(park_changes()),
        _ => None,
    }
}

fn sites() -> Style {
    let classes = [
        ("suits", "可选 Suits", "#009e73"),
        ("short", "用地不足 Too little left", "#e6c700"),
        ("too_far", "过远 Too far", "#999999"),
        ("refused", "规则不允许 Refused", "#d55e00"),
    ];
    Style {
        name: "结论 Answer",
        renderer: areas("answer", &classes),
        label: Some(name("concat(\"rank\" || '. ', \"name\")")),
        tip: Some("<b>[% \"name\" %]</b><br/>[% \"reason\" %]"),
    }
}

fn changes() -> Style {
    let class = |kind: ChangeKind| {
        let (colour, shape) = match kind {
            ChangeKind::Added => ("#009e73", Shape::Triangle),
            ChangeKind::Removed => ("#7f3b08", Shape::Cross),
            ChangeKind::Verdict => ("#d55e00", Shape::Diamond),
            ChangeKind::Park => ("#0072b2", Shape::Circle),
            ChangeKind::Terms => ("#56b4e9", Shape::Circle),
        };
        let fill = Colour::new(colour, 255);
        Class {
            value: kind.key().to_owned(),
            label: kind.label().both(),
            symbol: Symbol::Marker { fill, shape, size_mm: 2.2 },
        }
    };
    Style {
        name: "变化 Change",
        renderer: Renderer::Categorised("change", ChangeKind::ALL.map(class).into()),
        label: None,
        tip: Some(
            "<b>[% \"id\" %] [% coalesce(\"name\", '') %]</b><br/>[% \"change_text\" %]<br/>\
             [% coalesce(\"verdict_before\", '–') %] [% coalesce(\"park_before\", '') %] → \
             [% coalesce(\"verdict_after\", '–') %] [% coalesce(\"park_after\", '') %]",
        ),
    }
}

fn park_changes() -> Style {
    let classes = [
        ("more", "接收更多 Takes more", "#0072b2"),
        ("less", "接收更少 Takes less", "#e69f00"),
        ("same", "不变 The same", "#b0b0b0"),
        ("added", "仅在后一方案 Only in the second plan", "#009e73"),
        ("removed", "仅在前一方案 Only in the first plan", "#7f3b08"),
    ];
    Style {
        name: "变化 Change",
        renderer: areas("change", &classes),
        label: Some(name(
            "concat(\"name\", if(\"change\" in ('more', 'less'), '\\n' || if(\"change\" = 'more', '+', '') \
             || format_number(\"taken_ha_change\", 2) || ' ha', ''))",
        )),
        tip: Some(
            "<b>[% \"name\" %]</b><br/>迁入 incoming [% \"incoming_before\" %] → [% \"incoming_after\" %]<br/>\
             [% round(\"taken_ha_before\", 2) %] → [% round(\"taken_ha_after\", 2) %] ha",
        ),
    }
}

fn areas(field: &'static str, classes: &[(&str, &str, &str)]) -> Renderer {
    let classes = classes.iter().map(|(value, label, colour)| Class {
        value: (*value).to_owned(),
        label: (*label).to_owned(),
        symbol: Symbol::Fill { fill: Colour::new(colour, 130), outline: Colour::new(colour, 255) },
    });
    Renderer::Categorised(field, classes.collect())
}

fn name(expression: &'static str) -> Label {
    Label { expression, bold: true, colour: Colour::new("#202020", 255), priority: 9 }
}
