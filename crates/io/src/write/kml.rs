//! KML, for globes: names and descriptions are what its viewers show.

use super::gdal::write_with_gdal;
use crate::WriteError;
use parkward_layer::{PlanLayer, Shape};
use parkward_model::Text;
use std::path::Path;

/// Writes a layer, which has to be on WGS84.
///
/// # Errors
/// [`WriteError::Layer`] with what GDAL said.
pub(super) fn write_kml(layer: &PlanLayer<'_>, path: &Path) -> Result<Vec<Text>, WriteError> {
    let name = if layer.name == "parks" { "NameField=name_zh" } else { "NameField=id" };
    let mut notes = write_with_gdal(layer, "KML", &[name, "DescriptionField=reason"], path)?;
    if !layer.crs.is_epsg_4326() && layer.shape != Shape::None {
        let (layer, crs) = (layer.name, &layer.crs);
        notes.push(Text::new(
            format!("KML {layer}：该格式只有 WGS84，写不出 {crs}；两者相差不过几厘米，坐标未变"),
            format!("KML {layer}: it has WGS84 only and cannot say {crs}; the two agree to centimetres, and the coordinates are the same"),
        ));
    }
    Ok(notes)
}
