//! Why an enterprise that should move is unplaced: found out from what the finished plan leaves free.

use crate::distances::Distances;
use crate::problem::PlanningProblem;
use crate::reasons::LeftOut;
use crate::receive::ReceivingParks;
use parkward_assignment::Solution;

/// What a plan leaves of every resource in every park: computed once, asked by everybody left out.
pub(crate) struct RoomLeft<'a, D> {
    problem: &'a PlanningProblem,
    distances: &'a D,
    /// By park and resource.
    room: Vec<i64>,
    /// Likewise, with what the pinned take.
    whole: Vec<i64>,
}

impl<'a, D: Distances> RoomLeft<'a, D> {
    pub(crate) fn new(
        problem: &'a PlanningProblem,
        receiving: &ReceivingParks,
        distances: &'a D,
        solution: &Solution,
    ) -> Self {
        let whole = receiving.iter().flat_map(|park| park.capacities()).collect();
        let mut room = problem.capacities().to_vec();
        let resources = problem.problem.resources();
        for (job, agent) in solution.assignment.iter().enumerate() {
            let Some(park) = *agent else { continue };
            let room = &mut room[park as usize * resources..][..resources];
            room.iter_mut().zip(problem.open_needs(job)).for_each(|(room, need)| *room -= need);
        }
        Self { problem, distances, room, whole }
    }

    /// Why a job is left out.
    pub(crate) fn why(&self, job: usize) -> LeftOut {
        let needs = self.problem.open_needs(job);
        let (mut allowed, mut large, mut roomy, mut worth_it) = (0, 0, 0, false);
        for park in self.problem.allowed(job, self.distances) {
            let fit = |room: &[i64]| {
                let room = &room[park * needs.len()..][..needs.len()];
                needs.iter().zip(room).all(|(need, room)| need <= room)
            };
            allowed += 1;
            large += u32::from(fit(&self.whole));
            if fit(&self.room) {
                roomy += 1;
                worth_it = worth_it
                    || self.problem.cost(job, park, self.distances) <= self.problem.penalty(job);
            }
        }
        match (allowed, roomy) {
            (0, _) if self.problem.is_cut_off(job, self.distances) => LeftOut::NoRoad,
            (0, _) => LeftOut::NoPark,
            (_, 0) if large == 0 => LeftOut::TooLarge { allowed },
            (_, 0) => LeftOut::NoRoom { allowed },
            _ if worth_it => LeftOut::Missed { roomy, allowed },
            _ => LeftOut::TooDear { roomy, allowed },
        }
    }
}
