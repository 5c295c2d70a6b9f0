//! The ledger of one enterprise or project.

use crate::args::Common;
use crate::outcome::Outcome;
use crate::output::{print_json, say};
use crate::plan_folder;
use crate::table::table;
use anyhow::Result;
use parkward_model::Lang;
use parkward_planning::Subject;
use std::path::Path;

pub(crate) fn run(folder: &Path, id: &str, project: bool, common: &Common) -> Result<Outcome> {
    let plan = plan_folder::read(folder)?;
    let ledger = if project { plan.explain_project(id)? } else { plan.explain(id)? };
    if common.json {
        print_json(&ledger)?;
        return Ok(Outcome::Done);
    }
    let lang = common.lang.map_or(Lang::En, Lang::from);
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
    let number = |km: Option<f64>| km.map(|km| format!("{km:.2}")).unwrap_or_default();
    // Only where there is an earlier plan to change.
    let changes = ledger.parks.iter().any(|entry| entry.change_km.is_some());
    let rows = ledger.parks.iter().map(|entry| {
        let terms = entry.terms.as_ref();
        let mut row = vec![
            entry.name.in_lang(lang).to_owned(),
            number(entry.distance_m.map(|distance| distance.kilometres())),
            number(terms.map(|terms| terms.fit)),
            number(terms.map(|terms| terms.fit_km)),
            number(terms.map(|terms| terms.utilisation_km)),
            number(terms.map(|terms| terms.preference_km)),
        ];
        row.extend(changes.then(|| number(entry.change_km)));
        row.push(number(entry.cost_km));
        row.push(number(entry.rent_km));
        row.push(entry.text.in_lang(lang).to_owned());
        row
    });
    let mut header = match zh {
        true => vec!["园区", "距离 km", "适配度", "适配 km", "利用 km", "偏好 km"],
        false => vec!["Park", "Distance km", "Fit", "Fit km", "Use km", "Pref. km"],
    };
    header.extend(changes.then_some(if zh { "变更 km" } else { "Change km" }));
    header.extend(match zh {
        true => ["成本 km", "地价 km", "结果"],
        false => ["Cost km", "Land price km", "Answer"],
    });
    let last = header.len() - 1;
    say!("{}", table(header, 1..last, rows))?;
    if let Some(agreement) = ledger.subject.agreement() {
        let percent = 100.0 * agreement;
        match zh {
            true => say!("数据与权重变动后仍如此的比例：{percent:.0} %"),
            false => say!("Stays so where data and weights are off: {percent:.0} % of the runs"),
        }?;
    }
    if !ledger.repairs.is_empty() {
        say!("{}", if zh { "可安置的最小调整：" } else { "What would place it:" })?;
        for repair in ledger.repairs.iter().take(5) {
            say!("  {}", repair.text.in_lang(lang))?;
        }
    }
    Ok(Outcome::Done)
}
