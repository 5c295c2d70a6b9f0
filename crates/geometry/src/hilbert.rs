//! The Hilbert curve, along which neighbours mostly follow each other.

/// How far along the curve a cell is, of 2^`levels` × 2^`levels`, at most 2³¹ to a side (Hilbert 1891; from the
/// coarsest square to the finest, each turned so that the curve enters and leaves it at the right corners).
///
/// ```
/// use parkward_geometry::hilbert;
/// let corner = [[0, 0], [0, 1], [1, 1], [1, 0]].map(|[x, y]| hilbert(x, y, 1));
/// assert_eq!(corner, [0, 1, 2, 3]);
/// ```
#[must_use]
pub fn hilbert(mut x: u32, mut y: u32, levels: u32) -> u64 {
    let mut along = 0;
    for level in (0..levels).rev() {
        let half = 1 << level;
        let (right, up) = (x & half != 0, y & half != 0);
        let quarter = match (right, up) {
            (false, false) => 0,
            (false, true) => 1,
            (true, true) => 2,
            (true, false) => 3,
        };
        along = along << 2 | quarter;
        x &= half - 1;
        y &= half - 1;
        if !up {
            if right {
                (x, y) = (half - 1 - x, half - 1 - y);
            }
            (x, y) = (y, x);
        }
    }
    along
}

#[cfg(test)]
mod tests {
    use super::hilbert;

    #[test]
    fn the_curve_visits_every_cell_once_and_steps_to_neighbours() {
        for levels in [6, 16, 18] {
            let cells = (0..64_u32).flat_map(|x| (0..64_u32).map(move |y| (x, y)));
            let mut cells: Vec<(u64, u32, u32)> =
                cells.map(|(x, y)| (hilbert(x, y, levels), x, y)).collect();
            cells.sort_unstable();
            for (index, cell) in (0..).zip(&cells) {
                assert_eq!(cell.0, index);
            }
            for step in cells.windows(2) {
                assert_eq!(step[0].1.abs_diff(step[1].1) + step[0].2.abs_diff(step[1].2), 1);
            }
        }
    }
}
