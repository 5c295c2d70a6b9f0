//! The way from a site to a park, found by walking down what is left of it.

use crate::edges::Edge;
use crate::gates::{Gate, Gates};
use crate::network::Network;
use crate::place::Place;
use crate::seed::Seed;
use crate::snap::Position;
use crate::turns::edge_of;
use crate::weight::Weight;
use geo_types::{Coord, LineString};
use parkward_model::Metres;

/// A stretch of an edge that is driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The edge.
    pub edge: usize,
    /// Where one comes onto it, in millimetres from its first end.
    pub from: Weight,
    /// Where one leaves it.
    pub to: Weight,
}

/// A way along the roads, from one position to a gate of a park.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The stretches, in the order in which they are driven. Those that begin where they end are left out.
    pub stretches: Vec<Stretch>,
    /// The gate at its end, by its place among those of the park.
    pub gate: usize,
    /// What it comes to with the access leg of the gate: what lists have for the park.
    pub weight: Weight,
}

impl Network {
    /// The shortest way from a position to a park. `left` says what is left from a node to the park, as
    /// [`NearestParks::weight`](crate::NearestParks::weight) or
    /// [`DistancesTo::weight`](crate::DistancesTo::weight) does. `None` if there is none that `left` knows of.
    ///
    /// No search: from each node one goes on along the first arc on which as much less is left as it weighs. Linear in
    /// the arcs that are passed. Of equally short ways it is always the same one, whatever the order of the roads.
    ///
    /// ```
    /// use geo_types::{line_string, Point};
    /// use parkward_model::{Footprint, Metres};
    /// use parkward_roads::{DistancesTo, Gates, Making, Network, Way};
    /// let road = Way::along(line_string![(x: 121.0, y: 30.7), (x: 121.1, y: 30.7)]);
    /// let (network, _) = Network::of([road], &[], &Making::default())?;
    /// let park = Footprint::Point(Point::new(121.08, 30.7));
    /// let gates = Gates::of(&network, vec![network.gates(&park, &[], Metres(100.0)).expect("near")]);
    /// let to = DistancesTo::search(network.graph(), &gates.seeds()[0]);
    /// let site = network.snap(Point::new(121.03, 30.7), Metres(100.0)).expect("near");
    /// let route = network.route(&gates, site.position, 0, |node| to.weight(node)).expect("a way");
    /// assert_eq!(route.weight.metres().to_string(), "4.79 km");
    /// # Ok::<(), parkward_roads::NoNetwork>(())
    /// ```
    pub fn route(
        &self,
        gates: &Gates,
        from: Position,
        park: usize,
        left: impl Fn(u32) -> Option<Weight>,
    ) -> Option<Route> {
        let through = self.ways_out(from).filter_map(|(back, exit)| {
            Some((exit.weight.plus(left(exit.node)?)?, back, exit.node))
        });
        let through = through.min();
        let ahead = gates.ahead(self, from).filter(|(other, _)| *other == park);
        match (ahead.map(|(_, weight)| weight).min(), through) {
            (Some(ahead), through) if through.is_none_or(|(weight, ..)| ahead <= weight) => {
                self.ahead(gates, from, park, ahead)
            }
            (_, Some((weight, back, node))) => {
                let mut route = self.walk(gates, node, park, left)?;
                route.stretches.insert(0, self.to_end(from, back));
                Some(Route { weight, ..route }.without_standing())
            }
            (_, None) => None,
        }
    }

    /// The way to a gate on the same edge.
    fn ahead(&self, gates: &Gates, from: Position, park: usize, weight: Weight) -> Option<Route> {
        let gates = gates.of_park(park);
        let gate = gates.iter().position(|gate| {
            let way = self.along(from, gate.position);
            way.zip(self.access(gate.access)).and_then(|(way, leg)| way.plus(leg)) == Some(weight)
        })?;
        let to = gates[gate].position.at;
        let stretches = vec![Stretch { edge: from.edge, from: from.at, to }];
        Some(Route { stretches, gate, weight }.without_standing())
    }

    /// The way from a node to a gate.
    fn walk(
        &self,
        gates: &Gates,
        mut node: u32,
        park: usize,
        left: impl Fn(u32) -> Option<Weight>,
    ) -> Option<Route> {
        let weight = left(node)?;
        let (mut rest, mut stretches) = (weight, Vec::new());
        loop {
            if let Some((gate, last)) = self.arrives(gates.of_park(park), node, rest) {
                stretches.push(last);
                return Some(Route { stretches, gate, weight });
            }
            let arcs = self.graph.out().range(node).zip(self.graph.out().of(node));
            let mut onwards = arcs.filter_map(|(place, arc)| {
                let there = left(arc.node)?;
                (there.plus(arc.weight)? == rest).then_some((place, arc.node, there))
            });
            let (place, head, there) = onwards.next()?;
            let (edge, back) = edge_of(self.drives[place]);
            stretches.push(self.to_end(self.start(edge, back == 1), back == 1));
            (node, rest) = (head, there);
        }
    }

    /// The gate that one gets to from a node by what is left, with the last stretch.
    fn arrives(&self, gates: &[Gate], node: u32, left: Weight) -> Option<(usize, Stretch)> {
        gates.iter().enumerate().find_map(|(number, gate)| {
            let leg = self.access(gate.access)?;
            let arrives = |(_, entry): &(bool, Seed)| {
                entry.node == node && entry.weight.plus(leg) == Some(left)
            };
            let (back, _) = self.ways_in(gate.position).find(arrives)?;
            let from = self.start(gate.position.edge, back).at;
            let last = Stretch { edge: gate.position.edge, from, to: gate.position.at };
            Some((number, last))
        })
    }

    /// Where one comes onto an edge that is driven forth or back.
    fn start(&self, edge: usize, back: bool) -> Position {
        let at = if back { self.edges.all[edge].length } else { Weight(0) };
        Position { edge, at }
    }

    /// From a position to the end of its edge.
    fn to_end(&self, from: Position, back: bool) -> Stretch {
        Stretch { edge: from.edge, from: from.at, to: self.start(from.edge, !back).at }
    }

    /// How long a route is on the road, and how long it takes, whatever it was found by. Without access legs; rounded
    /// up at each end of it.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "lengths on the Earth stay below 2^53 mm")]
    pub fn length_and_minutes(&self, route: &Route) -> (Metres, f64) {
        let (mut millimetres, mut milliseconds) = (0_u64, 0_u64);
        for Stretch { edge, from, to } in &route.stretches {
            let Edge { length, time, .. } = self.edges.all[*edge];
            let driven = from.0.abs_diff(to.0);
            let time = (u64::from(time.0) * u64::from(driven)).div_ceil(u64::from(length.0));
            millimetres += u64::from(driven);
            milliseconds += time;
        }
        (Metres(millimetres as f64 / 1_000.0), milliseconds as f64 / 60_000.0)
    }

    /// The line of a route, from where it begins to its gate.
    #[must_use]
    pub fn line_of(&self, route: &Route) -> LineString<f64> {
        let mut line: Vec<Coord<f64>> = Vec::new();
        for stretch in &route.stretches {
            for coord in self.drawn(*stretch) {
                if line.last() != Some(&coord) {
                    line.push(coord);
                }
            }
        }
        LineString(line)
    }

    /// The vertices of a stretch, in the order in which it is driven.
    pub(crate) fn drawn(&self, Stretch { edge, from, to }: Stretch) -> Vec<Coord<f64>> {
        let chain: Vec<Coord<f64>> = self.vertices(edge).map(Place::coord).collect();
        let ends = self.parts(edge);
        let length = f64::from(self.edges.all[edge].length.0);
        let [low, high] = [from.min(to), from.max(to)].map(|at| f64::from(at.0) / length);
        let between = |part: f64| {
            let piece = ends.partition_point(|end| *end < part).clamp(1, chain.len() - 1);
            let (start, end) = (ends[piece - 1], ends[piece]);
            let ahead = if end > start { (part - start) / (end - start) } else { 0.0 };
            chain[piece - 1] + (chain[piece] - chain[piece - 1]) * ahead.clamp(0.0, 1.0)
        };
        let inner = chain.iter().zip(&ends).filter(|(_, at)| low < **at && **at < high);
        let mut line = vec![between(low)];
        line.extend(inner.map(|(coord, _)| *coord));
        line.push(between(high));
        if from > to {
            line.reverse();
        }
        line
    }
}

impl Route {
    /// Without stretches that begin where they end.
    fn without_standing(mut self) -> Self {
        self.stretches.retain(|stretch| stretch.from != stretch.to);
        self
    }
}
