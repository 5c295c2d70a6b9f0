//! A starting project.

use crate::args::Common;
use crate::exit::Exit;
use crate::interrupt;
use crate::output::{named, put, say};
use crate::project::BUILT_IN;
use crate::resolve;
use anyhow::{Result, bail};
use parkward_io::Maker;
use parkward_model::Lang;
use std::path::Path;

/// What the project holds: a plan, a rule book and an example of each input that can be planned as
/// it is.
const FILES: [(&str, &str); 5] = [
    ("plan.toml", include_str!("init/plan.toml")),
    ("rules.toml", include_str!("init/rules.toml")),
    ("parks.geojson", include_str!("init/parks.geojson")),
    ("enterprises.csv", include_str!("init/enterprises.csv")),
    BUILT_IN,
];

pub(crate) fn run(folder: &Path, common: &Common) -> Result<Exit> {
    if folder.is_dir() && folder.read_dir()?.next().is_some() {
        bail!("{}: is not empty; name a new folder", folder.display());
    }
    interrupt::listen(resolve::lang(common, Lang::En));
    let made = interrupt::create(folder, Maker::Init)?;
    for (name, text) in FILES {
        put(made.path(), name, text.as_bytes()).map_err(|error| named(&made, &error))?;
    }
    interrupt::hand_over(made)?;
    if !common.quiet {
        say!("{}: put your own parks.geojson and enterprises.csv in, then", folder.display())?;
        say!(
            "  parkward check {0}/plan.toml\n  parkward plan {0}/plan.toml -o out",
            folder.display()
        )?;
    }
    Ok(Exit::Done)
}
