//! Boundaries as short chords in space, packed for speed.

use super::chunk::{Bounds, Chunk, LANES, larger, smaller};
use super::cut::cut;
use crate::ellipsoid::{Frame, Place};
use geo_types::Coord;

/// A run of chunks: one park's boundary.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    first: usize,
    end: usize,
    /// Blocks of [`BLOCK`] chunks each, the last one maybe shorter.
    first_block: usize,
    /// Groups of [`GROUP`] blocks each, likewise.
    first_group: usize,
}

/// Chunks whose boxes are looked at together, and only if the box around them all is near enough.
const BLOCK: usize = 16;

/// Blocks that are looked at one by one only if the box around them all is near enough.
const GROUP: usize = 16;

/// The boxes of a block's chunks; those past its end are infinitely far.
#[derive(Clone, Debug)]
struct Block {
    low: [[f64; BLOCK]; 3],
    high: [[f64; BLOCK]; 3],
}

/// All boundaries' pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    chunks: Vec<Chunk>,
    blocks: Vec<Block>,
    /// The boxes around whole blocks.
    bounds: Vec<Bounds>,
    /// The boxes around groups of blocks.
    groups: Vec<Bounds>,
}

impl Block {
    fn new(chunks: &[Chunk]) -> Self {
        let bounds: [Bounds; BLOCK] =
            std::array::from_fn(|i| chunks.get(i).map_or(Bounds::NONE, Chunk::bounds));
        Self {
            low: std::array::from_fn(|k| bounds.map(|b| b.low[k])),
            high: std::array::from_fn(|k| bounds.map(|b| b.high[k])),
        }
    }

    /// Squared distances to the boxes.
    #[inline]
    fn distances_2(&self, q: [f64; 3]) -> [f64; BLOCK] {
        let mut sums = [0.0; BLOCK];
        for ((low, high), q) in self.low.iter().zip(&self.high).zip(q) {
            for ((sum, low), high) in sums.iter_mut().zip(low).zip(high) {
                let off = larger(larger(low - q, q - high), 0.0);
                *sum += off * off;
            }
        }
        sums
    }
}

impl Pieces {
    /// Starts a boundary, which consists of what is added until [`Pieces::end`].
    pub(super) fn start(&self) -> usize {
        self.chunks.len()
    }

    /// Adds a chain of vertices, edge `first_edge + i` running from vertex `i` to the next; a single
    /// vertex is a point. Edges are cut where they are straight in longitude and latitude.
    pub(super) fn add(&mut self, frame: &Frame, chain: &[Coord<f64>], first_edge: u32) {
        let place = |at| frame.local(Place::new(at).ecef);
        let mut vertices = Vec::with_capacity(chain.len());
        let mut edges = Vec::with_capacity(chain.len());
        for (edge, ends) in (first_edge..).zip(chain.windows(2)) {
            for at in cut(ends[0], ends[1]) {
                vertices.push(place(at));
                edges.push(edge);
            }
        }
        let Some(last) = chain.last() else { return };
        vertices.push(place(*last));
        if edges.is_empty() {
            edges.push(first_edge);
        }
        for (part, first) in edges.chunks(LANES).zip((0..).step_by(LANES)) {
            let end = vertices.len().min(first + LANES + 1);
            self.chunks.push(Chunk::new(&vertices[first..end], part));
        }
    }

    /// Ends the boundary that began at `start`.
    pub(super) fn end(&mut self, start: usize) -> Run {
        let first_block = self.blocks.len();
        for chunks in self.chunks[start..].chunks(BLOCK) {
            self.blocks.push(Block::new(chunks));
            let boxes = chunks.iter().map(Chunk::bounds);
            self.bounds.push(boxes.fold(Bounds::NONE, |all, b| all.and(&b)));
        }
        let first_group = self.groups.len();
        for blocks in self.bounds[first_block..].chunks(GROUP) {
            self.groups.push(blocks.iter().fold(Bounds::NONE, Bounds::and));
        }
        Run { first: start, end: self.chunks.len(), first_block, first_group }
    }

    /// Adds all of other pieces, whose edges have numbers greater by `vertices` from now on, and says where
    /// what was their `run` is now.
    pub(super) fn append(&mut self, other: Self, run: Run, vertices: u32) -> Run {
        let run = Run {
            first: run.first + self.chunks.len(),
            end: run.end + self.chunks.len(),
            first_block: run.first_block + self.blocks.len(),
            first_group: run.first_group + self.groups.len(),
        };
        self.chunks.extend(other.chunks.into_iter().map(|mut chunk| {
            chunk.edge = chunk.edge.map(|edge| edge + vertices);
            chunk
        }));
        self.blocks.extend(other.blocks);
        self.bounds.extend(other.bounds);
        self.groups.extend(other.groups);
        run
    }

    /// The box around a boundary, `None` if it has no vertex.
    pub(super) fn bounds(&self, run: Run) -> Option<Bounds> {
        let bounds = &self.bounds[run.first_block..][..run.blocks()];
        (!bounds.is_empty()).then(|| bounds.iter().fold(Bounds::NONE, Bounds::and))
    }

    /// Squared chord from `q` to the boundary; infinite if it has no vertex. Constant in memory,
    /// linear in the boundary's length at worst; in practice one box for each 2,048 pieces, and few more.
    pub(super) fn distance_2(&self, run: Run, q: [f64; 3]) -> f64 {
        let mut best = f64::INFINITY;
        self.search(run, q, |chunk, best_so_far| {
            best = smaller(self.chunks[chunk].distance_2(q), best_so_far);
            best
        });
        best
    }

    /// The nearest place on the boundary and the edge it is on.
    pub(super) fn nearest(&self, run: Run, q: [f64; 3]) -> Option<([f64; 3], u32)> {
        let mut nearest = None;
        self.search(run, q, |chunk, best| {
            let chunk = &self.chunks[chunk];
            (0..).zip(chunk.distances_2(q)).fold(best, |best, (i, d)| {
                if d < best {
                    nearest = Some((chunk.foot(i, q), chunk.edge[i]));
                }
                smaller(d, best)
            })
        });
        nearest
    }

    /// Shows `measure` the chunks that may be nearer than the best so far; it gives back the better
    /// of the two. The nearest block comes first, and in a block the chunk with the nearest box, so
    /// that few others remain.
    #[inline]
    fn search(&self, run: Run, q: [f64; 3], mut measure: impl FnMut(usize, f64) -> f64) {
        let blocks = &self.blocks[run.first_block..][..run.blocks()];
        let bounds = &self.bounds[run.first_block..][..run.blocks()];
        let mut best = f64::INFINITY;
        let mut within = |block: usize, best: f64| {
            let first = run.first + block * BLOCK;
            let bounds = blocks[block].distances_2(q);
            let leader = least(bounds.into_iter());
            let mut best = measure(first + leader, best);
            for (i, bound) in bounds.into_iter().enumerate() {
                if bound < best && i != leader {
                    best = measure(first + i, best);
                }
            }
            best
        };
        if let [_] = blocks {
            within(0, best);
        } else if !blocks.is_empty() {
            // A group that is no nearer than the best holds no block that is.
            let groups = &self.groups[run.first_group..][..bounds.len().div_ceil(GROUP)];
            let groups = groups.iter().zip(bounds.chunks(GROUP)).zip((0..).step_by(GROUP));
            let mut leader = (f64::INFINITY, 0);
            for ((group, blocks), first) in groups.clone() {
                if group.distance_2(q) < leader.0 {
                    for (block, bounds) in (first..).zip(blocks) {
                        let bound = bounds.distance_2(q);
                        if bound < leader.0 {
                            leader = (bound, block);
                        }
                    }
                }
            }
            let (_, leader) = leader;
            best = within(leader, best);
            for ((group, blocks), first) in groups {
                if group.distance_2(q) < best {
                    for (block, bounds) in (first..).zip(blocks) {
                        if block != leader && bounds.distance_2(q) < best {
                            best = within(block, best);
                        }
                    }
                }
            }
        }
    }
}

impl Run {
    fn blocks(self) -> usize {
        (self.end - self.first).div_ceil(BLOCK)
    }
}

/// The position of the least number.
#[inline]
fn least(numbers: impl Iterator<Item = f64>) -> usize {
    let mut least = (f64::INFINITY, 0);
    for (i, number) in numbers.enumerate() {
        if number < least.0 {
            least = (number, i);
        }
    }
    least.1
}
