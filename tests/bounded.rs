//! Inputs that are larger, deeper or more tangled than any that are meant: each ends well or with a sentence, in the
//! memory that is stated (`docs/reliability.md`). Processor time is bounded by the system, in the program's own seconds,
//! not by a clock.

#![cfg(unix)]

use crate::common::{copy, edit, text};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What `check` says of a project within so much memory, in megabytes of address space, and two minutes of a processor.
fn within(megabytes: u64, folder: &Path, arguments: &str) -> (Option<i32>, String) {
    let program = env!("CARGO_BIN_EXE_parkward");
    let script = format!(
        "ulimit -v {}; ulimit -t 120; exec '{program}' check plan.toml {arguments}",
        megabytes * 1_000
    );
    let ended = Command::new("sh").current_dir(folder).args(["-c", &script]).output().unwrap();
    (ended.status.code(), text(&ended.stdout) + &text(&ended.stderr))
}

/// The case `hand` with another file in the place of its parks or its enterprises.
fn project(input: &str, name: &str, content: &[u8]) -> TempDir {
    let work = copy("hand");
    fs::write(work.path().join(name), content).unwrap();
    edit(work.path(), "plan.toml", input, name);
    work
}

fn parks(geometry: &str) -> TempDir {
    let feature = |id: &str, geometry: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}","capacity_ha":2}},"geometry":{geometry}}}"#
        )
    };
    let point = feature("B", r#"{"type":"Point","coordinates":[121,31]}"#);
    let layer = format!(
        r#"{{"type":"FeatureCollection","features":[{},{point}]}}"#,
        feature("A", geometry)
    );
    project("input/parks.geojson", "parks.geojson", layer.as_bytes())
}

fn polygon(rings: &[String]) -> TempDir {
    parks(&format!(r#"{{"type":"Polygon","coordinates":[{}]}}"#, rings.join(",")))
}

fn square(west: f64, south: f64, side: f64) -> String {
    let (east, north) = (west + side, south + side);
    format!(
        "[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]"
    )
}

fn firms(rows: &str) -> TempDir {
    let table = format!("id,industry,land_ha,wkt,process_class,x\n{rows}");
    project("input/enterprises.csv", "firms.csv", table.as_bytes())
}

#[test]
fn large_inputs_are_read_in_the_memory_that_is_stated() {
    // A line of 50 MB; 10,000 columns.
    let long = "x".repeat(50_000_000);
    let work =
        firms(&format!("E1,36,1,POINT (121 31),none,{long}\nE2,36,1,POINT (121 31),none,y\n"));
    assert_eq!(within(1_200, work.path(), "").0, Some(0));
    let columns =
        |cell: &dyn Fn(usize) -> String| (0..10_000).map(cell).collect::<Vec<_>>().join(",");
    let mut table =
        format!("id,industry,land_ha,lon,lat,process_class,{}\n", columns(&|at| format!("c{at}")));
    for row in 0..20 {
        writeln!(table, "E{row},36,1,121,31,none,{}", columns(&|at| at.to_string())).unwrap();
    }
    let work = project("input/enterprises.csv", "firms.csv", table.as_bytes());
    assert_eq!(within(1_200, work.path(), "").0, Some(0));
    // 100,000 holes.
    let mut rings = vec![square(121.0, 31.0, 1.0)];
    for at in 0..100_000_u32 {
        let (x, y) = (f64::from(at % 317), f64::from(at / 317));
        rings.push(square(121.0 + (x + 0.2) / 317.0, 31.0 + (y + 0.2) / 317.0, 0.5 / 317.0));
    }
    let (code, said) = within(1_500, polygon(&rings).path(), "");
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn what_is_too_deep_or_too_tangled_is_told_so() {
    let deep =
        format!("{}POINT (121 31){}", "GEOMETRYCOLLECTION (".repeat(100_000), ")".repeat(100_000));
    let work = firms(&format!("E1,36,1,\"{deep}\",none,\nE2,36,1,POINT (121 31),none,\n"));
    let (code, said) = within(1_200, work.path(), "");
    assert!(code == Some(0) && said.contains("WKT nested at most 16 deep"), "{said}");
    assert!(!said.contains("ERROR"), "{said}");

    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let (code, said) =
        within(1_200, parks(&format!(r#"{{"type":"Polygon","coordinates":{nested}}}"#)).path(), "");
    assert!(code.is_some_and(|code| code == 0 || code == 2), "{said}");
    let work = copy("hand");
    edit(work.path(), "plan.toml", "title = ", &format!("data_notice = {nested}\ntitle = "));
    let (code, said) = within(1_200, work.path(), "");
    assert!(code == Some(2) && said.lines().count() == 1, "{said}");

    let mut dice = parkward_assignment::Random::new(1);
    let corners: Vec<String> = (0..20_000)
        .map(|_| format!("[{:.6},{:.6}]", 121.0 + dice.unit(), 31.0 + dice.unit()))
        .collect();
    let ring = format!("[{},{}]", corners.join(","), corners[0]);
    let (code, said) = within(1_200, polygon(&[ring]).path(), "");
    assert!(code == Some(0) && said.contains("crosses itself more than 100000 times"), "{said}");
}

/// A workbook of 3 MB of blanks is refused where 1 MB is the limit, and read where it is 10.
#[test]
fn a_workbook_that_unpacks_to_more_than_the_limit_is_refused() {
    let work = copy("hand");
    let source = work.path().join("input/enterprises.csv");
    let book = work.path().join("firms.xlsx");
    crate::common::other(
        "ogr2ogr",
        &["-f", "XLSX", book.to_str().unwrap(), source.to_str().unwrap()],
    );
    let sound = fs::read(&book).unwrap();
    let mut archive = zip::ZipWriter::new_append(std::io::Cursor::new(sound)).unwrap();
    archive.start_file("xl/media/blank.bin", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(&vec![0; 3_000_000]).unwrap();
    fs::write(&book, archive.finish().unwrap().into_inner()).unwrap();
    assert!(book.metadata().unwrap().len() < 100_000);
    edit(work.path(), "plan.toml", "input/enterprises.csv", "firms.xlsx");
    let (code, said) = within(1_200, work.path(), "--unpack-limit 1");
    assert_eq!(code, Some(2));
    assert!(
        said.contains("a file that unpacks to at most 1 MB (--unpack-limit raises it), found 3 MB"),
        "{said}"
    );
    assert_eq!(within(1_200, work.path(), "--unpack-limit 10").0, Some(0));
}
