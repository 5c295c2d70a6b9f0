//! What a sheet is made of.

use std::ops::Range;

/// A sheet: what is said on it, in one language, whatever file it becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Whom it is about.
    pub(crate) title: String,
    /// Of which plan it is, a line each.
    pub(crate) about: Vec<String>,
    /// The verdict, in large.
    pub(crate) verdict: String,
    /// The rest, from top to bottom.
    pub(crate) blocks: Vec<Block>,
    /// At the foot of every page.
    pub(crate) foot: String,
}

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    /// The decision in a sentence or two, which stands out.
    Lead(Vec<String>),
    /// A heading.
    Heading(String),
    /// A sentence.
    Sentence(String),
    /// What and how much, two columns.
    Facts(Vec<[String; 2]>),
    /// A table.
    Table(Table),
    /// A small map as SVG, and what it shows.
    Map { svg: String, caption: String },
    /// What has to be known of the data.
    Notice(String),
    /// Who signs, each with a line and a date.
    Signatures { who: Vec<String>, date: String },
}

/// A table, whose columns in `numbers` are set to the right.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The heads of the columns.
    pub header: Vec<String>,
    /// Which columns hold numbers.
    pub numbers: Range<usize>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// A column's head in lines: what it is, then its unit.
pub(super) fn head_lines(head: &str) -> impl Iterator<Item = &str> {
    let at = head.find('（').filter(|at| *at > 0).unwrap_or(head.len());
    [&head[..at], &head[at..]].into_iter().filter(|line| !line.is_empty())
}

/// Text as it may stand on a sheet: control characters are spaces, and what would turn the direction of the words
/// around it is shown as □.
pub(super) fn inert(text: &str) -> String {
    let turned = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .map(|c| if turned(c) { '□' } else { c })
        .collect()
}
