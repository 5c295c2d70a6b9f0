//! The files of the worked example, to plant faults into.

use geo_types::Point;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A copy of the example.
pub(crate) struct Files(TempDir);

/// One row of a table.
pub(crate) struct Row<'a> {
    columns: &'a [String],
    cells: &'a mut Vec<String>,
}

impl Row<'_> {
    fn at(&self, column: &str) -> usize {
        self.columns.iter().position(|name| name == column).unwrap()
    }

    pub(crate) fn get(&self, column: &str) -> String {
        self.cells[self.at(column)].clone()
    }

    pub(crate) fn set(&mut self, column: &str, value: impl Into<String>) {
        let at = self.at(column);
        self.cells[at] = value.into();
    }

    fn number(&self, column: &str) -> f64 {
        self.get(column).parse().unwrap()
    }

    pub(crate) fn add(&mut self, column: &str, more: f64) {
        self.set(column, format!("{:.6}", self.number(column) + more));
    }

    pub(crate) fn times(&mut self, column: &str, factor: f64) {
        if !self.get(column).is_empty() {
            self.set(column, format!("{:.4}", self.number(column) * factor));
        }
    }
}

type Table = (Vec<String>, Vec<Vec<String>>);

impl Files {
    pub(crate) fn of_the_example() -> Self {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let copy = TempDir::new().unwrap();
        for folder in ["jinshan", "rules", "classification"] {
            fs::create_dir(copy.path().join(folder)).unwrap();
            for entry in fs::read_dir(data.join(folder)).unwrap() {
                let from = entry.unwrap().path();
                fs::copy(&from, copy.path().join(folder).join(from.file_name().unwrap())).unwrap();
            }
        }
        Self(copy)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder().join("jinshan").join(file)
    }

    /// A copy of a case of the whole-program tests.
    pub(crate) fn of_case(name: &str) -> Self {
        let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases").join(name);
        let copy = TempDir::new().unwrap();
        fs::create_dir(copy.path().join("input")).unwrap();
        for folder in ["", "input"] {
            for entry in fs::read_dir(case.join(folder)).unwrap() {
                let from = entry.unwrap().path();
                if from.is_file() {
                    let to = copy.path().join(folder).join(from.file_name().unwrap());
                    fs::copy(&from, to).unwrap();
                }
            }
        }
        Self(copy)
    }

    /// Runs the program beside the files.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_parkward"));
        program.current_dir(self.folder()).args(arguments).output().unwrap()
    }

    /// What the program says on standard output.
    pub(crate) fn say(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What `check` finds, as JSON.
    pub(crate) fn check(&self) -> Value {
        self.check_plan("jinshan/plan.toml")
    }

    pub(crate) fn check_plan(&self, plan: &str) -> Value {
        serde_json::from_str(&self.say(&["check", plan, "--json"])).unwrap()
    }

    /// What `plan` makes of a case.
    pub(crate) fn make_plan(&self) -> Value {
        self.say(&["plan", "plan.toml", "-o", "out", "-q"]);
        serde_json::from_slice(&fs::read(self.folder().join("out/plan.json")).unwrap()).unwrap()
    }

    /// Calls a column otherwise.
    pub(crate) fn header(&mut self, file: &str, column: &str, name: &str) {
        let (mut columns, rows) = self.read(file);
        let at = columns.iter().position(|other| other == column).unwrap();
        name.clone_into(&mut columns[at]);
        self.write(file, &(columns, rows));
    }

    /// Puts the last row of a table first.
    pub(crate) fn reverse(&mut self, file: &str) {
        let (columns, mut rows) = self.read(file);
        rows.reverse();
        self.write(file, &(columns, rows));
    }

    /// Rewrites the plan file.
    pub(crate) fn plan(&mut self, change: impl FnOnce(String) -> String) {
        let before = fs::read_to_string(self.path("plan.toml")).unwrap();
        let after = change(before.clone());
        assert_ne!(before, after);
        fs::write(self.path("plan.toml"), after).unwrap();
    }

    /// Says another CRS of the enterprises.
    pub(crate) fn crs(&mut self, crs: &str) {
        self.plan(|plan| plan.replace("crs = \"EPSG:4326\"", &format!("crs = \"{crs}\"")));
    }

    fn read(&self, file: &str) -> Table {
        let mut table = csv::Reader::from_path(self.path(file)).unwrap();
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let columns = cells(table.headers().unwrap());
        (columns, table.records().map(|record| cells(&record.unwrap())).collect())
    }

    fn write(&self, file: &str, (columns, rows): &Table) {
        let mut table = csv::Writer::from_path(self.path(file)).unwrap();
        table.write_record(columns).unwrap();
        rows.iter().for_each(|row| table.write_record(row).unwrap());
        table.flush().unwrap();
    }

    /// Changes the first rows of a table.
    pub(crate) fn rows(&mut self, file: &str, count: usize, mut change: impl FnMut(&mut Row<'_>)) {
        let (columns, mut rows) = self.read(file);
        rows.iter_mut().take(count).for_each(|cells| change(&mut Row { columns: &columns, cells }));
        self.write(file, &(columns, rows));
    }

    /// Adds a changed copy of a row at the end of a table.
    pub(crate) fn repeat(&mut self, file: &str, row: usize, change: impl FnOnce(&mut Row<'_>)) {
        let (columns, mut rows) = self.read(file);
        let mut cells = rows[row].clone();
        change(&mut Row { columns: &columns, cells: &mut cells });
        rows.push(cells);
        self.write(file, &(columns, rows));
    }

    /// Adds a column of names, all different.
    pub(crate) fn name(&mut self, file: &str) {
        let (mut columns, mut rows) = self.read(file);
        columns.push("name".to_owned());
        let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        for (number, cells) in rows.iter_mut().enumerate() {
            let word: String =
                number.to_string().bytes().map(|digit| digits[usize::from(digit - b'0')]).collect();
            cells.push(format!("上海甲{word}号精工机械有限公司"));
        }
        self.write(file, &(columns, rows));
    }

    /// Writes the first positions of a table in another CRS.
    pub(crate) fn project(&mut self, file: &str, count: usize, crs: &str) {
        let way = parkward_crs::parse(crs).unwrap().transformer().unwrap();
        self.rows(file, count, |row| {
            let at = way.from_wgs84(&Point::new(row.number("lon"), row.number("lat"))).unwrap();
            let decimals = if way.is_projected() { 2 } else { 6 };
            row.set("lon", format!("{:.decimals$}", at.x()));
            row.set("lat", format!("{:.decimals$}", at.y()));
        });
    }

    /// Writes all positions as web maps of China have them.
    pub(crate) fn shift(&mut self, file: &str, crs: &str) {
        self.project(file, usize::MAX, crs);
    }

    fn parks(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        let path = self.path("parks.geojson");
        let mut parks: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        change(parks["features"].as_array_mut().unwrap());
        fs::write(path, parks.to_string()).unwrap();
    }

    /// Moves every vertex of every park.
    fn vertices(&mut self, only: Option<usize>, change: impl Fn([f64; 2]) -> [f64; 2]) {
        fn each(value: &mut Value, change: &impl Fn([f64; 2]) -> [f64; 2]) {
            let Some(list) = value.as_array_mut() else { return };
            match (list[0].as_f64(), list.get(1).and_then(Value::as_f64)) {
                (Some(x), Some(y)) => *value = json!(change([x, y])),
                _ => list.iter_mut().for_each(|value| each(value, change)),
            }
        }
        self.parks(|parks| {
            let all = parks.iter_mut().enumerate();
            let some = all.filter(|(at, _)| only.is_none_or(|only| only == *at));
            some.for_each(|(_, park)| each(&mut park["geometry"]["coordinates"], &change));
        });
    }

    pub(crate) fn shift_parks(&mut self, crs: &str) {
        let way = parkward_crs::parse(crs).unwrap().transformer().unwrap();
        self.vertices(None, |[x, y]| {
            let at = way.from_wgs84(&Point::new(x, y)).unwrap();
            [at.x(), at.y()]
        });
    }

    pub(crate) fn move_park(&mut self, park: usize, x: f64, y: f64) {
        self.vertices(Some(park), |at| [at[0] + x, at[1] + y]);
    }

    pub(crate) fn park_point(&mut self, park: usize, x: f64, y: f64) {
        self.parks(|parks| {
            parks[park]["geometry"] = json!({ "type": "Point", "coordinates": [x, y] })
        });
    }

    /// Draws a park anew.
    pub(crate) fn park_ring(&mut self, park: usize, ring: &[[f64; 2]]) {
        self.parks(|parks| {
            parks[park]["geometry"] = json!({ "type": "Polygon", "coordinates": [ring] });
            parks[park]["properties"]["area_ha"] = Value::Null;
        });
    }

    /// Gives a park the boundary of another.
    pub(crate) fn same_park(&mut self, park: usize, other: usize) {
        self.parks(|parks| {
            let drawn = parks[other]["geometry"].clone();
            parks[park]["geometry"] = drawn;
            parks[park]["properties"]["area_ha"] = Value::Null;
        });
    }

    /// Leaves out columns of a table.
    pub(crate) fn without(&mut self, file: &str, columns: &[&str]) {
        for column in columns {
            self.header(file, column, &format!("{column} (of another year)"));
        }
    }

    /// Says another property of a park.
    pub(crate) fn park(&mut self, park: usize, property: &str, value: Value) {
        self.parks(|parks| parks[park]["properties"][property] = value);
    }
}
