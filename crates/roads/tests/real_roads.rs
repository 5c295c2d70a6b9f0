//! Real roads, looked at by programs that are not ours: the arcs by plain Python and PROJ, the lists by scipy's Dijkstra,
//! number for number.
//!
//! The project has one network; `PARKWARD_ROADS=FOLDER` has all files of a folder looked at that GDAL reads.

#![allow(clippy::unwrap_used, missing_docs)]

use geo_types::{Coord, LineString, Point};
use parkward_assignment::Random;
use parkward_model::{Footprint, Metres};
use parkward_roads::{
    Asking, Direction, Gates, Making, NearestParks, Network, Search, Snapped, Way, Weight,
    parks_within,
};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const PARKS: usize = 40;
const SITES: usize = 400;
const NEAR: Metres = Metres(20_000.0);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs a Python script with Debian's Python; what it prints.
fn python(script: &str, file: &Path) -> String {
    let script = root().join("crates/roads/tests").join(script);
    let output =
        Command::new(root().join("scripts/python")).arg(script).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn way(line: &str) -> Way {
    let mut words = line.split(' ');
    let direction = match words.next().unwrap() {
        "forward" => Direction::Forward,
        "backward" => Direction::Backward,
        _ => Direction::Both,
    };
    let length_m = words.next().unwrap().parse().ok();
    let numbers: Vec<f64> = words.map(|word| word.parse().unwrap()).collect();
    let line: LineString<f64> = numbers.chunks(2).map(|c| Coord { x: c[0], y: c[1] }).collect();
    Way { direction, length_m, ..Way::along(line) }
}

/// All that is to be looked at, a line each.
fn told(lines: &str) -> String {
    let making = Making { tolerance: Metres(0.0), ..Making::default() };
    let (network, _) = Network::of(lines.lines().map(way), &[], &making).unwrap();
    let graph = network.graph();
    let middles: Vec<Point<f64>> =
        (0..network.edges()).map(|edge| Point(network.line(edge).0[0])).collect();
    let mut random = Random::new(7);
    let mut place = || {
        let near = middles[random.below(middles.len())];
        Point::new(near.x() + 0.01 * random.unit(), near.y() + 0.01 * random.unit())
    };
    let gates = (0..PARKS)
        .map(|_| network.gates(&Footprint::Point(place()), &[], NEAR).unwrap_or_default());
    let gates = Gates::of(&network, gates.collect());
    let lists = NearestParks::search(graph, gates.seeds(), Search::new(graph, 4));
    let sites: Vec<Snapped> = (0..SITES).filter_map(|_| network.snap(place(), NEAR).ok()).collect();
    // Beyond the lists: twice as far as their last park.
    let reach = |site: &Snapped| {
        let (parks, _) = gates.nearest(&network, &lists, site.position);
        Weight(parks.last().map_or(0, |(_, far)| far.0.saturating_mul(2)))
    };
    let asking =
        |site: &Snapped| Asking { exits: network.exits(site.position), reach: reach(site) };
    let asking: Vec<Asking> = sites.iter().map(asking).collect();
    let among: Vec<usize> = (0..PARKS).collect();
    let within = parks_within(graph, gates.seeds(), &among, &asking);

    let mut told = String::new();
    for node in 0..u32::try_from(graph.nodes()).unwrap() {
        let at = network.junction(node);
        let _ = writeln!(told, "junction {:.0} {:.0}", at.x() * 1e7, at.y() * 1e7);
        for (head, weight) in graph.out_of(node) {
            let _ = writeln!(told, "arc {node} {head} {}", weight.0);
        }
        let _ = write!(told, "list {node}");
        lists.of(node).for_each(|(park, far)| write!(told, " {park} {}", far.0).unwrap());
        told.push('\n');
    }
    for (park, seeds) in gates.seeds().iter().enumerate() {
        seeds.iter().for_each(|seed| {
            writeln!(told, "gate {park} {} {}", seed.node, seed.weight.0).unwrap()
        });
    }
    for (asking, list) in asking.iter().zip(&within) {
        let _ = write!(told, "within {}", asking.reach.0);
        asking
            .exits
            .iter()
            .for_each(|exit| write!(told, " {} {}", exit.node, exit.weight.0).unwrap());
        told.push_str(" :");
        list.iter().for_each(|(park, far)| write!(told, " {park} {}", far.0).unwrap());
        told.push('\n');
    }
    for line in lines.lines() {
        let _ = writeln!(told, "road {line}");
    }
    told
}

#[test]
fn arcs_and_lists_are_those_of_other_programs_on_real_roads() {
    let mut files = vec![root().join("data/roads/jinshan_main_roads.csv")];
    if let Some(folder) = std::env::var_os("PARKWARD_ROADS") {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.extend(entries.filter(|path| path.extension().is_some_and(|ending| ending != "md")));
    }
    let work = tempfile::TempDir::new().unwrap();
    for file in files {
        let told = told(&python("roads_of.py", &file));
        let path = work.path().join("told");
        std::fs::write(&path, &told).unwrap();
        let said = python("check_roads.py", &path);
        println!("{}: {said}", file.display());
        assert!(said.contains(" 0 faults"), "{}: {said}", file.display());
    }
}

#[test]
fn a_number_that_is_not_true_is_found() {
    let told = told(&python("roads_of.py", &root().join("data/roads/jinshan_main_roads.csv")));
    let work = tempfile::TempDir::new().unwrap();
    let path = work.path().join("told");
    for kind in ["list", "arc", "within"] {
        let has_numbers = |line: &&str| line.starts_with(kind) && !line.ends_with([':', '-']);
        let line = told.lines().rfind(has_numbers).unwrap();
        let (before, number) = line.rsplit_once(' ').unwrap();
        let planted = format!("{before} {}", number.parse::<u64>().unwrap() + 5_000);
        std::fs::write(&path, told.replacen(line, &planted, 1)).unwrap();
        assert!(!python("check_roads.py", &path).contains(" 0 faults"), "planted: {kind}");
    }
}
