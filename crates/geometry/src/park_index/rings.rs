//! Point in boundary, exactly.

use crate::runs::Runs;
use geo::kernels::{Kernel, RobustKernel};
use geo::{Orientation, coordinate_position::CoordPos};
use geo_types::{Coord, MultiPolygon};
use std::ops::{ControlFlow, Range};

/// All boundaries' rings, flat. Planar in longitude and latitude, where GeoJSON's edges are straight
/// (RFC 7946 §3.1.1).
#[derive(Clone, Debug, Default)]
pub(super) struct Rings {
    vertices: Vec<Coord<f64>>,
    /// The vertices of each ring, the last equal to the first.
    rings: Vec<Range<usize>>,
    /// The boxes of each ring that is long enough for them to pay.
    runs: Vec<Option<Runs>>,
    /// The rings of each part of a boundary, the outer one first.
    parts: Vec<Range<usize>>,
}

/// From how many vertices on a ring has boxes.
const LONG: usize = 64;

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
                self.runs.push((ring.0.len() >= LONG).then(|| Runs::new(&ring.0)));
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

    /// How many vertices there are.
    pub(super) fn vertices(&self) -> usize {
        self.vertices.len()
    }

    /// Adds all of other rings, and says where what were their `parts` are now.
    pub(super) fn append(&mut self, other: Self, parts: Parts) -> Parts {
        let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
        let [vertices, rings, first_part] =
            [self.vertices.len(), self.rings.len(), self.parts.len()];
        self.vertices.extend(other.vertices);
        self.rings.extend(other.rings.into_iter().map(|ring| moved(ring, vertices)));
        self.runs.extend(other.runs);
        self.parts.extend(other.parts.into_iter().map(|part| moved(part, rings)));
        moved(parts, first_part)
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
            let mut rings = part.clone().map(|ring| {
                position(&self.vertices[self.rings[ring].clone()], self.runs[ring].as_ref(), at)
            });
            match rings.next() {
                None | Some(CoordPos::Outside) => false,
                Some(CoordPos::OnBoundary) => true,
                Some(CoordPos::Inside) => rings.all(|hole| hole != CoordPos::Inside),
            }
        })
    }
}

/// Whether a point is strictly inside a closed ring.
pub(crate) fn is_inside(ring: &[Coord<f64>], runs: &Runs, at: Coord<f64>) -> bool {
    position(ring, Some(runs), at) == CoordPos::Inside
}

/// Where the point is to a closed ring, by the number of edges that a ray east of it crosses. With
/// boxes, only the edges near the point are looked at.
fn position(ring: &[Coord<f64>], runs: Option<&Runs>, at: Coord<f64>) -> CoordPos {
    let (mut beyond, mut near) = (false, false);
    let Some(runs) = runs else {
        return match crossings(ring, at, &mut near) {
            ControlFlow::Break(()) => CoordPos::OnBoundary,
            ControlFlow::Continue(()) if near => CoordPos::Inside,
            ControlFlow::Continue(()) => CoordPos::Outside,
        };
    };
    let is_above = |vertex: usize| ring[vertex].y > at.y;
    let met = runs.facing(
        at,
        |edges| beyond ^= is_above(edges.start) != is_above(edges.end),
        |edges| crossings(&ring[edges.start..=edges.end], at, &mut near),
    );
    match met {
        ControlFlow::Break(()) => CoordPos::OnBoundary,
        ControlFlow::Continue(()) if beyond != near => CoordPos::Inside,
        ControlFlow::Continue(()) => CoordPos::Outside,
    }
}

/// Turns `inside` for each edge of a chain that a ray east of the point crosses; breaks if the point is on
/// one.
fn crossings(chain: &[Coord<f64>], at: Coord<f64>, inside: &mut bool) -> ControlFlow<()> {
    for edge in chain.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        let upward = b.y > at.y;
        if (a.y > at.y) != upward {
            // One end is above the ray, the other on it or below.
            if a.x < at.x && b.x < at.x {
                continue;
            }
            if a.x > at.x && b.x > at.x {
                *inside = !*inside;
                continue;
            }
            match RobustKernel::orient2d(a, b, at) {
                Orientation::Collinear => return ControlFlow::Break(()),
                Orientation::CounterClockwise => *inside ^= upward,
                Orientation::Clockwise => *inside ^= !upward,
            }
        } else if a.y == at.y {
            // Both ends on the ray, or the edge only touches it with this end.
            let level = b.y == at.y && (a.x <= at.x) != (b.x <= at.x);
            if level || a == at || b == at {
                return ControlFlow::Break(());
            }
        }
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Random;

    #[test]
    fn boxes_change_no_answer() {
        const SEED: u64 = 61;
        let mut random = Random::new(SEED);
        let mut counts = [0; 3];
        for round in 0..200 {
            // Vertices and points on one small grid, so that many are level or on an edge.
            let n = 3 + random.below(500);
            let grid = 2 + random.below(60);
            let mut on_grid = |far: u64| {
                let far = far.min(grid);
                Coord { x: random.below(far) as f64, y: random.below(far) as f64 }
            };
            let mut ring = vec![on_grid(grid)];
            for _ in 0..n {
                let last = ring[ring.len() - 1];
                let next = last + on_grid(5) - Coord { x: 2.0, y: 2.0 };
                let wrap = |v: f64| v.rem_euclid(grid as f64);
                ring.push(Coord { x: wrap(next.x), y: wrap(next.y) });
            }
            ring.push(ring[0]);
            let runs = Runs::new(&ring);
            for _ in 0..60 {
                let at = on_grid(grid);
                let expected = position(&ring, None, at);
                assert_eq!(
                    position(&ring, Some(&runs), at),
                    expected,
                    "{round} {at:?} (seed {SEED})"
                );
                counts[expected as usize] += 1;
            }
        }
        assert!(counts.iter().all(|count| *count > 500), "{counts:?}");
    }
}
