//! How the roads look that moves use, and what is wrong with roads.

use crate::style::{Quantity, Renderer, Style};
use crate::styles::graduated::{breaks, graduated, tidy};
use crate::symbol::{Colour, Marker, Symbol};
use crate::words::Words;
use parkward_planning::{Plan, SignShape};

/// Stretches of road by how many moves go along them.
pub(super) fn used(plan: &Plan, words: Words) -> Style {
    let moves = plan.road_loads().map(|(_, moves)| moves as f64);
    let steps = breaks(moves);
    let label = |from: f64, to: f64| format!("{}–{}", tidy(from), tidy(to));
    let stroke = |line: Colour| Symbol::Stroke { line, width_mm: 0.9 };
    let unit = words.either("家", "moves");
    Style {
        name: words.say("迁移家数", "Moves"),
        renderer: graduated(Quantity::Field("moves"), &steps, label, stroke),
        label: None,
        tip: Some(format!("[% coalesce(\"name\", \"road\") %]<br/>[% \"moves\" %] {unit}")),
    }
}

/// Where something is wrong with a road.
pub(super) fn problems(words: Words) -> Style {
    let sign = Marker::plain(SignShape::Triangle, 2.0, Colour::new("#c0392b", 220));
    Style {
        name: words.say("问题", "Problems"),
        renderer: Renderer::Single(sign),
        label: None,
        tip: Some("[% \"road\" %]<br/>[% \"text\" %]".to_owned()),
    }
}
