//! The ledger of one enterprise or project.

use crate::args::Common;
use crate::exit::Exit;
use crate::fault::Result;
use crate::output::{print_json, say};
use crate::plan_folder;
use crate::resolve;
use crate::table::table;
use parkward_model::Lang;
use parkward_planning::{Answer, CostPart, Ledger, Subject};
use std::path::Path;

/// Where the column of the industry fit stands: after park and distance.
const FIT: usize = 2;

pub(crate) fn run(folder: &Path, id: &str, project: bool, common: &Common) -> Result<Exit> {
    let plan = plan_folder::read(folder)?;
    let ledger = if project { plan.explain_project(id)? } else { plan.explain(id)? };
    if common.json {
        print_json(&ledger)?;
        return Ok(Exit::Done);
    }
    let lang = resolve::lang(common, plan_folder::lang(folder));
    let zh = lang == Lang::Zh;
    let subject = &ledger.subject;
    let noun = match (subject, zh) {
        (Subject::Enterprise(_), _) => "",
        (Subject::Project(_), true) => "项目 ",
        (Subject::Project(_), false) => "Project ",
    };
    let name = format!("{noun}{} {}", subject.id(), subject.name());
    say!("{}: {}", name.trim_end(), subject.verdict().in_lang(lang))?;
    say!("\n{}\n", ledger.prose.in_lang(lang))?;
    // Who does not move has asked no park.
    if ledger.parks.iter().any(|entry| entry.answer != Answer::NotAsked) {
        say!("{}", parks(&ledger, lang))?;
    }
    Ok(Exit::Done)
}

/// Every park in order of cost: what it would cost there, and what the park answered.
fn parks(ledger: &Ledger, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let number = |km: Option<f64>| km.map(|km| format!("{km:.2}")).unwrap_or_default();
    // A change only where there is an earlier plan to change.
    let changes = ledger.parks.iter().any(|entry| entry.change_km.is_some());
    let parts: Vec<CostPart> =
        CostPart::all().filter(|part| changes || !matches!(part, CostPart::Change)).collect();
    let rows = ledger.parks.iter().map(|entry| {
        let mut row = vec![entry.name.in_lang(lang).to_owned()];
        row.extend(parts.iter().map(|part| number(part.of(entry))));
        row.insert(FIT, number(entry.terms.as_ref().map(|terms| terms.fit)));
        row.push(number(entry.cost_km));
        row.push(number(entry.rent_km));
        row.push(entry.text.in_lang(lang).to_owned());
        row
    });
    let mut header = vec![if zh { "园区" } else { "Park" }.to_owned()];
    header.extend(parts.iter().map(|part| part.heading().in_lang(lang).to_owned()));
    header.insert(FIT, if zh { "适配度" } else { "Fit" }.to_owned());
    header.extend(match zh {
        true => ["成本（公里）", "影子价格（公里）", "结果"].map(str::to_owned),
        false => ["Cost km", "Shadow price km", "Answer"].map(str::to_owned),
    });
    let last = header.len() - 1;
    table(header, 1..last, rows)
}
