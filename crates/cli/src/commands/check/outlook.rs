//! How a plan would fare, before it is solved.

use crate::output::{InLand, Words};
use parkward_model::{Hectares, Lang};
use parkward_planning::{Cause, Outlook, Rehearsal, Supply};
use parkward_policy::LimitGap;

/// What becomes of whom and why, with up to `most` ids, and whether there is enough of everything.
pub(super) fn page(rehearsal: &Rehearsal, most: usize, land: InLand) -> String {
    let words = Words(land.lang);
    let mut lines = vec![
        words.of("规划预演（尚未求解）", "How a plan would fare, before it is solved").to_owned(),
    ];
    lines.extend(outlooks(&rehearsal.enterprises, most, words));
    if !rehearsal.projects.is_empty() {
        lines.push(words.of("  新项目", "  New projects").to_owned());
        lines.extend(outlooks(&rehearsal.projects, most, words));
    }
    lines.extend(rehearsal.supplies.iter().map(|supply| self::supply(supply, words, land)));
    lines.extend(rehearsal.limit_gaps.iter().map(|gap| limit_gap(gap, most, words)));
    lines.join("\n")
}

/// The industries for which a rule finds no limit in the table, with up to `most` of them.
fn limit_gap(gap: &LimitGap, most: usize, words: Words) -> String {
    let LimitGap { rule, name, industries, relative } = gap;
    let enterprises: usize = industries.values().sum();
    let shown: Vec<String> =
        industries.iter().take(most).map(|(code, many)| format!("{code} {many}")).collect();
    let more = if industries.len() > most { words.of("……", ", …") } else { "" };
    let (name, shown) = (name.in_lang(words.0), shown.join(words.of("、", ", ")));
    let then = match relative {
        true => words.of("改按本次调查相对比较", "held against the survey itself instead"),
        false => words.of("不评定", "not rated"),
    };
    match words.0 {
        Lang::Zh => {
            format!("  {name} [{rule}]：限值表没有 {shown}{more}（共 {enterprises} 家），{then}")
        }
        Lang::En => format!(
            "  {name} [{rule}]: no limit in the table for {shown}{more} ({enterprises} enterprises), {then}"
        ),
    }
}

fn outlooks(outlooks: &[Outlook], most: usize, words: Words) -> Vec<String> {
    let mut lines = Vec::new();
    for Outlook { label, ids, causes, .. } in outlooks {
        lines.push(format!("  {}{}{}", label.in_lang(words.0), words.colon(), ids.len()));
        for Cause { key, label, ids } in causes {
            let shown: Vec<&str> = ids.iter().take(most).map(String::as_str).collect();
            let more = if ids.len() > most { words.of("……", " …") } else { "" };
            let (label, n) = (label.in_lang(words.0), ids.len());
            lines.push(format!(
                "    {label} [{key}]{}{n} ({}{more})",
                words.colon(),
                shown.join(", ")
            ));
        }
    }
    lines
}

fn supply(supply: &Supply, words: Words, land: InLand) -> String {
    let name = supply.name.in_lang(words.0);
    let amount = |amount: f64| match supply.is_land() {
        true => land.text(Hectares(amount)),
        false => format!("{amount:.2} {}", supply.unit.in_lang(words.0)),
    };
    let [need, room, short] = [supply.need, supply.room, supply.need - supply.room].map(amount);
    let verdict = match (supply.is_short(), words.0) {
        (true, Lang::Zh) => format!("缺 {short}，不可能全部安置"),
        (true, Lang::En) => format!("short by {short}: not all can be placed"),
        (false, _) => words.of("总量足够", "enough in all").to_owned(),
    };
    match words.0 {
        Lang::Zh => format!("  {name}：需求 {need}，可接收 {room}；{verdict}"),
        Lang::En => format!("  {name}: {need} needed, {room} there; {verdict}"),
    }
}
