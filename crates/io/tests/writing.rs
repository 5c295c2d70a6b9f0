//! What is written reads back equal.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use geo_types::{Geometry, LineString, MultiPolygon, Point, polygon};
use parkward_io::{Source, read_outlines, read_parks, write_geojson, write_geopackage};
use parkward_model::{Survey, Text, Value};
use parkward_planning::{ColumnKind, Feature, Field, LayerStyle, PlanLayer, Shape};
use std::collections::BTreeMap;
use std::fs;
use tempfile::TempDir;

const AWKWARD: &str = "<b>O'Neill & \"Söhne\"</b>, 甲厂 🏭\nsecond line";

fn layer(shape: Shape, geometries: Vec<Option<Geometry<f64>>>) -> PlanLayer {
    let field =
        |name: &str, kind| Field { name: name.to_owned(), title: Text::new(name, name), kind };
    PlanLayer {
        name: "parks",
        title: Text::new("园区", "Parks"),
        shape,
        fields: vec![
            field("id", ColumnKind::Text),
            field("name_zh", ColumnKind::Text),
            field("capacity_ha", ColumnKind::Real),
            field("count", ColumnKind::Integer),
            field("open", ColumnKind::Flag),
        ],
        features: (0..)
            .zip(geometries)
            .map(|(row, geometry)| Feature {
                geometry,
                values: vec![
                    Some(Value::Word(format!("P{row}"))),
                    Some(Value::Word(AWKWARD.to_owned())),
                    Some(Value::Number(0.1 + f64::from(row))),
                    Some(Value::Number(f64::from(row))),
                    (row != 0).then_some(Value::Flag(true)),
                ],
            })
            .collect(),
    }
}

fn square(x: f64, y: f64) -> Geometry<f64> {
    let ring: MultiPolygon<f64> =
        polygon![(x: x, y: y), (x: x + 0.01, y: y), (x: x + 0.01, y: y + 0.01), (x: x, y: y + 0.01)].into();
    ring.into()
}

fn read(folder: &TempDir, file: &str) -> Survey {
    let source = Source {
        file: file.to_owned(),
        layer: file.ends_with("gpkg").then(|| "parks".to_owned()),
        ..Source::default()
    };
    let mut survey = Survey::default();
    read_parks(&source, folder.path(), None, &BTreeMap::new(), &mut survey).unwrap();
    survey
}

#[test]
fn geopackage_and_geojson_read_back_equal() {
    let folder = TempDir::new().unwrap();
    let layer = layer(Shape::Polygon, vec![Some(square(121.0, 31.0)), Some(square(121.1, 31.0))]);
    write_geojson(&layer, &folder.path().join("parks.geojson")).unwrap();
    write_geopackage(&[layer], &[], "2026-01-01", &folder.path().join("parks.gpkg")).unwrap();
    let (json, gpkg) = (read(&folder, "parks.geojson"), read(&folder, "parks.gpkg"));
    assert_eq!(json.parks, gpkg.parks);
    assert_eq!((json.rejects.len(), json.notes.len()), (0, 0));
    assert_eq!(json.parks[1].name.zh, AWKWARD);
    assert_eq!(json.parks[1].capacity.unwrap().0, 1.1);
    assert!(json.parks[0].open && json.parks[1].open);
}

#[test]
fn geojson_is_as_rfc_7946_has_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("parks.geojson");
    let line = LineString::from(vec![(121.000_000_012_3, 31.0), (121.123_456_789, 31.0)]);
    let layer = layer(Shape::Line, vec![Some(line.into()), None]);
    write_geojson(&layer, &path).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let collection: geojson::FeatureCollection = text.parse().unwrap();
    assert!(!text.contains("\"crs\""));
    assert!(text.contains("[[121.0,31.0],[121.1234568,31.0]]"), "{text}");
    assert!(collection.features[1].geometry.is_none());
    assert_eq!(collection.features[0].property("open"), Some(&serde_json::Value::Null));
    assert_eq!(collection.features[1].property("count"), Some(&1.into()));
}

#[test]
fn a_polygon_that_rounding_would_spoil_stays_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("parks.geojson");
    // A sliver of a hundredth of a millimetre.
    let sliver: Geometry<f64> =
        polygon![(x: 121.0, y: 31.0), (x: 121.01, y: 31.0), (x: 121.01, y: 31.000_000_000_1)]
            .into();
    write_geojson(&layer(Shape::Polygon, vec![Some(sliver)]), &path).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("31.0000000001"));
}

#[test]
fn the_same_layers_give_the_same_bytes_and_styles_are_stored_whole() {
    let folder = TempDir::new().unwrap();
    let layers = [layer(Shape::Point, vec![Some(Point::new(121.0, 31.0).into())])];
    let style = LayerStyle {
        layer: "parks",
        name: "Parkward".into(),
        description: AWKWARD.into(),
        qml: format!("<qgis>{AWKWARD}</qgis>"),
        default: true,
        geometry: true,
    };
    let bytes = |name: &str| {
        let path = folder.path().join(name);
        write_geopackage(&layers, std::slice::from_ref(&style), "2026-01-01", &path).unwrap();
        fs::read(path).unwrap()
    };
    assert!(bytes("a.gpkg") == bytes("b.gpkg"));
    let stored = String::from_utf8_lossy(&bytes("c.gpkg")).into_owned();
    assert!(stored.contains(&style.qml));
}

#[test]
fn outlines_are_moved_to_wgs84() {
    let folder = TempDir::new().unwrap();
    let ring = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":
        {"type":"Polygon","coordinates":[[[500000,3431000],[501000,3431000],[501000,3432000],[500000,3431000]]]}}]}"#;
    fs::write(folder.path().join("district.geojson"), ring).unwrap();
    let source = Source {
        file: "district.geojson".into(),
        crs: Some("EPSG:4549".into()),
        ..Source::default()
    };
    let outline = read_outlines(&source, folder.path()).unwrap();
    let Geometry::Polygon(polygon) = &outline[0].geometry else { panic!("{outline:?}") };
    assert!((polygon.exterior().0[0].x - 120.0).abs() < 1e-9);
}
