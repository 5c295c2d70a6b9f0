//! From a problem to a solution: prices, a plan from prices, better plans, a proof.

use crate::anneal::{MOVE, Schedule, anneal};
use crate::certificate::unlisted_bound;
use crate::construct::by_regret;
use crate::heat_bath;
use crate::improve::improve;
use crate::limits::Clock;
use crate::partition::{self, Partition};
use crate::plan::{NONE, Plan};
use crate::presolve::without_hopeless;
use crate::price::{coordinate_ascent, fixed, subgradient};
use crate::random::Random;
use crate::search::{Incumbent, search};
use crate::smooth::{affordable, newton};
use crate::solution::relative_gap;
use crate::{
    Bound, Certificate, Limits, Phase, Price, Problem, Progress, Proof, Solution, Status, Stop,
    lower_bound,
};

/// Solves the problem: the best plan found within the limits, with prices and a proven bound.
///
/// Always returns a plan within all capacities; in the worst case nobody is placed. Same problem
/// and limits, same solution, on any number of threads (unless `time` or `cancel` cut it short).
///
/// # Method
/// Lagrangian prices by coordinate ascent and subgradient steps; a plan from prices by regret;
/// ejection chains; then annealing and, for problems of moderate size, branch and bound with
/// reduced-cost fixing, in turns. With one resource, annealing takes compound moves and branch and
/// bound relaxes the placing of jobs instead of the capacities, a knapsack for each agent.
///
/// # Complexity
/// O(candidates) memory. A pricing pass and a local search pass are about linear in the
/// candidates; the rest is bounded by [`Limits::effort`].
///
/// ```
/// use parkward_assignment::{Limits, Problem, Status, solve};
///
/// let mut builder = Problem::builder(2); // land, energy
/// let a = builder.agent(&[10, 100]);
/// let b = builder.agent(&[10, 100]);
/// builder.job(&[6, 30], 1_000, &[(a, 2), (b, 9)]);
/// builder.job(&[6, 30], 1_000, &[(a, 1), (b, 4)]);
/// builder.job(&[2, 70], 1_000, &[(a, 5)]);
/// let problem = builder.build()?;
/// let solution = solve(&problem, &Limits::default());
/// assert_eq!(solution.assignment, [Some(a), Some(b), Some(a)]);
/// assert_eq!((solution.cost, solution.status), (11, Status::Optimal));
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
#[must_use]
pub fn solve(problem: &Problem, limits: &Limits<'_>) -> Solution {
    solve_with(problem, limits, None, &mut |_| {})
}

/// Like [`solve`], from the prices of an earlier solution of a similar problem (same agents and
/// resources): a changed capacity or a few new jobs then cost little.
///
/// ```
/// use parkward_assignment::{Limits, Problem, solve, solve_from};
///
/// let mut builder = Problem::builder(1);
/// builder.agent(&[1]);
/// builder.job(&[1], 10, &[(0, 2)]);
/// builder.job(&[1], 10, &[(0, 3)]);
/// let problem = builder.build()?;
/// let first = solve(&problem, &Limits::default());
/// let again = solve_from(&problem, &Limits::default(), &first.certificate.prices);
/// assert_eq!(again.cost, first.cost);
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Panics
/// When there is not one price for each agent and resource.
#[must_use]
pub fn solve_from(problem: &Problem, limits: &Limits<'_>, prices: &[Price]) -> Solution {
    solve_with(problem, limits, Some(prices), &mut |_| {})
}

/// Like [`solve`] and [`solve_from`], and reports every step ahead.
///
/// ```
/// use parkward_assignment::{Limits, Problem, solve_with};
///
/// let mut builder = Problem::builder(1);
/// builder.agent(&[1]);
/// builder.job(&[1], 10, &[(0, 2)]);
/// let mut last = None;
/// let solution = solve_with(&builder.build()?, &Limits::default(), None, &mut |p| last = Some(p));
/// assert_eq!(last.map(|p| (p.cost, p.lower_bound)), Some((2, 2)));
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Panics
/// When there are prices, but not one for each agent and resource.
#[must_use]
pub fn solve_with(
    problem: &Problem,
    limits: &Limits<'_>,
    prices: Option<&[Price]>,
    progress: &mut dyn FnMut(Progress),
) -> Solution {
    let useful = without_hopeless(problem);
    let slots = problem.agents() * problem.resources();
    let mut solver = Solver {
        clock: Clock::new(limits, problem.candidate_count()),
        limits,
        prices: vec![0.0; slots],
        certified: vec![Price::ZERO; slots],
        bound: lower_bound(problem, &vec![Price::ZERO; slots]),
        searched: None,
        partition: None,
        incumbent: Incumbent {
            agents: vec![NONE; problem.jobs()],
            cost: Plan::empty(&useful).cost(),
        },
        useful: &useful,
        problem,
        progress,
    };
    if let Some(prices) = prices {
        assert_eq!(prices.len(), slots, "one price per agent and resource");
        solver.consider_prices(prices.iter().map(|price| price.to_f64()).collect());
    }
    solver.run();
    solver.finish()
}

/// Candidates up to which branch and bound keeps whole subproblems on its stack.
const SEARCHABLE: usize = 200_000;
/// Steps of which a quarter may go into prices beyond coordinate ascent.
const REFINEMENT: u64 = 2_000_000_000;
/// Annealing with fewer moves a job than this finds nothing that chains did not.
const LEAST_MOVES: u64 = 300;
/// Steps of the first branch and bound with knapsacks: while the gap is wide, and when it is at
/// most so many cost units.
const PARTITION: [u64; 2] = [20_000_000, 100_000_000];
const CLOSE: i64 = 3;
/// Steps of the first annealing with compound moves.
const COMPOUND: u64 = 100_000_000;
/// Fewer are no annealing.
const LEAST_COMPOUND: u64 = 2_000_000;
/// Candidates from which on a plan is annealed before the first search.
const EARLY: usize = 5_000;
/// Candidates a job from which on lists are long.
const LONG: usize = 20;
/// Sweeps of coordinate ascent in one go, and the gain of one below which they end.
const SWEEPS: usize = 30;
const TOLERANCE: f64 = 1e-7;

struct Solver<'p, 'l, 'c> {
    problem: &'p Problem,
    /// The problem without hopeless candidates.
    useful: &'p Problem,
    limits: &'l Limits<'c>,
    clock: Clock<'c>,
    /// The best prices so far, in floating point and as certified.
    prices: Vec<f64>,
    certified: Vec<Price>,
    bound: Bound,
    /// What branch and bound proved about all plans, and its nodes.
    searched: Option<(i64, u64)>,
    /// Branch and bound with knapsacks, where it applies.
    partition: Option<Partition<'p>>,
    incumbent: Incumbent,
    progress: &'l mut dyn FnMut(Progress),
}

impl Solver<'_, '_, '_> {
    fn run(&mut self) {
        let mut prices = self.prices.clone();
        coordinate_ascent(self.useful, &mut prices, SWEEPS, TOLERANCE, &mut self.clock);
        self.consider_prices(prices);
        self.report(Phase::Pricing);
        self.place();
        if self.done() {
            return;
        }
        self.refine_prices();
        self.report(Phase::Pricing);
        if !self.done() {
            self.place();
        }
        if !self.done() {
            let mut plan = Plan::from_agents(self.useful, &self.incumbent.agents);
            // With long lists of candidates long chains take minutes, and annealing with compound
            // moves finds what they do.
            let long = self.useful.candidate_count() > LONG * self.useful.jobs();
            let depth = if long && self.compounds() { 2 } else { 3 };
            improve(&mut plan, depth, &mut self.clock);
            self.consider_plan(&plan);
            self.report(Phase::Placing);
        }
        self.look_further();
    }

    /// Annealing and branch and bound in turns, each time twice as long.
    fn look_further(&mut self) {
        let mut random = Random::new(self.limits.seed);
        let mut size = 1_u64;
        // The two annealings take turns, until the simpler one finds nothing better.
        let tournament = self.compounds();
        let (mut compound, mut settled) = (tournament, false);
        for round in 0_u32.. {
            if self.done() {
                break;
            }
            let searchable = self.searchable();
            // A first look at a large problem gains more from a good plan.
            let early = round == 0 && self.compounds() && self.useful.candidate_count() > EARLY;
            if searchable && !early && self.search(size) {
                break;
            }
            self.report(Phase::Searching);
            if self.done() {
                break;
            }
            let before = self.incumbent.cost;
            let annealed = match compound {
                true => self.compound(size, round == 0, &mut random),
                false => self.anneal(size, &mut random),
            };
            if tournament {
                settled |= !compound && self.incumbent.cost == before;
                compound = settled || !compound;
            }
            self.report(Phase::Searching);
            if !(searchable || annealed) {
                break;
            }
            size = size.saturating_mul(2).min(1 << 20);
            // Never turn idle rounds for ever, whatever the two did.
            self.clock.spend(1_000);
        }
    }

    /// Beyond what coordinate ascent reaches: Newton steps where the system is small, else
    /// subgradient steps if there is effort for a useful number of them.
    fn refine_prices(&mut self) {
        let mut prices = self.prices.clone();
        let scale = (self.incumbent.cost as f64 / (self.useful.jobs() + 1) as f64).max(1e-6);
        let effort = self.clock.left().min(REFINEMENT) / 4;
        if affordable(self.useful, effort) {
            newton(self.useful, &mut prices, 0.02 * scale, 1e-8 * scale, &mut self.clock);
        } else {
            let work = self.useful.candidate_count() + self.useful.jobs() + prices.len() + 1;
            let iterations = usize::try_from((effort / work as u64).min(500)).unwrap_or(0);
            if iterations < 50 {
                return;
            }
            let target = self.incumbent.cost as f64;
            subgradient(self.useful, &mut prices, target, iterations, &mut self.clock);
        }
        self.consider_prices(prices.clone());
        coordinate_ascent(self.useful, &mut prices, SWEEPS, TOLERANCE, &mut self.clock);
        self.consider_prices(prices);
    }

    fn place(&mut self) {
        let mut plan = Plan::empty(self.useful);
        by_regret(&mut plan, &self.prices);
        self.consider_plan(&plan);
        improve(&mut plan, 2, &mut self.clock);
        self.consider_plan(&plan);
        self.report(Phase::Placing);
    }

    fn searchable(&self) -> bool {
        let jobs = i64::try_from(self.useful.jobs()).unwrap_or(i64::MAX);
        self.useful.candidate_count() <= SEARCHABLE
            && self.incumbent.cost.checked_mul(4 * jobs.max(1)).is_some()
    }

    /// Whether annealing with compound moves takes the place of the simpler one.
    fn compounds(&self) -> bool {
        self.searchable() && heat_bath::applies(self.useful)
    }

    /// Branch and bound; true if it examined everything, so that more of it is of no use.
    fn search(&mut self, size: u64) -> bool {
        let (found, nodes, complete) = if partition::applies(self.useful, &self.incumbent) {
            let (useful, prices) = (self.useful, &self.prices);
            let partition = self.partition.get_or_insert_with(|| Partition::new(useful, prices));
            // A wide gap will not close by branching: better plans are needed first.
            let open = self.incumbent.cost - partition.bound;
            let steps = if open <= CLOSE { PARTITION[1] } else { PARTITION[0] };
            let steps = steps.saturating_mul(size).min(self.clock.left() / 8);
            let complete = partition.advance(&mut self.incumbent, steps, &mut self.clock);
            (partition.bound, partition.nodes, complete)
        } else {
            let (nodes, incumbent) = (200 * size, &mut self.incumbent);
            let outcome = search(self.useful, &self.prices, incumbent, nodes, &mut self.clock);
            (outcome.bound, outcome.nodes, outcome.complete)
        };
        // Plans with unlisted agents were not searched; the prices bound those.
        let unlisted = unlisted_bound(self.problem, &self.certified);
        let bound = unlisted.map_or(found, |bound| bound.min(found));
        if self.searched.is_none_or(|(best, _)| bound > best) {
            self.searched = Some((bound, nodes));
        }
        complete
    }

    /// One run of annealing; false when the effort left is too little for a useful one.
    fn anneal(&mut self, size: u64, random: &mut Random) -> bool {
        let jobs = self.useful.jobs().max(1) as u64;
        let wanted = size.saturating_mul((20_000_000 / jobs).clamp(LEAST_MOVES, 20_000) * jobs);
        let moves = wanted.min(self.clock.left() / MOVE);
        if moves < LEAST_MOVES * jobs || self.useful.candidate_count() == 0 {
            return false;
        }
        let start = Plan::from_agents(self.useful, &self.incumbent.agents);
        let schedule = Schedule {
            reach: self.reach(),
            moves,
            heat: [0.8, 0.3][random.below(2)],
            patience: [1.0, 3.0][random.below(2)],
        };
        let found = anneal(&start, &self.prices, &schedule, random, &mut self.clock);
        for agents in found.best.into_iter().chain([found.last]) {
            let mut plan = Plan::from_agents(self.useful, &agents);
            improve(&mut plan, 3, &mut self.clock);
            self.consider_plan(&plan);
        }
        true
    }

    /// Reduced cost of the choices that annealing looks at.
    fn reach(&self) -> f64 {
        let open = (self.incumbent.cost - self.lower_bound()).max(1) as f64;
        // Of many jobs each can account for a small part of the gap only.
        open * (200.0 / self.useful.jobs().max(1) as f64).min(0.3) + 1.0
    }

    /// One run of annealing with compound moves; false when the effort left is too little.
    fn compound(&mut self, size: u64, first: bool, random: &mut Random) -> bool {
        let (wanted, left) = (COMPOUND.saturating_mul(size), self.clock.foreseen() / 20 * 19);
        let steps = match first {
            true => wanted.min(left / 4),
            // A run cut short ends in disorder: the last one takes all that is left.
            false if left < 2 * wanted => left,
            false => wanted,
        };
        if steps < LEAST_COMPOUND + 100 * self.useful.candidate_count() as u64 {
            return false;
        }
        let start = Plan::from_agents(self.useful, &self.incumbent.agents);
        let reach = self.reach();
        let found = heat_bath::anneal(&start, &self.prices, reach, steps, random, &mut self.clock);
        for agents in found.best.into_iter().chain([found.last]) {
            let mut plan = Plan::from_agents(self.useful, &agents);
            improve(&mut plan, 2, &mut self.clock);
            self.consider_plan(&plan);
        }
        true
    }

    fn consider_prices(&mut self, prices: Vec<f64>) {
        let certified = fixed(&prices);
        let bound = lower_bound(self.problem, &certified);
        if bound.value >= self.bound.value {
            (self.prices, self.certified, self.bound) = (prices, certified, bound);
        }
    }

    fn consider_plan(&mut self, plan: &Plan<'_>) {
        if plan.cost() < self.incumbent.cost {
            self.incumbent = Incumbent { agents: plan.agents(), cost: plan.cost() };
        }
    }

    fn lower_bound(&self) -> i64 {
        self.searched.map_or(self.bound.value, |(bound, _)| bound.max(self.bound.value))
    }

    fn done(&self) -> bool {
        self.clock.stopped().is_some() || self.close_enough()
    }

    fn close_enough(&self) -> bool {
        relative_gap(self.incumbent.cost, self.lower_bound()) <= self.limits.gap
    }

    fn report(&mut self, phase: Phase) {
        let (cost, lower_bound) = (self.incumbent.cost, self.lower_bound());
        (self.progress)(Progress { phase, cost, lower_bound });
    }

    fn finish(mut self) -> Solution {
        self.report(Phase::Searching);
        let lower_bound = self.lower_bound();
        let proof = match self.searched {
            Some((bound, nodes)) if bound > self.bound.value => Proof::Search { nodes },
            _ => Proof::Prices,
        };
        let status = if self.incumbent.cost == lower_bound {
            Status::Optimal
        } else if self.close_enough() {
            Status::Feasible(Stop::Gap)
        } else {
            // A finished search of incomplete lists has no more to do: no effort would help.
            Status::Feasible(self.clock.stopped().unwrap_or(Stop::Effort))
        };
        Solution {
            assignment: self.incumbent.agents.iter().map(|&a| (a != NONE).then_some(a)).collect(),
            cost: self.incumbent.cost,
            certificate: Certificate {
                prices: self.certified,
                price_bound: self.bound.value,
                lower_bound,
                proof,
                limited_by: self.bound.limited_by,
            },
            status,
        }
    }
}
