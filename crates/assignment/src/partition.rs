//! Branch and bound for one resource, with knapsacks for a bound.
//!
//! The *placing* of jobs is relaxed instead of the capacities: a job that is not placed exactly
//! once costs or earns a multiplier, and every agent fills itself in the best way, a knapsack
//! (Fisher, Jaikumar & Van Wassenhove 1986). Unlike prices on capacities this bound sees that
//! agents hold whole jobs. What each decision would cost follows from the same knapsacks and
//! strikes out most choices before any branching (Posta, Ferland & Michelon 2012); and as they do,
//! the question put is not "is anything cheaper than the plan known" but "does anything cost no
//! more than the bound", then one unit more, and so on: each answer needs a small tree, and each
//! no raises the bound.
//!
//! Multipliers are fixed-point numbers and all sums integers: nothing is rounded the wrong way.

use std::rc::Rc;

use crate::Problem;
use crate::construct::by_regret;
use crate::improve::improve;
use crate::knapsack::{Item, Knapsack};
use crate::limits::Clock;
use crate::plan::{NONE, Plan, narrow};
use crate::price::priced;
use crate::search::Incumbent;

/// Binary places of a multiplier.
const BITS: u32 = 12;
/// Subgradient steps at the root, at a node, and after choices were struck out.
const STEPS: [usize; 3] = [400, 20, 12];
/// Table entries of the knapsacks computed in a step of effort.
const ENTRIES: u64 = 4;

/// Whether this method applies: one resource, and sums that stay small.
pub(crate) fn applies(problem: &Problem, incumbent: &Incumbent) -> bool {
    let jobs = i64::try_from(problem.jobs()).unwrap_or(i64::MAX);
    problem.resources == 1
        && incumbent.cost.checked_mul(jobs + 2).is_some_and(|sum| sum < 1 << (60 - BITS))
}

/// A search that can be interrupted.
pub(crate) struct Partition<'p> {
    problem: &'p Problem,
    prices: Vec<f64>,
    open: Vec<Branch>,
    started: bool,
    /// Plans that cost this or more are not looked for at present.
    limit: i64,
    /// No plan over the listed candidates is cheaper.
    pub(crate) bound: i64,
    pub(crate) nodes: u64,
    root: Option<Rc<Node>>,
    tables: Tables,
}

/// A subproblem: some jobs have their place, the others some choices left.
#[derive(Clone)]
struct Node {
    /// The remaining jobs, their choices, and whether they may stay unplaced.
    jobs: Vec<u32>,
    starts: Vec<u32>,
    choices: Vec<Choice>,
    stay: Vec<bool>,
    multipliers: Vec<i64>,
    room: Vec<i64>,
    /// Cost of the jobs with a place.
    base: i64,
    placed: Option<Rc<Placed>>,
}

#[derive(Clone, Copy)]
struct Choice {
    agent: u32,
    cost: i64,
    need: i64,
}

struct Placed {
    job: u32,
    agent: u32,
    parent: Option<Rc<Placed>>,
}

/// One way to decide one job of a node; `None`: unplaced.
struct Branch {
    node: Rc<Node>,
    job: usize,
    choice: Option<usize>,
    bound: i64,
}

/// Working space.
#[derive(Default)]
struct Tables {
    knapsack: Knapsack,
    items: Vec<Item>,
    /// Job and choice behind each item.
    sources: Vec<(u32, u32)>,
    by_agent: Vec<Vec<(u32, u32)>>,
    entries: u64,
}

/// The value of the relaxation at some multipliers.
struct Value {
    /// In fixed point, without the node's base.
    total: i64,
    /// How often each job is taken.
    taken: Vec<i32>,
    /// The choices that the agents take.
    chosen: Vec<u32>,
}

impl Node {
    fn list(&self, job: usize) -> std::ops::Range<usize> {
        self.starts[job] as usize..self.starts[job + 1] as usize
    }
}

impl<'p> Partition<'p> {
    pub(crate) fn new(problem: &'p Problem, prices: &[f64]) -> Self {
        Partition {
            problem,
            prices: prices.to_vec(),
            open: Vec::new(),
            started: false,
            limit: 0,
            bound: 0,
            nodes: 0,
            root: None,
            tables: Tables::default(),
        }
    }

    /// Goes on for `steps` of effort; true once no plan is cheaper than the incumbent.
    pub(crate) fn advance(
        &mut self,
        incumbent: &mut Incumbent,
        steps: u64,
        clock: &mut Clock<'_>,
    ) -> bool {
        let until = clock.left().saturating_sub(steps);
        if !self.started {
            self.started = true;
            let mut root = self.root(incumbent.cost);
            let value = self.raise(&mut root, incumbent.cost, STEPS[0], clock);
            self.bound = ceil(value.total);
            self.limit = self.bound + 1;
            self.root = Some(Rc::new(root));
            self.restart(incumbent, clock);
            self.settle(clock);
        }
        while self.bound < incumbent.cost {
            if clock.stopped().is_some() || clock.left() <= until {
                return false;
            }
            self.limit = self.limit.min(incumbent.cost);
            let Some(branch) = self.open.pop() else {
                // Nothing below the limit: the bound is proven, the next question is put.
                self.bound = self.limit;
                if self.bound < incumbent.cost {
                    self.limit = self.bound + 1;
                    self.restart(incumbent, clock);
                    self.settle(clock);
                }
                continue;
            };
            if branch.bound >= self.limit {
                continue;
            }
            if let Some(node) = branch_off(self.problem, &branch) {
                self.expand(node, STEPS[1], incumbent, clock);
            }
            self.settle(clock);
        }
        self.bound = incumbent.cost;
        true
    }

    /// Takes note of the work done since the last time.
    fn settle(&mut self, clock: &mut Clock<'_>) {
        clock.spend(100 + std::mem::take(&mut self.tables.entries) / ENTRIES);
    }

    fn restart(&mut self, incumbent: &mut Incumbent, clock: &mut Clock<'_>) {
        if let Some(root) = &self.root {
            let root = Node::clone(root);
            self.expand(root, STEPS[1], incumbent, clock);
        }
    }

    /// The whole problem, with the multipliers that prices suggest: what a job costs at them.
    fn root(&self, limit: i64) -> Node {
        let problem = self.problem;
        let jobs = problem.jobs();
        let mut node = Node {
            jobs: (0..jobs).map(narrow).collect(),
            starts: vec![0],
            choices: Vec::with_capacity(problem.candidate_count()),
            stay: vec![true; jobs],
            multipliers: Vec::with_capacity(jobs),
            room: problem.capacities.clone(),
            base: 0,
            placed: None,
        };
        for job in 0..jobs {
            let mut least = problem.penalties[job].min(limit) as f64;
            for arc in problem.arcs(job) {
                node.choices.push(Choice {
                    agent: problem.arc_agent[arc],
                    cost: problem.arc_cost[arc],
                    need: problem.need(job, arc)[0],
                });
                least = least.min(priced(problem, &self.prices, job, arc));
            }
            node.starts.push(narrow(node.choices.len()));
            node.multipliers.push(to_fixed(least));
        }
        node
    }

    /// Raises the bound of a node by subgradient steps (Held & Karp 1971, directions smoothed as
    /// by Camerini, Fratta & Maffioli 1975); the node keeps the best multipliers.
    fn raise(&mut self, node: &mut Node, limit: i64, steps: usize, clock: &mut Clock<'_>) -> Value {
        self.tables.sort_by_agent(node);
        let mut at = node.multipliers.clone();
        let mut best = self.tables.evaluate(node, &at);
        let mut value = Value { taken: best.taken.clone(), chosen: Vec::new(), ..best };
        let mut direction = vec![0.0; at.len()];
        let (mut theta, mut stalled) = (1.0_f64, 0);
        let patience = (steps / 20).clamp(3, 15);
        for step in 0..steps {
            let goal = ((limit - node.base) << BITS) as f64;
            if node.base.saturating_add(ceil(best.total)) >= limit || clock.stopped().is_some() {
                break;
            }
            let mut length = 0.0;
            for (job, d) in direction.iter_mut().enumerate() {
                let gradient = f64::from(1 - value.taken[job]);
                *d = 0.5 * *d + gradient;
                length += *d * *d;
            }
            if length < 1e-9 {
                break;
            }
            // The limit is one above the bound as a rule: a little more keeps the steps alive.
            let aim = (goal - value.total as f64).max(f64::from(1 << BITS) * 0.5);
            let stride = theta * aim / length;
            for (job, u) in at.iter_mut().enumerate() {
                let most = match node.stay[job] {
                    true => self.problem.penalties[node.jobs[job] as usize].min(limit),
                    false => limit,
                };
                *u = (*u + round(stride * direction[job])).clamp(0, most << BITS);
            }
            value = self.tables.evaluate(node, &at);
            if value.total > best.total {
                best = Value { taken: value.taken.clone(), chosen: value.chosen.clone(), ..value };
                node.multipliers.copy_from_slice(&at);
                stalled = 0;
            } else {
                stalled += 1;
                if stalled >= patience {
                    theta *= 0.5;
                    stalled = 0;
                    at.copy_from_slice(&node.multipliers);
                    value = Value { taken: best.taken.clone(), chosen: Vec::new(), ..best };
                    direction.fill(0.0);
                    if theta < 1e-4 {
                        break;
                    }
                }
            }
            if step % 8 == 7 {
                clock.spend(std::mem::take(&mut self.tables.entries) / ENTRIES);
            }
        }
        best
    }

    /// Bounds a node, strikes out choices that the limit rules out, and leaves the ways of one
    /// job on the stack, the most promising on top.
    fn expand(
        &mut self,
        mut node: Node,
        mut steps: usize,
        incumbent: &mut Incumbent,
        clock: &mut Clock<'_>,
    ) {
        self.nodes += 1;
        let mut tried = false;
        loop {
            self.limit = self.limit.min(incumbent.cost);
            let limit = self.limit;
            if node.jobs.is_empty() {
                if node.base < incumbent.cost {
                    incumbent.cost = node.base;
                    incumbent.agents.fill(NONE);
                    self.recall(&node, |job, agent| incumbent.agents[job] = agent);
                }
                return;
            }
            let value = self.raise(&mut node, limit, steps, clock);
            let bound = node.base.saturating_add(ceil(value.total));
            if bound >= limit || clock.stopped().is_some() {
                if bound < limit {
                    self.unfinished(node, bound);
                }
                return;
            }
            // In large problems a plan costs more than a node and rarely is a better one.
            let every = 1 + self.problem.candidate_count() as u64 / 4_000;
            if !tried && (self.nodes - 1).is_multiple_of(every) {
                self.try_plan(&node, &value, incumbent, clock);
                tried = true;
                if self.limit.min(incumbent.cost) < limit {
                    continue;
                }
            }
            let costs = self.tables.decide(&node, &value, self.problem, limit);
            let Some(survey) = Survey::new(&node, &costs, limit) else { return };
            if survey.struck == 0
                || (survey.decided == 0 && survey.struck * 10 < node.choices.len())
            {
                let node = Rc::new(node);
                for (bound, choice) in survey.ways(&node, &costs, limit) {
                    let node = Rc::clone(&node);
                    self.open.push(Branch { node, job: survey.job, choice, bound });
                }
                return;
            }
            let Some(smaller) = survey.strike(self.problem, &node, &costs, limit) else { return };
            node = smaller;
            steps = STEPS[2];
        }
    }

    /// Puts a node that was not examined to its end back on the stack, every way of one job open.
    fn unfinished(&mut self, node: Node, bound: i64) {
        let node = Rc::new(node);
        let choices = node.list(0).map(Some).chain(node.stay[0].then_some(None));
        for choice in choices {
            self.open.push(Branch { node: Rc::clone(&node), job: 0, choice, bound });
        }
    }

    fn recall(&self, node: &Node, mut place: impl FnMut(usize, u32)) {
        let mut link = node.placed.as_ref();
        while let Some(placed) = link {
            place(placed.job as usize, placed.agent);
            link = placed.parent.as_ref();
        }
    }

    /// A plan from what the agents chose: jobs taken twice stay with one of them, the others and
    /// those not taken go where the prices say.
    fn try_plan(
        &mut self,
        node: &Node,
        value: &Value,
        incumbent: &mut Incumbent,
        clock: &mut Clock<'_>,
    ) {
        let mut agents = vec![NONE; self.problem.jobs()];
        self.recall(node, |job, agent| agents[job] = agent);
        let mut chosen = vec![false; node.choices.len()];
        value.chosen.iter().for_each(|&at| chosen[at as usize] = true);
        for job in 0..node.jobs.len() {
            let taken = node.list(job).filter(|&at| chosen[at]);
            if let Some(at) = taken.min_by_key(|&at| node.choices[at].cost) {
                agents[node.jobs[job] as usize] = node.choices[at].agent;
            }
        }
        let mut plan = Plan::from_agents(self.problem, &agents);
        by_regret(&mut plan, &self.prices);
        let slack = (incumbent.cost / 200).max(2);
        if plan.cost() < incumbent.cost.saturating_add(slack) {
            improve(&mut plan, 2, clock);
        }
        if plan.cost() < incumbent.cost {
            *incumbent = Incumbent { agents: plan.agents(), cost: plan.cost() };
        }
    }
}

/// The node in which the branch's job is decided; `None` if it does not fit.
fn branch_off(problem: &Problem, branch: &Branch) -> Option<Node> {
    let node = &branch.node;
    let mut fixes = vec![None; node.jobs.len()];
    fixes[branch.job] = Some(branch.choice);
    fix(problem, node, &fixes, |_| true, |job| node.stay[job])
}

/// Decides some jobs and leaves the rest with the choices that `keep` likes and that still fit.
fn fix(
    problem: &Problem,
    node: &Node,
    fixes: &[Option<Option<usize>>],
    keep: impl Fn(usize) -> bool,
    stay: impl Fn(usize) -> bool,
) -> Option<Node> {
    let mut next = Node {
        jobs: Vec::new(),
        starts: vec![0],
        choices: Vec::new(),
        stay: Vec::new(),
        multipliers: Vec::new(),
        room: node.room.clone(),
        base: node.base,
        placed: node.placed.clone(),
    };
    for (job, fixed) in fixes.iter().enumerate() {
        let Some(choice) = *fixed else { continue };
        let mut agent = NONE;
        match choice {
            None => next.base += problem.penalties[node.jobs[job] as usize],
            Some(at) => {
                let choice = node.choices[at];
                agent = choice.agent;
                next.base += choice.cost;
                next.room[agent as usize] -= choice.need;
                if next.room[agent as usize] < 0 {
                    return None;
                }
            }
        }
        next.placed = Some(Rc::new(Placed { job: node.jobs[job], agent, parent: next.placed }));
    }
    for (job, fixed) in fixes.iter().enumerate() {
        if fixed.is_some() {
            continue;
        }
        let fits = |&at: &usize| {
            let choice = node.choices[at];
            keep(at) && choice.need <= next.room[choice.agent as usize]
        };
        let list: Vec<Choice> = node.list(job).filter(fits).map(|at| node.choices[at]).collect();
        if list.is_empty() && !stay(job) {
            return None;
        }
        next.choices.extend(list);
        next.starts.push(narrow(next.choices.len()));
        next.jobs.push(node.jobs[job]);
        next.stay.push(stay(job));
        next.multipliers.push(node.multipliers[job]);
    }
    Some(next)
}

impl Tables {
    fn sort_by_agent(&mut self, node: &Node) {
        self.by_agent.resize(node.room.len(), Vec::new());
        self.by_agent.iter_mut().for_each(Vec::clear);
        for job in 0..node.jobs.len() {
            for at in node.list(job) {
                let agent = node.choices[at].agent as usize;
                self.by_agent[agent].push((narrow(job), narrow(at)));
            }
        }
    }

    /// Fills the knapsack of an agent with what its jobs are worth; says the best value.
    fn fill(&mut self, node: &Node, multipliers: &[i64], agent: usize) -> i64 {
        self.items.clear();
        self.sources.clear();
        for &(job, at) in &self.by_agent[agent] {
            let choice = node.choices[at as usize];
            let value = multipliers[job as usize] - (choice.cost << BITS);
            if value > 0 && choice.need <= node.room[agent] {
                self.items.push(Item { need: choice.need, value });
                self.sources.push((job, at));
            }
        }
        let value = self.knapsack.solve(&self.items, node.room[agent]);
        self.entries += (self.items.len() as u64 + 1) * self.knapsack.width();
        self.entries += 4 * self.by_agent[agent].len() as u64 + 20;
        value
    }

    /// Σ u − Σ of the knapsacks: no way to complete the node costs less.
    fn evaluate(&mut self, node: &Node, multipliers: &[i64]) -> Value {
        let mut value = Value {
            total: multipliers.iter().sum(),
            taken: vec![0; node.jobs.len()],
            chosen: Vec::new(),
        };
        for agent in 0..node.room.len() {
            value.total -= self.fill(node, multipliers, agent);
            let sources = &self.sources;
            self.knapsack.chosen(|k| {
                value.taken[sources[k].0 as usize] += 1;
                value.chosen.push(sources[k].1);
            });
        }
        value
    }

    /// The least cost of completing the node after each single decision.
    fn decide(&mut self, node: &Node, value: &Value, problem: &Problem, limit: i64) -> Costs {
        // What it costs to force a choice in, or out.
        let mut inside = vec![0; node.choices.len()];
        let mut outside = vec![0; node.choices.len()];
        let never = limit << BITS;
        for agent in 0..node.room.len() {
            let best = self.fill(node, &node.multipliers, agent);
            for &(job, at) in &self.by_agent[agent] {
                let choice = node.choices[at as usize];
                let worth = node.multipliers[job as usize] - (choice.cost << BITS);
                inside[at as usize] = match self.knapsack.beside(choice.need) {
                    Some(rest) if choice.need <= node.room[agent] => best - worth - rest,
                    _ => never,
                };
            }
            let sources = &self.sources;
            self.knapsack.decisions(|k, without, with| {
                outside[sources[k].1 as usize] = best - without;
                inside[sources[k].1 as usize] = with.map_or(never, |with| best - with);
            });
            self.entries += 3 * (self.items.len() as u64 + 1) * self.knapsack.width();
        }
        let mut costs =
            Costs { at: vec![0; node.choices.len()], stay: vec![limit; node.jobs.len()] };
        for job in 0..node.jobs.len() {
            let out: i64 = node.list(job).map(|at| outside[at]).sum();
            for at in node.list(job) {
                let total = value.total + inside[at] + out - outside[at];
                costs.at[at] = node.base.saturating_add(ceil(total));
            }
            if node.stay[job] {
                let penalty = problem.penalties[node.jobs[job] as usize].min(limit) << BITS;
                let total = value.total + penalty - node.multipliers[job] + out;
                costs.stay[job] = node.base.saturating_add(ceil(total));
            }
        }
        costs
    }
}

/// Bounds on the cost of all plans with one more decision taken.
struct Costs {
    at: Vec<i64>,
    stay: Vec<i64>,
}

/// What is left to decide at a node.
struct Survey {
    fixes: Vec<Option<Option<usize>>>,
    struck: usize,
    decided: usize,
    /// The job to branch on.
    job: usize,
}

impl Survey {
    /// `None` when some job has no choice left below the limit.
    fn new(node: &Node, costs: &Costs, limit: i64) -> Option<Self> {
        let mut survey =
            Survey { fixes: vec![None; node.jobs.len()], struck: 0, decided: 0, job: 0 };
        let mut best = None;
        for job in 0..node.jobs.len() {
            let stay = node.stay[job] && costs.stay[job] < limit;
            survey.struck += usize::from(node.stay[job] && !stay);
            let (mut first, mut second) =
                if stay { (costs.stay[job], limit) } else { (limit, limit) };
            let mut left = usize::from(stay);
            let mut only = None;
            for at in node.list(job) {
                if costs.at[at] >= limit {
                    survey.struck += 1;
                    continue;
                }
                left += 1;
                only = Some(at);
                if costs.at[at] < first {
                    (first, second) = (costs.at[at], first);
                } else {
                    second = second.min(costs.at[at]);
                }
            }
            match left {
                0 => return None,
                1 => {
                    survey.fixes[job] = Some(only);
                    survey.decided += 1;
                }
                _ => {
                    // The fewest ways; among those the job that other choices cost most.
                    let key = (std::cmp::Reverse(left), second - first);
                    if best.is_none_or(|b| key > b) {
                        best = Some(key);
                        survey.job = job;
                    }
                }
            }
        }
        Some(survey)
    }

    /// The node without the choices that the limit rules out.
    fn strike(&self, problem: &Problem, node: &Node, costs: &Costs, limit: i64) -> Option<Node> {
        let stay = |job: usize| node.stay[job] && costs.stay[job] < limit;
        fix(problem, node, &self.fixes, |at| costs.at[at] < limit, stay)
    }

    /// The ways of the branching job, the least promising first.
    fn ways(&self, node: &Node, costs: &Costs, limit: i64) -> Vec<(i64, Option<usize>)> {
        let mut ways: Vec<(i64, Option<usize>)> =
            node.list(self.job).map(|at| (costs.at[at], Some(at))).collect();
        if node.stay[self.job] {
            ways.push((costs.stay[self.job], None));
        }
        ways.retain(|way| way.0 < limit);
        ways.sort_by_key(|way| std::cmp::Reverse(way.0));
        ways
    }
}

/// A fixed-point bound as the integer that integer costs allow.
fn ceil(total: i64) -> i64 {
    (total + (1 << BITS) - 1) >> BITS
}

#[allow(clippy::cast_possible_truncation)] // saturates; multipliers are clamped afterwards
fn round(value: f64) -> i64 {
    value.round() as i64
}

fn to_fixed(value: f64) -> i64 {
    round(value * f64::from(1 << BITS)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::random::Random;

    fn small(random: &mut Random) -> Problem {
        let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
        let mut builder = Problem::builder(1);
        let agents = [builder.agent(&[below(25)]), builder.agent(&[below(25)])];
        for _ in 0..11 {
            let rows = agents.map(|agent| (agent, below(30), [below(9)]));
            let list: Vec<(u32, i64, &[i64])> =
                rows.iter().map(|(agent, cost, need)| (*agent, *cost, &need[..])).collect();
            builder.job_by_agent(10 + below(100), &list);
        }
        builder.build().expect("valid")
    }

    /// The least cost by trying every plan.
    fn optimum(problem: &Problem, job: usize, room: &mut [i64]) -> i64 {
        if job == problem.jobs() {
            return 0;
        }
        let mut best = problem.penalties[job] + optimum(problem, job + 1, room);
        for arc in problem.arcs(job) {
            let (agent, need) = (problem.arc_agent[arc] as usize, problem.need(job, arc)[0]);
            if need <= room[agent] {
                room[agent] -= need;
                best = best.min(problem.arc_cost[arc] + optimum(problem, job + 1, room));
                room[agent] += need;
            }
        }
        best
    }

    #[test]
    fn interrupted_at_any_time_the_bound_holds_and_the_end_is_the_optimum() {
        let mut random = Random::new(4);
        let mut branched = 0;
        for case in 0..150 {
            let problem = small(&mut random);
            let least = optimum(&problem, 0, &mut problem.capacities.clone());
            let mut plan = Plan::empty(&problem);
            // Prices of no merit: the bound must hold whatever they are.
            let prices = [random.unit() * 5.0, random.unit() * 5.0];
            by_regret(&mut plan, &prices);
            let mut incumbent = Incumbent { agents: plan.agents(), cost: plan.cost() };
            let mut clock = Clock::new(&Limits::default(), 0);
            let mut search = Partition::new(&problem, &prices);
            while !search.advance(&mut incumbent, 1, &mut clock) {
                assert!(search.bound <= least && incumbent.cost >= least, "case {case}");
            }
            assert_eq!((incumbent.cost, search.bound), (least, least), "case {case}");
            let kept = Plan::from_agents(&problem, &incumbent.agents);
            assert_eq!(kept.cost(), least, "case {case}");
            branched += u32::from(search.nodes > 1);
        }
        assert!(branched >= 5, "only {branched} needed more than a node");
    }
}
