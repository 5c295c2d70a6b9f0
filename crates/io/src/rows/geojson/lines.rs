//! A feature a line.

use super::Collection;
use crate::rows::failure::unreadable;
use crate::rows::row::{Header, Rows, Wanted};
use crate::{ReadError, Source};
use parkward_model::{Text, why_unread};
use serde_json::value::RawValue;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A feature a line, or behind each record separator (GeoJSON Text Sequences, RFC 8142). A line that is none costs one
/// row, which has the line's number.
pub(in crate::rows) fn read_lines(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    let unreadable = |found: Text| {
        let zh = " UTF-8 编码、每行一个要素的 GeoJSON";
        unreadable(source, Text::new(zh, "GeoJSON in UTF-8, a feature a line"), found)
    };
    let file = File::open(path).map_err(|error| unreadable(why_unread(&error)))?;
    let mut collection = Collection::new(source, wanted, rows);
    let mut file = BufReader::new(file);
    let separated = file.fill_buf().is_ok_and(|start| start.first() == Some(&SEPARATOR));
    let mut line = 1;
    for record in file.split(if separated { SEPARATOR } else { b'\n' }) {
        let record = record.map_err(|error| unreadable(why_unread(&error)))?;
        let text = std::str::from_utf8(&record).map_err(|_| {
            let zh = format!("第 {line} 行不是 UTF-8");
            unreadable(Text::new(zh, format!("line {line}, which is not in UTF-8")))
        })?;
        let ends = if separated { text.matches('\n').count() as u64 } else { 1 };
        let json = text.trim_matches(['\u{feff}', '\u{1e}', ' ', '\t', '\r', '\n']);
        if !json.is_empty() {
            collection.features = line - 1;
            match serde_json::from_str::<&RawValue>(json) {
                Ok(raw) => collection.feature(raw)?,
                Err(error) => collection.no_feature(&error.to_string())?,
            }
        }
        line += ends;
    }
    collection.header()
}

/// What stands before each text of a sequence.
const SEPARATOR: u8 = 0x1e;
