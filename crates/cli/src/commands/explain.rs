//! The ledger of one enterprise.

use super::print_json;
use super::say;
use crate::args::Common;
use crate::table::table;
use crate::{Outcome, plan_folder};
use anyhow::Result;
use parkward_model::Lang;
use std::path::Path;

pub(crate) fn run(folder: &Path, enterprise: &str, common: &Common) -> Result<Outcome> {
    let plan = plan_folder::read(folder)?;
    let ledger = plan.explain(enterprise)?;
    if common.json {
        print_json(&ledger)?;
        return Ok(Outcome::Done);
    }
    let lang = common.lang.map_or(Lang::En, Lang::from);
    let zh = lang == Lang::Zh;
    let planned = &ledger.enterprise;
    let name = format!("{} {}", planned.enterprise.id, planned.enterprise.name);
    say!("{}: {}", name.trim_end(), planned.verdict.label().in_lang(lang))?;
    for reason in &planned.reasons {
        say!("  {}", reason.in_lang(lang))?;
    }
    let number = |km: Option<f64>| km.map(|km| format!("{km:.2}")).unwrap_or_default();
    let rows = ledger.parks.iter().map(|entry| {
        [
            entry.name.in_lang(lang).to_owned(),
            format!("{:.2}", entry.distance_m.kilometres()),
            entry.terms.as_ref().map(|terms| format!("{:.2}", terms.fit)).unwrap_or_default(),
            number(entry.cost_km),
            number(entry.rent_km),
            entry.text.in_lang(lang).to_owned(),
        ]
    });
    let header = if zh {
        ["园区", "距离 km", "适配度", "成本 km", "地价 km", "结果"]
    } else {
        ["Park", "Distance km", "Fit", "Cost km", "Land price km", "Answer"]
    };
    say!("{}", table(header, 1..5, rows))?;
    if let Some(agreement) = ledger.enterprise.agreement {
        let percent = 100.0 * agreement;
        match zh {
            true => say!("数据与权重变动后仍如此的比例：{percent:.0} %"),
            false => say!("Stays so where data and weights are off: {percent:.0} % of the runs"),
        }?;
    }
    if !ledger.repairs.is_empty() {
        say!("{}", if zh { "可安置的最小调整：" } else { "What would place it:" })?;
        for repair in ledger.repairs.iter().take(5) {
            say!("  {}", repair.in_lang(lang))?;
        }
    }
    Ok(Outcome::Done)
}
