//! Small random districts, with one-ways, restrictions of turns and parks of several gates, against rounds over all
//! pairs of drives until nothing changes.

use crate::gates::{Gate, GateFrom, Gates};
use crate::turns::{drive, edge_of};
use crate::{
    Direction, DistancesTo, Making, Measure, NearestParks, Network, Position, Problem, ProblemKind,
    Route, Search, Turn, Way, Weight,
};
use geo_types::{Coord, LineString, Point};
use parkward_assignment::Random;
use parkward_model::Metres;

struct District {
    network: Network,
    turns: Vec<Turn>,
    gates: Gates,
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap()
}

/// A corner of the grid on which districts stand.
fn corner(random: &mut Random) -> Coord<f64> {
    let steps = [random.below(3), random.below(3)].map(|n| f64::from(number(n)) / 500.0);
    Coord { x: 121.0 + steps[0], y: 30.7 + steps[1] }
}

/// Roads between corners, some with a bend, some parallel; `None` if there is no network.
fn district(seed: u64) -> Option<District> {
    let random = &mut Random::new(seed);
    let ways: Vec<Way> = (0..4 + random.below(12)).map(|_| way(random)).collect();
    let turns: Vec<Turn> = (0..random.below(8)).map(|_| turn(random, &ways)).collect();
    let measure = if random.below(2) == 0 { Measure::Distance } else { Measure::Time };
    let (network, problems) =
        Network::of(ways, &turns, &Making { measure, ..Making::default() }).ok()?;
    let unclear = |turn: &Turn| {
        let kind = ProblemKind::UnclearTurn { to: turn.to, via: turn.via };
        problems.contains(&Problem { way: turn.from, kind })
    };
    let turns = turns.into_iter().filter(|turn| !unclear(turn)).collect();
    let parks = (0..1 + random.below(5))
        .map(|_| (0..random.below(4)).map(|_| gate(random, &network)).collect());
    let gates = Gates::of(&network, parks.collect());
    Some(District { network, turns, gates })
}

fn way(random: &mut Random) -> Way {
    let (from, to) = (corner(random), corner(random));
    let bend = Coord { x: (from.x + to.x) / 2.0 + 0.000_3, y: (from.y + to.y) / 2.0 };
    let line = if random.below(3) == 0 { vec![from, bend, to] } else { vec![from, to] };
    let direction = [Direction::Both, Direction::Both, Direction::Forward, Direction::Backward];
    Way {
        direction: direction[random.below(4)],
        speed_kmh: Some([30.0, 60.0][random.below(2)]),
        ..Way::along(LineString(line))
    }
}

fn turn(random: &mut Random, ways: &[Way]) -> Turn {
    let [from, to] = [random.below(ways.len()), random.below(ways.len())];
    let ends = &ways[from].line.0;
    let via = Point([ends[0], ends[ends.len() - 1]][random.below(2)]);
    Turn { from, via, to, only: random.below(3) == 0, hgv: None }
}

fn position(random: &mut Random, network: &Network) -> Position {
    let edge = random.below(network.edges());
    let length = network.edges.all[edge].length.0;
    let at = Weight([0, length, number(random.below(length as usize + 1))][random.below(3)]);
    Position { edge, at }
}

fn gate(random: &mut Random, network: &Network) -> Gate {
    let access = Metres(f64::from(number(random.below(3))) * 0.7);
    let position = position(random, network);
    Gate { position, point: Point::new(0.0, 0.0), access, from: GateFrom::Given }
}

impl District {
    fn weight(&self, drive: u32) -> u64 {
        self.network.weight(edge_of(drive).0).0.into()
    }

    /// What has been driven of an edge at a position, forth or back.
    fn driven(&self, at: Position, back: usize) -> u64 {
        let length = u64::from(self.network.edges.all[at.edge].length.0);
        let at_ = if back == 0 { u64::from(at.at.0) } else { length - u64::from(at.at.0) };
        u64::from(self.network.weight(at.edge).0) * at_ / length
    }

    fn drives(&self) -> Vec<u32> {
        let all = (0..self.network.edges()).flat_map(|edge| [(edge, 0), (edge, 1)]);
        let open = all.filter(|(edge, back)| self.network.edges.all[*edge].open[*back]);
        open.map(|(edge, back)| drive(edge, back == 1)).collect()
    }

    /// Whether one may go on from one drive to another.
    fn may(&self, one: u32, other: u32) -> bool {
        let ends = |drive: u32| {
            let (edge, back) = edge_of(drive);
            let ends = self.network.edges.all[edge].ends;
            (ends[back], ends[1 - back], self.network.way(edge))
        };
        let (_, here, from) = ends(one);
        let (start, _, to) = ends(other);
        let at = self.network.places[here as usize].point();
        let here_ = |turn: &&Turn| {
            turn.from == from
                && (turn.via.x() - at.x()).abs() + (turn.via.y() - at.y()).abs() < 1e-6
        };
        let banned = |turn: &Turn| if turn.only { turn.to != to } else { turn.to == to };
        here == start && !self.turns.iter().filter(here_).any(banned)
    }

    /// What is left to a park once one has come along each drive.
    fn left(&self, park: usize) -> Vec<Option<u64>> {
        let drives = self.drives();
        let mut left: Vec<Option<u64>> = vec![None; 2 * self.network.edges()];
        loop {
            let mut changed = false;
            for &one in &drives {
                for &other in drives.iter().filter(|other| self.may(one, **other)) {
                    let on = left[other as usize].map(|left| left + self.weight(other));
                    let gates = self
                        .gates
                        .of_park(park)
                        .iter()
                        .filter(|gate| gate.position.edge == edge_of(other).0);
                    let at_gate = gates
                        .map(|gate| self.driven(gate.position, edge_of(other).1) + self.leg(gate));
                    let best = on.into_iter().chain(at_gate).min();
                    if best.is_some_and(|best| left[one as usize].is_none_or(|known| best < known))
                    {
                        left[one as usize] = best;
                        changed = true;
                    }
                }
            }
            if !changed {
                return left;
            }
        }
    }

    fn leg(&self, gate: &Gate) -> u64 {
        self.network.access(gate.access).unwrap().0.into()
    }

    /// What is between a position and a park.
    fn far(&self, from: Position, park: usize, left: &[Option<u64>]) -> Option<u64> {
        let open = self.network.edges.all[from.edge].open;
        let through = [0, 1].into_iter().filter(|back| open[*back]).filter_map(|back| {
            let drive = drive(from.edge, back == 1);
            Some(self.weight(drive) - self.driven(from, back) + left[drive as usize]?)
        });
        let on_edge =
            self.gates.of_park(park).iter().filter(|gate| gate.position.edge == from.edge);
        let ahead = on_edge.filter_map(|gate| {
            let to = gate.position;
            let back = usize::from(to.at < from.at);
            let way = (open[back] || to == from)
                .then(|| self.driven(to, back) - self.driven(from, back))?;
            Some(way + self.leg(gate))
        });
        through.chain(ahead).min()
    }

    /// Whether a route may be driven, is as long as it says, and ends at its gate.
    fn check(&self, route: &Route, from: Position, park: usize) {
        let gate = &self.gates.of_park(park)[route.gate];
        let drive_of = |s: &crate::Stretch| drive(s.edge, s.from > s.to);
        let driven: u64 = route
            .stretches
            .iter()
            .map(|s| {
                let back = usize::from(s.from > s.to);
                let at = |at| Position { edge: s.edge, at };
                self.driven(at(s.to), back) - self.driven(at(s.from), back)
            })
            .sum();
        assert_eq!(driven + self.leg(gate), u64::from(route.weight.0));
        for two in route.stretches.windows(2) {
            assert!(
                self.may(drive_of(&two[0]), drive_of(&two[1])) || two[0].edge == two[1].edge,
                "{route:?}"
            );
        }
        let open =
            |s: &crate::Stretch| self.network.edges.all[s.edge].open[usize::from(s.from > s.to)];
        assert!(route.stretches.iter().all(open));
        let line = self.network.line_of(route);
        if let (Some(first), Some(last)) = (line.0.first(), line.0.last()) {
            let on = |at: Position| {
                self.network.drawn(crate::Stretch { edge: at.edge, from: at.at, to: at.at })[0]
            };
            let near = |a: Coord<f64>, b: Coord<f64>| (a.x - b.x).abs() + (a.y - b.y).abs() < 1e-6;
            assert!(near(*first, on(from)) && near(*last, on(gate.position)), "{line:?}");
        }
    }
}

#[test]
fn lists_and_routes_are_those_of_brute_force() {
    let (mut restricted, mut pairs) = (0, 0);
    for seed in 0..1_500 {
        let Some(district) = district(seed) else { continue };
        let District { network, turns, gates } = &district;
        restricted += usize::from(!turns.is_empty());
        let random = &mut Random::new(seed).with(1);
        let count = 1 + random.below(3);
        let search = Search { slice: Weight(300_000), parts: 1 + random.below(3), count };
        let lists = NearestParks::search(network.graph(), gates.seeds(), search);
        let left: Vec<_> = (0..gates.seeds().len()).map(|park| district.left(park)).collect();
        let complete: Vec<_> =
            gates.seeds().iter().map(|seeds| DistancesTo::search(network.graph(), seeds)).collect();
        for _ in 0..6 {
            let from = position(random, network);
            let far = left
                .iter()
                .enumerate()
                .filter_map(|(park, left)| Some((district.far(from, park, left)?, park)));
            let mut far: Vec<(u64, usize)> = far.collect();
            far.sort_unstable();
            let (listed, beyond) = gates.nearest(network, &lists, from);
            let found: Vec<(u64, usize)> =
                listed.iter().map(|(park, w)| (w.0.into(), *park)).collect();
            assert!(found.len() >= count.min(far.len()), "seed {seed}: {found:?} of {far:?}");
            assert_eq!(found, far[..found.len()], "seed {seed} from {from:?}");
            if let Some(next) = far.get(found.len()) {
                assert!(beyond.is_some_and(|beyond| u64::from(beyond.0) <= next.0), "seed {seed}");
            }
            for (weight, park) in &found {
                let route = network.route(gates, from, *park, |node| complete[*park].weight(node));
                let route =
                    route.unwrap_or_else(|| panic!("seed {seed}: a way from {from:?} to {park}"));
                assert_eq!(u64::from(route.weight.0), *weight, "seed {seed}");
                district.check(&route, from, *park);
                pairs += 1;
            }
            for (park, weight) in listed.iter().take(count) {
                let route = network.route(gates, from, *park, |node| lists.weight(node, *park));
                assert_eq!(
                    route.map(|route| route.weight),
                    Some(*weight),
                    "seed {seed}: down the lists"
                );
            }
        }
    }
    assert!(restricted > 500 && pairs > 5_000, "{restricted} districts with turns, {pairs} pairs");
}

#[test]
fn longer_lists_are_those_of_brute_force() {
    for seed in 0..400 {
        let Some(district) = district(seed) else { continue };
        let District { network, gates, .. } = &district;
        let random = &mut Random::new(seed).with(2);
        let from: Vec<Position> = (0..4).map(|_| position(random, network)).collect();
        let reach = Weight(number(100_000 + random.below(700_000)));
        let among: Vec<usize> = (0..gates.seeds().len()).filter(|_| random.below(4) > 0).collect();
        let asking: Vec<(Position, Weight)> = from.iter().map(|from| (*from, reach)).collect();
        let lists = gates.within(network, &among, &asking);
        for (from, list) in from.iter().zip(lists) {
            let far = |park: usize| district.far(*from, park, &district.left(park));
            let near =
                |park: &usize| Some((far(*park).filter(|far| *far <= reach.0.into())?, *park));
            let mut expected: Vec<(u64, usize)> = among.iter().filter_map(near).collect();
            expected.sort_unstable();
            let found: Vec<(u64, usize)> =
                list.iter().map(|(park, w)| (w.0.into(), *park)).collect();
            assert_eq!(found, expected, "seed {seed} from {from:?}");
            for park in among.iter().copied() {
                let to = DistancesTo::search(network.graph(), &gates.seeds()[park]);
                let between = gates.between(network, *from, park, |node| to.weight(node));
                assert_eq!(between.map(|w| u64::from(w.0)), far(park), "seed {seed} from {from:?}");
            }
        }
    }
}
