//! A few pieces measured together, and boxes around them.

/// Pieces that are measured together: small enough to prune, large enough to vectorise.
pub(super) const LANES: usize = 8;

/// Consecutive pieces of one ring: piece `i` runs from vertex `i` to vertex `i + 1`. Lanes past the
/// ring's end repeat its last vertex.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    vertices: [[f64; LANES + 1]; 3],
    /// One over the squared length; 0 for a piece of no length.
    inverse: [f64; LANES],
    /// The boundary's edge that the piece is a part of.
    pub(super) edge: [u32; LANES],
}

/// An axis-parallel box in space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) low: [f64; 3],
    pub(super) high: [f64; 3],
}

impl Bounds {
    pub(super) const NONE: Self = Self { low: [f64::INFINITY; 3], high: [f64::NEG_INFINITY; 3] };

    pub(super) fn and(self, other: &Self) -> Self {
        Self {
            low: std::array::from_fn(|i| self.low[i].min(other.low[i])),
            high: std::array::from_fn(|i| self.high[i].max(other.high[i])),
        }
    }

    /// Squared distance to the box: not more than to anything in it.
    #[inline]
    pub(super) fn distance_2(&self, q: [f64; 3]) -> f64 {
        let mut sum = 0.0;
        for ((low, high), q) in self.low.iter().zip(self.high).zip(q) {
            let off = larger(larger(low - q, q - high), 0.0);
            sum += off * off;
        }
        sum
    }

    /// Squared distance to the corner that is furthest: not less than to anything in the box.
    #[inline]
    pub(super) fn furthest_2(&self, q: [f64; 3]) -> f64 {
        let mut sum = 0.0;
        for ((low, high), q) in self.low.iter().zip(self.high).zip(q) {
            let off = larger(q - low, high - q);
            sum += off * off;
        }
        sum
    }
}

impl Chunk {
    /// From one vertex more than there are edges, or as many.
    pub(super) fn new(vertices: &[[f64; 3]], edges: &[u32]) -> Self {
        let last = vertices.len() - 1;
        let vertices: [[f64; LANES + 1]; 3] =
            std::array::from_fn(|k| std::array::from_fn(|i| vertices[i.min(last)][k]));
        let inverse = std::array::from_fn(|i| {
            let length_2: f64 = vertices.iter().map(|v| (v[i + 1] - v[i]).powi(2)).sum();
            if length_2 > 0.0 { 1.0 / length_2 } else { 0.0 }
        });
        let edge = std::array::from_fn(|i| edges[i.min(edges.len() - 1)]);
        Self { vertices, inverse, edge }
    }

    pub(super) fn bounds(&self) -> Bounds {
        Bounds {
            low: self.vertices.map(|v| v.into_iter().fold(f64::INFINITY, f64::min)),
            high: self.vertices.map(|v| v.into_iter().fold(f64::NEG_INFINITY, f64::max)),
        }
    }

    #[inline]
    pub(super) fn distances_2(&self, q: [f64; 3]) -> [f64; LANES] {
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
    pub(super) fn distance_2(&self, q: [f64; 3]) -> f64 {
        self.distances_2(q).into_iter().fold(f64::INFINITY, smaller)
    }

    /// The nearest place on piece `i`.
    pub(super) fn foot(&self, i: usize, q: [f64; 3]) -> [f64; 3] {
        let from = self.vertices.map(|v| v[i]);
        let along = self.vertices.map(|v| v[i + 1] - v[i]);
        let dot: f64 = (0..3).map(|k| (q[k] - from[k]) * along[k]).sum();
        let t = (dot * self.inverse[i]).clamp(0.0, 1.0);
        std::array::from_fn(|k| from[k] + t * along[k])
    }
}

/// `f64::max` without its care for NaN, which would cost the vector instructions.
#[inline]
pub(super) fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// `f64::min`, likewise.
#[inline]
pub(super) fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
