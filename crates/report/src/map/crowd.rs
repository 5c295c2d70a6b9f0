//! Too many for signs: enterprises counted in hexagons, moves gathered into streams.

use super::canvas::{Canvas, N};
use super::ink::Ink;
use super::moves;
use parkward_model::ParkId;
use std::collections::BTreeMap;

/// Radius of a hexagon in which enterprises are counted, in points.
const CELL: f64 = 6.0;
/// Radius of a hexagon whose moves to a park make one stream, in points.
const CATCHMENT: f64 = 26.0;
/// The most streams that stay readable.
const STREAMS: usize = 700;
/// Streams shorter than this are hidden by what they join, in points.
const SHORTEST: f64 = 5.0;
/// Width of the largest stream where it begins, in points.
const WIDEST: f64 = 6.0;

/// Row and column of a hexagon.
type Hexagon = (i32, i32);

/// Moves from about a place to a park: how many, and the sums of where they begin and end.
#[derive(Clone, Copy, Debug, Default)]
struct Stream {
    moves: usize,
    from: (f64, f64),
    to: (f64, f64),
}

impl Stream {
    fn ends(&self) -> ((f64, f64), (f64, f64)) {
        let n = self.moves.max(1) as f64;
        ((self.from.0 / n, self.from.1 / n), (self.to.0 / n, self.to.1 / n))
    }

    fn length(&self) -> f64 {
        let ((x0, y0), (x1, y1)) = self.ends();
        (x1 - x0).hypot(y1 - y0)
    }
}

/// Counts and streams.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crowd {
    cells: BTreeMap<Hexagon, usize>,
    streams: BTreeMap<(Hexagon, ParkId), Stream>,
}

impl Crowd {
    /// One more enterprise at a place.
    pub(crate) fn counts(&mut self, at: (f64, f64)) {
        *self.cells.entry(cell(at, CELL)).or_default() += 1;
    }

    /// One more move.
    pub(crate) fn moves(&mut self, from: (f64, f64), to: (f64, f64), park: &ParkId) {
        let stream = self.streams.entry((cell(from, CATCHMENT), park.clone())).or_default();
        stream.moves += 1;
        stream.from = (stream.from.0 + from.0, stream.from.1 + from.1);
        stream.to = (stream.to.0 + to.0, stream.to.1 + to.1);
    }

    /// The least count of each shade: round numbers, such that the palest three shades part most
    /// cells and the darkest two show where enterprises crowd.
    pub(crate) fn shades(&self) -> Vec<usize> {
        let mut counts: Vec<usize> = self.cells.values().copied().collect();
        counts.sort_unstable();
        let at = |share: f64| {
            let place = share * counts.len().saturating_sub(1) as f64;
            counts.iter().copied().enumerate().find(|(i, _)| *i as f64 >= place).map_or(1, |c| c.1)
        };
        let mut shades = vec![1];
        shades.extend([0.3, 0.6, 0.85, 0.97].map(|share| nice(at(share) as f64)));
        shades.dedup();
        shades
    }

    /// Draws the hexagons.
    pub(crate) fn draw_cells(&self, canvas: &mut Canvas<'_>) {
        let (shades, colours) = (self.shades(), canvas.palette.density);
        for (shade, colour) in (0..).zip(colours) {
            let upper = shades.get(shade + 1).copied().unwrap_or(usize::MAX);
            let Some(lower) = shades.get(shade) else { break };
            let of_shade = self.cells.iter().filter(|(_, n)| (*lower..upper).contains(n));
            let mut d = String::new();
            for (cell, _) in of_shade {
                d.push_str(&hexagon(middle(*cell, CELL), CELL));
            }
            canvas.put(format_args!(r#"<path d="{d}" fill="{colour}" fill-opacity="0.8"/>"#));
        }
    }

    /// The streams that are drawn, the largest first.
    fn largest(&self) -> Vec<&Stream> {
        let mut largest: Vec<&Stream> =
            self.streams.values().filter(|stream| stream.length() > SHORTEST).collect();
        // Stable: equal streams stay in the order of cells and parks.
        largest.sort_by_key(|stream| std::cmp::Reverse(stream.moves));
        largest.truncate(STREAMS);
        largest
    }

    /// Streams drawn, and the share of all moves that is in them, 0…1.
    pub(crate) fn drawn(&self) -> (usize, f64) {
        let all: usize = self.streams.values().map(|stream| stream.moves).sum();
        let largest = self.largest();
        let drawn: usize = largest.iter().map(|stream| stream.moves).sum();
        (largest.len(), drawn as f64 / all.max(1) as f64)
    }

    /// Draws the streams, the largest below.
    pub(crate) fn draw_streams(&self, canvas: &mut Canvas<'_>) {
        let largest = self.largest();
        let most = largest.first().map_or(1, |stream| stream.moves) as f64;
        let colour = canvas.palette.verdict(parkward_planning::Bucket::Moves);
        canvas.put(format_args!(
            r##"<g id="moves" fill="{colour}" fill-opacity="0.7" stroke="#ffffff" stroke-width="0.35" stroke-opacity="0.7">"##
        ));
        for stream in largest {
            let ((from, to), share) = (stream.ends(), (stream.moves as f64 / most).sqrt());
            let wide = (WIDEST * share).max(0.8);
            let d = moves::tapered(from, to, wide, wide * 0.25);
            canvas.put(format_args!(r#"<path d="{d}"/>"#));
        }
        canvas.put(format_args!("</g>"));
    }

    /// Puts ink where names should not stand.
    pub(crate) fn ink(&self, ink: &mut Ink) {
        for (cell, count) in &self.cells {
            let (x, y) = middle(*cell, CELL);
            ink.point(x, y, 1.0 + (*count as f64).log10());
        }
        for stream in self.largest() {
            let (from, to) = stream.ends();
            ink.line(from, to, 0.5);
        }
    }
}

/// The hexagon of `radius` that holds a place: points up, odd rows half a cell to the right.
fn cell((x, y): (f64, f64), radius: f64) -> Hexagon {
    let row = (y / (1.5 * radius)).floor();
    let candidates = [row, row + 1.0].map(|row| {
        let shift = if row.rem_euclid(2.0) < 0.5 { 0.0 } else { 0.5 };
        let column = (x / (3_f64.sqrt() * radius) - shift).round();
        whole(row, column)
    });
    let apart = |cell: Hexagon| {
        let (cx, cy) = middle(cell, radius);
        (cx - x).hypot(cy - y)
    };
    if apart(candidates[0]) <= apart(candidates[1]) { candidates[0] } else { candidates[1] }
}

#[expect(clippy::cast_possible_truncation, reason = "saturates far beyond any sheet")]
fn whole(row: f64, column: f64) -> Hexagon {
    (row as i32, column as i32)
}

/// The middle of a hexagon.
fn middle((row, column): Hexagon, radius: f64) -> (f64, f64) {
    let shift = if row.rem_euclid(2) == 0 { 0.0 } else { 0.5 };
    ((f64::from(column) + shift) * 3_f64.sqrt() * radius, f64::from(row) * 1.5 * radius)
}

/// The outline of a hexagon, a little smaller than its cell.
pub(crate) fn hexagon((x, y): (f64, f64), radius: f64) -> String {
    let r = radius * 0.94;
    let (half, dx) = (r / 2.0, r * 3_f64.sqrt() / 2.0);
    let [x0, y0, up, side] = [x, y - r, half, dx].map(N);
    let down = N(r);
    let (minus_side, minus_up, minus_down) = (N(-dx), N(-half), N(-r));
    format!("M{x0} {y0}l{side} {up}v{down}l{minus_side} {up}l{minus_side} {minus_up}v{minus_down}Z")
}

/// The nearest of 1, 2, 3, 5, 7 times a power of ten, in ratio; at least 1.
fn nice(value: f64) -> usize {
    let mut best = 1_usize;
    let mut power = 1_usize;
    while power < 1_000_000_000 {
        for digit in [1, 2, 3, 5, 7] {
            let tried = digit * power;
            let apart = |n: usize| (value / n as f64).ln().abs();
            if apart(tried) < apart(best) {
                best = tried;
            }
        }
        power *= 10;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::page::{Layout, PageSize};
    use super::*;

    #[test]
    fn a_place_lies_in_the_nearest_hexagon() {
        let mut seed = 9_u64;
        for _ in 0..2_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = ((seed >> 40) as f64 / 2e4, (seed >> 20 & 0xf_ffff) as f64 / 2e3);
            let found = cell(at, CELL);
            let apart = |c: Hexagon| {
                let (x, y) = middle(c, CELL);
                (x - at.0).hypot(y - at.1)
            };
            for row in -2..=2 {
                for column in -2..=2 {
                    let other = (found.0 + row, found.1 + column);
                    assert!(apart(found) <= apart(other) + 1e-9, "{at:?}");
                }
            }
            assert!(apart(found) <= CELL + 1e-9);
        }
    }

    #[test]
    fn everybody_is_in_a_cell_and_shades_cover_every_count() {
        let map = Layout::of(PageSize::A3, 0.0, 0).map;
        let mut crowd = Crowd::default();
        for n in 0..5_000_u32 {
            let share = f64::from(n) / 5_000.0;
            crowd.counts((map.x + map.width * share * share, map.centre().1));
        }
        assert_eq!(crowd.cells.values().sum::<usize>(), 5_000);
        let on_map = |cell: &Hexagon| {
            let (x, y) = middle(*cell, CELL);
            map.grown(CELL).contains(x, y)
        };
        assert!(crowd.cells.keys().all(on_map));
        let shades = crowd.shades();
        assert!(shades[0] == 1 && shades.windows(2).all(|pair| pair[0] < pair[1]), "{shades:?}");
    }

    #[test]
    fn streams_carry_the_moves_that_they_are_drawn_for() {
        let mut crowd = Crowd::default();
        let park = ParkId::from("p");
        for n in 0..10 {
            crowd.moves((100.0 + f64::from(n) * 0.1, 100.0), (200.0, 200.0), &park);
        }
        crowd.moves((200.0, 200.0), (200.5, 200.0), &park);
        let (streams, share) = crowd.drawn();
        assert_eq!(streams, 1);
        assert!((share - 10.0 / 11.0).abs() < 1e-9);
        assert_eq!(Crowd::default().drawn(), (0, 0.0));
    }
}
