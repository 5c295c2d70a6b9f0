//! Delimited text: UTF-8 with or without a byte order mark, or GBK.

use super::problem::Problem;
use super::records::Records;
use super::row::{Cell, Header, Row, Rows, Wanted, locate};
use crate::{Encoding, ReadError, Source};
use parkward_model::{Note, Text};
use std::borrow::Cow;
use std::path::Path;

pub(super) fn read(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    let unreadable = |expected: &str, found: String| ReadError::Unreadable {
        file: source.label(),
        expected: expected.to_owned(),
        found,
    };
    let bytes =
        std::fs::read(path).map_err(|error| unreadable("a readable file", error.to_string()))?;
    let mut header = Header::default();
    let text = decode(&bytes, source, &mut header.notes)
        .ok_or_else(|| unreadable("text in UTF-8 or GBK", "bytes that are neither".to_owned()))?;

    let mut records = Records::new(&text, delimiter(&text));
    let mut record = Vec::new();
    if let Some((line, false)) = records.next(&mut record) {
        let found = format!("a quote on line {line} that nothing closes");
        return Err(unreadable("a header line", found));
    }
    header.columns = record.iter().map(|name| name.clone().into_owned()).collect();
    let places = locate(source, wanted, &header.columns)?;
    let width = header.columns.len();
    records.expect_cells(width);

    // Extended WKT names its CRS in every row; the first row's is the file's.
    let wkt = wanted.iter().rposition(|wanted| wanted.key == "wkt").and_then(|at| places[at]);
    if let Some(wkt) = wkt {
        let mut first = Vec::new();
        records.clone().next(&mut first);
        let srid = first.get(wkt).and_then(|text| split_srid(text).0).filter(|srid| *srid > 0);
        header.crs = srid.map(|srid| format!("EPSG:{srid}"));
    }
    rows.start(header.crs.as_deref())?;
    while let Some((number, whole)) = records.next(&mut record) {
        let cells = if !whole {
            Err(Problem {
                column: "*".to_owned(),
                expected: Text::new(
                    "成对的引号（单元格以 \" 开头，须以 \" 结束）",
                    "quotes in pairs (a cell that begins with \" ends with one)",
                ),
                found: record
                    .first()
                    .map_or_else(String::new, |line| line.chars().take(80).collect()),
            })
        } else if record.len() == width {
            Ok(places.iter().map(|place| Cell::of_text(record.get((*place)?)?)).collect())
        } else {
            Err(Problem {
                column: "*".to_owned(),
                expected: Text::new(format!("{width} 个单元格"), format!("{width} cells")),
                found: record.len().to_string(),
            })
        };
        rows.row(&mut Row { number, cells, ..Row::default() })?;
    }
    Ok(header)
}

/// The number before extended WKT (`SRID=4549;POINT (…)`), if there is one, and the WKT.
pub(crate) fn split_srid(text: &str) -> (Option<u32>, &str) {
    let trimmed = text.trim_start();
    let number = trimmed.get(..5).filter(|start| start.eq_ignore_ascii_case("SRID="));
    let rest = number.and_then(|_| trimmed[5..].split_once(';'));
    match rest.and_then(|(srid, wkt)| Some((srid.trim().parse().ok()?, wkt))) {
        Some((srid, wkt)) => (Some(srid), wkt),
        None => (None, text),
    }
}

/// The text, and a note if it was not UTF-8; `None` if it is in neither encoding.
fn decode<'a>(bytes: &'a [u8], source: &Source, notes: &mut Vec<Note>) -> Option<Cow<'a, str>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let utf8 = || std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    let gbk = || encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    match source.encoding {
        Some(Encoding::Utf8) => utf8(),
        Some(Encoding::Gbk) => gbk(),
        None => utf8().or_else(|| {
            let text = gbk()?;
            notes.push(read_as_gbk(source));
            Some(text)
        }),
    }
}

/// The note for text whose encoding was found out.
pub(super) fn read_as_gbk(source: &Source) -> Note {
    Note {
        file: source.label(),
        row: None,
        text: Text::new("不是 UTF-8，按 GBK 读取", "is not UTF-8 and was read as GBK"),
    }
}

/// The most frequent of comma, semicolon and tab in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.trim_start_matches(['\r', '\n']);
    let first = first.split(['\r', '\n']).next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}
