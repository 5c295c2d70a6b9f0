//! Whatever is read, nothing panics, no row is lost, and what comes out holds: thousands of inputs that nobody would
//! write, a target each. `scripts/fuzz TARGET N` tries millions; what ever failed is kept in `tests/fuzz/corpus/`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "fuzz/mutation.rs"]
mod mutation;
#[path = "../crates/io/src/read/osm/tests/encoder.rs"]
#[allow(dead_code, reason = "the tests of the reader need more of it")]
mod osm;
#[path = "../crates/assignment/tests/common/mod.rs"]
mod tiny;

use geo_types::{Coord, LineString};
use mutation::{mutated, mutated_json};
use parkward_assignment::{Limits, Random, solve};
use parkward_geometry::{ParkIndex, area, is_valid, overlaps, repair_rings};
use parkward_io::{Format, Source, read_enterprises, read_gates, read_parks, read_roads};
use parkward_model::{Classification, Footprint, LandAccount, Lang, Park, Survey, Text};
use parkward_planning::{Comparison, ParkRoads, Plan, RoadSettings, Sheets};
use parkward_policy::RuleBook;
use parkward_roads::RoadLayer;
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// How many inputs a target is given, where nobody says; those that take long get a share of it.
const RUNS: u64 = 1_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |number| number.parse().unwrap())
}

/// Gives a target its kept inputs, and `runs / share` new ones.
fn fuzz(
    target: &str,
    share: u64,
    seeds: Vec<Vec<u8>>,
    new: impl Fn(&[Vec<u8>], &mut Random) -> Vec<u8>,
    run: impl Fn(&[u8]),
) {
    let kept = files(&root().join("tests/fuzz/corpus").join(target));
    kept.iter().for_each(|input| attempt(target, "kept", input, &run));
    let seeds = [seeds, kept].concat();
    let (runs, seed) =
        (from_environment("PARKWARD_FUZZ", RUNS) / share, from_environment("PARKWARD_SEED", 1));
    for number in 0..runs {
        let input = new(&seeds, &mut Random::new(seed).with(number));
        attempt(target, &format!("run {number} of seed {seed}"), &input, &run);
    }
    println!("{target}: {runs} inputs");
}

/// Runs once; an input that fails is put where it can be found.
fn attempt(target: &str, what: &str, input: &[u8], run: &impl Fn(&[u8])) {
    if catch_unwind(AssertUnwindSafe(|| run(input))).is_err() {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{target}-{}", what.replace(' ', "-")));
        fs::write(&place, input).unwrap();
        panic!(
            "{target}, {what}: once mended, keep {} in tests/fuzz/corpus/{target}/",
            place.display()
        );
    }
}

/// What the files of a folder hold, in the order of their names; nothing if there is no folder.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// The inputs of all cases that end so.
fn inputs(ending: &str) -> Vec<Vec<u8>> {
    let mut cases: Vec<_> = fs::read_dir(root().join("tests/cases"))
        .unwrap()
        .flat_map(|case| [case.as_ref().unwrap().path(), case.unwrap().path().join("input")])
        .flat_map(|folder| fs::read_dir(folder).into_iter().flatten())
        .map(|file| file.unwrap().path())
        .filter(|path| path.to_str().unwrap().ends_with(ending))
        .collect();
    cases.sort();
    cases.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn classification() -> Classification {
    let table = fs::read_to_string(root().join("data/classification/gbt4754_2017.csv")).unwrap();
    Classification::from_csv(&table).unwrap()
}

/// A folder in memory, where there is one.
fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let other = Path::new(env!("CARGO_TARGET_TMPDIR"));
    TempDir::new_in(if memory.is_dir() { memory } else { other }).unwrap()
}

/// Reads a file of that name as parks and as enterprises: every row is used or refused, and what was read can be
/// indexed and compared.
fn reader(name: &'static str) -> impl Fn(&[u8]) {
    let place = in_memory();
    let classification = classification();
    move |input| {
        fs::write(place.path().join(name), input).unwrap();
        let source = Source { file: name.to_owned(), ..Source::default() };
        let fields = BTreeMap::new();
        let (mut parks, mut firms) = (Survey::default(), Survey::default());
        if read_parks(&source, place.path(), Some(&classification), &fields, &mut parks).is_ok() {
            let input = &parks.inputs[0];
            assert_eq!(input.rows, parks.parks.len() as u64 + input.rejected);
            assert_eq!(input.rejected, parks.rejects.len() as u64);
            let _ = ParkIndex::build(&parks.parks);
            overlaps(&parks.parks);
        }
        if read_enterprises(&source, place.path(), Some(&classification), &fields, &mut firms)
            .is_ok()
        {
            let input = &firms.inputs[0];
            assert_eq!(input.rows, firms.enterprises.len() as u64 + input.rejected);
            assert_eq!(input.rejected, firms.rejects.len() as u64);
        }
    }
}

#[test]
fn geojson() {
    fuzz("geojson", 1, inputs(".geojson"), mutated, reader("a.geojson"));
}

#[test]
fn geojson_of_other_values() {
    fuzz("geojson_of_other_values", 1, inputs(".geojson"), mutated_json, reader("a.geojson"));
}

#[test]
fn csv() {
    fuzz("csv", 1, inputs("s.csv"), mutated, reader("a.csv"));
}

#[test]
fn geoparquet() {
    let seeds = files(&root().join("tests/parquet"));
    let seeds = seeds.into_iter().filter(|file| file.starts_with(b"PAR1")).collect();
    fuzz("geoparquet", 1, seeds, mutated, reader("a.parquet"));
}

#[test]
fn wkt() {
    let seeds = [
        "POINT (121 31)",
        "SRID=4490;POINT Z (121 31 5)",
        "MULTIPOLYGON (((121 31, 121.1 31, 121.1 31.1, 121 31)), ((122 31, 122.1 31, 122.1 31.1, 122 31)))",
        "POLYGON ((121 31, 121.1 31, 121.1 31.1, 121 31.1, 121 31), (121.01 31.01, 121.02 31.01, 121.02 31.02, 121.01 31.01))",
        "CURVEPOLYGON (CIRCULARSTRING (121 31, 121.1 31.1, 121.2 31, 121.1 30.9, 121 31))",
        "GEOMETRYCOLLECTION (POINT (121 31), MULTIPOINT ((121 31), (122 31)))",
        "COMPOUNDCURVE ((121 31, 121.1 31), CIRCULARSTRING (121.1 31, 121.2 31.1, 121.3 31))",
        "TIN (((122 31, 122.1 31, 122.1 31.1, 122 31)), ((122 31, 122.1 31.1, 122 31.1, 122 31)))",
    ];
    let read = reader("a.csv");
    // The first row's SRID is the file's CRS, which PROJ takes milliseconds to look up: few have the text there.
    let between = |text: &[u8]| match text.len() % 16 {
        0 => (b"id,wkt\nA,\"".as_slice(), b"\"\nB,POINT (121 31)\n".as_slice()),
        _ => (b"id,wkt\nA,POINT (121 31)\nB,\"".as_slice(), b"\"\n".as_slice()),
    };
    fuzz("wkt", 1, seeds.map(|seed| seed.as_bytes().to_vec()).to_vec(), mutated, |text| {
        let (before, after) = between(text);
        read(&[before, text, after].concat())
    });
}

/// Two parks, a square and a point, beside the roads of the seeds.
fn parks_by_the_road() -> Vec<Park> {
    let corners = [(121.0, 31.02), (121.01, 31.02), (121.01, 31.03), (121.0, 31.03)];
    let square = geo_types::Polygon::new(LineString::from(corners.to_vec()), Vec::new());
    let mut parks = [park(square.into()), park(geo_types::MultiPolygon(Vec::new()))];
    parks[1].id = "Q".into();
    parks[1].footprint = Footprint::Point(geo_types::Point::new(121.009, 30.986));
    parks.to_vec()
}

/// A network of roads, if it is one, is one that stays the same as JSON.
fn holds_as_json(roads: RoadLayer, parks: &[Park]) {
    assert!(roads.names.is_empty() || roads.names.len() == roads.ways.len());
    let text = serde_json::to_string(&roads).unwrap();
    let Ok(network) = ParkRoads::of(roads, parks, &RoadSettings::default()) else { return };
    let again: RoadLayer = serde_json::from_str(&text).unwrap();
    assert_eq!(*network.layer(), again);
}

const ROADS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"R1","name":"北路","highway":"primary","oneway":"no","length_m":3500},
 "geometry":{"type":"LineString","coordinates":[[121.005,30.999],[121.005,31.03]]}},
{"type":"Feature","properties":{"id":"R2","highway":"secondary","bridge":"yes","maxspeed":40,"max_t":20},
 "geometry":{"type":"LineString","coordinates":[[121.005,30.999],[121.04,30.999],[121.04,30.985],[121.009,30.985]]}},
{"type":"Feature","properties":{"id":"R3","highway":"tertiary","oneway":"F","closed":"no"},
 "geometry":{"type":"MultiLineString","coordinates":[[[121.009,30.985],[121.005,30.965]],[[121.0,31.0],[121.01,31.0]]]}}]}"#;

/// Roads as rows: each is used or refused, and they make a network or none.
#[test]
fn roads() {
    let (place, parks) = (in_memory(), parks_by_the_road());
    let new = |seeds: &[Vec<u8>], dice: &mut Random| match dice.below(2) {
        0 => mutated(seeds, dice),
        _ => mutated_json(seeds, dice),
    };
    // Of one road alone much less has to happen until none can be used.
    let alone = ROADS.replacen("]]}},", "]]}}]}", 1);
    let alone = alone[..alone.find("]}\n").unwrap() + 2].to_owned();
    fuzz("roads", 1, vec![ROADS.into(), alone.into()], new, |input| {
        fs::write(place.path().join("a.geojson"), input).unwrap();
        let source = Source { file: "a.geojson".to_owned(), ..Source::default() };
        let mut survey = Survey::default();
        let Ok(roads) = read_roads(&source, place.path(), &mut survey) else { return };
        let input = &survey.inputs[0];
        assert_eq!(input.rejected, survey.rejects.len() as u64);
        assert!(roads.ways.len() as u64 >= input.rows - input.rejected);
        holds_as_json(roads, &parks);
    });
}

/// Gates as rows, each of a park that is there.
#[test]
fn gates() {
    let place = in_memory();
    let seed = "park,lon,lat\nP,121.0051,31.0219\nQ,121.009,30.986\nX,121,31\n";
    fuzz("gates", 1, vec![seed.into()], mutated, |input| {
        fs::write(place.path().join("a.csv"), input).unwrap();
        let source = Source { file: "a.csv".to_owned(), ..Source::default() };
        let mut survey = Survey { parks: parks_by_the_road(), ..Survey::default() };
        let Ok(gates) = read_gates(&source, place.path(), &mut survey) else { return };
        let (input, used) = (&survey.inputs[0], gates.values().map(Vec::len).sum::<usize>());
        assert_eq!(input.rows, used as u64 + input.rejected);
        assert_eq!(input.rejected, survey.rejects.len() as u64);
    });
}

/// The roads of a plan's folder.
#[test]
fn roads_json() {
    let parks = parks_by_the_road();
    let place = in_memory();
    fs::write(place.path().join("a.geojson"), ROADS).unwrap();
    let source = Source { file: "a.geojson".to_owned(), ..Source::default() };
    let mut layer = read_roads(&source, place.path(), &mut Survey::default()).unwrap();
    layer.gates.insert("P".into(), vec![geo_types::Point::new(121.005, 31.02)]);
    layer.turns =
        serde_json::from_str(r#"[{"from":0,"via":[121.005,30.999],"to":1,"only":false}]"#).unwrap();
    let seed = serde_json::to_vec(&layer).unwrap();
    fuzz("roads_json", 1, vec![seed], mutated_json, |input| {
        if let Ok(roads) = serde_json::from_slice::<RoadLayer>(input) {
            let _ = ParkRoads::of(roads, &parks, &RoadSettings::default());
        }
    });
}

/// Files of OpenStreetMap as they come, and what stands in their blocks: blocks that are framed as they should be let more
/// of what is wrong through.
#[test]
fn osm_pbf() {
    let mut file = osm::Osm::new();
    file.node(1, [0.0, 0.0], &[]).node(2, [50.0, 0.0], &[("barrier", "gate")]);
    file.node(3, [50.0, 300.0], &[("highway", "traffic_signals")]).node(4, [0.0, 300.0], &[]);
    file.way(5, &[1, 2, 3], &[("highway", "primary"), ("oneway", "yes"), ("maxspeed", "60")]);
    file.way(6, &[3, 4], &[("highway", "service"), ("name", "支路"), ("maxweight", "20 t")]);
    file.way(7, &[4, 1], &[("route", "ferry"), ("duration", "00:10"), ("bridge", "yes")]);
    file.relation(
        &[("type", "restriction"), ("restriction", "no_left_turn")],
        &[("from", 1, 5), ("via", 0, 3), ("to", 1, 6)],
    );
    let mut seeds = Vec::new();
    for dense in [false, true] {
        for packing in [osm::Packing::None, osm::Packing::Zlib] {
            seeds.push(osm::Osm { dense, packing, a_block: 2, ..file.clone() }.bytes());
        }
    }
    let (place, parks) = (in_memory(), parks_by_the_road());
    let empty = osm::Osm::new();
    // Blocks as they come, each at times changed within; or a file that is changed anywhere.
    let new = |seeds: &[Vec<u8>], dice: &mut Random| {
        if dice.below(4) == 0 {
            return mutated(seeds, dice);
        }
        let whole = [&seeds[0], &seeds[2]][dice.below(2)];
        let blocks = contents(whole).into_iter().map(|content| match dice.below(3) {
            0 => mutated(&[content], dice),
            _ => content,
        });
        let blocks = blocks.flat_map(|content| empty.block("OSMData", &content));
        [empty.bytes(), blocks.collect()].concat()
    };
    fuzz("osm_pbf", 1, seeds, new, |input| {
        fs::write(place.path().join("a.osm.pbf"), input).unwrap();
        let source = Source { file: "a.osm.pbf".to_owned(), ..Source::default() };
        let mut survey = Survey::default();
        if let Ok(roads) = read_roads(&source, place.path(), &mut survey) {
            assert_eq!(roads.ways.len(), roads.names.len());
            holds_as_json(roads, &parks);
        }
    });
}

/// What the blocks of a file hold that is not packed, the header left out: lengths of two bytes at most.
fn contents(mut file: &[u8]) -> Vec<Vec<u8>> {
    let mut contents = Vec::new();
    while let Some((length, rest)) = file.split_at_checked(4) {
        let length = u32::from_be_bytes(length.try_into().unwrap()) as usize;
        let (header, rest) = rest.split_at(length);
        // The last field of a block's header is the length of its content, a number below 2^14.
        let size = match header[header.len() - 2..] {
            [low, high] if low >= 0x80 => usize::from(low & 0x7f) | usize::from(high) << 7,
            [_, size] => usize::from(size),
            _ => unreachable!("two of them"),
        };
        let (content, rest) = rest.split_at(size);
        // Its one field: a key, a length, and what is in it.
        let skipped = if content[1] >= 0x80 { 3 } else { 2 };
        contents.push(content[skipped..].to_vec());
        file = rest;
    }
    contents.split_off(1)
}

#[test]
fn rule_book() {
    let shipped = fs::read(root().join("data/rules/jinshan.toml"));
    let seeds = [inputs("rules.toml"), shipped.into_iter().collect()].concat();
    let table = fs::read_to_string(root().join("data/classification/gbt4754_2017.csv")).unwrap();
    fuzz("rule_book", 2, seeds, mutated, |input| {
        let text = String::from_utf8_lossy(input);
        let _ = RuleBook::parse(&text, "rules.toml", |_| Ok::<_, ()>(table.clone()));
    });
}

#[test]
fn industry_codes() {
    let known = classification();
    let seeds =
        [&b"C3612"[..], b"3612", "Ｃ３６".as_bytes(), b"C", b"03", b"C26.1"].map(<[u8]>::to_vec);
    let tables = inputs("codes.csv");
    fuzz("industry_codes", 1, [seeds.to_vec(), tables].concat(), mutated, |input| {
        let text = String::from_utf8_lossy(input);
        if let Ok(code) = known.parse(&text) {
            assert!(!known.name(&code).is_empty());
        }
        let _ = Classification::from_csv(&text);
    });
}

#[test]
fn crs_names() {
    let seeds = [
        "EPSG:4490",
        "gcj02",
        "BD-09",
        "urn:ogc:def:crs:EPSG::4549",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
        "+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs +type=crs",
        "CGCS2000 / 3-degree Gauss-Kruger CM 120E",
        "EPSG:4326+5773",
        "OGC:CRS84",
        "ESRI:102025",
        "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]",
        "LOCAL_CS[\"site grid\",UNIT[\"metre\",1]]",
    ];
    let seeds = seeds.map(|seed| seed.as_bytes().to_vec()).to_vec();
    fuzz("crs_names", 5, seeds, mutated, |input| {
        let text = String::from_utf8_lossy(input);
        if let Ok(transformer) = parkward_crs::parse(&text).and_then(|crs| crs.transformer()) {
            let _ = transformer.to_wgs84(&geo_types::Point::new(121.0, 31.0));
        }
    });
}

/// Plans of some cases, as the program writes them.
fn plans() -> Vec<Vec<u8>> {
    let place = TempDir::new().unwrap();
    let cases = ["hand", "phased", "projects", "land_use", "nested", "four_elements", "replanned"];
    let written = cases.map(|case| {
        let (plan, out) =
            (root().join("tests/cases").join(case).join("plan.toml"), place.path().join(case));
        let mut program = Command::new(env!("CARGO_BIN_EXE_parkward"));
        let made = program.arg("plan").arg(plan).arg("-o").arg(&out).arg("-q").status().unwrap();
        made.success().then(|| fs::read(out.join("plan.json")).unwrap())
    });
    written.into_iter().flatten().collect()
}

/// What reads a plan: verify, explain, compare, the page, and every layer as a file.
#[test]
fn plan_json() {
    let seeds = plans();
    assert!(seeds.len() > 4);
    let first: Plan = serde_json::from_slice(&seeds[0]).unwrap();
    let place = TempDir::new().unwrap();
    fuzz("plan_json", 2, seeds, mutated_json, |input| {
        let Ok(plan) = serde_json::from_slice::<Plan>(input) else { return };
        let _ = plan.verify();
        for enterprise in plan.enterprises().take(3) {
            let _ = plan.explain(enterprise.enterprise().id.as_str());
        }
        for park in &plan.parks {
            let _ = plan.explain_park(park.park.id.as_str());
        }
        let _ = Comparison::of(&first, &plan);
        if plan.rules().is_err() {
            return;
        }
        let layers = plan.layers(Lang::Zh);
        for format in [Format::Csv, Format::Geojson] {
            for layer in &layers {
                let contents = parkward_io::Contents {
                    layers: std::slice::from_ref(layer),
                    styles: &[],
                    title: "",
                    lang: Lang::Zh,
                    stamp: "2026-01-01",
                    csv_bom: false,
                };
                let _ = format.write(&contents, &place.path().join("layer"));
            }
        }
        drop(Sheets::new(&plan));
        // Takes ten times as long as all the rest.
        if input.len() % 8 == 0 {
            let _ = parkward_page::page(&plan, Lang::Zh);
        }
    });
}

/// Rings on a small grid, where everything touches: what is repaired is valid, and shares no more than it has.
#[test]
fn repair_and_overlap() {
    let none = vec![vec![0; 64]];
    let bytes = |_: &[Vec<u8>], dice: &mut Random| {
        (0..6 + dice.below(40)).map(|_| dice.next_number().to_le_bytes()[0]).collect()
    };
    fuzz("repair_and_overlap", 1, none, bytes, |input| {
        let side = f64::from(2 + input.first().map_or(0, |byte| byte % 5));
        let at = |byte: u8, of: u8| f64::from(byte / of % 8) % side * 0.01;
        let corner = |byte: &u8| Coord { x: 121.0 + at(*byte, 1), y: 31.0 + at(*byte, 8) };
        let parts: Vec<Vec<LineString<f64>>> = input
            .split(|byte| byte % 16 == 15)
            .map(|part| {
                part.split(|byte| byte % 8 == 7)
                    .map(|ring| ring.iter().map(corner).collect())
                    .collect()
            })
            .collect();
        let repaired = parts.iter().filter_map(|part| repair_rings(vec![part.clone()]).ok());
        let parks: Vec<Park> = repaired.map(|repaired| park(repaired.boundary)).collect();
        let areas: Vec<f64> = parks.iter().map(|park| land(&park.footprint)).collect();
        for overlap in overlaps(&parks) {
            let least = areas[overlap.first].min(areas[overlap.second]);
            assert!(
                overlap.shared.0 >= 0.0 && overlap.shared.0 <= least * (1.0 + 1e-6),
                "{overlap:?} of {areas:?}"
            );
        }
        if let Ok(all) = repair_rings(parts) {
            assert!(is_valid(&all.boundary), "{:?}", all.boundary);
        }
    });
}

fn park(boundary: geo_types::MultiPolygon<f64>) -> Park {
    assert!(is_valid(&boundary), "{boundary:?}");
    Park {
        id: "P".into(),
        name: Text::default(),
        footprint: Footprint::Boundary(boundary),
        capacity: None,
        area: None,
        land: LandAccount::default(),
        industries: Vec::new(),
        open: true,
        facts: Default::default(),
    }
}

/// The land of a footprint in hectares.
fn land(footprint: &Footprint) -> f64 {
    let Footprint::Boundary(boundary) = footprint else { panic!("a boundary") };
    let land = area(boundary).0;
    assert!(land >= 0.0 && land.is_finite(), "{boundary:?}");
    land
}

/// Tiny problems against an oracle that tries every plan.
#[test]
fn solver() {
    let number = |_: &[Vec<u8>], dice: &mut Random| dice.next_number().to_le_bytes().to_vec();
    fuzz("solver", 1, vec![vec![0; 8]], number, |input| {
        let problem = tiny::tiny(u64::from_le_bytes(input[..8].try_into().unwrap()));
        let solution = solve(&problem, &Limits::default());
        tiny::check(&problem, &solution, "solver");
        assert_eq!(solution.cost, tiny::brute_force(&problem));
    });
}

/// Plan files go through the program itself: it ends well or with one sentence.
#[test]
fn plan_toml() {
    let place = TempDir::new().unwrap();
    for file in ["rules.toml", "codes.csv", "parks.geojson", "enterprises.csv"] {
        fs::create_dir_all(place.path().join("input")).unwrap();
        fs::copy(
            root().join("tests/cases/hand/input").join(file),
            place.path().join("input").join(file),
        )
        .unwrap();
    }
    fuzz("plan_toml", 20, inputs("plan.toml"), mutated, |input| {
        fs::write(place.path().join("plan.toml"), input).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_parkward"));
        let ended =
            program.current_dir(place.path()).args(["check", "plan.toml", "-q"]).output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(matches!(ended.status.code(), Some(0 | 2)), "{said}");
        assert!(ended.status.success() || said.lines().count() == 1, "{said}");
    });
}
