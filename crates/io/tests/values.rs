//! Cells that say that there is no value, or that are plain by themselves and doubtful beside others.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use parkward_io::{Source, read_enterprises};
use parkward_model::{Classification, FieldKind, IssueKind, Survey};
use std::collections::BTreeMap;
use std::fs;
use tempfile::TempDir;

fn firms(table: &str) -> Result<Survey, [String; 2]> {
    use parkward_model::InWords;
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), table).unwrap();
    let source = Source { file: "a.csv".into(), ..Source::default() };
    let codes =
        Classification::from_csv("code,name_zh\nA,x\n01,y\n013,z\n0131,w\nC,x\n13,y\n131,z\n")
            .unwrap();
    let fields = [("jobs", FieldKind::Number), ("listed", FieldKind::Flag)];
    let fields = fields.map(|(name, kind)| (name.to_owned(), kind)).into();
    let mut survey = Survey::default();
    let read = read_enterprises(&source, folder.path(), Some(&codes), &fields, &mut survey);
    read.map(|()| survey).map_err(|error| [error.in_words().zh, error.in_words().en])
}

fn notes(survey: &Survey) -> Vec<[&str; 2]> {
    survey.notes.iter().map(|note| [&*note.text.zh, &*note.text.en]).collect()
}

/// Each of these made a reject of its row.
#[test]
fn marks_for_no_value_are_unknown_and_counted() {
    let marks = [
        "—", "–", "-", "／", "N/A", "NA", "n/a", "NULL", "null", "none", "\\N", "NaN", "　", "不详",
    ];
    let rows = marks
        .iter()
        .enumerate()
        .map(|(n, mark)| format!("E{n},121,31,{mark},{mark},{mark},{mark}\n"));
    let table = format!("id,lon,lat,land_ha,jobs,industry,listed\n{}", rows.collect::<String>());
    let survey = firms(&table).unwrap();
    assert_eq!(survey.rejects, []);
    assert_eq!(survey.enterprises.len(), marks.len());
    for firm in &survey.enterprises {
        assert_eq!(
            (firm.land, &firm.industry, firm.facts.number("jobs")),
            (None, &None, None),
            "{firm:?}"
        );
    }
    // The full-width blank is an empty cell.
    let count = marks.len() - 1;
    for column in ["land_ha", "jobs", "industry", "listed"] {
        let told = [
            format!("{column}：{count} 个单元格表示没有数值，按未知处理，如第 2 行 —"),
            format!(
                "column {column}: {count} cells say that there is no value, such as — in row 2; unknown"
            ),
        ];
        assert!(notes(&survey).iter().any(|note| *note == told), "{told:?}: {:?}", notes(&survey));
    }
    // A place is no less needed.
    assert_eq!(
        firms("id,lon,lat\nA,—,31\nB,121,31\n").unwrap().rejects[0].issue,
        IssueKind::NoPlace
    );
}

/// 0, or unknown?
#[test]
fn none_in_chinese_is_refused_by_name() {
    let survey = firms("id,lon,lat,jobs,listed\nA,121,31,无,无\nB,121,31,5,是\n").unwrap();
    let reject = &survey.rejects[0];
    assert_eq!((reject.row, &*reject.column, &*reject.found.zh), (2, "jobs", "无"));
    assert_eq!(reject.expected.zh, "0 或留空（“无”可能表示 0，也可能表示未知）");
    assert_eq!(reject.expected.en, "0, or an empty cell (that there is nothing may mean either)");
    assert_eq!(firms("id,lon,lat,listed\nA,121,31,无\n").unwrap().rejects, []);
}

/// 1,234 beside 12,5 was read as 1234.
#[test]
fn decimal_commas_beside_those_of_thousands_are_refused_with_both_rows() {
    let [zh, en] =
        firms("id,lon,lat,jobs\nA,121,31,\"1,234\"\nB,121,31,8\nC,121,31,\"12,5\"\n").unwrap_err();
    for part in ["jobs 列", "第 4 行的 12,5", "第 2 行的 1,234"] {
        assert!(zh.contains(part), "{zh}");
    }
    for part in ["column jobs", "12,5 in row 4", "1,234 in row 2"] {
        assert!(en.contains(part), "{en}");
    }
    // Either alone is what it was, and so are numbers that can only be thousands.
    let survey = firms("id,lon,lat,jobs\nA,121,31,\"1,234\"\nB,121,31,\"5,678.5\"\n").unwrap();
    assert_eq!(survey.enterprises[1].facts.number("jobs"), Some(5678.5));
    let survey = firms("id,lon,lat,jobs\nA,121,31,\"1,234.5\"\nB,121,31,\"12,5\"\n").unwrap();
    assert_eq!(survey.rejects.len(), 1);
}

/// 131 is another industry than 0131, and what spreadsheets make of it.
#[test]
fn a_code_with_and_without_its_zero_is_noted() {
    let survey = firms("id,lon,lat,industry\nA,121,31,0131\nB,121,31,131\nC,121,31,131\n").unwrap();
    let note = survey.notes.iter().find(|note| note.issue == IssueKind::ShortenedIds).unwrap();
    let told = "1 industry code(s) stand in the column with and without a zero before them, such as 131 in row 3 and \
                0131 in row 2";
    assert!(note.text.en.starts_with(told), "{}", note.text.en);
    assert!(note.text.zh.contains("第 3 行 131 与第 2 行 0131"), "{}", note.text.zh);
    let survey = firms("id,lon,lat,industry\nA,121,31,131\nB,121,31,C131\n").unwrap();
    assert!(survey.notes.iter().all(|note| note.issue != IssueKind::ShortenedIds));
}

/// Tables of Windows programs without the mark at their beginning were “neither UTF-8 nor GBK”.
#[test]
fn utf_16_is_known_without_its_mark() {
    let table = "编号,名称,lon,lat\nA,甲企业有限公司,121,31\n";
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let folder = TempDir::new().unwrap();
        let wide: Vec<u8> = table.encode_utf16().flat_map(bytes).collect();
        fs::write(folder.path().join("a.csv"), wide).unwrap();
        let source = Source { file: "a.csv".into(), ..Source::default() };
        let mut survey = Survey::default();
        read_enterprises(&source, folder.path(), None, &BTreeMap::new(), &mut survey).unwrap();
        assert_eq!(&*survey.enterprises[0].name, "甲企业有限公司");
        assert_eq!(survey.notes[0].issue, IssueKind::Decoded);
    }
}

/// Row 0 was the first, and a row beyond the end made the table “empty”; a sheet then read the first one all the same.
#[test]
fn a_header_row_that_is_not_there_is_refused() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), "id,lon,lat\nA,121,31\n").unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["id", "lon", "lat"], ["A", "121", "31"]]) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    book.save(folder.path().join("a.xlsx")).unwrap();
    for file in ["a.csv", "a.xlsx"] {
        let told = |row| {
            let source = Source { file: file.into(), header_row: Some(row), ..Source::default() };
            let mut survey = Survey::default();
            let read =
                read_enterprises(&source, folder.path(), None, &BTreeMap::new(), &mut survey);
            read.map(|()| survey.enterprises.len()).map_err(|error| error.to_string())
        };
        assert_eq!(told(1), Ok(1));
        for row in [0, 3, 99] {
            let expected =
                format!("{file}: expected header_row to be a row from 1 to 2, found {row}");
            assert_eq!(told(row), Err(expected));
        }
    }
}

/// “There is no column id; its columns are .”
#[test]
fn other_members_of_geojson_are_called_by_their_names() {
    let point = r#"{"type":"Feature","properties":{"id":"A"},"geometry":{"type":"Point","coordinates":[121,31]}}"#;
    let all = |members: &str| format!(r#"{{"type":"FeatureCollection","features":[{members}]}}"#);
    for (text, expected) in [
        (all(&all(point)), "expected a feature; a collection within another is not read"),
        (point.to_owned(), "found a Feature with no member \"features\""),
        (
            r#"{"type":"Topology","objects":{}}"#.to_owned(),
            "found a Topology with no member \"features\"",
        ),
        ("{}".to_owned(), "found no member \"features\""),
    ] {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("a.geojson"), text).unwrap();
        let source = Source { file: "a.geojson".into(), ..Source::default() };
        let read = read_enterprises(
            &source,
            folder.path(),
            None,
            &BTreeMap::new(),
            &mut Survey::default(),
        );
        let told = read.unwrap_err().to_string();
        assert!(told.contains(expected), "{told}");
    }
}
