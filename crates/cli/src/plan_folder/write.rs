//! Writes the folder of a plan, whole or not at all.

use crate::fault::{Fault, Result};
use crate::interrupt;
use crate::layers::{Area, Layers, Step};
use crate::output::{named, put, tell};
use crate::plan_folder::files::{GEOPACKAGE, MAPS, PARK_MAPS, PLAN, QGIS_PROJECT, SUMMARY};
use crate::project::Project;
use geo_types::Geometry;
use parkward_geometry::Crs;
use parkward_io::{Format, Maker, Outline, OutputFolder, WriteError, read_outlines};
use parkward_model::Lang;
use parkward_planning::Plan;
use parkward_policy::Book;
use parkward_report::{Drawing, Fonts, MapOptions, PlaceName, map, pdf, summary};
use rayon::prelude::*;
use serde_json::json;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Writes a plan's layers anew, or nothing.
pub(crate) fn export(layers: &Layers<'_>, formats: &[Format], target: &Path) -> Result<()> {
    formats.iter().try_for_each(|format| format.check(layers.crs))?;
    let folder = interrupt::create(target, Maker::Export)?;
    let mut steps = Vec::new();
    for format in formats {
        steps.extend(layers.steps(format, folder.path())?);
    }
    make(&folder, steps, layers.lang, |_, _| {})?;
    interrupt::complete(folder, provenance(layers.plan, &layers.rules.book, layers.crs, false))
}

/// Writes everything that the plan file asks for, or nothing. Files are written side by side, on all
/// cores; `took` hears how long each of them was in the making.
pub(crate) fn write(
    plan: &Plan,
    project: &Project,
    lang: Lang,
    timestamp: bool,
    target: &Path,
    took: impl Fn(&str, Duration) + Sync,
) -> Result<()> {
    let folder = interrupt::create(target, Maker::Plan)?;
    let outputs = &project.file.outputs;
    let base = Base::read(project)?;
    let (district, towns) = (areas(&base.district), areas(&base.towns));
    let wanted = |layer: &str| outputs.wants(layer);
    let layers = Layers {
        plan,
        rules: &project.rules,
        lang,
        crs: &outputs.crs,
        csv_bom: outputs.csv_bom,
        wanted: &wanted,
    };
    let mut steps: Vec<Step<'_>> = Vec::new();
    for format in &outputs.formats {
        if *format == Format::Geopackage {
            let write = || {
                let [geopackage, qgis] = [GEOPACKAGE, QGIS_PROJECT].map(|f| folder.path().join(f));
                layers.geopackage_and_project([&district, &towns], &geopackage, &qgis)
            };
            steps.push((GEOPACKAGE.to_owned(), Box::new(write)));
        } else {
            steps.extend(layers.steps(format, folder.path())?);
        }
    }
    let nothing = |()| Vec::new();
    if outputs.map {
        steps.push((
            "map".to_owned(),
            Box::new(|| draw(plan, project, &base, folder.path()).map(nothing)),
        ));
    }
    let text = || put(folder.path(), SUMMARY, summary(plan, lang).as_bytes()).map(nothing);
    steps.push((SUMMARY.to_owned(), Box::new(text)));
    if outputs.plan_json {
        steps
            .push((PLAN.to_owned(), Box::new(|| put_json(folder.path(), PLAN, plan).map(nothing))));
    }
    make(&folder, steps, lang, took)?;
    interrupt::complete(folder, provenance(plan, &project.rules.book, &outputs.crs, timestamp))
}

/// Makes files side by side, and says on standard error what the user should know of them.
fn make(
    folder: &OutputFolder,
    steps: Vec<Step<'_>>,
    lang: Lang,
    took: impl Fn(&str, Duration) + Sync,
) -> Result<()> {
    let notes = steps.into_par_iter().map(|(what, step)| {
        let started = Instant::now();
        let notes = step().map_err(|error| named(folder, error))?;
        took(&what, started.elapsed());
        Ok(notes)
    });
    for note in notes.collect::<Result<Vec<_>>>()?.into_iter().flatten() {
        tell!("{}", note.in_lang(lang));
    }
    Ok(())
}

/// What maps are drawn on.
struct Base {
    district: Vec<Outline>,
    towns: Vec<Outline>,
}

impl Base {
    fn read(project: &Project) -> Result<Self> {
        let read = |source: &Option<parkward_io::Source>| match source {
            Some(source) => read_outlines(source, &project.folder),
            None => Ok(Vec::new()),
        };
        Ok(Self { district: read(&project.file.district)?, towns: read(&project.file.towns)? })
    }
}

/// Outlines that are areas, for layers.
fn areas(outlines: &[Outline]) -> Vec<Area> {
    let area = |geometry: &Geometry<f64>| match geometry {
        Geometry::Polygon(polygon) => Some(polygon.clone().into()),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        _ => None,
    };
    outlines.iter().filter_map(|o| Some((o.name.clone(), area(&o.geometry)?))).collect()
}

/// Draws the map, and on request a page for each park, on all cores.
fn draw(plan: &Plan, project: &Project, base: &Base, folder: &Path) -> Result<()> {
    let Base { district, towns } = base;
    let outputs = &project.file.outputs;
    let shapes = |outlines: &[Outline]| outlines.iter().map(|o| o.geometry.clone()).collect();
    let options = MapOptions {
        lang: outputs.map_lang,
        page: outputs.map_page,
        theme: outputs.map_theme,
        outline: shapes(district),
        places: towns
            .iter()
            .filter_map(|o| PlaceName::within(o.name.clone(), &o.geometry))
            .collect(),
        towns: shapes(towns),
        park_types: project.rules.park_types.clone(),
        zone_kinds: project.rules.kinds_in_force(plan.options.as_of),
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
        let document = pdf::<Fault>(pages, &fonts)?;
        document.map_or(Ok(()), |document| put(folder, PARK_MAPS, &document))
    };
    let (whole, parks) = rayon::join(whole, || if outputs.map_parks { parks() } else { Ok(()) });
    whole.and(parks)
}

/// Of the map as a picture: sharp on a screen, and in print at half its size.
const DPI: f32 = 150.0;

/// Where the plan comes from: enough to make it again.
fn provenance(plan: &Plan, book: &Book, crs: &Crs, timestamp: bool) -> serde_json::Value {
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
        "rule_book": { "id": book.id, "version": book.version, "file": plan.rule_book.file, "sha256": plan.rule_book.sha256, "as_of": plan.options.as_of },
        "weights": plan.weights,
        "crs_of_outputs": match crs.is_epsg_4326() {
            true => "EPSG:4326 (WGS84), longitude then latitude".to_owned(),
            false => format!("{crs} in the files that name it, else EPSG:4326 (WGS84)"),
        },
        "seed": plan.options.robustness.as_ref().map(|robustness| robustness.seed),
        "summary": plan.summary,
        "cost_km": plan.solution.cost_km,
        "lower_bound_km": plan.solution.lower_bound_km,
        "gap": plan.solution.gap,
        "status": plan.solution.status,
        "data_notice": plan.options.data_notice,
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
    write().map_err(|reason: io::Error| WriteError::File { path: path.clone(), reason }.into())
}
