//! Which layer looks how.

use crate::qml::{Category, Colour, Renderer, Style, Symbol};
use parkward_model::{Lang, Text};
use parkward_planning::{Bucket, LayerStyle, PlanLayer};
use parkward_policy::ParkType;

/// The default style of every layer, named in both languages: parks by type with their names,
/// enterprises by verdict with their reasons on the pointer, moves as arrows.
///
/// `park_types` are the rule book's, for their names and colours.
pub fn styles(layers: &[PlanLayer<'_>], park_types: &[ParkType]) -> Vec<LayerStyle> {
    layers
        .iter()
        .map(|layer| LayerStyle {
            layer: layer.name,
            name: "Parkward".to_owned(),
            description: both(&layer.title),
            qml: style(layer.name, park_types).write(layer),
            default: true,
            geometry: layer.name != "rejects",
        })
        .collect()
}

fn style<'a>(layer: &str, park_types: &'a [ParkType]) -> Style<'a> {
    match layer {
        "parks" => Style {
            renderer: Renderer::Categorised { field: "park_type", categories: by_type(park_types) },
            label: Some("concat(\"name_zh\", '\\n', \"name_en\")"),
            tip: Some(
                "<b>[% coalesce(\"name_zh\", \"id\") %]</b> [% \"name_en\" %]<br/>\
                 [% \"type_zh\" %] [% \"type_en\" %]<br/>\
                 迁入 incoming [% \"incoming\" %] · [% round(\"taken_ha\", 1) %] / [% round(\"capacity_ha\", 1) %] ha<br/>\
                 影子价格 shadow price [% round(\"shadow_price_km_per_ha\", 2) %] km/ha",
            ),
        },
        "enterprises" | "unplaced" => Style {
            renderer: Renderer::Categorised { field: "verdict", categories: by_verdict() },
            label: None,
            tip: Some(
                "<b>[% \"id\" %] [% coalesce(\"name\", '') %]</b><br/>[% \"verdict_text\" %]<br/>[% \"reason\" %]",
            ),
        },
        "moves" => Style {
            renderer: Renderer::Single(Symbol::Arrow {
                line: Colour(Bucket::Moves.colour(), 150),
                width_mm: 0.35,
            }),
            label: None,
            tip: Some("[% \"id\" %] → [% \"park\" %]<br/>[% round(\"distance_m\" / 1000, 2) %] km"),
        },
        "released_land" => Style {
            renderer: Renderer::Single(Symbol::Marker {
                fill: Colour("#8c8c8c", 160),
                shape: "square",
                size_mm: 1.4,
            }),
            label: None,
            tip: Some("[% \"id\" %]<br/>[% \"land_ha\" %] ha"),
        },
        _ => Style { renderer: Renderer::None, label: None, tip: None },
    }
}

fn by_type(park_types: &[ParkType]) -> Vec<Category<'_>> {
    let known = park_types.iter().map(|park_type| Category {
        value: park_type.id.clone(),
        label: both(&park_type.name),
        symbol: Symbol::Fill {
            fill: Colour(&park_type.colour, 110),
            outline: Colour(&park_type.colour, 255),
        },
    });
    // QGIS gives everything else to the class without a value.
    let other = Category {
        value: String::new(),
        label: "其他 Other".to_owned(),
        symbol: Symbol::Fill { fill: Colour("#b0b0b0", 110), outline: Colour("#707070", 255) },
    };
    known.chain([other]).collect()
}

fn by_verdict() -> Vec<Category<'static>> {
    Bucket::ALL
        .into_iter()
        .filter(|bucket| *bucket != Bucket::Rejected)
        .map(|bucket| Category {
            value: bucket.key().to_owned(),
            label: both(&bucket.label()),
            symbol: Symbol::Marker {
                fill: Colour(bucket.colour(), 255),
                shape: match bucket {
                    Bucket::InPark | Bucket::Moves | Bucket::Rejected => "circle",
                    Bucket::InParkCloses | Bucket::Closes => "cross_fill",
                    Bucket::Review => "triangle",
                    Bucket::Unplaced => "diamond",
                },
                size_mm: 1.8,
            },
        })
        .collect()
}

fn both(text: &Text) -> String {
    match (text.in_lang(Lang::Zh), text.in_lang(Lang::En)) {
        (zh, en) if zh == en => zh.to_owned(),
        (zh, en) => format!("{zh} {en}"),
    }
}
