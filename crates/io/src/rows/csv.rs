//! Delimited text: UTF-8 with or without a byte order mark, or GBK.

use super::row::{Cell, Header, Problem, Row, Rows, Wanted, locate};
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

    let mut reader = ::csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let names = reader.headers().map_err(|error| unreadable("a header line", error.to_string()))?;
    header.columns = names.iter().map(str::to_owned).collect();
    let places = locate(source, wanted, &header.columns)?;
    let width = header.columns.len();

    rows.start(None)?;
    let mut record = ::csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|error| unreadable("delimited text", error.to_string()))?
    {
        let cells = if record.len() == width {
            Ok(places.iter().map(|index| Cell::of_text(record.get((*index)?)?)).collect())
        } else {
            Err(Problem {
                column: "*".to_owned(),
                expected: Text::new(format!("{width} 个单元格"), format!("{width} cells")),
                found: record.len().to_string(),
            })
        };
        let number = record.position().map_or(0, ::csv::Position::line);
        rows.row(&mut Row { number, cells, geometry: None, unclosed: false })?;
    }
    Ok(header)
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
            notes.push(Note {
                file: source.label(),
                row: None,
                text: Text::new("不是 UTF-8，按 GBK 读取", "is not UTF-8 and was read as GBK"),
            });
            Some(text)
        }),
    }
}

/// The most frequent of comma, semicolon and tab in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}
