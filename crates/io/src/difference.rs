//! How a file differs from the one that should be there, in sentences for people.

use crate::hash;
use parkward_model::Text;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// How many differences of one file are told.
const MOST: usize = 5;

/// In which places `found` is not what is `expected`; nowhere if both hold the same. Of databases, such as
/// GeoPackages, what their tables hold is compared: how SQLite has laid them out does not matter.
///
/// # Errors
/// If one of the files cannot be read.
pub fn difference(expected: &Path, found: &Path) -> io::Result<Vec<Text>> {
    if hash::of_output(expected)? == hash::of_output(found)? {
        return Ok(Vec::new());
    }
    if starts_with(expected, b"SQLite format 3\0")? {
        return Ok(tables(expected, found).unwrap_or_else(|reason| {
            vec![Text::new(
                format!("不是可读的数据库：{reason}"),
                format!("is no database that can be read: {reason}"),
            )]
        }));
    }
    match starts_with(expected, b"PK")? || !is_text(expected)? {
        true => place(expected, found),
        false => line(expected, found),
    }
    .map(|difference| vec![difference])
}

fn starts_with(path: &Path, mark: &[u8]) -> io::Result<bool> {
    let mut start = Vec::new();
    File::open(path)?.take(mark.len() as u64).read_to_end(&mut start)?;
    Ok(start == mark)
}

/// Whether the beginning of a file has no byte that texts do not have.
fn is_text(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    File::open(path)?.take(4096).read_to_end(&mut start)?;
    Ok(!start.contains(&0) && !start.starts_with(b"%PDF") && !start.starts_with(b"\x89PNG"))
}

/// The first byte that differs.
fn place(expected: &Path, found: &Path) -> io::Result<Text> {
    let open = |path| File::open(path).map(|file| BufReader::new(file).bytes());
    let (mut a, mut b) = (open(expected)?, open(found)?);
    let mut byte = 1_u64;
    loop {
        match (a.next().transpose()?, b.next().transpose()?) {
            (a, b) if a == b && a.is_some() => byte += 1,
            _ => break,
        }
    }
    Ok(Text::new(
        format!("内容与方案所得不同（从第 {byte} 字节起）"),
        format!("holds something else than the plan gives (from byte {byte} on)"),
    ))
}

/// The first line that differs.
fn line(expected: &Path, found: &Path) -> io::Result<Text> {
    let open = |path| File::open(path).map(|file| BufReader::new(file).split(b'\n'));
    let (mut a, mut b) = (open(expected)?, open(found)?);
    let mut number = 1_u64;
    loop {
        let [a, b] = [a.next().transpose()?, b.next().transpose()?];
        if a == b && a.is_some() {
            number += 1;
            continue;
        }
        let same =
            |(a, b): (&Vec<u8>, &Vec<u8>)| a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let at = a.as_ref().zip(b.as_ref()).map_or(0, same);
        let [a, b] = [a, b].map(|line| line.map(|line| around(&line, at)));
        let (a, b) = (quoted(a), quoted(b));
        return Ok(Text::new(
            format!("第 {number} 行应为 {}，实为 {}", a.zh, b.zh),
            format!("line {number} should be {}, and is {}", a.en, b.en),
        ));
    }
}

fn quoted(line: Option<String>) -> Text {
    match line {
        // With what is not seen, such as other ends of lines.
        Some(line) => Text::new(format!("{line:?}"), format!("{line:?}")),
        None => Text::new("无", "nothing"),
    }
}

/// A piece of a line around a byte of it.
fn around(line: &[u8], at: usize) -> String {
    const BEFORE: usize = 30;
    const LONG: usize = 80;
    let text = String::from_utf8_lossy(line);
    let before = String::from_utf8_lossy(&line[..at.min(line.len())]).chars().count();
    let start = before.saturating_sub(BEFORE);
    let piece: String = text.chars().skip(start).take(LONG).collect();
    let cut = |cut: bool| if cut { "…" } else { "" };
    format!("{}{piece}{}", cut(start > 0), cut(text.chars().count() > start + LONG))
}

/// What the tables of two databases differ in.
fn tables(expected: &Path, found: &Path) -> rusqlite::Result<Vec<Text>> {
    let (expected, found) = (open(expected)?, open(found)?);
    let objects = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name";
    let mut told = rows("sqlite_master", objects, &expected, &found)?;
    let mut names = expected.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
    )?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for name in &names {
        let query = format!("SELECT * FROM \"{}\" ORDER BY 1", name.replace('"', "\"\""));
        told.extend(rows(name, &query, &expected, &found)?);
    }
    let more = told.len().saturating_sub(MOST);
    told.truncate(MOST);
    if more > 0 {
        told.push(Text::new(format!("另有 {more} 处不同"), format!("{more} more differences")));
    }
    Ok(told)
}

/// Opens a database that nobody may write to, without files beside it.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    let name = bytes.fold(String::from("file:"), |mut name, byte| {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                name.push(char::from(*byte));
            }
            byte => name.push_str(&format!("%{byte:02X}")),
        }
        name
    });
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("{name}?immutable=1"), flags)
}

/// What the rows of one query differ in.
fn rows(
    table: &str,
    query: &str,
    expected: &Connection,
    found: &Connection,
) -> rusqlite::Result<Vec<Text>> {
    let [mut expected, mut found] = [expected.prepare(query)?, found.prepare(query)?];
    let columns: Vec<String> = expected.column_names().into_iter().map(str::to_owned).collect();
    let (mut a, mut b) = (expected.query([])?, found.query([])?);
    let mut told = Vec::new();
    for number in 1_u64.. {
        let place = |zh: String, en: String| {
            Text::new(
                format!("表 {table} 第 {number} 行{zh}"),
                format!("table {table}, row {number}{en}"),
            )
        };
        match (a.next()?, b.next()?) {
            (None, None) => break,
            (Some(a), Some(b)) => {
                for (index, column) in columns.iter().enumerate() {
                    if let Some((a, b)) = cells(a, b, index)? {
                        told.push(place(
                            format!("，{column}：应为 {}，实为 {}", a.zh, b.zh),
                            format!(", {column}: should be {}, and is {}", a.en, b.en),
                        ));
                    }
                }
            }
            (Some(_), None) => {
                told.push(place(" 不在了".to_owned(), " is not there any more".to_owned()));
                break;
            }
            (None, Some(_)) => {
                told.push(place(" 不属于方案".to_owned(), " is not of the plan".to_owned()));
                break;
            }
        }
    }
    Ok(told)
}

/// Two cells, if they differ.
fn cells(a: &Row<'_>, b: &Row<'_>, index: usize) -> rusqlite::Result<Option<(Text, Text)>> {
    let (a, b) = (a.get_ref(index)?, b.get_ref(index)?);
    Ok((a != b).then(|| (in_words(a), in_words(b))))
}

fn in_words(cell: ValueRef<'_>) -> Text {
    let same = |text: String| Text::new(text.clone(), text);
    match cell {
        ValueRef::Null => Text::new("无", "nothing"),
        ValueRef::Integer(number) => same(number.to_string()),
        ValueRef::Real(number) => same(number.to_string()),
        ValueRef::Text(text) => quoted(Some(around(text, 0))),
        ValueRef::Blob(bytes) => Text::new(
            format!("{} 字节的图形或数据", bytes.len()),
            format!("a geometry or data of {} bytes", bytes.len()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(expected: &[u8], found: &[u8]) -> Vec<String> {
        let place = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|name| place.path().join(name));
        std::fs::write(&a, expected).unwrap();
        std::fs::write(&b, found).unwrap();
        difference(&a, &b).unwrap().into_iter().map(|text| text.en).collect()
    }

    #[test]
    fn texts_differ_in_a_line_and_other_files_at_a_byte() {
        assert!(told(b"a,b\n1,2\n", b"a,b\n1,2\n").is_empty());
        let line = "line 2 should be \"1,2\", and is \"1,3\"";
        assert_eq!(told(b"a,b\n1,2\n", b"a,b\n1,3\n"), [line]);
        assert_eq!(told(b"a\nb\n", b"a\n"), ["line 2 should be \"b\", and is nothing"]);
        let byte = "holds something else than the plan gives (from byte 3 on)";
        assert_eq!(told(b"\x00\x01\x02", b"\x00\x01"), [byte]);
        let long = told("字".repeat(200).as_bytes(), "字".repeat(199).as_bytes());
        assert!(long[0].chars().count() < 250, "{long:?}");
    }

    #[test]
    fn databases_differ_in_cells_and_not_in_how_they_are_laid_out() {
        let place = tempfile::tempdir().unwrap();
        let make = |name: &str, also: &str| {
            let path = place.path().join(name);
            let database = Connection::open(&path).unwrap();
            let made = "CREATE TABLE parks (id TEXT, ha REAL); INSERT INTO parks VALUES ('A', 1.5), ('B', 2);";
            database.execute_batch(&format!("{made}{also}")).unwrap();
            path
        };
        let expected = make("a 100%.gpkg", "");
        let again = |name: &str, also: &str| -> Vec<String> {
            let told = difference(&expected, &make(name, also)).unwrap();
            told.into_iter().map(|text| text.en).collect()
        };
        assert!(again("same", "PRAGMA user_version = 7; VACUUM;").is_empty());
        assert_eq!(
            again("cell", "UPDATE parks SET ha = 9 WHERE id = 'A'"),
            ["table parks, row 1, ha: should be 1.5, and is 9"]
        );
        assert_eq!(
            again("less", "DELETE FROM parks WHERE id = 'B'"),
            ["table parks, row 2 is not there any more"]
        );
        let more = again("table", "CREATE TABLE zones (id)");
        assert_eq!(more, ["table sqlite_master, row 2 is not of the plan"]);
    }
}
