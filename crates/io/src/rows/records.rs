//! Records of delimited text (RFC 4180) with the lines that an editor shows.

use std::borrow::Cow;

/// Records one by one. Lines end as any system ends them: CR LF, LF or CR.
///
/// A quote that nothing closes would make one cell of all that follows. The line that it stands on is then a
/// record that is not whole, and the next begins behind it: one stray quote costs one line. The same is done
/// if a later quote closes it by accident: each of the lines in between then has the full number of cells.
#[derive(Clone)]
pub(super) struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    /// How many cells a record should have; 0: that is not known.
    width: usize,
    /// Where the next record begins, or the ends of lines before it.
    at: usize,
    /// The line there, from 1.
    line: u64,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, delimiter: u8) -> Self {
        Self { text, delimiter, width: 0, at: 0, line: 1 }
    }

    /// How many cells records have from here on.
    pub(super) fn expect_cells(&mut self, width: usize) {
        self.width = width;
    }

    /// The next record: its cells, its line, and whether it is whole; if it is not, the line is its only
    /// cell. Empty lines are no records.
    pub(super) fn next(&mut self, cells: &mut Vec<Cow<'a, str>>) -> Option<(u64, bool)> {
        cells.clear();
        self.at += self.pass(self.at, |rest| rest.find(|c| c != '\r' && c != '\n'));
        if self.at == self.text.len() {
            return None;
        }
        let line = self.line;
        match self.record(cells) {
            Some(end) => {
                let start = self.at;
                self.pass(start, |_| Some(end - start));
                self.at = end;
                Some((line, true))
            }
            None => {
                let whole = self.lines(self.text.len()).next().unwrap_or_default();
                cells.clear();
                cells.push(whole.into());
                self.at += whole.len();
                Some((line, false))
            }
        }
    }

    /// Counts the lines that end in a stretch of text, and says how long it is.
    fn pass(&mut self, start: usize, length: impl Fn(&str) -> Option<usize>) -> usize {
        let rest = &self.text[start..];
        let length = length(rest).unwrap_or(rest.len());
        let bytes = rest.as_bytes();
        for place in 0..length {
            let ends = match bytes[place] {
                b'\n' => true,
                b'\r' => bytes.get(place + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u64::from(ends);
        }
        length
    }

    /// The lines from here to `end`.
    fn lines(&self, end: usize) -> impl Iterator<Item = &'a str> {
        let text = &self.text[self.at..end];
        text.split(['\r', '\n'])
    }

    /// Fills in the cells of the record that begins here, and says where it ends; `None` if a quote is
    /// astray.
    fn record(&self, cells: &mut Vec<Cow<'a, str>>) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let ends = |at: usize| {
            bytes
                .get(at)
                .is_none_or(|byte| *byte == self.delimiter || matches!(byte, b'\r' | b'\n'))
        };
        let mut at = self.at;
        let mut quoted = false;
        loop {
            let start = at;
            if bytes.get(at) == Some(&b'"') {
                quoted = true;
                at = self.quoted(at + 1, cells)?;
                while !ends(at) && matches!(bytes[at], b' ' | b'\t') {
                    at += 1;
                }
                if !ends(at) {
                    return None;
                }
            } else {
                while !ends(at) {
                    at += 1;
                }
                cells.push(self.text[start..at].into());
            }
            if bytes.get(at) != Some(&self.delimiter) {
                break;
            }
            at += 1;
        }
        if quoted && self.is_by_chance(at) { None } else { Some(at) }
    }

    /// The cell whose opening quote stands before `start`; says where its closing one ends.
    fn quoted(&self, start: usize, cells: &mut Vec<Cow<'a, str>>) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut doubled = false;
        let mut at = start;
        loop {
            at += self.text[at..].find('"')?;
            if bytes.get(at + 1) != Some(&b'"') {
                break;
            }
            doubled = true;
            at += 2;
        }
        let cell = &self.text[start..at];
        cells.push(if doubled { cell.replace("\"\"", "\"").into() } else { cell.into() });
        Some(at + 1)
    }

    /// Whether a record up to `end` is several lines each of which could be one.
    fn is_by_chance(&self, end: usize) -> bool {
        let delimiter = char::from(self.delimiter);
        let full = |line: &&str| !line.is_empty();
        let mut lines = self.lines(end).filter(full).peekable();
        let could = |line: &str| line.matches(delimiter).count() + 1 == self.width;
        lines.next().is_some_and(could)
            && lines.peek().is_some()
            && self.width > 1
            && lines.all(could)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines, and cells joined with `|`; `!` before a line that is no record.
    fn read(text: &str, width: usize) -> Vec<String> {
        let mut records = Records::new(text, b',');
        records.expect_cells(width);
        let mut cells = Vec::new();
        let mut found = Vec::new();
        while let Some((line, whole)) = records.next(&mut cells) {
            let mark = if whole { "" } else { "!" };
            found.push(format!("{mark}{line} {}", cells.join("|")));
        }
        found
    }

    #[test]
    fn lines_are_counted_however_they_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["id,x", "", "A,\"two", "lines\"", "", "", "B,2"].join(end);
            let cell = format!("3 A|two{end}lines");
            assert_eq!(read(&text, 0), ["1 id|x".to_owned(), cell, "7 B|2".to_owned()]);
        }
        assert_eq!(read("", 0), [""; 0]);
        assert_eq!(read("a\n", 0), ["1 a"]);
        assert_eq!(read("a,\n,", 0), ["1 a|", "2 |"]);
        assert_eq!(read("\"a \"\"b\"\"\" ,c\"d\n", 0), ["1 a \"b\"|c\"d"]);
    }

    #[test]
    fn a_stray_quote_costs_one_line() {
        assert_eq!(read("A,\"x,1\nB,y,2\nC,z,3", 3), ["!1 A,\"x,1", "2 B|y|2", "3 C|z|3"]);
        // Closed by the next quote, behind which no cell ends.
        assert_eq!(read("A,\"x,1\nB,y,2\nC,\"z\",3", 3), ["!1 A,\"x,1", "2 B|y|2", "3 C|z|3"]);
        // Closed by chance.
        assert_eq!(read("A,\"x,1\nB,y\",2", 3), ["!1 A,\"x,1", "2 B|y\"|2"]);
        // Meant.
        assert_eq!(read("A,\"x\ny, z\",1\nB,y,2", 3), ["1 A|x\ny, z|1", "3 B|y|2"]);
        assert_eq!(read("A,\"x\"y,1\nB,y,2", 3), ["!1 A,\"x\"y,1", "2 B|y|2"]);
    }
}
