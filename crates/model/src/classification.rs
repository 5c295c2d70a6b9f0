//! Industry codes, and the classification that says which ones exist.

use crate::{InWords, Text};
use schemars::JsonSchema;
use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// A code of an industry classification, of any depth, in canonical form: section letter, then
/// digits (`C`, `C36`, `C361`, `C3612`). Codes are made by [`Classification::parse`].
///
/// It stands in place: a million enterprises have a million codes, and no allocation for them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(with = "String")]
pub struct IndustryCode {
    /// The text, filled up with zeros, so that codes are ordered as their texts are.
    text: [u8; LONGEST],
}

/// The longest text of a code, in bytes: three more than GB/T 4754 has.
const LONGEST: usize = 8;

impl IndustryCode {
    /// The code of that text; `None` if it is too long for one, or holds a zero byte.
    fn of(code: &str) -> Option<Self> {
        let mut text = [0; LONGEST];
        text.get_mut(..code.len())?.copy_from_slice(code.as_bytes());
        (!code.contains('\0')).then_some(Self { text })
    }

    /// The code with a section letter before it; `None` if that is too long.
    fn under(self, section: char) -> Option<Self> {
        let mut text = [u8::try_from(section).ok()?; LONGEST];
        text[1..].copy_from_slice(&self.text[..LONGEST - 1]);
        (self.text[LONGEST - 1] == 0 && section.is_ascii()).then_some(Self { text })
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        let length = self.text.iter().position(|byte| *byte == 0).unwrap_or(LONGEST);
        std::str::from_utf8(&self.text[..length]).expect("made from a text")
    }

    /// Whether this code lies under `prefix` (or is it).
    pub fn starts_with(&self, prefix: &Self) -> bool {
        self.text.iter().zip(&prefix.text).all(|(here, there)| *there == 0 || here == there)
    }

    /// This code and every code above it, the longest first: `C361`, `C36`, `C3`, `C`.
    pub fn prefixes(&self) -> impl Iterator<Item = Self> + use<> {
        let text = self.text;
        (1..=self.as_str().len()).rev().map(move |length| {
            let mut text = text;
            text[length..].fill(0);
            Self { text }
        })
    }

    /// The entry of `plan` whose code is the longest prefix of this one.
    ///
    /// Linear in the plan's length; equal codes in a plan are the caller's error.
    pub fn longest_prefix<'a, T>(
        &self,
        plan: impl IntoIterator<Item = (&'a IndustryCode, T)>,
    ) -> Option<(&'a IndustryCode, T)> {
        let matching = plan.into_iter().filter(|(code, _)| self.starts_with(code));
        matching.max_by_key(|(code, _)| code.as_str().len())
    }
}

impl fmt::Display for IndustryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for IndustryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IndustryCode").field(&self.as_str()).finish()
    }
}

impl Serialize for IndustryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_str().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for IndustryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::of(&code).ok_or_else(|| {
            let text = Text::new(
                format!("应为不超过 {LONGEST} 字节的行业代码，实为 {code:?}"),
                format!("expected an industry code of at most {LONGEST} bytes, found {code:?}"),
            );
            D::Error::custom(text.carry())
        })
    }
}

/// The codes that exist, with their names: GB/T 4754-2017 for the districts of China, or any other
/// hierarchy of one section letter followed by digits.
#[derive(Clone, Debug, PartialEq)]
pub struct Classification {
    /// Canonical code to name.
    names: BTreeMap<IndustryCode, String>,
    /// First two digits to section letter, so that `3612` is known to be `C3612`.
    sections: BTreeMap<[u8; 2], char>,
}

/// A text that is no code of the classification.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub struct UnknownCode {
    /// The text.
    pub found: String,
}

impl InWords for UnknownCode {
    fn in_words(&self) -> Text {
        let found = &self.found;
        Text::new(
            format!("{found:?} 不是行业分类中的代码"),
            format!("{found:?} is not an industry code of the classification"),
        )
    }
}

/// A classification table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub enum ClassificationError {
    /// The header lacks the columns `code,name_zh`.
    Header {
        /// The first line.
        found: String,
    },
    /// A row before the first section, or one that is neither a letter nor two to four digits.
    Code {
        /// Line in the table, from 1.
        line: usize,
        /// What stood there.
        found: String,
    },
}

impl InWords for ClassificationError {
    fn in_words(&self) -> Text {
        match self {
            Self::Header { found } => Text::new(
                format!("表头应以 code,name_zh 开头，实为 {found:?}"),
                format!("expected a header that begins with code,name_zh; found {found:?}"),
            ),
            Self::Code { line, found } => Text::new(
                format!("第 {line} 行：应为门类字母或二至四位数字，实为 {found:?}"),
                format!(
                    "line {line}: expected a section letter or two to four digits; found {found:?}"
                ),
            ),
        }
    }
}

impl Classification {
    /// Reads a table with the header `code,name_zh` and one code a line: section letters followed by
    /// the digits that belong to them, as GB/T 4754-2017 is printed. Names may not contain commas.
    ///
    /// # Errors
    /// [`ClassificationError`] names the line, what was expected and what was found.
    pub fn from_csv(table: &str) -> Result<Self, ClassificationError> {
        let mut lines = table.trim_start_matches('\u{feff}').lines().enumerate();
        let header = lines.next().map_or("", |(_, line)| line);
        if !header.starts_with("code,name_zh") {
            return Err(ClassificationError::Header { found: header.to_owned() });
        }
        let (mut names, mut sections, mut section) = (BTreeMap::new(), BTreeMap::new(), None);
        for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let (code, name) = line.split_once(',').unwrap_or((line, ""));
            let wrong = || ClassificationError::Code { line: index + 1, found: code.to_owned() };
            if let [letter @ b'A'..=b'Z'] = code.as_bytes() {
                section = Some(char::from(*letter));
                names.insert(IndustryCode::of(code).ok_or_else(wrong)?, name.to_owned());
            } else if let (2..=4, [first, second, ..], true) =
                (code.len(), code.as_bytes(), code.bytes().all(|b| b.is_ascii_digit()))
            {
                let division = [*first, *second];
                let letter = match sections.get(&division) {
                    Some(letter) => *letter,
                    None => section.ok_or_else(wrong)?,
                };
                sections.insert(division, letter);
                let canonical = IndustryCode::of(code).and_then(|code| code.under(letter));
                names.insert(canonical.ok_or_else(wrong)?, name.to_owned());
            } else {
                return Err(wrong());
            }
        }
        Ok(Self { names, sections })
    }

    /// The code that `text` means: `C3612`, `c3612`, `3612` and ` 3612 ` are one and the same.
    ///
    /// # Errors
    /// [`UnknownCode`] if the classification has no such code, or if the letter contradicts the
    /// digits (`A36`).
    pub fn parse(&self, text: &str) -> Result<IndustryCode, UnknownCode> {
        // Nothing is allocated here: a million rows are parsed.
        let known = || {
            let mut code = IndustryCode::of(text.trim())?;
            code.text.make_ascii_uppercase();
            let canonical = match code.text {
                [b'A'..=b'Z', ..] => code,
                [first, second, ..] => code.under(*self.sections.get(&[first, second])?)?,
            };
            self.names.contains_key(&canonical).then_some(canonical)
        };
        known().ok_or_else(|| UnknownCode { found: text.to_owned() })
    }

    /// The name of a code, as the classification prints it.
    pub fn name(&self, code: &IndustryCode) -> &str {
        self.names.get(code).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard() -> Classification {
        Classification::from_csv(
            "code,name_zh\nA,农业\n01,农业\nC,制造业\n36,汽车制造业\n361,汽车整车制造\n3612,新能源车整车制造\n",
        )
        .unwrap()
    }

    #[test]
    fn one_code_has_one_form() {
        for text in ["C3612", "c3612", "3612", " 3612 "] {
            assert_eq!(standard().parse(text).unwrap().as_str(), "C3612");
        }
        assert_eq!(standard().parse("C").unwrap().as_str(), "C");
    }

    #[test]
    fn what_does_not_exist_is_refused() {
        for text in ["", "A36", "3699", "99", "汽车", "36.12", "C36120", "3", "é6"] {
            assert!(standard().parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn codes_are_ordered_and_compared_as_their_texts() {
        let texts = ["", "A", "C", "C26", "C3", "C36", "C3612", "C361", "T9", "12345678"];
        for (a, b) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
            let (one, two) = (IndustryCode::of(a).unwrap(), IndustryCode::of(b).unwrap());
            assert_eq!(one.cmp(&two), a.cmp(b), "{a:?} {b:?}");
            assert_eq!(one.starts_with(&two), a.starts_with(b), "{a:?} {b:?}");
            assert_eq!(one.as_str(), *a);
        }
        assert_eq!(IndustryCode::of("123456789"), None);
        assert_eq!(IndustryCode::of("C\0"), None);
    }

    #[test]
    fn a_class_that_stands_late_belongs_to_its_division() {
        let table =
            "code,name_zh\nC,制造业\n36,汽车制造业\nT,国际组织\n96,国际组织\n367,汽车零部件\n";
        let standard = Classification::from_csv(table).unwrap();
        assert_eq!(standard.parse("367").unwrap().as_str(), "C367");
        assert!(standard.parse("T367").is_err());
    }

    #[test]
    fn the_longest_prefix_wins() {
        let standard = standard();
        let code = |text| standard.parse(text).unwrap();
        let plan = [(code("C"), 0.1), (code("3612"), 1.0), (code("36"), 0.5)];
        let fit = |text| {
            code(text)
                .longest_prefix(plan.iter().map(|(code, fit)| (code, *fit)))
                .map(|(_, fit)| fit)
        };
        assert_eq!((fit("3612"), fit("361"), fit("01")), (Some(1.0), Some(0.5), None));
    }

    #[test]
    fn a_bad_table_names_its_line() {
        assert!(matches!(
            Classification::from_csv("code,name_zh\n36,x\n"),
            Err(ClassificationError::Code { line: 2, .. })
        ));
        assert!(Classification::from_csv("a,b\n").is_err());
    }
}
