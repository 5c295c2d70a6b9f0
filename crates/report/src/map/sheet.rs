//! Title above the map, notes beneath it.

use super::canvas::{Anchor, Canvas, Type};
use super::options::MapOptions;
use super::page::{Layout, NOTE_LINE};
use super::territory;
use super::view::View;
use super::words::{MapLang, text};
use crate::Fonts;
use crate::fonts::Weight;
use crate::numbers::percent;
use parkward_model::{MapGrid, Text};
use parkward_planning::{ByRoad, Plan};

/// Size of the notes.
const NOTE: f64 = 5.9;
/// Between their columns.
const GAP: f64 = 22.0;

/// Draws title, subtitle and day.
pub(crate) fn draw_title(canvas: &mut Canvas<'_>, plan: &Plan, title: &Text, options: &MapOptions) {
    let palette = canvas.palette;
    let width = canvas.layout.title.width - 210.0;
    let lead = canvas.fonts.settable(options.lang.lead(title));
    let (size, lead) = canvas.fonts.fitted(&lead, (25.0, 16.0), Weight::Bold, width);
    canvas.text(
        canvas.layout.title.x,
        canvas.layout.title.y + 22.0,
        Type::bold(size, palette.text),
        &lead,
    );
    if let Some(second) = options.lang.second(title) {
        let second = canvas.fonts.settable(second);
        let (size, second) = canvas.fonts.fitted(&second, (12.0, 8.0), Weight::Regular, width);
        canvas.text(
            canvas.layout.title.x,
            canvas.layout.title.y + 40.0,
            Type::regular(size, palette.muted),
            &second,
        );
    }
    let mut y = canvas.layout.title.y + 22.0;
    let mut say = |words: Text, size: f64| {
        let style = Type::regular(size, palette.text).anchored(Anchor::End);
        canvas.text(canvas.layout.title.right(), y, style, options.lang.lead(&words));
        if let Some(second) = options.lang.second(&words) {
            y += 8.4;
            let style = Type::regular(size * 0.8, palette.muted).anchored(Anchor::End);
            canvas.text(canvas.layout.title.right(), y, style, second);
        }
        y += 11.0;
    };
    say(
        text(
            &format!("适用规则日期：{}", plan.options.as_of),
            &format!("Rules as of {}", plan.options.as_of),
        ),
        8.0,
    );
}

/// Draws the notice, and what map and plan were made from.
pub(crate) fn draw_notes(
    canvas: &mut Canvas<'_>,
    plan: &Plan,
    options: &MapOptions,
    view: Option<&View>,
) {
    let (notice, muted) = (canvas.palette.notice, canvas.palette.muted);
    let width = column(&canvas.layout);
    #[expect(clippy::cast_possible_truncation, reason = "a sheet has few lines")]
    #[expect(clippy::cast_sign_loss, reason = "the foot has a height")]
    let most = (canvas.layout.foot.height / NOTE_LINE).floor() as usize;
    for (index, notes) in columns(plan, view).into_iter().enumerate() {
        let colour = if index == 0 { notice } else { muted };
        let x = canvas.layout.foot.x + index as f64 * (width + GAP);
        let rows = rows(canvas.fonts, &notes, options.lang, (width, most));
        for (row, line) in rows.iter().enumerate() {
            let y = canvas.layout.foot.y + 6.0 + row as f64 * NOTE_LINE;
            canvas.text(x, y, Type::regular(NOTE, colour), line);
        }
    }
}

/// The options with a foot in which nothing has to be cut of what is synthetic or assumed, and of how the map is drawn.
/// The sources have to fit in one language.
pub(crate) fn with_room(plan: &Plan, options: &MapOptions, fonts: &Fonts) -> MapOptions {
    let (layout, lang) = (options.layout(), options.lang);
    let view = View::of(&territory::shown(plan, &options.outline), &layout, options.grid);
    let lines =
        |notes: &[Text], lang| rows(fonts, notes, lang, (column(&layout), usize::MAX)).len();
    let [notice, projection, sources] = columns(plan, view.as_ref());
    let sources = lines(&sources, if lang == MapLang::Both { MapLang::Zh } else { lang });
    let foot_lines = lines(&notice, lang).max(lines(&projection, lang)).max(sources);
    MapOptions { foot_lines, ..options.clone() }
}

/// The notice, how the map is drawn, and what map and plan were made from.
fn columns(plan: &Plan, view: Option<&View>) -> [Vec<Text>; 3] {
    let distances = ByRoad::in_words(plan.options.by_road.as_ref());
    let projection = view.map_or_else(Vec::new, |view| projection(view, &distances));
    [vec![plan.options.data_notice.clone()], projection, sources(plan)]
}

/// The width of one of the three.
fn column(layout: &Layout) -> f64 {
    (layout.foot.width - 2.0 * GAP) / 3.0
}

/// Notes as lines of a width: in both languages where there is room for both, and never more than there is
/// room for.
fn rows(fonts: &Fonts, notes: &[Text], lang: MapLang, (width, most): (f64, usize)) -> Vec<String> {
    let broken = |words: &str, lines: usize| {
        fonts.broken(&fonts.settable(words), NOTE, Weight::Regular, width, lines)
    };
    let mut rows: Vec<String> = Vec::new();
    for note in notes {
        rows.extend(broken(lang.lead(note), most.saturating_sub(rows.len())));
    }
    for note in notes {
        let left = most.saturating_sub(rows.len());
        if let (Some(second), 1..) = (lang.second(note), left) {
            rows.extend(broken(second, left));
        }
    }
    rows.truncate(most);
    rows
}

fn projection(view: &View, distances: &Text) -> Vec<Text> {
    let Some(grid) = view.grid().map(MapGrid::name) else { return Vec::new() };
    let error = match percent(view.scale_error()) {
        text if text == "0 %" => "< 0.0001 %".to_owned(),
        text => text,
    };
    vec![text(
        &format!(
            "投影：{}；图内长度变形不超过 {error}。经纬网及数据坐标：WGS84 经纬度（EPSG:4326）。\
                 {}。",
            grid.zh, distances.zh
        ),
        &format!(
            "Projection: {}; lengths on this map are true within {error}. Graticule and data: WGS84 \
                 longitude and latitude (EPSG:4326). {}.",
            grid.en, distances.en
        ),
    )]
}

fn sources(plan: &Plan) -> Vec<Text> {
    let short = |sum: &str| match sum.get(..8) {
        Some(short) => format!(" ({short})"),
        None => String::new(),
    };
    let mut files: Vec<String> =
        plan.inputs.iter().map(|input| format!("{}{}", input.file, short(&input.sha256))).collect();
    files.push(format!("{}{}", plan.rule_book.file, short(&plan.rule_book.sha256)));
    let version = env!("CARGO_PKG_VERSION");
    vec![
        text(
            &format!("资料（SHA-256 前八位）：{}。", files.join("、")),
            &format!("Sources (SHA-256): {}.", files.join(", ")),
        ),
        Text::new(format!("Parkward {version}"), format!("Parkward {version}")),
    ]
}
