//! Why a row cannot be used.

use parkward_model::{IssueKind, Text};

/// Why a row cannot be used: the column, what was expected, what was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    /// The key of a wanted column, whose name in the file is known once the file is read, or what
    /// stands for the geometry or the whole row.
    pub(crate) column: String,
    pub(crate) issue: IssueKind,
    pub(crate) expected: Text,
    pub(crate) found: Text,
}

impl Problem {
    /// A boundary that cannot be put right, and why.
    pub(crate) fn of_boundary(column: &str, why: Text) -> Self {
        Self {
            column: column.to_owned(),
            issue: IssueKind::BadShape,
            expected: Text::new("有效的边界", "a boundary with one reading"),
            found: why,
        }
    }

    /// The same problem, known for what it is.
    pub(crate) fn of(self, issue: IssueKind) -> Self {
        Self { issue, ..self }
    }
}
