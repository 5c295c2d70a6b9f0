//! Why a rule file cannot be used.

use crate::toml_file::TomlError;
use parkward_model::ClassificationError;

/// A rule file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleBookError {
    /// Not TOML, or not the keys of a rule file.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// The classification table is damaged.
    #[error("{file}: {reason}")]
    Classification {
        /// The table.
        file: String,
        /// What is wrong in it.
        reason: ClassificationError,
    },
    /// A value that no plan can be made with.
    #[error("{file}: {place}: expected {expected}, found {found}")]
    Value {
        /// The rule file.
        file: String,
        /// The key.
        place: String,
        /// What would be usable.
        expected: String,
        /// What stands there.
        found: String,
    },
}

pub(crate) type ValueError<'a> =
    dyn Fn(String, &str, &dyn std::fmt::Display) -> Result<(), RuleBookError> + 'a;
