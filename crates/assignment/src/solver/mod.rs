//! The search for one problem: a plan from prices, better plans, a proof, in turns that become longer.

mod kernels;
mod runs;
mod search;

use self::runs::Runs;
use crate::ascent::{SWEEPS, TOLERANCE, coordinate_ascent};
use crate::chain::complete;
use crate::construct::by_regret;
use crate::dive::Dive;
use crate::improve::improve;
use crate::limits::Clock;
use crate::partition::Partition;
use crate::plan::{Incumbent, NONE, Plan};
use crate::price::fixed;
use crate::random::Random;
use crate::smooth::{affordable, newton};
use crate::solution::{Start, relative_gap};
use crate::subgradient::subgradient;
use crate::{
    Bound, Certificate, Effort, Limits, Phase, Price, Problem, Progress, Proof, Solution, Status,
    Stop, lower_bound,
};

/// With more candidates a problem is large: its kernel is looked at first.
const LARGE: usize = 200_000;
/// Candidates up to which more than the standard effort is spent on branch and bound and dives after that.
const SEARCHABLE: usize = 5_000_000;
/// Jobs of the first kernel for each price, and of the largest.
const KERNEL: [usize; 2] = [60, 240];
/// Effort for prices beyond coordinate ascent: at most a quarter of it.
const REFINEMENT: u64 = 2_000_000_000;
/// Standard effort where more gains little: this, and so much for each candidate.
const LESS: u64 = 200_000_000;
const LESS_A_PAIR: u64 = 50;
/// With an earlier plan: one part in this many of that effort.
const LESS_AGAIN: u64 = 4;
/// The gaps at which the standard effort ends: after a first round of searching; once half of it is spent, if
/// branching may prove all; and if it will not.
const NEAR_ENOUGH: [f64; 3] = [5e-6, 5e-5, 5e-4];
/// Candidates a job from which on lists are long.
const LONG: usize = 20;

/// A search that can be taken up again.
pub(crate) struct Solver<'p, 'l, 'c> {
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
    /// Branch and bound with knapsacks, once it has begun.
    partition: Option<Partition<'p>>,
    /// Dives from its root.
    dive: Option<Dive<'p>>,
    incumbent: Incumbent,
    /// Where the linear relaxation has jobs that it does not divide.
    start: Vec<u32>,
    /// Whether kernels are being improved.
    by_kernels: bool,
    /// What the prices come from, if anything.
    earlier: Option<&'l Start<'l>>,
    /// Jobs of the next kernel for each price.
    kernel: usize,
    /// True: search everywhere; false: only where the problem differs from the start.
    all: bool,
    random: Random,
    /// Annealing with compound moves so far.
    runs: Runs,
    /// Turns of searching so far, and how long the next one is.
    turns: u32,
    size: u64,
    /// Whether the last look has been taken.
    looked_last: bool,
    /// Why the search ended, unless the clock or the gap says so.
    end: Stop,
    progress: &'l mut dyn FnMut(Progress),
}

impl<'p, 'l, 'c> Solver<'p, 'l, 'c> {
    pub(crate) fn new(
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
            by_kernels: useful.candidate_count() > LARGE,
            earlier: None,
            kernel: KERNEL[0],
            all: true,
            random: Random::new(limits.seed),
            runs: Runs::NONE,
            turns: 0,
            looked_last: false,
            size: 1,
            end: Stop::Effort,
            problem,
            useful,
            limits,
            clock,
            progress,
        }
    }

    /// Begins with prices, and with a plan that leaves out whom the prices divide. `earlier` is what they come
    /// from, if anything.
    pub(crate) fn begin(
        &mut self,
        prices: Vec<f64>,
        plan: &[Option<u32>],
        earlier: Option<&'l Start<'l>>,
    ) {
        self.consider_prices(prices);
        self.start = plan.iter().map(|agent| agent.unwrap_or(NONE)).collect();
        self.report(Phase::Pricing);
        if self.by_kernels {
            if self.limits.effort == Effort::Standard {
                self.clock.allow(LESS + LESS_A_PAIR * self.useful.candidate_count() as u64);
            }
            self.fill_up();
            self.report(Phase::Placing);
            // Unchanged parts were improved by the earlier plan; changed parts come first.
            self.earlier = earlier.filter(|earlier| !earlier.assignment.is_empty());
            if self.earlier.is_some() {
                self.clock.allow(self.clock.left() / LESS_AGAIN);
                self.all = false;
            }
        } else {
            self.place_well();
        }
    }

    /// One more turn; false once no more of them would help, or may be taken.
    pub(crate) fn turn(&mut self) -> bool {
        match self.by_kernels {
            true => (!self.done() && self.turn_kernel()) || self.leave_kernels(),
            false => (!self.done() && self.look_further()) || self.look_last(),
        }
    }

    /// Goes on as with smaller problems, if more than the standard effort is allowed: it finds little there.
    fn leave_kernels(&mut self) -> bool {
        if self.useful.candidate_count() > SEARCHABLE {
            self.end = Stop::Exhausted;
            return false;
        }
        if matches!(self.limits.effort, Effort::Quick | Effort::Standard) {
            return false;
        }
        self.by_kernels = false;
        !self.done()
    }

    /// Whether it ended for want of effort.
    pub(crate) fn is_short(&self) -> bool {
        self.clock.stopped() == Some(Stop::Effort)
    }

    /// Allows more effort.
    pub(crate) fn go_on(&mut self, steps: u64) {
        self.clock.grant(steps);
    }

    /// What effort is left; none is afterwards.
    pub(crate) fn give_up_effort(&mut self) -> u64 {
        self.clock.give_up()
    }

    /// A plan for a problem of moderate size.
    fn place_well(&mut self) {
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

    fn gap(&self) -> f64 {
        relative_gap(self.incumbent.cost, self.lower_bound())
    }

    fn close_enough(&self) -> bool {
        self.gap() <= self.limits.gap
    }

    /// Whether what is left of the gap is not worth the rest of the standard effort.
    fn near_enough(&self) -> bool {
        let narrow = self.partition.as_ref().is_some_and(Partition::is_narrow);
        let [first, narrow_half, half] = NEAR_ENOUGH;
        let enough = match self.clock.is_half_spent() {
            false => first,
            true if narrow => narrow_half,
            true => half,
        };
        self.limits.effort == Effort::Standard && self.turns > 0 && self.gap() <= enough
    }

    fn report(&mut self, phase: Phase) {
        let (cost, lower_bound) = (self.incumbent.cost, self.lower_bound());
        (self.progress)(Progress { phase, cost, lower_bound });
    }

    pub(crate) fn finish(mut self) -> Solution {
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
