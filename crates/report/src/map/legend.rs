//! The legend: verdicts with their counts, types of parks, lines.

use super::MapOptions;
use super::canvas::{Anchor, Canvas, N, Type};
use super::page::PANEL;
use super::panel::{DARK, GREY, RULE, heading, phrase, sample};
use super::territory::{BORDER, TOWN, marker, tints};
use super::words::text;
use crate::numbers::count;
use parkward_model::{Footprint, Text};
use parkward_planning::{Bucket, Plan};

/// Height of a line of the legend.
const LINE: f64 = 13.2;
/// Where the words of a line begin.
const INDENT: f64 = 23.0;

/// What of the plan is on the map, and what is not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    /// Buckets whose signs were left out, because there are too many.
    pub(crate) left_out: Vec<Bucket>,
    /// Enterprises that stand beyond the frame.
    pub(crate) beyond: usize,
    /// Moves drawn.
    pub(crate) moves: usize,
}

/// Draws the legend below `y`; returns where it ends.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    plan: &Plan,
    options: &MapOptions,
    drawn: &Drawn,
    y: f64,
) -> f64 {
    let mut y = heading(canvas, options, &text("图例", "Legend"), y) + 2.0;
    y = verdicts(canvas, plan, options, drawn, y) + 4.0;
    y = types(canvas, plan, options, y);
    lines(canvas, options, drawn, y)
}

fn line(canvas: &mut Canvas<'_>, options: &MapOptions, words: &Text, y: f64) {
    phrase(canvas, options, words, (PANEL.x + INDENT, y + 9.0), 7.2, PANEL.width - INDENT - 40.0);
}

fn verdicts(
    canvas: &mut Canvas<'_>,
    plan: &Plan,
    options: &MapOptions,
    drawn: &Drawn,
    mut y: f64,
) -> f64 {
    let lang = options.lang.numbers();
    let number = |canvas: &mut Canvas<'_>, y: f64, number: usize, bold: bool| {
        let style = if bold { Type::bold(7.2, DARK) } else { Type::regular(7.2, DARK) };
        canvas.text(PANEL.right(), y + 9.0, style.anchored(Anchor::End), &count(number, lang));
    };
    for bucket in Bucket::ALL {
        let mut label = bucket.label();
        if bucket == Bucket::Rejected {
            label = text(&format!("{}（无位置）", label.zh), &format!("{}, no place", label.en));
        } else if drawn.left_out.contains(&bucket) {
            label = text(&format!("{}（未绘）", label.zh), &format!("{}, not drawn", label.en));
        } else {
            sample(canvas, bucket, PANEL.x + 9.0, y + 6.4);
        }
        line(canvas, options, &label, y);
        number(canvas, y, plan.summary.count(bucket), false);
        y += LINE;
    }
    let (x0, x1, at) = (N(PANEL.right() - 40.0), N(PANEL.right()), N(y + 0.6));
    canvas.put(format_args!(r#"<path d="M{x0} {at}H{x1}" stroke="{RULE}" stroke-width="0.6"/>"#));
    let total = Bucket::ALL.iter().map(|bucket| plan.summary.count(*bucket)).sum();
    line(canvas, options, &text("合计", "Sum"), y);
    number(canvas, y, total, true);
    y += LINE;
    if drawn.beyond > 0 {
        let n = count(drawn.beyond, lang);
        let words = text(&format!("其中 {n} 家在图幅之外"), &format!("{n} of them beyond the map"));
        phrase(canvas, options, &words, (PANEL.x + INDENT, y + 8.0), 6.2, PANEL.width - INDENT);
        y += 10.0;
    }
    y
}

fn types(canvas: &mut Canvas<'_>, plan: &Plan, options: &MapOptions, mut y: f64) -> f64 {
    let swatch = |canvas: &mut Canvas<'_>, y: f64, colour: &str| {
        let (fill, edge) = tints(colour);
        let (x, y) = (N(PANEL.x + 1.0), N(y + 2.4));
        canvas.put(format_args!(
            r#"<rect x="{x}" y="{y}" width="16" height="8" rx="0.8" fill="{fill}" stroke="{edge}" stroke-width="0.9"/>"#
        ));
    };
    let of = |id: &str| plan.parks.iter().filter(|p| p.park_type.as_deref() == Some(id)).count();
    let mut typed = 0;
    for park_type in &options.park_types {
        typed += of(&park_type.id);
        swatch(canvas, y, &park_type.colour);
        line(canvas, options, &park_type.name, y);
        number_of_parks(canvas, options, y, of(&park_type.id));
        y += LINE;
    }
    if typed < plan.parks.len() {
        swatch(canvas, y, "");
        line(canvas, options, &text("其他园区", "Other park"), y);
        number_of_parks(canvas, options, y, plan.parks.len() - typed);
        y += LINE;
    }
    if plan.parks.iter().any(|p| matches!(p.park.footprint, Footprint::Point(_))) {
        let (fill, edge) = tints("");
        marker(canvas, PANEL.x + 9.0, y + 6.4, &fill, &edge);
        line(canvas, options, &text("园区（仅有点位）", "Park, only a point known"), y);
        y += LINE;
    }
    y
}

fn number_of_parks(canvas: &mut Canvas<'_>, options: &MapOptions, y: f64, number: usize) {
    let style = Type::regular(7.2, GREY).anchored(Anchor::End);
    let number = count(number, options.lang.numbers());
    canvas.text(PANEL.right(), y + 9.0, style, &number);
}

fn lines(canvas: &mut Canvas<'_>, options: &MapOptions, drawn: &Drawn, mut y: f64) -> f64 {
    let (x0, x1) = (PANEL.x + 1.0, PANEL.x + 17.0);
    if drawn.moves > 0 {
        let d = super::moves::tapered((x0, y + 7.6), (x1, y + 5.2));
        let colour = Bucket::Moves.colour();
        canvas.put(format_args!(r#"<path d="{d}" fill="{colour}" fill-opacity="0.8"/>"#));
        let words = text("迁移：厂址至园区边界", "Move: site to the park's boundary");
        line(canvas, options, &words, y);
        y += LINE;
    }
    let mut stroke = |colour: &str, more: &str, zh: &str, en: &str| {
        let (x0, x1, at) = (N(x0), N(x1), N(y + 6.4));
        canvas.put(format_args!(r#"<path d="M{x0} {at}H{x1}" stroke="{colour}" {more}/>"#));
        line(canvas, options, &text(zh, en), y);
        y += LINE;
    };
    if !options.outline.is_empty() {
        stroke(BORDER, r#"stroke-width="1.1""#, "区界", "District boundary");
    }
    if !options.towns.is_empty() {
        let dashes = r#"stroke-width="0.7" stroke-dasharray="3.2 2.2""#;
        stroke(TOWN, dashes, "镇界", "Town boundary");
    }
    y
}
