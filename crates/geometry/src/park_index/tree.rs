//! The R-trees, with rstar's sharp edges covered once: its distances are squared, it panics on NaN,
//! and it leaves the order of ties open.

use super::chunk::Bounds;
use rstar::iterators::NearestNeighborDistance2Iterator;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::iter::Peekable;

type Flat = GeomWithData<Rectangle<[f64; 2]>, usize>;
type Spatial = GeomWithData<Rectangle<[f64; 3]>, usize>;

/// Parks by the rectangles around them in longitude and latitude.
#[derive(Clone, Debug)]
pub(crate) struct RectangleTree(RTree<Flat>);

/// Parks by the boxes around their boundaries in space.
#[derive(Clone, Debug)]
pub(super) struct BoxTree(RTree<Spatial>);

impl RectangleTree {
    /// From (park, low corner, high corner); all finite.
    pub(crate) fn build(rectangles: impl Iterator<Item = (usize, [f64; 2], [f64; 2])>) -> Self {
        let item = |(park, low, high)| GeomWithData::new(Rectangle::from_corners(low, high), park);
        Self(RTree::bulk_load(rectangles.map(item).collect()))
    }

    /// Parks whose rectangle holds the finite point, in no particular order.
    pub(crate) fn holding(&self, at: [f64; 2]) -> impl Iterator<Item = usize> {
        self.0.locate_in_envelope_intersecting(AABB::from_point(at)).map(|item| item.data)
    }

    /// Parks whose rectangle meets the one given, in no particular order.
    pub(crate) fn meeting(&self, low: [f64; 2], high: [f64; 2]) -> impl Iterator<Item = usize> {
        let envelope = AABB::from_corners(low, high);
        self.0.locate_in_envelope_intersecting(envelope).map(|item| item.data)
    }
}

/// Parks with a lower bound of their squared chord, by that bound.
pub(super) type ByBound<'a> = Peekable<NearestNeighborDistance2Iterator<'a, Spatial>>;

impl BoxTree {
    /// From (park, box); all finite.
    pub(super) fn build(boxes: impl Iterator<Item = (usize, Bounds)>) -> Self {
        let item = |(park, b): (usize, Bounds)| {
            GeomWithData::new(Rectangle::from_corners(b.low, b.high), park)
        };
        Self(RTree::bulk_load(boxes.map(item).collect()))
    }

    /// Parks by the least squared chord that `q`, which is finite, can have to them.
    pub(super) fn by_bound(&self, q: [f64; 3]) -> ByBound<'_> {
        self.0.nearest_neighbor_iter_with_distance_2(q).peekable()
    }
}
