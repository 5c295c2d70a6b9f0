//! The list of what we wrote into a folder, which stands in its `provenance.json`: nothing that is not on it
//! is ever replaced or deleted.

use crate::WriteError;
use crate::hash;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The file that says where an output comes from, and holds the list.
const FILE: &str = "provenance.json";

/// How the list ends: the digest, SHA-256 of all that stands before it, covers the hashes and with them all files.
const DIGEST: &str = ",\n  \"digest\": \"";
const END: &str = "\"\n}\n";

/// What SQLite keeps beside a file that is open, or was when its program ended. It belongs to that file:
/// beside a new one it would be taken for changes that are yet to be made.
const OF_SQLITE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The command that wrote a folder. Another one's output is not replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// `parkward plan`.
    Plan,
    /// `parkward export`.
    Export,
    /// `parkward check`.
    Check,
    /// `parkward explain --all`.
    Explain,
    /// `parkward qgis install`.
    Plugin,
    /// `parkward init`, which leaves no list: what it made is the user's.
    Init,
}

impl Maker {
    /// The name of the command.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Export => "export",
            Self::Check => "check",
            Self::Explain => "explain",
            Self::Plugin => "qgis install",
            Self::Init => "init",
        }
    }
}

/// The files of a folder that a command wrote, by their paths within it, each with the hash of what it held;
/// earlier builds wrote none.
#[derive(Debug)]
pub(super) struct List {
    pub(super) made_by: String,
    /// What the last line says; empty in earlier builds.
    pub(super) digest: String,
    files: BTreeMap<PathBuf, Option<String>>,
}

impl List {
    /// The list in a folder; `None` if there is none, or none that we wrote.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let value: Value = serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()?;
        if value["tool"] != "parkward" {
            return None;
        }
        let made_by = value["made_by"].as_str()?.to_owned();
        let files = value["files"].as_array()?.iter().map(|file| {
            let path = PathBuf::from(file.as_str()?);
            // Whatever a list says, it speaks of its own folder only.
            let within = path.components().all(|part| matches!(part, Component::Normal(_)));
            let hash = value["sha256"][file.as_str()?].as_str().map(str::to_owned);
            (within && path.file_name().is_some()).then_some((path, hash))
        });
        let digest = value["digest"].as_str().unwrap_or_default().to_owned();
        Some(Self { made_by, digest, files: files.collect::<Option<_>>()? })
    }

    /// Writes the `provenance` of all that a folder holds, with the list.
    pub(super) fn write(folder: &Path, made_by: Maker, mut provenance: Value) -> io::Result<Self> {
        let hashed = entries(folder)?.files.into_par_iter().map(|file| {
            let hash = hash::of_output(&folder.join(&file))?;
            Ok((file, Some(hash)))
        });
        let mut files = hashed.collect::<io::Result<BTreeMap<_, _>>>()?;
        files.insert(FILE.into(), None);
        let name = |path: &Path| {
            let parts = path.components().map(|part| part.as_os_str().to_string_lossy());
            parts.collect::<Vec<_>>().join("/")
        };
        provenance["made_by"] = made_by.name().into();
        provenance["files"] = files.keys().map(|path| name(path)).collect();
        let hashes = files.iter().filter_map(|(path, hash)| Some((name(path), hash.clone()?)));
        provenance["sha256"] = hashes.collect();
        let mut text = serde_json::to_string_pretty(&provenance)?;
        text.truncate(text.trim_end_matches("\n}").len());
        let digest = hash::of_text(&text);
        fs::write(folder.join(FILE), format!("{text}{DIGEST}{digest}{END}"))?;
        Ok(Self { made_by: made_by.name().to_owned(), digest, files })
    }

    /// Whether the digest in a folder is that of all above it.
    pub(super) fn digest_holds(folder: &Path) -> bool {
        let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        let parts = text.strip_suffix(END).and_then(|text| text.rsplit_once(DIGEST));
        parts.is_some_and(|(above, digest)| hash::of_text(above) == digest)
    }

    /// Whether a file is one of ours.
    pub(super) fn has(&self, file: &Path) -> bool {
        let of_sqlite = || {
            let name = file.file_name()?.to_str()?;
            let of = OF_SQLITE.iter().find_map(|ending| name.strip_suffix(ending))?;
            Some(self.files.contains_key(&file.with_file_name(of)))
        };
        self.files.contains_key(file) || of_sqlite().unwrap_or(false)
    }

    /// Whether a file is in the way of one of ours: it has the same name, is its parent, or stands within it.
    pub(super) fn wants_place_of(&self, file: &Path) -> bool {
        self.files().any(|ours| ours.starts_with(file) || file.starts_with(ours))
    }

    /// Fails if somebody has protected or changed one of the files, or the folder: `named` as the user knows
    /// it. What stands there as in `coming`, of an output on its way there, is no change.
    pub(super) fn untouched(
        &self,
        folder: &Path,
        named: &Path,
        coming: Option<&Self>,
    ) -> Result<(), WriteError> {
        let is_protected =
            |path: &Path| path.metadata().is_ok_and(|found| found.permissions().readonly());
        if is_protected(folder) {
            return Err(WriteError::Protected { path: named.to_owned() });
        }
        let kept = self.files.par_iter().find_map_first(|(file, _)| {
            let path = named.join(file);
            if is_protected(&folder.join(file)) {
                return Some(WriteError::Protected { path });
            }
            let came =
                || coming.and_then(|coming| coming.is_as_written(folder, file)) == Some(true);
            (self.is_changed(folder, file) && !came()).then_some(WriteError::Changed { path })
        });
        kept.map_or(Ok(()), Err)
    }

    /// Whether a file of the list is there, and is not what was written.
    pub(super) fn is_changed(&self, folder: &Path, file: &Path) -> bool {
        self.is_as_written(folder, file) == Some(false)
    }

    /// Whether a file of the list is what was written; `None` if it is not there, or has no hash.
    pub(super) fn is_as_written(&self, folder: &Path, file: &Path) -> Option<bool> {
        let hash = self.files.get(file)?.as_ref()?;
        Some(hash::of_output(&folder.join(file)).ok()? == *hash)
    }

    /// Whether every file but the list itself has a hash.
    pub(super) fn has_hashes(&self) -> bool {
        self.files.iter().all(|(file, hash)| hash.is_some() || Self::is_at(file))
    }

    /// Whether it is the file that holds the list itself.
    pub(super) fn is_at(file: &Path) -> bool {
        file == Path::new(FILE)
    }

    /// The files.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }
}

/// Whether a folder was written by a build that made no lists.
pub(super) fn is_unlisted(folder: &Path) -> bool {
    let bytes = fs::read(folder.join(FILE)).unwrap_or_default();
    serde_json::from_slice::<Value>(&bytes).is_ok_and(|value| value["tool"] == "parkward")
}

/// What a folder holds, at any depth, by paths within it. Links are not followed.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// Files, links, and whatever else is no folder.
    pub(super) files: Vec<PathBuf>,
    /// Folders, each before those within it.
    pub(super) folders: Vec<PathBuf>,
}

/// What `folder` holds.
pub(super) fn entries(folder: &Path) -> io::Result<Entries> {
    let mut found = Entries::default();
    let mut ahead = vec![PathBuf::new()];
    while let Some(within) = ahead.pop() {
        for entry in fs::read_dir(folder.join(&within))? {
            let entry = entry?;
            let path = within.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                found.folders.push(path.clone());
                ahead.push(path);
            } else {
                found.files.push(path);
            }
        }
    }
    found.files.sort();
    found.folders.sort();
    Ok(found)
}
