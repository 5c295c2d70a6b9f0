//! What a Shapefile's own files say of it: whether they are whole, and the encoding of its table.

use super::text::found_out;
use crate::encoding::Letters;
use crate::{Encoding, ReadError, Source};
use parkward_model::{IssueKind, Note, Text};
use std::fs::File;
use std::io::{BufReader, Read, Result as IoResult};
use std::path::{Path, PathBuf};

/// What is known of a file before GDAL opens it; of what is no Shapefile, nothing.
#[derive(Default)]
pub(super) struct Examined {
    /// The encoding of the table, where it was found out.
    pub(super) encoding: Option<Encoding>,
    /// What its user should know.
    pub(super) notes: Vec<Note>,
    /// The table of a Shapefile, if that is not there.
    pub(super) without_table: Option<String>,
}

impl Examined {
    /// # Errors
    /// [`ReadError::Unreadable`] if a file is shorter than it says, if shapes and table have not the same
    /// number of rows, or if the table is in neither encoding.
    pub(super) fn of(source: &Source, path: &Path) -> Result<Self, ReadError> {
        let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
        let is_shapefile = ending.as_ref().is_some_and(|ending| ending == "shp");
        let is_table = ending.is_some_and(|ending| ending == "dbf");
        if !(is_shapefile || is_table) || !path.is_file() {
            return Ok(Self::default());
        }
        let unreadable = |expected: Text, found: Text| self::unreadable(source, expected, found);
        if is_shapefile {
            let (stated, size) = stated_length(path).unwrap_or_default();
            if size < stated {
                return Err(unreadable(
                    Text::new(
                        format!("其头部所说的 {stated} 字节"),
                        format!("{stated} bytes, as its header says"),
                    ),
                    Text::new(
                        format!(" {size} 字节：.shp 被截断"),
                        format!("{size}: the .shp is cut off"),
                    ),
                ));
            }
        }
        let place = if is_table { Some(path.to_owned()) } else { beside(path, "dbf") };
        let Some(place) = place else {
            return Ok(Self::without_table(source, path));
        };
        let size = place.metadata().map_or(0, |metadata| metadata.len());
        let Ok((table, mut rows)) = Table::open(&place) else {
            let name = place.file_name().unwrap_or_default().to_string_lossy();
            let found = Text::new(
                format!(" {size} 字节，不足一个表头"),
                format!("{size} bytes, less than the header of a table"),
            );
            let expected =
                Text::new(format!(" {name} 中有完整的表"), format!("a whole table in {name}"));
            return Err(unreadable(expected, found));
        };
        if size < table.length() {
            let (rows, length) = (table.rows, table.length());
            return Err(unreadable(
                Text::new(
                    format!(" .dbf 所说的 {rows} 行、{length} 字节的表"),
                    format!("a table of {rows} rows, {length} bytes, as the .dbf says"),
                ),
                Text::new(
                    format!(" {size} 字节：.dbf 被截断"),
                    format!("{size} bytes: the .dbf is cut off"),
                ),
            ));
        }
        if let (true, Some(index)) = (is_shapefile, beside(path, "shx")) {
            let shapes =
                index.metadata().map_or(0, |metadata| metadata.len()).saturating_sub(100) / 8;
            if shapes != table.rows {
                let rows = table.rows;
                return Err(unreadable(
                    Text::new(
                        format!("与表的行数相同的图形，即 {rows} 个"),
                        format!("as many shapes as rows of the table, {rows}"),
                    ),
                    Text::new(
                        format!(" {shapes} 个；几个文件不是一套，或其中之一已损坏"),
                        format!("{shapes}; the files do not belong together, or one is damaged"),
                    ),
                ));
            }
        }
        let declared = Declared::of(&place, table.language);
        if matches!(declared, Declared::Other) && source.encoding.is_none() {
            return Ok(Self::default());
        }
        let Ok(text) = table.text(&mut rows) else { return Ok(Self::default()) };
        Self::by_text(source, &declared, &text)
    }

    /// The encoding of a table by its texts: what source and table say of it has to fit them.
    fn by_text(source: &Source, declared: &Declared, text: &Found) -> Result<Self, ReadError> {
        let unreadable = |encoding: &str, other: &str| {
            let expected =
                Text::new(format!(" {encoding} 编码的文本"), format!("text in {encoding}"));
            let found = Text::new(
                format!("不是该编码的字节；请删去 encoding，或写 \"{other}\""),
                format!("bytes that are not; leave out encoding, or write \"{other}\""),
            );
            Err(self::unreadable(source, expected, found))
        };
        let mut notes = Vec::new();
        let encoding = match (source.encoding, declared) {
            _ if text.ascii => None,
            (Some(Encoding::UTF8), _) if text.utf8 => None,
            (Some(Encoding::GBK), _) if text.gbk => None,
            (Some(Encoding::UTF8), _) => return unreadable("UTF-8", "gbk"),
            (Some(Encoding::GBK), _) => return unreadable("GBK", "utf-8"),
            (Some(_), _) => None,
            (None, _) if text.utf8 => Some(Encoding::UTF8),
            (None, Declared::Western) if text.letters.are_western() => None,
            (None, _) if text.letters.are_western() => {
                notes.push(found_out(source, Encoding::WESTERN));
                Some(Encoding::WESTERN)
            }
            (None, _) if text.gbk => {
                notes.push(found_out(source, Encoding::GBK));
                Some(Encoding::GBK)
            }
            (None, Declared::Western) => None,
            (None, _) => {
                let expected = Text::new(" UTF-8 或 GBK 编码的文本", "text in UTF-8 or GBK");
                let found = Text::new("两者皆非的字节", "bytes that are neither");
                return Err(self::unreadable(source, expected, found));
            }
        };
        Ok(Self { encoding, notes, without_table: None })
    }

    /// What is known of a Shapefile whose table is not there.
    fn without_table(source: &Source, path: &Path) -> Self {
        let text = Text::new(
            "没有 .dbf，各行没有属性列",
            "has no .dbf beside it: its rows have no columns",
        );
        let table = path.with_extension("dbf").file_name().unwrap_or_default().to_owned();
        Self {
            notes: vec![Note { file: source.label(), row: None, text, issue: IssueKind::Noted }],
            without_table: Some(table.to_string_lossy().into_owned()),
            ..Self::default()
        }
    }
}

fn unreadable(source: &Source, expected: Text, found: Text) -> ReadError {
    ReadError::Unreadable { file: source.label(), expected, found }
}

/// What a table says of its encoding.
enum Declared {
    Nothing,
    Utf8,
    /// A western code page, which programs write whatever the text is.
    Western,
    /// Anything else: GDAL knows it.
    Other,
}

impl Declared {
    fn of(table: &Path, language: u8) -> Self {
        let page = beside(table, "cpg").and_then(|page| std::fs::read_to_string(page).ok());
        let page =
            page.unwrap_or_default().trim().to_ascii_lowercase().replace(['-', '_', ' '], "");
        match (page.as_str(), language) {
            ("utf8" | "65001" | "cp65001", _) => Self::Utf8,
            ("", 0) => Self::Nothing,
            ("", 0x01 | 0x02 | 0x03 | 0x57) => Self::Western,
            _ => Self::Other,
        }
    }
}

/// The file of that name with another ending, in small or capital letters.
fn beside(path: &Path, ending: &str) -> Option<PathBuf> {
    let endings = [ending.to_owned(), ending.to_ascii_uppercase()];
    endings.iter().map(|ending| path.with_extension(ending)).find(|path| path.is_file())
}

/// How long a .shp says that it is, and how long it is.
fn stated_length(path: &Path) -> IoResult<(u64, u64)> {
    let mut header = [0; 28];
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    file.read_exact(&mut header)?;
    let words = u32::from_be_bytes([header[24], header[25], header[26], header[27]]);
    Ok((2 * u64::from(words), size))
}

/// The header of a dBASE table.
struct Table {
    rows: u64,
    /// Bytes before the first row.
    header: u64,
    /// Bytes of a row.
    row: usize,
    language: u8,
    /// Where in a row texts stand.
    texts: Vec<(usize, usize)>,
    names: Vec<Vec<u8>>,
}

/// What the texts of a table can be.
struct Found {
    ascii: bool,
    utf8: bool,
    gbk: bool,
    letters: Letters,
}

impl Table {
    fn open(path: &Path) -> IoResult<(Self, BufReader<File>)> {
        let mut file = BufReader::new(File::open(path)?);
        let mut start = [0; 32];
        file.read_exact(&mut start)?;
        let rows = u32::from_le_bytes([start[4], start[5], start[6], start[7]]);
        let header = u16::from_le_bytes([start[8], start[9]]);
        let row = u16::from_le_bytes([start[10], start[11]]);
        let mut fields = vec![0; usize::from(header).saturating_sub(32)];
        file.read_exact(&mut fields)?;
        let (mut texts, mut names, mut at) = (Vec::new(), Vec::new(), 1);
        for field in fields.chunks_exact(32).take_while(|field| field[0] != 0x0d) {
            let name = field[..11].split(|byte| *byte == 0).next().unwrap_or_default();
            names.push(name.to_vec());
            // A text may be longer than one byte can say.
            let is_text = field[11] == b'C';
            let more = if is_text { usize::from(field[17]) << 8 } else { 0 };
            let length = usize::from(field[16]) + more;
            if is_text {
                texts.push((at, length));
            }
            at += length;
        }
        let (rows, header, row) = (u64::from(rows), u64::from(header), usize::from(row));
        Ok((Self { rows, header, row, language: start[29], texts, names }, file))
    }

    fn length(&self) -> u64 {
        self.header + self.rows * self.row as u64
    }

    /// Looks at all texts; the file stands behind the header.
    fn text(&self, file: &mut BufReader<File>) -> IoResult<Found> {
        let mut found = Found { ascii: true, utf8: true, gbk: true, letters: Letters::default() };
        for name in &self.names {
            found.look_at(name);
        }
        let mut row = vec![0; self.row];
        for _ in 0..self.rows {
            file.read_exact(&mut row)?;
            for (start, length) in &self.texts {
                found.look_at(row.get(*start..start + length).unwrap_or_default());
            }
        }
        Ok(found)
    }
}

impl Found {
    fn look_at(&mut self, text: &[u8]) {
        if text.is_ascii() {
            return;
        }
        self.ascii = false;
        // A character that the end of the field cuts off is no other encoding.
        self.utf8 &= std::str::from_utf8(text).map_or_else(|e| e.error_len().is_none(), |_| true);
        self.letters.look_at(text);
        let is_gbk = |text: &[u8]| Encoding::GBK.decode(text).is_some();
        self.gbk &= (0..4).any(|cut| text.len() > cut && is_gbk(&text[..text.len() - cut]));
    }
}
