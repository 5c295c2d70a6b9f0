//! SHA-256 of files.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// SHA-256 of files, one after the other, in hexadecimal.
pub(crate) fn of_files<'a>(paths: impl Iterator<Item = &'a PathBuf>) -> io::Result<String> {
    let mut hasher = Sha256::new();
    for path in paths {
        add(File::open(path)?, &mut hasher)?;
    }
    Ok(hexadecimal(hasher))
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
    let mut hasher = Sha256::new_with_prefix(head);
    add(file, &mut hasher)?;
    Ok(hexadecimal(hasher))
}

/// SHA-256 of a text in hexadecimal.
pub(crate) fn of_text(text: &str) -> String {
    hexadecimal(Sha256::new_with_prefix(text))
}

fn add(rest: File, hasher: &mut Sha256) -> io::Result<()> {
    io::copy(&mut BufReader::with_capacity(BUFFER, rest), hasher).map(|_| ())
}

/// Bytes read at a time.
const BUFFER: usize = 1 << 17;

fn hexadecimal(hasher: Sha256) -> String {
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // writing to a String cannot fail
        hex
    })
}
