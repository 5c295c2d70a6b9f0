//! Columns of numbers and texts, so laid out that they pack well: every number in as few bytes as the largest takes,
//! and of all of them the first byte, then the second, for neighbours in a column are alike in the upper ones.

use serde::Serialize;

/// Columns, one behind the other.
#[derive(Default)]
pub(crate) struct Columns {
    pub(crate) bytes: Vec<u8>,
    /// Where columns of numbers begin.
    begins: Vec<usize>,
}

/// Where a column lies, and how it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Column {
    kind: Kind,
    /// Its first byte.
    at: usize,
    /// How many values it has.
    len: usize,
    /// How many bytes a value takes; of texts: as many as the longest.
    bytes: usize,
    /// What a value is counted from, and in steps of what.
    from: i64,
    step: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// Numbers: 0 is none, and `n` is `from + (n - 1) * step`.
    Number,
    /// Positions in a list, likewise.
    Index,
    /// Numbers by their difference to the one before: 0, -1, 1, -2, 2 …
    Course,
    /// Texts: the byte `k` of all that are so long stands before their byte `k + 1`; their lengths are the column before.
    Text,
}

impl Columns {
    /// Adds a column of positions.
    pub(crate) fn index(&mut self, values: impl Iterator<Item = Option<usize>>) -> Column {
        let fit = |index: usize| i64::try_from(index).expect("fewer than 2^31 rows");
        Column { kind: Kind::Index, ..self.number(values.map(|index| index.map(fit))) }
    }

    /// Adds a column of whole numbers.
    pub(crate) fn number(&mut self, values: impl Iterator<Item = Option<i64>>) -> Column {
        let values: Vec<Option<i64>> = values.collect();
        let known = || values.iter().copied().flatten();
        let from = known().min().unwrap_or(0);
        let step = known().fold(0, |step, value| gcd(step, value - from)).max(1);
        let code = |value: i64| ((value - from) / step).cast_unsigned() + 1;
        self.add(Kind::Number, (from, step), values.iter().map(|value| value.map_or(0, code)))
    }

    /// Adds a column of whole numbers each of which is near the one before.
    pub(crate) fn course(&mut self, values: impl Iterator<Item = i64>) -> Column {
        let mut last = 0;
        let code = move |value: i64| {
            let by = value - last;
            last = value;
            ((by << 1) ^ (by >> 63)).cast_unsigned()
        };
        self.add(Kind::Course, (0, 1), values.map(code))
    }

    /// Adds a column of texts.
    pub(crate) fn texts<'a>(
        &mut self,
        texts: impl Iterator<Item = &'a str> + Clone,
    ) -> [Column; 2] {
        let lengths = self.index(texts.clone().map(|text| Some(text.len())));
        let mut left: Vec<&[u8]> = texts.map(str::as_bytes).collect();
        let (at, len) = (self.bytes.len(), left.len());
        let bytes = left.iter().map(|text| text.len()).max().unwrap_or(0);
        while !left.is_empty() {
            left.retain(|text| !text.is_empty());
            self.bytes.extend(left.iter().map(|text| text[0]));
            left.iter_mut().for_each(|text| *text = &text[1..]);
        }
        [lengths, Column { kind: Kind::Text, at, len, bytes, from: 0, step: 1 }]
    }

    fn add(
        &mut self,
        kind: Kind,
        (from, step): (i64, i64),
        codes: impl Iterator<Item = u64>,
    ) -> Column {
        let codes: Vec<u64> = codes.collect();
        let largest = codes.iter().copied().max().unwrap_or(0);
        let bytes = (u64::BITS - largest.leading_zeros()).div_ceil(8) as usize;
        let byte = |place: usize| codes.iter().map(move |code| code.to_le_bytes()[place]);
        let all = || (0..bytes).flat_map(byte);
        let size = bytes * codes.len();
        // Costs are distances where nothing else counts: what is there already is not told again.
        let alike = |at: &usize| {
            self.bytes[*at..].len() >= size
                && self.bytes[*at..].iter().copied().zip(all()).all(|(a, b)| a == b)
        };
        let at = match self.begins.iter().copied().find(alike) {
            Some(at) => at,
            None => {
                let at = self.bytes.len();
                self.bytes.extend(all());
                self.begins.push(at);
                at
            }
        };
        Column { kind, at, len: codes.len(), bytes, from, step }
    }
}

/// The greatest number that divides both.
fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_bytes_that_they_need() {
        let mut columns = Columns::default();
        // From 700 in steps of 100: 1, none, 2, 301.
        let land = columns.number([Some(700), None, Some(800), Some(30_700)].into_iter());
        assert_eq!((land.from, land.step, land.bytes, land.len), (700, 100, 2, 4));
        assert_eq!(columns.bytes, [1, 0, 2, 45, 0, 0, 0, 1]);
        let none = columns.number([None, None].into_iter());
        assert_eq!((none.len, none.bytes), (2, 0));
        let one = columns.number([Some(-5)].into_iter());
        assert_eq!((one.from, one.step, one.bytes), (-5, 1, 1));
        assert_eq!(columns.index([None, Some(7)].into_iter()).from, 7);
        let before = columns.bytes.len();
        let again = columns.number([Some(7), None, Some(8), Some(307)].into_iter());
        assert_eq!((again.at, again.from, again.step), (land.at, 7, 1), "the same codes");
        assert_eq!(columns.bytes.len(), before);
    }

    #[test]
    fn courses_are_what_comes_on_top() {
        let mut columns = Columns::default();
        let rows = columns.course([2, 3, 4, 3].into_iter());
        assert_eq!((rows.bytes, &columns.bytes[..]), (1, &[4, 2, 2, 1][..]));
    }

    #[test]
    fn texts_stand_letter_by_letter() {
        let mut columns = Columns::default();
        let [lengths, texts] = columns.texts(["E1", "", "E20"].into_iter());
        assert_eq!(columns.bytes[lengths.at..texts.at], [3, 1, 4]);
        assert_eq!(columns.bytes[texts.at..], *b"EE120");
        assert_eq!((texts.len, texts.bytes), (3, 3));
        let [_, none] = columns.texts([].into_iter());
        assert_eq!((none.len, none.bytes), (0, 0));
    }
}
