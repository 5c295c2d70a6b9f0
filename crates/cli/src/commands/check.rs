//! The data-quality report.

use crate::args::Common;
use crate::exit::Exit;
use crate::fault::Result;
use crate::output::{counted, print_json, say, tell_rejects};
use crate::project::Project;
use crate::resolve;
use serde_json::json;
use std::path::Path;

pub(crate) fn run(plan: &Path, strict: bool, common: &Common) -> Result<Exit> {
    let project = Project::open(plan)?;
    let lang = resolve::lang(common, project.file.lang);
    let survey = project.survey()?;
    if common.json {
        print_json(
            &json!({ "inputs": survey.inputs, "rejects": survey.rejects, "notes": survey.notes }),
        )?;
    } else if !common.quiet {
        for input in &survey.inputs {
            say!("{}: {}, {}", input.file, counted(input.rows, "row"), input.crs)?;
        }
        let most = if common.verbose { usize::MAX } else { 20 };
        for reject in survey.rejects.iter().take(most) {
            let id = reject.id.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
            say!(
                "✗ {}, row {}{id}, column {}: expected {}, found {}",
                reject.file,
                reject.row,
                reject.column,
                reject.expected.in_lang(lang),
                reject.found
            )?;
        }
        for note in survey.notes.iter().take(most) {
            let row = note.row.map(|row| format!(", row {row}")).unwrap_or_default();
            say!("· {}{row}: {}", note.file, note.text.in_lang(lang))?;
        }
        let hidden =
            survey.rejects.len().saturating_sub(most) + survey.notes.len().saturating_sub(most);
        if hidden > 0 {
            say!("… and {hidden} more; -v shows all")?;
        }
        say!(
            "{} and {} can be used; {} cannot; {}",
            counted(survey.parks.len() as u64, "park"),
            counted(survey.enterprises.len() as u64, "enterprise"),
            counted(survey.rejects.len() as u64, "row"),
            counted(survey.notes.len() as u64, "note")
        )?;
    } else {
        tell_rejects(&survey.inputs, lang);
    }
    Ok(if strict && !survey.rejects.is_empty() { Exit::Found } else { Exit::Done })
}
