//! Boundaries as short chords in space, packed for speed.

use crate::ellipsoid::{Frame, Place};
use geo_types::Coord;

/// The longest piece in metres. A chord of length L lies L²/8R below the ellipsoid: 0.8 mm.
const LONGEST: f64 = 200.0;

/// The most pieces an edge is cut into, so that a crude polygon cannot fill the memory: edges over
/// 800 km get longer pieces, and a chord of L km lies 20·L² mm deep (a sixth of a metre for an edge
/// of 6,000 km), still far below 0.1 % of the distances at that scale.
const MOST: f64 = 4_096.0;

/// Pieces that are measured together: small enough to prune, large enough to vectorise.
const LANES: usize = 8;

/// Consecutive pieces of one ring: piece `i` runs from vertex `i` to vertex `i + 1`. Lanes past the
/// ring's end repeat its last vertex.
#[derive(Clone, Debug)]
struct Chunk {
    vertices: [[f64; LANES + 1]; 3],
    /// One over the squared length; 0 for a piece of no length.
    inverse: [f64; LANES],
    /// The boundary's edge that the piece is a part of.
    edge: [u32; LANES],
}

/// An axis-parallel box in space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) low: [f64; 3],
    pub(super) high: [f64; 3],
}

/// A run of chunks: one park's boundary.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    first: usize,
    end: usize,
    /// Blocks of [`BLOCK`] chunks each, the last one maybe shorter.
    first_block: usize,
}

/// Chunks whose boxes are looked at together, and only if the box around them all is near enough.
const BLOCK: usize = 16;

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
}

impl Bounds {
    const NONE: Self = Self { low: [f64::INFINITY; 3], high: [f64::NEG_INFINITY; 3] };

    fn and(self, other: &Self) -> Self {
        Self {
            low: std::array::from_fn(|i| self.low[i].min(other.low[i])),
            high: std::array::from_fn(|i| self.high[i].max(other.high[i])),
        }
    }

    /// Squared distance to the box: not more than to anything in it.
    #[inline]
    fn distance_2(&self, q: [f64; 3]) -> f64 {
        let mut sum = 0.0;
        for ((low, high), q) in self.low.iter().zip(self.high).zip(q) {
            let off = larger(larger(low - q, q - high), 0.0);
            sum += off * off;
        }
        sum
    }
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

impl Chunk {
    fn bounds(&self) -> Bounds {
        Bounds {
            low: self.vertices.map(|v| v.into_iter().fold(f64::INFINITY, f64::min)),
            high: self.vertices.map(|v| v.into_iter().fold(f64::NEG_INFINITY, f64::max)),
        }
    }

    #[inline]
    fn distances_2(&self, q: [f64; 3]) -> [f64; LANES] {
        let [x, y, z] = &self.vertices;
        std::array::from_fn(|i| {
            let (dx, dy, dz) = (x[i + 1] - x[i], y[i + 1] - y[i], z[i + 1] - z[i]);
            let (px, py, pz) = (q[0] - x[i], q[1] - y[i], q[2] - z[i]);
            let t = smaller(larger((px * dx + py * dy + pz * dz) * self.inverse[i], 0.0), 1.0);
            let (ex, ey, ez) = (px - t * dx, py - t * dy, pz - t * dz);
            ex * ex + ey * ey + ez * ez
        })
    }

    #[inline]
    fn distance_2(&self, q: [f64; 3]) -> f64 {
        self.distances_2(q).into_iter().fold(f64::INFINITY, smaller)
    }

    /// The nearest place on piece `i`.
    fn foot(&self, i: usize, q: [f64; 3]) -> [f64; 3] {
        let from = self.vertices.map(|v| v[i]);
        let along = self.vertices.map(|v| v[i + 1] - v[i]);
        let dot: f64 = (0..3).map(|k| (q[k] - from[k]) * along[k]).sum();
        let t = (dot * self.inverse[i]).clamp(0.0, 1.0);
        std::array::from_fn(|k| from[k] + t * along[k])
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
            self.push(&vertices[first..vertices.len().min(first + LANES + 1)], part);
        }
    }

    fn push(&mut self, vertices: &[[f64; 3]], edges: &[u32]) {
        let last = vertices.len() - 1;
        let vertices: [[f64; LANES + 1]; 3] =
            std::array::from_fn(|k| std::array::from_fn(|i| vertices[i.min(last)][k]));
        let inverse = std::array::from_fn(|i| {
            let length_2: f64 = vertices.iter().map(|v| (v[i + 1] - v[i]).powi(2)).sum();
            if length_2 > 0.0 { 1.0 / length_2 } else { 0.0 }
        });
        let edge = std::array::from_fn(|i| edges[i.min(edges.len() - 1)]);
        self.chunks.push(Chunk { vertices, inverse, edge });
    }

    /// Ends the boundary that began at `start`.
    pub(super) fn end(&mut self, start: usize) -> Run {
        let first_block = self.blocks.len();
        for chunks in self.chunks[start..].chunks(BLOCK) {
            self.blocks.push(Block::new(chunks));
            let boxes = chunks.iter().map(Chunk::bounds);
            self.bounds.push(boxes.fold(Bounds::NONE, |all, b| all.and(&b)));
        }
        Run { first: start, end: self.chunks.len(), first_block }
    }

    /// The box around a boundary, `None` if it has no vertex.
    pub(super) fn bounds(&self, run: Run) -> Option<Bounds> {
        let bounds = &self.bounds[run.first_block..][..run.blocks()];
        (!bounds.is_empty()).then(|| bounds.iter().fold(Bounds::NONE, Bounds::and))
    }

    /// Squared chord from `q` to the boundary; infinite if it has no vertex. Constant in memory,
    /// linear in the boundary's length at worst, and in practice about its square root.
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
            let leader = least(bounds.iter().map(|b| b.distance_2(q)));
            best = within(leader, best);
            for (block, bounds) in bounds.iter().enumerate() {
                if block != leader && bounds.distance_2(q) < best {
                    best = within(block, best);
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

/// The starts of the pieces that the edge is cut into, the first being `a`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to MOST")]
fn cut(a: Coord<f64>, b: Coord<f64>) -> impl Iterator<Item = Coord<f64>> {
    const DEGREE: f64 = 111_700.0; // the longest, of latitude at the poles
    let along = b - a;
    let widest = a.y.abs().min(b.y.abs()).to_radians().cos();
    let widest = if a.y * b.y < 0.0 { 1.0 } else { widest };
    let length = (along.x * widest).hypot(along.y) * DEGREE;
    let pieces = (length / LONGEST).ceil().clamp(1.0, MOST) as u32;
    (0..pieces).map(move |i| a + along * (f64::from(i) / f64::from(pieces)))
}

/// `f64::max` without its care for NaN, which would cost the vector instructions.
#[inline]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// `f64::min`, likewise.
#[inline]
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
