//! Layers into a database of PostgreSQL: a schema of their own, all or nothing, and nothing else is touched.

use crate::common::{copy, done, listing, refused};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A server of our own, without a port, that ends with the test.
struct Server {
    folder: TempDir,
    child: Child,
}

/// A user that is not root, whom the server refuses.
const NOBODY: u32 = 65_534;

/// A program of the server's: Debian keeps them apart from all others.
fn program(name: &str) -> PathBuf {
    let releases = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let found = releases.map(|release| release.unwrap().path().join("bin").join(name));
    found.filter(|path| path.is_file()).max().unwrap_or_else(|| name.into())
}

impl Server {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let is_root = fs::metadata(folder.path()).unwrap().uid() == 0;
        if is_root {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let command = |name: &str| {
            let mut command = Command::new(program(name));
            command.current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
            if is_root {
                command.uid(NOBODY).gid(NOBODY);
            }
            command
        };
        let made = command("initdb").args("-D data -A trust -U me --no-sync".split(' ')).status();
        assert!(made.expect("scripts/setup test installs PostgreSQL").success());
        let arguments = ["-D", "data", "-F", "-c", "listen_addresses=", "-k"];
        let child = command("postgres").args(arguments).arg(folder.path()).spawn().unwrap();
        let server = Self { folder, child };
        let ready = (0..600).any(|_| {
            std::thread::sleep(Duration::from_millis(100));
            server.psql("SELECT 1").is_ok()
        });
        assert!(ready);
        server
    }

    fn connection(&self) -> String {
        format!("PG:host={} user=me dbname=postgres", self.folder.path().display())
    }

    /// What the database answers, a line a row.
    fn psql(&self, sql: &str) -> Result<Vec<String>, String> {
        let host = self.folder.path().to_str().unwrap();
        let arguments =
            ["-h", host, "-U", "me", "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1", "-c", sql];
        let output = Command::new("psql").args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        match output.status.success() {
            true => Ok(text(&output.stdout).lines().map(str::to_owned).collect()),
            false => Err(text(&output.stderr)),
        }
    }

    fn tables(&self, schema: &str) -> Vec<String> {
        let sql =
            "SELECT table_name FROM information_schema.tables WHERE table_schema = '%' ORDER BY 1";
        self.psql(&sql.replace('%', schema)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The rows of a layer: of GeoJSON, which is plain enough to be read without a program.
fn rows(folder: &Path, layer: &str) -> Vec<Value> {
    let file = folder.join(format!("out/geojson/{layer}.geojson"));
    let file: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    file["features"].as_array().unwrap().clone()
}

#[test]
fn a_plan_becomes_a_schema_of_a_database() {
    let work = copy("hand");
    let folder = work.path();
    done(folder, &["plan", "plan.toml", "-o", "out", "-q"]);
    let server = Server::start();
    let database = server.connection();
    let export = |more: &[&'static str]| {
        let all = ["export", "out", "--allow-remote", "--database", &*database];
        all.into_iter().chain(more.iter().copied()).collect::<Vec<_>>()
    };

    // Nobody is called without leave, and nothing but a database is one.
    let said = refused(folder, &["export", "out", "--database", &database]);
    assert!(said.contains("--allow-remote"), "{said}");
    let said = refused(folder, &["export", "out", "--allow-remote", "--database", "land.gpkg"]);
    assert!(said.contains("expected a connection to PostgreSQL"), "{said}");
    let secret = database.replace("user=me", "user=you password=geheim");
    let said = refused(folder, &["export", "out", "--allow-remote", "--database", &secret]);
    assert!(said.contains("password=***") && !said.contains("geheim"), "{said}");

    assert_eq!(done(folder, &export(&[])), "Schema: parkward\n");
    done(folder, &export(&["--schema", "Plan \"26\" 甲", "--crs", "EPSG:4549"]));
    let said =
        server.psql("SELECT obj_description(oid) FROM pg_namespace WHERE nspname ~ '26'").unwrap();
    assert!(said[0].starts_with("Parkward ") && said[0].ends_with("(EPSG:4549)"), "{said:?}");
    let layers = listing(&folder.join("out/geojson"));
    let layers = layers.iter().map(|file| file.file_stem().unwrap().to_str().unwrap());
    let layers: Vec<&str> = layers.collect();
    let mut tables = server.tables("parkward");
    // Layers without places are no GeoJSON.
    tables.retain(|table| layers.contains(&table.as_str()));
    assert_eq!(tables, layers);
    assert_eq!(server.tables("Plan \"26\" 甲"), server.tables("parkward"));
    for layer in layers {
        let expected = rows(folder, layer);
        let count = server.psql(&format!("SELECT count(*) FROM parkward.{layer}")).unwrap();
        assert_eq!(count, [expected.len().to_string()], "{layer}");
    }
    let found =
        server.psql("SELECT id || ' ' || verdict FROM parkward.enterprises ORDER BY ogc_fid");
    let cell = |row: &Value, name: &str| row["properties"][name].as_str().unwrap().to_owned();
    let expected = rows(folder, "enterprises");
    let expected =
        expected.iter().map(|row| format!("{} {}", cell(row, "id"), cell(row, "verdict")));
    assert_eq!(found.unwrap(), expected.collect::<Vec<_>>());

    // What is there stays, whoever made it.
    server
        .psql("CREATE TABLE parkward.mine (x int); INSERT INTO parkward.mine VALUES (7)")
        .unwrap();
    let said = refused(folder, &export(&[]));
    assert!(said.contains("the schema \"parkward\" is there"), "{said}");
    assert_eq!(server.psql("SELECT x FROM parkward.mine").unwrap(), ["7"]);

    // A layer that the database does not take leaves no schema behind.
    let trigger = "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN \
        IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity LIKE '%.moves') \
        THEN RAISE 'not here'; END IF; END $$; \
        CREATE EVENT TRIGGER no ON ddl_command_end EXECUTE FUNCTION no()";
    server.psql(trigger).unwrap();
    let said = refused(folder, &export(&["--schema", "half"]));
    assert!(said.contains("not here"), "{said}");
    assert!(server.psql("SELECT 1 FROM pg_namespace WHERE nspname = 'half'").unwrap().is_empty());
}
