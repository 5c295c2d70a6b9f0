//! What stands where on the map already: how much would be covered, and whose ground it is.

use super::page::Rect;

/// Side of a cell in points.
const CELL: f64 = 3.0;

/// Nobody's ground.
const NOBODY: u32 = u32::MAX;

/// A raster over the map: a weight of ink and an owner in every cell. Sums over rectangles of ink
/// take constant time, those of owners as many steps as they have cells.
pub(crate) struct Ink {
    area: Rect,
    columns: usize,
    rows: usize,
    weight: Vec<f64>,
    /// Sums of `weight` above and left of each corner; empty until sealed.
    sums: Vec<f64>,
    owner: Vec<u32>,
}

impl Ink {
    pub(crate) fn over(area: Rect) -> Self {
        let columns = cells(area.width / CELL).max(1);
        let rows = cells(area.height / CELL).max(1);
        let all = columns * rows;
        Self {
            area,
            columns,
            rows,
            weight: vec![0.0; all],
            sums: Vec::new(),
            owner: vec![NOBODY; all],
        }
    }

    /// The rectangle that it covers.
    pub(crate) fn area(&self) -> Rect {
        self.area
    }

    fn cell(&self, x: f64, y: f64) -> Option<usize> {
        if !self.area.contains(x, y) {
            return None;
        }
        let column = index((x - self.area.x) / CELL, self.columns - 1);
        let row = index((y - self.area.y) / CELL, self.rows - 1);
        Some(row * self.columns + column)
    }

    /// Puts ink on a point.
    pub(crate) fn point(&mut self, x: f64, y: f64, weight: f64) {
        if let Some(cell) = self.cell(x, y) {
            self.weight[cell] += weight;
        }
    }

    /// Puts ink along a line, `weight` on every cell's length of it.
    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), weight: f64) {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        // Sites far outside the map are cut off, not followed.
        let steps = (length / CELL).ceil().clamp(1.0, 2_000.0);
        let mut step = 0.5;
        while step < steps {
            let t = step / steps;
            self.point(from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t, weight);
            step += 1.0;
        }
    }

    /// Gives the ground within `rings` (even-odd) to `owner`, and puts ink on it.
    pub(crate) fn ground(&mut self, rings: &[Vec<(f64, f64)>], owner: Option<u32>, weight: f64) {
        for row in 0..self.rows {
            let y = self.area.y + (row as f64 + 0.5) * CELL;
            let mut crossings: Vec<f64> =
                rings.iter().flat_map(|ring| crossings(ring, y)).collect();
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                for column in 0..self.columns {
                    let x = self.area.x + (column as f64 + 0.5) * CELL;
                    if pair[0] <= x && x < pair[1] {
                        let cell = row * self.columns + column;
                        self.weight[cell] += weight;
                        if let Some(owner) = owner {
                            self.owner[cell] = owner;
                        }
                    }
                }
            }
        }
    }

    /// Ends the drawing: sums may be asked from now on.
    pub(crate) fn seal(&mut self) {
        let stride = self.columns + 1;
        self.sums = vec![0.0; stride * (self.rows + 1)];
        for row in 0..self.rows {
            let mut along = 0.0;
            for column in 0..self.columns {
                along += self.weight[row * self.columns + column];
                self.sums[(row + 1) * stride + column + 1] =
                    self.sums[row * stride + column + 1] + along;
            }
        }
    }

    fn span(&self, rect: &Rect) -> (usize, usize, usize, usize) {
        let left = index((rect.x - self.area.x) / CELL, self.columns);
        let right = index(((rect.right() - self.area.x) / CELL).ceil(), self.columns);
        let top = index((rect.y - self.area.y) / CELL, self.rows);
        let bottom = index(((rect.bottom() - self.area.y) / CELL).ceil(), self.rows);
        (left, right, top, bottom)
    }

    /// The ink in a rectangle.
    pub(crate) fn sum(&self, rect: &Rect) -> f64 {
        let (left, right, top, bottom) = self.span(rect);
        let at = |row: usize, column: usize| self.sums[row * (self.columns + 1) + column];
        at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left)
    }

    /// The mean of `cost` over the cells of a rectangle, by the owner of each.
    pub(crate) fn owned(&self, rect: &Rect, cost: impl Fn(Option<u32>) -> f64) -> f64 {
        let (left, right, top, bottom) = self.span(rect);
        let mut total = 0.0;
        for row in top..bottom {
            for owner in &self.owner[row * self.columns + left..row * self.columns + right] {
                total += cost((*owner != NOBODY).then_some(*owner));
            }
        }
        total / ((right - left) * (bottom - top)).max(1) as f64
    }
}

/// Where a horizontal line crosses a closed ring.
fn crossings(ring: &[(f64, f64)], y: f64) -> impl Iterator<Item = f64> + '_ {
    ring.windows(2).filter_map(move |edge| {
        let ((x0, y0), (x1, y1)) = (edge[0], edge[1]);
        ((y0 <= y) != (y1 <= y)).then(|| x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    })
}

#[expect(clippy::cast_possible_truncation, reason = "a sheet has few cells")]
#[expect(clippy::cast_sign_loss, reason = "clamped")]
fn index(position: f64, most: usize) -> usize {
    (position.max(0.0) as usize).min(most)
}

fn cells(length: f64) -> usize {
    index(length.ceil(), 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_what_was_put_there() {
        let mut ink = Ink::over(Rect::new(10.0, 10.0, 300.0, 200.0));
        ink.point(100.0, 100.0, 2.0);
        ink.point(9.0, 100.0, 5.0); // outside
        ink.line((20.0, 20.0), (50.0, 20.0), 1.0);
        ink.seal();
        assert!((ink.sum(&Rect::new(0.0, 0.0, 999.0, 999.0)) - 12.0).abs() < 1e-9);
        assert!((ink.sum(&Rect::about(100.0, 100.0, 8.0, 8.0)) - 2.0).abs() < 1e-9);
        assert!(ink.sum(&Rect::new(200.0, 150.0, 30.0, 30.0)).abs() < 1e-9);
    }

    #[test]
    fn ground_has_its_owner_and_holes_have_none() {
        let mut ink = Ink::over(Rect::new(0.0, 0.0, 90.0, 90.0));
        let square = |a: f64, b: f64| vec![(a, a), (b, a), (b, b), (a, b), (a, a)];
        ink.ground(&[square(0.0, 60.0), square(30.0, 45.0)], Some(7), 0.0);
        ink.seal();
        let mine = |rect| ink.owned(&rect, |owner| f64::from(u8::from(owner == Some(7))));
        assert!((mine(Rect::new(3.0, 3.0, 20.0, 20.0)) - 1.0).abs() < 1e-9);
        assert!(mine(Rect::new(31.0, 31.0, 10.0, 10.0)).abs() < 1e-9);
        assert!(mine(Rect::new(65.0, 65.0, 10.0, 10.0)).abs() < 1e-9);
    }
}
