//! Lines from where enterprises stand to where they go.

use super::canvas::{Canvas, N};
use super::symbols::TO_POINTS;
use parkward_planning::{Bucket, MOVE_MM, move_opacity};
use std::fmt::Write as _;

/// Width of a line at the site and at the park, in points.
pub(crate) const WIDE: f64 = MOVE_MM[0] * TO_POINTS;
pub(crate) const NARROW: f64 = MOVE_MM[1] * TO_POINTS;
/// Width of a line along roads.
const ON_ROADS: f64 = 0.8;
/// How far a line bows out, as a share of its length.
const BOW: f64 = 0.07;

/// One move on the sheet: from the site to the park's boundary, or along the roads to its gate.
pub(crate) struct Move(pub(crate) Vec<(f64, f64)>);

impl Move {
    fn ends(&self) -> ((f64, f64), (f64, f64)) {
        (self.0[0], self.0[self.0.len() - 1])
    }

    /// From end to end.
    fn length(&self) -> f64 {
        let (from, to) = self.ends();
        (to.0 - from.0).hypot(to.1 - from.1)
    }
}

/// Draws the moves: wide at the site, narrow at the park, all bowed to the same side so that lines
/// there and back part; along roads as the roads run. The shortest are drawn last, for they hide least.
pub(crate) fn draw(canvas: &mut Canvas<'_>, moves: &[Move]) {
    let map = &canvas.layout.map;
    let mut order: Vec<&Move> = moves
        .iter()
        .filter(|m| {
            let (from, to) = m.ends();
            map.contains(from.0, from.1) || map.contains(to.0, to.1)
        })
        .filter(|m| m.length() > 0.5)
        .collect();
    order.sort_by(|a, b| b.length().total_cmp(&a.length()));
    let opacity = move_opacity(order.len());
    let colour = canvas.palette.verdict(Bucket::Moves);
    canvas.put(format_args!(r#"<g id="moves" fill="{colour}" fill-opacity="{}">"#, N(opacity)));
    for step in order {
        match step.0[..] {
            [from, to] => {
                let d = tapered(from, to, WIDE, NARROW);
                canvas.put(format_args!(r#"<path d="{d}"/>"#));
            }
            _ => {
                let d = along(&step.0);
                canvas.put(format_args!(
                    r#"<path d="{d}" fill="none" stroke="{colour}" stroke-opacity="{}" stroke-width="{}" stroke-linejoin="round"/>"#,
                    N(opacity),
                    N(ON_ROADS)
                ));
            }
        }
    }
    canvas.put(format_args!("</g>"));
}

/// A line along vertices.
pub(crate) fn along(path: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for (index, (x, y)) in path.iter().enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        let _ = write!(d, "{letter}{} {}", N(*x), N(*y)); // writing to a String cannot fail
    }
    d
}

/// The outline of a bowed line that is `wide` points where it begins and `narrow` where it ends.
pub(crate) fn tapered(from: (f64, f64), to: (f64, f64), wide: f64, narrow: f64) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    let (nx, ny) = (dy / length, -dx / length);
    let bow = BOW * length;
    let middle = (f64::midpoint(from.0, to.0) + nx * bow, f64::midpoint(from.1, to.1) + ny * bow);
    let half = f64::midpoint(wide, narrow) / 2.0;
    let off = |(x, y): (f64, f64), by: f64| format!("{} {}", N(x + nx * by), N(y + ny * by));
    format!(
        "M{}Q{} {}L{}Q{} {}Z",
        off(from, wide / 2.0),
        off(middle, half),
        off(to, narrow / 2.0),
        off(to, -narrow / 2.0),
        off(middle, -half),
        off(from, -wide / 2.0),
    )
}
