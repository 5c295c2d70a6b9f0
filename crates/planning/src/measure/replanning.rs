//! How a plan differs from the earlier one that it was made to keep.

use crate::bucket::Bucket;
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use crate::settings::earlier::Earlier;
use serde::Serialize;

/// How a plan differs from the earlier one that it was made to keep. Each destination of the earlier plan
/// is in one of the first five counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replanning {
    /// Go where the earlier plan sent them.
    pub kept: usize,
    /// Go to another park.
    pub changed: usize,
    /// Should still move, and find no park.
    pub unplaced: usize,
    /// Need not move any more: they close, stay, or are to be reviewed.
    pub settled: usize,
    /// Are in the survey no more.
    pub gone: usize,
    /// Move now, and did not in the earlier plan.
    pub new: usize,
}

/// What becomes of a destination of the earlier plan, or of somebody whom that sent nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replanned {
    /// Goes where the earlier plan sent it.
    Kept,
    /// Goes to another park.
    Changed,
    /// Should still move, and finds no park.
    Unplaced,
    /// Need not move any more.
    Settled,
    /// Moves now, and did not in the earlier plan.
    New,
}

impl Earlier {
    /// What becomes of an enterprise; `None`: it went nowhere, and goes nowhere.
    pub fn becomes(&self, enterprise: PlannedEnterprise<'_>) -> Option<Replanned> {
        let before = self.destinations.get(&enterprise.enterprise().id);
        match (before, enterprise.chosen().map(|choice| choice.park)) {
            (Some(before), Some(now)) if before == now => Some(Replanned::Kept),
            (Some(_), Some(_)) => Some(Replanned::Changed),
            (Some(_), None) if enterprise.verdict() == Bucket::Unplaced => {
                Some(Replanned::Unplaced)
            }
            (Some(_), None) => Some(Replanned::Settled),
            (None, Some(_)) => Some(Replanned::New),
            (None, None) => None,
        }
    }

    /// The destinations of `plan`, which was read from `folder`.
    pub fn of(plan: &Plan, folder: &str, change_km: f64) -> Self {
        let destination =
            |e: PlannedEnterprise<'_>| Some((e.enterprise().id.clone(), e.chosen()?.park.clone()));
        let destinations = plan.enterprises().filter_map(destination).collect();
        let prices = plan.parks.iter().zip(&plan.solution.prices);
        let prices = prices
            .map(|(park, prices)| {
                let resources = park.limits.iter().map(|limit| limit.resource.clone());
                (park.park.id.clone(), resources.zip(prices.iter().copied()).collect())
            })
            .collect();
        Self { folder: folder.to_owned(), change_km, destinations, prices }
    }
}

impl Plan {
    /// How the plan differs from the earlier one that it was made to keep, if it was.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_assignment::Limits;
    /// use parkward_planning::{Earlier, Plan, PlanOptions, Replanning};
    ///
    /// let earlier = tight();
    /// let mut survey = earlier.survey();
    /// survey.enterprises.remove(1); // A has room for E1 now, which went to B
    /// let earlier = Some(Earlier::of(&earlier, "out", 0.1)); // to change that is worth 0.1 km
    /// let options = PlanOptions { earlier, ..options(Vec::new()) };
    /// let plan = Plan::make(survey, &rules(), book(), &options, &Limits::default(), &mut |_| {})?;
    /// assert_eq!(plan.replanning(), Some(Replanning { changed: 1, gone: 1, ..Default::default() }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replanning(&self) -> Option<Replanning> {
        let earlier = self.options.earlier.as_ref()?;
        let mut counts = Replanning::default();
        for replanned in self.enterprises().filter_map(|e| earlier.becomes(e)) {
            *match replanned {
                Replanned::Kept => &mut counts.kept,
                Replanned::Changed => &mut counts.changed,
                Replanned::Unplaced => &mut counts.unplaced,
                Replanned::Settled => &mut counts.settled,
                Replanned::New => &mut counts.new,
            } += 1;
        }
        let Replanning { kept, changed, unplaced, settled, .. } = counts;
        counts.gone = earlier.destinations.len() - (kept + changed + unplaced + settled);
        Some(counts)
    }
}
