//! What a solve returns.

use crate::{Certificate, Price, Problem, Stop};

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Proven: no plan is cheaper. Said only when cost and lower bound are the same integer.
    Optimal,
    /// A plan within all capacities, and the reason why the search for better ones ended.
    Feasible(Stop),
}

/// A plan, what it costs, and what is proven about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// The agent of each job; `None` is unplaced.
    pub assignment: Vec<Option<u32>>,
    /// Sum of the costs of the placed jobs and the penalties of the others.
    pub cost: i64,
    /// Prices and bound.
    pub certificate: Certificate,
    /// Whether the plan is optimal, and if not, why the search ended.
    pub status: Status,
}

/// Where to begin: what an earlier solution of a similar problem came to.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// One for each agent and resource of the problem, entry `agent * resources + resource`.
    pub prices: &'a [Price],
    /// The agent of each job of the problem; those for whom there is none are placed anew. Empty where
    /// only prices are known.
    pub assignment: &'a [Option<u32>],
}

impl Start<'_> {
    /// Panics when the start is not one of this problem.
    pub(crate) fn check(&self, problem: &Problem) {
        let slots = problem.agents() * problem.resources();
        assert_eq!(self.prices.len(), slots, "one price per agent and resource");
        let known = self.assignment.len();
        assert!(known == 0 || known == problem.jobs(), "one place per job, or none at all");
    }
}

impl Solution {
    /// As a start for a similar problem with the same jobs, agents and resources.
    #[must_use]
    pub fn as_start(&self) -> Start<'_> {
        Start { prices: &self.certificate.prices, assignment: &self.assignment }
    }

    /// How far the plan can be from the best, (cost − bound) / cost; 0 for a proven optimum.
    #[must_use]
    pub fn gap(&self) -> f64 {
        relative_gap(self.cost, self.certificate.lower_bound)
    }

    /// Takes note that jobs were moved to where they cost less in all.
    pub(crate) fn lower_cost(&mut self, saved: i64) {
        self.cost -= saved;
        if self.cost == self.certificate.lower_bound {
            self.status = Status::Optimal;
        }
    }

    /// The jobs without an agent, in order.
    pub fn unplaced(&self) -> impl Iterator<Item = usize> + '_ {
        self.assignment.iter().enumerate().filter(|(_, place)| place.is_none()).map(|(job, _)| job)
    }

    /// What the jobs take, entry `agent * resources + resource`.
    ///
    /// # Panics
    /// When the solution is not one of this problem.
    #[must_use]
    pub fn loads(&self, problem: &Problem) -> Vec<i64> {
        let resources = problem.resources();
        let mut loads = vec![0; problem.agents() * resources];
        for (job, place) in self.assignment.iter().enumerate() {
            let Some(agent) = *place else { continue };
            let candidate = problem.candidate(job, agent).expect("placed at a candidate");
            for (resource, need) in candidate.needs.iter().enumerate() {
                loads[agent as usize * resources + resource] += need;
            }
        }
        loads
    }
}

pub(crate) fn relative_gap(cost: i64, bound: i64) -> f64 {
    if cost <= bound { 0.0 } else { (cost - bound) as f64 / cost as f64 }
}
