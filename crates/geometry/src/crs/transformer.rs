//! Conversion of coordinates between one CRS and WGS84.

use super::{CrsError, datum};
use crate::{bd09, gcj02};
use geo::MapCoords;
use geo_types::{Coord, Point};
use proj::{Area, Proj};
use std::sync::Once;

/// Converts between one [`Crs`](crate::Crs) and longitude, latitude on WGS84. Not shared between
/// threads: make one each.
///
/// Every result is finite and on the globe, or an error that names the coordinate.
///
/// ```
/// use geo_types::Point;
/// use parkward_geometry::Crs;
///
/// let gcj = Crs::parse("GCJ-02")?.transformer()?;
/// let drawn = gcj.from_wgs84(&Point::new(121.3, 30.8))?; // where web maps of China draw it
/// let back = gcj.to_wgs84(&drawn)?;
/// assert!((back.x() - 121.3).abs() < 1e-8 && (back.y() - 30.8).abs() < 1e-8); // 1 mm
/// # Ok::<(), parkward_geometry::CrsError>(())
/// ```
pub struct Transformer {
    crs: String,
    way: Way,
}

enum Way {
    Same,
    Gcj02,
    Bd09,
    Proj(Box<ProjWay>),
}

struct ProjWay {
    proj: Proj,
    definition: String,
    /// PROJ has several operations to choose from by place, so each choice must be looked at.
    by_place: bool,
    /// Where the one operation is valid, when it is the Earth's shift of a region.
    area: Option<Area>,
}

/// How far beyond its area of use a transformation is still taken, in degrees: areas are drawn
/// coarsely, a datum shift does not jump.
const AREA_MARGIN: f64 = 1.0;

impl Transformer {
    pub(super) fn wgs84(crs: &str) -> Self {
        Self { crs: crs.to_owned(), way: Way::Same }
    }

    pub(super) fn gcj02(crs: &str) -> Self {
        Self { crs: crs.to_owned(), way: Way::Gcj02 }
    }

    pub(super) fn bd09(crs: &str) -> Self {
        Self { crs: crs.to_owned(), way: Way::Bd09 }
    }

    pub(super) fn by_proj(crs: &str, definition: &str) -> Result<Self, CrsError> {
        quiet();
        let proj = Proj::new_known_crs(definition, "EPSG:4326", None)
            .map_err(|_| CrsError::Unknown { found: crs.to_owned() })?;
        let by_place = proj
            .proj_info()
            .description
            .is_some_and(|text| text.starts_with("unavailable until proj_trans"));
        let area = if by_place { None } else { proj.area_of_use().ok().and_then(|(area, _)| area) };
        // Several operations are only described once one was chosen; any point will do for that,
        // also one that fails.
        let _ = proj.project((0.0, 0.0), false);
        let operation = proj.proj_info();
        let way = ProjWay { proj, definition: definition.to_owned(), by_place, area };
        let description = operation.description.as_deref().unwrap_or_default();
        if !by_place || datum::is_regional(description) {
            way.check_shift(crs)?;
        }
        Ok(Self { crs: crs.to_owned(), way: Way::Proj(Box::new(way)) })
    }

    /// Whether the CRS counts in a unit of length rather than in degrees: some place on Earth has a
    /// coordinate in it that no angle could have.
    pub fn is_projected(&self) -> bool {
        let Way::Proj(way) = &self.way else { return false };
        [(120.0, 30.0), (0.0, 45.0), (-100.0, 40.0)].into_iter().any(|(x, y)| {
            let found = way.convert(&self.crs, Coord { x, y }, true);
            found.is_ok_and(|c| c.x.abs() > 400.0 || c.y.abs() > 400.0)
        })
    }

    /// Whether coordinates come out as the numbers they went in.
    pub(super) fn keeps_numbers(&self) -> bool {
        match &self.way {
            Way::Same => true,
            Way::Gcj02 | Way::Bd09 => false,
            Way::Proj(way) => {
                !way.by_place
                    && way.proj.proj_info().definition.is_some_and(|d| d.starts_with("proj=noop"))
            }
        }
    }

    /// The geometry (a point, a line, a boundary: every vertex) in longitude and latitude on WGS84.
    ///
    /// # Errors
    /// [`CrsError::NotAPosition`] naming the first vertex that is not finite, that the CRS cannot
    /// hold, or that comes out off the globe; [`CrsError::NeedsParameters`] where PROJ has
    /// transformations for some places but not for this one.
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

    /// [`Transformer::to_wgs84`] for many points in place. At an error the points before the one it
    /// names are converted, the rest are not.
    ///
    /// # Errors
    /// As [`Transformer::to_wgs84`].
    pub fn all_to_wgs84(&self, points: &mut [Point<f64>]) -> Result<(), CrsError> {
        points.iter_mut().try_for_each(|p| {
            p.0 = self.coord_to_wgs84(p.0)?;
            Ok(())
        })
    }

    /// [`Transformer::from_wgs84`] for many points in place.
    ///
    /// # Errors
    /// As [`Transformer::all_to_wgs84`].
    pub fn all_from_wgs84(&self, points: &mut [Point<f64>]) -> Result<(), CrsError> {
        points.iter_mut().try_for_each(|p| {
            p.0 = self.coord_from_wgs84(p.0)?;
            Ok(())
        })
    }

    fn coord_to_wgs84(&self, found: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        self.expect_finite(found)?;
        let on_globe = match &self.way {
            Way::Same => found,
            Way::Gcj02 => gcj02::to_wgs84(self.expect_on_globe(found, found)?),
            Way::Bd09 => bd09::to_wgs84(self.expect_on_globe(found, found)?),
            Way::Proj(way) => way.convert(&self.crs, found, false)?,
        };
        self.expect_on_globe(found, on_globe)?;
        if let Way::Proj(way) = &self.way {
            way.expect_in_area(&self.crs, found, on_globe)?;
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
            Way::Proj(way) => {
                way.expect_in_area(&self.crs, on_globe, on_globe)?;
                way.convert(&self.crs, on_globe, true)
            }
        }
    }

    fn expect_finite(&self, c: Coord<f64>) -> Result<(), CrsError> {
        if c.x.is_finite() && c.y.is_finite() {
            return Ok(());
        }
        Err(not_a_position(&self.crs, c, "expected two finite numbers".to_owned()))
    }

    fn expect_on_globe(
        &self,
        found: Coord<f64>,
        on_globe: Coord<f64>,
    ) -> Result<Coord<f64>, CrsError> {
        if on_globe.x.abs() <= 180.0 && on_globe.y.abs() <= 90.0 {
            return Ok(on_globe);
        }
        let reason = format!(
            "expected a longitude in -180…180 and a latitude in -90…90, found {}, {}; are the axes \
             swapped, or is it another CRS?",
            on_globe.x, on_globe.y
        );
        Err(not_a_position(&self.crs, found, reason))
    }
}

impl ProjWay {
    fn convert(&self, crs: &str, c: Coord<f64>, inverse: bool) -> Result<Coord<f64>, CrsError> {
        let (x, y) = self
            .proj
            .project((c.x, c.y), inverse)
            .map_err(|e| not_a_position(crs, c, e.to_string()))?;
        if self.by_place {
            self.check_shift(crs)?;
        }
        if !(x.is_finite() && y.is_finite()) {
            return Err(not_a_position(crs, c, "PROJ finds no finite position for it".to_owned()));
        }
        Ok(Coord { x, y })
    }

    /// The operation chosen last must not have left out a datum shift.
    fn check_shift(&self, crs: &str) -> Result<(), CrsError> {
        match datum::missing_shift(&self.definition, &self.proj.proj_info()) {
            Some(datum) => Err(CrsError::NeedsParameters { crs: crs.to_owned(), datum }),
            None => Ok(()),
        }
    }

    fn expect_in_area(
        &self,
        crs: &str,
        found: Coord<f64>,
        on_globe: Coord<f64>,
    ) -> Result<(), CrsError> {
        let Some(area) = self.area else { return Ok(()) };
        let wraps = area.west > area.east;
        let lon =
            wraps || (area.west - AREA_MARGIN..=area.east + AREA_MARGIN).contains(&on_globe.x);
        let lat = (area.south - AREA_MARGIN..=area.north + AREA_MARGIN).contains(&on_globe.y);
        if lon && lat {
            return Ok(());
        }
        let reason = format!(
            "it is at {:.4}, {:.4}, but the only transformation to WGS84 holds for longitudes {}…{} \
             and latitudes {}…{}",
            on_globe.x, on_globe.y, area.west, area.east, area.south, area.north
        );
        Err(not_a_position(crs, found, reason))
    }
}

/// Once per process: PROJ reports through its return values only, not on standard error.
fn quiet() {
    static ONCE: Once = Once::new();
    #[expect(unsafe_code, reason = "the proj crate has no safe way to it")]
    ONCE.call_once(|| {
        // SAFETY: a null context is PROJ's default one, which exists for as long as the process and
        // from which every later context takes its level of logging.
        unsafe {
            proj_sys::proj_log_level(std::ptr::null_mut(), proj_sys::PJ_LOG_LEVEL_PJ_LOG_NONE);
        }
    });
}

fn not_a_position(crs: &str, found: Coord<f64>, reason: String) -> CrsError {
    CrsError::NotAPosition { crs: crs.to_owned(), x: found.x, y: found.y, reason }
}
