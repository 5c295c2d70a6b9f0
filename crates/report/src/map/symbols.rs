//! One sign for each verdict: told apart by colour, and by shape where there is no colour.

use super::canvas::{Canvas, N};
use super::colour::mixed;
use super::theme::Palette;
use parkward_planning::Bucket;

/// The buckets in the order in which they are drawn: what needs a decision lies on top.
pub(crate) const ORDER: [Bucket; 7] = [
    Bucket::InPark,
    Bucket::InParkCloses,
    Bucket::Closes,
    Bucket::Kept,
    Bucket::Moves,
    Bucket::Review,
    Bucket::Unplaced,
];

/// How the signs of a bucket are painted, as attributes of the group that holds them.
pub(crate) fn paint(palette: &Palette, bucket: Bucket, size: f64) -> String {
    let colour = palette.verdict(bucket);
    let dark = mixed(colour, "#000000", 0.72);
    let white = "#ffffff";
    let (fill, stroke, width) = match bucket {
        Bucket::InPark => (colour, white, 0.3),
        Bucket::InParkCloses | Bucket::Kept => (colour, white, 0.35),
        Bucket::Closes => ("none", colour, 0.95),
        Bucket::Moves => (white, colour, 0.95),
        Bucket::Review | Bucket::Unplaced | Bucket::Rejected => (colour, dark.as_str(), 0.6),
    };
    let width = N(width * size);
    format!(r#"fill="{fill}" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round""#)
}

/// Draws the sign of a bucket at a point. `size` 1 is the usual.
pub(crate) fn sign(canvas: &mut Canvas<'_>, bucket: Bucket, (x, y): (f64, f64), size: f64) {
    let at = |dx: f64, dy: f64| format!("{} {}", N(x + dx * size), N(y + dy * size));
    match bucket {
        Bucket::InPark => circle(canvas, x, y, 1.5 * size),
        Bucket::Moves => circle(canvas, x, y, 1.45 * size),
        Bucket::InParkCloses => {
            let r = 1.6;
            canvas.put(format_args!(
                r#"<path d="M{}L{}L{}L{}Z"/>"#,
                at(-r, -r),
                at(r, -r),
                at(r, r),
                at(-r, r),
            ));
        }
        Bucket::Closes => {
            let r = 1.85;
            canvas.put(format_args!(
                r#"<path d="M{}L{}M{}L{}"/>"#,
                at(-r, -r),
                at(r, r),
                at(-r, r),
                at(r, -r),
            ));
        }
        Bucket::Kept => {
            // A house.
            canvas.put(format_args!(
                r#"<path d="M{}L{}L{}L{}L{}Z"/>"#,
                at(0.0, -2.2),
                at(1.9, -0.4),
                at(1.9, 1.8),
                at(-1.9, 1.8),
                at(-1.9, -0.4),
            ));
        }
        Bucket::Review => {
            let r = 2.3;
            canvas.put(format_args!(
                r#"<path d="M{}L{}L{}L{}Z"/>"#,
                at(0.0, -r),
                at(r, 0.0),
                at(0.0, r),
                at(-r, 0.0),
            ));
        }
        Bucket::Unplaced => {
            canvas.put(format_args!(
                r#"<path d="M{}L{}L{}Z"/>"#,
                at(0.0, -2.9),
                at(2.7, 1.9),
                at(-2.7, 1.9),
            ));
        }
        Bucket::Rejected => {}
    }
}

fn circle(canvas: &mut Canvas<'_>, x: f64, y: f64, r: f64) {
    canvas.put(format_args!(r#"<circle cx="{}" cy="{}" r="{}"/>"#, N(x), N(y), N(r)));
}

/// The size of signs where `count` of them share the map: ordinary at 1,500, and such that the paper
/// they cover grows with the square root of their number; few are never huge.
pub(crate) fn size_for(count: usize) -> f64 {
    (1_500.0 / count.max(1) as f64).powf(0.25).clamp(0.4, 1.6)
}
