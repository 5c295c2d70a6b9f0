//! Lists that are cut off say the same as complete ones, on random towns.

use super::{Left, Looking, ParkRoads, Start};
use crate::by_road::settings::RoadSettings;
use geo_types::{Coord, LineString, Point};
use parkward_assignment::Random;
use parkward_model::{Footprint, LandAccount, Metres, Park, Text};
use parkward_roads::{Direction, Measure, NearestParks, RoadLayer, Search, Way, Weight};

/// A town of streets, some of them missing and some one-way.
fn town(random: &mut Random) -> RoadLayer {
    let corner =
        |x: usize, y: usize| Coord { x: 121.0 + 0.004 * x as f64, y: 30.7 + 0.004 * y as f64 };
    let size = 3 + random.below(5);
    let mut ways = Vec::new();
    for x in 0..size {
        for y in 0..size {
            for (dx, dy) in [(1, 0), (0, 1)] {
                if x + dx < size && y + dy < size && random.below(6) > 0 {
                    let line = LineString(vec![corner(x, y), corner(x + dx, y + dy)]);
                    let direction = match random.below(5) {
                        0 => Direction::Forward,
                        1 => Direction::Backward,
                        _ => Direction::Both,
                    };
                    ways.push(Way { direction, ..Way::along(line) });
                }
            }
        }
    }
    RoadLayer { ways, ..RoadLayer::default() }
}

fn somewhere(random: &mut Random) -> Point<f64> {
    let mut at = || 0.03 * random.below(10_000) as f64 / 10_000.0;
    Point::new(121.0 + at(), 30.7 + at())
}

fn park(number: usize, at: Point<f64>) -> Park {
    Park {
        id: format!("P{number:02}").as_str().into(),
        name: Text::default(),
        footprint: Footprint::Point(at),
        capacity: None,
        area: None,
        land: LandAccount::default(),
        industries: Vec::new(),
        open: true,
        facts: std::iter::empty::<(&str, parkward_model::Value)>().collect(),
    }
}

/// The same roads, with what is left to every park, and with lists of two.
fn both(layer: &RoadLayer, parks: &[Park], settings: &RoadSettings) -> Option<[ParkRoads; 2]> {
    let complete = ParkRoads::of(layer.clone(), parks, settings).ok()?;
    let cut_off = ParkRoads::of(layer.clone(), parks, settings).ok()?;
    let graph = cut_off.network.graph();
    let lists = NearestParks::search(graph, cut_off.gates.seeds(), Search::new(graph, 2));
    let left = Left::Nearest(lists);
    Some([complete, ParkRoads { left, ..cut_off }])
}

#[test]
fn lists_that_are_cut_off_are_those_that_are_complete() {
    let (mut asked, mut beyond) = (0, 0);
    for seed in 0..300 {
        let random = &mut Random::new(seed);
        let layer = town(random);
        let parks: Vec<Park> =
            (0..4 + random.below(6)).map(|number| park(number, somewhere(random))).collect();
        let measure = if seed % 2 == 0 { Measure::Distance } else { Measure::Time };
        let settings = RoadSettings { measure, ..RoadSettings::default() };
        let Some([complete, cut_off]) = both(&layer, &parks, &settings) else { continue };
        let sites: Vec<Point<f64>> = (0..8).map(|_| somewhere(random)).collect();
        let starts: Vec<Start> =
            sites.iter().filter_map(|site| complete.start(*site).ok()).collect();
        let moves: Vec<(Point<f64>, usize)> = sites
            .iter()
            .enumerate()
            .flat_map(|(index, site)| [(*site, index % parks.len()), (*site, 0)])
            .collect();
        let [whole, short] = [&complete, &cut_off].map(|roads| {
            let mut ways = vec![None; moves.len()];
            roads.each_way(&moves, |index, way| {
                ways[index] = way.map(|way| (way.distance, way.minutes, way.route));
            });
            ways
        });
        assert_eq!(whole, short, "{seed}: the same ways");
        let admitted: Vec<bool> = (0..64).map(|_| random.below(3) > 0).collect();
        let wanted = |index: usize, park: usize| admitted[(7 * index + park) % admitted.len()];
        for start in &starts {
            for reach in [Weight(500_000), Weight(2_000_000), Weight(u32::MAX - 1)] {
                assert_eq!(
                    complete.all_within(*start, reach),
                    cut_off.all_within(*start, reach),
                    "{seed}"
                );
            }
            for park in 0..parks.len() {
                let [a, b] = [&complete, &cut_off].map(|roads| roads.weight_between(*start, park));
                assert_eq!(a, b, "{seed}");
            }
            assert_eq!(complete.is_stuck(*start), cut_off.is_stuck(*start));
        }
        let looking: Vec<Looking> = starts
            .iter()
            .map(|start| Looking {
                start: Some(*start),
                count: random.below(4),
                within: Weight(1_000 * u32::try_from(random.below(3_000)).unwrap()),
            })
            .collect();
        let whole = complete.find(&looking, wanted);
        let short = cut_off.find(&looking, wanted);
        for (index, (whole, short)) in whole.iter().zip(&short).enumerate() {
            let start = looking[index].start.unwrap();
            let all: Vec<(usize, Metres)> = complete
                .all_within(start, Weight(u32::MAX - 1))
                .into_iter()
                .filter(|(park, _)| wanted(index, *park))
                .map(|(park, weight)| (park, settings.counted(weight)))
                .collect();
            for near in [whole, short] {
                assert_eq!(near.parks, all[..near.parks.len()], "{seed}: the nearest, in order");
                let rest = &all[near.parks.len()..];
                assert!(
                    rest.iter().all(|(_, far)| *far >= near.beyond),
                    "{seed}: nobody is missed"
                );
            }
            let within = settings.counted(looking[index].within);
            let least = all.iter().filter(|(_, far)| *far <= within).count();
            assert!(whole.parks.len() >= least.max(looking[index].count.min(all.len())), "{seed}");
            assert!(short.parks.len() >= least, "{seed}");
            asked += 1;
            beyond += usize::from(short.parks.len() > 2);
        }
    }
    assert!(
        asked > 1_000 && beyond > 50,
        "{asked} lists, {beyond} of them longer than the junctions keep"
    );
}
