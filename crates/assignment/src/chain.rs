//! Places for jobs that are left out, by chains of any length.
//!
//! A job takes the place of another, which takes the place of a third, until one finds room: the
//! cheapest such chain is a shortest path over jobs, and prices say which ones to look at first
//! (ejection chains, Glover 1992, as a best-first search). Where no single job makes enough room,
//! several small ones go, each by a chain of its own.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use crate::improve::{could_fit, freed_share};
use crate::limits::Clock;
use crate::plan::Plan;
use crate::price::priced;

/// Jobs looked at for one chain, and members of an agent that may make way for the same job.
const LOOKS: usize = 400;
const LEAVERS: usize = 8;
/// Agents of which several members may make way.
const AGENTS: usize = 6;
/// After this many failures in a row the search ends.
const IN_VAIN: usize = 20;
/// Chains may take one part in this many of the effort left.
const SHARE: u64 = 4;

/// Places the unplaced, those that need least first. Moves only what makes the plan cheaper.
pub(crate) fn complete(plan: &mut Plan<'_>, prices: &[f64], clock: &mut Clock<'_>) {
    let problem = plan.problem;
    let unplaced = |job: &usize| plan.arc(*job).is_none() && !problem.arcs(*job).is_empty();
    let mut rest: Vec<usize> = (0..problem.jobs()).filter(unplaced).collect();
    rest.sort_by_cached_key(|&job| (problem.need(job, problem.arcs(job).start).to_vec(), job));
    let mut chains = Chains { prices, losses: HashMap::new(), steps: 0, log: Vec::new() };
    let (mut in_vain, until) = (0, clock.left() - clock.left() / SHARE);
    for job in rest {
        if !clock.goes_on() {
            return;
        }
        chains.log.clear();
        let placed = chains.place(plan, job, clock) || chains.make_room(plan, job, clock);
        in_vain = if placed { 0 } else { in_vain + 1 };
        let going = clock.spend(std::mem::take(&mut chains.steps)) && clock.left() > until;
        if !going || in_vain == IN_VAIN {
            return;
        }
    }
}

struct Chains<'a> {
    prices: &'a [f64],
    /// What it costs a job at least to be elsewhere, at prices, with the arc that it is at.
    losses: HashMap<usize, (usize, f64)>,
    steps: u64,
    /// Jobs that were moved, and where they were before.
    log: Vec<(usize, Option<usize>)>,
}

/// A job that looks for a place because the one before took its own.
struct Look {
    job: usize,
    /// What the chain has cost up to here.
    spent: i64,
    /// The look before, and the arc that its job took.
    before: Option<(usize, usize)>,
}

impl Chains<'_> {
    /// Places an unplaced job by the cheapest chain that is found, if that is cheaper than leaving it
    /// out.
    fn place(&mut self, plan: &mut Plan<'_>, job: usize, clock: &Clock<'_>) -> bool {
        let problem = plan.problem;
        let mut looks = vec![Look { job, spent: 0, before: None }];
        let mut known = HashMap::from([(job, 0_i64)]);
        let mut heap = BinaryHeap::from([Reverse((0_i64, 0_usize))]);
        let mut best = problem.penalties[job];
        let mut end = None;
        let mut looked = 0;
        while let Some(Reverse((estimate, at))) = heap.pop() {
            if estimate >= best || looked == LOOKS || clock.is_over() {
                break;
            }
            looked += 1;
            let Look { job, spent, .. } = looks[at];
            let path = path(&looks, at);
            for arc in problem.arcs(job) {
                let agent = problem.arc_agent[arc];
                let now = spent + problem.arc_cost[arc];
                self.steps += 1;
                if now >= best {
                    break;
                }
                if path.iter().any(|&job| plan.agent(job) == agent) {
                    continue;
                }
                if plan.fits(job, arc) {
                    best = now;
                    end = Some((at, arc));
                    break; // what follows is dearer
                }
                for (loss, leaver) in self.leavers(plan, job, arc) {
                    let spent = now - plan.job_cost(leaver);
                    #[allow(clippy::cast_possible_truncation)] // costs are below 2^52
                    let estimate = now.saturating_add(loss as i64);
                    if estimate >= best || known.get(&leaver).is_some_and(|&old| old <= spent) {
                        continue;
                    }
                    known.insert(leaver, spent);
                    looks.push(Look { job: leaver, spent, before: Some((at, arc)) });
                    heap.push(Reverse((estimate, looks.len() - 1)));
                }
            }
        }
        let Some((at, arc)) = end else { return false };
        let mut moves = vec![(looks[at].job, arc)];
        let mut before = looks[at].before;
        while let Some((at, arc)) = before {
            moves.push((looks[at].job, arc));
            before = looks[at].before;
        }
        let start = self.log.len();
        moves.iter().for_each(|&(job, _)| self.remove(plan, job));
        for &(job, arc) in &moves {
            if !plan.fits(job, arc) {
                self.take_back(plan, start);
                return false;
            }
            plan.place(job, arc);
        }
        true
    }

    fn remove(&mut self, plan: &mut Plan<'_>, job: usize) {
        self.log.push((job, plan.arc(job)));
        plan.remove(job);
    }

    /// Takes back what was done since the log had the length `start`.
    fn take_back(&mut self, plan: &mut Plan<'_>, start: usize) {
        let done = self.log.split_off(start);
        done.iter().for_each(|&(job, _)| plan.remove(job));
        let mut seen = HashSet::new();
        for (job, arc) in done {
            if seen.insert(job) {
                plan.shift(job, arc);
            }
        }
    }

    /// Members of an agent of which each alone would make room for the job, with what it costs them at
    /// least to be elsewhere; those with the least loss.
    fn leavers(&mut self, plan: &Plan<'_>, job: usize, arc: usize) -> Vec<(f64, usize)> {
        let members = plan.members(plan.problem.arc_agent[arc]);
        // Looking up the loss of each, and sorting them.
        self.steps += 8 * members.len() as u64;
        let mut leavers: Vec<(f64, usize)> = Vec::new();
        for &member in members {
            let member = member as usize;
            if plan.fits_without(job, arc, member) {
                leavers.push((self.loss(plan, member), member));
            }
        }
        leavers.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        leavers.truncate(LEAVERS);
        leavers
    }

    /// How much dearer than now a placed job is elsewhere at the prices, at least.
    fn loss(&mut self, plan: &Plan<'_>, job: usize) -> f64 {
        let problem = plan.problem;
        let here = plan.arc(job).expect("members are placed");
        if let Some(&(arc, loss)) = self.losses.get(&job)
            && arc == here
        {
            return loss;
        }
        let mut least = problem.penalties[job] as f64;
        for arc in problem.arcs(job) {
            self.steps += 1;
            if problem.arc_cost[arc] as f64 >= least {
                break;
            }
            if arc != here {
                least = least.min(priced(problem, self.prices, job, arc));
            }
        }
        let loss = least - problem.arc_cost[here] as f64;
        self.losses.insert(job, (here, loss));
        loss
    }

    /// Places an unplaced job where several members make way for it and find places by chains, if
    /// that makes the plan cheaper.
    fn make_room(&mut self, plan: &mut Plan<'_>, job: usize, clock: &Clock<'_>) -> bool {
        let problem = plan.problem;
        let mut arcs: Vec<(f64, usize)> = problem
            .arcs(job)
            .filter(|&arc| {
                problem.arc_cost[arc] < problem.penalties[job] && could_fit(plan, job, arc)
            })
            .map(|arc| (priced(problem, self.prices, job, arc), arc))
            .collect();
        arcs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        arcs.truncate(AGENTS);
        for (_, arc) in arcs {
            let agent = problem.arc_agent[arc];
            let before = plan.cost();
            let members = plan.members(agent).to_vec();
            self.steps += 8 * members.len() as u64;
            let mut offers: Vec<(f64, usize)> = Vec::new();
            for member in members.into_iter().map(|member| member as usize) {
                let freed = freed_share(plan, job, arc, member);
                if freed > 0.0 {
                    offers.push((self.loss(plan, member).max(0.0) / freed, member));
                }
            }
            offers.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            self.log.clear();
            for (_, member) in offers {
                if plan.fits(job, arc) {
                    break;
                }
                self.remove(plan, member);
            }
            let gone = self.log.clone();
            if plan.fits(job, arc) {
                self.remove(plan, job);
                plan.place(job, arc);
                // A job that did not have to make way after all stays.
                for &(member, old) in &gone {
                    if let Some(old) = old.filter(|&old| plan.fits(member, old)) {
                        plan.place(member, old);
                    }
                }
                let homeless = |&(member, _): &(usize, _)| {
                    plan.arc(member).is_some() || self.place(plan, member, clock)
                };
                if gone.iter().all(homeless) && plan.cost() < before {
                    return true;
                }
            }
            self.take_back(plan, 0);
        }
        false
    }
}

/// The jobs of a chain, from the last to the first.
fn path(looks: &[Look], mut at: usize) -> Vec<usize> {
    let mut path = vec![looks[at].job];
    while let Some((before, _)) = looks[at].before {
        path.push(looks[before].job);
        at = before;
    }
    path
}
