//! A sheet: its rows with the cells that it shows, merged ones filled.

use super::shown::Shown;

/// A sheet of a workbook.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Those that the file has, in order.
    pub(super) rows: Vec<SheetRow>,
    pub(super) merges: Vec<Merge>,
    /// Whether a filter is set, which hides rows.
    pub(super) filtered: bool,
}

#[derive(Default)]
pub(super) struct SheetRow {
    /// As the sheet shows it, from 1.
    pub(super) number: u64,
    pub(super) hidden: bool,
    pub(super) cells: Vec<Shown>,
    /// Which of its cells belong to other rows too.
    pub(super) merged: Vec<usize>,
}

/// Cells that are shown as one: rows from 1, and the first column from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merge {
    pub(super) column: usize,
    pub(super) first: u64,
    pub(super) last: u64,
}

impl SheetRow {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| matches!(cell, Shown::Nothing))
    }

    /// Puts a cell at a column.
    pub(super) fn put(&mut self, column: usize, cell: Shown) {
        if matches!(cell, Shown::Nothing) {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Shown::Nothing);
        }
        self.cells[column] = cell;
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.cells.iter().map(Shown::text).collect()
    }
}

impl Sheet {
    pub(super) fn is_blank(&self) -> bool {
        self.rows.iter().all(SheetRow::is_blank)
    }

    /// Puts the value of cells that are merged downwards into each of their rows.
    pub(super) fn fill_merged(&mut self) {
        self.merges.retain(|merge| merge.last > merge.first);
        self.merges.sort_unstable();
        let mut end = (0, 0);
        for Merge { column, first, last } in std::mem::take(&mut self.merges) {
            // No program merges a cell twice; a file that says so must not cost more than its cells.
            if end.0 == column && first <= end.1 {
                continue;
            }
            end = (column, last);
            let from = self.rows.partition_point(|row| row.number < first);
            let upto = self.rows.partition_point(|row| row.number <= last);
            let Some(anchor) = self.rows.get(from).filter(|row| row.number == first) else {
                continue;
            };
            let Some(value) = anchor.cells.get(column).cloned() else { continue };
            if matches!(value, Shown::Nothing) {
                continue;
            }
            for row in &mut self.rows[from..upto] {
                row.put(column, value.clone());
                row.merged.push(column);
            }
            self.merges.push(Merge { column, first, last });
        }
    }
}
