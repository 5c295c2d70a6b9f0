//! The ellipsoid of WGS84 (EPSG:7030).

/// Semi-major axis, the radius of the equator, in metres.
pub const A: f64 = 6_378_137.0;
/// Flattening.
pub const F: f64 = 1.0 / 298.257_223_563;
/// Square of the first eccentricity.
pub const E2: f64 = F * (2.0 - F);
