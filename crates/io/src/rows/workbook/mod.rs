//! Workbooks: the rows of a sheet as its program shows them.

mod ods;
mod package;
mod said;
mod sheet;
mod shown;
mod xls;
mod xlsx;

use self::package::Package;
use self::said::Said;
use self::sheet::{Sheet, SheetRow};
use self::shown::Shown;
use super::dataset::{cell, open, reason, start};
use super::failure::{check, layer_named, unreadable};
use super::problem::Problem;
use super::row::{Cell, Header, Row, Rows, Wanted};
use super::table::{
    HEAD, NoRows, check_header_row, header_among, header_note, names_of_two, one_line, title_units,
    two_rows_note,
};
use crate::{ReadError, Source, unpacked};
use ::gdal::config::{clear_thread_local_config_option, set_thread_local_config_option};
use ::gdal::vector::{Feature, LayerAccess};
use compact_str::ToCompactString;
use parkward_model::{Dimension, Text};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Whether a file is a workbook that is read here, by its ending.
pub(super) fn is_workbook(extension: &str) -> bool {
    matches!(extension, "xlsx" | "xlsm" | "xltx" | "xltm" | "ods" | "ots")
}

/// Reads the sheet that the source names, or the only one that is shown and not empty.
pub(super) fn read(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    unpacked::check(source, path)?;
    let sheets = sheets(path).map_err(|found| {
        let expected = Text::new("完好的工作簿（xlsx 或 ods）", "a whole workbook (xlsx or ods)");
        unreadable(source, expected, found)
    })?;
    let mut header = Header::default();
    let sheet = choose(source, sheets, &mut header)?;
    hand_out(source, sheet, header, wanted, rows)
}

/// The sheets of a workbook, or why there are none.
fn sheets(path: &Path) -> Result<Vec<Sheet>, Text> {
    let mut start = Vec::new();
    let head = File::open(path).and_then(|file| file.take(4).read_to_end(&mut start));
    head.map_err(Text::quoted)?;
    // The archive of a workbook with a password stands in a file of the older kind.
    if start == b"\xd0\xcf\x11\xe0" {
        return Err(Text::new(
            "受密码保护或旧格式（.xls）的内容；请去掉密码并另存为 .xlsx",
            "one with a password, or of the older kind (.xls); save it as .xlsx without a password",
        ));
    }
    let mut package = Package::open(path)?;
    if package.start_of("mimetype").contains("opendocument.spreadsheet")
        || package.has("content.xml")
    {
        if package.has_password() {
            return Err(Text::new(
                "受密码保护的内容；请去掉密码后另存",
                "one with a password; save it without one",
            ));
        }
        ods::sheets(&mut package)
    } else {
        xlsx::sheets(&mut package)
    }
}

/// As [`read`], for workbooks of Excel 97 to 2003 (.xls), whose cells GDAL reads: it does not tell how they are shown.
pub(super) fn read_by_gdal(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    // GDAL takes the first row of each sheet for names, or not, when it is first asked for the sheet.
    const HEADERS: &str = "OGR_XLS_HEADERS";
    // Neither can fail: both are plain ASCII.
    let _ = set_thread_local_config_option(HEADERS, "DISABLE");
    let sheets = sheets_of_gdal(source, path);
    let _ = clear_thread_local_config_option(HEADERS);
    let mut header = Header::default();
    let sheet = choose(source, sheets?, &mut header)?;
    hand_out(source, sheet, header, wanted, rows)
}

/// The sheets that GDAL reads, and how they are laid out.
fn sheets_of_gdal(source: &Source, path: &Path) -> Result<Vec<Sheet>, ReadError> {
    let dataset = open(source, path, None).map_err(|error| {
        let expected = Text::new("可读的工作簿", "a workbook that can be read");
        unreadable(source, expected, reason(&error, path))
    })?;
    // An archive's is not laid out: it stands in no file.
    let mut layouts = std::fs::read(path).map(|file| xls::layouts(&file)).unwrap_or_default();
    let sheets = dataset.layers().map(|mut layer| {
        let name = layer.name();
        let at = layouts.iter().position(|layout| layout.name == name);
        let layout = at.map(|at| layouts.swap_remove(at)).unwrap_or_default();
        let fields = layer.defn().fields().count();
        let row = |(read, feature): (u64, Feature<'_>)| {
            let number = feature.fid().unwrap_or(read);
            let hidden = layout.hidden_rows.contains(&number);
            let mut row = SheetRow { number, hidden, ..SheetRow::default() };
            for at in 0..fields {
                row.put(at, cell(&feature, at).map_or(Shown::Nothing, by_gdal));
            }
            row
        };
        let rows = (1..).zip(layer.features()).map(row).collect();
        let xls::Layout { hidden, merges, filtered, .. } = layout;
        Sheet { name, hidden, rows, merges, filtered }
    });
    let sheets = sheets.collect();
    check(source)?;
    Ok(sheets)
}

/// A cell of GDAL's, which has the words of errors as texts.
fn by_gdal(cell: Cell) -> Shown {
    const ERRORS: [&str; 7] = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"];
    match cell {
        Cell::Text(text) if ERRORS.contains(&&*text) => Shown::Error(text),
        cell => Shown::Value(cell),
    }
}

/// The sheet that the source names, or the only one that is shown and not empty.
fn choose(source: &Source, sheets: Vec<Sheet>, header: &mut Header) -> Result<Sheet, ReadError> {
    let known = sheets.iter().map(|sheet| sheet.name.clone()).collect::<Vec<_>>().join(", ");
    let wrong = |expected| ReadError::Layer { file: source.label(), expected, known };
    if let Some(name) = &source.layer {
        let named = sheets.into_iter().find(|sheet| sheet.name == *name);
        let sheet = named.ok_or_else(|| wrong(layer_named(name)))?;
        if sheet.hidden {
            header.notes.push(said::hidden_sheet(source, &sheet));
        }
        return Ok(sheet);
    }
    let (empty, filled): (Vec<_>, Vec<_>) = sheets.into_iter().partition(Sheet::is_blank);
    let (hidden, mut shown): (Vec<_>, Vec<_>) = filled.into_iter().partition(|sheet| sheet.hidden);
    if shown.is_empty() && hidden.len() == 1 {
        shown = hidden;
        header.notes.push(said::hidden_sheet(source, &shown[0]));
    } else {
        header.notes.extend(hidden.iter().map(|sheet| said::unread_sheet(source, sheet)));
    }
    match (shown.pop(), shown.is_empty()) {
        (Some(sheet), true) => Ok(sheet),
        (None, _) => Ok(empty.into_iter().next().unwrap_or_default()),
        (Some(_), false) => Err(wrong(Text::new(
            "一个图层，或用 `layer = \"…\"` 指明是哪一个",
            "one layer, or `layer = \"…\"` to say which",
        ))),
    }
}

/// Hands out the rows below that of the columns' names.
fn hand_out(
    source: &Source,
    mut sheet: Sheet,
    mut header: Header,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    sheet.rows.retain(|row| !row.is_blank());
    sheet.fill_merged();
    let mut said = Said::of(&sheet);
    check_header_row(source, || sheet.rows.last().map_or(1, |row| row.number))?;
    let at = header_at(source, &sheet, wanted);
    let mut below = at + header_rows(&sheet, at);
    if let Some(first) = sheet.rows.get(at).filter(|row| row.number > 1) {
        header.notes.push(header_note(source, first.number));
        let above: Vec<(u64, Vec<String>)> =
            sheet.rows[..at].iter().map(|row| (row.number, row.texts())).collect();
        header.notes.extend(title_units(source, above.iter().map(|(row, cells)| (*row, cells))));
    }
    header.columns = names(&sheet.rows[at.min(sheet.rows.len())..below.min(sheet.rows.len())]);
    if let Some(row) = sheet.rows.get(below)
        && let Some(names) = names_of_two(&header.columns, &row.texts(), wanted)
    {
        header.columns = names;
        header.notes.push(two_rows_note(source, row.number));
        below += 1;
    }
    let fields = header.columns.len();
    let places = start(source, wanted, &mut header, rows)?;
    let mut no_rows = NoRows::default();
    for row in sheet.rows.iter().skip(below) {
        let texts = row.texts();
        let at = |place: &Option<usize>| match (*place)? {
            place if place == fields => {
                Some(Shown::Value(Cell::Text(row.number.to_compact_string())))
            }
            place => row.cells.get(place).cloned(),
        };
        let shown: Vec<_> =
            places.at.iter().map(|place| at(place).unwrap_or(Shown::Nothing)).collect();
        let cells: Vec<_> = wanted.iter().zip(&shown).map(value).collect();
        if no_rows.has(row.number, texts.iter().map(String::as_str), wanted, &cells) {
            continue;
        }
        said.row(row);
        let problem = problem(row, wanted, &places.at, &shown);
        if problem.is_none() {
            said.shown(row.number, wanted, &shown);
        }
        let cells = Ok(places.with_units(cells));
        rows.row(&mut Row { number: row.number, cells, problem, ..Row::default() })?;
    }
    header.notes.extend(no_rows.notes(source));
    header.notes.extend(said.notes(source, &header.columns, &places.at));
    Ok(header)
}

/// Which row has the columns' names.
fn header_at(source: &Source, sheet: &Sheet, wanted: &[Wanted]) -> usize {
    match source.header_row {
        Some(number) => sheet.rows.partition_point(|row| row.number < number),
        None => {
            let head: Vec<_> = sheet.rows.iter().take(HEAD).map(SheetRow::texts).collect();
            header_among(&head, wanted)
        }
    }
}

/// How many rows the columns' names take: as many as cells that are merged downwards from the first of them.
fn header_rows(sheet: &Sheet, at: usize) -> usize {
    let Some(first) = sheet.rows.get(at).map(|row| row.number) else { return 1 };
    let from = sheet.merges.iter().filter(|merge| merge.first == first);
    let last = from.map(|merge| merge.last).max().unwrap_or(first);
    sheet.rows[at..].iter().take_while(|row| row.number <= last).count().max(1)
}

/// The names of the columns: in each the lowest that stands there.
fn names(rows: &[SheetRow]) -> Vec<String> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let name = |at: usize| {
        let texts = rows.iter().rev().filter_map(|row| row.cells.get(at)).map(Shown::text);
        texts.map(|text| one_line(&text)).find(|text| !text.is_empty()).unwrap_or_default()
    };
    (0..width).map(name).collect()
}

/// What a cell is read as. Of a number that has no unit of its own, what is kept: its format may show what it counts.
fn value((wanted, shown): (&Wanted, &Shown)) -> Option<Cell> {
    let is_bare = || wanted.numbers && Dimension::of(&wanted.key).is_none();
    match shown {
        Shown::Value(cell) => Some(cell.clone()),
        Shown::Formatted(_, number) if is_bare() => Some(Cell::Number(*number)),
        Shown::Formatted(text, _) => Some(Cell::Text(text.clone())),
        Shown::Percent(number, _) => Some(Cell::Number(*number)),
        _ => None,
    }
}

/// Why a row cannot be used, if one of its cells that are wanted has no value of its own.
fn problem(
    row: &SheetRow,
    wanted: &[Wanted],
    places: &[Option<usize>],
    shown: &[Shown],
) -> Option<Problem> {
    wanted.iter().zip(places).zip(shown).find_map(|((wanted, place), shown)| {
        let is_merged = || place.is_some_and(|place| row.merged.contains(&place));
        said::problem(wanted, shown, is_merged())
    })
}
