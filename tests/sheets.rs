//! Sheets that are handed over: the same sentences as on the screen, in every format and language; what users write is
//! text; the same bytes again; nothing is replaced that is not ours.

use crate::common::{copy, copy_all, done, edit, other, parkward, plan_json, root};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const FORMATS: [&str; 3] = ["html", "docx", "pdf"];

/// The text of a sheet without white space, which each format breaks elsewhere.
fn words(file: &Path) -> String {
    let shown = match file.extension().unwrap().to_str().unwrap() {
        "pdf" => other("pdftotext", &["-raw", file.to_str().unwrap(), "-"]),
        "html" => untagged(&fs::read_to_string(file).unwrap()),
        _ => {
            let mut archive = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
            let mut xml = String::new();
            archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
            untagged(&xml)
        }
    };
    bare(&shown)
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What stands between tags.
fn untagged(markup: &str) -> String {
    let mut texts = String::new();
    for piece in markup.split('<').skip(1) {
        texts.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    for (entity, c) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        texts = texts.replace(entity, c);
    }
    texts
}

/// A paragraph as sentences that no page break can lie within: parts between full stops.
fn sentences(paragraph: &str) -> Vec<String> {
    let parts = paragraph.split_inclusive('。').flat_map(|part| part.split_inclusive(". "));
    parts.map(bare).filter(|part| !part.is_empty()).collect()
}

/// An enterprise of each verdict, a project of each, and two parks, of the worked example.
fn of_each_verdict(plan: &Value) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for (rows, option) in [("enterprises", None), ("projects", Some("--project"))] {
        for row in plan[rows].as_array().unwrap() {
            let verdict = format!("{rows} {}", row["verdict"].as_str().unwrap());
            let id = row["id"].as_str().unwrap().to_owned();
            found
                .entry(verdict)
                .or_insert_with(|| [id].into_iter().chain(option.map(str::to_owned)).collect());
        }
    }
    found.insert("park".into(), vec!["fengjing".into()]);
    found.insert("park without".into(), vec!["caohejing-bonded".into(), "--park".into()]);
    found
}

fn arguments<'a>(id: &[&'a str], lang: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["explain", "out", "--lang", lang], id, more].concat()
}

#[test]
fn sheets_say_what_the_screen_says() {
    let work = TempDir::new().unwrap();
    let folder = work.path();
    copy_all(&root().join("data"), folder);
    done(folder, &["plan", "jinshan/plan.toml", "-o", "out", "-q"]);
    let asked = of_each_verdict(&plan_json(&folder.join("out")));
    assert!(asked.len() >= 12, "{asked:?}");
    for (verdict, id) in &asked {
        let id: Vec<&str> = id.iter().map(String::as_str).collect();
        for lang in ["zh", "en"] {
            let said: Value =
                serde_json::from_str(&done(folder, &arguments(&id, lang, &["--json"]))).unwrap();
            let prose = said["prose"][lang].as_str().unwrap();
            let screen = bare(&done(folder, &arguments(&id, lang, &[])));
            for format in FORMATS {
                let name = format!("{}-{lang}.{format}", verdict.replace(' ', "-"));
                done(folder, &arguments(&id, lang, &["-o", &name, "-q"]));
                let sheet = words(&folder.join(&name));
                for sentence in sentences(prose) {
                    assert!(screen.contains(&sentence), "{verdict}, screen: {sentence}");
                    assert!(sheet.contains(&sentence), "{name}: {sentence}\n{sheet}");
                }
                let notice = bare(if lang == "zh" {
                    "不得用于真实决策"
                } else {
                    "Not for real decisions."
                });
                let sign = bare(if lang == "zh" { "日期" } else { "Date" });
                assert!(sheet.contains(&notice) && sheet.contains(&sign), "{name}");
            }
        }
    }
}

#[test]
fn a_batch_has_everybody_once_in_the_same_bytes_and_replaces_only_its_own() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    let all: Value =
        serde_json::from_str(&done(folder, &["explain", "out", "--all", "--json"])).unwrap();
    for format in FORMATS {
        let (one, two) = (format!("one.{format}"), format!("two.{format}"));
        done(folder, &["explain", "out", "--all", "-o", &one, "-q"]);
        let again = Command::new(env!("CARGO_BIN_EXE_parkward"))
            .current_dir(folder)
            .args(["explain", "out", "--all", "-o", &two, "-q"])
            .env("RAYON_NUM_THREADS", "1")
            .status();
        assert!(again.unwrap().success());
        assert_eq!(fs::read(folder.join(&one)).unwrap(), fs::read(folder.join(&two)).unwrap());
        let sheets = words(&folder.join(&one));
        for said in all.as_array().unwrap() {
            for sentence in sentences(said["prose"]["en"].as_str().unwrap()) {
                assert!(sheets.contains(&sentence), "{one}: {sentence}");
            }
        }
        done(folder, &["explain", "out", "--all", "-o", &one, "-q"]);
        fs::write(folder.join(&one), "mine").unwrap();
        let refused = parkward(folder, &["explain", "out", "--all", "-o", &one]);
        assert_eq!(refused.status.code(), Some(2));
        assert_eq!(fs::read_to_string(folder.join(&one)).unwrap(), "mine");
        done(folder, &["explain", "out", "--all", "-o", format, "--format", format, "-q"]);
        done(folder, &["explain", "out", "--all", "-o", format, "--format", format, "-q"]);
        let files = fs::read_dir(folder.join(format)).unwrap().count();
        assert_eq!(files, all.as_array().unwrap().len() + 1, "a file each, and the list of them");
    }
    fs::create_dir(folder.join("own")).unwrap();
    fs::write(folder.join("own/notes.txt"), "mine").unwrap();
    let refused = parkward(folder, &["explain", "out", "--all", "-o", "own"]);
    assert_eq!(refused.status.code(), Some(2), "a folder with the files of somebody");
}

#[test]
fn what_users_write_is_text_on_sheets() {
    let work = copy("hand");
    let folder = work.path();
    let hostile = "<script>alert(1)</script>&amp;]]>'\\\"\u{1}\u{202e}gnp.exe ../../x %s";
    let title = serde_json::to_string(hostile).unwrap();
    let plan = fs::read_to_string(folder.join("plan.toml")).unwrap();
    let line = plan.lines().find(|line| line.starts_with("title")).unwrap().to_owned();
    edit(folder, "plan.toml", &line, &format!("title = {title}\ndata_notice = {title}"));
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    for format in FORMATS {
        let name = format!("all.{format}");
        done(folder, &["explain", "out", "--all", "-o", &name, "-q"]);
        let said = words(&folder.join(&name));
        assert!(said.contains("<script>alert(1)</script>&amp;]]>'"), "{name}");
        assert!(!said.contains(['\u{202e}', '\u{1}']), "{name}");
        assert!(said.contains("□gnp.exe"), "{name}: what turns the words around is shown");
    }
    let html = fs::read_to_string(folder.join("all.html")).unwrap();
    assert!(!html.contains("<script"));
}

#[test]
fn a_repair_that_is_solved_is_what_planning_anew_comes_to() {
    let work = TempDir::new().unwrap();
    let folder = work.path();
    copy_all(&root().join("data"), folder);
    done(folder, &["plan", "jinshan/plan.toml", "-o", "out", "-q"]);
    let before = plan_json(&folder.join("out"));
    let cost = |plan: &Value| plan["solution"]["cost_mm"].as_i64().unwrap();
    // The plan with the longer cut-off, made from nothing.
    let said: Value =
        serde_json::from_str(&done(folder, &["explain", "out", "E0036", "--solve", "--json"]))
            .unwrap();
    let repairs = said["repairs"].as_array().unwrap();
    assert!(repairs.iter().all(|repair| repair["solved"].is_object()), "{repairs:?}");
    let repair = &repairs[0];
    let cut_off = repair["cut_off_km"].as_f64().unwrap();
    edit(
        folder,
        "jinshan/plan.toml",
        "[[pins]]",
        &format!("[weights]\ncut_off_km = {cut_off}\n\n[[pins]]"),
    );
    done(folder, &["plan", "jinshan/plan.toml", "-o", "anew", "-q"]);
    let anew = (cost(&plan_json(&folder.join("anew"))) - cost(&before)) as f64 / 1e6;
    let (change, bound) = (
        repair["solved"]["change_km"].as_f64().unwrap(),
        repair["solved"]["bound_km"].as_f64().unwrap(),
    );
    assert!(bound <= anew + 1e-6, "{bound} is no bound of {anew}");
    assert!((change - anew).abs() <= 0.01 * anew.abs(), "{change} is not {anew}");
    assert!(
        change <= repair["change_km"].as_f64().unwrap() + 1e-6,
        "no more than what was estimated"
    );
}
