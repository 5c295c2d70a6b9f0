//! Local search: every step keeps the plan within the capacities and makes it cheaper.
//!
//! Ejection chains (Glover 1992; for this problem Yagiura, Ibaraki & Glover 2004): a job moves to
//! an agent it would rather have; if there is no room, one job there makes way and takes its next
//! choice, which may displace a third. Swaps are the chains that return to where they began;
//! staying unplaced is a choice like any other, so placed and unplaced jobs trade places too.

mod best_chain;
mod room;

pub(crate) use self::room::{could_fit, freed_share};

use self::best_chain::{Look, Step, best_chain};
use self::room::make_room;
use crate::limits::Clock;
use crate::plan::{NONE, Plan};
use rayon::prelude::*;
use std::ops::Range;

/// Jobs from which on chains are looked for on all threads, and jobs at a time then: what changes in the
/// meantime is looked at again.
const MANY: usize = 20_000;
const BLOCK: usize = 2_048;

/// Repeats all chains of at most `depth` jobs (1 to 3) until none makes the plan cheaper, or the
/// clock stops.
pub(crate) fn improve(plan: &mut Plan<'_>, depth: usize, clock: &mut Clock<'_>) {
    let jobs = plan.problem.jobs();
    let block = if jobs < MANY { 1 } else { BLOCK };
    let mut search = Search {
        depth,
        tick: 1,
        changed: vec![1; plan.problem.agents()],
        tried: vec![0; jobs],
        looks: Vec::new(),
    };
    loop {
        let before = plan.cost();
        for first in (0..jobs).step_by(block) {
            if !search.improve(plan, first..jobs.min(first + block), clock) {
                return;
            }
        }
        if plan.cost() == before {
            return;
        }
    }
}

/// What is known of where chains may begin.
struct Search {
    depth: usize,
    /// Changes so far.
    tick: u64,
    /// When each agent was last changed, and each job last looked at.
    changed: Vec<u64>,
    tried: Vec<u64>,
    /// What was found for the jobs of a block.
    looks: Vec<Option<Look>>,
}

impl Search {
    /// Looks at the jobs of a block as the plan stands, and does what was found, one after the other; false once
    /// the clock has stopped.
    fn improve(&mut self, plan: &mut Plan<'_>, jobs: Range<usize>, clock: &mut Clock<'_>) -> bool {
        let mut looks = std::mem::take(&mut self.looks);
        match jobs.len() {
            1 => looks.extend(jobs.clone().map(|job| self.look(plan, job))),
            _ => looks.par_extend(jobs.clone().into_par_iter().map(|job| self.look(plan, job))),
        }
        let seen = self.tick;
        for (job, look) in jobs.zip(looks.drain(..)) {
            let Some(mut look) = look else { continue };
            self.tried[job] = seen;
            if !clock.spend(look.steps) {
                return false;
            }
            if self.has_changed(plan, &look.chain, seen) {
                look = best_chain(plan, job, self.depth);
                if !clock.spend(look.steps) {
                    return false;
                }
            }
            if look.chain.is_empty() {
                let steps = make_room(plan, job, &mut self.changed, &mut self.tick);
                if !clock.spend(steps) {
                    return false;
                }
            } else {
                self.tick += 1;
                apply(plan, &look.chain, &mut self.changed, self.tick);
            }
        }
        self.looks = looks;
        true
    }

    /// What can be done for a job, unless nothing has changed since that was last asked.
    fn look(&self, plan: &Plan<'_>, job: usize) -> Option<Look> {
        worth_trying(plan, job, &self.changed, self.tried[job])
            .then(|| best_chain(plan, job, self.depth))
    }

    /// Whether one of the agents of a chain has changed since.
    fn has_changed(&self, plan: &Plan<'_>, chain: &[Step], since: u64) -> bool {
        let mut agents = chain.iter().flat_map(|&(job, arc)| {
            [plan.agent(job), arc.map_or(NONE, |arc| plan.problem.arc_agent[arc])]
        });
        agents.any(|agent| agent != NONE && self.changed[agent as usize] > since)
    }
}

/// Whether an agent the job would rather have has changed since it was last tried.
fn worth_trying(plan: &Plan<'_>, job: usize, changed: &[u64], tried: u64) -> bool {
    let (problem, cost) = (plan.problem, plan.job_cost(job));
    if plan.arc(job).is_some() && problem.penalties[job] < cost {
        return true;
    }
    let better = problem.arcs(job).take_while(|&arc| problem.arc_cost[arc] < cost);
    better.into_iter().any(|arc| changed[problem.arc_agent[arc] as usize] > tried)
}

fn apply(plan: &mut Plan<'_>, chain: &[Step], changed: &mut [u64], tick: u64) {
    for &(job, _) in chain {
        let agent = plan.agent(job);
        if agent != NONE {
            changed[agent as usize] = tick;
        }
        plan.remove(job);
    }
    for &(job, arc) in chain {
        plan.shift(job, arc);
        let agent = plan.agent(job);
        if agent != NONE {
            changed[agent as usize] = tick;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;
    use crate::limits::{Effort, Limits};
    use crate::problem::narrow;
    use crate::random::Random;

    /// More jobs than are looked at one by one, and land for most of them.
    fn crowd() -> Problem {
        let mut random = Random::new(11);
        let mut builder = Problem::builder(1);
        (0..60).for_each(|_| _ = builder.agent(&[1_700]));
        for _ in 0..MANY + 1_500 {
            let first = random.below(60);
            let arcs: Vec<(u32, i64)> = (0..5)
                .map(|step| (narrow((first + 7 * step) % 60), 10 + random.below(90) as i64))
                .collect();
            builder.job(&[1 + random.below(9) as i64], 200, &arcs);
        }
        builder.build().unwrap()
    }

    fn improved(problem: &Problem, threads: usize) -> Plan<'_> {
        let limits = Limits { effort: Effort::Unlimited, ..Limits::default() };
        let mut plan = Plan::empty(problem);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| improve(&mut plan, 2, &mut Clock::new(&limits, 0)));
        plan
    }

    #[test]
    fn chains_of_a_crowd_leave_nobody_a_cheaper_place_on_any_number_of_threads() {
        let problem = crowd();
        let plan = improved(&problem, 1);
        let mut room = problem.capacities.clone();
        for job in 0..problem.jobs() {
            if let Some(arc) = plan.arc(job) {
                room[problem.arc_agent[arc] as usize] -= problem.need(job, arc)[0];
            }
            let cheaper =
                problem.arcs(job).take_while(|&arc| problem.arc_cost[arc] < plan.job_cost(job));
            assert!(cheaper.into_iter().all(|arc| !plan.fits(job, arc)), "{job}");
        }
        assert!(room.iter().all(|&room| room >= 0));
        assert!(room.iter().sum::<i64>() < 60 * 9, "land is scarce: {}", room.iter().sum::<i64>());
        assert_eq!(plan.agents(), improved(&problem, 3).agents());
    }
}
