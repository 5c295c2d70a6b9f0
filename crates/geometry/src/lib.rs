//! Coordinate systems, the R-tree of park boundaries, and ellipsoidal distances.

mod bd09;
mod crs;
mod ellipsoid;
mod gcj02;
mod measure;
mod overlap;
mod park_index;
mod repair;
#[cfg(test)]
mod testing;

pub use crs::{Crs, CrsError, Transformer};
pub use measure::{area, distance_between, label_point, length};
pub use overlap::{Overlap, Sharing, overlaps};
pub use park_index::{Containing, IndexError, Nearest, Origin, ParkIndex};
pub use repair::{InvalidBoundary, Repair, Repaired, repair, repair_rings};
