//! The road network: how far parks are for those who drive.
//!
//! Roads ([`Way`]) become a [`Network`] for one [`Profile`]: junctions, edges between them, and a [`Graph`] of whole
//! millimetres or milliseconds, rounded up. A site [snaps](Network::snap) to it, a park has [`Gates`], and
//! [`NearestParks`] are found for all junctions at once; [`parks_within`] has longer lists where they are asked for,
//! [`DistancesTo`] complete ones, [`Network::route`] the way itself. Nothing here reads a file, and what is wrong with
//! roads is data: a [`Problem`] each.
//!
//! ```
//! use geo_types::{Point, line_string};
//! use parkward_model::{Footprint, Metres};
//! use parkward_roads::{Gates, Making, NearestParks, Network, Search, Way};
//!
//! // Two roads that cross in the middle, with a park at the east and one at the north.
//! let ways = [
//!     Way::along(line_string![(x: 121.00, y: 30.70), (x: 121.05, y: 30.70), (x: 121.10, y: 30.70)]),
//!     Way::along(line_string![(x: 121.05, y: 30.70), (x: 121.05, y: 30.80)]),
//! ];
//! let (network, problems) = Network::of(ways, &[], &Making::default())?;
//! assert!(problems.is_empty());
//!
//! let near = Metres(2_000.0);
//! let park = |lon, lat| network.gates(&Footprint::Point(Point::new(lon, lat)), &[], near).expect("a road is near");
//! let gates = Gates::of(&network, vec![park(121.10, 30.70), park(121.05, 30.80)]);
//! let lists = NearestParks::search(network.graph(), gates.seeds(), Search::new(network.graph(), 2));
//!
//! let site = network.snap(Point::new(121.02, 30.701), near).expect("a road is near");
//! let (parks, _) = gates.nearest(&network, &lists, site.position);
//! let parks: Vec<_> = parks.iter().map(|(park, far)| (*park, far.metres().to_string())).collect();
//! assert_eq!(parks, [(0, "7.66 km".to_owned()), (1, "13.96 km".to_owned())]);
//! # Ok::<(), parkward_roads::NoNetwork>(())
//! ```

mod backward;
mod components;
mod crossings;
mod edges;
mod gates;
mod graph;
mod in_json;
mod layer;
mod nearest;
mod network;
mod place;
mod problem;
mod profile;
mod reach;
mod route;
mod rows;
mod seed;
mod segments;
mod snap;
#[cfg(test)]
mod tests;
mod tree;
mod turns;
mod vertices;
mod way;
mod weight;

pub use backward::DistancesTo;
pub use components::Components;
pub use gates::{Gate, GateFrom, Gates};
pub use graph::Graph;
pub use layer::{RoadLayer, RoadName};
pub use nearest::{NearestParks, Search};
pub use network::{Making, Network, NoNetwork};
pub use problem::{Problem, ProblemKind};
pub use profile::Profile;
pub use reach::{Asking, parks_within};
pub use route::{Route, Stretch};
pub use seed::Seed;
pub use snap::{NoRoad, Position, Snapped};
pub use way::{Direction, Structure, Turn, Way};
pub use weight::{Measure, Weight};
