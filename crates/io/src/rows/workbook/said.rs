//! What is said of a sheet: cells taken as they are shown, merged ones, hidden rows and sheets.

use super::sheet::{Sheet, SheetRow};
use super::shown::Shown;
use crate::Source;
use crate::rows::problem::Problem;
use crate::rows::row::Wanted;
use parkward_model::{IssueKind, Note, Text};
use std::collections::BTreeMap;

/// What was seen of the rows that were read.
#[derive(Default)]
pub(super) struct Said {
    filtered: bool,
    /// How many rows are hidden, and the first of them.
    hidden: Option<(u64, u64)>,
    /// How many cells got the value of the one they are merged with, and the first of them by row and text.
    merged: Option<(u64, u64, String)>,
    /// By wanted column: how many cells are shown otherwise than they are kept, and the first by row, as it is
    /// shown, and as it is kept.
    formatted: BTreeMap<usize, (u64, u64, String, f64, bool)>,
}

impl Said {
    pub(super) fn of(sheet: &Sheet) -> Self {
        Self { filtered: sheet.filtered, ..Self::default() }
    }

    /// A row that is read.
    pub(super) fn row(&mut self, row: &SheetRow) {
        if row.hidden {
            self.hidden.get_or_insert((0, row.number)).0 += 1;
        }
        for column in &row.merged {
            let text = || row.cells[*column].text().chars().take(40).collect();
            self.merged.get_or_insert_with(|| (0, row.number, text())).0 += 1;
        }
    }

    /// Its wanted cells.
    pub(super) fn shown(&mut self, row: u64, wanted: &[Wanted], shown: &[Shown]) {
        for (at, (_, shown)) in wanted.iter().zip(shown).enumerate() {
            let (text, number, percent) = match shown {
                Shown::Formatted(text, number) => (text, number, false),
                Shown::Percent(number, text) => (text, number, true),
                _ => continue,
            };
            let first = || (0, row, text.to_string(), *number, percent);
            self.formatted.entry(at).or_insert_with(first).0 += 1;
        }
    }

    pub(super) fn notes(
        &self,
        source: &Source,
        columns: &[String],
        places: &[Option<usize>],
    ) -> Vec<Note> {
        let formatted = self.formatted.iter().filter_map(|(at, (n, row, shown, kept, percent))| {
            let column = columns.get(places[*at]?)?.trim();
            Some(match percent {
                true => Text::new(
                    format!("{column}：{n} 个单元格以百分比显示，如第 {row} 行 {shown}，读作 {kept}"),
                    format!(
                        "column {column}: {n} cell(s) are shown in per cent, such as {shown} in row {row}, read as \
                         {kept}"
                    ),
                ),
                false => Text::new(
                    format!("{column}：{n} 个单元格按表中所显示读取，如第 {row} 行 {shown}（所存为 {kept}）"),
                    format!(
                        "column {column}: {n} cell(s) are read as the sheet shows them, such as {shown} in row {row} \
                         (kept as {kept})"
                    ),
                ),
            })
        });
        let note = |issue| move |text| Note { file: source.label(), row: None, text, issue };
        let merged = self.merged.iter().map(|(n, row, text)| {
            Text::new(
                format!("合并单元格的值用于其每一行：{n} 个单元格，如第 {row} 行起的“{text}”"),
                format!(
                    "the value of merged cells counts for each of their rows: {n} cells, such as {text} from row {row}"
                ),
            )
        });
        let hidden = self.hidden.map(|(n, row)| {
            let [zh, en] =
                if self.filtered { ["（筛选）", " (a filter is set)"] } else { ["", ""] };
            Text::new(
                format!("{n} 个隐藏行{zh}也已读取，如第 {row} 行"),
                format!("{n} hidden row(s) are read too{en}, such as row {row}"),
            )
        });
        let read = formatted.chain(merged).map(note(IssueKind::Interpreted));
        read.chain(hidden.map(note(IssueKind::Noted))).collect()
    }
}

/// That a sheet which is read is hidden.
pub(super) fn hidden_sheet(source: &Source, sheet: &Sheet) -> Note {
    let (name, n) = (&sheet.name, sheet.rows.len());
    let zh = format!("所读的工作表“{name}”（{n} 行）是隐藏的");
    let en = format!("the sheet {name} ({n} rows), which is read, is hidden");
    Note { file: source.label(), row: None, text: Text::new(zh, en), issue: IssueKind::Noted }
}

/// That a hidden sheet is not read.
pub(super) fn unread_sheet(source: &Source, sheet: &Sheet) -> Note {
    let (name, n) = (&sheet.name, sheet.rows.len());
    let zh = format!("隐藏的工作表“{name}”（{n} 行）未读取；如需读取，请写 layer = \"{name}\"");
    let en = format!("a hidden sheet, {name} ({n} rows), is not read; layer = \"{name}\" reads it");
    Note { file: source.label(), row: None, text: Text::new(zh, en), issue: IssueKind::Noted }
}

/// Why a wanted cell has no value that can be used, if so.
pub(super) fn problem(wanted: &Wanted, shown: &Shown, is_merged: bool) -> Option<Problem> {
    let is_place = matches!(&*wanted.key, "lon" | "lat");
    let (expected, found) = match shown {
        Shown::Error(text) => (
            Text::new("一个值（此处显示的是错误）", "a value (the sheet shows an error)"),
            Text::same(text),
        ),
        Shown::Uncalculated(formula) => (
            Text::new(
                "计算过的值：请先用表格软件打开该文件并保存",
                "a calculated value: open and save it in the spreadsheet program first",
            ),
            Text::same(formula),
        ),
        Shown::Scaled(number, format) => (
            Text::new(
                "按所存显示的数字（其格式按千或万显示，所见并非所存）",
                "a number shown as it is kept (its format shows thousands or tens of thousands)",
            ),
            Text::new(
                format!("{number}，格式为 {format}"),
                format!("{number} in the format {format}"),
            ),
        ),
        shown if is_merged && wanted.numbers && !is_place && *shown != Shown::Nothing => (
            Text::new(
                "每行各自的数值（单元格跨行合并：是每行的数值，还是各行之和？）",
                "an amount for each row (the cell is merged over several rows: of each, or of all together?)",
            ),
            Text::same(shown.text()),
        ),
        _ => return None,
    };
    let issue = IssueKind::Unreadable;
    Some(Problem { column: wanted.key.clone(), issue, expected, found })
}
