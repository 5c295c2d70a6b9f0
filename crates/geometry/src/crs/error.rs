//! What can go wrong between two coordinate systems.

use geo_types::Coord;
use parkward_model::{InWords, Text};
use thiserror::Error;

/// A CRS that cannot be used, or a coordinate that it cannot take.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{}", self.in_words().en)]
pub enum CrsError {
    /// Nobody knows the text.
    Unknown {
        /// The text.
        found: String,
    },
    /// No transformation to WGS84 is known, neither in general nor for that place.
    NeedsParameters {
        /// The CRS as the user wrote it.
        crs: String,
        /// The datum's name.
        datum: String,
    },
    /// A local (engineering) CRS: axes and a unit, and no word of where on Earth they are.
    Local {
        /// The CRS as it was found.
        found: String,
    },
    /// A coordinate that cannot be converted, or that is not a number.
    NotAPosition {
        /// The CRS as the user wrote it.
        crs: String,
        /// The first coordinate found: easting or longitude.
        x: f64,
        /// The second: northing or latitude.
        y: f64,
        /// Why not, and what was expected.
        reason: Text,
    },
}

/// The ellipsoid of a datum as PROJ strings have it: that of Krasovsky for Beijing 1954, that of the IAG of
/// 1975, which PROJ has no name for, for Xian 1980.
fn ellipsoid(datum: &str) -> &'static str {
    let has = |name: &str| datum.contains(name);
    if has("Xian") || has("1980") {
        "+a=6378140 +rf=298.257"
    } else if has("Beijing") || has("Krass") || has("Pulkovo") {
        "+ellps=krass"
    } else {
        "+ellps=ELLIPSOID"
    }
}

impl InWords for CrsError {
    fn in_words(&self) -> Text {
        match self {
            Self::Unknown { found } => {
                let tmerc = "+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +ellps=GRS80";
                Text::new(
                    format!(
                        "未知坐标系 {found:?}：请写 EPSG 代码（如 EPSG:4549、EPSG:4490、EPSG:4326）、gcj02、bd09、\
                         PROJ 字符串（如 \"{tmerc}\"）或 WKT"
                    ),
                    format!(
                        "unknown CRS {found:?}: write an EPSG code such as EPSG:4549, EPSG:4490 or EPSG:4326, \
                         gcj02, bd09, a PROJ string such as \"{tmerc}\", or WKT"
                    ),
                )
            }
            Self::NeedsParameters { crs, datum } => {
                let given = format!(
                    "+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 {} +towgs84=DX,DY,DZ,RX,RY,RZ,S",
                    ellipsoid(datum)
                );
                Text::new(
                    format!(
                        "坐标系 {crs:?} 的基准为 {datum}，PROJ 没有此处到 WGS84 的转换，位置会偏约 100 米；\
                         请用带 +towgs84 的 PROJ 字符串写明参数，如 \"{given}\""
                    ),
                    format!(
                        "CRS {crs:?} is on the datum {datum}, for which PROJ knows no transformation to WGS84 \
                         here: positions would be off by 100 m or so. Give its parameters explicitly, as a PROJ \
                         string with +towgs84, e.g. \"{given}\""
                    ),
                )
            }
            Self::Local { found } => Text::new(
                format!(
                    "坐标系 {found:?} 是独立坐标系，没有说明在地球何处；请把 crs 写成测量所用的坐标系，如 EPSG:4549 \
                     或 PROJ 字符串"
                ),
                format!(
                    "CRS {found:?} is a local one, which does not say where on Earth it lies: set crs to the one \
                     that was surveyed in, such as EPSG:4549 or a PROJ string"
                ),
            ),
            Self::NotAPosition { crs, x, y, reason } => Text::new(
                format!("({x}, {y}) 不是 {crs:?} 中的位置：{}", reason.zh),
                format!("({x}, {y}) is not a position in {crs:?}: {}", reason.en),
            ),
        }
    }
}

impl CrsError {
    /// [`CrsError::NotAPosition`] for a coordinate.
    pub fn not_a_position(crs: &str, found: Coord<f64>, reason: Text) -> Self {
        Self::NotAPosition { crs: crs.to_owned(), x: found.x, y: found.y, reason }
    }
}
