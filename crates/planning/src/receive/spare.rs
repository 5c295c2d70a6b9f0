//! Land that newcomers may take in each park: its column, or the usable part of its spare land.

use parkward_geometry::nested;
use parkward_model::{Hectares, LandAccount, Park};
use parkward_policy::{CapacityFrom, LandUse, NestedAccounts, RuleBook, Spare};

/// Land that newcomers may take in each park: its column, or the usable part of its spare land.
pub(crate) fn capacities(parks: &[Park], rules: &RuleBook) -> Vec<Option<Hectares>> {
    match &rules.land_use {
        Some(land_use) if land_use.capacity == CapacityFrom::LandUse => {
            let spare = spare(parks, land_use, rules);
            spare.iter().map(|spare| land_use.spare.usable(spare)).collect()
        }
        _ => parks.iter().map(|park| park.capacity).collect(),
    }
}

pub(crate) fn spare(parks: &[Park], land_use: &LandUse, rules: &RuleBook) -> Vec<Spare> {
    let accounts = own_accounts(parks, land_use);
    let one = |(park, account): (&Park, &LandAccount)| {
        land_use.spare(account, rules.stated_zone_type(park))
    };
    parks.iter().zip(&accounts).map(one).collect()
}

/// Every park's account without those of the parks in it.
fn own_accounts(parks: &[Park], land_use: &LandUse) -> Vec<LandAccount> {
    let mut accounts: Vec<LandAccount> = parks.iter().map(|park| park.land.clone()).collect();
    for (inner, outer) in directly_nested(parks, land_use) {
        accounts[outer] = accounts[outer].without(&parks[inner].land);
    }
    accounts
}

/// Pairs of parks of which the second's account holds the first's, with none between them.
fn directly_nested(parks: &[Park], land_use: &LandUse) -> Vec<(usize, usize)> {
    if land_use.nested == NestedAccounts::Separate {
        return Vec::new();
    }
    let all = nested(parks);
    let between = |(inner, outer): (usize, usize)| {
        all.iter().any(|(a, middle)| *a == inner && all.contains(&(*middle, outer)))
    };
    all.iter().copied().filter(|pair| !between(*pair)).collect()
}
