//! The search for one problem: a plan from prices, better plans, a proof, in turns that become longer.

use crate::anneal::{MOVE, Schedule, anneal};
use crate::certificate::unlisted_bound;
use crate::chain::complete;
use crate::construct::by_regret;
use crate::dive::Dive;
use crate::heat_bath;
use crate::improve::improve;
use crate::kernel::{Kernel, kernel};
use crate::limits::Clock;
use crate::partition::Partition;
use crate::plan::{Incumbent, NONE, Plan};
use crate::price::{SWEEPS, TOLERANCE, coordinate_ascent, fixed, subgradient};
use crate::random::Random;
use crate::refill::refill;
use crate::smooth::{affordable, newton};
use crate::solution::{Start, relative_gap};
use crate::states;
use crate::subsets;
use crate::{
    Bound, Certificate, Effort, Limits, Phase, Price, Problem, Progress, Proof, Solution, Status,
    Stop, lower_bound,
};

/// With more candidates a problem is large: its kernel is looked at first.
const LARGE: usize = 200_000;
/// Candidates up to which more than the standard effort is spent on branch and bound and dives after that.
const SEARCHABLE: usize = 5_000_000;
/// Steps of which a quarter may go into prices beyond coordinate ascent.
const REFINEMENT: u64 = 2_000_000_000;
/// Annealing with fewer moves a job than this finds nothing that chains did not.
const LEAST_MOVES: u64 = 300;
/// Jobs of the first kernel for each price, and of the largest.
const KERNEL: [usize; 2] = [60, 240];
/// The gap of a large problem from which on its kernel is annealed, how often, and steps for each job of it.
const WIDE: f64 = 1e-4;
const ANNEALINGS: usize = 2;
const ANNEALING_A_JOB: u64 = 5_000;
/// Steps of the standard effort where more would find little, and for each candidate.
const LESS: u64 = 200_000_000;
const LESS_A_PAIR: u64 = 50;
/// With an earlier plan to begin with, this part of them.
const LESS_AGAIN: u64 = 4;
/// A price that differs by less than a part of 2 to so many is the same.
const SAME: u32 = 20;
/// After a round of kernels that closes less of the gap than this the next kernel is twice as large, or there is none.
const LEAST_GAIN: f64 = 0.01;
/// Steps of the first branch and bound with knapsacks: while the gap is wide, and when it is at
/// most so many cost units.
const PARTITION: [u64; 2] = [20_000_000, 100_000_000];
const CLOSE: i64 = 3;
/// The gap at which the standard effort ends after a first round of searching.
const NEAR_ENOUGH: f64 = 5e-6;
/// States after each job: at first, at most, and when all effort is spent.
const STATES: [usize; 2] = [20_000, 200_000];
const MOST_STATES: usize = 500_000;
/// Steps for those: a few seconds.
const LAST_LOOK: u64 = 2_000_000_000;
/// Steps of the first dives.
const DIVE: u64 = 300_000_000;
/// Steps of the first annealing with compound moves.
const COMPOUND: u64 = 200_000_000;
/// Fewer are no annealing.
const LEAST_COMPOUND: u64 = 2_000_000;
/// Candidates from which on a plan is annealed before the first search.
const EARLY: usize = 5_000;
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
    /// Whether all is looked at, not only what is not as it was at the start.
    all: bool,
    random: Random,
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
            // What is as it was at the start has been improved before, so what is not comes first.
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

    /// Improves the kernel of a large problem, which changes as the plan does.
    fn turn_kernel(&mut self) -> bool {
        let before = self.incumbent.cost;
        let open = match self.earlier {
            Some(earlier) if !self.all => self.changed(earlier),
            _ => vec![true; self.problem.agents],
        };
        self.improve_kernel(&open);
        self.report(Phase::Placing);
        if self.gained_little(before) {
            if self.all && self.anneal_kernels() {
                return false;
            }
            if self.all {
                self.kernel *= 2;
            }
            self.all = true;
        }
        self.kernel <= KERNEL[1]
    }

    /// Whether hardly anything of the gap has been closed since the plan cost so much.
    fn gained_little(&self, before: i64) -> bool {
        let open = (self.incumbent.cost - self.lower_bound()) as f64;
        (before - self.incumbent.cost) as f64 <= LEAST_GAIN * open
    }

    /// Anneals the kernel, where the gap is wide for a large problem; true if that is enough for the standard
    /// effort: larger kernels gain less in more time.
    fn anneal_kernels(&mut self) -> bool {
        let wide = relative_gap(self.incumbent.cost, self.lower_bound()) > WIDE;
        if !wide || !heat_bath::applies(self.useful) {
            return false;
        }
        let before = self.incumbent.cost;
        for _ in 0..ANNEALINGS {
            self.anneal_kernel();
            self.report(Phase::Placing);
            if self.gained_little(before) {
                return false;
            }
        }
        self.limits.effort == Effort::Standard
    }

    /// The kernel around the plan, as far as it touches the open agents.
    fn kernel(&self, open: &[bool]) -> Kernel {
        let priced = self.priced().min(open.iter().filter(|&&open| open).count());
        kernel(self.useful, &self.prices, &self.incumbent.agents, open, self.kernel * priced)
    }

    fn priced(&self) -> usize {
        self.prices.iter().filter(|&&price| price > 0.0).count()
    }

    /// One round over the kernel around the plan, as far as it touches the open agents.
    fn improve_kernel(&mut self, open: &[bool]) {
        let kernel = self.kernel(open);
        let mut plan = Plan::from_agents(&kernel.problem, &kernel.inside(&self.incumbent.agents));
        let start = plan.cost();
        self.fill(&mut plan);
        improve(&mut plan, 3, self.clock);
        self.fill(&mut plan);
        self.put_back(&kernel, start, &plan);
    }

    /// Anneals the kernel around the plan, among choices that lose half of what an agent loses on average.
    fn anneal_kernel(&mut self) {
        let kernel = self.kernel(&vec![true; self.problem.agents]);
        let mut plan = Plan::from_agents(&kernel.problem, &kernel.inside(&self.incumbent.agents));
        let start = plan.cost();
        let open = (self.incumbent.cost - self.lower_bound()) as f64;
        let reach = 0.5 * open / self.priced().max(1) as f64;
        // With effort of its own: where it finds nothing, larger kernels need theirs.
        let steps = ANNEALING_A_JOB * plan.problem.jobs() as u64;
        let (random, mut clock) = (&mut self.random, self.clock.beside(2 * steps));
        let found = heat_bath::anneal(&plan, &self.prices, reach, steps, random, &mut clock);
        for agents in found.best.into_iter().chain([found.last]) {
            let mut other = Plan::from_agents(&kernel.problem, &agents);
            self.fill(&mut other);
            improve(&mut other, 2, self.clock);
            self.fill(&mut other);
            if other.cost() < plan.cost() {
                plan = other;
            }
        }
        self.put_back(&kernel, start, &plan);
    }

    /// Takes over a plan of the kernel, if it costs less than what it started from.
    fn put_back(&mut self, kernel: &Kernel, start: i64, plan: &Plan<'_>) {
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

    /// Branch and bound, dives and annealing, each time twice as long.
    fn look_further(&mut self) -> bool {
        let first = self.turns == 0;
        if !first && self.near_enough() {
            self.end = Stop::Near;
            return false;
        }
        // A first look at a large problem gains more from a good plan.
        let early = first && self.compounds() && self.useful.candidate_count() > EARLY;
        if !early && self.search() {
            self.end = Stop::Exhausted;
            return false;
        }
        self.report(Phase::Searching);
        if self.done() {
            return false;
        }
        self.dive();
        self.report(Phase::Searching);
        if self.done() {
            return false;
        }
        // After the first turn dives do better than annealing, where there are any.
        let dives = !first && self.dive.is_some();
        if !dives {
            match self.compounds() {
                true => self.compound(first),
                false => self.anneal(),
            }
        }
        self.report(Phase::Searching);
        self.turns += 1;
        self.size = self.size.saturating_mul(2).min(1 << 20);
        // Never turn idly for ever, whatever was done.
        self.clock.spend(1_000);
        true
    }

    /// Once all effort is spent, the states of a small problem, with effort of their own: sooner they would take
    /// what branch and bound proves more with. False, as nothing comes after it.
    fn look_last(&mut self) -> bool {
        let generous = matches!(self.limits.effort, Effort::Standard | Effort::Thorough);
        let open = self.is_short() || self.end == Stop::Near;
        if generous && open && !self.looked_last && states::applies(self.useful) {
            self.looked_last = true;
            let (incumbent, mut clock) = (&mut self.incumbent, self.clock.beside(LAST_LOOK));
            let found =
                states::best_plan(self.useful, &self.prices, incumbent, MOST_STATES, &mut clock);
            if let Some(states) = found {
                self.take_note(self.incumbent.cost, states);
                self.report(Phase::Searching);
            }
        }
        false
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

    /// Whether annealing with compound moves takes the place of the simpler one.
    fn compounds(&self) -> bool {
        let jobs = i64::try_from(self.useful.jobs()).unwrap_or(i64::MAX);
        self.useful.candidate_count() <= LARGE
            && self.incumbent.cost.checked_mul(4 * jobs.max(1)).is_some()
            && heat_bath::applies(self.useful)
    }

    /// Branch and bound; true if it examined everything, so that more of it is of no use.
    fn search(&mut self) -> bool {
        let (found, nodes, complete) = if subsets::applies(self.useful, self.clock) {
            let best = subsets::best_plan(self.useful, self.clock);
            if best.cost < self.incumbent.cost {
                self.incumbent = best;
            }
            (self.incumbent.cost, 1, true)
        } else if let Some(states) = self.look_at_states() {
            (self.incumbent.cost, states, true)
        } else {
            let (useful, prices, incumbent) = (self.useful, &self.prices, &self.incumbent);
            let partition =
                self.partition.get_or_insert_with(|| Partition::new(useful, prices, incumbent));
            // A wide gap will not close by branching: better plans are needed first.
            let open = self.incumbent.cost - partition.bound;
            let steps = if open <= CLOSE { PARTITION[1] } else { PARTITION[0] };
            let steps = steps.saturating_mul(self.size).min(self.clock.left() / 8);
            let complete = partition.advance(&mut self.incumbent, steps, self.clock);
            (partition.bound, partition.nodes, complete)
        };
        self.take_note(found, nodes);
        complete
    }

    /// Takes note of what a search proved of the plans that it looked at.
    fn take_note(&mut self, found: i64, nodes: u64) {
        // Plans with unlisted agents were not searched; the prices bound those, or knapsacks all plans.
        let unlisted = unlisted_bound(self.problem, &self.certified);
        let everywhere = self.partition.as_ref().map_or(0, |partition| partition.everywhere);
        let bound = unlisted.map_or(found, |bound| bound.min(found)).max(everywhere);
        if self.searched.is_none_or(|(best, _)| bound > best) {
            self.searched = Some((bound, nodes));
        }
    }

    /// Makes the plan the best of all if that takes few states; says how many.
    fn look_at_states(&mut self) -> Option<u64> {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let most = STATES[0].saturating_mul(size).min(STATES[1]);
        states::applies(self.useful)
            .then(|| {
                let incumbent = &mut self.incumbent;
                states::best_plan(self.useful, &self.prices, incumbent, most, self.clock)
            })
            .flatten()
    }

    /// Dives from the root of branch and bound, where it has one.
    fn dive(&mut self) {
        let (incumbent, clock) = (&mut self.incumbent, &mut *self.clock);
        if self.dive.is_none() {
            let root = self.partition.as_ref().and_then(Partition::root);
            self.dive =
                root.map(|(relaxation, root)| Dive::new(relaxation, root, incumbent, clock));
        }
        if let Some(dive) = &mut self.dive {
            let steps = DIVE.saturating_mul(self.size).min(clock.foreseen() / 2);
            dive.run(incumbent, steps, &mut self.random, clock);
        }
    }

    /// One run of annealing, if the effort left is enough for a useful one.
    fn anneal(&mut self) {
        let jobs = self.useful.jobs().max(1) as u64;
        let wanted =
            self.size.saturating_mul((20_000_000 / jobs).clamp(LEAST_MOVES, 20_000) * jobs);
        let moves = wanted.min(self.clock.left() / MOVE);
        if moves < LEAST_MOVES * jobs || self.useful.candidate_count() == 0 {
            return;
        }
        let start = Plan::from_agents(self.useful, &self.incumbent.agents);
        let schedule = Schedule {
            reach: self.reach(),
            moves,
            heat: [0.8, 0.3][self.random.below(2)],
            patience: [1.0, 3.0][self.random.below(2)],
        };
        let found = anneal(&start, &self.prices, &schedule, &mut self.random, self.clock);
        for agents in found.best.into_iter().chain([found.last]) {
            let mut plan = Plan::from_agents(self.useful, &agents);
            improve(&mut plan, 3, self.clock);
            self.consider_plan(&plan);
        }
    }

    /// Reduced cost of the choices that annealing looks at.
    fn reach(&self) -> f64 {
        let open = (self.incumbent.cost - self.lower_bound()).max(1) as f64;
        // Of many jobs each can account for a small part of the gap only.
        open * (200.0 / self.useful.jobs().max(1) as f64).min(0.3) + 1.0
    }

    /// One run of annealing with compound moves, if the effort left is enough.
    fn compound(&mut self, first: bool) {
        let (wanted, left) = (COMPOUND.saturating_mul(self.size), self.clock.foreseen() / 20 * 19);
        let steps = match first {
            true => wanted.min(left / 4),
            // A run cut short ends in disorder: the last one takes all that is left.
            false if left < 2 * wanted => left,
            false => wanted,
        };
        if steps < LEAST_COMPOUND + 100 * self.useful.candidate_count() as u64 {
            return;
        }
        let start = Plan::from_agents(self.useful, &self.incumbent.agents);
        let reach = self.reach();
        let random = &mut self.random;
        let found = heat_bath::anneal(&start, &self.prices, reach, steps, random, self.clock);
        for agents in found.best.into_iter().chain([found.last]) {
            let mut plan = Plan::from_agents(self.useful, &agents);
            improve(&mut plan, 2, self.clock);
            self.consider_plan(&plan);
        }
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
