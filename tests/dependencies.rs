//! What the workspace depends on: by whose licence, in how many versions, for what; and what plans stands
//! without PROJ, GDAL and SQLite.

#![allow(clippy::unwrap_used, missing_docs)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Licences that ask for no more than to be named.
const LICENCES: [&str; 10] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// What must not come in, and why.
const BANNED: [(&str, &str); 3] = [
    ("openssl-sys", "nothing here talks to a network"),
    ("reqwest", "nothing here talks to a network"),
    ("tokio", "nothing here waits for anything but threads"),
];

/// What is built in two versions, because not all who need it have moved on to the newer one.
const TWICE: [&str; 17] = [
    "bitflags",
    "clap",
    "foldhash",
    "hashbrown",
    "heapless",
    "linux-raw-sys",
    "miniz_oxide",
    "roxmltree",
    "rstar",
    "rustc-hash",
    "rustix",
    "shlex",
    "strsim",
    "syn",
    "thiserror",
    "thiserror-impl",
    "unicode-width",
];

/// The crates that plan, which build and pass their tests without any of [`LINKED`].
const PLANNING: [&str; 6] = ["model", "geometry", "layer", "policy", "assignment", "planning"];

const LINKED: [&str; 3] = ["proj-sys", "gdal-sys", "libsqlite3-sys"];

/// The host on which all this is looked at: others have dependencies of their own.
const HOST: &str = "x86_64-unknown-linux-gnu";

#[test]
fn every_licence_may_be_used() {
    let packages = packages();
    let wrong: Vec<String> = packages
        .iter()
        .filter(|package| !may_be_used(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    assert!(wrong.is_empty(), "licences that are not in LICENCES:\n{}", wrong.join("\n"));
}

#[test]
fn licences_are_read_as_they_are_meant() {
    for (licence, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(MIT OR GPL-3.0) AND Zlib", true),
        ("(MIT OR Zlib) AND GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(may_be_used(licence), expected, "{licence}");
    }
}

#[test]
fn nothing_comes_in_that_is_banned() {
    let found = tree(&["--workspace"]);
    for (name, why) in BANNED {
        assert!(!found.contains_key(name), "{name}: {why}");
    }
}

#[test]
fn nothing_more_is_built_in_two_versions() {
    let twice = tree(&["--workspace"]).into_iter().filter(|(_, versions)| versions.len() > 1);
    assert_eq!(twice.map(|(name, _)| name).collect::<Vec<_>>(), TWICE);
}

#[test]
fn what_plans_stands_without_proj_gdal_and_sqlite() {
    for krate in PLANNING {
        let found = tree(&["--package", &format!("parkward-{krate}")]);
        assert!(found.contains_key("geo-types") || krate == "assignment", "{krate} has a tree");
        for linked in LINKED {
            assert!(!found.contains_key(linked), "{krate} should not depend on {linked}");
        }
    }
    let all = tree(&["--workspace"]);
    assert!(LINKED.iter().all(|linked| all.contains_key(*linked)), "the names are right");
}

#[test]
fn every_dependency_is_used() {
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut unused = Vec::new();
    for package in packages().iter().filter(|package| package["source"].is_null()) {
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
        let mut sources = String::new();
        read_all(folder, &mut sources);
        // The whole program's tests are the cli's.
        if folder.ends_with("cli") {
            read_all(&root().join("tests"), &mut sources);
        }
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["name"].as_str().unwrap();
            named.insert(name.to_owned());
            if !names(&sources, &name.replace('-', "_")) {
                unused.push(format!("{} does not use {name}", package["name"]));
            }
        }
    }
    let workspace = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let workspace: toml::Table = workspace.parse().unwrap();
    let listed = workspace["workspace"]["dependencies"].as_table().unwrap();
    let nobodys = listed.keys().filter(|name| !named.contains(*name));
    unused.extend(nobodys.map(|name| format!("no crate depends on {name}")));
    assert!(unused.is_empty(), "{}", unused.join("\n"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).current_dir(root()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Every package that the workspace is built of, as `cargo metadata` tells.
fn packages() -> Vec<Value> {
    let metadata =
        ["metadata", "--locked", "--offline", "--format-version=1", "--filter-platform", HOST];
    let metadata: Value = serde_json::from_str(&cargo(&metadata)).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Packages below some crates, their tests' among them, with their versions.
fn tree(of: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let all = ["tree", "--locked", "--offline", "--prefix=none", "--target", HOST];
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in cargo(&[&all[..], of].concat()).lines() {
        let mut words = line.split(' ');
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            found.entry(name.to_owned()).or_default().insert(version.to_owned());
        }
    }
    found
}

/// Whether an SPDX expression can be met with [`LICENCES`] alone.
fn may_be_used(licence: &str) -> bool {
    let licence = licence.replace('/', " OR ");
    let all = split(&licence, " AND ");
    if all.len() > 1 {
        return all.into_iter().all(may_be_used);
    }
    let any = split(&licence, " OR ");
    if any.len() > 1 {
        return any.into_iter().any(may_be_used);
    }
    match licence.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => may_be_used(inner),
        None => LICENCES.contains(&licence.as_str()),
    }
}

/// The parts of an expression between words that stand outside of its brackets.
fn split<'a>(expression: &'a str, word: &str) -> Vec<&'a str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (index, c) in expression.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && expression[index..].starts_with(word) => {
                parts.push(&expression[start..index]);
                start = index + word.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[start..]);
    parts
}

fn read_all(folder: &Path, sources: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, sources);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            sources.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// Whether a text has a word.
fn names(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(index, _)| {
        !text[..index].ends_with(part) && !text[index + word.len()..].starts_with(part)
    })
}
