//! How a move goes by road: what is told and drawn of it beside the distance that counts.

use crate::by_road::network::{Left, ParkRoads};
use geo_types::{Coord, Point};
use parkward_model::{Metres, Text};
use parkward_roads::{DistancesTo, Route, Seed, Snapped, Weight};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a move goes by road, beside how far that is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Travel {
    /// The distance over the ellipsoid from the site to the park's boundary.
    pub straight_m: Metres,
    /// How long it takes by the speeds of the roads and the profile, access legs included.
    pub minutes: f64,
    /// What of the distance is off the roads: from the site to the first road, and from the last one to the park.
    pub access_m: Metres,
}

impl Travel {
    /// What stands behind the kilometres of a distance by road.
    pub(crate) fn aside(&self) -> Text {
        let (straight, minutes) = (self.straight_m.kilometres(), self.minutes);
        Text::new(
            format!(" 公里（直线 {straight:.2} 公里，约 {minutes:.0} 分钟）"),
            format!(" km by road ({straight:.2} km straight, some {minutes:.0} min)"),
        )
    }
}

/// A way that was found.
#[derive(Clone, Debug)]
pub(crate) struct Travelled {
    /// How far it is in all.
    pub(crate) distance: Metres,
    pub(crate) minutes: f64,
    /// What of it is off the roads.
    pub(crate) access: Metres,
    /// Where it leaves the road.
    pub(crate) gate: Point<f64>,
    pub(crate) route: Route,
}

impl Travelled {
    /// What is told of it: metres to the millimetre, minutes to the hundredth.
    pub(crate) fn travel(&self, straight_m: Metres) -> Travel {
        let minutes = (self.minutes * 100.0).round() / 100.0;
        let access_m = Metres((self.access.0 * 1e3).round() / 1e3);
        Travel { straight_m, minutes, access_m }
    }
}

/// A line of at least two vertices.
pub(crate) type Path = Box<[Coord<f64>]>;

impl ParkRoads {
    /// Finds the ways of many moves, each from a site to a park, and hands each to `each` with the place of its move;
    /// `None` where no way leads there. Park by park, so that what is left to one is found once and not kept.
    pub(crate) fn each_way(
        &self,
        moves: &[(Point<f64>, usize)],
        mut each: impl FnMut(usize, Option<Travelled>),
    ) {
        let mut by_park: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, (_, park)) in moves.iter().enumerate() {
            by_park.entry(*park).or_default().push(index);
        }
        let graph = self.network.graph();
        let mut searched = DistancesTo::nothing(graph);
        for (park, indices) in by_park {
            let snap = |index: &usize| self.snap(moves[*index].0).ok();
            let snapped: Vec<Option<Snapped>> = indices.iter().map(snap).collect();
            let all = match self.left() {
                Left::Complete(to) => Some(to),
                Left::Nearest(_) => {
                    let exits = |snapped: &Snapped| self.network.exits(snapped.position);
                    let sites: Vec<Vec<Seed>> = snapped.iter().flatten().map(exits).collect();
                    searched.search_for(graph, &self.gates.seeds()[park], &sites);
                    None
                }
            };
            let left = |node: u32| match all {
                Some(all) => all.weight(node, park),
                None => searched.weight(node),
            };
            // Not in parallel: a thread that waits for others may start on another file meanwhile, which asks for these
            // ways too, and then waits for itself.
            for (index, snapped) in indices.into_iter().zip(snapped) {
                each(index, snapped.and_then(|snapped| self.way(snapped, park, left)));
            }
        }
    }

    /// The way to a park from where a site meets the roads.
    fn way(
        &self,
        from: Snapped,
        park: usize,
        left: impl Fn(u32) -> Option<Weight>,
    ) -> Option<Travelled> {
        let route = self.network.route(&self.gates, from.position, park, left)?;
        let gate = self.gates.of_park(park)[route.gate];
        let (road, on_road) = self.network.length_and_minutes(&route);
        let access = Metres(from.access.0 + gate.access.0);
        let off_road = access.0 / 1_000.0 / self.settings.profile.access_kmh * 60.0;
        Some(Travelled {
            distance: Metres(road.0 + access.0),
            minutes: on_road + off_road,
            access,
            gate: gate.point,
            route,
        })
    }

    /// The line of a way, from the site to the park.
    pub(crate) fn path(&self, site: Point<f64>, way: &Travelled) -> Option<Path> {
        let mut path = vec![site.0];
        path.extend(self.network.line_of(&way.route));
        path.push(way.gate.0);
        path.dedup(); // who stands on the road has no leg to draw
        (path.len() > 1).then(|| path.into())
    }
}
