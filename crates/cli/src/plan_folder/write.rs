//! Writes the folder of a plan, whole or not at all.

use crate::fault::Result;
use crate::interrupt;
use crate::layers::{Layers, Step};
use crate::output::{named, tell};
use crate::plan_folder::provenance::Provenance;
use crate::plan_folder::steps::steps;
use crate::project::Project;
use parkward_io::{Maker, OutputFolder};
use parkward_model::Lang;
use parkward_planning::Plan;
use rayon::prelude::*;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Writes a plan's layers anew, or nothing; says the digest.
pub(crate) fn export(layers: &Layers<'_>, target: &Path) -> Result<String> {
    let outputs = layers.outputs;
    outputs.formats.iter().try_for_each(|format| format.check(&outputs.crs))?;
    let folder = interrupt::create(target, Maker::Export)?;
    let font = OnceLock::new();
    make(&folder, steps(layers, Maker::Export, folder.path(), &font)?, layers.lang, |_, _| {})?;
    interrupt::complete(folder, Provenance::of(layers, None).value(layers.plan, layers.rules))
}

/// Writes everything that the plan file asks for, or nothing, and says the digest. Files are written side by
/// side, on all cores; `took` hears how long each of them was in the making.
pub(crate) fn write(
    plan: &Plan,
    project: &Project,
    lang: Lang,
    timestamp: bool,
    target: &Path,
    took: impl Fn(&str, Duration) + Sync,
) -> Result<String> {
    let folder = interrupt::create(target, Maker::Plan)?;
    let layers = Layers { plan, rules: &project.rules, lang, outputs: &project.file.outputs };
    let font = OnceLock::new();
    make(&folder, steps(&layers, Maker::Plan, folder.path(), &font)?, lang, took)?;
    let mut provenance = Provenance::of(&layers, Some(project));
    provenance.font = font.into_inner();
    provenance.written_unix_s = timestamp.then(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.map_or(0, |now| now.as_secs())
    });
    interrupt::complete(folder, provenance.value(plan, &project.rules))
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
