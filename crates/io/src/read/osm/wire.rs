//! Protocol buffers as they stand in memory: numbered fields, of which none is copied.

/// Bytes that are not what they should be. Where they are is said by whoever reads the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A whole number, as it is written.
    Number(u64),
    /// A text, a message or a row of numbers.
    Bytes(&'a [u8]),
    /// Four or eight bytes, which nothing in OpenStreetMap's format has.
    Fixed,
}

impl<'a> Value<'a> {
    pub(super) fn number(self) -> Result<u64, Damaged> {
        if let Self::Number(number) = self { Ok(number) } else { Err(Damaged) }
    }

    pub(super) fn bytes(self) -> Result<&'a [u8], Damaged> {
        if let Self::Bytes(bytes) = self { Ok(bytes) } else { Err(Damaged) }
    }

    /// A number that may be below 0 and is written as such.
    pub(super) fn signed(self) -> Result<i64, Damaged> {
        Ok(self.number()?.cast_signed())
    }
}

/// The fields of a message, in the order in which they stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    fn field(&mut self) -> Result<(u64, Value<'a>), Damaged> {
        let key = number(&mut self.0)?;
        let value = match key & 7 {
            0 => Value::Number(number(&mut self.0)?),
            1 => self.skip(8)?,
            2 => {
                let length = usize::try_from(number(&mut self.0)?).map_err(|_| Damaged)?;
                Value::Bytes(take(&mut self.0, length)?)
            }
            5 => self.skip(4)?,
            _ => return Err(Damaged),
        };
        // Fields are numbered from 1.
        if key >> 3 == 0 {
            return Err(Damaged);
        }
        Ok((key >> 3, value))
    }

    fn skip(&mut self, bytes: usize) -> Result<Value<'a>, Damaged> {
        take(&mut self.0, bytes).map(|_| Value::Fixed)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

/// A row of whole numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers<'a>(pub(super) &'a [u8]);

impl Iterator for Numbers<'_> {
    type Item = Result<u64, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let number = number(&mut self.0);
        if number.is_err() {
            self.0 = &[];
        }
        Some(number)
    }
}

/// A row of numbers of which each is written as what it is more than the one before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums<'a> {
    numbers: Numbers<'a>,
    sum: i64,
}

impl<'a> Sums<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { numbers: Numbers(bytes), sum: 0 }
    }
}

impl Iterator for Sums<'_> {
    type Item = Result<i64, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        let more = self.numbers.next()?;
        Some(more.and_then(|more| {
            // Signs stand in the last bit.
            let more = (more >> 1).cast_signed() ^ -((more & 1).cast_signed());
            self.sum = self.sum.checked_add(more).ok_or(Damaged)?;
            Ok(self.sum)
        }))
    }
}

/// A number in as many bytes as it needs, the lowest seven bits first.
fn number(bytes: &mut &[u8]) -> Result<u64, Damaged> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(Damaged)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Damaged)
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8], Damaged> {
    let (taken, rest) = bytes.split_at_checked(length).ok_or(Damaged)?;
    *bytes = rest;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::{Damaged, Fields, Numbers, Sums, Value};

    #[test]
    fn fields_are_read_as_they_stand() {
        // 150 in field 1, "ab" in field 2, eight and four bytes in fields 3 and 4.
        let bytes = [&[0x08, 0x96, 0x01, 0x12, 2, b'a', b'b', 0x19][..], &[0; 8], &[0x25], &[0; 4]]
            .concat();
        let fields: Result<Vec<_>, _> = Fields(&bytes).collect();
        let expected = [(1, Value::Number(150)), (2, Value::Bytes(b"ab")), (3, Value::Fixed)];
        assert_eq!(fields.unwrap(), [&expected[..], &[(4, Value::Fixed)]].concat());
    }

    #[test]
    fn what_ends_too_early_or_never_is_damaged() {
        for bytes in [
            &[0x80][..],
            &[0x08],
            &[0x0a, 5, 1],
            &[0x19, 0],
            &[0x0b],
            &[0, 0],
            &[0xff; 11],
            &[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
        ] {
            let fields: Vec<_> = Fields(bytes).collect();
            assert_eq!(fields, [Err(Damaged)], "{bytes:?}");
        }
        assert_eq!(Numbers(&[1, 0x80]).collect::<Vec<_>>(), [Ok(1), Err(Damaged)]);
        // More than fits.
        let most = [&[0xfe][..], &[0xff; 8], &[1]].concat();
        let sums: Vec<_> = Sums::of(&most.repeat(2)).collect();
        assert_eq!(sums, [Ok(i64::MAX), Err(Damaged)]);
    }

    #[test]
    fn sums_go_up_and_down() {
        assert_eq!(Sums::of(&[4, 1, 0]).collect::<Result<Vec<_>, _>>(), Ok(vec![2, 1, 1]));
    }
}
