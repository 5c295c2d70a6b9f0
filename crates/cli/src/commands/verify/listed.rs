//! The folder against the list of its files.

use super::signature;
use crate::fault::Result;
use crate::plan_folder::PROVENANCE;
use parkward_io::Altered;
use parkward_planning::Verification;
use std::path::{Path, PathBuf};

/// All files must be there as they were written, and no others but signatures, which must be of them, and of
/// `signers`. Says the digest, where it holds.
pub(super) fn check(
    folder: &Path,
    signers: Option<&Path>,
    found: &mut Verification,
) -> Result<Option<String>> {
    let altered = match Altered::of(folder) {
        Ok(Some(altered)) => altered,
        Ok(None) => {
            found.disagree(
                format!("{PROVENANCE}：没有各文件及其 SHA-256 的清单"),
                format!("{PROVENANCE}: has no list of the files with the SHA-256 of each"),
            );
            return Ok(None);
        }
        Err(_) => return Ok(None), // there is no folder, which whoever reads the plan says
    };
    let before = found.disagreements.len();
    let mut each = |files: &[PathBuf], zh: &str, en: &str| {
        for file in files.iter().map(|file| file.display()) {
            found.disagree(format!("{file}：{zh}"), format!("{file}: {en}"));
        }
    };
    each(&altered.changed, "写成之后被改动", "was changed since it was written");
    each(&altered.missing, "曾写成，现已不在", "was written, and is not there any more");
    let (left, foreign): (Vec<PathBuf>, Vec<PathBuf>) =
        altered.foreign.iter().cloned().partition(|file| is_left_by_viewers(file));
    each(&foreign, "不是随方案写成的文件", "is none of the files that were written");
    for file in left.iter().map(|file| file.display()) {
        found.leave_open(
            format!("{file}：文件管理器等查看程序留下的，不属于方案"),
            format!("{file}: left by a program that looks at files, and no part of the plan"),
        );
    }
    if altered.digest.is_none() {
        found.disagree(
            format!("{PROVENANCE}：摘要不符，其内容被改动"),
            format!("{PROVENANCE}: was changed: its digest is another"),
        );
    }
    if altered.half_moved {
        found.disagree(
            "上次运行在移入文件时中断；再次运行 `parkward plan` 会继续",
            "a run was ended while it moved its files here; the next `parkward plan` goes on",
        );
    }
    found.checked_since(
        before,
        "每个文件与写成时相同，没有多余文件",
        "every file as it was written, and no others",
    );
    signature::check(folder, &altered.signatures, signers, found)?;
    Ok(altered.digest)
}

/// Whether a file is one that file managers and other viewers leave beside what they show.
fn is_left_by_viewers(file: &Path) -> bool {
    const NAMES: [&str; 4] = [".ds_store", "thumbs.db", "desktop.ini", ".directory"];
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    NAMES.contains(&name.as_str())
        || name.starts_with(".~lock.")
        || name.ends_with('~')
        || name.ends_with(".aux.xml")
}
