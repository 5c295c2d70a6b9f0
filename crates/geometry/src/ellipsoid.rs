//! The WGS84 ellipsoid: earth-centred coordinates, radii, and the area under a line.

use geo_types::Coord;
use parkward_model::wgs84::{A, E2, F};

/// A place on the ellipsoid in earth-centred metres, with the radius that turns chords into arcs.
pub(crate) struct Place {
    pub(crate) ecef: [f64; 3],
    /// Gaussian radius √(MN): the mean over all directions of the radius of curvature.
    pub(crate) radius: f64,
}

impl Place {
    pub(crate) fn new(at: Coord<f64>) -> Self {
        let (sin_lat, cos_lat) = at.y.to_radians().sin_cos();
        let (sin_lon, cos_lon) = at.x.to_radians().sin_cos();
        let w2 = 1.0 - E2 * sin_lat * sin_lat;
        let n = A / w2.sqrt();
        Self {
            ecef: [n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1.0 - E2) * sin_lat],
            radius: A * (1.0 - F) / w2,
        }
    }
}

/// Cartesian axes that lie east, north and up at one place.
///
/// Turning and shifting earth-centred coordinates changes no distance anywhere; it only makes the
/// boxes around boundaries flat, as the boundaries near that place are, so that they prune well.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    origin: [f64; 3],
    axes: [[f64; 3]; 3],
}

impl Frame {
    pub(crate) fn at(centre: Coord<f64>) -> Self {
        let (sin_lat, cos_lat) = centre.y.to_radians().sin_cos();
        let (sin_lon, cos_lon) = centre.x.to_radians().sin_cos();
        Self {
            origin: Place::new(centre).ecef,
            axes: [
                [-sin_lon, cos_lon, 0.0],
                [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
                [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
            ],
        }
    }

    /// East, north and up in metres of a place given in earth-centred metres.
    pub(crate) fn local(&self, ecef: [f64; 3]) -> [f64; 3] {
        let d: [f64; 3] = std::array::from_fn(|i| ecef[i] - self.origin[i]);
        self.axes.map(|axis| axis[0] * d[0] + axis[1] * d[1] + axis[2] * d[2])
    }

    /// Longitude and latitude of a place on the ellipsoid, or within metres above or below it.
    pub(crate) fn lon_lat(&self, local: [f64; 3]) -> Coord<f64> {
        let [x, y, z]: [f64; 3] = std::array::from_fn(|i| {
            self.origin[i] + (0..3).map(|k| self.axes[k][i] * local[k]).sum::<f64>()
        });
        // Exact on the ellipsoid; h metres off it, the latitude errs by less than e²·h.
        let lat = z.atan2(x.hypot(y) * (1.0 - E2));
        Coord { x: y.atan2(x).to_degrees(), y: lat.to_degrees() }
    }
}

/// Area in m² between the equator and a line that is straight in longitude and latitude, per the
/// line's extent in longitude: counted west, so that a counter-clockwise ring sums to its area.
pub(crate) fn area_under(from: Coord<f64>, to: Coord<f64>) -> f64 {
    // Three-point Gauss-Legendre: exact to the fifth power of the latitude along the line, that is
    // 1e-12 of the area even for lines of 100 km.
    let offset = 0.6_f64.sqrt() / 2.0;
    let zone = |t: f64| zone_area((from.y + (to.y - from.y) * t).to_radians());
    let mean = (5.0 * zone(0.5 - offset) + 8.0 * zone(0.5) + 5.0 * zone(0.5 + offset)) / 18.0;
    mean * (from.x - to.x).to_radians()
}

/// Area in m² of the ellipsoid between the equator and a latitude, per radian of longitude
/// (Snyder 1987, Map Projections: A Working Manual, eq. 3-12, without the scaling to a sphere).
fn zone_area(latitude: f64) -> f64 {
    let sin = latitude.sin();
    let q = E2 * sin * sin;
    // The series of atanh(e·sin)/(e·sin) in q < 0.0067: what is left out is less than 1e-17.
    let atanh = (0..8).rev().fold(0.0, |sum, n| sum * q + 1.0 / f64::from(2 * n + 1));
    A * A * (1.0 - E2) / 2.0 * sin * (1.0 / (1.0 - q) + atanh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, metres_between};

    #[test]
    fn there_and_back_through_the_frame() {
        let mut random = Random::new(5);
        let frame = Frame::at(Coord { x: 121.2, y: 30.8 });
        for _ in 0..1_000 {
            let at = Coord { x: random.within(-180.0, 180.0), y: random.within(-89.0, 89.0) };
            let again = frame.lon_lat(frame.local(Place::new(at).ecef));
            assert!(metres_between(at, again) < 1e-6, "{at:?} {again:?} (seed 5)");
        }
    }

    #[test]
    fn the_whole_ellipsoid_has_its_area() {
        let hemisphere = zone_area(std::f64::consts::FRAC_PI_2) * std::f64::consts::TAU;
        assert!((2.0 * hemisphere / 510_065_621_724_088.0 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_series_is_the_closed_formula() {
        let mut random = Random::new(6);
        for _ in 0..1_000 {
            let latitude = random.within(-1.57, 1.57);
            let (e, sin) = (E2.sqrt(), latitude.sin());
            let closed = sin / (1.0 - E2 * sin * sin) + (e * sin).atanh() / e;
            let closed = A * A * (1.0 - E2) / 2.0 * closed;
            assert!((zone_area(latitude) / closed - 1.0).abs() < 1e-15, "{latitude} (seed 6)");
        }
    }
}
