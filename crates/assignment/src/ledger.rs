//! Why a job is where it is: its other choices in order of cost, and what stands in their way.

use crate::certificate::BoundTerms;
use crate::plan::{NONE, Plan};
use crate::{Price, Problem, Solution};

/// One candidate of a job, seen from the finished plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The agent.
    pub agent: u32,
    /// The cost of the pair.
    pub cost: i64,
    /// Whether the plan has the job here.
    pub chosen: bool,
    /// How much dearer than the job's cheapest choice this is when room is paid for at the
    /// certificate's prices, in cost units; a lower bound on what forcing it would add to the
    /// plan is this minus the plan's gap. 0 for the choice that prices favour. Infinite when the
    /// job's need alone exceeds the capacity.
    pub reduced_cost: f64,
    /// Room left, by resource, when this job is nowhere.
    pub residual: Vec<i64>,
    /// By how much the room falls short of the job's need, by resource; all 0 if it fits.
    pub shortfall: Vec<i64>,
    /// If it does not fit: the cheapest way to make one other job give way.
    pub exchange: Option<Exchange>,
}

impl Alternative {
    /// Whether there is room for the job as the plan stands.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.shortfall.iter().all(|&short| short == 0)
    }
}

/// A job that could make way, and what that would come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange {
    /// The job that leaves.
    pub job: usize,
    /// Where it goes; `None`: it stays unplaced.
    pub to: Option<u32>,
    /// What the whole plan would cost more, both moves together (negative: less).
    pub change: i64,
}

/// Answers "why not there?" for the jobs of one solution.
///
/// Building it takes one pass over the problem; a question then looks at the members of each of
/// the job's agents: O(candidates of the job × members × candidates of a member) at worst.
pub struct Ledger<'a> {
    plan: Plan<'a>,
    prices: &'a [Price],
}

impl<'a> Ledger<'a> {
    /// Opens the ledger of a solution.
    ///
    /// ```
    /// use parkward_assignment::{Ledger, Limits, Problem, solve};
    ///
    /// let mut builder = Problem::builder(1);
    /// let (near, far) = (builder.agent(&[10]), builder.agent(&[10]));
    /// let loser = builder.job(&[6], 1_000, &[(near, 3), (far, 5)]);
    /// let winner = builder.job(&[7], 1_000, &[(near, 1), (far, 9)]);
    /// let problem = builder.build()?;
    /// let solution = solve(&problem, &Limits::default());
    ///
    /// let ledger = Ledger::new(&problem, &solution);
    /// let refused = &ledger.alternatives(loser)[0];
    /// assert_eq!((refused.agent, refused.shortfall[0]), (near, 3)); // short by 3
    /// let exchange = refused.exchange.expect("the winner could go far");
    /// assert_eq!((exchange.job, exchange.to, exchange.change), (winner, Some(far), 6));
    /// assert_eq!(ledger.second_choice(loser).map(|a| a.agent), Some(near));
    /// # Ok::<(), parkward_assignment::ProblemError>(())
    /// ```
    ///
    /// # Panics
    /// When the solution is not one of this problem; [`verify()`](crate::verify()) tells.
    #[must_use]
    pub fn new(problem: &'a Problem, solution: &'a Solution) -> Self {
        let agents: Vec<u32> = solution.assignment.iter().map(|a| a.unwrap_or(NONE)).collect();
        assert_eq!(agents.len(), problem.jobs(), "one entry per job");
        let plan = Plan::from_agents(problem, &agents);
        assert_eq!(plan.agents(), agents, "the solution is a valid plan of this problem");
        Ledger { plan, prices: &solution.certificate.prices }
    }

    /// All candidates of the job in order of cost, then agent.
    ///
    /// # Panics
    /// When there is no such job.
    #[must_use]
    pub fn alternatives(&self, job: usize) -> Vec<Alternative> {
        let problem = self.plan.problem;
        let terms = BoundTerms::new(problem, self.prices);
        let least = terms.listed(job);
        let mut out = Vec::with_capacity(problem.arcs(job).len());
        for arc in problem.arcs(job) {
            let agent = problem.arc_agent[arc];
            let chosen = self.plan.arc(job) == Some(arc);
            let needs = problem.need(job, arc);
            let mut residual = self.plan.residual(agent).to_vec();
            if chosen {
                residual.iter_mut().zip(needs).for_each(|(room, need)| *room += need);
            }
            let shortfall: Vec<i64> =
                needs.iter().zip(&residual).map(|(need, room)| (need - room).max(0)).collect();
            let blocked = shortfall.iter().any(|&short| short > 0);
            out.push(Alternative {
                agent,
                cost: problem.arc_cost[arc],
                chosen,
                reduced_cost: terms.arc(job, arc).map_or(f64::INFINITY, |value| {
                    (value - least) as f64 / f64::from(1 << Price::BITS)
                }),
                residual,
                shortfall,
                exchange: blocked.then(|| self.exchange(job, arc)).flatten(),
            });
        }
        out
    }

    /// The choice next to the one made: of the candidates that are not chosen, the one that fits
    /// or can be made to fit at the least cost to the plan; if there is none, the cheapest.
    ///
    /// # Panics
    /// When there is no such job.
    #[must_use]
    pub fn second_choice(&self, job: usize) -> Option<Alternative> {
        let now = self.plan.job_cost(job);
        let mut others = self.alternatives(job);
        others.retain(|alternative| !alternative.chosen);
        let change = |a: &Alternative| match a.exchange {
            _ if a.fits() => Some(a.cost - now),
            exchange => exchange.map(|exchange| exchange.change),
        };
        let best = others.iter().enumerate().min_by_key(|(rank, a)| {
            let change = change(a);
            (change.is_none(), change.unwrap_or(0), *rank)
        })?;
        let rank = best.0;
        Some(others.swap_remove(rank))
    }

    /// The cheapest single job that could make way for `job` at `arc`.
    fn exchange(&self, job: usize, arc: usize) -> Option<Exchange> {
        let plan = &self.plan;
        let problem = plan.problem;
        let agent = problem.arc_agent[arc];
        let gain = problem.arc_cost[arc] - plan.job_cost(job);
        let mut best: Option<Exchange> = None;
        for &leaver in plan.members(agent) {
            let leaver = leaver as usize;
            if !plan.fits_without(job, arc, leaver) {
                continue;
            }
            let exit = problem.arcs(leaver).find(|&exit| {
                let to = problem.arc_agent[exit];
                to != agent
                    && (plan.fits(leaver, exit)
                        || (to == plan.agent(job) && plan.fits_without(leaver, exit, job)))
            });
            let exit = exit.filter(|&exit| problem.arc_cost[exit] <= problem.penalties[leaver]);
            let pays = exit.map_or(problem.penalties[leaver], |exit| problem.arc_cost[exit]);
            let change = gain + pays - plan.job_cost(leaver);
            let to = exit.map(|exit| problem.arc_agent[exit]);
            let found = Exchange { job: leaver, to, change };
            if best.is_none_or(|b| (change, leaver) < (b.change, b.job)) {
                best = Some(found);
            }
        }
        best
    }
}
