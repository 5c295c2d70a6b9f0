//! What the whole-program tests share: running the program, other programs, and copies of the cases.

use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn case(name: &str) -> PathBuf {
    root().join("tests/cases").join(name)
}

/// Runs the program in `folder`.
pub(crate) fn parkward(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parkward"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs the program and expects it to succeed.
pub(crate) fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = parkward(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Runs the program and expects exit code 2 and one sentence, which is returned, and no left-overs.
pub(crate) fn refused(folder: &Path, arguments: &[&str]) -> String {
    let before = listing(folder);
    let output = parkward(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stdout));
    assert_eq!(listing(folder), before, "something was left behind");
    assert!(output.stdout.is_empty());
    let sentence = text(&output.stderr);
    assert_eq!(sentence.trim_end().lines().count(), 1, "{sentence}");
    sentence.trim_end().strip_prefix("parkward: ").expect("the program's name").to_owned()
}

pub(crate) fn listing(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Another program, which has to be there.
pub(crate) fn other(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output =
        output.unwrap_or_else(|error| panic!("{program}: {error}; scripts/setup test installs it"));
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}

pub(crate) fn plan_json(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("plan.json")).unwrap()).unwrap()
}

/// All files below a folder.
pub(crate) fn copy_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A copy of a case that a test may spoil.
pub(crate) fn copy(name: &str) -> TempDir {
    let copy = TempDir::new().unwrap();
    fs::create_dir(copy.path().join("input")).unwrap();
    fs::copy(case(name).join("plan.toml"), copy.path().join("plan.toml")).unwrap();
    for file in listing(&case(name).join("input")) {
        fs::copy(&file, copy.path().join("input").join(file.file_name().unwrap())).unwrap();
    }
    copy
}

pub(crate) fn edit(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(path, text.replace(from, to)).unwrap();
}

/// What a plan decided, a line an enterprise; stable under everything that does not matter.
pub(crate) fn decisions(plan: &Value) -> String {
    let mut lines = String::new();
    for e in plan["enterprises"].as_array().unwrap() {
        let park = e["park"].as_str().unwrap_or("-");
        let metres =
            e["distance_m"].as_f64().map_or("-".to_owned(), |metres| format!("{metres:.1}"));
        let inside: Vec<&str> =
            e["stands_in"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
        let reasons: Vec<&str> =
            e["reasons"].as_array().unwrap().iter().map(|r| r["en"].as_str().unwrap()).collect();
        let (id, verdict) = (e["id"].as_str().unwrap(), e["verdict"].as_str().unwrap());
        writeln!(
            lines,
            "{id} | {verdict} | {} | {park} | {metres} | {}",
            inside.join(" "),
            reasons.join("; ")
        )
        .unwrap();
    }
    for p in plan["projects"].as_array().into_iter().flatten() {
        let park = p["park"].as_str().unwrap_or("-");
        let metres =
            p["distance_m"].as_f64().map_or("-".to_owned(), |metres| format!("{metres:.1}"));
        let reasons: Vec<&str> =
            p["reasons"].as_array().unwrap().iter().map(|r| r["en"].as_str().unwrap()).collect();
        let (id, verdict) = (p["id"].as_str().unwrap(), p["verdict"].as_str().unwrap());
        writeln!(lines, "project {id} | {verdict} | {park} | {metres} | {}", reasons.join("; "))
            .unwrap();
    }
    for r in plan["rejects"].as_array().unwrap() {
        let field = |key: &str| r[key].as_str().unwrap_or("-").to_owned();
        let expected = r["expected"]["en"].as_str().unwrap();
        writeln!(
            lines,
            "{} row {} {} | {} | {expected} | {}",
            field("layer"),
            r["row"],
            field("id"),
            field("column"),
            r["found"]["en"].as_str().unwrap()
        )
        .unwrap();
    }
    for n in plan["notes"].as_array().unwrap() {
        writeln!(lines, "note | {} | {}", n["row"], n["text"]["en"].as_str().unwrap()).unwrap();
    }
    let solution = &plan["solution"];
    writeln!(
        lines,
        "cost {} mm, bound {} mm, {}",
        solution["cost_mm"],
        solution["lower_bound_mm"],
        solution["status"].as_str().unwrap()
    )
    .unwrap();
    lines
}
