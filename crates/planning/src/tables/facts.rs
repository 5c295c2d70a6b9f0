//! Columns that several layers have: facts of the input, and lists of parks.

use parkward_layer::{Cell, ColumnKind, Table};
use parkward_model::{Facts, ParkId, Text, Value};
use std::collections::BTreeMap;

/// The ids of parks, joined with `", "`.
pub(crate) fn list<'a>(mut parks: impl ExactSizeIterator<Item = &'a ParkId>) -> Cell<'a> {
    match (parks.len(), parks.next()) {
        (1, Some(only)) => Cell::of_text(only.as_str()),
        (_, first) => {
            let ids: Vec<&str> = first.into_iter().chain(parks).map(ParkId::as_str).collect();
            Cell::of_words(ids.join(", "))
        }
    }
}

/// Adds a column for every fact that any row has, under the fact's own name unless it is taken.
pub(crate) fn with_facts<'a, T: Copy + 'a>(
    mut table: Table<'a, T>,
    all: impl Iterator<Item = &'a Facts>,
    facts: impl Fn(T) -> &'a Facts + Copy + Send + Sync + 'a,
) -> Table<'a, T> {
    let mut kinds: BTreeMap<&str, ColumnKind> = BTreeMap::new();
    for (field, value) in all.flat_map(Facts::iter) {
        let kind = match value {
            Value::Flag(_) => ColumnKind::Flag,
            Value::Number(_) => ColumnKind::Real,
            Value::Word(_) => ColumnKind::Text,
        };
        let column = kinds.entry(field).or_insert(kind);
        // A column that holds more than one kind holds text.
        if *column != kind {
            *column = ColumnKind::Text;
        }
    }
    for (field, kind) in kinds {
        if table.has(field) {
            continue;
        }
        let title = Text::new(field, field);
        table = table.column(field, title, kind, move |row| facts(row).value(field));
    }
    table
}
