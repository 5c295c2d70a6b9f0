//! What the plan improves: the indicators of the rule book before and after, for the district and for each park.

use crate::bucket::Bucket;
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use crate::plan::figures::{IndicatorChange, Reading};
use crate::plan::parks::PlannedPark;
use parkward_model::{Hectares, ParkId};
use parkward_policy::{Gauge, RuleBook};
use std::collections::BTreeMap;

/// Sums of a gauge.
#[derive(Clone, Copy, Default)]
struct Sums {
    over: f64,
    under: f64,
    known: usize,
    of: usize,
}

impl Sums {
    fn add(&mut self, parts: Option<[f64; 2]>) {
        self.of += 1;
        if let Some([over, under]) = parts {
            self.over += over;
            self.under += under;
            self.known += 1;
        }
    }

    fn reading(self) -> Reading {
        let value = (self.under > 0.0).then(|| self.over / self.under);
        Reading { value, known: self.known, of: self.of }
    }
}

/// Land that an enterprise holds once the plan is carried out.
pub(crate) fn land_after(enterprise: PlannedEnterprise<'_>) -> Option<Hectares> {
    match enterprise.chosen() {
        Some(_) => enterprise.land_taken(),
        None => enterprise.enterprise().land,
    }
}

pub(crate) fn closes(enterprise: PlannedEnterprise<'_>) -> bool {
    matches!(enterprise.verdict(), Bucket::Closes | Bucket::InParkCloses)
}

/// Where it stands once the plan is carried out, if in a park.
fn park_after<'a>(enterprise: PlannedEnterprise<'a>) -> Option<&'a ParkId> {
    match enterprise.chosen() {
        Some(chosen) => Some(chosen.park),
        None if closes(enterprise) => None,
        None => enterprise.stands_in().next(),
    }
}

impl Plan {
    /// The indicators of the rule book, the district's first, then those of the parks in their order.
    /// Sums run in the order of rows. O(enterprises × indicators); nothing without indicators.
    pub(crate) fn measure(&self, rules: &RuleBook) -> Vec<IndicatorChange> {
        let indices: BTreeMap<&ParkId, usize> =
            self.parks.iter().enumerate().map(|(index, park)| (&park.park.id, index)).collect();
        let mut changes: Vec<IndicatorChange> = Vec::new();
        for indicator in &rules.improve {
            // First the district, then the parks; of each before and after.
            let mut sums = vec![[Sums::default(); 2]; 1 + self.parks.len()];
            if indicator.measure == (Gauge::BuiltRate {}) {
                // The land of a park that lies in another is in the account of the outer one already; what newcomers
                // take in it is not.
                for (index, park) in self.parks.iter().enumerate() {
                    let within = |inner: &&PlannedPark| inner.lies_in.contains(&park.park.id);
                    let inner = self.parks.iter().filter(within);
                    let taken = inner.map(taken).sum::<f64>() + taken(park);
                    let [before, after] = built(park, taken);
                    for at in if park.lies_in.is_empty() { 0..2 } else { 1..2 } {
                        let at = at * (index + 1);
                        sums[at][0].add(before);
                        sums[at][1].add(after);
                    }
                }
            } else {
                for planned in self.enterprises() {
                    let enterprise = planned.enterprise();
                    let land = enterprise.land.map(|land| land.0);
                    let before = rules.gauge(&indicator.measure, enterprise, land);
                    sums[0][0].add(before);
                    if let Some(park) = planned.stands_in().next() {
                        sums[indices[park] + 1][0].add(before);
                    }
                    if !closes(planned) {
                        let land = land_after(planned).map(|land| land.0);
                        let after = rules.gauge(&indicator.measure, enterprise, land);
                        sums[0][1].add(after);
                        if let Some(park) = park_after(planned) {
                            sums[indices[park] + 1][1].add(after);
                        }
                    }
                }
            }
            let parks = self.parks.iter().map(|park| Some(park.park.id.clone()));
            let rows = std::iter::once(None).chain(parks).zip(sums);
            changes.extend(rows.map(|(park, [before, after])| IndicatorChange {
                park,
                indicator: indicator.id.clone(),
                improves: indicator.improves.clone(),
                name: indicator.name.clone(),
                unit: indicator.unit.clone(),
                better: indicator.better,
                before: before.reading(),
                after: after.reading(),
            }));
        }
        // By park, then by indicator: stable.
        changes.sort_by(|a, b| a.park.cmp(&b.park));
        changes
    }
}

/// Land that newcomers take in a park, in hectares.
fn taken(park: &PlannedPark) -> f64 {
    park.limits.first().map_or(0.0, |land| land.taken)
}

/// Built and supplied land of a park before and after newcomers take some, which is then built on.
fn built(park: &PlannedPark, taken: f64) -> [Option<[f64; 2]>; 2] {
    let land = &park.park.land;
    let parts = |taken: f64| Some([land.built?.0 + taken, land.supplied?.0]);
    [parts(0.0), parts(taken)]
}
