//! Degrees as text formats have them: 7 decimals, 11 mm.

use geo::{Coord, MapCoords, MultiPolygon};
use parkward_geometry::is_valid;
use std::borrow::Cow;

/// The position at 7 decimals.
pub(super) fn rounded(c: Coord<f64>) -> Coord<f64> {
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    Coord { x: round(c.x), y: round(c.y) }
}

/// The boundary at 7 decimals, unless that makes it invalid.
pub(super) fn rounded_boundary(boundary: &MultiPolygon<f64>) -> Cow<'_, MultiPolygon<f64>> {
    let rounded = boundary.map_coords(rounded);
    if rounded == *boundary {
        return Cow::Borrowed(boundary); // it is as valid as it was
    }
    if is_valid(&rounded) { Cow::Owned(rounded) } else { Cow::Borrowed(boundary) }
}
