//! One file, written through a buffer.

use crate::WriteError;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes a file through a buffer; what goes wrong names the file.
pub(super) fn write_file(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> Result<(), WriteError> {
    let file = File::create(path).map_err(WriteError::file(path))?;
    let mut out = BufWriter::with_capacity(BUFFER, file);
    write(&mut out).and_then(|()| out.flush()).map_err(WriteError::file(path))
}

/// Whether any byte of a text is one that is `meant`. All are looked at, since that takes sixteen at once,
/// and nearly always there is none.
pub(super) fn any_of(text: &str, meant: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |any, byte| any | meant(byte))
}

/// Bytes of a buffer: enough that the system is not asked for every few rows.
pub(super) const BUFFER: usize = 1 << 18;
