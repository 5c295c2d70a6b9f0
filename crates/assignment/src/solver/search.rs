//! Problems of moderate size: branch and bound, dives and annealing, in turns that become longer.

use super::{LARGE, Solver};
use crate::anneal::{MOVE, Schedule, anneal};
use crate::certificate::unlisted_bound;
use crate::dive::Dive;
use crate::heat_bath::{self, HEATS, Run};
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
/// Steps of annealing with compound moves in the first turn; of one run for each job, and at least. Many short
/// runs, each from the best plan, were found to do better than a long one.
const COMPOUND: u64 = 200_000_000;
const RUN_A_JOB: u64 = 15_000;
const LEAST_RUN: u64 = 2_000_000;
/// Candidates from which on a plan is annealed before the first search.
const EARLY: usize = 5_000;

impl Solver<'_, '_, '_> {
    /// Branch and bound, dives and annealing, each time twice as long.
    pub(super) fn look_further(&mut self) -> bool {
        let first = self.turns == 0;
        if self.near_enough() {
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
        if self.near_enough() {
            return true; // and the next turn ends
        }
        if self.compounds() {
            self.compound();
        } else if first || self.dive.is_none() {
            // After the first turn dives do better than simple moves, where there are any.
            self.anneal();
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
            // A wide gap will not close by branching, unless little is left to decide: better plans are needed first.
            let open = self.incumbent.cost - partition.bound;
            let steps = if open <= CLOSE { PARTITION[1] } else { PARTITION[0] };
            let steps = steps.saturating_mul(self.size).min(self.clock.left() / 8);
            let mut complete = partition.advance(&mut self.incumbent, steps, self.clock);
            if !complete && partition.is_narrow() {
                let steps = DIVE.saturating_mul(self.size).min(self.clock.left() / 2);
                complete = partition.advance(&mut self.incumbent, steps, self.clock);
            }
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

    /// Runs of annealing with compound moves, each from the best plan.
    fn compound(&mut self) {
        let least = (RUN_A_JOB * self.useful.jobs() as u64).max(LEAST_RUN);
        let mut left = COMPOUND.saturating_mul(self.size).min(self.clock.foreseen() / 2);
        while left >= least && !self.done() {
            let kind = self.runs.next();
            let steps = (least * self.runs.length(kind)).min(left);
            left -= steps;
            let before = self.incumbent.cost;
            let run = Run { reach: self.reach(), heat: HEATS[kind], steps };
            let start = Plan::from_agents(self.useful, &self.incumbent.agents);
            let random = &mut self.random;
            let found = heat_bath::anneal(&start, &self.prices, &run, random, self.clock);
            for agents in found.best.into_iter().chain([found.last]) {
                let mut plan = Plan::from_agents(self.useful, &agents);
                improve(&mut plan, 2, self.clock);
                self.consider_plan(&plan);
            }
            self.runs.note(kind, before - self.incumbent.cost, steps);
        }
    }
}
