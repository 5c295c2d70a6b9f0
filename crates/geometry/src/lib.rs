//! Coordinate systems, the R-tree of park boundaries, and ellipsoidal distances.
