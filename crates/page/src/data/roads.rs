//! What moves make of the roads, where distances are by road.

use super::shapes::Shapes;
use crate::columns::{Column, Columns};
use parkward_model::Text;
use parkward_planning::{ByRoad, Plan};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct RoadsShown {
    /// How distances are measured.
    said: Text,
    /// How many corners the line of each enterprise's move has between its ends, from which corner on.
    corners: Column,
    at: usize,
    /// Stretches of road, likewise, and how many moves each carries.
    stretches: Column,
    stretches_at: usize,
    loads: Column,
}

impl RoadsShown {
    /// `None`: distances are straight.
    pub(super) fn of(plan: &Plan, shapes: &mut Shapes, columns: &mut Columns) -> Option<Self> {
        plan.options.by_road.as_ref()?;
        let at = shapes.len();
        let corners: Vec<usize> = plan
            .enterprises()
            .map(|e| match e.path() {
                Some([_, between @ .., _]) => shapes.chain(between),
                _ => 0,
            })
            .collect();
        let stretches_at = shapes.len();
        let (stretches, loads): (Vec<usize>, Vec<usize>) =
            plan.road_loads().map(|(line, moves)| (shapes.chain(line), moves)).unzip();
        let mut column = |numbers: Vec<usize>| columns.index(numbers.into_iter().map(Some));
        Some(Self {
            said: ByRoad::in_words(plan.options.by_road.as_ref()),
            corners: column(corners),
            at,
            stretches: column(stretches),
            stretches_at,
            loads: column(loads),
        })
    }
}
