//! Markdown tables.

use std::fmt::Write as _;

/// How a column is aligned.
#[derive(Clone, Copy)]
pub(crate) enum Align {
    Left,
    Right,
}

/// A table of a fixed number of columns.
pub(crate) struct MarkdownTable {
    text: String,
}

impl MarkdownTable {
    /// A table without rows. Headings are trusted text.
    pub(crate) fn new(columns: &[(&str, Align)]) -> Self {
        let mut text = String::from("|");
        for (heading, _) in columns {
            let _ = write!(text, " {heading} |");
        }
        text.push_str("\n|");
        for (_, align) in columns {
            text.push_str(match align {
                Align::Left => "---|",
                Align::Right => "---:|",
            });
        }
        text.push('\n');
        Self { text }
    }

    /// Adds a row. Cells are Markdown; pass what comes from files through [`escaped`].
    pub(crate) fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.text.push('|');
        for cell in cells {
            let _ = write!(self.text, " {} |", cell.as_ref());
        }
        self.text.push('\n');
    }

    /// The Markdown, ending in a newline.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Text of unknown origin, safe in a Markdown table cell and in a line: it can neither end the
/// cell, nor open a tag, nor change the type.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '#' | '~' => {
                safe.push('\\');
                safe.push(c);
            }
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_stays_in_its_cell() {
        let mut table = MarkdownTable::new(&[("Park", Align::Left), ("ha", Align::Right)]);
        table.row([escaped("A|B\n<script>*x*"), "1.0".to_owned()]);
        assert_eq!(
            table.finish(),
            "| Park | ha |\n|---|---:|\n| A\\|B &lt;script&gt;\\*x\\* | 1.0 |\n"
        );
    }
}
