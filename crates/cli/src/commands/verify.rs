//! An independent check of a written plan.

use crate::args::Common;
use crate::exit::Exit;
use crate::fault::Result;
use crate::layers::write_layer;
use crate::output::{print_json, say};
use crate::plan_folder;
use crate::project::sha256;
use parkward_geometry::Crs;
use parkward_io::{Altered, Format, WriteError};
use parkward_model::Lang;
use parkward_planning::{Plan, Verification};
use serde_json::json;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

pub(crate) fn run(folder: &Path, common: &Common) -> Result<Exit> {
    let plan = plan_folder::read(folder)?;
    let mut found = plan.verify()?;
    if sha256(&plan.rule_book.text) == plan.rule_book.sha256 {
        found.checks.push("the rule book's SHA-256".to_owned());
    } else {
        found.disagreements.push("rule_book.sha256: is not that of rule_book.text".to_owned());
    }
    look_at_layers(&plan, folder, &mut found)?;
    look_at_files(folder, &mut found);
    if common.json {
        print_json(
            &json!({ "holds": found.holds(), "checks": found.checks, "disagreements": found.disagreements }),
        )?;
    } else if !common.quiet {
        for check in &found.checks {
            say!("✓ {check}")?;
        }
        for disagreement in &found.disagreements {
            say!("✗ {disagreement}")?;
        }
    }
    Ok(if found.holds() { Exit::Done } else { Exit::Found })
}

/// The layers must say what the plan says, in one of the two languages.
fn look_at_layers(plan: &Plan, folder: &Path, found: &mut Verification) -> Result<()> {
    // Of a name that nobody knows, and new: nobody has put a link there.
    let name = format!("parkward-verify-{:016x}", RandomState::new().hash_one(0));
    let place = std::env::temp_dir().join(name);
    std::fs::create_dir(&place)
        .map_err(|reason| WriteError::File { path: place.clone(), reason })?;
    let scratch = place.join("layer");
    for format in [Format::Geojson, Format::Csv, Format::Flatgeobuf] {
        for (zh, en) in plan.layers(Lang::Zh).iter().zip(&plan.layers(Lang::En)) {
            let file = format.file(en.name, &Crs::wgs84()).expect("it has one file a layer");
            // A layer or format that was not asked for is not there.
            let Ok(written) = std::fs::read(folder.join(&file)) else { continue };
            let csv_bom = written.starts_with("\u{feff}".as_bytes());
            let agrees = [zh, en].into_iter().any(|layer| {
                write_layer(layer, &format, csv_bom, "", &scratch).is_ok()
                    && std::fs::read(&scratch).is_ok_and(|again| again == written)
            });
            if agrees {
                found.checks.push(file);
            } else {
                found.disagreements.push(format!("{file}: is not what the plan says"));
            }
        }
    }
    let _ = std::fs::remove_dir_all(&place); // a left-over in the temporary folder harms nobody
    Ok(())
}

/// All files must be as they were written; earlier builds kept no hashes.
fn look_at_files(folder: &Path, found: &mut Verification) {
    let Some(altered) = Altered::of(folder) else { return };
    let said = |path: &PathBuf, what: &str| format!("{}: {what}", path.display());
    let changed = altered.changed.iter().map(|path| said(path, "was changed since it was written"));
    let missing =
        altered.missing.iter().map(|path| said(path, "was written, and is not there any more"));
    let mut wrong: Vec<String> = changed.chain(missing).collect();
    if altered.half_moved {
        wrong.push(
            "a run was ended while it moved its files here; the next `parkward plan` goes on"
                .to_owned(),
        );
    }
    if wrong.is_empty() {
        found.checks.push("every file as it was written".to_owned());
    }
    found.disagreements.extend(wrong);
}
