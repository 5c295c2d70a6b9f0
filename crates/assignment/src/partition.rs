//! Branch and bound with knapsacks for a bound.
//!
//! The bound is that of [`crate::relaxation`]. What it says of each single decision strikes out most
//! choices before any branching (Posta, Ferland & Michelon 2012); and as they do, the question put
//! is not "is anything cheaper than the plan known" but "is anything in the lowest part of the gap",
//! then in the lowest part of what is left, and so on: each answer needs a small tree, and each no
//! raises the bound. Where answers come easily, parts become larger.

use std::rc::Rc;

use crate::Problem;
use crate::by_room;
use crate::limits::Clock;
use crate::node::{Fix, Node, fix};
use crate::plan::Incumbent;
use crate::relaxation::Relaxation;
use crate::undecided::Undecided;

/// Subgradient steps at the root, at a node, after choices were struck out, and at the root with care.
const STEPS: [usize; 4] = [400, 20, 12, 60];
/// Subgradient steps at the root where they take little of the effort.
const MANY: usize = 8_000;

/// Into how many parts the gap is cut at first.
const PARTS: i64 = 16;
/// Parts are made larger after an answer that took at most this many nodes, or not much more than the one before.
const FEW: u64 = 2_000;
/// Choices left at the root up to which trees stay small enough to be worth as much effort as anything else.
const NARROW: usize = 600;

/// Choices up to which nodes and questions are answered by the room left, at first.
const FEW_CHOICES: [usize; 2] = [500, 1_000];
/// The most effort for that in a question.
const QUESTION: u64 = 300_000_000;

/// With more candidates only the root is examined: branching gains nothing there, and takes much memory.
const BRANCHABLE: usize = 50_000;

/// A search that can be interrupted.
pub(crate) struct Partition<'p> {
    relaxation: Relaxation<'p>,
    open: Vec<Branch>,
    started: bool,
    /// Plans that cost this or more are not looked for at present.
    limit: i64,
    /// The limit is raised by one part in this many of the gap.
    parts: i64,
    /// How many nodes there were when the limit was last raised.
    asked: u64,
    /// How many nodes the answer before that took.
    took: u64,
    /// How many choices the root leaves undecided.
    undecided: usize,
    /// Up to so many choices nodes and whole questions can be answered by the room left, as far as was seen.
    few: [usize; 2],
    /// No plan over the listed candidates is cheaper, and none with unlisted agents.
    pub(crate) bound: i64,
    pub(crate) everywhere: i64,
    pub(crate) nodes: u64,
    root: Option<Rc<Node>>,
}

/// One way to decide one job of a node; `None`: unplaced.
struct Branch {
    node: Rc<Node>,
    job: usize,
    choice: Option<usize>,
    bound: i64,
}

impl<'p> Partition<'p> {
    pub(crate) fn new(problem: &'p Problem, prices: &[f64], incumbent: &Incumbent) -> Self {
        Partition {
            relaxation: Relaxation::new(problem, prices, incumbent),
            open: Vec::new(),
            started: false,
            limit: 0,
            parts: PARTS,
            asked: 0,
            took: 0,
            undecided: usize::MAX,
            few: FEW_CHOICES,
            bound: 0,
            everywhere: 0,
            nodes: 0,
            root: None,
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
            let root = match self.relaxation.beyond_lists() {
                None => first(&mut self.relaxation, None, STEPS[0], incumbent, clock),
                Some(mut all) => {
                    let root = first(&mut all, None, STEPS[0], incumbent, clock);
                    self.everywhere = root.1;
                    first(&mut self.relaxation, Some(root.0), STEPS[1], incumbent, clock)
                }
            };
            let root = match self.relaxation.careful() {
                None => root,
                Some(mut careful) => first(&mut careful, Some(root.0), STEPS[3], incumbent, clock),
            };
            self.bound = root.1;
            self.ask(incumbent);
            self.root = Some(Rc::new(root.0));
            self.restart(incumbent, clock);
        }
        let large = self.relaxation.problem.candidate_count() > BRANCHABLE;
        while self.bound < incumbent.cost {
            if large {
                return false;
            }
            self.limit = self.limit.min(incumbent.cost);
            if clock.stopped().is_some() || clock.left() <= until {
                // Whatever the limit still leaves open is no better than the best of it.
                let open = self.open.iter().map(|branch| branch.bound).min();
                self.bound = self.bound.max(open.map_or(self.limit, |open| open.min(self.limit)));
                return false;
            }
            let Some(branch) = self.open.pop() else {
                // Nothing below the limit: the bound is proven, the next question is put.
                self.bound = self.limit;
                if self.bound < incumbent.cost {
                    let took = self.nodes - self.asked;
                    if took < FEW.max(self.took * 3 / 2) {
                        self.parts = (self.parts / 2).max(1);
                    }
                    self.took = took;
                    if took <= 1 {
                        self.undecided = 0;
                    }
                    self.ask(incumbent);
                    self.restart(incumbent, clock);
                    self.relaxation.settle(clock);
                }
                continue;
            };
            if branch.bound >= self.limit {
                continue;
            }
            if let Some(node) = branch_off(self.relaxation.problem, &branch) {
                self.expand(node, STEPS[1], incumbent, clock);
            }
            self.relaxation.settle(clock);
        }
        self.bound = incumbent.cost;
        true
    }

    /// Whether so little is left to decide at the root that branching may prove all.
    pub(crate) fn is_narrow(&self) -> bool {
        self.undecided <= NARROW
    }

    /// The whole problem with the best multipliers, once there are any, and its relaxation.
    pub(crate) fn root(&self) -> Option<(Relaxation<'p>, Node)> {
        Some((self.relaxation.again(), self.root.as_deref()?.clone()))
    }

    /// Puts the next question: is there a plan in the lowest part of the gap?
    fn ask(&mut self, incumbent: &Incumbent) {
        let gap = incumbent.cost - self.bound;
        self.limit = self.bound + (gap / self.parts).max(1);
        self.asked = self.nodes;
    }

    fn restart(&mut self, incumbent: &mut Incumbent, clock: &mut Clock<'_>) {
        if let Some(root) = &self.root {
            let root = Node::clone(root);
            self.expand(root, STEPS[1], incumbent, clock);
        }
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
                self.relaxation.complete(&node, incumbent);
                return;
            }
            let value = self.relaxation.raise(&mut node, limit, limit, steps, clock);
            let bound = node.base.saturating_add(self.relaxation.ceil(value.total));
            if bound >= limit || clock.stopped().is_some() {
                if bound < limit {
                    self.unfinished(node, bound);
                }
                return;
            }
            // In large problems a plan costs more than a node and rarely is a better one.
            let every = 1 + self.relaxation.problem.candidate_count() as u64 / 4_000;
            if !tried && (self.nodes - 1).is_multiple_of(every) {
                self.relaxation.try_plan(&node, &value, incumbent, clock);
                tried = true;
                if self.limit.min(incumbent.cost) < limit {
                    continue;
                }
            }
            let costs = self.relaxation.decide(&node, &value, limit);
            let Some(undecided) = Undecided::new(&node, &costs, limit) else { return };
            if undecided.struck == 0
                || (undecided.decided == 0 && undecided.struck * 10 < node.choices.len())
            {
                if self.nodes == self.asked + 1 {
                    self.undecided = node.choices.len();
                }
                if self.end_by_room(&node, incumbent, clock) {
                    return;
                }
                let node = Rc::new(node);
                for (bound, choice) in undecided.ways(&node, &costs, limit) {
                    let node = Rc::clone(&node);
                    self.open.push(Branch { node, job: undecided.job, choice, bound });
                }
                return;
            }
            let Some(smaller) = undecided.strike(self.relaxation.problem, &node, &costs, limit)
            else {
                return;
            };
            node = smaller;
            steps = STEPS[2];
        }
    }

    /// Answers for a whole node at once by the room left, if that takes no more effort than some nodes; for a whole
    /// question than a part of what was spent.
    fn end_by_room(
        &mut self,
        node: &Node,
        incumbent: &mut Incumbent,
        clock: &mut Clock<'_>,
    ) -> bool {
        let (problem, choices) = (self.relaxation.problem, node.choices.len());
        let question = self.nodes == self.asked + 1;
        let few = &mut self.few[usize::from(question)];
        if problem.resources > 1 || choices > *few {
            return false;
        }
        let allowed = if question { (clock.spent() / 2).min(QUESTION) } else { 0 };
        let mut spent = 0;
        let cheapest = by_room::cheapest(&self.relaxation, node, self.limit, allowed, &mut spent);
        clock.spend(spent);
        let Some(cheapest) = cheapest else {
            *few = choices * 7 / 8;
            return false;
        };
        *few = (choices + choices / 8).max(*few);
        if let Some(fixes) = cheapest {
            let end = fix(problem, node, &fixes, |_| true, |_| true);
            self.relaxation.complete(&end.expect("decisions fit"), incumbent);
        }
        true
    }

    /// Puts a node that was not examined to its end back on the stack, every way of one job open.
    fn unfinished(&mut self, node: Node, bound: i64) {
        let node = Rc::new(node);
        let choices = node.list(0).map(Some).chain(node.stay[0].then_some(None));
        for choice in choices {
            self.open.push(Branch { node: Rc::clone(&node), job: 0, choice, bound });
        }
    }
}

/// The whole problem with good multipliers, and what they prove. As many subgradient steps as are given, unless
/// they would leave too little effort for what follows.
fn first(
    relaxation: &mut Relaxation<'_>,
    root: Option<Node>,
    steps: usize,
    incumbent: &Incumbent,
    clock: &mut Clock<'_>,
) -> (Node, i64) {
    let far = incumbent.cost;
    let mut root = root.unwrap_or_else(|| relaxation.root(far));
    relaxation.settle(clock);
    let (before, foreseen) = (clock.left(), clock.foreseen());
    relaxation.raise(&mut root, far, far, 0, clock);
    relaxation.settle(clock);
    let each = (before - clock.left()).max(1);
    let within = |effort: u64| usize::try_from(effort / each).unwrap_or(usize::MAX);
    let steps = steps.min(within(foreseen / 8).max(STEPS[1])).max(MANY.min(within(foreseen / 10)));
    let value = relaxation.raise(&mut root, far, far, steps, clock);
    relaxation.settle(clock);
    (root, relaxation.ceil(value.total))
}

/// The node in which the branch's job is decided; `None` if it does not fit.
fn branch_off(problem: &Problem, branch: &Branch) -> Option<Node> {
    let node = &branch.node;
    let mut fixes = vec![Fix::Open; node.jobs.len()];
    fixes[branch.job] = Fix::Takes(branch.choice);
    fix(problem, node, &fixes, |_| true, |job| node.stay[job])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::construct::by_regret;
    use crate::plan::Plan;
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
            let mut search = Partition::new(&problem, &prices, &incumbent);
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
