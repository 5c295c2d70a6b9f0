//! Conversion of coordinates between one CRS and WGS84.

use super::error::CrsError;
use crate::{bd09, gcj02};
use geo::MapCoords;
use geo_types::Coord;
use parkward_model::Text;

/// Converts between one [`Crs`](crate::Crs) and longitude, latitude on WGS84. Not shared between threads: make one
/// each.
///
/// Every result is finite and on the globe, or an error that names the coordinate.
///
/// ```
/// use geo_types::Point;
/// use parkward_geometry::Crs;
///
/// let gcj = Crs::built_in("GCJ-02").expect("it is").transformer()?;
/// let drawn = gcj.from_wgs84(&Point::new(121.3, 30.8))?; // where web maps of China draw it
/// let back = gcj.to_wgs84(&drawn)?;
/// assert!((back.x() - 121.3).abs() < 1e-8 && (back.y() - 30.8).abs() < 1e-8); // 1 mm
/// # Ok::<(), parkward_geometry::CrsError>(())
/// ```
pub struct Transformer {
    crs: String,
    way: Way,
}

/// How coordinates become those of WGS84.
pub(super) enum Way {
    Same,
    Gcj02,
    Bd09,
    Other(Box<dyn Conversion>),
}

/// How the coordinates of a CRS that is not built in become those of WGS84 and back. What it takes from
/// WGS84 is on the globe; what it gives is finite, or an error.
pub trait Conversion {
    /// Longitude and latitude of a position.
    ///
    /// # Errors
    /// [`CrsError::NotAPosition`], [`CrsError::NeedsParameters`].
    fn to_wgs84(&self, found: Coord<f64>) -> Result<Coord<f64>, CrsError>;

    /// The position at a longitude and latitude.
    ///
    /// # Errors
    /// As [`Conversion::to_wgs84`].
    #[allow(clippy::wrong_self_convention, reason = "converts its argument; pairs with to_wgs84")]
    fn from_wgs84(&self, on_globe: Coord<f64>) -> Result<Coord<f64>, CrsError>;

    /// Whether the conversion holds at that longitude and latitude; `found` is what the error names.
    ///
    /// # Errors
    /// [`CrsError::NotAPosition`] where it does not.
    fn expect_valid(&self, found: Coord<f64>, on_globe: Coord<f64>) -> Result<(), CrsError>;

    /// The area that the CRS is made for, where it says so: west, south, east and north in degrees.
    fn home(&self) -> Option<[f64; 4]> {
        None
    }
}

/// How far from its area of use a CRS is still in use, in degrees: a zone is taken for all of a district.
const HOME_MARGIN: f64 = 3.0;

/// How many times as near to it swapped coordinates have to be: beside a zone whose origin has no false easting, such as
/// those of Japan, both ways lead about as far out of it.
const NEARER: f64 = 3.0;

/// How far from it nobody uses it, in degrees.
const FAR: f64 = 10.0;

/// Longitudes and latitudes of China, with its seas.
const CHINA: [f64; 4] = [73.0, 3.0, 136.0, 54.0];

/// No enterprise stands as near to a pole, in degrees of latitude; and China's longitudes begin there, so
/// that swapped axes show also where they stay on the globe.
const POLAR: f64 = 73.0;

/// How much a projection may stretch a metre where it is in use.
const STRETCH: f64 = 0.01;

/// How many degrees a place lies outside of an area, the larger of both axes; 0 within it.
fn outside([west, south, east, north]: [f64; 4], at: Coord<f64>) -> f64 {
    let beyond = |low: f64, high: f64, x: f64| (low - x).max(x - high).max(0.0);
    let wraps = west > east;
    let lon = if wraps { 0.0 } else { beyond(west, east, at.x) };
    lon.max(beyond(south, north, at.y))
}

impl Transformer {
    /// `crs` is the name that errors give.
    pub(super) fn new(crs: &str, way: Way) -> Self {
        Self { crs: crs.to_owned(), way }
    }

    /// Whether the CRS counts in a unit of length rather than in degrees: some place on Earth has a
    /// coordinate in it that no angle could have.
    pub fn is_projected(&self) -> bool {
        let Way::Other(way) = &self.way else { return false };
        [(120.0, 30.0), (0.0, 45.0), (-100.0, 40.0)].into_iter().any(|(x, y)| {
            let found = way.from_wgs84(Coord { x, y });
            found.is_ok_and(|c| c.x.abs() > 400.0 || c.y.abs() > 400.0)
        })
    }

    /// Whether a coordinate makes sense only the other way round, as surveyors write it (X is north): it
    /// comes out where nobody uses this CRS, and swapped where it is in use. `on_globe` is where it comes
    /// out, if it does.
    ///
    /// Degrees are compared with China's longitudes and latitudes, a CRS of an authority with its area of
    /// use, and any other projection by how much it stretches a metre there.
    pub fn seems_swapped(&self, found: Coord<f64>, on_globe: Option<Coord<f64>>) -> bool {
        let swapped = Coord { x: found.y, y: found.x };
        let Way::Other(way) = &self.way else {
            return found.y.abs() >= POLAR && outside(CHINA, swapped) == 0.0;
        };
        let there = || self.coord_to_wgs84(swapped).ok();
        match way.home() {
            Some(home) => {
                let away = on_globe.map_or(f64::INFINITY, |at| outside(home, at));
                let there = there().map_or(f64::INFINITY, |at| outside(home, at));
                away > HOME_MARGIN && there <= HOME_MARGIN && away > NEARER * there
            }
            None => {
                let stretched =
                    |at: Coord<f64>| stretch(way.as_ref(), at).is_none_or(|by| by > 2.0 * STRETCH);
                on_globe.is_none_or(stretched)
                    && there()
                        .and_then(|at| stretch(way.as_ref(), at))
                        .is_some_and(|by| by < STRETCH)
            }
        }
    }

    /// Whether a place is so far from the area that the CRS is made for that it must be a mistake.
    pub fn is_far_from_home(&self, on_globe: Coord<f64>) -> bool {
        let Way::Other(way) = &self.way else { return false };
        way.home().is_some_and(|home| outside(home, on_globe) > FAR)
    }

    /// The geometry (a point, a line, a boundary: every vertex) in longitude and latitude on WGS84.
    ///
    /// # Errors
    /// [`CrsError::NotAPosition`] naming the first vertex that is not finite, that the CRS cannot
    /// hold, or that comes out off the globe; [`CrsError::NeedsParameters`] where there
    /// are transformations for some places but not for this one.
    pub fn to_wgs84<G: MapCoords<f64, f64, Output = G>>(
        &self,
        geometry: &G,
    ) -> Result<G, CrsError> {
        geometry.try_map_coords(|c| self.coord_to_wgs84(c))
    }

    /// The geometry, given in longitude and latitude on WGS84, in this CRS.
    ///
    /// # Errors
    /// As [`Transformer::to_wgs84`].
    #[allow(clippy::wrong_self_convention, reason = "converts its argument; pairs with to_wgs84")]
    pub fn from_wgs84<G: MapCoords<f64, f64, Output = G>>(
        &self,
        geometry: &G,
    ) -> Result<G, CrsError> {
        geometry.try_map_coords(|c| self.coord_from_wgs84(c))
    }

    fn coord_to_wgs84(&self, found: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        self.expect_finite(found)?;
        let on_globe = match &self.way {
            Way::Same => found,
            Way::Gcj02 => gcj02::to_wgs84(self.expect_on_globe(found, found)?),
            Way::Bd09 => bd09::to_wgs84(self.expect_on_globe(found, found)?),
            Way::Other(way) => way.to_wgs84(found)?,
        };
        self.expect_on_globe(found, on_globe)?;
        if let Way::Other(way) = &self.way {
            way.expect_valid(found, on_globe)?;
        }
        Ok(on_globe)
    }

    fn coord_from_wgs84(&self, on_globe: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        self.expect_finite(on_globe)?;
        self.expect_on_globe(on_globe, on_globe)?;
        match &self.way {
            Way::Same => Ok(on_globe),
            Way::Gcj02 => Ok(gcj02::from_wgs84(on_globe)),
            Way::Bd09 => Ok(bd09::from_wgs84(on_globe)),
            Way::Other(way) => {
                way.expect_valid(on_globe, on_globe)?;
                way.from_wgs84(on_globe)
            }
        }
    }

    fn expect_finite(&self, c: Coord<f64>) -> Result<(), CrsError> {
        if c.x.is_finite() && c.y.is_finite() {
            return Ok(());
        }
        let reason = Text::new("应为两个有限的数", "expected two finite numbers");
        Err(CrsError::not_a_position(&self.crs, c, reason))
    }

    fn expect_on_globe(
        &self,
        found: Coord<f64>,
        on_globe: Coord<f64>,
    ) -> Result<Coord<f64>, CrsError> {
        if on_globe.x.abs() <= 180.0 && on_globe.y.abs() <= 90.0 {
            return Ok(on_globe);
        }
        let Coord { x, y } = on_globe;
        let reason = Text::new(
            format!(
                "经度应在 -180…180、纬度应在 -90…90 之间，实为 {x}、{y}；是否经纬度颠倒，或坐标系不对？"
            ),
            format!(
                "expected a longitude in -180…180 and a latitude in -90…90, found {x}, {y}; are the axes \
                 swapped, or is it another CRS?"
            ),
        );
        Err(CrsError::not_a_position(&self.crs, found, reason))
    }
}

/// How far a metre northward is from a metre in a projection; `None` where the projection holds no
/// place.
fn stretch(way: &dyn Conversion, at: Coord<f64>) -> Option<f64> {
    const STEP: f64 = 1e-3;
    let here = way.from_wgs84(at).ok()?;
    let north = way.from_wgs84(Coord { x: at.x, y: at.y + STEP }).ok()?;
    // Metres in a degree of latitude, to 0.01 %.
    let degree = 111_132.95 - 559.85 * (2.0 * at.y.to_radians()).cos();
    Some(((north.x - here.x).hypot(north.y - here.y) / (STEP * degree) - 1.0).abs())
}
