//! Workbooks of LibreOffice (OpenDocument): the cells of their sheets.

use super::package::{Package, attribute, number, part_error, text};
use super::sheet::{Merge, Sheet, SheetRow};
use super::shown::Shown;
use crate::rows::Cell;
use parkward_model::Text;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;

/// More cells with something in them than any sheet of use: a few bytes can say that a row stands there a million
/// times.
const MOST: usize = 50_000_000;

/// A cell while it is read.
#[derive(Default)]
struct Open {
    kind: String,
    value: Option<String>,
    formula: Option<String>,
    is_error: bool,
    repeated: usize,
    down: u64,
    paragraphs: usize,
    text: String,
}

/// What is read just now.
#[derive(Default)]
struct State {
    sheets: Vec<Sheet>,
    /// Styles of sheets that are not shown.
    unseen: HashSet<String>,
    style: String,
    row: SheetRow,
    repeated: u64,
    next: u64,
    column: usize,
    open: Option<Open>,
    /// Within how many remarks and drawings, whose texts are not the cell's.
    aside: usize,
    is_text: bool,
    cells: usize,
}

pub(super) fn sheets(package: &mut Package) -> Result<Vec<Sheet>, Text> {
    let mut state = State::default();
    package.each("content.xml", |event| match event {
        Event::Start(tag) => state.start(tag, false),
        Event::Empty(tag) => state.start(tag, true),
        Event::End(tag) => state.end(tag.local_name().as_ref()),
        event => {
            if let (true, Some(open)) = (state.is_text && state.aside == 0, &mut state.open) {
                open.text.push_str(&text(event)?);
            }
            Ok(())
        }
    })?;
    Ok(state.sheets)
}

/// What may stand in a cell and has texts of its own.
fn is_aside(name: &[u8]) -> bool {
    matches!(name, b"annotation" | b"frame" | b"shapes" | b"custom-shape")
}

impl State {
    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), Text> {
        let local = tag.local_name();
        let name = local.as_ref();
        match name {
            b"style" => self.style = attribute(tag, b"name").unwrap_or_default(),
            b"table-properties" => {
                if attribute(tag, b"display").is_some_and(|display| display == "false") {
                    self.unseen.insert(self.style.clone());
                }
            }
            b"table" => {
                let style = attribute(tag, b"style-name").unwrap_or_default();
                let (name, hidden) = (attribute(tag, b"name"), self.unseen.contains(&style));
                self.sheets.push(Sheet {
                    name: name.unwrap_or_default(),
                    hidden,
                    ..Sheet::default()
                });
                self.next = 1;
            }
            b"table-row" => {
                let shown = attribute(tag, b"visibility");
                self.row.hidden = shown.as_deref().is_some_and(|shown| shown != "visible");
                if let (Some("filter"), Some(sheet)) = (shown.as_deref(), self.sheets.last_mut()) {
                    sheet.filtered = true;
                }
                self.repeated = number(tag, b"number-rows-repeated").unwrap_or(1);
                self.column = 0;
            }
            b"table-cell" | b"covered-table-cell" => self.open = Some(Open::of(tag)),
            b"s" | b"tab" | b"line-break" => {
                if let (true, Some(open)) = (self.is_text && self.aside == 0, &mut self.open) {
                    let count = number(tag, b"c").unwrap_or(1).min(1 << 16);
                    let sign = if name == b"line-break" { "\n" } else { " " };
                    open.text.push_str(&sign.repeat(count));
                }
            }
            b"p" if self.aside == 0 => {
                self.is_text = true;
                if let Some(open) = &mut self.open {
                    open.text.push_str(if open.paragraphs > 0 { "\n" } else { "" });
                    open.paragraphs += 1;
                }
            }
            name if is_aside(name) => self.aside += 1,
            _ => return Ok(()),
        }
        if is_empty { self.end(name) } else { Ok(()) }
    }

    fn end(&mut self, name: &[u8]) -> Result<(), Text> {
        match name {
            b"p" => self.is_text &= self.aside > 0,
            b"table-cell" | b"covered-table-cell" => self.end_cell()?,
            b"table-row" => self.end_row()?,
            name if is_aside(name) => self.aside = self.aside.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Text> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let (repeated, down) = (open.repeated, open.down);
        let shown = open.shown();
        if shown != Shown::Nothing {
            self.count(repeated)?;
            for column in self.column..self.column + repeated {
                self.row.put(column, shown.clone());
            }
        }
        if let (1.., Some(sheet)) = (down, self.sheets.last_mut()) {
            let (column, first) = (self.column, self.next);
            sheet.merges.push(Merge { column, first, last: first + down });
        }
        self.column += repeated;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Text> {
        let row = std::mem::take(&mut self.row);
        let (first, next) = (self.next, self.next.saturating_add(self.repeated));
        self.next = next;
        if row.is_blank() {
            return Ok(());
        }
        for number in first..next {
            if number - first >= ROWS {
                return Err(part_error("a row that repeats for ever"));
            }
            self.count(row.cells.len())?;
            if let Some(sheet) = self.sheets.last_mut() {
                let (hidden, cells) = (row.hidden, row.cells.clone());
                sheet.rows.push(SheetRow { number, hidden, cells, ..SheetRow::default() });
            }
        }
        Ok(())
    }

    fn count(&mut self, cells: usize) -> Result<(), Text> {
        self.cells = self.cells.saturating_add(cells);
        if self.cells > MOST { Err(part_error("more than 50,000,000 cells")) } else { Ok(()) }
    }
}

/// Sheets have no more rows.
const ROWS: u64 = 1 << 20;

impl Open {
    fn of(tag: &BytesStart<'_>) -> Self {
        let value = ["value", "date-value", "time-value", "boolean-value", "string-value"];
        // `calcext:value-type` stands beside `office:value-type`, and says of an error that it is one.
        let kinds: Vec<String> = tag
            .attributes()
            .flatten()
            .filter(|known| known.key.local_name().as_ref() == b"value-type")
            .map(|known| String::from_utf8_lossy(&known.value).into_owned())
            .collect();
        Self {
            is_error: kinds.iter().any(|kind| kind == "error"),
            kind: kinds.into_iter().find(|kind| kind != "error").unwrap_or_default(),
            value: value.iter().find_map(|name| attribute(tag, name.as_bytes())),
            formula: attribute(tag, b"formula"),
            repeated: number(tag, b"number-columns-repeated").unwrap_or(1),
            down: number::<u64>(tag, b"number-rows-spanned").unwrap_or(1).saturating_sub(1),
            ..Self::default()
        }
    }

    fn shown(self) -> Shown {
        let Self { kind, value, formula, is_error, text, .. } = self;
        let amount = || value.as_deref().and_then(|value| value.trim().parse::<f64>().ok());
        let shown = text.trim();
        if is_error || formula.is_some() && (shown.starts_with('#') || shown.starts_with("Err:")) {
            return Shown::Error(shown.into());
        }
        if let (Some(formula), true) = (&formula, kind.is_empty()) {
            return Shown::Uncalculated(formula.trim_start_matches("of:").into());
        }
        match &*kind {
            "float" | "currency" => match amount() {
                Some(number) => Shown::of_shown(number, &text),
                None => Shown::of_text(&text),
            },
            "percentage" => match amount() {
                Some(number) => {
                    let percent = (number * 1e12).round() / 1e10;
                    Shown::Percent(number, format!("{percent}%").into())
                }
                None => Shown::of_text(&text),
            },
            "date" => {
                let day = value.unwrap_or_default().replace('T', " ");
                Shown::of_text(day.strip_suffix(" 00:00:00").unwrap_or(&day))
            }
            "boolean" => Shown::Value(Cell::Flag(value.as_deref() == Some("true"))),
            "string" if shown.is_empty() => Shown::of_text(&value.unwrap_or_default()),
            _ => Shown::of_text(&text),
        }
    }
}
