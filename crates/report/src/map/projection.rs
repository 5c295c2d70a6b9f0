//! The map's own projection: a transverse Mercator about the middle of what is shown.

use parkward_model::wgs84::{A, F};
use std::f64::consts::FRAC_PI_2;

/// Longitudes further than this from the central meridian are drawn as if they lay on it: the
/// projection has its poles at 90°.
const WIDEST_DEG: f64 = 80.0;

/// Transverse Mercator (Gauss-Krüger) on WGS84 with unit scale on a central meridian of its own.
///
/// Conformal; true to scale on the central meridian, and too large by x² / 2R² at x metres from it:
/// 6 ppm at 22 km, the half-width of a district, 0.1 % at 285 km. By Krüger's series in the third
/// flattening to the fourth order (Karney, *Transverse Mercator with an accuracy of a few
/// nanometers*, 2011, eq. 35), better than a millimetre where maps of districts are drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LocalMercator {
    central_deg: f64,
}

impl LocalMercator {
    /// About a central meridian in degrees.
    pub(crate) fn about(central_deg: f64) -> Self {
        Self { central_deg }
    }

    /// Easting from the central meridian and northing from the equator, in metres.
    pub(crate) fn forward(self, lon_deg: f64, lat_deg: f64) -> (f64, f64) {
        let n = F / (2.0 - F);
        let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n);
        let radius = A / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0);
        let alpha = [
            n / 2.0 - 2.0 / 3.0 * n2 + 5.0 / 16.0 * n3 + 41.0 / 180.0 * n4,
            13.0 / 48.0 * n2 - 3.0 / 5.0 * n3 + 557.0 / 1_440.0 * n4,
            61.0 / 240.0 * n3 - 103.0 / 140.0 * n4,
            49_561.0 / 161_280.0 * n4,
        ];
        let lambda = (lon_deg - self.central_deg).clamp(-WIDEST_DEG, WIDEST_DEG).to_radians();
        // The poles themselves are at infinity in the isometric latitude.
        let phi = lat_deg.to_radians().clamp(-FRAC_PI_2 + 1e-9, FRAC_PI_2 - 1e-9);
        let e = 2.0 * n.sqrt() / (1.0 + n);
        let t = (phi.sin().atanh() - e * (e * phi.sin()).atanh()).sinh();
        let xi = t.atan2(lambda.cos());
        let eta = (lambda.sin() / t.hypot(1.0)).atanh();
        let (mut easting, mut northing) = (eta, xi);
        for (j, a) in (1..).zip(alpha) {
            let twice = 2.0 * f64::from(j);
            easting += a * (twice * xi).cos() * (twice * eta).sinh();
            northing += a * (twice * xi).sin() * (twice * eta).cosh();
        }
        (radius * easting, radius * northing)
    }

    /// By how much lengths near a place are too large: 0.001 is 0.1 %.
    pub(crate) fn scale_error(self, lon_deg: f64, lat_deg: f64) -> f64 {
        let step = 1e-4_f64;
        let (x0, y0) = self.forward(lon_deg, lat_deg - step);
        let (x1, y1) = self.forward(lon_deg, lat_deg + step);
        // Radius of curvature of the meridian: the scale is the same in all directions.
        let e2 = F * (2.0 - F);
        let w2 = 1.0 - e2 * lat_deg.to_radians().sin().powi(2);
        let ground = A * (1.0 - e2) / w2.powf(1.5) * (2.0 * step).to_radians();
        (x1 - x0).hypot(y1 - y0) / ground - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Distance, Geodesic, Point};

    #[test]
    fn lengths_on_the_map_are_lengths_on_the_ground() {
        let projection = LocalMercator::about(121.2);
        for (lon, lat) in
            [(121.2, 30.7), (120.9, 30.6), (121.6, 31.0), (121.2, -30.7), (121.3, 55.0)]
        {
            for (dx, dy) in [(0.01, 0.0), (0.0, 0.01), (0.02, -0.01)] {
                let (x0, y0) = projection.forward(lon, lat);
                let (x1, y1) = projection.forward(lon + dx, lat + dy);
                let ground =
                    Geodesic.distance(Point::new(lon, lat), Point::new(lon + dx, lat + dy));
                let ratio = (x1 - x0).hypot(y1 - y0) / ground;
                assert!((ratio - 1.0).abs() < 5e-5, "{lon} {lat}: {ratio}");
            }
        }
    }

    /// EPSG guidance note 7-2 gives the meridian arc of WGS84; 10,001,965.729 m is the quadrant.
    #[test]
    fn the_quadrant_has_its_length() {
        let (x, y) = LocalMercator::about(0.0).forward(0.0, 90.0);
        assert!(x.abs() < 1e-6 && (y - 10_001_965.729).abs() < 0.02, "{y}");
    }

    #[test]
    fn the_stated_error_is_the_error() {
        let projection = LocalMercator::about(121.0);
        assert!(projection.scale_error(121.0, 31.0).abs() < 1e-7);
        let at_3_degrees = projection.scale_error(124.0, 31.0);
        assert!((at_3_degrees - 0.001_0).abs() < 1e-4, "{at_3_degrees}");
    }

    #[test]
    fn nothing_is_infinite() {
        let projection = LocalMercator::about(121.0);
        for lon in [-180.0, -59.0, 31.0, 121.0, 180.0] {
            for lat in [-90.0, 0.0, 90.0] {
                let (x, y) = projection.forward(lon, lat);
                assert!(x.is_finite() && y.is_finite(), "{lon} {lat}");
            }
        }
    }
}
