//! Coordinate reference systems, and what converts their coordinates.

mod error;
mod transformer;

pub use error::CrsError;
pub use transformer::{Conversion, Transformer};

use std::fmt;
use transformer::Way;

/// A coordinate reference system: WGS84, GCJ-02 and BD-09, which are built in, or any other with what
/// converts it, as `parkward-crs` makes them out of PROJ.
///
/// Only the name is held, so a `Crs` is cheap to clone and may be shared between threads; the work is
/// done by a [`Transformer`], one a thread.
///
/// In memory the order is always easting, northing (longitude, latitude), whatever order the CRS
/// itself declares: EPSG:4549 declares north first, and files hold east first.
#[derive(Clone, Debug)]
pub struct Crs {
    /// As the user wrote it, for messages and provenance.
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// WGS84 in degrees, or a system whose coordinates are the same numbers.
    Wgs84,
    Gcj02,
    Bd09,
    Converted(Open),
}

/// Makes the conversion of the CRS of that name.
type Open = fn(&str) -> Result<Box<dyn Conversion>, CrsError>;

impl Crs {
    /// The CRS that `text` names, if it is one of the three that are always there: WGS84 (`EPSG:4326`,
    /// `4326`, `WGS 84`, `OGC:CRS84`), `gcj02` (`GCJ-02`), `bd09` (`BD-09`, `bd09ll`). Case does not
    /// matter.
    ///
    /// ```
    /// use parkward_geometry::Crs;
    ///
    /// assert!(Crs::built_in("GCJ-02").is_some_and(|crs| crs.is_obfuscated()));
    /// assert!(Crs::built_in("EPSG:4549").is_none());
    /// ```
    pub fn built_in(text: &str) -> Option<Self> {
        let text = text.trim();
        let kind = match text.to_ascii_lowercase().replace(['-', '_', ' '], "").as_str() {
            "gcj02" => Kind::Gcj02,
            "bd09" | "bd09ll" => Kind::Bd09,
            "epsg:4326" | "4326" | "wgs84" | "ogc:crs84" => Kind::Wgs84,
            _ => return None,
        };
        Some(Self { text: text.to_owned(), kind })
    }

    /// A CRS whose coordinates are those of WGS84 to centimetres, such as CGCS2000 (EPSG:4490).
    pub fn like_wgs84(text: &str) -> Self {
        Self { text: text.to_owned(), kind: Kind::Wgs84 }
    }

    /// Any other CRS: `open` makes what converts the one of that name.
    pub fn converted(text: &str, open: Open) -> Self {
        Self { text: text.to_owned(), kind: Kind::Converted(open) }
    }

    /// Longitude and latitude on WGS84 (EPSG:4326), the CRS of everything in memory.
    pub fn wgs84() -> Self {
        Self::like_wgs84("EPSG:4326")
    }

    /// Whether coordinates in this CRS are longitude and latitude on WGS84 already, to centimetres:
    /// EPSG:4326 and CGCS2000 (EPSG:4490), but not GCJ-02.
    pub fn is_wgs84(&self) -> bool {
        matches!(self.kind, Kind::Wgs84)
    }

    /// The EPSG code, if that is how the CRS was named; 4490 for any name of CGCS2000, and 4326 for whatever
    /// else has the coordinates of WGS84.
    pub fn epsg(&self) -> Option<u32> {
        let of_names = || if names_cgcs2000(&self.text) { 4490 } else { 4326 };
        epsg_code(&self.text).or_else(|| self.is_wgs84().then(of_names))
    }

    /// Whether files in this CRS say WGS84, or nothing where that is what a file without a CRS is in. CGCS2000
    /// has its coordinates, to centimetres, but is another system: who asked for it gets its name.
    pub fn is_epsg_4326(&self) -> bool {
        self.epsg() == Some(4326)
    }

    /// Whether it is GCJ-02 or BD-09: obfuscated degrees that no authority has a number for and no
    /// other program of the field can name.
    pub fn is_obfuscated(&self) -> bool {
        matches!(self.kind, Kind::Gcj02 | Kind::Bd09)
    }

    /// What converts coordinates between this CRS and WGS84. Make one a thread, and keep it: it may cost
    /// a look into a database.
    ///
    /// # Errors
    /// Those of what makes the conversion. It has been made once before, to know the CRS; an error here
    /// means that the database has gone since.
    pub fn transformer(&self) -> Result<Transformer, CrsError> {
        let way = match self.kind {
            Kind::Wgs84 => Way::Same,
            Kind::Gcj02 => Way::Gcj02,
            Kind::Bd09 => Way::Bd09,
            Kind::Converted(open) => Way::Other(open(&self.text)?),
        };
        Ok(Transformer::new(&self.text, way))
    }
}

/// Whether a name, or a text in WKT, is of CGCS2000: EPSG's, PROJ's and Esri's names of it.
fn names_cgcs2000(text: &str) -> bool {
    let plain = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let plain: String = plain.collect();
    ["cgcs2000", "chinageodeticcoordinatesystem2000", "china2000"]
        .iter()
        .any(|name| plain.contains(name))
}

/// The EPSG code that `text` names a CRS by: `EPSG:4549`, `4549`, or `+init=epsg:4549` as PROJ 4 wrote it.
pub fn epsg_code(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let code = lower.strip_prefix("+init=").unwrap_or(&lower);
    let code = code.strip_prefix("epsg:").unwrap_or(code).trim();
    if code.bytes().all(|b| b.is_ascii_digit()) { code.parse().ok() } else { None }
}

/// The CRS as the user wrote it.
impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_is_known_in_every_spelling() {
        for name in ["gcj02", "GCJ02", "GCJ-02", "gcj_02", " Gcj-02 "] {
            let crs = Crs::built_in(name).unwrap();
            assert!(matches!(crs.kind, Kind::Gcj02), "{name}");
            assert_eq!((crs.to_string(), crs.epsg()), (name.trim().to_owned(), None));
        }
        for name in ["bd09", "BD-09", "BD09LL"] {
            assert!(matches!(Crs::built_in(name).unwrap().kind, Kind::Bd09), "{name}");
        }
        for name in ["EPSG:4326", "4326", "WGS 84", "OGC:CRS84"] {
            let crs = Crs::built_in(name).unwrap();
            assert!(crs.is_wgs84() && crs.epsg() == Some(4326), "{name}");
        }
        for name in ["EPSG:4549", "4490", ""] {
            assert!(Crs::built_in(name).is_none(), "{name}");
        }
    }

    #[test]
    fn codes_are_read_out_of_names() {
        for name in ["EPSG:4549", "epsg:4549", "4549", "+init=epsg:4549"] {
            assert_eq!(epsg_code(name), Some(4549), "{name}");
        }
        for name in ["", "EPSG:", "EPSG:4549 and more", "OGC:CRS84", "+proj=longlat"] {
            assert_eq!(epsg_code(name), None, "{name}");
        }
        for name in ["EPSG:4490", "4490", "CGCS2000", "China Geodetic Coordinate System 2000"] {
            assert_eq!(Crs::like_wgs84(name).epsg(), Some(4490), "{name}");
        }
        assert_eq!(
            Crs::like_wgs84("GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\"]").epsg(),
            Some(4490)
        );
        assert_eq!(Crs::like_wgs84("+proj=longlat +ellps=GRS80").epsg(), Some(4326));
    }
}
