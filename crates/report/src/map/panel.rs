//! The panel beside the map: the figures, the legend, the load of the parks.

use super::MapOptions;
use super::canvas::{Anchor, Canvas, N, Type};
use super::page::PANEL;
use super::territory::{self, DrawnPark};
use super::words::text;
use super::{legend, symbols};
use crate::figures::{Distances, Land, land_limit};
use crate::fonts::Weight;
use crate::numbers::{count, decimal, percent};
use parkward_model::Text;
use parkward_planning::{Plan, Status};

pub(crate) const DARK: &str = "#23282d";
pub(crate) const GREY: &str = "#767d84";
pub(crate) const RULE: &str = "#c9ced2";

/// Height of a park's row: the least, and the most where there is room.
const ROW: f64 = 17.6;
const TALL_ROW: f64 = 24.5;

/// Draws the panel.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    plan: &Plan,
    parks: &[DrawnPark<'_>],
    options: &MapOptions,
    drawn: &legend::Drawn,
) {
    let y = figures(canvas, plan, options, PANEL.y);
    let y = legend::draw(canvas, plan, options, drawn, y + 13.0);
    loads(canvas, parks, options, y + 13.0);
}

/// A heading with a rule under it; returns where the next thing may begin.
pub(crate) fn heading(canvas: &mut Canvas<'_>, options: &MapOptions, words: &Text, y: f64) -> f64 {
    let base = y + 9.0;
    let lead = canvas.text(PANEL.x, base, Type::bold(9.4, DARK), options.lang.lead(words));
    if let Some(second) = options.lang.second(words) {
        canvas.text(PANEL.x + lead + 5.0, base, Type::regular(7.0, GREY), second);
    }
    let (x0, x1, under) = (N(PANEL.x), N(PANEL.right()), N(base + 4.6));
    canvas
        .put(format_args!(r#"<path d="M{x0} {under}H{x1}" stroke="{DARK}" stroke-width="0.7"/>"#));
    base + 4.6
}

/// Lead and second wording on one line, within `width`.
pub(crate) fn phrase(
    canvas: &mut Canvas<'_>,
    options: &MapOptions,
    words: &Text,
    (x, y): (f64, f64),
    size: f64,
    width: f64,
) {
    let lead = canvas.fonts.settable(options.lang.lead(words));
    let lead = canvas.fonts.shortened(&lead, size, Weight::Regular, width);
    let used = canvas.text(x, y, Type::regular(size, DARK), &lead);
    let Some(second) = options.lang.second(words) else { return };
    let (small, left) = (size * 0.8, width - used - 4.0);
    let second = canvas.fonts.settable(second);
    let second = canvas.fonts.shortened(&second, small, Weight::Regular, left);
    // An ellipsis alone, or two letters of a name, say nothing.
    if !second.ends_with('…') || second.chars().count() > 4 {
        canvas.text(x + used + 4.0, y, Type::regular(small, GREY), &second);
    }
}

fn figures(canvas: &mut Canvas<'_>, plan: &Plan, options: &MapOptions, y: f64) -> f64 {
    let lang = options.lang.numbers();
    let distances = Distances::of(plan);
    let gap = match plan.solution.status {
        Status::Optimal => (text("已证明最优", "proven optimal"), percent(0.0)),
        Status::Feasible => (text("与下界的差距", "gap to the bound"), percent(plan.solution.gap)),
    };
    let cells = [
        (text("输入企业", "enterprises in"), count(plan.summary.input, lang), ""),
        (text("迁入园区", "move to a park"), count(plan.summary.moves, lang), ""),
        (text("未能安置", "unplaced"), count(plan.summary.unplaced, lang), ""),
        (text("腾退用地", "land released"), decimal(Land::released(plan).known.0, 0, lang), "ha"),
        (
            text("平均迁移距离", "mean distance"),
            distances.map_or_else(|| "–".to_owned(), |d| decimal(d.mean.kilometres(), 2, lang)),
            if distances.is_some() { "km" } else { "" },
        ),
        (gap.0, gap.1, ""),
    ];
    let top = heading(canvas, options, &text("结果", "Results"), y);
    let column = PANEL.width / 3.0;
    let (mut x, mut y) = (PANEL.x, top + 22.0);
    for (index, (words, number, unit)) in cells.iter().enumerate() {
        if index == 3 {
            (x, y) = (PANEL.x, y + 42.0);
        }
        let (number, sign) =
            number.strip_suffix(" %").map_or((number.as_str(), *unit), |n| (n, "%"));
        let style = Type::bold(17.0, DARK);
        let width = canvas.fonts.width(number, style.size, style.weight);
        // A number with very many digits is set smaller, not over its neighbour.
        let style = Type { size: style.size * ((column - 22.0) / width).min(1.0), ..style };
        let width = canvas.text(x, y, style, number);
        canvas.text(x + width + 2.5, y, Type::regular(8.0, GREY), sign);
        canvas.text(x, y + 10.0, Type::regular(7.0, DARK), options.lang.lead(words));
        if let Some(second) = options.lang.second(words) {
            canvas.text(x, y + 17.6, Type::regular(5.8, GREY), second);
        }
        x += column;
    }
    y + 20.0
}

fn loads(canvas: &mut Canvas<'_>, parks: &[DrawnPark<'_>], options: &MapOptions, y: f64) {
    if parks.is_empty() {
        return;
    }
    let words = text("园区接纳情况", "What the parks take");
    let mut y = heading(canvas, options, &words, y);
    let key = text("占用／容量", "taken / capacity");
    let key = match options.lang.second(&key) {
        Some(second) => format!("{} {second}, ha", options.lang.lead(&key)),
        None => format!("{}, ha", options.lang.lead(&key)),
    };
    canvas.text(PANEL.right(), y - 4.6, Type::regular(5.8, GREY).anchored(Anchor::End), &key);
    let mut order: Vec<&DrawnPark<'_>> = parks.iter().collect();
    let rank = |park: &DrawnPark<'_>| {
        let types = &options.park_types;
        types
            .iter()
            .position(|t| Some(&t.id) == park.planned.park_type.as_ref())
            .unwrap_or(types.len())
    };
    let capacity = |park: &DrawnPark<'_>| {
        land_limit(park.planned).and_then(|limit| limit.capacity).unwrap_or(0.0)
    };
    order.sort_by(|a, b| {
        let by_size = capacity(b).total_cmp(&capacity(a));
        rank(a).cmp(&rank(b)).then(by_size).then_with(|| a.planned.park.id.cmp(&b.planned.park.id))
    });
    let most = order.iter().map(|park| capacity(park)).fold(1e-9, f64::max);
    let room = PANEL.bottom() - y;
    #[expect(clippy::cast_possible_truncation, reason = "a panel has few rows")]
    #[expect(clippy::cast_sign_loss, reason = "clamped")]
    let rows = (room / ROW).floor().max(0.0) as usize;
    let listed = if order.len() <= rows { order.len() } else { rows.saturating_sub(1) };
    let row = if order.len() <= rows { (room / order.len() as f64).min(TALL_ROW) } else { ROW };
    for park in order.iter().take(listed) {
        load(canvas, park, options, y, most);
        y += row;
    }
    let left = order.len().saturating_sub(listed);
    if left > 0 {
        let words = text(
            &format!("另有 {left} 个园区，见汇总"),
            &format!("and {left} more, see the summary"),
        );
        phrase(canvas, options, &words, (PANEL.x, y + 11.0), 6.8, PANEL.width);
    }
}

fn load(canvas: &mut Canvas<'_>, park: &DrawnPark<'_>, options: &MapOptions, y: f64, most: f64) {
    let lang = options.lang.numbers();
    let limit = land_limit(park.planned);
    let capacity = limit.and_then(|limit| limit.capacity);
    let taken = limit.map_or(0.0, |limit| limit.taken);
    let base = y + 10.4;
    let numbers = match capacity {
        Some(capacity) => format!("{} / {}", decimal(taken, 1, lang), decimal(capacity, 1, lang)),
        None => options.lang.lead(&text("容量未知", "capacity unknown")).to_owned(),
    };
    let end = Type::regular(6.4, DARK).anchored(Anchor::End);
    let width = canvas.text(PANEL.right(), base, end, &numbers);
    let incoming = match park.planned.incoming {
        0 => String::new(),
        n => format!("+{}", count(n, lang)),
    };
    let bold = Type::bold(6.4, DARK).anchored(Anchor::End);
    canvas.text(PANEL.right() - width.max(50.0) - 6.0, base, bold, &incoming);
    let left = PANEL.width - width.max(50.0) - 6.0 - 26.0;
    let named = &park.planned.park;
    let label = if options.lang.lead(&named.name).is_empty() {
        text("", named.id.as_str())
    } else {
        named.name.clone()
    };
    phrase(canvas, options, &label, (PANEL.x, base), 7.0, left);
    let (fill, edge) = territory::tints(territory::colour(park.planned, options));
    let whole = PANEL.width * capacity.unwrap_or(0.0) / most;
    let (x, top, height) = (N(PANEL.x), N(base + 2.6), 3.4);
    for (length, colour) in [(whole, &fill), (PANEL.width * taken / most, &edge)] {
        let length = length.min(PANEL.width);
        if length > 0.05 {
            canvas.put(format_args!(
                r#"<rect x="{x}" y="{top}" width="{}" height="{height}" fill="{colour}"/>"#,
                N(length)
            ));
        }
    }
}

/// A sign in the legend, at its usual size.
pub(crate) fn sample(canvas: &mut Canvas<'_>, bucket: parkward_planning::Bucket, x: f64, y: f64) {
    let paint = symbols::paint(bucket, 1.5);
    canvas.put(format_args!("<g {paint}>"));
    symbols::sign(canvas, bucket, (x, y), 1.5);
    canvas.put(format_args!("</g>"));
}
