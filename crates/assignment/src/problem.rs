//! The numbers of one problem: jobs, agents, resources, and the arcs between them.

use std::ops::Range;

use thiserror::Error;

use crate::grain;

/// The largest cost or penalty accepted, 2^52: exact in `i64`, `i128` and `f64` alike.
pub const MAX_COST: i64 = 1 << 52;
/// The largest need or capacity accepted, 2^44 (as square metres: seventeen million km²).
pub const MAX_AMOUNT: i64 = 1 << 44;
/// The most agent × resource pairs accepted, 2^18: with it the sum Σ price · capacity fits `i128`.
pub const MAX_SLOTS: usize = 1 << 18;

/// How much of each resource a job takes from the agent that does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needs {
    /// The same from every agent: entry `job * resources + resource`.
    PerJob(Vec<i64>),
    /// Depends on the agent: entry `candidate * resources + resource`, in the order of the
    /// candidate lists (the classical generalised assignment problem).
    PerCandidate(Vec<i64>),
}

/// The raw arrays of a [`Problem`], for callers that fill millions of rows.
///
/// [`Problem::builder`] is the comfortable way for small ones.
///
/// # Shapes
/// With *n* jobs, *m* agents, *q* resources and *e* candidates in all: `capacities` has *m·q*
/// entries (`agent * q + resource`), `starts` *n + 1*, `agents` and `costs` *e*, `penalties` *n*,
/// `unlisted_costs` *n* or none at all. The candidates of job `i` are `starts[i]..starts[i + 1]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Number of resources, *q*. May be zero: then every job simply takes its cheapest agent.
    pub resources: usize,
    /// Number of agents, *m*.
    pub agent_count: usize,
    /// What each agent can give of each resource.
    pub capacities: Vec<i64>,
    /// Where each job's candidates begin; one more entry at the end.
    pub starts: Vec<usize>,
    /// The agent of each candidate.
    pub agents: Vec<u32>,
    /// The cost of each candidate.
    pub costs: Vec<i64>,
    /// What a job takes.
    pub needs: Needs,
    /// The cost of leaving each job unplaced. There is no harder "must be placed" than a penalty
    /// above the total of any plan; a plan then leaves the job out only if it found no room.
    pub penalties: Vec<i64>,
    /// For each job a lower bound on the cost of every allowed agent that is *not* in its list;
    /// `None` when the list is complete. An empty vector says that all lists are complete.
    pub unlisted_costs: Vec<Option<i64>>,
}

impl Default for Needs {
    fn default() -> Self {
        Needs::PerJob(Vec::new())
    }
}

/// What is wrong with the numbers handed in. Every variant names the place, what was expected and
/// what was found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProblemError {
    /// An array has the wrong length.
    #[error("{array}: expected {expected} entries, found {found}")]
    Length {
        /// The field of [`Parts`].
        array: &'static str,
        /// The length that the other fields imply.
        expected: usize,
        /// The length found.
        found: usize,
    },
    /// `starts` does not begin at 0 or goes backwards.
    #[error("job {job}: its candidates start at {found}, expected at least {expected}")]
    Starts {
        /// The job whose list begins wrongly.
        job: usize,
        /// The smallest valid start.
        expected: usize,
        /// The start found.
        found: usize,
    },
    /// A candidate names an agent that does not exist.
    #[error("job {job}: candidate agent {agent}, expected less than {agents}")]
    UnknownAgent {
        /// The job with the candidate.
        job: usize,
        /// The agent named.
        agent: u32,
        /// The number of agents.
        agents: usize,
    },
    /// The same agent stands twice in one list.
    #[error("job {job}: agent {agent} is listed twice, expected once")]
    DuplicateCandidate {
        /// The job with the candidate.
        job: usize,
        /// The agent listed twice.
        agent: u32,
    },
    /// A cost is negative or above [`MAX_COST`].
    #[error("job {job}, agent {agent}: cost {found}, expected 0..={MAX_COST}")]
    Cost {
        /// The job with the candidate.
        job: usize,
        /// The agent of the candidate.
        agent: u32,
        /// The cost found.
        found: i64,
    },
    /// A penalty is negative or above [`MAX_COST`].
    #[error("job {job}: penalty {found}, expected 0..={MAX_COST}")]
    Penalty {
        /// The job.
        job: usize,
        /// The penalty found.
        found: i64,
    },
    /// The bound on unlisted costs is negative or above [`MAX_COST`].
    #[error("job {job}: unlisted cost {found}, expected 0..={MAX_COST}")]
    UnlistedCost {
        /// The job.
        job: usize,
        /// The bound found.
        found: i64,
    },
    /// A need is negative or above [`MAX_AMOUNT`].
    #[error("job {job}, resource {resource}{}: need {found}, expected 0..={MAX_AMOUNT}",
        agent.map(|a| format!(", agent {a}")).unwrap_or_default())]
    Need {
        /// The job.
        job: usize,
        /// The agent, when needs depend on it.
        agent: Option<u32>,
        /// The resource.
        resource: usize,
        /// The need found.
        found: i64,
    },
    /// A capacity is negative or above [`MAX_AMOUNT`].
    #[error("agent {agent}, resource {resource}: capacity {found}, expected 0..={MAX_AMOUNT}")]
    Capacity {
        /// The agent.
        agent: usize,
        /// The resource.
        resource: usize,
        /// The capacity found.
        found: i64,
    },
    /// More rows than the index types hold.
    #[error("{what}: {found}, expected at most {expected}")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// The most accepted.
        expected: usize,
        /// The number found.
        found: usize,
    },
    /// The dearest conceivable plan would not fit 64 bits.
    #[error("the dearest plan up to job {job} costs {found}, expected at most {}", i64::MAX)]
    TotalCost {
        /// The job at which the sum left the range.
        job: usize,
        /// The sum there.
        found: i128,
    },
    /// The needs of all jobs together would not fit 64 bits.
    #[error("resource {resource}: the needs sum to {found}, expected at most {}", i64::MAX)]
    TotalNeed {
        /// The resource.
        resource: usize,
        /// The sum found.
        found: i128,
    },
}

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
    /// Starts an empty problem with `resources` resources.
    ///
    /// ```
    /// use parkward_assignment::{Limits, Problem, solve};
    ///
    /// let mut builder = Problem::builder(1);
    /// let near = builder.agent(&[10]);
    /// let far = builder.agent(&[10]);
    /// builder.job(&[7], 1_000, &[(near, 3), (far, 8)]);
    /// builder.job(&[7], 1_000, &[(near, 1), (far, 9)]);
    /// let solution = solve(&builder.build()?, &Limits::default());
    /// assert_eq!(solution.assignment, [Some(far), Some(near)]);
    /// assert_eq!(solution.cost, 9);
    /// # Ok::<(), parkward_assignment::ProblemError>(())
    /// ```
    #[must_use]
    pub fn builder(resources: usize) -> ProblemBuilder {
        ProblemBuilder {
            parts: Parts { resources, starts: vec![0], ..Parts::default() },
            per_candidate: None,
        }
    }

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
        check_shapes(&parts)?;
        check_agents(&parts)?;
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
        problem.check_jobs()?;
        problem.check_sums()?;
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

    fn check_jobs(&self) -> Result<(), ProblemError> {
        let mut listed_by = vec![usize::MAX; self.agents];
        for job in 0..self.jobs() {
            let found = self.penalties[job];
            if !(0..=MAX_COST).contains(&found) {
                return Err(ProblemError::Penalty { job, found });
            }
            match self.unlisted_cost(job) {
                Some(found) if !(0..=MAX_COST).contains(&found) => {
                    return Err(ProblemError::UnlistedCost { job, found });
                }
                _ => {}
            }
            if let Needs::PerJob(needs) = &self.needs {
                let row = &needs[job * self.resources..(job + 1) * self.resources];
                check_needs(row, job, None)?;
            }
            for arc in self.arcs(job) {
                let (agent, found) = (self.arc_agent[arc], self.arc_cost[arc]);
                let Some(last) = listed_by.get_mut(agent as usize) else {
                    return Err(ProblemError::UnknownAgent { job, agent, agents: self.agents });
                };
                if *last == job {
                    return Err(ProblemError::DuplicateCandidate { job, agent });
                }
                *last = job;
                if !(0..=MAX_COST).contains(&found) {
                    return Err(ProblemError::Cost { job, agent, found });
                }
                if matches!(self.needs, Needs::PerCandidate(_)) {
                    check_needs(self.need(job, arc), job, Some(agent))?;
                }
            }
        }
        Ok(())
    }

    fn check_sums(&self) -> Result<(), ProblemError> {
        let mut dearest = 0_i128;
        let mut needs = vec![0_i128; self.resources];
        let mut row = vec![0_i64; self.resources];
        for job in 0..self.jobs() {
            let costs = self.arcs(job).map(|arc| self.arc_cost[arc]);
            dearest += i128::from(costs.fold(self.penalties[job], i64::max));
            if dearest > i128::from(i64::MAX) {
                return Err(ProblemError::TotalCost { job, found: dearest });
            }
            row.fill(0);
            for arc in self.arcs(job) {
                for (most, &need) in row.iter_mut().zip(self.need(job, arc)) {
                    *most = need.max(*most);
                }
            }
            for (sum, &need) in needs.iter_mut().zip(&row) {
                *sum += i128::from(need);
            }
        }
        match needs.iter().position(|&sum| sum > i128::from(i64::MAX)) {
            Some(resource) => Err(ProblemError::TotalNeed { resource, found: needs[resource] }),
            None => Ok(()),
        }
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

fn length(array: &'static str, expected: usize, found: usize) -> Result<(), ProblemError> {
    if expected == found { Ok(()) } else { Err(ProblemError::Length { array, expected, found }) }
}

fn at_most(what: &'static str, expected: usize, found: usize) -> Result<(), ProblemError> {
    if found <= expected { Ok(()) } else { Err(ProblemError::TooMany { what, expected, found }) }
}

fn check_shapes(parts: &Parts) -> Result<(), ProblemError> {
    let (jobs, arcs) = (parts.penalties.len(), parts.agents.len());
    let slots = parts.agent_count.saturating_mul(parts.resources);
    at_most("resources", MAX_SLOTS, parts.resources)?;
    at_most("agents", MAX_SLOTS, parts.agent_count)?;
    at_most("agents × resources", MAX_SLOTS, slots)?;
    at_most("jobs", u32::MAX as usize - 1, jobs)?;
    at_most("candidates", u32::MAX as usize - 1, arcs)?;
    length("capacities", slots, parts.capacities.len())?;
    length("starts", jobs + 1, parts.starts.len())?;
    length("costs", arcs, parts.costs.len())?;
    let (rows, found) = match &parts.needs {
        Needs::PerJob(values) => (jobs, values.len()),
        Needs::PerCandidate(values) => (arcs, values.len()),
    };
    length("needs", rows.saturating_mul(parts.resources), found)?;
    if !parts.unlisted_costs.is_empty() {
        length("unlisted_costs", jobs, parts.unlisted_costs.len())?;
    }
    let mut expected = 0;
    for (job, &found) in parts.starts.iter().enumerate() {
        if found < expected || (job == 0 && found != 0) {
            return Err(ProblemError::Starts { job, expected, found });
        }
        expected = found;
    }
    length("agents", expected, arcs)
}

fn check_agents(parts: &Parts) -> Result<(), ProblemError> {
    match parts.capacities.iter().position(|c| !(0..=MAX_AMOUNT).contains(c)) {
        Some(slot) => Err(ProblemError::Capacity {
            agent: slot / parts.resources,
            resource: slot % parts.resources,
            found: parts.capacities[slot],
        }),
        None => Ok(()),
    }
}

fn check_needs(row: &[i64], job: usize, agent: Option<u32>) -> Result<(), ProblemError> {
    match row.iter().position(|need| !(0..=MAX_AMOUNT).contains(need)) {
        Some(resource) => Err(ProblemError::Need { job, agent, resource, found: row[resource] }),
        None => Ok(()),
    }
}

/// Collects agents and jobs one by one; [`build`](ProblemBuilder::build) checks them all.
///
/// Either every job is added by [`job`](ProblemBuilder::job) or every job by
/// [`job_by_agent`](ProblemBuilder::job_by_agent) — mixed, the needs of the former are copied to
/// each candidate.
#[derive(Debug, Clone)]
pub struct ProblemBuilder {
    parts: Parts,
    /// Set once a job's needs depend on the agent.
    per_candidate: Option<Vec<i64>>,
}

impl ProblemBuilder {
    /// Adds an agent with a capacity for each resource and says its index.
    pub fn agent(&mut self, capacity: &[i64]) -> u32 {
        let index = u32::try_from(self.parts.agent_count).unwrap_or(u32::MAX);
        self.parts.agent_count += 1;
        self.parts.capacities.extend_from_slice(capacity);
        index
    }

    /// Adds a job that needs the same from every agent, with (agent, cost) candidates, and says
    /// its index.
    pub fn job(&mut self, needs: &[i64], penalty: i64, candidates: &[(u32, i64)]) -> usize {
        if let Some(rows) = &mut self.per_candidate {
            for _ in candidates {
                rows.extend_from_slice(needs);
            }
        }
        if let Needs::PerJob(values) = &mut self.parts.needs {
            values.extend_from_slice(needs);
        }
        for &(agent, cost) in candidates {
            self.parts.agents.push(agent);
            self.parts.costs.push(cost);
        }
        self.close(penalty)
    }

    /// Adds a job whose needs depend on the agent, with (agent, cost, needs) candidates, and says
    /// its index.
    ///
    /// ```
    /// use parkward_assignment::{Limits, Problem, solve};
    ///
    /// let mut builder = Problem::builder(1);
    /// builder.agent(&[5]);
    /// builder.agent(&[5]);
    /// builder.job_by_agent(99, &[(0, 2, &[6]), (1, 4, &[5])]);
    /// assert_eq!(solve(&builder.build()?, &Limits::default()).assignment, [Some(1)]);
    /// # Ok::<(), parkward_assignment::ProblemError>(())
    /// ```
    pub fn job_by_agent(&mut self, penalty: i64, candidates: &[(u32, i64, &[i64])]) -> usize {
        if self.per_candidate.is_none() {
            self.per_candidate = Some(self.spread());
        }
        for &(agent, cost, needs) in candidates {
            self.parts.agents.push(agent);
            self.parts.costs.push(cost);
            if let Some(rows) = &mut self.per_candidate {
                rows.extend_from_slice(needs);
            }
        }
        self.close(penalty)
    }

    /// Says that the list of the job added last is not complete: every allowed agent outside it
    /// costs at least `cost`. Without any job this does nothing.
    pub fn unlisted_cost(&mut self, cost: i64) -> &mut Self {
        let jobs = self.parts.penalties.len();
        self.parts.unlisted_costs.resize(jobs, None);
        if let Some(last) = self.parts.unlisted_costs.last_mut() {
            *last = Some(cost);
        }
        self
    }

    /// Checks everything added so far.
    ///
    /// # Errors
    /// See [`Problem::new`]; a capacity or need with the wrong number of resources shows as a
    /// wrong length.
    pub fn build(mut self) -> Result<Problem, ProblemError> {
        if let Some(rows) = self.per_candidate {
            self.parts.needs = Needs::PerCandidate(rows);
        }
        if !self.parts.unlisted_costs.is_empty() {
            self.parts.unlisted_costs.resize(self.parts.penalties.len(), None);
        }
        Problem::new(self.parts)
    }

    fn close(&mut self, penalty: i64) -> usize {
        self.parts.penalties.push(penalty);
        self.parts.starts.push(self.parts.agents.len());
        self.parts.penalties.len() - 1
    }

    /// The needs so far, one row a candidate instead of one a job.
    fn spread(&self) -> Vec<i64> {
        let Needs::PerJob(values) = &self.parts.needs else { return Vec::new() };
        let q = self.parts.resources;
        let mut rows = Vec::new();
        for (job, list) in self.parts.starts.windows(2).enumerate() {
            let row = values.get(job * q..(job + 1) * q).unwrap_or_default();
            for _ in list[0]..list[1] {
                rows.extend_from_slice(row);
            }
        }
        rows
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
