//! An output folder that appears whole or not at all.

use super::list::{List, Maker, entries, is_unlisted};
use super::place::{exchange, put, settle};
use super::unfinished::{PREVIOUS, Unfinished, hidden, hold, put_away};
use crate::WriteError;
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder beside the target, in which everything is written and which takes the target's place
/// once it is complete. Dropped before that, it vanishes and the target is untouched.
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
    /// something that `made_by` does not replace; [`WriteError::Input`] if one of the inputs would be;
    /// [`WriteError::File`] if it cannot be read.
    pub fn check(target: &Path, made_by: Maker, inputs: &[PathBuf]) -> Result<(), WriteError> {
        let Found::Ours(list) = look(target, made_by)? else { return Ok(()) };
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
        let failed = WriteError::file(target);
        look(target, made_by)?;
        // Whoever has a link there keeps it, and `.` has a name.
        let place = if target.exists() { target.canonicalize() } else { Ok(target.to_owned()) };
        let made = place.and_then(|place| {
            if place.file_name().is_none() {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "has no name to write under",
                ));
            }
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent)?;
            }
            Ok((Unfinished::beside(&place)?, place))
        });
        let (unfinished, place) = made.map_err(failed)?;
        Ok(Self { named: target.to_owned(), target: place, made_by, unfinished })
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        self.unfinished.path()
    }

    /// A text with the target's name where it names the temporary folder.
    pub fn named(&self, text: &str) -> String {
        text.replace(&*self.path().to_string_lossy(), &self.named.to_string_lossy())
    }

    /// Writes the `provenance` with the list of all files, and puts the folder in the target's place, together
    /// with what somebody else put there: at one moment where the system can exchange two folders, as Linux
    /// and macOS can.
    ///
    /// # Errors
    /// [`WriteError::InTheWay`] if somebody else's file has the name of one that was written, and those of
    /// [`Self::create`]; the previous output is then still whole.
    pub fn complete(mut self, provenance: Value) -> Result<(), WriteError> {
        let failed = |reason| WriteError::File { path: self.named.clone(), reason };
        let list = List::write(self.path(), self.made_by, provenance).map_err(failed)?;
        // Two programs that write to one place do so one after the other.
        let _held = hold(&self.target);
        match look(&self.named, self.made_by)? {
            Found::Nothing => {
                self.settle();
                put(self.path(), &self.target).map_err(failed)?;
            }
            // A folder takes the place of an empty one, and of no other.
            Found::Empty => {
                self.settle();
                self.like_before()
                    .and_then(|()| fs::rename(self.path(), &self.target))
                    .map_err(failed)?;
            }
            Found::Ours(before) => {
                self.take_along(&before, &list)?;
                self.settle();
                self.like_before().map_err(failed)?;
                return self.replace();
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

    /// Gives what somebody else put into the target a second name in the new folder. What cannot have one
    /// moves there afterwards.
    fn take_along(&self, before: &List, new: &List) -> Result<(), WriteError> {
        let failed = |reason| WriteError::File { path: self.named.clone(), reason };
        let found = entries(&self.target).map_err(failed)?;
        let theirs: Vec<&PathBuf> = found.files.iter().filter(|file| !before.has(file)).collect();
        if let Some(file) = theirs.iter().find(|file| new.wants_place_of(file)) {
            return Err(WriteError::InTheWay { path: self.named.join(file) });
        }
        for folder in &found.folders {
            let holds_theirs = theirs.iter().any(|file| file.starts_with(folder));
            let ours = before.files().any(|file| file.starts_with(folder));
            if ours && !holds_theirs {
                continue;
            }
            let (here, there) = (self.path().join(folder), self.target.join(folder));
            fs::create_dir_all(&here)
                .and_then(|()| fs::metadata(there))
                .and_then(|there| fs::set_permissions(here, there.permissions()))
                .map_err(|_| WriteError::InTheWay { path: self.named.join(folder) })?;
        }
        for file in theirs {
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
                old = hidden(&self.target, PREVIOUS);
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

/// What is in the target's place, if it may be replaced.
fn look(target: &Path, made_by: Maker) -> Result<Found, WriteError> {
    let path = || target.to_owned();
    match fs::read_dir(target).map(|mut entries| entries.next().is_none()) {
        Ok(true) => return Ok(Found::Empty),
        Ok(false) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(reason) => return Err(WriteError::File { path: path(), reason }),
    }
    match List::read(target) {
        Some(list) if list.made_by == made_by.name() => Ok(Found::Ours(list)),
        Some(list) => {
            Err(WriteError::Another { path: path(), holds: list.made_by, command: made_by.name() })
        }
        None if is_unlisted(target) => Err(WriteError::Unlisted { path: path() }),
        None => Err(WriteError::NotOurs { path: path() }),
    }
}
