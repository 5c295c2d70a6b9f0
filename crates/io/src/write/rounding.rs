//! Coordinates as text formats have them.

use geo::{Coord, MapCoords, MultiLineString, MultiPolygon};
use parkward_geometry::{Crs, is_valid};
use std::borrow::Cow;

/// What coordinates are rounded to: 7 decimals of a degree (11 mm), or 3 of a metre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rounding(f64);

impl Rounding {
    pub(super) const DEGREES: Self = Self(1e7);
    const METRES: Self = Self(1e3);

    pub(super) fn of(crs: &Crs) -> Self {
        let projected = crs.transformer().is_ok_and(|transformer| transformer.is_projected());
        if projected { Self::METRES } else { Self::DEGREES }
    }

    pub(super) fn is_degrees(self) -> bool {
        self == Self::DEGREES
    }

    pub(super) fn coord(self, c: Coord<f64>) -> Coord<f64> {
        let round = |number: f64| (number * self.0).round() / self.0;
        Coord { x: round(c.x), y: round(c.y) }
    }

    /// A line.
    pub(super) fn path(self, path: &[Coord<f64>]) -> Vec<Coord<f64>> {
        path.iter().map(|c| self.coord(*c)).collect()
    }

    /// Lines.
    pub(super) fn lines(self, lines: &MultiLineString<f64>) -> MultiLineString<f64> {
        lines.map_coords(|c| self.coord(c))
    }

    /// The boundary, unless rounding makes it invalid.
    pub(super) fn boundary(self, boundary: &MultiPolygon<f64>) -> Cow<'_, MultiPolygon<f64>> {
        let rounded = boundary.map_coords(|c| self.coord(c));
        if rounded == *boundary {
            return Cow::Borrowed(boundary); // it is as valid as it was
        }
        if is_valid(&rounded) { Cow::Owned(rounded) } else { Cow::Borrowed(boundary) }
    }
}
