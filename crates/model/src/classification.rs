//! Industry codes, and the classification that says which ones exist.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A code of an industry classification, of any depth, in canonical form: section letter, then
/// digits (`C`, `C36`, `C361`, `C3612`). Codes are made by [`Classification::parse`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IndustryCode(String);

impl IndustryCode {
    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this code lies under `prefix` (or is it).
    pub fn starts_with(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// The entry of `plan` whose code is the longest prefix of this one.
    ///
    /// Linear in the plan's length; equal codes in a plan are the caller's error.
    pub fn longest_prefix<'a, T>(
        &self,
        plan: &'a [(IndustryCode, T)],
    ) -> Option<&'a (IndustryCode, T)> {
        plan.iter().filter(|(code, _)| self.starts_with(code)).max_by_key(|(code, _)| code.0.len())
    }
}

impl fmt::Display for IndustryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The codes that exist, with their names: GB/T 4754-2017 for the districts of China, or any other
/// hierarchy of one section letter followed by digits.
#[derive(Clone, Debug, PartialEq)]
pub struct Classification {
    /// Canonical code to name.
    names: BTreeMap<String, String>,
    /// First two digits to section letter, so that `3612` is known to be `C3612`.
    sections: BTreeMap<String, char>,
}

/// A text that is no code of the classification.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not an industry code of the classification")]
pub struct UnknownCode {
    /// The text.
    pub found: String,
}

/// A classification table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClassificationError {
    /// The header lacks the columns `code,name_zh`.
    #[error("expected a header that begins with code,name_zh; found {found:?}")]
    Header {
        /// The first line.
        found: String,
    },
    /// A row before the first section, or one that is neither a letter nor two to four digits.
    #[error("line {line}: expected a section letter or two to four digits; found {found:?}")]
    Code {
        /// Line in the table, from 1.
        line: usize,
        /// What stood there.
        found: String,
    },
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
                names.insert(code.to_owned(), name.to_owned());
            } else if (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()) {
                let letter = match sections.get(&code[..2]) {
                    Some(letter) => *letter,
                    None => section.ok_or_else(wrong)?,
                };
                sections.insert(code[..2].to_owned(), letter);
                names.insert(format!("{letter}{code}"), name.to_owned());
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
        let unknown = || UnknownCode { found: text.to_owned() };
        let code = text.trim().to_ascii_uppercase();
        let canonical = match code.as_bytes() {
            [b'A'..=b'Z', ..] => code,
            _ => {
                let section = code.get(..2).and_then(|division| self.sections.get(division));
                format!("{}{code}", section.ok_or_else(unknown)?)
            }
        };
        if self.names.contains_key(&canonical) {
            Ok(IndustryCode(canonical))
        } else {
            Err(unknown())
        }
    }

    /// The name of a code, as the classification prints it.
    pub fn name(&self, code: &IndustryCode) -> &str {
        self.names.get(&code.0).map_or("", String::as_str)
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
        assert_eq!(code("3612").longest_prefix(&plan), Some(&(code("3612"), 1.0)));
        assert_eq!(code("361").longest_prefix(&plan), Some(&(code("36"), 0.5)));
        assert_eq!(code("01").longest_prefix(&plan), None);
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
