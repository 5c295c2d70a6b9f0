//! The buckets where a row can end: eight of enterprises, five of projects.

use parkward_model::{Lang, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where an enterprise row ends. Every row ends in exactly one.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// Stands in a park and stays.
    InPark,
    /// Stands in a park and closes.
    InParkCloses,
    /// Stands outside and closes.
    Closes,
    /// Stands outside and stays there by the planner's decision.
    Kept,
    /// Cannot be decided, for want of data.
    Review,
    /// Moves to a park.
    Moves,
    /// Should move, and no park takes it.
    Unplaced,
    /// Could not be read.
    Rejected,
}

impl Bucket {
    /// All buckets, in the order of every table and legend.
    pub const ALL: [Self; 8] = [
        Self::InPark,
        Self::InParkCloses,
        Self::Closes,
        Self::Kept,
        Self::Review,
        Self::Moves,
        Self::Unplaced,
        Self::Rejected,
    ];

    /// The key in files: `in_park`, `moves` …
    pub fn key(self) -> &'static str {
        match self {
            Self::InPark => "in_park",
            Self::InParkCloses => "in_park_closes",
            Self::Closes => "closes",
            Self::Kept => "kept",
            Self::Review => "review",
            Self::Moves => "moves",
            Self::Unplaced => "unplaced",
            Self::Rejected => "rejected",
        }
    }

    /// The words on maps and in tables.
    pub fn label(self) -> Text {
        Text::new(self.words(Lang::Zh), self.words(Lang::En))
    }

    /// The words on maps and in tables, in one language.
    pub fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::InPark, Lang::Zh) => "已在园区，保留",
            (Self::InPark, Lang::En) => "In park, stays",
            (Self::InParkCloses, Lang::Zh) => "已在园区，淘汰",
            (Self::InParkCloses, Lang::En) => "In park, closes",
            (Self::Closes, Lang::Zh) => "园区外，淘汰",
            (Self::Closes, Lang::En) => "Outside, closes",
            (Self::Kept, Lang::Zh) => "园区外，经决定保留",
            (Self::Kept, Lang::En) => "Outside, kept by decision",
            (Self::Review, Lang::Zh) => "待人工核定",
            (Self::Review, Lang::En) => "To review",
            (Self::Moves, Lang::Zh) => "迁入园区",
            (Self::Moves, Lang::En) => "Moves to a park",
            (Self::Unplaced, Lang::Zh) => "未能安置",
            (Self::Unplaced, Lang::En) => "Unplaced",
            (Self::Rejected, Lang::Zh) => "数据无效",
            (Self::Rejected, Lang::En) => "Rejected row",
        }
    }

    /// The colour on maps, `#rrggbb`: apart from one another under the common colour deficiencies
    /// (after Okabe and Ito, 2008).
    pub fn colour(self) -> &'static str {
        match self {
            Self::InPark => "#009e73",
            Self::InParkCloses => "#7f3b08",
            Self::Closes => "#d55e00",
            Self::Kept => "#56b4e9",
            Self::Review => "#f0e442",
            Self::Moves => "#0072b2",
            Self::Unplaced => "#cc79a7",
            Self::Rejected => "#999999",
        }
    }
}

/// Where a project row ends. Every row ends in exactly one.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProjectBucket {
    /// Settles in a park.
    Settles,
    /// May settle, and no park takes it.
    Unplaced,
    /// A rule fires that closes enterprises or lets them not expand: it is refused.
    NotAdmitted,
    /// Cannot be decided, for want of data.
    Review,
    /// Could not be read.
    Rejected,
}

impl ProjectBucket {
    /// All buckets, in the order of every table and legend.
    pub const ALL: [Self; 5] =
        [Self::Settles, Self::Unplaced, Self::NotAdmitted, Self::Review, Self::Rejected];

    /// The key in files: `settles`, `not_admitted` …
    pub fn key(self) -> &'static str {
        match self {
            Self::Settles => "settles",
            Self::Unplaced => "unplaced",
            Self::NotAdmitted => "not_admitted",
            Self::Review => "review",
            Self::Rejected => "rejected",
        }
    }

    /// The words on maps and in tables.
    pub fn label(self) -> Text {
        match self {
            Self::Settles => Text::new("入驻园区", "Settles in a park"),
            Self::Unplaced => Text::new("未能安置", "Unplaced"),
            Self::NotAdmitted => Text::new("不予准入", "Not admitted"),
            Self::Review => Text::new("待人工核定", "To review"),
            Self::Rejected => Text::new("数据无效", "Rejected row"),
        }
    }
}
