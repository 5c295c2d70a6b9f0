//! The files of a plan's folder.

pub(crate) const PLAN: &str = "plan.json";
/// The roads as they were read, of a plan whose distances are by road.
pub(crate) const ROADS: &str = "roads.json";
pub(crate) const SUMMARY: &str = "summary.md";
/// The plan as one page.
pub(crate) const PAGE: &str = "report.html";
pub(crate) const GEOPACKAGE: &str = "relocation.gpkg";
pub(crate) const QGIS_PROJECT: &str = "relocation.qgz";
pub(crate) const MAPS: [&str; 3] = ["map.svg", "map.png", "map.pdf"];
pub(crate) const PARK_MAPS: &str = "map-parks.pdf";
pub(crate) const PROVENANCE: &str = "provenance.json";
