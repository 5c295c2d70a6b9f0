//! The land that two boundaries share, without drawing it.
//!
//! By Green's theorem the area of a region is a sum over its boundary, and the boundary of what two
//! regions share is the parts of either boundary that lie within the other. Where the boundaries cross, one
//! enters or leaves: the sum along a ring up to there is taken off or added. So nothing has to be put in
//! order, and nothing but the crossings, which boxes around runs of edges find, has to be looked at.
//!
//! Boundaries that touch, or share edges, do so in no generic way. As in Simulation of Simplicity
//! (Edelsbrunner and Mücke 1990) the second boundary is moved by an infinitesimal (ε, ε²): no
//! vertex is then on an edge, edges cross or do not, and the area in common, which is continuous, is the
//! same. Which side a vertex is on is decided exactly (Shewchuk 1997).

use crate::ellipsoid::area_under;
use crate::park_index::RectangleTree;
use crate::runs::BoxedRing;
use geo::kernels::{Kernel, RobustKernel};
use geo::{Orientation, Winding};
use geo_types::{Coord, LineString, MultiPolygon};
use std::ops::ControlFlow;

/// A boundary, prepared for being compared with others.
pub(crate) struct Region<'a> {
    rings: Vec<SummedRing<'a>>,
    tree: RectangleTree,
}

struct SummedRing<'a> {
    boxed: BoxedRing<'a>,
    /// The area under the edges before every [`STEP`]th vertex, and at last that under all.
    sums: Vec<f64>,
    /// Whether land is on the left of its edges.
    land_is_left: bool,
}

/// Sums are kept for every eighth vertex.
const STEP: usize = 8;

impl<'a> Region<'a> {
    /// Linear in the vertices.
    pub(crate) fn new(boundary: &'a MultiPolygon<f64>) -> Self {
        let outer = boundary.iter().map(|part| (part.exterior(), false));
        let holes = boundary.iter().flat_map(|part| part.interiors().iter().map(|h| (h, true)));
        let rings = outer.chain(holes).filter(|(ring, _)| ring.0.len() > 3);
        let rings: Vec<_> = rings.map(|(ring, is_hole)| SummedRing::new(ring, is_hole)).collect();
        let corners = rings.iter().map(|ring| ring.boxed.corners()).enumerate();
        let tree = RectangleTree::build(
            corners.filter_map(|(i, corners)| corners.map(|(low, high)| (i, low, high))),
        );
        Self { rings, tree }
    }

    /// Its own area, in m².
    pub(crate) fn area(&self) -> f64 {
        self.rings.iter().map(SummedRing::all).sum()
    }

    /// The area in common with another, in m², to rounding.
    pub(crate) fn shared_with(&self, moved: &Self) -> f64 {
        let mut sum = 0.0;
        for ring in &self.rings {
            let Some((low, high)) = ring.boxed.corners() else { continue };
            if moved.around(ring, SummedRing::holds_when_moved) {
                sum += ring.all();
            }
            for other in moved.tree.meeting(low, high) {
                sum += ring.crossings(&moved.rings[other]);
            }
        }
        for ring in moved.rings.iter().filter(|ring| self.around(ring, SummedRing::holds_moved)) {
            sum += ring.all();
        }
        sum.max(0.0)
    }

    /// Whether a ring begins in the region.
    fn around(
        &self,
        ring: &SummedRing<'_>,
        holds: impl Fn(&SummedRing<'a>, Coord<f64>) -> bool,
    ) -> bool {
        let at = ring.boxed.vertices[0];
        let around = self.tree.holding([at.x, at.y]);
        around.filter(|ring| holds(&self.rings[*ring], at)).count() % 2 == 1
    }
}

impl<'a> SummedRing<'a> {
    fn new(ring: &'a LineString<f64>, is_hole: bool) -> Self {
        let vertices = &ring.0[..];
        let mut sums = Vec::with_capacity(vertices.len() / STEP + 2);
        let mut sum = 0.0;
        for (index, edge) in vertices.windows(2).enumerate() {
            if index % STEP == 0 {
                sums.push(sum);
            }
            sum += area_under(edge[0], edge[1]);
        }
        sums.push(sum);
        Self { boxed: BoxedRing::new(vertices), sums, land_is_left: ring.is_ccw() != is_hole }
    }

    /// What the ring adds to an area, if all of it bounds it.
    fn all(&self) -> f64 {
        self.signed(self.sums[self.sums.len() - 1])
    }

    fn signed(&self, along: f64) -> f64 {
        if self.land_is_left { along } else { -along }
    }

    /// The sum from the ring's start to a place on one of its edges.
    fn until(&self, edge: usize, at: Coord<f64>) -> f64 {
        let first = edge / STEP * STEP;
        let whole = self.boxed.vertices[first..=edge].windows(2);
        let whole: f64 = whole.map(|edge| area_under(edge[0], edge[1])).sum();
        self.sums[edge / STEP] + whole + area_under(self.boxed.vertices[edge], at)
    }

    /// What crossings with a ring that is moved add to the area in common.
    fn crossings(&self, moved: &Self) -> f64 {
        let mut sum = 0.0;
        let each = |a: usize, b: usize| {
            let (p, q) = (self.boxed.edge(a), moved.boxed.edge(b));
            if let Some(Crossing { at, to_left_of_moved }) = crossing(p, q) {
                let enters = to_left_of_moved == moved.land_is_left;
                let here = self.signed(self.until(a, at));
                sum += if enters { -here } else { here };
                // What passes to the left of an edge is passed by it to its own right.
                let enters = to_left_of_moved != self.land_is_left;
                let there = moved.signed(moved.until(b, at));
                sum += if enters { -there } else { there };
            }
            ControlFlow::<()>::Continue(())
        };
        let _ = self.boxed.meeting(&moved.boxed, each);
        sum
    }

    /// Whether this ring, moved, goes around a point that is not.
    fn holds_when_moved(&self, at: Coord<f64>) -> bool {
        // The point is, so to say, a little to the south-west: vertices level with it are above.
        self.is_around(at, |y| y >= at.y, |[a, b]| is_left_of_moved([a, b], at))
    }

    /// Whether this ring, not moved, goes around a point that is.
    fn holds_moved(&self, at: Coord<f64>) -> bool {
        self.is_around(at, |y| y > at.y, |edge| is_moved_left_of(edge, at))
    }

    fn is_around(
        &self,
        at: Coord<f64>,
        is_above: impl Fn(f64) -> bool,
        is_left: impl Fn([Coord<f64>; 2]) -> bool,
    ) -> bool {
        let vertices = self.boxed.vertices;
        let above = |vertex: usize| is_above(vertices[vertex].y);
        let (mut beyond, mut near) = (false, false);
        let all = self.boxed.runs.facing(
            at,
            |edges| beyond ^= above(edges.start) != above(edges.end),
            |edges| {
                for edge in edges {
                    let upward = above(edge + 1);
                    if above(edge) != upward {
                        near ^= is_left(self.boxed.edge(edge)) == upward;
                    }
                }
                ControlFlow::<()>::Continue(())
            },
        );
        debug_assert!(all.is_continue());
        beyond != near
    }
}

/// Where two edges cross, of which the second is moved.
struct Crossing {
    at: Coord<f64>,
    /// The first passes to the left of the second.
    to_left_of_moved: bool,
}

fn crossing([a, b]: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> Option<Crossing> {
    let (from_left, to_left) = (is_left_of_moved([c, d], a), is_left_of_moved([c, d], b));
    if from_left == to_left || is_moved_left_of([a, b], c) == is_moved_left_of([a, b], d) {
        return None;
    }
    let cross = |u: Coord<f64>, v: Coord<f64>| u.x * v.y - u.y * v.x;
    let (from, to) = (cross(d - c, a - c), cross(d - c, b - c));
    // Edges so nearly parallel that this has no meaning lie on each other: any place will do.
    let along = from / (from - to);
    let along = if along.is_finite() { along.clamp(0.0, 1.0) } else { 0.0 };
    Some(Crossing { at: a + (b - a) * along, to_left_of_moved: to_left })
}

/// Whether a point is on the left of an edge that is moved.
fn is_left_of_moved([c, d]: [Coord<f64>; 2], at: Coord<f64>) -> bool {
    match RobustKernel::orient2d(c, d, at) {
        Orientation::CounterClockwise => true,
        Orientation::Clockwise => false,
        // The point moves by (−ε, −ε²) as the edge sees it.
        Orientation::Collinear => is_left(d - c, [-1.0, -1.0]),
    }
}

/// Whether a point that is moved is on the left of an edge.
fn is_moved_left_of([a, b]: [Coord<f64>; 2], at: Coord<f64>) -> bool {
    match RobustKernel::orient2d(a, b, at) {
        Orientation::CounterClockwise => true,
        Orientation::Clockwise => false,
        Orientation::Collinear => is_left(b - a, [1.0, 1.0]),
    }
}

/// Whether a step of ε east and ε² north, with these signs, goes to the left of a direction.
fn is_left(along: Coord<f64>, [east, north]: [f64; 2]) -> bool {
    if along.y == 0.0 { along.x * north > 0.0 } else { along.y * east < 0.0 }
}
