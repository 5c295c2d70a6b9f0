//! In which year each move happens, and the proof.

use crate::plan::ended::Stop;
use crate::plan::solution::Status;
use crate::settings::phases::Phases;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The phases with what happens in them, and the proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Schedule {
    /// What each year gives.
    pub phases: Phases,
    /// What happens in each year, in their order.
    pub years: Vec<Phase>,
    /// Moves that no year takes.
    pub later: usize,
    /// The land that they take, in hectares.
    pub later_ha: f64,
    /// Land × (1 + quality) × years of waiting, summed: in hectare-years.
    pub waiting_ha_years: f64,
    /// No schedule waits less than this.
    pub lower_bound_ha_years: f64,
    /// (waiting − bound) / waiting; 0 if nobody waits.
    pub gap: f64,
    /// `optimal` only if the gap is exactly 0.
    pub status: Status,
    /// What kept it from being searched for: then it is the first that was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
    /// What land is worth in each year, in units of 2⁻²⁴ year per unit of weight: they prove the bound.
    pub prices: Vec<u64>,
}

/// What happens in a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Phase {
    /// The year.
    pub year: u16,
    /// Land that its moves may take.
    pub quota_ha: f64,
    /// Enterprises that move.
    pub moves: usize,
    /// Enterprises that close.
    pub closures: usize,
    /// Land that its moves take in the parks.
    pub taken_ha: f64,
    /// Land outside the parks that its moves and closures free.
    pub released_ha: f64,
}
