//! Tables as people make them: titles above the column names, sums and signatures below the rows.

use super::row::{Cell, Wanted};
use crate::Source;
use parkward_model::{Note, Text};

/// Rows among which the column names are looked for.
pub(super) const HEAD: usize = 20;

/// Which of a table's first rows holds the column names: the first, unless only a later one has that of the id
/// and another.
pub(super) fn header_among(rows: &[Vec<String>], wanted: &[Wanted]) -> usize {
    let is_header = |row: &Vec<String>| {
        has_id(row, wanted) && wanted.iter().filter(|wanted| wanted.find(row).is_some()).count() > 1
    };
    match rows.first() {
        Some(first) if has_id(first, wanted) => 0,
        _ => rows.iter().position(is_header).unwrap_or(0),
    }
}

/// Whether a row is the header: it names the column of the id.
pub(super) fn has_id(row: &[String], wanted: &[Wanted]) -> bool {
    wanted.iter().any(|wanted| wanted.key == "id" && wanted.find(row).is_some())
}

/// That the column names stand further down.
pub(super) fn header_note(source: &Source, row: u64) -> Note {
    let zh = format!("表头在第 {row} 行，以上各行略过");
    let en = format!("has its column names in row {row}; what stands above is passed over");
    Note { file: source.label(), row: None, text: Text::new(zh, en) }
}

/// Lines below or between the rows of a table that are not data rows.
#[derive(Default)]
pub(super) struct NoRows {
    blank: u64,
    passed_over: Vec<(u64, String)>,
}

/// What a row of sums begins with, alone in its cell.
const SUMS: [&str; 9] =
    ["合计", "小计", "总计", "共计", "累计", "total", "subtotal", "grand total", "sum"];
/// What a line of signatures or remarks begins with.
const SIGNED: [&str; 13] = [
    "填表人",
    "制表",
    "审核",
    "复核",
    "负责人",
    "填报",
    "单位负责人",
    "联系人",
    "联系电话",
    "日期",
    "备注",
    "注",
    "说明",
];

impl NoRows {
    /// Whether a line is not a data row: blank, or without a place and with a word for sums or a signature in its
    /// first cell, unless it has an id besides that and an industry; `row` is its number, `cells` all of its cells,
    /// `wanted` those that are read.
    pub(super) fn has<'c>(
        &mut self,
        row: u64,
        cells: impl Iterator<Item = &'c str>,
        wanted: &[Wanted],
        read: &[Option<Cell>],
    ) -> bool {
        let mut some = cells.map(str::trim).filter(|cell| !cell.is_empty());
        let Some(first) = some.next() else {
            self.blank += 1;
            return true;
        };
        let placed = wanted.iter().zip(read).any(|(wanted, cell)| {
            cell.is_some() && matches!(&*wanted.key, "lon" | "lat" | "lonlat" | "wkt")
        });
        let word = first.replace(char::is_whitespace, "").to_lowercase();
        let bare = word.trim_end_matches([':', '：']);
        let is_sum_word = |word: &str| SUMS.iter().any(|sum| sum.replace(' ', "") == word);
        let is_sum = is_sum_word(bare);
        let cell_of = |key: &str| {
            let at = wanted.iter().rposition(|wanted| wanted.key == key)?;
            read.get(at)?.as_ref().map(Cell::text)
        };
        let own_id =
            cell_of("id").is_some_and(|id| id != first && !is_sum_word(&id.trim().to_lowercase()));
        let is_row = own_id && cell_of("industry").is_some();
        let is_signed = word.contains([':', '：'])
            && SIGNED.iter().any(|start| word.starts_with(start))
            && some.count() < 3;
        let is_none = !placed && !is_row && (is_sum || is_signed);
        if is_none {
            self.passed_over.push((row, first.chars().take(20).collect()));
        }
        is_none
    }

    /// Two notes at most.
    pub(super) fn notes(&self, source: &Source) -> Vec<Note> {
        let mut texts = Vec::new();
        if self.blank > 0 {
            let n = self.blank;
            let en = format!("{n} blank row{} passed over", if n == 1 { " is" } else { "s are" });
            texts.push(Text::new(format!("{n} 个空行略过"), en));
        }
        if !self.passed_over.is_empty() {
            let named = self.passed_over.iter().map(|(row, word)| format!("{row} ({word})"));
            let named = named.collect::<Vec<_>>().join(", ");
            texts.push(Text::new(
                format!("合计、签字等行略过，不算数据行：{named}"),
                format!("rows of sums, signatures and remarks are passed over: {named}"),
            ));
        }
        let note = |text| Note { file: source.label(), row: None, text };
        texts.into_iter().map(note).collect()
    }
}
