//! Boxes around runs of a ring's edges, in levels: what keeps questions to long rings cheap.

use geo_types::Coord;
use std::ops::{ControlFlow, Range};

/// Edges of a run, and runs of one level in a run of the next: 4 bytes an edge in all.
const RUN: usize = 8;

/// The boxes of one ring (or of any chain of vertices): of each run of eight edges, of each eight of those
/// runs, and so on up to one box around all.
#[derive(Clone, Debug)]
pub(crate) struct Runs {
    boxes: Vec<Box2>,
    /// Where each level begins in `boxes`; the last entry is where the highest ends.
    levels: Vec<usize>,
    edges: usize,
}

#[derive(Clone, Copy, Debug)]
struct Box2 {
    low: [f64; 2],
    high: [f64; 2],
}

/// A run: its level, 0 for runs of edges, and its place in it.
type Node = (usize, usize);

/// A ring with its boxes.
#[derive(Clone, Debug)]
pub(crate) struct BoxedRing<'a> {
    pub(crate) vertices: &'a [Coord<f64>],
    pub(crate) runs: Runs,
}

impl Box2 {
    const NONE: Self = Self { low: [f64::INFINITY; 2], high: [f64::NEG_INFINITY; 2] };

    fn of(vertices: &[Coord<f64>]) -> Self {
        vertices.iter().fold(Self::NONE, |all, c| Self {
            low: [all.low[0].min(c.x), all.low[1].min(c.y)],
            high: [all.high[0].max(c.x), all.high[1].max(c.y)],
        })
    }

    fn and(self, other: &Self) -> Self {
        let least = |k: usize| self.low[k].min(other.low[k]);
        let most = |k: usize| self.high[k].max(other.high[k]);
        Self { low: [least(0), least(1)], high: [most(0), most(1)] }
    }

    /// Whether they have a point in common; edges belong to boxes.
    #[inline]
    fn meets(&self, other: &Self) -> bool {
        (self.low[0] <= other.high[0])
            & (other.low[0] <= self.high[0])
            & (self.low[1] <= other.high[1])
            & (other.low[1] <= self.high[1])
    }
}

impl Runs {
    /// Linear in the vertices, which are finite.
    pub(crate) fn new(vertices: &[Coord<f64>]) -> Self {
        let edges = vertices.len().saturating_sub(1);
        let mut boxes: Vec<Box2> = (0..edges)
            .step_by(RUN)
            .map(|first| Box2::of(&vertices[first..=(first + RUN).min(edges)]))
            .collect();
        let mut levels = vec![0, boxes.len()];
        while let [.., start, end] = levels[..]
            && end - start > 1
        {
            for first in (start..end).step_by(RUN) {
                let run = &boxes[first..(first + RUN).min(end)];
                boxes.push(run.iter().fold(Box2::NONE, Box2::and));
            }
            levels.push(boxes.len());
        }
        Self { boxes, levels, edges }
    }

    /// The box around all; `None` if there is no edge.
    fn root(&self) -> Option<Node> {
        (self.edges > 0).then(|| (self.levels.len() - 2, 0))
    }

    fn around(&self, (level, index): Node) -> &Box2 {
        &self.boxes[self.levels[level] + index]
    }

    /// The runs of the level below in a run.
    fn below(&self, (level, index): Node) -> impl DoubleEndedIterator<Item = Node> + Clone + use<> {
        let count = self.levels[level] - self.levels[level - 1];
        let places = index * RUN..((index + 1) * RUN).min(count);
        places.map(move |index| (level - 1, index))
    }

    /// The edges in a run.
    fn edges(&self, (level, index): Node) -> Range<usize> {
        let length = RUN.pow(u32::try_from(level).unwrap_or(0) + 1);
        index * length..((index + 1) * length).min(self.edges)
    }

    /// Shows the edges that a ray from `at` to the east may meet: `beyond` the runs that are wholly east of
    /// it, which it crosses an odd number of times if their ends are on either side; `near` the edges of
    /// those around it. Other edges are neither crossed nor touched by it.
    pub(crate) fn facing<T>(
        &self,
        at: Coord<f64>,
        mut beyond: impl FnMut(Range<usize>),
        mut near: impl FnMut(Range<usize>) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        let Some(root) = self.root() else { return ControlFlow::Continue(()) };
        self.face(root, at, &mut beyond, &mut near)
    }

    fn face<T>(
        &self,
        run: Node,
        at: Coord<f64>,
        beyond: &mut impl FnMut(Range<usize>),
        near: &mut impl FnMut(Range<usize>) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        let Box2 { low, high } = self.around(run);
        if at.y < low[1] || at.y > high[1] || at.x > high[0] {
            return ControlFlow::Continue(());
        }
        if at.x < low[0] {
            beyond(self.edges(run));
            return ControlFlow::Continue(());
        }
        if run.0 == 0 {
            return near(self.edges(run));
        }
        self.below(run).try_for_each(|run| self.face(run, at, beyond, near))
    }
}

impl<'a> BoxedRing<'a> {
    pub(crate) fn new(vertices: &'a [Coord<f64>]) -> Self {
        Self { vertices, runs: Runs::new(vertices) }
    }

    /// The corners of the box around the ring; `None` if it has no edge.
    pub(crate) fn corners(&self) -> Option<([f64; 2], [f64; 2])> {
        self.runs.root().map(|root| (self.runs.around(root).low, self.runs.around(root).high))
    }

    pub(crate) fn edge(&self, edge: usize) -> [Coord<f64>; 2] {
        [self.vertices[edge], self.vertices[edge + 1]]
    }

    /// Visits each two edges, one of each ring, whose boxes meet, until `visit` breaks.
    ///
    /// About linear in the runs that are near the other ring.
    pub(crate) fn meeting<T>(
        &self,
        other: &Self,
        mut visit: impl FnMut(usize, usize) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        match (self.runs.root(), other.runs.root()) {
            (Some(a), Some(b)) => self.join(a, other, b, &mut visit),
            _ => ControlFlow::Continue(()),
        }
    }

    /// Visits each two edges of the ring whose boxes meet, the one that comes first before the other; edges
    /// next to each other too.
    pub(crate) fn meeting_itself<T>(
        &self,
        mut visit: impl FnMut(usize, usize) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        let root = self.runs.root();
        root.map_or(ControlFlow::Continue(()), |root| self.join_itself(root, &mut visit))
    }

    fn join<T>(
        &self,
        a: Node,
        other: &Self,
        b: Node,
        visit: &mut impl FnMut(usize, usize) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        let (box_a, box_b) = (self.runs.around(a), other.runs.around(b));
        if !box_a.meets(box_b) {
            return ControlFlow::Continue(());
        }
        match (a.0, b.0) {
            (0, 0) => {
                let meets = |ring: &Self, edge: usize, all: &Box2| {
                    Some(Box2::of(&ring.edge(edge))).filter(|b| b.meets(all))
                };
                // Few edges of either run reach the other's box.
                let mut reaching = [(0, Box2::NONE); RUN];
                let mut count = 0;
                for edge in other.runs.edges(b) {
                    if let Some(around) = meets(other, edge, box_a) {
                        reaching[count] = (edge, around);
                        count += 1;
                    }
                }
                if count == 0 {
                    return ControlFlow::Continue(());
                }
                for edge in self.runs.edges(a) {
                    let Some(around) = meets(self, edge, box_b) else { continue };
                    for (against, box_b) in &reaching[..count] {
                        if around.meets(box_b) {
                            visit(edge, *against)?;
                        }
                    }
                }
                ControlFlow::Continue(())
            }
            (of_a, of_b) if of_a >= of_b => {
                self.runs.below(a).try_for_each(|a| self.join(a, other, b, visit))
            }
            _ => other.runs.below(b).try_for_each(|b| self.join(a, other, b, visit)),
        }
    }

    fn join_itself<T>(
        &self,
        run: Node,
        visit: &mut impl FnMut(usize, usize) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        if run.0 == 0 {
            let edges = self.runs.edges(run);
            let first = edges.start;
            let mut boxes = [Box2::NONE; RUN];
            for (around, edge) in boxes.iter_mut().zip(edges.clone()) {
                *around = Box2::of(&self.edge(edge));
            }
            for a in edges.clone() {
                for b in a + 1..edges.end {
                    if boxes[a - first].meets(&boxes[b - first]) {
                        visit(a, b)?;
                    }
                }
            }
            return ControlFlow::Continue(());
        }
        let mut runs = self.runs.below(run);
        while let Some(a) = runs.next() {
            self.join_itself(a, visit)?;
            runs.clone().try_for_each(|b| self.join(a, self, b, visit))?;
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Random;
    use std::collections::BTreeSet;

    const SEED: u64 = 51;

    /// Vertices on a small grid, so that many boxes touch; now and then a long edge.
    fn chain(random: &mut Random, n: u64, west: f64) -> Vec<Coord<f64>> {
        let mut at = Coord { x: west, y: 0.0 };
        let step = |random: &mut Random, n: u64| random.below(n) as f64 - (n / 2) as f64;
        (0..n)
            .map(|_| {
                let reach = if random.below(40) == 0 { 41 } else { 3 };
                at = at + Coord { x: step(random, reach), y: step(random, reach) };
                at
            })
            .collect()
    }

    fn all(
        visit: impl FnOnce(&mut dyn FnMut(usize, usize) -> ControlFlow<()>),
    ) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        visit(&mut |a, b| {
            found.push((a, b));
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn every_two_edges_whose_boxes_meet_are_visited_once() {
        let mut random = Random::new(SEED);
        for round in 0..60 {
            let (n, m) = (random.below(700), random.below(90));
            let (a, b) = (chain(&mut random, n, 0.0), chain(&mut random, m, 4.0));
            let (a, b) = (BoxedRing::new(&a), BoxedRing::new(&b));
            let meets = |a: &BoxedRing<'_>, i: usize, b: &BoxedRing<'_>, j: usize| {
                Box2::of(&a.edge(i)).meets(&Box2::of(&b.edge(j)))
            };
            let edges = |ring: &BoxedRing<'_>| 0..ring.vertices.len().saturating_sub(1);
            let mut found = all(|visit| assert!(a.meeting(&b, visit).is_continue()));
            found.sort_unstable();
            let expected = edges(&a).flat_map(|i| edges(&b).map(move |j| (i, j)));
            let expected: Vec<_> = expected.filter(|&(i, j)| meets(&a, i, &b, j)).collect();
            assert_eq!(found, expected, "round {round} (seed {SEED})");

            let found = all(|visit| assert!(a.meeting_itself(visit).is_continue()));
            let set: BTreeSet<_> = found.iter().copied().collect();
            assert_eq!(set.len(), found.len(), "round {round} (seed {SEED})");
            let expected = edges(&a).flat_map(|i| (0..i).map(move |j| (j, i)));
            let expected: BTreeSet<_> = expected.filter(|&(i, j)| meets(&a, i, &a, j)).collect();
            assert_eq!(set, expected, "round {round} (seed {SEED})");
        }
    }
}
