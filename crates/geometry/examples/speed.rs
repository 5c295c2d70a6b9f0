//! What a distance and a nearest park cost: `cargo run --release --example speed`.
//!
//! Parks and sites are scattered evenly over eastern China, 2,500 and 100,000 of them by default
//! (arguments: parks, sites, vertices of a park).

use geo_types::{LineString, MultiPolygon, Point, Polygon};
use parkward_assignment::Random;
use parkward_geometry::{Crs, ParkIndex, space_order};
use parkward_model::{Footprint, LandAccount, Metres, Park, Text};
use std::hint::black_box;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = |default: usize| arguments.next().map_or(Ok(default), |a| a.parse());
    let (parks, sites, vertices) = (argument(2_500)?, argument(100_000)?, argument(60)?);

    let mut random = Random::new(310_116);
    let parks: Vec<Park> = (0..parks).map(|i| random_park(&mut random, i, vertices)).collect();
    let sites: Vec<Point<f64>> = (0..sites).map(|_| site(&mut random)).collect();

    let start = Instant::now();
    let index = ParkIndex::build(&parks)?;
    println!(
        "build                {:8.1} ms for {} parks of {vertices} vertices",
        ms(start),
        parks.len()
    );

    distances(&index, &sites, parks.len());
    // In space order each query finds what the one before left in the cache.
    let start = Instant::now();
    let in_order: Vec<_> = space_order(&sites).into_iter().map(|i| sites[i]).collect();
    report("space order", start, sites.len());
    nearest(&index, &sites, "");
    nearest(&index, &in_order, ", in order");
    neighbourhoods(&index, &in_order);
    near_distances(&index, &in_order);
    containing(&index, &sites);
    transformers(&sites)
}

/// Every distance from a few sites.
fn distances(index: &ParkIndex, sites: &[Point<f64>], parks: usize) {
    let measured = 200.min(sites.len());
    let start = Instant::now();
    let mut sum = 0.0;
    for site in &sites[..measured] {
        let origin = index.origin(*site);
        sum += (0..parks).map(|park| origin.distance(park).0).sum::<f64>();
    }
    black_box(sum);
    report("distance", start, measured * parks);
}

fn nearest(index: &ParkIndex, sites: &[Point<f64>], order: &str) {
    for many in [1, 4, 16] {
        let start = Instant::now();
        for site in sites {
            black_box(index.nearest(*site).take(many).last());
        }
        report(&format!("nearest {many}{order}"), start, sites.len());
    }
}

fn neighbourhoods(index: &ParkIndex, in_order: &[Point<f64>]) {
    for many in [1, 3, 8] {
        let start = Instant::now();
        for sites in in_order.chunks(64) {
            let mut neighbourhood = index.neighbourhood(sites);
            for site in sites {
                let wanted = |park: usize| park.is_multiple_of(2);
                black_box(neighbourhood.nearest(&index.origin(*site), wanted, many, Metres(0.0)));
            }
        }
        report(&format!("every second, {many}"), start, in_order.len());
    }
}

/// The four nearest again: what a candidate's distance costs when it is in the cache.
fn near_distances(index: &ParkIndex, in_order: &[Point<f64>]) {
    let near: Vec<(Point<f64>, Vec<usize>)> = in_order
        .iter()
        .take(10_000)
        .map(|site| (*site, index.nearest(*site).take(4).map(|(park, _)| park).collect()))
        .collect();
    let start = Instant::now();
    for (site, parks) in &near {
        let origin = index.origin(*site);
        black_box(parks.iter().map(|park| origin.distance(*park).0).sum::<f64>());
    }
    report("near distance", start, near.iter().map(|(_, parks)| parks.len()).sum());
}

fn containing(index: &ParkIndex, sites: &[Point<f64>]) {
    let start = Instant::now();
    for site in sites {
        black_box(index.containing(*site));
    }
    report("containing", start, sites.len());
}

fn transformers(sites: &[Point<f64>]) -> Result<(), Box<dyn std::error::Error>> {
    for crs in ["gcj02", "bd09"] {
        let transformer = Crs::built_in(crs).ok_or(crs)?.transformer()?;
        let drawn = sites.iter().map(|site| transformer.from_wgs84(site));
        let drawn: Vec<Point<f64>> = drawn.collect::<Result<_, _>>()?;
        let start = Instant::now();
        for point in &drawn {
            black_box(transformer.to_wgs84(point)?);
        }
        report(crs, start, sites.len());
    }
    Ok(())
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn report(what: &str, start: Instant, times: usize) {
    println!("{what:21}{:8.1} ns each, {times} times", ms(start) * 1e6 / times as f64);
}

/// A rough round park, 2 to 6 km across.
fn random_park(random: &mut Random, i: usize, vertices: usize) -> Park {
    let (centre, size) = (site(random), 0.01 + 0.02 * random.unit());
    let vertex = |k: usize| {
        let angle = k as f64 / vertices as f64 * std::f64::consts::TAU;
        let radius = size * (0.7 + 0.3 * random.unit());
        centre + Point::new(angle.cos() * radius, angle.sin() * radius)
    };
    let ring: LineString<f64> = (0..vertices).map(vertex).collect();
    Park {
        id: format!("P{i:05}").as_str().into(),
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

fn site(random: &mut Random) -> Point<f64> {
    Point::new(112.0 + 10.5 * random.unit(), 22.0 + 19.0 * random.unit())
}
