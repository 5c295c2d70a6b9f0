//! Nothing in Chinese output is an English sentence: the worked example in Chinese, every file of it and all that the
//! screen shows.

use crate::common::{copy_all, other, parkward, root, text};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What is run, and what its output goes by. The plan and its folder remember their language; the others are told.
const RUNS: [(&str, &[&str]); 19] = [
    ("check", &["check", "jinshan/plan.toml", "-v", "-o", "out/issues"]),
    ("plan", &["plan", "jinshan/plan.toml", "-o", "out/plan", "--map-parks", "-v"]),
    ("verify", &["verify", "out/plan"]),
    ("explain-moves", &["explain", "out/plan", "E0042"]),
    ("explain-pinned", &["explain", "out/plan", "E0158"]),
    ("explain-locked", &["explain", "out/plan", "E0107"]),
    ("explain-closes", &["explain", "out/plan", "E0005"]),
    ("explain-project", &["explain", "out/plan", "N15", "--project"]),
    ("explain-solved", &["explain", "out/plan", "E0036", "--solve"]),
    ("explain-park", &["explain", "out/plan", "fengjing", "-v"]),
    ("sheets", &["explain", "out/plan", "--all", "-o", "out/sheets.html"]),
    ("sheet-pdf", &["explain", "out/plan", "E0036", "-o", "out/sheet.pdf"]),
    ("sheet-docx", &["explain", "out/plan", "E0036", "-o", "out/sheet.docx"]),
    ("sheet-of-park", &["explain", "out/plan", "second-park", "-o", "out/park.pdf"]),
    ("site", &["site", "out/plan", "--industry", "C3612", "--land", "3.2", "-o", "out/sites.gpkg"]),
    ("compare", &["compare", "out/plan", "out/other", "-o", "out/changes"]),
    ("export", &["export", "out/plan", "-f", "kml", "-o", "out/export"]),
    (
        "locate",
        &["--lang", "zh", "locate", "--parks", "jinshan/parks.geojson", "--enterprises", FIRMS],
    ),
    (
        "screen",
        &["--lang", "zh", "screen", "--enterprises", FIRMS, "--rules", "rules/jinshan.toml"],
    ),
];
const FIRMS: &str = "jinshan/enterprises.csv";

#[test]
fn chinese_output_has_no_english_sentence() {
    let work = TempDir::new().unwrap();
    let folder = work.path();
    copy_all(&root().join("data"), folder);
    let plan = fs::read_to_string(folder.join("jinshan/plan.toml")).unwrap();
    let chinese = plan.replace("lang = \"en\"", "lang = \"zh\"");
    let formats = "\n[outputs]\nformats = [\"gpkg\", \"geojson\", \"csv\", \"xlsx\"]\n";
    fs::write(folder.join("jinshan/plan.toml"), chinese.clone() + formats).unwrap();
    // What differs from the first is said of everybody in `compare`.
    let other_plan = chinese.replace("[[pins]]", "[weights]\ncut_off_km = 8.0\n\n[[pins]]");
    fs::write(folder.join("jinshan/other.toml"), other_plan).unwrap();
    run(folder, "other", &["plan", "jinshan/other.toml", "-o", "out/other"]);
    for (name, arguments) in RUNS {
        run(folder, name, arguments);
    }
    let script = root().join("tests/check_chinese.py");
    other("python3", &[script.to_str().unwrap(), folder.join("out").to_str().unwrap()]);
}

/// Runs a command; what it says goes into files of its name.
fn run(folder: &Path, name: &str, arguments: &[&str]) {
    let output = parkward(folder, arguments);
    let (said, told) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {told}");
    fs::create_dir_all(folder.join("out")).unwrap();
    // A table has its columns' names, which are keys.
    let ending = if said.starts_with("id,") { "csv" } else { "txt" };
    fs::write(folder.join(format!("out/{name}.{ending}")), said).unwrap();
    fs::write(folder.join(format!("out/{name}-told.txt")), told).unwrap();
}
