//! Large problems: kernels around the plan, filled, improved and annealed.

use super::{KERNEL, Solver};
use crate::heat_bath::{self, HEATS, Run};
use crate::improve::improve;
use crate::kernel::{Kernel, kernel};
use crate::plan::{NONE, Plan};
use crate::refill::refill;
use crate::solution::Start;
use crate::{Effort, Phase};

// Annealing took one city of 100,000 × 200 from 0.043 to 0.017 % in half a second (single runs).

/// The gap of a large problem from which on its kernel is annealed, how often, and steps for each job of it.
const WIDE: f64 = 1e-4;
const ANNEALINGS: usize = 2;
const ANNEALING_A_JOB: u64 = 5_000;
/// A price that differs by less than one part in 2 to this power is the same.
const SAME: u32 = 20;
/// After a round of kernels that closes less of the gap than this the next kernel is twice as large, or there is none.
const LEAST_GAIN: f64 = 0.01;

impl Solver<'_, '_, '_> {
    /// Improves the kernel of a large problem, which changes as the plan does.
    pub(super) fn turn_kernel(&mut self) -> bool {
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

    /// Whether hardly anything of the gap has been closed since the plan cost `before`.
    fn gained_little(&self, before: i64) -> bool {
        let open = (self.incumbent.cost - self.lower_bound()) as f64;
        (before - self.incumbent.cost) as f64 <= LEAST_GAIN * open
    }

    /// Anneals the kernel, where the gap is wide for a large problem; true if that is enough for the standard
    /// effort: larger kernels gain less in more time.
    fn anneal_kernels(&mut self) -> bool {
        if self.gap() <= WIDE || !heat_bath::applies(self.useful) {
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
        let run = Run { reach, heat: HEATS[1], steps };
        let found = heat_bath::anneal(&plan, &self.prices, &run, random, &mut clock);
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
}
