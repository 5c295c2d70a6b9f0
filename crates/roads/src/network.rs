//! A network of roads: from lines to a graph.

use crate::components::Components;
use crate::edges::{Edge, Edges, Pace, Road};
use crate::graph::Graph;
use crate::place::Place;
use crate::problem::{Problem, ProblemKind};
use crate::profile::Profile;
use crate::tree::Tree;
use crate::turns::{Copies, Drive, drive, edge_of};
use crate::vertices::{Lines, Vertices};
use crate::way::{Structure, Turn, Way};
use crate::weight::{Measure, Weight};
use geo_types::{LineString, Point};
use parkward_model::{InWords, Metres, Text};
use std::collections::BTreeMap;
use thiserror::Error;

/// How a network is made from roads.
#[derive(Clone, Debug)]
pub struct Making {
    /// Who drives.
    pub profile: Profile,
    /// What ways are measured by.
    pub measure: Measure,
    /// How far the end of a road may be from another one to be joined to it.
    pub tolerance: Metres,
}

/// By distance, for any vehicle; ends are joined within a metre.
impl Default for Making {
    fn default() -> Self {
        Self { profile: Profile::default(), measure: Measure::Distance, tolerance: Metres(1.0) }
    }
}

/// Roads as a network: junctions where lines share a vertex or end, edges between them, and their [`Graph`].
///
/// Positions are kept to 10⁻⁷ degrees (1.1 cm), lengths in millimetres on the ellipsoid and times in milliseconds,
/// rounded up. Junctions stand along a Hilbert curve, edges in the order of their junctions. Neither order, nor
/// anything that is found on the network, depends on the order of the roads.
///
/// ```
/// use geo_types::line_string;
/// use parkward_roads::{Making, Network, Way};
/// let ways = [
///     Way::along(line_string![(x: 121.0, y: 30.7), (x: 121.01, y: 30.7), (x: 121.02, y: 30.7)]),
///     Way::along(line_string![(x: 121.01, y: 30.7), (x: 121.01, y: 30.71)]),
/// ];
/// let (network, problems) = Network::of(ways, &[], &Making::default())?;
/// assert_eq!((network.junctions(), network.edges(), problems.len()), (4, 3, 0));
/// # Ok::<(), parkward_roads::NoNetwork>(())
/// ```
#[derive(Clone, Debug)]
pub struct Network {
    pub(crate) making: Making,
    pub(crate) places: Vec<Place>,
    pub(crate) edges: Edges,
    pub(crate) copies: Copies,
    pub(crate) graph: Graph,
    /// The drive of each arc, in the order of the graph's arcs by tail.
    pub(crate) drives: Vec<Drive>,
    /// Of each edge whether one can drive from it to most of the network and back.
    connected: Vec<bool>,
    pub(crate) tree: Tree,
}

/// Why there is no network.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.in_words().en)]
pub enum NoNetwork {
    /// No road that the profile may drive on is left.
    Empty {
        /// How many roads there were.
        ways: usize,
    },
}

impl InWords for NoNetwork {
    fn in_words(&self) -> Text {
        let Self::Empty { ways } = self;
        Text::new(
            format!(
                "路网为空：{ways} 条道路中没有一条可以通行；请检查道路图层及其 closed、max_t、hazmat 等列"
            ),
            format!(
                "the network is empty: of {ways} roads none can be driven on; check the layer of roads, and its \
                 columns closed, max_t, hazmat"
            ),
        )
    }
}

impl Network {
    /// Makes the network of those roads on which the profile may drive, and says what is wrong with them, in the order
    /// of the roads. *n* log *n* in their vertices.
    ///
    /// # Errors
    /// [`NoNetwork::Empty`] if no road is left.
    pub fn of(
        ways: impl IntoIterator<Item = Way>,
        turns: &[Turn],
        making: &Making,
    ) -> Result<(Self, Vec<Problem>), NoNetwork> {
        let mut problems = Vec::new();
        let (lines, roads, ways) = taken(ways, &making.profile, &mut problems);
        let vertices = Vertices::of(&lines, making.tolerance);
        for (line, at, gap) in &vertices.joined {
            let kind = ProblemKind::Joined { at: at.point(), gap: *gap };
            problems.push(Problem { way: roads[*line].way as usize, kind });
        }
        let mut places = Vec::new();
        let junction: Vec<u32> = vertices
            .is_junction
            .iter()
            .zip(&vertices.places)
            .map(|(is, place)| {
                places.extend(is.then_some(*place));
                u32::try_from(places.len()).expect("fewer than 2^32 junctions").saturating_sub(1)
            })
            .collect();
        let edges = Edges::cut(&lines, &roads, &vertices, &junction, &mut problems);
        drop((lines, vertices));
        if edges.all.is_empty() {
            return Err(NoNetwork::Empty { ways });
        }
        let turns: Vec<Turn> =
            turns.iter().filter(|turn| making.profile.heeds(turn)).copied().collect();
        let copies = Copies::of(&turns, &edges, &places, making.tolerance, &mut problems);
        let (graph, drives) = graph(&edges, &copies, making.measure);
        let components = Components::of(&graph);
        let connected = connected(&edges, &copies, &components);
        problems.extend(apart(&edges, &connected, &components));
        let tree = Tree::of(&edges, &places);
        let making = making.clone();
        let network = Self { making, places, edges, copies, graph, drives, connected, tree };
        problems.sort_by_key(|problem| problem.way);
        Ok((network, problems))
    }

    /// How many junctions there are: places where roads meet or end.
    #[must_use]
    pub fn junctions(&self) -> usize {
        self.places.len()
    }

    /// Where a junction is. Nodes of the graph behind all junctions are none.
    #[must_use]
    pub fn junction(&self, node: u32) -> Point<f64> {
        self.places[node as usize].point()
    }

    /// How many edges there are: stretches of road from one junction to the next.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.edges.all.len()
    }

    /// The graph that searches work on. Its nodes are the junctions, and behind them those once more at which turns
    /// are restricted.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What the network is measured by.
    #[must_use]
    pub fn measure(&self) -> Measure {
        self.making.measure
    }

    /// The line of an edge.
    #[must_use]
    pub fn line(&self, edge: usize) -> LineString<f64> {
        self.vertices(edge).map(Place::coord).collect()
    }

    /// The place among the ways of the road that an edge is of.
    #[must_use]
    pub fn way(&self, edge: usize) -> usize {
        self.edges.all[edge].way as usize
    }

    /// All vertices of an edge.
    pub(crate) fn vertices(
        &self,
        edge: usize,
    ) -> impl DoubleEndedIterator<Item = Place> + Clone + '_ {
        let end = |k: usize| std::iter::once(self.places[self.edges.all[edge].ends[k] as usize]);
        end(0).chain(self.edges.inner(edge).iter().copied()).chain(end(1))
    }

    /// What an edge comes to by the network's measure.
    pub(crate) fn weight(&self, edge: usize) -> Weight {
        weight(&self.edges.all[edge], self.making.measure)
    }

    /// Whether sites and gates may meet an edge: it is on the ground, not as a motorway, and one can drive from it to
    /// most of the network and back.
    pub(crate) fn is_docked(&self, edge: usize) -> bool {
        self.edges.all[edge].onto && self.connected[edge]
    }
}

/// Of each edge whether some drive along it stays in a large component.
fn connected(edges: &Edges, copies: &Copies, components: &Components) -> Vec<bool> {
    let large = components.large();
    let is_connected = |(number, edge): (usize, &Edge)| {
        [0, 1].into_iter().filter(|back| edge.open[*back]).any(|back| {
            let head = components.of_node(copies.head(edge, drive(number, back == 1)));
            components.size(head) >= large && head == components.of_node(edge.ends[back])
        })
    };
    edges.all.iter().enumerate().map(is_connected).collect()
}

/// Roads of which no edge is connected, with the size of the largest part that they are in.
fn apart(edges: &Edges, connected: &[bool], components: &Components) -> Vec<Problem> {
    let mut sizes: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    for (edge, connected) in edges.all.iter().zip(connected) {
        let size = components.size(components.of_node(edge.ends[0]));
        let apart = (!connected).then_some(size);
        let known = sizes.entry(edge.way).or_insert(apart);
        *known = known.zip(apart).map(|(known, size)| known.max(size));
    }
    let problem = |(way, size): (u32, Option<u32>)| {
        let kind = ProblemKind::Apart { junctions: size? as usize };
        Some(Problem { way: way as usize, kind })
    };
    sizes.into_iter().filter_map(problem).collect()
}

fn weight(edge: &Edge, measure: Measure) -> Weight {
    match measure {
        Measure::Distance => edge.length,
        Measure::Time => edge.time,
    }
}

/// The lines of the roads that the profile may drive on, and how many roads there were.
fn taken(
    ways: impl IntoIterator<Item = Way>,
    profile: &Profile,
    problems: &mut Vec<Problem>,
) -> (Lines, Vec<Road>, usize) {
    let (mut lines, mut roads, mut count) = (Lines::default(), Vec::new(), 0);
    for (way, read) in ways.into_iter().enumerate() {
        count += 1;
        if !profile.admits(&read) {
            continue;
        }
        let start = lines.places.len();
        match road(way, &read, profile, &mut lines.places) {
            Ok(road) => {
                lines.ends.push(lines.places.len());
                roads.push(road);
            }
            Err(kind) => {
                lines.places.truncate(start);
                problems.push(Problem { way, kind });
            }
        }
    }
    (lines, roads, count)
}

/// What is kept of a road, whose vertices are put behind the others.
fn road(
    way: usize,
    read: &Way,
    profile: &Profile,
    places: &mut Vec<Place>,
) -> Result<Road, ProblemKind> {
    let start = places.len();
    for coord in read.line.coords() {
        let place = Place::of(*coord).ok_or(ProblemKind::NotOnGlobe)?;
        if places.len() == start || places.last() != Some(&place) {
            places.push(place);
        }
    }
    if places.len() < start + 2 {
        return Err(ProblemKind::NoLength);
    }
    let speed = profile.speed(read);
    let figures =
        [("speed_kmh", Some(speed)), ("length_m", read.length_m), ("minutes", read.minutes)];
    for (field, found) in figures {
        if let Some(found) = found.filter(|found| !(*found > 0.0 && found.is_finite())) {
            return Err(ProblemKind::NotAbove0 { field, found });
        }
    }
    Ok(Road {
        way: u32::try_from(way).expect("fewer than 2^32 roads"),
        direction: read.direction,
        onto: profile.gets_onto(read),
        ground: read.structure == Structure::Ground,
        length: read.length_m.map(Metres),
        pace: read.minutes.map_or(Pace::Kmh(speed), Pace::Minutes),
    })
}

/// The arcs of all drives, by tail, and the drive of each.
fn graph(edges: &Edges, copies: &Copies, measure: Measure) -> (Graph, Vec<Drive>) {
    let drives = edges.all.iter().enumerate().flat_map(|(number, edge)| {
        let open = [false, true].into_iter().filter(|back| edge.open[usize::from(*back)]);
        open.map(move |back| drive(number, back))
    });
    let mut arcs: Vec<(u32, Drive)> = Vec::new();
    for drive in drives {
        let edge = &edges.all[edge_of(drive).0];
        arcs.extend(copies.tails(edge, drive).map(|tail| (tail, drive)));
    }
    arcs.sort_unstable();
    let weighted = arcs.iter().map(|&(tail, drive)| {
        let edge = &edges.all[edge_of(drive).0];
        (tail, copies.head(edge, drive), weight(edge, measure))
    });
    let graph = Graph::new(copies.nodes(), &weighted.collect::<Vec<_>>());
    (graph, arcs.into_iter().map(|(_, drive)| drive).collect())
}
