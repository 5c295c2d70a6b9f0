//! Shapefiles in archives, which are unpacked: several files beside each other say what one is.

use crate::folder::Scratch;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// A Shapefile that is unpacked for as long as this lives.
pub(super) struct Unpacked {
    _scratch: Scratch,
    path: PathBuf,
}

impl Unpacked {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The Shapefile in an archive (`a.zip`, `/vsizip/a.zip`, `/vsizip/a.zip/b.shp`), if there is exactly one, or one
    /// that is named; `None` for anything else.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let (archive, inner) = split(path.to_str()?)?;
        let mut archive = ZipArchive::new(File::open(archive).ok()?).ok()?;
        let names: Vec<String> = (0..archive.len())
            .map(|at| {
                let entry = archive.by_index_raw(at);
                // Names in GBK say what belongs together, whatever they are.
                entry.map_or_else(
                    |_| String::new(),
                    |e| String::from_utf8_lossy(e.name_raw()).into(),
                )
            })
            .collect();
        let is_it = |name: &&String| {
            let is_named = name
                .strip_prefix(inner.as_str())
                .is_some_and(|rest| inner.is_empty() || rest.is_empty() || rest.starts_with('/'));
            has_ending(name, ".shp") && is_named && !name.starts_with("__MACOSX/")
        };
        let mut shapes = names.iter().filter(is_it);
        let (shape, None) = (shapes.next()?, shapes.next()) else { return None };
        let stem = &shape[..shape.len() - 4];
        let layer = stem.rsplit(['/', '\\']).next().filter(|name| !name.is_empty())?;
        let scratch = Scratch::places().find_map(|place| Scratch::new(&place).ok())?;
        for (at, name) in names.iter().enumerate() {
            let ending = name.get(stem.len()..).filter(|_| name.starts_with(stem));
            let Some(ending) = ending.map(str::to_ascii_lowercase) else { continue };
            if [".shp", ".shx", ".dbf", ".prj", ".cpg"].contains(&&*ending) {
                let mut file =
                    File::create(scratch.path().join(format!("{layer}{ending}"))).ok()?;
                io::copy(&mut archive.by_index(at).ok()?, &mut file).ok()?;
            }
        }
        let path = scratch.path().join(format!("{layer}.shp"));
        Some(Self { _scratch: scratch, path })
    }
}

fn has_ending(name: &str, ending: &str) -> bool {
    let start = name.len().saturating_sub(ending.len());
    name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// The archive, and what is named within it.
fn split(path: &str) -> Option<(PathBuf, String)> {
    let path = path.strip_prefix("/vsizip/").unwrap_or(path).replace(['{', '}'], "");
    let ends = path.to_ascii_lowercase();
    let mut ends = ends.match_indices(".zip").map(|(at, _)| at + 4);
    let end = ends.find(|end| {
        matches!(path.as_bytes().get(*end), None | Some(b'/')) && Path::new(&path[..*end]).is_file()
    })?;
    Some((path[..end].into(), path[end..].trim_matches('/').to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    #[test]
    fn an_archive_is_found_in_a_path() {
        let folder = tempfile::TempDir::new().unwrap();
        let archive = folder.path().join("a.zip.d.ZIP");
        std::fs::write(&archive, "").unwrap();
        let place = archive.display();
        for (path, inner) in [
            (format!("{place}"), ""),
            (format!("/vsizip/{place}"), ""),
            (format!("/vsizip/{place}/b/c.shp"), "b/c.shp"),
            (format!("/vsizip/{{{place}}}/c.shp"), "c.shp"),
        ] {
            assert_eq!(split(&path), Some((archive.clone(), inner.to_owned())), "{path}");
        }
        assert_eq!(split("/vsizip/none.zip/a.shp"), None);
        assert_eq!(split("a.shp"), None);
    }
}
