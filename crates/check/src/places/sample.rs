//! A few points of many.

use geo_types::Point;

/// At most so many of the points, spread evenly over them: the same whatever the order of rows.
pub(crate) fn some_of(mut points: Vec<Point<f64>>, most: usize) -> Vec<Point<f64>> {
    points.sort_by(|a, b| a.x().total_cmp(&b.x()).then(a.y().total_cmp(&b.y())));
    let step = points.len().div_ceil(most).max(1);
    points.into_iter().step_by(step).collect()
}
