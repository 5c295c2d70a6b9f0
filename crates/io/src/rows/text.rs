//! Text out of bytes, whatever its encoding.

use crate::encoding::guess;
use crate::{Encoding, Source};
use encoding_rs::{Encoding as EncodingOf, UTF_16BE, UTF_16LE};
use parkward_model::{IssueKind, Note, Text};
use std::borrow::Cow;

/// The text, and a note if it was not UTF-8; `None` if it is in no known encoding.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    source: &Source,
    notes: &mut Vec<Note>,
) -> Option<Cow<'a, str>> {
    let wide = [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)];
    let marked = wide.iter().find(|(mark, _)| bytes.starts_with(*mark));
    let marked = marked.map(|(mark, encoding)| (*encoding, &bytes[mark.len()..]));
    if let Some((encoding, bytes)) = marked.or_else(|| Some((unmarked(bytes)?, bytes))) {
        let text = Text::new("按 UTF-16 读取", "was read as UTF-16, as its first bytes say");
        notes.push(Note { file: source.label(), row: None, text, issue: IssueKind::Decoded });
        return encoding.decode_without_bom_handling_and_without_replacement(bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let utf8 = || std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    match source.encoding {
        Some(Encoding::UTF8) => utf8(),
        Some(encoding) => encoding.decode(bytes),
        None => utf8().or_else(|| {
            let encoding = guess(bytes)?;
            notes.push(found_out(source, encoding));
            encoding.decode(bytes)
        }),
    }
}

/// UTF-16 without a mark: every table has commas, digits and ends of lines, of which one byte is 0, and no text in
/// another encoding has such a byte.
fn unmarked(bytes: &[u8]) -> Option<&'static EncodingOf> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, low) if low * 8 > head.len() => Some(UTF_16LE),
        (high, 0) if high * 8 > head.len() => Some(UTF_16BE),
        _ => None,
    }
}

/// The note for text whose encoding was found out.
pub(super) fn found_out(source: &Source, encoding: Encoding) -> Note {
    let text = match encoding {
        Encoding::GBK => Text::new("不是 UTF-8，按 GBK 读取", "is not UTF-8 and was read as GBK"),
        other => Text::new(
            format!("既不是 UTF-8，也不像 GBK，按 {} 读取；如不对，请设置 encoding", other.name()),
            format!(
                "is not UTF-8, nor like GBK, and was read as {}; set encoding if that is wrong",
                other.name()
            ),
        ),
    };
    Note { file: source.label(), row: None, text, issue: IssueKind::Decoded }
}
