//! Coordinate systems, the R-tree of park boundaries, and ellipsoidal distances.

mod bd09;
mod crs;
mod gcj02;
#[cfg(test)]
mod testing;

pub use crs::{Crs, CrsError, Transformer};
