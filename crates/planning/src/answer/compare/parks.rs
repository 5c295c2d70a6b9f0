//! Parks in both plans.

use crate::plan::Plan;
use crate::plan::parks::PlannedPark;
use parkward_model::{Footprint, Lang, Park, ParkId, Text};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One park in both plans.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParkChange {
    /// The park.
    pub park: ParkId,
    /// Its name.
    pub name: Text,
    /// Its figures in the first plan; `None`: it is not in it.
    pub before: Option<ParkState>,
    /// Its figures in the second.
    pub after: Option<ParkState>,
    /// Where it is, for the layer.
    #[serde(skip)]
    pub(crate) footprint: Footprint,
}

impl ParkChange {
    /// Whether the figures differ.
    pub fn changes(&self) -> bool {
        self.before != self.after
    }

    /// The key in files: `added`, `removed`, or whether newcomers take `more`, `less` or the `same` land.
    pub fn key(&self) -> &'static str {
        match (self.before, self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            (Some(a), Some(b)) if a.taken_ha < b.taken_ha => "more",
            (Some(a), Some(b)) if a.taken_ha > b.taken_ha => "less",
            _ => "same",
        }
    }
}

/// The figures of a park in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ParkState {
    /// Enterprises that move to it.
    pub incoming: usize,
    /// Land that newcomers may take.
    pub capacity_ha: Option<f64>,
    /// Land that they take.
    pub taken_ha: f64,
    /// Land of the surveyed enterprises in it after the plan.
    pub load_after_ha: f64,
    /// What one hectare more would save, in kilometre-equivalents.
    pub shadow_price_km_per_ha: f64,
}

pub(super) fn parks(before: &Plan, after: &Plan) -> Vec<ParkChange> {
    let by_id = |plan: &Plan| -> BTreeMap<ParkId, (Park, ParkState)> {
        let of = |park: &PlannedPark| (park.park.id.clone(), (park.park.clone(), state(park)));
        plan.parks.iter().map(of).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let ids: BTreeSet<&ParkId> = old.keys().chain(new.keys()).collect();
    let one = |id: &ParkId| {
        let (a, b) = (old.get(id), new.get(id));
        let (park, _) = b.or(a)?;
        Some(ParkChange {
            park: id.clone(),
            name: Text::new(park.label(Lang::Zh), park.label(Lang::En)),
            before: a.map(|(_, state)| *state),
            after: b.map(|(_, state)| *state),
            footprint: park.footprint.clone(),
        })
    };
    ids.into_iter().filter_map(one).collect()
}

fn state(park: &PlannedPark) -> ParkState {
    ParkState {
        incoming: park.incoming,
        capacity_ha: park.limits[0].capacity,
        taken_ha: park.limits.first().map_or(0.0, |land| land.taken),
        load_after_ha: park.load_after_ha.0,
        shadow_price_km_per_ha: park.shadow_price_km_per_ha,
    }
}
