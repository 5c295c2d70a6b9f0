//! Coordinate systems, the R-tree of park boundaries, and ellipsoidal distances.
//!
//! Coordinates are longitude, latitude in degrees on WGS84 throughout; [`Crs`] is the way in and out,
//! for GCJ-02 and BD-09 here, for every other system with what `parkward-crs` makes out of PROJ.
//! [`repair()`] makes boundaries valid, [`ParkIndex`] answers who is inside and which park is nearest,
//! and [`area`], [`distance_between`] and [`length`] measure. Nothing here is
//! projected: distances are taken in space and bent onto the ellipsoid, areas are integrated on it.

mod bd09;
mod crs;
mod ellipsoid;
mod gcj02;
mod hilbert;
mod measure;
mod overlap;
mod park_index;
mod repair;
mod runs;
mod shared;
mod space_order;
#[cfg(test)]
mod testing;
mod validity;

pub use crs::{Conversion, Crs, CrsError, Transformer, epsg_code};
pub use hilbert::hilbert;
pub use measure::{area, distance_between, length};
pub use overlap::{Overlap, Sharing, nested, nested_of, overlaps};
pub use park_index::{
    Containing, IndexError, Near, Nearest, Neighbourhood, Origin, ParkIndex, ZoneIndex,
};
pub use repair::{InvalidBoundary, Repair, Repaired, repair, repair_rings};
pub use space_order::{space_order, space_order_by};
pub use validity::is_valid;
