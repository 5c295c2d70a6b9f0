//! The panel beside the map: the figures, the legend, the load of the parks.

use super::canvas::{Anchor, Canvas, N, Type};
use super::in_land::{InLand, kilometres};
use super::key;
use super::legend;
use super::options::MapOptions;
use super::phrase::{LEAST, heading, phrase, remark};
use super::sites::Sites;
use super::territory::DrawnPark;
use super::words::{MapLang, text};
use crate::figures::{Distances, Land, land_limit};
use crate::fonts::Weight;
use crate::numbers::{count, decimal, percent};
use parkward_model::Text;
use parkward_planning::{Plan, PlannedPark, ReleasedByClass, Status};

/// Height of a park's row: with both names on one line, with a line each, and the most where there
/// is room.
const ROW: f64 = 17.6;
const TWO_LINES: f64 = 22.6;
const TALL_ROW: f64 = 25.5;
/// Room for what a park takes and can take, and for how many come.
const NUMBERS: f64 = 50.0;
const INCOMING: f64 = 26.0;

/// Draws the panel.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    plan: &Plan,
    parks: &[DrawnPark<'_>],
    options: &MapOptions,
    sites: &Sites,
    numbered: usize,
) {
    let y = figures(canvas, &headline(plan, options), options, canvas.layout.panel.y);
    let y = released(canvas, plan, options, y);
    let y = legend::draw(canvas, plan, options, (sites, numbered), y + 11.0);
    loads(canvas, parks, (plan, options), y + 10.0);
}

/// A headline number: what it counts, the number, its unit.
pub(crate) type Figure = (Text, String, String);

/// The headline numbers of a plan.
fn headline(plan: &Plan, options: &MapOptions) -> [Figure; 6] {
    let (lang, land) = (options.lang.numbers(), InLand::of(plan, options));
    let gap = match plan.solution.status {
        Status::Optimal => (text("已证明最优", "proven optimal"), percent(0.0)),
        Status::Feasible => (text("与下界的差距", "gap to the bound"), percent(plan.solution.gap)),
    };
    let gap = (gap.0, gap.1.trim_end_matches(" %").to_owned(), "%".to_owned());
    [
        (text("输入企业", "enterprises in"), count(plan.summary.input, lang), String::new()),
        (text("迁入园区", "move to a park"), count(plan.summary.moves, lang), String::new()),
        (text("未能安置", "unplaced"), count(plan.summary.unplaced, lang), String::new()),
        (
            text("腾退用地", "land released"),
            land.number(Land::released(plan).known.0, 0),
            land.unit(),
        ),
        mean_distance(Distances::of(plan.enterprises()), options),
        gap,
    ]
}

/// The land released, class by class, where classes of land are told apart; returns where it ends.
fn released(canvas: &mut Canvas<'_>, plan: &Plan, options: &MapOptions, y: f64) -> f64 {
    let classes = plan.released_by_class();
    if classes.is_empty() {
        return y;
    }
    let land = InLand::of(plan, options);
    let part = |part: &ReleasedByClass<'_>| {
        let class = part.class.map_or("–", |class| class.id.as_str());
        format!("{class}: {} {}", land.number(part.land().0, 0), land.unit())
    };
    let parts: Vec<String> = classes.iter().map(part).collect();
    let words = text("腾退用地按类别", "Released by class");
    let line = format!("{}  {}", options.lang.lead(&words), parts.join(" · "));
    let sizes = (7.0, LEAST);
    let (size, line) =
        canvas.fonts.fitted(&line, sizes, Weight::Regular, canvas.layout.panel.width);
    canvas.text(canvas.layout.panel.x, y + 10.0, Type::regular(size, canvas.palette.text), &line);
    y + 12.0
}

/// The mean distance of moves as a headline number; a dash where nobody moves.
pub(crate) fn mean_distance(distances: Option<Distances>, options: &MapOptions) -> Figure {
    let lang = options.lang.numbers();
    let mean = distances.map(|distances| decimal(distances.mean.kilometres(), 2, lang));
    let unit = if mean.is_some() { kilometres(options) } else { "" };
    (text("平均迁移距离", "mean distance"), mean.unwrap_or_else(|| "–".to_owned()), unit.to_owned())
}

/// Draws six headline numbers in two rows; returns where they end.
pub(crate) fn figures(
    canvas: &mut Canvas<'_>,
    figures: &[Figure; 6],
    options: &MapOptions,
    y: f64,
) -> f64 {
    let palette = canvas.palette;
    let top = heading(canvas, options, &text("结果", "Results"), y);
    let column = canvas.layout.panel.width / 3.0;
    let (mut x, mut y) = (canvas.layout.panel.x, top + 21.0);
    for (index, (words, number, unit)) in figures.iter().enumerate() {
        if index == 3 {
            (x, y) = (canvas.layout.panel.x, y + 42.0);
        }
        // A number with very many digits is set smaller, not over its neighbour.
        let sizes = (17.0, 6.0);
        let (size, number) = canvas.fonts.fitted(number, sizes, Weight::Bold, column - 22.0);
        let width = canvas.text(x, y, Type::bold(size, palette.text), &number);
        canvas.text(x + width + 2.5, y, Type::regular(8.0, palette.muted), unit);
        canvas.text(x, y + 11.0, Type::regular(7.0, palette.text), options.lang.lead(words));
        if let Some(second) = options.lang.second(words) {
            canvas.text(x, y + 18.6, Type::regular(6.0, palette.muted), second);
        }
        x += column;
    }
    y + 21.0
}

/// The parks in the order of lists: by type as in the rule book, the largest capacity first.
pub(crate) fn in_order<'a>(
    parks: impl IntoIterator<Item = &'a PlannedPark>,
    options: &MapOptions,
) -> Vec<&'a PlannedPark> {
    let mut order: Vec<&PlannedPark> = parks.into_iter().collect();
    let types = &options.park_types;
    let rank = |park: &PlannedPark| {
        types.iter().position(|t| Some(&t.id) == park.park_type.as_ref()).unwrap_or(types.len())
    };
    order.sort_by(|a, b| {
        let by_size = capacity(b).unwrap_or(0.0).total_cmp(&capacity(a).unwrap_or(0.0));
        rank(a).cmp(&rank(b)).then(by_size).then_with(|| a.park.id.cmp(&b.park.id))
    });
    order
}

fn capacity(park: &PlannedPark) -> Option<f64> {
    land_limit(park).and_then(|limit| limit.capacity)
}

/// The land of surveyed enterprises if all that a park can take were taken, in hectares.
fn full(park: &PlannedPark) -> f64 {
    let (before, after) = (park.load_before_ha.0, park.load_after_ha.0);
    let taken = land_limit(park).map_or(0.0, |limit| limit.taken);
    before.max(after + (capacity(park).unwrap_or(taken) - taken).max(0.0))
}

fn loads(
    canvas: &mut Canvas<'_>,
    parks: &[DrawnPark<'_>],
    (plan, options): (&Plan, &MapOptions),
    y: f64,
) {
    let land = InLand::of(plan, options);
    if parks.is_empty() {
        return;
    }
    if parks.len() > key::MANY {
        return key::draw(canvas, parks, options, y);
    }
    let mut y = heading(canvas, options, &text("园区负荷", "Load of the parks"), y);
    remark(canvas, options, &land.head("迁入用地／可供，", "taken / on offer, "), y);
    y = key(canvas, options, y + 2.0);
    let order = in_order(parks.iter().map(|park| park.planned), options);
    let most = order.iter().map(|park| full(park)).fold(1e-9, f64::max);
    let room = canvas.layout.panel.bottom() - y;
    let (number, each) = (order.len(), room / order.len() as f64);
    let two_lines = options.lang == MapLang::Both && each >= TWO_LINES;
    #[expect(clippy::cast_possible_truncation, reason = "a panel has few rows")]
    #[expect(clippy::cast_sign_loss, reason = "clamped")]
    let rows = (room / ROW).floor().max(0.0) as usize;
    let listed = if number <= rows { number } else { rows.saturating_sub(1) };
    let row = if number <= rows { each.min(TALL_ROW) } else { ROW };
    for park in order.iter().take(listed) {
        load(canvas, park, (land, options), y, most, two_lines);
        y += row;
    }
    let left = number - listed;
    if left > 0 {
        let left = count(left, options.lang.numbers());
        let words = text(
            &format!("另有 {left} 个园区，见汇总"),
            &format!("and {left} more, see the summary"),
        );
        phrase(
            canvas,
            options,
            &words,
            (canvas.layout.panel.x, y + 11.0),
            6.8,
            canvas.layout.panel.width,
        );
    }
}

/// Says what the bars are; returns where the rows begin.
fn key(canvas: &mut Canvas<'_>, options: &MapOptions, y: f64) -> f64 {
    let palette = canvas.palette;
    let paint = palette.park_type(None, &options.park_types);
    let (mut x, base) = (canvas.layout.panel.x, y + 7.4);
    for (words, fill, stroke) in [
        (text("迁前用地", "land before"), paint.fill.as_str(), "none"),
        (text("迁后用地", "after"), paint.edge.as_str(), "none"),
        (text("尚可接纳", "room left"), "none", palette.muted),
    ] {
        canvas.put(format_args!(
            r#"<rect x="{}" y="{}" width="11" height="3.6" fill="{fill}" stroke="{stroke}" stroke-width="0.5"/>"#,
            N(x + 0.3),
            N(base - 4.2),
        ));
        let lead = options.lang.lead(&words);
        x += 14.0;
        x += canvas.text(x, base, Type::regular(6.0, palette.text), lead) + 3.0;
        if let Some(second) = options.lang.second(&words) {
            x += canvas.text(x, base, Type::regular(LEAST, palette.muted), second) + 3.0;
        }
        x += 8.0;
    }
    y + 10.5
}

fn load(
    canvas: &mut Canvas<'_>,
    park: &PlannedPark,
    (land, options): (InLand, &MapOptions),
    y: f64,
    most: f64,
    two_lines: bool,
) {
    let (lang, palette) = (options.lang.numbers(), canvas.palette);
    let taken = land_limit(park).map_or(0.0, |limit| limit.taken);
    let base = y + 9.4;
    let numbers = match capacity(park) {
        Some(capacity) => format!("{} / {}", land.number(taken, 1), land.number(capacity, 1)),
        None => options.lang.lead(&text("可供未知", "offer unknown")).to_owned(),
    };
    let end = Type::regular(6.4, palette.text).anchored(Anchor::End);
    let width = canvas.text(canvas.layout.panel.right(), base, end, &numbers).max(NUMBERS);
    let incoming = match park.incoming {
        0 => String::new(),
        n => format!("+{}", count(n, lang)),
    };
    let bold = Type::bold(6.4, palette.text).anchored(Anchor::End);
    canvas.text(canvas.layout.panel.right() - width - 6.0, base, bold, &incoming);
    let left = canvas.layout.panel.width - width - 6.0 - INCOMING;
    let label = label(park, options);
    let mut bars = base + 2.4;
    match options.lang.second(&label) {
        Some(second) if two_lines => {
            let lead = text(options.lang.lead(&label), "");
            phrase(canvas, options, &lead, (canvas.layout.panel.x, base), 7.0, left);
            let second = canvas.fonts.settable(second);
            let (size, second) = canvas.fonts.fitted(
                &second,
                (6.0, LEAST),
                Weight::Regular,
                canvas.layout.panel.width,
            );
            canvas.text(
                canvas.layout.panel.x,
                base + 7.0,
                Type::regular(size, palette.muted),
                &second,
            );
            bars += 7.0;
        }
        _ => phrase(canvas, options, &label, (canvas.layout.panel.x, base), 7.0, left),
    }
    let paint = palette.park(park, &options.park_types);
    let whole = canvas.layout.panel.width * full(park) / most;
    let (before, after) = (park.load_before_ha.0, park.load_after_ha.0);
    let high = if two_lines { 1.9 } else { 2.3 };
    for (hectares, colour, top) in [(before, &paint.fill, 0.0), (after, &paint.edge, high)] {
        bar(
            canvas,
            (canvas.layout.panel.x, bars + top),
            canvas.layout.panel.width * hectares / most,
            high,
            colour,
        );
    }
    if whole > 0.5 {
        canvas.put(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="none" stroke="{}" stroke-width="0.4"/>"#,
            N(canvas.layout.panel.x),
            N(bars),
            N(whole.min(canvas.layout.panel.width)),
            N(2.0 * high),
            palette.muted,
        ));
    }
}

/// The name of a park, or its id where it has none.
pub(crate) fn label(park: &PlannedPark, options: &MapOptions) -> Text {
    match options.lang.lead(&park.park.name) {
        "" => text("", park.park.id.as_str()),
        _ => park.park.name.clone(),
    }
}

/// A filled bar, no longer than the panel is wide.
pub(crate) fn bar(
    canvas: &mut Canvas<'_>,
    (x, y): (f64, f64),
    length: f64,
    height: f64,
    colour: &str,
) {
    let length = length.min(canvas.layout.panel.right() - x);
    if length > 0.05 {
        canvas.put(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{colour}"/>"#,
            N(x),
            N(y),
            N(length),
            N(height),
        ));
    }
}
