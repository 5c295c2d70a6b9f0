//! Where vertices are, in 10⁻⁷ degrees.

use geo_types::{Coord, Point};
use parkward_geometry::hilbert;

/// A position in whole 10⁻⁷ degrees (at most 1.1 cm), the precision of OpenStreetMap: two lines meet where they have the
/// same. In order of longitude, then latitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) lon: i32,
    pub(crate) lat: i32,
}

const A_DEGREE: f64 = 1e7;

impl Place {
    /// `None` if it is not on the globe.
    #[expect(clippy::cast_possible_truncation, reason = "within ±1.8·10⁹")]
    pub(crate) fn of(at: Coord<f64>) -> Option<Self> {
        let on_globe = at.x.abs() <= 180.0 && at.y.abs() <= 90.0;
        let whole = |degrees: f64| (degrees * A_DEGREE).round() as i32;
        on_globe.then(|| Self { lon: whole(at.x), lat: whole(at.y) })
    }

    pub(crate) fn coord(self) -> Coord<f64> {
        Coord { x: f64::from(self.lon) / A_DEGREE, y: f64::from(self.lat) / A_DEGREE }
    }

    pub(crate) fn point(self) -> Point<f64> {
        Point(self.coord())
    }

    /// How far along a Hilbert curve over the globe it is.
    pub(crate) fn along_curve(self) -> u64 {
        let cell = |whole: i32| whole.cast_unsigned().wrapping_add(1 << 31) >> 1;
        hilbert(cell(self.lon), cell(self.lat), 31)
    }
}

/// Metres east and north of one place, as a plane that touches the ellipsoid there: for what is near.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plane {
    pub(crate) centre: Coord<f64>,
    /// Metres in a degree of longitude and of latitude.
    degree: [f64; 2],
}

impl Plane {
    pub(crate) fn at(centre: Coord<f64>) -> Self {
        use parkward_model::wgs84::{A, E2};
        let (sin, cos) = centre.y.to_radians().sin_cos();
        let w2 = 1.0 - E2 * sin * sin;
        let normal = A / w2.sqrt();
        let meridian = normal * (1.0 - E2) / w2;
        Self { centre, degree: [normal * cos, meridian].map(f64::to_radians) }
    }

    /// East and north of the centre.
    pub(crate) fn metres(&self, at: Coord<f64>) -> [f64; 2] {
        let d = at - self.centre;
        [d.x * self.degree[0], d.y * self.degree[1]]
    }

    pub(crate) fn coord(&self, [east, north]: [f64; 2]) -> Coord<f64> {
        self.centre + Coord { x: east / self.degree[0], y: north / self.degree[1] }
    }
}
