//! Where parks are entered from the road.

use crate::nearest::NearestParks;
use crate::network::Network;
use crate::place::{Place, Plane};
use crate::reach::{Asking, parks_within};
use crate::seed::Seed;
use crate::segments::meeting;
use crate::snap::{NoRoad, Position};
use crate::tree::Bounds;
use crate::weight::Weight;
use geo_types::{MultiPolygon, Point};
use parkward_geometry::distance_between;
use parkward_model::{Footprint, Metres};
use std::collections::BTreeMap;

/// A gate of a park.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// Where one leaves the road.
    pub position: Position,
    /// The same as longitude and latitude.
    pub point: Point<f64>,
    /// From there to the park, straight; 0 where the road leads into it.
    pub access: Metres,
    /// What the gate is known from.
    pub from: GateFrom,
}

/// What a gate is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateFrom {
    /// It was given.
    Given,
    /// A road crosses the boundary.
    Boundary,
    /// No road does: the nearest one, and the way from there.
    Nearest,
}

impl Network {
    /// The gates of a park: those `given`, each where it [meets](Network::snap) the network; else where roads that
    /// one gets onto cross its boundary or touch it; else the point of such a road that is nearest to the boundary.
    ///
    /// # Errors
    /// [`NoRoad`] if no road is within `reach` of the park, or of any gate that is given.
    ///
    /// ```
    /// use geo_types::{line_string, polygon};
    /// use parkward_model::{Footprint, Metres};
    /// use parkward_roads::{GateFrom, Making, Network, Way};
    /// let road = Way::along(line_string![(x: 121.0, y: 30.7), (x: 121.1, y: 30.7)]);
    /// let (network, _) = Network::of([road], &[], &Making::default())?;
    /// let park = polygon![(x: 121.04, y: 30.69), (x: 121.06, y: 30.69), (x: 121.06, y: 30.71), (x: 121.04, y: 30.71)];
    /// let gates = network.gates(&Footprint::Boundary(park.into()), &[], Metres(5_000.0)).expect("a road");
    /// assert_eq!(gates.len(), 2);
    /// assert!(gates.iter().all(|gate| gate.from == GateFrom::Boundary && gate.access.0 == 0.0));
    /// # Ok::<(), parkward_roads::NoNetwork>(())
    /// ```
    pub fn gates(
        &self,
        park: &Footprint,
        given: &[Point<f64>],
        reach: Metres,
    ) -> Result<Vec<Gate>, NoRoad> {
        let at = |point: &Point<f64>, from: GateFrom| {
            let snapped = self.snap(*point, reach)?;
            let (position, point, access) = (snapped.position, snapped.point, snapped.access);
            Ok(Gate { position, point, access, from })
        };
        if !given.is_empty() {
            let gates: Vec<_> = given.iter().map(|point| at(point, GateFrom::Given)).collect();
            let wrong = gates.iter().find_map(|gate| gate.as_ref().err().copied());
            let found: Vec<Gate> = gates.into_iter().flatten().collect();
            return if found.is_empty() { Err(wrong.unwrap_or(NoRoad::NoWay)) } else { Ok(found) };
        }
        match park {
            Footprint::Point(point) => at(point, GateFrom::Nearest).map(|gate| vec![gate]),
            Footprint::Boundary(boundary) => {
                let sides = sides(boundary)?;
                let gates = self.crossings(&sides);
                if !gates.is_empty() {
                    return Ok(gates);
                }
                self.beside(&sides, reach)
                    .map(|gate| vec![gate])
                    .ok_or(NoRoad::OutOfReach { reach })
            }
        }
    }

    /// Where roads meet the sides of a boundary.
    fn crossings(&self, sides: &[[Place; 2]]) -> Vec<Gate> {
        let mut gates = Vec::new();
        for side in sides {
            for edge in self.tree.meeting(&Bounds::around(side.iter().copied())) {
                if self.is_docked(edge) {
                    gates.extend(self.meets(edge, *side));
                }
            }
        }
        gates.sort_by_key(|gate: &Gate| gate.position);
        gates.dedup_by_key(|gate| gate.position);
        gates
    }

    /// Where an edge meets the side of a boundary.
    fn meets(&self, edge: usize, side: [Place; 2]) -> Vec<Gate> {
        let pieces = self.vertices(edge).zip(self.vertices(edge).skip(1)).enumerate();
        let met = pieces.flat_map(|(piece, (a, b))| {
            let parts = meeting([a, b], side).into_iter();
            parts.map(move |part| (piece, part, Point(a.coord() + (b.coord() - a.coord()) * part)))
        });
        met.map(|(piece, part, point)| Gate {
            position: Position { edge, at: self.at(edge, piece, part) },
            point,
            access: Metres(0.0),
            from: GateFrom::Boundary,
        })
        .collect()
    }

    /// The place on an edge that is a part of one of its pieces.
    fn at(&self, edge: usize, piece: usize, part: f64) -> Weight {
        let ends = self.parts(edge);
        self.part(edge, ends[piece] + part * (ends[piece + 1] - ends[piece]))
    }

    /// The point of a road that is nearest to a boundary which no road meets. Two lines that do not meet are nearest at
    /// a vertex of one.
    fn beside(&self, sides: &[[Place; 2]], reach: Metres) -> Option<Gate> {
        let mut best: Option<(f64, Gate)> = None;
        let mut take = |far: f64, gate: Gate| {
            let better =
                |(known, gate_): &(f64, Gate)| (far, gate.position) < (*known, gate_.position);
            if best.as_ref().is_none_or(better) {
                best = Some((far, gate));
            }
            best.map_or(f64::INFINITY, |best| best.0)
        };
        let mut limit = reach.0 * 1.01;
        for [corner, _] in sides {
            let plane = Plane::at(corner.coord());
            let measure = |edge: usize| self.is_docked(edge).then(|| self.nearest_on(edge, &plane));
            if let Some((far, edge, (at, coord))) = self.tree.nearest(&plane, limit, measure) {
                limit = take(far, beside(Position { edge, at }, Point(coord), corner.point()));
            }
        }
        for side in sides {
            let plane = Plane::at(side[0].coord());
            for edge in self.tree.meeting(&around(side, &plane, limit)) {
                for (piece, vertex) in
                    self.vertices(edge).enumerate().filter(|_| self.is_docked(edge))
                {
                    let (far, foot) = foot(side, vertex, &plane);
                    if far <= limit {
                        let at = if piece == 0 { Weight(0) } else { self.at(edge, piece - 1, 1.0) };
                        limit = take(far, beside(Position { edge, at }, vertex.point(), foot));
                    }
                }
            }
        }
        best.map(|(_, gate)| gate).filter(|gate| gate.access <= reach)
    }
}

/// A gate on a road that does not meet the boundary.
fn beside(position: Position, point: Point<f64>, boundary: Point<f64>) -> Gate {
    Gate { position, point, access: distance_between(point, boundary), from: GateFrom::Nearest }
}

/// The sides of a boundary, on the grid of places.
fn sides(boundary: &MultiPolygon<f64>) -> Result<Vec<[Place; 2]>, NoRoad> {
    let rings =
        boundary.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    let mut sides = Vec::new();
    for ring in rings {
        let places: Option<Vec<Place>> = ring.coords().map(|coord| Place::of(*coord)).collect();
        let places = places.ok_or(NoRoad::NotOnGlobe)?;
        sides.extend(places.windows(2).map(|w| [w[0], w[1]]).filter(|[a, b]| a != b));
    }
    Ok(sides)
}

/// A box with everything that is within so many metres of a side.
fn around(side: &[Place; 2], plane: &Plane, limit: f64) -> Bounds {
    let corners = side.iter().flat_map(|end| {
        let [east, north] = plane.metres(end.coord());
        [-1.0, 1.0]
            .map(|sign| plane.coord([east + sign * limit * 1.01, north + sign * limit * 1.01]))
    });
    Bounds::around(corners.filter_map(Place::of))
}

/// The point of a side that is nearest to a vertex, and how far it is.
fn foot(side: &[Place; 2], vertex: Place, plane: &Plane) -> (f64, Point<f64>) {
    let [a, b, at] = [side[0], side[1], vertex].map(|place| plane.metres(place.coord()));
    let step = [b[0] - a[0], b[1] - a[1]];
    let along = (at[0] - a[0]) * step[0] + (at[1] - a[1]) * step[1];
    let part = (along / (step[0] * step[0] + step[1] * step[1])).clamp(0.0, 1.0);
    let here = [a[0] + part * step[0], a[1] + part * step[1]];
    ((here[0] - at[0]).hypot(here[1] - at[1]), Point(plane.coord(here)))
}

/// The gates of all parks, as searches want them.
#[derive(Clone, Debug)]
pub struct Gates {
    parks: Vec<Vec<Gate>>,
    seeds: Vec<Vec<Seed>>,
    /// By edge: park and where on it its gate is, with what is between road and park.
    on_edge: BTreeMap<usize, Vec<(usize, Position, Weight)>>,
}

impl Gates {
    /// Puts the gates of parks in order; a park without gates is found by nobody.
    #[must_use]
    pub fn of(network: &Network, parks: Vec<Vec<Gate>>) -> Self {
        let mut on_edge: BTreeMap<usize, Vec<(usize, Position, Weight)>> = BTreeMap::new();
        let mut seeds = vec![Vec::new(); parks.len()];
        for (park, gates) in parks.iter().enumerate() {
            for gate in gates {
                let Some(access) = network.access(gate.access) else { continue };
                let position = gate.position;
                on_edge.entry(position.edge).or_default().push((park, position, access));
                let with_access =
                    |seed: Seed| Some(Seed { weight: seed.weight.plus(access)?, ..seed });
                seeds[park].extend(network.entries(position).into_iter().filter_map(with_access));
            }
        }
        Self { parks, seeds, on_edge }
    }

    /// The gates of a park.
    #[must_use]
    pub fn of_park(&self, park: usize) -> &[Gate] {
        &self.parks[park]
    }

    /// For each park the nodes from which one gets to a gate next, with what is between.
    #[must_use]
    pub fn seeds(&self) -> &[Vec<Seed>] {
        &self.seeds
    }

    /// Parks with a gate on the edge that one is on, if one gets there without leaving it.
    pub fn ahead(
        &self,
        network: &Network,
        from: Position,
    ) -> impl Iterator<Item = (usize, Weight)> {
        let here = self.on_edge.get(&from.edge).into_iter().flatten();
        here.filter_map(move |&(park, gate, access)| {
            Some((park, network.along(from, gate)?.plus(access)?))
        })
    }

    /// The nearest parks from a position, nearest first and by number where equal, and the least that any other is
    /// away; `None` if there are no others that can be reached.
    ///
    /// As many as the lists have are always told, where so many can be reached, and they are exact: if *k* parks are
    /// nearer to the next node than another park, they are nearer to whatever gets to that node first.
    #[must_use]
    pub fn nearest(
        &self,
        network: &Network,
        lists: &NearestParks,
        from: Position,
    ) -> (Vec<(usize, Weight)>, Option<Weight>) {
        let exits = network.exits(from);
        let mut all: Vec<(usize, Weight)> = self.ahead(network, from).collect();
        for exit in &exits {
            let further = |(park, weight): (usize, Weight)| Some((park, weight.plus(exit.weight)?));
            all.extend(lists.of(exit.node).filter_map(further));
        }
        let mut all = in_order(all);
        let beyond = |exit: &Seed| lists.beyond(exit.node)?.plus(exit.weight);
        let beyond = exits.iter().filter_map(beyond).min();
        if let Some(beyond) = beyond {
            let sure = all.partition_point(|(_, weight)| *weight < beyond);
            all.truncate(sure.max(lists.count()));
        }
        (all, beyond)
    }

    /// What is between a position and one park. `left` says what is left from a node, as for
    /// [`Network::route`]. `None` if there is no way that it knows of.
    pub fn between(
        &self,
        network: &Network,
        from: Position,
        park: usize,
        left: impl Fn(u32) -> Option<Weight>,
    ) -> Option<Weight> {
        let ahead = self.ahead(network, from).filter(|(other, _)| *other == park);
        let through = network.ways_out(from);
        let through = through.filter_map(|(_, exit)| exit.weight.plus(left(exit.node)?));
        ahead.map(|(_, weight)| weight).chain(through).min()
    }

    /// All parks of `among` within a reach of each position that asks, nearest first and by number where equal: as
    /// [`parks_within`], with the gates on the edges where the positions are.
    #[must_use]
    pub fn within(
        &self,
        network: &Network,
        among: &[usize],
        asking: &[(Position, Weight)],
    ) -> Vec<Vec<(usize, Weight)>> {
        let ask =
            |&(from, reach): &(Position, Weight)| Asking { exits: network.exits(from), reach };
        let asked: Vec<Asking> = asking.iter().map(ask).collect();
        let mut lists = parks_within(network.graph(), &self.seeds, among, &asked);
        for ((from, reach), list) in asking.iter().zip(&mut lists) {
            let ahead = self.ahead(network, *from);
            list.extend(ahead.filter(|(park, far)| far <= reach && among.contains(park)));
            *list = in_order(std::mem::take(list));
        }
        lists
    }
}

/// Each park once, by its shortest way, nearest first and by number where equal.
fn in_order(mut all: Vec<(usize, Weight)>) -> Vec<(usize, Weight)> {
    all.sort_unstable();
    all.dedup_by_key(|(park, _)| *park);
    all.sort_unstable_by_key(|&(park, weight)| (weight, park));
    all
}
