//! A starting project.

use crate::args::Common;
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::interrupt;
use crate::output::{named, put, say};
use crate::project::BUILT_IN;
use crate::resolve;
use parkward_io::Maker;
use parkward_model::Lang;
use std::path::Path;

/// What the project holds: a plan, a rule book and an example of each input that can be planned as
/// it is.
const FILES: [(&str, &str); 3] = [
    ("parks.geojson", include_str!("init/parks.geojson")),
    ("enterprises.csv", include_str!("init/enterprises.csv")),
    BUILT_IN,
];

/// Those with comments, Chinese and English.
const COMMENTED: [(&str, [&str; 2]); 2] = [
    ("plan.toml", [include_str!("init/zh/plan.toml"), include_str!("init/plan.toml")]),
    ("rules.toml", [include_str!("init/zh/rules.toml"), include_str!("init/rules.toml")]),
];

pub(crate) fn run(folder: &Path, common: &Common) -> Result<Exit> {
    let lang = resolve::lang(common, resolve::of_environment());
    if folder.read_dir().is_ok_and(|mut files| files.next().is_some()) {
        let full = Fault::new("不是空的；请另写一个新文件夹", "is not empty; name a new folder");
        return Err(full.at(folder.display()));
    }
    interrupt::listen(lang);
    let made = interrupt::create(folder, Maker::Init)?;
    let in_lang = |[zh, en]: [&'static str; 2]| if lang == Lang::Zh { zh } else { en };
    let commented = COMMENTED.map(|(name, texts)| (name, in_lang(texts)));
    for (name, text) in commented.into_iter().chain(FILES) {
        put(made.path(), name, text.as_bytes()).map_err(|error| named(&made, error))?;
    }
    interrupt::hand_over(made)?;
    if !common.quiet {
        let place = folder.display();
        match lang {
            Lang::Zh => say!("{place}：放入您自己的 parks.geojson 和 enterprises.csv，然后运行"),
            Lang::En => say!("{place}: put your own parks.geojson and enterprises.csv in, then"),
        }?;
        say!("  parkward check {place}/plan.toml\n  parkward plan {place}/plan.toml -o out")?;
    }
    Ok(Exit::Done)
}
