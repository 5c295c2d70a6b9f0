//! Atomic renames: two folders exchanged, or one moved to a name that is free.

use std::fs;
use std::io;
use std::path::Path;

#[cfg(any(target_os = "linux", target_os = "macos"))]
mod at_once {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    use std::io;
    use std::path::Path;

    /// Renames as `flags` say; `None` where the system or the file system cannot.
    fn rename(from: &Path, to: &Path, flags: RenameFlags) -> Option<io::Result<()>> {
        match renameat_with(CWD, from, CWD, to, flags) {
            Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => None,
            outcome => Some(outcome.map_err(io::Error::from)),
        }
    }

    pub(super) fn exchange(one: &Path, other: &Path) -> Option<io::Result<()>> {
        rename(one, other, RenameFlags::EXCHANGE)
    }

    pub(super) fn put(from: &Path, to: &Path) -> Option<io::Result<()>> {
        rename(from, to, RenameFlags::NOREPLACE)
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
mod at_once {
    use std::io;
    use std::path::Path;

    pub(super) fn exchange(_: &Path, _: &Path) -> Option<io::Result<()>> {
        None
    }

    pub(super) fn put(_: &Path, _: &Path) -> Option<io::Result<()>> {
        None
    }
}

/// Exchanges two folders atomically; `None` where the system cannot, and then nothing has changed.
pub(super) fn exchange(one: &Path, other: &Path) -> Option<io::Result<()>> {
    at_once::exchange(one, other)
}

/// Renames to a name that is still free.
///
/// # Errors
/// `AlreadyExists` if something has it.
pub(super) fn put(from: &Path, to: &Path) -> io::Result<()> {
    at_once::put(from, to).unwrap_or_else(|| match fs::symlink_metadata(to) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    })
}

/// Whether a folder cannot be exchanged for another: something is mounted there, or this program, and with it
/// the shell that started it, stands in it and would be left in the old one.
pub(super) fn stays(folder: &Path) -> bool {
    let stands_in = || {
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        here.is_ok_and(|here| here.starts_with(folder))
    };
    is_mounted(folder) || stands_in()
}

#[cfg(target_os = "linux")]
fn is_mounted(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, folder, AtFlags::empty(), StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
fn is_mounted(_: &Path) -> bool {
    false
}

/// Waits until the disk has a file, or which names a folder holds. A file system that cannot say so is no
/// reason to stop.
pub(super) fn settle(path: &Path) {
    if let Ok(file) = fs::File::open(path) {
        let _ = file.sync_all();
    }
}

/// Whether two paths lead to one and the same file.
#[cfg(unix)]
pub(super) fn same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| fs::symlink_metadata(path).map(|m| (m.dev(), m.ino())).ok();
    id(one).is_some_and(|one| Some(one) == id(other))
}

#[cfg(not(unix))]
pub(super) fn same(_: &Path, _: &Path) -> bool {
    false
}
