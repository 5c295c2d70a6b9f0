//! Why a rule file cannot be used.

use crate::toml_file::TomlError;
use parkward_model::{ClassificationError, InWords, Text};

/// A rule file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub enum RuleBookError {
    /// Not TOML, or not the keys of a rule file.
    Toml(#[from] TomlError),
    /// The classification table is damaged.
    Classification {
        /// The table.
        file: String,
        /// What is wrong in it.
        reason: ClassificationError,
    },
    /// A value that no plan can be made with.
    Value {
        /// The rule file.
        file: String,
        /// What is wrong with the value.
        fault: Box<ValueFault>,
    },
}

/// A value that no plan can be made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueFault {
    /// The key.
    pub place: String,
    /// What would be usable.
    pub expected: Text,
    /// What stands there.
    pub found: Text,
}

impl InWords for RuleBookError {
    fn in_words(&self) -> Text {
        match self {
            Self::Toml(error) => error.in_words(),
            Self::Classification { file, reason } => reason.in_words().at(file),
            Self::Value { file, fault } => {
                let ValueFault { place, expected, found } = &**fault;
                Text::new(
                    format!("应为{}，实为 {}", expected.zh, found.zh),
                    format!("expected {}, found {}", expected.en, found.en),
                )
                .at(place)
                .at(file)
            }
        }
    }
}

impl ValueFault {
    /// `expected` is Chinese and English.
    pub(crate) fn new(
        place: impl Into<String>,
        expected: [&str; 2],
        found: impl std::fmt::Display,
    ) -> Self {
        let [zh, en] = expected;
        Self { place: place.into(), expected: Text::new(zh, en), found: Text::same(found) }
    }

    /// Something other than one of the names that there are.
    pub(crate) fn not_one_of(place: impl Into<String>, known: &[&str], found: &str) -> Self {
        let known = known.join(", ");
        Self::new(place, [&format!(" {known} 之一"), &format!("one of {known}")], found)
    }

    /// Where nothing is found.
    pub(crate) fn none(place: impl Into<String>, expected: [&str; 2]) -> Self {
        Self { found: Text::new("空", "none"), ..Self::new(place, expected, "") }
    }
}

/// A value that is refused; `expected` is Chinese and English.
pub(crate) fn wrong(
    place: impl Into<String>,
    expected: [&str; 2],
    found: impl std::fmt::Display,
) -> Result<(), ValueFault> {
    Err(ValueFault::new(place, expected, found))
}

/// A name that is none of those that there are.
pub(crate) fn not_one_of(
    place: impl Into<String>,
    known: &[&str],
    found: &str,
) -> Result<(), ValueFault> {
    Err(ValueFault::not_one_of(place, known, found))
}
