//! Layers in files of their own, each of which appears whole or not at all.

use crate::fault::{Fault, Result};
use crate::interrupt;
use crate::layers::write_layer;
use crate::output::InLand;
use parkward_io::{Format, OutputFile, write_geopackage};
use parkward_layer::PlanLayer;
use parkward_model::Lang;
use std::path::Path;

/// Layers, and the file that they are to stand in.
pub(crate) type LayerFile<'a, 'l> = (&'a [PlanLayer<'l>], &'a Path);

/// Writes layers to files, each in the format that its ending names, or none of them; the formats beside
/// GeoPackage hold one layer. `stamp` is the day that the files say they were changed.
pub(crate) fn write(files: &[LayerFile<'_, '_>], stamp: &str, land: InLand) -> Result<()> {
    let InLand { areas, lang } = land;
    let targets: Vec<&Path> = files.iter().map(|(_, target)| *target).collect();
    whole(&targets, lang, |number, path| {
        let (layers, target) = files[number];
        let ending = target.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        let format = match ending.as_deref() {
            Some("gpkg") => {
                let styles = parkward_qgis::answer_styles(layers, lang, areas);
                write_geopackage(layers, &styles, stamp, path)?;
                return Ok(());
            }
            Some("geojson" | "json") => Format::Geojson,
            Some("csv") => Format::Csv,
            Some("fgb") => Format::Flatgeobuf,
            _ => {
                return Err(Fault::new(
                    "文件名应以 .gpkg、.geojson、.csv 或 .fgb 结尾",
                    "expected a file that ends in .gpkg, .geojson, .csv or .fgb",
                ));
            }
        };
        write_layer(&layers[0], &format, false, stamp, path).map(|_| ())
    })
}

/// Writes files in hidden folders, by their numbers, and puts them in their places when all are complete.
pub(crate) fn whole(
    targets: &[&Path],
    lang: Lang,
    write: impl Fn(usize, &Path) -> Result<()>,
) -> Result<()> {
    interrupt::listen(lang);
    let files = interrupt::create_files(targets)?;
    for (number, (file, target)) in files.iter().zip(targets).enumerate() {
        write(number, file.path()).map_err(|error| named(error, file, target))?;
    }
    interrupt::complete_files(files)
}

/// An error with the target's name where it names the hidden file.
fn named(error: Fault, file: &OutputFile, target: &Path) -> Fault {
    let (hidden, target) = (file.path().to_string_lossy(), target.to_string_lossy());
    match error.in_lang(Lang::En).is_some_and(|sentence| sentence.contains(&*hidden)) {
        true => error.map(|sentence| sentence.replace(&*hidden, &target)),
        false => error.at(target),
    }
}
