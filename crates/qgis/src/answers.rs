//! Styles of the layers that answer a question: sites for a new project, changes between two plans.
//! Their classes depend on no rule book.

use crate::style::{Class, FieldForm, Label, Renderer, Style};
use crate::styles::written;
use crate::symbol::{Colour, Marker, Symbol};
use crate::words::Words;
use parkward_layer::{LayerStyle, PlanLayer};
use parkward_model::{AreaUnits, Lang};
use parkward_planning::{ChangeKind, SignShape};

/// The default styles of those of `layers` that answer a question.
pub fn answer_styles(layers: &[PlanLayer<'_>], lang: Lang, areas: AreaUnits) -> Vec<LayerStyle> {
    let words = Words::new(lang, areas);
    let style = |layer: &PlanLayer<'_>| {
        let fields: Vec<FieldForm> =
            layer.fields.iter().map(|field| FieldForm::new(field, Vec::new(), words)).collect();
        Some(written(&of_layer(layer.name, words)?, (layer, &fields), true, words))
    };
    layers.iter().filter_map(style).collect()
}

fn of_layer(layer: &str, words: Words) -> Option<Style> {
    match layer {
        "sites" => Some(sites(words)),
        "changes" => Some(changes(words)),
        "park_changes" => Some(park_changes(words)),
        _ => None,
    }
}

fn sites(words: Words) -> Style {
    let classes = [
        ("suits", ["可选", "Suits"], "#009e73"),
        ("short", ["用地不足", "Too little left"], "#e6c700"),
        ("too_far", ["过远", "Too far"], "#999999"),
        ("refused", ["规则不允许", "Refused"], "#d55e00"),
    ];
    Style {
        name: words.say("结论", "Answer"),
        renderer: areas("answer", &classes, words),
        label: Some(name("concat(\"rank\" || '. ', \"name\")")),
        tip: Some("<b>[% \"name\" %]</b><br/>[% \"reason\" %]".to_owned()),
    }
}

fn changes(words: Words) -> Style {
    let class = |kind: ChangeKind| {
        let (colour, shape) = match kind {
            ChangeKind::Added => ("#009e73", SignShape::Triangle),
            ChangeKind::Removed => ("#7f3b08", SignShape::Asterisk),
            ChangeKind::Verdict => ("#d55e00", SignShape::Diamond),
            ChangeKind::Park => ("#0072b2", SignShape::Circle),
            ChangeKind::Terms => ("#56b4e9", SignShape::Circle),
        };
        let fill = Colour::new(colour, 255);
        Class {
            value: kind.key().to_owned(),
            label: words.of(&kind.label()),
            symbol: Marker::plain(shape, 2.2, fill),
        }
    };
    Style {
        name: words.say("变化", "Change"),
        renderer: Renderer::Categorised("change", ChangeKind::ALL.map(class).into()),
        label: None,
        tip: Some(
            "<b>[% \"id\" %] [% coalesce(\"name\", '') %]</b><br/>[% \"change_text\" %]<br/>\
             [% coalesce(\"verdict_before\", '–') %] [% coalesce(\"park_before\", '') %] → \
             [% coalesce(\"verdict_after\", '–') %] [% coalesce(\"park_after\", '') %]"
                .to_owned(),
        ),
    }
}

fn park_changes(words: Words) -> Style {
    let classes = [
        ("more", ["接收更多", "Takes more"], "#0072b2"),
        ("less", ["接收更少", "Takes less"], "#e69f00"),
        ("same", ["不变", "The same"], "#b0b0b0"),
        ("added", ["仅在后一方案", "Only in the second plan"], "#009e73"),
        ("removed", ["仅在前一方案", "Only in the first plan"], "#7f3b08"),
    ];
    let [before, after, change] = ["taken_ha_before", "taken_ha_after", "taken_ha_change"]
        .map(|column| words.land_column(column));
    let unit = words.land_unit();
    Style {
        name: words.say("变化", "Change"),
        renderer: areas("change", &classes, words),
        label: Some(Label {
            expression: format!(
                "concat(\"name\", if(\"change\" in ('more', 'less'), '\\n' || if(\"change\" = 'more', '+', '') \
                 || format_number({change}, 2) || ' {unit}', ''))"
            ),
            ..name("")
        }),
        tip: Some(format!(
            "<b>[% \"name\" %]</b><br/>{} [% \"incoming_before\" %] → [% \"incoming_after\" %]<br/>\
             [% round({before}, 2) %] → [% round({after}, 2) %] {unit}",
            words.say("迁入", "incoming")
        )),
    }
}

fn areas(field: &'static str, classes: &[(&str, [&str; 2], &str)], words: Words) -> Renderer {
    let classes = classes.iter().map(|(value, [zh, en], colour)| Class {
        value: (*value).to_owned(),
        label: words.say(zh, en),
        symbol: Symbol::Fill { fill: Colour::new(colour, 130), outline: Colour::new(colour, 255) },
    });
    Renderer::Categorised(field, classes.collect())
}

fn name(expression: &str) -> Label {
    Label {
        expression: expression.to_owned(),
        bold: true,
        colour: Colour::new("#202020", 255),
        priority: 9,
    }
}
