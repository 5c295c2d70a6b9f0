//! Inputs that can be read only once: standard input and pipes.

use crate::common::{copy, done, edit, listing, plan_json, refused, text};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Runs the program with `input` on its standard input, and expects no file of it left over.
fn piped(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let scratch = TempDir::new().unwrap();
    let mut program = program(folder, scratch.path(), arguments).spawn().unwrap();
    // Who refuses does not read it.
    let _ = program.stdin.take().unwrap().write_all(input);
    let output = program.wait_with_output().unwrap();
    assert_eq!(listing(scratch.path()), Vec::<std::path::PathBuf>::new(), "left over");
    output
}

fn program(folder: &Path, scratch: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parkward"));
    command.current_dir(folder).env("TMPDIR", scratch).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A plan of a table that comes through a pipe is the plan of the file, and has its hash.
#[test]
fn a_table_may_come_by_standard_input() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "file"]);
    let table = fs::read(folder.join("input/enterprises.csv")).unwrap();
    for name in ["-", "/dev/stdin"] {
        edit(folder, "plan.toml", "input/enterprises.csv", name);
        let output = piped(folder, &["plan", "plan.toml", "-o", "pipe"], &table);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let [file, pipe] = ["file", "pipe"].map(|name| plan_json(&folder.join(name)));
        assert_eq!(pipe["summary"], file["summary"]);
        assert_eq!(pipe["inputs"][1]["file"], name);
        assert_eq!(pipe["inputs"][1]["sha256"], file["inputs"][1]["sha256"]);
        edit(folder, "plan.toml", &format!("\"{name}\""), "\"input/enterprises.csv\"");
    }
    edit(folder, "plan.toml", "input/enterprises.csv", "-");
    let output = piped(folder, &["check", "plan.toml", "--json"], b"");
    assert_eq!(text(&output.stderr).trim_end(), "parkward: -: there is nothing in it");
    let output = piped(folder, &["check", "plan.toml", "--lang", "zh"], b"");
    assert_eq!(text(&output.stderr).trim_end(), "parkward: -：输入是空的");
}

/// `verify --inputs` said of such an input that there was no such file, and that the plan did not hold.
#[test]
fn what_came_by_a_pipe_is_no_false_alarm() {
    let work = copy("hand");
    let folder = work.path();
    let table = fs::read(folder.join("input/enterprises.csv")).unwrap();
    for name in ["-", "/dev/stdin", "/proc/self/fd/0"] {
        let file = format!("\"{name}\"");
        edit(folder, "plan.toml", "\"input/enterprises.csv\"", &file);
        let output = piped(folder, &["plan", "plan.toml", "-o", "out"], &table);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let hash = plan_json(&folder.join("out"))["inputs"][1]["sha256"].clone();
        let said = done(folder, &["verify", "out", "--inputs"]);
        let gone = format!(
            "? {name}: came from standard input or a pipe and cannot be read again; the SHA-256 of what came is {}",
            hash.as_str().unwrap()
        );
        assert!(said.lines().any(|line| line == gone), "{said}");
        assert!(said.contains("✓ 1 input files have the SHA-256 that the plan says"), "{said}");
        // The rest is verified all the same.
        let parks = fs::read(folder.join("input/parks.geojson")).unwrap();
        fs::write(folder.join("input/parks.geojson"), [&parks[..], b"\n"].concat()).unwrap();
        let output = piped(folder, &["verify", "out", "--inputs"], b"");
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stdout);
        assert!(said.contains("✗ input/parks.geojson: is not the file"), "{said}");
        fs::write(folder.join("input/parks.geojson"), parks).unwrap();
        edit(folder, "plan.toml", &file, "\"input/enterprises.csv\"");
    }
}

/// The format is told by the bytes.
#[test]
fn any_format_may_come_by_standard_input() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    let export =
        ["export", "out", "-f", "csv,geojson,gpkg,flatgeobuf,kml", "--layers", "enterprises"];
    done(folder, &[&export[..], &["-o", "layers"]].concat());
    let mut formats = 0;
    for file in listing(&folder.join("layers")).into_iter().flat_map(|path| match path.is_dir() {
        true => listing(&path),
        false => vec![path],
    }) {
        let ending = file.extension().unwrap().to_str().unwrap();
        if !["csv", "geojson", "gpkg", "fgb", "kml"].contains(&ending) {
            continue;
        }
        formats += 1;
        let bytes = fs::read(&file).unwrap();
        let parks = ["locate", "--parks", "input/parks.geojson", "--layer", "enterprises"];
        let id = if ending == "kml" { "id=Name" } else { "id=id" };
        let by = |name: &str| {
            piped(folder, &[&parks[..], &["--enterprises", name, "--columns", id]].concat(), &bytes)
        };
        let (file, pipe) = (by(file.to_str().unwrap()), by("-"));
        assert!(pipe.status.success(), "{ending}: {}", text(&pipe.stderr));
        assert_eq!(text(&pipe.stdout), text(&file.stdout), "{ending}");
    }
    assert_eq!(formats, 5);
}

#[test]
fn two_inputs_cannot_share_standard_input() {
    let work = copy("hand");
    let locate = ["locate", "--parks", "-", "--enterprises", "/dev/stdin"];
    let told = refused(work.path(), &locate);
    assert_eq!(
        told,
        "/dev/stdin: is the same as another input, -, and can be read only once; save it to a file first"
    );
    let told = refused(work.path(), &[&locate[..], &["--lang", "zh"]].concat());
    assert_eq!(told, "/dev/stdin：与另一项输入 - 是同一来源，只能读一次；请先存为文件");
}

/// A named pipe was read twice, and the program hung.
#[test]
#[cfg(unix)]
fn a_table_may_come_by_a_pipe() {
    let work = copy("hand");
    let folder = work.path();
    let pipe = folder.join("pipe");
    crate::common::other("mkfifo", &[pipe.to_str().unwrap()]);
    let table = fs::read(folder.join("input/enterprises.csv")).unwrap();
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, table).unwrap()
    });
    let locate = ["locate", "--parks", "input/parks.geojson", "--enterprises"];
    let by_pipe = done(folder, &[&locate[..], &["pipe"]].concat());
    writer.join().unwrap();
    assert_eq!(by_pipe, done(folder, &[&locate[..], &["input/enterprises.csv"]].concat()));
}

/// Who ends the program in the middle of a copy finds nothing left of it.
#[test]
#[cfg(unix)]
fn an_interrupted_copy_goes() {
    let work = copy("hand");
    let scratch = TempDir::new().unwrap();
    let locate = ["locate", "--parks", "input/parks.geojson", "--enterprises", "-"];
    let mut program = program(work.path(), scratch.path(), &locate).spawn().unwrap();
    let mut input = program.stdin.take().unwrap();
    input.write_all(b"id,lon,lat\n").unwrap();
    while listing(scratch.path()).is_empty() {
        assert!(program.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::yield_now();
    }
    crate::common::other("kill", &["-TERM", &program.id().to_string()]);
    assert_eq!(program.wait().unwrap().code(), Some(130));
    assert_eq!(listing(scratch.path()), Vec::<std::path::PathBuf>::new());
}

/// Files that are nothing, half of something, or something else: each is read or refused in one sentence, and no row
/// goes without a word.
#[test]
fn a_sweep_over_foreign_files_finds_no_panic_and_no_loss() {
    let folder = TempDir::new().unwrap();
    let point = |x: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"a":1}},"geometry":{{"type":"Point","coordinates":[{x},31]}}}}"#
        )
    };
    let all = |members: String| format!(r#"{{"type":"FeatureCollection","features":[{members}]}}"#);
    let whole = all([point("121"), point("1e400"), point("null"), point("")].join(","));
    for (name, bytes) in [
        ("points.geojson", all([point("121"), point("122")].join(",")).as_bytes()),
        ("bad.geojson", whole.as_bytes()),
        ("cut.geojson", &whole.as_bytes()[..90]),
        ("empty.json", b""),
        ("table.csv", b"a,lon,lat\n1,121,31\n2,,\n\xff,121,31\n"),
        ("blank.csv", b"\n\n\n"),
        ("quote.csv", b"a,lon,lat\n\"1,121,31\n"),
        ("wide.txt", b"\xff\xfea\0,\0"),
        ("book.xlsx", b"PK\x03\x04"),
        ("noise.gpkg", &[7; 300]),
        ("map.kml", b"<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Placemark><Point><coordinates>121,31,5</coordinates></Point></Placemark></kml>"),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let sweep = Command::new(crate::common::root().join("scripts/sweep"))
        .env("PARKWARD", env!("CARGO_BIN_EXE_parkward"))
        .arg(folder.path())
        .output()
        .unwrap();
    let told = text(&sweep.stdout);
    assert!(sweep.status.success(), "{told}{}", text(&sweep.stderr));
    assert!(told.starts_with("11 files, 44 readings: read "), "{told}");
    assert!(told.trim_end().ends_with("panicked 0, hung 0, lost 0"), "{told}");
}
