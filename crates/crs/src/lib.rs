//! Coordinate reference systems by the names that users write: WGS84, GCJ-02 and BD-09 are
//! `geometry`'s own, every other is PROJ's. This is the only crate that links PROJ.

mod by_proj;
mod datum;

use by_proj::ByProj;
use parkward_geometry::{Crs, CrsError};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The CRS that `text` names:
/// - what [`Crs::built_in`] knows: WGS84, GCJ-02, BD-09,
/// - an EPSG code (`EPSG:4549`, or `4549` alone), or another authority's (`OGC:CRS84`),
/// - a PROJ string (`+proj=tmerc …`), or WKT, or a name from PROJ's database.
///
/// # Errors
/// [`CrsError::Unknown`] if PROJ does not understand the text, [`CrsError::NeedsParameters`] if
/// it does but knows no way from that datum to WGS84 (Beijing 1954, Xian 1980): PROJ would then
/// keep the numbers as they are, off by about 100 m, and say nothing. CGCS2000 is not refused:
/// it agrees with WGS84 to centimetres, and so does a datum without a name on the GRS80
/// ellipsoid, as local PROJ strings in China have it.
///
/// ```
/// use geo_types::Point;
///
/// let gauss_krueger = parkward_crs::parse("EPSG:4549")?; // CGCS2000, central meridian 120° E
/// let on_map = gauss_krueger.transformer()?.to_wgs84(&Point::new(620_000.0, 3_410_000.0))?;
/// assert!((on_map.x() - 121.25).abs() < 0.01 && (on_map.y() - 30.81).abs() < 0.01);
///
/// assert!(parkward_crs::parse("Beijing 1954").is_err()); // without parameters it would be 100 m off, silently
/// # Ok::<(), parkward_geometry::CrsError>(())
/// ```
pub fn parse(text: &str) -> Result<Crs, CrsError> {
    let text = text.trim();
    if let Some(crs) = Crs::built_in(text) {
        return Ok(crs);
    }
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = known().get(text) {
        return found.clone();
    }
    let found = ByProj::new(text).map(|by_proj| match by_proj.keeps_numbers() {
        true => Crs::like_wgs84(text),
        false => Crs::converted(text, |text| Ok(Box::new(ByProj::new(text)?))),
    });
    let mut known = known();
    if known.len() >= MOST_KNOWN {
        known.clear();
    }
    known.insert(text.to_owned(), found.clone());
    found
}

/// What each text was found to be. Every input asks several times, and PROJ takes milliseconds for a code, and up to a
/// second for a text that is almost a name.
static KNOWN: Mutex<BTreeMap<String, Result<Crs, CrsError>>> = Mutex::new(BTreeMap::new());

/// How many are kept.
const MOST_KNOWN: usize = 64;

#[cfg(test)]
mod tests;
