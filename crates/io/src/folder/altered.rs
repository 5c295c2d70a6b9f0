//! How an output folder differs from what was written there.

use super::list::{List, entries};
use super::unfinished::{is_hidden, on_its_way};
use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Signatures of the list, which OpenSSH and minisign put beside it.
const SIGNATURES: [&str; 2] = ["provenance.json.sig", "provenance.json.minisig"];

/// How an output folder differs from what was written there, by the list in its `provenance.json`. Paths are
/// those within the folder.
#[derive(Debug, Default)]
pub struct Altered {
    /// Files that somebody has changed since they were written, or put a link in their place.
    pub changed: Vec<PathBuf>,
    /// Files that are not there any more.
    pub missing: Vec<PathBuf>,
    /// Files that nobody wrote with the others.
    pub foreign: Vec<PathBuf>,
    /// Signatures of the list, which somebody put there; whether they are good is for their programs to say.
    pub signatures: Vec<PathBuf>,
    /// SHA-256 of the list with all its hashes; `None` if the one that stands there is another.
    pub digest: Option<String>,
    /// Whether a run was ended while it moved its files there: the next run goes on with them.
    pub half_moved: bool,
}

impl Altered {
    /// Looks at a folder; `None` if it has no list with a hash of every file.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn of(folder: &Path) -> io::Result<Option<Self>> {
        let place = folder.canonicalize()?;
        let list = List::read(&place).filter(List::has_hashes);
        list.map(|list| Self::by(&list, &place)).transpose()
    }

    fn by(list: &List, folder: &Path) -> io::Result<Self> {
        let is_link = |file: &Path| folder.join(file).is_symlink();
        let files: Vec<&Path> = list.files().filter(|file| !List::is_at(file)).collect();
        let off = files
            .into_par_iter()
            .filter(|file| is_link(file) || list.is_as_written(folder, file) != Some(true));
        let off: Vec<PathBuf> = off.map(Path::to_owned).collect();
        let (changed, missing) =
            off.into_iter().partition(|file| fs::symlink_metadata(folder.join(file)).is_ok());
        let is_ours = |file: &PathBuf| {
            list.files().any(|listed| listed == file)
                || is_hidden(file, folder)
                || list.has(file) && holds_nothing(&folder.join(file))
        };
        let foreign = entries(folder)?.files.into_iter().filter(|file| !is_ours(file));
        let is_signature = |file: &PathBuf| SIGNATURES.iter().any(|name| file == Path::new(name));
        let (signatures, foreign) = foreign.partition(is_signature);
        Ok(Self {
            changed,
            missing,
            foreign,
            signatures,
            digest: List::digest_holds(folder).then(|| list.digest.clone()),
            half_moved: on_its_way(folder).is_some(),
        })
    }
}

/// Whether what SQLite keeps beside a database has no changes that are yet to be made in it.
fn holds_nothing(file: &Path) -> bool {
    let is_index = file.to_str().is_some_and(|name| name.ends_with("-shm"));
    is_index || file.metadata().is_ok_and(|found| found.len() == 0)
}
