//! How a plan would fare, before it is solved.

use crate::output::Words;
use parkward_model::Lang;
use parkward_planning::{Cause, Outlook, Rehearsal, Supply};

/// What becomes of whom and why, with up to `most` ids, and whether there is enough of everything.
pub(super) fn page(rehearsal: &Rehearsal, most: usize, lang: Lang) -> String {
    let words = Words(lang);
    let mut lines = vec![
        words.of("规划预演（尚未求解）", "How a plan would fare, before it is solved").to_owned(),
    ];
    lines.extend(outlooks(&rehearsal.enterprises, most, words));
    if !rehearsal.projects.is_empty() {
        lines.push(words.of("  新项目", "  New projects").to_owned());
        lines.extend(outlooks(&rehearsal.projects, most, words));
    }
    lines.extend(rehearsal.supplies.iter().map(|supply| self::supply(supply, words)));
    lines.join("\n")
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

fn supply(supply: &Supply, words: Words) -> String {
    let Supply { name, unit, need, room, .. } = supply;
    let name = name.in_lang(words.0);
    let verdict = match supply.is_short() {
        true => {
            let short = need - room;
            match words.0 {
                Lang::Zh => format!("缺 {short:.2} {unit}，不可能全部安置"),
                Lang::En => format!("short by {short:.2} {unit}: not all can be placed"),
            }
        }
        false => words.of("总量足够", "enough in all").to_owned(),
    };
    match words.0 {
        Lang::Zh => format!("  {name}：需求 {need:.2} {unit}，可接收 {room:.2} {unit}；{verdict}"),
        Lang::En => format!("  {name}: {need:.2} {unit} needed, {room:.2} {unit} there; {verdict}"),
    }
}
