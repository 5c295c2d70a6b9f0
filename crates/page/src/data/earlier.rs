//! What an earlier plan had, where the plan was made to keep it.

use super::places::park_at;
use crate::columns::{Column, Columns};
use parkward_model::ParkId;
use parkward_planning::{Plan, Replanned, Replanning};
use serde::Serialize;

/// In the order of their numbers in the column.
const KINDS: [Replanned; 5] =
    [Replanned::Kept, Replanned::Changed, Replanned::Unplaced, Replanned::Settled, Replanned::New];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EarlierShown<'a> {
    folder: &'a str,
    /// What a change counts.
    change_km: f64,
    counts: Replanning,
    /// The parks where it sent anybody.
    parks: Vec<ParkBefore<'a>>,
    /// By enterprise: its park in that list, and what became of it.
    park: Column,
    becomes: Column,
}

#[derive(Serialize)]
struct ParkBefore<'a> {
    id: &'a str,
    /// Where it stands among the parks of the plan; `None`: it is gone.
    now: Option<usize>,
    /// How many it was sent, those who are in the survey no more included.
    sent: usize,
}

impl<'a> EarlierShown<'a> {
    pub(super) fn of(plan: &'a Plan, columns: &mut Columns) -> Option<Self> {
        let (earlier, counts) = (plan.options.earlier.as_ref()?, plan.replanning()?);
        let mut sent: Vec<&ParkId> = earlier.destinations.values().collect();
        sent.sort();
        let parks: Vec<ParkBefore<'_>> = sent
            .chunk_by(|a, b| a == b)
            .map(|alike| ParkBefore {
                id: alike[0].as_str(),
                now: park_at(plan, alike[0]),
                sent: alike.len(),
            })
            .collect();
        let place = |id: &ParkId| parks.binary_search_by(|park| park.id.cmp(id.as_str())).ok();
        let before = plan
            .enterprises()
            .map(|e| earlier.destinations.get(&e.enterprise().id).and_then(place));
        let becomes = plan.enterprises().map(|e| {
            let becomes = earlier.becomes(e)?;
            KINDS.iter().position(|kind| *kind == becomes)
        });
        let (park, becomes) = (columns.index(before), columns.index(becomes));
        let (folder, change_km) = (earlier.folder.as_str(), earlier.change_km);
        Some(Self { folder, change_km, counts, parks, park, becomes })
    }
}
