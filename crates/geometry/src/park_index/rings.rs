//! Point in boundary, exactly.

use geo::kernels::{Kernel, RobustKernel};
use geo::{Orientation, coordinate_position::CoordPos};
use geo_types::{Coord, MultiPolygon};
use std::ops::Range;

/// All boundaries' rings, flat. Planar in longitude and latitude, where GeoJSON's edges are straight
/// (RFC 7946 §3.1.1).
#[derive(Clone, Debug, Default)]
pub(super) struct Rings {
    vertices: Vec<Coord<f64>>,
    /// The vertices of each ring, the last equal to the first.
    rings: Vec<Range<usize>>,
    /// The rings of each part of a boundary, the outer one first.
    parts: Vec<Range<usize>>,
}

/// Which parts are a park's boundary.
pub(super) type Parts = Range<usize>;

impl Rings {
    pub(super) fn add(&mut self, boundary: &MultiPolygon<f64>) -> Parts {
        let first_part = self.parts.len();
        for part in boundary.iter().filter(|part| !part.exterior().0.is_empty()) {
            let first_ring = self.rings.len();
            for ring in std::iter::once(part.exterior()).chain(part.interiors()) {
                let first = self.vertices.len();
                self.vertices.extend_from_slice(&ring.0);
                self.rings.push(first..self.vertices.len());
            }
            self.parts.push(first_ring..self.rings.len());
        }
        first_part..self.parts.len()
    }

    /// Adds a lone vertex, which contains nothing, and gives back its number.
    pub(super) fn add_point(&mut self, at: Coord<f64>) -> usize {
        self.vertices.push(at);
        self.vertices.len() - 1
    }

    /// The rings of a boundary with the number of each ring's first vertex.
    pub(super) fn chains(&self, parts: Parts) -> impl Iterator<Item = (usize, &[Coord<f64>])> {
        let rings = self.parts[parts].iter().flat_map(|part| &self.rings[part.clone()]);
        rings.map(|ring| (ring.start, &self.vertices[ring.clone()]))
    }

    /// The edge that starts at a vertex; of no length at a lone vertex.
    pub(super) fn edge(&self, from: usize) -> (Coord<f64>, Coord<f64>) {
        (self.vertices[from], *self.vertices.get(from + 1).unwrap_or(&self.vertices[from]))
    }

    /// Whether the boundary holds the point: in a part and not in one of its holes; edges, of holes
    /// too, belong to it. Exact: orientation is by adaptive arithmetic (Shewchuk 1997).
    pub(super) fn contain(&self, parts: Parts, at: Coord<f64>) -> bool {
        self.parts[parts].iter().any(|part| {
            let mut rings = self.rings[part.clone()]
                .iter()
                .map(|ring| position(&self.vertices[ring.clone()], at));
            match rings.next() {
                None | Some(CoordPos::Outside) => false,
                Some(CoordPos::OnBoundary) => true,
                Some(CoordPos::Inside) => rings.all(|hole| hole != CoordPos::Inside),
            }
        })
    }
}

/// Where the point is to a closed ring, by the number of edges that a ray east of it crosses.
fn position(ring: &[Coord<f64>], at: Coord<f64>) -> CoordPos {
    let mut inside = false;
    for edge in ring.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        let upward = b.y > at.y;
        if (a.y > at.y) != upward {
            // One end is above the ray, the other on it or below.
            if a.x < at.x && b.x < at.x {
                continue;
            }
            if a.x > at.x && b.x > at.x {
                inside = !inside;
                continue;
            }
            match RobustKernel::orient2d(a, b, at) {
                Orientation::Collinear => return CoordPos::OnBoundary,
                Orientation::CounterClockwise => inside ^= upward,
                Orientation::Clockwise => inside ^= !upward,
            }
        } else if a.y == at.y {
            // Both ends on the ray, or the edge only touches it with this end.
            let level = b.y == at.y && (a.x <= at.x) != (b.x <= at.x);
            if level || a == at || b == at {
                return CoordPos::OnBoundary;
            }
        }
    }
    match inside {
        true => CoordPos::Inside,
        false => CoordPos::Outside,
    }
}
