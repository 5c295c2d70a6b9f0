//! Interruptions as people and programs make them: what is written then, and what is not.
//!
//! The district is too hard for its optimum to be proven, and no search here has a limit that it would reach:
//! a program that does not hear the signal goes on for ever.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use tempfile::TempDir;

const ENDLESS: [&str; 2] = ["--time-limit", "1000000"];

/// A district of 900 enterprises and 40 parks that are nearly full, with `more` in its plan file.
fn district(more: &str) -> TempDir {
    let mut seed = 1_u64;
    let mut roll = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut enterprises = "id,industry,land_ha,lon,lat,process_class\n".to_owned();
    for number in 0..900 {
        let (tenths, east, north) = (3 + roll(60), roll(100_000), roll(100_000));
        writeln!(
            enterprises,
            "E{number},36,{}.{},121.{east:05},31.{north:05},none",
            tenths / 10,
            tenths % 10
        )
        .unwrap();
    }
    let parks: Vec<String> = (0..40)
        .map(|number| {
            let (west, south) = (121_000 + roll(1_000), 31_000 + roll(1_000));
            let corner = |x, y| {
                let thousandths = |n: u64| format!("{}.{:03}", n / 1_000, n % 1_000);
                format!("[{},{}]", thousandths(west + x), thousandths(south + y))
            };
            let ring = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)];
            format!(
                r#"{{"type":"Feature","properties":{{"id":"P{number:02}","capacity_ha":{}}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}"#,
                65 + roll(20),
                ring.join(",")
            )
        })
        .collect();
    let parks = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, parks.join(",\n"));
    let folder = TempDir::new().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("enterprises.csv", &enterprises);
    put("parks.geojson", &parks);
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/hand/input");
    for file in ["rules.toml", "codes.csv"] {
        fs::copy(case.join(file), folder.path().join(file)).unwrap();
    }
    let plan = "title = { zh = \"难题\", en = \"Hard\" }\nrules = \"rules.toml\"\n[parks]\nfile = \"parks.geojson\"\n[enterprises]\nfile = \"enterprises.csv\"\n";
    put("plan.toml", &format!("{plan}{more}"));
    folder
}

/// A program that runs, and what it says.
struct Running {
    child: Child,
    says: BufReader<ChildStderr>,
}

impl Running {
    fn plan(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_parkward"))
            .current_dir(folder)
            .args(["plan", "plan.toml", "-o", "out", "--progress"])
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let says = BufReader::new(child.stderr.take().unwrap());
        Self { child, says }
    }

    /// Waits until it says so.
    fn until(&mut self, what: &str) -> &mut Self {
        let mut said = String::new();
        loop {
            let start = said.len();
            assert!(self.says.read_line(&mut said).unwrap() > 0, "{what} is not in\n{said}");
            if said[start..].contains(what) {
                return self;
            }
        }
    }

    fn send(&mut self, signal: &str) -> &mut Self {
        let sent = Command::new("kill").arg(signal).arg(self.child.id().to_string()).status();
        assert!(sent.unwrap().success());
        self
    }

    /// Its exit code, and what else it said.
    fn end(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.says.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

fn holds(folder: &Path) {
    let verified = Command::new(env!("CARGO_BIN_EXE_parkward"))
        .current_dir(folder)
        .args(["verify", "out"])
        .output();
    let verified = verified.unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn plan_json(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("out/plan.json")).unwrap()).unwrap()
}

#[test]
fn while_solving_the_best_plan_so_far_is_written() {
    for (signal, lang, answer, words) in [
        (
            "-INT",
            "en",
            "parkward: interrupted; finishing with the best plan so far",
            "interrupted;",
        ),
        ("-TERM", "zh", "parkward: 已中断，以目前最好的方案收尾", "被中断；"),
    ] {
        let work = district("[outputs]\nmap = false\n");
        let before = names(work.path());
        let mut plan = Running::plan(work.path(), &[&ENDLESS[..], &["--lang", lang]].concat());
        plan.until("parkward: solving").send(signal).until(answer);
        assert_eq!(plan.end().0, Some(130), "{signal}");
        holds(work.path());
        assert_eq!(plan_json(work.path())["solution"]["stop"], "interrupted");
        let summary = fs::read_to_string(work.path().join("out/summary.md")).unwrap();
        assert!(summary.contains(words), "{signal}");
        let mut after = names(work.path());
        after.retain(|name| name != "out");
        assert_eq!(after, before, "{signal}");
    }
}

#[test]
fn before_solving_and_the_second_time_it_ends_at_once_and_nothing_is_written() {
    // A sheet of the largest size takes seconds to write.
    let work = district("[outputs]\nmap_page = \"A0\"\nmap_parks = true\n");
    let first = Running::plan(work.path(), &["--gap", "0.9"]).end();
    assert_eq!(first.0, Some(0), "{}", first.1);
    let (files, written) = (names(work.path()), plan_json(work.path()));

    let mut plan = Running::plan(work.path(), &ENDLESS);
    plan.until("parkward: solving: cost").send("-INT").until("parkward: writing");
    plan.send("-INT");
    let (code, said) = plan.end();
    assert_eq!((code, said.as_str()), (Some(130), "parkward: interrupted; nothing was written\n"));
    assert_eq!(names(work.path()), files);
    assert_eq!(plan_json(work.path()), written);
    holds(work.path());

    // Whoever reads the enterprises waits for ever.
    fs::remove_file(work.path().join("enterprises.csv")).unwrap();
    let made = Command::new("mkfifo").arg(work.path().join("enterprises.csv")).status();
    assert!(made.unwrap().success());
    let mut plan = Running::plan(work.path(), &ENDLESS);
    plan.until("parkward: reading");
    plan.send("-INT");
    let (code, said) = plan.end();
    assert_eq!((code, said.as_str()), (Some(130), "parkward: interrupted; nothing was written\n"));
    assert_eq!(names(work.path()), files);
    assert_eq!(plan_json(work.path()), written);
}

#[test]
fn what_certainty_rests_on_is_said_when_its_runs_are_cut_short() {
    let work = district(
        "[robustness]\nruns = 1000\npositions = 20000.0\n[phases]\nyears = { 2027 = 900.0, 2028 = 900.0 }\n\
         [outputs]\nmap = false\n",
    );
    let mut plan = Running::plan(work.path(), &["--gap", "0.9"]);
    plan.until("parkward: placing again").send("-INT").until("parkward: interrupted; finishing");
    assert_eq!(plan.end().0, Some(130));
    holds(work.path());
    let plan = plan_json(work.path());
    assert_eq!(plan["robustness_cut"]["stop"], "interrupted");
    assert!(plan["robustness_cut"]["runs"].as_u64().unwrap() < 1000);
    assert_eq!(
        (&plan["solution"]["stop"], &plan["schedule"]["stop"]),
        (&"gap".into(), &"interrupted".into())
    );
    let summary = fs::read_to_string(work.path().join("out/summary.md")).unwrap();
    assert!(summary.contains("1000 runs") && summary.contains("because it was interrupted"));
}
