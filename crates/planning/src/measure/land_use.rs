//! How well parks use their land after a plan.

use crate::plan::figures::ParkLandUse;
use crate::plan::parks::PlannedPark;
use crate::receive::spare::spare;
use parkward_geometry::nested;
use parkward_model::{LandAccount, Park};
use parkward_policy::{NestedAccounts, RuleBook, Spare};

/// Land use of every park after the plan; nothing where the book has no `[land_use]`.
pub(crate) fn land_use(planned: &[PlannedPark], rules: &RuleBook) -> Vec<ParkLandUse> {
    let Some(land_use) = &rules.land_use else { return Vec::new() };
    let parks: Vec<Park> = planned.iter().map(|park| park.park.clone()).collect();
    let mut taken: Vec<f64> = planned.iter().map(|park| park.limits[0].taken).collect();
    if land_use.nested == NestedAccounts::Included {
        for (inner, outer) in nested(&parks) {
            taken[outer] += planned[inner].limits[0].taken;
        }
    }
    let spare = spare(&parks, land_use, rules);
    let one = |((park, spare), taken): ((&Park, Spare), f64)| {
        let evaluation = land_use.evaluate(&park.land, rules.stated_zone_type(park));
        ParkLandUse {
            park: park.id.clone(),
            evaluation,
            usable_ha: land_use.spare.usable(&spare).map(|land| land.0),
            spare,
            column_ha: park.capacity.map(|land| land.0),
            built_rate_before: park.land.built_rate().map(|rate| 100.0 * rate),
            built_rate_after: built_rate_after(&park.land, taken),
        }
    };
    parks.iter().zip(spare).zip(taken).map(one).collect()
}

fn built_rate_after(account: &LandAccount, taken: f64) -> Option<f64> {
    let built = account.built?.0 + taken;
    let supplied = account.supplied?.0.max(built);
    (supplied > 0.0).then(|| 100.0 * built / supplied)
}
