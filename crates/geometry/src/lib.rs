//! Coordinate systems, the R-tree of park boundaries, and ellipsoidal distances.

mod bd09;
mod crs;
mod ellipsoid;
mod gcj02;
mod measure;
mod park_index;
#[cfg(test)]
mod testing;

pub use crs::{Crs, CrsError, Transformer};
pub use measure::{area, distance_between, label_point, length};
pub use park_index::{Containing, IndexError, Nearest, Origin, ParkIndex};
