//! Tables as people make them: titles above the column names, sums and signatures below the rows.

use super::row::{Cell, Wanted};
use crate::quantity::half_width;
use crate::{ReadError, Source};
use parkward_model::{Dimension, IssueKind, Note, Text};

/// Rows among which the column names are looked for.
pub(super) const HEAD: usize = 20;

/// The name of a column on one line: in cells that wrap, blanks in place of the ends of lines.
pub(super) fn one_line(name: &str) -> String {
    let parts = name.split(char::is_control).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// Which of a table's first rows holds the column names: the first, unless only a later one has that of the id
/// and another.
pub(super) fn header_among(rows: &[Vec<String>], wanted: &[Wanted]) -> usize {
    let is_header = |row: &Vec<String>| {
        has_id(row, wanted) && wanted.iter().filter(|wanted| wanted.find(row).is_some()).count() > 1
    };
    // Where nothing is called an id, rows have their numbers, and the names are known by being many.
    let has_many =
        |row: &Vec<String>| wanted.iter().filter(|wanted| wanted.find(row).is_some()).count() > 2;
    match rows.first() {
        Some(first) if has_id(first, wanted) => 0,
        _ => {
            let found = rows.iter().position(is_header);
            found.or_else(|| rows.iter().position(has_many)).unwrap_or(0)
        }
    }
}

/// The names of columns that stand in two rows, groups (位置) above columns (经度, 纬度): in each the lower one that
/// stands there. `None` if the second is a row like all others.
pub(super) fn names_of_two(
    first: &[String],
    second: &[String],
    wanted: &[Wanted],
) -> Option<Vec<String>> {
    let cell = |row: &[String], at: usize| {
        row.get(at).map(|cell| one_line(cell)).filter(|cell| !cell.is_empty())
    };
    let id = wanted.iter().filter(|wanted| wanted.key == "id").find_map(|id| id.find(first))?;
    let names: Vec<String> = (0..first.len().max(second.len()))
        .map(|at| cell(second, at).or_else(|| cell(first, at)).unwrap_or_default())
        .collect();
    let gained = |wanted: &&Wanted| wanted.find(first).is_none() && wanted.find(&names).is_some();
    let lost = |wanted: &Wanted| wanted.find(first).is_some() && wanted.find(&names).is_none();
    let is_header = cell(second, id).is_none()
        && wanted.iter().filter(gained).count() > 0
        && !wanted.iter().any(lost);
    is_header.then_some(names)
}

/// That the column names take two rows.
pub(super) fn two_rows_note(source: &Source, row: u64) -> Note {
    let zh = format!("表头占两行，第二行为第 {row} 行");
    let en = format!("its column names take two rows, the second of which is row {row}");
    Note { file: source.label(), row: None, text: Text::new(zh, en), issue: IssueKind::PassedOver }
}

/// Fails if the user names a row of column names that is not there; `last` is the last row with anything in it.
pub(super) fn check_header_row(
    source: &Source,
    last: impl FnOnce() -> u64,
) -> Result<(), ReadError> {
    let Some(row) = source.header_row else { return Ok(()) };
    let last = last();
    if (1..=last).contains(&row) {
        return Ok(());
    }
    Err(ReadError::Unreadable {
        file: source.label(),
        expected: Text::new(
            format!(" header_row 为 1 至 {last} 之间的行"),
            format!("header_row to be a row from 1 to {last}"),
        ),
        found: Text::new(format!(" {row}"), row.to_string()),
    })
}

/// Whether a row is the header: it names the column of the id.
pub(super) fn has_id(row: &[String], wanted: &[Wanted]) -> bool {
    wanted.iter().any(|wanted| wanted.key == "id" && wanted.find(row).is_some())
}

/// That the column names stand further down.
pub(super) fn header_note(source: &Source, row: u64) -> Note {
    let zh = format!("表头在第 {row} 行，以上各行略过");
    let en = format!("has its column names in row {row}; what stands above is passed over");
    Note { file: source.label(), row: None, text: Text::new(zh, en), issue: IssueKind::PassedOver }
}

/// That a title above the column names says a unit, which is not read from there; `above` are those rows.
pub(super) fn title_units<'r>(
    source: &Source,
    above: impl IntoIterator<Item = (u64, &'r Vec<String>)>,
) -> Vec<Note> {
    let says = |cell: &&String| {
        let cell = half_width(cell).to_lowercase().replace(' ', "");
        let mut behind = ["单位:", "unit:", "units:"].into_iter().filter_map(|word| {
            let rest = cell.split_once(word)?.1;
            let end = rest.find([')', ']', ',', ';', '。']).unwrap_or(rest.len());
            Some(&rest[..end])
        });
        behind.any(|unit| unit.split(['、', '/']).any(Dimension::is_unit))
    };
    let rows = above.into_iter();
    let found =
        rows.flat_map(|(row, cells)| cells.iter().filter(says).map(move |cell| (row, cell)));
    found.map(|(row, cell)| unit_note(source, row, cell.trim())).collect()
}

/// That a unit stands where none is read from.
fn unit_note(source: &Source, row: u64, words: &str) -> Note {
    let zh =
        format!("第 {row} 行写有单位（{words}），未据此换算；单位请写在列名中，或设置 land_unit");
    let en = format!(
        "row {row} says a unit ({words}), which is not read from there; write it in the name of the column, or \
         set land_unit"
    );
    Note { file: source.label(), row: None, text: Text::new(zh, en), issue: IssueKind::UnreadUnit }
}

/// Lines below or between the rows of a table that are not data rows.
#[derive(Default)]
pub(super) struct NoRows {
    blank: u64,
    /// Whether a row was looked at that is not blank.
    begun: bool,
    /// A row of units below the column names.
    units: Option<(u64, String)>,
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
        let some: Vec<&str> = cells.map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let Some(first) = some.first().copied() else {
            self.blank += 1;
            return true;
        };
        if !std::mem::replace(&mut self.begun, true) && has_units(&some, wanted, read) {
            self.units = Some((row, some.join(" ").chars().take(40).collect()));
            return true;
        }
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
            && some.len() < 4;
        let is_none = !placed && !is_row && (is_sum || is_signed);
        if is_none {
            self.passed_over.push((row, first.chars().take(20).collect()));
        }
        is_none
    }

    /// Three notes at most.
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
        let note =
            |text| Note { file: source.label(), row: None, text, issue: IssueKind::PassedOver };
        let units = self.units.iter().map(|(row, words)| unit_note(source, *row, words));
        units.chain(texts.into_iter().map(note)).collect()
    }
}

/// Whether a row is one of units: what stands in it is one alone, or its cells of numbers are all units.
fn has_units(some: &[&str], wanted: &[Wanted], read: &[Option<Cell>]) -> bool {
    const BARE: [&str; 6] = ["度", "°", "米", "m", "人", "个"];
    let bare = |text: &str| {
        let text = half_width(text).to_lowercase();
        text.trim_matches(['(', ')', '[', ']', ' ']).to_owned()
    };
    let is_unit = |text: &str| Dimension::is_unit(text) || BARE.contains(&text);
    if let [only] = some {
        return bare(only).strip_prefix("单位:").is_some_and(|unit| is_unit(unit.trim()));
    }
    let mut numbers = wanted
        .iter()
        .zip(read)
        .filter(|(wanted, _)| wanted.numbers)
        .filter_map(|(_, cell)| cell.as_ref())
        .peekable();
    numbers.peek().is_some()
        && numbers.all(|cell| matches!(cell, Cell::Text(text) if is_unit(&bare(text))))
}
