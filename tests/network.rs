//! Nothing is fetched, and nothing is read but what the plan names, unless the user allows it: `file` as GDAL understands
//! it, and files that point elsewhere, whatever they are called.

use crate::common::{copy, edit, other, refused, text};
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use tempfile::TempDir;

/// What a plan may name as `file`; `@` stands for an address where somebody listens.
const FILES: &[&str] = &[
    "http://@/parks.geojson",
    "/vsicurl/http://@/parks.geojson",
    "/vsicurl?url=http://@/parks.geojson",
    "/vsicurl_streaming/http://@/parks.geojson",
    "/vsizip//vsicurl/http://@/parks.zip",
    "/vsizip/vsicurl/http://@/parks.zip",
    "/vsizip/{/vsicurl/http://@/parks.zip}/a.shp",
    "/vsigzip//vsicurl/http://@/parks.gz",
    "/vsitar/vsicurl/http://@/parks.tar",
    "/vsisubfile/0_100,/vsicurl/http://@/parks.gpkg",
    "/vsicached?file=/vsicurl/http://@/parks.gpkg",
    "/vsiwebhdfs/http://@/parks.gpkg",
    "/vsis3/bucket/parks.gpkg",
    "/vsistdin/",
    "WFS:http://@/wfs",
    "OAPIF:http://@/",
    "OGCAPI:http://@/",
    "CSW:http://@/",
    "MVT:http://@/0/0/0.pbf",
    "MVT:/vsicurl/http://@/0/0/0.pbf",
    "ES:http://@/",
    "NGW:http://@/resource/1",
    "GeoJSON:http://@/parks.geojson",
    "GeoJSONSeq:http://@/parks.geojson",
    "ESRIJSON:http://@/query?f=json",
    "TopoJSON:http://@/parks.json",
    "GMLAS:/vsicurl/http://@/parks.gml",
    "PG:host=127.0.0.1 port=# dbname=land",
    "postgresql://127.0.0.1:#/land",
    "MYSQL:land,host=127.0.0.1,port=#",
    "MSSQL:server=127.0.0.1,#;database=land",
    "ODBC:a/b@c",
    "CARTO:land",
    "EEDA:land",
    "HTTP:http://@/",
];

/// What a file may hold that a plan names.
const CONTENTS: &[&str] = &[
    "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/vsicurl/http://@/x.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>secret.csv</SrcDataSource><SrcSQL>SELECT token AS id, lon, lat FROM secret</SrcSQL></OGRVRTLayer></OGRVRTDataSource>",
    "<OGRWFSDataSource><URL>http://@/wfs</URL></OGRWFSDataSource>",
    "<OGRCSWDataSource><URL>http://@/csw</URL></OGRCSWDataSource>",
    "<GMLASConf/><!-- http://@/ -->",
    "<?xml version=\"1.0\"?><a:FeatureCollection xmlns:a=\"http://@/a\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://@/a http://@/a.xsd\" xmlns:gml=\"http://www.opengis.net/gml\"><gml:featureMember><a:p fid=\"1\"><a:id>1</a:id></a:p></gml:featureMember></a:FeatureCollection>",
    "<?xml version=\"1.0\"?><!DOCTYPE kml SYSTEM \"http://@/a.dtd\" [<!ENTITY a SYSTEM \"http://@/a\">]><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><NetworkLink><Link><href>http://@/a.kml</href></Link></NetworkLink><Placemark><name>&a;</name><styleUrl>http://@/s.kml#a</styleUrl></Placemark></Document></kml>",
    "{\"type\":\"Topology\",\"objects\":{\"a\":{\"type\":\"GeometryCollection\",\"geometries\":[]}},\"arcs\":[],\"url\":\"http://@/\"}",
    "{\"objectIdFieldName\":\"id\",\"exceededTransferLimit\":true,\"geometryType\":\"esriGeometryPolygon\",\"features\":[],\"url\":\"http://@/\"}",
];

/// Databases whose tables and views point elsewhere.
const DATABASES: &[&str] = &[
    "CREATE VIRTUAL TABLE parks USING VirtualOGR('/vsicurl/http://@/x.geojson', 0, 0, 0)",
    "CREATE VIEW parks AS SELECT 'A' AS id, ogr_geocode('x', 'geometry', 'QUERY_TEMPLATE=http://@/?q=%s') AS geom",
];

/// Makes the table `parks` of a database another thing: file, type, statement.
const FORGE: &str = "import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute('PRAGMA writable_schema = 1')
how = 'UPDATE sqlite_master SET type = ?, rootpage = 0, sql = ? WHERE name = ?'
database.execute(how, (*sys.argv[2:], 'parks'))
database.commit()";

/// The case `hand` with parks from `file`.
fn project(file: &str) -> TempDir {
    let work = copy("hand");
    fs::write(work.path().join("secret.csv"), "token,lon,lat\nhidden,121,31\n").unwrap();
    edit(work.path(), "plan.toml", "\"input/parks.geojson\"", &format!("'{file}'"));
    work
}

/// Runs that must not reach the listener, each refused with one sentence that says nothing of what is elsewhere.
fn refuses(listener: &Listener, folder: &Path, what: &str) {
    for command in [&["plan", "plan.toml", "-q"][..], &["check", "plan.toml", "-q"]] {
        let said = if command[0] == "plan" { refused(folder, command) } else { checked(folder) };
        assert!(!said.contains("hidden"), "{what}: {said}");
        assert!(!listener.was_called(), "{what} was fetched: {said}");
    }
}

fn checked(folder: &Path) -> String {
    let said = crate::common::parkward(folder, &["check", "plan.toml"]);
    text(&said.stdout) + &text(&said.stderr)
}

/// Somebody who listens, hangs up at once, and knows who called.
struct Listener {
    port: u16,
    calls: Receiver<SocketAddr>,
}

impl Listener {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (tell, calls) = channel();
        std::thread::spawn(move || {
            while let Ok((_, caller)) = listener.accept() {
                if tell.send(caller).is_err() {
                    break;
                }
            }
        });
        Self { port, calls }
    }

    /// Whether anybody has called since this was last asked: callers are heard in turn, and we call last.
    fn was_called(&self) -> bool {
        let own = TcpStream::connect(("127.0.0.1", self.port)).unwrap().local_addr().unwrap();
        let before = self.calls.iter().take_while(|caller| *caller != own).count();
        before > 0
    }

    /// A text with its address.
    fn at(&self, template: &str) -> String {
        let port = self.port.to_string();
        template.replace('@', &format!("127.0.0.1:{port}")).replace('#', &port)
    }
}

#[test]
fn what_is_no_file_of_this_machine_is_not_read() {
    let listener = Listener::new();
    for file in FILES {
        let work = project(&listener.at(file));
        refuses(&listener, work.path(), file);
        let said = refused(work.path(), &["plan", "plan.toml", "-q"]);
        assert!(said.contains("add --allow-remote"), "{file}: {said}");
    }
}

/// Roads and gates ask nobody either, and are not read from elsewhere.
#[test]
fn roads_and_gates_are_files_of_this_machine_too() {
    let listener = Listener::new();
    let road = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[121.0,30.96],[121.01,31.03]]}}]}"#;
    let with = |roads: &str, gates: &str| {
        let work = copy("hand");
        fs::write(work.path().join("roads.geojson"), road).unwrap();
        let table = format!("[roads]\nfile = '{roads}'\n{gates}\n[parks]");
        edit(work.path(), "plan.toml", "[parks]", &table);
        work
    };
    for file in FILES.iter().map(|file| listener.at(file)) {
        let work = with(&file, "");
        refuses(&listener, work.path(), &file);
        let work = with("roads.geojson", &format!("gates = {{ file = '{file}' }}"));
        refuses(&listener, work.path(), &file);
        let said = refused(work.path(), &["plan", "plan.toml", "-q"]);
        assert!(said.contains("add --allow-remote"), "{file}: {said}");
    }
    for ending in ["osm.pbf", "pbf", "osm", "gpkg", "shp", "csv"] {
        for content in CONTENTS {
            let work = with(&format!("v.{ending}"), "");
            fs::write(work.path().join(format!("v.{ending}")), listener.at(content)).unwrap();
            refuses(&listener, work.path(), &format!("{ending}: {content}"));
        }
    }
}

#[test]
fn files_that_point_elsewhere_are_not_followed_whatever_they_are_called() {
    let listener = Listener::new();
    for ending in
        ["gpkg", "shp", "vrt", "xml", "kml", "gml", "dxf", "tab", "json", "csv", "xlsx", "x"]
    {
        let work = project(&format!("v.{ending}"));
        for content in CONTENTS {
            fs::write(work.path().join(format!("v.{ending}")), listener.at(content)).unwrap();
            refuses(&listener, work.path(), &format!("{ending}: {content}"));
        }
    }
    for ending in ["gpkg", "sqlite"] {
        for table in DATABASES {
            let work = project(&format!("v.{ending}"));
            // An honest GeoPackage, of which one table is made to be another thing.
            let (input, file) =
                (work.path().join("input/parks.geojson"), work.path().join(format!("v.{ending}")));
            let (input, file) = (input.to_str().unwrap(), file.to_str().unwrap());
            let driver = if ending == "gpkg" { "GPKG" } else { "SQLite" };
            other("ogr2ogr", &["-f", driver, file, input, "-nln", "parks"]);
            let kind = if table.contains("VIEW") { "view" } else { "table" };
            other("python3", &["-c", FORGE, file, kind, &listener.at(table)]);
            refuses(&listener, work.path(), &format!("{ending}: {table}"));
        }
    }
}

/// What refuses could refuse for another reason: allowed, the same is fetched and read.
#[test]
fn what_is_allowed_is_read() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let parks = fs::read(crate::common::case("hand").join("input/parks.geojson")).unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let head = format!("HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n", parks.len());
            let _ = stream.write_all(&[head.as_bytes(), &parks].concat());
        }
    });
    let vrt = format!(
        "<OGRVRTDataSource><OGRVRTLayer name=\"parks\"><SrcDataSource>/vsicurl_streaming/http://{address}/parks.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    );
    let work = project("v.gpkg");
    fs::write(work.path().join("v.gpkg"), vrt).unwrap();
    let allowed = Command::new(env!("CARGO_BIN_EXE_parkward"))
        .current_dir(work.path())
        .env("GDAL_VRT_ENABLE_PYTHON", "NO")
        .args(["plan", "plan.toml", "-o", "out", "-q", "--allow-remote"])
        .output()
        .unwrap();
    assert!(allowed.status.success(), "{}", text(&allowed.stderr));
}

/// Grids of coordinate systems are not fetched either.
#[test]
fn coordinate_systems_fetch_nothing() {
    let listener = Listener::new();
    for crs in
        ["+proj=longlat +nadgrids=http://@/a.tif +type=crs", "http://@/crs/1", "+init=http://@/a:1"]
    {
        let work = copy("hand");
        let crs = listener.at(crs);
        edit(work.path(), "plan.toml", "[enterprises]", &format!("crs = \"{crs}\"\n[enterprises]"));
        let said = Command::new(env!("CARGO_BIN_EXE_parkward"))
            .current_dir(work.path())
            .env("PROJ_NETWORK", "ON")
            .args(["plan", "plan.toml", "-q"])
            .output()
            .unwrap();
        assert!(matches!(said.status.code(), Some(0 | 2)), "{crs}: {}", text(&said.stderr));
        assert!(!listener.was_called(), "{crs} was fetched");
    }
}
