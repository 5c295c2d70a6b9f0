//! What is wrong with a layer of roads, as data.

use geo_types::Point;
use parkward_model::{InWords, Metres, Text};

/// Something about a road that a person should look at. Roads are named by their place among the ways.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The road.
    pub way: usize,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// What is wrong with a road.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// It has a vertex that is not on the globe; it was left out.
    NotOnGlobe,
    /// It has no length: fewer than two different vertices. It was left out.
    NoLength,
    /// A figure that has to be above 0 and is not; the road was left out.
    NotAbove0 {
        /// The field: `speed_kmh`, `length_m` or `minutes`.
        field: &'static str,
        /// What stands there.
        found: f64,
    },
    /// It is said to be shorter than its line, whose length counts.
    ShorterThanLine {
        /// What stands in `length_m`.
        given: Metres,
        /// How long the line is.
        line: Metres,
    },
    /// It is too long for one road (4,294 km, or 49 days) between two junctions; it was left out.
    TooLong,
    /// Its end stopped short of another road and was joined to it.
    Joined {
        /// The end.
        at: Point<f64>,
        /// How far it was from what it was joined to.
        gap: Metres,
    },
    /// It crosses another road where neither has a vertex: no junction.
    Crossing {
        /// The other road.
        other: usize,
        /// Where they cross.
        at: Point<f64>,
    },
    /// It is in a part of the network that cannot be driven to and from the rest.
    Apart {
        /// Junctions in that part.
        junctions: usize,
    },
    /// A restriction of turns out of this road that does not say which turn: at the junction, each of both roads must
    /// end, once. It does not count.
    UnclearTurn {
        /// The road to turn into.
        to: usize,
        /// The junction.
        via: Point<f64>,
    },
}

impl ProblemKind {
    /// Its key in files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotOnGlobe => "not_on_globe",
            Self::NoLength => "no_length",
            Self::NotAbove0 { .. } => "not_above_0",
            Self::ShorterThanLine { .. } => "shorter_than_line",
            Self::TooLong => "too_long",
            Self::Joined { .. } => "joined",
            Self::Crossing { .. } => "crossing",
            Self::Apart { .. } => "apart",
            Self::UnclearTurn { .. } => "unclear_turn",
        }
    }

    /// The place that it is about, if it is about one.
    #[must_use]
    pub fn at(&self) -> Option<Point<f64>> {
        match self {
            Self::Joined { at, .. } | Self::Crossing { at, .. } => Some(*at),
            Self::UnclearTurn { via, .. } => Some(*via),
            _ => None,
        }
    }
}

impl InWords for ProblemKind {
    fn in_words(&self) -> Text {
        let (zh, en) = match self {
            Self::NotOnGlobe => (
                "有顶点不在地球上（经度应在 -180…180、纬度应在 -90…90 之间），该道路未采用".to_owned(),
                "has a vertex that is not on the globe (longitudes in -180…180, latitudes in -90…90); left out"
                    .to_owned(),
            ),
            Self::NoLength => (
                "没有长度（不同的顶点不足两个），该道路未采用".to_owned(),
                "has no length (fewer than two different vertices); left out".to_owned(),
            ),
            Self::NotAbove0 { field, found } => (
                format!("{field} 应大于 0，实为 {found}，该道路未采用"),
                format!("{field}: expected a number above 0, found {found}; left out"),
            ),
            Self::ShorterThanLine { given, line } => (
                format!("length_m 为 {:.0} 米，比图上的线（{:.0} 米）短，按线的长度计", given.0, line.0),
                format!(
                    "length_m is {:.0} m, less than the line is long ({:.0} m); the line counts",
                    given.0, line.0
                ),
            ),
            Self::TooLong => (
                "两个路口之间过长（超过 4294 公里或 49 天），该道路未采用".to_owned(),
                "is too long between two junctions (over 4,294 km or 49 days); left out".to_owned(),
            ),
            Self::Joined { at, gap } => (
                format!("端点 {} 与另一条道路相距 {:.2} 米，已接上", place(*at), gap.0),
                format!("its end at {} was {:.2} m from another road and was joined to it", place(*at), gap.0),
            ),
            Self::Crossing { other, at } => (
                format!("在 {} 与道路 {} 相交而没有共同顶点，不作路口", place(*at), other + 1),
                format!("crosses road {} at {} without a vertex: no junction", other + 1, place(*at)),
            ),
            Self::Apart { junctions } => (
                format!("所在的部分（{junctions} 个路口）与路网其余部分不能往返"),
                format!("is in a part of {junctions} junctions that cannot be driven to and from the rest"),
            ),
            Self::UnclearTurn { to, via } => (
                format!("在 {} 转入道路 {} 的限制不明确（两条道路都应止于该路口），未采用", place(*via), to + 1),
                format!(
                    "the restriction of turns into road {} at {} is unclear (both roads must end there); left out",
                    to + 1,
                    place(*via)
                ),
            ),
        };
        Text::new(zh, en)
    }
}

fn place(at: Point<f64>) -> String {
    format!("{:.6}, {:.6}", at.x(), at.y())
}
