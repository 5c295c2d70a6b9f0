//! The table of formats and faults in `docs/formats.md`, held against the program: `tests/formats/make.py` makes a
//! file for each cell, which the program reads. `PARKWARD_BLESS=1` writes the cells anew.

use crate::common::{self, other, root, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What stands where a format cannot have a fault.
const NOTHING: &str = "–";

/// What becomes of a file.
struct Outcome {
    word: &'static str,
    /// Rows that were read or rejected.
    rows: u64,
    notes: BTreeSet<String>,
    said: String,
}

/// Has the program check a plan with the file in a folder.
fn outcome(folder: &Path) -> Outcome {
    let is_parks = folder.join("parks").is_file();
    let is_it = |path: &std::path::PathBuf| {
        let beside = ["shx", "dbf", "prj", "cpg", "gfs", "xsd", "dat", "id", "map"];
        let ending = path.extension().unwrap_or_default();
        path.file_stem().is_some_and(|stem| stem == "a") && beside.iter().all(|b| ending != *b)
    };
    let file = common::listing(folder).into_iter().find(is_it).unwrap();
    let hand = root().join("tests/cases/hand/input");
    let (parks, firms) = match is_parks {
        true => (file.clone(), hand.join("enterprises.csv")),
        false => (hand.join("parks.geojson"), file.clone()),
    };
    let rules = root().join("data/rules/jinshan.toml");
    let plan = format!(
        "title = \"t\"\nrules = {rules:?}\n[parks]\nfile = {parks:?}\n[enterprises]\nfile = {firms:?}\n"
    );
    let path = folder.join("plan.toml");
    fs::write(&path, plan).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_parkward"))
        .args(["check", "--json", path.to_str().unwrap()])
        .output()
        .unwrap();
    let said = text(&output.stderr);
    if output.status.code() == Some(2) {
        assert_eq!(said.trim_end().lines().count(), 1, "{}: {said}", folder.display());
        return Outcome { word: "refused", rows: 0, notes: BTreeSet::new(), said };
    }
    assert!(output.status.success(), "{}: {said}", folder.display());
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = file.to_str().unwrap();
    let of_it = |key: &str| -> Vec<Value> {
        let all = found[key].as_array().unwrap().iter();
        all.filter(|one| one["file"] == name).cloned().collect()
    };
    let notes = of_it("notes").into_iter();
    let notes: BTreeSet<String> =
        notes.map(|note| note["text"]["en"].as_str().unwrap().replace(name, "")).collect();
    let word = if of_it("rejects").is_empty() { "read" } else { "row" };
    let rows = of_it("inputs")[0]["rows"].as_u64().unwrap();
    let said = format!("{:?} {:?}", notes, of_it("rejects"));
    Outcome { word, rows, notes, said }
}

/// The rows of the table: the key of each fault, and its cells as they stand.
fn rows(table: &str) -> (Vec<&str>, Vec<(&str, Vec<&str>)>) {
    let mut lines = table.lines().map(|line| {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        (cells[0], cells[2..].to_vec())
    });
    let formats = lines.next().unwrap().1;
    (formats, lines.skip(1).map(|(cell, cells)| (cell.trim_matches('`'), cells)).collect())
}

#[test]
fn every_format_and_fault_comes_to_what_the_table_says() {
    let document = root().join("docs/formats.md");
    let before = fs::read_to_string(&document).unwrap();
    let start = before.find("| fault | what it is |").expect("the table");
    let end = start + before[start..].find("\n\n").unwrap();
    let table = &before[start..end];
    let (formats, faults) = rows(table);

    let work = TempDir::new().unwrap();
    let make = root().join("tests/formats/make.py");
    let python = root().join("scripts/python");
    other(python.to_str().unwrap(), &[make.to_str().unwrap(), work.path().to_str().unwrap()]);
    let made: BTreeSet<String> = common::listing(work.path())
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let named: BTreeSet<String> = faults.iter().map(|(key, _)| (*key).to_owned()).collect();
    assert_eq!(named, made, "faults of the table, and those that are made");

    let mut sound: BTreeMap<(&str, bool), BTreeSet<String>> = BTreeMap::new();
    let (mut after, mut wrong) = (table.to_owned(), Vec::new());
    for (key, cells) in &faults {
        let mut found = Vec::new();
        for (format, cell) in formats.iter().zip(cells) {
            let folder = work.path().join(key).join(format);
            if !folder.is_dir() {
                found.push(NOTHING);
                if *cell != NOTHING {
                    wrong.push(format!(
                        "{key}, {format}: the table says {cell}, and no file has it"
                    ));
                }
                continue;
            }
            let is_parks = folder.join("parks").is_file();
            let Outcome { mut word, rows, notes, said } = outcome(&folder);
            // What is said of a file without a fault says nothing of the fault.
            let known = sound.entry((format, is_parks)).or_insert_with(|| notes.clone());
            if word == "read" && !notes.is_subset(known) {
                word = "noted";
            }
            let all = if *key == "closed-line" {
                1
            } else if is_parks {
                2
            } else {
                3
            };
            if matches!(word, "read" | "noted") && rows != all {
                wrong
                    .push(format!("{key}, {format}: {rows} of {all} rows, without a word: {said}"));
            }
            if word != *cell {
                wrong.push(format!("{key}, {format}: the table says {cell}, found {word}: {said}"));
            }
            found.push(word);
        }
        let old = table.lines().find(|line| line.starts_with(&format!("| `{key}` |"))).unwrap();
        let words = old.split('|').nth(2).unwrap().trim();
        after = after.replace(old, &format!("| `{key}` | {words} | {} |", found.join(" | ")));
    }
    if std::env::var_os("PARKWARD_BLESS").is_some() {
        fs::write(&document, before.replace(table, &after)).unwrap();
        wrong.iter().for_each(|line| eprintln!("{line}"));
        return;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
