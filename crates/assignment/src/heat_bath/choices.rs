//! The choices that annealing weighs: those of each job near its cheapest.

use crate::Problem;
use crate::plan::NONE;
use crate::price::ways_in_order;
use crate::problem::narrow;

/// The most choices a job has here.
const CHOICES: usize = 16;

/// A place for a job, an agent or none, and how much dearer it is than its cheapest at the prices.
#[derive(Clone, Copy)]
pub(super) struct Near {
    pub(super) arc: u32,
    pub(super) agent: u32,
    pub(super) extra: f64,
}

pub(super) struct Choices {
    starts: Vec<u32>,
    near: Vec<Near>,
    /// Jobs with more than one.
    pub(super) movable: usize,
    /// How far apart choices typically are.
    pub(super) regret: f64,
    /// Half the mean rent of a choice: about what moves change an agent's load by, priced.
    pub(super) rent: f64,
    /// Agents that share a job's choices with each agent; the last one is staying unplaced.
    pub(super) partners: Vec<Vec<u32>>,
}

/// The agent of an arc; one more than there are for staying unplaced.
pub(super) fn agent_of(problem: &Problem, arc: u32) -> usize {
    match arc {
        NONE => problem.agents,
        arc => problem.arc_agent[arc as usize] as usize,
    }
}

/// What a job needs there.
pub(super) fn need_of(problem: &Problem, job: usize, arc: u32) -> f64 {
    match arc {
        NONE => 0.0,
        arc => problem.need(job, arc as usize)[0] as f64,
    }
}

impl Choices {
    /// Those whose reduced cost is at most `reach`, and at most `within` typical regrets; the present ones anyway.
    pub(super) fn new(
        problem: &Problem,
        now: &[u32],
        prices: &[f64],
        reach: f64,
        within: f64,
    ) -> Self {
        let mut choices = Choices {
            starts: vec![0],
            near: Vec::new(),
            movable: 0,
            regret: 0.0,
            rent: 0.0,
            partners: Vec::new(),
        };
        choices.list(problem, now, prices, reach);
        choices.drop_far(now, within * choices.regret);
        choices.rent = choices.mean_rent(problem, prices);
        choices.partners = choices.link(problem.agents + 1);
        choices
    }

    pub(super) fn of(&self, job: usize) -> &[Near] {
        &self.near[self.starts[job] as usize..self.starts[job + 1] as usize]
    }

    fn list(&mut self, problem: &Problem, now: &[u32], prices: &[f64], reach: f64) {
        let mut list: Vec<(f64, u32)> = Vec::new();
        let (mut regrets, mut counted) = (0.0, 0_u32);
        for (job, &now) in now.iter().enumerate() {
            ways_in_order(problem, prices, job, &mut list);
            let least = list[0].0;
            let first = self.near.len();
            for (rank, &(value, arc)) in list.iter().enumerate() {
                if arc == now || (value - least <= reach && rank < CHOICES) {
                    let agent = narrow(agent_of(problem, arc));
                    self.near.push(Near { arc, agent, extra: value - least });
                }
            }
            if self.near.len() - first > 1 {
                self.movable += 1;
            }
            // The next three tell how far apart choices are; one alone may tie by chance.
            for (value, _) in list.iter().skip(1).take(3) {
                regrets += (value - least).min(reach);
                counted += 1;
            }
            self.starts.push(narrow(self.near.len()));
        }
        let least = 0.25 * regrets / f64::from(counted.max(1));
        let (mut regrets, mut counted) = (0.0, 0_u32);
        for job in 0..now.len() {
            if let Some(near) = self.of(job).iter().find(|near| near.extra > least) {
                regrets += near.extra;
                counted += 1;
            }
        }
        self.regret = regrets / f64::from(counted.max(1));
    }

    fn drop_far(&mut self, now: &[u32], reach: f64) {
        let mut kept = Vec::new();
        let mut starts = vec![0];
        for (job, &now) in now.iter().enumerate() {
            let near = self.of(job).iter();
            kept.extend(near.filter(|near| near.extra <= reach || near.arc == now));
            starts.push(narrow(kept.len()));
        }
        (self.near, self.starts) = (kept, starts);
    }

    fn mean_rent(&self, problem: &Problem, prices: &[f64]) -> f64 {
        let (mut sum, mut count) = (0.0, 0_u32);
        for job in 0..self.starts.len() - 1 {
            for near in self.of(job).iter().filter(|near| near.arc != NONE) {
                sum += prices[near.agent as usize] * need_of(problem, job, near.arc);
                count += 1;
            }
        }
        0.5 * sum / f64::from(count.max(1))
    }

    fn link(&self, agents: usize) -> Vec<Vec<u32>> {
        let mut linked = vec![false; agents * agents];
        for job in 0..self.starts.len() - 1 {
            let list = self.of(job);
            for a in list {
                for b in list {
                    linked[a.agent as usize * agents + b.agent as usize] |= a.agent != b.agent;
                }
            }
        }
        let partners = |row: &[bool]| (0..agents).filter(|&b| row[b]).map(narrow).collect();
        linked.chunks_exact(agents).map(partners).collect()
    }
}
