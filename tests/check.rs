//! The rehearsal, `parkward check`: faults are planted into the worked example one at a time, and each has to be
//! found as what it is; the example as it stands has none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "check/planted.rs"]
mod planted;

use planted::Files;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of issues of a plan and how many there are of each.
fn kinds(found: &Value) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for issue in found["issues"].as_array().unwrap() {
        *kinds.entry(issue["kind"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    kinds
}

#[test]
fn the_example_has_no_fault() {
    let found = Files::of_the_example().check();
    // The rules ask for the water that enterprises use, and no file says it.
    assert_eq!(kinds(&found), [("absent_field".to_owned(), 3)].into(), "{:#}", found["issues"]);
    assert_eq!(found["counts"]["error"], 0);
}

/// Plants a fault, and expects issues of its kind, at least so many, and none of another that is worse than a remark but
/// for those `beside` it.
#[track_caller]
fn finds(kind: &str, least: usize, beside: &[&str], plant: impl FnOnce(&mut Files)) -> Vec<Value> {
    let mut files = Files::of_the_example();
    plant(&mut files);
    let found = files.check();
    let issues: Vec<Value> = found["issues"].as_array().unwrap().clone();
    let of_kind: Vec<Value> =
        issues.iter().filter(|issue| issue["kind"] == kind).cloned().collect();
    let told: BTreeMap<String, usize> = kinds(&found);
    assert!(of_kind.len() >= least, "{kind}: expected {least}, found {told:?}");
    let others: BTreeSet<&str> = issues
        .iter()
        .filter(|issue| issue["severity"] != "remark" && issue["kind"] != kind)
        .map(|issue| issue["kind"].as_str().unwrap())
        .filter(|other| !beside.contains(other))
        .collect();
    assert!(others.is_empty(), "{kind}: also {others:?} of {told:?}");
    of_kind
}

fn fix(issues: &[Value]) -> &str {
    issues[0]["fix"]["en"].as_str().unwrap()
}

const FIRMS: &str = "enterprises.csv";

// Places.

#[test]
fn latitude_before_longitude() {
    finds("swapped_axes", 10, &[], |files| {
        files.rows(FIRMS, 10, |row| {
            let (lon, lat) = (row.get("lon"), row.get("lat"));
            row.set("lon", lat);
            row.set("lat", lon);
        });
    });
}

#[test]
fn coordinates_of_gcj_02_passed_off_as_wgs84() {
    let found =
        finds("shifted_as_wgs84", 1, &["outside_district"], |files| files.shift(FIRMS, "gcj02"));
    assert!(fix(&found).contains("gcj02"), "{found:?}");
}

#[test]
fn coordinates_of_bd_09_passed_off_as_wgs84() {
    let found =
        finds("shifted_as_wgs84", 1, &["outside_district"], |files| files.shift(FIRMS, "bd09"));
    assert!(fix(&found).contains("bd09"), "{found:?}");
}

#[test]
fn coordinates_of_bd_09_passed_off_as_gcj_02() {
    let found = finds("shifted_as_wgs84", 1, &["outside_district"], |files| {
        files.shift(FIRMS, "bd09");
        files.crs("gcj02");
    });
    assert!(fix(&found).contains("bd09"), "{found:?}");
}

#[test]
fn a_part_in_gcj_02() {
    let found = finds("shifted_as_wgs84", 1, &["outside_district"], |files| {
        files.project(FIRMS, 300, "gcj02");
    });
    assert!(
        found[0]["text"]["en"].as_str().unwrap().starts_with("rows 3 to 296 or so"),
        "{found:?}"
    );
}

#[test]
fn wgs84_passed_off_as_gcj_02() {
    finds("wgs84_as_shifted", 1, &["outside_district"], |files| files.crs("gcj02"));
}

#[test]
fn parks_of_gcj_02_passed_off_as_wgs84() {
    let found =
        finds("shifted_as_wgs84", 1, &["outside_district"], |files| files.shift_parks("gcj02"));
    assert_eq!(found[0]["file"], "parks.geojson");
}

#[test]
fn west_for_east() {
    finds("flipped_sign", 5, &[], |files| {
        files.rows(FIRMS, 5, |row| row.set("lon", format!("-{}", row.get("lon"))));
    });
}

#[test]
fn south_for_north() {
    finds("flipped_sign", 5, &[], |files| {
        files.rows(FIRMS, 5, |row| row.set("lat", format!("-{}", row.get("lat"))));
    });
}

#[test]
fn an_easting_with_its_zone() {
    finds("zone_prefix", 5, &[], |files| {
        files.project(FIRMS, usize::MAX, "EPSG:4549");
        files.crs("EPSG:4549");
        files.rows(FIRMS, 5, |row| row.set("lon", format!("40{}", row.get("lon"))));
    });
}

#[test]
fn the_crs_of_another_zone() {
    let found = finds("wrong_crs", 1641, &[], |files| {
        files.project(FIRMS, usize::MAX, "EPSG:4549");
        files.crs("EPSG:4547");
    });
    assert!(fix(&found).contains("EPSG:4549"), "{found:?}");
}

#[test]
fn metres_where_degrees_are_expected() {
    let found = finds("metres_as_degrees", 5, &[], |files| files.project(FIRMS, 5, "EPSG:4549"));
    assert!(fix(&found).contains("EPSG:4549"), "{found:?}");
}

#[test]
fn web_mercator_where_degrees_are_expected() {
    let found = finds("metres_as_degrees", 5, &[], |files| files.project(FIRMS, 5, "EPSG:3857"));
    assert!(fix(&found).contains("EPSG:3857"), "{found:?}");
}

#[test]
fn a_projection_passed_off_as_web_mercator() {
    let found = finds("wrong_crs", 1641, &[], |files| {
        files.project(FIRMS, usize::MAX, "EPSG:4549");
        files.crs("EPSG:3857");
    });
    assert!(fix(&found).contains("EPSG:4549"), "{found:?}");
}

#[test]
fn the_meridian_of_another_zone_before_it_came_here() {
    let found = finds("wrong_crs", 1641, &[], |files| {
        files.rows(FIRMS, usize::MAX, |row| row.add("lon", 3.0));
    });
    assert!(fix(&found).contains("3° off"), "{found:?}");
}

#[test]
fn degrees_minutes_and_seconds_read_as_decimals() {
    finds(
        "minutes_as_decimals",
        1,
        &["outside_district", "land_beyond_park", "shifted_as_wgs84"],
        |files| {
            files.rows(FIRMS, usize::MAX, |row| {
                for axis in ["lon", "lat"] {
                    let degrees: f64 = row.get(axis).parse().unwrap();
                    let seconds = ((degrees - degrees.floor()) * 3600.0).floor();
                    let (minutes, seconds) = ((seconds / 60.0).floor(), seconds % 60.0);
                    row.set(axis, format!("{}.{minutes:02}{seconds:02}", degrees.floor()));
                }
            });
        },
    );
}

#[test]
fn outside_of_the_district() {
    let found = finds("outside_district", 3, &[], |files| {
        files.rows(FIRMS, 3, |row| row.add("lat", 0.35));
    });
    assert_eq!(found.len(), 3);
}

#[test]
fn five_hundred_rows_hundreds_of_kilometres_off() {
    let found = finds("far_away", 500, &[], |files| {
        files.rows(FIRMS, 500, |row| row.add("lat", 4.3));
    });
    assert_eq!(found.len(), 500);
}

#[test]
fn parks_in_another_province() {
    let off = [[-5.31, -2.7], [-8.2, 4.4], [2.2, -6.3]];
    let found = finds("far_away", 3, &["land_beyond_park"], |files| {
        for (park, [x, y]) in off.iter().enumerate() {
            files.move_park(park, *x, *y);
        }
    });
    assert_eq!(found.len(), 3);
    assert_eq!(found[0]["file"], "parks.geojson");
}

#[test]
fn far_off_without_a_district() {
    let found = finds("far_away", 40, &[], |files| {
        files.plan(|plan| plan.replace("[district]\nfile = \"district.geojson\"\n", ""));
        files.rows(FIRMS, 40, |row| row.add("lat", 4.3));
    });
    assert_eq!(found.len(), 40);
}

#[test]
fn enterprises_on_one_point() {
    let found = finds("stacked_enterprises", 1, &[], |files| {
        files.rows(FIRMS, 20, |row| {
            row.set("lon", "121.25");
            row.set("lat", "30.83");
        });
    });
    assert!(found[0]["text"]["en"].as_str().unwrap().starts_with("20 enterprises"), "{found:?}");
}

#[test]
fn enterprises_scattered_around_one_point() {
    let mut turn = 0_u32;
    finds("scattered_enterprises", 1, &[], |files| {
        files.rows(FIRMS, 90, |row| {
            turn += 1;
            // A spiral of a hundred metres.
            let (angle, far) = (f64::from(turn) * 2.4, 0.001 * (f64::from(turn) / 90.0).sqrt());
            row.set("lon", format!("{:.6}", 121.25 + far * angle.cos()));
            row.set("lat", format!("{:.6}", 30.83 + far * angle.sin()));
        });
    });
}

#[test]
fn parks_on_one_point() {
    let found = finds("stacked_parks", 5, &[], |files| {
        (3..8).for_each(|park| files.park_point(park, 121.2, 30.8));
    });
    assert_eq!(found.len(), 5);
}

#[test]
fn parks_scattered_around_one_point() {
    finds("stacked_parks", 5, &[], |files| {
        (3..8_u32).for_each(|park| {
            files.park_point(park as usize, 121.2 + 0.0001 * f64::from(park), 30.8);
        });
    });
}

#[test]
fn a_position_of_nought() {
    finds("zero_place", 2, &[], |files| {
        files.rows(FIRMS, 2, |row| {
            row.set("lon", "0");
            row.set("lat", "0");
        });
    });
}

#[test]
fn no_position() {
    finds("no_place", 2, &[], |files| files.rows(FIRMS, 2, |row| row.set("lon", "")));
}

// Ids and copies.

#[test]
fn an_id_twice() {
    finds("taken_id", 1, &[], |files| {
        files.rows(FIRMS, 1, |row| row.set("id", "E0500"));
    });
}

/// Three of them differ in digits that are gone.
#[test]
fn ids_that_a_spreadsheet_has_abbreviated() {
    let mut ids = ["9.131012E+17", "9.131012E+17", "9.13102E+17"].into_iter();
    finds("rounded_id", 3, &["unmatched_id"], |files| {
        files.rows(FIRMS, 3, |row| row.set("id", ids.next().unwrap()));
    });
}

#[test]
fn ids_that_differ_in_case() {
    finds("alike_ids", 1, &[], |files| files.rows(FIRMS, 1, |row| row.set("id", "e0500")));
}

#[test]
fn ids_that_differ_in_width_blanks_and_what_nobody_sees() {
    let mut ids = ["Ｅ０５００", "E 0501", "E0502\u{200b}"].into_iter();
    finds("alike_ids", 3, &[], |files| {
        files.rows(FIRMS, 3, |row| row.set("id", ids.next().unwrap()));
    });
}

#[test]
fn a_row_twice_under_another_id() {
    finds("duplicate", 1, &[], |files| files.repeat(FIRMS, 7, |row| row.set("id", "E9999")));
}

#[test]
fn nearly_the_same_name_and_place() {
    finds("near_duplicate", 1, &[], |files| {
        files.name(FIRMS);
        files.repeat(FIRMS, 7, |row| {
            row.set("id", "E9999");
            row.set("name", "上海 甲七号精工（机械）公司");
            row.add("lon", 0.0005);
        });
    });
}

// Amounts.

#[test]
fn mu_among_hectares() {
    let found = finds("land_unit", 6, &["land_beyond_park"], |files| {
        files.rows(FIRMS, 10, |row| row.times("land_ha", 15.0));
    });
    assert!(found.iter().all(|issue| issue["fix"]["en"].as_str().unwrap().contains("mu")));
}

#[test]
fn square_metres_among_hectares() {
    finds("land_unit", 9, &["land_beyond_park"], |files| {
        files.rows(FIRMS, 10, |row| row.times("land_ha", 10_000.0));
    });
}

#[test]
fn a_whole_column_in_mu() {
    finds("land_beyond_park", 1, &[], |files| {
        files.rows(FIRMS, usize::MAX, |row| row.times("land_ha", 15.0));
    });
}

#[test]
fn yuan_among_tens_of_thousands() {
    finds("money_unit", 10, &[], |files| {
        files.rows(FIRMS, 10, |row| row.times("output_10k_yuan", 10_000.0));
    });
}

#[test]
fn kilograms_among_tonnes() {
    finds("mass_unit", 9, &[], |files| files.rows(FIRMS, 10, |row| row.times("cod_t", 1_000.0)));
}

#[test]
fn land_below_nothing() {
    finds("impossible", 1, &[], |files| files.rows(FIRMS, 1, |row| row.set("land_ha", "-1")));
}

#[test]
fn an_amount_that_is_none() {
    finds("unreadable", 1, &[], |files| files.rows(FIRMS, 1, |row| row.set("jobs", "many")));
}

#[test]
fn output_and_tax_of_one_row_in_yuan() {
    let found = finds("money_unit", 70, &[], |files| {
        files.rows(FIRMS, 40, |row| {
            row.times("output_10k_yuan", 10_000.0);
            row.times("tax_10k_yuan", 10_000.0);
        });
    });
    let columns: BTreeSet<&str> = found.iter().map(|i| i["column"].as_str().unwrap()).collect();
    assert_eq!(columns, ["output_10k_yuan", "tax_10k_yuan"].into());
}

#[test]
fn whole_columns_in_yuan() {
    let found = finds("money_unit", 2, &[], |files| {
        files.rows(FIRMS, usize::MAX, |row| {
            row.times("output_10k_yuan", 10_000.0);
            row.times("tax_10k_yuan", 10_000.0);
        });
    });
    assert_eq!(found.len(), 2, "one for each column: {found:?}");
}

#[test]
fn a_whole_column_in_mu_names_the_setting() {
    let found = finds("land_beyond_park", 1, &[], |files| {
        files.rows(FIRMS, usize::MAX, |row| row.times("land_ha", 15.0));
    });
    assert!(fix(&found).contains("[enterprises] land_unit = \"mu\""), "{found:?}");
}

/// The unit is one that the column can be mixed up with, and the fix is in the column's own.
#[test]
fn a_slip_is_held_against_the_unit_of_the_column() {
    let found = finds("land_unit", 4, &["land_beyond_park"], |files| {
        files.rows(FIRMS, 10, |row| row.set("land_ha", "1000"));
    });
    for issue in &found {
        let text = issue["text"]["en"].as_str().unwrap();
        assert!(!text.contains("column in mu"), "{issue}");
    }
    assert!(fix(&found).contains("write 0.1"), "{found:?}");
}

#[test]
fn no_land_at_all() {
    finds("no_land", 10, &[], |files| files.rows(FIRMS, 10, |row| row.set("land_ha", "0")));
}

#[test]
fn a_need_below_nothing() {
    let found = finds("impossible", 1, &["no_plan"], |files| {
        files.rows(FIRMS, 1, |row| row.set("energy_tce", "-5"));
    });
    assert_eq!((&found[0]["row"], &found[0]["value"]), (&2.into(), &"-5".into()));
    assert!(found[0]["text"]["en"].as_str().unwrap().contains("negative"), "{found:?}");
}

/// The solver named "job 1, resource 1".
#[test]
fn a_need_that_no_plan_can_count_is_named_by_its_row() {
    let mut files = Files::of_the_example();
    // Many, as some of them close and are not counted.
    files.rows(FIRMS, 100, |row| row.set("cod_t", "1000000000000"));
    let found = files.check();
    assert_eq!(kinds(&found)["impossible"], 100, "{found:#}");
    let output = files.run(&["plan", "jinshan/plan.toml", "-o", "out", "-q"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("enterprises.csv: row 2, E0001, cod_t: expected 0 to"), "{told}");
}

#[test]
fn a_column_that_is_missing_is_one_finding() {
    let mut files = Files::of_the_example();
    files.without(FIRMS, &["cod_t", "energy_tce"]);
    let found = files.check();
    assert_eq!(kinds(&found)["unknown_resource"], 2, "one for each: {found:#}");
}

#[test]
fn columns_by_their_usual_chinese_names_are_read() {
    let mut files = Files::of_the_example();
    for (column, name) in [
        ("output_10k_yuan", "产值（万元）"),
        ("tax_10k_yuan", "税收（万元）"),
        ("jobs", "从业人数"),
        ("energy_tce", "能耗（吨标煤）"),
        ("cod_t", "COD（吨）"),
        ("pollutant_permit", "排污许可"),
        ("safety_licence", "安全许可"),
        ("process_class", "工艺类别"),
    ] {
        files.header(FIRMS, column, name);
    }
    let found = files.check();
    // The units of four of them are told.
    let told = [("absent_field".to_owned(), 3), ("interpreted".to_owned(), 4)].into();
    assert_eq!(kinds(&found), told, "{:#}", found["issues"]);
}

// Words.

/// `Eliminated` and full-width letters were other words than `eliminated`, and let enterprises escape closure.
#[test]
fn a_word_is_the_same_in_another_case_width_and_blanks() {
    let mut files = Files::of_the_example();
    let closed = |files: &Files| files.check()["rehearsal"]["enterprises"].clone();
    let before = closed(&files);
    let mut forms = ["Eliminated", "eliminated ", "ｅｌｉｍｉｎａｔｅｄ"].into_iter().cycle();
    files.rows(FIRMS, usize::MAX, |row| {
        if row.get("process_class") == "eliminated" {
            row.set("process_class", forms.next().unwrap());
        }
    });
    assert_eq!(closed(&files), before);
    assert_eq!(files.check()["counts"]["warning"], 0);
}

#[test]
fn words_that_no_rule_knows() {
    let found = finds("unknown_word", 25, &[], |files| {
        let mut left = 25;
        files.rows(FIRMS, usize::MAX, |row| {
            if row.get("process_class") == "eliminated" && left > 0 {
                left -= 1;
                row.set("process_class", "淘汰类");
            }
        });
    });
    assert_eq!(fix(&found), "did you mean eliminated?");
    let text = found[0]["text"]["en"].as_str().unwrap();
    assert!(text.contains("淘汰类 × 25"), "{text}");
}

// Codes and letters.

#[test]
fn a_code_of_2011() {
    let found = finds("code_of_2011", 3, &["reused_code"], |files| {
        files.rows(FIRMS, 3, |row| row.set("industry", "C3610"));
    });
    assert!(fix(&found).contains("C3611"), "{found:?}");
}

#[test]
fn a_code_that_each_edition_means_otherwise() {
    let mut codes = ["3610", "3660"].into_iter();
    let found = finds("reused_code", 1, &["code_of_2011"], |files| {
        files.rows(FIRMS, 2, |row| row.set("industry", codes.next().unwrap()));
    });
    assert!(found.iter().any(|issue| issue["value"] == "C3660"), "{found:?}");
}

#[test]
fn a_code_that_nobody_has() {
    let found = finds("unknown_code", 1, &[], |files| {
        files.rows(FIRMS, 1, |row| row.set("industry", "C3699"));
    });
    assert!(fix(&found).contains("C36 "), "{found:?}");
}

#[test]
fn garbled_names() {
    let (names, _, _) = encoding_rs::GB18030.decode("金山工业区精细化工".as_bytes());
    finds("mojibake", 2, &["near_duplicate"], |files| {
        files.name(FIRMS);
        let mut both = [names.clone().into_owned(), "锟斤拷锟斤拷".to_owned()].into_iter();
        files.rows(FIRMS, 2, |row| row.set("name", both.next().unwrap()));
    });
}

// Parks.

#[test]
fn a_declared_area_in_mu() {
    let found = finds("area_mismatch", 1, &[], |files| files.park(2, "area_ha", 14_250.0.into()));
    assert!(fix(&found).contains("mu"), "{found:?}");
}

#[test]
fn more_capacity_than_area() {
    finds("capacity_above_area", 1, &[], |files| files.park(2, "capacity_ha", 2_000.0.into()));
}

#[test]
fn a_land_account_that_contradicts_itself() {
    finds("land_account", 1, &[], |files| files.park(2, "built_ha", 900.0.into()));
}

#[test]
fn parks_that_overlap() {
    let found = finds("overlap", 1, &[], |files| {
        files.park_ring(
            2,
            &[[121.10, 30.85], [121.13, 30.85], [121.13, 30.88], [121.10, 30.88], [121.10, 30.85]],
        );
        files.park_ring(
            3,
            &[[121.12, 30.86], [121.15, 30.86], [121.15, 30.89], [121.12, 30.89], [121.12, 30.86]],
        );
    });
    // The place is in the land that both have.
    let [lon, lat] = ["lon", "lat"].map(|key| found[0][key].as_f64().unwrap());
    assert!((121.12..=121.13).contains(&lon) && (30.86..=30.88).contains(&lat), "{found:?}");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn two_parks_drawn_alike() {
    let found = finds("same_boundary", 1, &["overlap", "land_beyond_park"], |files| {
        files.same_park(5, 4);
    });
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_boundary_with_two_readings() {
    finds("bad_shape", 1, &["missing_park"], |files| {
        // Two loops of unlike size that wind twice around a third.
        files.park_ring(
            6,
            &[
                [121.1, 30.8],
                [121.2, 30.8],
                [121.2, 30.9],
                [121.1, 30.9],
                [121.1, 30.8],
                [121.15, 30.82],
                [121.18, 30.82],
                [121.18, 30.88],
                [121.15, 30.88],
                [121.1, 30.8],
            ],
        );
    });
}

// What the plan file and the rule book name.

#[test]
fn a_pin_of_nobody() {
    let found = finds("unmatched_id", 1, &[], |files| {
        files.plan(|plan| plan.replace("enterprise = \"E0158\"", "enterprise = \"E158\""));
    });
    assert!(fix(&found).contains("E0158") || fix(&found).contains("did you mean"), "{found:?}");
}

#[test]
fn a_lock_of_an_id_in_another_case() {
    let found = finds("unmatched_id", 1, &[], |files| {
        files.plan(|plan| plan.replace("enterprise = \"E0107\"", "enterprise = \"e0107\""));
    });
    assert_eq!(fix(&found), "did you mean E0107?");
}

#[test]
fn a_decision_on_a_row_that_is_rejected() {
    let mut files = Files::of_the_example();
    files.rows(FIRMS, 107, |row| {
        if row.get("id") == "E0107" {
            row.set("jobs", "many");
        }
    });
    let found = files.check();
    let issues = found["issues"].as_array().unwrap();
    let told = issues.iter().find(|issue| issue["kind"] == "unmatched_id").unwrap();
    let text = told["text"]["en"].as_str().unwrap();
    assert!(
        text.ends_with("E0107 stands in row 108 of enterprises.csv, which is rejected"),
        "{text}"
    );
    let output = files.run(&["plan", "jinshan/plan.toml", "-o", "out", "-q"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("row 108") && !told.contains("did you mean"), "{told}");
}

#[test]
fn a_quota_of_no_resource() {
    finds("unmatched_id", 1, &[], |files| {
        files.plan(|plan| {
            plan + "\n[[park_changes]]\npark = \"zhujing\"\nquotas = { steam = 1.0 }\nwhy = \"x\"\n"
        });
    });
}

#[test]
fn a_park_that_the_rule_book_calls_otherwise() {
    let found = finds("missing_park", 1, &[], |files| files.park(4, "id", "Zhangyan".into()));
    assert!(found.iter().any(|issue| issue["value"] == "zhangyan"), "{found:?}");
}

#[test]
fn a_decision_that_cannot_be_carried_out() {
    finds("no_plan", 1, &[], |files| {
        files.plan(|plan| plan + "\n[[locks]]\nenterprise = \"E0158\"\nwhy = \"x\"\n");
    });
}

#[test]
fn a_quota_that_nobody_knows() {
    finds("unknown_resource", 1, &[], |files| files.park(4, "cod_quota_t", Value::Null));
}

#[test]
fn a_need_that_nobody_knows() {
    finds("unknown_resource", 4, &[], |files| {
        files.rows(FIRMS, 4, |row| row.set("energy_tce", ""));
    });
}

#[test]
fn a_capacity_that_nobody_knows() {
    let found = finds("unknown_capacity", 1, &[], |files| {
        files.park(4, "supplied_ha", Value::Null);
        files.park(4, "ready_ha", Value::Null);
        files.park(4, "idle_ha", Value::Null);
        files.park(4, "built_ha", Value::Null);
    });
    let text = found[0]["text"]["en"].as_str().unwrap();
    assert!(text.contains("capacity = \"land_use\"") && text.contains("idle_ha"), "{text}");
}

// What is said, and what it is worth.

/// The rehearsal ended in one line if no row of a file could be used.
#[test]
fn a_file_without_a_row_that_can_be_used_is_told_of_like_others() {
    let metres = |files: &mut Files| files.project(FIRMS, usize::MAX, "EPSG:4549");
    let mercator = |files: &mut Files| files.project(FIRMS, usize::MAX, "EPSG:3857");
    let swapped = |files: &mut Files| {
        files.rows(FIRMS, usize::MAX, |row| {
            let (lon, lat) = (row.get("lon"), row.get("lat"));
            row.set("lon", lat);
            row.set("lat", lon);
        });
    };
    type Plant<'a> = (&'a str, &'a str, &'a dyn Fn(&mut Files));
    let plants: [Plant<'_>; 3] = [
        ("metres_as_degrees", "EPSG:4549", &metres),
        ("metres_as_degrees", "EPSG:3857", &mercator),
        ("swapped_axes", "exchange", &swapped),
    ];
    for (kind, fix, plant) in plants {
        let mut files = Files::of_the_example();
        plant(&mut files);
        let output = files.run(&["check", "jinshan/plan.toml", "-o", "issues"]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("none of its 1641 rows"));
        assert!(said.starts_with("parks.geojson: 12 rows read"), "{said}");
        assert!(said.contains("× 1641") && said.contains(fix), "{said}");
        let output = files.run(&["check", "jinshan/plan.toml", "--json"]);
        assert_eq!(output.status.code(), Some(2));
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(kinds(&found)[kind], 1641);
        assert_eq!(found["rehearsal"], Value::Null);
        assert!(files.folder().join("issues/issues.json").is_file());
    }
}

#[test]
fn clean_files_of_zones_are_one_line() {
    let files = Files::of_the_example();
    let said = files.say(&["check", "jinshan/plan.toml"]);
    assert_eq!(said.lines().filter(|line| line.contains("river.geojson")).count(), 1, "{said}");
    assert!(said.contains("zones, "), "{said}");
    let all = files.say(&["check", "jinshan/plan.toml", "-v"]);
    assert!(all.lines().any(|line| line.starts_with("river.geojson: ")), "{all}");
}

#[test]
fn many_of_one_kind_are_one_line_with_three_places() {
    let mut files = Files::of_the_example();
    files.rows(FIRMS, 370, |row| row.set("industry", "C9999"));
    let said = files.say(&["check", "jinshan/plan.toml"]);
    let at = said.lines().position(|line| line.contains("× 370")).expect("their number");
    let lines: Vec<&str> = said.lines().skip(at).take(6).collect();
    assert!(lines[0].starts_with("✗ enterprises.csv: industry code"), "{lines:#?}");
    assert!(lines[1..4].iter().all(|line| line.starts_with("    row ")), "{lines:#?}");
    assert_eq!(lines[4], "    … and 367 more; -v shows all");
    assert!(lines[5].starts_with("    → "), "{lines:#?}");
    let all = files.say(&["check", "jinshan/plan.toml", "-v"]);
    assert!(all.lines().filter(|line| line.contains("C9999")).count() == 370);
}

#[test]
fn the_first_page_says_which_column_is_what_and_why() {
    let mut files = Files::of_the_example();
    files.header(FIRMS, "land_ha", "用地面积（亩）");
    files.header(FIRMS, "id", "code");
    files.plan(|plan| {
        plan.replace("crs = \"EPSG:4326\"", "crs = \"EPSG:4326\"\ncolumns = { id = \"code\" }")
    });
    let said = files.say(&["check", "jinshan/plan.toml"]);
    let lines: Vec<&str> =
        said.lines().skip_while(|line| !line.starts_with("enterprises.csv")).collect();
    assert_eq!(lines[0], "enterprises.csv: 1641 rows read, 1641 used, 0 rejected");
    assert_eq!(lines[1], "  CRS EPSG:4326 (set in the plan file)");
    assert!(lines[2].contains("id ← code"), "{}", lines[2]);
    assert!(lines[3].contains("land_ha ← 用地面积（亩） [亩]"), "{}", lines[3]);
    assert!(lines[4].contains("founded"), "{}", lines[4]);
}

/// No word of English is among the words of the program: names, keys and file names apart.
#[test]
fn everything_is_said_in_chinese_too() {
    let mut files = Files::of_the_example();
    files.rows(FIRMS, 5, |row| row.set("lon", ""));
    files.rows(FIRMS, 1, |row| row.set("industry", "C3610"));
    files.park(4, "area_ha", 4_500.0.into());
    // What a pin says where it cannot be carried out, which was told in English.
    files.plan(|plan| plan + "\n[[locks]]\nenterprise = \"E0158\"\nwhy = \"x\"\n");
    let said = files.say(&["check", "jinshan/plan.toml", "--lang", "zh"]);
    assert!(said.contains("也有决定"), "{said}");
    let english = [
        " row",
        "read",
        "used",
        "rejected",
        "expected",
        "found",
        "error",
        "warning",
        "more",
        "column",
        " set ",
        "needed",
        "there",
        "enough",
        "plan would",
        "declared",
        "meant",
    ];
    let columns = ["未读取的列", "按名称找到的列", "在 columns 中"]; // which are names and keys
    for line in said.lines().filter(|line| !columns.iter().any(|names| line.contains(names))) {
        let word = english.iter().find(|word| line.contains(*word));
        assert_eq!(word, None, "{line}");
    }
    assert!(said.contains("坐标系 EPSG:4326（由设置指定）"), "{said}");
}

#[test]
fn strict_counts_errors_and_nothing_else() {
    let run = |files: &Files| {
        let strict = ["check", "jinshan/plan.toml", "--strict", "-q"];
        files.run(&strict).status.code()
    };
    let mut files = Files::of_the_example();
    assert_eq!(run(&files), Some(0), "remarks");
    files.park(4, "area_ha", 4_500.0.into());
    assert_eq!(run(&files), Some(0), "a warning");
    files.rows(FIRMS, 1, |row| row.set("land_ha", "-1"));
    assert_eq!(run(&files), Some(1), "an error");
}

#[test]
fn findings_are_written_as_rows_and_as_points() {
    let mut files = Files::of_the_example();
    files.rows(FIRMS, 3, |row| row.add("lat", 4.3));
    files.rows(FIRMS, 1, |row| row.set("land_ha", "-1"));
    for _ in 0..2 {
        files.say(&["check", "jinshan/plan.toml", "-o", "issues"]); // the second replaces the first
    }
    let read = |file: &str| -> Value {
        serde_json::from_slice(&std::fs::read(files.folder().join("issues").join(file)).unwrap())
            .unwrap()
    };
    let (rows, layer) = (read("issues.json"), read("issues.geojson"));
    let (rows, points) =
        (rows["issues"].as_array().unwrap(), layer["features"].as_array().unwrap());
    assert_eq!(rows.len(), points.len());
    let far: Vec<&Value> =
        points.iter().filter(|point| point["properties"]["kind"] == "far_away").collect();
    assert_eq!(far.len(), 2, "the first row is rejected: {rows:#?}");
    assert_eq!(far[0]["properties"]["id"], "E0002");
    assert_eq!(far[0]["geometry"]["type"], "Point");
    // So does a row that is rejected for another reason than its place.
    let rejected: Vec<&Value> =
        points.iter().filter(|point| point["properties"]["column"] == "land_ha").collect();
    assert_eq!(rejected[0]["geometry"]["type"], "Point", "{rejected:?}");
    assert_eq!(rejected[0]["properties"]["row"], 2);
    assert_eq!(rejected[0]["properties"]["text"], "expected an area of 0 or more");
    assert!(files.folder().join("issues/provenance.json").is_file());
    std::fs::create_dir(files.folder().join("mine")).unwrap();
    std::fs::write(files.folder().join("mine/letter.txt"), "").unwrap();
    assert_eq!(files.run(&["check", "jinshan/plan.toml", "-o", "mine"]).status.code(), Some(2));
}

/// What is said beforehand is what the plan then does.
#[test]
fn the_rehearsal_is_the_plan_before_it_is_solved() {
    for case in [
        "four_to_eliminate",
        "pinned",
        "projects",
        "service_area",
        "hand",
        "land_guide",
        "district_of_points",
    ] {
        let files = Files::of_case(case);
        let (rehearsal, plan) =
            (files.check_plan("plan.toml")["rehearsal"].clone(), files.make_plan());
        let rehearsed = |of: &str, bucket: &str| -> BTreeSet<String> {
            let all =
                rehearsal[of].as_array().unwrap().iter().filter(|outlook| outlook["key"] == bucket);
            let ids = all.flat_map(|outlook| outlook["ids"].as_array().unwrap());
            ids.map(|id| id.as_str().unwrap().to_owned()).collect()
        };
        let planned = |of: &str, buckets: &[&str]| -> BTreeSet<String> {
            let all = plan[of].as_array().into_iter().flatten();
            let some = all.filter(|one| buckets.contains(&one["verdict"].as_str().unwrap()));
            some.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
        };
        for bucket in ["in_park", "in_park_closes", "closes", "kept", "review"] {
            assert_eq!(
                rehearsed("enterprises", bucket),
                planned("enterprises", &[bucket]),
                "{case} {bucket}"
            );
        }
        assert_eq!(
            rehearsed("enterprises", "moves"),
            planned("enterprises", &["moves", "unplaced"]),
            "{case}"
        );
        assert_eq!(
            rehearsed("projects", "settles"),
            planned("projects", &["settles", "unplaced"]),
            "{case}"
        );
        let unplaced = planned("enterprises", &["unplaced"]);
        for outlook in
            rehearsal["enterprises"].as_array().unwrap().iter().filter(|one| one["key"] == "moves")
        {
            for cause in outlook["causes"].as_array().unwrap() {
                for id in cause["ids"].as_array().unwrap() {
                    assert!(unplaced.contains(id.as_str().unwrap()), "{case}: {id} {cause}");
                }
            }
        }
    }
}

#[test]
fn short_land_is_told() {
    let mut files = Files::of_the_example();
    files
        .plan(|plan| plan + "\n[[park_changes]]\npark = \"fengjing\"\nopen = false\nwhy = \"x\"\n");
    let said = files.say(&["check", "jinshan/plan.toml"]);
    let land = said.lines().find(|line| line.starts_with("  land: ")).unwrap();
    assert!(land.contains("short by"), "{land}");
}

#[test]
fn neither_threads_nor_the_order_of_rows_change_what_is_found() {
    let mut files = Files::of_the_example();
    files.shift(FIRMS, "gcj02");
    files.rows(FIRMS, 40, |row| row.times("cod_t", 1_000.0));
    let before = files.check();
    files.reverse(FIRMS);
    let after = files.check();
    let told = |found: &Value| -> BTreeSet<String> {
        let issues = found["issues"].as_array().unwrap().iter();
        issues
            .map(|issue| {
                format!(
                    "{} {} {} {}",
                    issue["kind"], issue["id"], issue["value"], issue["fix"]["en"]
                )
            })
            .collect()
    };
    assert_eq!(told(&before), told(&after));
}
