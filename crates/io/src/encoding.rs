//! Encodings of text, by their names and by their bytes.

use encoding_rs::{Encoding as Table, GB18030, UTF_8};
use parkward_model::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The encoding of a text file: `utf-8`, `gbk` (read as its superset GB18030), `big5`, `windows-1252`, or another
/// that the [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels) has a label for.
///
/// ```
/// use parkward_io::Encoding;
/// assert_eq!(Encoding::of_name("latin1"), Ok(Encoding::WESTERN));
/// assert_eq!(Encoding::of_name("gb2312"), Ok(Encoding::GBK));
/// assert!(Encoding::of_name("klingon").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static str);

impl Encoding {
    /// UTF-8, with or without a byte order mark.
    pub const UTF8: Self = Self("UTF-8");
    /// GBK, read as its superset GB18030.
    pub const GBK: Self = Self("GBK");
    /// Windows-1252, of which Latin-1 is a part.
    pub const WESTERN: Self = Self("windows-1252");

    /// The encoding of that name.
    ///
    /// # Errors
    /// What was expected, if there is none of that name.
    pub fn of_name(name: &str) -> Result<Self, Text> {
        match Table::for_label_no_replacement(name.trim().as_bytes()) {
            Some(table) if table == GB18030 => Ok(Self::GBK),
            Some(table) => Ok(Self(table.name())),
            None => Err(Text::new(
                format!("应为 utf-8、gbk、big5、windows-1252 或其他编码的名称，实为 {name}"),
                format!(
                    "expected utf-8, gbk, big5, windows-1252 or another encoding's name, found {name}"
                ),
            )),
        }
    }

    /// The text; `None` if the bytes are none in this encoding.
    pub(crate) fn decode(self, bytes: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
        let table = match self {
            Self::GBK => GB18030,
            Self(name) => Table::for_label(name.as_bytes()).unwrap_or(UTF_8),
        };
        table.decode_without_bom_handling_and_without_replacement(bytes)
    }

    /// Its name, as notes and GDAL have it.
    pub(crate) fn name(self) -> &'static str {
        self.0
    }
}

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.name().to_ascii_lowercase())
    }
}

impl<'de> Deserialize<'de> for Encoding {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        Self::of_name(&name).map_err(|expected| serde::de::Error::custom(expected.carry()))
    }
}

/// What bytes that are no ASCII show of their encoding, text by text.
#[derive(Default)]
pub(crate) struct Letters {
    /// Runs of one such byte, as letters with accents are among others.
    single: usize,
    /// Longer runs, as Chinese texts have: two bytes a letter.
    longer: usize,
}

impl Letters {
    pub(crate) fn look_at(&mut self, text: &[u8]) {
        for run in text.chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
            match run {
                [first, ..] if first.is_ascii() => {}
                [_] => self.single += 1,
                _ => self.longer += 1,
            }
        }
    }

    /// Whether the texts are of a western language, and not Chinese.
    pub(crate) fn are_western(&self) -> bool {
        self.single > self.longer
    }
}

/// The encoding of bytes that are not UTF-8 and of which nobody says what they are; `None` if they are no text in any
/// that is looked for.
pub(crate) fn guess(bytes: &[u8]) -> Option<Encoding> {
    let mut letters = Letters::default();
    letters.look_at(bytes);
    if letters.are_western() && !bytes.contains(&0) {
        return Some(Encoding::WESTERN);
    }
    Encoding::GBK.decode(bytes).map(|_| Encoding::GBK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{GBK, WINDOWS_1252};

    #[test]
    fn western_and_chinese_texts_are_told_apart() {
        let western = "Código;Razón social\nMaderas Peñalolén;Zürich Fabrikstraße 7 – Łódź?\n";
        let chinese = "编号,企业名称\nE1,上海朱镕机械厂\nE2,囍記餐飲\n";
        for (text, table, expected) in [
            (western, WINDOWS_1252, Encoding::WESTERN),
            (chinese, GBK, Encoding::GBK),
            ("id,名\n1,镕\n", GBK, Encoding::GBK),
        ] {
            let (bytes, ..) = table.encode(text);
            assert_eq!(guess(&bytes), Some(expected), "{text}");
        }
        assert_eq!(Encoding::of_name("Big5"), Ok(Encoding("Big5")));
    }
}
