//! A plan under construction: who is where, and what room is left.

use crate::Problem;
use crate::problem::narrow;

/// In place of an arc or an agent: the job is unplaced.
pub(crate) const NONE: u32 = u32::MAX;

/// The cost of a job by an arc; its penalty for [`NONE`].
pub(crate) fn cost_of(problem: &Problem, job: usize, arc: u32) -> i64 {
    match arc {
        NONE => problem.penalties[job],
        arc => problem.arc_cost[arc as usize],
    }
}

/// The cheapest plan known.
#[derive(Clone)]
pub(crate) struct Incumbent {
    /// Agent of each job, [`NONE`] if unplaced.
    pub(crate) agents: Vec<u32>,
    pub(crate) cost: i64,
}

/// Always within the capacities, unplaced jobs included at their penalties.
#[derive(Clone)]
pub(crate) struct Plan<'p> {
    pub(crate) problem: &'p Problem,
    arc: Vec<u32>,
    residual: Vec<i64>,
    members: Vec<Vec<u32>>,
    /// Where the job stands in its agent's member list.
    slot: Vec<u32>,
    cost: i64,
}

impl<'p> Plan<'p> {
    /// Nobody is placed.
    pub(crate) fn empty(problem: &'p Problem) -> Self {
        Plan {
            problem,
            arc: vec![NONE; problem.jobs()],
            residual: problem.capacities.clone(),
            members: vec![Vec::new(); problem.agents()],
            slot: vec![NONE; problem.jobs()],
            cost: problem.penalties.iter().sum(),
        }
    }

    /// The plan in which each job is at the given agent; jobs whose agent is no candidate or has
    /// no room left stay unplaced.
    pub(crate) fn from_agents(problem: &'p Problem, agents: &[u32]) -> Self {
        let mut plan = Plan::empty(problem);
        for (job, &agent) in agents.iter().enumerate() {
            let mut arcs = problem.arcs(job);
            let arc = arcs.find(|&arc| problem.arc_agent[arc] == agent);
            if let Some(arc) = arc.filter(|&arc| plan.fits(job, arc)) {
                plan.place(job, arc);
            }
        }
        plan
    }

    pub(crate) fn cost(&self) -> i64 {
        self.cost
    }

    pub(crate) fn arc(&self, job: usize) -> Option<usize> {
        (self.arc[job] != NONE).then_some(self.arc[job] as usize)
    }

    /// The agent of the job, or [`NONE`].
    pub(crate) fn agent(&self, job: usize) -> u32 {
        self.arc(job).map_or(NONE, |arc| self.problem.arc_agent[arc])
    }

    pub(crate) fn agents(&self) -> Vec<u32> {
        (0..self.arc.len()).map(|job| self.agent(job)).collect()
    }

    /// What the job costs as it stands.
    pub(crate) fn job_cost(&self, job: usize) -> i64 {
        self.arc(job).map_or(self.problem.penalties[job], |arc| self.problem.arc_cost[arc])
    }

    pub(crate) fn members(&self, agent: u32) -> &[u32] {
        &self.members[agent as usize]
    }

    pub(crate) fn residual(&self, agent: u32) -> &[i64] {
        let first = agent as usize * self.problem.resources;
        &self.residual[first..first + self.problem.resources]
    }

    /// Whether the job fits there at present.
    #[inline]
    pub(crate) fn fits(&self, job: usize, arc: usize) -> bool {
        let room = self.residual(self.problem.arc_agent[arc]);
        self.problem.need(job, arc).iter().zip(room).all(|(need, room)| need <= room)
    }

    /// Whether there would be room if `leaver`, now at the same agent, left.
    #[inline]
    pub(crate) fn fits_without(&self, job: usize, arc: usize, leaver: usize) -> bool {
        let room = self.residual(self.problem.arc_agent[arc]);
        let freed = self.problem.need(leaver, self.arc[leaver] as usize);
        let needs = self.problem.need(job, arc);
        needs.iter().zip(room).zip(freed).all(|((need, room), freed)| *need <= room + freed)
    }

    /// Whether there would be room if both leavers, now at the same agent, left.
    pub(crate) fn fits_without_both(&self, job: usize, arc: usize, leavers: [usize; 2]) -> bool {
        let room = self.residual(self.problem.arc_agent[arc]);
        let [one, other] =
            leavers.map(|leaver| self.problem.need(leaver, self.arc[leaver] as usize));
        let freed = one.iter().zip(other);
        let needs = self.problem.need(job, arc).iter().zip(room);
        needs.zip(freed).all(|((need, room), (one, other))| *need <= room + one + other)
    }

    /// Takes the job out of its agent, if it is at one.
    pub(crate) fn remove(&mut self, job: usize) {
        let Some(arc) = self.arc(job) else { return };
        let agent = self.problem.arc_agent[arc] as usize;
        let first = agent * self.problem.resources;
        for (r, need) in self.problem.need(job, arc).iter().enumerate() {
            self.residual[first + r] += need;
        }
        let slot = self.slot[job] as usize;
        self.members[agent].swap_remove(slot);
        if let Some(&moved) = self.members[agent].get(slot) {
            self.slot[moved as usize] = narrow(slot);
        }
        self.cost += self.problem.penalties[job] - self.problem.arc_cost[arc];
        self.arc[job] = NONE;
    }

    /// Puts an unplaced job to an agent where it fits.
    pub(crate) fn place(&mut self, job: usize, arc: usize) {
        debug_assert!(self.arc[job] == NONE && self.fits(job, arc));
        let agent = self.problem.arc_agent[arc] as usize;
        let first = agent * self.problem.resources;
        for (r, need) in self.problem.need(job, arc).iter().enumerate() {
            self.residual[first + r] -= need;
        }
        self.slot[job] = narrow(self.members[agent].len());
        self.members[agent].push(narrow(job));
        self.cost += self.problem.arc_cost[arc] - self.problem.penalties[job];
        self.arc[job] = narrow(arc);
    }

    /// Moves the job from wherever it is; `None` leaves it unplaced.
    pub(crate) fn shift(&mut self, job: usize, arc: Option<usize>) {
        self.remove(job);
        if let Some(arc) = arc {
            self.place(job, arc);
        }
    }
}
