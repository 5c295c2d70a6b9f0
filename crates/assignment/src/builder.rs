//! The comfortable way to a problem: agents and jobs one by one.

use crate::parts::{Needs, Parts, ProblemError};
use crate::problem::Problem;

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
