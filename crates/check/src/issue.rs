//! One thing that is wrong, or worth knowing, at one place.

use crate::kinds::about;
use crate::severity::Severity;
use geo_types::{Coord, Point};
use parkward_model::{IssueKind, Text};
use serde::{Serialize, Serializer};

/// One thing that is wrong, or worth knowing, at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// What kind of thing.
    pub kind: IssueKind,
    /// The file that it is in, as the plan file names it.
    pub file: String,
    /// The row, as an editor shows it, where it is about one.
    pub row: Option<u64>,
    /// The row's id, where it has one.
    pub id: Option<String>,
    /// The column, as the file calls it or as Parkward does.
    pub column: Option<String>,
    /// What stands there.
    pub value: String,
    /// Where it was taken to be, in degrees on WGS84.
    pub at: Option<Coord<f64>>,
    /// What is wrong.
    pub text: Text,
    /// What would mend it; nothing is mended by itself.
    pub fix: Text,
}

impl Issue {
    /// An issue of a whole file, with the words of its kind.
    pub(crate) fn in_file(kind: IssueKind, file: &str) -> Self {
        let about = about(kind);
        Self {
            kind,
            file: file.to_owned(),
            row: None,
            id: None,
            column: None,
            value: String::new(),
            at: None,
            text: about.label(),
            fix: about.fix(),
        }
    }

    pub(crate) fn row(self, row: Option<u64>, id: &str) -> Self {
        Self { row, id: Some(id.to_owned()), ..self }
    }

    pub(crate) fn column(self, column: &str) -> Self {
        Self { column: Some(column.to_owned()), ..self }
    }

    pub(crate) fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    pub(crate) fn at(self, at: Option<Point<f64>>) -> Self {
        Self { at: at.map(|at| at.0), ..self }
    }

    pub(crate) fn text(self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { text: Text::new(zh, en), ..self }
    }

    pub(crate) fn fix(self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fix: Text::new(zh, en), ..self }
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        about(self.kind).severity
    }

    /// The key of its kind.
    pub fn key(&self) -> &'static str {
        about(self.kind).key
    }

    /// What its kind is called.
    pub fn label(&self) -> Text {
        about(self.kind).label()
    }
}

impl Serialize for Issue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record<'a> {
            severity: Severity,
            kind: &'static str,
            label: Text,
            file: &'a str,
            row: Option<u64>,
            id: Option<&'a str>,
            column: Option<&'a str>,
            value: &'a str,
            lon: Option<f64>,
            lat: Option<f64>,
            text: &'a Text,
            fix: &'a Text,
        }
        Record {
            severity: self.severity(),
            kind: self.key(),
            label: self.label(),
            file: &self.file,
            row: self.row,
            id: self.id.as_deref(),
            column: self.column.as_deref(),
            value: &self.value,
            lon: self.at.map(|at| at.x),
            lat: self.at.map(|at| at.y),
            text: &self.text,
            fix: &self.fix,
        }
        .serialize(serializer)
    }
}
