//! The sums of a plan.

use crate::amounts::{kilometres, millimetres};
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use crate::plan::parks::PlannedPark;
use serde::Serialize;

/// The sums of a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Rows of the enterprise input.
    pub input: usize,
    /// Cost with the penalties of the unplaced, in kilometre-equivalents.
    pub cost_km: f64,
    /// No plan under the same rules and inputs costs less.
    pub lower_bound_km: f64,
    /// Of the cost: what the moves cost.
    pub moves_cost_km: f64,
    /// Of the cost: what the new projects that settle cost.
    pub projects_cost_km: f64,
    /// Of the cost: the penalties of the unplaced.
    pub unplaced_cost_km: f64,
    /// How far all who move go together.
    pub moves_distance_km: f64,
    /// Land that newcomers take in the parks.
    pub taken_ha: f64,
}

pub(super) fn totals(plan: &Plan) -> Totals {
    let chosen = || plan.enterprises().filter_map(PlannedEnterprise::chosen);
    let moves: i64 = chosen().map(|choice| millimetres(choice.cost_km)).sum();
    let settling = plan.projects.iter().filter_map(|project| project.chosen.as_ref());
    let projects: i64 = settling.map(|choice| millimetres(choice.cost_km)).sum();
    let taken = |park: &PlannedPark| park.limits.first().map_or(0.0, |land| land.taken);
    Totals {
        input: plan.summary.input,
        cost_km: plan.solution.cost_km,
        lower_bound_km: plan.solution.lower_bound_km,
        moves_cost_km: kilometres(moves),
        projects_cost_km: kilometres(projects),
        unplaced_cost_km: kilometres(plan.solution.cost_mm - moves - projects),
        moves_distance_km: kilometres(chosen().map(|choice| choice.distance.millimetres()).sum()),
        taken_ha: plan.parks.iter().map(taken).fold(0.0, |sum, taken| sum + taken),
    }
}
