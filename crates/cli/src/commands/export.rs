//! The layers of a written plan in another format or CRS.

use crate::args::{Common, Export};
use crate::exit::Exit;
use crate::fault::Result;
use crate::layers::Layers;
use crate::output::{print_json, say};
use crate::plan_folder;
use crate::resolve;
use parkward_io::{Format, Maker, OutputFolder};
use parkward_model::Lang;

pub(crate) fn run(export: &Export, common: &Common) -> Result<Exit> {
    let formats = export.format.iter().map(|name| Format::parse(name));
    let formats = formats.collect::<Result<Vec<_>, _>>()?;
    let crs = parkward_crs::parse(&export.crs)?;
    OutputFolder::check(&export.output, Maker::Export, &[])?;
    let plan = plan_folder::read(&export.folder)?;
    let rules = plan.rules()?;
    let named = |layer: &str| {
        export.layers.is_empty() || export.layers.iter().any(|name| name.name() == layer)
    };
    let layers = Layers {
        plan: &plan,
        rules: &rules,
        lang: resolve::lang(common, Lang::En),
        crs: &crs,
        csv_bom: export.csv_bom,
        wanted: &named,
    };
    crate::interrupt::listen(layers.lang);
    plan_folder::export(&layers, &formats, &export.output)?;
    let places =
        formats.iter().map(|format| (format.title(), export.output.join(format.place(&crs))));
    if common.json {
        let places =
            places.map(|(format, place)| serde_json::json!({ "format": format, "place": place }));
        print_json(&places.collect::<Vec<_>>())?;
    } else if !common.quiet {
        for (format, place) in places {
            say!("{format}: {}", place.display())?;
        }
    }
    Ok(Exit::Done)
}
