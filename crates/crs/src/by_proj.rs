//! Conversion of coordinates between one CRS and WGS84 by PROJ.

use crate::datum;
use geo_types::Coord;
use parkward_geometry::{Conversion, CrsError, epsg_code};
use parkward_model::Text;
use proj::{Area, Proj};
use std::ffi::CString;
use std::sync::Once;

/// How PROJ converts one CRS. Making it costs a look into PROJ's database, about a millisecond.
pub(crate) struct ByProj {
    /// As the user wrote it.
    crs: String,
    /// As PROJ was asked for it.
    definition: String,
    proj: Proj,
    /// PROJ has several operations to choose from by place, so each choice must be looked at.
    by_place: bool,
    /// Where the one operation is valid, when it is the Earth's shift of a region.
    area: Option<Area>,
    /// The area that the CRS is made for.
    home: Option<[f64; 4]>,
}

/// How far beyond its area of use a transformation is still taken, in degrees: areas are drawn
/// coarsely, a datum shift does not jump.
const AREA_MARGIN: f64 = 1.0;

impl ByProj {
    pub(crate) fn new(crs: &str) -> Result<Self, CrsError> {
        quiet();
        let definition = epsg_code(crs).map_or(crs.to_owned(), |code| format!("EPSG:{code}"));
        let unknown = || CrsError::Unknown { found: crs.to_owned() };
        if !has_operation(&definition) {
            return Err(match is_local(&definition) {
                true => CrsError::Local { found: crs.to_owned() },
                false => unknown(),
            });
        }
        let proj = Proj::new_known_crs(&definition, "EPSG:4326", None).map_err(|_| unknown())?;
        let home = Proj::new(&definition).ok().and_then(|crs| crs.area_of_use().ok()?.0);
        let home = home.map(|area| [area.west, area.south, area.east, area.north]);
        let by_place = proj
            .proj_info()
            .description
            .is_some_and(|text| text.starts_with("unavailable until proj_trans"));
        let area = if by_place { None } else { proj.area_of_use().ok().and_then(|(area, _)| area) };
        // Several operations are only described once one was chosen; any point will do for that,
        // also one that fails.
        let _ = proj.project((0.0, 0.0), false);
        let operation = proj.proj_info();
        let by_proj = Self { crs: crs.to_owned(), definition, proj, by_place, area, home };
        let description = operation.description.as_deref().unwrap_or_default();
        if !by_place || datum::is_regional(description) {
            by_proj.check_shift()?;
        }
        Ok(by_proj)
    }

    /// Whether coordinates come out as the numbers they went in.
    pub(crate) fn keeps_numbers(&self) -> bool {
        !self.by_place
            && self.proj.proj_info().definition.is_some_and(|d| d.starts_with("proj=noop"))
    }

    fn convert(&self, c: Coord<f64>, inverse: bool) -> Result<Coord<f64>, CrsError> {
        let (x, y) = self
            .proj
            .project((c.x, c.y), inverse)
            .map_err(|e| CrsError::not_a_position(&self.crs, c, Text::quoted(e)))?;
        if self.by_place {
            self.check_shift()?;
        }
        if !(x.is_finite() && y.is_finite()) {
            let reason = Text::new("PROJ 算不出有限的位置", "PROJ finds no finite position for it");
            return Err(CrsError::not_a_position(&self.crs, c, reason));
        }
        Ok(Coord { x, y })
    }

    /// The operation chosen last must not have left out a datum shift.
    fn check_shift(&self) -> Result<(), CrsError> {
        match datum::missing_shift(&self.definition, &self.proj.proj_info()) {
            Some(datum) => Err(CrsError::NeedsParameters { crs: self.crs.clone(), datum }),
            None => Ok(()),
        }
    }
}

impl Conversion for ByProj {
    fn to_wgs84(&self, found: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        self.convert(found, false)
    }

    fn from_wgs84(&self, on_globe: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        self.convert(on_globe, true)
    }

    fn home(&self) -> Option<[f64; 4]> {
        self.home
    }

    fn expect_valid(&self, found: Coord<f64>, on_globe: Coord<f64>) -> Result<(), CrsError> {
        let Some(area) = self.area else { return Ok(()) };
        let wraps = area.west > area.east;
        let lon =
            wraps || (area.west - AREA_MARGIN..=area.east + AREA_MARGIN).contains(&on_globe.x);
        let lat = (area.south - AREA_MARGIN..=area.north + AREA_MARGIN).contains(&on_globe.y);
        if lon && lat {
            return Ok(());
        }
        let Coord { x, y } = on_globe;
        let Area { west, east, south, north } = area;
        let reason = Text::new(
            format!(
                "它位于 {x:.4}、{y:.4}，而到 WGS84 的唯一转换只适用于经度 {west}…{east}、纬度 {south}…{north}"
            ),
            format!(
                "it is at {x:.4}, {y:.4}, but the only transformation to WGS84 holds for longitudes \
                 {west}…{east} and latitudes {south}…{north}"
            ),
        );
        Err(CrsError::not_a_position(&self.crs, found, reason))
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

/// Whether PROJ has a way from the CRS to WGS84 at all; the proj crate panics where PROJ has none and gives
/// no reason either, as for local CRS.
#[expect(unsafe_code, reason = "the proj crate has no safe way to it")]
fn has_operation(definition: &str) -> bool {
    let Ok(from) = CString::new(definition) else { return false };
    // SAFETY: the texts end in zero and outlive the calls; the context is this function's own and is
    // destroyed after what was made in it, which may be null.
    unsafe {
        let context = proj_sys::proj_context_create();
        let made = proj_sys::proj_create_crs_to_crs(
            context,
            from.as_ptr(),
            c"EPSG:4326".as_ptr(),
            std::ptr::null_mut(),
        );
        let has = !made.is_null();
        if has {
            proj_sys::proj_destroy(made);
        }
        proj_sys::proj_context_destroy(context);
        has
    }
}

/// Whether WKT describes a local (engineering) CRS, in any of its editions.
fn is_local(definition: &str) -> bool {
    let start = definition.trim_start().to_ascii_uppercase();
    ["LOCAL_CS", "ENGCRS", "ENGINEERINGCRS"].iter().any(|keyword| start.starts_with(keyword))
}
