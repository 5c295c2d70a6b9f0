//! The tables of sheets, which the screen shows too.

use super::block::Table;
use parkward_model::{Lang, Metres};
use parkward_planning::{CostPart, Ledger, Named, ParkLedger, Plan};

/// Where the column of the industry fit stands: after park and distance.
const FIT: usize = 2;

/// Every park in order of cost: what it would cost there, and what the park answered.
pub fn parks_table(ledger: &Ledger, lang: Lang) -> Table {
    let zh = lang == Lang::Zh;
    let number = |km: Option<f64>| km.map(|km| format!("{km:.2}")).unwrap_or_default();
    // A change only where there is an earlier plan to change.
    let changes = ledger.parks.iter().any(|entry| entry.change_km.is_some());
    let parts: Vec<CostPart> =
        CostPart::all().filter(|part| changes || !matches!(part, CostPart::Change)).collect();
    let by_road = ledger.parks.iter().any(|entry| entry.travel.is_some());
    let in_time = ledger.parks.iter().any(|entry| entry.time_km.is_some());
    let rows = ledger.parks.iter().map(|entry| {
        let mut row = vec![entry.name.in_lang(lang).to_owned()];
        row.extend(parts.iter().map(|part| number(part.of(entry))));
        row.insert(FIT, number(entry.terms.as_ref().map(|terms| terms.fit)));
        if by_road {
            let travel = entry.travel.as_ref();
            let road = entry.distance_m.map(Metres::kilometres).filter(|_| in_time);
            let straight = number(travel.map(|travel| travel.straight_m.kilometres()));
            let minutes = travel.map(|travel| format!("{:.0}", travel.minutes)).unwrap_or_default();
            let aside = in_time.then(|| number(road)).into_iter().chain([straight, minutes]);
            row.splice(FIT..FIT, aside);
        }
        row.push(number(entry.cost_km));
        row.push(number(entry.rent_km));
        row.push(entry.text.in_lang(lang).to_owned());
        row
    });
    let rows = rows.collect();
    let mut header = vec![if zh { "园区" } else { "Park" }.to_owned()];
    header.extend(parts.iter().map(|part| part.heading().in_lang(lang).to_owned()));
    header.insert(FIT, if zh { "适配度" } else { "Fit" }.to_owned());
    if by_road {
        header[FIT - 1] = match (in_time, zh) {
            (false, true) => "道路（公里）",
            (false, false) => "Road km",
            (true, true) => "时间（折合公里）",
            (true, false) => "Time in km",
        }
        .to_owned();
        let road = in_time.then_some(("道路（公里）", "Road km"));
        let aside = [("直线（公里）", "Straight km"), ("分钟", "Minutes")];
        let aside: Vec<_> = road.into_iter().chain(aside).collect();
        header.splice(FIT..FIT, head(lang, &aside));
    }
    header.extend(match zh {
        true => ["成本（公里）", "影子价格（公里）", "结果"].map(str::to_owned),
        false => ["Cost km", "Shadow price km", "Answer"].map(str::to_owned),
    });
    let numbers = 1..header.len() - 1;
    Table { header, numbers, rows }
}

/// Who comes to a park; `None`: nobody.
pub fn comers_table(ledger: &ParkLedger, plan: &Plan, lang: Lang) -> Option<Table> {
    let named = ledger.comers.iter().any(|comer| !comer.who.name.is_empty());
    let phased = ledger.comers.iter().any(|comer| comer.year.is_some());
    let areas = plan.options.area_unit;
    let rows: Vec<Vec<String>> = ledger
        .comers
        .iter()
        .map(|comer| {
            let land = comer.land_ha.map(|land| areas.shown(land, lang));
            let mut row = who(&comer.who, named, lang);
            row.extend([two(land), two(comer.distance_m.map(Metres::kilometres))]);
            if phased {
                row.push(comer.year.map(|year| year.to_string()).unwrap_or_default());
            }
            row
        })
        .collect();
    let unit = areas.name();
    let mut header = who_heads(named, lang);
    let numbers = header.len();
    header.push(match lang {
        Lang::Zh => format!("用地（{}）", unit.zh),
        Lang::En => format!("Land {}", unit.en),
    });
    header.extend(head(lang, &[("距离（公里）", "Distance km")]));
    if phased {
        header.extend(head(lang, &[("年度", "Year")]));
    }
    let numbers = numbers..header.len();
    (!rows.is_empty()).then_some(Table { header, numbers, rows })
}

/// Who does not come to a park, why, and where they go; `None`: nobody.
pub fn refused_table(ledger: &ParkLedger, plan: &Plan, lang: Lang) -> Option<Table> {
    let named = ledger.refused.iter().any(|one| !one.who.name.is_empty());
    let rows: Vec<Vec<String>> = ledger
        .refused
        .iter()
        .map(|one| {
            let park = one.instead.as_ref().map(|id| {
                let park = plan.parks.iter().find(|planned| planned.park.id == *id);
                park.map_or(id.as_str(), |planned| planned.park.label(lang))
            });
            let nowhere = if lang == Lang::Zh { "未能安置" } else { "nowhere" };
            let mut row = who(&one.who, named, lang);
            row.extend([
                two(one.distance_m.map(Metres::kilometres)),
                one.text.in_lang(lang).to_owned(),
                park.unwrap_or(nowhere).to_owned(),
            ]);
            row
        })
        .collect();
    let mut header = who_heads(named, lang);
    let numbers = header.len()..header.len() + 1;
    header.extend(head(
        lang,
        &[("距离（公里）", "Distance km"), ("原因", "Why not"), ("去向", "Goes to")],
    ));
    (!rows.is_empty()).then_some(Table { header, numbers, rows })
}

fn head(lang: Lang, words: &[(&str, &str)]) -> Vec<String> {
    words.iter().map(|(zh, en)| if lang == Lang::Zh { *zh } else { *en }.to_owned()).collect()
}

/// Heads of [`who`].
fn who_heads(named: bool, lang: Lang) -> Vec<String> {
    let mut heads = head(lang, &[("编号", "Id"), ("名称", "Name")]);
    heads.truncate(1 + usize::from(named));
    heads
}

/// Id and, where any has one, name; that it is a project stands with the id.
fn who(who: &Named, named: bool, lang: Lang) -> Vec<String> {
    let id = match (who.project, lang) {
        (false, _) => who.id.clone(),
        (true, Lang::Zh) => format!("项目 {}", who.id),
        (true, Lang::En) => format!("Project {}", who.id),
    };
    if named { vec![id, who.name.clone()] } else { vec![id] }
}

fn two(number: Option<f64>) -> String {
    number.map(|number| format!("{number:.2}")).unwrap_or_default()
}
