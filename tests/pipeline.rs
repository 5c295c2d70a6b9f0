//! The program as people use it: whole plans on small districts, in every format, and with the mistakes
//! that people make. Each test works in a folder of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod area_unit;
mod bounded;
mod by_road;
mod cases;
mod chinese;
mod common;
mod database;
mod folders;
mod formats;
mod hostile;
mod languages;
mod network;
mod parquet;
mod prose;
mod read_back;
mod regressions;
mod sheets;
mod streams;
mod verify;

use common::{
    case, copy, decisions, done, edit, listing, other, parkward, plan_json, refused, root, text,
};
use parkward_policy::{BookTable, RuleBook};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use tempfile::TempDir;

/// A rule that begins later closes nobody before: the same files, planned by the rules of two days.
#[test]
fn a_plan_follows_the_rules_of_its_day() {
    let work = copy("four_to_eliminate");
    let verdict = |day: &str| {
        done(work.path(), &["plan", "plan.toml", "-o", day, "--as-of", day, "-q"]);
        done(work.path(), &["verify", day]);
        let plan = plan_json(&work.path().join(day));
        let firm = plan["enterprises"].as_array().unwrap().iter().find(|e| e["id"] == "F10");
        firm.unwrap()["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(verdict("2021-02-28"), "moves");
    assert_eq!(verdict("2021-03-01"), "closes");
}

#[test]
fn every_format_gives_the_same_plan() {
    let work = copy("nested");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "reference"]);
    let reference = decisions(&plan_json(&folder.join("reference")));
    let input = |file: &str| folder.join("input").join(file).to_str().unwrap().to_owned();
    let points =
        ["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-a_srs", "EPSG:4326"];
    for (name, driver) in [
        ("a.gpkg", "GPKG"),
        ("a.shp", "ESRI Shapefile"),
        ("a.fgb", "FlatGeobuf"),
        ("a.xlsx", "XLSX"),
    ] {
        let (parks, firms) = (input(&format!("parks_{name}")), input(&format!("firms_{name}")));
        other("ogr2ogr", &["-f", driver, &parks, &input("parks.geojson"), "-oo", "NATIVE_DATA=NO"]);
        other(
            "ogr2ogr",
            &[&["-f", driver, &firms, &input("enterprises.csv")][..], &points].concat(),
        );
        let plan = fs::read_to_string(case("nested").join("plan.toml")).unwrap();
        // A workbook has no polygons: its enterprises come from two columns, the parks stay GeoJSON.
        let plan = if driver == "XLSX" {
            plan
        } else {
            plan.replace("input/parks.geojson", &format!("input/parks_{name}"))
        };
        // Shapefile names end after 10 bytes.
        let plan = plan.replace("input/enterprises.csv\"", &format!("input/firms_{name}\""));
        let plan = if driver == "ESRI Shapefile" {
            plan.replace(
                "[enterprises]",
                "columns = { capacity_ha = \"capacity_h\" }\n[enterprises]",
            )
        } else {
            plan
        };
        fs::write(folder.join("other.toml"), plan).unwrap();
        done(folder, &["plan", "other.toml", "-o", "other"]);
        // FlatGeobuf orders its rows by place.
        let sorted = |decisions: &str| {
            let mut lines: Vec<String> = decisions.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        let found = decisions(&plan_json(&folder.join("other")));
        assert_eq!(sorted(&found), sorted(&reference), "{driver}");
    }
}

#[test]
fn gbk_gcj02_and_mu_are_read_as_they_are_meant() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "reference"]);
    for crs in ["gcj02", "bd09", "EPSG:4549", "EPSG:4528"] {
        let transformer = parkward_crs::parse(crs).unwrap().transformer().unwrap();
        let mut table = "企业编号,行业,用地（亩）,经度,纬度,process_class\n".to_owned();
        for line in
            fs::read_to_string(folder.join("input/enterprises.csv")).unwrap().lines().skip(1)
        {
            let cells: Vec<&str> = line.split(',').collect();
            let site = geo_types::Point::new(cells[3].parse().unwrap(), cells[4].parse().unwrap());
            let moved = transformer.from_wgs84(&site).unwrap();
            let mu = cells[2].parse::<f64>().unwrap() * 15.0;
            writeln!(
                table,
                "{},{},{mu},{},{},{}",
                cells[0],
                cells[1],
                moved.x(),
                moved.y(),
                cells[5]
            )
            .unwrap();
        }
        let (gbk, _, unmappable) = encoding_rs::GBK.encode(&table);
        assert!(!unmappable);
        fs::write(folder.join("input/firms.csv"), gbk).unwrap();
        let plan = fs::read_to_string(case("hand").join("plan.toml")).unwrap();
        let mapped = format!(
            "crs = \"{crs}\"\nland_unit = \"mu\"\nfile = \"input/firms.csv\"\n[enterprises.columns]\n\
             id = \"企业编号\"\nindustry = \"行业\"\nland_ha = \"用地（亩）\"\nlon = \"经度\"\nlat = \"纬度\"\n"
        );
        fs::write(
            folder.join("gbk.toml"),
            plan.replace("file = \"input/enterprises.csv\"\n", &mapped),
        )
        .unwrap();
        done(folder, &["plan", "gbk.toml", "-o", "gbk"]);
        let (gbk, reference) =
            (plan_json(&folder.join("gbk")), plan_json(&folder.join("reference")));
        assert_eq!(gbk["summary"], reference["summary"], "{crs}");
        for (a, b) in gbk["enterprises"]
            .as_array()
            .unwrap()
            .iter()
            .zip(reference["enterprises"].as_array().unwrap())
        {
            let metres = |e: &Value| e["distance_m"].as_f64().unwrap_or(0.0);
            assert!(
                (metres(a) - metres(b)).abs() < 0.002,
                "{crs}: {} and {}",
                metres(a),
                metres(b)
            );
            assert_eq!((&a["park"], &a["land_ha"]), (&b["park"], &b["land_ha"]), "{crs}");
        }
        let notes = gbk["notes"].as_array().unwrap();
        let mut notes = notes.iter().map(|note| note["text"]["en"].as_str().unwrap());
        assert!(notes.any(|note| note == "is not UTF-8 and was read as GBK"));
    }
}

#[test]
fn a_shapefile_in_gbk_is_read_by_its_cpg() {
    let work = copy("district_of_points");
    let folder = work.path();
    let input = |file: &str| folder.join("input").join(file).to_str().unwrap().to_owned();
    other(
        "ogr2ogr",
        &[
            "-f",
            "ESRI Shapefile",
            "-lco",
            "ENCODING=GBK",
            &input("parks.shp"),
            &input("parks.geojson"),
        ],
    );
    assert!(fs::read_to_string(folder.join("input/parks.cpg")).unwrap().contains("GBK"));
    edit(
        folder,
        "plan.toml",
        "input/parks.geojson\"",
        "input/parks.shp\"\ncolumns = { capacity_ha = \"capacity_h\" }",
    );
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    assert_eq!(plan_json(&folder.join("out"))["parks"][2]["name"]["zh"], "化工园");
}

#[test]
fn mistakes_get_one_sentence_and_leave_nothing() {
    let plan = ["plan", "plan.toml", "-o", "out"];
    let spoilt = |file: &str, from: &str, to: &str| {
        let work = copy("hand");
        edit(work.path(), file, from, to);
        refused(work.path(), &plan)
    };
    let firms = "input/enterprises.csv";
    for (file, from, to, expected) in [
        (
            "plan.toml",
            firms,
            "input/firms.csv",
            "input/firms.csv: there is no such file; check `file` in the plan (input/firms.csv)",
        ),
        ("plan.toml", "rules.toml", "rule.toml", "input/rule.toml: there is no such rule file"),
        (
            "plan.toml",
            "rules =",
            "rule =",
            "plan.toml, line 6: unknown key `rule`; did you mean `rules`?",
        ),
        (
            "plan.toml",
            "[parks]",
            "[parks]\nlayer = 3",
            "plan.toml, line 8: invalid type: integer `3`, expected a string",
        ),
        (
            "plan.toml",
            "[enterprises]",
            "[enterprises]\ncolumns = { indstry = \"x\" }",
            "columns.indstry means nothing for input/enterprises.csv; did you mean columns.industry? Known: id, name, industry, land_ha, lon, lat, lonlat, wkt, process_class",
        ),
        (
            "plan.toml",
            "[enterprises]",
            "[enterprises]\ncolumns = { industry = \"industri\" }",
            "input/enterprises.csv: there is no column \"industri\" for industry (did you mean \"industry\"?); its columns are id, industry, land_ha, lon, lat, process_class. Write columns.industry = \"…\" with one of these",
        ),
        (
            "plan.toml",
            "[enterprises]",
            "[enterprises]\ncrs = \"EPSG:4549\"",
            "input/enterprises.csv: the coordinates (121.005, 31) look like degrees, but EPSG:4549 is in metres; set crs to EPSG:4326, EPSG:4490, gcj02 or bd09",
        ),
        (
            "plan.toml",
            "[enterprises]",
            "[enterprises]\ncrs = \"EPSG:99999\"",
            "input/enterprises.csv: unknown CRS \"EPSG:99999\": write an EPSG code such as EPSG:4549, EPSG:4490 or EPSG:4326, gcj02, bd09, a PROJ string such as \"+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +ellps=GRS80\", or WKT",
        ),
        (
            "plan.toml",
            "[enterprises]",
            "[enterprises]\nencoding = \"latin\"",
            "plan.toml, line 10: expected utf-8, gbk, big5, windows-1252 or another encoding's name, found latin",
        ),
        (
            "input/rules.toml",
            "cut_off_km",
            "cutoff_km",
            "rules.toml, line 13: unknown key `cutoff_km`; did you mean `cut_off_km`?",
        ),
        (
            "input/rules.toml",
            "unplaced_km = 100.0",
            "unplaced_km = 10.0",
            "rules.toml: weights.unplaced_km: expected more than 20 km",
        ),
        (
            "input/codes.csv",
            "code,",
            "kode,",
            "codes.csv: expected a header that begins with code,name_zh; found \"kode,name_zh\"",
        ),
        (
            firms,
            "121.0",
            "521",
            "input/enterprises.csv: none of its 3 rows can be used; the first, row 2, column lon: expected longitude -180…180 and latitude -90…90 (set crs if these are metres), found (52105, 31)",
        ),
        (
            firms,
            "id,",
            "key,",
            "input/enterprises.csv: there is no column \"id\" for id; its columns are key, industry, land_ha, lon, lat, process_class. Write columns.id = \"…\" with one of these",
        ),
        (
            "input/parks.geojson",
            "]}\n",
            "]",
            "input/parks.geojson: expected a GeoJSON FeatureCollection in UTF-8, found EOF while parsing",
        ),
        (
            "plan.toml",
            "[parks]",
            "[[pins]]\nenterprises = [\"E1\", \"E2\"]\npark = \"A\"\nwhy = \"x\"\n[parks]",
            "plan.toml: pins: those pinned to A need 4 ha of land, and it can take 2 ha; pin fewer, or give it more in park_changes",
        ),
        (
            "plan.toml",
            "[parks]",
            "[[pins]]\nenterprise = \"E3\"\npark = \"A\"\nwhy = \"x\"\n[parks]",
            "plan.toml: [[pins]] number 1: E3 does not move (Outside, closes: Eliminated process",
        ),
        (
            "plan.toml",
            "[parks]",
            "[[locks]]\nenterprise = \"E11\"\nwhy = \"x\"\n[parks]",
            "plan.toml: [[locks]] number 1: there is no enterprise \"E11\"; did you mean \"E1\"?",
        ),
        (
            "plan.toml",
            "[parks]",
            "[[locks]]\nenterprise = \"E1\"\nwhy = \"\"\n[parks]",
            "plan.toml, line 9: expected why it was decided so, found nothing",
        ),
        (
            "plan.toml",
            "[parks]",
            "[robustness]\nruns = 0\n[parks]",
            "plan.toml: [robustness] runs: expected 1 to 1000, found 0",
        ),
        (
            "plan.toml",
            "[parks]",
            "[phases]\nyears = { 2027 = 5.0 }\nclosures = 2026\n[parks]",
            "plan.toml: [phases] closures: expected one of its years (2027), found 2026",
        ),
    ] {
        let sentence = spoilt(file, from, to);
        assert!(
            sentence.starts_with(expected),
            "{file}, {from} → {to}:\n  {sentence}\n  {expected}"
        );
    }
}

#[test]
fn empty_and_undecodable_files_are_refused() {
    let plan = ["plan", "plan.toml", "-o", "out"];
    for (file, content, expected) in [
        (
            "enterprises.csv",
            &b"id,industry,land_ha,lon,lat\n"[..],
            "input/enterprises.csv: expected at least one enterprise, found none; there are the names of its columns \
             (id, industry, land_ha, lon, lat), and no rows",
        ),
        (
            "enterprises.csv",
            b"",
            "input/enterprises.csv: expected at least one enterprise, found none; the layer is empty",
        ),
        (
            "enterprises.csv",
            b"id,\xff\xff\xff\n1,2\n",
            "input/enterprises.csv: expected text in UTF-8 or GBK, found bytes that are neither",
        ),
        (
            "parks.geojson",
            b"{\"type\":\"FeatureCollection\",\"features\":[]}",
            "input/parks.geojson: expected at least one park, found none; the layer is empty",
        ),
        (
            "parks.geojson",
            b"{\"type\":\"Topology\"}",
            "input/parks.geojson: expected a GeoJSON FeatureCollection in UTF-8, found a Topology with no member \"features\"",
        ),
    ] {
        let work = copy("hand");
        fs::write(work.path().join("input").join(file), content).unwrap();
        let sentence = refused(work.path(), &plan);
        assert!(sentence.starts_with(expected), "{sentence}");
    }
    let work = copy("hand");
    fs::create_dir(work.path().join("mine")).unwrap();
    fs::write(work.path().join("mine/thesis.doc"), "years of work").unwrap();
    assert!(
        refused(work.path(), &["plan", "plan.toml", "-o", "mine"])
            .starts_with("mine: holds files that are not a plan")
    );
    assert!(
        refused(work.path(), &["plan", "nowhere.toml"])
            .starts_with("nowhere.toml: there is no such plan file")
    );
    assert!(
        refused(work.path(), &["verify", "mine"])
            .starts_with("mine/plan.json: there is no plan here")
    );
    done(work.path(), &["plan", "plan.toml", "-o", "out"]);
    assert_eq!(
        refused(work.path(), &["explain", "out", "nobody"]),
        "there is no enterprise \"nobody\" in the plan"
    );
    assert_eq!(
        refused(work.path(), &["explain", "out", "E11"]),
        "there is no enterprise \"E11\" in the plan; did you mean \"E1\"?"
    );
}

#[test]
fn several_layers_want_a_name() {
    let work = copy("hand");
    let folder = work.path();
    let (parks, world) = (folder.join("input/parks.geojson"), folder.join("input/world.gpkg"));
    for layer in ["parks", "more"] {
        other(
            "ogr2ogr",
            &[
                "-f",
                "GPKG",
                "-update",
                "-append",
                "-nln",
                layer,
                world.to_str().unwrap(),
                parks.to_str().unwrap(),
            ],
        );
    }
    edit(folder, "plan.toml", "input/parks.geojson", "input/world.gpkg");
    let sentence = refused(folder, &["plan", "plan.toml"]);
    assert_eq!(
        sentence,
        "input/world.gpkg: expected one layer, or `layer = \"…\"` to say which; its layers are parks, more"
    );
    edit(folder, "plan.toml", "[parks]", "[parks]\nlayer = \"parks\"");
    done(folder, &["plan", "plan.toml", "-o", "out"]);
}

#[test]
fn strict_finds_what_is_left_and_writes_all_the_same() {
    let work = copy("bad_rows");
    let strict = parkward(work.path(), &["plan", "plan.toml", "-o", "out", "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(work.path().join("out/plan.json").exists());
    assert_eq!(parkward(work.path(), &["check", "plan.toml", "--strict"]).status.code(), Some(1));
    assert_eq!(parkward(work.path(), &["check", "plan.toml"]).status.code(), Some(0));
    let whole = copy("hand");
    done(whole.path(), &["plan", "plan.toml", "-o", "out", "--strict"]);
}

#[test]
fn a_plan_replaces_a_plan_and_two_runs_write_the_same_bytes() {
    let work = copy("hand");
    for out in ["a", "b", "a"] {
        done(work.path(), &["plan", "plan.toml", "-o", out]);
    }
    for file in [
        "plan.json",
        "summary.md",
        "provenance.json",
        "relocation.gpkg",
        "map.svg",
        "map.png",
        "map.pdf",
    ] {
        let read = |out: &str| fs::read(work.path().join(out).join(file)).unwrap();
        assert!(read("a") == read("b"), "{file} differs");
    }
    let names: Vec<_> =
        listing(work.path()).into_iter().map(|p| p.file_name().unwrap().to_owned()).collect();
    assert_eq!(names, ["a", "b", "input", "plan.toml"]);
}

#[test]
fn a_tampered_plan_does_not_verify() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    done(folder, &["verify", "out"]);
    let plan = plan_json(&folder.join("out"));
    type Tamper = fn(&mut Value);
    let tamper: [(&str, Tamper); 6] = [
        ("a distance", |plan| plan["enterprises"][0]["distance_m"] = 1.0.into()),
        ("a verdict", |plan| plan["enterprises"][2]["verdict"] = "in_park".into()),
        ("a destination", |plan| plan["enterprises"][0]["park"] = "A".into()),
        ("a bound", |plan| plan["solution"]["lower_bound_mm"] = 1.into()),
        ("a load", |plan| plan["parks"][0]["load_after_ha"] = 0.0.into()),
        ("a boundary", |plan| {
            plan["parks"][0]["footprint"]["coordinates"][0][0][0][0] = 120.0.into()
        }),
    ];
    for (what, tamper) in tamper {
        let mut plan = plan.clone();
        tamper(&mut plan);
        fs::write(folder.join("out/plan.json"), plan.to_string()).unwrap();
        assert_eq!(parkward(folder, &["verify", "out"]).status.code(), Some(1), "{what}");
    }
}

#[test]
fn a_plan_of_another_schema_is_refused_with_the_version_that_reads_it() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    for (schema, reader) in [
        (
            "parkward-plan/1",
            "Parkward 0.1.0 up to commit a460787 reads; plan again, or read it with that",
        ),
        ("parkward-plan/3", "only a later version may read"),
    ] {
        let mut plan = plan_json(&folder.join("out"));
        plan["schema"] = schema.into();
        fs::write(folder.join("out/plan.json"), plan.to_string()).unwrap();
        let expected = "out/plan.json: expected a plan of schema parkward-plan/2, found ";
        assert_eq!(
            refused(folder, &["verify", "out"]),
            format!("{expected}{schema}, which {reader}")
        );
    }
}

/// `PARKWARD_BLESS=1` writes it anew; the cases hold it against every plan, in `check_plan.py`.
#[test]
fn the_published_schema_is_the_one_that_the_program_prints() {
    let printed = done(&root(), &["schema"]);
    let published = root().join("docs/plan.schema.json");
    if std::env::var_os("PARKWARD_BLESS").is_some() {
        fs::write(&published, &printed).unwrap();
    }
    assert_eq!(printed, fs::read_to_string(published).unwrap());
}

/// `PARKWARD_BLESS=1` writes them anew.
#[test]
fn the_plugin_offers_the_weights_formats_and_kinds_of_zones_that_the_program_has() {
    let mut expected = "\"\"\"The program's weights, formats and kinds of zones, made from its tables (tests/pipeline.rs).\"\"\"\n\nWEIGHTS = (\n".to_owned();
    for weight in parkward_policy::Weight::all() {
        let (key, name) = (weight.key(), weight.name());
        expected += &format!("    ({key:?}, {:?}, {:?}),\n", name.zh, name.en);
    }
    expected += ")\n# Beside the GeoPackage, which is always written.\nFORMATS = (\n";
    let formats = parkward_io::Format::all();
    for format in formats.filter(|format| *format != parkward_io::Format::Geopackage) {
        expected += &format!("    ({:?}, {:?}),\n", format.name(), format.title());
    }
    expected += ")\n# Those of the rule book that ships.\nZONE_KINDS = (\n";
    let book = root().join("data/rules");
    let text = fs::read_to_string(book.join("jinshan.toml")).unwrap();
    let rules = RuleBook::parse(&text, "jinshan.toml", |table| {
        let (BookTable::Classification(name) | BookTable::Limits(name)) = table;
        fs::read_to_string(book.join(name))
    });
    let rules = rules.unwrap().unwrap();
    for kind in rules.zone_kinds {
        expected += &format!("    ({:?}, {:?}, {:?}),\n", kind.id, kind.name.zh, kind.name.en);
    }
    expected += ")\n";
    let tables = root().join("crates/qgis/plugin/tables.py");
    if std::env::var_os("PARKWARD_BLESS").is_some() {
        fs::write(&tables, &expected).unwrap();
    }
    assert_eq!(expected, fs::read_to_string(tables).unwrap());
}

/// The plugin's own list had no phases, zones and projects, and did not load them.
#[test]
fn the_plugin_loads_every_layer_that_a_plan_may_have() {
    let plugin = root().join("crates/qgis/plugin/algorithms/plan.py");
    let plugin = fs::read_to_string(plugin).unwrap();
    let begin = plugin.find("\nLAYERS = (").unwrap();
    let lists = &plugin[begin..plugin.find("\nOUTLINES = (").unwrap()];
    let row = |line: &str| Some(line.strip_prefix("    (\"")?.split_once('"')?.0.to_owned());
    let mut listed: Vec<_> = lists.lines().filter_map(row).collect();
    let mut layers = parkward_planning::LAYER_NAMES.map(str::to_owned).to_vec();
    listed.sort();
    layers.sort();
    assert_eq!(listed, layers);
}

#[test]
fn the_map_is_drawn_as_asked() {
    let work = copy("hand");
    let folder = work.path();
    let with = |outputs: &str| {
        let plan = fs::read_to_string(case("hand").join("plan.toml")).unwrap();
        fs::write(folder.join("plan.toml"), format!("{plan}\n[outputs]\n{outputs}")).unwrap();
    };
    with("formats = []\nmap_theme = \"greyscale\"\nmap_page = \"a4\"\nmap_lang = \"en\"\n");
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    let map = fs::read_to_string(folder.join("out/map.svg")).unwrap();
    assert!(map.contains("width=\"297mm\"") && map.contains("Legend") && !map.contains("图例"));
    assert!(!folder.join("out/map-parks.pdf").exists());
    let asked =
        ["plan", "plan.toml", "-o", "out", "--page", "A0", "--theme", "light", "--map-parks"];
    let said = done(folder, &asked);
    let coloured = fs::read_to_string(folder.join("out/map.svg")).unwrap();
    assert!(coloured.contains("width=\"1189mm\"") && coloured.contains("#0072b2"));
    assert!(!map.contains("#0072b2"));
    assert!(said.contains("out/map-parks.pdf"), "{said}");
    let pages = other("pdfinfo", &[folder.join("out/map-parks.pdf").to_str().unwrap()]);
    let parks = plan_json(&folder.join("out"))["parks"].as_array().unwrap().len();
    assert!(pages.lines().any(|line| line.replace(' ', "") == format!("Pages:{parks}")), "{pages}");
    with("map_theme = \"sepia\"\n");
    let sentence = refused(folder, &["plan", "plan.toml", "-o", "out"]);
    let expected = "expected one of light, print, colour-blind, greyscale, found \"sepia\"";
    assert!(sentence.contains(expected), "{sentence}");
    let wrong = parkward(folder, &["plan", "plan.toml", "-o", "out", "--page", "a5"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("a4, a3, a2, a1, a0"));
}

#[test]
fn outputs_are_those_that_the_plan_asks_for() {
    let work = copy("hand");
    let folder = work.path();
    let with = |outputs: &str| {
        let plan = fs::read_to_string(case("hand").join("plan.toml")).unwrap();
        fs::write(folder.join("plan.toml"), format!("{plan}\n[outputs]\n{outputs}")).unwrap();
    };
    let names = |place: &str| -> Vec<String> {
        let files = listing(&folder.join(place));
        files.iter().map(|p| p.file_name().unwrap().to_str().unwrap().to_owned()).collect()
    };
    with(
        "formats = [\"csv\", \"flatgeobuf\"]\nlayers = [\"moves\", \"enterprises\"]\nmap = false\ncsv_bom = true\n",
    );
    let said = done(folder, &["plan", "plan.toml", "-o", "out"]);
    assert_eq!(names("out"), ["csv", "flatgeobuf", "plan.json", "provenance.json", "summary.md"]);
    assert_eq!(names("out/csv"), ["enterprises.csv", "moves.csv"]);
    assert_eq!(names("out/flatgeobuf"), ["enterprises.fgb", "moves.fgb"]);
    let told: Vec<&str> = said.lines().rev().take_while(|line| !line.is_empty()).collect();
    assert_eq!(told, ["Summary: out/summary.md", "FlatGeobuf: out/flatgeobuf", "CSV: out/csv"]);
    let verified = done(folder, &["verify", "out"]);
    assert!(verified.contains("csv/moves.csv") && verified.contains("flatgeobuf/moves.fgb"));
    // GDAL finds the same in both.
    let cells = |file: &str| {
        let path = folder.join("out").join(file);
        let read = other(
            "ogr2ogr",
            &[
                "-f",
                "CSV",
                "/vsistdout/",
                path.to_str().unwrap(),
                "-sql",
                "SELECT id, verdict, park, distance_m, reason FROM enterprises ORDER BY id",
            ],
        );
        read.replace('"', "")
    };
    assert_eq!(cells("csv/enterprises.csv"), cells("flatgeobuf/enterprises.fgb"));
    edit(folder, "out/csv/moves.csv", "E", "F");
    assert_eq!(parkward(folder, &["verify", "out"]).status.code(), Some(1));
    fs::remove_file(folder.join("out/csv/moves.csv")).unwrap();

    // A folder without plan.json is a plan's all the same, and can be replaced.
    with("formats = []\nmap = false\nplan_json = false\n");
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    assert_eq!(names("out"), ["provenance.json", "summary.md"]);
    for arguments in [&["explain", "out", "E1"][..], &["verify", "out"]] {
        assert_eq!(
            refused(folder, arguments),
            "out/plan.json: this plan was written without plan.json, which is needed here; plan \
             again with plan_json = true under [outputs]"
        );
    }
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    with("formats = [\"paper\"]\n");
    let sentence = refused(folder, &["plan", "plan.toml", "-o", "out"]);
    assert!(sentence.contains("\"paper\" is no format here: expected one of gpkg"), "{sentence}");
    with("formats = [\"dxf\"]\n");
    let sentence = refused(folder, &["plan", "plan.toml", "-o", "out"]);
    assert!(sentence.contains("DXF needs a CRS in metres"), "{sentence}");
    with("layers = [\"park\"]\n");
    let sentence = refused(folder, &["plan", "plan.toml", "-o", "out"]);
    assert!(sentence.contains("unknown variant `park`"), "{sentence}");
}

#[test]
fn a_written_plan_is_exported_again_in_any_format_and_crs() {
    let work = copy("hand");
    let folder = work.path();
    fs::write(
        folder.join("plan.toml"),
        fs::read_to_string(case("hand").join("plan.toml")).unwrap()
            + "\n[outputs]\nformats = [\"csv\", \"dxf\", \"xlsx\"]\ncrs = \"EPSG:4549\"\nmap = false\n",
    )
    .unwrap();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    for file in ["csv/moves_epsg4549.csv", "relocation_epsg4549.dxf", "relocation.xlsx"] {
        assert!(folder.join("out").join(file).is_file(), "{file}");
    }
    let export = ["export", "out", "-q", "--layers", "moves", "--format"];
    // The same CSV, whether it was written with the plan or afterwards.
    done(folder, &[&export[..], &["csv", "--crs", "EPSG:4549"]].concat());
    let read = |file: &str| fs::read(folder.join(file)).unwrap();
    assert_eq!(read("export/csv/moves_epsg4549.csv"), read("out/csv/moves_epsg4549.csv"));
    assert!(!folder.join("export/csv/parks_epsg4549.csv").exists(), "was not asked for");
    done(folder, &[&export[..], &["GPKG,fgb", "--crs", "bd09"]].concat());
    assert_eq!(
        listing(&folder.join("export")),
        ["flatgeobuf", "provenance.json", "relocation_bd09.gpkg"]
            .map(|name| folder.join("export").join(name))
    );
    for (arguments, sentence) in [
        (&["paper"][..], "\"paper\" is no format here: expected one of gpkg, geojson"),
        (&["kml", "--crs", "gcj02"], "KML needs WGS84, which is all it can hold; found gcj02"),
        (&["dxf"], "DXF needs a CRS in metres, such as EPSG:4549"),
        (&["csv", "--crs", "EPSG:99999"], "unknown CRS \"EPSG:99999\""),
        (&["csv", "-o", "input"], "input: holds files that are not a plan of Parkward's"),
    ] {
        let found = refused(folder, &[&export[..], arguments].concat());
        assert!(found.starts_with(sentence), "{found}");
    }
    assert!(refused(folder, &["export", "nowhere", "--format", "csv"]).contains("no plan here"));
}

#[test]
fn init_makes_a_project_that_can_be_planned() {
    let work = TempDir::new().unwrap();
    done(work.path(), &["init", "mine"]);
    assert!(refused(work.path(), &["init", "mine"]).starts_with("mine: is not empty"));
    done(work.path(), &["check", "mine/plan.toml"]);
    done(work.path(), &["plan", "mine/plan.toml", "-o", "out"]);
    done(work.path(), &["verify", "out"]);
}

#[test]
fn single_stages_work_on_plain_files() {
    let work = copy("hand");
    let folder = work.path();
    let located = done(
        folder,
        &["locate", "--parks", "input/parks.geojson", "--enterprises", "input/enterprises.csv"],
    );
    assert_eq!(located.lines().next(), Some("id,stands_in,nearest,distance_m"));
    assert!(located.contains("E1,,A,1108.7"), "{located}");
    let screened = done(
        folder,
        &["screen", "--enterprises", "input/enterprises.csv", "--rules", "input/rules.toml"],
    );
    assert!(screened.contains("E3,closes,process,"), "{screened}");
    fs::write(
        folder.join("pairs.csv"),
        "enterprise,park,cost,need\na,p,1,1\na,q,2.5,1\nb,p,1.5,1\nb,q,9,1\n",
    )
    .unwrap();
    fs::write(folder.join("capacities.csv"), "park,capacity\np,1\nq,1\n").unwrap();
    let assign =
        ["assign", "--pairs", "pairs.csv", "--capacities", "capacities.csv", "--unplaced", "100"];
    assert_eq!(done(folder, &assign), "enterprise,park\na,q\nb,p\n");
    let json: Value =
        serde_json::from_str(&done(folder, &[&assign[..], &["--json"]].concat())).unwrap();
    assert_eq!((json["cost"].as_f64(), json["status"].as_str()), (Some(4.0), Some("optimal")));
}

#[test]
fn json_and_both_languages_are_spoken() {
    let work = copy("hand");
    let folder = work.path();
    let json: Value =
        serde_json::from_str(&done(folder, &["plan", "plan.toml", "-o", "out", "--json"])).unwrap();
    assert_eq!(json["summary"]["input"], 3);
    let json: Value =
        serde_json::from_str(&done(folder, &["explain", "out", "E1", "--json"])).unwrap();
    assert_eq!(json["parks"][0]["park"], "A");
    assert!(done(folder, &["plan", "plan.toml", "-o", "out", "--lang", "zh"]).contains("迁入园区"));
    for command in [
        "plan",
        "check",
        "locate",
        "screen",
        "assign",
        "explain",
        "site",
        "compare",
        "verify",
        "init",
        "qgis",
        "schema",
        "completions",
    ] {
        assert!(done(folder, &[command, "--help"]).contains("Examples:"), "{command}");
    }
    assert!(done(folder, &["completions", "bash"]).contains("parkward"));
}

#[test]
fn a_new_project_is_told_where_it_may_go() {
    let work = copy("hand");
    let folder = work.path();
    let site = ["site", "plan.toml", "--industry", "36", "--land", "1", "--at", "121.005,31"];
    let json: Value =
        serde_json::from_str(&done(folder, &[&site[..], &["--json"]].concat())).unwrap();
    assert_eq!((&json["after_plan"], &json["sites"][0]["park"]), (&false.into(), &"A".into()));
    assert_eq!(json["sites"][0]["rank"], 1);
    let said = done(folder, &site);
    assert!(said.starts_with("C36 汽车, 1.00 ha: before anybody moves"), "{said}");
    assert!(said.contains("industry fit 1.00, 1.11 km away, 2.00 ha left"), "{said}");

    // The plan gives both parks away.
    done(folder, &["plan", "plan.toml", "-o", "out"]);
    let after = ["site", "out", "--industry", "C36", "--land", "1", "-o"];
    for file in ["sites.gpkg", "sites.geojson", "sites.csv", "sites.fgb"] {
        let said = done(folder, &[&after[..], &[file]].concat());
        assert!(said.contains("No park takes it."), "{said}");
        let read = other("ogrinfo", &["-ro", "-al", folder.join(file).to_str().unwrap()]);
        assert_eq!(read.matches("short by 1.00 ha").count(), 2, "{read}");
    }
    let zh = done(folder, &["site", "out", "--industry", "36", "--land", "1", "--lang", "zh"]);
    assert!(zh.contains("没有园区可以接收") && zh.contains("用地余 0.00 亩，缺 15.00 亩"), "{zh}");

    let asked = |industry: &'static str, more: &[&'static str]| {
        refused(folder, &[&["site", "out", "--land", "1", "--industry", industry], more].concat())
    };
    assert_eq!(asked("99", &[]), "--industry: expected a code of the classification, found \"99\"");
    assert_eq!(
        asked("36", &["--need", "energy=3"]),
        "--need: the parks do not limit \"energy\"; what they limit besides land: none"
    );
    assert_eq!(
        asked("36", &["-o", "sites.shp"]),
        "sites.shp: expected a file that ends in .gpkg, .geojson, .csv or .fgb"
    );
    let nowhere = refused(folder, &["site", "nowhere", "--land", "1", "--industry", "36"]);
    assert_eq!(nowhere, "nowhere: there is no such plan file");
    for spoilt in [["--at", "121"], ["--at", "31,121"], ["--land", "-1"], ["--need", "cod"]] {
        let site = ["site", "out", "--industry", "36"];
        let output = parkward(folder, &[&site[..], &spoilt].concat());
        assert_eq!(output.status.code(), Some(2), "{spoilt:?}");
        assert!(text(&output.stderr).contains("expected"), "{}", text(&output.stderr));
    }
}

/// The hand-computed figures stand in the comments of the cases' plan.toml.
#[test]
fn the_ledger_is_told_in_prose() {
    let work = TempDir::new().unwrap();
    let told = |name: &str, id: &[&str]| -> Value {
        let out = work.path().join(name);
        let out = out.to_str().unwrap();
        done(&case(name), &["plan", "plan.toml", "-o", out, "-q"]);
        let explain = [&["explain", out], id, &["--json"]].concat();
        serde_json::from_str(&done(work.path(), &explain)).unwrap()
    };
    let moved = told("hand", &["E1"]);
    assert_eq!(
        moved["prose"]["en"],
        "Enterprise E1 (C36) moves to North. It stands outside all parks; it has 2.00 ha of land. No screening rule \
         applies to it. That costs 1.33 km-equivalents: distance 1.33, fit 0.00 \
         (industry fit 1.00), utilisation 0.00, preferences 0.00. Nearer or cheaper parks: South (1.11 \
         km): its land went to others; short by 2.00 ha, at 0.11 km per ha; \
         of those there, enterprise E2 would lose most elsewhere (3.33 km). The second choice is South, at the \
         same price."
    );
    assert_eq!(
        moved["prose"]["zh"],
        "企业 E1（C36 汽车）迁入North。它位于园区之外，现状用地 30.00 亩（2.00 公顷）。未触发淘汰类规则。综合成本 1.33 公里当量：距离 1.33，\
         产业适配 0.00（适配度 1.00），用地利用 0.00，政策偏好 0.00。更近或成本更低的园区：South（距离 1.11 公里）：用地已分配给其他企业，缺 30.00 亩，\
         影子价格每亩 0.01 公里，其中企业 E2 改去他处增加的成本最多（3.33 公里）。第二选择是South，按影子价格两者相当。"
    );
    assert_eq!(
        told("hand", &["E3"])["prose"]["en"],
        "Enterprise E3 (C36) has to close. It stands outside all parks; it has 1.00 ha of land. It has to close \
         because of: Eliminated process (catalogue): process_class: eliminated (nobody has confirmed this rule's \
         clause or limit yet)."
    );
    // To let the enterprise in for the project of the same id: 110 - 1.663 - 100 + 1.109.
    let unplaced = told("projects", &["E1"]);
    let prose = unplaced["prose"]["en"].as_str().unwrap();
    let end = "What would place it: room in South, with +2.00 ha of land there: saves at least 98.89 km; \
               room in North, with +2.00 ha of land there: saves at least 98.67 km; project E1 leaves \
               South and is unplaced itself: costs 9.45 km more; project P1 leaves North and is unplaced \
               itself: costs 11.33 km more.";
    assert!(prose.ends_with(end), "{prose}");
    assert_eq!(unplaced["repairs"][0]["kind"], "more");
    assert!((unplaced["repairs"][2]["change_km"].as_f64().unwrap() - 9.446).abs() < 5e-4);
    let project = told("projects", &["E1", "--project"]);
    assert_eq!(project["project"]["park"], "A");
    let anywhere = told("projects", &["P1"]);
    let prose = anywhere["prose"]["en"].as_str().unwrap();
    assert!(prose.contains("names no place") && prose.contains("That costs 0.00"), "{prose}");
    let refused_project = told("projects", &["P2"]);
    assert!(refused_project["prose"]["zh"].as_str().unwrap().contains("（C36 汽车）不予准入"));
    assert_eq!(
        refused(work.path(), &["explain", "projects", "Q", "--project"]),
        "there is no project \"Q\" in the plan"
    );
}

#[test]
fn a_table_of_projects_is_sited_and_compared() {
    let work = copy("projects");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "before", "-q"]);
    let site = |of: &str| -> Value {
        let arguments = ["site", of, "--projects", "input/projects.csv", "--json"];
        serde_json::from_str(&done(folder, &arguments)).unwrap()
    };
    let (alone, after) = (site("plan.toml"), site("before"));
    assert_eq!(alone.as_array().unwrap().len(), 4);
    assert_eq!(alone[1]["sites"][0]["park"], "A");
    assert_eq!(alone[1]["sites"][0]["rank"], 1);
    assert_eq!(
        (&alone[2]["settled"], &alone[3]["settled"]),
        (&"not_admitted".into(), &"review".into())
    );
    // After the plan both parks are full, and whoever comes has to outbid somebody.
    assert_eq!(after[0]["sites"][0]["answer"]["short"]["short"], 2.0);
    let words = after[0]["sites"][0]["text"]["en"].as_str().unwrap();
    assert!(words.contains("the project would save 100.00 km"), "{words}");
    done(folder, &["site", "before", "--projects", "input/projects.csv", "-o", "sites.csv", "-q"]);
    let rows = fs::read_to_string(folder.join("sites.csv")).unwrap();
    assert_eq!(rows.lines().count(), 1 + 2 + 2 + 1 + 1, "{rows}");

    // Without P1 the enterprise finds a place.
    edit(folder, "input/projects.csv", "P1,Anywhere,36,2,,,none\n", "");
    done(folder, &["plan", "plan.toml", "-o", "after", "-q"]);
    let said = done(folder, &["compare", "before", "after", "-o", "changes"]);
    assert!(
        said.contains("Only in the first plan") && said.contains("Settles in a park: North"),
        "{said}"
    );
    let layer = fs::read_to_string(folder.join("changes/project_changes.csv")).unwrap();
    assert!(layer.contains("P1,Anywhere,removed"), "{layer}");
}

#[test]
fn what_changes_between_two_plans_is_told_and_written() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "before"]);
    assert!(done(folder, &["compare", "before", "before"]).contains("No enterprise changes"));

    // With room for both in A, E1 need not go to B; E3 does not close any more and stays unplaced.
    edit(
        folder,
        "input/parks.geojson",
        "\"name_en\": \"South\", \"capacity_ha\": 2",
        "\"capacity_ha\": 4",
    );
    edit(folder, "input/enterprises.csv", "eliminated", "none");
    edit(folder, "input/enterprises.csv", "E3,36,1,", "E3,36,9,");
    done(folder, &["plan", "plan.toml", "-o", "after"]);
    let compare = ["compare", "before", "after"];
    let said = done(folder, &[&compare[..], &["-o", "changes"]].concat());
    assert!(
        said.starts_with("Made with: the park files differ; the enterprise files differ\n"),
        "{said}"
    );
    for expected in [
        "Another park",
        "Moves to a park: North",
        "Another verdict",
        "-0.22",
        "Layers: changes/changes.gpkg",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let json: Value =
        serde_json::from_str(&done(folder, &[&compare[..], &["--json"]].concat())).unwrap();
    let changes: Vec<_> =
        json["enterprises"].as_array().unwrap().iter().map(|c| (&c["id"], &c["change"])).collect();
    assert_eq!(changes, [(&"E1".into(), &"park".into()), (&"E3".into(), &"verdict".into())]);
    assert_eq!(json["after"]["unplaced_cost_km"], 100.0);
    let names: Vec<_> = listing(&folder.join("changes"))
        .into_iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    let (hashes, names): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| name.starts_with('.'));
    assert_eq!(names, ["changes.csv", "changes.gpkg", "park_changes.csv"]);
    let of = |name: &String| format!(".{name}.parkward");
    assert_eq!(hashes, names.iter().map(of).collect::<Vec<_>>());
    let layer = folder.join("changes/changes.gpkg");
    let style = [
        "-q",
        "-ro",
        layer.to_str().unwrap(),
        "-sql",
        "SELECT f_table_name FROM layer_styles WHERE useAsDefault",
    ];
    let styled = other("ogrinfo", &style);
    assert!(styled.contains("= changes") && styled.contains("= park_changes"), "{styled}");
    // The same again gives the same bytes, in the place of the first.
    let bytes = fs::read(&layer).unwrap();
    done(folder, &[&compare[..], &["-o", "changes"]].concat());
    assert!(fs::read(&layer).unwrap() == bytes);
    assert!(done(folder, &[&compare[..], &["--lang", "zh"]].concat()).contains("结论改变"),);
    assert!(
        refused(folder, &["compare", "before", "input"])
            .starts_with("input/plan.json: there is no plan here")
    );
}

#[test]
fn the_plugin_is_packed_and_put_into_a_profile() {
    let work = TempDir::new().unwrap();
    let folder = work.path();
    for file in ["a.zip", "b.zip"] {
        done(folder, &["qgis", "package", file]);
    }
    assert!(fs::read(folder.join("a.zip")).unwrap() == fs::read(folder.join("b.zip")).unwrap());
    let plugin = folder.join("profile/python/plugins/parkward");
    done(folder, &["qgis", "install", "--profile", "profile"]);
    fs::write(plugin.join("old.py"), "").unwrap();
    done(folder, &["qgis", "install", "--profile", "profile"]);
    assert!(plugin.join("old.py").exists(), "somebody else's");
    fs::remove_file(plugin.join("icon.svg")).unwrap();
    done(folder, &["qgis", "install", "--profile", "profile"]);
    assert!(plugin.join("icon.svg").exists());
    let recorded = fs::read_to_string(plugin.join("program.txt")).unwrap();
    assert_eq!(
        fs::canonicalize(recorded).unwrap(),
        fs::canonicalize(env!("CARGO_BIN_EXE_parkward")).unwrap()
    );
    assert_eq!(listing(plugin.parent().unwrap()), std::slice::from_ref(&plugin));
    // The rule book that ships can be used where it stands.
    fs::write(folder.join("firms.csv"), "id,industry,lon,lat\n1,C36,121,31\n").unwrap();
    let rules = plugin.join("data/rules/jinshan.toml");
    done(folder, &["screen", "--enterprises", "firms.csv", "--rules", rules.to_str().unwrap()]);
    fs::remove_file(plugin.join("provenance.json")).unwrap();
    let sentence = refused(folder, &["qgis", "install", "--profile", "profile"]);
    assert!(sentence.ends_with("put there, so it is not replaced; move it away"), "{sentence}");
}

#[test]
fn a_place_within_a_zone_is_refused_to_a_new_project() {
    let case = case("river_1km");
    let work = TempDir::new().unwrap();
    let out = work.path().join("out");
    done(&case, &["plan", "plan.toml", "-o", out.to_str().unwrap(), "-q"]);
    let ask = |from: &str, industry: &str, at: &str| -> Value {
        let asked = ["site", from, "--industry", industry, "--land", "1", "--at", at, "--json"];
        serde_json::from_str(&done(&case, &asked)).unwrap()
    };
    // 0.009 degrees are 998 m, 0.0091 are 1,009 m; the plan and the plan file say the same.
    for from in [out.to_str().unwrap(), "plan.toml"] {
        let near = ask(from, "C26", "121.02,31.009");
        assert_eq!(near["place"][0]["rule"], "river-1km");
        assert_eq!(near["place"][0]["refuses"], true);
        assert!(
            near["place"][0]["text"]["en"].as_str().unwrap().contains("998 m from Great River")
        );
        let park = |sites: &Value, id: &str| {
            let sites = sites["sites"].as_array().unwrap();
            sites.iter().find(|site| site["park"] == id).unwrap()["answer"].clone()
        };
        assert_eq!(park(&near, "N")["refused"]["zone"]["rule"], "river-1km");
        assert_eq!(park(&near, "S"), "suits");
        let far = ask(from, "C26", "121.02,31.0091");
        assert_eq!(far["place"], serde_json::json!([]));
        let other = ask(from, "C34", "121.02,31.009");
        assert_eq!(other["place"], serde_json::json!([]));
        assert_eq!(park(&other, "N"), "suits");
    }
    // The ledger of the plant that has to leave: its own park refuses by the rule, with its clause.
    let ledger = done(&case, &["explain", out.to_str().unwrap(), "E2"]);
    assert!(ledger.contains("One kilometre from the main stem (Art. 26): 554 m from Great River"));
    let ledger: Value =
        serde_json::from_str(&done(&case, &["explain", out.to_str().unwrap(), "E1", "--json"]))
            .unwrap();
    assert_eq!(ledger["parks"][2]["park"], "N");
    assert_eq!(ledger["parks"][2]["answer"]["refused"]["zone"]["rule"], "river-1km");

    // Before the rule held there was nothing to say.
    let work = copy("river_1km");
    edit(
        work.path(),
        "input/rules.toml",
        "confirmed = true",
        "confirmed = true\neffective = { from = 2021-03-01 }",
    );
    done(work.path(), &["plan", "plan.toml", "-o", "before", "--as-of", "2021-02-28", "-q"]);
    let before = plan_json(&work.path().join("before"));
    assert_eq!(before["enterprises"][0]["verdict"], "in_park");
    assert_eq!(before["enterprises"][1]["park"], "N");

    edit(work.path(), "plan.toml", "kind = \"river\"", "kind = \"rivers\"");
    assert_eq!(
        refused(work.path(), &["check", "plan.toml"]),
        "plan.toml: zones.kind: expected one of the rule book's zone_kinds: river; found \"rivers\""
    );
}

#[test]
fn classes_of_land_are_told_apart_only_with_their_layers() {
    let work = copy("land_classes");
    let blocks = "[[zones]]\nkind = \"block\"\nfile = \"input/blocks.geojson\"\n";
    edit(work.path(), "plan.toml", blocks, "");
    done(work.path(), &["plan", "plan.toml", "-o", "out", "-q"]);
    let plan = plan_json(&work.path().join("out"));
    assert_eq!(plan["land_classes"], Value::Null);
    assert_eq!(plan["enterprises"][5]["land_class"], Value::Null);
    let summary = fs::read_to_string(work.path().join("out/summary.md")).unwrap();
    assert!(!summary.contains("Land released by class"));

    let work = copy("land_classes");
    done(work.path(), &["plan", "plan.toml", "-o", "out", "-q"]);
    let summary = fs::read_to_string(work.path().join("out/summary.md")).unwrap();
    assert!(summary.contains("**104: 3.25 ha** · **195: 3.50 ha** · **198: 4.00 ha**"));
    let plan = plan_json(&work.path().join("out"));
    assert_eq!(plan["enterprises"][2]["land_class"], "104", "on the very edge");
}
