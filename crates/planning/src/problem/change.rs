//! Where an earlier plan sent the jobs, and what it costs to send them elsewhere.

use crate::amounts::millimetres;
use crate::position::Position;
use crate::settings::PlanOptions;
use hashbrown::HashMap;
use parkward_model::Survey;

/// Where an earlier plan sent the jobs, and what it costs to send them elsewhere.
#[derive(Debug, Default)]
pub(crate) struct Change {
    mm: i64,
    /// By job; empty without an earlier plan.
    parks: Vec<Option<Before>>,
}

impl Change {
    pub(super) fn new(survey: &Survey, movers: &[usize], options: &PlanOptions) -> Self {
        let Some(earlier) = &options.earlier else { return Self::default() };
        let indices: HashMap<_, _> =
            survey.parks.iter().enumerate().map(|(index, park)| (&park.id, index)).collect();
        let before = |mover: &usize| {
            let park = earlier.destinations.get(&survey.enterprises[*mover].id)?;
            Some(indices.get(park).map_or(Before::Gone, |index| Before::To(Position::of(*index))))
        };
        Self { mm: millimetres(earlier.change_km), parks: movers.iter().map(before).collect() }
    }

    pub(super) fn before(&self, job: usize) -> Option<Before> {
        self.parks.get(job).copied().flatten()
    }

    /// What it adds to the cost that a job goes to a park, or nowhere.
    pub(super) fn adds(&self, job: usize, park: Option<usize>) -> i64 {
        match (self.before(job), park) {
            (None, _) => 0,
            (Some(Before::To(before)), Some(park)) if before.index() == park => 0,
            _ => self.mm,
        }
    }
}

/// Where an earlier plan sent a job.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Before {
    /// To a park of the survey.
    To(Position),
    /// To one that is no more.
    Gone,
}
