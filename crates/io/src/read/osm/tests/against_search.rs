//! Towns by chance: ways through the network against a search that goes from step to step of OpenStreetMap's ways.

use super::encoder::Osm;
use super::{barrier, network, read};
use parkward_assignment::Random;
use parkward_geometry::distance_between;
use parkward_roads::{DistancesTo, Profile, Seed};
use std::collections::{BTreeMap, BTreeSet};

/// A node, and which of the roads at it where they do not meet.
type Vertex = (i64, usize);

/// From a vertex to the next along a way.
#[derive(Clone, Copy, Debug)]
struct Step {
    way: i64,
    from: Vertex,
    to: Vertex,
    metres: f64,
}

/// A restriction as it is written.
#[derive(Clone, Copy, Debug)]
struct Rule {
    from: i64,
    via: i64,
    to: i64,
    kind: &'static str,
    hgv: bool,
}

/// A town: nodes 1 to 16 in a square, and a dead end from each to the same number and 100.
#[derive(Debug)]
struct Town {
    osm: Osm,
    /// Id, nodes, and whether one may drive forwards and back.
    ways: Vec<(i64, Vec<i64>, [bool; 2])>,
    barred: BTreeSet<i64>,
    rules: Vec<Rule>,
}

const SIDE: i64 = 4;

fn town(random: &mut Random) -> Town {
    let mut osm = Osm { dense: random.below(2) == 0, a_block: random.below(9), ..Osm::new() };
    let mut ways = Vec::new();
    for node in 1..=SIDE * SIDE {
        let at =
            [(node - 1) % SIDE, (node - 1) / SIDE].map(|n| f64::from(u8::try_from(n).unwrap()));
        let at = at.map(|n| n + 0.3 * random.unit());
        osm.node(node, at, &[]).node(
            node + 100,
            [at[0] + 0.4, at[1] + 0.3 + 0.1 * random.unit()],
            &[],
        );
    }
    for id in 1..=14 {
        let way = walk(random);
        let (oneway, open) = match random.below(8) {
            0 | 1 => ("yes", [true, false]),
            2 => ("-1", [false, true]),
            _ => ("no", [true, true]),
        };
        let closed = random.below(12) == 0;
        let access = if closed { "no" } else { "yes" };
        osm.way(id, &way, &[("highway", "residential"), ("oneway", oneway), ("access", access)]);
        ways.push((id, way, open.map(|open| open && !closed)));
    }
    for node in 1..=SIDE * SIDE {
        osm.way(node + 100, &[node, node + 100], &[("highway", "service")]);
        ways.push((node + 100, vec![node, node + 100], [true; 2]));
    }
    let mut barred = BTreeSet::new();
    for _ in 0..random.below(4) {
        let node = 1 + i64::try_from(random.below(16)).unwrap();
        barrier(&mut osm, node, &[("barrier", "bollard")]);
        barred.insert(node);
    }
    let mut rules = Vec::new();
    for _ in 0..random.below(12) {
        let (from, to) = (random.below(14), random.below(14));
        let via = ways[from].1[random.below(ways[from].1.len())];
        let to = if random.below(4) == 0 { from } else { to };
        if !ways[to].1.contains(&via) {
            continue;
        }
        let kind = ["no_left_turn", "no_u_turn", "only_straight_on"][random.below(3)];
        let (from, to, hgv) = (ways[from].0, ways[to].0, random.below(4) == 0);
        let key = if hgv { "restriction:hgv" } else { "restriction" };
        osm.relation(
            &[("type", "restriction"), (key, kind)],
            &[("from", 1, from), ("via", 0, via), ("to", 1, to)],
        );
        rules.push(Rule { from, via, to, kind, hgv });
    }
    Town { osm, ways, barred, rules }
}

/// A walk through the square that may cross itself.
fn walk(random: &mut Random) -> Vec<i64> {
    let mut at = [random.below(4), random.below(4)];
    let mut nodes = Vec::new();
    let length = 2 + random.below(4);
    while nodes.len() < length {
        let node = i64::try_from(1 + at[0] + 4 * at[1]).unwrap();
        if nodes.last() != Some(&node) {
            nodes.push(node);
        }
        let axis = random.below(2);
        at[axis] =
            if random.below(2) == 0 { (at[axis] + 1).min(3) } else { at[axis].saturating_sub(1) };
    }
    nodes
}

impl Town {
    fn steps(&self) -> Vec<Step> {
        let places: BTreeMap<i64, _> = self
            .osm
            .nodes
            .iter()
            .map(|(id, at, _)| {
                let [x, y] = at.map(|whole| f64::from(i32::try_from(whole).unwrap()) / 1e7);
                (*id, geo_types::Point::new(x, y))
            })
            .collect();
        let (mut reached, mut arms, mut steps) = (BTreeSet::new(), 0, Vec::new());
        for (way, nodes, open) in &self.ways {
            // Each barred node of a way that is open: the vertex before it and behind it.
            let mut vertex = |node: i64| {
                if self.barred.contains(&node) && *open != [false; 2] && !reached.insert(node) {
                    arms += 1;
                    return (node, arms);
                }
                (node, 0)
            };
            let last = nodes.len() - 1;
            let mut around = Vec::new();
            for (at, node) in nodes.iter().enumerate() {
                let before = if at > 0 { vertex(*node) } else { (0, 0) };
                around.push([before, if at < last { vertex(*node) } else { (0, 0) }]);
            }
            for at in 0..last {
                let (from, to) = (around[at][1], around[at + 1][0]);
                let closed = [from, to].iter().filter(|vertex| vertex.1 > 0).count();
                let metres = distance_between(places[&nodes[at]], places[&nodes[at + 1]]).0;
                let metres = metres - 2.0 * closed as f64;
                steps.extend(open[0].then_some(Step { way: *way, from, to, metres }));
                steps.extend(open[1].then_some(Step { way: *way, from: to, to: from, metres }));
            }
        }
        steps
    }

    /// Pairs of steps that may not follow each other.
    fn banned(&self, steps: &[Step], hgv: bool) -> BTreeSet<(usize, usize)> {
        let mut banned = BTreeSet::new();
        let numbers = || 0..steps.len();
        for rule in self.rules.iter().filter(|rule| !rule.hgv || hgv) {
            if self.barred.contains(&rule.via) {
                continue;
            }
            let via = (rule.via, 0);
            let arriving: Vec<usize> = numbers()
                .filter(|step| steps[*step].way == rule.from && steps[*step].to == via)
                .collect();
            let leaving: Vec<usize> = numbers()
                .filter(|step| steps[*step].way == rule.to && steps[*step].from == via)
                .collect();
            if rule.from == rule.to && rule.kind == "no_u_turn" {
                // Where a way comes by twice, there is no telling.
                let (_, nodes, _) = self.ways.iter().find(|way| way.0 == rule.from).unwrap();
                if nodes.iter().filter(|node| **node == rule.via).count() == 1 {
                    for from in arriving {
                        let back = leaving.iter().filter(|to| steps[**to].to == steps[from].from);
                        banned.extend(back.map(|to| (from, *to)));
                    }
                }
                continue;
            }
            match (&arriving[..], &leaving[..]) {
                ([from], [to]) if rule.kind.starts_with("only") => {
                    let others = numbers().filter(|step| steps[*step].from == via && step != to);
                    banned.extend(others.map(|other| (*from, other)));
                }
                ([from], [to]) => {
                    banned.insert((*from, *to));
                }
                _ => {}
            }
        }
        banned
    }
}

/// How far all leaves are from one, by trying steps until nothing gets shorter.
fn far(steps: &[Step], banned: &BTreeSet<(usize, usize)>, start: i64) -> BTreeMap<i64, f64> {
    let mut best: Vec<f64> = steps
        .iter()
        .map(|step| if step.from == (start, 0) { step.metres } else { f64::INFINITY })
        .collect();
    loop {
        let mut better = false;
        for from in (0..steps.len()).filter(|from| best[*from].is_finite()).collect::<Vec<_>>() {
            for to in (0..steps.len()).filter(|to| steps[*to].from == steps[from].to) {
                let there = best[from] + steps[to].metres;
                if there < best[to] - 1e-9 && !banned.contains(&(from, to)) {
                    best[to] = there;
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
    let mut far = BTreeMap::new();
    for (step, best) in
        steps.iter().zip(&best).filter(|(step, best)| step.to.0 > 100 && best.is_finite())
    {
        let known = far.entry(step.to.0).or_insert(*best);
        *known = known.min(*best);
    }
    far
}

#[test]
fn the_network_is_the_town() {
    let (mut turns, mut closed, mut unreached) = (0, 0, 0);
    for seed in 0..150 {
        let town = town(&mut Random::new(seed));
        let roads = read(&town.osm);
        turns += roads.turns.len();
        closed += roads.ways.iter().filter(|way| way.closed).count();
        let steps = town.steps();
        for hgv in [false, true] {
            let banned = town.banned(&steps, hgv);
            let (network, problems) = network(&roads, Profile { hgv, ..Profile::default() });
            let unclear = problems.iter().find(|problem| {
                matches!(problem.kind, parkward_roads::ProblemKind::UnclearTurn { .. })
            });
            assert_eq!(unclear, None, "seed {seed}: {town:?}");
            let junction = |id: i64| {
                let (_, at, _) = town.osm.nodes.iter().find(|(own, ..)| *own == id).unwrap();
                let is_it = |node: &u32| {
                    let there = network.junction(*node);
                    [there.x(), there.y()]
                        .iter()
                        .zip(at)
                        .all(|(a, b)| (a * 1e7).round() == *b as f64)
                };
                (0..u32::try_from(network.junctions()).unwrap()).find(is_it).expect("a leaf")
            };
            let leaves: Vec<(i64, u32)> =
                (101..=100 + SIDE * SIDE).map(|id| (id, junction(id))).collect();
            let far: Vec<BTreeMap<i64, f64>> =
                leaves.iter().map(|(id, _)| far(&steps, &banned, *id)).collect();
            for (to, node) in &leaves {
                let distances = DistancesTo::search(
                    network.graph(),
                    &[Seed { node: *node, weight: Default::default() }],
                );
                for ((from, start), far) in
                    leaves.iter().zip(&far).filter(|((from, _), _)| from != to)
                {
                    let found = distances.weight(*start).map(|weight| weight.metres().0);
                    let expected = far.get(to).copied();
                    let same = match (found, expected) {
                        (Some(found), Some(expected)) => (found - expected).abs() < 0.1,
                        (found, expected) => found.is_none() && expected.is_none(),
                    };
                    unreached += u64::from(found.is_none());
                    assert!(
                        same,
                        "seed {seed}, hgv {hgv}, from {from} to {to}: {found:?}, not {expected:?}\n{town:#?}"
                    );
                }
            }
        }
    }
    assert!(turns > 50 && closed > 50 && unreached > 50, "{turns}, {closed}, {unreached}");
}
