//! What kind of change it is.

use parkward_model::Text;
use serde::Serialize;

/// What changes of an enterprise: the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is only in the second plan.
    Added,
    /// It is only in the first plan.
    Removed,
    /// Another verdict.
    Verdict,
    /// The same verdict in another park.
    Park,
    /// The same park at another distance, fit or cost.
    Terms,
}

impl ChangeKind {
    /// All kinds, in the order of every table.
    pub const ALL: [Self; 5] = [Self::Added, Self::Removed, Self::Verdict, Self::Park, Self::Terms];

    /// The key in files: `added`, `removed`, `verdict`, `park`, `terms`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Verdict => "verdict",
            Self::Park => "park",
            Self::Terms => "terms",
        }
    }

    /// The words in tables.
    pub fn label(self) -> Text {
        match self {
            Self::Added => Text::new("仅在后一方案", "Only in the second plan"),
            Self::Removed => Text::new("仅在前一方案", "Only in the first plan"),
            Self::Verdict => Text::new("结论改变", "Another verdict"),
            Self::Park => Text::new("园区改变", "Another park"),
            Self::Terms => Text::new("距离或成本改变", "Another distance or cost"),
        }
    }
}
