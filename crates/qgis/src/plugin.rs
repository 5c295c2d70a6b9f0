//! The Processing plugin: its files, as a ZIP for "Install from ZIP" or put into a profile.

use std::fs;
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
    "algorithms/__init__.py",
    "algorithms/common.py",
    "algorithms/plan.py",
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

/// Why the plugin cannot be put somewhere.
#[derive(Debug, thiserror::Error)]
pub enum PluginError {
    /// The operating system refused.
    #[error("{}: cannot be written: {reason}", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Something else is in the plugin's place.
    #[error("{}: is not a QGIS plugin, so it is not replaced; move it away", .path.display())]
    NotAPlugin {
        /// The folder.
        path: PathBuf,
    },
    /// The archive cannot be written.
    #[error("the plugin cannot be packed: {0}")]
    Zip(#[from] zip::result::ZipError),
}

/// The plugin as the bytes of a ZIP file with one folder at the top. The same program gives the same
/// bytes.
///
/// # Errors
/// [`PluginError::Zip`] if an entry cannot be written.
///
/// ```
/// assert!(parkward_qgis::package_plugin()?.starts_with(b"PK"));
/// # Ok::<(), parkward_qgis::PluginError>(())
/// ```
pub fn package_plugin() -> Result<Vec<u8>, PluginError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time, an entry is of 1980, whenever it is packed.
    let options = SimpleFileOptions::default().unix_permissions(0o644);
    for (name, bytes) in files() {
        archive.start_file(format!("{NAME}/{name}"), options)?;
        archive.write_all(bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Puts the plugin into a profile of QGIS, with the place of the `program` that it is to run, and gives
/// back its folder. An older version is replaced when the new one is complete.
///
/// # Errors
/// [`PluginError::NotAPlugin`] if something else is in its place, [`PluginError::File`] if it cannot be
/// written.
pub fn install_plugin(profile: &Path, program: &Path) -> Result<PathBuf, PluginError> {
    let plugins = profile.join("python").join("plugins");
    let (target, id) = (plugins.join(NAME), std::process::id());
    if target.exists() && !target.join("metadata.txt").is_file() {
        return Err(PluginError::NotAPlugin { path: target });
    }
    let unfinished = plugins.join(format!(".{NAME}.{id}.unfinished"));
    let installed = write(&unfinished, program).and_then(|()| replace(&target, &unfinished));
    if installed.is_err() {
        let _ = fs::remove_dir_all(&unfinished); // the first error says more
    }
    installed.map(|()| target)
}

fn write(folder: &Path, program: &Path) -> Result<(), PluginError> {
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, bytes)).map_err(refused(&path))
    };
    files().try_for_each(|(name, bytes)| put(name, bytes))?;
    put(PROGRAM, program.to_string_lossy().as_bytes())
}

/// Puts the new folder in the old one's place; the old one stays if that fails.
fn replace(target: &Path, new: &Path) -> Result<(), PluginError> {
    let previous = new.with_extension("previous");
    let had_one = target.exists();
    if had_one {
        fs::rename(target, &previous).map_err(refused(target))?;
    }
    if let Err(reason) = fs::rename(new, target) {
        if had_one {
            fs::rename(&previous, target).map_err(refused(target))?;
        }
        return Err(refused(target)(reason));
    }
    if had_one {
        fs::remove_dir_all(&previous).map_err(refused(&previous))?;
    }
    Ok(())
}

fn refused(path: &Path) -> impl FnOnce(std::io::Error) -> PluginError {
    let path = path.to_owned();
    move |reason| PluginError::File { path, reason }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

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
