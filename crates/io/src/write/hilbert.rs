//! The order of a Hilbert curve, in which neighbours on the ground are neighbours in the file.

use parkward_geometry::hilbert;

/// Cells along each side, as a power of 2.
const LEVELS: u32 = 16;

/// A rectangle: west, south, east, north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: [f64; 2],
    pub(super) high: [f64; 2],
}

impl Bounds {
    /// What holds nothing.
    pub(super) const EMPTY: Self = Self { low: [f64::INFINITY; 2], high: [f64::NEG_INFINITY; 2] };

    /// The smallest rectangle over both.
    pub(super) fn with(&self, other: &Self) -> Self {
        let low = [self.low[0].min(other.low[0]), self.low[1].min(other.low[1])];
        let high = [self.high[0].max(other.high[0]), self.high[1].max(other.high[1])];
        Self { low, high }
    }

    /// Whether it holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        !(self.low[0] <= self.high[0] && self.low[1] <= self.high[1])
    }
}

/// Positions of `0..length` in the order of a Hilbert curve of 2¹⁶ × 2¹⁶ cells over `within`, ties by
/// position; those without bounds come last. O(n log n), 8 bytes each.
pub(super) fn hilbert_order(
    length: usize,
    within: Bounds,
    bounds: impl Fn(usize) -> Bounds,
) -> Vec<u32> {
    let key = |index: usize| {
        let Bounds { low, high } = bounds(index);
        let number = u64::try_from(index).expect("positions fit in 64 bits");
        let middle = [f64::midpoint(low[0], high[0]), f64::midpoint(low[1], high[1])];
        let along = match low[0] <= high[0] {
            true => hilbert(cell(middle[0], within, 0), cell(middle[1], within, 1), LEVELS),
            false => u64::from(u32::MAX),
        };
        along << 32 | number
    };
    let mut keys: Vec<u64> = (0..length).map(key).collect();
    keys.sort_unstable();
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is the position")]
    keys.into_iter().map(|key| key as u32).collect()
}

/// The column or row of the curve's cells.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 to 65535")]
fn cell(at: f64, within: Bounds, axis: usize) -> u32 {
    let width = within.high[axis] - within.low[axis];
    let share = if width > 0.0 { (at - within.low[axis]) / width } else { 0.0 };
    (share.clamp(0.0, 1.0) * 65_535.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_ordered_once_and_what_has_no_place_comes_last() {
        let bounds = |index: usize| match index {
            3 => Bounds::EMPTY,
            _ => Bounds { low: [(index * 7 % 10) as f64; 2], high: [10.0; 2] },
        };
        let within = Bounds { low: [0.0; 2], high: [10.0; 2] };
        let order = hilbert_order(10, within, bounds);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..10).collect::<Vec<_>>());
        assert_eq!(order.last(), Some(&3));
        assert!(hilbert_order(0, Bounds::EMPTY, bounds).is_empty());
    }
}
