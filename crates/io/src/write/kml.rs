//! KML, for globes: names and descriptions are what its viewers show.

use super::gdal::write_with_gdal;
use crate::WriteError;
use parkward_layer::PlanLayer;
use parkward_model::Text;
use std::path::Path;

/// Writes a layer, which has to be on WGS84.
///
/// # Errors
/// [`WriteError::Layer`] with what GDAL said.
pub(super) fn write_kml(layer: &PlanLayer<'_>, path: &Path) -> Result<Vec<Text>, WriteError> {
    let name = if layer.name == "parks" { "NameField=name_zh" } else { "NameField=id" };
    write_with_gdal(layer, "KML", &[name, "DescriptionField=reason"], path)
}
