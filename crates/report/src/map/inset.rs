//! The inset: where on the Earth the map lies, or where in the district a park's page lies.

use super::canvas::{Canvas, N};
use super::options::MapOptions;
use super::page::Rect;
use super::view::{View, path, polygons};
use geo_types::Geometry;
use std::fmt::Write as _;

/// Land of the Earth: by every second parallel, where it begins and ends, in degrees. Cut by
/// `scripts/data/land_runs.py` out of Natural Earth's 1:110 million, which is in the public domain.
/// Land without borders: nothing in it is anybody's claim.
const LAND: &str = include_str!("land.txt");
/// Steps along a parallel, in degrees.
const STEP: f64 = 3.0;

/// What an inset shows.
pub(crate) enum Inset<'a> {
    /// The globe, with the middle of the map marked: longitude and latitude in degrees.
    Globe((f64, f64)),
    /// A district or a city, with the ground of the map framed.
    Around(&'a View, &'a [Geometry<f64>]),
}

impl<'a> Inset<'a> {
    /// What the inset of a map shows, if it is to have one: of a part of the district, that district.
    pub(crate) fn of(options: &'a MapOptions, view: &'a View, of_part: bool) -> Option<Self> {
        if options.without_inset {
            return None;
        }
        let around = [(of_part, &options.outline), (true, &options.city)];
        let around = around.into_iter().find(|(wanted, outline)| *wanted && !outline.is_empty());
        Some(match around {
            Some((_, outline)) => Self::Around(view, outline),
            None => Self::Globe(view.middle_deg()),
        })
    }

    /// Width and height of its card.
    pub(crate) fn size(&self) -> (f64, f64) {
        match self {
            Self::Globe(_) => (86.0, 86.0),
            Self::Around(..) => (112.0, 86.0),
        }
    }

    /// Draws it on its card.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, card: &Rect) {
        super::frame::draw_card(canvas, card);
        match self {
            Self::Globe(middle) => globe(canvas, card, *middle),
            Self::Around(view, outline) => district(canvas, card, view, outline),
        }
    }
}

/// A place on the globe seen from above `middle`: right and up, in radii; `None` on the far side.
fn orthographic((lon, lat): (f64, f64), middle: (f64, f64)) -> Option<(f64, f64)> {
    let (phi, phi0) = (lat.to_radians(), middle.1.to_radians());
    let (sin, cos) = (lon - middle.0).to_radians().sin_cos();
    let near = phi0.sin() * phi.sin() + phi0.cos() * phi.cos() * cos;
    let up = phi0.cos() * phi.sin() - phi0.sin() * phi.cos() * cos;
    (near > 0.0).then(|| (phi.cos() * sin, up))
}

fn globe(canvas: &mut Canvas<'_>, card: &Rect, middle: (f64, f64)) {
    let (palette, (x, y)) = (canvas.palette, card.centre());
    let radius = card.height / 2.0 - 6.0;
    let (cx, cy, r) = (N(x), N(y), N(radius));
    canvas.put(format_args!(
        r#"<circle cx="{cx}" cy="{cy}" r="{r}" fill="{}" stroke="{}" stroke-width="0.6"/>"#,
        palette.surround, palette.frame
    ));
    // Seen from above the middle latitudes, a district at high ones still has its surroundings.
    let eye = (middle.0, middle.1.clamp(-60.0, 60.0));
    let mut grid = String::new();
    let round = |turn: i32| f64::from(turn) * 30.0;
    let along = || (-30..=30).map(|step| f64::from(step) * 3.0);
    for turn in -6..6 {
        strand(&mut grid, along().map(|lat| (round(turn), lat)), eye, (x, y), radius);
    }
    for turn in -2..=2 {
        strand(&mut grid, along().map(|lon| (lon * 2.0, round(turn))), eye, (x, y), radius);
    }
    let graticule = palette.graticule;
    canvas.put(format_args!(
        r#"<path d="{grid}" fill="none" stroke="{graticule}" stroke-width="0.3"/>"#
    ));
    let mut land = String::new();
    for row in LAND.lines() {
        let mut words = row.split(' ');
        let Some(lat) = words.next().and_then(|lat| lat.parse::<f64>().ok()) else { continue };
        let runs = words.filter_map(|run| run.split_once(','));
        for (west, east) in
            runs.filter_map(|(w, e)| Some((w.parse::<f64>().ok()?, e.parse::<f64>().ok()?)))
        {
            let steps = ((east - west) / STEP).ceil().max(1.0);
            let places = std::iter::successors(Some(0.0), |step| Some(step + 1.0))
                .take_while(|step| *step <= steps)
                .map(|step| (west + (east - west) * step / steps, lat));
            strand(&mut land, places, eye, (x, y), radius);
        }
    }
    canvas.put(format_args!(
        r#"<path d="{land}" fill="none" stroke="{}" stroke-width="0.85" stroke-linejoin="round"/>"#,
        palette.town
    ));
    if let Some((right, up)) = orthographic(middle, eye) {
        let (x, y) = (N(x + right * radius), N(y - up * radius));
        canvas.put(format_args!(
            r##"<circle cx="{x}" cy="{y}" r="3" fill="{}" stroke="#ffffff" stroke-width="1"/>"##,
            palette.here
        ));
    }
}

/// Appends a line on the globe, as far as it is on this side.
fn strand(
    d: &mut String,
    places: impl Iterator<Item = (f64, f64)>,
    eye: (f64, f64),
    (x, y): (f64, f64),
    radius: f64,
) {
    let mut open = false;
    for place in places {
        let Some((right, up)) = orthographic(place, eye) else {
            open = false;
            continue;
        };
        let command = if open { 'L' } else { 'M' };
        // Writing to a String cannot fail.
        let _ = write!(d, "{command}{} {}", N(x + right * radius), N(y - up * radius));
        open = true;
    }
}

fn district(canvas: &mut Canvas<'_>, card: &Rect, page: &View, outline: &[Geometry<f64>]) {
    let palette = canvas.palette;
    let places: Vec<_> = outline.iter().flat_map(super::view::coordinates).collect();
    let Some(view) = View::within(&places, card.grown(-3.0)) else { return };
    let rings = outline.iter().flat_map(polygons).flat_map(|p| view.rings(&p));
    let d: String = rings.map(|ring| path(&ring, true)).collect();
    canvas.put(format_args!(
        r#"<path d="{d}" fill="{}" fill-rule="evenodd" stroke="{}" stroke-width="0.6"/>"#,
        palette.surround, palette.border
    ));
    let map = page.rect();
    let corners =
        [(map.x, map.y), (map.right(), map.bottom())].map(|at| view.place(page.ground(at)));
    let [(x0, y0), (x1, y1)] = corners;
    // What lies beyond the card is not shown, and a page smaller than a dot would be invisible.
    let inner = card.grown(-2.0);
    let clamp =
        |x: f64, y: f64| (x.clamp(inner.x, inner.right()), y.clamp(inner.y, inner.bottom()));
    let ((x0, y0), (x1, y1)) = (clamp(x0, y0), clamp(x1, y1));
    canvas.put(format_args!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{here}" fill-opacity="0.15" stroke="{here}" stroke-width="1.1"/>"#,
        N(x0),
        N(y0),
        N((x1 - x0).max(3.0)),
        N((y1 - y0).max(3.0)),
        here = palette.here,
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_far_side_is_not_seen() {
        assert_eq!(orthographic((0.0, 0.0), (0.0, 0.0)), Some((0.0, 0.0)));
        assert_eq!(orthographic((180.0, 0.0), (0.0, 0.0)), None);
        let (right, up) = orthographic((90.0 - 1e-9, 0.0), (0.0, 0.0)).unwrap();
        assert!((right - 1.0).abs() < 1e-9 && up.abs() < 1e-9);
        let (_, up) = orthographic((121.0, 60.0), (121.0, 30.0)).unwrap();
        assert!((up - 0.5).abs() < 1e-9);
    }

    #[test]
    fn land_lies_where_land_lies() {
        let on_land = |lon: f64, lat: i32| {
            let row = LAND.lines().find(|row| row.split(' ').next() == Some(&lat.to_string()));
            row.is_some_and(|row| {
                row.split(' ').skip(1).any(|run| {
                    let (west, east) = run.split_once(',').unwrap();
                    (west.parse::<f64>().unwrap()..=east.parse().unwrap()).contains(&lon)
                })
            })
        };
        assert!(on_land(116.0, 31) && on_land(10.0, 49) && on_land(-59.0, -31));
        assert!(!on_land(128.0, 31) && !on_land(-30.0, 31));
    }
}
