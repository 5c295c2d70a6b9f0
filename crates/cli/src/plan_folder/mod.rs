//! What a plan's folder holds, and how it is written and read back. Reading knows no plan file.

mod files;
mod read;
mod write;

pub(crate) use files::{GEOPACKAGE, MAPS, PARK_MAPS, QGIS_PROJECT, SUMMARY};
pub(crate) use read::read;
pub(crate) use write::{export, write};
