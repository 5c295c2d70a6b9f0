//! The roads, as parks meet them, and how far every park is by them.

use crate::by_road::settings::RoadSettings;
use crate::by_road::snaps::Snaps;
use crate::by_road::to_all::ToAll;
use geo_types::{Coord, Point};
use parkward_geometry::Near;
use parkward_model::{InWords, IndustryCode, IssueKind, Lang, Metres, Note, Park, ParkId, Text};
use parkward_roads::{
    DistancesTo, GateFrom, Gates, NearestParks, Network, NoNetwork, NoRoad, Position, Problem,
    RoadLayer, RoadName, Search, Seed, Snapped, Weight,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;
use std::sync::OnceLock;

/// The roads of a district with the gates of its parks. Made once, and asked by everything that measures by road.
#[derive(Debug)]
pub struct ParkRoads {
    pub(crate) network: Network,
    pub(crate) settings: RoadSettings,
    /// The roads as they were read.
    layer: RoadLayer,
    /// What is wrong with the roads, in their order.
    pub(crate) problems: Vec<Problem>,
    /// In the order of the parks.
    pub(crate) gates: Gates,
    parks: Vec<ParkId>,
    /// Parks that no road leads to, and why.
    unreached: Vec<(usize, NoRoad)>,
    left: Left,
    snaps: Snaps,
    /// The middle of every road that has a problem and an edge, by its place among the ways.
    middles: OnceLock<BTreeMap<usize, Coord<f64>>>,
}

/// What is left from everywhere to the parks.
#[derive(Debug)]
pub(crate) enum Left {
    /// To every park.
    Complete(ToAll),
    /// To the nearest ones.
    Nearest(NearestParks),
}

/// With no more pairs of junctions and parks than this, what is left to every park is kept: 4 bytes each. More where
/// parks are selective, since lists of the nearest then lack those that somebody may go to.
const COMPLETE: usize = 1 << 24;
const COMPLETE_IF_SELECTIVE: usize = 1 << 28;

/// How many parks all junctions know together where there are more: 8 bytes each.
const LISTED: usize = 1 << 24;

/// How many parks a junction knows at least and at most, with more pairs than [`COMPLETE`].
const NEAREST: [usize; 2] = [4, 24];

/// How many of the parks that a junction knows should take an industry that is listed.
const TAKEN: usize = 6;

/// Where a site comes onto the roads, and what the way there weighs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) position: Position,
    pub(crate) access: Weight,
}

impl ParkRoads {
    /// The network of some roads, with the gates of `parks`: those that are `given`, else where roads lead in.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use geo_types::line_string;
    /// use parkward_planning::{ParkRoads, RoadSettings};
    /// use parkward_roads::{RoadLayer, Way};
    ///
    /// let far_from_it = Way::along(line_string![(x: 121.0, y: 31.7), (x: 121.1, y: 31.7)]);
    /// let layer = RoadLayer { ways: vec![far_from_it], ..RoadLayer::default() };
    /// let roads = ParkRoads::of(layer, &[park("A", 30.98, Some(2.0))], &RoadSettings::default())?;
    /// let note = &roads.notes("roads.shp")[0].text.en;
    /// assert_eq!(note, "A: no road that can be got onto within 5.0 km; nobody is sent there");
    /// # Ok::<(), parkward_roads::NoNetwork>(())
    /// ```
    ///
    /// # Errors
    /// [`NoNetwork`] if no road can be driven on.
    pub fn of(
        layer: RoadLayer,
        parks: &[Park],
        settings: &RoadSettings,
    ) -> Result<Self, NoNetwork> {
        let ways = layer.ways.iter().cloned();
        let (network, mut problems) = Network::of(ways, &layer.turns, &settings.making())?;
        problems.extend(network.crossings_without_junction());
        problems.sort_by_key(|problem| problem.way);
        let gates = |park: &Park| {
            let given = layer.gates.get(&park.id).map_or(&[][..], Vec::as_slice);
            network.gates(&park.footprint, given, settings.reach())
        };
        let mut unreached = Vec::new();
        let found: Vec<_> = parks.par_iter().map(gates).collect();
        let found = found.into_iter().enumerate().map(|(park, gates)| {
            gates.unwrap_or_else(|why| {
                unreached.push((park, why));
                Vec::new()
            })
        });
        let gates = Gates::of(&network, found.collect());
        // Here, not when it is first asked for: that may be on a thread of a pool, and the search waits for all of them.
        let (graph, seeds) = (network.graph(), gates.seeds());
        let count = (LISTED / graph.nodes()).clamp(NEAREST[0], NEAREST[1]);
        let most = if are_selective(parks, count) { COMPLETE_IF_SELECTIVE } else { COMPLETE };
        let left = if graph.nodes() * parks.len() <= most {
            Left::Complete(ToAll::search(graph, seeds))
        } else {
            Left::Nearest(NearestParks::search(graph, seeds, Search::new(graph, count)))
        };
        let middles = OnceLock::new();
        Ok(Self {
            settings: settings.clone(),
            snaps: Snaps::default(),
            network,
            layer,
            problems,
            gates,
            parks: parks.iter().map(|park| park.id.clone()).collect(),
            unreached,
            left,
            middles,
        })
    }

    /// The middle vertex of the first edge of every road that has a problem.
    pub(crate) fn middles(&self) -> &BTreeMap<usize, Coord<f64>> {
        self.middles.get_or_init(|| {
            let asked: BTreeSet<usize> = self.problems.iter().map(|problem| problem.way).collect();
            let mut middles = BTreeMap::new();
            for edge in 0..self.network.edges() {
                let way = self.network.way(edge);
                if asked.contains(&way) {
                    let line = self.network.line(edge).0;
                    middles.entry(way).or_insert(line[line.len() / 2]);
                }
            }
            middles
        })
    }

    /// The roads as they were read.
    #[must_use]
    pub fn layer(&self) -> &RoadLayer {
        &self.layer
    }

    /// What people call a road, if anybody has said it.
    pub(crate) fn name(&self, way: usize) -> Option<&RoadName> {
        self.layer.names.get(way)
    }

    /// What kind of road it is; empty where unknown.
    pub(crate) fn kind(&self, way: usize) -> &str {
        &self.layer.ways[way].kind
    }

    /// Whether these are the roads of these parks.
    pub(crate) fn are_of(&self, parks: &[Park]) -> bool {
        parks.iter().map(|park| &park.id).eq(&self.parks)
    }

    /// What a person should know of the roads: a note for each kind of problem, and for parks that are badly met.
    #[must_use]
    pub fn notes(&self, file: &str) -> Vec<Note> {
        let note = |row: Option<u64>, text: Text| Note {
            file: file.to_owned(),
            row,
            text,
            issue: IssueKind::Roads,
        };
        let mut notes = Vec::new();
        let mut seen: Vec<(&Problem, usize)> = Vec::new();
        for problem in &self.problems {
            let alike = |(first, _): &&mut (&Problem, usize)| {
                discriminant(&first.kind) == discriminant(&problem.kind)
            };
            match seen.iter_mut().find(alike) {
                Some((_, number)) => *number += 1,
                None => seen.push((problem, 1)),
            }
        }
        for (first, number) in seen {
            let Text { zh, en } = first.kind.in_words();
            let more = |zh: &str, en: &str| match number {
                1 => Text::new(zh, en),
                _ => Text::new(
                    format!("{zh}（共 {number} 条道路有此情形）"),
                    format!("{en} (and so {} more)", number - 1),
                ),
            };
            notes.push(note(self.row_of(first.way), more(&zh, &en)));
        }
        for (park, why) in &self.unreached {
            let (id, Text { zh, en }) = (&self.parks[*park], why.in_words());
            let text = Text::new(
                format!("{id}：{zh}，不安排企业迁入"),
                format!("{id}: {en}; nobody is sent there"),
            );
            notes.push(note(None, text));
        }
        let beside = |park: usize| {
            let gate = self.gates.of_park(park).first()?;
            (gate.from == GateFrom::Nearest && gate.access.0 > BESIDE.0).then_some(gate.access)
        };
        for (park, id) in self.parks.iter().enumerate() {
            if let Some(Metres(access)) = beside(park) {
                let text = Text::new(
                    format!("{id}：没有道路通到，由最近的道路另计 {access:.0} 米"),
                    format!(
                        "{id}: no road leads there; {access:.0} m from the nearest one are added"
                    ),
                );
                notes.push(note(None, text));
            }
        }
        notes
    }

    /// The row of a road.
    fn row_of(&self, way: usize) -> Option<u64> {
        self.name(way).map(|name| name.row)
    }

    /// What a road is called: its name, else its id.
    pub(crate) fn label(&self, way: usize, lang: Lang) -> String {
        let Some(name) = self.name(way) else { return (way + 1).to_string() };
        let label = name.name.in_lang(lang);
        if label.is_empty() { name.id.clone() } else { label.to_owned() }
    }

    /// Where a site meets the roads.
    pub(crate) fn snap(&self, site: Point<f64>) -> Result<Snapped, NoRoad> {
        self.snaps.of(site, &self.network, self.settings.reach())
    }

    /// Where a site comes onto the roads, with the weight of the way there.
    pub(crate) fn start(&self, site: Point<f64>) -> Result<Start, NoRoad> {
        let snapped = self.snap(site)?;
        let too_far = NoRoad::OutOfReach { reach: self.settings.reach() };
        let access = self.network.access(snapped.access).ok_or(too_far)?;
        Ok(Start { position: snapped.position, access })
    }

    /// What is left from everywhere.
    pub(crate) fn left(&self) -> &Left {
        &self.left
    }

    /// Every park that can be reached, in the order of the parks.
    fn all_from(&self, start: Start, to: &ToAll) -> Vec<(usize, Weight)> {
        let mut nearest = to.from(&self.network.exits(start.position));
        for (park, far) in self.gates.ahead(&self.network, start.position) {
            nearest[park] = nearest[park].map_or(Some(far), |known| Some(known.min(far)));
        }
        let with_access =
            |(park, far): (usize, Option<Weight>)| Some((park, far?.plus(start.access)?));
        nearest.into_iter().enumerate().filter_map(with_access).collect()
    }

    /// All parks within a reach of sites that are on the road already, nearest first.
    fn within_of(&self, asking: &[(Start, Weight)]) -> Vec<Vec<(usize, Weight)>> {
        let among: Vec<usize> = (0..self.parks.len()).collect();
        let asked = asking
            .iter()
            .map(|(start, reach)| (start.position, Weight(reach.0.saturating_sub(start.access.0))));
        let lists = self.gates.within(&self.network, &among, &asked.collect::<Vec<_>>());
        let with_access = asking.iter().zip(lists);
        with_access.map(|((start, _), list)| in_order(list.into_iter(), start.access)).collect()
    }

    /// Every park within a reach of a site, nearest first and by number where equal.
    pub(crate) fn all_within(&self, start: Start, reach: Weight) -> Vec<(usize, Weight)> {
        match self.left() {
            Left::Complete(to) => {
                let mut near = self.all_from(start, to);
                near.retain(|(_, weight)| *weight <= reach);
                near.sort_unstable_by_key(|&(park, weight)| (weight, park));
                near
            }
            Left::Nearest(_) => self.within_of(&[(start, reach)]).remove(0),
        }
    }

    /// Whether no park can be reached from where somebody comes onto the roads.
    pub(crate) fn is_stuck(&self, start: Start) -> bool {
        match self.left() {
            Left::Complete(to) => self.all_from(start, to).is_empty(),
            Left::Nearest(lists) => {
                self.gates.nearest(&self.network, lists, start.position).0.is_empty()
            }
        }
    }

    /// What is between a site and a park.
    pub(crate) fn weight_between(&self, start: Start, park: usize) -> Option<Weight> {
        let far = match self.left() {
            Left::Complete(to) => {
                self.gates.between(&self.network, start.position, park, |n| to.weight(n, park))
            }
            Left::Nearest(lists) => {
                let (near, beyond) = self.gates.nearest(&self.network, lists, start.position);
                match (near.into_iter().find(|(other, _)| *other == park), beyond) {
                    (Some((_, weight)), _) => Some(weight),
                    (None, None) => None,
                    (None, Some(_)) => {
                        let exits = self.network.exits(start.position);
                        let to = self.left_to(park, &[exits]);
                        let left = |node: u32| to.weight(node);
                        self.gates.between(&self.network, start.position, park, left)
                    }
                }
            }
        };
        far?.plus(start.access)
    }

    /// What is left to one park from sites with these exits, and on the ways from there.
    fn left_to(&self, park: usize, exits: &[Vec<Seed>]) -> DistancesTo {
        let mut to = DistancesTo::nothing(self.network.graph());
        to.search_for(self.network.graph(), &self.gates.seeds()[park], exits);
        to
    }

    /// The nearest parks of each of some sites: the `count` nearest of those wanted, and all within a reach.
    pub(crate) fn find(
        &self,
        asked: &[Looking],
        wanted: impl Fn(usize, usize) -> bool,
    ) -> Vec<Near> {
        let near = |index: usize, list: Vec<(usize, Weight)>, beyond: Option<Weight>| {
            let Looking { count, within, .. } = asked[index];
            let mut far = list.into_iter().filter(|(park, _)| wanted(index, *park));
            let mut parks = Vec::new();
            let next = loop {
                match far.next() {
                    Some((park, weight)) if parks.len() < count || weight <= within => {
                        parks.push((park, self.settings.counted(weight)));
                    }
                    next => break next.map(|(_, weight)| weight),
                }
            };
            let beyond = next.into_iter().chain(beyond).min();
            Near {
                parks,
                beyond: beyond.map_or(Metres(f64::INFINITY), |b| self.settings.counted(b)),
            }
        };
        let lists = match self.left() {
            Left::Complete(to) => {
                let all = asked.iter().enumerate().map(|(index, looking)| {
                    let mut list =
                        looking.start.map_or_else(Vec::new, |start| self.all_from(start, to));
                    list.retain(|(park, _)| wanted(index, *park));
                    let beyond = first_of(&mut list, looking.count, looking.within);
                    near(index, list, beyond)
                });
                return all.collect();
            }
            Left::Nearest(lists) => lists,
        };
        let mut found: Vec<Option<Near>> = Vec::with_capacity(asked.len());
        let mut further: Vec<(usize, (Start, Weight))> = Vec::new();
        for (index, looking) in asked.iter().enumerate() {
            let Some(start) = looking.start else {
                found.push(Some(near(index, Vec::new(), None)));
                continue;
            };
            let (list, beyond) = self.gates.nearest(&self.network, lists, start.position);
            let list = in_order(list.into_iter(), start.access);
            let beyond = beyond.and_then(|beyond| beyond.plus(start.access));
            let enough = || list.iter().filter(|(p, _)| wanted(index, *p)).count() >= looking.count;
            match beyond {
                Some(beyond) if looking.within >= beyond || !enough() => {
                    let twice = Weight(beyond.0.saturating_mul(2).min(u32::MAX - 1));
                    further.push((index, (start, looking.within.max(twice))));
                    found.push(None);
                }
                beyond => found.push(Some(near(index, list, beyond))),
            }
        }
        let reaches: Vec<(Start, Weight)> = further.iter().map(|(_, asking)| *asking).collect();
        let lists = if reaches.is_empty() { Vec::new() } else { self.within_of(&reaches) };
        for ((index, (_, reach)), list) in further.into_iter().zip(lists) {
            found[index] = Some(near(index, list, Some(reach)));
        }
        found.into_iter().map(|near| near.expect("each was answered")).collect()
    }
}

/// A site that looks for parks: the `count` nearest, and all within a reach; without a start it finds none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looking {
    pub(crate) start: Option<Start>,
    pub(crate) count: usize,
    pub(crate) within: Weight,
}

/// Leaves in a list the `count` nearest and all within a reach, in order; says the least of the others.
fn first_of(list: &mut Vec<(usize, Weight)>, count: usize, within: Weight) -> Option<Weight> {
    let key = |&(park, weight): &(usize, Weight)| (weight, park);
    let mut beyond = None;
    if let Some(last) = count.checked_sub(1).filter(|last| *last < list.len()) {
        let limit = list.select_nth_unstable_by_key(last, key).1.1.max(within);
        let others = list.iter().map(|(_, weight)| *weight).filter(|weight| *weight > limit);
        beyond = others.min();
        list.retain(|(_, weight)| *weight <= limit);
    }
    list.sort_unstable_by_key(key);
    beyond
}

/// Whether of `count` parks fewer than [`TAKEN`] take an industry, of those that any park lists.
fn are_selective(parks: &[Park], count: usize) -> bool {
    let listed = || parks.iter().flat_map(|park| &park.industries).map(|(industry, _)| industry);
    let different: BTreeSet<&IndustryCode> = listed().collect();
    listed().count() * count < TAKEN * different.len() * parks.len()
}

/// Further than this from a road, a park's access is worth a note.
const BESIDE: Metres = Metres(100.0);

/// Each park once, with the way to the road, nearest first and by number where equal.
fn in_order(parks: impl Iterator<Item = (usize, Weight)>, access: Weight) -> Vec<(usize, Weight)> {
    let mut all: Vec<(usize, Weight)> =
        parks.filter_map(|(park, weight)| Some((park, weight.plus(access)?))).collect();
    all.sort_unstable();
    all.dedup_by_key(|(park, _)| *park);
    all.sort_unstable_by_key(|&(park, weight)| (weight, park));
    all
}

#[cfg(test)]
mod tests;
