//! Text that was decoded in the wrong encoding before it came into the file.

use crate::issue::Issue;
use crate::things::Thing;
use encoding_rs::{Encoding, GB18030, WINDOWS_1252};
use parkward_model::{IssueKind, Value};

/// Names and words that are garbled, with what they may have been.
pub(crate) fn garbled(things: &[Thing<'_>]) -> Vec<Issue> {
    let texts = things.iter().flat_map(|thing| {
        let words = thing.facts.iter().filter_map(|(field, value)| match value {
            Value::Word(word) => Some((field, word.as_str())),
            Value::Flag(_) | Value::Number(_) => None,
        });
        [("name", thing.name)].into_iter().chain(words).map(move |text| (thing, text))
    });
    let found = texts.filter_map(|(thing, (column, text))| {
        let issue = || thing.issue(IssueKind::Mojibake).column(column).value(text);
        match meant(text) {
            Some(meant) => {
                Some(issue().fix(format!("应为“{meant}”？"), format!("meant as {meant}?")))
            }
            None => is_lost(text).then(issue),
        }
    });
    found.collect()
}

/// What the text reads as if its letters are taken for the bytes that they came from: UTF-8 that was read as GBK or
/// as a western code page, or GBK that was read as a western one.
fn meant(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let back = |read_as: &'static Encoding, written: fn(&[u8]) -> Option<String>| {
        let (bytes, _, lost) = read_as.encode(text);
        (!lost)
            .then(|| written(&bytes))
            .flatten()
            .filter(|meant| is_chinese(meant) && meant.as_str() != text)
    };
    let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    let gbk = |bytes: &[u8]| {
        GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(String::from)
    };
    // What a western code page has no letter for was not read with it.
    let is_western = || text.chars().all(|c| c < '\u{2e80}');
    let western = || {
        // Letters with accents do stand in names; whole words of nothing else do not.
        let all = text.chars().filter(|c| !c.is_ascii()).count() > 3;
        let none = !text.chars().any(|c| c.is_ascii_alphabetic());
        let of_gbk = || (all && none).then(|| back(WINDOWS_1252, gbk)).flatten();
        // Latin-1, which databases know, has a control character for each byte that is no letter.
        let latin =
            || text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<Vec<_>>>();
        let of_latin = || latin().and_then(|bytes| utf8(&bytes)).filter(|meant| is_chinese(meant));
        back(WINDOWS_1252, utf8).or_else(of_latin).or_else(of_gbk)
    };
    back(GB18030, utf8).or_else(|| is_western().then(western).flatten())
}

/// Whether at least two letters are Chinese, and none is what a wrong decoding leaves.
fn is_chinese(text: &str) -> bool {
    text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() > 1 && !is_lost(text)
}

/// Whether letters are gone for good: replaced by marks, or by what the mark for lost letters reads as in GBK.
fn is_lost(text: &str) -> bool {
    text.contains('\u{fffd}')
        || text.contains("锟斤拷")
        || text.contains("??")
        || text.contains("锟")
}

#[cfg(test)]
mod tests {
    use super::{is_lost, meant};
    use encoding_rs::{GB18030, WINDOWS_1252};

    #[test]
    fn what_was_garbled_is_told_and_names_are_not() {
        for name in ["上海石化", "金山工业区", "枫泾镇机械厂"] {
            let as_gbk = GB18030.decode(name.as_bytes()).0.into_owned();
            let as_western = WINDOWS_1252.decode(name.as_bytes()).0.into_owned();
            let gbk_as_western = WINDOWS_1252.decode(&GB18030.encode(name).0).0.into_owned();
            assert!(
                meant(&as_gbk).is_some_and(|meant| meant == name) || is_lost(&as_gbk),
                "{as_gbk}"
            );
            assert_eq!(meant(&as_western).as_deref(), Some(name), "{as_western}");
            let as_latin: String = name.bytes().map(char::from).collect();
            assert_eq!(meant(&as_latin).as_deref(), Some(name), "{as_latin:?}");
            assert_eq!(meant(&gbk_as_western).as_deref(), Some(name), "{gbk_as_western}");
            assert_eq!(meant(name), None);
        }
        for name in [
            "联通",
            "Müller & Söhne",
            "Øresund A/S",
            "ÅÄÖ",
            "金山",
            "東京電力",
            "한국전력",
            "Ижорский завод",
            "",
        ] {
            assert_eq!((meant(name), is_lost(name)), (None, false), "{name}");
        }
        assert!(is_lost("锟斤拷") && is_lost("????") && is_lost("\u{fffd}"));
    }
}
