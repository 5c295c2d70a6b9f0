//! Branch and bound: the proof that nothing is cheaper, where it can be had.
//!
//! Depth first, one job a level, each of its choices a branch (Martello & Toth 1990, ch. 7). A
//! node is a smaller [`Problem`] of its own, with its own prices; its bound comes from the same
//! exact arithmetic as the certificate, so a cut branch is a proven one. Choices whose reduced
//! cost closes the gap are struck out at every node.

use std::rc::Rc;

use crate::certificate::{Terms, round_up};
use crate::construct::by_regret;
use crate::improve::improve;
use crate::limits::Clock;
use crate::plan::{NONE, Plan, narrow};
use crate::presolve::restricted;
use crate::price::{coordinate_ascent, fixed, subgradient};
use crate::{Price, Problem};

/// The cheapest plan known.
#[derive(Clone)]
pub(crate) struct Incumbent {
    /// Agent of each job, [`NONE`] if unplaced.
    pub(crate) agents: Vec<u32>,
    pub(crate) cost: i64,
}

/// What a search established about the *listed* candidates.
pub(crate) struct Outcome {
    /// No plan is cheaper than this.
    pub(crate) bound: i64,
    pub(crate) nodes: u64,
    /// Whether every branch was examined or cut.
    pub(crate) complete: bool,
}

/// A subproblem: some jobs have their place, the rest is a problem of its own.
struct Node {
    problem: Problem,
    /// The number of each remaining job at the root.
    jobs: Vec<u32>,
    /// Jobs with their place, chained to the parent's.
    placed: Option<Rc<Placed>>,
    /// Cost of those.
    base: i64,
    prices: Vec<f64>,
}

struct Placed {
    job: u32,
    agent: u32,
    parent: Option<Rc<Placed>>,
}

/// One choice for one job of a node, not yet examined.
struct Branch {
    node: Rc<Node>,
    job: usize,
    arc: Option<usize>,
    bound: i64,
}

/// Examines at most `limit` nodes and lowers the incumbent where it can.
pub(crate) fn search(
    problem: &Problem,
    prices: &[f64],
    incumbent: &mut Incumbent,
    limit: u64,
    clock: &mut Clock<'_>,
) -> Outcome {
    let mut listed = problem.clone();
    listed.unlisted = Vec::new();
    let root = Node {
        jobs: (0..listed.jobs()).map(narrow).collect(),
        problem: listed,
        placed: None,
        base: 0,
        prices: prices.to_vec(),
    };
    let mut open: Vec<Branch> = Vec::new();
    let mut nodes = 1;
    expand(root, 40, incumbent, &mut open, clock);
    while let Some(branch) = open.last() {
        if branch.bound < incumbent.cost && (nodes >= limit || clock.stopped().is_some()) {
            break;
        }
        let Some(branch) = open.pop() else { break };
        if branch.bound >= incumbent.cost {
            continue;
        }
        nodes += 1;
        if let Some(child) = branch_off(&branch) {
            expand(child, 12, incumbent, &mut open, clock);
        }
    }
    let least_open = open.iter().map(|branch| branch.bound).min();
    let bound = least_open.map_or(incumbent.cost, |least| least.min(incumbent.cost));
    Outcome { bound, nodes, complete: bound >= incumbent.cost }
}

/// The node in which the branch's job has its place; `None` if it does not fit.
fn branch_off(branch: &Branch) -> Option<Node> {
    let node = &branch.node;
    let mut fixes = vec![None; node.problem.jobs()];
    fixes[branch.job] = Some(branch.arc);
    fix(node, &fixes, |_, _| true)
}

/// Gives jobs their place (`Some(None)`: unplaced) and leaves the rest, with the candidates that
/// still fit and that `keep` likes. `None` if the fixed jobs do not fit together.
fn fix(
    node: &Node,
    fixes: &[Option<Option<usize>>],
    keep: impl Fn(usize, usize) -> bool,
) -> Option<Node> {
    let problem = &node.problem;
    let mut capacities = problem.capacities.clone();
    let mut placed = node.placed.clone();
    let mut base = node.base;
    let mut rest = Vec::new();
    for (job, fixed) in fixes.iter().enumerate() {
        let Some(arc) = fixed else {
            rest.push(job);
            continue;
        };
        let mut agent = NONE;
        base += problem.penalties[job];
        if let Some(arc) = *arc {
            agent = problem.arc_agent[arc];
            base += problem.arc_cost[arc] - problem.penalties[job];
            let first = agent as usize * problem.resources;
            for (r, need) in problem.need(job, arc).iter().enumerate() {
                capacities[first + r] -= need;
                if capacities[first + r] < 0 {
                    return None;
                }
            }
        }
        placed = Some(Rc::new(Placed { job: node.jobs[job], agent, parent: placed }));
    }
    let fits = |job: usize, arc: usize| {
        let first = problem.arc_agent[arc] as usize * problem.resources;
        problem.need(job, arc).iter().zip(&capacities[first..]).all(|(need, room)| need <= room)
    };
    let kept = |job: usize, arc: usize| keep(job, arc) && fits(job, arc);
    Some(Node {
        problem: restricted(problem, &rest, capacities.clone(), kept),
        jobs: rest.iter().map(|&job| node.jobs[job]).collect(),
        placed,
        base,
        prices: node.prices.clone(),
    })
}

/// Bounds a node, strikes out what cannot be better than the incumbent, and leaves the choices of
/// one job on the stack, the most promising on top.
fn expand(
    mut node: Node,
    mut iterations: usize,
    incumbent: &mut Incumbent,
    open: &mut Vec<Branch>,
    clock: &mut Clock<'_>,
) {
    loop {
        raise_prices(&mut node, incumbent, iterations, clock);
        let prices = fixed(&node.prices);
        let reduced = Reduced::new(&node, &prices);
        if reduced.bound >= incumbent.cost {
            return;
        }
        try_plan(&node, incumbent, clock);
        if node.problem.jobs() == 0 {
            return;
        }
        let limit = incumbent.cost;
        let Some(choices) = Choices::of(&node, &reduced, limit) else { return };
        let struck = choices.struck;
        let fixes = &choices.fixes;
        let forced = fixes.iter().flatten().count();
        if forced == 0 && struck * 5 < node.problem.candidate_count() {
            let ways = choices.ways(&node, &reduced);
            let (job, node) = (choices.job, Rc::new(node));
            open.extend(ways.into_iter().map(|(bound, arc)| Branch {
                node: Rc::clone(&node),
                job,
                arc,
                bound,
            }));
            return;
        }
        // Where much was struck out, the smaller problem deserves better prices.
        let keep = |job: usize, arc: usize| reduced.with(job, arc).is_some_and(|b| b < limit);
        let Some(mut smaller) = fix(&node, fixes, keep) else { return };
        let mut at = 0;
        for (job, fixed) in fixes.iter().enumerate() {
            if fixed.is_none() {
                if choices.placed_only[job] {
                    // Being unplaced is struck out: at the incumbent's cost it never pays.
                    let penalty = &mut smaller.problem.penalties[at];
                    *penalty = limit.max(*penalty);
                }
                at += 1;
            }
        }
        node = smaller;
        iterations = 6;
    }
}

fn raise_prices(node: &mut Node, incumbent: &Incumbent, iterations: usize, clock: &mut Clock<'_>) {
    let target = (incumbent.cost - node.base) as f64;
    coordinate_ascent(&node.problem, &mut node.prices, 1, 0.0, clock);
    subgradient(&node.problem, &mut node.prices, target, iterations, clock);
}

/// A quick plan for the rest of the node, in case it is better than the incumbent.
fn try_plan(node: &Node, incumbent: &mut Incumbent, clock: &mut Clock<'_>) {
    let mut plan = Plan::empty(&node.problem);
    by_regret(&mut plan, &node.prices);
    let slack = (incumbent.cost / 200).max(2);
    if node.base.saturating_add(plan.cost()) < incumbent.cost.saturating_add(slack) {
        improve(&mut plan, 2, clock);
    }
    let cost = node.base.saturating_add(plan.cost());
    if cost >= incumbent.cost {
        return;
    }
    incumbent.cost = cost;
    for (job, agent) in plan.agents().into_iter().enumerate() {
        incumbent.agents[node.jobs[job] as usize] = agent;
    }
    let mut link = node.placed.as_ref();
    while let Some(placed) = link {
        incumbent.agents[placed.job as usize] = placed.agent;
        link = placed.parent.as_ref();
    }
}

/// Bounds of a node with one more decision taken, exact.
struct Reduced<'n> {
    node: &'n Node,
    terms: Terms<'n>,
    least: Vec<i128>,
    total: i128,
    bound: i64,
}

impl<'n> Reduced<'n> {
    fn new(node: &'n Node, prices: &'n [Price]) -> Self {
        let terms = Terms::new(&node.problem, prices);
        let least: Vec<i128> = (0..node.problem.jobs()).map(|job| terms.listed(job)).collect();
        let total = least.iter().sum::<i128>() - terms.rent();
        let bound = node.base.saturating_add(round_up(total));
        Reduced { node, terms, least, total, bound }
    }

    fn at(&self, job: usize, value: i128) -> i64 {
        self.node.base.saturating_add(round_up(self.total - self.least[job] + value))
    }

    /// The bound with the job at the arc; `None` if it does not fit.
    fn with(&self, job: usize, arc: usize) -> Option<i64> {
        self.terms.arc(job, arc).map(|value| self.at(job, value))
    }

    fn unplaced(&self, job: usize) -> i64 {
        self.at(job, i128::from(self.node.problem.penalties[job]) << Price::BITS)
    }
}

/// What is left to decide at a node.
struct Choices {
    fixes: Vec<Option<Option<usize>>>,
    placed_only: Vec<bool>,
    struck: usize,
    /// The job to branch on.
    job: usize,
    limit: i64,
}

impl Choices {
    /// `None` when some job has no choice left that could beat the incumbent.
    fn of(node: &Node, reduced: &Reduced<'_>, limit: i64) -> Option<Self> {
        let problem = &node.problem;
        let mut choices = Choices {
            fixes: vec![None; problem.jobs()],
            placed_only: vec![false; problem.jobs()],
            struck: 0,
            job: 0,
            limit,
        };
        let mut best: Option<(i64, usize)> = None;
        for job in 0..problem.jobs() {
            let unplaced = reduced.unplaced(job);
            let mut left = usize::from(unplaced < limit);
            let (mut first, mut second) = (unplaced, i64::MAX);
            let mut only = None;
            choices.placed_only[job] = unplaced >= limit;
            for arc in problem.arcs(job) {
                match reduced.with(job, arc) {
                    Some(bound) if bound < limit => {
                        left += 1;
                        only = Some(arc);
                        (first, second) =
                            if bound < first { (bound, first) } else { (first, second.min(bound)) };
                    }
                    _ => choices.struck += 1,
                }
            }
            match left {
                0 => return None,
                1 => choices.fixes[job] = Some(if unplaced < limit { None } else { only }),
                _ => {
                    // Branch where the second choice costs most: few branches survive there.
                    let regret = second.min(limit) - first;
                    let key = (regret, usize::MAX - left);
                    if best.is_none_or(|b| key > (b.0, b.1)) {
                        best = Some(key);
                        choices.job = job;
                    }
                }
            }
        }
        Some(choices)
    }

    /// The choices of the branching job, the least promising first.
    fn ways(&self, node: &Node, reduced: &Reduced<'_>) -> Vec<(i64, Option<usize>)> {
        let arcs = node
            .problem
            .arcs(self.job)
            .filter_map(|arc| reduced.with(self.job, arc).map(|bound| (bound, Some(arc))));
        let mut ways: Vec<_> = arcs.chain([(reduced.unplaced(self.job), None)]).collect();
        ways.retain(|way| way.0 < self.limit);
        ways.sort_by_key(|way| std::cmp::Reverse(way.0));
        ways
    }
}
