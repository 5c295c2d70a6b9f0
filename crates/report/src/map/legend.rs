//! The legend: verdicts with their counts, sizes of signs, types of parks, lines.

use super::canvas::{Anchor, Canvas, N, Type};
use super::crowd::{Crowd, hexagon};
use super::in_land::InLand;
use super::moves::{NARROW, WIDE, tapered};
use super::options::MapOptions;
use super::phrase::{LEAST, heading, phrase};
use super::sites::{Shown, Sites};
use super::symbols;
use super::territory::marker;
use super::theme::ParkPaint;
use super::words::text;
use crate::numbers::{count, decimal};
use parkward_model::{Footprint, Text};
use parkward_planning::{Bucket, Plan};

/// Where the words of a line begin.
const INDENT: f64 = 23.0;
/// Size of the words.
const SIZE: f64 = 7.2;

/// Draws the whole map's legend below `y`; returns where it ends.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    plan: &Plan,
    options: &MapOptions,
    (sites, numbered): (&Sites, usize),
    y: f64,
) -> f64 {
    let mut y = heading(canvas, options, &text("图例", "Legend"), y) + 2.0;
    let counts = Bucket::ALL.map(|bucket| (bucket, plan.summary.count(bucket)));
    y = verdicts(canvas, &counts, options, sites, y);
    y = scale(canvas, options, sites, y);
    if options.numbers {
        let (drawn, all) = (numbered, sites.numbered().len());
        let words = text(
            &format!("企业编号，见企业表：{all} 家中 {drawn} 家有处可标"),
            &format!("Numbers as in the table: room for {drawn} of {all}"),
        );
        whole_line(canvas, options, &words, y);
        y += canvas.layout.line;
    }
    y = super::projects::legend(canvas, plan, options, y);
    y = types(canvas, plan, options, y + 3.0);
    y = super::zones::legend(canvas, plan, options, y, |canvas, words, y| {
        line(canvas, options, words, y);
        canvas.layout.line
    });
    lines(canvas, options, sites, y)
}

/// The words of a line, with room for a number behind them.
fn line(canvas: &mut Canvas<'_>, options: &MapOptions, words: &Text, y: f64) {
    line_before(canvas, options, words, y, 40.0);
}

/// The words of a line without a number.
fn whole_line(canvas: &mut Canvas<'_>, options: &MapOptions, words: &Text, y: f64) {
    line_before(canvas, options, words, y, 0.0);
}

/// The words of a line, which leave so much at its end.
fn line_before(canvas: &mut Canvas<'_>, options: &MapOptions, words: &Text, y: f64, end: f64) {
    let panel = canvas.layout.panel;
    let width = panel.width - INDENT - end;
    phrase(canvas, options, words, (panel.x + INDENT, y + 9.0), SIZE, width);
}

/// Draws verdicts with their counts, and the sum; returns where the next line begins.
pub(crate) fn verdicts(
    canvas: &mut Canvas<'_>,
    counts: &[(Bucket, usize)],
    options: &MapOptions,
    sites: &Sites,
    mut y: f64,
) -> f64 {
    let (lang, palette) = (options.lang.numbers(), canvas.palette);
    let number = |canvas: &mut Canvas<'_>, y: f64, number: usize, bold: bool| {
        let style =
            if bold { Type::bold(SIZE, palette.text) } else { Type::regular(SIZE, palette.text) };
        canvas.text(
            canvas.layout.panel.right(),
            y + 9.0,
            style.anchored(Anchor::End),
            &count(number, lang),
        );
    };
    let with = |label: &Text, zh: &str, en: &str| {
        text(&format!("{}（{zh}）", label.zh), &format!("{}, {en}", label.en))
    };
    for (bucket, counted) in counts {
        let label = bucket.label();
        let label = match sites.shown(*bucket) {
            _ if *bucket == Bucket::Rejected => with(&label, "无位置", "no place"),
            Shown::Signs => {
                sample(canvas, *bucket, canvas.layout.panel.x + 9.0, y + 6.4);
                label
            }
            Shown::Cells => with(&label, "计入网格", "in the cells"),
            Shown::NotDrawn => with(&label, "未绘", "not drawn"),
        };
        line(canvas, options, &label, y);
        number(canvas, y, *counted, false);
        y += canvas.layout.line;
    }
    let (x0, x1, at) =
        (N(canvas.layout.panel.right() - 40.0), N(canvas.layout.panel.right()), N(y + 0.6));
    let rule = palette.rule;
    canvas.put(format_args!(r#"<path d="M{x0} {at}H{x1}" stroke="{rule}" stroke-width="0.6"/>"#));
    line(canvas, options, &text("合计", "Sum"), y);
    number(canvas, y, counts.iter().map(|(_, n)| n).sum(), true);
    y += canvas.layout.line;
    if sites.beyond > 0 {
        let n = count(sites.beyond, lang);
        let words = text(&format!("其中 {n} 家在图幅之外"), &format!("{n} of them beyond the map"));
        phrase(
            canvas,
            options,
            &words,
            (canvas.layout.panel.x + INDENT, y + 8.0),
            6.2,
            canvas.layout.panel.width - INDENT,
        );
        y += 10.0;
    }
    y
}

/// A sign at its ordinary size, a little enlarged.
fn sample(canvas: &mut Canvas<'_>, bucket: Bucket, x: f64, y: f64) {
    let paint = symbols::paint(canvas.palette, bucket, 1.5);
    canvas.put(format_args!("<g {paint}>"));
    symbols::sign(canvas, bucket, (x, y), 1.5);
    canvas.put(format_args!("</g>"));
}

/// Draws what the sizes of signs mean or, in a crowd, the shades of cells.
pub(crate) fn scale(canvas: &mut Canvas<'_>, options: &MapOptions, sites: &Sites, y: f64) -> f64 {
    match &sites.crowd {
        Some(crowd) => cells(canvas, crowd, options, y),
        None => sizes(canvas, options, sites, y),
    }
}

/// Draws signs as large as they are on the map.
fn sizes(canvas: &mut Canvas<'_>, options: &MapOptions, sites: &Sites, y: f64) -> f64 {
    let lang = options.lang.numbers();
    let words = InLand::new(sites.grades.areas, lang).head("符号大小：用地，", "Sizes: land, ");
    let (lead, second) = (options.lang.lead(&words), options.lang.second(&words));
    let (x, base) = (canvas.layout.panel.x + INDENT, y + 9.0);
    let palette = canvas.palette;
    let mut x = x + canvas.text(x, base, Type::regular(SIZE, palette.text), lead) + 4.0;
    if let Some(second) = second {
        x += canvas.text(x, base, Type::regular(LEAST, palette.muted), second);
    }
    let samples = sites.grades.samples(lang);
    let step = ((canvas.layout.panel.right() - x) / samples.len() as f64).min(44.0);
    let mut x = canvas.layout.panel.right() - step * samples.len() as f64;
    for (amount, land) in samples {
        let size = sites.drawn_size(land);
        let label = format!("{}", N(amount));
        let style = Type::regular(6.6, palette.text).anchored(Anchor::End);
        let width = canvas.fonts.width(&label, style.size, style.weight);
        canvas.text(x + step, base, style, &label);
        let paint = symbols::paint(palette, Bucket::Moves, 1.0);
        canvas.put(format_args!("<g {paint}>"));
        let at = (x + step - width - 3.5 - 1.5 * size, y + 6.4);
        symbols::sign(canvas, Bucket::Moves, at, size);
        canvas.put(format_args!("</g>"));
        x += step;
    }
    y + canvas.layout.line
}

/// Draws what the shades of cells mean.
fn cells(canvas: &mut Canvas<'_>, crowd: &Crowd, options: &MapOptions, y: f64) -> f64 {
    let (palette, shades) = (canvas.palette, crowd.shades());
    let words = text("每格企业数（园区内不计）", "Enterprises per cell, parks left out");
    whole_line(canvas, options, &words, y);
    let y = y + canvas.layout.line - 1.0;
    let step = (canvas.layout.panel.width - INDENT) / 5.0;
    for (index, (lower, colour)) in shades.iter().zip(palette.density).enumerate() {
        let x = canvas.layout.panel.x + INDENT + step * index as f64;
        let d = hexagon((x + 5.0, y + 6.0), 5.4);
        canvas.put(format_args!(r#"<path d="{d}" fill="{colour}"/>"#));
        let lang = options.lang.numbers();
        let label = match shades.get(index + 1) {
            Some(upper) if upper - 1 > *lower => format!("{}–{}", lower, upper - 1),
            Some(_) => count(*lower, lang),
            None => format!("≥ {}", count(*lower, lang)),
        };
        canvas.text(x + 12.0, y + 8.2, Type::regular(6.2, palette.text), &label);
    }
    y + canvas.layout.line
}

fn types(canvas: &mut Canvas<'_>, plan: &Plan, options: &MapOptions, mut y: f64) -> f64 {
    let swatch = |canvas: &mut Canvas<'_>, y: f64, paint: &ParkPaint| {
        let (x, y) = (N(canvas.layout.panel.x + 1.0), N(y + 2.4));
        let ParkPaint { fill, edge, .. } = paint;
        canvas.put(format_args!(
            r#"<rect x="{x}" y="{y}" width="16" height="8" rx="0.8" fill="{fill}" stroke="{edge}" stroke-width="0.9"/>"#
        ));
        if let Some(hatch) = paint.hatch {
            canvas.put(format_args!(
                r##"<rect x="{x}" y="{y}" width="16" height="8" rx="0.8" fill="url(#hatch{hatch})"/>"##
            ));
        }
    };
    let of = |id: &str| plan.parks.iter().filter(|p| p.park_type.as_deref() == Some(id)).count();
    let mut typed = 0;
    for (index, park_type) in options.park_types.iter().enumerate() {
        typed += of(&park_type.id);
        swatch(canvas, y, &canvas.palette.park_type(Some(index), &options.park_types));
        line(canvas, options, &park_type.name, y);
        number_of_parks(canvas, options, y, of(&park_type.id));
        y += canvas.layout.line;
    }
    let other = canvas.palette.park_type(None, &options.park_types);
    if typed < plan.parks.len() {
        swatch(canvas, y, &other);
        line(canvas, options, &text("其他园区", "Other park"), y);
        number_of_parks(canvas, options, y, plan.parks.len() - typed);
        y += canvas.layout.line;
    }
    if plan.parks.iter().any(|p| matches!(p.park.footprint, Footprint::Point(_))) {
        marker(canvas, canvas.layout.panel.x + 9.0, y + 6.4, &other);
        line(canvas, options, &text("园区（仅有点位）", "Park, only a point known"), y);
        y += canvas.layout.line;
    }
    y
}

fn number_of_parks(canvas: &mut Canvas<'_>, options: &MapOptions, y: f64, number: usize) {
    let style = Type::regular(SIZE, canvas.palette.muted).anchored(Anchor::End);
    let number = count(number, options.lang.numbers());
    canvas.text(canvas.layout.panel.right(), y + 9.0, style, &number);
}

fn lines(canvas: &mut Canvas<'_>, options: &MapOptions, sites: &Sites, mut y: f64) -> f64 {
    let palette = canvas.palette;
    let (x0, x1) = (canvas.layout.panel.x + 1.0, canvas.layout.panel.x + 17.0);
    let streams = sites.crowd.as_ref().map(Crowd::drawn).filter(|(streams, _)| *streams > 0);
    if !sites.moves.is_empty() || streams.is_some() {
        let wide = if streams.is_some() { 3.0 } else { WIDE };
        let d = tapered((x0, y + 7.6), (x1, y + 5.2), wide, NARROW);
        let colour = palette.verdict(Bucket::Moves);
        canvas.put(format_args!(r#"<path d="{d}" fill="{colour}" fill-opacity="0.8"/>"#));
        let words = match streams {
            None if sites.moves.iter().any(|step| step.0.len() > 2) => {
                text("迁移：沿道路至园区出入口", "Move: along the roads to the park's gate")
            }
            None => text("迁移：厂址至园区边界", "Move: site to the park's boundary"),
            Some((streams, share)) => {
                let share = decimal(100.0 * share, 0, options.lang.numbers());
                text(
                    &format!("最大的 {streams} 股迁移流，占 {share} %"),
                    &format!("The {streams} largest streams: {share} % of moves"),
                )
            }
        };
        whole_line(canvas, options, &words, y);
        y += canvas.layout.line;
    }
    let mut stroke = |colour: &str, more: &str, zh: &str, en: &str| {
        let (x0, x1, at) = (N(x0), N(x1), N(y + 6.4));
        canvas.put(format_args!(r#"<path d="M{x0} {at}H{x1}" stroke="{colour}" {more}/>"#));
        whole_line(canvas, options, &text(zh, en), y);
        y += canvas.layout.line;
    };
    if !options.outline.is_empty() {
        stroke(palette.border, r#"stroke-width="1.1""#, "区界", "District boundary");
    }
    if !options.towns.is_empty() {
        let dashes = r#"stroke-width="0.7" stroke-dasharray="3.2 2.2""#;
        stroke(palette.town, dashes, "镇界", "Town boundary");
    }
    y
}
