//! Searches the nearest parks of every node of a graph in a file, and writes the lists: for those who want to hold them
//! against another program (`scripts/bench/roads.py`).
//!
//! Usage: nearest ARCS GATES COUNT LISTS
//!
//! All files are whole numbers of 32 bits, lowest byte first: ARCS tail, head and weight of each arc; GATES park and node
//! of each gate, parks from 0 on; LISTS park and distance, so many for each node, 2³² - 1 where there are fewer. Says how
//! many seconds it took on one core to build the graph, and to search.

use parkward_roads::{Graph, NearestParks, Search, Seed, Weight};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [arcs, gates, count, lists] = &arguments[..] else {
        return Err("usage: nearest ARCS GATES COUNT LISTS".into());
    };
    let (arcs, gates, count) = (numbers(arcs)?, numbers(gates)?, count.parse()?);
    let arcs: Vec<_> = arcs.chunks(3).map(|a| (a[0], a[1], Weight(a[2]))).collect();
    let begun = Instant::now();
    let nodes = arcs.iter().flat_map(|arc| [arc.0, arc.1]).max().map_or(0, |last| last + 1);
    let graph = Graph::new(nodes as usize, &arcs);
    let parks = gates.chunks(2).map(|gate| gate[0]).max().map_or(0, |last| last + 1);
    let mut seeds = vec![Vec::new(); parks as usize];
    for gate in gates.chunks(2) {
        seeds[gate[0] as usize].push(Seed { node: gate[1], weight: Weight(0) });
    }
    let built = begun.elapsed();
    let search = Search { parts: 1, ..Search::new(&graph, count) };
    let nearest = NearestParks::search(&graph, &seeds, search);
    println!("{:.4} {:.4}", built.as_secs_f64(), (begun.elapsed() - built).as_secs_f64());
    let mut bytes = Vec::new();
    for node in 0..nodes {
        let list = nearest
            .of(node)
            .map(|(park, weight)| Ok::<_, Box<dyn Error>>((u32::try_from(park)?, weight.0)));
        let list: Vec<(u32, u32)> = list.collect::<Result<_, _>>()?;
        for place in 0..count {
            let (park, weight) = list.get(place).copied().unwrap_or((u32::MAX, u32::MAX));
            bytes.extend(park.to_le_bytes());
            bytes.extend(weight.to_le_bytes());
        }
    }
    Ok(std::fs::write(lists, bytes)?)
}

/// The numbers of a file.
fn numbers(file: &str) -> Result<Vec<u32>, Box<dyn Error>> {
    let bytes = std::fs::read(file)?;
    let words = bytes.chunks_exact(4).map(|word| Ok(u32::from_le_bytes(word.try_into()?)));
    words.collect()
}
