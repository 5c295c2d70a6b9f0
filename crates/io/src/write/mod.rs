//! Layers to files: the formats, a row each. Every writer asks the layer for one row after another and keeps
//! none.

mod csv;
mod database;
mod drawing;
mod file;
mod flatgeobuf;
mod gdal;
mod geojson;
mod geopackage;
mod geoparquet;
mod hilbert;
mod kml;
mod number;
mod rounding;
mod rtree;
mod shapefile;
mod together;
mod workbook;

pub use csv::write_csv;
pub use database::write_database;
pub use flatgeobuf::write_flatgeobuf;
pub use geojson::write_geojson;
pub use geopackage::write_geopackage;

use crate::WriteError;
use drawing::write_dxf;
use gdal::{creators, write_with_gdal};
use geoparquet::write_geoparquet;
use kml::write_kml;
use parkward_geometry::Crs;
use parkward_layer::{LayerStyle, PlanLayer};
use parkward_model::{InWords, Lang, Text};
use rounding::Rounding;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use shapefile::write_shapefile;
use std::path::Path;
use together::{write_geodatabase, write_ods, write_sqlite};
use workbook::write_workbook;

/// A format of layers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// GeoParquet, one file a layer.
    Geoparquet,
    /// One File Geodatabase with all layers.
    Geodatabase,
    /// One SQLite database with all layers.
    Sqlite,
    /// A workbook as [`Self::Workbook`], for LibreOffice.
    Ods,
    /// Whatever else the installed GDAL writes, one file a layer.
    Gdal {
        /// GDAL's name for the driver.
        driver: String,
        /// What its files end in; nothing for formats that are folders.
        ending: Option<String>,
    },
}

/// What is known of a format that has a name here.
struct FormatRow {
    format: Format,
    /// What it may be called; the first is its name.
    names: &'static [&'static str],
    /// Its name for people.
    title: &'static str,
    /// What its files end in.
    ending: &'static str,
    holds: Holds,
    /// Which CRS it can have; `None`: any.
    crs: Option<Wanted>,
    write: fn(&Contents<'_, '_>, &Path) -> Result<Vec<Text>, WriteError>,
}

/// Whether a CRS will do, and in Chinese and English which do.
type Wanted = (fn(&Crs) -> bool, [&'static str; 2]);

/// What a file of a format holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One layer; there is a folder of such files.
    OneLayer,
    /// All layers.
    AllLayers,
    /// Sheets without places: tables and sums.
    Sheets,
}

/// What is written into a file.
#[derive(Clone, Copy)]
pub struct Contents<'a, 'l> {
    /// As many layers as the format [holds](Format::holds).
    pub layers: &'a [PlanLayer<'l>],
    /// How they look, for a format that says it.
    pub styles: &'a [LayerStyle],
    /// The title, for a format that has one.
    pub title: &'a str,
    /// The language of headings.
    pub lang: Lang,
    /// The day that the file says it was changed (`2026-01-01`), so that the same plan gives the same bytes.
    pub stamp: &'a str,
    /// Whether delimited text begins with the byte order mark.
    pub csv_bom: bool,
}

static FORMATS: [FormatRow; 12] = [
    FormatRow {
        format: Format::Geopackage,
        names: &["gpkg", "geopackage"],
        title: "GeoPackage",
        ending: "gpkg",
        holds: Holds::AllLayers,
        crs: None,
        write: |c, path| write_geopackage(c.layers, c.styles, c.stamp, path),
    },
    FormatRow {
        format: Format::Geojson,
        names: &["geojson"],
        title: "GeoJSON",
        ending: "geojson",
        holds: Holds::OneLayer,
        crs: None,
        write: |c, path| write_geojson(&c.layers[0], path).map(no_notes),
    },
    FormatRow {
        format: Format::Csv,
        names: &["csv"],
        title: "CSV",
        ending: "csv",
        holds: Holds::OneLayer,
        crs: None,
        write: |c, path| write_csv(&c.layers[0], c.csv_bom, path).map(no_notes),
    },
    FormatRow {
        format: Format::Flatgeobuf,
        names: &["flatgeobuf", "fgb"],
        title: "FlatGeobuf",
        ending: "fgb",
        holds: Holds::OneLayer,
        crs: None,
        write: |c, path| write_flatgeobuf(&c.layers[0], path).map(no_notes),
    },
    FormatRow {
        format: Format::Shapefile,
        names: &["shapefile", "shp", "esri shapefile"],
        title: "Shapefile",
        ending: "shp",
        holds: Holds::OneLayer,
        crs: None,
        write: |c, path| write_shapefile(&c.layers[0], c.stamp, path),
    },
    FormatRow {
        format: Format::Workbook,
        names: &["xlsx"],
        title: "XLSX",
        ending: "xlsx",
        holds: Holds::Sheets,
        crs: None,
        write: |c, path| write_workbook(c.layers, c.lang, c.title, c.stamp, path),
    },
    FormatRow {
        format: Format::Kml,
        names: &["kml", "libkml"],
        title: "KML",
        ending: "kml",
        holds: Holds::OneLayer,
        crs: Some((
            Crs::is_wgs84,
            ["WGS84，它只能用这一种坐标系", "WGS84, which is all it can hold"],
        )),
        write: |c, path| write_kml(&c.layers[0], path),
    },
    FormatRow {
        format: Format::Dxf,
        names: &["dxf"],
        title: "DXF",
        ending: "dxf",
        holds: Holds::AllLayers,
        crs: Some((
            |crs| !Rounding::of(crs).is_degrees(),
            [
                "以米为单位的坐标系，如 EPSG:4549，因为图纸没有经纬度",
                "a CRS in metres, such as EPSG:4549, since a drawing has no degrees",
            ],
        )),
        write: |c, path| write_dxf(c.layers, path).map(no_notes),
    },
    FormatRow {
        format: Format::Geoparquet,
        names: &["geoparquet", "parquet"],
        title: "GeoParquet",
        ending: "parquet",
        holds: Holds::OneLayer,
        crs: None,
        write: |c, path| write_geoparquet(&c.layers[0], path).map(no_notes),
    },
    FormatRow {
        format: Format::Geodatabase,
        names: &["gdb", "openfilegdb", "filegdb"],
        title: "File Geodatabase",
        ending: "gdb",
        holds: Holds::AllLayers,
        crs: None,
        write: |c, path| write_geodatabase(c.layers, path),
    },
    FormatRow {
        format: Format::Sqlite,
        names: &["sqlite"],
        title: "SQLite",
        ending: "sqlite",
        holds: Holds::AllLayers,
        crs: None,
        write: |c, path| write_sqlite(c.layers, path),
    },
    FormatRow {
        format: Format::Ods,
        names: &["ods"],
        title: "ODS",
        ending: "ods",
        holds: Holds::Sheets,
        crs: None,
        write: |c, path| write_ods(c.layers, path),
    },
];

/// The release of the installed GDAL, on which the bytes of some formats rest.
pub fn gdal_release() -> String {
    ::gdal::version::version_info("RELEASE_NAME")
}

fn no_notes((): ()) -> Vec<Text> {
    Vec::new()
}

impl Format {
    /// Those that have a writer here, in the order in which they are told.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|row| row.format.clone())
    }

    /// The format of this name: one that has a name here, or a driver of the installed GDAL
    /// (`MapInfo File`, `Parquet` …) that creates vector layers. Case does not matter.
    ///
    /// # Errors
    /// [`WriteError::Format`] says which there are.
    pub fn parse(name: &str) -> Result<Self, WriteError> {
        let known = name.to_ascii_lowercase();
        if let Some(row) = FORMATS.iter().find(|row| row.names.contains(&known.as_str())) {
            return Ok(row.format.clone());
        }
        let drivers = creators();
        match drivers.iter().find(|(driver, _)| driver.eq_ignore_ascii_case(name)) {
            Some((driver, ending)) => {
                Ok(Self::Gdal { driver: driver.clone(), ending: ending.clone() })
            }
            None => Err(WriteError::Format {
                name: name.to_owned(),
                gdal: gdal_release(),
                known: FORMATS.iter().map(|row| row.names[0]).collect::<Vec<_>>().join(", "),
                drivers: drivers.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// What is known of it, unless it is GDAL's.
    fn row(&self) -> Option<&'static FormatRow> {
        FORMATS.iter().find(|row| row.format == *self)
    }

    /// Whether it can be written in this CRS.
    ///
    /// # Errors
    /// [`WriteError::Crs`]: KML is on WGS84, and a drawing has no degrees.
    pub fn check(&self, crs: &Crs) -> Result<(), WriteError> {
        let Some(FormatRow { title, crs: Some((can, [zh, en])), .. }) = self.row() else {
            return Ok(());
        };
        let expected = Text::new(*zh, *en);
        let refused = WriteError::Crs { format: title, expected, found: crs.to_string() };
        if can(crs) { Ok(()) } else { Err(refused) }
    }

    /// Its name in plan files, on the command line, and of its folder.
    pub fn name(&self) -> &str {
        match self {
            Self::Gdal { driver, .. } => driver,
            _ => self.row().map_or("", |row| row.names[0]),
        }
    }

    /// Its name for people.
    pub fn title(&self) -> &str {
        self.row().map_or(self.name(), |row| row.title)
    }

    /// What one of its files holds.
    pub fn holds(&self) -> Holds {
        self.row().map_or(Holds::OneLayer, |row| row.holds)
    }

    fn ending(&self) -> &str {
        match self {
            Self::Gdal { ending, .. } => ending.as_deref().unwrap_or(""),
            _ => self.row().map_or("", |row| row.ending),
        }
    }

    /// Where its layers stand in the output: one file with all of them, or a folder with one each.
    pub fn place(&self, crs: &Crs) -> String {
        let ending = self.ending();
        match self.holds() {
            Holds::OneLayer => self.name().to_ascii_lowercase().replace([' ', '/'], "_"),
            Holds::AllLayers => format!("relocation{}.{ending}", crs_suffix(crs)),
            Holds::Sheets => format!("relocation.{ending}"),
        }
    }

    /// The file of one layer; `None` for formats that hold all layers in one. Coordinates that are
    /// not on WGS84 say so in the file's name: the name is all that a file which is passed on alone has.
    pub fn file(&self, layer: &str, crs: &Crs) -> Option<String> {
        if self.holds() != Holds::OneLayer {
            return None;
        }
        let ending = self.ending();
        let dot = if ending.is_empty() { "" } else { "." };
        Some(format!("{}/{layer}{}{dot}{ending}", self.place(crs), crs_suffix(crs)))
    }

    /// Writes one file, and says what its user should know.
    ///
    /// # Errors
    /// [`WriteError`]: what went wrong with which file or layer, or that the format cannot have the layers' CRS.
    ///
    /// # Panics
    /// If there is no layer.
    pub fn write(&self, contents: &Contents<'_, '_>, path: &Path) -> Result<Vec<Text>, WriteError> {
        contents.layers.iter().try_for_each(|layer| self.check(&layer.crs))?;
        match self {
            Self::Gdal { driver, .. } => write_with_gdal(&contents.layers[0], driver, &[], path),
            _ => (self.row().expect("every other format has a row").write)(contents, path),
        }
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let format = Self::parse(&String::deserialize(deserializer)?);
        format.map_err(|error| D::Error::custom(error.in_words().carry()))
    }
}

/// What a CRS other than WGS84 adds to the names of files: `_gcj02`, `_epsg4549`.
fn crs_suffix(crs: &Crs) -> String {
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
