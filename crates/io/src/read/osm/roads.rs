//! What comes of a file.

use super::counts::OsmCounts;
use parkward_roads::{Turn, Way};

/// The roads of a file, cut into pieces where something begins or ends; in the order of OpenStreetMap's ids, and along
/// each way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OsmRoads {
    /// Pieces of roads. They meet at shared vertices and nowhere else: to be joined with no tolerance.
    pub(crate) ways: Vec<Way>,
    /// Restrictions of turns between pieces.
    pub(crate) turns: Vec<Turn>,
    /// The OpenStreetMap id of the way that each piece is of.
    pub(crate) ids: Vec<i64>,
    /// The name of each piece, or else its number; empty where it has neither.
    pub(crate) names: Vec<String>,
    /// What was read, and what was left out.
    pub(crate) counts: OsmCounts,
}
