//! What is wrong with a plan's inputs, or worth knowing of them, before anything is planned with them.
//!
//! | where | what it looks for |
//! |---|---|
//! | `reading` | rows that could not be used, and what was noted while reading |
//! | `places` | swapped axes, signs, zones, datums, minutes read as decimals; what is outside, far away, stacked |
//! | `rows` | ids, names and codes that are doubtful; amounts in another unit |
//! | `parks` | areas, capacities and land accounts that contradict each other |
//! | `references` | ids in decisions and rules that no row has |
//! | `amounts` | capacities and amounts of resources that nobody knows, or that cannot be |
//!
//! Each kind of [`Issue`] has its row in `kinds`: its key, its words, how grave it is, what to do about it. Nothing is
//! mended. Detectors know nothing of any district: they hold data against data, and their thresholds say why they
//! are what they are. None compares all pairs: a hundred thousand enterprises are a second's work.

mod all;
mod amounts;
mod groups;
mod inputs;
mod issue;
mod kinds;
mod layer;
mod parks;
mod places;
mod reading;
mod references;
mod rows;
mod severity;
mod things;

pub use all::{Findings, check};
pub use groups::{Group, groups};
pub use inputs::Inputs;
pub use issue::Issue;
pub use layer::issues_layer;
pub use severity::Severity;
