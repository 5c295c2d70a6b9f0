//! The files of a plan's folder, each with what makes it: asked when a folder is written, and when it is verified.

use crate::fault::{Fault, Result};
use crate::layers::{Layers, Step};
use crate::output::put;
use crate::plan_folder::files::{
    GEOPACKAGE, MAPS, PAGE, PARK_MAPS, PLAN, QGIS_PROJECT, ROADS, SUMMARY,
};
use parkward_io::{Format, Maker, WriteError};
use parkward_model::{Lang, MapGrid};
use parkward_page::page;
use parkward_planning::Outline;
use parkward_report::{Drawing, Fonts, MapLang, MapOptions, PlaceName, map, pdf, summary};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::OnceLock;

/// What a command writes, to be made in a folder. `font` hears which fonts a map is set in.
pub(crate) fn steps<'a>(
    layers: &'a Layers<'a>,
    made_by: Maker,
    folder: &'a Path,
    font: &'a OnceLock<String>,
) -> Result<Vec<Step<'a>>> {
    let outputs = layers.outputs;
    let mut steps: Vec<Step<'a>> = Vec::new();
    for format in &outputs.formats {
        if *format == Format::Geopackage && made_by == Maker::Plan {
            let write = || {
                let [geopackage, qgis] = [GEOPACKAGE, QGIS_PROJECT].map(|f| folder.join(f));
                layers.geopackage_and_project(&geopackage, &qgis)
            };
            steps.push((GEOPACKAGE.to_owned(), Box::new(write)));
        } else {
            steps.extend(layers.steps(format, folder)?);
        }
    }
    if made_by != Maker::Plan {
        return Ok(steps);
    }
    let nothing = |()| Vec::new();
    if outputs.map {
        let draw = move || draw(layers, folder, font).map(nothing);
        steps.push(("map".to_owned(), Box::new(draw)));
    }
    if outputs.page {
        let write = move || {
            let bytes = page(layers.plan, layers.lang)?;
            put(folder, PAGE, &bytes).map(nothing)
        };
        steps.push((PAGE.to_owned(), Box::new(write)));
    }
    let by_road = layers.plan.options.by_road.as_ref().filter(|_| outputs.plan_json);
    let roads = by_road.and_then(|by_road| by_road.roads.as_ref());
    // The summary says which plan it is of, and which roads.
    let text = move || {
        let mut text = summary(layers.plan, layers.lang);
        if let Some(roads) = roads {
            let json = |out: &mut dyn Write| Ok(serde_json::to_writer(out, roads.layer())?);
            text += &hash_of(ROADS, &put_hashed(folder, ROADS, json)?, layers.lang);
        }
        if outputs.plan_json {
            let json = |mut out: &mut dyn Write| {
                serde_json::to_writer_pretty(&mut out, layers.plan)?;
                out.write_all(b"\n")
            };
            text += &hash_of(PLAN, &put_hashed(folder, PLAN, json)?, layers.lang);
        }
        put(folder, SUMMARY, text.as_bytes()).map(nothing)
    };
    steps.push((SUMMARY.to_owned(), Box::new(text)));
    Ok(steps)
}

/// The last words of the summary: whoever changes one of the two files has to change the other.
fn hash_of(file: &str, hash: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("\n`{file}` 的 SHA-256：`{hash}`\n"),
        Lang::En => format!("\nSHA-256 of `{file}`: `{hash}`\n"),
    }
}

/// Draws the map, and on request a page for each park, on all cores.
fn draw(layers: &Layers<'_>, folder: &Path, font: &OnceLock<String>) -> Result<()> {
    let Layers { plan, rules, outputs, .. } = layers;
    let shapes = |outlines: &[Outline]| outlines.iter().map(Outline::geometry).collect();
    let options = MapOptions {
        lang: outputs.map_lang.unwrap_or_else(|| MapLang::of(layers.lang)),
        page: outputs.map_page,
        theme: outputs.map_theme,
        outline: shapes(&plan.base.district),
        places: plan
            .base
            .towns
            .iter()
            .filter_map(|town| PlaceName::within(town.name.clone(), &town.geometry()))
            .collect(),
        towns: shapes(&plan.base.towns),
        park_types: rules.park_types.clone(),
        zone_kinds: rules.kinds_in_force(plan.options.as_of),
        block: outputs.title_block.clone(),
        numbers: outputs.map_numbers,
        without_inset: !outputs.map_inset,
        city: shapes(&plan.base.city),
        grid: outputs
            .crs
            .to_string()
            .strip_prefix("EPSG:")
            .and_then(|epsg| epsg.parse().ok())
            .and_then(MapGrid::of_epsg),
        foot_lines: 0,
    };
    let fonts = Fonts::system()?;
    font.get_or_init(|| fonts.edition());
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

/// Writes a value as it goes, and says its SHA-256: the JSON of a million enterprises is never in memory.
fn put_hashed(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<String> {
    let path = folder.join(name);
    let write = || {
        let file = Hashing { out: File::create(&path)?, hash: Sha256::new() };
        let mut out = BufWriter::with_capacity(1 << 18, file);
        fill(&mut out)?;
        let Hashing { hash, .. } = out.into_inner()?;
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    };
    write().map_err(|reason: io::Error| WriteError::File { path: path.clone(), reason }.into())
}

/// A file whose hash is known as soon as it is written.
struct Hashing {
    out: File,
    hash: Sha256,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
