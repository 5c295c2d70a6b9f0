//! An independent check of a solution, for whoever must defend it.
//!
//! Shares nothing with the solver: plain loops over the problem as it was given, exact integers.

use thiserror::Error;

use crate::{Needs, Price, Problem, Proof, Solution, Status};

/// What is wrong with a solution.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Violation {
    /// Not one entry per job.
    #[error("the assignment has {found} entries, expected one for each of {expected} jobs")]
    Jobs {
        /// Number of jobs.
        expected: usize,
        /// Entries found.
        found: usize,
    },
    /// A job is at an agent that is not in its list.
    #[error("job {job} is at agent {agent}, which is not one of its candidates")]
    NotACandidate {
        /// The job.
        job: usize,
        /// Where it is said to be.
        agent: u32,
    },
    /// An agent gives more than it has.
    #[error("agent {agent}, resource {resource}: load {load}, expected at most {capacity}")]
    Overload {
        /// The agent.
        agent: usize,
        /// The resource.
        resource: usize,
        /// What its jobs need together.
        load: i128,
        /// What it has.
        capacity: i64,
    },
    /// The stated cost is not that of the assignment.
    #[error("the plan costs {expected}, but {found} is stated")]
    Cost {
        /// The cost of the assignment.
        expected: i128,
        /// The cost stated.
        found: i64,
    },
    /// Not one price per agent and resource.
    #[error("the certificate has {found} prices, expected {expected}")]
    Prices {
        /// Agents × resources.
        expected: usize,
        /// Prices found.
        found: usize,
    },
    /// The prices prove less than stated.
    #[error("the prices prove the bound {expected}, but {found} is stated")]
    PriceBound {
        /// What the prices prove.
        expected: i128,
        /// What is stated.
        found: i64,
    },
    /// The lower bound does not follow from its proof, or exceeds the cost of the plan.
    #[error("lower bound {found}: expected {least} (what the prices prove) to {most} (the cost)")]
    LowerBound {
        /// The price bound; with [`Proof::Prices`] the bound must equal it.
        least: i64,
        /// The cost of the plan.
        most: i64,
        /// The bound stated.
        found: i64,
    },
    /// Called optimal although cost and bound differ, or not although they meet.
    #[error("status {status:?} with cost {cost} and lower bound {lower_bound}")]
    Status {
        /// The status stated.
        status: Status,
        /// The cost stated.
        cost: i64,
        /// The bound stated.
        lower_bound: i64,
    },
}

/// Checks that every job is at one of its candidates or unplaced, that no agent is overloaded in
/// any resource, that cost and bound are what the numbers say, and that "optimal" is said exactly
/// when they meet. O(candidates), no memory worth mention.
///
/// A bound from [`Proof::Search`] can only be confirmed by searching again: checked here is that
/// it lies between what the prices prove and the cost of the plan.
///
/// ```
/// use parkward_assignment::{Limits, Problem, Violation, solve, verify};
///
/// let mut builder = Problem::builder(1);
/// builder.agent(&[4]);
/// builder.job(&[3], 50, &[(0, 8)]);
/// let problem = builder.build()?;
/// let mut solution = solve(&problem, &Limits::default());
/// assert_eq!(verify(&problem, &solution), Ok(()));
///
/// solution.cost = 7;
/// assert_eq!(verify(&problem, &solution), Err(Violation::Cost { expected: 8, found: 7 }));
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Errors
/// The first violation found: jobs in order, then agents, then cost, prices, bound, status.
pub fn verify(problem: &Problem, solution: &Solution) -> Result<(), Violation> {
    let (expected, found) = (problem.jobs(), solution.assignment.len());
    if expected != found {
        return Err(Violation::Jobs { expected, found });
    }
    check_placements(problem, solution)?;
    check_bound(problem, solution)?;
    let (cost, lower_bound) = (solution.cost, solution.certificate.lower_bound);
    if (solution.status == Status::Optimal) != (cost == lower_bound) {
        return Err(Violation::Status { status: solution.status, cost, lower_bound });
    }
    Ok(())
}

fn check_placements(problem: &Problem, solution: &Solution) -> Result<(), Violation> {
    let resources = problem.resources();
    let mut loads = vec![0_i128; problem.agents() * resources];
    let mut cost = 0_i128;
    for (job, place) in solution.assignment.iter().enumerate() {
        let Some(agent) = *place else {
            cost += i128::from(problem.penalty(job));
            continue;
        };
        let Some(candidate) = problem.candidate(job, agent) else {
            return Err(Violation::NotACandidate { job, agent });
        };
        cost += i128::from(candidate.cost);
        for (resource, &need) in candidate.needs.iter().enumerate() {
            loads[agent as usize * resources + resource] += i128::from(need);
        }
    }
    for (index, &load) in loads.iter().enumerate() {
        let (agent, resource) = (index / resources, index % resources);
        let agent_number = u32::try_from(agent).unwrap_or(u32::MAX);
        let capacity = problem.capacity(agent_number)[resource];
        if load > i128::from(capacity) {
            return Err(Violation::Overload { agent, resource, load, capacity });
        }
    }
    if cost != i128::from(solution.cost) {
        return Err(Violation::Cost { expected: cost, found: solution.cost });
    }
    Ok(())
}

fn check_bound(problem: &Problem, solution: &Solution) -> Result<(), Violation> {
    let certificate = &solution.certificate;
    let (expected, found) = (problem.agents() * problem.resources(), certificate.prices.len());
    if expected != found {
        return Err(Violation::Prices { expected, found });
    }
    let (expected, found) =
        (bound_by_prices(problem, &certificate.prices), certificate.price_bound);
    if expected < i128::from(found) {
        return Err(Violation::PriceBound { expected, found });
    }
    let (least, most, found) = (certificate.price_bound, solution.cost, certificate.lower_bound);
    let follows = match certificate.proof {
        Proof::Prices => found == least,
        Proof::Search { .. } => found >= least,
    };
    if !follows || found > most {
        return Err(Violation::LowerBound { least, most, found });
    }
    Ok(())
}

/// What all sums of needs of a resource are multiples of, where it is known what is needed from every agent.
fn grain(problem: &Problem, resource: usize) -> i64 {
    let (Needs::PerJob(needs) | Needs::PerCandidate(needs)) = &problem.needs;
    let per_candidate = matches!(problem.needs, Needs::PerCandidate(_));
    if per_candidate && (0..problem.jobs()).any(|job| problem.unlisted_cost(job).is_some()) {
        return 1;
    }
    let all = needs.iter().skip(resource).step_by(problem.resources());
    all.fold(0, |a, &b| greatest_common_divisor(a, b)).max(1)
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// The formula of the certificate once more, in the plainest form.
fn bound_by_prices(problem: &Problem, prices: &[Price]) -> i128 {
    let resources = problem.resources();
    let unit = 1_i128 << Price::BITS;
    let mut total = 0_i128;
    for job in 0..problem.jobs() {
        let mut least = i128::from(problem.penalty(job)) * unit;
        if let Some(unlisted) = problem.unlisted_cost(job) {
            least = least.min(i128::from(unlisted) * unit);
        }
        for candidate in problem.candidates(job) {
            let capacity = problem.capacity(candidate.agent);
            if candidate.needs.iter().zip(capacity).any(|(need, capacity)| need > capacity) {
                continue;
            }
            let mut value = i128::from(candidate.cost) * unit;
            for (resource, &need) in candidate.needs.iter().enumerate() {
                let price = prices[candidate.agent as usize * resources + resource];
                value += i128::from(price.raw()) * i128::from(need);
            }
            least = least.min(value);
        }
        total += least;
    }
    let grains: Vec<i64> = (0..resources).map(|resource| grain(problem, resource)).collect();
    for (agent, row) in prices.chunks(resources.max(1)).enumerate() {
        let capacity = problem.capacity(u32::try_from(agent).unwrap_or(u32::MAX));
        for ((price, &capacity), grain) in row.iter().zip(capacity).zip(&grains) {
            total -= i128::from(price.raw()) * i128::from(capacity / grain * grain);
        }
    }
    let whole = total.div_euclid(unit) + i128::from(total.rem_euclid(unit) != 0);
    whole.max(0)
}
