//! What the names of a file's columns say beyond which they are, and which are not there.

use super::reading::Reading;
use crate::ReadError;
use crate::rows::{Bracket, Header, Wanted, datum};
use parkward_model::{IssueKind, Survey, Text};

/// Columns of coordinates.
const PLACES: [&str; 3] = ["lon", "lat", "lonlat"];

impl Reading<'_> {
    /// Notes what stands in brackets behind the names of columns and is not understood. Fails if one of
    /// coordinates names another datum than that of `crs`, in which they were read. `placed`: whether positions
    /// were read from columns at all.
    pub(super) fn check_brackets(
        &self,
        crs: &str,
        placed: bool,
        header: &Header,
        survey: &mut Survey,
    ) -> Result<(), ReadError> {
        for wanted in &self.wanted {
            if PLACES.contains(&&*wanted.key) && !placed {
                continue;
            }
            let Some((at, bracket)) = wanted.bracket(&header.columns) else { continue };
            let (column, key) = (header.columns[at].trim().to_owned(), &wanted.key);
            match bracket {
                Bracket::Datum(said) if is_shifted(said) != is_shifted(crs) => {
                    let (file, crs) = (self.source.label(), crs.to_owned());
                    return Err(ReadError::Datum { file, column, said, crs });
                }
                Bracket::Datum(_) => {}
                Bracket::Unknown(inside) => survey.notes.push(self.note(
                    None,
                    IssueKind::UnreadUnit,
                    Text::new(
                        format!("列 {column} 括号中的“{inside}”未被理解，单元格按原样读取（作为 {key}）"),
                        format!(
                            "column {column}: what its brackets say ({inside}) is not understood; its cells are \
                             read as they stand, as {key}"
                        ),
                    ),
                )),
                Bracket::NoUnit(inside) => survey.notes.push(self.note(
                    None,
                    IssueKind::UnreadUnit,
                    Text::new(
                        format!(
                            "列 {column} 未读取：括号中的“{inside}”不是 {key} 可用的单位（数值若无误，请写 columns.{key} = \"{column}\"）"
                        ),
                        format!(
                            "column {column} is not read: its brackets ({inside}) are no unit that {key} can have; \
                             write columns.{key} = \"{column}\" to take its numbers as they stand"
                        ),
                    ),
                )),
            }
        }
        Ok(())
    }

    /// Fails if the columns of coordinates, which nobody has named, are one of `x, y` and one of longitude and
    /// latitude while the file has more of them: a position would be made of two.
    pub(super) fn check_pair(&self, header: &Header) -> Result<(), ReadError> {
        let columns = &header.columns;
        let of = |key: &str| self.wanted.iter().rfind(|w| w.key == key && !w.named);
        let (Some(lon), Some(lat)) = (of("lon"), of("lat")) else { return Ok(()) };
        let (Some(x), Some(y)) = (lon.find(columns), lat.find(columns)) else { return Ok(()) };
        if is_plane(&columns[x]) == is_plane(&columns[y]) {
            return Ok(());
        }
        let is_other = |(at, column): &(usize, &String)| {
            let column = std::slice::from_ref(*column);
            ![x, y].contains(at) && (lon.find(column).is_some() || lat.find(column).is_some())
        };
        let Some((_, other)) = columns.iter().enumerate().find(is_other) else { return Ok(()) };
        let [lon, lat, other] = [&columns[x], &columns[y], other].map(|c| c.trim().to_owned());
        Err(ReadError::Pairs { file: self.source.label(), lon, lat, other })
    }

    /// Notes columns of numbers, coordinates and industry that are not read because another of the same meaning
    /// is. Which one counts is as the user says, where the user does.
    pub(super) fn note_second(&self, placed: bool, header: &Header, survey: &mut Survey) {
        let columns = &header.columns;
        let found = |wanted: &Wanted| wanted.find(columns);
        let used: Vec<usize> = self.wanted.iter().filter_map(found).collect();
        let place = |key: &str| self.require(key, header).is_ok();
        let mut told = |ignored: &str, read: &str| {
            survey.notes.push(self.note(
                None,
                IssueKind::SecondColumn,
                Text::new(
                    format!("列 {ignored} 未读取：含义与 {read} 相同，以后者为准"),
                    format!("column {ignored} is not read: it means the same as {read}, which is"),
                ),
            ));
        };
        for wanted in self.wanted.iter().filter(|wanted| !wanted.named) {
            let Some(at) = found(wanted) else { continue };
            let is_place = PLACES.contains(&&*wanted.key);
            if !(wanted.numbers || is_place || wanted.key == "industry") || is_place && !placed {
                continue;
            }
            let is_second =
                |(_, column): &(usize, &String)| wanted.find(&[(*column).clone()]).is_some();
            let others = columns.iter().enumerate().filter(|(other, _)| !used.contains(other));
            for (_, second) in others.filter(is_second) {
                told(second.trim(), columns[at].trim());
            }
            if wanted.key == "lonlat" && place("lon") && place("lat") {
                let read = ["lon", "lat"].map(|key| self.column(key, header));
                told(columns[at].trim(), &read.join(", "));
            }
        }
    }

    /// Notes which of the columns `keys` the file does not have.
    pub(super) fn note_absent(&self, keys: &[&str], header: &Header, survey: &mut Survey) {
        for key in keys.iter().filter(|key| self.require(key, header).is_err()) {
            let columns = header.columns.join(", ");
            survey.notes.push(self.note(
                None,
                IssueKind::AbsentColumn,
                Text::new(
                    format!("没有 {key} 列，按未知处理；文件的列为 {columns}"),
                    format!("has no column for {key}, which counts as unknown; its columns are {columns}"),
                ),
            ));
        }
    }
}

/// Whether a column of coordinates is called X or Y, with a unit or without.
fn is_plane(column: &str) -> bool {
    let name = column.trim_start();
    let mut letters = name.chars().map(|c| c.to_ascii_lowercase());
    matches!(letters.next(), Some('x' | 'y' | 'Ｘ' | 'Ｙ' | 'ｘ' | 'ｙ'))
        && letters.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Which of the shifted datums a CRS has; all others agree to within a metre or so, or are transformed.
fn is_shifted(crs: &str) -> Option<&'static str> {
    datum(crs).filter(|crs| matches!(*crs, "gcj02" | "bd09"))
}
