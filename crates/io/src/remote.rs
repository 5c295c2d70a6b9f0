//! What may be opened: files of this machine, by drivers that read nothing but the file they are given. A plan file may
//! come from anybody, and GDAL fetches addresses, asks databases, and follows what a virtual layer points to, whatever
//! the file that holds it is called.

use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

static ALLOWED: AtomicBool = AtomicBool::new(false);

/// Drivers of GDAL whose formats point to no other place, or whose pointers are not followed.
const LOCAL: [&str; 27] = [
    "AVCBin",
    "AVCE00",
    "CAD",
    "CSV",
    "DGN",
    "DXF",
    "ESRI Shapefile",
    "ESRIJSON",
    "FlatGeobuf",
    "GML",
    "GPKG",
    "GPX",
    "GeoJSON",
    "GeoJSONSeq",
    "JML",
    "KML",
    "LIBKML",
    "MapInfo File",
    "ODS",
    "OpenFileGDB",
    "Parquet",
    "S57",
    "SQLite",
    "SXF",
    "TopoJSON",
    "XLS",
    "XLSX",
];

/// Archives, which GDAL looks into.
const ARCHIVES: [&str; 3] = ["/vsizip", "/vsigzip", "/vsitar"];

/// From now on anything that GDAL opens may be read: databases, services, addresses, virtual layers.
pub fn allow_remote() {
    ALLOWED.store(true, Ordering::Relaxed);
}

fn allowed() -> bool {
    ALLOWED.load(Ordering::Relaxed)
}

/// The drivers that may open an input; `None` for all.
pub(crate) fn drivers(path: &Path) -> Option<Vec<&'static str>> {
    let local = LOCAL.into_iter().filter(|driver| *driver != "SQLite" || holds_its_tables(path));
    (!allowed()).then(|| local.collect())
}

/// What makes tables of a database that are no tables, but stays within it.
const WITHIN: [&str; 9] = [
    "rtree",
    "rtree_i32",
    "fts3",
    "fts4",
    "fts5",
    "virtualspatialindex",
    "virtualelementary",
    "virtualknn",
    "virtualknn2",
];

/// Whether a database of SQLite has no virtual tables but those that stay within it; GDAL's driver knows some that read
/// whatever their definition names. A file that is no such database has none.
fn holds_its_tables(path: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let virtuals = || -> rusqlite::Result<Vec<String>> {
        let database = Connection::open_with_flags(path, flags)?;
        let sql = "SELECT sql FROM sqlite_master WHERE sql LIKE '%virtual%'";
        database.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    };
    virtuals().is_ok_and(|tables| tables.iter().all(|sql| stays_within(sql)))
}

/// Whether each `USING` of a statement, wherever it stands, is followed by what stays within.
fn stays_within(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    sql.split("using").skip(1).all(|behind| {
        let behind = behind.trim_start();
        let end = behind.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        WITHIN.contains(&&behind[..end.unwrap_or(behind.len())])
    })
}

/// Whether something that is no plain path may be read.
pub(crate) fn may_read(connection: &str) -> bool {
    allowed() || is_in_archive(connection)
}

/// Whether a path leads into archives of this machine only. GDAL takes `/vsizip/vsicurl/…` for `/vsizip//vsicurl/…`.
fn is_in_archive(path: &str) -> bool {
    let mut rest = path;
    while let Some(within) = ARCHIVES.iter().find_map(|archive| rest.strip_prefix(archive)) {
        let deeper = within.strip_prefix('/').filter(|deeper| deeper.starts_with("/vsi"));
        rest = deeper.unwrap_or(within);
    }
    rest != path && rest.starts_with('/') && !rest.contains("/vsi") && !rest.contains(':')
}

#[cfg(test)]
mod tests {
    use super::{is_in_archive, stays_within};

    #[test]
    fn virtual_tables_that_read_elsewhere_are_known() {
        for sql in [
            "CREATE VIRTUAL TABLE \"rtree_a\" USING rtree(id, minx, maxx, miny, maxy)",
            "create virtual table SpatialIndex using VirtualSpatialIndex()",
            "CREATE TABLE a (b)",
        ] {
            assert!(stays_within(sql), "{sql}");
        }
        for sql in [
            "CREATE VIRTUAL TABLE a USING VirtualOGR('/vsicurl/http://a', 0)",
            "CREATE VIRTUAL TABLE a USING/**/VirtualOGR('b')",
            "CREATE VIRTUAL TABLE a USING \"VirtualOGR\"('b')",
            "CREATE VIRTUAL TABLE \"using rtree(\" USING VirtualText('/etc/passwd')",
        ] {
            assert!(!stays_within(sql), "{sql}");
        }
    }

    #[test]
    fn only_archives_of_this_machine_are_looked_into() {
        for path in ["/vsizip/a.zip", "/vsizip//data/a.zip/b.shp", "/vsizip//vsitar/a.tgz/b.zip"] {
            assert!(is_in_archive(path), "{path}");
        }
        for path in [
            "/vsicurl/http://a/b.zip",
            "/vsizip//vsicurl/http://a/b.zip",
            "/vsizip/vsicurl/http://a/b.zip",
            "/vsizip/{/vsicurl/http://a/b.zip}",
            "/vsizip/http://a/b.zip",
            "/vsizipx/a",
            "/vsisubfile/0_9,a.zip",
            "PG:dbname=/vsizip/a",
        ] {
            assert!(!is_in_archive(path), "{path}");
        }
    }
}
