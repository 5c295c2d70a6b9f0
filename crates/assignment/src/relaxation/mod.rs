//! The relaxation of branch and bound, and how its nodes become smaller.
//!
//! The *placing* of jobs is relaxed instead of the capacities: a job that is not placed exactly
//! once costs or earns a multiplier, and every agent fills itself in the best way, a knapsack
//! (Fisher, Jaikumar & Van Wassenhove 1986). Unlike prices on capacities this bound sees that
//! agents hold whole jobs. Where all agents together cannot hold all jobs, those who stay unplaced are a
//! knapsack too: they need at least what is too much. What each decision would cost follows from the
//! same knapsacks and strikes out most choices (Posta, Ferland & Michelon 2012).
//!
//! Multipliers are fixed-point numbers and all sums integers: nothing is rounded the wrong way.

mod decide;
mod knapsacks;

use crate::Problem;
use crate::construct::by_regret;
use crate::grain::widen;
use crate::improve::improve;
use crate::items::{Items, MOST};
use crate::knapsack::Knapsack;
use crate::limits::Clock;
use crate::node::{Choice, Node};
use crate::plan::{Incumbent, NONE, Plan};
use crate::price::priced;
use crate::problem::narrow;

/// The most binary places of a multiplier.
const BITS: i32 = 12;
/// Parts of the way from the first to the second choice that are tried for the first multipliers.
const MARGINS: [f64; 4] = [0.0, 0.3, 0.6, 0.9];
/// Parts of the prices at which they are sought.
const PRICES: [f64; 5] = [1.0, 0.5, 0.2, 0.05, 0.0];
/// With very many subgradient steps, one in so many is waited for a better bound before steps become shorter.
const PATIENT: usize = 130;
/// Table entries of the knapsacks computed in a step of effort.
const ENTRIES: u64 = 4;

/// With several resources, the most sets of items that a knapsack looks at: for a bound, in dives, and with care.
const SETS: [usize; 3] = [1_000, 200, 100_000];

/// The greatest common divisor of all needs of one resource; 1 if there are none, or several resources.
fn grain(problem: &Problem) -> i64 {
    if problem.resources > 1 {
        return 1;
    }
    let mut grain = [0];
    for job in 0..problem.jobs() {
        problem.arcs(job).for_each(|arc| widen(&mut grain, problem.need(job, arc)));
    }
    grain[0].max(1)
}

/// Binary places of multipliers, and of costs beside them: as many as sums leave. Negative where costs in
/// larger units, rounded down, must do.
fn places(problem: &Problem, incumbent: &Incumbent) -> i32 {
    // What no sum of costs or multipliers exceeds.
    let sum = (problem.jobs() as u128 + 2) * u128::from(incumbent.cost.unsigned_abs().max(1));
    (MOST.ilog2().cast_signed() - 1 - sum.ilog2().cast_signed()).min(BITS)
}

/// The value of the relaxation at some multipliers.
pub(crate) struct Value {
    /// In fixed point, without the node's base.
    pub(crate) total: i64,
    /// How often each job is taken.
    pub(crate) taken: Vec<i32>,
    /// The choices that the agents take.
    pub(crate) chosen: Vec<u32>,
    /// How often each choice was taken of late, 0 to 1: about its share in the best mixture of
    /// knapsacks (the volume algorithm, Barahona & Anbil 2000).
    pub(crate) shares: Vec<f32>,
}

/// The relaxation of one problem, with working space.
pub(crate) struct Relaxation<'p> {
    pub(crate) problem: &'p Problem,
    /// What a job costs that takes no choice.
    penalties: Vec<i64>,
    prices: Vec<f64>,
    /// What no plan looked for costs.
    most: i64,
    /// Binary places of a multiplier, see [`places`].
    bits: i32,
    /// See [`grain`].
    grain: i64,
    tables: Tables,
}

/// Working space.
#[derive(Default)]
struct Tables {
    knapsack: Knapsack,
    items: Items,
    /// Job and choice behind each item.
    sources: Vec<(u32, u32)>,
    by_agent: Vec<Vec<(u32, u32)>>,
    /// The agents that are anybody's choice.
    chosen_from: Vec<u32>,
    nobody: Option<Nobody>,
    /// Entries of the knapsacks' tables computed since the work was last taken note of.
    entries: u64,
}

impl Tables {
    fn new(most_sets: usize) -> Self {
        Tables { knapsack: Knapsack::new(most_sets), ..Tables::default() }
    }
}

/// Where all agents together cannot hold all jobs: what those who may stay unplaced need at least, a row of
/// resources each, and room for those of them that do not.
struct Nobody {
    jobs: Vec<u32>,
    needs: Vec<i64>,
    room: Vec<i64>,
}

impl<'p> Relaxation<'p> {
    pub(crate) fn new(problem: &'p Problem, prices: &[f64], incumbent: &Incumbent) -> Self {
        let bits = places(problem, incumbent);
        Relaxation {
            problem,
            penalties: problem.penalties.clone(),
            prices: prices.to_vec(),
            most: incumbent.cost,
            bits,
            grain: grain(problem),
            tables: Tables::new(SETS[0]),
        }
    }

    /// A quicker one of the same kind: nodes of one can go on in the other.
    pub(crate) fn again(&self) -> Self {
        self.with(SETS[1], self.penalties.clone())
    }

    /// One for bounds on plans with unlisted agents too, which are taken to have room for everybody; `None` if
    /// there are none.
    pub(crate) fn beyond_lists(&self) -> Option<Self> {
        let floors: Vec<i64> =
            (0..self.problem.jobs()).map(|job| self.problem.floor(job)).collect();
        (floors != self.penalties).then(|| self.with(SETS[0], floors))
    }

    /// A slower one that says more; `None` if there is none.
    pub(crate) fn careful(&self) -> Option<Self> {
        (self.problem.resources > 1).then(|| self.with(SETS[2], self.penalties.clone()))
    }

    fn with(&self, sets: usize, penalties: Vec<i64>) -> Self {
        let prices = self.prices.clone();
        Relaxation { penalties, prices, tables: Tables::new(sets), ..*self }
    }

    /// Takes note of the work done since the last time.
    pub(crate) fn settle(&mut self, clock: &mut Clock<'_>) {
        clock.spend(100 + std::mem::take(&mut self.tables.entries) / ENTRIES);
    }

    fn one(&self) -> f64 {
        f64::from(self.bits).exp2()
    }

    /// A fixed-point bound as the integer that integer costs allow.
    pub(crate) fn ceil(&self, total: i64) -> i64 {
        match self.bits {
            0.. => (total + (1 << self.bits) - 1) >> self.bits,
            _ => total << -self.bits,
        }
    }

    /// A cost in fixed point.
    pub(crate) fn fixed(&self, cost: i64) -> i64 {
        if self.bits < 0 { cost >> -self.bits } else { cost << self.bits }
    }

    /// The whole problem, with the multipliers that prices suggest.
    ///
    /// To prices a job may pay anything from what its first choice costs up to what its second does. How
    /// far up suits knapsacks best is tried; up to the penalty, if no agent is the second choice.
    pub(crate) fn root(&mut self, limit: i64) -> Node {
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
            // What costs as much as the whole limit is in no plan below it, and might overflow.
            for arc in problem.arcs(job).filter(|&arc| problem.arc_cost[arc] < limit) {
                node.choices.push(Choice {
                    agent: problem.arc_agent[arc],
                    row: narrow(problem.row_of(job, arc)),
                    cost: problem.arc_cost[arc],
                    need: problem.need(job, arc)[0],
                });
            }
            node.starts.push(narrow(node.choices.len()));
        }
        self.sort_by_agent(&node);
        // If some must stay unplaced for want of room, agents may have room to spare without them.
        let parts = if self.tables.nobody.is_some() { &PRICES[..] } else { &PRICES[..1] };
        let mut best = None;
        for &of_prices in parts {
            let margins = self.margins(limit, of_prices);
            for part in MARGINS {
                let one = self.one();
                let multiplier = |&(first, second): &(f64, f64)| first + part * (second - first);
                let at: Vec<i64> =
                    margins.iter().map(|margin| round(multiplier(margin) * one).max(0)).collect();
                let total = self.evaluate(&node, &at).total;
                if best.is_none_or(|best| total > best) {
                    (best, node.multipliers) = (Some(total), at);
                }
            }
        }
        node
    }

    /// What each job's first and second choice cost at a part of the prices; the penalty, if no agent is the
    /// second choice at all of them.
    fn margins(&self, limit: i64, part: f64) -> Vec<(f64, f64)> {
        let problem = self.problem;
        let prices: Vec<f64> = self.prices.iter().map(|price| part * price).collect();
        let margin = |job: usize| {
            let stay = self.penalties[job].min(limit) as f64;
            let (mut first, mut second) = (stay, f64::INFINITY);
            for arc in problem.arcs(job).filter(|&arc| problem.arc_cost[arc] < limit) {
                let value = priced(problem, &prices, job, arc);
                if value < first {
                    (first, second) = (value, first);
                } else {
                    second = second.min(value);
                }
            }
            match second < stay {
                true => (first, second),
                false if part < 1.0 => (first, stay),
                false => (stay, stay),
            }
        };
        (0..problem.jobs()).map(margin).collect()
    }

    /// Raises the bound of a node by subgradient steps (Held & Karp 1971, directions smoothed as
    /// by Camerini, Fratta & Maffioli 1975) until it reaches the limit; the node keeps the best
    /// multipliers. Steps are as long as if `ahead` cost units were still to be gained.
    pub(crate) fn raise(
        &mut self,
        node: &mut Node,
        limit: i64,
        ahead: i64,
        steps: usize,
        clock: &mut Clock<'_>,
    ) -> Value {
        self.sort_by_agent(node);
        let mut at = node.multipliers.clone();
        let mut best = self.evaluate(node, &at);
        let (mut total, mut taken) = (best.total, best.taken.clone());
        let mut shares = vec![0.0_f32; node.choices.len()];
        best.chosen.iter().for_each(|&at| shares[at as usize] = 1.0);
        let mut direction = vec![0.0; at.len()];
        let (mut theta, mut stalled) = (1.0_f64, 0);
        let patience = (steps / 20).clamp(3, 15).max(steps / PATIENT);
        for step in 0..steps {
            let reached = node.base.saturating_add(self.ceil(best.total));
            if reached >= limit || clock.stopped().is_some() {
                break;
            }
            let mut length = 0.0;
            for (d, &taken) in direction.iter_mut().zip(&taken) {
                *d = 0.5 * *d + f64::from(1 - taken);
                length += *d * *d;
            }
            if length < 1e-9 {
                break;
            }
            // The limit is one above the bound as a rule: a little more keeps the steps alive.
            let goal = reached.saturating_add(ahead).min(limit) - node.base;
            let aim = (self.fixed(goal) - total) as f64;
            let stride = theta * aim.max(self.one() * 0.5) / length;
            for (job, u) in at.iter_mut().enumerate() {
                let most = match node.stay[job] {
                    true => self.penalties[node.jobs[job] as usize].min(limit),
                    false => limit,
                };
                *u = (*u + round(stride * direction[job])).clamp(0, self.fixed(most));
            }
            let value = self.evaluate(node, &at);
            shares.iter_mut().for_each(|share| *share *= 0.9);
            value.chosen.iter().for_each(|&at| shares[at as usize] += 0.1);
            if value.total > best.total {
                (total, taken) = (value.total, value.taken.clone());
                best = value;
                node.multipliers.copy_from_slice(&at);
                stalled = 0;
            } else {
                (total, taken) = (value.total, value.taken);
                stalled += 1;
                if stalled >= patience {
                    theta *= 0.5;
                    stalled = 0;
                    at.copy_from_slice(&node.multipliers);
                    (total, taken) = (best.total, best.taken.clone());
                    direction.fill(0.0);
                    if theta < 1e-4 {
                        break;
                    }
                }
            }
            if step % 8 == 7 {
                self.settle(clock);
            }
        }
        best.shares = shares;
        best
    }

    fn recall(&self, node: &Node, mut place: impl FnMut(usize, u32)) {
        let mut link = node.placed.as_ref();
        while let Some(placed) = link {
            place(placed.job as usize, placed.agent);
            link = placed.parent.as_ref();
        }
    }

    /// Takes the plan of a node in which everybody has a place, if it is cheaper.
    pub(crate) fn complete(&self, node: &Node, incumbent: &mut Incumbent) {
        if node.base < incumbent.cost {
            incumbent.cost = node.base;
            incumbent.agents.fill(NONE);
            self.recall(node, |job, agent| incumbent.agents[job] = agent);
        }
    }

    /// A plan from what the agents chose: jobs taken twice stay with one of them, the others and
    /// those not taken go where the prices say.
    pub(crate) fn try_plan(
        &self,
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

#[allow(clippy::cast_possible_truncation)] // saturates; multipliers are clamped afterwards
fn round(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests;
