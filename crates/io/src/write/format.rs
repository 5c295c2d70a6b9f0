//! The formats of layers: their names, and where their files stand.

use super::rounding::Rounding;
use crate::WriteError;
use crate::rows::quiet;
use gdal::{DriverManager, Metadata};
use parkward_geometry::Crs;
use serde::Deserialize;

/// A format of layers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub enum Format {
    /// One GeoPackage with all layers and their styles.
    Geopackage,
    /// GeoJSON, one file a layer.
    Geojson,
    /// Delimited text, one file a layer.
    Csv,
    /// FlatGeobuf, one file a layer.
    Flatgeobuf,
    /// Shapefile, one a layer, with a dictionary of its short field names.
    Shapefile,
    /// One workbook with a sheet for summary, parks, enterprises, unplaced and ledger.
    Workbook,
    /// KML, one file a layer.
    Kml,
    /// One drawing with all layers.
    Dxf,
    /// Whatever else the installed GDAL writes, one file a layer.
    Gdal {
        /// GDAL's name for the driver.
        driver: String,
        /// What its files end in; nothing for formats that are folders.
        ending: Option<String>,
    },
}

impl Format {
    /// The formats that have a name here; the other names are those of GDAL's drivers.
    pub const NAMES: [&str; 8] =
        ["gpkg", "geojson", "csv", "flatgeobuf", "shapefile", "xlsx", "kml", "dxf"];

    /// The format of this name: one of [`Format::NAMES`], or a driver of the installed GDAL
    /// (`MapInfo File`, `Parquet` …) that creates vector layers. Case does not matter.
    ///
    /// # Errors
    /// [`WriteError::Format`] says which there are.
    pub fn parse(name: &str) -> Result<Self, WriteError> {
        Ok(match name.to_ascii_lowercase().as_str() {
            "gpkg" | "geopackage" => Self::Geopackage,
            "geojson" => Self::Geojson,
            "csv" => Self::Csv,
            "flatgeobuf" | "fgb" => Self::Flatgeobuf,
            "shapefile" | "shp" | "esri shapefile" => Self::Shapefile,
            "xlsx" => Self::Workbook,
            "kml" => Self::Kml,
            "dxf" => Self::Dxf,
            _ => return Self::of_driver(name),
        })
    }

    fn of_driver(name: &str) -> Result<Self, WriteError> {
        quiet();
        let creates = |driver: &gdal::Driver| {
            let can = |what: &str| driver.metadata_item(what, "").is_some_and(|yes| yes == "YES");
            can("DCAP_VECTOR") && can("DCAP_CREATE")
        };
        let all = (0..DriverManager::count()).filter_map(|at| DriverManager::get_driver(at).ok());
        let all: Vec<gdal::Driver> = all.filter(creates).collect();
        match all.iter().find(|driver| driver.short_name().eq_ignore_ascii_case(name)) {
            Some(driver) => {
                let endings = driver
                    .metadata_item("DMD_EXTENSION", "")
                    .or_else(|| driver.metadata_item("DMD_EXTENSIONS", ""));
                let ending = endings.and_then(|e| e.split_whitespace().next().map(str::to_owned));
                Ok(Self::Gdal { driver: driver.short_name(), ending })
            }
            None => Err(WriteError::Format {
                name: name.to_owned(),
                gdal: gdal::version::version_info("RELEASE_NAME"),
                known: Self::NAMES.join(", "),
                drivers: all.iter().map(gdal::Driver::short_name).collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// Whether it can be written in this CRS.
    ///
    /// # Errors
    /// [`WriteError::Crs`]: KML is on WGS84, and a drawing has no degrees.
    pub fn check(&self, crs: &Crs) -> Result<(), WriteError> {
        let (format, expected) = match self {
            Self::Kml if !crs.is_wgs84() => ("KML", "WGS84, which is all it can hold"),
            Self::Dxf if Rounding::of(crs).is_degrees() => {
                ("DXF", "a CRS in metres, such as EPSG:4549, since a drawing has no degrees")
            }
            _ => return Ok(()),
        };
        Err(WriteError::Crs { format, expected, found: crs.to_string() })
    }

    /// Its name in plan files, on the command line, and of its folder.
    pub fn name(&self) -> &str {
        match self {
            Self::Geopackage => "gpkg",
            Self::Geojson => "geojson",
            Self::Csv => "csv",
            Self::Flatgeobuf => "flatgeobuf",
            Self::Shapefile => "shapefile",
            Self::Workbook => "xlsx",
            Self::Kml => "kml",
            Self::Dxf => "dxf",
            Self::Gdal { driver, .. } => driver,
        }
    }

    /// Its name for people.
    pub fn title(&self) -> &str {
        match self {
            Self::Geopackage => "GeoPackage",
            Self::Geojson => "GeoJSON",
            Self::Csv => "CSV",
            Self::Flatgeobuf => "FlatGeobuf",
            Self::Shapefile => "Shapefile",
            Self::Workbook => "XLSX",
            Self::Kml => "KML",
            Self::Dxf => "DXF",
            Self::Gdal { driver, .. } => driver,
        }
    }

    /// Where its layers stand in the output: one file with all of them, or a folder with one each.
    pub fn place(&self, crs: &Crs) -> String {
        let mark = mark(crs);
        match self {
            Self::Geopackage => format!("relocation{mark}.gpkg"),
            Self::Workbook => "relocation.xlsx".to_owned(),
            Self::Dxf => format!("relocation{mark}.dxf"),
            format => format.name().to_ascii_lowercase().replace([' ', '/'], "_"),
        }
    }

    /// The file of one layer; `None` for formats that hold all layers in one. Coordinates that are
    /// not on WGS84 say so in the file's name: a file that is passed on alone must not lie.
    pub fn file(&self, layer: &str, crs: &Crs) -> Option<String> {
        let ending = match self {
            Self::Geopackage | Self::Workbook | Self::Dxf => return None,
            Self::Geojson => "geojson",
            Self::Csv => "csv",
            Self::Flatgeobuf => "fgb",
            Self::Shapefile => "shp",
            Self::Kml => "kml",
            Self::Gdal { ending, .. } => ending.as_deref().unwrap_or(""),
        };
        let dot = if ending.is_empty() { "" } else { "." };
        Some(format!("{}/{layer}{}{dot}{ending}", self.place(crs), mark(crs)))
    }
}

impl TryFrom<String> for Format {
    type Error = WriteError;

    fn try_from(name: String) -> Result<Self, WriteError> {
        Self::parse(&name)
    }
}

/// What a CRS other than WGS84 adds to the names of files: `_gcj02`, `_epsg4549`.
fn mark(crs: &Crs) -> String {
    if crs.is_wgs84() {
        return String::new();
    }
    let text = crs.to_string().to_ascii_lowercase();
    let text: String = text.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    match crs.epsg() {
        Some(code) => format!("_epsg{code}"),
        None => format!("_{text}"),
    }
}
