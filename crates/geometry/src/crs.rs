//! Coordinate reference systems, by the names that users write.

mod datum;
mod error;
mod transformer;

pub use error::CrsError;
pub use transformer::Transformer;

use std::fmt;
use std::str::FromStr;

/// A coordinate reference system: WGS84, GCJ-02, BD-09, or anything that PROJ knows.
///
/// Only the name is held, so a `Crs` is cheap to clone and may be shared between threads; the work is
/// done by a [`Transformer`], one a thread, since PROJ's objects may not be shared.
///
/// In memory the order is always easting, northing (longitude, latitude), whatever order the CRS
/// itself declares: EPSG:4549 declares north first, and files hold east first.
///
/// ```
/// use geo_types::Point;
/// use parkward_geometry::Crs;
///
/// let gauss_krueger = Crs::parse("EPSG:4549")?; // CGCS2000, central meridian 120° E
/// let on_map = gauss_krueger.transformer()?.to_wgs84(&Point::new(620_000.0, 3_410_000.0))?;
/// assert!((on_map.x() - 121.25).abs() < 0.01 && (on_map.y() - 30.81).abs() < 0.01);
///
/// assert!(Crs::parse("Beijing 1954").is_err()); // without parameters it would be 100 m off, silently
/// # Ok::<(), parkward_geometry::CrsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crs {
    /// As the user wrote it, for messages and provenance.
    text: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// WGS84 in degrees, or a system whose coordinates are the same numbers.
    Wgs84,
    Gcj02,
    Bd09,
    /// What PROJ is asked for.
    Proj(String),
}

impl Crs {
    /// The CRS that `text` names:
    /// - `gcj02`, `bd09` (also `GCJ-02`, `BD-09`, `bd09ll`; case does not matter),
    /// - an EPSG code (`EPSG:4549`, or `4549` alone), or another authority's (`OGC:CRS84`),
    /// - a PROJ string (`+proj=tmerc …`), or WKT, or a name from PROJ's database.
    ///
    /// # Errors
    /// [`CrsError::Unknown`] if PROJ does not understand the text, [`CrsError::NeedsParameters`] if
    /// it does but knows no way from that datum to WGS84 (Beijing 1954, Xian 1980): PROJ would then
    /// keep the numbers as they are, off by about 100 m, and say nothing. CGCS2000 is not refused:
    /// it agrees with WGS84 to centimetres, and so does a datum without a name on the GRS80
    /// ellipsoid, as local PROJ strings in China have it.
    pub fn parse(text: &str) -> Result<Self, CrsError> {
        let text = text.trim();
        let kind = match text.to_ascii_lowercase().replace(['-', '_', ' '], "").as_str() {
            "gcj02" => Kind::Gcj02,
            "bd09" | "bd09ll" => Kind::Bd09,
            "epsg:4326" | "4326" | "wgs84" | "ogc:crs84" => Kind::Wgs84,
            _ => {
                let definition = definition(text);
                match Transformer::by_proj(text, &definition)?.keeps_numbers() {
                    true => Kind::Wgs84,
                    false => Kind::Proj(definition),
                }
            }
        };
        Ok(Self { text: text.to_owned(), kind })
    }

    /// Longitude and latitude on WGS84 (EPSG:4326), the CRS of everything in memory.
    pub fn wgs84() -> Self {
        Self { text: "EPSG:4326".to_owned(), kind: Kind::Wgs84 }
    }

    /// Whether coordinates in this CRS are longitude and latitude on WGS84 already, to centimetres:
    /// EPSG:4326 and CGCS2000 (EPSG:4490), but not GCJ-02.
    pub fn is_wgs84(&self) -> bool {
        self.kind == Kind::Wgs84
    }

    /// The EPSG code, if that is how the CRS was named; 4326 for any name of WGS84.
    pub fn epsg(&self) -> Option<u32> {
        let code = match &self.kind {
            Kind::Wgs84 => definition(&self.text),
            Kind::Proj(definition) => definition.clone(),
            Kind::Gcj02 | Kind::Bd09 => return None,
        };
        let code = code.to_ascii_uppercase();
        let code = code.strip_prefix("EPSG:").and_then(|code| code.parse().ok());
        code.or((self.kind == Kind::Wgs84).then_some(4326))
    }

    /// Whether it is GCJ-02 or BD-09: obfuscated degrees that no authority has a number for and no
    /// other program of the field can name.
    pub fn is_obfuscated(&self) -> bool {
        matches!(self.kind, Kind::Gcj02 | Kind::Bd09)
    }

    /// What converts coordinates between this CRS and WGS84. Make one a thread, and keep it: making
    /// it costs PROJ a look into its database (about a millisecond).
    ///
    /// # Errors
    /// As [`Crs::parse`], which has made one before; an error here means that PROJ's database has
    /// gone since.
    pub fn transformer(&self) -> Result<Transformer, CrsError> {
        match &self.kind {
            Kind::Wgs84 => Ok(Transformer::wgs84(&self.text)),
            Kind::Gcj02 => Ok(Transformer::gcj02(&self.text)),
            Kind::Bd09 => Ok(Transformer::bd09(&self.text)),
            Kind::Proj(definition) => Transformer::by_proj(&self.text, definition),
        }
    }
}

/// The text in the form that PROJ takes: a bare number is an EPSG code, and so is what PROJ 4 wrote
/// as `+init=epsg:4549`.
fn definition(text: &str) -> String {
    let is_number = |code: &str| !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit());
    let lower = text.to_ascii_lowercase();
    let code = lower.strip_prefix("+init=").unwrap_or(&lower);
    let code = code.strip_prefix("epsg:").unwrap_or(code).trim();
    if is_number(code) { format!("EPSG:{code}") } else { text.to_owned() }
}

impl FromStr for Crs {
    type Err = CrsError;

    fn from_str(text: &str) -> Result<Self, CrsError> {
        Self::parse(text)
    }
}

/// The CRS as the user wrote it.
impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
