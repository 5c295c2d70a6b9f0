//! How grave an issue is.

use serde::Serialize;

/// How grave a kind of issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A row or file that cannot be used, that no plan can be made with, or that plainly says something else than
    /// was meant.
    Error,
    /// Most likely wrong, and a plan would be made with it all the same.
    Warning,
    /// Good to know: how something was read, what is not known.
    Remark,
}

impl Severity {
    /// The key in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Remark => "remark",
        }
    }
}
