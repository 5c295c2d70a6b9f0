//! What plans stands without PROJ, GDAL and SQLite. Licences, bans and crates in two versions are held by
//! `cargo-deny` (`.deny.toml`), dependencies that nobody uses by `cargo-shear`; both run in `scripts/test`.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The crates that plan, which build and pass their tests without any of [`LINKED`].
const PLANNING: [&str; 7] =
    ["model", "geometry", "layer", "roads", "policy", "assignment", "planning"];

const LINKED: [&str; 3] = ["proj-sys", "gdal-sys", "libsqlite3-sys"];

/// The host on which all this is looked at: others have dependencies of their own.
const HOST: &str = "x86_64-unknown-linux-gnu";

#[test]
fn what_plans_stands_without_proj_gdal_and_sqlite() {
    for krate in PLANNING {
        let found = tree(&["--package", &format!("parkward-{krate}")]);
        assert!(found.contains("geo-types") || krate == "assignment", "{krate} has a tree");
        for linked in LINKED {
            assert!(!found.contains(linked), "{krate} should not depend on {linked}");
        }
    }
    let all = tree(&["--workspace"]);
    assert!(LINKED.iter().all(|linked| all.contains(*linked)), "the names are right");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Packages below some crates, their tests' among them.
fn tree(of: &[&str]) -> BTreeSet<String> {
    let all = ["tree", "--locked", "--offline", "--prefix=none", "--target", HOST];
    let output =
        Command::new(env!("CARGO")).current_dir(root()).args(all).args(of).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().filter_map(|line| Some(line.split_once(' ')?.0.to_owned())).collect()
}
