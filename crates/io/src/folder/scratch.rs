//! A folder for files that are only needed while the program runs.

use super::unfinished::{Lock, lock};
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

/// How the names of such folders begin.
const NAME: &str = "parkward-verify-";

/// A folder of our own, which goes when it is dropped; what is left of one whose program was killed goes when the next
/// is made. It is made anew, under a name that nobody could know before, and nobody else may enter it: so no link is
/// ever followed out of it.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    /// Held as long as the folder is needed.
    _lock: Option<File>,
}

impl Scratch {
    /// Where such folders may be made: where the system wants them, else in memory.
    pub fn places() -> impl Iterator<Item = PathBuf> {
        [std::env::temp_dir(), PathBuf::from("/dev/shm")].into_iter()
    }

    /// Makes a folder in `place`.
    ///
    /// # Errors
    /// If nothing can be made there.
    pub fn new(place: &Path) -> io::Result<Self> {
        sweep(place);
        loop {
            let path = place.join(format!("{NAME}{:016x}", RandomState::new().hash_one(0)));
            make(&path)?;
            // Before it was locked, another program may have swept it away.
            match lock(&path) {
                Lock::Ours(lock) => return Ok(Self { path, _lock: Some(lock) }),
                Lock::Unknown => return Ok(Self { path, _lock: None }),
                Lock::Theirs => {}
            }
        }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(unix)]
fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

/// Removes what dead programs left. What cannot be removed stays: it is in nobody's way.
fn sweep(place: &Path) {
    let Ok(there) = fs::read_dir(place) else { return };
    for entry in there.flatten() {
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME));
        let is_folder = || entry.file_type().is_ok_and(|kind| kind.is_dir());
        if ours
            && is_folder()
            && let Lock::Ours(_lock) = lock(&entry.path())
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path); // what is left of it harms nobody
    }
}
