//! The findings, grouped by kind, the most serious first.

use crate::output::{Words, one_line};
use parkward_check::{Group, Issue, Severity, groups};
use parkward_model::{Lang, Survey};

/// Each kind in each file with its number, up to `most` places, and what would mend it.
pub(super) fn page(issues: &[Issue], most: usize, lang: Lang) -> String {
    let words = Words(lang);
    if issues.is_empty() {
        return words.of("没有发现问题", "Nothing was found").to_owned();
    }
    let lines = groups(issues).flat_map(|group| lines(group, most, words));
    lines.map(|line| one_line(&line)).collect::<Vec<_>>().join("\n")
}

fn lines(group: Group<'_>, most: usize, words: Words) -> Vec<String> {
    let (first, n) = (group.first(), group.issues().len());
    let sign = match first.severity() {
        Severity::Error => "✗",
        Severity::Warning => "!",
        Severity::Remark => "·",
    };
    let label = first.label();
    let mut lines =
        vec![format!("{sign} {}{}{} × {n}", first.file, words.colon(), label.in_lang(words.0))];
    // What would mend all of them is said once.
    let one_fix = group.issues().iter().all(|issue| issue.fix == first.fix);
    for issue in group.issues().iter().take(most) {
        let mut line = place(issue, words);
        if !one_fix {
            line += &format!(" → {}", issue.fix.in_lang(words.0));
        }
        if !line.is_empty() {
            lines.push(format!("    {line}"));
        }
    }
    if n > most {
        let more = n - most;
        lines.push(match words.0 {
            Lang::Zh => format!("    …… 另有 {more} 处；-v 显示全部"),
            Lang::En => format!("    … and {more} more; -v shows all"),
        });
    }
    if one_fix {
        lines.push(format!("    → {}", first.fix.in_lang(words.0)));
    }
    lines
}

/// Where it is, what stands there and what is wrong with that, as far as the kind has not said it.
fn place(issue: &Issue, words: Words) -> String {
    let mut parts = Vec::new();
    if let Some(row) = issue.row {
        parts.push(if words.0 == Lang::Zh {
            format!("第 {row} 行")
        } else {
            format!("row {row}")
        });
    }
    parts.extend(issue.id.clone());
    match &issue.column {
        Some(column) if issue.value.is_empty() => parts.push(column.clone()),
        Some(column) => parts.push(format!("{column} = {}", issue.value)),
        None if issue.value.is_empty() => {}
        None => parts.push(issue.value.clone()),
    }
    let place = parts.join(words.of("，", ", "));
    let said = if issue.text == issue.label() { "" } else { issue.text.in_lang(words.0) };
    match (place.is_empty(), said.is_empty()) {
        (false, false) => format!("{place}{}{said}", words.colon()),
        _ => place + said,
    }
}

/// How many there are of each severity, and what can be used.
pub(super) fn sums(survey: &Survey, issues: &[Issue], lang: Lang) -> String {
    let words = Words(lang);
    let count = |severity, zh, en| {
        let n = issues.iter().filter(|issue| issue.severity() == severity).count();
        words.counted(n as u64, zh, en)
    };
    let found = [
        count(Severity::Error, "处错误", "error"),
        count(Severity::Warning, "处警告", "warning"),
        count(Severity::Remark, "处提示", "remark"),
    ]
    .join(words.of("、", ", "));
    let parks = words.counted(survey.parks.len() as u64, "个园区", "park");
    let enterprises = words.counted(survey.enterprises.len() as u64, "家企业", "enterprise");
    let rows = words.counted(survey.rejects.len() as u64, "行", "row");
    match lang {
        Lang::Zh => format!("{found}；{parks}、{enterprises}可用，{rows}不可用"),
        Lang::En => format!("{found}; {parks} and {enterprises} can be used, {rows} cannot"),
    }
}
