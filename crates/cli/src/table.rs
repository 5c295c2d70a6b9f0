//! Tables on the terminal.

use comfy_table::{CellAlignment, ContentArrangement, Row, Table, presets};
use std::ops::Range;

/// A table whose columns in `numbers` are set to the right.
pub(crate) fn table<R: Into<Row>>(
    header: impl Into<Row>,
    numbers: Range<usize>,
    rows: impl IntoIterator<Item = R>,
) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header)
        .add_rows(rows);
    for column in numbers {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}
