//! A starting project.

use crate::args::Common;
use crate::exit::Exit;
use crate::output::say;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// What the project holds: a plan, a rule book and an example of each input that can be planned as
/// it is.
const FILES: [(&str, &str); 5] = [
    ("plan.toml", include_str!("init/plan.toml")),
    ("rules.toml", include_str!("init/rules.toml")),
    ("parks.geojson", include_str!("init/parks.geojson")),
    ("enterprises.csv", include_str!("init/enterprises.csv")),
    ("gbt4754_2017.csv", include_str!("../../../../data/classification/gbt4754_2017.csv")),
];

pub(crate) fn run(folder: &Path, common: &Common) -> Result<Exit> {
    if folder.is_dir() && folder.read_dir()?.next().is_some() {
        bail!("{}: is not empty; name a new folder", folder.display());
    }
    fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    for (name, text) in FILES {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("{}: cannot be written", path.display()))?;
    }
    if !common.quiet {
        say!("{}: put your own parks.geojson and enterprises.csv in, then", folder.display())?;
        say!(
            "  parkward check {0}/plan.toml\n  parkward plan {0}/plan.toml -o out",
            folder.display()
        )?;
    }
    Ok(Exit::Done)
}
