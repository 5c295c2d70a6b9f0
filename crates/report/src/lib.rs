//! The printed relocation map and the summary.
