//! What a plan's folder holds, and how it is written and read back.

use crate::interrupt::interrupted;
use crate::project::Project;
use anyhow::{Context, Result, anyhow};
use parkward_io::{Outline, OutputFolder, read_outlines, write_geojson, write_geopackage};
use parkward_model::Lang;
use parkward_planning::{Plan, SCHEMA};
use parkward_policy::Book;
use parkward_report::{Fonts, MapOptions, PlaceName, map, pdf, png, summary};
use serde_json::json;
use std::fs;
use std::path::Path;

/// The files of a plan's folder.
pub(crate) const PLAN: &str = "plan.json";
pub(crate) const SUMMARY: &str = "summary.md";
pub(crate) const GEOPACKAGE: &str = "relocation.gpkg";
pub(crate) const MAPS: [&str; 3] = ["map.svg", "map.png", "map.pdf"];
const PROVENANCE: &str = "provenance.json";
/// The folder of the GeoJSON layers.
pub(crate) const GEOJSON: &str = "geojson";

/// Writes everything, or nothing: false if the user interrupted.
pub(crate) fn write(
    plan: &Plan,
    project: &Project,
    lang: Lang,
    timestamp: bool,
    target: &Path,
) -> Result<bool> {
    let folder = OutputFolder::create(target)?;
    let layers = plan.layers(lang);
    let steps: [&dyn Fn() -> Result<()>; 5] = [
        &|| {
            let styles = parkward_qgis::styles(&layers, &project.rules.park_types);
            let path = folder.path().join(GEOPACKAGE);
            Ok(write_geopackage(&layers, &styles, &plan.as_of.to_string(), &path)?)
        },
        &|| {
            let geojson = folder.path().join(GEOJSON);
            fs::create_dir_all(&geojson).with_context(|| geojson.display().to_string())?;
            for layer in &layers {
                write_geojson(layer, &geojson.join(format!("{}.geojson", layer.name)))?;
            }
            Ok(())
        },
        &|| draw(plan, project, folder.path()),
        &|| put(folder.path(), SUMMARY, summary(plan, lang).as_bytes()),
        &|| {
            put(
                folder.path(),
                PROVENANCE,
                &pretty(&provenance(plan, &project.rules.book, timestamp))?,
            )?;
            put(folder.path(), PLAN, &pretty(plan)?)
        },
    ];
    for step in steps {
        if interrupted() {
            return Ok(false);
        }
        step()?;
    }
    folder.complete()?;
    Ok(true)
}

fn draw(plan: &Plan, project: &Project, folder: &Path) -> Result<()> {
    let read = |source: &Option<parkward_io::Source>| match source {
        Some(source) => read_outlines(source, &project.folder),
        None => Ok(Vec::new()),
    };
    let (district, towns) = (read(&project.file.district)?, read(&project.file.towns)?);
    let shapes = |outlines: &[Outline]| outlines.iter().map(|o| o.geometry.clone()).collect();
    let options = MapOptions {
        outline: shapes(&district),
        places: towns
            .iter()
            .filter_map(|o| PlaceName::within(o.name.clone(), &o.geometry))
            .collect(),
        towns: shapes(&towns),
        park_types: project.rules.park_types.clone(),
        ..MapOptions::default()
    };
    let fonts = Fonts::system()?;
    let page = map::svg(plan, &options, &fonts)?;
    let [as_svg, as_png, as_pdf] = MAPS;
    put(folder, as_svg, page.as_bytes())?;
    put(folder, as_png, &png(&page, DPI, &fonts)?)?;
    put(folder, as_pdf, &pdf(&page, &fonts)?)
}

/// Of the map as a picture: sharp on a screen, and in print at half its size.
const DPI: f32 = 150.0;

/// Where the plan comes from: enough to make it again.
fn provenance(plan: &Plan, book: &Book, timestamp: bool) -> serde_json::Value {
    let written = timestamp.then(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(0, |now| now.as_secs())
    });
    json!({
        "tool": "parkward",
        "version": env!("CARGO_PKG_VERSION"),
        "schema": plan.schema,
        "written_unix_s": written,
        "inputs": plan.inputs,
        "rule_book": { "id": book.id, "version": book.version, "file": plan.rule_book.file, "sha256": plan.rule_book.sha256, "as_of": plan.as_of },
        "weights": plan.weights,
        "crs_of_outputs": "EPSG:4326 (WGS84), longitude then latitude",
        "seed": 0,
        "summary": plan.summary,
        "cost_km": plan.solution.cost_km,
        "lower_bound_km": plan.solution.lower_bound_km,
        "gap": plan.solution.gap,
        "status": plan.solution.status,
        "data_notice": plan.data_notice,
    })
}

fn pretty(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, bytes).with_context(|| format!("{}: cannot be written", path.display()))
}

/// Reads a plan back.
pub(crate) fn read(folder: &Path) -> Result<Plan> {
    let path = folder.join(PLAN);
    let place = path.display();
    let text = fs::read_to_string(&path).map_err(|_| {
        anyhow!("{place}: there is no plan here; expected a folder that `parkward plan` wrote")
    })?;
    let schema = serde_json::from_str::<serde_json::Value>(&text)
        .ok()
        .and_then(|plan| plan.get("schema").and_then(serde_json::Value::as_str).map(str::to_owned));
    if schema.as_deref() != Some(SCHEMA) {
        let found = schema.unwrap_or_else(|| "none".to_owned());
        return Err(anyhow!("{place}: expected a plan of schema {SCHEMA}, found {found}"));
    }
    serde_json::from_str(&text)
        .with_context(|| format!("{place}: is not the plan that was written"))
}
