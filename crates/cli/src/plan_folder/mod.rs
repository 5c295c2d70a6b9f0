//! What a plan's folder holds, and how it is written and read back. Reading knows no plan file.

mod files;
mod provenance;
mod read;
mod steps;
mod write;

pub(crate) use files::{GEOPACKAGE, MAPS, PARK_MAPS, PROVENANCE, QGIS_PROJECT, ROADS, SUMMARY};
pub(crate) use provenance::{PlanFileRecord, Provenance, digest_line};
pub(crate) use read::{lang, of_plan, read};
pub(crate) use steps::steps;
pub(crate) use write::{export, write};
