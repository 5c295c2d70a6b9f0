//! Where searches begin.

use crate::weight::Weight;

/// From a node: what remains to a gate of a park, or to it from a site. A park has one for each way into its gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seed {
    /// The node.
    pub node: u32,
    /// What lies between the node and the gate or site.
    pub weight: Weight,
}
