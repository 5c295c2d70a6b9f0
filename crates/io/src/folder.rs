//! An output folder that appears whole or not at all.

use crate::WriteError;
use std::fs;
use std::path::{Path, PathBuf};

/// The files either of which marks a folder as a plan's.
const MARKS: [&str; 2] = ["plan.json", "provenance.json"];

/// A folder beside the target, in which everything is written and which takes the target's place
/// once it is complete. Dropped before that, it vanishes and the target is untouched.
///
/// ```
/// let place = tempfile::tempdir()?;
/// let target = place.path().join("plan");
/// let folder = parkward_io::OutputFolder::create(&target)?;
/// std::fs::write(folder.path().join("plan.json"), "{}")?;
/// assert!(!target.exists());
/// folder.complete()?;
/// assert!(target.join("plan.json").exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct OutputFolder {
    target: PathBuf,
    temporary: PathBuf,
}

impl OutputFolder {
    /// Makes the temporary folder, and the target's parents.
    ///
    /// # Errors
    /// [`WriteError::NotOurs`] if the target holds something that is not a plan;
    /// [`WriteError::File`] if the place cannot be written.
    pub fn create(target: &Path) -> Result<Self, WriteError> {
        let occupied = match fs::read_dir(target) {
            Ok(mut entries) => {
                entries.next().is_some() && !MARKS.iter().any(|mark| target.join(mark).is_file())
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
            Err(reason) => return Err(WriteError::File { path: target.to_owned(), reason }),
        };
        if occupied {
            return Err(WriteError::NotOurs { path: target.to_owned() });
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = target.with_file_name(format!(".{name}.{}.unfinished", std::process::id()));
        fs::create_dir_all(&temporary).map_err(WriteError::file(target))?;
        Ok(Self { target: target.to_owned(), temporary })
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        &self.temporary
    }

    /// A text with the target's name where it names the temporary folder.
    pub fn named(&self, text: &str) -> String {
        text.replace(&*self.temporary.to_string_lossy(), &self.target.to_string_lossy())
    }

    /// Puts the folder in the target's place.
    ///
    /// # Errors
    /// [`WriteError::File`]; the previous output is then still whole.
    pub fn complete(self) -> Result<(), WriteError> {
        let previous = self.temporary.with_extension("previous");
        let had_one = self.target.exists();
        if had_one {
            fs::rename(&self.target, &previous).map_err(WriteError::file(&self.target))?;
        }
        if let Err(reason) = fs::rename(&self.temporary, &self.target) {
            if had_one {
                fs::rename(&previous, &self.target).map_err(WriteError::file(&self.target))?;
            }
            return Err(WriteError::File { path: self.target.clone(), reason });
        }
        if had_one {
            fs::remove_dir_all(&previous).map_err(WriteError::file(&previous))?;
        }
        Ok(())
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        // After `complete` it is gone already; and a destructor has no way to report an error.
        let _ = fs::remove_dir_all(&self.temporary);
    }
}
