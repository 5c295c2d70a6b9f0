//! An output file that appears whole or not at all.

use super::place::{put, settle};
use super::unfinished::Unfinished;
use crate::WriteError;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file in a hidden folder beside its target, whose place it takes once it is complete. Dropped before
/// that, it vanishes and the target is untouched.
///
/// A file that is there already is replaced only if it is what the same command wrote before: the same
/// layers, under the same names.
///
/// ```
/// use parkward_io::OutputFile;
///
/// let place = tempfile::tempdir()?;
/// let target = place.path().join("sites.csv");
/// for rows in ["id,rank\nP1,1\n", "id,rank\nP2,1\n"] {
///     let file = OutputFile::create(&target)?;
///     std::fs::write(file.path(), rows)?;
///     file.complete()?;
/// }
/// std::fs::write(&target, "name,telephone\n")?;
/// let file = OutputFile::create(&target)?;
/// std::fs::write(file.path(), "id,rank\n")?;
/// assert!(file.complete().is_err(), "these are somebody's own");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct OutputFile {
    /// As the user named it.
    named: PathBuf,
    /// Where that leads.
    target: PathBuf,
    path: PathBuf,
    unfinished: Unfinished,
}

impl OutputFile {
    /// Makes the hidden folder, and the target's parents.
    ///
    /// # Errors
    /// [`WriteError::File`] if the place cannot be written.
    pub fn create(target: &Path) -> Result<Self, WriteError> {
        let place = || {
            let place = if target.exists() { target.canonicalize()? } else { target.to_owned() };
            let name = place.file_name().map(ToOwned::to_owned);
            let name = name.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent)?;
            }
            let unfinished = Unfinished::beside(&place)?;
            let path = unfinished.path().join(name);
            Ok(Self { named: target.to_owned(), target: place, path, unfinished })
        };
        place().map_err(WriteError::file(target))
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The hidden folder.
    pub fn folder(&self) -> &Path {
        self.unfinished.path()
    }

    /// Looks whether the file that was written may take its place.
    ///
    /// # Errors
    /// [`WriteError::Foreign`] if something else is there, [`WriteError::Protected`] if somebody has protected it.
    pub fn check(&self) -> Result<(), WriteError> {
        if self.target.metadata().is_ok_and(|found| found.permissions().readonly()) {
            return Err(WriteError::Protected { path: self.named.clone() });
        }
        let free = fs::symlink_metadata(&self.target).is_err();
        if free || self.target.is_file() && is_of_a_kind(&self.target, &self.path) {
            Ok(())
        } else {
            Err(WriteError::Foreign { path: self.named.clone() })
        }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Those of [`Self::check`], and [`WriteError::File`]; what was there is then still whole.
    pub fn complete(self) -> Result<(), WriteError> {
        self.check()?;
        settle(&self.path);
        let outcome = match fs::symlink_metadata(&self.target) {
            Ok(_) => fs::rename(&self.path, &self.target),
            Err(_) => put(&self.path, &self.target),
        };
        outcome.map_err(WriteError::file(&self.named))?;
        settle(self.target.parent().unwrap_or(Path::new("")));
        Ok(())
    }
}

/// Whether a file is what the writer of another one writes: the same layers of a GeoPackage or GeoJSON, the
/// same columns of CSV, the same layer of FlatGeobuf, the same first entry of an archive.
fn is_of_a_kind(old: &Path, new: &Path) -> bool {
    let same = |mark: fn(&Path) -> io::Result<Vec<u8>>| {
        mark(new).is_ok_and(|new| !new.is_empty() && mark(old).is_ok_and(|old| old == new))
    };
    let ending = new.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("gpkg") => tables(new).is_some_and(|new| tables(old) == Some(new)),
        Some("geojson" | "json") => same(|path| upto(path, b",\"features\"")),
        Some("csv") => same(|path| upto(path, b"\n")),
        // What follows the name differs from answer to answer.
        Some("fgb") => fgb_name(new).is_some_and(|new| fgb_name(old) == Some(new)),
        // Signature, flags, and the name of the first entry, without its sum and length.
        _ => same(|path| {
            let head = start(path, 64)?;
            let name = head.get(30..54).unwrap_or_default();
            Ok([head.get(..4).unwrap_or_default(), name].concat())
        }),
    }
}

/// Bytes that tell a kind are near the beginning.
const NEAR: u64 = 1 << 16;

fn start(path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    File::open(path)?.take(bytes).read_to_end(&mut start)?;
    Ok(start)
}

/// The beginning of a file up to a mark; nothing if the mark is not there.
fn upto(path: &Path, mark: &[u8]) -> io::Result<Vec<u8>> {
    let mut start = start(path, NEAR)?;
    let end = start.windows(mark.len()).position(|part| part == mark);
    start.truncate(end.unwrap_or(0));
    Ok(start)
}

/// The name of the layer in a FlatGeobuf file.
fn fgb_name(path: &Path) -> Option<Vec<u8>> {
    let start = start(path, NEAR).ok()?;
    start.strip_prefix(b"fgb\x03fgb")?;
    let number = |at: usize| -> Option<usize> {
        let bytes = start.get(at..at + 4)?;
        usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
    };
    // A flat buffer: the root leads to a table, the table to its fields, the first of which is the name.
    let table = 12 + number(12)?;
    let back = i32::from_le_bytes(start.get(table..table + 4)?.try_into().ok()?);
    let fields = table.checked_add_signed(-isize::try_from(back).ok()?)?;
    let entry = start.get(fields + 4..fields + 6)?;
    let name = table + usize::from(u16::from_le_bytes(entry.try_into().ok()?));
    let name = name + number(name)?;
    Some(start.get(name + 4..name + 4 + number(name)?)?.to_vec())
}

/// The tables of a GeoPackage, in order.
fn tables(path: &Path) -> Option<Vec<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(path, flags).ok()?;
    let mut query =
        database.prepare("SELECT table_name FROM gpkg_contents ORDER BY table_name").ok()?;
    let names = query.query_map([], |row| row.get(0)).ok()?;
    names.collect::<Result<_, _>>().ok()
}
