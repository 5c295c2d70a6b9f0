//! The layers of a written plan in another format or CRS.

use crate::args::{Common, Export};
use crate::exit::Exit;
use crate::fault::Result;
use crate::layers::Layers;
use crate::output::{print_json, say};
use crate::plan_file::Outputs;
use crate::plan_folder;
use crate::resolve;
use parkward_io::{Format, Maker, OutputFolder};

pub(crate) fn run(export: &Export, common: &Common) -> Result<Exit> {
    let formats = export.format.iter().map(|name| Format::parse(name));
    let outputs = Outputs {
        formats: formats.collect::<Result<_, _>>()?,
        layers: (!export.layers.is_empty()).then(|| export.layers.iter().cloned().collect()),
        map: false,
        plan_json: false,
        csv_bom: export.csv_bom,
        crs: parkward_crs::parse(&export.crs)?,
        ..Outputs::default()
    };
    OutputFolder::check(&export.output, Maker::Export, &[])?;
    let plan = plan_folder::read(&export.folder)?;
    let rules = plan.rules()?;
    let lang = resolve::lang(common, plan_folder::lang(&export.folder));
    let layers = Layers { plan: &plan, rules: &rules, lang, outputs: &outputs };
    crate::interrupt::listen(lang);
    let digest = plan_folder::export(&layers, &export.output)?;
    let Outputs { formats, crs, .. } = &outputs;
    let places =
        formats.iter().map(|format| (format.title(), export.output.join(format.place(crs))));
    if common.json {
        let places =
            places.map(|(format, place)| serde_json::json!({ "format": format, "place": place }));
        print_json(&places.collect::<Vec<_>>())?;
    } else if !common.quiet {
        for (format, place) in places {
            say!("{format}: {}", place.display())?;
        }
        say!("{}", plan_folder::digest_line(&digest, lang))?;
    }
    Ok(Exit::Done)
}
