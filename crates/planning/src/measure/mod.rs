//! What a plan comes to: sums, indicators and principles, years, and how sure its destinations are.

pub(crate) mod balance;
pub(crate) mod certainty;
pub(crate) mod elements;
pub(crate) mod grades;
pub(crate) mod indicators;
pub(crate) mod land_use;
pub(crate) mod principles;
pub(crate) mod released;
pub(crate) mod replanning;
pub(crate) mod schedule;
