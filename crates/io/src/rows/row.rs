//! Rows of cells, and what is known of the file that they stand in.

use super::drawn::Drawn;
use super::problem::Problem;
use crate::quantity::half_width;
use crate::{ReadError, Source};
use compact_str::{CompactString, ToCompactString};
use parkward_model::{Dimension, Note, most_like};
use std::borrow::Cow;

/// One cell; an empty one is absent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Texts up to 24 bytes, as most ids and codes are, are stored without an allocation.
    Text(CompactString),
    Number(f64),
    Flag(bool),
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(flag) => write!(f, "{flag}"),
        }
    }
}

impl Cell {
    /// A cell of a text file: absent if there is nothing but blanks in it.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self::Text(text.into()))
    }

    /// A whole number; identifiers beyond 2^53 are kept as text.
    pub(super) fn of_integer(number: i64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
        if number.unsigned_abs() < 1 << 53 {
            Self::Number(number as f64)
        } else {
            Self::Text(number.to_compact_string())
        }
    }

    /// The cell as text.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.as_str().into(),
            // Most ids that are numbers are whole, and whole numbers are written faster.
            #[expect(clippy::cast_possible_truncation, reason = "compared with what it was")]
            #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
            Self::Number(number)
                if number.abs() < 9e15 && (*number as i64) as f64 == *number && *number != 0.0 =>
            {
                (*number as i64).to_string().into()
            }
            Self::Number(_) | Self::Flag(_) => self.to_string().into(),
        }
    }
}

/// One row; by default there is nothing in it.
pub(crate) struct Row {
    /// The line of a text file or the row of a sheet, as an editor shows it; else the feature's number, from 1.
    pub(crate) number: u64,
    /// The row's cells by wanted column, or why the row could not be read at all.
    pub(crate) cells: Result<Vec<Option<Cell>>, Problem>,
    /// The geometry, where the format has one.
    pub(crate) drawn: Drawn,
    /// Why the row cannot be used, although its other cells can be read.
    pub(crate) problem: Option<Problem>,
}

impl Default for Row {
    fn default() -> Self {
        Self { number: 0, cells: Ok(Vec::new()), drawn: Drawn::default(), problem: None }
    }
}

/// What is known of a file once its rows are read.
#[derive(Default)]
pub(crate) struct Header {
    /// Every column that the file has, in its order.
    pub(crate) columns: Vec<String>,
    /// The CRS that the file itself declares, as text that [`parkward_crs::parse`] reads.
    pub(crate) crs: Option<String>,
    /// What was decided while reading.
    pub(crate) notes: Vec<Note>,
    /// The file with the table, if that is not there.
    pub(crate) without_table: Option<String>,
}

/// A column to read: the first of `names` that the file has.
pub(crate) struct Wanted {
    /// What it is wanted for.
    pub(crate) key: String,
    /// Names to look for, in order.
    pub(crate) names: Vec<String>,
    /// Whether the user named it, so that its absence is an error.
    pub(crate) named: bool,
    /// Whether its cells are numbers or coordinates; what else they say is text, and stays as it stands.
    pub(crate) numbers: bool,
}

impl Wanted {
    /// Which of the file's columns it is: the one of that name, whatever its case, width and blanks, else one with
    /// a unit in brackets behind it.
    pub(crate) fn find(&self, columns: &[String]) -> Option<usize> {
        let at = |is: &dyn Fn(&str, &str) -> bool| {
            let name = |name: &String| columns.iter().position(|column| is(column.trim(), name));
            self.names.iter().find_map(name)
        };
        let as_written = at(&|column, name| column == name)
            .or_else(|| at(&|column, name| column.eq_ignore_ascii_case(name)));
        as_written.or_else(|| {
            let columns: Vec<String> = columns.iter().map(|column| folded(column)).collect();
            let names: Vec<String> = self.names.iter().map(|name| folded(name)).collect();
            let at = |is: &dyn Fn(&String, &String) -> bool| {
                names.iter().find_map(|name| columns.iter().position(|column| is(column, name)))
            };
            at(&|column, name| column == name).or_else(|| {
                at(&|column, name| {
                    let found = split_unit(column);
                    found.is_some_and(|(base, unit)| base == name && self.may_be_in(unit))
                })
            })
        })
    }

    /// The unit that the column's name carries, if what is wanted of it is measured in such units. What is kept
    /// as it is has none.
    pub(crate) fn unit(&self, column: &str) -> Option<String> {
        let column = folded(column);
        let (_, unit) = split_unit(&column)?;
        let dimension = Dimension::of(&self.key).filter(|_| !self.is_kept())?;
        dimension.factor(unit).map(|_| unit.to_owned())
    }

    /// Whether a column whose name only matches without its unit in brackets is accepted.
    pub(super) fn may_be_in(&self, unit: &str) -> bool {
        !self.is_kept()
            && match Dimension::of(&self.key) {
                // A share is a number by its name; 12 in per cent would be another.
                None => !matches!(unit, "%" | "‰"),
                Some(Dimension::Longitude | Dimension::Latitude) => true,
                // People are counted in nothing else: what is no unit says which of them.
                Some(Dimension::People) if !Dimension::is_unit(unit) => true,
                Some(dimension) => dimension.factor(unit).is_some(),
            }
    }

    pub(super) fn is_kept(&self) -> bool {
        self.named && self.names == [self.key.as_str()]
    }
}

/// The name of a column in small half-width letters without blanks.
pub(super) fn folded(name: &str) -> String {
    let marks = |c: char| c.is_whitespace() || c == '*';
    half_width(name).to_lowercase().replace(marks, "")
}

/// The name of a column, and the unit in brackets at its end.
pub(super) fn split_unit(folded: &str) -> Option<(&str, &str)> {
    let (base, unit) = folded.strip_suffix([')', ']'])?.rsplit_once(['(', '['])?;
    Some((base, unit.strip_prefix("单位:").unwrap_or(unit)))
}

/// Where the wanted columns are, and the units in their names.
#[derive(Default)]
pub(super) struct Places {
    pub(super) at: Vec<Option<usize>>,
    units: Vec<Option<String>>,
}

impl Places {
    pub(super) fn of(wanted: &[Wanted], columns: &[String]) -> Self {
        let at: Vec<_> = wanted.iter().map(|wanted| wanted.find(columns)).collect();
        let unit = |(wanted, at): (&Wanted, &Option<usize>)| wanted.unit(&columns[(*at)?]);
        Self { units: wanted.iter().zip(&at).map(unit).collect(), at }
    }

    /// Whether no column's name carries a unit.
    pub(super) fn without_units(&self) -> bool {
        self.units.iter().all(Option::is_none)
    }

    /// Writes the units behind numbers that have none of their own.
    pub(super) fn with_units(&self, mut cells: Vec<Option<Cell>>) -> Vec<Option<Cell>> {
        for (cell, unit) in cells.iter_mut().zip(&self.units) {
            let (Some(some), Some(unit)) = (cell.as_ref(), unit) else { continue };
            let text = some.to_string();
            if half_width(&text).ends_with(|c: char| c.is_ascii_digit()) {
                *cell = Some(Cell::Text(format!("{text}{unit}").into()));
            }
        }
        cells
    }
}

/// What takes rows, one by one: a file of a million is never in memory.
pub(crate) trait Rows {
    /// Called once, before the first row, with the CRS that the file declares. In a GeoJSON file
    /// that may stand behind the rows: the header, which comes last, then says otherwise.
    fn start(&mut self, crs: Option<&str>) -> Result<(), ReadError>;

    /// Called for each row, in the order of the file. The row may be taken out of `row`; what is left in it
    /// is not read, and its memory is used again.
    fn row(&mut self, row: &mut Row) -> Result<(), ReadError>;
}

/// Which columns are wanted and where they are; an error if one that the user named is not there, or if one
/// stands there twice.
pub(super) fn locate(
    source: &Source,
    wanted: &[Wanted],
    columns: &[String],
) -> Result<Places, ReadError> {
    let places = Places::of(wanted, columns);
    for (wanted, at) in wanted.iter().zip(&places.at) {
        let Some(at) = *at else {
            if wanted.named {
                return Err(missing(source, wanted, columns));
            }
            continue;
        };
        let name = columns[at].trim();
        let again = columns[at + 1..].iter().position(|column| column.trim() == name);
        if let Some(again) = again {
            return Err(ReadError::Twice {
                file: source.label(),
                column: name.to_owned(),
                first: at + 1,
                second: at + again + 2,
            });
        }
    }
    Ok(places)
}

/// The error for a column that is not there.
pub(crate) fn missing(source: &Source, wanted: &Wanted, columns: &[String]) -> ReadError {
    let column = wanted.names.first().cloned().unwrap_or_default();
    ReadError::Column {
        file: source.label(),
        key: wanted.key.clone(),
        nearest: most_like(&column, columns.iter().map(String::as_str)),
        known: columns.join(", "),
        column,
    }
}
