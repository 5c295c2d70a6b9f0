//! Faults that the program had; each once, small enough to read, with its story.

use crate::common::{copy, done, edit, other, parkward, refused, text};
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

/// A file that GDAL has no driver for was reported with GDAL's message, which is empty.
#[test]
fn rubbish_is_refused_in_plain_words() {
    let work = copy("hand");
    fs::write(work.path().join("input/parks.gpkg"), "rubbish").unwrap();
    edit(work.path(), "plan.toml", "parks.geojson", "parks.gpkg");
    assert_eq!(
        refused(work.path(), &["plan", "plan.toml", "-o", "out"]),
        "input/parks.gpkg: expected a file or connection that GDAL reads, found something that none of its drivers for files knows (virtual layers and services need --allow-remote)"
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
            .contains("用地已分配给其他企业，缺 30.00 亩")
    );
    assert!(done(folder, &["explain", "out", "E1", "--lang", "en"]).contains("short by 2.00 ha"));
}

/// A park that is too small even when empty was reported as taken by others.
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
    assert!(told.contains("用地总量 30.00 亩，小于所需，缺 45.01 亩"), "{told}");
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
    assert!(told.contains("E1 (C36) moves to South."), "{told}");
}

/// An enterprise that is kept where it stands by decision was reported as unplaced.
#[test]
fn who_is_kept_by_decision_is_not_unplaced() {
    let work = copy("pinned");
    done(work.path(), &["plan", "plan.toml", "-o", "out"]);
    let told = done(work.path(), &["explain", "out", "E4", "--lang", "en"]);
    let expected = "stays outside, where it is: stays by decision: a contract until 2030.";
    assert!(told.contains(expected) && !told.contains("unplaced"), "{told}");
}

/// Any folder that held a `plan.json` was replaced whole, with all that people kept in it.
#[test]
fn a_plan_replaces_its_own_files_and_nothing_else() {
    let work = copy("hand");
    let folder = work.path();
    let put = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let plan = ["plan", "plan.toml", "-o", "out"];
    put("thesis/plan.json", "{}");
    put("thesis/thesis.txt", "years of work");
    let sentence = refused(folder, &["plan", "plan.toml", "-o", "thesis"]);
    assert!(sentence.starts_with("thesis: holds files that are not a plan"), "{sentence}");

    done(folder, &plan);
    for kept in [
        "out/notes.docx",
        "out/relocation copy.qgz",
        "out/geojson/mine/new.geojson",
        "out/.git/HEAD",
    ] {
        put(kept, kept);
    }
    fs::create_dir(folder.join("out/photographs")).unwrap();
    put("out/relocation.gpkg-wal", "what SQLite kept for the old one");
    edit(
        folder,
        "plan.toml",
        "[parks]",
        "[outputs]\nformats = [\"gpkg\", \"csv\"]\nmap = false\n[parks]",
    );
    done(folder, &plan);
    for kept in [
        "out/notes.docx",
        "out/relocation copy.qgz",
        "out/geojson/mine/new.geojson",
        "out/.git/HEAD",
    ] {
        assert_eq!(read(kept), kept);
    }
    assert!(folder.join("out/photographs").is_dir());
    for gone in ["out/map.svg", "out/geojson/parks.geojson", "out/relocation.gpkg-wal"] {
        assert!(!folder.join(gone).exists(), "{gone}");
    }
    done(&folder.join("out"), &["plan", "../plan.toml", "-o", "."]);
    assert_eq!(read("out/notes.docx"), "out/notes.docx");
    // Nothing is wrong but what is not of the plan.
    let said = text(&parkward(folder, &["verify", "out"]).stdout);
    let wrong: Vec<&str> = said.lines().filter(|line| line.starts_with('✗')).collect();
    let foreign = [".git/HEAD", "geojson/mine/new.geojson", "notes.docx", "relocation copy.qgz"];
    assert_eq!(
        wrong,
        foreign.map(|file| format!("✗ {file}: is none of the files that were written"))
    );

    put("out/map.svg", "my own map");
    edit(folder, "plan.toml", "map = false", "map = true");
    let sentence = refused(folder, &plan);
    assert!(
        sentence.starts_with("out/map.svg: is in the way, and Parkward did not write it"),
        "{sentence}"
    );
    assert_eq!(read("out/map.svg"), "my own map");
    edit(folder, "plan.toml", "map = true", "map = false");
    edit(folder, "out/provenance.json", "\"made_by\": \"plan\",", "");
    let sentence = refused(folder, &plan);
    assert!(sentence.contains("has no list of the files that Parkward wrote"), "{sentence}");
}

/// A list that named files elsewhere could have had them deleted.
#[test]
fn a_list_speaks_of_its_own_folder_only() {
    let work = copy("hand");
    let plan = ["plan", "plan.toml", "-o", "out"];
    done(work.path(), &plan);
    for elsewhere in ["../plan.toml", "/etc/hosts", "geojson/../../plan.toml"] {
        edit(work.path(), "out/provenance.json", "\"summary.md\"", &format!("\"{elsewhere}\""));
        refused(work.path(), &plan);
        edit(work.path(), "out/provenance.json", &format!("\"{elsewhere}\""), "\"summary.md\"");
    }
    done(work.path(), &plan);
}

/// `export -o` into the folder of the plan left the export and deleted the plan.
#[test]
fn an_export_does_not_replace_a_plan_nor_a_plan_an_export() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    let export = ["export", "out", "-f", "csv", "-o"];
    let sentence = refused(folder, &[&export[..], &["out"]].concat());
    assert_eq!(
        sentence,
        "out: holds what `parkward plan` wrote, which `parkward export` does not replace; name \
         another folder with -o"
    );
    done(folder, &["verify", "out"]);
    done(folder, &[&export[..], &["layers"]].concat());
    done(folder, &["export", "out", "-f", "geojson", "-o", "layers"]);
    assert!(!folder.join("layers/csv").exists() && folder.join("layers/geojson").exists());
    let sentence = refused(folder, &["plan", "plan.toml", "-o", "layers"]);
    assert!(sentence.starts_with("layers: holds what `parkward export` wrote"), "{sentence}");
}

/// A plan that read what an earlier one had written could replace its own input.
#[test]
fn a_plan_does_not_replace_what_it_reads() {
    let work = copy("hand");
    let folder = work.path();
    edit(folder, "plan.toml", "[parks]", "[outputs]\nmap = false\n[parks]");
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    edit(folder, "plan.toml", "input/parks.geojson", "out/geojson/parks.geojson");
    let sentence = refused(folder, &["plan", "plan.toml", "-o", "out"]);
    assert!(
        sentence.starts_with("out/geojson/parks.geojson: is an input of this plan"),
        "{sentence}"
    );
}

/// `site -o` replaced whatever file it was given, a plan's layers and people's own tables; then, answers of its own
/// that somebody had worked on.
#[test]
fn an_answer_replaces_only_what_nobody_has_changed() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    fs::write(folder.join("list.csv"), "name,telephone\n").unwrap();
    fs::write(folder.join("empty.fgb"), "").unwrap();
    let site = ["site", "out", "--industry", "36", "--land", "1", "-q", "-o"];
    for file in ["out/relocation.gpkg", "out/geojson/parks.geojson", "list.csv", "empty.fgb"] {
        let before = fs::read(folder.join(file)).unwrap();
        let sentence = refused(folder, &[&site[..], &[file]].concat());
        assert!(
            sentence.starts_with(&format!("{file}: is there already, and is not what this")),
            "{sentence}"
        );
        assert!(fs::read(folder.join(file)).unwrap() == before, "{file}");
    }
    for file in ["sites.gpkg", "sites.csv", "sites.geojson", "sites.fgb"] {
        done(folder, &[&site[..], &[file]].concat());
        done(folder, &[&site[..], &[file]].concat());
        let written = fs::read(folder.join(file)).unwrap();
        // A cell of it, not its beginning: columns and layers are as they were.
        let mut changed = written.clone();
        *changed.last_mut().unwrap() ^= 1;
        fs::write(folder.join(file), &changed).unwrap();
        let sentence = refused(folder, &[&site[..], &[file]].concat());
        assert!(sentence.starts_with(&format!("{file}: was changed since Parkward wrote it")));
        assert!(fs::read(folder.join(file)).unwrap() == changed, "{file}");
        fs::write(folder.join(file), written).unwrap();
        done(folder, &[&site[..], &[file]].concat());
    }
    // What only has the columns of an answer is somebody's all the same.
    fs::copy(folder.join("sites.csv"), folder.join("copy.csv")).unwrap();
    let sentence = refused(folder, &[&site[..], &["copy.csv"]].concat());
    assert!(sentence.starts_with("copy.csv: is there already"), "{sentence}");
    // All files of a comparison, or none.
    fs::create_dir(folder.join("changes")).unwrap();
    fs::write(folder.join("changes/park_changes.csv"), "mine\n").unwrap();
    let compare = ["compare", "out", "out", "-q", "-o", "changes"];
    assert!(refused(folder, &compare).starts_with("changes/park_changes.csv: is there already"));
    assert!(!folder.join("changes/changes.gpkg").exists());
    fs::remove_file(folder.join("changes/park_changes.csv")).unwrap();
    done(folder, &compare);
    done(folder, &compare);
    let mut table = fs::read_to_string(folder.join("changes/park_changes.csv")).unwrap();
    table.push_str("# checked by Li\n");
    fs::write(folder.join("changes/park_changes.csv"), &table).unwrap();
    assert!(refused(folder, &compare).starts_with("changes/park_changes.csv: was changed since"));
    assert_eq!(fs::read_to_string(folder.join("changes/park_changes.csv")).unwrap(), table);
}

/// A killed run's files became part of the next plan where both had the same number, as in containers; and
/// a kill between two renames left no folder at all, which the next run did not bring back.
#[cfg(unix)]
#[test]
fn what_dead_runs_left_is_put_away_and_what_living_ones_write_is_not() {
    let work = copy("hand");
    let folder = work.path();
    let plan = ["plan", "plan.toml", "-o", "out"];
    let hidden = |name: &str| folder.join(format!(".out.{name}"));
    let stale = |name: &str| {
        fs::create_dir(hidden(name)).unwrap();
        fs::write(hidden(name).join("stale.txt"), "stale").unwrap();
    };
    done(folder, &plan);
    fs::write(folder.join("out/notes.docx"), "mine").unwrap();
    // Killed between the two steps of a system without an exchange.
    fs::rename(folder.join("out"), hidden("00000000deadbeef.previous")).unwrap();
    // Killed while writing, and while removing what was written.
    stale("0123456789abcdef.unfinished");
    stale("0123456789abcdef.ended");
    // Another program's, or somebody's.
    for name in ["1.unfinished", "mine", "0123456789abcdef.unfinished.bak"] {
        stale(name);
    }
    stale("fedcba9876543210.unfinished");
    let living = fs::File::open(hidden("fedcba9876543210.unfinished")).unwrap();
    living.lock().unwrap();
    done(folder, &plan);
    assert_eq!(fs::read_to_string(folder.join("out/notes.docx")).unwrap(), "mine");
    assert!(!folder.join("out/stale.txt").exists());
    for gone in
        ["00000000deadbeef.previous", "0123456789abcdef.unfinished", "0123456789abcdef.ended"]
    {
        assert!(!hidden(gone).exists(), "{gone}");
    }
    for kept in
        ["1.unfinished", "mine", "0123456789abcdef.unfinished.bak", "fedcba9876543210.unfinished"]
    {
        assert!(hidden(kept).exists(), "{kept}");
    }
    drop(living);

    // Killed after the exchange: the old folder still has what the new one took along, and what came meanwhile.
    let old = hidden("0000000000000001.unfinished");
    fs::create_dir(&old).unwrap();
    for file in ["provenance.json", "summary.md"] {
        fs::copy(folder.join("out").join(file), old.join(file)).unwrap();
    }
    fs::hard_link(folder.join("out/notes.docx"), old.join("notes.docx")).unwrap();
    fs::write(old.join("late.docx"), "late").unwrap();
    done(folder, &plan);
    assert!(!old.exists() && !hidden("fedcba9876543210.unfinished").exists());
    for (file, text) in [("out/notes.docx", "mine"), ("out/late.docx", "late")] {
        assert_eq!(fs::read_to_string(folder.join(file)).unwrap(), text);
    }
}

/// KML has two columns of its own before ours, and every value stood in the wrong one.
#[test]
fn kml_has_every_value_under_its_own_name() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    done(folder, &["export", "out", "-f", "kml", "-o", "layers", "-q"]);
    let kml = fs::read_to_string(folder.join("layers/kml/enterprises.kml")).unwrap();
    for expected in [
        "<name>E1</name>",
        "<description>moves to ",
        "<SimpleData name=\"verdict\">moves</SimpleData>",
    ] {
        assert!(kml.contains(expected), "{expected} is not in {kml}");
    }
}

/// A carried column `FID` ended the whole plan at its last step, as GeoPackage has one of its own; so did one
/// that differs from ours by case alone.
#[test]
fn a_carried_column_may_have_a_name_that_a_format_has_taken() {
    for name in ["FID", "ID", "VERDICT", "ogc_fid"] {
        let work = copy("hand");
        let folder = work.path();
        let rows = fs::read_to_string(folder.join("input/enterprises.csv")).unwrap();
        let rows = rows.lines().enumerate().map(|(row, line)| match row {
            0 => format!("{line},{name}\n"),
            _ => format!("{line},{row}\n"),
        });
        fs::write(folder.join("input/enterprises.csv"), rows.collect::<String>()).unwrap();
        let carried = format!("[enterprises]\ncolumns = {{ id = \"id\" }}\nkeep = [\"{name}\"]");
        edit(folder, "plan.toml", "[enterprises]", &carried);
        let formats = "[outputs]\nmap = false\nformats = [\"gpkg\", \"csv\", \"shp\", \"kml\", \"GML\", \"SQLite\"]\n[parks]";
        edit(folder, "plan.toml", "[parks]", formats);
        let output = parkward(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
        let said = text(&output.stderr);
        assert!(output.status.success(), "{name}: {said}");
        let whole = name != "ogc_fid";
        assert_eq!(
            said.contains(&format!(
                "GeoPackage enterprises: the column {name} is written as {name}_1"
            )),
            whole,
            "{said}"
        );
    }
}

/// Who asked for CGCS2000 got files that say WGS84.
#[test]
fn cgcs2000_stays_cgcs2000() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    for crs in ["EPSG:4490", "CGCS2000"] {
        let export = ["export", "out", "-f", "shapefile,geojson,csv", "--crs", crs, "-o", "layers"];
        done(folder, &export);
        let read = |file: &str| fs::read_to_string(folder.join("layers").join(file)).unwrap();
        assert!(read("shapefile/parks.prj").contains("China_2000"), "{crs}");
        assert!(read("geojson/parks.geojson").contains("urn:ogc:def:crs:EPSG::4490"), "{crs}");
        assert!(read("csv/enterprises.csv").contains(&format!("lon_{crs}")), "{crs}");
    }
}

/// A dump that was read into a database dropped whatever table had the layer's name there.
#[test]
fn a_dump_drops_no_table() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    done(folder, &["export", "out", "-f", "PGDUMP", "-o", "layers", "-q"]);
    let dump = fs::read_to_string(folder.join("layers/pgdump/parks.sql")).unwrap();
    assert!(dump.contains("CREATE TABLE") && !dump.contains("DROP"), "{dump}");
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

/// `locate` spoke of the plan file's `layer = "…"` and `columns.id = "…"`, which its command line does not have; and
/// of a file without columns it listed none of them.
#[test]
fn commands_on_plain_files_name_their_own_options() {
    let work = copy("hand");
    let folder = work.path();
    fs::write(folder.join("firms.csv"), "name,lon,lat\nA,121,31\n").unwrap();
    let empty = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[121,31]}}]}"#;
    fs::write(folder.join("bare.geojson"), empty).unwrap();
    let two = folder.join("two.gpkg");
    let (two, parks) = (two.to_str().unwrap(), folder.join("input/parks.geojson"));
    let parks = parks.to_str().unwrap();
    other("ogr2ogr", &["-f", "GPKG", two, parks, "-nln", "a"]);
    other("ogr2ogr", &["-update", two, parks, "-nln", "b"]);
    let said = |parks: &str, firms: &str| {
        refused(folder, &["locate", "--parks", parks, "--enterprises", firms])
    };
    let parks = "input/parks.geojson";
    for (said, named) in [
        (said(parks, "firms.csv"), "Write --columns id=… with"),
        (said(parks, "two.gpkg"), "one layer, or `--layer …` to say which"),
        (said("two.gpkg", "firms.csv"), "one layer, or `--park-layer …` to say which"),
        (said(parks, "bare.geojson"), "found no columns at all"),
    ] {
        assert!(said.contains(named), "{said}");
    }
}

/// 10.8 mu were 0.7200000000000001 ha, and whole numbers in CSV ended in `.0`.
#[test]
fn numbers_in_csv_are_as_people_write_them() {
    let work = copy("hand");
    let folder = work.path();
    let firms = fs::read_to_string(folder.join("input/enterprises.csv")).unwrap();
    let mut lines: Vec<Vec<&str>> = firms.lines().map(|line| line.split(',').collect()).collect();
    let land = lines[0].iter().position(|name| *name == "land_ha").unwrap();
    lines[1][land] = "10.8亩";
    lines[2][land] = "30";
    let lines: Vec<String> = lines.iter().map(|cells| cells.join(",")).collect();
    fs::write(folder.join("input/enterprises.csv"), lines.join("\n") + "\n").unwrap();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    done(folder, &["export", "out", "-f", "csv", "-o", "tables", "-q"]);
    let mut table = csv::Reader::from_path(folder.join("tables/csv/enterprises.csv")).unwrap();
    let land = table.headers().unwrap().iter().position(|name| name == "land_ha").unwrap();
    let cells: Vec<csv::StringRecord> = table.records().map(|row| row.unwrap()).collect();
    let lands: Vec<&str> = cells.iter().map(|row| &row[land]).collect();
    assert!(lands.contains(&"0.72") && lands.contains(&"30"), "{lands:?}");
    // Positions stand last.
    let mut cells = cells.iter().flat_map(|row| row.iter().take(row.len() - 2));
    assert!(!cells.any(|cell| cell.ends_with(".0")));
}

/// What GDAL reads under `.json` was refused as no GeoJSON, a GPX for its empty layers, and geometries that
/// databases write into tables for not being WKT.
#[test]
fn what_other_programs_write_under_common_endings_is_read() {
    let work = copy("hand");
    let folder = work.path();
    let corners = "[[[121,30.98],[121,30.99],[121.01,30.99],[121.01,30.98],[121,30.98]]]";
    let esri = format!(
        r#"{{"geometryType":"esriGeometryPolygon","spatialReference":{{"wkid":4490}},"fields":[{{"name":"id",
        "type":"esriFieldTypeString"}}],"features":[{{"attributes":{{"id":"A"}},"geometry":{{"rings":{corners}}}}}]}}"#
    );
    let topology = format!(
        r#"{{"type":"Topology","objects":{{"parks":{{"type":"GeometryCollection","geometries":[{{"type":"Polygon",
        "arcs":[[0]],"properties":{{"id":"A"}}}}]}}}},"arcs":{corners}}}"#
    );
    let located = |parks: &str, enterprises: &str| {
        let said =
            done(folder, &["locate", "--parks", parks, "--enterprises", enterprises, "--quiet"]);
        said.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let expected = located("input/parks.geojson", "input/enterprises.csv");
    for (name, parks) in [("esri.json", &esri), ("topology.json", &topology)] {
        fs::write(folder.join(name), parks).unwrap();
        assert_eq!(located(name, "input/enterprises.csv"), expected, "{name}");
    }
    fs::write(folder.join("cut.json"), &esri[..esri.len() - 9]).unwrap();
    refused(folder, &["locate", "--parks", "cut.json", "--enterprises", "input/enterprises.csv"]);
    let gpx = r#"<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
        <wpt lat="31" lon="121.005"><name>E1</name></wpt></gpx>"#;
    fs::write(folder.join("e.gpx"), gpx).unwrap();
    assert!(located("input/parks.geojson", "e.gpx")[0].ends_with(",A,1108.7"));
    for cell in [
        "0101000000B81E85EB51405E400000000000003F40",
        "0101000020E6100000B81E85EB51405E400000000000003F40",
        r#""{""type"": ""Point"", ""coordinates"": [121.005, 31]}""#,
    ] {
        fs::write(folder.join("e.csv"), format!("id,geom\nE1,{cell}\n")).unwrap();
        assert_eq!(located("input/parks.geojson", "e.csv"), ["E1,,A,1108.7"], "{cell}");
    }
}
