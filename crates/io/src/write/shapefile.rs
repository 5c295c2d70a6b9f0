//! Shapefile: every GIS reads it, and little fits in.

use super::csv::harmless;
use super::gdal::{TextLimit, close, create, create_layer, is_of_kind, kinds, refused};
use crate::rows::quiet;
use crate::{WriteError, of_csv};
use parkward_layer::{PlanLayer, Shape};
use parkward_model::Text;
use std::path::Path;

/// Bytes of a field's name (dBASE III).
const NAME: usize = 10;

/// Writes a layer as a Shapefile in UTF-8. `stamp` is the day that the file says it was changed
/// (`2026-01-01`).
///
/// Points and polygons of one layer stand in two files (`parks.shp`, `parks_points.shp`), lines in a
/// third (`zones_lines.shp`). Fields have
/// names of at most ten bytes; `parks_fields.csv` has the whole ones. A text has at most 254 bytes:
/// what was cut is reported.
///
/// # Errors
/// [`WriteError::Layer`] with what GDAL said; [`WriteError::File`] for the table of names.
pub(super) fn write_shapefile(
    layer: &PlanLayer<'_>,
    stamp: &str,
    path: &Path,
) -> Result<Vec<Text>, WriteError> {
    quiet();
    let failed = refused(layer.name, path);
    let short = short_names(layer.fields.iter().map(|field| field.name.as_str()));
    let names: Vec<&str> = short.iter().map(String::as_str).collect();
    let changed = format!("DBF_DATE_LAST_UPDATE={stamp}");
    let options = ["ENCODING=UTF-8", changed.as_str()];
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut limit = TextLimit::new(layer);
    for &(kind, end) in kinds(layer.shape) {
        // A Shapefile without geometries is a .dbf alone.
        let ending = if kind == Shape::None { "dbf" } else { "shp" };
        let path = path.with_file_name(format!("{stem}{end}.{ending}"));
        let mut write = || {
            let mut dataset = create("ESRI Shapefile", &[], &path)?;
            let created = create_layer(&mut dataset, layer.name, layer, kind, &names, &options)?;
            layer.try_each(|row| match is_of_kind(row, layer, kind) {
                true => created.put(layer, &limit.shortened(row)),
                false => Ok(()),
            })?;
            close(dataset)
        };
        write().map_err(failed)?;
    }
    let dictionary = path.with_file_name(format!("{stem}_fields.csv"));
    write_dictionary(layer, &names, &dictionary)
        .map_err(|error| WriteError::File { path: dictionary.clone(), reason: of_csv(error) })?;
    Ok(limit.told("Shapefile", layer))
}

/// Which short name stands for which field.
fn write_dictionary(layer: &PlanLayer<'_>, names: &[&str], path: &Path) -> csv::Result<()> {
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(["short_name", "field", "title_zh", "title_en"])?;
    for (field, name) in layer.fields.iter().zip(names) {
        let cells = [*name, &field.name, &field.title.zh, &field.title.en];
        out.write_record(cells.map(|cell| harmless(cell).into_owned()))?;
    }
    Ok(out.flush()?)
}

/// Names of at most ten bytes, all different whatever their case: the beginning of the whole one, and
/// a number where that is taken.
fn short_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for name in names {
        let cut = |length: usize| {
            let end = (0..=length.min(name.len())).rev().find(|at| name.is_char_boundary(*at));
            &name[..end.unwrap_or(0)]
        };
        let numbered = (1..).map(|number: u32| {
            let number = number.to_string();
            format!("{}{number}", cut(NAME - number.len()))
        });
        let mut free = std::iter::once(cut(NAME).to_owned()).chain(numbered);
        let free = free.find(|name| !taken.iter().any(|other| other.eq_ignore_ascii_case(name)));
        taken.extend(free);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::short_names;

    #[test]
    fn short_names_fit_and_differ() {
        let names =
            ["load_before_ha", "load_before", "LOAD_BEFOR", "id", "能耗指标吨标准煤", "能耗指标吨"];
        let short = short_names(names.into_iter());
        assert_eq!(short, ["load_befor", "load_befo1", "LOAD_BEFO2", "id", "能耗指", "能耗指1"]);
    }
}
