//! Delimited text: the columns' names, wherever they stand, and the rows below them.

use super::problem::Problem;
use super::records::Records;
use super::row::{Cell, Header, Row, Rows, Wanted, locate};
use super::table::{
    HEAD, NoRows, check_header_row, has_id, header_among, header_note, names_of_two, one_line,
    title_units, two_rows_note,
};
use super::text::decode;
use super::written::Written;
use crate::{ReadError, Source};
use parkward_model::{IssueKind, Note, Text, why_unread};
use std::borrow::Cow;
use std::path::Path;

pub(super) fn read(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    let bytes = std::fs::read(path).map_err(|error| {
        unreadable(source, Text::new("可读的文件", "a readable file"), why_unread(&error))
    })?;
    let mut header = Header::default();
    let text = decode(&bytes, source, &mut header.notes).ok_or_else(|| {
        let expected = Text::new(" UTF-8 或 GBK 编码的文本", "text in UTF-8 or GBK");
        let found = Text::new("两者皆非的字节", "bytes that are neither");
        unreadable(source, expected, found)
    })?;
    if is_geojson(&text) {
        let found = Text::new(
            "GeoJSON；请将文件改名为 .geojson（每行一个要素的，为 .geojsonl）",
            "GeoJSON; call the file .geojson, or .geojsonl if it has a feature a line",
        );
        return Err(unreadable(source, Text::new("分隔文本", "delimited text"), found));
    }
    let (mut records, delimiter) = below_header(source, &text, wanted, &mut header)?;
    let places = locate(source, wanted, &header.columns)?;
    let width = header.columns.len();
    records.expect_cells(width);
    // The cells of these decide, and only they are changed.
    let numbers: Vec<bool> = wanted.iter().map(|wanted| wanted.numbers).collect();
    let used = || numbers.iter().zip(&places.at).filter_map(|(is, at)| at.filter(|_| *is));
    let decimal_commas = delimiter == b';' && has_decimal_commas(records.clone(), &used);
    if decimal_commas {
        let text = Text::new("逗号按小数点读取", "its decimal commas were read as points");
        header.notes.push(Note {
            file: source.label(),
            row: None,
            text,
            issue: IssueKind::Interpreted,
        });
    }

    // Extended WKT and WKB name their CRS in every row; the first row's is the file's.
    let wkt = wanted.iter().rposition(|wanted| wanted.key == "wkt").and_then(|at| places.at[at]);
    if let Some(wkt) = wkt {
        let mut first = Vec::new();
        records.clone().next(&mut first);
        let srid = first.get(wkt).and_then(|text| Written::of(text).srid);
        header.crs = srid.map(|srid| format!("EPSG:{srid}"));
    }
    rows.start(header.crs.as_deref())?;
    let mut no_rows = NoRows::default();
    let mut record = Vec::new();
    while let Some((number, whole)) = records.next(&mut record) {
        split_wide(&mut record, width);
        // Spreadsheets write the empty columns beside a table too.
        if whole
            && record.len() > width
            && record[width..].iter().all(|cell| cell.trim().is_empty())
        {
            record.truncate(width);
        }
        let cell = |(at, is_number): (&Option<usize>, &bool)| {
            let text = record.get((*at)?)?;
            match (decimal_commas && *is_number).then(|| with_point(text)).flatten() {
                Some(number) => Cell::of_text(&number),
                None => Cell::of_text(text),
            }
        };
        let read: Vec<_> = places.at.iter().zip(&numbers).map(cell).collect();
        let all = record.iter().map(|cell| &**cell);
        if whole && no_rows.has(number, all, wanted, &read) {
            continue;
        }
        let cells = match (whole, record.len() == width) {
            (true, true) => Ok(places.with_units(read)),
            (true, false) => Err(Problem {
                column: "*".to_owned(),
                issue: IssueKind::Unreadable,
                expected: Text::new(format!("{width} 个单元格"), format!("{width} cells")),
                found: Text::same(record.len()),
            }),
            (false, _) => Err(stray_quote(&record)),
        };
        rows.row(&mut Row { number, cells, ..Row::default() })?;
    }
    header.notes.extend(no_rows.notes(source));
    Ok(header)
}

/// Whether a text is GeoJSON rather than a table: an object whose first line names a kind of its own.
fn is_geojson(text: &str) -> bool {
    let text = text.trim_start();
    let first = text.lines().next().unwrap_or_default();
    first.starts_with('{')
        && ["\"FeatureCollection\"", "\"Feature\""].iter().any(|kind| first.contains(kind))
}

/// The records below the column names, which go into the header, and their delimiter.
fn below_header<'a>(
    source: &Source,
    text: &'a str,
    wanted: &[Wanted],
    header: &mut Header,
) -> Result<(Records<'a>, u8), ReadError> {
    let said = said_delimiter(text);
    let delimiter = said.unwrap_or_else(|| delimiter(text, wanted));
    let mut records = Records::new(text, delimiter);
    let mut names = Vec::new();
    check_header_row(source, || {
        let mut record = Vec::new();
        let mut all = records.clone();
        let lines = std::iter::from_fn(|| all.next(&mut record).map(|(line, _)| line));
        lines.last().unwrap_or(0)
    })?;
    if said.is_some() {
        records.next(&mut names);
    }
    let line = header_line(source, &records, wanted);
    let above = head(records.clone());
    let above = above.iter().map(|(at, row)| (*at, row)).take_while(|(at, _)| *at < line);
    header.notes.extend(title_units(source, above));
    loop {
        match records.next(&mut names) {
            Some((at, _)) if at < line => {}
            Some((at, false)) => {
                let found = Text::new(
                    format!("第 {at} 行有未闭合的引号"),
                    format!("a quote on line {at} that nothing closes"),
                );
                return Err(unreadable(source, Text::new("表头行", "a header line"), found));
            }
            Some((at, true)) if said.is_none() && at > first_line(text) => {
                header.notes.push(header_note(source, at));
                break;
            }
            _ => break,
        }
    }
    split_wide(&mut names, 2);
    header.columns = names.iter().map(|name| one_line(name)).collect();
    let (mut below, mut second) = (records.clone(), Vec::new());
    if let Some((line, true)) = below.next(&mut second) {
        let second: Vec<String> = second.into_iter().map(Cow::into_owned).collect();
        if let Some(names) = names_of_two(&header.columns, &second, wanted) {
            header.columns = names;
            header.notes.push(two_rows_note(source, line));
            records = below;
        }
    }
    Ok((records, delimiter))
}

fn unreadable(source: &Source, expected: Text, found: Text) -> ReadError {
    ReadError::Unreadable { file: source.label(), expected, found }
}

fn stray_quote(record: &[Cow<'_, str>]) -> Problem {
    let start = |line: &Cow<'_, str>| line.chars().take(80).collect();
    Problem {
        column: "*".to_owned(),
        issue: IssueKind::Unreadable,
        expected: Text::new(
            "成对的引号（单元格以 \" 开头，须以 \" 结束）",
            "quotes in pairs (a cell that begins with \" ends with one)",
        ),
        found: Text::same(record.first().map_or_else(String::new, start)),
    }
}

/// The first records.
fn head(mut records: Records<'_>) -> Vec<(u64, Vec<String>)> {
    let mut record = Vec::new();
    let mut next = || {
        let (line, _) = records.next(&mut record)?;
        split_wide(&mut record, 2);
        Some((line, record.iter().map(|cell| cell.clone().into_owned()).collect()))
    };
    std::iter::from_fn(&mut next).take(HEAD).collect()
}

/// The line of the column names.
fn header_line(source: &Source, records: &Records<'_>, wanted: &[Wanted]) -> u64 {
    if let Some(line) = source.header_row {
        return line;
    }
    let (lines, rows): (Vec<u64>, Vec<_>) = head(records.clone()).into_iter().unzip();
    lines.get(header_among(&rows, wanted)).copied().unwrap_or(0)
}

/// The first line with anything on it.
fn first_line(text: &str) -> u64 {
    let mut record = Vec::new();
    Records::new(text, b',').next(&mut record).map_or(1, |(line, _)| line)
}

/// The delimiter that a first line `sep=;` names, as spreadsheets write it.
fn said_delimiter(text: &str) -> Option<u8> {
    let first = text.lines().next()?.trim().trim_matches('"');
    let start = first.get(..4)?.eq_ignore_ascii_case("sep=");
    let delimiter = *first.as_bytes().get(4)?;
    (start && first.len() == 5 && b",;\t|".contains(&delimiter)).then_some(delimiter)
}

/// Of comma, semicolon, tab and bar the one with which there is a column for the id, else the one that makes the most
/// cells of the first row, which may be several lines where they stand in quotes.
fn delimiter(text: &str, wanted: &[Wanted]) -> u8 {
    let cells = |delimiter: u8| {
        let mut first = Vec::new();
        Records::new(text, delimiter).next(&mut first);
        first.len()
    };
    let mut all = [b',', b';', b'\t', b'|'];
    all.sort_by_key(|delimiter| std::cmp::Reverse(cells(*delimiter)));
    let splits = |delimiter: &u8| {
        let rows = head(Records::new(text, *delimiter));
        rows.iter().any(|(_, row)| row.len() > 1 && has_id(row, wanted))
    };
    all.into_iter().find(splits).unwrap_or(all[0])
}

/// Cells that full-width commas part, where there is no other delimiter and there should be several.
fn split_wide(record: &mut Vec<Cow<'_, str>>, width: usize) {
    if let [only] = &record[..]
        && width > 1
        && only.contains('，')
    {
        *record = only.split('，').map(|cell| Cow::Owned(cell.to_owned())).collect();
    }
}

/// Whether numbers have commas before their fractions: some are nothing else, and none has a point. `used` are
/// the columns of numbers.
fn has_decimal_commas<I: Iterator<Item = usize>>(
    mut records: Records<'_>,
    used: &impl Fn() -> I,
) -> bool {
    let mut record = Vec::new();
    let mut some = false;
    while records.next(&mut record).is_some() {
        for cell in used().filter_map(|at| record.get(at)).map(|cell| cell.trim()) {
            let digits = cell.trim_start_matches('-');
            if !digits.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            if digits.contains('.') && !digits.contains(',') && digits.parse::<f64>().is_ok() {
                return false;
            }
            let fraction = digits.rsplit_once(',').map(|(_, fraction)| fraction);
            some |= fraction.is_some_and(|f| f.len() != 3) && with_point(cell).is_some();
        }
    }
    some
}

/// A number with a decimal comma, and perhaps points between thousands, as one with a point.
fn with_point(cell: &str) -> Option<String> {
    let (whole, fraction) = cell.trim().split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = whole.replace('.', "");
    (digits(whole.trim_start_matches('-')) && digits(fraction))
        .then(|| format!("{whole}.{fraction}"))
}
