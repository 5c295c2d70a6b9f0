//! Parks beyond the frame: named at its edge, with the way and the distance to them.

use super::canvas::{Anchor, Canvas, N, Type};
use super::in_land::kilometres;
use super::options::MapOptions;
use super::page::Rect;
use super::panel::label;
use super::phrase::LEAST;
use super::territory::DrawnPark;
use super::view::{View, extent};
use crate::fonts::Weight;
use crate::numbers::decimal;

/// From the frame to the words, and the arrow's length.
const INSET: f64 = 12.0;

/// Names the parks of which nothing is seen; returns the ground that the names take, with what was taken before.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    parks: &[DrawnPark<'_>],
    options: &MapOptions,
    view: &View,
    taken: &[Rect],
) -> Vec<Rect> {
    let (map, mut taken) = (view.rect(), taken.to_vec());
    for park in parks.iter().filter(|park| !park.faded) {
        let Some(place) = extent(park.rings.iter().flatten().chain(&park.point)) else { continue };
        if map.overlaps(&place.grown(0.1)) {
            continue;
        }
        let (x, y) = place.centre();
        let at = map.grown(-INSET).nearest(x, y);
        let away = (x - at.0).hypot(y - at.1);
        let far = away / view.points_per_metre() / 1_000.0;
        let name = label(park.planned, options);
        let words = format!(
            "{} {} {}",
            options.lang.lead(&name),
            decimal(far, 0, options.lang.numbers()),
            kilometres(options)
        );
        let words = canvas.fonts.settable(&words);
        let width = canvas.fonts.width(&words, LEAST + 0.5, Weight::Regular) + 10.0;
        // Towards the middle of the map from the arrow.
        let side = if at.0 > map.centre().0 { -1.0 } else { 1.0 };
        let rect = Rect::about(at.0 + side * width / 2.0, at.1, width, 9.0);
        // Beside a name that stands there already, the next finds its room further along the edge.
        let free = (0..40).map(|step| {
            let by = f64::from((step + 1) / 2) * 10.0 * if step % 2 == 0 { 1.0 } else { -1.0 };
            Rect { y: rect.y + by, ..rect }
        });
        let mut free = free.filter(|rect| map.grown(-1.0).covers(rect));
        let Some(rect) = free.find(|rect| !taken.iter().any(|t| t.overlaps(rect))) else {
            continue;
        };
        taken.push(rect);
        let (tip, turn) = (if side < 0.0 { rect.right() - 4.0 } else { rect.x + 4.0 }, {
            (y - at.1).atan2(x - at.0).to_degrees()
        });
        let ink = canvas.palette.frame;
        canvas.put(format_args!(
            r#"<path d="M4 0L-2.5 2.6L-2.5 -2.6Z" fill="{ink}" transform="translate({} {}) rotate({})"/>"#,
            N(tip),
            N(rect.centre().1),
            N(turn),
        ));
        let anchor = if side < 0.0 { Anchor::End } else { Anchor::Start };
        let style = Type::regular(LEAST + 0.5, ink).anchored(anchor).with_halo(1.6);
        canvas.text(tip + side * 6.0, rect.centre().1 + 2.3, style, &words);
    }
    taken
}
