//! Workbooks of Excel (Office Open XML): the archive's parts, and the cells of its sheets.

use super::package::{Package, attribute, number, part_error};
use super::sheet::{Merge, Sheet, SheetRow};
use super::shown::{Shown, date, is_date};
use crate::rows::Cell;
use parkward_model::Text;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// What the parts of a workbook share.
#[derive(Default)]
struct Book {
    /// Texts that cells name by number.
    texts: Vec<String>,
    /// The format of each style.
    formats: Vec<String>,
    since_1904: bool,
    /// Whether the program is to calculate all formulas when it opens the file: a 0 was then never calculated.
    to_calculate: bool,
}

/// All sheets of a workbook.
pub(super) fn sheets(package: &mut Package) -> Result<Vec<Sheet>, Text> {
    let book_part = package
        .related("_rels/.rels", "")?
        .into_values()
        .find(|(kind, _)| kind == "officeDocument")
        .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, part)| part);
    let (folder, name) = book_part.rsplit_once('/').unwrap_or(("", &book_part));
    let related = package.related(&format!("{folder}/_rels/{name}.rels"), folder)?;
    let part = |wanted: &str| {
        related.values().find(|(kind, _)| kind == wanted).map(|(_, part)| part.as_str())
    };
    let mut book = Book::default();
    if let Some(part) = part("sharedStrings") {
        book.texts = texts(package, part)?;
    }
    if let Some(part) = part("styles") {
        book.formats = formats(package, part)?;
    }
    let mut listed = Vec::new();
    package.each(&book_part, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            match tag.local_name().as_ref() {
                b"sheet" => {
                    let id = attribute(tag, b"id");
                    let hidden = attribute(tag, b"state").is_some_and(|state| state != "visible");
                    listed.push((id, attribute(tag, b"name").unwrap_or_default(), hidden));
                }
                b"workbookPr" => book.since_1904 = is_set(tag, b"date1904"),
                b"calcPr" => book.to_calculate = is_set(tag, b"fullCalcOnLoad"),
                _ => {}
            }
        }
        Ok(())
    })?;
    let mut sheets = Vec::new();
    for (id, name, hidden) in listed {
        let part = id.and_then(|id| related.get(&id)).filter(|(kind, _)| kind == "worksheet");
        // Charts have sheets of their own.
        if let Some((_, part)) = part {
            sheets.push(Sheet { name, hidden, ..sheet(package, part, &book)? });
        }
    }
    Ok(sheets)
}

fn is_set(tag: &BytesStart<'_>, name: &[u8]) -> bool {
    attribute(tag, name).is_some_and(|value| matches!(&*value, "1" | "true"))
}

/// The texts that cells name; what tells how to pronounce them left out.
fn texts(package: &mut Package, part: &str) -> Result<Vec<String>, Text> {
    let mut texts = Vec::new();
    let (mut is_text, mut phonetic) = (false, false);
    package.each(part, |event| {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                b"si" => texts.push(String::new()),
                b"t" => is_text = !phonetic,
                b"rPh" => phonetic = true,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == b"si" => texts.push(String::new()),
            Event::End(tag) => match tag.local_name().as_ref() {
                b"t" => is_text = false,
                b"rPh" => phonetic = false,
                _ => {}
            },
            event => {
                if let (true, Some(last)) = (is_text, texts.last_mut()) {
                    last.push_str(&super::package::text(event)?);
                }
            }
        }
        Ok(())
    })?;
    Ok(texts.into_iter().map(unescaped).collect())
}

/// Excel writes characters that XML cannot hold as `_x000D_`.
fn unescaped(text: String) -> String {
    if text.contains("_x") { text.replace("_x000D_", "\r").replace("_x000A_", "\n") } else { text }
}

/// The number format of each style of cells.
fn formats(package: &mut Package, part: &str) -> Result<Vec<String>, Text> {
    let mut own: HashMap<u32, String> = HashMap::new();
    let mut formats = Vec::new();
    let mut in_styles = false;
    package.each(part, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                b"numFmt" => {
                    let id = number(tag, b"numFmtId").unwrap_or(0);
                    own.insert(id, attribute(tag, b"formatCode").unwrap_or_default());
                }
                b"cellXfs" => in_styles = true,
                b"xf" if in_styles => {
                    let id = number(tag, b"numFmtId").unwrap_or(0);
                    formats.push(own.get(&id).cloned().unwrap_or_else(|| built_in(id).to_owned()));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == b"cellXfs" => in_styles = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

/// Formats that files name by number only (ECMA-376, 18.8.30); of those for days it matters that they are.
fn built_in(id: u32) -> &'static str {
    match id {
        9 => "0%",
        10 => "0.00%",
        14..=22 | 27..=36 | 45..=47 | 50..=58 => "yyyy-mm-dd",
        _ => "General",
    }
}

/// A cell while it is read.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    style: usize,
    value: String,
    formula: Option<String>,
}

/// The part of a cell that texts belong to.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    Nothing,
    Value,
    Formula,
}

fn sheet(package: &mut Package, part: &str, book: &Book) -> Result<Sheet, Text> {
    let mut sheet = Sheet::default();
    let (mut row, mut open, mut within) = (SheetRow::default(), Open::default(), Within::Nothing);
    package.each(part, |event| {
        let (tag, is_empty) = match event {
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::End(tag) => {
                match tag.local_name().as_ref() {
                    b"v" | b"t" | b"f" => within = Within::Nothing,
                    b"c" => {
                        let column = open.column;
                        let shown = std::mem::take(&mut open).shown(book)?;
                        open.column = column + 1;
                        row.put(column, shown);
                    }
                    b"row" => sheet.rows.push(std::mem::take(&mut row)),
                    _ => {}
                }
                return Ok(());
            }
            event => {
                match within {
                    Within::Nothing => {}
                    Within::Value => open.value.push_str(&super::package::text(event)?),
                    Within::Formula => {
                        let formula = open.formula.get_or_insert_default();
                        formula.push_str(&super::package::text(event)?);
                    }
                }
                return Ok(());
            }
        };
        match tag.local_name().as_ref() {
            b"row" => {
                let last = sheet.rows.last().map_or(0, |row| row.number);
                row.number = number(tag, b"r").unwrap_or(last + 1);
                if row.number <= last {
                    return Err(part_error(&format!("row {} behind row {last}", row.number)));
                }
                row.hidden = is_set(tag, b"hidden");
                open.column = 0;
                if is_empty {
                    sheet.rows.push(std::mem::take(&mut row));
                }
            }
            b"c" => {
                let place = attribute(tag, b"r").and_then(|place| Some(place_of(&place)?.0));
                let column = place.unwrap_or(open.column);
                open = if is_empty { Open::default() } else { Open::of(tag) };
                open.column = column + usize::from(is_empty);
            }
            b"v" | b"t" if !is_empty => within = Within::Value,
            b"rPh" => within = Within::Nothing,
            b"f" => {
                open.formula.get_or_insert_default();
                within = if is_empty { Within::Nothing } else { Within::Formula };
            }
            b"mergeCell" => {
                let ends = attribute(tag, b"ref").unwrap_or_default();
                let (from, upto) = ends.split_once(':').unwrap_or((&ends, &ends));
                if let (Some((column, first)), Some((_, last))) = (place_of(from), place_of(upto)) {
                    sheet.merges.push(Merge { column, first, last });
                }
            }
            b"autoFilter" => sheet.filtered = true,
            _ => {}
        }
        Ok(())
    })?;
    Ok(sheet)
}

/// Sheets have no more columns, and a file that names one far beyond would take the memory for it.
const COLUMNS: usize = 16_384;

/// Column from 0 and row from 1 of `B7`.
fn place_of(place: &str) -> Option<(usize, u64)> {
    let digits = place.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = place.split_at(digits);
    let mut column = 0_usize;
    for letter in letters.bytes() {
        if !letter.is_ascii_uppercase() || column > COLUMNS {
            return None;
        }
        column = column * 26 + usize::from(letter - b'A') + 1;
    }
    Some((column.checked_sub(1).filter(|column| *column < COLUMNS)?, row.parse().ok()?))
}

impl Open {
    fn of(tag: &BytesStart<'_>) -> Self {
        Self {
            kind: attribute(tag, b"t").unwrap_or_default(),
            style: number(tag, b"s").unwrap_or(0),
            ..Self::default()
        }
    }

    fn shown(self, book: &Book) -> Result<Shown, Text> {
        let Self { kind, style, value, formula, .. } = self;
        let bad = || part_error(&format!("a cell of kind {kind:?} with {value:?}"));
        if let Some(formula) = formula {
            // What a formula comes to may be the empty text, which is kept as one.
            let is_none = value.is_empty() && kind != "str";
            if is_none || book.to_calculate && value == "0" {
                return Ok(Shown::Uncalculated(format!("={formula}").into()));
            }
        }
        Ok(match &*kind {
            "s" => {
                let text = value.trim().parse::<usize>().ok().and_then(|at| book.texts.get(at));
                Shown::of_text(text.ok_or_else(bad)?)
            }
            "str" | "inlineStr" => Shown::of_text(&unescaped(value)),
            "d" => Shown::of_text(&value.replace('T', " ").replace(" 00:00:00", "")),
            "b" => Shown::Value(Cell::Flag(value.trim() == "1")),
            "e" => Shown::Error(value.trim().into()),
            _ if value.trim().is_empty() => Shown::Nothing,
            _ => {
                let number: f64 = value.trim().parse().map_err(|_| bad())?;
                let format = book.formats.get(style).map_or("General", String::as_str);
                let day = is_date(format).then(|| date(number, book.since_1904)).flatten();
                match day {
                    Some(day) => Shown::Value(Cell::Text(day)),
                    None => Shown::of_number(number, format),
                }
            }
        })
    }
}
