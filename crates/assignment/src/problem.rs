//! The numbers of one problem: jobs, agents, resources, and the arcs between them.

use std::ops::Range;

use crate::grain;
use crate::parts::{Needs, Parts, ProblemError};

/// One way to place a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'p> {
    /// The agent.
    pub agent: u32,
    /// The cost of the pair.
    pub cost: i64,
    /// What the job takes from this agent, by resource.
    pub needs: &'p [i64],
}

/// A validated problem: place each job with at most one of its candidate agents, within the
/// capacity of every agent in every resource, at the least total cost.
///
/// Candidates of a job are kept in order of cost, then agent.
///
/// # Units
/// Integers throughout, so that checking is exact: costs (and penalties) in one unit, say
/// millimetres, needs and capacities of one resource in one unit, say square metres.
///
/// # Restricting
/// Whatever may not be is not listed. A pinned job has one candidate and a penalty above any plan.
///
/// # Memory
/// 12 bytes a candidate, plus 8 a resource when needs depend on the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub(crate) resources: usize,
    pub(crate) agents: usize,
    pub(crate) capacities: Vec<i64>,
    /// Where each job's candidates begin and end.
    pub(crate) lists: Vec<(u32, u32)>,
    pub(crate) arc_agent: Vec<u32>,
    pub(crate) arc_cost: Vec<i64>,
    pub(crate) needs: Needs,
    pub(crate) penalties: Vec<i64>,
    /// [`LISTED`] where the list is complete; nothing at all where all are.
    pub(crate) unlisted: Vec<i64>,
}

/// Stands for the cost of agents outside a list that has them all.
const LISTED: i64 = i64::MAX;

impl Problem {
    /// Takes over raw arrays, after checking every number in them.
    ///
    /// ```
    /// use parkward_assignment::{Needs, Parts, Problem};
    ///
    /// let problem = Problem::new(Parts {
    ///     resources: 1,
    ///     agent_count: 2,
    ///     capacities: vec![5, 5],
    ///     starts: vec![0, 2, 3],
    ///     agents: vec![0, 1, 1],
    ///     costs: vec![40, 10, 20],
    ///     needs: Needs::PerJob(vec![4, 3]),
    ///     penalties: vec![100, 100],
    ///     unlisted_costs: vec![],
    /// })?;
    /// assert_eq!(problem.candidates(0).map(|c| c.agent).collect::<Vec<_>>(), [1, 0]);
    /// # Ok::<(), parkward_assignment::ProblemError>(())
    /// ```
    ///
    /// # Errors
    /// The first thing found wrong: array lengths, then agents, then jobs in order, then sums.
    pub fn new(parts: Parts) -> Result<Self, ProblemError> {
        parts.check()?;
        let Parts { resources, agent_count, capacities, starts, agents, costs, .. } = parts;
        let mut problem = Problem {
            resources,
            agents: agent_count,
            capacities,
            lists: lists(&starts),
            arc_agent: agents,
            arc_cost: costs,
            needs: parts.needs,
            penalties: parts.penalties,
            unlisted: parts.unlisted_costs.iter().map(|cost| cost.unwrap_or(LISTED)).collect(),
        };
        problem.sort_candidates();
        Ok(problem)
    }

    /// Number of jobs.
    #[must_use]
    pub fn jobs(&self) -> usize {
        self.penalties.len()
    }

    /// Number of agents.
    #[must_use]
    pub fn agents(&self) -> usize {
        self.agents
    }

    /// Number of resources.
    #[must_use]
    pub fn resources(&self) -> usize {
        self.resources
    }

    /// Number of candidates of all jobs together. Linear in the jobs.
    #[must_use]
    pub fn candidate_count(&self) -> usize {
        self.lists.iter().map(|&(start, end)| (end - start) as usize).sum()
    }

    /// What the agent can give, by resource.
    ///
    /// # Panics
    /// When there is no such agent.
    #[must_use]
    pub fn capacity(&self, agent: u32) -> &[i64] {
        let first = agent as usize * self.resources;
        &self.capacities[first..first + self.resources]
    }

    /// The cost of leaving the job unplaced.
    ///
    /// # Panics
    /// When there is no such job (as for the other accessors by job).
    #[must_use]
    pub fn penalty(&self, job: usize) -> i64 {
        self.penalties[job]
    }

    /// The least an agent outside the job's list can cost; `None` when the list is complete.
    #[must_use]
    pub fn unlisted_cost(&self, job: usize) -> Option<i64> {
        self.unlisted.get(job).copied().filter(|cost| *cost != LISTED)
    }

    /// The job's candidates in order of cost, then agent.
    pub fn candidates(&self, job: usize) -> impl ExactSizeIterator<Item = Candidate<'_>> {
        self.arcs(job).map(move |arc| Candidate {
            agent: self.arc_agent[arc],
            cost: self.arc_cost[arc],
            needs: self.need(job, arc),
        })
    }

    /// The candidate of `job` that is `agent`, if it is one. Linear in the length of the list.
    #[must_use]
    pub fn candidate(&self, job: usize, agent: u32) -> Option<Candidate<'_>> {
        self.candidates(job).find(|c| c.agent == agent)
    }

    pub(crate) fn arcs(&self, job: usize) -> Range<usize> {
        let (start, end) = self.lists[job];
        start as usize..end as usize
    }

    /// Gives the job another list, in order of cost, then agent. Needs must be the job's own. The
    /// place of the old list stays empty, so only lists that few jobs get anew are worth it.
    pub(crate) fn relist(&mut self, job: usize, list: &[(u32, i64)], unlisted: Option<i64>) {
        debug_assert!(matches!(self.needs, Needs::PerJob(_)));
        let start = narrow(self.arc_agent.len());
        if self.arc_agent.capacity() - self.arc_agent.len() < list.len() {
            // Few lists grow: to double the memory, as it grows by itself, would be a waste.
            let more = list.len() + self.arc_agent.len() / 16;
            self.arc_agent.reserve_exact(more);
            self.arc_cost.reserve_exact(more);
        }
        self.arc_agent.extend(list.iter().map(|&(agent, _)| agent));
        self.arc_cost.extend(list.iter().map(|&(_, cost)| cost));
        self.lists[job] = (start, narrow(self.arc_agent.len()));
        self.unlisted.resize(self.penalties.len(), LISTED);
        self.unlisted[job] = unlisted.unwrap_or(LISTED);
    }

    /// Gives back the memory of old lists, where they take more than those that count.
    pub(crate) fn compact(&mut self) {
        let live = self.candidate_count();
        if self.arc_agent.len() <= 2 * live + 1_000 || !matches!(self.needs, Needs::PerJob(_)) {
            return;
        }
        let (mut agents, mut costs) = (Vec::with_capacity(live), Vec::with_capacity(live));
        for list in &mut self.lists {
            let arcs = list.0 as usize..list.1 as usize;
            let start = narrow(agents.len());
            agents.extend_from_slice(&self.arc_agent[arcs.clone()]);
            costs.extend_from_slice(&self.arc_cost[arcs]);
            *list = (start, narrow(agents.len()));
        }
        (self.arc_agent, self.arc_cost) = (agents, costs);
    }

    /// Needs of one arc; the job is passed along because arcs do not store theirs.
    #[inline]
    pub(crate) fn need(&self, job: usize, arc: usize) -> &[i64] {
        self.row(self.row_of(job, arc))
    }

    #[inline]
    pub(crate) fn row_of(&self, job: usize, arc: usize) -> usize {
        match &self.needs {
            Needs::PerJob(_) => job,
            Needs::PerCandidate(_) => arc,
        }
    }

    /// A row of needs.
    #[inline]
    pub(crate) fn row(&self, row: usize) -> &[i64] {
        let (Needs::PerJob(values) | Needs::PerCandidate(values)) = &self.needs;
        &values[row * self.resources..(row + 1) * self.resources]
    }

    /// What the job pays when it takes no listed agent, as far as a bound may assume.
    #[inline]
    pub(crate) fn floor(&self, job: usize) -> i64 {
        let penalty = self.penalties[job];
        self.unlisted_cost(job).map_or(penalty, |unlisted| penalty.min(unlisted))
    }

    /// The capacities, lowered to what needs of any jobs can fill.
    pub(crate) fn fillable(&self) -> Vec<i64> {
        let mut capacities = self.capacities.clone();
        let needs = match &self.needs {
            // What is needed from unlisted agents is not known.
            Needs::PerCandidate(_) if self.unlisted.iter().any(|&cost| cost != LISTED) => {
                return capacities;
            }
            Needs::PerJob(needs) | Needs::PerCandidate(needs) => needs,
        };
        let mut grains = vec![0; self.resources];
        needs.chunks_exact(self.resources).for_each(|needs| grain::widen(&mut grains, needs));
        grain::lower(&mut capacities, &grains);
        capacities
    }

    /// Candidates in order of cost let every search stop at the first that is too dear.
    fn sort_candidates(&mut self) {
        let q = self.resources;
        let mut order: Vec<usize> = Vec::new();
        let (mut agents, mut costs, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for job in 0..self.penalties.len() {
            let arcs = self.arcs(job);
            let key = |arc: usize| (self.arc_cost[arc], self.arc_agent[arc]);
            if arcs.clone().is_sorted_by_key(key) {
                continue;
            }
            order.clear();
            order.extend(arcs.clone());
            order.sort_unstable_by_key(|&arc| key(arc));
            agents.clear();
            agents.extend(order.iter().map(|&arc| self.arc_agent[arc]));
            costs.clear();
            costs.extend(order.iter().map(|&arc| self.arc_cost[arc]));
            self.arc_agent[arcs.clone()].copy_from_slice(&agents);
            self.arc_cost[arcs.clone()].copy_from_slice(&costs);
            if let Needs::PerCandidate(needs) = &mut self.needs {
                rows.clear();
                for &arc in &order {
                    rows.extend_from_slice(&needs[arc * q..(arc + 1) * q]);
                }
                needs[arcs.start * q..arcs.end * q].copy_from_slice(&rows);
            }
        }
    }
}

/// An index of the problem in 32 bits.
pub(crate) fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("the problem's counts are validated to fit 32 bits")
}

/// Where lists begin and end, from where they begin.
pub(crate) fn lists(starts: &[usize]) -> Vec<(u32, u32)> {
    starts.windows(2).map(|list| (narrow(list[0]), narrow(list[1]))).collect()
}
