//! What the nearest parks of a whole country cost: `cargo bench -p parkward-roads`.
//!
//! The country is generated: a grid of 2,236 × 2,236 junctions 500 m apart, of which a third of the roads are missing,
//! one in ten is one-way and each is up to 1.6 times as long as straight; 2,500 parks of two gates. One core.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use parkward_assignment::Random;
use parkward_geometry::hilbert;
use parkward_roads::{Graph, NearestParks, Search, Seed, Weight};

const SIDE: u32 = 2_236;
const PARKS: usize = 2_500;

fn main() {
    divan::main();
}

/// Lists of so many parks.
#[divan::bench(args = [1, 3, 8], sample_count = 3)]
fn nearest_parks(bencher: Bencher<'_, '_>, count: usize) {
    let (graph, gates) = country();
    let search = Search { parts: 1, ..Search::new(&graph, count) };
    bencher
        .counter(ItemsCount::new(graph.nodes()))
        .bench_local(|| black_box(NearestParks::search(&graph, &gates, search)));
}

/// The same, on all cores.
#[divan::bench(args = [3], sample_count = 3)]
fn nearest_parks_on_all_cores(bencher: Bencher<'_, '_>, count: usize) {
    let (graph, gates) = country();
    let search = Search::new(&graph, count);
    bencher
        .counter(ItemsCount::new(graph.nodes()))
        .bench_local(|| black_box(NearestParks::search(&graph, &gates, search)));
}

fn country() -> (Graph, Vec<Vec<Seed>>) {
    let mut random = Random::new(1);
    let mut cells: Vec<(u64, u32)> =
        (0..SIDE * SIDE).map(|cell| (hilbert(cell % SIDE, cell / SIDE, 12), cell)).collect();
    cells.sort_unstable();
    let mut number = vec![0_u32; cells.len()];
    for (place, (_, cell)) in (0..).zip(&cells) {
        number[*cell as usize] = place;
    }
    let mut arcs = Vec::new();
    for cell in 0..SIDE * SIDE {
        let east = (cell % SIDE + 1 < SIDE).then(|| cell + 1);
        let north = (cell / SIDE + 1 < SIDE).then(|| cell + SIDE);
        for other in [east, north].into_iter().flatten() {
            if random.unit() > 0.68 {
                continue;
            }
            let (a, b) = (number[cell as usize], number[other as usize]);
            let longer = u32::try_from(random.below(300_000)).expect("below 300,000");
            let weight = Weight(500_000 + longer);
            let direction = random.below(20);
            if direction != 0 {
                arcs.push((a, b, weight));
            }
            if direction != 1 {
                arcs.push((b, a, weight));
            }
        }
    }
    let mut gate = || {
        let node = u32::try_from(random.below(cells.len())).expect("a node");
        [node, (node + 7).min(SIDE * SIDE - 1)].map(|node| Seed { node, weight: Weight(0) }).into()
    };
    let gates = (0..PARKS).map(|_| gate()).collect();
    (Graph::new(cells.len(), &arcs), gates)
}
