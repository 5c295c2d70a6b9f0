//! What somebody who should move may hope for before anything is solved.

use crate::distances::Distances;
use crate::problem::PlanningProblem;

/// Whether there is a park for a job, all alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prospect {
    /// At least one park could take it.
    Some,
    /// The rules of no park admit it, wherever it is.
    NoPark,
    /// Parks admit it, and no road leads to any from where it is.
    NoRoad,
    /// Parks admit it, and all of them are beyond the cut-off.
    TooFar,
    /// It needs more than any park has that admits it within the cut-off.
    TooLarge,
}

impl PlanningProblem {
    /// What a job may hope for. Lists hold only parks that could take it, and are empty only where there is none.
    pub(crate) fn prospect(&self, job: usize, distances: &impl Distances) -> Prospect {
        if self.problem.candidates(job).next().is_some()
            || self.problem.unlisted_cost(job).is_some()
        {
            return Prospect::Some;
        }
        let offers = &self.jobs.groups[self.jobs.group_of[job] as usize].offers;
        match self.allowed(job, distances).next() {
            Some(_) => Prospect::TooLarge,
            None if self.is_cut_off(job, distances) => Prospect::NoRoad,
            None if offers.iter().any(Option::is_some) => Prospect::TooFar,
            None => Prospect::NoPark,
        }
    }
}
