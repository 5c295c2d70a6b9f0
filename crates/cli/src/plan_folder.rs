//! What a plan's folder holds, and how it is written and read back.

use crate::interrupt::interrupted;
use crate::project::{Format, Project};
use anyhow::{Context, Result, anyhow};
use parkward_io::{
    Outline, OutputFolder, read_outlines, write_csv, write_flatgeobuf, write_geojson,
    write_geopackage,
};
use parkward_model::Lang;
use parkward_planning::{Plan, PlanLayer, SCHEMA};
use parkward_policy::Book;
use parkward_report::{Drawing, Fonts, MapOptions, PlaceName, map, pdf, summary};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::json;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// The files of a plan's folder.
const PLAN: &str = "plan.json";
pub(crate) const SUMMARY: &str = "summary.md";
const GEOPACKAGE: &str = "relocation.gpkg";
pub(crate) const MAPS: [&str; 3] = ["map.svg", "map.png", "map.pdf"];
pub(crate) const PARK_MAPS: &str = "map-parks.pdf";
const PROVENANCE: &str = "provenance.json";

/// Where a format's layers stand: a file with all of them, or a folder with one file each.
pub(crate) fn place(format: Format) -> &'static str {
    match format {
        Format::Geopackage => GEOPACKAGE,
        Format::Geojson => "geojson",
        Format::Csv => "csv",
        Format::Flatgeobuf => "flatgeobuf",
    }
}

/// The file of one layer in a format that has one a layer; `None` for the others.
pub(crate) fn layer_file(format: Format, layer: &str) -> Option<String> {
    let ending = match format {
        Format::Geopackage => return None,
        Format::Geojson => "geojson",
        Format::Csv => "csv",
        Format::Flatgeobuf => "fgb",
    };
    Some(format!("{}/{layer}.{ending}", place(format)))
}

/// Writes one layer to a file of its own. `mark` is for CSV.
pub(crate) fn write_layer(
    layer: &PlanLayer<'_>,
    format: Format,
    mark: bool,
    path: &Path,
) -> Result<()> {
    match format {
        Format::Geopackage => unreachable!("holds all layers"),
        Format::Geojson => write_geojson(layer, path)?,
        Format::Csv => write_csv(layer, mark, path)?,
        Format::Flatgeobuf => write_flatgeobuf(layer, path)?,
    }
    Ok(())
}

/// Writes everything that the plan file asks for, or nothing: false if the user interrupted. Files are
/// written side by side, on all cores; `took` hears how long each of them was in the making.
pub(crate) fn write(
    plan: &Plan,
    project: &Project,
    lang: Lang,
    timestamp: bool,
    target: &Path,
    took: impl Fn(&str, Duration) + Sync,
) -> Result<bool> {
    let folder = OutputFolder::create(target)?;
    let outputs = &project.file.outputs;
    let mut layers = plan.layers(lang);
    layers.retain(|layer| outputs.wants(layer.name));
    let layers = layers.as_slice();

    type Step<'a> = Box<dyn FnOnce() -> Result<()> + Send + 'a>;
    let mut steps: Vec<(String, Step<'_>)> = Vec::new();
    for format in outputs.formats.iter().copied() {
        let path = folder.path().join(place(format));
        if format == Format::Geopackage {
            let write = move || {
                let styles = parkward_qgis::styles(layers, &project.rules.park_types);
                Ok(write_geopackage(layers, &styles, &plan.as_of.to_string(), &path)?)
            };
            steps.push((place(format).to_owned(), Box::new(write)));
            continue;
        }
        fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        for layer in layers {
            let Some(file) = layer_file(format, layer.name) else { break };
            let path = folder.path().join(&file);
            let write = move || write_layer(layer, format, outputs.csv_bom, &path);
            steps.push((file, Box::new(write)));
        }
    }
    if outputs.map {
        steps.push(("map".to_owned(), Box::new(|| draw(plan, project, folder.path()))));
    }
    let text = || put(folder.path(), SUMMARY, summary(plan, lang).as_bytes());
    steps.push((SUMMARY.to_owned(), Box::new(text)));
    steps.push((
        PROVENANCE.to_owned(),
        Box::new(|| {
            let provenance = provenance(plan, &project.rules.book, timestamp);
            put_json(folder.path(), PROVENANCE, &provenance)
        }),
    ));
    if outputs.plan_json {
        steps.push((PLAN.to_owned(), Box::new(|| put_json(folder.path(), PLAN, plan))));
    }
    steps.into_par_iter().try_for_each(|(what, step)| {
        if interrupted() {
            return Ok(());
        }
        let started = Instant::now();
        step()?;
        took(&what, started.elapsed());
        Ok::<(), anyhow::Error>(())
    })?;
    if interrupted() {
        return Ok(false);
    }
    folder.complete()?;
    Ok(true)
}

/// Draws the map, and on request a page for each park, on all cores.
fn draw(plan: &Plan, project: &Project, folder: &Path) -> Result<()> {
    let outputs = &project.file.outputs;
    let read = |source: &Option<parkward_io::Source>| match source {
        Some(source) => read_outlines(source, &project.folder),
        None => Ok(Vec::new()),
    };
    let (district, towns) = (read(&project.file.district)?, read(&project.file.towns)?);
    let shapes = |outlines: &[Outline]| outlines.iter().map(|o| o.geometry.clone()).collect();
    let options = MapOptions {
        lang: outputs.map_lang,
        page: outputs.map_page,
        theme: outputs.map_theme,
        outline: shapes(&district),
        places: towns
            .iter()
            .filter_map(|o| PlaceName::within(o.name.clone(), &o.geometry))
            .collect(),
        towns: shapes(&towns),
        park_types: project.rules.park_types.clone(),
        printed_on: None,
    };
    let fonts = Fonts::system()?;
    let whole = || {
        let page = map::svg(plan, &options, &fonts)?;
        let [as_svg, as_png, as_pdf] = MAPS;
        put(folder, as_svg, page.as_bytes())?;
        let drawing = Drawing::of(&page, &fonts)?;
        let (png, pdf) = rayon::join(|| drawing.png(DPI), || drawing.pdf());
        put(folder, as_png, &png?)?;
        put(folder, as_pdf, &pdf?)
    };
    let parks = || {
        let pages = map::park_pages(plan, &options, &fonts).map(|page| Ok(page?));
        let document = pdf::<anyhow::Error>(pages, &fonts)?;
        document.map_or(Ok(()), |document| put(folder, PARK_MAPS, &document))
    };
    let (whole, parks) = rayon::join(whole, || if outputs.map_parks { parks() } else { Ok(()) });
    whole.and(parks)
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

/// Writes a value as it goes: the JSON of a million enterprises is never in memory.
fn put_json(folder: &Path, name: &str, value: &impl serde::Serialize) -> Result<()> {
    let path = folder.join(name);
    let write = || {
        let mut out = BufWriter::with_capacity(1 << 18, File::create(&path)?);
        serde_json::to_writer_pretty(&mut out, value)?;
        out.write_all(b"\n")?;
        out.flush()
    };
    write().with_context(|| format!("{}: cannot be written", path.display()))
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
        if folder.join(PROVENANCE).is_file() {
            anyhow!(
                "{place}: this plan was written without plan.json, which is needed here; plan again \
                 with plan_json = true under [outputs]"
            )
        } else {
            anyhow!("{place}: there is no plan here; expected a folder that `parkward plan` wrote")
        }
    })?;
    /// What is looked at before all the rest.
    #[derive(Deserialize)]
    struct Head {
        schema: Option<String>,
    }
    let schema = serde_json::from_str::<Head>(&text).ok().and_then(|head| head.schema);
    if schema.as_deref() != Some(SCHEMA) {
        let found = schema.unwrap_or_else(|| "none".to_owned());
        return Err(anyhow!("{place}: expected a plan of schema {SCHEMA}, found {found}"));
    }
    serde_json::from_str(&text)
        .with_context(|| format!("{place}: is not the plan that was written"))
}
