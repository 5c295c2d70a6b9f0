//! How the data of a plan lies in the page: a JSON text with columns of numbers behind it, compressed, in base64.
//! Nothing in it can end a tag, whatever names the inputs have.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use std::io::{self, Write};

/// Where every column begins: the page reads them in place.
const ALIGNED: usize = 8;

/// Columns of numbers, little-endian, each at a multiple of eight bytes.
#[derive(Default)]
pub(crate) struct Columns {
    bytes: Vec<u8>,
}

/// Where a column lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Column {
    /// `u8`, `i32` or `f64`.
    kind: &'static str,
    /// Its first byte behind the JSON text.
    at: usize,
    /// How many numbers it has.
    len: usize,
}

impl Columns {
    /// Adds a column of small counts.
    pub(crate) fn u8(&mut self, numbers: impl Iterator<Item = u8>) -> Column {
        self.add("u8", numbers.map(|number| [number]))
    }

    /// Adds a column of positions; -1 where there is none.
    pub(crate) fn index(&mut self, numbers: impl Iterator<Item = Option<usize>>) -> Column {
        let fit = |index: usize| i32::try_from(index).expect("fewer than 2^31 rows");
        self.i32(numbers.map(|index| index.map_or(-1, fit)))
    }

    /// Adds a column of whole numbers.
    pub(crate) fn i32(&mut self, numbers: impl Iterator<Item = i32>) -> Column {
        self.add("i32", numbers.map(i32::to_le_bytes))
    }

    /// Adds a column of numbers; not a number where there is none.
    pub(crate) fn f64(&mut self, numbers: impl Iterator<Item = Option<f64>>) -> Column {
        self.add("f64", numbers.map(|number| number.unwrap_or(f64::NAN).to_le_bytes()))
    }

    fn add<const N: usize>(
        &mut self,
        kind: &'static str,
        numbers: impl Iterator<Item = [u8; N]>,
    ) -> Column {
        self.bytes.resize(self.bytes.len().next_multiple_of(ALIGNED), 0);
        let at = self.bytes.len();
        numbers.for_each(|bytes| self.bytes.extend_from_slice(&bytes));
        Column { kind, at, len: (self.bytes.len() - at) / N }
    }

    /// The JSON text with the columns behind it, compressed, in base64.
    ///
    /// # Errors
    /// None: the memory is written to.
    pub(crate) fn packed(&self, json: &[u8]) -> io::Result<String> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        let length = u32::try_from(json.len()).expect("a page has less than 4 GB");
        packer.write_all(&length.to_le_bytes())?;
        packer.write_all(json)?;
        let behind = 4 + json.len();
        packer.write_all(&vec![0; behind.next_multiple_of(ALIGNED) - behind])?;
        packer.write_all(&self.bytes)?;
        Ok(STANDARD.encode(packer.finish()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    #[test]
    fn columns_begin_at_multiples_of_eight_and_come_back() {
        let mut columns = Columns::default();
        let small = columns.u8([1, 2, 3].into_iter());
        let at = columns.index([Some(7), None].into_iter());
        let land = columns.f64([None, Some(0.5)].into_iter());
        assert_eq!([small.at, at.at, land.at], [0, 8, 16]);
        assert_eq!([small.len, at.len, land.len], [3, 2, 2]);
        let packed = STANDARD.decode(columns.packed(b"{}").unwrap()).unwrap();
        let mut bytes = Vec::new();
        GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes[..6], *b"\x02\0\0\0{}");
        let behind = &bytes[8..];
        assert_eq!(behind[..3], [1, 2, 3]);
        assert_eq!(behind[8..16], [7, 0, 0, 0, 255, 255, 255, 255]);
        assert_eq!(behind[24..32], 0.5_f64.to_le_bytes());
    }
}
