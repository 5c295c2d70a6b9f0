//! An output folder that appears whole or not at all.

use super::list::{Entries, List, Maker, entries, is_unlisted};
use super::place::{exchange, put, settle, stays};
use super::unfinished::{PREVIOUS, Unfinished, hidden, hold, is_hidden, on_its_way, put_away};
use crate::WriteError;
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder beside the target, in which everything is written and which takes the target's place
/// once it is complete. Dropped before that, it vanishes and the target is untouched. A target that has to stay
/// where it is, because something is mounted there, the user stands in it, or nothing may be written beside it,
/// gets the files one by one, each at one moment.
///
/// Of the target, what the list in its `provenance.json` names is replaced. Whatever else is there was put
/// there by somebody, and stays.
///
/// ```
/// use parkward_io::{Maker, OutputFolder};
/// use serde_json::json;
///
/// let place = tempfile::tempdir()?;
/// let target = place.path().join("plan");
/// let folder = OutputFolder::create(&target, Maker::Plan)?;
/// std::fs::write(folder.path().join("plan.json"), "{}")?;
/// assert!(!target.exists());
/// folder.complete(json!({ "tool": "parkward" }))?;
/// assert!(target.join("plan.json").exists());
///
/// std::fs::write(target.join("notes.txt"), "mine")?;
/// OutputFolder::create(&target, Maker::Plan)?.complete(json!({ "tool": "parkward" }))?;
/// assert!(target.join("notes.txt").exists() && !target.join("plan.json").exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct OutputFolder {
    /// As the user named it.
    named: PathBuf,
    /// Where that leads.
    target: PathBuf,
    made_by: Maker,
    unfinished: Unfinished,
}

/// What stands in the target's place.
enum Found {
    Nothing,
    Empty,
    Ours(List),
}

impl OutputFolder {
    /// Looks whether a target may be written to, without touching anything; `inputs` are files that are read
    /// for what is written, and must not be replaced by it.
    ///
    /// # Errors
    /// [`WriteError::NotOurs`], [`WriteError::Unlisted`] or [`WriteError::Another`] if the target holds
    /// something that `made_by` does not replace; [`WriteError::Changed`] or [`WriteError::Protected`] if
    /// somebody has changed or protected what it would; [`WriteError::Input`] if one of the inputs would be;
    /// [`WriteError::File`] if it cannot be read.
    pub fn check(target: &Path, made_by: Maker, inputs: &[PathBuf]) -> Result<(), WriteError> {
        let place = place_of(target).map_err(WriteError::file(target))?;
        let Found::Ours(list) = look(&place, target, made_by)? else { return Ok(()) };
        list.untouched(&place, target, on_its_way(&place).as_ref())?;
        for input in inputs.iter().filter_map(|input| input.canonicalize().ok()) {
            // A Shapefile is read with the files beside it that have its name.
            let read = |file: &Path| {
                file.canonicalize().is_ok_and(|file| {
                    file.parent() == input.parent() && file.file_stem() == input.file_stem()
                })
            };
            if let Some(file) = list.files().map(|file| target.join(file)).find(|file| read(file)) {
                return Err(WriteError::Input { path: file });
            }
        }
        Ok(())
    }

    /// Makes the temporary folder, and the target's parents.
    ///
    /// # Errors
    /// Those of [`Self::check`]; [`WriteError::File`] if the place cannot be written.
    pub fn create(target: &Path, made_by: Maker) -> Result<Self, WriteError> {
        let place = place_of(target).map_err(WriteError::file(target))?;
        look(&place, target, made_by)?;
        let beside = || {
            let parent = place.parent().unwrap_or(Path::new(""));
            let made = fs::create_dir_all(parent).and_then(|()| Unfinished::beside(&place));
            made.map_err(WriteError::file(if target.exists() { target } else { parent }))
        };
        let unfinished = match (place.is_dir(), stays(&place)) {
            (true, true) => Unfinished::within(&place).map_err(WriteError::file(target))?,
            (true, false) => {
                beside().or_else(|error| Unfinished::within(&place).map_err(|_| error))?
            }
            (false, _) => beside()?,
        };
        Ok(Self { named: target.to_owned(), target: place, made_by, unfinished })
    }

    /// Whether the files are moved into the target one by one.
    fn is_within(&self) -> bool {
        self.path().parent() == Some(&self.target)
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        self.unfinished.path()
    }

    /// A text with the target's name where it names the temporary folder.
    pub fn named(&self, text: &str) -> String {
        text.replace(&*self.path().to_string_lossy(), &self.named.to_string_lossy())
    }

    /// Writes the `provenance` with the list of all files and their digest, which it says, and puts the folder in the target's place, together
    /// with what somebody else put there: at one moment where the system can exchange two folders, as Linux
    /// and macOS can.
    ///
    /// # Errors
    /// [`WriteError::InTheWay`] if somebody else's file has the name of one that was written, and those of
    /// [`Self::create`]; the previous output is then still whole.
    pub fn complete(self, provenance: Value) -> Result<String, WriteError> {
        // The disk takes its time, in which the files are hashed; `finish` then finds little left to wait for.
        let list = || List::write(self.path(), self.made_by, provenance);
        let (list, ()) = rayon::join(list, || self.settle());
        let list = list.map_err(WriteError::file(&self.named))?;
        self.finish(Some(&list))?;
        Ok(list.digest)
    }

    /// Puts the folder in the place of none, or of an empty one, without a list: from here on it is the user's.
    ///
    /// # Errors
    /// Those of [`Self::create`].
    pub fn hand_over(self) -> Result<(), WriteError> {
        self.finish(None)
    }

    fn finish(mut self, list: Option<&List>) -> Result<(), WriteError> {
        let named = self.named.clone();
        let failed = |reason| WriteError::File { path: named.clone(), reason };
        self.settle();
        loop {
            // Two programs that write to one place do so one after the other.
            let _held = hold(&self.target);
            let found = look(&self.target, &named, self.made_by)?;
            if let Found::Ours(before) = &found {
                let Some(list) = list else { return Err(WriteError::NotOurs { path: named }) };
                before.untouched(&self.target, &named, on_its_way(&self.target).as_ref())?;
                let theirs = self.theirs(before, list)?;
                if !self.is_within() {
                    self.take_along(&theirs)?;
                    self.like_before().map_err(failed)?;
                    return self.replace();
                }
            }
            let put = match found {
                Found::Nothing => put(self.path(), &self.target),
                _ if self.is_within() => {
                    self.unfinished.carry_into(&self.target).map_err(failed)?;
                    settle(&self.target);
                    return Ok(());
                }
                // A folder takes the place of an empty one, and of no other.
                _ => self.like_before().and_then(|()| fs::rename(self.path(), &self.target)),
            };
            match put {
                Ok(()) => break,
                // Another program was first.
                Err(_) if entries(&self.target).is_ok_and(|found| !found.files.is_empty()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return Err(WriteError::InTheWay { path: named });
                }
                Err(reason) => return Err(failed(reason)),
            }
        }
        self.unfinished.given_away();
        settle(self.target.parent().unwrap_or(Path::new("")));
        Ok(())
    }

    /// Takes over who may do what with the target.
    fn like_before(&self) -> io::Result<()> {
        fs::set_permissions(self.path(), fs::metadata(&self.target)?.permissions())
    }

    /// Waits until the disk has everything: names that a crash leaves without their files are worse than none.
    fn settle(&self) {
        let found = entries(self.path()).unwrap_or_default();
        let all = found.files.iter().chain(&found.folders);
        all.for_each(|within| settle(&self.path().join(within)));
        settle(self.path());
    }

    /// What somebody else put into the target: files, and folders with nothing of ours alone in them.
    ///
    /// # Errors
    /// [`WriteError::InTheWay`] if one has the name of one that was written.
    fn theirs(&self, before: &List, new: &List) -> Result<Entries, WriteError> {
        let found = entries(&self.target);
        let mut theirs = found.map_err(WriteError::file(&self.named))?;
        theirs.files.retain(|file| !before.has(file) && !is_hidden(file, &self.target));
        let files = &theirs.files;
        theirs.folders.retain(|folder| {
            let ours = before.files().any(|file| file.starts_with(folder));
            let holds_theirs = files.iter().any(|file| file.starts_with(folder));
            (holds_theirs || !ours) && !is_hidden(folder, &self.target)
        });
        let is_file = |folder: &&PathBuf| new.files().any(|file| file == folder.as_path());
        let file = files.iter().find(|file| new.wants_place_of(file));
        match file.or_else(|| theirs.folders.iter().find(is_file)) {
            Some(path) => Err(WriteError::InTheWay { path: self.named.join(path) }),
            None => Ok(theirs),
        }
    }

    /// Gives what somebody else put into the target a second name in the new folder. What cannot have one
    /// moves there afterwards.
    fn take_along(&self, theirs: &Entries) -> Result<(), WriteError> {
        for folder in &theirs.folders {
            let (here, there) = (self.path().join(folder), self.target.join(folder));
            fs::create_dir_all(&here)
                .and_then(|()| fs::metadata(there))
                .and_then(|there| fs::set_permissions(here, there.permissions()))
                .map_err(|_| WriteError::InTheWay { path: self.named.join(folder) })?;
        }
        for file in &theirs.files {
            let _ = fs::hard_link(self.target.join(file), self.path().join(file));
        }
        Ok(())
    }

    /// Exchanges the folders, and puts the old one away.
    fn replace(mut self) -> Result<(), WriteError> {
        let failed = |reason| WriteError::File { path: self.named.clone(), reason };
        let mut old = self.path().to_owned();
        match exchange(&old, &self.target) {
            Some(outcome) => outcome.map_err(failed)?,
            None => {
                // A program that is ended between the two leaves `previous`, which the next one takes back.
                let parent = self.target.parent().unwrap_or(Path::new(""));
                old = hidden(parent, &self.target, PREVIOUS);
                fs::rename(&self.target, &old).map_err(failed)?;
                if let Err(reason) = fs::rename(self.path(), &self.target) {
                    fs::rename(&old, &self.target).map_err(failed)?;
                    return Err(failed(reason));
                }
            }
        }
        settle(self.target.parent().unwrap_or(Path::new("")));
        let outcome = put_away(&old, &self.target)
            .map_err(|reason| WriteError::LeftBeside { path: old, reason });
        self.unfinished.given_away();
        outcome
    }
}

/// Where a target leads: whoever has a link there keeps it, and `.` has a name.
fn place_of(target: &Path) -> io::Result<PathBuf> {
    let place = if target.exists() { target.canonicalize()? } else { target.to_owned() };
    match place.file_name() {
        Some(_) => Ok(place),
        None => Err(io::Error::new(io::ErrorKind::InvalidInput, "has no name to write under")),
    }
}

/// What is in the target's place, if it may be replaced; `named` as the user did.
fn look(target: &Path, named: &Path, made_by: Maker) -> Result<Found, WriteError> {
    let path = || named.to_owned();
    let is_empty = |entries: fs::ReadDir| {
        let mut names = entries.flatten().map(|entry| PathBuf::from(entry.file_name()));
        names.all(|name| is_hidden(&name, target))
    };
    match fs::read_dir(target).map(is_empty) {
        Ok(true) => return Ok(Found::Empty),
        Ok(false) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(reason) => return Err(WriteError::File { path: path(), reason }),
    }
    match List::read(target).or_else(|| on_its_way(target)) {
        Some(list) if list.made_by == made_by.name() => Ok(Found::Ours(list)),
        Some(list) => {
            Err(WriteError::Another { path: path(), holds: list.made_by, command: made_by.name() })
        }
        None if is_unlisted(target) => Err(WriteError::Unlisted { path: path() }),
        None => Err(WriteError::NotOurs { path: path() }),
    }
}
