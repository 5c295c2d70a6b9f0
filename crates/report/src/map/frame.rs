//! The frame with its degrees, the scale bar and the north arrow.

use super::canvas::{Anchor, Canvas, N, Type};
use super::in_land::kilometres;
use super::ink::Ink;
use super::options::MapOptions;
use super::page::{BAND, Layout, Rect};
use super::phrase::{LEAST, fitted};
use super::view::{View, path};
use super::words::text;
use crate::fonts::Weight;
use geo_types::Coord;

/// Steps of the graticule in minutes of arc.
const STEPS: [f64; 16] = [
    0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_200.0, 1_800.0,
    3_600.0,
];
/// The most lines across the map.
const LINES: f64 = 8.0;
/// Size of the card with scale bar and north arrow.
pub(crate) const CARD: (f64, f64) = (190.0, 50.0);

/// Draws the frame, and ticks and degrees along it.
pub(crate) fn draw(canvas: &mut Canvas<'_>, view: &View) {
    let (ink, Layout { frame, map, .. }) = (canvas.palette.frame, canvas.layout);
    for (rect, width) in [(frame, 1.2), (map, 0.6)] {
        canvas.put(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="none" stroke="{ink}" stroke-width="{}"/>"#,
            N(rect.x),
            N(rect.y),
            N(rect.width),
            N(rect.height),
            N(width),
        ));
    }
    let graticule = Graticule::of(view);
    for lon in &graticule.meridians {
        let line = graticule.meridian(view, *lon);
        for (y, outer) in [(map.y, frame.y), (map.bottom(), frame.bottom())] {
            let Some(x) = crossing(&line, &map, y, true) else { continue };
            tick(canvas, (x, y), (x, outer));
            let label = degrees(*lon, ('E', 'W'));
            let style = Type::regular(6.2, ink);
            let width = canvas.fonts.width(&label, style.size, style.weight);
            if x + 3.0 + width < map.right() {
                canvas.text(x + 3.0, y.min(outer) + BAND - 3.4, style, &label);
            }
        }
    }
    for lat in &graticule.parallels {
        let line = graticule.parallel(view, *lat);
        for (x, outer) in [(map.x, frame.x), (map.right(), frame.right())] {
            let Some(y) = crossing(&line, &map, x, false) else { continue };
            tick(canvas, (x, y), (outer, y));
            let label = degrees(*lat, ('N', 'S'));
            let style = Type::regular(6.2, ink);
            let width = canvas.fonts.width(&label, style.size, style.weight);
            if y - 3.0 - width > map.y {
                let (x, y) = (N(x.min(outer) + BAND - 3.4), N(y - 3.0));
                canvas.put(format_args!(r#"<g transform="translate({x} {y}) rotate(-90)">"#));
                canvas.text(0.0, 0.0, style, &label);
                canvas.put(format_args!("</g>"));
            }
        }
    }
}

/// Draws the meridians and parallels of the graticule, faintly.
pub(crate) fn draw_graticule(canvas: &mut Canvas<'_>, view: &View) {
    let graticule = Graticule::of(view);
    let meridians = graticule.meridians.iter().map(|lon| graticule.meridian(view, *lon));
    let parallels = graticule.parallels.iter().map(|lat| graticule.parallel(view, *lat));
    let d: String = meridians.chain(parallels).map(|line| path(&line, false)).collect();
    let colour = canvas.palette.graticule;
    canvas.put(format_args!(
        r#"<path d="{d}" fill="none" stroke="{colour}" stroke-width="0.35" stroke-opacity="0.8"/>"#
    ));
}

fn tick(canvas: &mut Canvas<'_>, from: (f64, f64), to: (f64, f64)) {
    let [x0, y0, x1, y1] = [from.0, from.1, to.0, to.1].map(N);
    let ink = canvas.palette.frame;
    canvas
        .put(format_args!(r#"<path d="M{x0} {y0}L{x1} {y1}" stroke="{ink}" stroke-width="0.5"/>"#));
}

/// The meridians and parallels that are marked, in degrees.
struct Graticule {
    meridians: Vec<f64>,
    parallels: Vec<f64>,
    bounds: [f64; 4],
}

impl Graticule {
    fn of(view: &View) -> Self {
        // Of what is seen, which is more than what has to be shown: a long district leaves room.
        let [west, south, east, north] = view.seen();
        let (wide, high) = ((east - west).max(0.01), (north - south).max(0.01));
        // A little beyond, so that every line reaches the frame.
        let bounds = [
            west - wide / 10.0,
            (south - high / 10.0).max(-89.0),
            east + wide / 10.0,
            (north + high / 10.0).min(89.0),
        ];
        let wanted = wide.max(high) * 60.0 / LINES;
        let step = STEPS.into_iter().find(|step| *step >= wanted).unwrap_or(3_600.0) / 60.0;
        Self {
            meridians: multiples(step, bounds[0], bounds[2]),
            parallels: multiples(step, bounds[1], bounds[3]),
            bounds,
        }
    }

    fn meridian(&self, view: &View, lon: f64) -> Vec<(f64, f64)> {
        let [_, south, _, north] = self.bounds;
        steps(south, north).map(|lat| view.place(Coord { x: lon, y: lat })).collect()
    }

    fn parallel(&self, view: &View, lat: f64) -> Vec<(f64, f64)> {
        let [west, _, east, _] = self.bounds;
        steps(west, east).map(|lon| view.place(Coord { x: lon, y: lat })).collect()
    }
}

fn steps(from: f64, to: f64) -> impl Iterator<Item = f64> {
    (0..=60).map(move |step| from + (to - from) * f64::from(step) / 60.0)
}

fn multiples(step: f64, from: f64, to: f64) -> Vec<f64> {
    let first = (from / step).ceil();
    (0..100).map(|k| (first + f64::from(k)) * step).take_while(|value| *value <= to).collect()
}

/// Where a line meets an edge of the map: the x at height `edge` if `level`, else the y at `edge`.
fn crossing(line: &[(f64, f64)], map: &Rect, edge: f64, level: bool) -> Option<f64> {
    let turned = |p: (f64, f64)| if level { (p.1, p.0) } else { p };
    let (low, high) = if level { (map.x, map.right()) } else { (map.y, map.bottom()) };
    line.windows(2).find_map(|pair| {
        let ((a0, b0), (a1, b1)) = (turned(pair[0]), turned(pair[1]));
        let crosses = (a0 <= edge) != (a1 <= edge);
        let at = b0 + (edge - a0) / (a1 - a0) * (b1 - b0);
        (crosses && (low + 1.0..=high - 1.0).contains(&at)).then_some(at)
    })
}

/// An angle in degrees, minutes and, where it needs them, seconds.
fn degrees(value: f64, (positive, negative): (char, char)) -> String {
    let side = if value < 0.0 { negative } else { positive };
    let seconds = (value.abs() * 3_600.0).round();
    let (whole, minutes, seconds) =
        ((seconds / 3_600.0).floor(), (seconds / 60.0).floor() % 60.0, seconds % 60.0);
    if seconds == 0.0 {
        format!("{whole:.0}°{minutes:02.0}′{side}")
    } else {
        format!("{whole:.0}°{minutes:02.0}′{seconds:02.0}″{side}")
    }
}

/// Places at the edges of the map for cards of these sizes, in which they cover the least: corners where they do as well.
pub(crate) fn at_edges(ink: &Ink, sizes: &[(f64, f64)]) -> Vec<Rect> {
    let room = ink.area().grown(-INSET);
    let mut cards: Vec<Rect> = Vec::new();
    for (width, height) in sizes.iter().copied() {
        let (across, down) = (room.width - width, room.height - height);
        let free = edges().into_iter().map(|(right, below)| {
            Rect::new(room.x + right * across, room.y + below * down, width, height)
        });
        let free = free.filter(|rect| cards.iter().all(|card| !card.grown(INSET).overlaps(rect)));
        let covered = |rect: &Rect| {
            // Ground of parks as well, though names may stand on it.
            ink.sum(rect) + 60.0 * ink.owned(rect, |owner| f64::from(u8::from(owner.is_some())))
        };
        // The first of equals.
        let best = free.min_by(|a, b| covered(a).total_cmp(&covered(b)));
        cards.push(best.unwrap_or(Rect::new(room.x, room.y + down, width, height)));
    }
    cards
}

/// Cards keep this far from the frame and from each other.
const INSET: f64 = 8.0;

/// Places along the edges, as shares of the way to the right and down: the corners first, then what lies between.
fn edges() -> Vec<(f64, f64)> {
    let mut all = vec![(0.0, 1.0), (1.0, 1.0), (0.0, 0.0), (1.0, 0.0)];
    for share in (1..16).map(|step| f64::from(step) / 16.0) {
        all.extend([(share, 1.0), (1.0, share), (0.0, share), (share, 0.0)]);
    }
    all
}

/// Draws the ground of a card.
pub(crate) fn draw_card(canvas: &mut Canvas<'_>, card: &Rect) {
    let edge = canvas.palette.rule;
    canvas.put(format_args!(
        r##"<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="#ffffff" fill-opacity="0.95" stroke="{edge}" stroke-width="0.5"/>"##,
        N(card.x),
        N(card.y),
        N(card.width),
        N(card.height),
    ));
}

/// Draws the scale bar and the north arrow on a card.
pub(crate) fn draw_scale(canvas: &mut Canvas<'_>, card: &Rect, view: &View, options: &MapOptions) {
    let (ink, muted) = (canvas.palette.frame, canvas.palette.muted);
    draw_card(canvas, card);
    north_arrow(canvas, card.x + 19.0, card.y + card.height / 2.0 + 4.0);
    let (x, y) = (card.x + 42.0, card.y + 22.0);
    let length_m = nice_length(128.0 / view.points_per_metre());
    let unit = view.points_per_metre() * length_m;
    let (parts, in_km) = (4, length_m >= 1_000.0);
    for part in 0..parts {
        let fill = if part % 2 == 0 { ink } else { "#ffffff" };
        let step = unit / f64::from(parts);
        canvas.put(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="4.2" fill="{fill}" stroke="{ink}" stroke-width="0.5"/>"#,
            N(x + step * f64::from(part)),
            N(y),
            N(step),
        ));
    }
    let style = Type::regular(6.4, ink).anchored(Anchor::Middle);
    for (share, last) in [(0.0, false), (0.5, false), (1.0, true)] {
        let value = length_m * share / if in_km { 1_000.0 } else { 1.0 };
        let label = format!("{}", N(value));
        let metres = text("米", "m");
        let label = match (last, in_km) {
            (false, _) => label,
            (true, true) => format!("{label} {}", kilometres(options)),
            (true, false) => format!("{label} {}", options.lang.lead(&metres)),
        };
        canvas.text(x + unit * share, y - 4.0, style, &label);
    }
    let ratio = view.ratio(options);
    let size = format!("{:?}", options.page);
    let words = text(&format!("{ratio}（{size} 纸）"), &format!("{ratio} on {size}"));
    let style = Type::regular(6.4, ink);
    let lead = canvas.text(x, y + 16.5, style, options.lang.lead(&words));
    if let Some(second) = options.lang.second(&words) {
        let left = card.right() - x - lead - 10.0;
        let (size, second) = fitted(canvas, second, (6.0, LEAST), Weight::Regular, left);
        canvas.text(x + lead + 4.0, y + 16.5, Type::regular(size, muted), &second);
    }
}

fn north_arrow(canvas: &mut Canvas<'_>, x: f64, y: f64) {
    let ink = canvas.palette.frame;
    let (x0, top) = (N(x), N(y - 11.0));
    canvas.put(format_args!(
        r#"<path d="M{x0} {top}l-6 20l6 -4.5Z" fill="{ink}" stroke="{ink}" stroke-width="0.5" stroke-linejoin="round"/>"#
    ));
    canvas.put(format_args!(
        r##"<path d="M{x0} {top}l6 20l-6 -4.5Z" fill="#ffffff" stroke="{ink}" stroke-width="0.5" stroke-linejoin="round"/>"##
    ));
    canvas.text(x, y - 13.5, Type::bold(8.0, ink).anchored(Anchor::Middle), "N");
}

/// The longest of 1, 2, 4, 5 times a power of ten that does not exceed `most`.
pub(super) fn nice_length(most: f64) -> f64 {
    let power = 10_f64.powf(most.log10().floor());
    let found = [5.0, 4.0, 2.0, 1.0].into_iter().find(|digit| digit * power <= most * 1.000_001);
    found.unwrap_or(1.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_read_as_on_maps() {
        assert_eq!(degrees(121.0, ('E', 'W')), "121°00′E");
        assert_eq!(degrees(-0.25, ('N', 'S')), "0°15′S");
        assert_eq!(degrees(30.004_166_7, ('N', 'S')), "30°00′15″N");
    }

    /// Where all corners hold signs and a place between them holds none, the cards stand there, and not on each other.
    #[test]
    fn cards_stand_on_no_sign_while_there_is_room() {
        let map = Rect::new(40.0, 90.0, 800.0, 600.0);
        let mut ink = Ink::over(map);
        for (right, below) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            ink.point(map.x + 30.0 + right * 740.0, map.y + 30.0 + below * 540.0, 5.0);
        }
        ink.seal();
        let cards = at_edges(&ink, &[(112.0, 86.0), CARD]);
        assert!(cards.iter().all(|card| ink.sum(card) < 1e-9), "{cards:?}");
        assert!(!cards[0].overlaps(&cards[1]));
        let mut bare = Ink::over(map);
        bare.seal();
        let corner = at_edges(&bare, &[CARD])[0];
        assert!((corner.x - map.x - INSET).abs() < 1e-9, "a corner where all is free");
    }

    #[test]
    fn lengths_are_round() {
        assert_eq!(
            [7_300.0, 4_999.0, 1_000.0, 0.5].map(nice_length),
            [5_000.0, 4_000.0, 1_000.0, 0.5]
        );
    }

    /// A length on the ground, along a parallel through the middle of the map, is as long on the
    /// sheet as the scale bar says.
    #[test]
    fn the_scale_bar_is_true() {
        use geo::{Distance, Geodesic, Point};
        let (west, east) = (Coord { x: 121.0, y: 30.8 }, Coord { x: 121.4, y: 30.8 });
        let layout = Layout::of(super::super::page::PageSize::A3, 0.0, 0);
        let view = View::of(&[west, east], &layout, None).unwrap();
        let ground = Geodesic.distance(Point(west), Point(east));
        let ((x0, y0), (x1, y1)) = (view.place(west), view.place(east));
        let ratio = (x1 - x0).hypot(y1 - y0) / view.points_per_metre() / ground;
        // As far as the grid is: its central meridian lies a degree and more to the west.
        assert!((ratio - 1.0).abs() < 2e-4, "{ratio}");
    }
}
