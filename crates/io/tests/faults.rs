//! Faults in reading that were mended; each once, small enough to read, with its story.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use gdal::vector::{FieldDefn, LayerAccess, LayerOptions, OGRFieldType, OGRwkbGeometryType};
use gdal::{DriverManager, spatial_ref::SpatialRef};
use parkward_io::{Source, read_enterprises, read_parks};
use parkward_model::{Footprint, Survey, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn source(name: &str) -> Source {
    Source { file: name.to_owned(), ..Source::default() }
}

/// Reads a file of enterprises; the error in words if it cannot be read.
fn firms(folder: &Path, source: &Source) -> Result<Survey, String> {
    let mut survey = Survey::default();
    let read = read_enterprises(source, folder, None, &BTreeMap::new(), &mut survey);
    read.map(|()| survey).map_err(|error| error.to_string())
}

fn firms_of(name: &str, bytes: impl AsRef<[u8]>) -> Result<Survey, String> {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    firms(folder.path(), &source(name))
}

fn parks(folder: &Path, name: &str) -> Survey {
    let mut survey = Survey::default();
    read_parks(&source(name), folder, None, &BTreeMap::new(), &mut survey).unwrap();
    survey
}

fn parks_of(name: &str, text: &str) -> Survey {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    parks(folder.path(), name)
}

fn ids(survey: &Survey) -> Vec<&str> {
    survey.enterprises.iter().map(|enterprise| enterprise.id.as_str()).collect()
}

fn rejects(survey: &Survey) -> Vec<(u64, &str)> {
    survey.rejects.iter().map(|reject| (reject.row, reject.column.as_str())).collect()
}

/// Writes a layer by GDAL: WKT and id of each row, on WGS84.
fn write(path: &Path, driver: &str, kind: OGRwkbGeometryType::Type, rows: &[(&str, &str)]) {
    let driver = DriverManager::get_driver_by_name(driver).unwrap();
    let mut dataset = driver.create_vector_only(path).unwrap();
    let wgs84 = SpatialRef::from_epsg(4326).unwrap();
    let options = LayerOptions { name: "rows", srs: Some(&wgs84), ty: kind, options: None };
    let layer = dataset.create_layer(options).unwrap();
    FieldDefn::new("id", OGRFieldType::OFTString).unwrap().add_to_layer(&layer).unwrap();
    for (wkt, id) in rows {
        let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
        feature.set_field_string(0, id).unwrap();
        feature.set_geometry(gdal::vector::Geometry::from_wkt(wkt).unwrap()).unwrap();
        feature.create(&layer).unwrap();
    }
    dataset.close().unwrap();
}

/// Points with ids that fill some space.
fn many() -> Vec<(String, String)> {
    (0..2_000).map(|n| (format!("POINT (121.{n:04} 30.8)"), format!("E{n:0>60}"))).collect()
}

fn write_many(path: &Path, driver: &str) {
    let rows = many();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(w, i)| (w.as_str(), i.as_str())).collect();
    write(path, driver, OGRwkbGeometryType::wkbPoint, &rows);
}

/// Every row with a height was lost, by GDAL and in WKT.
#[test]
fn heights_and_measures_are_left_out_with_one_note() {
    const SQUARE: &str = "POLYGON Z ((121 30 4, 121.1 30 4, 121.1 30.1 4, 121 30.1 5, 121 30 4))";
    let folder = TempDir::new().unwrap();
    let rows = [(SQUARE, "P"), (SQUARE, "Q")];
    for (name, driver) in [
        ("p.shp", "ESRI Shapefile"),
        ("p.gpkg", "GPKG"),
        ("p.fgb", "FlatGeobuf"),
        ("p.sqlite", "SQLite"),
    ] {
        let path = folder.path().join(name);
        write(&path, driver, OGRwkbGeometryType::wkbPolygon25D, &rows);
        let survey = parks(folder.path(), name);
        assert_eq!(survey.parks.len(), 2, "{name}: {:?}", survey.rejects);
        let told = survey.notes.iter().filter(|note| note.text.en.contains("heights or measures"));
        assert_eq!(told.count(), 1, "{name}: {:?}", survey.notes);
        let Footprint::Boundary(boundary) = &survey.parks[0].footprint else { panic!("{name}") };
        assert_eq!(boundary.0[0].exterior().0.len(), 5);
    }
    let table = "id|wkt\nA|POINT Z (121 31 5)\nB|POINT M (121 31 5)\nC|POINT ZM (121 31 5 6)\nD|POINT (121 31)\n";
    let survey = firms_of("firms.csv", table.replace('|', ";")).unwrap();
    assert_eq!((ids(&survey), survey.notes.len()), (vec!["A", "B", "C", "D"], 1));
    assert!(survey.notes[0].text.en.starts_with("3 row(s) have heights"));
}

/// Curves, surfaces, collections and extended WKT were all "no coordinate".
#[test]
fn shapes_whose_meaning_is_plain_are_read() {
    let table = "id;wkt\n\
        circle;CURVEPOLYGON (CIRCULARSTRING (121 31, 121.1 31.1, 121.2 31, 121.1 30.9, 121 31))\n\
        tin;TIN (((122 31, 122.1 31, 122.1 31.1, 122 31)), ((122 31, 122.1 31.1, 122 31.1, 122 31)))\n\
        one;GEOMETRYCOLLECTION (POLYGON ((123 31, 123.1 31, 123.1 31.1, 123 31)))\n\
        some;GEOMETRYCOLLECTION (POLYGON ((124 31, 124.1 31, 124.1 31.1, 124 31)), POLYGON ((125 31, 125.1 31, 125.1 31.1, 125 31)))\n\
        mixed;GEOMETRYCOLLECTION (POLYGON ((124 31, 124.1 31, 124.1 31.1, 124 31)), POINT (124 31))\n\
        arc;CIRCULARSTRING (121 31, 121.1 31.1, 121.2 31)\n\
        empty;POLYGON EMPTY\n";
    let survey = parks_of("parks.csv", table);
    let found: Vec<&str> = survey.parks.iter().map(|park| park.id.as_str()).collect();
    assert_eq!(found, ["circle", "one", "some", "tin"], "{:?}", survey.rejects);
    let found: Vec<&str> = survey.rejects.iter().map(|reject| reject.found.en.as_str()).collect();
    assert_eq!(found, ["GeometryCollection", "LineString", "POLYGON EMPTY"]);
    assert!(survey.notes.iter().any(|note| note.text.en.contains("curves")));

    let table = "id;wkt\nA;SRID=4549;POINT (500000 3431000)\n".replace(";P", "#P");
    let survey = firms_of("firms.csv", table.replace(';', ",").replace('#', ";")).unwrap();
    assert!((survey.enterprises[0].site.x() - 120.0).abs() < 1e-9);
    let table = "id,wkt\nA,SRID=4326;POINT (121 31)\nB,SRID=4549;POINT (500000 3431000)\n";
    let survey = firms_of("firms.csv", table).unwrap();
    assert_eq!((ids(&survey), rejects(&survey)), (vec!["A"], vec![(3, "wkt")]));
}

/// An empty point, and 0, 0, became a place in the Gulf of Guinea.
#[test]
fn no_position_is_no_place() {
    let table = "id,wkt\nA,POINT EMPTY\nB,POINT (0 0)\nC,POINT (121 31)\nD,MULTIPOINT EMPTY\n";
    let survey = firms_of("firms.csv", table).unwrap();
    assert_eq!(ids(&survey), ["C"]);
    assert_eq!(rejects(&survey), [(2, "wkt"), (3, "wkt"), (5, "wkt")]);
}

/// A `crs` member was only understood in one spelling, and was WGS84 in any other.
#[test]
fn a_crs_of_geojson_is_heard_in_every_form() {
    let file = |crs: &str, x: f64, y: f64| {
        let point = format!(r#"{{"type":"Point","coordinates":[{x},{y}]}}"#);
        let feature =
            format!(r#"{{"type":"Feature","properties":{{"id":"A"}},"geometry":{point}}}"#);
        format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":[{feature}]}}"#)
    };
    let named = |name: &str| format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#);
    let code = |code: &str| format!(r#"{{"type":"EPSG","properties":{{"code":{code}}}}}"#);
    for crs in [
        named("epsg:4549"),
        named("EPSG:4549"),
        named("urn:ogc:def:crs:epsg::4549"),
        named("http://www.opengis.net/def/crs/EPSG/0/4549"),
        code("4549"),
        code("\"4549\""),
        "\"EPSG:4549\"".to_owned(),
    ] {
        let survey = firms_of("firms.geojson", file(&crs, 500_000.0, 3_431_000.0)).unwrap();
        assert_eq!(survey.inputs[0].crs, "EPSG:4549", "{crs}");
        assert!((survey.enterprises[0].site.x() - 120.0).abs() < 1e-9, "{crs}");
    }
    for crs in [named("urn:ogc:def:crs:OGC:1.3:crs84"), named("OGC:CRS84h"), "null".to_owned()] {
        let survey = firms_of("firms.geojson", file(&crs, 121.0, 31.0)).unwrap();
        assert_eq!(survey.inputs[0].crs, "EPSG:4326", "{crs}");
    }
    for crs in
        [named("epsg:4610"), code("4610"), named("Xian 1980"), "{\"type\":\"link\"}".to_owned()]
    {
        let error = firms_of("firms.geojson", file(&crs, 121.0, 31.0)).unwrap_err();
        assert!(error.contains("CRS"), "{crs}: {error}");
    }
}

/// A file with its own CRS was moved by `--crs`, which is for those that name none.
#[test]
fn the_crs_of_silent_files_moves_no_other() {
    let folder = TempDir::new().unwrap();
    write_many(&folder.path().join("firms.fgb"), "FlatGeobuf");
    fs::write(folder.path().join("firms.csv"), "id,lon,lat\nA,121,31\n").unwrap();
    let silent = |name: &str| Source { crs_if_silent: Some("gcj02".into()), ..source(name) };
    let survey = firms(folder.path(), &silent("firms.fgb")).unwrap();
    assert_eq!(survey.inputs[0].crs, "EPSG:4326");
    assert!(survey.enterprises.iter().any(|enterprise| enterprise.site.x() == 121.0));
    let survey = firms(folder.path(), &silent("firms.csv")).unwrap();
    assert_eq!(survey.inputs[0].crs, "gcj02");
}

/// Surveyors' axes, X north, were a place in the Pacific; Urumqi's latitude and longitude one in the Arctic.
#[test]
fn swapped_axes_are_rejected() {
    for (crs, x, y) in [("EPSG:4549", "3414000", "605000"), ("EPSG:4326", "43.8", "87.6")] {
        let folder = TempDir::new().unwrap();
        let table = format!("id,x,y\nA,{x},{y}\nB,{y},{x}\n");
        fs::write(folder.path().join("firms.csv"), table).unwrap();
        let source = Source { crs: Some(crs.into()), ..source("firms.csv") };
        let survey = firms(folder.path(), &source).unwrap();
        assert_eq!(ids(&survey), ["B"], "{crs}");
        assert!(survey.rejects[0].expected.en.contains("axes seem to be swapped"), "{crs}");
    }
}

/// What GDAL could not read was the end of the file, and nobody was told.
#[test]
fn damaged_files_are_refused() {
    let folder = TempDir::new().unwrap();
    for (name, driver, damaged, keep) in [
        ("cut.fgb", "FlatGeobuf", "cut.fgb", 0.5),
        ("a.shp", "ESRI Shapefile", "a.dbf", 0.5),
        ("b.shp", "ESRI Shapefile", "b.shp", 0.5),
        ("c.shp", "ESRI Shapefile", "c.shx", 0.9),
    ] {
        write_many(&folder.path().join(name), driver);
        assert_eq!(firms(folder.path(), &source(name)).unwrap().enterprises.len(), 2_000, "{name}");
        let path = folder.path().join(damaged);
        let bytes = fs::read(&path).unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share")]
        let end = (bytes.len() as f64 * keep) as usize;
        fs::write(&path, &bytes[..end]).unwrap();
        let error = firms(folder.path(), &source(name)).unwrap_err();
        assert!(error.starts_with(&format!("{name}: expected ")), "{error}");
    }
    // Pages of a GeoPackage that are all zeros, one at a time: nothing is lost silently.
    let path = folder.path().join("zero.gpkg");
    write_many(&path, "GPKG");
    let whole = fs::read(&path).unwrap();
    let mut refused = 0;
    for page in 1..whole.len() / 4_096 {
        let mut bytes = whole.clone();
        bytes[page * 4_096..(page + 1) * 4_096].fill(0);
        fs::write(&path, &bytes).unwrap();
        match firms(folder.path(), &source("zero.gpkg")) {
            Ok(survey) => assert_eq!(survey.inputs[0].rows, 2_000, "page {page}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 10, "{refused}");
}

/// A stray quote made one cell of all lines behind it.
#[test]
fn a_stray_quote_costs_its_line() {
    let table = "id,name,lon,lat\nA,\"x,121,31\nB,y,121,31\nC,z,121,31\n";
    let survey = firms_of("firms.csv", table).unwrap();
    assert_eq!((ids(&survey), rejects(&survey)), (vec!["B", "C"], vec![(2, "*")]));
    assert_eq!(survey.inputs[0].rows, 3);
}

/// Rows were numbered by the line feeds that the reader had passed.
#[test]
fn rows_have_the_numbers_that_editors_show() {
    for (end, name) in [("\r\n", "crlf"), ("\n", "lf"), ("\r", "cr")] {
        let table = ["id,lon,lat", "", "A,121,31", "", "", "B,x,31"].join(end);
        let survey = firms_of("firms.csv", table).unwrap();
        assert_eq!(rejects(&survey), [(6, "lon")], "{name}");
        assert_eq!(survey.enterprises[0].row, 3, "{name}");
    }
}

/// What stood behind the last brace was not looked at, and a position of one number ended the program.
#[test]
fn geojson_that_is_none_is_refused() {
    let feature = |position: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"id":"A{}"}},"geometry":{{"type":"Point","coordinates":{position}}}}}"#,
            position.len()
        )
    };
    let whole = |features: &[String]| {
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    };
    let one = whole(&[feature("[121,31]")]);
    let error = firms_of("firms.geojson", format!("{one}\n{one}")).unwrap_err();
    assert!(error.contains("more behind the end"), "{error}");
    assert!(firms_of("firms.geojson", format!("{one}\n \n")).is_ok());
    let line = r#"{"type":"Feature","properties":{"id":"B"},"geometry":{"type":"LineString","coordinates":[[121,31],[121]]}}"#;
    let survey =
        firms_of("firms.geojson", whole(&[feature("[121,31]"), feature("[121]"), line.to_owned()]));
    assert_eq!(rejects(&survey.unwrap()), [(2, "geometry"), (3, "geometry")]);
}

/// Ids of 18 digits, as enterprises in China have, were rounded, and then the same.
#[test]
fn long_ids_stay_as_they_are_written() {
    let digits = ["913101150000001234", "913101150000001235", "91310115000000123456789", "12"];
    let features: Vec<String> = digits
        .iter()
        .map(|id| format!(r#"{{"type":"Feature","properties":{{"id":{id}}},"geometry":{{"type":"Point","coordinates":[121,31]}}}}"#))
        .collect();
    let file = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    assert_eq!(ids(&firms_of("firms.geojson", file).unwrap()), digits);
}

/// A NUL in an id ended every text that was written of it.
#[test]
fn control_characters_are_rejected() {
    let table =
        "id,name,lon,lat\nA\0B,x,121,31\nC,y\u{fffe},121,31\nD,z\u{1},121,31\nE,一\t二,121,31\n";
    let survey = firms_of("firms.csv", table).unwrap();
    assert_eq!(
        (ids(&survey), rejects(&survey)),
        (vec!["E"], vec![(2, "id"), (3, "name"), (4, "name")])
    );
    assert_eq!(survey.rejects[0].found.en, "A\\0B");
}

/// Days vanished, whatever the format.
#[test]
fn days_are_kept() {
    let folder = TempDir::new().unwrap();
    for (name, driver) in
        [("firms.gpkg", "GPKG"), ("firms.fgb", "FlatGeobuf"), ("firms.shp", "ESRI Shapefile")]
    {
        let path = folder.path().join(name);
        let mut dataset =
            DriverManager::get_driver_by_name(driver).unwrap().create_vector_only(&path).unwrap();
        let layer =
            dataset.create_layer(LayerOptions { name: "firms", ..Default::default() }).unwrap();
        FieldDefn::new("built", OGRFieldType::OFTDate).unwrap().add_to_layer(&layer).unwrap();
        let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
        feature.set_field_string(0, "2019/05/01").unwrap();
        feature.set_geometry(gdal::vector::Geometry::from_wkt("POINT (121 31)").unwrap()).unwrap();
        feature.create(&layer).unwrap();
        drop(feature);
        dataset.close().unwrap();
        let source = Source { keep: vec!["built".to_owned()], ..source(name) };
        let survey = firms(folder.path(), &source).unwrap();
        let built = survey.enterprises[0].facts.value("built");
        assert_eq!(built, Some(&Value::Word("2019-05-01".into())), "{name}");
    }
}

/// A table of a Shapefile in GBK that did not say so came out as question marks.
#[test]
fn the_encoding_of_a_shapefile_is_found_out() {
    let folder = TempDir::new().unwrap();
    let rows = [("POINT (121 31)", "XXXXXXXXX"), ("POINT (121 31)", "E2")];
    let path = folder.path().join("firms.shp");
    write(&path, "ESRI Shapefile", OGRwkbGeometryType::wkbPoint, &rows);
    let table = path.with_extension("dbf");
    let plain = fs::read(&table).unwrap();
    let at = plain.windows(9).position(|bytes| bytes == b"XXXXXXXXX").unwrap();
    let with = |word: &[u8]| [&plain[..at], word, &plain[at + 9..]].concat();
    let utf8 = with("一号甲".as_bytes());
    let gbk = with(&encoding_rs::GBK.encode("一号甲   ").0);
    for (bytes, page, notes) in [
        (&gbk, None, 1),
        (&gbk, Some("UTF-8"), 1),
        (&gbk, Some("GBK"), 0),
        (&utf8, None, 0),
        (&utf8, Some("UTF-8"), 0),
    ] {
        fs::write(&table, bytes).unwrap();
        let _ = fs::remove_file(path.with_extension("cpg"));
        if let Some(page) = page {
            fs::write(path.with_extension("cpg"), page).unwrap();
        }
        let survey = firms(folder.path(), &source("firms.shp")).unwrap();
        assert_eq!((ids(&survey)[0], survey.notes.len()), ("一号甲", notes), "{page:?}");
    }
}

/// A row without a geometry, of a format that has them, is one without a place, and no fault of the file.
#[test]
fn a_row_without_a_geometry_costs_one_row() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("firms.gpkg");
    let driver = DriverManager::get_driver_by_name("GPKG").unwrap();
    let mut dataset = driver.create_vector_only(&path).unwrap();
    let layer = dataset.create_layer(LayerOptions { name: "firms", ..Default::default() }).unwrap();
    for wkt in [Some("POINT (121 31)"), None] {
        let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
        if let Some(wkt) = wkt {
            feature.set_geometry(gdal::vector::Geometry::from_wkt(wkt).unwrap()).unwrap();
        }
        feature.create(&layer).unwrap();
    }
    dataset.close().unwrap();
    let survey = firms(folder.path(), &source("firms.gpkg")).unwrap();
    assert_eq!((ids(&survey), rejects(&survey)), (vec!["1"], vec![(2, "lon")]));
}

/// A place that is off the Earth was put down to a column `lon` that stands beside the geometry and is not read.
#[test]
fn a_wrong_place_is_named_where_it_stands() {
    let beside = r#"{"type":"FeatureCollection","features":[{"type":"Feature",
        "properties":{"id":"A","lon":100,"lat":20,"wkt":"POINT (1 2)"},
        "geometry":{"type":"Point","coordinates":[500,31]}}]}"#;
    for (name, text, column) in [
        ("a.geojson", beside, "geometry"),
        ("a.csv", "id,wkt,lon,lat\nA,POINT (500 31),100,20\n", "wkt"),
        ("b.csv", "id,wkt,经度,lat\nA,none,500,31\n", "经度"),
        ("c.csv", "id,坐标\nA,\"500,31\"\n", "坐标"),
    ] {
        let said = firms_of(name, text).unwrap_err();
        assert!(
            said.contains(&format!(
                "row {}, column {column}: expected longitude",
                if name.ends_with("csv") { 2 } else { 1 }
            )),
            "{said}"
        );
    }
}

/// What was done with a file was told only if one of its rows could be used, as that the texts of a drawing are no
/// rows: then rows seem to be missing.
#[test]
fn a_file_without_a_usable_row_still_says_how_it_was_read() {
    let line = "0\nLWPOLYLINE\n8\nP\n90\n3\n70\n1\n10\n1\n20\n1\n10\n2\n20\n1\n10\n2\n20\n2\n";
    let text = "0\nTEXT\n8\nT\n10\n1\n20\n1\n40\n5\n1\nname\n";
    let drawing = format!("0\nSECTION\n2\nENTITIES\n{line}{text}0\nENDSEC\n0\nEOF\n");
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.dxf"), drawing).unwrap();
    let mut survey = Survey::default();
    let read =
        read_enterprises(&source("a.dxf"), folder.path(), None, &BTreeMap::new(), &mut survey);
    assert!(read.unwrap_err().to_string().contains("none of its 1 rows can be used"));
    assert_eq!(survey.inputs[0].rows, 1);
    let notes: Vec<&str> = survey.notes.iter().map(|note| &*note.text.en).collect();
    assert!(notes.iter().any(|note| note.starts_with("1 text(s) of the drawing")), "{notes:?}");
}

/// What no driver knows was said to be that, and what has no layers to have the layers "".
#[test]
fn what_cannot_be_opened_says_what_to_do() {
    let nothing = r#"<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>"#;
    for (name, bytes, expected) in [
        ("a.xls", &b"<html>"[..], "save it as .xlsx without a password"),
        ("a.xlsb", b"PK", "a binary workbook (.xlsb); save it as .xlsx"),
        ("a.7z", b"7z", "an archive; unpack it first"),
        ("a.dxf", b"AutoCAD Binary DXF\r\n\x1a\0", "save it as a DXF of text (ASCII)"),
        (
            "a.osm.pbf",
            b"\0\0\0\x0dOSMHeader",
            "a file of OpenStreetMap, of which [roads] reads the roads",
        ),
        ("a.osm", b"<osm version=\"0.6\"/>", "of which [roads] reads the roads"),
        ("a.unknown", b"nothing", "something that none of its drivers for files knows"),
        ("a.kml", nothing.as_bytes(), "expected at least one layer, found no layers at all"),
    ] {
        let said = firms_of(name, bytes).unwrap_err();
        assert!(said.contains(expected), "{said}");
    }
}

/// Of `x, y` in one CRS and `lat` in another with a longitude of another name, positions were made of both.
#[test]
fn positions_are_not_made_of_two_pairs() {
    for (header, row, lon, lat) in [
        ("id,lat,wgs84_lng,X,y", "A,31,121.2,121.3,31", "X", "lat"),
        ("id,经度,纬度,x", "A,121.2,31,7", "x", "纬度"),
        ("id,X(m),Y(m),lat", "A,121,31,31", "X(m)", "lat"),
    ] {
        let said = firms_of("a.csv", format!("{header}\n{row}\n")).unwrap_err();
        assert!(said.contains(&format!("the columns {lon} and {lat} are no pair")), "{said}");
    }
    for header in ["id,lat,lng,name", "id,y,x,name", "id,x,lat,name"] {
        let read = firms_of("a.csv", format!("{header}\nA,31,31,31\n"));
        assert_eq!(ids(&read.unwrap()), ["A"], "{header}");
    }
}

/// A table whose only row was taken for its column names was said to be empty, and GeoJSON of another ending to have
/// as many columns as commas.
#[test]
fn what_is_no_table_says_what_it_is() {
    for (name, text, expected) in [
        (
            "a.csv",
            "1,2,3\n",
            "found none; there are the names of its columns (1, 2, 3), and no rows",
        ),
        ("a.csv", "", "found none; the layer is empty"),
        (
            "a.txt",
            r#"{"type": "FeatureCollection", "features": []}"#,
            "found GeoJSON; call the file .geojson",
        ),
        (
            "a.csv",
            "{\"geometry\": null, \"type\": \"Feature\"}\n",
            "found GeoJSON; call the file .geojson",
        ),
    ] {
        let said = firms_of(name, text).unwrap_err();
        assert!(said.contains(expected), "{said}");
    }
}

/// The delimiter was counted on the first line, and names on two lines broke the lines of what is said.
#[test]
fn names_of_columns_may_take_several_lines() {
    let table = "\"企业\n编号\";\"note\r\n\tof 2024\";\"经\n度\";纬度\nA;x;121.25;30.85\n";
    for delimiter in [",", ";", "\t", "|"] {
        let survey = firms_of("firms.csv", table.replace(';', delimiter)).unwrap();
        assert_eq!(ids(&survey), ["A"], "{delimiter:?}");
        assert_eq!(survey.how_read[0].columns[0].column, "企业 编号");
        assert_eq!(survey.how_read[0].unread, ["note of 2024"]);
        assert_eq!(survey.enterprises[0].row, 5);
    }
    let said = firms_of("firms.csv", "\"\t\n\x0b\x0c\r start\n\",b,c\nd,e,f\n").unwrap_err();
    assert!(said.contains("its columns are start, b, c"), "{said}");
}

/// Which of several filled folders of a KML is meant is asked, and the empty ones are not among those to choose from.
#[test]
fn folders_of_a_map_app_that_hold_something_are_asked_for() {
    let place = |id: &str| {
        format!(
            "<Placemark><name>{id}</name><Point><coordinates>121.25,30.85</coordinates></Point></Placemark>"
        )
    };
    let kml = format!(
        "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Folder><name>厂</name>{}</Folder>\
         <Folder><name>空</name></Folder><Folder><name>库</name>{}{}</Folder></Document></kml>",
        place("A"),
        place("B"),
        place("C")
    );
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.kml"), kml).unwrap();
    let of = |layer: Option<&str>| Source { layer: layer.map(str::to_owned), ..source("a.kml") };
    let said = firms(folder.path(), &of(None)).unwrap_err();
    assert!(said.contains("`layer = \"…\"` to say which; its layers are 厂, 库"), "{said}");
    assert_eq!(firms(folder.path(), &of(Some("库"))).unwrap().enterprises.len(), 2);
}
