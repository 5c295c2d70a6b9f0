//! One ring: closed, without repeated points.

use super::{InvalidBoundary, Repair};
use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo_types::{Coord, LineString, Polygon};

/// What a ring goes around, by itself.
pub(super) fn alone(ring: &LineString<f64>) -> Polygon<f64> {
    Polygon::new(ring.clone(), Vec::new())
}

/// The ring closed and without repeated points; fewer than four vertices are left of one that has
/// fewer than three distinct points.
pub(super) fn clean(
    ring: LineString<f64>,
    position: (usize, usize),
    repairs: &mut Vec<Repair>,
) -> Result<LineString<f64>, InvalidBoundary> {
    let mut vertices = ring.0;
    let wrong = |c: &Coord<f64>| !(c.x.abs() <= 180.0 && c.y.abs() <= 90.0);
    if let Some(vertex) = vertices.iter().position(wrong) {
        let Coord { x, y } = vertices[vertex];
        let (part, ring) = position;
        return Err(InvalidBoundary::NotOnGlobe { part, ring, vertex: vertex + 1, x, y });
    }
    if vertices.len() > 1 && vertices.first() != vertices.last() {
        vertices.push(vertices[0]);
        repairs.push(Repair::Closed);
    }
    // Whatever goes around the whole globe has its edges at ±180°.
    let is_over = |edge: &[Coord<f64>]| {
        (edge[0].x - edge[1].x).abs() > 180.0 && edge.iter().any(|c| c.x.abs() < 180.0)
    };
    if let Some(edge) = vertices.windows(2).position(is_over) {
        let (part, ring) = position;
        return Err(InvalidBoundary::OverAntimeridian { part, ring, vertex: edge + 1 });
    }
    let before = vertices.len();
    vertices.dedup();
    if before > vertices.len() {
        repairs.push(Repair::RepeatedPointsDropped(before - vertices.len()));
    }
    Ok(LineString(vertices))
}

/// Whether three of the ring's points differ.
pub(super) fn has_three_points(ring: &LineString<f64>) -> bool {
    let Some(&first) = ring.0.first() else { return false };
    let Some(&second) = ring.0.iter().find(|c| **c != first) else { return false };
    ring.0.iter().any(|c| *c != first && *c != second)
}

/// Whether a simple ring goes around any land: whether some of its points are not on one line.
pub(super) fn has_area(ring: &LineString<f64>) -> bool {
    let Some(&first) = ring.0.first() else { return false };
    let Some(&second) = ring.0.iter().find(|c| **c != first) else { return false };
    let side = |c: &Coord<f64>| RobustKernel::orient2d(first, second, *c);
    ring.0.iter().any(|c| side(c) != Orientation::Collinear)
}
