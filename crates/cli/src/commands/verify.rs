//! An independent check of a written plan.

use crate::args::Common;
use crate::exit::Exit;
use crate::layers::write_layer;
use crate::output::{print_json, say};
use crate::plan_folder;
use crate::project::sha256;
use anyhow::Result;
use parkward_geometry::Crs;
use parkward_io::Format;
use parkward_model::Lang;
use serde_json::json;
use std::path::Path;

pub(crate) fn run(folder: &Path, common: &Common) -> Result<Exit> {
    let plan = plan_folder::read(folder)?;
    let mut found = plan.verify()?;
    if sha256(&plan.rule_book.text) == plan.rule_book.sha256 {
        found.checks.push("the rule book's SHA-256".to_owned());
    } else {
        found.disagreements.push("rule_book.sha256: is not that of rule_book.text".to_owned());
    }
    // The layers must say what the plan says, in one of the two languages.
    let scratch = std::env::temp_dir().join(format!("parkward-verify-{}", std::process::id()));
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
    let _ = std::fs::remove_file(&scratch); // a left-over in the temporary folder harms nobody
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
