//! What GDAL does not tell of a workbook of Excel 97 to 2003: merged cells, hidden rows and hidden sheets.
//!
//! The workbook is a stream of records ([MS-XLS]) in a file that is made of sectors like a small disk ([MS-CFB]).

use super::sheet::Merge;
use std::collections::BTreeSet;

/// How a sheet is laid out.
#[derive(Default)]
pub(super) struct Layout {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) merges: Vec<Merge>,
    /// As the sheet numbers them, from 1.
    pub(super) hidden_rows: BTreeSet<u64>,
    pub(super) filtered: bool,
}

/// Records that are looked at.
const SHEET: usize = 0x85;
const MERGES: usize = 0xe5;
const ROW: usize = 0x208;
const FILTER: usize = 0x9b;
const BEGIN: usize = 0x809;
const END: usize = 0x0a;

/// The sheets of a workbook; none of one that is no whole workbook of those years.
pub(super) fn layouts(file: &[u8]) -> Vec<Layout> {
    let Some(book) = stream(file, "Workbook") else { return Vec::new() };
    let sheets = records(&book, 0).take_while(|(kind, _)| *kind != END);
    let sheets = sheets.filter(|(kind, _)| *kind == SHEET);
    sheets.filter_map(|(_, sheet)| layout(&book, sheet)).collect()
}

/// The sheet that a record of the workbook tells of.
fn layout(book: &[u8], sheet: &[u8]) -> Option<Layout> {
    let (start, state, length) = (u32_at(sheet, 0)?, *sheet.get(4)?, *sheet.get(6)?);
    let letters = sheet.get(8..)?;
    let units: Vec<u16> = match sheet.get(7)? & 1 {
        0 => letters.iter().map(|byte| u16::from(*byte)).collect(),
        _ => letters.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect(),
    };
    let name = String::from_utf16_lossy(units.get(..usize::from(length))?);
    let mut layout = Layout { name, hidden: state & 3 != 0, ..Layout::default() };
    // Charts in a sheet are enclosed by a beginning and an end of their own.
    let mut depth = 0;
    for (kind, data) in records(book, start) {
        match kind {
            BEGIN => depth += 1,
            END => depth -= 1,
            MERGES if depth == 1 => {
                let ranges = data.get(2..).unwrap_or_default().chunks_exact(8);
                layout.merges.extend(ranges.filter_map(merge));
            }
            ROW if depth == 1 && u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                layout.hidden_rows.extend(u16_at(data, 0).map(|row| row as u64 + 1));
            }
            FILTER => layout.filtered = true,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    Some(layout)
}

/// Rows from and to, then columns.
fn merge(range: &[u8]) -> Option<Merge> {
    let row = |at| u16_at(range, at).map(|row| row as u64 + 1);
    Some(Merge { column: u16_at(range, 4)?, first: row(0)?, last: row(2)? })
}

/// Kinds and contents of the records from a place on.
fn records(book: &[u8], mut at: usize) -> impl Iterator<Item = (usize, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(book, at)?, u16_at(book, at + 2)?);
        let data = book.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
}

/// A stream of a compound file; none if it is shorter than those that have sectors of their own, as no workbook is.
fn stream(file: &[u8], name: &str) -> Option<Vec<u8>> {
    const SHORT: usize = 4_096;
    let size = 1 << u16_at(file, 0x1e).filter(|shift| (7..=16).contains(shift))?;
    let sector = |number: usize| {
        let start = number.checked_add(1)?.checked_mul(size)?;
        file.get(start..file.len().min(start.checked_add(size)?))
    };
    let numbers = |sector: &[u8]| {
        (0..sector.len() / 4).filter_map(|at| u32_at(sector, at * 4)).collect::<Vec<_>>()
    };
    // Where the table stands that says which sector comes after which: its first sectors in the header, the others
    // in sectors whose last number is that of the next.
    let mut tables = numbers(file.get(0x4c..0x200)?);
    let mut next = u32_at(file, 0x44)?;
    while let Some(more) = sector(next).filter(|_| tables.len() < file.len() / size) {
        tables.extend(numbers(more));
        next = tables.pop()?;
    }
    let after: Vec<usize> = tables.into_iter().filter_map(sector).flat_map(numbers).collect();
    let chain = |first: usize| {
        let next = |number: &usize| after.get(*number).copied();
        let all = std::iter::successors(Some(first), next).map_while(sector);
        all.take(file.len() / size).flatten().copied().collect::<Vec<u8>>()
    };
    let wanted: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    let folder = chain(u32_at(file, 0x30)?);
    let entry = folder.chunks_exact(128).find(|entry| entry.starts_with(&wanted))?;
    let (first, length) = (u32_at(entry, 116)?, u32_at(entry, 120)?);
    let mut stream = chain(first);
    stream.truncate(length);
    (length >= SHORT).then_some(stream)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(usize::from(u16::from_le_bytes(*bytes)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

#[cfg(test)]
mod tests {
    use super::layouts;

    const BOOK: &[u8] = include_bytes!("../../../tests/old/merged.xls");

    #[test]
    fn sheets_are_laid_out_as_they_were_made() {
        let found = layouts(BOOK);
        let names: Vec<_> = found.iter().map(|sheet| (&*sheet.name, sheet.hidden)).collect();
        assert_eq!(names, [("old years", true), ("企业", false)]);
        let merges: Vec<_> = found[1].merges.iter().map(|m| (m.column, m.first, m.last)).collect();
        assert_eq!(merges, [(3, 4, 5), (4, 2, 3)]);
        assert_eq!(found[1].hidden_rows, [6].into());
        assert!(!found[1].filtered && found[0].merges.is_empty());
    }

    /// A file may say anything of itself.
    #[test]
    fn damage_costs_what_it_hits_and_nothing_else() {
        for at in (0..BOOK.len()).step_by(5) {
            assert!(layouts(&BOOK[..at]).len() <= 2);
            for byte in [0, 0xff, BOOK[at] ^ 1] {
                let mut changed = BOOK.to_vec();
                changed[at] = byte;
                let found = layouts(&changed);
                assert!(found.iter().all(|sheet| sheet.merges.len() <= BOOK.len() / 8), "{at}");
            }
        }
    }
}
