//! Boxes around runs of edges, which stand along the Hilbert curve: what keeps questions of space cheap.

use crate::edges::Edges;
use crate::place::{Place, Plane};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Edges of a box, and boxes of one in the next level.
const FAN: usize = 8;

/// A packed R-tree over edges in the order in which they stand: 16 bytes for each eight, and a seventh more.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    boxes: Vec<Bounds>,
    /// Where each level begins in `boxes`, the lowest first; last of all, where the highest ends.
    levels: Vec<usize>,
    edges: usize,
}

/// The least box around some places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    low: Place,
    high: Place,
}

impl Bounds {
    const NONE: Self = Self {
        low: Place { lon: i32::MAX, lat: i32::MAX },
        high: Place { lon: i32::MIN, lat: i32::MIN },
    };

    pub(crate) fn around(places: impl Iterator<Item = Place>) -> Self {
        places.fold(Self::NONE, |all, place| all.and(Self { low: place, high: place }))
    }

    fn and(self, other: Self) -> Self {
        let low = |a: Place, b: Place| Place { lon: a.lon.min(b.lon), lat: a.lat.min(b.lat) };
        let high = |a: Place, b: Place| Place { lon: a.lon.max(b.lon), lat: a.lat.max(b.lat) };
        Self { low: low(self.low, other.low), high: high(self.high, other.high) }
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.low.lon <= other.high.lon
            && other.low.lon <= self.high.lon
            && self.low.lat <= other.high.lat
            && other.low.lat <= self.high.lat
    }

    /// How far the centre of a plane is from the box, in it.
    fn distance(&self, plane: &Plane) -> f64 {
        let (low, high) = (plane.metres(self.low.coord()), plane.metres(self.high.coord()));
        let beside = |k: usize| low[k].max(-high[k]).max(0.0);
        beside(0).hypot(beside(1))
    }
}

impl Tree {
    pub(crate) fn of(edges: &Edges, junctions: &[Place]) -> Self {
        let bounds = |edge: usize| {
            let ends = edges.all[edge].ends.map(|end| junctions[end as usize]);
            Bounds::around(ends.into_iter().chain(edges.inner(edge).iter().copied()))
        };
        let edges = edges.all.len();
        let runs = (0..edges).step_by(FAN).map(|first| {
            let run = first..(first + FAN).min(edges);
            run.map(bounds).fold(Bounds::NONE, Bounds::and)
        });
        let mut boxes: Vec<Bounds> = runs.collect();
        let mut levels = vec![0, boxes.len()];
        while let [.., start, end] = levels[..]
            && end - start > 1
        {
            for first in (start..end).step_by(FAN) {
                let run = &boxes[first..(first + FAN).min(end)];
                boxes.push(run.iter().copied().fold(Bounds::NONE, Bounds::and));
            }
            levels.push(boxes.len());
        }
        Self { boxes, levels, edges }
    }

    /// The edges whose runs have a box that meets another one, in order: all that meet it are among them.
    pub(crate) fn meeting(&self, other: &Bounds) -> Vec<usize> {
        let mut found = Vec::new();
        self.collect(self.levels.len() - 2, 0, other, &mut found);
        found
    }

    fn collect(&self, level: usize, index: usize, other: &Bounds, found: &mut Vec<usize>) {
        match self.boxes.get(self.levels[level] + index) {
            Some(bounds) if bounds.meets(other) => {}
            _ => return,
        }
        for below in self.below(level, index) {
            match level {
                0 => found.push(below),
                _ => self.collect(level - 1, below, other, found),
            }
        }
    }

    /// What is nearest to the centre of a plane, of that which `measure` says of edges: how far, and what. Of equally
    /// near ones the first edge. `measure` is asked in order of boxes, until none can have anything nearer.
    pub(crate) fn nearest<T>(
        &self,
        plane: &Plane,
        limit: f64,
        mut measure: impl FnMut(usize) -> Option<(f64, T)>,
    ) -> Option<(f64, usize, T)> {
        let mut best: Option<(f64, usize, T)> = None;
        let mut queue = BinaryHeap::new();
        queue.push(Reverse((Metres(0.0), self.levels.len() - 2, 0)));
        while let Some(Reverse((Metres(least), level, index))) = queue.pop() {
            if least > best.as_ref().map_or(limit, |best| best.0) {
                break;
            }
            for below in self.below(level, index) {
                if level > 0 {
                    let bounds = &self.boxes[self.levels[level - 1] + below];
                    queue.push(Reverse((Metres(bounds.distance(plane)), level - 1, below)));
                    continue;
                }
                let Some((far, what)) = measure(below).filter(|(far, _)| *far <= limit) else {
                    continue;
                };
                if best.as_ref().is_none_or(|best| (far, below) < (best.0, best.1)) {
                    best = Some((far, below, what));
                }
            }
        }
        best
    }

    /// The boxes, or on the lowest level the edges, in a box.
    fn below(&self, level: usize, index: usize) -> std::ops::Range<usize> {
        let count = match level {
            0 => self.edges,
            _ => self.levels[level] - self.levels[level - 1],
        };
        index * FAN..((index + 1) * FAN).min(count)
    }
}

/// A distance that can be put in order; none is NaN.
#[derive(Clone, Copy, PartialEq)]
struct Metres(f64);

impl Eq for Metres {}

impl PartialOrd for Metres {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Metres {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
