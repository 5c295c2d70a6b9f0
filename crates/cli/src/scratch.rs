//! A folder for files that are only needed while the program runs.

use crate::interrupt;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

/// A folder of our own, which goes when it is dropped or the program is interrupted. It is made anew, under a name
/// that nobody could know before, and nobody else may enter it: so no link is ever followed out of it.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Where such folders may be made: where the system wants them, else in memory.
    pub(crate) fn places() -> impl Iterator<Item = PathBuf> {
        [std::env::temp_dir(), PathBuf::from("/dev/shm")].into_iter()
    }

    pub(crate) fn new(place: &Path) -> io::Result<Self> {
        let name = format!("parkward-verify-{:016x}", RandomState::new().hash_one(0));
        let path = place.join(name);
        make(&path)?;
        interrupt::making(&path);
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
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

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0); // what is left of it harms nobody
    }
}
