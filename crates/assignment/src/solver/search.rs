//! Problems of moderate size: branch and bound, dives and annealing, in turns that become longer.

use super::{LARGE, Solver};
use crate::anneal::{MOVE, Schedule, anneal};
use crate::certificate::unlisted_bound;
use crate::dive::Dive;
use crate::heat_bath;
use crate::improve::improve;
use crate::partition::Partition;
use crate::plan::Plan;
use crate::states;
use crate::subsets;
use crate::{Effort, Phase, Stop};

/// Annealing with fewer moves a job than this finds nothing that chains did not.
const LEAST_MOVES: u64 = 300;
/// Steps of the first branch and bound with knapsacks: while the gap is wide, and when it is at
/// most so many cost units.
const PARTITION: [u64; 2] = [20_000_000, 100_000_000];
const CLOSE: i64 = 3;
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

impl Solver<'_, '_, '_> {
    /// Branch and bound, dives and annealing, each time twice as long.
    pub(super) fn look_further(&mut self) -> bool {
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
    pub(super) fn look_last(&mut self) -> bool {
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

    /// Whether annealing with compound moves takes the place of the simpler one.
    pub(super) fn compounds(&self) -> bool {
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
}
