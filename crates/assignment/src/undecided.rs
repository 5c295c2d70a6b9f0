//! What the costs of single decisions leave to decide at a node.

use crate::Problem;
use crate::node::{Fix, Node, fix};

/// Bounds on the cost of all plans with one more decision taken.
pub(crate) struct Costs {
    pub(crate) at: Vec<i64>,
    pub(crate) stay: Vec<i64>,
}

/// What is left to decide at a node.
pub(crate) struct Undecided {
    pub(crate) fixes: Vec<Fix>,
    pub(crate) struck: usize,
    pub(crate) decided: usize,
    /// The job to branch on.
    pub(crate) job: usize,
}

impl Undecided {
    /// `None` when some job has no choice left below the limit.
    pub(crate) fn new(node: &Node, costs: &Costs, limit: i64) -> Option<Self> {
        let mut undecided =
            Undecided { fixes: vec![Fix::Open; node.jobs.len()], struck: 0, decided: 0, job: 0 };
        let mut best = None;
        for job in 0..node.jobs.len() {
            let stay = node.stay[job] && costs.stay[job] < limit;
            undecided.struck += usize::from(node.stay[job] && !stay);
            let (mut first, mut second) =
                if stay { (costs.stay[job], limit) } else { (limit, limit) };
            let mut left = usize::from(stay);
            let mut only = None;
            for at in node.list(job) {
                if costs.at[at] >= limit {
                    undecided.struck += 1;
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
                    undecided.fixes[job] = Fix::Takes(only);
                    undecided.decided += 1;
                }
                _ => {
                    // Where even the best way raises the bound most; among those the next best way.
                    let key = (first, second);
                    if best.is_none_or(|b| key > b) {
                        best = Some(key);
                        undecided.job = job;
                    }
                }
            }
        }
        Some(undecided)
    }

    /// The node without the choices that the limit rules out.
    pub(crate) fn strike(
        &self,
        problem: &Problem,
        node: &Node,
        costs: &Costs,
        limit: i64,
    ) -> Option<Node> {
        let stay = |job: usize| node.stay[job] && costs.stay[job] < limit;
        fix(problem, node, &self.fixes, |at| costs.at[at] < limit, stay)
    }

    /// The ways of the branching job, the least promising first.
    pub(crate) fn ways(&self, node: &Node, costs: &Costs, limit: i64) -> Vec<(i64, Option<usize>)> {
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
