//! The files that an input is made of: the one that is named, and those that its format keeps beside it.

use crate::hash;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What is read with a file of an ending, by the endings of its own, in the order in which it is hashed.
const BESIDE: [(&str, &[&str]); 5] = [
    ("shp", &["shx", "dbf", "prj", "cpg"]),
    ("dbf", &["cpg"]),
    ("tab", &["dat", "map", "id", "ind"]),
    ("mif", &["mid"]),
    ("gml", &["gfs", "xsd"]),
];

/// The files of an input as they stood at one moment. Two are equal if nobody has changed one in between.
#[derive(PartialEq)]
pub(crate) struct InputFiles(Vec<(PathBuf, Mark)>);

/// What changes with a file: its length, when it was written, and which file it is.
type Mark = (u64, Option<SystemTime>, Option<(u64, u64)>);

impl InputFiles {
    /// None for what is no file of this machine.
    pub(crate) fn of(path: &Path) -> Self {
        let paths = if path.is_dir() { within(path) } else { with_side_files(path) };
        let marked = paths.into_iter().filter_map(|path| {
            let mark = mark(&fs::metadata(&path).ok().filter(Metadata::is_file)?);
            Some((path, mark))
        });
        Self(marked.collect())
    }

    /// SHA-256 of the files, one after the other, in hexadecimal; empty for what is no file.
    pub(crate) fn sha256(&self) -> io::Result<String> {
        if self.0.is_empty() {
            return Ok(String::new());
        }
        hash::of_files(self.0.iter().map(|(path, _)| path))
    }
}

/// The files of a folder that is one input, such as a `.gdb`, by their names.
fn within(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// A file, and those beside it of the same name, whatever the case of their ending.
fn with_side_files(path: &Path) -> Vec<PathBuf> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let known = BESIDE.iter().find(|(of, _)| ending.eq_ignore_ascii_case(of));
    let side = known.into_iter().flat_map(|(_, endings)| *endings).filter_map(|ending| {
        let cases = [(*ending).to_owned(), ending.to_uppercase()].into_iter();
        cases.map(|ending| path.with_extension(ending)).find(|path| path.is_file())
    });
    std::iter::once(path.to_owned()).chain(side).collect()
}

fn mark(file: &Metadata) -> Mark {
    #[cfg(unix)]
    let which = {
        use std::os::unix::fs::MetadataExt;
        Some((file.dev(), file.ino()))
    };
    #[cfg(not(unix))]
    let which = None;
    (file.len(), file.modified().ok(), which)
}

/// SHA-256 of an input, in hexadecimal, as it stands in a plan: of a Shapefile and others that are several files, of
/// these one after the other; empty for what is no file of this machine.
///
/// ```
/// let file = tempfile::NamedTempFile::new()?;
/// assert!(parkward_io::sha256_of_input(file.path())?.starts_with("e3b0c44298fc1c14"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a file cannot be read.
pub fn sha256_of_input(path: &Path) -> io::Result<String> {
    InputFiles::of(path).sha256()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn a_shapefile_is_hashed_with_what_stands_beside_it() {
        let place = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
        let hash = |name: &str| sha256_of_input(&place.path().join(name)).unwrap();
        write("a.shp", "1");
        let alone = hash("a.shp");
        write("a.DBF", "2");
        write("a.cpg", "3");
        write("a.sbn", "an index, which is not read");
        write("b.dbf", "of another");
        let all = place.path().join("all");
        fs::write(&all, "123").unwrap();
        assert_eq!(hash("a.shp"), hash("all"));
        assert_ne!(hash("a.shp"), alone);
        fs::create_dir(place.path().join("c.gdb")).unwrap();
        write("c.gdb/2", "23");
        write("c.gdb/1", "1");
        assert_eq!(hash("c.gdb"), hash("all"));
        assert_eq!(hash("PG:dbname=land"), "");
    }

    #[test]
    fn whoever_changes_a_file_is_seen() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        for name in ["a.shp", "a.dbf"] {
            fs::write(at(name), "1").unwrap();
        }
        let before = InputFiles::of(&at("a.shp"));
        assert!(before == InputFiles::of(&at("a.shp")));
        // Another file of the same length, written at the same time.
        let written = fs::metadata(at("a.dbf")).unwrap().modified().unwrap();
        fs::write(at("new"), "2").unwrap();
        fs::File::options().write(true).open(at("new")).unwrap().set_modified(written).unwrap();
        fs::rename(at("new"), at("a.dbf")).unwrap();
        assert_eq!(cfg!(unix), before != InputFiles::of(&at("a.shp")));
        let before = InputFiles::of(&at("a.shp"));
        fs::write(at("a.shp"), "12").unwrap();
        assert!(before != InputFiles::of(&at("a.shp")));
        fs::remove_file(at("a.shp")).unwrap();
        assert!(before != InputFiles::of(&at("a.shp")));
    }
}
