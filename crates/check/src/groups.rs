//! Issues of one kind in one file, together: 370 of them are one line.

use crate::issue::Issue;
use crate::kinds::rank;

/// Issues of one kind in one file, in the order of their rows.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a>(&'a [Issue]);

impl<'a> Group<'a> {
    /// The issues; there is at least one.
    pub fn issues(&self) -> &'a [Issue] {
        self.0
    }

    /// The first of them.
    pub fn first(&self) -> &'a Issue {
        &self.0[0]
    }
}

/// Puts issues in order: the most serious kinds first, of a kind by file, row, id and column.
pub(crate) fn sort(issues: &mut [Issue]) {
    issues.sort_by(|a, b| {
        let key = |issue: &Issue| (rank(issue.kind), issue.row);
        key(a).0.cmp(&key(b).0).then_with(|| {
            (&a.file, a.row, &a.id, &a.column, &a.text.en)
                .cmp(&(&b.file, b.row, &b.id, &b.column, &b.text.en))
        })
    });
}

/// The groups of issues that are in order.
pub fn groups(issues: &[Issue]) -> impl Iterator<Item = Group<'_>> {
    issues.chunk_by(|a, b| a.kind == b.kind && a.file == b.file).map(Group)
}
