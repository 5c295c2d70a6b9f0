//! Tables and drawings as people make them: what is plain is read and said, what is doubtful is refused by row.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use gdal::vector::LayerAccess;
use parkward_io::{LandUnit, Source, read_enterprises, read_parks, read_projects};
use parkward_model::{Classification, FieldKind, Footprint, Survey};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn read(folder: &Path, source: &Source) -> Result<Survey, String> {
    let mut survey = Survey::default();
    let read = read_enterprises(source, folder, None, &BTreeMap::new(), &mut survey);
    read.map(|()| survey).map_err(|error| error.to_string())
}

fn firms(name: &str, bytes: impl AsRef<[u8]>) -> Result<Survey, String> {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    read(folder.path(), &Source { file: name.to_owned(), ..Source::default() })
}

/// Id, longitude and land of each row that is used.
fn used(survey: &Survey) -> Vec<(&str, f64, Option<f64>)> {
    let firm = |e: &parkward_model::Enterprise| {
        let round = |number: f64| (number * 1e6).round() / 1e6;
        (round(e.site.x()), e.land.map(|land| round(land.0)))
    };
    survey.enterprises.iter().map(|e| (e.id.as_str(), firm(e).0, firm(e).1)).collect()
}

fn notes(survey: &Survey) -> Vec<&str> {
    survey.notes.iter().map(|note| note.text.en.as_str()).collect()
}

/// Titles above the names of the columns, full-width commas between those, blank and empty cells beside the table,
/// sums and signatures below it.
#[test]
fn a_table_is_found_among_what_stands_around_it() {
    let table = "园区外企业调查表,,,\n填报单位：经信委,,,\n\n企业编号，企业名称，经度，纬度\nA,甲,121.25,30.85\n\
                 B,乙,121.26,30.85,,\n,,,\n合计,,,\n填表人：张三,,,\nC,,,\n";
    let survey = firms("a.csv", table).unwrap();
    assert_eq!(used(&survey), [("A", 121.25, None), ("B", 121.26, None)]);
    assert_eq!(survey.rejects.len(), 1, "C has no position");
    assert_eq!(survey.rejects[0].row, 10);
    assert_eq!(
        notes(&survey),
        [
            "has its column names in row 4; what stands above is passed over",
            "1 blank row is passed over",
            "rows of sums, signatures and remarks are passed over: 8 (合计), 9 (填表人：张三)",
        ]
    );
    // Who stands somewhere is no sum, whatever it is called; and a row is what the user says.
    assert_eq!(used(&firms("a.csv", "id,lon,lat\n合计,121,31\n").unwrap())[0].0, "合计");
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), "id,lon,lat\nid,lon,lat\nA,121,31\n").unwrap();
    let source = Source { file: "a.csv".into(), header_row: Some(2), ..Source::default() };
    assert_eq!(used(&read(folder.path(), &source).unwrap()).len(), 1);
}

/// Good files that were refused.
#[test]
fn text_is_delimited_and_encoded_as_it_says() {
    let utf16 = |text: &str, mark: [u8; 2], order: fn(u16) -> [u8; 2]| {
        mark.into_iter().chain(text.encode_utf16().flat_map(order)).collect::<Vec<u8>>()
    };
    let plain = "id,lon,lat\nA,121.25,30.85\n";
    for bytes in [
        plain.replace(',', ";").into_bytes(),
        plain.replace(',', "\t").into_bytes(),
        plain.replace(',', "|").into_bytes(),
        format!("sep=,\n{plain}").into_bytes(),
        format!("\"sep=;\"\r\n{}", plain.replace(',', ";")).into_bytes(),
        plain.replace(',', "，").into_bytes(),
        plain.replace(',', ";").replace('.', ",").into_bytes(),
        utf16(plain, [0xff, 0xfe], u16::to_le_bytes),
        utf16(plain, [0xfe, 0xff], u16::to_be_bytes),
    ] {
        let survey = firms("a.csv", &bytes).unwrap();
        assert_eq!(used(&survey), [("A", 121.25, None)], "{}", String::from_utf8_lossy(&bytes));
    }
    let survey = firms("a.csv", "id;lon;lat;land_ha\nA;121,25;30,85;1.234,5\n").unwrap();
    assert_eq!(used(&survey), [("A", 121.25, Some(1234.5))]);
    assert_eq!(notes(&survey), ["its decimal commas were read as points"]);
}

/// Each was a reject that called the number none, or the whole file's end.
#[test]
fn numbers_are_read_as_meant_or_refused_with_the_trap() {
    let survey = firms(
        "a.csv",
        "id,lon,lat,land_ha\n001,121°15′0″,30.85N,12亩\n2,E121.25,北纬30.85,\"1,234.5\"\n\
         003,121.25,30.85,85%\n004,121.25,30.85,\"1,5\"\n005,N30.85,E121.25,1\n006,121.25,30.85,3斤\n\
         007,１２１．２５,３０．８５,２\n",
    )
    .unwrap();
    let expected =
        [("001", 121.25, Some(0.8)), ("2", 121.25, Some(1234.5)), ("007", 121.25, Some(2.0))];
    assert_eq!(used(&survey), expected);
    let traps: Vec<_> =
        survey.rejects.iter().map(|reject| (reject.row, reject.expected.en.as_str())).collect();
    assert_eq!(
        traps,
        [
            (4, "a number without a per cent sign (85 or 0.85, as it is meant)"),
            (5, "a number with one meaning (its comma may be a decimal one, or part thousands)"),
            (6, "a coordinate of this axis (longitude and latitude seem to be swapped)"),
            (7, "a number without a unit, or in one that the column can have"),
        ]
    );
    assert_eq!(
        notes(&survey),
        [
            "2 ids seem to have lost zeros at the beginning, such as 2 in row 3 (another is 007)"
                .replace("2 ids seem", "1 id seems")
                .as_str(),
            "column land_ha: 3 cells were read as meant, such as 12亩 in row 2 as 0.8 ha",
            "column lat: 3 cells were read as meant, such as 30.85N in row 2 as 30.85",
            "column lon: 3 cells were read as meant, such as 121°15′0″ in row 2 as 121.25",
        ]
    );
}

/// A unit in the name of a column was no unit, and the column was not found.
#[test]
fn a_unit_in_the_name_of_a_column_counts() {
    for (unit, land) in [("亩", 1.0), ("公顷", 15.0), ("平方米", 0.0015)] {
        for name in ["a.csv", "a.geojson"] {
            let column = format!("用地面积（{unit}）");
            let text = match name {
                "a.csv" => format!("编号,经度,纬度,{column}\nA,121,31,15\n"),
                _ => format!(
                    "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":\
                     {{\"编号\":\"A\",\"{column}\":15}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[121,31]}}}}]}}"
                ),
            };
            assert_eq!(used(&firms(name, text).unwrap()), [("A", 121.0, Some(land))]);
        }
    }
    // What is no unit of land may be anything.
    let other = firms("a.csv", "编号,经度（°）,纬度(°),用地面积（含绿地）\nA,121,31,15\n").unwrap();
    assert_eq!(used(&other), [("A", 121.0, None)]);
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), "id,lon,lat,land_ha\nA,121,31,15\nB,121,31,1公顷\n")
        .unwrap();
    let source = Source { file: "a.csv".into(), land_unit: LandUnit::Mu, ..Source::default() };
    let survey = read(folder.path(), &source).unwrap();
    assert_eq!(used(&survey), [("A", 121.0, Some(1.0)), ("B", 121.0, Some(1.0))]);
}

/// Both coordinates in one column; and a column called `Geom` that holds something else.
#[test]
fn positions_are_found_where_they_stand() {
    let survey = firms(
        "a.csv",
        "id,坐标,Geom\nA,\"121.25,30.85\",polygon\nB,121.25 30.85,\nC,\"30.85,121.25\",\nD,东门,\n",
    )
    .unwrap();
    assert_eq!(used(&survey), [("A", 121.25, None), ("B", 121.25, None)]);
    assert_eq!(survey.rejects.iter().map(|reject| reject.row).collect::<Vec<_>>(), [4, 5]);
    let survey = firms("a.csv", "id,lon,lat,Geom\nA,121.25,30.85,point\n").unwrap();
    assert_eq!(used(&survey), [("A", 121.25, None)]);
    let error = firms("a.csv", "id,name\nA,甲\n").unwrap_err();
    assert!(error.contains("no column \"lon\" for lon; its columns are id, name"), "{error}");
}

/// The second column of a name was never looked at.
#[test]
fn a_column_that_stands_there_twice_is_refused() {
    let error = firms("a.csv", "id,lon,lat,id\nA,121,31,B\n").unwrap_err();
    assert!(error.contains("\"id\" stands there twice, as columns 1 and 4"), "{error}");
    assert!(firms("a.csv", "id,lon,lat,x,x\nA,121,31,1,2\n").is_ok());
}

/// Sheets with titles, or with a blank first row, had no column that was known.
#[test]
fn a_sheet_s_header_is_found() {
    let folder = TempDir::new().unwrap();
    for above in [vec![], vec!["企业调查表"], vec!["企业调查表", "单位：亩"], vec!["", ""]]
    {
        let path = folder.path().join("a.xlsx");
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let start = u32::try_from(above.len()).unwrap();
        for (row, title) in (0..).zip(&above) {
            if !title.is_empty() {
                sheet.write(row, 0, *title).unwrap();
            }
        }
        for (column, name) in (0..).zip(["编号", "经度", "纬度", "用地面积（亩）"]) {
            sheet.write(start, column, name).unwrap();
        }
        for (row, (id, land)) in (start + 1..).zip([("001", 15.0), ("2", 30.0)]) {
            sheet.write(row, 0, id).unwrap();
            sheet.write(row, 1, 121.25).unwrap();
            sheet.write(row, 2, 30.85).unwrap();
            sheet.write(row, 3, land).unwrap();
        }
        sheet.write(start + 3, 0, "合计").unwrap();
        sheet.write(start + 3, 3, 45.0).unwrap();
        book.save(&path).unwrap();
        let source = Source { file: "a.xlsx".into(), ..Source::default() };
        let survey = read(folder.path(), &source).unwrap();
        assert_eq!(
            used(&survey),
            [("001", 121.25, Some(1.0)), ("2", 121.25, Some(2.0))],
            "{above:?}"
        );
        assert_eq!(survey.enterprises[0].row, u64::from(start) + 2);
        assert!(survey.rejects.is_empty());
        let told = format!("has its column names in row {}", start + 1);
        assert_eq!(
            notes(&survey).iter().any(|note| note.starts_with(&told)),
            start > 0,
            "{above:?}"
        );
    }
}

/// A table of a few bytes, or none, beside a `.shp` gave rows numbered from 0, or nothing was said.
#[test]
fn a_shapefile_without_its_table_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("firms.shp");
    let driver = gdal::DriverManager::get_driver_by_name("ESRI Shapefile").unwrap();
    let mut dataset = driver.create_vector_only(&path).unwrap();
    let options = gdal::vector::LayerOptions {
        name: "firms",
        ty: gdal::vector::OGRwkbGeometryType::wkbPoint,
        ..Default::default()
    };
    let layer = dataset.create_layer(options).unwrap();
    let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
    feature.set_geometry(gdal::vector::Geometry::from_wkt("POINT (121 31)").unwrap()).unwrap();
    feature.create(&layer).unwrap();
    drop(feature);
    dataset.close().unwrap();
    let source = Source { file: "firms.shp".into(), ..Source::default() };
    let table = path.with_extension("dbf");
    for bytes in [0, 1, 31, 32] {
        fs::write(&table, vec![3; bytes]).unwrap();
        let error = read(folder.path(), &source).unwrap_err();
        assert!(error.contains("firms.dbf"), "{bytes}: {error}");
    }
    fs::remove_file(&table).unwrap();
    let error = read(folder.path(), &source).unwrap_err();
    assert!(error.contains("firms.dbf beside it, which holds the ids"), "{error}");
}

/// In a drawing a park is a closed line, and its name stands beside it; the id is its handle, which is said.
#[test]
fn closed_lines_of_a_drawing_are_areas_with_the_nearest_name() {
    let line = |at: f64| {
        let corners = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)];
        let corners = corners.map(|(x, y)| format!("10\n{}\n20\n{}\n", at + x, 3_400_000.0 + y));
        format!("0\nLWPOLYLINE\n8\nP\n90\n4\n70\n1\n{}", corners.concat())
    };
    let text =
        |at: f64, name: &str| format!("0\nTEXT\n8\nT\n10\n{at}\n20\n3400050\n40\n5\n1\n{name}\n");
    let (one, two) = (532_000.0, 540_000.0);
    let body = [line(one), text(two + 10.0, "东园"), line(two), text(one - 5.0, "西园")].concat();
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("parks.dxf"),
        format!("0\nSECTION\n2\nENTITIES\n{body}0\nENDSEC\n0\nEOF\n"),
    )
    .unwrap();
    let source =
        Source { file: "parks.dxf".into(), crs: Some("EPSG:4549".into()), ..Source::default() };
    let mut survey = Survey::default();
    read_parks(&source, folder.path(), None, &BTreeMap::new(), &mut survey).unwrap();
    let names: Vec<&str> = survey.parks.iter().map(|park| park.name.zh.as_str()).collect();
    assert_eq!(names, ["西园", "东园"]);
    assert!(survey.parks.iter().all(|park| matches!(park.footprint, Footprint::Boundary(_))));
    assert!(survey.rejects.is_empty());
    for told in ["the format's own row number (fid)", "2 text(s) of the drawing", "a closed line"] {
        assert!(
            notes(&survey).iter().any(|note| note.contains(told)),
            "{told}: {:?}",
            notes(&survey)
        );
    }
}

/// Texts of a drawing without closed lines were rows without their text.
#[test]
fn texts_of_a_drawing_without_areas_are_rows_with_a_name() {
    let point = "0\nPOINT\n8\nP\n10\n121.3\n20\n30.9\n";
    let text = "0\nTEXT\n8\nT\n10\n121.2\n20\n30.8\n40\n5\n1\n金山纺织厂\n";
    let drawing = format!("0\nSECTION\n2\nENTITIES\n{text}{point}0\nENDSEC\n0\nEOF\n");
    let survey = firms("firms.dxf", drawing).unwrap();
    let names: Vec<&str> = survey.enterprises.iter().map(|firm| &*firm.name).collect();
    assert_eq!(names, ["金山纺织厂", ""]);
    let told = notes(&survey);
    assert!(
        told.iter().any(|note| note.starts_with("1 text(s) of the drawing are rows")),
        "{told:?}"
    );
}

/// A name `1,5` made 1,234 m² of land into 1.234, a name `2.0` every number a reject, and text was rewritten.
#[test]
fn only_numbers_decide_on_decimal_commas_and_only_they_are_changed() {
    let folder = TempDir::new().unwrap();
    let source = |file: &str| Source {
        file: file.to_owned(),
        crs: Some("EPSG:4549".to_owned()),
        land_unit: LandUnit::SquareMetre,
        keep: vec!["code".to_owned()],
        ..Source::default()
    };
    let kept = |survey: &Survey| format!("{:?}", survey.enterprises[0].facts);
    let table = "id;name;code;land_ha;x;y\n1,5;2,5;26,35;1,234;613817;3417000\n";
    fs::write(folder.path().join("a.csv"), table).unwrap();
    let survey = read(folder.path(), &source("a.csv")).unwrap();
    let firm = &survey.enterprises[0];
    assert_eq!((firm.id.as_str(), &*firm.name), ("1,5", "2,5"));
    assert!(kept(&survey).contains("26,35"), "{}", kept(&survey));
    assert_eq!(firm.land.map(|land| land.0), Some(0.1234));
    assert!(!notes(&survey).contains(&"its decimal commas were read as points"));

    let table = "id;name;code;land_ha;x;y\n1,5;2.0;26,35;1234,5;613817,5;3417000\n";
    fs::write(folder.path().join("b.csv"), table).unwrap();
    let survey = read(folder.path(), &source("b.csv")).unwrap();
    let firm = &survey.enterprises[0];
    assert_eq!((firm.id.as_str(), &*firm.name), ("1,5", "2.0"));
    assert!(kept(&survey).contains("26,35"), "{}", kept(&survey));
    assert_eq!(firm.land.map(|land| land.0), Some(0.12345));
    assert!(notes(&survey).contains(&"its decimal commas were read as points"));
}

/// Projects of these names were passed over as sums, though each has an id and an industry.
#[test]
fn a_row_with_an_id_and_an_industry_is_no_sum() {
    let folder = TempDir::new().unwrap();
    let table = "项目名称,项目编号,行业代码,用地面积\n合计,P1,C3599,2\nTotal,P3,C3599,3\n\
                 合计,,,5\n合计,合计,C3599,5\n";
    fs::write(folder.path().join("a.csv"), table).unwrap();
    let source = Source { file: "a.csv".into(), ..Source::default() };
    let mut survey = Survey::default();
    read_projects(&source, folder.path(), None, &BTreeMap::new(), &mut survey).unwrap();
    let ids: Vec<&str> = survey.projects.iter().map(|project| project.id.as_str()).collect();
    assert_eq!(ids, ["P1", "P3"]);
    let told = "rows of sums, signatures and remarks are passed over: 4 (合计), 5 (合计)";
    assert_eq!(notes(&survey), [told]);
}

/// Brackets behind the name of a column were dropped without a word, a datum among them.
#[test]
fn what_brackets_say_is_heeded_or_noted() {
    let folder = TempDir::new().unwrap();
    let file = |text: &str, crs: Option<&str>| {
        fs::write(folder.path().join("a.csv"), text).unwrap();
        let crs = crs.map(str::to_owned);
        let source = Source { file: "a.csv".to_owned(), crs, ..Source::default() };
        let fields = ["jobs", "energy_tce"].map(|name| (name.to_owned(), FieldKind::Number));
        let mut survey = Survey::default();
        let read =
            read_enterprises(&source, folder.path(), None, &BTreeMap::from(fields), &mut survey);
        read.map(|()| survey).map_err(|error| error.to_string())
    };
    for (said, crs) in [("GCJ02", "gcj02"), ("火星", "gcj02"), ("百度", "bd09")] {
        let text = format!("id,经度（{said}）,纬度（{said}）\nA,121.25,30.85\n");
        let error = file(&text, None).unwrap_err();
        assert!(error.contains(&format!("write crs = \"{crs}\"")), "{error}");
        assert!(error.contains(&format!("\"经度（{said}）\" says another datum")), "{error}");
        assert!(file(&text, Some(crs)).is_ok(), "{said}");
    }
    let error = file("id,lon(WGS84),lat\nA,121,31\n", Some("gcj02")).unwrap_err();
    assert!(error.contains("write crs = \"EPSG:4326\""), "{error}");
    // The WKT says where it is; what the columns say is not asked for.
    let other = file("id,wkt,lon(GCJ02),lat\nA,POINT (121 31),121,31\n", None);
    assert!(other.is_ok());

    let text = "id,经度（分）,纬度,jobs（含外聘）,energy_tce(kWh)\nA,121.25,30.85,3,5\n";
    let survey = file(text, None).unwrap();
    for told in [
        "column 经度（分）: what its brackets say (分) is not understood",
        "column jobs（含外聘）: what its brackets say (含外聘) is not understood",
        "column energy_tce(kWh) is not read: its brackets (kwh) are no unit that energy_tce can have",
    ] {
        assert!(notes(&survey).iter().any(|note| note.starts_with(told)), "{:?}", notes(&survey));
    }
    let survey = file("id,x（米）,y（米）\nA,613817,3417000\n", Some("EPSG:4549")).unwrap();
    assert!(!notes(&survey).iter().any(|note| note.contains("bracket")), "{:?}", notes(&survey));
}

/// Nothing was said of columns of land and industry that no name answers for.
#[test]
fn absent_land_and_industry_are_noted() {
    let codes = Classification::from_csv("code,name_zh\nC,x\n35,y\n").unwrap();
    let folder = TempDir::new().unwrap();
    let source = Source { file: "a.csv".to_owned(), ..Source::default() };
    let told = |header: &str| {
        let text = format!("{header}\nA,121,31,15,C35\n");
        fs::write(folder.path().join("a.csv"), text).unwrap();
        let mut survey = Survey::default();
        let (fields, folder) = (BTreeMap::new(), folder.path());
        read_enterprises(&source, folder, Some(&codes), &fields, &mut survey).unwrap();
        let firms = notes(&survey).join("\n");
        let mut survey = Survey::default();
        read_projects(&source, folder, Some(&codes), &fields, &mut survey).unwrap();
        assert_eq!(notes(&survey).join("\n"), firms);
        firms
    };
    let absent = |key: &str, columns: &str| {
        format!("has no column for {key}, which counts as unknown; its columns are {columns}")
    };
    let columns = "id, lon, lat, 用地面积/亩, 产业";
    assert_eq!(
        told("id,lon,lat,用地面积/亩,产业"),
        [absent("industry", columns), absent("land_ha", columns)].join("\n")
    );
    assert_eq!(told("id,lon,lat,用地面积,行业"), "");
}

/// Of two columns of one meaning one was ignored without a word.
#[test]
fn the_second_column_of_a_meaning_is_named() {
    let table = "id,lon,lat,land_ha,用地面积（亩）,lonlat\nA,121,31,1,30,\"122,32\"\n";
    let survey = firms("a.csv", table).unwrap();
    assert_eq!(used(&survey), [("A", 121.0, Some(1.0))]);
    assert_eq!(
        notes(&survey),
        [
            "column 用地面积（亩） is not read: it means the same as land_ha, which is",
            "column lonlat is not read: it means the same as lon, lat, which is",
        ]
    );
    assert_eq!(notes(&firms("a.csv", "id,fid,lon,lat\nA,1,121,31\n").unwrap()), [""; 0]);
}

/// A unit in a title, or in a row below the column names, was thrown away with it.
#[test]
fn units_beside_the_table_are_noted() {
    let told = |row: u64, words: &str| {
        format!("row {row} says a unit ({words}), which is not read from there")
    };
    for (table, note) in [
        ("调查表,,,单位：亩\nid,lon,lat,land_ha\nA,121,31,15\n", told(1, "单位：亩")),
        ("调查表（单位：亩）,,,\nid,lon,lat,land_ha\nA,121,31,15\n", told(1, "调查表（单位：亩）")),
        ("id,lon,lat,land_ha\n,度,度,亩\nA,121,31,15\n", told(2, "度 度 亩")),
        ("id,lon,lat,land_ha\n单位：亩,,,\nA,121,31,15\n", told(2, "单位：亩")),
    ] {
        let survey = firms("a.csv", table).unwrap();
        assert_eq!(used(&survey), [("A", 121.0, Some(15.0))], "{table}");
        assert!(survey.rejects.is_empty(), "{table}");
        assert!(notes(&survey).iter().any(|n| n.starts_with(&note)), "{:?}", notes(&survey));
    }
    let survey = firms("a.csv", "填报单位：经信委,,,\nid,lon,lat,land_ha\nA,121,31,15\n").unwrap();
    assert!(!notes(&survey).iter().any(|note| note.contains("unit")), "{:?}", notes(&survey));
}

/// `jobs（万人）` was read as it stood, with a note that its brackets were not understood.
#[test]
fn every_unit_behind_the_name_of_a_column_is_read_or_the_column_is_not() {
    let keys =
        ["jobs", "output_10k_yuan", "energy_tce", "water_t", "cod_t", "floor_area_m2", "rd_share"];
    let fields: BTreeMap<_, _> =
        keys.map(|key| (key.to_owned(), FieldKind::Number)).into_iter().collect();
    let folder = TempDir::new().unwrap();
    let value = |column: &str| {
        let text = format!("id,lon,lat,{column}\nA,121.25,30.85,3\n");
        fs::write(folder.path().join("a.csv"), text).unwrap();
        let source = Source { file: "a.csv".to_owned(), ..Source::default() };
        let mut survey = Survey::default();
        read_enterprises(&source, folder.path(), None, &fields, &mut survey).unwrap();
        let facts = &survey.enterprises[0].facts;
        let key = keys.iter().find(|key| column.starts_with(**key));
        let land = || survey.enterprises[0].land.map(|land| land.0);
        let value = key.map_or_else(land, |key| facts.number(key));
        let told = notes(&survey).iter().any(|note| {
            note.contains("read as meant") || note.contains(&format!("column {column} is not read"))
        });
        (value.map(|value| (value * 1e6).round() / 1e6), told)
    };
    for (column, expected) in [
        ("jobs（万人）", 30_000.0),
        ("jobs（人）", 3.0),
        ("jobs（单位：人）", 3.0),
        ("land_ha（公顷）", 3.0),
        ("land_ha（亩）", 0.2),
        ("land_ha（㎡）", 0.0003),
        ("land_ha（m²）", 0.0003),
        ("land_ha（平方米）", 0.0003),
        ("land_ha（万平方米）", 3.0),
        ("land_ha（平方公里）", 300.0),
        ("output_10k_yuan（万元）", 3.0),
        ("output_10k_yuan（元）", 0.0003),
        ("output_10k_yuan（亿元）", 30_000.0),
        ("energy_tce（吨标煤）", 3.0),
        ("energy_tce（万吨标准煤）", 30_000.0),
        ("water_t（万立方米）", 30_000.0),
        ("water_t（m³）", 3.0),
        ("cod_t（千克）", 0.003),
        ("floor_area_m2（万平方米）", 30_000.0),
    ] {
        assert_eq!(value(column), (Some(expected), true), "{column}");
    }
    for column in [
        "jobs（万元）",
        "land_ha（公里）",
        "output_10k_yuan（亩）",
        "energy_tce（万千瓦时）",
        "rd_share（%）",
    ] {
        assert_eq!(value(column), (None, true), "{column}");
    }
    // One that the program does not know of a number without a unit of its own: as it stands, and said.
    assert_eq!(value("rd_share（含外协）"), (Some(3.0), false));
}

/// A layer of one enterprise in GBK, of which no file says so.
fn fill(mut dataset: gdal::Dataset) {
    let layer = gdal::vector::LayerOptions {
        name: "企业",
        options: Some(&["ENCODING=GBK"]),
        ty: gdal::vector::OGRwkbGeometryType::wkbPoint,
        ..gdal::vector::LayerOptions::default()
    };
    let layer = dataset.create_layer(layer).unwrap();
    for name in ["id", "name"] {
        let field = gdal::vector::FieldDefn::new(name, gdal::vector::OGRFieldType::OFTString);
        field.unwrap().add_to_layer(&layer).unwrap();
    }
    let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
    let point = gdal::vector::Geometry::from_wkt("POINT (121.25 30.85)").unwrap();
    feature.set_geometry(point).unwrap();
    feature.set_field_string(0, "A").unwrap();
    feature.set_field_string(1, "金山纺织厂").unwrap();
    feature.create(&layer).unwrap();
}

/// The table of a Shapefile in an archive was not looked at, and its text in GBK garbled without a word.
#[test]
fn a_shapefile_in_an_archive_is_one_like_all_others() {
    let folder = TempDir::new().unwrap();
    let place = folder.path();
    let driver = gdal::DriverManager::get_driver_by_name("ESRI Shapefile").unwrap();
    let dataset = || driver.create_vector_only(place.join("企业.shp")).unwrap();
    fill(dataset());
    let mut archive = zip::ZipWriter::new(fs::File::create(place.join("a.zip")).unwrap());
    for ending in ["shp", "shx", "dbf"] {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(format!("数据/企业.{ending}"), options).unwrap();
        let bytes = fs::read(place.join(format!("企业.{ending}"))).unwrap();
        std::io::Write::write_all(&mut archive, &bytes).unwrap();
    }
    archive.finish().unwrap();
    let archive = place.join("a.zip");
    let archive = archive.display();
    for file in [
        "a.zip".to_owned(),
        format!("/vsizip/{archive}"),
        format!("/vsizip/{archive}/数据"),
        format!("/vsizip/{archive}/数据/企业.shp"),
    ] {
        let source =
            Source { file: file.clone(), layer: Some("企业".into()), ..Source::default() };
        let survey = read(place, &source).unwrap();
        assert_eq!(&*survey.enterprises[0].name, "金山纺织厂", "{file}");
        assert!(notes(&survey).contains(&"is not UTF-8 and was read as GBK"), "{file}");
    }
}

/// Western text was read as GBK, and garbled; other encodings could not be named.
#[test]
fn text_is_in_the_encoding_of_its_letters_or_in_the_one_that_is_named() {
    let table = |text: &str, encoding: &'static encoding_rs::Encoding| {
        format!("id;name;land_ha;lon;lat\nA;{text};1,5;-73,05;-36,8\n")
            .lines()
            .flat_map(|line| [&encoding.encode(line).0[..], b"\n"].concat())
            .collect::<Vec<u8>>()
    };
    let western = "Maderas Peñalolén – Ñuble";
    let survey = firms("a.csv", table(western, encoding_rs::WINDOWS_1252)).unwrap();
    assert_eq!(&*survey.enterprises[0].name, western);
    assert!(notes(&survey).iter().any(|note| note.contains("was read as windows-1252")));
    let folder = TempDir::new().unwrap();
    let source = |encoding: &str| Source {
        file: "a.csv".to_owned(),
        encoding: Some(parkward_io::Encoding::of_name(encoding).unwrap()),
        ..Source::default()
    };
    for (text, name, encoding) in [
        ("鋼鐵廠", "big5", encoding_rs::BIG5),
        ("Завод", "windows-1251", encoding_rs::WINDOWS_1251),
        ("製鉄所", "shift_jis", encoding_rs::SHIFT_JIS),
        ("朱镕", "gb2312", encoding_rs::GBK),
    ] {
        fs::write(folder.path().join("a.csv"), table(text, encoding)).unwrap();
        let survey = read(folder.path(), &source(name)).unwrap();
        assert_eq!(&*survey.enterprises[0].name, text, "{name}");
    }
    // A table of a Shapefile that says nothing, or Windows ANSI, which programs write whatever the text is.
    let driver = gdal::DriverManager::get_driver_by_name("ESRI Shapefile").unwrap();
    fill(driver.create_vector_only(folder.path().join("企业.shp")).unwrap());
    let file = folder.path().join("企业.dbf");
    fs::remove_file(file.with_extension("cpg")).ok();
    let mut bytes = fs::read(&file).unwrap();
    let (chinese, ..) = encoding_rs::GBK.encode("金山纺织厂");
    let at = bytes.windows(chinese.len()).position(|part| *part == *chinese).unwrap();
    bytes[at..at + chinese.len()].copy_from_slice(b"Pe\xf1alol\xe9n ");
    for (language, noted) in [(0, true), (0x57, false)] {
        bytes[29] = language;
        fs::write(&file, &bytes).unwrap();
        let source = Source { file: "企业.shp".to_owned(), ..Source::default() };
        let survey = read(folder.path(), &source).unwrap();
        assert_eq!(&*survey.enterprises[0].name, "Peñalolén");
        assert_eq!(notes(&survey).iter().any(|n| n.contains("windows-1252")), noted, "{language}");
    }
}

/// Column names in two rows were one row of names, and one that was rejected with all below it.
#[test]
fn column_names_may_take_two_rows_and_ids_have_other_names() {
    let text = "园区外企业调查汇总表,,,\n序号,企业名称,位置,\n,,经度,纬度\n1,甲,121.25,30.85\n2,乙,121.26,30.85\n";
    let survey = firms("a.csv", text).unwrap();
    assert_eq!(used(&survey), [("1", 121.25, None), ("2", 121.26, None)]);
    assert_eq!(survey.enterprises[0].row, 4);
    assert_eq!(
        notes(&survey),
        [
            "has its column names in row 2; what stands above is passed over",
            "its column names take two rows, the second of which is row 3",
        ]
    );
    // A row that lacks its id is no row of names.
    let survey = firms("a.csv", "id,lon,lat,x\n,121,31,lonlat\nA,121,31,y\n").unwrap();
    assert_eq!((used(&survey).len(), survey.rejects[0].row), (1, 2));
    let text = "序号,统一社会信用代码,lon,lat\n1,91310116MA1J80001X,121,31\n";
    assert_eq!(used(&firms("a.csv", text).unwrap())[0].0, "91310116MA1J80001X");
}

/// A sheet without anything called an id had no columns; a folder of folders in a map app was a layer.
#[test]
fn a_sheet_without_ids_and_nested_folders_are_read() {
    let folder = TempDir::new().unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "企业名录").unwrap();
    sheet.write_row(1, 0, ["企业名称", "经度", "纬度"]).unwrap();
    sheet.write(2, 0, "甲").unwrap();
    sheet.write_row(2, 1, [121.25, 30.85]).unwrap();
    book.save(folder.path().join("a.xlsx")).unwrap();
    let source = Source { file: "a.xlsx".into(), ..Source::default() };
    assert_eq!(used(&read(folder.path(), &source).unwrap()), [("3", 121.25, None)]);
    let place = "<Placemark><name>甲</name><Point><coordinates>121.25,30.85</coordinates></Point></Placemark>";
    let kml = format!(
        "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Folder><name>我的标签</name><Folder>\
         <name>枫泾</name>{place}</Folder></Folder></Document></kml>"
    );
    assert_eq!(used(&firms("a.kml", kml).unwrap())[0].1, 121.25);
}
