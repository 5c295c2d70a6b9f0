//! Files as people have them: encodings, delimiters, column names, units, and rows that cannot be used.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use parkward_io::{Source, read_enterprises, read_parks};
use parkward_model::{Classification, FieldKind, Footprint, Hectares, Survey};
use std::collections::BTreeMap;
use std::fs;
use tempfile::TempDir;

fn codes() -> Classification {
    Classification::from_csv("code,name_zh\nC,x\n26,y\n36,z\n").unwrap()
}

/// Reads one file of enterprises with the given fields.
fn enterprises(name: &str, bytes: &[u8], source: Source, fields: &[(&str, FieldKind)]) -> Survey {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let source = Source { file: name.to_owned(), ..source };
    let fields: BTreeMap<_, _> = fields.iter().map(|(f, kind)| ((*f).to_owned(), *kind)).collect();
    let mut survey = Survey::default();
    read_enterprises(&source, folder.path(), Some(&codes()), &fields, &mut survey).unwrap();
    survey
}

fn parks(name: &str, bytes: &[u8]) -> Survey {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let source = Source { file: name.to_owned(), ..Source::default() };
    let mut survey = Survey::default();
    read_parks(&source, folder.path(), Some(&codes()), &BTreeMap::new(), &mut survey).unwrap();
    survey
}

fn ids(survey: &Survey) -> Vec<&str> {
    survey.enterprises.iter().map(|enterprise| enterprise.id.as_str()).collect()
}

#[test]
fn encodings_and_delimiters_are_found_out() {
    let table = "编号,名称,行业代码,用地面积,经度,纬度\n一,甲厂,C36,1.5,121.1,30.8\n";
    let with_mark = format!("\u{feff}{table}");
    let (gbk, _, _) = encoding_rs::GBK.encode(table);
    let semicolons = table.replace(',', ";");
    let tabs = table.replace(',', "\t");
    for bytes in
        [table.as_bytes(), with_mark.as_bytes(), &gbk, semicolons.as_bytes(), tabs.as_bytes()]
    {
        let survey = enterprises("firms.csv", bytes, Source::default(), &[]);
        let enterprise = &survey.enterprises[0];
        assert_eq!((enterprise.id.as_str(), enterprise.name.as_ref()), ("一", "甲厂"));
        assert_eq!(enterprise.land, Some(Hectares(1.5)));
        assert_eq!(enterprise.industry.as_ref().map(|code| code.as_str()), Some("C36"));
        assert_eq!(survey.notes.len(), usize::from(bytes == gbk.as_ref()), "{:?}", survey.notes);
    }
}

#[test]
fn a_crs_is_heard_wherever_it_stands_in_geojson() {
    let crs = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}}"#;
    let feature = |id: &str, y: i32| {
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}"}},"geometry":{{"type":"Point","coordinates":[500000,{y}]}}}}"#
        )
    };
    let features =
        format!("\"features\":[{},{}]", feature("A", 3_431_000), feature("A", 3_432_000));
    let head = "\"type\":\"FeatureCollection\"";
    let before = enterprises(
        "firms.geojson",
        format!("{{{head},{crs},{features}}}").as_bytes(),
        Source::default(),
        &[],
    );
    let behind = enterprises(
        "firms.geojson",
        format!("{{{head},{features},{crs}}}").as_bytes(),
        Source::default(),
        &[],
    );
    assert!((before.enterprises[0].site.x() - 120.0).abs() < 1e-9);
    assert_eq!((before.enterprises.len(), before.rejects.len()), (1, 1));
    assert_eq!(before.enterprises, behind.enterprises);
    assert_eq!(before.rejects, behind.rejects);
    assert_eq!(before.inputs[0].crs, behind.inputs[0].crs);
}

#[test]
fn rows_keep_the_line_they_stand_on() {
    let table = "id,name,lon,lat\nA,\"two\nlines, one cell\",121,31\nB,x,121,91\n";
    let survey = enterprises("firms.csv", table.as_bytes(), Source::default(), &[]);
    assert_eq!((survey.enterprises[0].row, survey.rejects[0].row), (2, 4));
}

#[test]
fn positions_may_be_wkt_and_land_may_be_mu_or_square_metres() {
    use parkward_io::LandUnit::{Mu, SquareMetre};
    for (unit, land) in [(Mu, "30"), (SquareMetre, "20000")] {
        let table =
            format!("id,land_ha,wkt\nA,{land},POINT (121.5 31)\nB,{land},LINESTRING (1 2)\n");
        let source = Source { land_unit: unit, ..Source::default() };
        let survey = enterprises("firms.csv", table.as_bytes(), source, &[]);
        assert_eq!(survey.enterprises[0].land, Some(Hectares(2.0)));
        assert_eq!(survey.enterprises[0].site.x(), 121.5);
        assert_eq!(survey.rejects[0].found.en, "LineString");
    }
}

#[test]
fn flags_are_read_in_both_languages_and_unknown_is_unknown() {
    let table =
        "id,lon,lat,licence\nA,121,31,yes\nB,121,31,否\nC,121,31,\nD,121,31,maybe\nE,121,31,1\n";
    let fields = [("licence", FieldKind::Flag)];
    let survey = enterprises("firms.csv", table.as_bytes(), Source::default(), &fields);
    let flags: Vec<_> = survey.enterprises.iter().map(|e| e.facts.flag("licence")).collect();
    assert_eq!(flags, [Some(true), Some(false), None, Some(true)]);
    assert_eq!(survey.rejects[0].column, "licence");
}

#[test]
fn a_field_that_no_file_has_is_noted_and_unknown() {
    let table = "id,lon,lat\nA,121,31\n";
    let fields = [("jobs", FieldKind::Number)];
    let survey = enterprises("firms.csv", table.as_bytes(), Source::default(), &fields);
    assert_eq!(survey.enterprises[0].facts.number("jobs"), None);
    assert!(survey.notes[0].text.en.contains("no column jobs"));
}

#[test]
fn one_bad_feature_costs_one_row() {
    let json = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":7,"properties":{},"geometry":{"type":"Point","coordinates":[121,31]}},
        {"type":"Feature","properties":{"id":"null"},"geometry":{"type":"Point","coordinates":[null,31]}},
        {"type":"Feature","properties":{"id":"none"},"geometry":null},
        {"type":"Feature","properties":{"id":"empty"},"geometry":{"type":"Point","coordinates":[]}},
        {"type":"Feature","properties":{"id":"area"},"geometry":{"type":"Polygon","coordinates":[[[121,31],[122,31],[122,32],[121,31]]]}},
        {"type":"Banana","properties":{"id":"fruit"}},
        {"type":"Feature","properties":{"id":"last"},"geometry":{"type":"Point","coordinates":[121,31,5]}}]}"#;
    let with_mark = format!("\u{feff}{json}");
    let survey = enterprises("firms.geojson", with_mark.as_bytes(), Source::default(), &[]);
    assert_eq!(ids(&survey), ["7", "last"]);
    let rows: Vec<_> = survey.rejects.iter().map(|reject| reject.row).collect();
    assert_eq!(rows, [2, 3, 4, 5, 6]);
}

#[test]
fn the_crs_member_of_old_geojson_is_honoured() {
    let json = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},"features":[
        {"type":"Feature","properties":{"id":"A"},"geometry":{"type":"Point","coordinates":[500000,3431000]}}]}"#;
    let survey = enterprises("firms.geojson", json.as_bytes(), Source::default(), &[]);
    assert!((survey.enterprises[0].site.x() - 120.0).abs() < 1e-9);
    assert_eq!(survey.inputs[0].crs, "EPSG:4549");
}

#[test]
fn industries_of_parks_are_lists_with_fits() {
    let table = "id,industries,wkt\nA,\"C26, 36:0.5\",POINT (121 31)\nB,26：2,POINT (121 31)\n";
    let survey = parks("parks.csv", table.as_bytes());
    let fits: Vec<_> =
        survey.parks[0].industries.iter().map(|(c, fit)| (c.as_str(), *fit)).collect();
    assert_eq!(fits, [("C26", 1.0), ("C36", 0.5)]);
    assert_eq!(survey.rejects[0].column, "industries");
    assert!(matches!(survey.parks[0].footprint, Footprint::Point(_)));
}

#[test]
fn every_row_is_used_or_rejected() {
    // Cells that people really leave behind, in every column, over many rows.
    let cells =
        ["", "121", "31", "x", "NaN", "-1", "C36", "36", "1e309", "\"a\nb\"", " 2 ", "∞", "是"];
    let mut table = "id,industry,land_ha,lon,lat\n".to_owned();
    let mut rows = 0;
    for a in 0..cells.len() {
        for b in 0..cells.len() {
            for (lon, lat) in [(a, b), (1, 2)] {
                let id = format!("{a}-{b}-{lon}");
                table += &format!("{id},{},{},{},{}\n", cells[a], cells[b], cells[lon], cells[lat]);
                rows += 1;
            }
        }
    }
    let survey = enterprises("firms.csv", table.as_bytes(), Source::default(), &[]);
    assert_eq!(survey.enterprises.len() + survey.rejects.len(), rows);
    assert_eq!(survey.inputs[0].rows, rows as u64);
    assert!(survey.enterprises.iter().all(|e| e.site.x().is_finite() && e.site.y().is_finite()));
}

#[test]
fn stacked_points_and_zone_numbers_are_noticed() {
    let rows: String = (0..6).map(|id| format!("{id},121,31\n")).collect();
    let survey =
        enterprises("firms.csv", format!("id,lon,lat\n{rows}").as_bytes(), Source::default(), &[]);
    assert!(
        survey.notes[0].text.en.starts_with("6 enterprises stand on 1 shared point(s), up to 6")
    );
    let source = Source { crs: Some("EPSG:4549".into()), ..Source::default() };
    let table = "id,lon,lat\nA,500000,3431000\nB,40500000,3431000\n";
    let survey = enterprises("firms.csv", table.as_bytes(), source, &[]);
    assert!(survey.rejects[0].expected.en.contains("seems to carry a zone number"));
}
