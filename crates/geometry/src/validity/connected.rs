//! Whether rings that touch leave the inside of a part in one piece.

use crate::park_index::RectangleTree;
use crate::runs::BoxedRing;
use geo::Intersects;
use geo_types::{Coord, Line, Polygon};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::ControlFlow;

/// Whether the inside is in one piece, of a part whose rings touch each other at points only: it is where no
/// chain of rings, from one to the next by the points at which they touch, comes back to where it began.
///
/// About *n* log *n* in the vertices.
pub(super) fn is_connected(part: &Polygon<f64>) -> bool {
    let rings = std::iter::once(part.exterior()).chain(part.interiors());
    let rings: Vec<BoxedRing<'_>> = rings.map(|ring| BoxedRing::new(&ring.0)).collect();
    let corners = rings.iter().map(BoxedRing::corners);
    let tree = RectangleTree::build(
        corners.enumerate().filter_map(|(i, c)| c.map(|(low, high)| (i, low, high))),
    );
    let mut chains = Chains::of(rings.len());
    for (number, ring) in rings.iter().enumerate() {
        let Some((low, high)) = ring.corners() else { continue };
        for other in tree.meeting(low, high).filter(|other| *other > number) {
            let _ = ring.meeting(&rings[other], |a, b| {
                let (a, b) = (ring.edge(a), rings[other].edge(b));
                touching(a, b).for_each(|at| chains.touch([number, other], at));
                ControlFlow::<Infallible>::Continue(())
            });
        }
    }
    chains.have_no_circle()
}

/// The ends of either edge that stand on the other.
fn touching(a: [Coord<f64>; 2], b: [Coord<f64>; 2]) -> impl Iterator<Item = Coord<f64>> {
    let on = |[start, end]: [Coord<f64>; 2], at: Coord<f64>| Line { start, end }.intersects(&at);
    a.into_iter().filter(move |at| on(b, *at)).chain(b.into_iter().filter(move |at| on(a, *at)))
}

/// Rings and the points at which they touch.
struct Chains {
    rings: usize,
    /// Which rings meet at a point, by its bits: 0 and -0 are the same.
    at: BTreeMap<[u64; 2], Vec<usize>>,
}

impl Chains {
    fn of(rings: usize) -> Self {
        Self { rings, at: BTreeMap::new() }
    }

    fn touch(&mut self, pair: [usize; 2], at: Coord<f64>) {
        let met = self.at.entry([(at.x + 0.0).to_bits(), (at.y + 0.0).to_bits()]).or_default();
        met.extend(pair);
    }

    /// Each ring of a point leads to it, and so to what it is linked with; one that is linked already closes a
    /// circle.
    fn have_no_circle(mut self) -> bool {
        let mut parents: Vec<usize> = (0..self.rings + self.at.len()).collect();
        (self.rings..).zip(self.at.values_mut()).all(|(point, met)| {
            met.sort_unstable();
            met.dedup();
            met.iter().all(|ring| {
                let (ring, point) = (first(&mut parents, *ring), first(&mut parents, point));
                parents[ring] = point;
                ring != point
            })
        })
    }
}

/// Who stands for all that `one` is linked with.
fn first(parents: &mut [usize], mut one: usize) -> usize {
    while parents[one] != one {
        parents[one] = parents[parents[one]];
        one = parents[one];
    }
    one
}
