//! Areas and lengths on the ellipsoid.

use crate::ellipsoid::area_under;
use geo::{Distance, Geodesic, Length};
use geo_types::{Coord, LineString, MultiPolygon, Point};
use parkward_model::{Footprint, Hectares, Metres};

/// Area of a boundary on the ellipsoid, its edges straight in longitude and latitude.
///
/// Holes are subtracted; the direction of rings does not matter. For edges up to some kilometres it
/// is the geodesic area to better than 10⁻⁶. 0 for an empty boundary. Rings that cross themselves
/// count by winding: [repair](crate::repair()) them first. Linear in the vertices.
///
/// ```
/// use geo_types::polygon;
/// // 0.01° by 0.01° at 30.8° N: 957 m by 1,109 m.
/// let square = polygon![(x: 121., y: 30.8), (x: 121.01, y: 30.8), (x: 121.01, y: 30.81), (x: 121., y: 30.81)];
/// let area = parkward_geometry::area(&square.into());
/// assert!((area.0 - 106.1).abs() < 0.1);
/// ```
pub fn area(boundary: &MultiPolygon<f64>) -> Hectares {
    let parts = boundary.iter().map(|part| {
        let holes: f64 = part.interiors().iter().map(ring_area).sum();
        (ring_area(part.exterior()) - holes).max(0.0)
    });
    Hectares(parts.sum::<f64>() / Hectares::SQUARE_METRES)
}

/// Area in m² of a closed ring, whichever way it runs.
fn ring_area(ring: &LineString<f64>) -> f64 {
    ring.lines().map(|edge| area_under(edge.start, edge.end)).sum::<f64>().abs()
}

/// Length of the geodesic between two points given in longitude and latitude (Karney 2013, to
/// nanometres). NaN if a coordinate is.
///
/// ```
/// use geo_types::Point;
/// let degree = parkward_geometry::distance_between(Point::new(121., 30.), Point::new(121., 31.));
/// assert!((degree.0 - 110_861.0).abs() < 1.0);
/// ```
pub fn distance_between(a: Point<f64>, b: Point<f64>) -> Metres {
    Metres(Geodesic.distance(a, b))
}

/// Length of a line on the ellipsoid, the sum of the geodesics between its vertices; 0 for fewer than
/// two.
///
/// ```
/// use geo_types::line_string;
/// let route = line_string![(x: 121., y: 30.), (x: 121., y: 31.), (x: 121., y: 30.)];
/// assert_eq!(parkward_geometry::length(&route).to_string(), "221.72 km");
/// ```
pub fn length(line: &LineString<f64>) -> Metres {
    Metres(Geodesic.length(line))
}

/// Visits every vertex of a footprint until one fails.
pub(crate) fn try_each_vertex<E>(
    footprint: &Footprint,
    mut visit: impl FnMut(Coord<f64>) -> Result<(), E>,
) -> Result<(), E> {
    match footprint {
        Footprint::Point(at) => visit(at.0),
        Footprint::Boundary(boundary) => boundary
            .iter()
            .flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()))
            .flat_map(|ring| &ring.0)
            .try_for_each(|c| visit(*c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, star};
    use geo::{Densify, GeodesicArea};

    #[test]
    fn areas_agree_with_karney_s_polygon_area() {
        let mut random = Random::new(11);
        for round in 0..40 {
            let size = random.within(0.002, 0.2);
            let centre = Coord { x: random.within(112.0, 122.5), y: random.within(22.0, 41.0) };
            let mut boundary = star(&mut random, centre, size, 12);
            let dense = geo::Euclidean.densify(&boundary, size / 2_000.0);
            let expected = dense.geodesic_area_signed().abs() / 10_000.0;
            let found = area(&boundary).0;
            assert!((found / expected - 1.0).abs() < 1e-6, "round {round}: {found} {expected}");
            for part in &mut boundary.0 {
                part.exterior_mut(|ring| ring.0.reverse());
            }
            assert!((area(&boundary).0 / found - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn nothing_has_no_area_and_no_length() {
        let nothing = MultiPolygon(Vec::new());
        assert_eq!(area(&nothing), Hectares(0.0));
        assert_eq!(length(&LineString(Vec::new())), Metres(0.0));
    }
}
