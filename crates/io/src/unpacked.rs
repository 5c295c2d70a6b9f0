//! How large an archive may become: workbooks are archives, and a small one can hold more than any memory.

use crate::{ReadError, Source};
use parkward_model::Text;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use zip::ZipArchive;

const MEGABYTE: u64 = 1_000_000;

/// In megabytes.
static MOST: AtomicU64 = AtomicU64::new(1_000);

/// From now on archives may unpack to so many megabytes; it is 1,000 otherwise.
pub fn unpack_at_most(megabytes: u64) {
    MOST.store(megabytes, Ordering::Relaxed);
}

/// Refuses an archive that says it unpacks to more. What is no archive is not looked at.
pub(crate) fn check(source: &Source, path: &Path) -> Result<(), ReadError> {
    let archive = || ZipArchive::new(File::open(path).ok()?).ok();
    let unpacked = archive().and_then(|archive| archive.decompressed_size()).unwrap_or(0);
    let most = MOST.load(Ordering::Relaxed);
    if unpacked <= u128::from(most) * u128::from(MEGABYTE) {
        return Ok(());
    }
    let megabytes = unpacked / u128::from(MEGABYTE);
    Err(ReadError::Unreadable {
        file: source.label(),
        expected: Text::new(
            format!("解压后不超过 {most} MB 的文件（可用 --unpack-limit 放宽）"),
            format!("a file that unpacks to at most {most} MB (--unpack-limit raises it)"),
        ),
        found: Text::new(format!("{megabytes} MB"), format!("{megabytes} MB")),
    })
}
