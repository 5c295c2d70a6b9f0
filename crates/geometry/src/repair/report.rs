//! What was repaired, and what could not be, in words.

use parkward_model::{Hectares, Text};
use std::fmt;
use thiserror::Error;

/// One thing that was put right. None of them changes which land the boundary can have meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Repair {
    /// A ring whose last point was not its first.
    Closed,
    /// Points that stood twice in a row: how many.
    RepeatedPointsDropped(usize),
    /// Rings that ran the wrong way: how many.
    Turned(usize),
    /// A part that named a hole before its outer ring.
    OuterRingFirst,
    /// Holes without area: how many.
    EmptyHolesDropped(usize),
    /// Rings that crossed or touched themselves or each other, redrawn; the area by
    /// either reading of the crossing is the same to 1 %.
    Untangled {
        /// The parts that the boundary has now.
        parts: usize,
        /// Its area now.
        area: Hectares,
    },
}

impl Repair {
    /// The repair in words.
    pub fn text(&self) -> Text {
        match self {
            Self::Closed => Text::new("环未闭合，已闭合", "a ring was open and has been closed"),
            Self::RepeatedPointsDropped(n) => {
                Text::new(format!("删除了 {n} 个重复点"), format!("{n} repeated point(s) dropped"))
            }
            Self::Turned(n) => Text::new(
                format!("{n} 个环方向有误，已反转"),
                format!("{n} ring(s) ran the wrong way and have been turned"),
            ),
            Self::OuterRingFirst => Text::new(
                "内环排在外环之前，已调整顺序",
                "a hole stood before its outer ring; they have been put in order",
            ),
            Self::EmptyHolesDropped(n) => Text::new(
                format!("删除了 {n} 个无面积的内环"),
                format!("{n} hole(s) without area dropped"),
            ),
            Self::Untangled { parts, area } => Text::new(
                format!(
                    "边界自相交、相互重叠，或孔洞把内部切开，已重新构面：{parts} 个部分，{area}"
                ),
                format!(
                    "rings crossed or overlapped, or holes cut the inside in two; redrawn as {parts} part(s), {area}"
                ),
            ),
        }
    }
}

/// A boundary that cannot be repaired without guessing. Parts, rings and vertices count from 1, ring
/// 1 being the outer one.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum InvalidBoundary {
    /// There is no ring at all.
    Empty,
    /// A coordinate that is not a finite longitude and latitude.
    NotOnGlobe {
        /// The part.
        part: usize,
        /// The ring in it.
        ring: usize,
        /// The vertex in that.
        vertex: usize,
        /// What stands for the longitude.
        x: f64,
        /// What stands for the latitude.
        y: f64,
    },
    /// An edge that is longer the way it is drawn than over the antimeridian.
    OverAntimeridian {
        /// The part.
        part: usize,
        /// The ring in it.
        ring: usize,
        /// The vertex at which the edge begins.
        vertex: usize,
    },
    /// An outer ring with fewer than three distinct points.
    TooFewPoints {
        /// The part.
        part: usize,
    },
    /// A ring that is listed as a hole and lies outside its outer ring, or in another hole: land of its own,
    /// or a hole that was misplaced.
    StrayRing {
        /// The part.
        part: usize,
        /// The ring in it.
        ring: usize,
    },
    /// No area is enclosed.
    NoArea,
    /// A ring crosses itself more often than can be redrawn.
    TooTangled {
        /// How often it may.
        most: usize,
    },
    /// Rings cross or touch in a way that cannot be redrawn.
    NotRedrawn,
    /// Rings cross, and the two ways to read them differ by more than 1 %.
    Ambiguous {
        /// Land that lies inside an odd number of rings.
        even_odd: Hectares,
        /// Land that any ring goes around.
        non_zero: Hectares,
    },
}

impl InvalidBoundary {
    /// What was expected and what was found, in words.
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => {
                Text::new("应有至少一个环，实际为空", "expected at least one ring, found none")
            }
            Self::NotOnGlobe { part, ring, vertex, x, y } => Text::new(
                format!(
                    "第 {part} 部分第 {ring} 环第 {vertex} 点：应为经度 -180…180、纬度 -90…90，实际为 {x}, {y}"
                ),
                format!(
                    "part {part}, ring {ring}, vertex {vertex}: expected a longitude in -180…180 and a \
                     latitude in -90…90, found {x}, {y}"
                ),
            ),
            Self::OverAntimeridian { part, ring, vertex } => Text::new(
                format!(
                    "第 {part} 部分第 {ring} 环第 {vertex} 点之后的边横跨 180° 以上的经度：跨越 180° 经线的边界应在该经线处切开，写成 MultiPolygon 的两个部分（RFC 7946）"
                ),
                format!(
                    "part {part}, ring {ring}: the edge after vertex {vertex} spans more than 180° of longitude; cut a \
                     boundary over the antimeridian in two parts of a MultiPolygon there (RFC 7946)"
                ),
            ),
            Self::TooFewPoints { part } => Text::new(
                format!("第 {part} 部分：外环应有至少三个不同的点"),
                format!("part {part}: expected an outer ring of at least three distinct points"),
            ),
            Self::StrayRing { part, ring } => Text::new(
                format!(
                    "第 {part} 部分第 {ring} 环按格式应为洞，却不在外环之内（或在另一个洞内），不知是用地还是洞；若是用地，请写成 MultiPolygon 的一个部分"
                ),
                format!(
                    "part {part}, ring {ring} stands where a hole does, but lies outside the outer ring or \
                     in another hole: land or not? If it is land, make it a part of a MultiPolygon"
                ),
            ),
            Self::NoArea => Text::new(
                "边界应围成面积，实际面积为零",
                "expected rings that enclose land, found no area",
            ),
            Self::TooTangled { most } => Text::new(
                format!("边界自相交超过 {most} 处，不再尝试修复；请先简化或重绘"),
                format!(
                    "a ring crosses itself more than {most} times, which is not redrawn; simplify or redraw it first"
                ),
            ),
            Self::NotRedrawn => Text::new(
                "边界自相交或自相触，无法重新构面；请重绘",
                "rings cross or touch in a way that cannot be redrawn; please redraw",
            ),
            Self::Ambiguous { even_odd, non_zero } => Text::new(
                format!(
                    "边界自相交，含义不明：两种解释的面积分别为 {even_odd} 和 {non_zero}，请改正"
                ),
                format!(
                    "rings cross, and it is not clear which land is meant: {even_odd} or {non_zero}; \
                     please redraw"
                ),
            ),
        }
    }
}

impl fmt::Display for InvalidBoundary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}
