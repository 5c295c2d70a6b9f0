//! GeoParquet by GeoPandas, as an input.

use crate::common::{case, done, parkward, text};
use std::fs;
use tempfile::TempDir;

/// The case of three enterprises with both its layers in GeoParquet: another CRS each, heights, columns of every kind.
fn project(parks: &str, enterprises: &str) -> TempDir {
    let work = TempDir::new().unwrap();
    let folder = work.path();
    fs::create_dir(folder.join("input")).unwrap();
    for file in ["codes.csv", "rules.toml"] {
        fs::copy(case("hand").join("input").join(file), folder.join("input").join(file)).unwrap();
    }
    for file in [parks, enterprises] {
        let from = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/parquet");
        fs::copy(format!("{from}/{file}"), folder.join(file)).unwrap();
    }
    let keep = if enterprises == "enterprises.parquet" {
        "keep = [\"since\", \"seen\", \"share\", \"tags\", \"number\"]"
    } else {
        ""
    };
    let plan = format!(
        "title = \"Case\"\nrules = \"input/rules.toml\"\n[parks]\nfile = \"{parks}\"\n[enterprises]\n\
         file = \"{enterprises}\"\n{keep}\n[outputs]\nmap = false\nformats = [\"csv\"]\n"
    );
    fs::write(folder.join("plan.toml"), plan).unwrap();
    work
}

#[test]
fn geoparquet_is_read_as_the_layers_that_it_was_made_of() {
    let moves = |work: &TempDir| {
        done(work.path(), &["plan", "plan.toml", "-o", "out"]);
        let table = fs::read_to_string(work.path().join("out/csv/moves.csv")).unwrap();
        let columns = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            [cells[0], cells[1]].join(" ")
        };
        table.lines().map(columns).collect::<Vec<_>>()
    };
    let work = project("parks.parquet", "enterprises.parquet");
    let found = moves(&work);
    assert!(found[1..] == ["E1 B", "E2 A"], "{found:?}");
    assert_eq!(moves(&project("parks.parquet", "crs84.parquet")), found);
    assert_eq!(
        moves(&project("parks.parquet", "table.parquet")),
        found,
        "plain columns lon and lat"
    );
    // Whatever else the columns hold is there, to the last digit.
    let table = fs::read_to_string(work.path().join("out/csv/enterprises.csv")).unwrap();
    for kept in [
        "2001-02-03",
        "1969-12-31",
        "2024-02-28 01:02:03",
        "2024-02-29,",
        "0.1",
        "900719925474099313",
    ] {
        assert!(table.contains(kept), "{kept}: {table}");
    }
    done(work.path(), &["verify", "out", "--inputs"]);
}

#[test]
fn what_geoparquet_does_not_say_is_said() {
    let check = |enterprises: &str, lang: &str| {
        let work = project("parks.parquet", enterprises);
        let outcome = parkward(work.path(), &["check", "plan.toml", "-v", "--lang", lang]);
        (outcome.status.code(), text(&outcome.stdout) + &text(&outcome.stderr))
    };
    for (file, lang, code, words) in [
        ("unknown_crs.parquet", "en", 0, "says that its CRS is unknown"),
        ("nowhere.parquet", "en", 0, "expected a coordinate, found nothing"),
        ("native.parquet", "en", 2, "geometries that are encoded as WKB, found the encoding point"),
        ("native.parquet", "zh", 2, "编码 point"),
        ("brotli.parquet", "en", 2, "snappy, gzip or zstd, found BROTLI"),
    ] {
        let (found, said) = check(file, lang);
        assert!(found == Some(code) && said.contains(words), "{file}: {found:?} {said}");
    }
}

#[test]
fn a_damaged_parquet_file_is_one_sentence() {
    let work = project("parks.parquet", "enterprises.parquet");
    let path = work.path().join("enterprises.parquet");
    let whole = fs::read(&path).unwrap();
    let mut refused = 0;
    // Cut off anywhere, and a byte in its rows or in what it says of them another.
    for step in 0..60 {
        let at = step * whole.len() / 60;
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        for bytes in [&whole[..at], &changed] {
            fs::write(&path, bytes).unwrap();
            let outcome = parkward(work.path(), &["check", "plan.toml"]);
            let said = text(&outcome.stderr);
            assert!(matches!(outcome.status.code(), Some(0 | 2)), "{at}: {said}");
            assert!(!said.contains("panicked"), "{at}: {said}");
            refused += usize::from(outcome.status.code() == Some(2));
        }
    }
    assert!(refused >= 60, "{refused}");
}
