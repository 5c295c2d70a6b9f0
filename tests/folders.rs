//! Where outputs go, and what is said where they cannot: each fault that was mended once, with its story.

use crate::common::{copy, done, edit, listing, parkward, plan_json, refused, text};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// `-o .` left the user's shell in the old folder, empty and without a name.
#[cfg(unix)]
#[test]
fn a_folder_that_the_user_stands_in_stays_the_same() {
    use std::os::unix::fs::MetadataExt;
    let work = copy("hand");
    let folder = work.path();
    let out = folder.join("out");
    fs::create_dir(&out).unwrap();
    let before = out.metadata().unwrap().ino();
    for target in [".", "../out"] {
        done(&out, &["plan", "../plan.toml", "-o", target, "-q"]);
        fs::write(out.join("notes.docx"), "mine").unwrap();
        assert_eq!(out.metadata().unwrap().ino(), before);
        assert!(listing(&out).iter().all(|file| !file.ends_with(".unfinished")));
        fs::remove_file(out.join("notes.docx")).unwrap();
        done(folder, &["verify", "out"]);
        fs::write(out.join("notes.docx"), "mine").unwrap();
    }
    edit(folder, "plan.toml", "[parks]", "[outputs]\nmap = false\nformats = [\"csv\"]\n[parks]");
    done(&out, &["plan", "../plan.toml", "-o", ".", "-q"]);
    let names: Vec<_> = listing(&out).iter().map(|p| p.file_name().unwrap().to_owned()).collect();
    assert_eq!(names, ["csv", "notes.docx", "plan.json", "provenance.json", "summary.md"]);
    // A run that was ended while it moved its files: the next goes on with them.
    let complete = out.join(".out.0123456789abcdef.complete");
    fs::create_dir(&complete).unwrap();
    fs::rename(out.join("summary.md"), complete.join("summary.md")).unwrap();
    fs::copy(out.join("provenance.json"), complete.join("provenance.json")).unwrap();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    assert!(!complete.exists());
    // Also where it was the first.
    fs::create_dir(&complete).unwrap();
    for file in ["summary.md", "provenance.json"] {
        fs::rename(out.join(file), complete.join(file)).unwrap();
    }
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    assert!(!complete.exists() && out.join("summary.md").exists());
    assert_eq!(fs::read_to_string(out.join("notes.docx")).unwrap(), "mine");
}

/// After a run that was ended while it moved its files into a folder that stays, the files that had arrived were
/// taken for changed ones, and every later run was refused.
#[cfg(unix)]
#[test]
fn a_run_that_was_ended_half_way_is_gone_on_with() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    edit(folder, "plan.toml", "en = \"Case\"", "en = \"Another\"");
    done(folder, &["plan", "plan.toml", "-o", "other", "-q"]);
    let [out, other] = ["out", "other"].map(|name| folder.join(name));
    // All of the other is on its way, and its summary has arrived.
    fs::rename(&other, out.join(".out.0123456789abcdef.complete")).unwrap();
    fs::rename(out.join(".out.0123456789abcdef.complete/summary.md"), out.join("summary.md"))
        .unwrap();
    let said = parkward(folder, &["verify", "out"]);
    assert_eq!(said.status.code(), Some(1), "{said:?}");
    assert!(text(&said.stdout).contains("goes on"), "{said:?}");
    done(&out, &["plan", "../plan.toml", "-o", ".", "-q"]);
    done(folder, &["verify", "out"]);
    assert!(plan_json(&out).to_string().contains("Another"));
}

/// `verify` saw nothing of files that it does not compute anew.
#[test]
fn verify_names_every_file_that_is_not_as_it_was_written() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    fs::write(folder.join("out/summary.md"), "mine").unwrap();
    fs::remove_file(folder.join("out/relocation.qgz")).unwrap();
    let said = parkward(folder, &["verify", "out"]);
    assert_eq!(said.status.code(), Some(1), "{said:?}");
    let said = text(&said.stdout);
    assert!(
        said.contains("summary.md: was changed") && said.contains("relocation.qgz: was written"),
        "{said}"
    );
}

/// What people had changed in a plan's folder, or had protected, was replaced without a word.
#[test]
fn what_somebody_changed_or_protected_is_kept() {
    let work = copy("hand");
    let folder = work.path();
    let plan = ["plan", "plan.toml", "-o", "out", "-q"];
    done(folder, &plan);
    for file in ["summary.md", "map.svg", "relocation.gpkg"] {
        let path = folder.join("out").join(file);
        let before = fs::read(&path).unwrap();
        let mut changed = before.clone();
        *changed.last_mut().unwrap() ^= 1;
        fs::write(&path, &changed).unwrap();
        let sentence = refused(folder, &plan);
        assert!(
            sentence.starts_with(&format!("out/{file}: was changed since Parkward wrote it")),
            "{sentence}"
        );
        assert_eq!(fs::read(&path).unwrap(), changed);
        fs::write(&path, before).unwrap();
    }
    // A GeoPackage that was only looked at: its number of changes.
    let path = folder.join("out/relocation.gpkg");
    let mut seen = fs::read(&path).unwrap();
    seen[27] ^= 1;
    fs::write(&path, seen).unwrap();
    fs::remove_file(folder.join("out/map.png")).unwrap();
    done(folder, &plan);
    for file in ["out/plan.json", "out"] {
        let path = folder.join(file);
        let free = path.metadata().unwrap().permissions();
        let mut protected = free.clone();
        protected.set_readonly(true);
        fs::set_permissions(&path, protected).unwrap();
        let sentence = refused(folder, &plan);
        fs::set_permissions(&path, free).unwrap();
        assert!(sentence.starts_with(&format!("{file}: is write-protected")), "{sentence}");
    }
    done(folder, &plan);
    // So it is with the answers of other commands.
    let site = ["site", "out", "--industry", "36", "--land", "1", "-q", "-o", "sites.csv"];
    done(folder, &site);
    let path = folder.join("sites.csv");
    let mut protected = path.metadata().unwrap().permissions();
    protected.set_readonly(true);
    fs::set_permissions(&path, protected).unwrap();
    assert!(refused(folder, &site).starts_with("sites.csv: is write-protected"));
}

/// The second of two that wrote a new folder at once said that a file exists, by its number.
#[test]
fn of_two_first_runs_each_is_done() {
    let work = copy("hand");
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_parkward"))
            .current_dir(work.path())
            .args(["plan", "plan.toml", "-o", "out", "-q"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    for run in [start(), start(), start(), start()].map(|run| run.wait_with_output().unwrap()) {
        assert!(run.status.success(), "{}", text(&run.stderr));
    }
    done(work.path(), &["verify", "out"]);
    let left = listing(work.path());
    assert!(left.iter().all(|file| !file.to_string_lossy().contains(".out.")), "{left:?}");
}

/// An interrupted `init` left half a project, which the next refused to touch.
#[test]
fn a_new_project_is_whole_wherever_it_begins() {
    let work = tempfile::TempDir::new().unwrap();
    let folder = work.path();
    done(folder, &["init", "a"]);
    fs::create_dir(folder.join("b")).unwrap();
    done(&folder.join("b"), &["init", "."]);
    let names = |folder: &Path| -> Vec<_> {
        listing(folder).iter().map(|path| path.file_name().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&folder.join("a")), names(&folder.join("b")));
    assert_eq!(names(folder), ["a", "b"]);
    assert!(!folder.join("a/provenance.json").exists());
    assert!(refused(folder, &["init", "a"]).contains("is not empty"));
}

/// A full device for standard error ended the program in a panic.
#[cfg(target_os = "linux")]
#[test]
fn outputs_that_take_nothing_are_one_sentence_and_no_panic() {
    let work = copy("bad_rows");
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let run = |arguments: &[&str], out: Stdio, err: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parkward"));
        let command = command.current_dir(work.path()).args(arguments).stdout(out).stderr(err);
        let ended = command.output().unwrap();
        (ended.status.code(), text(&ended.stderr))
    };
    let plan = ["plan", "plan.toml", "-o", "out", "-v"];
    assert_eq!(run(&plan, Stdio::null(), full().into()).0, Some(0));
    assert_eq!(run(&["plan", "none.toml"], Stdio::null(), full().into()).0, Some(2));
    for arguments in [&["check", "plan.toml"][..], &["schema"], &["completions", "bash"]] {
        let (code, said) = run(arguments, full().into(), Stdio::piped());
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.starts_with("parkward: standard output: cannot be written: the disk is full"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    // Nobody reads it any more.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let firms =
        ["locate", "--parks", "input/parks.geojson", "--enterprises", "input/enterprises.csv"];
    assert_eq!(run(&firms, writer.into(), Stdio::piped()).0, Some(0));
}

/// Files that may not grow any more ended the program, or GDAL and SQLite said so in their own words.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_one_sentence() {
    let work = copy("hand");
    let limited = |blocks: u32, command: &str| {
        let program = env!("CARGO_BIN_EXE_parkward");
        let script = format!("ulimit -f {blocks}; exec '{program}' {command}");
        let ended =
            Command::new("sh").current_dir(work.path()).args(["-c", &script]).output().unwrap();
        (ended.status.code(), text(&ended.stderr))
    };
    done(work.path(), &["plan", "plan.toml", "-o", "out", "-q"]);
    for format in ["gpkg", "xlsx", "geojson", "SQLite"] {
        let (code, said) = limited(1, &format!("export out -q -o layers -f {format}"));
        assert_eq!(code, Some(2), "{format}: {said}");
        assert!(said.contains("cannot be written: a file may not grow this large here"), "{said}");
        assert!(said.starts_with("parkward: ") && said.lines().count() == 1, "{format}: {said}");
        assert!(!work.path().join("layers").exists());
    }
    // What GDAL says of it, or does not, is its own.
    for format in ["csv", "flatgeobuf", "geoparquet", "shapefile", "kml", "gdb", "ods", "GML"] {
        let (code, said) = limited(1, &format!("export out -q -o layers -f {format}"));
        assert_eq!(code, Some(2), "{format}: {said}");
        assert!(!work.path().join("layers").exists(), "{format}");
    }
}

/// A park's row that could not be used was in no sum, and `-q` hid it.
#[test]
fn rejects_of_every_input_are_counted_and_said() {
    let work = copy("bad_rows");
    let output = parkward(work.path(), &["plan", "plan.toml", "-o", "out", "-q"]);
    let said = text(&output.stderr);
    let plan = plan_json(&work.path().join("out"));
    let rejects = plan["rejects"].as_array().unwrap();
    for input in plan["inputs"].as_array().unwrap() {
        let (file, rows) = (input["file"].as_str().unwrap(), &input["rows"]);
        let of_it = rejects.iter().filter(|reject| reject["file"] == file).count();
        assert_eq!(input["rejected"], of_it);
        assert_eq!(said.contains(&format!("{file}: {of_it} of {rows} row")), of_it > 0, "{said}");
    }
    assert!(!rejects.is_empty());
}

/// A rule book needs the table that it names beside it, even the one that ships.
#[test]
fn the_classification_that_ships_is_known_by_its_name() {
    let work = tempfile::TempDir::new().unwrap();
    let folder = work.path();
    done(folder, &["init", "d"]);
    fs::remove_file(folder.join("d/gbt4754_2017.csv")).unwrap();
    done(folder, &["plan", "d/plan.toml", "-o", "out", "-q"]);
    done(folder, &["verify", "out"]);
    edit(&folder.join("d"), "rules.toml", "gbt4754_2017.csv", "other.csv");
    assert!(refused(folder, &["check", "d/plan.toml"]).contains("no such classification table"));
}

/// A title in one language had to be a table; what was found in reading was not said by `locate`, which could
/// not be told a layer or an encoding; and who is pinned was not told so.
#[test]
fn small_things_are_said_and_taken() {
    let work = copy("hand");
    let folder = work.path();
    let plan = fs::read_to_string(folder.join("plan.toml")).unwrap();
    let title = plan.lines().find(|line| line.starts_with("title")).unwrap().to_owned();
    edit(folder, "plan.toml", &title, "title = \"临河\"");
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    assert_eq!(plan_json(&folder.join("out"))["title"]["en"], "临河");
    fs::write(folder.join("firms.csv"), "id,lon,lat\nA,E121.25,30.85\n").unwrap();
    let locate = ["locate", "--parks", "input/parks.geojson", "--enterprises", "firms.csv"];
    let said = text(&parkward(folder, &[&locate[..], &["--encoding", "utf-8"]].concat()).stderr);
    assert!(said.contains("column lon: 1 cell was read as meant"), "{said}");
    let unknown = parkward(folder, &[&locate[..], &["--encoding", "latin"]].concat());
    assert_eq!(unknown.status.code(), Some(2));

    let pinned = copy("pinned");
    done(pinned.path(), &["plan", "plan.toml", "-o", "out", "-q"]);
    let plan = plan_json(&pinned.path().join("out"));
    let is_pinned = |e: &&serde_json::Value| {
        e["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .any(|r| r["en"].as_str().unwrap().starts_with("pinned"))
    };
    let who = plan["enterprises"].as_array().unwrap().iter().find(is_pinned).unwrap();
    let told = done(pinned.path(), &["explain", "out", who["id"].as_str().unwrap()]);
    assert!(told.contains("It is pinned by decision: "), "{told}");
}
