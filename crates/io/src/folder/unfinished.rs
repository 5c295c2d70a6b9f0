//! Hidden folders beside an output, in which it is made; and what is left of those whose program is dead.
//!
//! A folder is locked by the program that works in it, and the system undoes the lock when that program
//! ends, however it ends: what is not locked is litter. Its name is random. Numbers of processes are no
//! names: in containers each run has the same one.

use super::list::{List, entries};
use super::place::{put, same};
use std::ffi::OsString;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

/// What a hidden folder ends in while something is made in it, and when that was interrupted.
const MADE: [&str; 2] = ["unfinished", "ended"];
/// Ending of an old output while the new one takes its place, where the two cannot be exchanged in one step.
pub(super) const PREVIOUS: &str = "previous";
/// Ending of a new output that is complete and is moved file by file into a folder that has to stay.
pub(super) const COMPLETE: &str = "complete";

/// A hidden folder of our own, which is deleted on drop.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
    /// Held as long as we work in it.
    _lock: Option<File>,
    /// Whether the name is still our folder's; only then it is deleted on drop.
    ours: bool,
}

impl Unfinished {
    /// Makes a new, empty folder beside `target`.
    pub(super) fn beside(target: &Path) -> io::Result<Self> {
        Self::make(parent(target), target)
    }

    /// Makes a new, empty folder in `target`, which is a folder itself.
    pub(super) fn within(target: &Path) -> io::Result<Self> {
        Self::make(target, target)
    }

    /// Sweeps away what dead programs left, and makes the folder.
    fn make(place: &Path, target: &Path) -> io::Result<Self> {
        sweep(parent(target), target);
        sweep(target, target);
        loop {
            let path = hidden(place, target, MADE[0]);
            match fs::create_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                made => made?,
            }
            // Before it was locked, another program may have swept it away.
            match lock(&path) {
                Lock::Ours(lock) => return Ok(Self { path, _lock: Some(lock), ours: true }),
                Lock::Unknown => return Ok(Self { path, _lock: None, ours: true }),
                Lock::Theirs => {}
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Moves what was made file by file into `target`, in which it stands; a program that is ended on the
    /// way leaves it to the next one to go on.
    pub(super) fn carry_into(&mut self, target: &Path) -> io::Result<()> {
        let complete = hidden(parent(&self.path), target, COMPLETE);
        fs::rename(&self.path, &complete)?;
        self.ours = false;
        carry(&complete, target)
    }

    /// After this the folder is no longer deleted on drop: its name is free, or another folder has it.
    pub(super) fn given_away(&mut self) {
        self.ours = false;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if self.ours {
            // A destructor has no way to report an error.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// The folder that something stands in.
fn parent(target: &Path) -> &Path {
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// A random name in `place` for what is made of `target`, which nobody sees who does not look for hidden
/// files.
pub(super) fn hidden(place: &Path, target: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{:016x}.{ending}", RandomState::new().hash_one(0)));
    place.join(name)
}

/// Who owns a folder.
pub(super) enum Lock {
    /// We do, as long as the file is open.
    Ours(File),
    /// A running program, or the folder is gone.
    Theirs,
    /// Unknown: this file system has no locks.
    Unknown,
}

/// Locks a folder, if no living program has.
#[cfg(unix)]
pub(super) fn lock(folder: &Path) -> Lock {
    let Ok(file) = File::open(folder) else { return Lock::Theirs };
    match file.try_lock() {
        Ok(()) if is_at(&file, folder) => Lock::Ours(file),
        Ok(()) | Err(fs::TryLockError::WouldBlock) => Lock::Theirs,
        Err(fs::TryLockError::Error(_)) => Lock::Unknown,
    }
}

#[cfg(not(unix))]
pub(super) fn lock(_: &Path) -> Lock {
    Lock::Unknown
}

/// Waits until no other program puts a folder in this one's place, and keeps them out; `None` where there is
/// no folder, or there are no locks.
#[cfg(unix)]
pub(super) fn hold(folder: &Path) -> Option<File> {
    loop {
        let file = File::open(folder).ok()?;
        file.lock().ok()?;
        if is_at(&file, folder) {
            return Some(file);
        }
    }
}

#[cfg(not(unix))]
pub(super) fn hold(_: &Path) -> Option<File> {
    None
}

/// Whether a path still leads to the file that was opened there.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(opened), Ok(there)) = (file.metadata(), fs::metadata(path)) else { return false };
    (opened.dev(), opened.ino()) == (there.dev(), there.ino())
}

/// Puts away what dead programs left of `target` in `place`. What cannot be put away stays: it is in nobody's
/// way.
fn sweep(place: &Path, target: &Path) {
    let Ok(there) = fs::read_dir(place) else { return };
    for entry in there.flatten() {
        let name = entry.file_name();
        let Some(ending) = name.to_str().and_then(|name| ending_of(name, target)) else { continue };
        let folder = place.join(&name);
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if let (true, Lock::Ours(_lock)) = (is_folder, lock(&folder)) {
            // Its program was ended between two steps: the first is taken back.
            if ending == PREVIOUS && put(&folder, target).is_ok() {
                continue;
            }
            // Or it was to go on, unless somebody has changed what it would replace.
            if ending == COMPLETE {
                let old = List::read(target);
                let is_free =
                    |file: &PathBuf| old.as_ref().is_none_or(|o| !o.is_changed(target, file));
                if entries(&folder).is_ok_and(|found| found.files.iter().all(is_free)) {
                    let _ = carry(&folder, target);
                }
                continue;
            }
            let _ = put_away(&folder, target);
        }
    }
}

/// The list of an output that was on its way into `target`, file by file, when its program ended.
pub(super) fn on_its_way(target: &Path) -> Option<List> {
    let names = fs::read_dir(target).ok()?.flatten().map(|entry| entry.file_name());
    let is_complete =
        |name: &OsString| name.to_str().and_then(|name| ending_of(name, target)) == Some(COMPLETE);
    names.filter(is_complete).find_map(|name| List::read(&target.join(name)))
}

/// Whether a path within `target` is that of such a folder, or leads through one.
pub(super) fn is_hidden(within: &Path, target: &Path) -> bool {
    let first = within.iter().next().and_then(|first| first.to_str());
    first.is_some_and(|first| ending_of(first, target).is_some())
}

/// What the name of a hidden folder of `target` ends in; `None` for every other name.
fn ending_of<'a>(name: &'a str, target: &Path) -> Option<&'a str> {
    let rest = name.strip_prefix('.')?.strip_prefix(target.file_name()?.to_str()?)?;
    let (random, ending) = rest.strip_prefix('.')?.split_once('.')?;
    let ours = random.len() == 16 && random.bytes().all(|b| b.is_ascii_hexdigit());
    (ours && [MADE[0], MADE[1], PREVIOUS, COMPLETE].contains(&ending)).then_some(ending)
}

/// Moves a complete output into the folder that it stands in: what was listed there and is no more goes, each
/// new file takes its place at one moment, and the list comes last, so that all of it can be done again. What
/// has no list replaces nothing.
fn carry(complete: &Path, target: &Path) -> io::Result<()> {
    let (old, new) = (List::read(target), List::read(complete));
    if let Some(new) = &new {
        let is_old = |file: &PathBuf| old.as_ref().is_some_and(|old| old.has(file));
        for file in entries(target)?.files.into_iter().filter(is_old) {
            if !new.files().any(|new| new == file) {
                fs::remove_file(target.join(&file))?;
                // Folders that held nothing else go too.
                let mut above = file.ancestors().skip(1).filter(|above| *above != Path::new(""));
                while above.next().is_some_and(|above| fs::remove_dir(target.join(above)).is_ok()) {
                }
            }
        }
    }
    let mut files = entries(complete)?.files;
    files.sort_by_key(|file| List::is_at(file));
    for file in files {
        let (here, there) = (complete.join(&file), target.join(&file));
        fs::create_dir_all(parent(&there))?;
        if new.is_some() { fs::rename(here, there)? } else { put(&here, &there)? }
    }
    fs::remove_dir_all(complete)
}

/// Removes what is left of an output beside `target`: of a folder with a list what is on it, of one without a
/// list, in which nobody but us ever wrote, everything. What somebody else put there stands in the target too,
/// or moves there.
pub(super) fn put_away(folder: &Path, target: &Path) -> io::Result<()> {
    let Some(list) = List::read(folder) else { return fs::remove_dir_all(folder) };
    let ours_there = List::read(target);
    let found = entries(folder)?;
    let mut left = false;
    for file in &found.files {
        let (here, there) = (folder.join(file), target.join(file));
        if List::is_at(file) {
            continue; // goes last: without it nobody would know what is whose
        }
        if list.has(file) || same(&here, &there) {
            fs::remove_file(&here)?;
            continue;
        }
        if let Some(parent) = there.parent().filter(|_| target.is_dir()) {
            fs::create_dir_all(parent)?;
        }
        match put(&here, &there) {
            // The target already has the owner's newer file.
            Err(error)
                if error.kind() == io::ErrorKind::AlreadyExists
                    && ours_there.as_ref().is_some_and(|list| !list.has(file)) =>
            {
                fs::remove_file(&here)?;
            }
            Err(_) => left = true,
            Ok(()) => {}
        }
    }
    for folder in found.folders.iter().rev().map(|within| folder.join(within)) {
        let _ = fs::remove_dir(folder); // one that holds what was left stays
    }
    if left { Err(io::ErrorKind::DirectoryNotEmpty.into()) } else { fs::remove_dir_all(folder) }
}
