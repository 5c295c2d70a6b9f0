//! Lines from where enterprises stand to where they go.

use super::canvas::{Canvas, N};
use super::symbols::TO_POINTS;
use parkward_planning::{Bucket, MOVE_MM, move_opacity};

/// Width of a line at the site and at the park, in points.
pub(crate) const WIDE: f64 = MOVE_MM[0] * TO_POINTS;
pub(crate) const NARROW: f64 = MOVE_MM[1] * TO_POINTS;
/// How far a line bows out, as a share of its length.
const BOW: f64 = 0.07;

/// One move on the sheet: from the site to the park's boundary.
pub(crate) type Move = ((f64, f64), (f64, f64));

/// Draws the moves: wide at the site, narrow at the park, all bowed to the same side so that lines
/// there and back part. The shortest are drawn last, for they hide least.
pub(crate) fn draw(canvas: &mut Canvas<'_>, moves: &[Move]) {
    let length = |m: &Move| (m.1.0 - m.0.0).hypot(m.1.1 - m.0.1);
    let mut order: Vec<&Move> = moves
        .iter()
        .filter(|m| {
            canvas.layout.map.contains(m.0.0, m.0.1) || canvas.layout.map.contains(m.1.0, m.1.1)
        })
        .filter(|m| length(m) > 0.5)
        .collect();
    order.sort_by(|a, b| length(b).total_cmp(&length(a)));
    let opacity = move_opacity(order.len());
    let colour = canvas.palette.verdict(Bucket::Moves);
    canvas.put(format_args!(r#"<g id="moves" fill="{colour}" fill-opacity="{}">"#, N(opacity)));
    for (from, to) in order {
        let d = tapered(*from, *to, WIDE, NARROW);
        canvas.put(format_args!(r#"<path d="{d}"/>"#));
    }
    canvas.put(format_args!("</g>"));
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
