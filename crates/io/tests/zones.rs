//! Zones as people have them: areas, lines and points, with and without ids, and rows that cannot be used.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use parkward_io::{ReadError, ZoneSource, read_zones};
use parkward_model::{InputKind, Metres, Survey, ZoneShape};
use std::fs;
use tempfile::TempDir;

fn read(name: &str, text: &str) -> Result<Survey, ReadError> {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    let source =
        ZoneSource { kind: "k".to_owned(), file: name.to_owned(), ..ZoneSource::default() };
    let mut survey = Survey::default();
    read_zones(&source, folder.path(), &mut survey).map(|()| survey)
}

#[test]
fn areas_lines_and_points_are_zones() {
    let survey = read(
        "zones.geojson",
        r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"a","name":"水源地"},"geometry":{"type":"Polygon","coordinates":[[[121,31],[121.1,31],[121.1,31.1],[121,31]]]}},
{"type":"Feature","properties":{"id":"b"},"geometry":{"type":"LineString","coordinates":[[121,31],[121.1,31],[121.2,31.1]]}},
{"type":"Feature","properties":{"distance_m":250},"geometry":{"type":"Point","coordinates":[121.5,31.5]}},
{"type":"Feature","properties":{"id":"d","distance_m":-1},"geometry":{"type":"Point","coordinates":[121.5,31.5]}},
{"type":"Feature","properties":{"id":"e"},"geometry":{"type":"MultiPoint","coordinates":[[121,31],[122,31]]}},
{"type":"Feature","properties":{"id":"f"},"geometry":{"type":"Point","coordinates":[221.5,31.5]}}
]}"#,
    )
    .unwrap();
    let ids: Vec<_> = survey.zones.iter().map(|zone| zone.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "3"], "the third has none of its own");
    assert!(matches!(survey.zones[0].shape, ZoneShape::Area(_)));
    assert!(matches!(&survey.zones[1].shape, ZoneShape::Line(lines) if lines.0[0].0.len() == 3));
    assert!(matches!(survey.zones[2].shape, ZoneShape::Point(_)));
    assert_eq!(survey.zones[0].name.zh, "水源地");
    assert_eq!(survey.zones[2].distance, Some(Metres(250.0)));
    let rejects: Vec<_> =
        survey.rejects.iter().map(|r| (r.kind, r.row, r.column.as_str())).collect();
    assert_eq!(
        rejects,
        [
            (InputKind::Zones, 4, "distance_m"),
            (InputKind::Zones, 5, "geometry"),
            (InputKind::Zones, 6, "geometry")
        ]
    );
    assert_eq!((survey.inputs[0].kind, survey.inputs[0].rows), (InputKind::Zones, 6));
    assert_eq!(survey.inputs[0].sha256.len(), 64);
}

#[test]
fn facilities_may_be_a_table_and_nothing_usable_is_an_error() {
    let survey = read("facilities.csv", "name,安全距离,lon,lat\n油库,600,121.1,30.8\n").unwrap();
    assert_eq!(survey.zones[0].distance, Some(Metres(600.0)));
    let error = read("facilities.csv", "name,lon,lat\n油库,,30.8\n").unwrap_err().to_string();
    assert!(error.contains("none of its 1 rows can be used"), "{error}");
    let error = read("facilities.csv", "name,lon,lat\n").unwrap_err().to_string();
    assert!(error.contains("expected at least one zone, found none"), "{error}");
}
