//! The layers of a written plan in another format or CRS.

use crate::args::{Common, Export};
use crate::exit::Exit;
use crate::fault::Result;
use crate::layers::Layers;
use crate::output::{Words, print_json, say, tell};
use crate::plan_file::Outputs;
use crate::plan_folder;
use crate::resolve;
use parkward_io::{Format, Maker, OutputFolder, ReadError, Source};

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
    if let Some(connection) = export.database.as_deref().filter(|_| !common.allow_remote) {
        let file = Source { file: connection.to_owned(), ..Source::default() }.label();
        return Err(ReadError::Remote { file }.into());
    }
    if export.database.is_none() {
        OutputFolder::check(&export.output, Maker::Export, &[])?;
    }
    let plan = plan_folder::read(&export.folder)?;
    let rules = plan.rules()?;
    let lang = resolve::lang(common, plan_folder::lang(&export.folder));
    let layers = Layers { plan: &plan, rules: &rules, lang, outputs: &outputs };
    if let Some(connection) = &export.database {
        let told = layers.to_database(connection, &export.schema)?;
        if !common.quiet {
            told.iter().for_each(|note| tell!("{}", note.in_lang(lang)));
            let words = Words(lang);
            say!("{}{}{}", words.of("模式", "Schema"), words.colon(), export.schema)?;
        }
        return Ok(Exit::Done);
    }
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
