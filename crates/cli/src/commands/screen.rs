//! Who must close, who needs a look, who passes.

use crate::args::{Common, Screen};
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::output::{print_csv, print_json, warn};
use crate::project::{open_rules, plain};
use crate::resolve;
use crate::streams::copies_of;
use parkward_io::read_enterprises;
use parkward_model::{Lang, Survey};
use parkward_policy::{Screening, Verdict};
use serde_json::json;
use std::path::Path;

pub(crate) fn run(arguments: &Screen, common: &Common) -> Result<Exit> {
    let (rules, _) = open_rules(&arguments.rules)?;
    let reading = &arguments.reading;
    let mut source = plain(&arguments.enterprises, reading);
    let _copies = copies_of(&mut [&mut source])?;
    let mut survey = Survey::default();
    read_enterprises(
        &source,
        Path::new(""),
        Some(&rules.classification),
        &rules.fields(),
        &mut survey,
    )
    .map_err(|error| Fault::from(error).with_options(""))?;
    let day = arguments.as_of.unwrap_or(rules.book.as_of);
    let lang = resolve::lang(common, Lang::En);
    let screening = Screening::new(&rules, day, &survey.enterprises);
    let screened =
        survey.enterprises.iter().map(|enterprise| (enterprise, screening.screen(enterprise)));
    if common.json {
        let rows: Vec<_> = screened
            .map(|(e, screened)| json!({ "id": e.id, "verdict": screened.verdict, "findings": screened.findings }))
            .collect();
        print_json(&json!({ "enterprises": rows, "rejects": survey.rejects }))?;
    } else {
        let rows = screened.map(|(enterprise, screened)| {
            let verdict = match screened.verdict {
                Verdict::Passes => "passes",
                Verdict::Closes => "closes",
                Verdict::Review => "review",
            };
            let rules: Vec<&str> = screened.findings.iter().map(|f| f.rule.as_str()).collect();
            let reasons: Vec<&str> =
                screened.findings.iter().map(|f| f.text.in_lang(lang)).collect();
            [
                enterprise.id.to_string(),
                verdict.to_owned(),
                rules.join(" "),
                reasons.join(lang.semicolon()),
            ]
        });
        print_csv(["id", "verdict", "rules", "reasons"], rows)?;
        warn(&survey, common, lang);
    }
    Ok(Exit::Done)
}
