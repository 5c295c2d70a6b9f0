//! Every export is read by another program and compared cell by cell.

use crate::common::{copy, done, listing, other};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// One layer as rows of named cells.
type Table = Vec<Vec<(String, Value)>>;

/// The format, a file of it (with `{}` for the layer), whether texts end at 254 bytes, and whether unknown numbers are 0.
const FORMATS: [(&str, &str, bool, bool); 12] = [
    ("gpkg", "relocation.gpkg", false, false),
    ("csv", "csv/{}.csv", false, false),
    ("flatgeobuf", "flatgeobuf/{}.fgb", false, false),
    ("geoparquet", "geoparquet/{}.parquet", false, false),
    ("shapefile", "shapefile/{}.shp", true, false),
    ("xlsx", "relocation.xlsx", false, false),
    ("kml", "kml/{}.kml", false, false),
    ("gdb", "relocation.gdb", false, false),
    ("sqlite", "relocation.sqlite", false, false),
    ("ods", "relocation.ods", false, false),
    ("GML", "gml/{}.gml", false, false),
    ("MapInfo File", "mapinfo_file/{}.tab", true, true),
];

/// The layers of a plan: GeoJSON is plain enough to be read without a program.
fn layers(folder: &Path) -> BTreeMap<String, Table> {
    let files = fs::read_dir(folder.join("out/geojson")).unwrap();
    let rows = |path: &Path| -> Table {
        let layer: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let rows = layer["features"].as_array().unwrap().iter();
        rows.map(|row| {
            let cells = row["properties"].as_object().unwrap().iter();
            cells.map(|(name, value)| (name.clone(), value.clone())).collect()
        })
        .collect()
    };
    files
        .map(|file| file.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), rows(&path)))
        .collect()
}

/// A layer of a file as GDAL reads it; Parquet, which not every GDAL can, as its own library does.
fn read(file: &Path, layer: &str) -> Vec<BTreeMap<String, String>> {
    if file.extension().is_some_and(|ending| ending == "parquet") {
        return read_parquet(file);
    }
    // A Shapefile without geometries is a .dbf alone.
    let table = file.with_extension("dbf");
    let file = if file.exists() { file } else { &table };
    let file = file.to_str().unwrap();
    let text =
        other("ogr2ogr", &["-f", "CSV", "/vsistdout/", file, layer, "-lco", "GEOMETRY=NONE"]);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    table.deserialize().map(|row| row.unwrap()).collect()
}

fn read_parquet(file: &Path) -> Vec<BTreeMap<String, String>> {
    let file = SerializedFileReader::new(fs::File::open(file).unwrap()).unwrap();
    let text = |cell: &Field| match cell {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Double(number) => number.to_string(),
        other => other.to_string(),
    };
    let cells =
        |row: Row| row.get_column_iter().map(|(name, cell)| (name.clone(), text(cell))).collect();
    file.get_row_iter(None).unwrap().map(|row| cells(row.unwrap())).collect()
}

/// What the format calls a column.
fn name_in(format: &str, folder: &Path, layer: &str, field: &str) -> String {
    match (format, field) {
        ("shapefile", _) => {
            let dictionary = folder.join(format!("layers/shapefile/{layer}_fields.csv"));
            let mut rows = csv::Reader::from_path(dictionary).unwrap();
            let rows = rows.records().map(|row| row.unwrap());
            rows.filter(|row| &row[1] == field).map(|row| row[0].to_owned()).next().unwrap()
        }
        ("xlsx", _) => {
            let dictionary = folder.join(format!("layers/shapefile/{layer}_fields.csv"));
            let mut rows = csv::Reader::from_path(dictionary).unwrap();
            let rows = rows.records().map(|row| row.unwrap());
            rows.filter(|row| &row[1] == field).map(|row| row[3].to_owned()).next().unwrap()
        }
        ("kml", "id") if layer != "parks" => "Name".to_owned(),
        ("kml", "name_zh") if layer == "parks" => "Name".to_owned(),
        ("kml", "reason") => "description".to_owned(),
        ("gdb", "column") => "column_".to_owned(),
        ("kml", "name") => "name_1".to_owned(),
        _ => field.to_owned(),
    }
}

/// All files of a folder but its provenance, by their place in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for path in listing(folder) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(n, b)| (format!("{name}/{n}"), b)));
        } else if name != "provenance.json" {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// Whether a cell says what the plan says.
fn agrees(cell: &str, value: &Value, short: bool, zeros: bool) -> bool {
    match value {
        Value::Null => cell.is_empty() || zeros && cell.parse() == Ok(0.0),
        Value::Bool(flag) => match cell.to_lowercase().as_str() {
            "1" | "true" | "t" => *flag,
            "0" | "false" | "f" => !flag,
            _ => false,
        },
        Value::Number(number) => {
            let number = number.as_f64().unwrap();
            cell.parse()
                .is_ok_and(|cell: f64| (cell - number).abs() <= 1e-9 * number.abs().max(1.0))
        }
        Value::String(text) => {
            let lines = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let cut = short && cell.ends_with('…') && text.starts_with(cell.trim_end_matches('…'));
            cut || lines(cell) == lines(text)
        }
        other => panic!("{other} in a layer"),
    }
}

#[test]
fn every_format_has_every_cell() {
    let mut compared = BTreeMap::new();
    for case in ["projects", "phased", "service_area", "bad_rows"] {
        let work = copy(case);
        let folder = work.path();
        done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
        let layers = layers(folder);
        let all: Vec<&str> = FORMATS.iter().map(|(name, ..)| *name).collect();
        done(folder, &["export", "out", "-f", &all.join(","), "-o", "layers", "-q"]);
        for (format, file, short, zeros) in FORMATS {
            let sheets = ["xlsx", "ods"].contains(&format);
            for (layer, rows) in &layers {
                let path = folder.join("layers").join(file.replace("{}", layer));
                if rows.is_empty()
                    || sheets && ["moves", "zones", "released_land"].contains(&layer.as_str())
                {
                    continue;
                }
                let mut found = read(&path, layer);
                // Points of a mixed layer stand beside it.
                let points = path.with_file_name(format!("{layer}_points.shp"));
                if format == "shapefile" && points.exists() {
                    found.extend(read(&points, &format!("{layer}_points")));
                }
                assert_eq!(found.len(), rows.len(), "{case} {format} {layer}");
                // FlatGeobuf orders its rows by place.
                let key = |row: &[(String, Value)]| {
                    row.iter().take(2).map(|c| c.1.to_string()).collect::<String>()
                };
                let mut rows: Vec<_> = rows.clone();
                if format == "flatgeobuf" {
                    rows.sort_by_key(|row| key(row));
                    let first: Vec<String> =
                        rows[0].iter().take(2).map(|cell| cell.0.clone()).collect();
                    found.sort_by_key(|row| {
                        first.iter().map(|name| format!("\"{}\"", row[name])).collect::<String>()
                    });
                }
                for (row, cells) in rows.iter().zip(&found) {
                    for (field, value) in row {
                        let name = name_in(format, folder, layer, field);
                        let cell = cells.get(&name).unwrap_or_else(|| {
                            panic!("{format} {layer} has no {name}: {:?}", cells.keys())
                        });
                        assert!(
                            agrees(cell, value, short, zeros),
                            "{case} {format} {layer} {field}: {cell:?}, not {value}"
                        );
                        *compared.entry(format).or_insert(0) += 1;
                    }
                }
            }
        }
    }
    assert!(
        compared.len() == FORMATS.len() && compared.values().all(|cells| *cells > 500),
        "{compared:?}"
    );
}

/// A workbook of LibreOffice's in a folder whose name begins with `ods` had 160 bytes: GDAL took the end of the name
/// for that of an archive. Each format is written alone, into a folder of its own name, and is what it is beside all
/// others, which are read back above.
#[test]
fn every_format_alone_is_what_it_is_beside_others() {
    let work = copy("projects");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    let mut formats: Vec<&str> = FORMATS.iter().map(|(name, ..)| *name).collect();
    formats.push("geojson");
    done(folder, &["export", "out", "-f", &formats.join(","), "-o", "all", "-q"]);
    let all = files(&folder.join("all"));
    let mut seen = 0;
    for format in formats {
        done(folder, &["export", "out", "-f", format, "-o", format, "-q"]);
        let alone = files(&folder.join(format));
        assert!(!alone.is_empty(), "{format}");
        for (name, bytes) in alone {
            assert!(all.get(&name) == Some(&bytes), "{format}: {name}");
            seen += 1;
        }
    }
    assert_eq!(seen, all.len());
    done(folder, &["export", "out", "-f", "dxf", "--crs", "EPSG:4549", "-o", "dxf", "-q"]);
    let drawing = folder.join("dxf/relocation_epsg4549.dxf");
    let told = other("ogrinfo", &["-so", "-al", drawing.to_str().unwrap()]);
    let count = told.lines().find_map(|line| line.strip_prefix("Feature Count: ")).unwrap();
    assert!(count.parse::<u32>().unwrap() > 0, "{told}");
}

/// Tables without geometries were in the file, and no program listed them.
#[test]
fn every_table_of_a_database_is_listed() {
    let work = copy("projects");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    done(folder, &["export", "out", "-f", "sqlite,gpkg", "-o", "layers", "-q"]);
    let names = |file: &str| -> BTreeSet<String> {
        let file = folder.join("layers").join(file);
        let told = other("ogrinfo", &["-q", file.to_str().unwrap()]);
        let name = |line: &str| line.split([':', '(']).nth(1).map(|name| name.trim().to_owned());
        let names = told.lines().filter_map(name);
        names.filter(|name| name != "layer_styles").collect()
    };
    assert_eq!(names("relocation.sqlite"), names("relocation.gpkg"));
}
