//! Plans by road through the whole program: layers as people have them, and what they get wrong.

use crate::common::{copy, done, edit, other, parkward, plan_json, refused, text};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// From E1 up to B and down to E2, and a detour from E1 to A, which a river keeps from the direct road.
pub(crate) const ROADS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"R1","name":"北路","highway":"primary","oneway":"no"},
 "geometry":{"type":"LineString","coordinates":[[121.005,30.999],[121.005,31.03]]}},
{"type":"Feature","properties":{"id":"R2","name":"绕行路","highway":"secondary","oneway":""},
 "geometry":{"type":"LineString","coordinates":[[121.005,30.999],[121.04,30.999],[121.04,30.985],[121.009,30.985]]}},
{"type":"Feature","properties":{"id":"R3","name":"南路","highway":"tertiary","oneway":"B"},
 "geometry":{"type":"LineString","coordinates":[[121.009,30.985],[121.005,30.965]]}}]}"#;

/// The case `hand` with these roads, and their lines of the plan file.
pub(crate) fn by_road(roads: &[u8], name: &str, lines: &str) -> TempDir {
    let work = copy("hand");
    fs::write(work.path().join("input").join(name), roads).unwrap();
    let table = format!("[roads]\nfile = \"input/{name}\"\n{lines}\n[parks]");
    edit(work.path(), "plan.toml", "[parks]", &table);
    work
}

fn plan(folder: &Path) -> Value {
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    plan_json(&folder.join("out"))
}

/// Park and distance of each of the first two enterprises.
fn goals(plan: &Value) -> Vec<(String, f64)> {
    let goal = |row: usize| {
        let enterprise = &plan["enterprises"][row];
        (
            enterprise["park"].as_str().unwrap().to_owned(),
            enterprise["distance_m"].as_f64().unwrap(),
        )
    };
    vec![goal(0), goal(1)]
}

#[test]
fn roads_come_in_every_format_and_crs() {
    let work = by_road(ROADS.as_bytes(), "roads.geojson", "");
    let expected = goals(&plan(work.path()));
    assert_eq!(expected[0].0, "B");
    assert!((expected[0].1 - 1_330.4).abs() < 1.0, "{expected:?}");
    let input = work.path().join("input");
    let at = |name: &str| input.join(name).display().to_string();
    let from = at("roads.geojson");
    let gpkg = ["-f", "GPKG", "-nln", "roads", "-dim", "XYZ", "-t_srs", "EPSG:4549"];
    for (to, options) in [
        ("roads.gpkg", &gpkg[..]),
        ("roads.shp", &["-lco", "ENCODING=CP936"][..]),
        ("roads.fgb", &["-t_srs", "EPSG:32651"][..]),
        ("roads.kml", &["-f", "LIBKML"][..]),
        ("roads.csv", &["-lco", "GEOMETRY=AS_WKT"][..]),
    ] {
        other("ogr2ogr", &[options, &[&at(to), &from]].concat());
        edit(work.path(), "plan.toml", "input/roads.geojson", &format!("input/{to}"));
        let found = plan(work.path());
        for (found, expected) in goals(&found).iter().zip(&expected) {
            assert_eq!(found.0, expected.0, "{to}");
            assert!((found.1 - expected.1).abs() < 0.1, "{to}: {found:?}, {expected:?}");
        }
        edit(work.path(), "plan.toml", &format!("input/{to}"), "input/roads.geojson");
    }
    // GCJ-02, as web maps have it.
    let gcj = by_road(ROADS.as_bytes(), "roads.geojson", "crs = \"gcj02\"");
    let moved = goals(&plan(gcj.path()));
    assert!((moved[0].1 - expected[0].1).abs() > 100.0, "some 480 m to the north-west");
}

#[test]
fn the_folder_holds_the_roads_and_verify_goes_by_them() {
    let work = by_road(ROADS.as_bytes(), "roads.geojson", "");
    let folder = work.path();
    plan(folder);
    let said = done(folder, &["verify", "out", "--inputs"]);
    assert!(said.contains("✓ roads.json") && !said.contains('✗'), "{said}");
    let said = done(folder, &["explain", "out", "E1"]);
    assert!(said.contains("Road km") && said.contains("Straight km"), "{said}");
    let layers =
        other("ogrinfo", &["-q", "-ro", &folder.join("out/relocation.gpkg").display().to_string()]);
    assert!(layers.contains("roads_used") && layers.contains("road_problems"), "{layers}");

    // Somebody shortens a road, and puts everything right that lists say of the file.
    let path = folder.join("out/roads.json");
    let roads = fs::read_to_string(&path).unwrap();
    fs::write(&path, roads.replace("121.04", "121.03")).unwrap();
    let output = parkward(folder, &["verify", "out"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    assert!(said.contains("✗ enterprise") || said.contains("✗ solution"), "{said}");

    fs::write(&path, "{\"ways\":[").unwrap();
    assert!(refused(folder, &["explain", "out", "E1"]).contains("roads.json"));
    fs::remove_file(&path).unwrap();
    let said = text(&parkward(folder, &["verify", "out"]).stdout);
    assert!(
        said.contains("✗ roads.json: distances are by road, and the roads are not there"),
        "{said}"
    );
    assert!(refused(folder, &["explain", "out", "E1"]).contains("roads.json is not in its folder"));
}

#[test]
fn neither_order_nor_threads_matter() {
    let work = by_road(ROADS.as_bytes(), "roads.geojson", "");
    let one = plan(work.path());
    let mut roads: Value = serde_json::from_str(ROADS).unwrap();
    roads["features"].as_array_mut().unwrap().reverse();
    fs::write(work.path().join("input/roads.geojson"), roads.to_string()).unwrap();
    let other = plan(work.path());
    for key in ["enterprises", "parks", "solution", "summary"] {
        assert_eq!(one[key], other[key], "{key}");
    }
}

#[test]
fn bad_roads_are_rows_or_one_sentence() {
    // Rows: a word that is no direction, a speed below 0, a polygon. A speed of 0 is unknown, and noted.
    let bad = ROADS
        .replace("\"oneway\":\"B\"", "\"oneway\":\"maybe\"")
        .replace("\"id\":\"R2\"", "\"maxspeed\":0,\"id\":\"R2\"");
    let work = by_road(bad.as_bytes(), "roads.geojson", "");
    let made = plan(work.path());
    let rejects = made["rejects"].as_array().unwrap();
    assert_eq!(rejects.len(), 1);
    assert_eq!((&rejects[0]["layer"], &rejects[0]["id"]), (&"roads".into(), &"R3".into()));
    let roads = made["inputs"].as_array().unwrap().iter().find(|i| i["layer"] == "roads").unwrap();
    assert_eq!((&roads["rows"], &roads["rejected"]), (&3.into(), &1.into()));
    let notes = made["notes"].to_string();
    assert!(notes.contains("unknown"), "{notes}");
    // Whole files.
    let all_closed = ROADS.replace("\"id\"", "\"closed\":\"yes\",\"id\"");
    let work = by_road(all_closed.as_bytes(), "roads.geojson", "");
    let sentence = refused(work.path(), &["plan", "plan.toml", "-o", "out"]);
    assert!(sentence.contains("the network is empty: of 3 roads none"), "{sentence}");
    let sentence = refused(work.path(), &["plan", "plan.toml", "-o", "out", "--lang", "zh"]);
    assert!(sentence.contains("路网为空"), "{sentence}");
    // Tables without a line, which ended the program in a panic.
    for (name, table, words) in [
        ("roads.csv", "id,name\n1,a\n", "there is no column \"wkt\" for wkt"),
        ("roads.csv", "id,lon,lat\n1,121,31\n", "there is no column \"wkt\" for wkt"),
        ("roads.csv", "id,wkt\n1,\n2,LINESTRING EMPTY\n", "none of its 2 rows can be used"),
    ] {
        let work = by_road(table.as_bytes(), name, "");
        for command in [&["check", "plan.toml"][..], &["plan", "plan.toml", "-o", "out"]] {
            let sentence = refused(work.path(), command);
            assert!(sentence.contains(words), "{table}: {sentence}");
        }
    }
    let work = by_road(b"osmpbf?", "roads.osm.pbf", "");
    let sentence = refused(work.path(), &["check", "plan.toml"]);
    assert!(sentence.contains("roads.osm.pbf"), "{sentence}");
    for (lines, words) in [
        ("reach_km = -1.0", "[roads] reach_km: expected 0.001 to 1000"),
        ("profile = { speeds = { primary = 0.0 } }", "profile.speeds.primary"),
        ("distance = \"matrix\"", "unknown variant `matrix`"),
        ("speed = 3", "speed"),
    ] {
        let work = by_road(ROADS.as_bytes(), "roads.geojson", lines);
        let sentence = refused(work.path(), &["plan", "plan.toml", "-o", "out"]);
        assert!(sentence.contains(words), "{lines}: {sentence}");
    }
    let work = by_road(ROADS.as_bytes(), "roads.geojson", "");
    fs::remove_file(work.path().join("input/roads.geojson")).unwrap();
    assert!(refused(work.path(), &["plan", "plan.toml", "-o", "out"]).contains("roads.geojson"));
}

#[test]
fn roads_that_reach_nobody_leave_everybody_unplaced_with_the_reason() {
    let far = ROADS.replace("[121.", "[122.");
    let work = by_road(far.as_bytes(), "roads.geojson", "");
    let made = plan(work.path());
    assert_eq!(made["summary"]["unplaced"], 2);
    let reasons = made["enterprises"][0]["reasons"].to_string();
    assert!(reasons.contains("no_road") && reasons.contains("道路"), "{reasons}");
    let notes = made["notes"].to_string();
    assert!(notes.contains("nobody is sent there"), "{notes}");
    let said = text(&parkward(work.path(), &["check", "plan.toml"]).stdout);
    assert!(said.contains("[no_road]"), "{said}");
}

#[test]
fn gates_are_where_people_say() {
    let gates = "park,lon,lat\nB,121.0051,31.0219\nX,121.0,31.0\n";
    let work = by_road(ROADS.as_bytes(), "roads.geojson", "gates = { file = \"input/gates.csv\" }");
    fs::write(work.path().join("input/gates.csv"), gates).unwrap();
    let made = plan(work.path());
    let goals = goals(&made);
    assert_eq!(goals[0].0, "B");
    assert!(goals[0].1 > 2_400.0, "to the gate at the far end: {goals:?}");
    assert_eq!(made["rejects"][0]["layer"], "gates");
    assert!(made["rejects"][0]["expected"]["en"].as_str().unwrap().contains("park"));
}
