//! The cheapest ways from one agent to another.

use crate::Problem;
use crate::plan::NONE;
use crate::problem::narrow;

/// Members kept for each way from one agent to another: while one of them is left, nobody has to look at
/// all members for the cheapest.
const KEPT: usize = 4;

/// The cheapest ways from one agent to another: by how much dearer a unit of need gets, and whose.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) to: u32,
    /// Whether there are no others.
    pub(super) all: bool,
    pub(super) kept: u8,
    /// In order.
    pub(super) cheapest: [(f64, u32); KEPT],
}

impl Edge {
    pub(super) fn new(to: u32) -> Self {
        Edge { to, all: true, kept: 0, cheapest: [(f64::INFINITY, NONE); KEPT] }
    }

    pub(super) fn kept(&self) -> &[(f64, u32)] {
        &self.cheapest[..usize::from(self.kept)]
    }

    pub(super) fn add(&mut self, cost: f64, job: u32) {
        let kept = usize::from(self.kept);
        let dearer = |other: &(f64, u32)| (other.0, other.1) > (cost, job);
        let place = self.kept().iter().position(dearer).unwrap_or(kept);
        if place == KEPT || (place == kept && !self.all) {
            self.all = false;
            return;
        }
        match kept {
            KEPT => self.all = false,
            _ => self.kept += 1,
        }
        let end = usize::from(self.kept);
        self.cheapest.copy_within(place..end - 1, place + 1);
        self.cheapest[place] = (cost, job);
    }

    pub(super) fn remove(&mut self, job: u32) {
        if let Some(place) = self.kept().iter().position(|other| other.1 == job) {
            self.cheapest.copy_within(place + 1..usize::from(self.kept), place);
            self.kept -= 1;
        }
    }
}

/// Where a member of an agent may go instead, and by how much dearer a unit of its need gets there; those
/// who need nothing need not go anywhere.
pub(super) fn ways(problem: &Problem, job: u32, node: u32) -> impl Iterator<Item = (u32, f64)> {
    let (index, nowhere) = (job as usize, narrow(problem.agents));
    let (need, floor) = (problem.need(index, 0)[0], problem.floor(index));
    let arcs = if need == 0 { 0..0 } else { problem.arcs(index) };
    let here = match arcs.clone().find(|&arc| problem.arc_agent[arc] == node) {
        Some(arc) => problem.arc_cost[arc],
        None => floor,
    };
    let fits = move |&arc: &usize| need <= problem.capacities[problem.arc_agent[arc] as usize];
    let listed = arcs.filter(fits).map(|arc| (problem.arc_agent[arc], problem.arc_cost[arc]));
    let all = listed.chain((need != 0).then_some((nowhere, floor)));
    all.filter(move |way| way.0 != node)
        .map(move |(to, cost)| (to, (cost - here) as f64 / need as f64))
}
