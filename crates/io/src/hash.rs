//! SHA-256 of files.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// SHA-256 of a file in hexadecimal, as it stands among the inputs of a survey.
///
/// ```
/// let file = tempfile::NamedTempFile::new()?;
/// assert!(parkward_io::sha256_of_file(file.path())?.starts_with("e3b0c44298fc1c14"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be read.
pub fn of_file(path: &Path) -> io::Result<String> {
    of(File::open(path)?, Sha256::new())
}

/// SHA-256 of what an output holds, in hexadecimal: that of the file. In SQLite databases, such as GeoPackages, even
/// reading one changes counters in its header, so these are taken as zeros.
pub(crate) fn of_output(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    (&mut file).take(100).read_to_end(&mut head)?;
    if head.len() == 100 && head.starts_with(b"SQLite format 3\0") {
        // Versions of the journal, number of changes, and the version that counted them.
        for counted in [18..20, 24..28, 92..100] {
            head[counted].fill(0);
        }
    }
    of(file, Sha256::new_with_prefix(head))
}

/// SHA-256 of a text in hexadecimal.
pub(crate) fn of_text(text: &str) -> String {
    hexadecimal(Sha256::new_with_prefix(text))
}

fn of(rest: File, mut hasher: Sha256) -> io::Result<String> {
    io::copy(&mut BufReader::with_capacity(BUFFER, rest), &mut hasher)?;
    Ok(hexadecimal(hasher))
}

/// Bytes read at a time.
const BUFFER: usize = 1 << 17;

fn hexadecimal(hasher: Sha256) -> String {
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // writing to a String cannot fail
        hex
    })
}
