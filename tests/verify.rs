//! What `verify` finds: every leaf of `plan.json` and every file of a folder is changed, one at a time, as it is
//! and by somebody who makes the digests right again. The figures stand in `docs/reliability.md`.
//!
//! `PARKWARD_LEAVES=all` changes all leaves of all cases and of the worked example, which takes hours
//! (`scripts/soak-verify`), a number as many of each plan; without it a few.

mod forger;

use crate::common::{case, done, edit, listing, other, parkward, plan_json, refused, root, text};
use forger::{changes, forge, leaves, put};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// How many leaves of a plan are changed, if somebody has said it.
fn asked() -> Option<usize> {
    let asked = std::env::var("PARKWARD_LEAVES").ok()?;
    Some(if asked == "all" { usize::MAX } else { asked.parse().unwrap() })
}

/// What whoever changes `plan.json` makes right.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Forged {
    /// Nothing.
    No,
    /// Its hash in the list, and the digest.
    Digests,
    /// Also its hash in the summary, and the hash of that: who does so can write all files anew, and then only the
    /// inputs or a signature tell. Counted, and not all found.
    Summary,
}

/// A copy of a folder, and of all within it.
fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in listing(from) {
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_all(&path, &there);
        } else {
            fs::copy(&path, there).unwrap();
        }
    }
}

/// The plan of `folder`, a copy of which it is made in, with `outputs` in the place of its own.
fn planned(folder: &Path, outputs: &str) -> TempDir {
    let work = TempDir::new().unwrap();
    let project = work.path().join("project");
    copy_all(folder, &project);
    let plan = if project.join("jinshan").exists() { "jinshan/plan.toml" } else { "plan.toml" };
    let text = fs::read_to_string(project.join(plan)).unwrap();
    let (before, own) = text.split_once("[outputs]").unwrap_or((&text, ""));
    let after = own.split_once("\n[").map_or(String::new(), |(_, after)| format!("[{after}"));
    fs::write(project.join(plan), format!("{before}{after}\n[outputs]\n{outputs}\n")).unwrap();
    let plan = format!("project/{plan}");
    done(work.path(), &["plan", &plan, "-o", "out", "-q"]);
    work
}

/// The code that `verify` ends with, and what it says.
fn verified(folder: &Path) -> (Option<i32>, String) {
    let outcome = parkward(folder, &["verify", "out"]);
    (outcome.status.code(), text(&outcome.stdout) + &text(&outcome.stderr))
}

/// Changes leaves of a document in a folder one by one, as it is and with digests made right. How many were changed,
/// and how many of them are missed where the summary is made right too, if that was asked.
fn every_change_is_found(work: &Path, file: &str, some: usize) -> [usize; 2] {
    let out = work.join("out");
    let names = [file, "provenance.json", "summary.md"];
    let before = names.map(|name| fs::read(out.join(name)).unwrap());
    let plan: Value = serde_json::from_slice(&before[0]).unwrap();
    let as_written = match file {
        "plan.json" => forger::as_written,
        _ => Value::to_string,
    };
    assert_eq!(as_written(&plan).as_bytes(), before[0], "only one leaf is to differ");
    let ways = leaves(&plan);
    let step = ways.len().div_ceil(asked().unwrap_or(some));
    let kinds = [Forged::No, Forged::Digests, Forged::Summary];
    let (mut changed, mut missed, mut missed_with_summary) = (0, Vec::new(), 0);
    let some = ways.iter().skip(step / 2).step_by(step);
    for (what, tampered) in some.flat_map(|way| changes(&plan, way)) {
        changed += 1;
        for forged in kinds.into_iter().take(if asked().is_some() { 3 } else { 2 }) {
            fs::write(out.join(file), as_written(&tampered)).unwrap();
            if forged == Forged::Summary {
                forger::forge_summary(&out);
            }
            if forged != Forged::No {
                forge(&out, &[file, "summary.md"]);
            }
            let (code, said) = verified(work);
            match (code, forged) {
                (Some(1 | 2), _) => {}
                (Some(0), Forged::Summary) => {
                    println!("missed with the summary: {what}");
                    missed_with_summary += 1;
                }
                _ => missed.push(format!("{what}, {forged:?}, code {code:?}: {said}")),
            }
            for (name, before) in names.iter().zip(&before) {
                fs::write(out.join(name), before).unwrap();
            }
        }
    }
    assert!(missed.is_empty(), "{} of {changed} were missed: {missed:#?}", missed.len());
    assert_eq!(verified(work).0, Some(0), "the plan is as before");
    [changed, missed_with_summary]
}

/// 8 of 100 changed leaves were not noticed, and 18 without layers beside the plan.
#[test]
fn every_leaf_of_every_case_that_is_changed_is_found() {
    let names = listing(&root().join("tests/cases"));
    let kinds = ["\"csv\"", ""];
    let next = AtomicUsize::new(0);
    let sums: [[AtomicUsize; 2]; 2] = Default::default();
    let work = || {
        while let Some(case) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
            for (formats, sums) in kinds.iter().zip(&sums) {
                let work = planned(case, &format!("map = false\nformats = [{formats}]"));
                for (sum, more) in
                    sums.iter().zip(every_change_is_found(work.path(), "plan.json", 5))
                {
                    sum.fetch_add(more, Ordering::Relaxed);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, Into::into) {
            scope.spawn(work);
        }
    });
    for (formats, [changed, missed]) in
        kinds.iter().zip(sums.map(|sum| sum.map(AtomicUsize::into_inner)))
    {
        println!(
            "{changed} changes, formats {formats:?}: all found; {missed} missed with the summary"
        );
        assert!(changed >= 5 * names.len(), "{changed}");
    }
}

/// A plan by road with a page.
fn by_road() -> TempDir {
    let project = crate::by_road::by_road(crate::by_road::ROADS.as_bytes(), "roads.geojson", "");
    planned(project.path(), "map = false\npage = true\nformats = []")
}

/// Of `roads.json`, what changes no way was not noticed, such as names, or a kind that is as fast; and whoever took the
/// file away could write any distance.
#[test]
fn leaves_of_a_plan_by_road_and_of_its_roads_are_found() {
    let work = by_road();
    for (file, some) in [("plan.json", 12), ("roads.json", 12)] {
        let [changed, missed] = every_change_is_found(work.path(), file, some);
        println!(
            "{changed} changes of {file}, by road: all found; {missed} missed with the summary"
        );
        assert!(changed >= some, "{changed}");
    }
    let out = work.path().join("out");
    fs::remove_file(out.join("roads.json")).unwrap();
    edit(&out, "plan.json", "\"distance_m\": 1", "\"distance_m\": 2");
    forge(&out, &["roads.json", "plan.json"]);
    let (code, said) = verified(work.path());
    assert!(code == Some(1) && said.contains("✗ roads.json"), "{said}");
}

/// Who is explained, and the page that explains everybody, took it that a plan has a price of everything.
#[test]
fn a_plan_that_lacks_prices_is_told_so_and_can_be_asked() {
    let work = planned(&case("hand"), "map = false\npage = true\nformats = []");
    let path = work.path().join("out/plan.json");
    let whole: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for prices in [
        serde_json::json!([[], [0]]),
        serde_json::json!([]),
        serde_json::json!([[1, 2, 3], [4, 5]]),
    ] {
        let mut plan = whole.clone();
        plan["solution"]["prices"] = prices;
        fs::write(&path, forger::as_written(&plan)).unwrap();
        let (code, said) = verified(work.path());
        assert!(code == Some(1) && said.contains("solution, prices: should be"), "{said}");
        for enterprise in ["E1", "E3"] {
            done(work.path(), &["explain", "out", enterprise]);
        }
    }
}

/// The same of a whole district.
#[test]
fn leaves_of_the_worked_example_that_are_changed_are_found() {
    let work = planned(&root().join("data"), "map = false\nformats = [\"csv\"]");
    let [changed, missed] = every_change_is_found(work.path(), "plan.json", 2);
    println!("{changed} changes of Jinshan: all found; {missed} missed with the summary");
}

/// A plan of a case in every format, and with nothing else.
fn in_every_format() -> TempDir {
    planned(
        &case("river_1km"),
        "map = false\nlayers = [\"parks\", \"enterprises\"]\nformats = [\"gpkg\", \"geojson\", \"csv\", \
         \"flatgeobuf\", \"shapefile\", \"xlsx\", \"kml\", \"MapInfo File\"]",
    )
}

/// Every file below a folder, by its path within it.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for path in listing(folder) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            found.push(name);
        }
    }
    found
}

/// Changes bytes of files, each as it is and with its hash made right. How many were changed.
fn every_byte_is_found(work: &Path, names: &[String]) -> usize {
    let out = work.join("out");
    let provenance = fs::read(out.join("provenance.json")).unwrap();
    let mut tried = 0;
    for name in names {
        let path = out.join(name);
        let before = fs::read(&path).unwrap();
        for (place, forged) in [(0, true), (before.len() / 2, false), (before.len() / 2, true)] {
            // What tables of a database hold is changed by SQL, below: not every byte of it means something.
            if forged && (name == "provenance.json" || name.ends_with(".gpkg")) {
                continue;
            }
            let mut bytes = before.clone();
            match bytes.get_mut(place) {
                Some(byte) => *byte ^= 1,
                None => bytes.push(b'x'),
            }
            fs::write(&path, bytes).unwrap();
            if forged {
                forge(&out, &[name]);
            }
            let (code, said) = verified(work);
            tried += 1;
            assert!(matches!(code, Some(1 | 2)), "{name}, byte {place}, forged: {forged}: {said}");
            assert!(said.contains(name), "{name}: {said}");
            fs::write(out.join("provenance.json"), &provenance).unwrap();
        }
        fs::write(&path, before).unwrap();
    }
    tried
}

/// Nothing but `plan.json` and three formats was looked at.
#[test]
fn a_byte_changed_in_any_file_is_found() {
    let work = in_every_format();
    let names = files(&work.path().join("out"));
    assert!(names.len() > 20, "{names:?}");
    let mut tried = every_byte_is_found(work.path(), &names);
    let work = planned(&case("hand"), "map_parks = true\nformats = [\"gpkg\"]");
    let names = ["map.svg", "map.png", "map.pdf", "map-parks.pdf", "relocation.qgz"];
    tried += every_byte_is_found(work.path(), &names.map(str::to_owned));
    let by_road = by_road();
    let names = ["report.html", "roads.json"];
    tried += every_byte_is_found(by_road.path(), &names.map(str::to_owned));
    println!("{tried} changed bytes: all found");
    done(work.path(), &["verify", "out"]);
}

/// A deleted layer, a file of somebody else's and a removed row were not noticed.
#[test]
fn files_that_come_and_go_are_found() {
    let work = in_every_format();
    let out = work.path().join("out");
    let provenance = fs::read(out.join("provenance.json")).unwrap();
    for forged in [false, true] {
        for name in files(&out).iter().filter(|name| !name.ends_with(".json")) {
            let (path, aside) = (out.join(name), work.path().join("aside"));
            fs::rename(&path, &aside).unwrap();
            if forged {
                forge(&out, &[name]);
            }
            let (code, said) = verified(work.path());
            assert_eq!(code, Some(1), "{name} is gone, forged: {forged}: {said}");
            assert!(said.contains(name.as_str()), "{said}");
            fs::rename(&aside, &path).unwrap();
            fs::write(out.join("provenance.json"), &provenance).unwrap();
        }
        for name in ["notes.txt", "csv/more.csv", "new/folder/.hidden", "relocation.gpkg-wal"] {
            let path = out.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "mine").unwrap();
            if forged {
                forge(&out, &[name]);
            }
            let (code, said) = verified(work.path());
            assert_eq!(code, Some(1), "{name}, forged: {forged}: {said}");
            assert!(said.contains(name), "{said}");
            fs::remove_file(&path).unwrap();
            fs::write(out.join("provenance.json"), &provenance).unwrap();
        }
    }
    let enterprises = out.join("csv/enterprises.csv");
    let rows = fs::read_to_string(&enterprises).unwrap();
    let fewer: Vec<&str> = rows.lines().take(3).collect();
    fs::write(&enterprises, fewer.join("\n") + "\n").unwrap();
    forge(&out, &["csv/enterprises.csv"]);
    let (code, said) = verified(work.path());
    assert_eq!(code, Some(1));
    assert!(said.contains("csv/enterprises.csv: line 4 should be"), "{said}");
}

/// Changes a file with SQLite's own means, or those of archives.
fn change(arguments: &[&str]) -> String {
    let script = root().join("tests/verify/change.py");
    other("python3", &[&[script.to_str().unwrap()], arguments].concat())
}

#[test]
fn a_cell_changed_in_the_geopackage_is_named() {
    let work = planned(&case("river_1km"), "map = false\nformats = [\"gpkg\"]");
    let out = work.path().join("out");
    let geopackage = out.join("relocation.gpkg");
    let place = geopackage.to_str().unwrap();
    let before = fs::read(&geopackage).unwrap();
    let columns = change(&["columns", place]);
    let mut tried = 0;
    for line in columns.lines().step_by(if asked().is_some() { 1 } else { 7 }) {
        let (table, column) = line.split_once('|').unwrap();
        change(&["cell", place, table, column]);
        forge(&out, &["relocation.gpkg"]);
        let (code, said) = verified(work.path());
        assert_eq!(code, Some(1), "{line}: {said}");
        let named = format!("relocation.gpkg: table {table}, row ");
        assert!(
            said.contains(&named) && said.contains(&format!(", {column}: should be ")),
            "{line}: {said}"
        );
        tried += 1;
        fs::write(&geopackage, &before).unwrap();
    }
    println!("{tried} changed cells: all found");
    assert!(tried > 20, "{tried}");
    // Laid out anew it holds what it held.
    change(&["vacuum", place]);
    assert_ne!(fs::read(&geopackage).unwrap(), before);
    forge(&out, &["relocation.gpkg"]);
    done(work.path(), &["verify", "out"]);
}

#[test]
fn a_cell_changed_in_the_workbook_is_found() {
    let work = planned(&case("river_1km"), "map = false\nformats = [\"xlsx\"]");
    let out = work.path().join("out");
    change(&["workbook", out.join("relocation.xlsx").to_str().unwrap()]);
    forge(&out, &["relocation.xlsx"]);
    let (code, said) = verified(work.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("relocation.xlsx: "), "{said}");
}

/// Where the folder for temporary files was full or missing, every layer was said to be another; and a link that
/// somebody had put there was written through.
#[cfg(unix)]
#[test]
fn no_room_for_temporary_files_is_no_false_alarm() {
    let work = planned(
        &case("river_1km"),
        "map = false\nformats = [\"gpkg\", \"csv\", \"xlsx\", \"shapefile\"]",
    );
    let run = |script: &str| {
        let shell = std::process::Command::new("sh")
            .current_dir(work.path())
            .env("PARKWARD", env!("CARGO_BIN_EXE_parkward"))
            .args(["-c", script])
            .output()
            .unwrap();
        (shell.status.code(), text(&shell.stdout))
    };
    let (code, said) = run("TMPDIR=/nowhere/at/all \"$PARKWARD\" verify out");
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains('✗'), "{said}");
    // Not one byte can be written, wherever it is.
    let (code, said) = run("ulimit -f 0; \"$PARKWARD\" verify out");
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("? csv/enterprises.csv: could not be made again here") && !said.contains('✗'),
        "{said}"
    );
    // What was changed is found even so, by its hash.
    edit(work.path(), "out/csv/enterprises.csv", "E", "F");
    assert_eq!(run("ulimit -f 0; \"$PARKWARD\" verify out").0, Some(1));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_found_and_not_written_through() {
    let work = planned(&case("hand"), "map = false\nformats = [\"csv\"]");
    let (file, aside) = (work.path().join("out/summary.md"), work.path().join("aside.md"));
    fs::rename(&file, &aside).unwrap();
    std::os::unix::fs::symlink(&aside, &file).unwrap();
    let before = fs::read(&aside).unwrap();
    let (code, said) = verified(work.path());
    assert_eq!(code, Some(1));
    assert!(said.contains("summary.md: was changed"), "{said}");
    assert_eq!(fs::read(&aside).unwrap(), before);
}

#[test]
fn every_case_holds_against_its_inputs() {
    for case in listing(&root().join("tests/cases")) {
        let work = planned(&case, "map = false\nformats = [\"csv\"]");
        let said = done(work.path(), &["verify", "out", "--inputs"]);
        assert!(said.contains("planned again, rows in reverse") && !said.contains("? "), "{said}");
    }
}

/// A plan made from altered inputs passed with the honest hash pasted in.
#[test]
fn a_plan_of_altered_inputs_is_found_whatever_hash_it_states() {
    let work = planned(&case("hand"), "map = false\nformats = [\"csv\", \"gpkg\"]");
    let folder = work.path();
    let input = folder.join("project/input/enterprises.csv");
    let honest = fs::read_to_string(&input).unwrap();
    let hash = |folder: &Path| {
        plan_json(&folder.join("out"))["inputs"][1]["sha256"].as_str().unwrap().to_owned()
    };
    let true_hash = hash(folder);
    // E1 says that it has less land than it has.
    let altered = honest.replacen(",2,", ",1.5,", 1);
    assert_ne!(altered, honest);
    fs::write(&input, altered).unwrap();
    done(folder, &["plan", "project/plan.toml", "-o", "out", "-q"]);
    fs::write(&input, honest).unwrap();
    let false_hash = hash(folder);
    // Whoever knows all files: plan, summary, provenance.
    for file in ["out/plan.json", "out/summary.md", "out/provenance.json"] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        fs::write(folder.join(file), text.replace(&false_hash, &true_hash)).unwrap();
    }
    forger::forge_summary(&folder.join("out"));
    forge(&folder.join("out"), &["plan.json", "summary.md"]);
    done(folder, &["verify", "out"]); // the folder agrees with itself
    let outcome = parkward(folder, &["verify", "out", "--inputs"]);
    assert_eq!(outcome.status.code(), Some(1));
    let said = text(&outcome.stdout);
    assert!(said.contains("✗ enterprise E1, land_ha: should be 2.0, and is 1.5"), "{said}");
}

#[test]
fn inputs_that_changed_or_moved_are_named() {
    let work = planned(&case("hand"), "map = false\nformats = [\"csv\"]");
    let folder = work.path();
    edit(folder, "project/plan.toml", "en = \"Case\"", "en = \"Other\"");
    edit(folder, "project/input/rules.toml", "# ", "#  ");
    edit(folder, "project/input/enterprises.csv", "E2,", "E9,");
    let outcome = parkward(folder, &["verify", "out", "--inputs"]);
    assert_eq!(outcome.status.code(), Some(1));
    let said = text(&outcome.stdout);
    for line in [
        "project/plan.toml: is not the plan file that the plan was made from",
        "title, en: should be \"Other\", and is \"Case\"",
        "rule book, sha256: should be ",
        "input/enterprises.csv: is not the file that the plan was made from",
        "enterprise E2, id: should be \"E9\", and is \"E2\"",
    ] {
        assert!(said.contains(&format!("✗ {line}")), "{line}: {said}");
    }
    fs::rename(folder.join("project"), folder.join("moved")).unwrap();
    let sentence = refused(folder, &["verify", "out", "--inputs"]);
    assert!(sentence.contains("say where with --inputs=DIR/plan.toml"), "{sentence}");
    let outcome = parkward(folder, &["verify", "out", "--inputs=moved"]);
    assert_eq!(outcome.status.code(), Some(1));
}

#[test]
fn what_export_wrote_is_held_against_its_plan() {
    let work = planned(&case("river_1km"), "map = false\nformats = []");
    let folder = work.path();
    let export = [
        "export",
        "out",
        "-f",
        "gpkg,csv,dxf",
        "--crs",
        "EPSG:4549",
        "-o",
        "layers",
        "--layers",
        "parks,zones",
        "-q",
    ];
    done(folder, &export);
    assert!(
        refused(folder, &["verify", "layers"]).contains("name the folder of its plan with --plan")
    );
    let said = done(folder, &["verify", "layers", "--plan", "out"]);
    assert!(
        said.contains("✓ relocation_epsg4549.gpkg") && said.contains("✓ csv/parks_epsg4549.csv"),
        "{said}"
    );
    edit(folder, "layers/csv/parks_epsg4549.csv", "true", "false");
    assert_eq!(parkward(folder, &["verify", "layers", "--plan", "out"]).status.code(), Some(1));
}

/// The list covers all files, so that who signs it signs the folder.
#[test]
fn a_plan_is_signed_and_its_signer_held() {
    let work = planned(&case("hand"), "map = false\nformats = [\"csv\"]");
    let folder = work.path();
    let key = |name: &str, seed: u8| {
        let pair = ssh_key::private::Ed25519Keypair::from_seed(&[seed; 32]);
        let key = ssh_key::PrivateKey::new(pair.into(), name).unwrap();
        fs::write(folder.join(name), key.to_openssh(ssh_key::LineEnding::LF).unwrap()).unwrap();
        let public = key.public_key().to_openssh().unwrap();
        fs::write(folder.join(format!("{name}.pub")), &public).unwrap();
        public
    };
    let (bureau, _) = (key("bureau", 1), key("other", 2));
    fs::write(folder.join("signers"), format!("# who may sign\nplanning@bureau {bureau}\n"))
        .unwrap();
    let verify = |arguments: &[&str]| {
        let outcome = parkward(folder, &[&["verify", "out"], arguments].concat());
        (outcome.status.code(), text(&outcome.stdout) + &text(&outcome.stderr))
    };
    let says = |arguments: &[&str], code: i32, what: &str| {
        let (found, said) = verify(arguments);
        assert!(found == Some(code) && said.contains(what), "{arguments:?}: {found:?} {said}");
    };
    says(&["--signers", "bureau.pub"], 1, "nobody has signed");
    says(&["--sign", "bureau.pub"], 2, "no private key");
    says(&["--sign", "bureau"], 0, "signed by the key SHA256:");
    let signature = fs::read(folder.join("out/provenance.json.sig")).unwrap();
    says(&["--sign", "bureau"], 0, "signed by the key SHA256:");
    assert_eq!(fs::read(folder.join("out/provenance.json.sig")).unwrap(), signature);
    says(&["--sign", "other"], 2, "another signature is there");
    says(&[], 0, "--signers tells whose");
    says(&["--signers", "bureau.pub"], 0, "signed by bureau");
    says(&["--signers", "signers"], 0, "signed by planning@bureau");
    says(&["--signers", "other.pub"], 1, "none of --signers");
    says(&["--signers", "out/plan.json"], 2, "neither a public key");
    says(&["--lang", "zh", "--signers", "bureau.pub"], 0, "签名：bureau");
    // A forger who makes all digests right cannot make the signature.
    edit(folder, "out/csv/parks.csv", "true", "false");
    forge(&folder.join("out"), &["csv/parks.csv"]);
    says(&["--signers", "bureau.pub"], 1, "is no signature of this provenance.json");
    fs::write(folder.join("out/provenance.json.sig"), "-----BEGIN SSH SIGNATURE-----\n").unwrap();
    says(&[], 1, "is no signature of OpenSSH");
}

/// A passphrase comes from the terminal, which does not show it, or from standard input.
#[test]
fn a_key_with_a_passphrase_asks_for_it() {
    let work = planned(&case("hand"), "map = false\nformats = [\"csv\"]");
    let folder = work.path();
    let pair = ssh_key::private::Ed25519Keypair::from_seed(&[3; 32]);
    let key = ssh_key::PrivateKey::new(pair.into(), "bureau").unwrap();
    let kdf = ssh_key::Kdf::Bcrypt { salt: vec![7; 16], rounds: 4 };
    let locked = key.encrypt_with(ssh_key::Cipher::Aes256Ctr, kdf, 7, "口令 1").unwrap();
    fs::write(folder.join("key"), locked.to_openssh(ssh_key::LineEnding::LF).unwrap()).unwrap();
    fs::write(folder.join("key.pub"), key.public_key().to_openssh().unwrap()).unwrap();
    let script = "import os, pty, select, sys, termios, time
program, how, given = sys.argv[1], sys.argv[2], sys.argv[3].encode()
arguments = [program, 'verify', 'out', '--sign', 'key']
child, terminal = pty.fork()
if child == 0:
    if how == 'pipe':
        reader, writer = os.pipe()
        os.write(writer, given)
        os.close(writer)
        os.dup2(reader, 0)
    os.execv(program, arguments)
shown = b''
while True:
    try:
        more = os.read(terminal, 4096)
    except OSError:
        break
    if not more:
        break
    shown += more
    if how == 'terminal' and b'Passphrase of key: ' in shown and given:
        while termios.tcgetattr(terminal)[3] & termios.ECHO:
            time.sleep(0.01)
        os.write(terminal, given)
        given = b''
_, status = os.waitpid(child, 0)
print(os.waitstatus_to_exitcode(status), shown.decode())";
    let sign = |how: &str, given: &str| {
        let run = std::process::Command::new("python3")
            .current_dir(folder)
            .args(["-c", script, env!("CARGO_BIN_EXE_parkward"), how, given])
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", text(&run.stderr));
        text(&run.stdout)
    };
    for (how, given, code, what) in [
        ("pipe", "", "2 ", "has a passphrase"),
        ("pipe", "\n", "2 ", "has a passphrase"),
        ("pipe", "wrong\n", "2 ", "this is not its passphrase"),
        ("pipe", "口令 1", "0 ", "signed by the key"),
        ("pipe", "口令 1\r\nmore\n", "0 ", "signed by the key"),
        ("terminal", "wrong\n", "2 ", "this is not its passphrase"),
        ("terminal", "\u{3}", "130 ", "Passphrase of key"),
        ("terminal", "口令 1\n", "0 ", "signed by the key"),
    ] {
        let said = sign(how, given);
        assert!(said.starts_with(code) && said.contains(what), "{how} {given:?}: {said}");
        assert!(!said.contains("口令 1") && !said.contains("wrong"), "{how} {given:?}: {said}");
        assert_eq!(folder.join("out/provenance.json.sig").exists(), code == "0 ");
        let _ = fs::remove_file(folder.join("out/provenance.json.sig"));
    }
    sign("pipe", "口令 1\n");
    let said = done(folder, &["verify", "out", "--signers", "key.pub"]);
    assert!(said.contains("signed by bureau"), "{said}");
}

#[test]
fn ssh_keygen_reads_our_signatures_and_we_its() {
    let work = planned(&case("hand"), "map = false\nformats = [\"csv\"]");
    let folder = work.path();
    let run = |script: &str| {
        let shell =
            std::process::Command::new("sh").current_dir(folder).args(["-c", script]).output();
        shell.unwrap().status.success()
    };
    if !run("command -v ssh-keygen") {
        return; // nobody to sign
    }
    let sign =
        |key: &str| format!("ssh-keygen -q -Y sign -f {key} -n parkward out/provenance.json");
    let held = "ssh-keygen -q -Y verify -f signers -I bureau -n parkward -s out/provenance.json.sig < out/provenance.json";
    assert!(run(
        "ssh-keygen -q -t ed25519 -N '' -f key && echo \"bureau $(cat key.pub)\" > signers"
    ));
    done(folder, &["verify", "out", "--sign", "key"]);
    assert!(run(held));
    assert!(run("mv out/provenance.json.sig ours") && run(&sign("key")));
    assert!(done(folder, &["verify", "out", "--signers", "signers"]).contains("signed by bureau"));
    // A key that ssh-keygen has locked.
    let program = env!("CARGO_BIN_EXE_parkward");
    assert!(run(&format!(
        "rm out/provenance.json.sig && ssh-keygen -q -t ed25519 -N secret -f locked &&
         echo secret | '{program}' verify out --sign locked -q && echo \"bureau $(cat locked.pub)\" > signers"
    )));
    assert!(run(held));
    // Keys of other kinds are ssh-keygen's.
    assert!(run("rm out/provenance.json.sig && ssh-keygen -q -t ecdsa -N '' -f curve"));
    let said = text(&parkward(folder, &["verify", "out", "--sign", "curve"]).stderr);
    assert!(said.contains("ssh-keygen -Y sign -f curve -n parkward out/provenance.json"), "{said}");
    assert!(run(&sign("curve")) && run("echo \"bureau $(cat curve.pub)\" > signers"));
    let said = done(folder, &["verify", "out"]);
    let line = said.lines().find(|line| line.contains("a signature")).unwrap();
    let check = line.split_once("checked by: ").unwrap().1;
    assert!(run(&check.replace("SIGNERS", "signers").replace("NAME", "bureau")), "{check}");
    // What is not looked at here is not enough where a signer is asked for.
    let outcome = parkward(folder, &["verify", "out", "--signers", "key.pub"]);
    assert_eq!(outcome.status.code(), Some(1), "{}", text(&outcome.stdout));
}

#[test]
fn verify_speaks_chinese() {
    let work = planned(&case("hand"), "map = false\nformats = [\"csv\"]");
    let folder = work.path();
    let mut plan = plan_json(&folder.join("out"));
    put(&mut plan, &forger::way("enterprises/0/cost_km"), 1.into());
    fs::write(folder.join("out/plan.json"), forger::as_written(&plan)).unwrap();
    edit(folder, "out/csv/parks.csv", "A", "B");
    fs::write(folder.join("out/more.txt"), "").unwrap();
    let outcome = parkward(folder, &["verify", "out", "--lang", "zh", "--inputs"]);
    let said = text(&outcome.stdout);
    assert!(said.contains("✗ 企业 E1, cost_km：应为 1.330435，实为 1"), "{said}");
    // Names of files, columns and layers apart, no line is in English.
    for line in said.lines().filter(|line| line.contains("：") || line.starts_with('✗')) {
        assert!(line.chars().any(|c| ('一'..='龥').contains(&c)), "{line}");
    }
    assert!(said.lines().last().unwrap().starts_with("✗") || said.contains("摘要"), "{said}");
}
