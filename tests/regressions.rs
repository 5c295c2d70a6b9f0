//! Faults that the program had; each once, small enough to read, with its story.

use crate::common::{copy, done, edit, parkward, refused, text};
use std::fs;

/// A gap of 2, or one that is no number, was taken as if it meant something.
#[test]
fn limits_of_the_search_out_of_range_get_one_sentence() {
    let work = copy("hand");
    let folder = work.path();
    let gap = "--gap: expected a number from 0 up to but not including 1, found ";
    let time = "--time-limit: expected seconds from 0 to 10^9, found ";
    for (option, value, expected) in [
        ("--gap", "1", gap),
        ("--gap", "2", gap),
        ("--gap", "-0.1", gap),
        ("--gap", "NaN", gap),
        ("--time-limit", "-1", time),
        ("--time-limit", "NaN", time),
        ("--time-limit", "inf", time),
        ("--time-limit", "soon", time),
        ("--effort", "much", "--effort: expected quick, standard or thorough, found "),
    ] {
        let expected = format!("{expected}{value}");
        assert_eq!(refused(folder, &["plan", "plan.toml", option, value]), expected);
        let assign = [
            "assign",
            "--pairs",
            "p.csv",
            "--capacities",
            "c.csv",
            "--unplaced",
            "1",
            option,
            value,
        ];
        assert_eq!(refused(folder, &assign), expected);
    }
    let chinese = refused(folder, &["plan", "plan.toml", "--gap", "1", "--lang", "zh"]);
    assert_eq!(chinese, "--gap：应为 0 至 1（不含 1）之间的数，实为 1");
    let chinese = refused(folder, &["plan", "plan.toml", "--effort", "more", "--lang", "zh"]);
    assert_eq!(chinese, "--effort：应为 quick、standard 或 thorough，实为 more");
    for effort in ["quick", "standard", "thorough"] {
        done(folder, &["plan", "plan.toml", "-o", "out", "--effort", effort]);
    }
    done(folder, &["plan", "plan.toml", "-o", "out", "--gap", "0.5", "--time-limit", "60"]);
    assert!(done(folder, &["verify", "out"]).contains("cost"));
}

/// The step of describing, which takes long in large plans, was told to nobody.
#[test]
fn steps_are_told_to_programs_that_ask() {
    let work = copy("hand");
    let output = parkward(work.path(), &["plan", "plan.toml", "-o", "out", "--progress"]);
    let said = text(&output.stderr);
    let steps: Vec<&str> = said.lines().filter(|line| !line.contains("cost")).collect();
    assert_eq!(
        steps,
        [
            "parkward: reading",
            "parkward: locating, screening and listing parks",
            "parkward: solving",
            "parkward: describing",
            "parkward: writing"
        ]
    );
}

/// A key that is unknown among the pins was told with "known here:" and nothing after it.
#[test]
fn an_unknown_key_is_named_alone_where_nothing_is_known_of_the_others() {
    let work = copy("hand");
    let pin = "[[pins]]\nenterprise = \"E1\"\npark = \"A\"\nwhy = \"x\"\nwhom = 1\n[parks]";
    edit(work.path(), "plan.toml", "[parks]", pin);
    assert_eq!(
        refused(work.path(), &["plan", "plan.toml", "-o", "out"]),
        "plan.toml, line 7: unknown key `whom`"
    );
}

/// A file that GDAL has no driver for was told of with GDAL's message, which is empty.
#[test]
fn rubbish_is_refused_in_plain_words() {
    let work = copy("hand");
    fs::write(work.path().join("input/parks.gpkg"), "rubbish").unwrap();
    edit(work.path(), "plan.toml", "parks.geojson", "parks.gpkg");
    assert_eq!(
        refused(work.path(), &["plan", "plan.toml", "-o", "out"]),
        "input/parks.gpkg: expected a file or connection that GDAL reads, found something that none of its drivers knows"
    );
}

/// The provenance said that the seed was 0, whatever seed the plan file gave.
#[test]
fn the_provenance_has_the_seed_that_was_used() {
    let work = copy("hand");
    edit(work.path(), "plan.toml", "[parks]", "[robustness]\nruns = 1\nseed = 7\n[parks]");
    done(work.path(), &["plan", "plan.toml", "-o", "out"]);
    let provenance = fs::read(work.path().join("out/provenance.json")).unwrap();
    let provenance: serde_json::Value = serde_json::from_slice(&provenance).unwrap();
    assert_eq!(provenance["seed"], 7);
}

/// The ledger said that a park was full, and not of what.
#[test]
fn the_ledger_says_what_is_short() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    assert!(
        done(folder, &["explain", "out", "E1", "--lang", "zh"])
            .contains("用地已分配给其他企业，缺 2.00 ha")
    );
    assert!(done(folder, &["explain", "out", "E1", "--lang", "en"]).contains("short by 2.00 ha"));
}

/// Of a park that is too small on its own it was said that its land went to others.
#[test]
fn a_park_that_is_too_small_is_told_so() {
    let work = copy("hand");
    let folder = work.path();
    edit(folder, "input/enterprises.csv", "E1,36,2,", "E1,36,5.00011,");
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    let told = done(folder, &["explain", "out", "E1", "--lang", "en"]);
    assert!(
        told.contains("it needs more than any of the 2 parks that may take it has in all"),
        "{told}"
    );
    // What is missing is rounded up: with so much it fits.
    assert!(told.contains("too small: its land is 2.00 ha in all; short by 3.01 ha"), "{told}");
    let told = done(folder, &["explain", "out", "E1", "--lang", "zh"]);
    assert!(told.contains("用地总量 2.00 ha，小于所需，缺 3.01 ha"), "{told}");
}

/// The cut-off that a repair proposed was rounded down, and did not reach the park.
#[test]
fn the_cut_off_that_is_proposed_reaches_the_park() {
    let work = copy("hand");
    let folder = work.path();
    edit(folder, "input/rules.toml", "cut_off_km = 20.0", "cut_off_km = 1.0");
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    let told = done(folder, &["explain", "out", "E1", "--lang", "en"]);
    assert!(told.contains("no park within the cut-off may take it"), "{told}");
    assert!(told.contains("cut-off 1 → 1.2 km, which reaches South"), "{told}"); // 1.109 km away
    edit(folder, "input/rules.toml", "cut_off_km = 1.0", "cut_off_km = 1.2");
    done(folder, &["plan", "plan.toml", "-o", "again"]);
    let told = done(folder, &["explain", "again", "E1", "--lang", "en"]);
    assert!(told.contains("It moves to South"), "{told}");
}

/// Somebody who is kept where it stands by decision was told to be unplaced.
#[test]
fn who_is_kept_by_decision_is_not_unplaced() {
    let work = copy("pinned");
    done(work.path(), &["plan", "plan.toml", "-o", "out"]);
    let told = done(work.path(), &["explain", "out", "E4", "--lang", "en"]);
    let expected = "It stays outside, where it is: stays by decision: a contract until 2030.";
    assert!(told.contains(expected) && !told.contains("unplaced"), "{told}");
}

/// A kept column called FID ended the plan at its last step, after `check` had passed it.
#[test]
fn a_column_called_fid_may_be_kept() {
    let work = copy("hand");
    let folder = work.path();
    edit(folder, "input/enterprises.csv", "process_class\n", "process_class,FID\n");
    for row in ["0,none\n", "65,none\n", "eliminated\n"] {
        edit(folder, "input/enterprises.csv", row, &row.replace('\n', ",17\n"));
    }
    let kept = "enterprises.csv\"\nkeep = [\"FID\"]";
    edit(folder, "plan.toml", "enterprises.csv\"", kept);
    done(folder, &["plan", "plan.toml", "-o", "out"]);
}

/// What was asked for in CGCS2000 was written as WGS84.
#[test]
fn cgcs2000_is_written_under_its_own_name() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    let crs = ["--crs", "EPSG:4490", "-o", "x"];
    done(folder, &[&["export", "out", "-f", "shapefile,geojson"][..], &crs].concat());
    let prj = fs::read_to_string(folder.join("x/shapefile/parks.prj")).unwrap();
    assert!(prj.contains("China"), "{prj}");
    let json = fs::read_to_string(folder.join("x/geojson/parks.geojson")).unwrap();
    assert!(json.contains("EPSG::4490"));
}

/// `locate --crs`, which is for files that name no CRS, moved those that do, too.
#[test]
fn a_crs_of_silent_files_moves_no_other() {
    let work = copy("hand");
    let folder = work.path();
    let crs =
        r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"type""#;
    edit(
        folder,
        "input/parks.geojson",
        "{\"type\":\"FeatureCollection\"",
        &format!("{crs}:\"FeatureCollection\""),
    );
    fs::write(folder.join("firms.csv"), "id,lon,lat\nE,121.0124,30.9790\n").unwrap(); // GCJ-02
    let files = ["--parks", "input/parks.geojson", "--enterprises", "firms.csv"];
    let located = done(folder, &[&["locate"][..], &files, &["--crs", "gcj02"]].concat());
    assert!(located.contains("E,A,A,0.0"), "{located}");
}
