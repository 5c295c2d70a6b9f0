//! From a problem to a solution: prices, a plan from prices, better plans, a proof.

use crate::anneal::{MOVE, Schedule, anneal};
use crate::certificate::unlisted_bound;
use crate::chain::complete;
use crate::construct::by_regret;
use crate::dive::Dive;
use crate::grow::{
    Market, complete_small, grow, list_plan, perfect, place_rest, reach_further, refine, sample,
};
use crate::heat_bath;
use crate::improve::improve;
use crate::kernel::kernel;
use crate::limits::Clock;
use crate::partition::Partition;
use crate::plan::{NONE, Plan};
use crate::presolve::without_hopeless;
use crate::price::{coordinate_ascent, fixed, priced, subgradient};
use crate::random::Random;
use crate::refill::refill;
use crate::search::{Incumbent, search};
use crate::smooth::{affordable, newton};
use crate::solution::{Start, relative_gap};
use crate::subsets;
use crate::transport::{self, transport};
use crate::{
    Bound, Certificate, Effort, Limits, Phase, Price, Problem, Progress, Proof, Solution, Status,
    Stop, lower_bound,
};

/// Solves the problem: the best plan found within the limits, with prices and a proven bound.
///
/// Always returns a plan within all capacities; in the worst case nobody is placed. Same problem
/// and limits, same solution, on any number of threads (unless `time` or `cancel` cut it short).
///
/// # Method
/// Lagrangian prices by coordinate ascent, with one resource exactly by a transportation problem; a plan
/// from prices by regret; ejection chains; then annealing and, for problems of moderate size, branch and bound with
/// reduced-cost fixing, in turns. With one resource, branch and bound relaxes the placing of jobs
/// instead of the capacities, a knapsack for each agent; dives follow that bound down, and
/// annealing takes compound moves.
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

/// Like [`solve`], from an earlier solution of a similar problem (same agents and resources): a changed
/// capacity, a closed agent or a few other jobs then cost little.
///
/// Prices only need to rise or fall where something changed. A job stays where it was as long as that
/// loses no more at the prices than it did before; the others are placed anew.
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
/// let again = solve_from(&problem, &Limits::default(), &first.as_start());
/// assert_eq!(again.cost, first.cost);
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Panics
/// When the start is not one of this problem, see [`Start`].
#[must_use]
pub fn solve_from(problem: &Problem, limits: &Limits<'_>, start: &Start<'_>) -> Solution {
    solve_with(problem, limits, Some(start), &mut |_| {})
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
/// When the start is not one of this problem, see [`Start`].
#[must_use]
pub fn solve_with(
    problem: &Problem,
    limits: &Limits<'_>,
    start: Option<&Start<'_>>,
    progress: &mut dyn FnMut(Progress),
) -> Solution {
    let useful = without_hopeless(problem);
    let mut clock = Clock::new(limits, problem.candidate_count());
    let mut prices = first_prices(problem, start);
    coordinate_ascent(&useful, &mut prices, SWEEPS, TOLERANCE, &mut clock);
    let mut plan = vec![None; problem.jobs()];
    if transport::applies(problem) {
        let divided = transport(&mut useful.clone().into_owned(), prices, None, &mut clock);
        (prices, plan) = (divided.prices, divided.agents);
    }
    if let Some(start) = start {
        keep(problem, &prices, start, &mut plan);
    }
    Solver::new(problem, &useful, limits, &mut clock, progress).run(prices, &plan, start)
}

/// Solves a problem whose candidate lists are short at first and become longer where the proof
/// needs it; `problem` then holds the longer lists, and the bound speaks of all agents that the
/// market knows.
///
/// Prices are raised and lists made longer in turns, until no list limits the bound; small problems list
/// all. (Where a problem of moderate size then gets better prices still, [`Certificate::limited_by`]
/// says whether longer lists would prove more.)
///
/// ```
/// use parkward_assignment::{Limits, Market, Problem, Status, solve_growing, verify};
///
/// /// Every job is at zero on a line, agent `a` at `a`.
/// struct Line(u32);
/// impl Market for Line {
///     fn list(&self, _job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
///         let end = (0..self.0).find(|&a| i64::from(a) >= below).unwrap_or(self.0);
///         list.extend((0..end).map(|a| (a, i64::from(a))));
///         (end < self.0).then_some(i64::from(end))
///     }
/// }
///
/// let mut builder = Problem::builder(1);
/// (0..9_000).for_each(|_| { builder.agent(&[1]); });
/// for _ in 0..3 {
///     builder.job(&[1], 100, &[(0, 0)]);
///     builder.unlisted_cost(1);
/// }
/// let mut problem = builder.build()?;
/// let limits = Limits::default();
/// let solution = solve_growing(&mut problem, &Line(9_000), &limits, None, &mut |_| {});
/// assert_eq!((solution.cost, solution.status), (3, Status::Optimal)); // 0 + 1 + 2, of all
/// assert!(problem.candidate_count() < 3 * 9_000);
/// verify(&problem, &solution).expect("every solution passes its check");
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Panics
/// When needs depend on the agent, or the start is not one of this problem, see [`Start`].
#[must_use]
pub fn solve_growing(
    problem: &mut Problem,
    market: &dyn Market,
    limits: &Limits<'_>,
    start: Option<&Start<'_>>,
    progress: &mut dyn FnMut(Progress),
) -> Solution {
    let mut clock = Clock::new(limits, problem.candidate_count());
    let unplaced = problem.penalties.iter().sum();
    let mut report = |bound: f64| {
        #[allow(clippy::cast_possible_truncation)] // costs stay below 2^63
        progress(Progress { phase: Phase::Pricing, cost: unplaced, lower_bound: bound as i64 });
    };
    // Prices have a clock of their own: without good ones no effort finds good plans.
    let free = Limits { effort: Effort::Unlimited, ..*limits };
    let mut pricing = Clock::new(&free, problem.candidate_count());
    complete_small(problem, market);
    let mut prices = first_prices(problem, start);
    let calm = grow(problem, market, &mut prices, &mut pricing, &mut report);
    if start.is_none() && !calm {
        let warm = sample(problem, market, &mut pricing);
        let (sampled, tau) = warm.map_or((prices, None), |(prices, tau)| (prices, Some(tau)));
        prices = sampled;
        refine(problem, market, &mut prices, tau, &mut pricing);
    }
    let mut plan = vec![None; problem.jobs()];
    if transport::applies(problem) {
        let divided = perfect(problem, market, prices, &mut pricing);
        (prices, plan) = (divided.prices, divided.agents);
    }
    if let Some(start) = start {
        list_plan(problem, market, start.assignment, &pricing);
        keep(problem, &prices, start, &mut plan);
    }
    let mut further = 0;
    loop {
        let useful = without_hopeless(problem);
        let solver = Solver::new(problem, &useful, limits, &mut clock, progress);
        let mut solution = solver.run(prices.clone(), &plan, start);
        // Prices see shares of a job; a whole one may need an agent further off.
        if further == LOOK_FURTHER
            || !clock.goes_on()
            || !reach_further(problem, market, &solution.assignment)
        {
            let saved = place_rest(problem, market, &mut solution.assignment, &clock);
            solution.lower_cost(saved);
            return solution;
        }
        plan = solution.assignment;
        further += 1;
    }
}

/// Prices to begin with.
fn first_prices(problem: &Problem, start: Option<&Start<'_>>) -> Vec<f64> {
    let slots = problem.agents() * problem.resources();
    let Some(start) = start else { return vec![0.0; slots] };
    start.check(problem);
    start.prices.iter().map(|price| price.to_f64()).collect()
}

/// Keeps jobs of a plan where they were at the start, if that loses no more at the prices than it did.
fn keep(problem: &Problem, prices: &[f64], start: &Start<'_>, plan: &mut [Option<u32>]) {
    let before = first_prices(problem, Some(start));
    for (job, (place, old)) in plan.iter_mut().zip(start.assignment).enumerate() {
        let Some(agent) = old.filter(|_| place != old) else { continue };
        let mut arcs = problem.arcs(job);
        let Some(arc) = arcs.find(|&arc| problem.arc_agent[arc] == agent) else { continue };
        let [loss, known] = [prices, &before[..]]
            .map(|prices| priced(problem, prices, job, arc) - problem.least(prices, job));
        if loss <= known + 1.0 {
            *place = *old;
        }
    }
}

/// Candidates up to which branch and bound keeps whole subproblems on its stack.
const SEARCHABLE: usize = 200_000;
/// Steps of which a quarter may go into prices beyond coordinate ascent.
const REFINEMENT: u64 = 2_000_000_000;
/// Annealing with fewer moves a job than this finds nothing that chains did not.
const LEAST_MOVES: u64 = 300;
/// How often agents further off are looked for, for jobs that are left out.
const LOOK_FURTHER: usize = 3;
/// Jobs of a kernel for each price.
const KERNEL: usize = 60;
/// Steps of the standard effort where more would find little, and for each candidate.
const LESS: u64 = 200_000_000;
const LESS_A_PAIR: u64 = 50;
/// With an earlier plan to begin with, this part of them.
const LESS_AGAIN: u64 = 4;
/// A price that differs by less than a part of 2 to so many is the same.
const SAME: u32 = 20;
/// A round of kernels that closes less of the gap than this is the last.
const LEAST_GAIN: f64 = 0.01;
/// Candidates up to which plain branch and bound is done before a knapsack is set up.
const TINY: usize = 300;
/// Steps of the first branch and bound with knapsacks: while the gap is wide, and when it is at
/// most so many cost units.
const PARTITION: [u64; 2] = [20_000_000, 100_000_000];
const CLOSE: i64 = 3;
/// The gap at which the standard effort ends after a first round of searching.
const NEAR_ENOUGH: f64 = 5e-6;
/// Steps of the first dives.
const DIVE: u64 = 300_000_000;
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
    clock: &'l mut Clock<'c>,
    /// The best prices so far, in floating point and as certified.
    prices: Vec<f64>,
    certified: Vec<Price>,
    bound: Bound,
    /// What branch and bound proved about all plans, and its nodes.
    searched: Option<(i64, u64)>,
    /// Branch and bound with knapsacks, where it applies.
    partition: Option<Partition<'p>>,
    /// Dives from its root.
    dive: Option<Dive<'p>>,
    incumbent: Incumbent,
    /// Where the linear relaxation has jobs that it does not divide.
    start: Vec<u32>,
    /// Why the search ended, unless the clock or the gap says so.
    end: Stop,
    progress: &'l mut dyn FnMut(Progress),
}

impl<'p, 'l, 'c> Solver<'p, 'l, 'c> {
    fn new(
        problem: &'p Problem,
        useful: &'p Problem,
        limits: &'l Limits<'c>,
        clock: &'l mut Clock<'c>,
        progress: &'l mut dyn FnMut(Progress),
    ) -> Self {
        let slots = problem.capacities.len();
        let cost = problem.penalties.iter().sum();
        Solver {
            prices: vec![0.0; slots],
            certified: vec![Price::ZERO; slots],
            bound: Bound { value: 0, limited_by: Vec::new() },
            searched: None,
            partition: None,
            dive: None,
            incumbent: Incumbent { agents: vec![NONE; problem.jobs()], cost },
            start: vec![NONE; problem.jobs()],
            end: Stop::Effort,
            problem,
            useful,
            limits,
            clock,
            progress,
        }
    }

    /// From prices, and from a plan that leaves out whom the prices divide. `start` is what they come from, if
    /// anything.
    fn run(
        mut self,
        prices: Vec<f64>,
        plan: &[Option<u32>],
        start: Option<&Start<'_>>,
    ) -> Solution {
        self.consider_prices(prices);
        self.start = plan.iter().map(|agent| agent.unwrap_or(NONE)).collect();
        self.report(Phase::Pricing);
        let large = self.useful.candidate_count() > SEARCHABLE;
        if large {
            self.make_do();
        }
        if large {
            self.place_by_kernels(start);
        } else {
            self.place_and_search();
        }
        self.finish()
    }

    /// Lessens the standard effort where more would find little.
    fn make_do(&mut self) {
        if self.limits.effort == Effort::Standard {
            self.clock.allow(LESS + LESS_A_PAIR * self.useful.candidate_count() as u64);
        }
    }

    /// The way for problems of moderate size.
    fn place_and_search(&mut self) {
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
            improve(&mut plan, depth, self.clock);
            self.consider_plan(&plan);
            self.report(Phase::Placing);
        }
        self.look_further();
    }

    /// The way for large problems: a plan from prices, and then improvements of its kernel, which
    /// changes as the plan does.
    fn place_by_kernels(&mut self, start: Option<&Start<'_>>) {
        self.fill_up();
        self.report(Phase::Placing);
        // What is as it was at the start has been improved before, so what is not comes first.
        let again = start.is_some_and(|start| !start.assignment.is_empty());
        if again {
            self.clock.allow(self.clock.left() / LESS_AGAIN);
        }
        let mut all = !again;
        while !self.done() {
            let before = self.incumbent.cost;
            let open = match start {
                Some(start) if !all => self.changed(start),
                _ => vec![true; self.problem.agents],
            };
            self.improve_kernel(&open);
            self.report(Phase::Placing);
            let gained = (before - self.incumbent.cost) as f64;
            if gained <= LEAST_GAIN * (self.incumbent.cost - self.lower_bound()) as f64
                && std::mem::replace(&mut all, true)
            {
                self.end = Stop::Exhausted;
                break;
            }
        }
    }

    /// One round over the kernel around the plan, as far as it touches the open agents.
    fn improve_kernel(&mut self, open: &[bool]) {
        let priced = self.prices.iter().filter(|&&price| price > 0.0).count();
        let size = KERNEL * priced.min(open.iter().filter(|&&open| open).count());
        let kernel = kernel(self.useful, &self.prices, &self.incumbent.agents, open, size);
        let mut plan = Plan::from_agents(&kernel.problem, &kernel.inside(&self.incumbent.agents));
        let start = plan.cost();
        self.fill(&mut plan);
        improve(&mut plan, 3, self.clock);
        self.fill(&mut plan);
        if plan.cost() < start {
            kernel.put_back(&plan.agents(), &mut self.incumbent.agents);
            self.incumbent.cost += plan.cost() - start;
        }
    }

    /// The agents with another price or other jobs than at the start.
    fn changed(&self, start: &Start<'_>) -> Vec<bool> {
        let mut changed = vec![false; self.problem.agents];
        for (slot, (price, before)) in self.certified.iter().zip(start.prices).enumerate() {
            changed[slot / self.problem.resources] |=
                price.raw().abs_diff(before.raw()) > before.raw() >> SAME;
        }
        for (old, new) in start.assignment.iter().zip(&self.incumbent.agents) {
            let old = old.unwrap_or(NONE);
            for agent in [old, *new].into_iter().filter(|&agent| old != *new && agent != NONE) {
                changed[agent as usize] = true;
            }
        }
        changed
    }

    fn fill(&mut self, plan: &mut Plan<'_>) {
        if plan.problem.resources == 1 {
            refill(plan, &self.prices, self.clock);
        }
    }

    /// Branch and bound, dives and annealing in turns, each time twice as long.
    fn look_further(&mut self) {
        let mut random = Random::new(self.limits.seed);
        let mut size = 1_u64;
        for round in 0_u32.. {
            if self.done() {
                break;
            }
            if round > 0 && self.near_enough() {
                self.end = Stop::Near;
                break;
            }
            let searchable = self.searchable();
            // A first look at a large problem gains more from a good plan.
            let early = round == 0 && self.compounds() && self.useful.candidate_count() > EARLY;
            if searchable && !early && self.search(size) {
                self.end = Stop::Exhausted;
                break;
            }
            self.report(Phase::Searching);
            if self.done() {
                break;
            }
            self.dive(size, &mut random);
            self.report(Phase::Searching);
            if self.done() {
                break;
            }
            // After the first round dives do better than annealing, where there are any.
            let dives = round > 0 && self.dive.is_some();
            let annealed = match self.compounds() {
                _ if dives => true,
                true => self.compound(size, round == 0, &mut random),
                false => self.anneal(size, &mut random),
            };
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
            newton(self.useful, &mut prices, 0.02 * scale, 1e-8 * scale, self.clock);
        } else {
            let work = self.useful.candidate_count() + self.useful.jobs() + prices.len() + 1;
            let iterations = usize::try_from((effort / work as u64).min(500)).unwrap_or(0);
            if iterations < 50 {
                return;
            }
            let target = self.incumbent.cost as f64;
            subgradient(self.useful, &mut prices, target, iterations, self.clock);
        }
        self.consider_prices(prices.clone());
        coordinate_ascent(self.useful, &mut prices, SWEEPS, TOLERANCE, self.clock);
        self.consider_prices(prices);
    }

    /// Places those whom the start leaves out, as prices say and by chains.
    fn fill_up(&mut self) -> Plan<'p> {
        let mut plan = Plan::from_agents(self.useful, &self.start);
        by_regret(&mut plan, &self.prices);
        self.consider_plan(&plan);
        complete(&mut plan, &self.prices, self.clock);
        self.consider_plan(&plan);
        plan
    }

    fn place(&mut self) {
        let mut plan = self.fill_up();
        improve(&mut plan, 2, self.clock);
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
        let tiny = self.useful.candidate_count() <= TINY;
        let (found, nodes, complete) = if subsets::applies(self.useful, self.clock) {
            let best = subsets::best_plan(self.useful, self.clock);
            if best.cost < self.incumbent.cost {
                self.incumbent = best;
            }
            (self.incumbent.cost, 1, true)
        } else if !tiny {
            let (useful, prices, incumbent) = (self.useful, &self.prices, &self.incumbent);
            let partition =
                self.partition.get_or_insert_with(|| Partition::new(useful, prices, incumbent));
            // A wide gap will not close by branching: better plans are needed first.
            let open = self.incumbent.cost - partition.bound;
            let steps = if open <= CLOSE { PARTITION[1] } else { PARTITION[0] };
            let steps = steps.saturating_mul(size).min(self.clock.left() / 8);
            let complete = partition.advance(&mut self.incumbent, steps, self.clock);
            (partition.bound, partition.nodes, complete)
        } else {
            let (nodes, incumbent) = (20_000 * size, &mut self.incumbent);
            let outcome = search(self.useful, &self.prices, incumbent, nodes, self.clock);
            (outcome.bound, outcome.nodes, outcome.complete)
        };
        // Plans with unlisted agents were not searched; the prices bound those, or knapsacks all plans.
        let unlisted = unlisted_bound(self.problem, &self.certified);
        let everywhere = self.partition.as_ref().map_or(0, |partition| partition.everywhere);
        let bound = unlisted.map_or(found, |bound| bound.min(found)).max(everywhere);
        if self.searched.is_none_or(|(best, _)| bound > best) {
            self.searched = Some((bound, nodes));
        }
        complete
    }

    /// Dives from the root of branch and bound, where it has one.
    fn dive(&mut self, size: u64, random: &mut Random) {
        let (incumbent, clock) = (&mut self.incumbent, &mut *self.clock);
        if self.dive.is_none() {
            let root = self.partition.as_ref().and_then(Partition::root);
            self.dive =
                root.map(|(relaxation, root)| Dive::new(relaxation, root, incumbent, clock));
        }
        if let Some(dive) = &mut self.dive {
            let steps = DIVE.saturating_mul(size).min(clock.foreseen() / 2);
            dive.run(incumbent, steps, random, clock);
        }
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
        let found = anneal(&start, &self.prices, &schedule, random, self.clock);
        for agents in found.best.into_iter().chain([found.last]) {
            let mut plan = Plan::from_agents(self.useful, &agents);
            improve(&mut plan, 3, self.clock);
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
        let found = heat_bath::anneal(&start, &self.prices, reach, steps, random, self.clock);
        for agents in found.best.into_iter().chain([found.last]) {
            let mut plan = Plan::from_agents(self.useful, &agents);
            improve(&mut plan, 2, self.clock);
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

    fn done(&mut self) -> bool {
        !self.clock.goes_on() || self.close_enough()
    }

    fn close_enough(&self) -> bool {
        relative_gap(self.incumbent.cost, self.lower_bound()) <= self.limits.gap
    }

    /// Whether what is left of the gap is not worth the rest of the standard effort.
    fn near_enough(&self) -> bool {
        self.limits.effort == Effort::Standard
            && relative_gap(self.incumbent.cost, self.lower_bound()) <= NEAR_ENOUGH
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
            Status::Feasible(self.clock.stopped().unwrap_or(self.end))
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
