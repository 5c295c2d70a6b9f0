//! What is written reads back equal.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use geo_types::{Coord, Geometry, MultiPolygon, polygon};
use parkward_io::{
    Contents, Format, Source, read_outlines, read_parks, write_csv, write_flatgeobuf,
    write_geojson, write_geopackage,
};
use parkward_layer::{Cell, ColumnKind, FeatureGeometry, Field, LayerStyle, PlanLayer, Shape};
use parkward_model::{Lang, Survey, Text};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::process::Command;
use tempfile::TempDir;

const AWKWARD: &str = "<b>O'Neill & \"Söhne\"</b>, 甲厂 🏭\nsecond line";

fn layer<'a>(shape: Shape, geometries: &'a [Option<FeatureGeometry<'a>>]) -> PlanLayer<'a> {
    let field = |name: &str, kind| Field {
        name: name.to_owned(),
        title: Text::new(name, name),
        kind,
        land: None,
    };
    let fields = vec![
        field("id", ColumnKind::Text),
        field("name_zh", ColumnKind::Text),
        field("capacity_ha", ColumnKind::Real),
        field("count", ColumnKind::Integer),
        field("open", ColumnKind::Flag),
    ];
    let title = ("parks", Text::new("园区", "Parks"));
    PlanLayer::new(
        title,
        shape,
        fields,
        geometries.len(),
        |index| geometries[index],
        |index, cells| {
            let row = u32::try_from(index).unwrap();
            cells.extend([
                Cell::Text(format!("P{row}").into()),
                Cell::Text(AWKWARD.into()),
                Cell::Real(0.1 + f64::from(row)),
                Cell::Integer(i64::from(row)),
                if row == 0 { Cell::Unknown } else { Cell::Flag(true) },
            ]);
        },
    )
}

fn square(x: f64, y: f64) -> MultiPolygon<f64> {
    polygon![(x: x, y: y), (x: x + 0.01, y: y), (x: x + 0.01, y: y + 0.01), (x: x, y: y + 0.01)]
        .into()
}

fn at(x: f64, y: f64) -> Option<FeatureGeometry<'static>> {
    Some(FeatureGeometry::Point(Coord { x, y }))
}

/// GDAL's own programs, which have to be there.
fn other(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && error.is_empty(), "{program} {arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
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
    let squares = [square(121.0, 31.0), square(121.1, 31.0)];
    let squares = squares.each_ref().map(|square| Some(FeatureGeometry::Boundary(square)));
    let layer = layer(Shape::Polygon, &squares);
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
    let ends = [121.000_000_012_3, 121.123_456_789].map(|x| Coord { x, y: 31.0 });
    let lines = [Some(FeatureGeometry::Line(ends)), None];
    let layer = layer(Shape::Line, &lines);
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
    let sliver: MultiPolygon<f64> =
        polygon![(x: 121.0, y: 31.0), (x: 121.01, y: 31.0), (x: 121.01, y: 31.000_000_000_1)]
            .into();
    let geometries = [Some(FeatureGeometry::Boundary(&sliver))];
    write_geojson(&layer(Shape::Polygon, &geometries), &path).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("31.0000000001"));
}

#[test]
fn the_same_layers_give_the_same_bytes_and_styles_are_stored_whole() {
    let folder = TempDir::new().unwrap();
    let points = [at(121.0, 31.0)];
    let layers = [layer(Shape::Point, &points)];
    let style = LayerStyle {
        layer: "parks",
        name: "Parkward".into(),
        description: AWKWARD.into(),
        qml: format!("<qgis>{AWKWARD}</qgis>"),
        sld: String::new(),
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
fn csv_is_as_spreadsheets_want_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("parks.csv");
    let cells = ["=1+1", "-5", "-x", "a,b", "say \"no\"", ""];
    let fields = ["id", "lon"].map(|name| Field {
        name: name.to_owned(),
        title: Text::default(),
        kind: ColumnKind::Text,
        land: None,
    });
    let layer = PlanLayer::new(
        ("parks", Text::default()),
        Shape::Point,
        fields.to_vec(),
        cells.len(),
        |index| if index == 1 { None } else { at(121.123_456_789, 31.0) },
        |index, row| row.extend([Cell::Text(cells[index].into()), Cell::Real(f64::NAN)]),
    );
    write_csv(&layer, true, &path).unwrap();
    let place = "121.1234568,31.0";
    let expected = format!(
        "\u{feff}id,lon,lon_wgs84,lat\n'=1+1,,{place}\n-5,,,\n'-x,,{place}\n\"a,b\",,{place}\n\
         \"say \"\"no\"\"\",,{place}\n,,{place}\n"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
}

#[test]
fn csv_and_flatgeobuf_read_back_equal() {
    let folder = TempDir::new().unwrap();
    let squares = [square(121.0, 31.0), square(121.1, 31.0), with_hole()];
    let shapes = [
        Some(FeatureGeometry::Boundary(&squares[0])),
        Some(FeatureGeometry::Boundary(&squares[1])),
        Some(FeatureGeometry::Boundary(&squares[2])),
        at(121.3, 31.2),
    ];
    let layer = layer(Shape::PolygonOrPoint, &shapes);
    write_geojson(&layer, &folder.path().join("parks.geojson")).unwrap();
    write_csv(&layer, false, &folder.path().join("parks.csv")).unwrap();
    write_flatgeobuf(&layer, &folder.path().join("parks.fgb")).unwrap();
    let json = read(&folder, "parks.geojson");
    assert_eq!(json.parks.len(), 4);
    assert_eq!(json.parks, read(&folder, "parks.csv").parks);
    assert_eq!(json.parks, read(&folder, "parks.fgb").parks);
}

/// Two parts, one of them with a hole, at whole ten-millionths of a degree.
fn with_hole() -> MultiPolygon<f64> {
    let part = polygon!(
        exterior: [(x: 122.0, y: 31.0), (x: 122.5, y: 31.0), (x: 122.5, y: 31.5), (x: 122.0, y: 31.0)],
        interiors: [[(x: 122.3, y: 31.1), (x: 122.4, y: 31.2), (x: 122.4, y: 31.1), (x: 122.3, y: 31.1)]],
    );
    let other = polygon![(x: 123.0, y: 31.0), (x: 123.5, y: 31.0), (x: 123.5, y: 31.5)];
    MultiPolygon(vec![part, other])
}

/// A pseudorandom number from 0 to 1.
fn random(seed: u64) -> f64 {
    parkward_assignment::Random::new(seed).unit()
}

#[test]
fn gdal_finds_by_the_index_what_is_there() {
    let folder = TempDir::new().unwrap();
    // Around the sizes at which the index gets another level.
    for count in [1_usize, 2, 16, 17, 256, 257, 5_000] {
        let points: Vec<_> = (0..count as u64)
            .map(|n| at(120.0 + 2.0 * random(2 * n), 30.0 + random(2 * n + 1)))
            .chain([None])
            .collect();
        let layer = layer(Shape::Point, &points);
        let inside = |p: &&Option<FeatureGeometry<'_>>| match p {
            Some(FeatureGeometry::Point(c)) => {
                (120.5..=121.0).contains(&c.x) && (30.2..=30.9).contains(&c.y)
            }
            _ => false,
        };
        let expected = points.iter().filter(inside).count();
        let (fgb, gpkg) = (folder.path().join("a.fgb"), folder.path().join("a.gpkg"));
        write_flatgeobuf(&layer, &fgb).unwrap();
        write_geopackage(&[layer], &[], "2026-01-01", &gpkg).unwrap();
        for path in [&fgb, &gpkg] {
            let count_of = |window: &[&str]| {
                let file = path.to_str().unwrap();
                let summary = other("ogrinfo", &[&["-ro", "-al", "-so", file], window].concat());
                let line = summary.lines().find(|line| line.starts_with("Feature Count"));
                line.unwrap().rsplit(' ').next().unwrap().parse::<usize>().unwrap()
            };
            assert_eq!(count_of(&[]), count + 1, "{path:?}");
            let window = ["-spat", "120.5", "30.2", "121.0", "30.9"];
            assert_eq!(count_of(&window), expected, "{path:?}, {count}");
            fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn a_geopackage_can_be_edited_and_its_index_stays_true() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.gpkg");
    let points: Vec<_> =
        (0..1_000).map(|n| at(120.0 + random(2 * n), 30.0 + random(2 * n + 1))).collect();
    write_geopackage(&[layer(Shape::Point, &points)], &[], "2026-01-01", &path).unwrap();
    let file = path.to_str().unwrap();
    other("ogrinfo", &["-q", file, "-sql", "DELETE FROM parks WHERE fid > 600"]);
    let moved = "UPDATE parks SET geom = (SELECT geom FROM parks WHERE fid = 1) WHERE fid < 4";
    other("ogrinfo", &["-q", file, "-sql", moved]);
    let database = rusqlite::Connection::open(&path).unwrap();
    let one = |sql: &str| database.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(one("SELECT rtreecheck('rtree_parks_geom')"), "ok");
    assert_eq!(one("SELECT CAST(COUNT(*) AS TEXT) FROM rtree_parks_geom"), "600");
    assert_eq!(one("PRAGMA integrity_check"), "ok");
}

#[test]
fn layers_without_rows_or_geometries_are_written_too() {
    let folder = TempDir::new().unwrap();
    for (shape, geometries) in [(Shape::Point, &[][..]), (Shape::None, &[None, None][..])] {
        let layer = layer(shape, geometries);
        let [fgb, csv] = ["a.fgb", "a.csv"].map(|name| folder.path().join(name));
        write_flatgeobuf(&layer, &fgb).unwrap();
        write_csv(&layer, false, &csv).unwrap();
        let summary = other("ogrinfo", &["-ro", "-al", "-so", fgb.to_str().unwrap()]);
        let count = format!("Feature Count: {}", geometries.len());
        assert!(summary.contains(&count), "{summary}");
        assert_eq!(fs::read_to_string(csv).unwrap().matches("🏭").count(), geometries.len());
    }
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

/// People in tables have no decimals; one among the numbers of a column that has a fraction shows that of all.
#[test]
fn whole_numbers_in_a_workbook_are_shown_as_such() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.xlsx");
    let field = |name: &str| Field {
        name: name.to_owned(),
        title: Text::new(name, name),
        kind: ColumnKind::Real,
        land: None,
    };
    let rows = [[24.0, 24.0], [1_200.0, 0.5]];
    let layer = PlanLayer::new(
        ("enterprises", Text::new("企业", "Enterprises")),
        Shape::None,
        vec![field("jobs"), field("land_ha")],
        rows.len(),
        |_| None,
        |index, cells| cells.extend(rows[index].map(Cell::Real)),
    );
    let contents = Contents {
        layers: &[layer],
        styles: &[],
        title: "",
        lang: Lang::En,
        stamp: "2026-01-01",
        csv_bom: false,
    };
    Format::Workbook.write(&contents, &path).unwrap();
    let mut archive = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let (sheet, styles) = (part("xl/worksheets/sheet1.xml"), part("xl/styles.xml"));
    let behind = |text: &str, start: &str, upto: char| -> Vec<String> {
        let found = text.split(start).skip(1);
        found.map(|rest| rest.split(upto).next().unwrap().to_owned()).collect()
    };
    let formats = behind(styles.split("<cellXfs").nth(1).unwrap(), "<xf numFmtId=\"", '"');
    let format = |cell: &str| {
        let style = behind(&sheet, &format!("r=\"{cell}\" s=\""), '"')[0].parse::<usize>().unwrap();
        let id = &formats[style];
        behind(&styles, &format!("numFmtId=\"{id}\" formatCode=\""), '"')[0].clone()
    };
    assert_eq!(
        ["A2", "A3", "B2", "B3"].map(format),
        ["#,##0", "#,##0", "#,##0.00##", "#,##0.00##"]
    );
}
