//! How enterprises, their moves and new projects look.

use crate::style::{Class, Quantity, Renderer, Style};
use crate::styles::graduated::{breaks, graduated, reversed, tidy};
use crate::symbol::{Colour, Marker, Symbol};
use crate::words::Words;
use parkward_model::Lang;
use parkward_planning::{Bucket, Grades, Plan, ProjectBucket, SignShape, move_opacity, sign_size};

/// What the pointer shows of an enterprise.
pub(super) const WHO: &str = "<b>[% \"id\" %] [% coalesce(\"name\", '') %]</b><br/>[% \"verdict_text\" %]<br/>\
     [% coalesce(\"reason\", '') %]";

pub(super) fn enterprises(plan: &Plan, words: Words) -> Vec<Style> {
    let sign = |fill: Colour| Marker::plain(SignShape::Circle, 1.8, fill);
    let receiving = plan.parks.iter().enumerate().filter(|(_, park)| park.incoming > 0);
    let parks = receiving.map(|(index, park)| Class {
        value: park.park.id.to_string(),
        label: format!("{} {}", park.park.id, park.park.label(Lang::Zh)),
        symbol: sign(Colour::of_class(index, 255)),
    });
    let nowhere = Class {
        value: String::new(),
        label: words.say("不迁", "does not move"),
        symbol: Marker::plain(SignShape::Circle, 1.0, Colour::new("#bbbbbb", 120)),
    };
    let (distances, km) = (distances(plan, words, sign), words.either("公里", "km"));
    let margins = graduated(
        Quantity::Field("second_margin_km"),
        &[0.5, 2.0, 5.0, 1e9],
        |from, to| match (from, to) {
            (_, 0.5) => words.say("有争议，不足 0.5 公里", "contested, below 0.5 km"),
            (_, 1e9) => words
                .say(&format!("稳定，{from} 公里以上"), &format!("certain, {from} km and more")),
            _ => format!("{from}–{to} {km}"),
        },
        sign,
    );
    // Dark where the margin is small: contested choices should stand out.
    let margins = reversed(margins);
    let tip = || Some(WHO.to_owned());
    let style = |name, renderer| Style { name, renderer, label: None, tip: tip() };
    vec![
        style(words.say("结论", "Verdict"), by_verdict(plan, words)),
        style(
            words.say("迁入园区", "Assigned park"),
            Renderer::Categorised("park", parks.chain([nowhere]).collect()),
        ),
        style(words.say("距离", "Distance"), distances),
        style(words.say("第二选择差额", "Second choice"), margins),
    ]
}

pub(super) fn moves(plan: &Plan, words: Words) -> Vec<Style> {
    let by_road = plan.options.by_road.is_some();
    let arrow = |line: Colour| match by_road {
        true => Symbol::Stroke { line, width_mm: 0.3 },
        false => Symbol::Move { line },
    };
    let km = words.either("公里", "km");
    let tip =
        format!("[% \"id\" %] → [% \"park\" %]<br/>[% round(\"distance_m\" / 1000, 2) %] {km}");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
    let opacity = (255.0 * move_opacity(plan.summary.moves)).round() as u8;
    let line = Colour::new(Bucket::Moves.colour(), opacity);
    let style = |name, renderer| Style { name, renderer, label: None, tip: Some(tip.clone()) };
    vec![
        style(words.say("迁移", "Moves"), Renderer::Single(arrow(line))),
        style(words.say("距离", "Distance"), distances(plan, words, arrow)),
    ]
}

fn distances(plan: &Plan, words: Words, symbol: impl Fn(Colour) -> Symbol) -> Renderer {
    let metres = plan.enterprises().filter_map(|e| Some(e.chosen()?.distance.0));
    let steps = breaks(metres);
    let km = words.either("公里", "km");
    let label = |from: f64, to: f64| format!("{}–{} {km}", tidy(from / 1e3), tidy(to / 1e3));
    graduated(Quantity::Field("distance_m"), &steps, label, symbol)
}

/// The verdicts that there are, each by its sign, as large as its land.
pub(super) fn by_verdict(plan: &Plan, words: Words) -> Renderer {
    let (sum, by_land) = (&plan.summary, Some(Grades::of(plan)));
    let size = sign_size(sum.input - sum.count(Bucket::Rejected));
    let there = Bucket::DRAWN.into_iter().filter(|bucket| sum.count(*bucket) > 0);
    let classes = there.map(|bucket| {
        let own = Colour::new(bucket.colour(), 255);
        let marker = Marker { size, by_land, ..Marker::new(bucket.sign(), own) };
        Class {
            value: bucket.key().to_owned(),
            label: words.of(&bucket.label()),
            symbol: Symbol::Marker(marker),
        }
    });
    Renderer::Categorised("verdict", classes.collect())
}

/// The verdicts of new projects that there are.
pub(super) fn by_project(plan: &Plan, words: Words) -> Renderer {
    let there = ProjectBucket::ALL.into_iter().filter(|bucket| {
        *bucket != ProjectBucket::Rejected && plan.project_summary.count(*bucket) > 0
    });
    let classes = there.map(|bucket| {
        let own = Colour::new(bucket.like().colour(), 255);
        Class {
            value: bucket.key().to_owned(),
            label: words.of(&bucket.label()),
            symbol: Symbol::Marker(Marker::new(bucket.sign(), own)),
        }
    });
    Renderer::Categorised("verdict", classes.collect())
}
