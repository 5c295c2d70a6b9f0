//! Features of GDAL: their geometry.

use ::gdal::vector::{Feature, Geometry, OGRwkbGeometryType};

/// The geometry of a feature, and whether a ring of it is open.
pub(super) fn geometry_of(feature: &Feature<'_>) -> (Option<geo_types::Geometry<f64>>, bool) {
    let geometry = feature.geometry();
    let unclosed = geometry.is_some_and(has_open_ring);
    (geometry.and_then(|geometry| geometry.to_geo().ok()), unclosed)
}

/// Whether a ring of a polygon ends elsewhere than it began.
fn has_open_ring(geometry: &Geometry) -> bool {
    let kind = ::gdal::vector::geometry_type_flatten(geometry.geometry_type());
    if kind == OGRwkbGeometryType::wkbPoint {
        return false;
    }
    let mut parts = (0..geometry.geometry_count()).map(|part| geometry.get_geometry(part));
    if kind == OGRwkbGeometryType::wkbMultiPolygon {
        return parts.any(|part| has_open_ring(&part));
    }
    kind == OGRwkbGeometryType::wkbPolygon
        && parts.any(|ring| {
            let last = i32::try_from(ring.point_count()).unwrap_or(0) - 1;
            last > 0 && ring.get_point(0) != ring.get_point(last)
        })
}
