//! Every file of a folder, written again from `plan.json` and compared.

use crate::fault::{Fault, Result};
use crate::interrupt;
use crate::layers::Layers;
use crate::plan_folder::{MAPS, PARK_MAPS, PROVENANCE, Provenance, steps};
use parkward_io::{Maker, Scratch, difference, gdal_release};
use parkward_model::Text;
use parkward_planning::{Plan, Verification};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What was made again.
struct Again {
    _place: Scratch,
    /// Each file by its path within the output, with where it was made again.
    files: BTreeMap<PathBuf, PathBuf>,
    /// What could not be made, and why.
    failed: Vec<(String, Text)>,
    font: Option<String>,
}

pub(super) fn check(
    plan: &Plan,
    made_by: Maker,
    folder: &Path,
    (provenance, value): (&Provenance, Value),
    found: &mut Verification,
) -> Result<()> {
    let rules = plan.rules()?;
    let outputs = match provenance.outputs() {
        Ok(outputs) => outputs,
        // Another GDAL may lack a format.
        Err(error) if provenance.gdal != gdal_release() => {
            let Text { zh, en } = error.text();
            found.leave_open(
                format!("各文件未与方案比较：{zh}"),
                format!("the files were not compared with the plan: {en}"),
            );
            return Ok(());
        }
        Err(error) => {
            let Text { zh, en } = error.text();
            found.disagree(
                format!("{PROVENANCE}，outputs：{zh}"),
                format!("{PROVENANCE}, outputs: {en}"),
            );
            return Ok(());
        }
    };
    look_at_provenance(&provenance.value(plan, &rules), value.clone(), found);
    let layers = Layers { plan, rules: &rules, lang: provenance.lang, outputs: &outputs };
    let Some(again) = make(&layers, made_by, found) else { return Ok(()) };
    for (what, reason) in &again.failed {
        found.leave_open(
            format!("{what}：此处无法重做，未比较（{}）", reason.zh),
            format!("{what}: could not be made again here, and was not compared ({})", reason.en),
        );
    }
    let compared = again
        .files
        .par_iter()
        .map(|(file, expected)| (file, difference(expected, &folder.join(file))));
    for (file, outcome) in compared.collect::<Vec<_>>() {
        tell(file, outcome, other_means(file, provenance, again.font.as_deref()), found);
    }
    if again.failed.is_empty() {
        look_for_others(&value, &again.files, found);
    }
    Ok(())
}

/// Makes all files, in the first place that has room for them.
fn make(layers: &Layers<'_>, made_by: Maker, found: &mut Verification) -> Option<Again> {
    let made = Scratch::places().filter_map(|place| make_in(layers, made_by, &place).ok());
    let mut last = None;
    for again in made {
        if again.failed.is_empty() {
            return Some(again);
        }
        last = last.or(Some(again));
    }
    if last.is_none() {
        found.leave_open(
            "没有可写临时文件的位置，各文件未与方案比较；请将 TMPDIR 设为可写的文件夹",
            "there is no place for temporary files, so the files were not compared with the plan; set TMPDIR to a folder that can be written",
        );
    }
    last
}

/// Makes each file in a folder of its own, so that what fails half way is not compared.
fn make_in(layers: &Layers<'_>, made_by: Maker, place: &Path) -> Result<Again> {
    let place = Scratch::new(place)?;
    interrupt::making(place.path());
    let font = OnceLock::new();
    let number = steps(layers, made_by, place.path(), &font)?.len();
    let made = (0..number).into_par_iter().map(|number| {
        let folder = place.path().join(number.to_string());
        fs::create_dir(&folder)?;
        let steps = steps(layers, made_by, &folder, &font)?;
        let (what, step) = steps.into_iter().nth(number).expect("as many as before");
        Ok(match step() {
            Ok(_) => Ok((folder.clone(), files(&folder)?)),
            Err(error) => Err((what, error.text())),
        })
    });
    let mut again = (BTreeMap::new(), Vec::new());
    for made in made.collect::<Result<Vec<_>>>()? {
        match made {
            Ok((folder, files)) => again.0.extend(files.into_iter().map(|file| {
                let path = folder.join(&file);
                (file, path)
            })),
            Err(failed) => again.1.push(failed),
        }
    }
    let (files, failed) = again;
    Ok(Again { _place: place, files, failed, font: font.into_inner() })
}

/// What follows from the plan in `provenance.json`.
fn look_at_provenance(expected: &Value, mut written: Value, found: &mut Verification) {
    for of_the_list in ["made_by", "files", "sha256", "digest"] {
        written.as_object_mut().map(|map| map.shift_remove(of_the_list));
    }
    let before = found.disagreements.len();
    found.same(&Text::new(PROVENANCE, PROVENANCE), expected, &written);
    found.checked_since(before, PROVENANCE, PROVENANCE);
}

/// Whether a file was written by another version of something that its bytes rest on.
fn other_means(file: &Path, written: &Provenance, font: Option<&str>) -> Option<String> {
    let version = env!("CARGO_PKG_VERSION");
    if written.version != version {
        return Some(format!("Parkward {} ≠ {version}", written.version));
    }
    let is_map = MAPS.iter().chain([&PARK_MAPS]).any(|map| file == Path::new(map));
    if is_map && written.font.as_deref() != font {
        let [before, now] = [written.font.as_deref(), font].map(Option::unwrap_or_default);
        return Some(format!("{before} ≠ {now}"));
    }
    let gdal = gdal_release();
    let ours = ["json", "geojson", "csv", "fgb", "md", "xlsx", "qgz", "html"];
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let is_of_gdal = !is_map && !ours.contains(&ending);
    (is_of_gdal && written.gdal != gdal).then(|| format!("GDAL {} ≠ {gdal}", written.gdal))
}

fn tell(
    file: &Path,
    outcome: io::Result<Vec<Text>>,
    other_means: Option<String>,
    found: &mut Verification,
) {
    let file = file.display();
    match (outcome, other_means) {
        // That it is missing stands among what the list says.
        (Err(error), _) if error.kind() == io::ErrorKind::NotFound => found.disagree(
            format!("{file}：按方案的设置应有此文件，但不在"),
            format!("{file}: the plan's settings ask for it, and it is not there"),
        ),
        (Err(error), _) => found.disagree(
            format!("{file}：无法读取：{error}"),
            format!("{file}: cannot be read: {error}"),
        ),
        (Ok(differences), _) if differences.is_empty() => {
            found.checked(file.to_string(), file.to_string());
        }
        (Ok(_), Some(means)) => found.leave_open(
            format!("{file}：与此处重做的不同，但写成时所用的不同（{means}），无从判断"),
            format!("{file}: is not what is made here, but was made by something else ({means}), so nothing is proven"),
        ),
        (Ok(differences), None) => {
            for Text { zh, en } in differences {
                found.disagree(format!("{file}：{zh}"), format!("{file}: {en}"));
            }
        }
    }
}

/// Files that are listed, and that the plan's settings do not ask for.
fn look_for_others(value: &Value, made: &BTreeMap<PathBuf, PathBuf>, found: &mut Verification) {
    let listed = value["files"].as_array().into_iter().flatten().filter_map(Value::as_str);
    for file in listed.filter(|file| *file != PROVENANCE && !made.contains_key(Path::new(file))) {
        found.disagree(
            format!("{file}：按方案的设置不应有此文件"),
            format!("{file}: the plan's settings do not ask for it"),
        );
    }
}

/// The files of a folder and those within it.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut ahead = vec![folder.to_owned()];
    while let Some(place) = ahead.pop() {
        for entry in fs::read_dir(place)? {
            let path = entry?.path();
            if path.is_dir() {
                ahead.push(path);
            } else {
                files.push(path.strip_prefix(folder).map_err(Fault::ours)?.to_owned());
            }
        }
    }
    Ok(files)
}
