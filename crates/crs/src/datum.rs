//! Whether PROJ's way from a datum to WGS84 is a real one.
//!
//! Where PROJ knows no transformation between two datums it takes a "ballpark" one, which keeps
//! longitude and latitude as they are. Its list of operations says so in words, and only there. For
//! CGCS2000 (and any other realisation of the ITRS on the GRS80 ellipsoid) that is right to
//! centimetres; for Beijing 1954 or Xian 1980 it is wrong by 100 m.

use proj::ProjInfo;

/// Datums without a usable general transformation: those that PROJ does know hold for a basin or a
/// shelf each, and a point next to it would silently get none.
const REGIONAL: [&str; 3] = ["Beijing 1954", "Xian 1980", "New Beijing"];

/// Datums that are the ITRS at some epoch, by PROJ's names.
const GEOCENTRIC: [&str; 2] = ["China Geodetic Coordinate System 2000", "CGCS2000"];

/// The inverse flattenings of GRS80 and WGS84 as WKT writes them, and their names in PROJ strings.
const GEOCENTRIC_ELLIPSOIDS: [&str; 4] =
    ["298.257222101", "298.257223563", "ellps=GRS80", "ellps=WGS84"];

/// The datum whose shift to WGS84 PROJ leaves out without a right to, or `None` if all is well.
///
/// `definition` is the CRS as PROJ was asked for it, `operation` what PROJ then chose.
pub(super) fn missing_shift(definition: &str, operation: &ProjInfo) -> Option<String> {
    let description = operation.description.as_deref().unwrap_or_default();
    let (_, after) = description.split_once("Ballpark")?;
    let (_, after) = after.split_once(" from ")?;
    let datum = after.split_once(" to ").map_or(after, |(datum, _)| datum);
    if GEOCENTRIC.iter().any(|name| datum.starts_with(name)) {
        return None;
    }
    // A no-op always claims GRS80, whatever the datum; a pipeline names the ellipsoid it starts from.
    let pipeline = operation.definition.as_deref().unwrap_or_default();
    let pipeline = if pipeline.starts_with("proj=pipeline") { pipeline } else { "" };
    let on = |text: &str| GEOCENTRIC_ELLIPSOIDS.iter().any(|ellipsoid| text.contains(ellipsoid));
    if !is_regional(datum) && (on(definition) || on(pipeline)) {
        return None;
    }
    Some(datum.trim_end_matches(" (geographic)").to_owned())
}

/// Whether the operation starts from a datum that only has transformations by region.
pub(super) fn is_regional(description: &str) -> bool {
    REGIONAL.iter().any(|datum| description.contains(datum))
}
