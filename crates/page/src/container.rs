//! How the data of a plan lies in the page: a JSON text with columns behind it, compressed, in base64. Nothing in it
//! can end a tag, whatever names the inputs have.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write};

/// The JSON text with the columns behind it, compressed, in base64.
///
/// # Errors
/// None: the memory is written to.
pub(crate) fn packed(json: &[u8], columns: &[u8]) -> io::Result<String> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let length = u32::try_from(json.len()).expect("a page has less than 4 GB");
    packer.write_all(&length.to_le_bytes())?;
    packer.write_all(json)?;
    packer.write_all(columns)?;
    Ok(STANDARD.encode(packer.finish()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    #[test]
    fn what_is_packed_comes_back() {
        let packed = STANDARD.decode(packed(b"{}", &[7, 0, 255]).unwrap()).unwrap();
        let mut bytes = Vec::new();
        GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"\x02\0\0\0{}\x07\0\xff");
    }
}
