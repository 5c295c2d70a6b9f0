//! Text out of bytes, whatever its encoding.

use crate::{Encoding, Source};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use parkward_model::{IssueKind, Note, Text};
use std::borrow::Cow;

/// The text, and a note if it was not UTF-8; `None` if it is in no known encoding.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    source: &Source,
    notes: &mut Vec<Note>,
) -> Option<Cow<'a, str>> {
    let wide = [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)];
    if let Some((mark, encoding)) = wide.iter().find(|(mark, _)| bytes.starts_with(*mark)) {
        let text = Text::new("按 UTF-16 读取", "was read as UTF-16, as its first bytes say");
        notes.push(Note { file: source.label(), row: None, text, issue: IssueKind::Decoded });
        return encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark.len()..]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let utf8 = || std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    let gbk = || GB18030.decode_without_bom_handling_and_without_replacement(bytes);
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
        issue: IssueKind::Decoded,
    }
}
