//! The Processing plugin: its files, as a ZIP for "Install from ZIP" or put into a profile.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The plugin's folder, and the package that Python imports.
const NAME: &str = "parkward";

/// The file that tells an installed plugin where the program is.
const PROGRAM: &str = "program.txt";

macro_rules! files {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_bytes!(concat!("../plugin/", $file)))),*]
    };
}

/// The plugin's own files, by their path in its folder.
const FILES: &[(&str, &[u8])] = &files![
    "metadata.txt",
    "icon.svg",
    "__init__.py",
    "plugin.py",
    "provider.py",
    "program.py",
    "inputs.py",
    "results.py",
    "tables.py",
    "words.py",
    "decisions.py",
    "panel.py",
    "picking.py",
    "sheet.py",
    "algorithms/__init__.py",
    "algorithms/common.py",
    "algorithms/plan.py",
    "algorithms/premises.py",
    "algorithms/drawing.py",
    "algorithms/check.py",
    "algorithms/locate.py",
    "algorithms/screen.py",
    "algorithms/sites.py",
    "algorithms/compare.py",
];

/// The rule book that ships, which the algorithms take where none is named, and the licence.
const WITH_IT: [(&str, &[u8]); 3] = [
    ("LICENSE", include_bytes!("../../../LICENSE-MIT")),
    ("data/rules/jinshan.toml", include_bytes!("../../../data/rules/jinshan.toml")),
    (
        "data/classification/gbt4754_2017.csv",
        include_bytes!("../../../data/classification/gbt4754_2017.csv"),
    ),
];

fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.iter().copied().chain(WITH_IT)
}

/// The plugin as it is installed: its files, by their path in its folder, with the place of the `program` that
/// it is to run.
pub fn plugin_files(program: &Path) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    let program = program.to_string_lossy().into_owned().into_bytes();
    files().map(|(name, bytes)| (name, bytes.to_vec())).chain([(PROGRAM, program)])
}

/// Where a profile of QGIS has the plugin.
pub fn plugin_folder(profile: &Path) -> PathBuf {
    profile.join("python").join("plugins").join(NAME)
}

/// The plugin as the bytes of a ZIP file with one folder at the top. The same program gives the same
/// bytes.
///
/// # Errors
/// [`zip::result::ZipError`] if an entry cannot be written.
///
/// ```
/// assert!(parkward_qgis::package_plugin()?.starts_with(b"PK"));
/// # Ok::<(), zip::result::ZipError>(())
/// ```
pub fn package_plugin() -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time, an entry is of 1980, whenever it is packed.
    let options = SimpleFileOptions::default().unix_permissions(0o644);
    for (name, bytes) in files() {
        archive.start_file(format!("{NAME}/{name}"), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use std::fs;

    fn text(name: &str) -> &'static str {
        let (_, bytes) = files().find(|(file, _)| *file == name).unwrap();
        std::str::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_file_of_the_folder_is_packed() {
        let mut packed: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        packed.sort_unstable();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugin");
        let mut there = Vec::new();
        let mut folders = vec![folder.clone()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
                    there.push(name.replace('\\', "/"));
                }
            }
        }
        there.retain(|name| !name.contains("__pycache__"));
        there.sort_unstable();
        assert_eq!(packed, there);
    }

    #[test]
    fn the_plugin_has_the_program_s_version() {
        let version = format!("\nversion={}\n", env!("CARGO_PKG_VERSION"));
        assert!(text("metadata.txt").contains(&version));
        assert!(text("data/rules/jinshan.toml").contains("../classification/gbt4754_2017.csv"));
    }

    #[test]
    fn the_archive_has_one_folder_and_the_same_bytes_each_time() {
        let bytes = package_plugin().unwrap();
        assert_eq!(bytes, package_plugin().unwrap());
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into()).collect();
        assert_eq!(names.len(), files().count());
        assert!(names.iter().all(|name| name.starts_with("parkward/")));
    }
}
