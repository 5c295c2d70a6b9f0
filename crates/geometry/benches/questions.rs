//! What one question to the index of parks costs: `cargo bench -p parkward-geometry`.
//!
//! 2,500 round parks of a given number of vertices lie evenly over eastern China, and so do the
//! sites. Sites are asked in space order, so each finds in the cache what the one before used.
//! Divide by the items for the cost of one: the time shown is that of all.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use geo_types::{LineString, MultiPolygon, Point, Polygon};
use parkward_geometry::{ParkIndex, space_order};
use parkward_model::{Footprint, LandAccount, Park, Text};
use std::f64::consts::TAU;

const PARKS: usize = 2_500;
const SITES: usize = 2_000;
const VERTICES: [usize; 3] = [20, 60, 200];

fn main() {
    divan::main();
}

/// From a site to each of the 16 parks nearest to it.
#[divan::bench(args = VERTICES)]
fn distance_to_a_near_park(bencher: Bencher<'_, '_>, vertices: usize) {
    let (index, sites) = world(vertices);
    let near: Vec<(Point<f64>, Vec<usize>)> = sites
        .into_iter()
        .map(|site| (site, index.nearest(site).take(16).map(|(park, _)| park).collect()))
        .collect();
    bencher.counter(ItemsCount::new(16 * SITES)).bench_local(|| {
        for (site, parks) in &near {
            let origin = index.origin(*site);
            for park in parks {
                black_box(origin.distance(*park));
            }
        }
    });
}

/// Which park holds a site; one site in two hundred or so is in one.
#[divan::bench(args = VERTICES)]
fn containing(bencher: Bencher<'_, '_>, vertices: usize) {
    let (index, sites) = world(vertices);
    bencher.counter(ItemsCount::new(SITES)).bench_local(|| {
        for site in &sites {
            black_box(index.containing(*site));
        }
    });
}

/// The nearest parks in order, so many of them, of 60 vertices each.
#[divan::bench(args = [1, 4, 16])]
fn nearest(bencher: Bencher<'_, '_>, many: usize) {
    let (index, sites) = world(60);
    bencher.counter(ItemsCount::new(SITES)).bench_local(|| {
        for site in &sites {
            black_box(index.nearest(*site).take(many).last());
        }
    });
}

/// An index over the parks, and the sites in space order.
fn world(vertices: usize) -> (ParkIndex, Vec<Point<f64>>) {
    let mut dice = Dice(4754);
    let parks: Vec<Park> = (0..PARKS).map(|number| park(number, vertices, &mut dice)).collect();
    let sites: Vec<Point<f64>> = (0..SITES).map(|_| dice.place()).collect();
    let sites = space_order(&sites).into_iter().map(|at| sites[at]).collect();
    (ParkIndex::build(&parks).expect("all parks are on the globe"), sites)
}

/// About 2 to 5 km across, with a ragged edge.
fn park(number: usize, vertices: usize, dice: &mut Dice) -> Park {
    let (middle, radius) = (dice.place(), dice.between(0.01, 0.025));
    let edge = (0..vertices).map(|k| {
        let (sin, cos) = (k as f64 / vertices as f64 * TAU).sin_cos();
        let away = radius * dice.between(0.85, 1.0);
        middle + Point::new(cos * away, sin * away)
    });
    let ring: LineString<f64> = edge.collect();
    Park {
        id: format!("P{number:04}").as_str().into(),
        name: Text::default(),
        footprint: Footprint::Boundary(MultiPolygon(vec![Polygon::new(ring, Vec::new())])),
        capacity: None,
        area: None,
        land: LandAccount::default(),
        industries: Vec::new(),
        open: true,
        facts: Default::default(),
    }
}

/// A Weyl sequence, scrambled: even enough for a picture, the same everywhere.
struct Dice(u64);

impl Dice {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 31)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        low + (high - low) * (mixed >> 32) as f64 / (1_u64 << 32) as f64
    }

    fn place(&mut self) -> Point<f64> {
        Point::new(self.between(112.0, 121.0), self.between(23.0, 41.0))
    }
}
