//! An output file that appears whole or not at all.

use super::place::{put, settle};
use super::unfinished::Unfinished;
use crate::{WriteError, hash};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file in a hidden folder beside its target, whose place it takes once it is complete. Dropped before
/// that, it vanishes and the target is untouched.
///
/// A file that is there already is replaced only if it is, byte by byte, what was written there before: the hash of
/// each is kept in a hidden file beside it.
///
/// ```
/// use parkward_io::OutputFile;
///
/// let place = tempfile::tempdir()?;
/// let target = place.path().join("sites.csv");
/// let write = |rows: &str| {
///     let file = OutputFile::create(&target)?;
///     std::fs::write(file.path(), rows).expect("there is room");
///     file.complete()
/// };
/// write("id,rank\nP1,1\n")?;
/// write("id,rank\nP2,1\n")?;
/// std::fs::write(&target, "id,rank\nP2,1\nmine,2\n")?;
/// assert!(write("id,rank\nP3,1\n").is_err(), "somebody has changed it");
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
    /// [`WriteError::Foreign`] if something is there that was not written here, [`WriteError::Altered`] if it was
    /// changed since, [`WriteError::Protected`] if somebody has protected it.
    pub fn check(&self) -> Result<(), WriteError> {
        if self.target.metadata().is_ok_and(|found| found.permissions().readonly()) {
            return Err(WriteError::Protected { path: self.named.clone() });
        }
        if fs::symlink_metadata(&self.target).is_err() {
            return Ok(());
        }
        let path = self.named.clone();
        let Ok(written) = fs::read_to_string(record_of(&self.target)) else {
            return Err(WriteError::Foreign { path });
        };
        match hash::of_output(&self.target) {
            Ok(hash) if written.lines().any(|line| line == hash) => Ok(()),
            Ok(_) => Err(WriteError::Altered { path }),
            Err(_) => Err(WriteError::Foreign { path }),
        }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Those of [`Self::check`], and [`WriteError::File`]; what was there is then still whole.
    pub fn complete(self) -> Result<(), WriteError> {
        self.check()?;
        settle(&self.path);
        // First, with the hash of what is still there: a run that is ended here leaves either.
        let hashes =
            [&self.path, &self.target].map(|file| hash::of_output(file).unwrap_or_default());
        let record = record_of(&self.target);
        fs::write(&record, hashes.join("\n")).map_err(WriteError::file(&self.named))?;
        let outcome = match fs::symlink_metadata(&self.target) {
            Ok(_) => fs::rename(&self.path, &self.target),
            Err(_) => put(&self.path, &self.target),
        };
        outcome.map_err(WriteError::file(&self.named))?;
        settle(self.target.parent().unwrap_or(Path::new("")));
        Ok(())
    }
}

/// Where the hash of a file is written down: beside it, hidden.
fn record_of(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".parkward");
    target.with_file_name(name)
}
