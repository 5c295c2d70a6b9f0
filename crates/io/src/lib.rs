//! Files to survey, layers to files: GeoJSON by geojson and serde, CSV by csv, everything else by
//! GDAL. This is the only crate that links GDAL.
//!
//! Reading conserves rows: each becomes a park or an enterprise, or a [`parkward_model::Reject`]
//! that names file, row, column, what was expected and what was found.

mod difference;
mod encoding;
mod folder;
mod hash;
mod input_files;
mod marks;
mod quantity;
mod read;
mod read_error;
mod remote;
mod rows;
mod source;
mod unpacked;
mod write;
mod write_error;

pub use difference::difference;
pub use encoding::Encoding;
pub use folder::{Altered, Maker, OutputFile, OutputFolder, Scratch};
pub use input_files::sha256_of_input;
pub use read::{
    Fields, Outline, is_osm, read, read_enterprises, read_gates, read_outlines, read_parks,
    read_projects, read_roads, read_zones,
};
pub use read_error::ReadError;
pub use remote::allow_remote;
pub use source::{LandUnit, Source, ZoneSource};
pub use unpacked::unpack_at_most;
pub use write::{
    Contents, Format, Holds, gdal_release, write_csv, write_database, write_flatgeobuf,
    write_geojson, write_geopackage,
};
pub use write_error::{WriteError, of_csv};
