//! One test a case: a folder of `tests/cases` with `plan.toml`, `input/` and `expected/`.
//!
//! `PARKWARD_BLESS=1 cargo test --test pipeline cases` writes the expected files anew; read the difference
//! before you commit it.

use crate::common::{case, decisions, done, listing, other, plan_json, root};
use std::fs;
use tempfile::TempDir;

macro_rules! cases {
    ($($name:ident)*) => {
        const CASES: &[&str] = &[$(stringify!($name)),*];

        $(#[test]
        fn $name() {
            is_decided_as_expected(stringify!($name));
        })*
    };
}

cases! {
    bad_rows
    classes
    classes_decided
    closed
    district_of_points
    forbidden
    four_elements
    four_elements_each
    four_to_eliminate
    four_to_improve
    hand
    land_classes
    land_guide
    land_use
    limit_table
    nested
    own_distances
    park_types
    phased
    pillar_industries
    pinned
    projects
    replanned
    river_1km
    service_area
    technologies
}

#[test]
fn every_folder_has_a_test() {
    let folders = listing(&root().join("tests/cases"));
    let names: Vec<_> = folders.iter().map(|folder| folder.file_name().unwrap()).collect();
    assert_eq!(names, CASES, "the folders of tests/cases and the list in tests/cases.rs");
}

/// The case's plan is what is expected, and shapely, PROJ and plain Python agree with it.
fn is_decided_as_expected(name: &str) {
    let case = case(name);
    let work = TempDir::new().unwrap();
    let out = work.path().join("out");
    done(&case, &["plan", "plan.toml", "-o", out.to_str().unwrap(), "-q"]);
    done(&case, &["verify", out.to_str().unwrap()]);
    let checked = [root().join("tests/check_plan.py"), out.clone()];
    let checked = checked.each_ref().map(|path| path.to_str().unwrap());
    other(root().join("scripts/python").to_str().unwrap(), &checked);

    let found = decisions(&plan_json(&out));
    let expected = case.join("expected/decisions.txt");
    if std::env::var_os("PARKWARD_BLESS").is_some() {
        fs::create_dir_all(case.join("expected")).unwrap();
        fs::write(&expected, &found).unwrap();
    }
    assert_eq!(found, fs::read_to_string(&expected).unwrap(), "{}", case.display());
    // Any other file that is expected is a table that the plan writes as CSV.
    let tables = listing(&case.join("expected"));
    for expected in tables.iter().filter(|file| file.extension().is_some_and(|e| e == "csv")) {
        let written = out.join("csv").join(expected.file_name().unwrap());
        let found = fs::read_to_string(&written).unwrap();
        if std::env::var_os("PARKWARD_BLESS").is_some() {
            fs::write(expected, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(expected).unwrap(), "{}", expected.display());
    }
}
