//! Better plans by diving into the relaxation with knapsacks.
//!
//! Subgradient steps show more than a bound: how often a choice was taken of late is about its
//! share in the best mixture of knapsacks (the volume algorithm, Barahona & Anbil 2000). A dive
//! decides whatever has the greatest share, raises the bound of what is left, strikes out choices
//! that the incumbent rules out, and goes on until all is decided or the bound reaches the
//! incumbent; then it backtracks for a while, which settles the last jobs nearly exactly. A little
//! noise makes every dive another one. In column generation such heuristics are known to do well on
//! this problem (Sadykov, Vanderbeck, Pessoa, Tahiri & Uchoa 2019).
//!
//! Every other dive frees a few agents of the incumbent only (large neighbourhood search, Shaw
//! 1998); how many follows from what can be examined to the end.
//!
//! With 5 to 10 jobs an agent, where prices on capacities are far below the bound and annealing
//! freezes, seconds of dives beat a minute of it. A beam search over the same nodes was tried and
//! ends where dives do.

use std::rc::Rc;

use crate::limits::Clock;
use crate::node::{Fix, Node, fix};
use crate::plan::{Incumbent, NONE};
use crate::random::Random;
use crate::relaxation::{Relaxation, Value};
use crate::undecided::{Costs, Undecided};

// Chosen by single runs on instances of type D: docs/performance.md, "Constants of the search".

/// The most choices a job has here, those that force up the bound least.
const CHOICES: usize = 10;
/// The most that all jobs have together, beyond one each.
const ALL_CHOICES: usize = 60_000;
/// Subgradient steps at the root, at a node, and after choices were struck out.
const STEPS: [usize; 3] = [100, 20, 12];
/// Nodes examined after a dive first comes to its end.
const BUDGET: u32 = 100;
/// How much chance adds to a share.
const NOISE: f64 = 0.3;
/// Up to this part of the jobs is decided at once, where their shares are so large.
const AT_ONCE: usize = 20;
const LARGE_AT_ONCE: usize = 6;
const SURE: f32 = 0.5;
/// The least part of the gap, from the bound up, below which a dive from the root looks for plans.
const AMBITION: f64 = 0.3;
/// Nodes between two attempts at a whole plan from one.
const ATTEMPT: u32 = 5;

/// A search by dives from one root.
pub(crate) struct Dive<'p> {
    relaxation: Relaxation<'p>,
    root: Node,
    bound: i64,
    open: Vec<Branch>,
    /// Nodes since a plan was last made from one.
    waited: u32,
    /// Agents to free around the incumbent.
    free: f64,
    /// Plans that cost this or more are not looked for at present.
    target: i64,
}

/// A node that was examined and the choices left there.
struct Examined {
    node: Node,
    alive: Vec<bool>,
    stay: Vec<bool>,
}

/// The choices worth diving with: of each job those that force up the bound least, and of all jobs those that
/// force it up little beyond the job's best.
fn alive(root: &Node, costs: &Costs, limit: i64) -> Vec<bool> {
    let mut alive = vec![false; root.choices.len()];
    let mut further = Vec::new();
    for job in 0..root.jobs.len() {
        let mut list: Vec<usize> = root.list(job).filter(|&at| costs.at[at] < limit).collect();
        list.sort_by_key(|&at| costs.at[at]);
        list.truncate(CHOICES);
        let Some((&best, others)) = list.split_first() else { continue };
        alive[best] = true;
        further.extend(others.iter().map(|&at| (costs.at[at] - costs.at[best], at)));
    }
    further.sort_unstable();
    let room = ALL_CHOICES.max(root.jobs.len()) - root.jobs.len();
    further.iter().take(room).for_each(|&(_, at)| alive[at] = true);
    alive
}

/// Some decisions at a node; `None`: unplaced.
struct Branch {
    parent: Rc<Examined>,
    decisions: Vec<Decision>,
    bound: i64,
}

type Decision = (usize, Option<usize>);

impl<'p> Dive<'p> {
    /// Dives from a root with good multipliers.
    pub(crate) fn new(
        mut relaxation: Relaxation<'p>,
        mut root: Node,
        incumbent: &Incumbent,
        clock: &mut Clock<'_>,
    ) -> Self {
        let limit = incumbent.cost;
        let value = relaxation.raise(&mut root, limit, limit, 0, clock);
        let costs = relaxation.decide(&root, &value, limit);
        let alive = alive(&root, &costs, limit);
        let undecided = vec![Fix::Open; root.jobs.len()];
        let stay = |job: usize| root.stay[job];
        let mut root = fix(relaxation.problem, &root, &undecided, |at| alive[at], stay)
            .unwrap_or_else(|| root.clone());
        let value = relaxation.raise(&mut root, limit, limit, STEPS[0], clock);
        let bound = relaxation.ceil(value.total);
        Dive { relaxation, root, bound, open: Vec::new(), waited: 0, free: 4.0, target: i64::MAX }
    }

    /// Lowers the incumbent where it can, for about so many steps of effort.
    pub(crate) fn run(
        &mut self,
        incumbent: &mut Incumbent,
        steps: u64,
        random: &mut Random,
        clock: &mut Clock<'_>,
    ) {
        // What each kind has spent.
        let mut spent = [0; 2];
        let agents = self.relaxation.problem.agents as f64;
        while spent[0] + spent[1] < steps
            && self.bound < incumbent.cost
            && clock.stopped().is_none()
        {
            let left = clock.left();
            if spent[0] <= spent[1] {
                self.target = self.bound + Self::aim(incumbent.cost - self.bound, random);
                self.dive(self.root.clone(), incumbent, random, clock);
                spent[0] += left - clock.left();
            } else {
                self.target = i64::MAX;
                let complete = match self.around(incumbent, random) {
                    Some(node) => self.dive(node, incumbent, random, clock),
                    None => true,
                };
                self.free *= if complete { 1.03 } else { 0.9 };
                self.free = self.free.clamp(2.0, agents.max(2.0));
                spent[1] += left - clock.left();
            }
            self.relaxation.settle(clock);
        }
    }

    /// What part of the gap a dive uses: the less, the more choices are struck out and the straighter
    /// it goes to what is good, if there is anything there (Posta, Ferland & Michelon 2012 ask as
    /// branch and bound what a dive asks by chance).
    #[allow(clippy::cast_possible_truncation)] // a part of the gap
    fn aim(gap: i64, random: &mut Random) -> i64 {
        let share = AMBITION + (1.0 - AMBITION) * random.unit();
        (gap as f64 * share).ceil() as i64
    }

    /// The root with all jobs decided, except the incumbent's jobs at a few agents that compete for the same jobs.
    fn around(&self, incumbent: &Incumbent, random: &mut Random) -> Option<Node> {
        let node = &self.root;
        let mut free = vec![false; self.relaxation.problem.agents];
        let mut count = 0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 2 to the agents
        let wanted = self.free.round() as usize;
        for _ in 0..20 * wanted {
            let job = random.below(node.jobs.len());
            let list = node.list(job);
            if list.is_empty() || (count > 0 && !list.clone().any(|at| free[node.agent(at)])) {
                continue;
            }
            let agent = node.agent(list.start + random.below(list.len()));
            count += usize::from(!free[agent]);
            free[agent] = true;
            if count == wanted {
                break;
            }
        }
        let decide = |job: usize| {
            let agent = incumbent.agents[node.jobs[job] as usize];
            if agent == NONE || free[agent as usize] {
                return Fix::Open;
            }
            let choice = node.list(job).find(|&at| node.choices[at].agent == agent);
            choice.map_or(Fix::Open, |at| Fix::Takes(Some(at)))
        };
        let decisions: Vec<_> = (0..node.jobs.len()).map(decide).collect();
        fix(self.relaxation.problem, node, &decisions, |_| true, |job| node.stay[job])
    }

    /// One dive; true if it examined everything.
    fn dive(
        &mut self,
        root: Node,
        incumbent: &mut Incumbent,
        random: &mut Random,
        clock: &mut Clock<'_>,
    ) -> bool {
        self.open.clear();
        self.expand(root, incumbent, random, clock);
        let mut budget = None;
        while let Some(branch) = self.open.pop() {
            if clock.stopped().is_some() || budget == Some(0) {
                return false;
            }
            if branch.bound >= incumbent.cost.min(self.target) {
                continue;
            }
            let (before, height) = (incumbent.cost, self.open.len());
            if let Some(node) = branch.follow(&self.relaxation) {
                self.expand(node, incumbent, random, clock);
            }
            budget = match budget {
                _ if incumbent.cost < before => Some(BUDGET),
                None if self.open.len() <= height => Some(BUDGET),
                budget => budget.map(|left| left - 1),
            };
        }
        true
    }

    /// Bounds a node, strikes out choices that the incumbent rules out, and pushes its branches onto the stack.
    fn expand(
        &mut self,
        mut node: Node,
        incumbent: &mut Incumbent,
        random: &mut Random,
        clock: &mut Clock<'_>,
    ) {
        for round in 0_usize.. {
            let steps = STEPS[1 + round.min(1)];
            let limit = incumbent.cost.min(self.target);
            if node.jobs.is_empty() {
                self.relaxation.complete(&node, incumbent);
                return;
            }
            let ahead = ((limit - self.bound) / 8).max(1);
            let value = self.relaxation.raise(&mut node, limit, ahead, steps, clock);
            let bound = node.base.saturating_add(self.relaxation.ceil(value.total));
            self.waited += 1;
            if bound >= limit || clock.stopped().is_some() {
                if self.waited >= ATTEMPT {
                    self.waited = 0;
                    self.relaxation.try_plan(&node, &value, incumbent, clock);
                }
                return;
            }
            let costs = self.relaxation.decide(&node, &value, limit);
            self.relaxation.settle(clock);
            let Some(undecided) = Undecided::new(&node, &costs, limit) else { return };
            let few = undecided.decided == 0 || undecided.struck * 5 < node.choices.len();
            if few || round == 2 {
                self.branch(node, &value, &costs, &undecided, limit, random);
                return;
            }
            let smaller = undecided.strike(self.relaxation.problem, &node, &costs, limit);
            let Some(smaller) = smaller else { return };
            node = smaller;
        }
    }

    /// Leaves the ways to decide the likeliest job on the stack, its likeliest choice on top;
    /// above that, if there are more that are nearly as sure, all of them at once.
    fn branch(
        &mut self,
        node: Node,
        value: &Value,
        costs: &Costs,
        undecided: &Undecided,
        limit: i64,
        random: &mut Random,
    ) {
        let ways = |job: usize| -> Vec<(f32, i64, Option<usize>)> {
            let mut ways: Vec<_> = node
                .list(job)
                .filter(|&at| costs.at[at] < limit)
                .map(|at| (value.shares[at], costs.at[at], Some(at)))
                .collect();
            if node.stay[job] && costs.stay[job] < limit {
                let placed: f32 = node.list(job).map(|at| value.shares[at]).sum();
                ways.push(((1.0 - placed).max(0.0), costs.stay[job], None));
            }
            ways.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            ways
        };
        let mut forced: Vec<Decision> = Vec::new();
        let mut likely: Vec<(f64, f32, Decision)> = Vec::new();
        for job in 0..node.jobs.len() {
            if let Fix::Takes(choice) = undecided.fixes[job] {
                forced.push((job, choice));
            } else if let Some(&(share, _, choice)) = ways(job).last() {
                likely.push((f64::from(share) + NOISE * random.unit(), share, (job, choice)));
            }
        }
        likely.sort_by(|a, b| b.0.total_cmp(&a.0));
        let several = likely
            .iter()
            .skip(1)
            .take(node.jobs.len() / if node.jobs.len() > 2_000 { LARGE_AT_ONCE } else { AT_ONCE });
        let several: Vec<Decision> =
            several.filter(|(_, share, _)| *share >= SURE).map(|likely| likely.2).collect();
        let ways = likely.first().map_or_else(Vec::new, |likely| ways(likely.2.0));
        let stay = (0..node.jobs.len()).map(|job| node.stay[job] && costs.stay[job] < limit);
        let parent = Rc::new(Examined {
            alive: costs.at.iter().map(|&cost| cost < limit).collect(),
            stay: stay.collect(),
            node,
        });
        let mut push = |bound: i64, more: &[Decision]| {
            let decisions = [&forced[..], more].concat();
            self.open.push(Branch { parent: Rc::clone(&parent), decisions, bound });
        };
        let Some(&(_, _, first)) = likely.first() else { return push(0, &[]) };
        for &(_, bound, choice) in &ways {
            push(bound, &[(first.0, choice)]);
        }
        if !several.is_empty() {
            push(0, &[&[first][..], &several].concat());
        }
    }
}

impl Branch {
    /// The node in which the decisions are taken; `None` if they do not fit together.
    fn follow(&self, relaxation: &Relaxation<'_>) -> Option<Node> {
        let Examined { node, alive, stay } = &*self.parent;
        let mut fixes = vec![Fix::Open; node.jobs.len()];
        self.decisions.iter().for_each(|&(job, choice)| fixes[job] = Fix::Takes(choice));
        fix(relaxation.problem, node, &fixes, |at| alive[at], |job| stay[job])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partition::Partition;
    use crate::plan::Plan;
    use crate::testing::tight;
    use crate::{Limits, Problem};

    /// The optimum by branch and bound, which has brute force for an oracle of its own, and the
    /// root of it.
    fn optimum<'p>(problem: &'p Problem, prices: &[f64]) -> (i64, (Relaxation<'p>, Node)) {
        let mut incumbent = nobody(problem);
        let mut search = Partition::new(problem, prices, &incumbent);
        let complete =
            search.advance(&mut incumbent, u64::MAX, &mut Clock::new(&Limits::default(), 0));
        assert!(complete, "too large to test with");
        (incumbent.cost, search.root().expect("it has begun"))
    }

    fn nobody(problem: &Problem) -> Incumbent {
        let plan = Plan::empty(problem);
        Incumbent { agents: plan.agents(), cost: plan.cost() }
    }

    #[test]
    fn dives_end_at_plans_within_the_capacities_and_mostly_at_the_optimum() {
        let mut found = 0;
        for seed in 0..20 {
            let problem = tight(&mut Random::new(seed), 18, 4, [6, 30]);
            let prices = [1.0; 4];
            let least = optimum(&problem, &prices).0;
            let run = || {
                let mut clock = Clock::new(&Limits::default(), 0);
                let (_, (relaxation, root)) = optimum(&problem, &prices);
                let mut incumbent = nobody(&problem);
                let mut dive = Dive::new(relaxation, root, &incumbent, &mut clock);
                dive.run(&mut incumbent, 500_000, &mut Random::new(seed), &mut clock);
                incumbent
            };
            let (incumbent, again) = (run(), run());
            assert_eq!(incumbent.agents, again.agents, "seed {seed}");
            // `from_agents` leaves out whoever does not fit.
            let plan = Plan::from_agents(&problem, &incumbent.agents);
            assert_eq!((plan.agents(), plan.cost()), (incumbent.agents, incumbent.cost));
            assert!(incumbent.cost >= least, "seed {seed}");
            found += u32::from(incumbent.cost == least);
        }
        assert!(found >= 18, "only {found} of 20 optima");
    }

    #[test]
    fn two_jobs_that_want_the_same_place_are_told_apart() {
        // Both are cheapest at the first agent, which holds one: the second place costs 3 or 7.
        let mut builder = Problem::builder(1);
        let (a, b) = (builder.agent(&[5]), builder.agent(&[5]));
        builder.job(&[5], 100, &[(a, 1), (b, 4)]);
        builder.job(&[5], 100, &[(a, 1), (b, 8)]);
        let problem = builder.build().expect("valid");
        let (least, (relaxation, root)) = optimum(&problem, &[0.0; 2]);
        assert_eq!(least, 5);
        let mut clock = Clock::new(&Limits::default(), 0);
        let mut incumbent = nobody(&problem);
        let mut dive = Dive::new(relaxation, root, &incumbent, &mut clock);
        dive.run(&mut incumbent, 10_000, &mut Random::new(1), &mut clock);
        assert_eq!((incumbent.cost, &incumbent.agents[..]), (5, &[b, a][..]));
    }
}
