//! What was read: everything that was usable, and everything that was not.

use crate::{Enterprise, IssueKind, Lang, Park, ParkId, Project, Text, Zone};
use geo_types::Coord;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which of the inputs a row belongs to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Layer")]
pub enum InputKind {
    /// The parks.
    Parks,
    /// The enterprises.
    Enterprises,
    /// The zones.
    Zones,
    /// The new projects.
    Projects,
    /// The roads.
    Roads,
    /// The gates of parks.
    Gates,
}

/// A row that could not be used, and why. It is counted and written out, never dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reject {
    /// Which input.
    #[serde(rename = "layer")]
    pub kind: InputKind,
    /// The file's name.
    pub file: String,
    /// The line of a text file, else the feature's number, from 1.
    pub row: u64,
    /// The row's id, where it had a readable one.
    pub id: Option<String>,
    /// The column, as the user's file calls it.
    pub column: String,
    /// What would have been usable.
    pub expected: Text,
    /// What stood there: the same in both languages but where words of ours say it.
    pub found: Text,
    /// What kind of trouble it is; plans do not carry it.
    #[serde(skip)]
    pub issue: IssueKind,
    /// Where the row would stand, in degrees on WGS84, if that could be read; plans do not carry it.
    #[serde(skip)]
    pub at: Option<Coord<f64>>,
}

impl Reject {
    /// What stood there, for the end of a sentence: in Chinese, what a file says is quoted.
    pub fn found_in(&self, lang: Lang) -> String {
        let Text { zh, en } = &self.found;
        match lang {
            Lang::Zh if zh == en => format!("“{zh}”"),
            Lang::Zh => zh.clone(),
            Lang::En => en.clone(),
        }
    }
}

/// Something the user should know about an input that was used all the same: a ring that was
/// repaired, two parks that overlap, an encoding that was detected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// The file's name.
    pub file: String,
    /// The row, where the note is about one.
    pub row: Option<u64>,
    /// What was seen and what was done.
    pub text: Text,
    /// What kind of thing it is about; plans do not carry it.
    #[serde(skip)]
    pub issue: IssueKind,
}

/// One input file, as it was when it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// What it was read as.
    #[serde(rename = "layer")]
    pub kind: InputKind,
    /// The path as the plan file gives it.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal; empty for a database connection.
    pub sha256: String,
    /// The CRS it was read in.
    pub crs: String,
    /// Rows in it, used or not.
    pub rows: u64,
    /// Rows of them that could not be used; 0 in older plans.
    #[serde(default)]
    pub rejected: u64,
}

/// How an input file was read, for whoever checks it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HowRead {
    /// Where the CRS comes from.
    pub crs_from: CrsFrom,
    /// The columns that were read, in the order in which they are asked for.
    pub columns: Vec<ColumnRead>,
    /// The file's columns that were not read, in its order.
    pub unread: Vec<String>,
}

/// Where the CRS of an input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CrsFrom {
    /// The plan file or the command line says it.
    Configured,
    /// The file says it.
    Declared,
    /// Nobody says it: WGS84.
    Default,
}

/// One column of an input that was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnRead {
    /// What it was read as: Parkward's name of it, or a field of the rule book's.
    #[serde(rename = "as")]
    pub key: String,
    /// What the file calls it.
    pub column: String,
    /// Whether the plan file names it; else it was found by its name.
    pub configured: bool,
    /// The unit of its numbers, where it is one of land or says one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// Parks and enterprises as read, with the rows that were not usable.
///
/// Rows are conserved: the enterprises plus the rejects of [`InputKind::Enterprises`] are the rows of
/// the enterprise input, and likewise for parks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// Parks in the order of their ids.
    pub parks: Vec<Park>,
    /// Enterprises in the order of their rows.
    pub enterprises: Vec<Enterprise>,
    /// Zones, input by input, in the order of their rows.
    #[serde(default)]
    pub zones: Vec<Zone>,
    /// New projects in the order of their rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<Project>,
    /// Rows that were not usable, in the order of input and row.
    pub rejects: Vec<Reject>,
    /// What the user should know of the inputs.
    pub notes: Vec<Note>,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// How each of them was read; empty in a survey that comes out of a plan.
    #[serde(skip)]
    pub how_read: Vec<HowRead>,
    /// The row of each park in its file; empty in a survey that comes out of a plan.
    #[serde(skip)]
    pub park_rows: BTreeMap<ParkId, u64>,
    /// Pairs of parks of which the first lies in the second, by position; `None` until somebody has
    /// compared the boundaries, which takes its time where they are long.
    #[serde(skip)]
    pub nested: Option<Vec<(usize, usize)>>,
}

impl Survey {
    /// The row of that id that could not be used, if there is one.
    pub fn rejected(&self, kind: InputKind, id: &str) -> Option<&Reject> {
        self.rejects.iter().find(|reject| reject.kind == kind && reject.id.as_deref() == Some(id))
    }
}
