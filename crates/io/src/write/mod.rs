//! Layers to files.

mod geojson;
mod geopackage;

pub use geojson::write_geojson;
pub use geopackage::write_geopackage;
