//! Texts that would be a formula, a script, SQL, a path or an expression where somebody took them at their word, in every
//! place that a user can fill, and in every format that is written.

use crate::common::{copy, done, edit, listing, other, parkward, plan_json, root, text};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What they would be, and to whom.
const TEXTS: [(&str, &str); 26] = [
    ("a formula", "=1+1"),
    ("a formula", "+1+cmd|' /C calc'!A0"),
    ("a formula", "-2+3"),
    ("a formula", "@SUM(1)"),
    ("a formula of OpenDocument", "of:=1+1"),
    ("a formula of OpenDocument", "msoxl:=1+1"),
    ("a script", "<script>alert(1)</script>"),
    ("a script", "\"><img src=x onerror=alert(1)>"),
    ("a script", "'><svg/onload=alert(1)>"),
    ("a script", "</text></svg><script>1</script>"),
    ("a script", "]]><script>1</script>"),
    ("a link in Markdown", "[x](javascript:alert(1))"),
    ("a column of Markdown", "|a|b|"),
    ("an entity", "&lt;b&gt;&amp;&#60;"),
    ("an expression of QGIS", "[% env('HOME') %]"),
    ("an expression of QGIS", "' || env('HOME') || '"),
    ("SQL", "'); DROP TABLE parks; --"),
    ("SQL", "\"; DROP TABLE parks; --"),
    ("a path", "../../escaped"),
    ("a path", "/tmp/escaped"),
    ("a path of Windows", "..\\..\\escaped"),
    ("a device of Windows", "CON"),
    ("a shell's command", "$(touch escaped)`touch escaped`"),
    ("a format", "%s%n{0}{{x}}"),
    ("right to left", "a\u{202e}gnp.exe"),
    ("right to left", "\u{2066}\u{5d0}\u{2069}b\u{200f}"),
];

const FORMATS: &str = "gpkg,geojson,csv,flatgeobuf,geoparquet,shapefile,xlsx,kml,gdb,sqlite,ods,GML,MapInfo File,\
                       PGDUMP";

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The case `hand` with as many parks and enterprises as there are texts, each with one as its id, the next as its name
/// and the one after it in a column of its own; all columns that are carried are called so too.
fn district(folder: &Path) {
    let text = |at: usize| TEXTS[at % TEXTS.len()].1;
    let head: Vec<String> = TEXTS.iter().map(|(_, column)| cell(column)).collect();
    let mut firms = format!("id,name,industry,land_ha,lon,lat,process_class,{}\n", head.join(","));
    let mut parks = Vec::new();
    for at in 0..TEXTS.len() {
        let (east, cells) = (at as f64 * 0.02, vec![cell(text(at + 2)); TEXTS.len()].join(","));
        let (id, name) = (cell(text(at)), cell(text(at + 1)));
        writeln!(firms, "{id},{name},36,1,{:.3},30.9,none,{cells}", 121.0 + east).unwrap();
        let corner = |x: f64, y: f64| format!("[{:.3},{:.3}]", 121.0 + east + x, 31.0 + y);
        let ring = [
            corner(0., 0.),
            corner(0.01, 0.),
            corner(0.01, 0.01),
            corner(0., 0.01),
            corner(0., 0.),
        ];
        let properties = serde_json::json!({
            "id": text(at), "name_zh": text(at + 1), "name_en": text(at + 2), "capacity_ha": 2
        });
        parks.push(format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}"#,
            ring.join(",")
        ));
    }
    let parks = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, parks.join(",\n"));
    fs::write(folder.join("input/parks.geojson"), parks).unwrap();
    fs::write(folder.join("input/enterprises.csv"), firms).unwrap();
    roads(folder);
    edit(
        folder,
        "plan.toml",
        "file = \"input/enterprises.csv\"",
        &format!(
            "file = \"input/enterprises.csv\"\nkeep = {}\n[roads]\nfile = \"input/roads.geojson\"\n[outputs]\nmap_parks = true\npage = true\nformats = [\"gpkg\", \"xlsx\", \"csv\"]",
            serde_json::to_string(&TEXTS.map(|(_, column)| column)).unwrap()
        ),
    );
}

/// A road from each enterprise to its park and one across them all, each called by a text, and of a kind that is one.
fn roads(folder: &Path) {
    let text = |at: usize| TEXTS[at % TEXTS.len()].1;
    let road = |at: usize, line: Vec<[f64; 2]>| {
        serde_json::json!({
            "type": "Feature",
            "properties": { "id": text(at), "name": text(at + 1), "name_en": text(at + 2), "highway": text(at + 3) },
            "geometry": { "type": "LineString", "coordinates": line },
        })
    };
    let east = |at: usize| 121.0 + at as f64 * 0.02;
    let all = 0..TEXTS.len();
    let mut features: Vec<_> = all
        .clone()
        .map(|at| road(at, vec![[east(at), 30.9], [east(at), 30.95], [east(at), 31.0]]))
        .collect();
    features.push(road(0, all.map(|at| [east(at), 30.95]).collect()));
    let layer = serde_json::json!({ "type": "FeatureCollection", "features": features });
    fs::write(folder.join("input/roads.geojson"), layer.to_string()).unwrap();
}

fn titled(folder: &Path, title: &str) {
    let plan = fs::read_to_string(folder.join("plan.toml")).unwrap();
    let line = plan.lines().find(|line| line.starts_with("title")).unwrap().to_owned();
    let title = serde_json::to_string(title).unwrap();
    edit(folder, "plan.toml", &line, &format!("title = {title}\ndata_notice = {title}"));
}

#[test]
fn what_users_write_is_text_in_every_output() {
    let work = copy("hand");
    let folder = work.path();
    district(folder);
    let title = "=1+1 [% env('HOME') %] <script>alert(1)</script> ]]> ../../escaped \u{202e}x";
    titled(folder, title);
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    done(folder, &["verify", "out"]);
    let plan = plan_json(&folder.join("out"));
    assert_eq!(plan["title"]["en"], title);
    let mut ids: Vec<&str> =
        plan["enterprises"].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap()).collect();
    let mut expected: Vec<&str> = TEXTS.iter().map(|(_, text)| *text).collect();
    ids.sort_unstable();
    expected.sort_unstable();
    assert_eq!(ids, expected);

    done(folder, &["export", "out", "-f", FORMATS, "-o", "layers", "-q"]);
    done(folder, &["export", "out", "-f", "dxf", "--crs", "EPSG:4549", "-o", "drawing", "-q"]);
    done(folder, &["compare", "out", "out", "-o", "changes", "-q"]);
    done(folder, &["check", "plan.toml", "-o", "issues", "-q"]);
    fs::create_dir(folder.join("said")).unwrap();
    for (at, (what, id)) in TEXTS.iter().enumerate() {
        for (name, arguments) in [
            ("explain.txt", vec!["explain", "out", "--", id]),
            ("explain.json", vec!["explain", "out", "--json", "--", id]),
        ] {
            let said = parkward(folder, &arguments);
            assert!(said.status.success(), "{what} {id:?}: {}", text(&said.stderr));
            fs::write(folder.join(format!("said/{at}.{name}")), said.stdout).unwrap();
        }
    }
    let locate =
        ["locate", "--parks", "input/parks.geojson", "--enterprises", "input/enterprises.csv"];
    fs::write(folder.join("said/located.csv"), done(folder, &locate)).unwrap();
    let names: Vec<_> = listing(folder).iter().map(|p| p.file_name().unwrap().to_owned()).collect();
    assert_eq!(
        names,
        ["changes", "drawing", "input", "issues", "layers", "out", "plan.toml", "said"]
    );
    let texts = serde_json::to_string(&TEXTS.map(|(_, text)| text)).unwrap();
    let checker = root().join("tests/check_hostile.py");
    let checked = other(
        root().join("scripts/python").to_str().unwrap(),
        &[checker.to_str().unwrap(), folder.to_str().unwrap(), &texts],
    );
    assert!(checked.contains("formats of files were looked at"), "{checked}");
}
