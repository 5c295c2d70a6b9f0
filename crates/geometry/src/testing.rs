//! What the tests share: seeded random numbers and a trusted distance.

use geo::{Distance, Geodesic};
use geo_types::{Coord, LineString, MultiPolygon, Point, Polygon};
use parkward_model::{Footprint, LandAccount, Park, Text};

/// Seeded random numbers, as tests ask for them.
pub(crate) struct Random(parkward_assignment::Random);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(parkward_assignment::Random::new(seed))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0.next_number()
    }

    /// Uniform in 0…1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0.unit()
    }

    /// Uniform in `low`…`high`.
    pub(crate) fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform in 0…n-1.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// A random position in a list.
pub(crate) fn random_index(random: &mut Random, length: usize) -> usize {
    usize::try_from(random.below(length as u64)).unwrap_or(0)
}

/// The geodesic by Karney's algorithm.
pub(crate) fn metres_between(a: Coord<f64>, b: Coord<f64>) -> f64 {
    Geodesic.distance(Point(a), Point(b))
}

/// A star around `centre` with a star-shaped hole in every other one: simple, not convex, its
/// vertices at random distances up to `size` degrees.
pub(crate) fn star(
    random: &mut Random,
    centre: Coord<f64>,
    size: f64,
    vertices: u64,
) -> MultiPolygon<f64> {
    let mut ring = |low: f64, high: f64| {
        let phase = random.unit();
        let spoke = |i: u64| {
            let angle = (i as f64 + phase) / vertices as f64 * std::f64::consts::TAU;
            let radius = random.within(low, high) * size;
            centre + Coord { x: angle.cos() * radius, y: angle.sin() * radius }
        };
        LineString((0..vertices).map(spoke).collect())
    };
    let exterior = ring(0.5, 1.0);
    let hole = ring(0.1, 0.3);
    let holes = if random.below(2) == 0 { vec![hole] } else { Vec::new() };
    MultiPolygon(vec![Polygon::new(exterior, holes)])
}

/// A park of which only id and footprint matter.
pub(crate) fn park(id: &str, footprint: Footprint) -> Park {
    Park {
        id: id.into(),
        name: Text::default(),
        footprint,
        capacity: None,
        area: None,
        land: LandAccount::default(),
        industries: Vec::new(),
        open: true,
        facts: Default::default(),
    }
}
