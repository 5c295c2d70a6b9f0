//! Numbers beside signs: each where there is room, or not at all.

use super::canvas::{Canvas, Type};
use super::ink::Ink;
use super::page::Rect;
use super::phrase::LEAST;
use crate::fonts::Weight;
use std::collections::HashMap;

/// A number is left out where it would cover more ink than this.
const DEAR: f64 = 6.0;
/// Side of the cells by which taken ground is found, in points.
const CELL: f64 = 24.0;

/// A sign that has a number.
pub(crate) struct Numbered {
    pub(crate) at: (f64, f64),
    /// From the middle of the sign to its edge.
    pub(crate) radius: f64,
    pub(crate) number: String,
    /// Whether the number may stand on the sign itself, which is large or a ground.
    pub(crate) upon: bool,
}

/// Draws the numbers for which there is room, in their order, beside their signs and on nothing else; returns how many.
/// O(n) where signs are spread.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    signs: &[Numbered],
    ink: &Ink,
    taken: &[Rect],
    colour: &str,
) -> usize {
    let mut ground = Taken::default();
    taken.iter().for_each(|rect| ground.put(*rect));
    canvas.put(format_args!(r#"<g class="numbers">"#));
    let mut drawn = 0;
    for sign in signs {
        let width = canvas.fonts.width(&sign.number, LEAST, Weight::Regular) + 0.8;
        let best = places(sign, width)
            .into_iter()
            .filter(|rect| ink.area().covers(rect) && ground.is_free(rect))
            .map(|rect| (ink.sum(&rect), rect))
            .filter(|(cost, _)| *cost < DEAR || sign.upon)
            .min_by(|(a, _), (b, _)| a.total_cmp(b));
        let Some((_, rect)) = best else { continue };
        ground.put(rect);
        let style = Type::regular(LEAST, colour).with_halo(1.4);
        canvas.text(rect.x + 0.4, rect.bottom() - 1.2, style, &sign.number);
        drawn += 1;
    }
    canvas.put(format_args!("</g>"));
    drawn
}

/// Where a number may stand: on its sign, or at one of eight places around it.
fn places(sign: &Numbered, width: f64) -> Vec<Rect> {
    let (x, y) = sign.at;
    let height = LEAST + 0.4;
    let (dx, dy) = (sign.radius + 0.6 + width / 2.0, sign.radius + 0.6 + height / 2.0);
    let around = [
        (dx, 0.0),
        (-dx, 0.0),
        (0.0, -dy),
        (0.0, dy),
        (dx * 0.85, -dy * 0.85),
        (-dx * 0.85, -dy * 0.85),
        (dx * 0.85, dy * 0.85),
        (-dx * 0.85, dy * 0.85),
    ];
    let upon = sign.upon.then_some((0.0, 0.0));
    let all = upon.into_iter().chain(around);
    all.map(|(dx, dy)| Rect::about(x + dx, y + dy, width, height)).collect()
}

/// Ground that words stand on already.
#[derive(Default)]
struct Taken(HashMap<(i32, i32), Vec<Rect>>);

impl Taken {
    fn cells(rect: &Rect) -> impl Iterator<Item = (i32, i32)> {
        #[expect(clippy::cast_possible_truncation, reason = "a sheet has few cells")]
        let cell = |v: f64| (v / CELL).floor() as i32;
        let (left, right) = (cell(rect.x), cell(rect.right()));
        let rows = cell(rect.y)..=cell(rect.bottom());
        rows.flat_map(move |row| (left..=right).map(move |column| (row, column)))
    }

    fn put(&mut self, rect: Rect) {
        Self::cells(&rect).for_each(|cell| self.0.entry(cell).or_default().push(rect));
    }

    fn is_free(&self, rect: &Rect) -> bool {
        Self::cells(rect)
            .filter_map(|cell| self.0.get(&cell))
            .all(|rects| rects.iter().all(|other| !other.overlaps(rect)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::options::MapOptions;
    use super::*;

    #[test]
    fn numbers_stand_beside_their_signs_and_never_on_each_other() {
        let fonts = crate::Fonts::system().unwrap();
        let mut canvas = Canvas::new(&fonts, &MapOptions::default());
        let map = canvas.layout.map;
        let mut ink = Ink::over(map);
        ink.seal();
        let (x, y) = map.centre();
        let sign = |n: u32| Numbered {
            at: (x + f64::from(n % 8) * 6.0, y + f64::from(n / 8) * 5.0),
            radius: 2.0,
            number: (100 + n).to_string(),
            upon: false,
        };
        let signs: Vec<Numbered> = (0..64).map(sign).collect();
        let card = Rect::about(x, y, 20.0, 10.0);
        let drawn = draw(&mut canvas, &signs, &ink, &[card], "#000000");
        assert!((20..64).contains(&drawn), "{drawn}: some find room, not all");
        let mut ground = Taken::default();
        ground.put(card);
        let svg = canvas.finish();
        let of = |part: &str, name: &str| -> f64 {
            part.split(&format!(" {name}=\""))
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .parse()
                .unwrap()
        };
        for text in svg.split("<text").skip(1) {
            let rect = Rect::new(of(text, "x"), of(text, "y") - LEAST, 9.0, LEAST);
            assert!(ground.is_free(&rect), "{text}");
            ground.put(rect);
        }
    }
}
