//! The raw arrays of a problem, and what may be wrong with them.

use std::ops::Range;

use thiserror::Error;

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

/// The raw arrays of a [`Problem`](crate::Problem), for callers that fill millions of rows.
///
/// [`Problem::builder`](crate::Problem::builder) is the comfortable way for small ones.
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

impl Parts {
    /// The first thing found wrong: array lengths, then agents, then jobs in order, then sums.
    pub(crate) fn check(&self) -> Result<(), ProblemError> {
        check_shapes(self)?;
        check_agents(self)?;
        self.check_jobs()?;
        self.check_sums()
    }

    fn check_jobs(&self) -> Result<(), ProblemError> {
        let mut listed_by = vec![usize::MAX; self.agent_count];
        for job in 0..self.penalties.len() {
            let found = self.penalties[job];
            if !(0..=MAX_COST).contains(&found) {
                return Err(ProblemError::Penalty { job, found });
            }
            match self.unlisted_costs.get(job) {
                Some(&Some(found)) if !(0..=MAX_COST).contains(&found) => {
                    return Err(ProblemError::UnlistedCost { job, found });
                }
                _ => {}
            }
            if let Needs::PerJob(needs) = &self.needs {
                let row = &needs[job * self.resources..(job + 1) * self.resources];
                check_needs(row, job, None)?;
            }
            for arc in self.list(job) {
                let (agent, found) = (self.agents[arc], self.costs[arc]);
                let Some(last) = listed_by.get_mut(agent as usize) else {
                    return Err(ProblemError::UnknownAgent {
                        job,
                        agent,
                        agents: self.agent_count,
                    });
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
        for job in 0..self.penalties.len() {
            let costs = self.list(job).map(|arc| self.costs[arc]);
            dearest += i128::from(costs.fold(self.penalties[job], i64::max));
            if dearest > i128::from(i64::MAX) {
                return Err(ProblemError::TotalCost { job, found: dearest });
            }
            row.fill(0);
            for arc in self.list(job) {
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

    fn list(&self, job: usize) -> Range<usize> {
        self.starts[job]..self.starts[job + 1]
    }

    fn need(&self, job: usize, arc: usize) -> &[i64] {
        let (values, row) = match &self.needs {
            Needs::PerJob(values) => (values, job),
            Needs::PerCandidate(values) => (values, arc),
        };
        &values[row * self.resources..(row + 1) * self.resources]
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
