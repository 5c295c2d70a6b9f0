//! What cells of a column were read as, where that is not what stands in them.

use super::reading::Reading;
use crate::ReadError;
use crate::marks::{Comma, comma};
use crate::rows::Header;
use parkward_model::{IssueKind, Note, Text};
use std::collections::BTreeMap;

/// Cells of one kind in one column: how many, and the first of them.
struct Cells {
    cells: u64,
    row: u64,
    found: Text,
    read: Text,
}

/// What was seen of all rows, by column.
#[derive(Default)]
pub(super) struct Seen {
    /// Text that had to be interpreted (units, commas, degrees).
    interpreted: BTreeMap<String, Cells>,
    /// Text that says that there is no value.
    unknown: BTreeMap<String, Cells>,
    /// The first number with a decimal comma, and the first whose comma may be one or part thousands.
    commas: BTreeMap<String, [Option<(u64, String)>; 2]>,
    /// Industry codes of digits that begin with a zero or may have lost one, with the first row of each.
    codes: BTreeMap<String, u64>,
}

impl Seen {
    /// A cell of `row` that had to be interpreted: what it says, and what it was read as.
    pub(super) fn interpreted(&mut self, key: &str, row: u64, as_what: impl Fn() -> [Text; 2]) {
        count(&mut self.interpreted, key, row, as_what);
    }

    /// A cell that says that there is no value.
    pub(super) fn unknown(&mut self, key: &str, row: u64, text: &str) {
        count(&mut self.unknown, key, row, || [Text::same(text), Text::default()]);
    }

    /// A number with a comma.
    pub(super) fn comma(&mut self, key: &str, row: u64, text: &str) {
        let Some(comma) = comma(text) else { return };
        let commas = self.commas.entry(key.to_owned()).or_default();
        commas[usize::from(comma == Comma::Either)].get_or_insert_with(|| (row, text.to_owned()));
    }

    /// The code of an industry.
    pub(super) fn code(&mut self, row: u64, code: &str) {
        let is_such = code.starts_with('0') || code.len() < 4;
        if is_such
            && code.bytes().all(|byte| byte.is_ascii_digit())
            && !self.codes.contains_key(code)
        {
            self.codes.insert(code.to_owned(), row);
        }
    }

    /// Fails if a column has decimal commas and numbers whose comma may be one.
    pub(super) fn check_commas(
        &self,
        reading: &Reading<'_>,
        header: &Header,
    ) -> Result<(), ReadError> {
        for (key, commas) in &self.commas {
            if let [Some(decimal), Some(either)] = commas {
                return Err(ReadError::Commas {
                    file: reading.source.label(),
                    column: reading.column(key, header),
                    rows: [decimal.0, either.0],
                    found: Box::new([decimal.1.clone(), either.1.clone()]),
                });
            }
        }
        Ok(())
    }

    /// A note for each column and kind.
    pub(super) fn notes(&self, reading: &Reading<'_>, header: &Header) -> Vec<Note> {
        let columns = |told: &BTreeMap<String, Cells>, text: fn(&Cells, &str) -> Text| {
            let text = |(key, some): (&String, &Cells)| text(some, &reading.column(key, header));
            told.iter().map(text).collect::<Vec<_>>()
        };
        let interpreted = columns(&self.interpreted, as_meant);
        let unknown = columns(&self.unknown, as_unknown);
        let read = interpreted.into_iter().chain(unknown);
        let read = read.map(|text| reading.note(None, IssueKind::Interpreted, text));
        let codes = self.shortened();
        let codes = codes.map(|text| reading.note(None, IssueKind::ShortenedIds, text));
        read.chain(codes).collect()
    }

    /// What to say of the first code that is in the column with and without a leading zero.
    fn shortened(&self) -> Option<Text> {
        let whole = |code: &str| self.codes.get_key_value(&format!("0{code}"));
        let mut twins = self.codes.iter().filter_map(|(code, row)| Some((code, row, whole(code)?)));
        let (code, row, (whole, other)) = twins.next()?;
        let n = 1 + twins.count();
        Some(Text::new(
            format!(
                "{n} 个行业代码在本列中有带前导 0 和不带的两种写法，如第 {row} 行 {code} 与第 {other} 行 {whole}；\
                 各按所写读取，若 {code} 丢失了 0 请补上"
            ),
            format!(
                "{n} industry code(s) stand in the column with and without a zero before them, such as {code} in row \
                 {row} and {whole} in row {other}; each is read as it stands: if {code} has lost its zero, write it"
            ),
        ))
    }
}

fn count(told: &mut BTreeMap<String, Cells>, key: &str, row: u64, as_what: impl Fn() -> [Text; 2]) {
    match told.get_mut(key) {
        Some(some) => some.cells += 1,
        None => {
            let [found, read] = as_what();
            told.insert(key.to_owned(), Cells { cells: 1, row, found, read });
        }
    }
}

fn as_meant(some: &Cells, column: &str) -> Text {
    let Cells { cells, row, found, read } = some;
    let were = if *cells == 1 { "cell was" } else { "cells were" };
    // Chinese has a blank between it and what is not Chinese.
    let gap = if read.zh.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
    Text::new(
        format!(
            "{column}：{cells} 个单元格按其含义读取，如第 {row} 行 {} 读作{gap}{}",
            found.zh, read.zh
        ),
        format!(
            "column {column}: {cells} {were} read as meant, such as {} in row {row} as {}",
            found.en, read.en
        ),
    )
}

fn as_unknown(some: &Cells, column: &str) -> Text {
    let Cells { cells, row, found, .. } = some;
    let say = if *cells == 1 { "cell says" } else { "cells say" };
    Text::new(
        format!("{column}：{cells} 个单元格表示没有数值，按未知处理，如第 {row} 行 {}", found.zh),
        format!(
            "column {column}: {cells} {say} that there is no value, such as {} in row {row}; unknown",
            found.en
        ),
    )
}
