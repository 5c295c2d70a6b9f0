//! What was read of each file, and how.

use crate::output::{Words, one_line};
use parkward_model::{ColumnRead, CrsFrom, HowRead, Input, InputKind, Lang, Survey};
use std::collections::BTreeMap;

/// For each file: rows read, used and rejected; the CRS and why; which column was read as what, and why. Files of
/// zones all of whose rows are used are told of together, unless `each` is to be spelt out.
pub(super) fn page(survey: &Survey, each: bool, lang: Lang) -> String {
    let words = Words(lang);
    let files = survey.inputs.iter().zip(&survey.how_read);
    let is_clean = |input: &Input| !each && input.kind == InputKind::Zones && input.rejected == 0;
    let (clean, others): (Vec<_>, Vec<_>) = files.partition(|(input, _)| is_clean(input));
    let mut lines: Vec<String> =
        others.into_iter().flat_map(|(input, how)| file(input, how, words)).collect();
    let mut by_crs: BTreeMap<&str, Vec<&Input>> = BTreeMap::new();
    clean.into_iter().for_each(|(input, _)| by_crs.entry(&input.crs).or_default().push(input));
    lines.extend(by_crs.into_iter().map(|(crs, inputs)| zones(crs, &inputs, words)));
    lines.iter().map(|line| one_line(line)).collect::<Vec<_>>().join("\n")
}

/// Files of zones in one CRS.
fn zones(crs: &str, inputs: &[&Input], words: Words) -> String {
    let n = inputs.len();
    let names: Vec<String> =
        inputs.iter().map(|Input { file, rows, .. }| format!("{file} ({rows})")).collect();
    let names = names.join(", ");
    match words.0 {
        Lang::Zh => format!("空间要素 {n} 个文件，{crs}，各行均可用：{names}；-v 显示各列"),
        Lang::En => {
            let files = words.counted(n as u64, "", "file");
            format!("zones, {files} in {crs}, every row used: {names}; -v shows their columns")
        }
    }
}

fn file(input: &Input, how: &HowRead, words: Words) -> Vec<String> {
    let Input { file, crs, rows, rejected, .. } = input;
    let used = rows - rejected;
    let mut lines = vec![match words.0 {
        Lang::Zh => format!("{file}：读取 {rows} 行，可用 {used} 行，剔除 {rejected} 行"),
        Lang::En => {
            let rows = words.counted(*rows, "", "row");
            format!("{file}: {rows} read, {used} used, {rejected} rejected")
        }
    }];
    let why = match how.crs_from {
        CrsFrom::Configured => words.of("由设置指定", "set in the plan file"),
        CrsFrom::Declared => words.of("由文件声明", "declared in the file"),
        CrsFrom::Default => words.of(
            "默认：文件与设置均未说明",
            "by default: neither the file nor the plan file says one",
        ),
    };
    lines.push(format!("  {} {crs}{}", words.of("坐标系", "CRS"), words.aside(why)));
    let columns = |configured: bool| {
        let of_them = how.columns.iter().filter(|column| column.configured == configured);
        of_them.map(column).collect::<Vec<_>>()
    };
    for (what, columns) in [
        (words.of("由设置指定的列", "columns set in the plan file"), columns(true)),
        (words.of("按名称找到的列", "columns found by name"), columns(false)),
        (words.of("未读取的列", "columns not read"), how.unread.clone()),
    ] {
        if !columns.is_empty() {
            lines.push(format!("  {what}{}{}", words.colon(), columns.join(", ")));
        }
    }
    lines
}

/// A field, the file's name of its column if that is another, and its unit.
fn column(ColumnRead { key, column, unit, .. }: &ColumnRead) -> String {
    let unit = unit.as_ref().map(|unit| format!(" [{unit}]")).unwrap_or_default();
    if key == column { format!("{key}{unit}") } else { format!("{key} ← {column}{unit}") }
}
