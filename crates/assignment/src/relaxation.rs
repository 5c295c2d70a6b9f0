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

use crate::Problem;
use crate::construct::by_regret;
use crate::improve::improve;
use crate::items::{Items, MOST};
use crate::knapsack::Knapsack;
use crate::limits::Clock;
use crate::node::{Choice, Node, fits, slots};
use crate::plan::{Incumbent, NONE, Plan};
use crate::price::priced;
use crate::problem::narrow;
use crate::undecided::Costs;

/// The most binary places of a multiplier.
const BITS: i32 = 12;
/// Parts of the way from the first to the second choice that are tried for the first multipliers.
const MARGINS: [f64; 4] = [0.0, 0.3, 0.6, 0.9];
/// Parts of the prices at which they are sought.
const PRICES: [f64; 5] = [1.0, 0.5, 0.2, 0.05, 0.0];
/// Table entries of the knapsacks computed in a step of effort.
const ENTRIES: u64 = 4;

/// With several resources, the most sets of items that a knapsack looks at: for a bound, in dives, and with care.
const SETS: [usize; 3] = [300, 50, 3_000];

/// The greatest common divisor of all needs of one resource; 1 if there are none.
fn grain(problem: &Problem) -> i64 {
    let mut grain = if problem.resources == 1 { 0 } else { 1 };
    for job in 0..problem.jobs() {
        for arc in problem.arcs(job) {
            let mut need = problem.need(job, arc)[0];
            while need != 0 {
                (grain, need) = (need, grain % need);
            }
            if grain == 1 {
                return 1;
            }
        }
    }
    grain.max(1)
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

/// What it costs each job to be forced to stay unplaced, or not to.
struct Rest {
    stay: Vec<i64>,
    place: Vec<i64>,
}

/// The relaxation of one problem, with working space.
pub(crate) struct Relaxation<'p> {
    pub(crate) problem: &'p Problem,
    /// What a job costs that takes no choice.
    penalties: Vec<i64>,
    prices: Vec<f64>,
    /// The same in the units of multipliers.
    near: Vec<f64>,
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
            near: prices.iter().map(|price| price * f64::from(bits).exp2()).collect(),
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
        let (prices, near) = (self.prices.clone(), self.near.clone());
        Relaxation { penalties, prices, near, tables: Tables::new(sets), ..*self }
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
    fn fixed(&self, cost: i64) -> i64 {
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
        let patience = (steps / 20).clamp(3, 15);
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

    fn sort_by_agent(&mut self, node: &Node) {
        // What making the node took is counted here too.
        self.tables.entries += 8 * ENTRIES * (node.choices.len() + node.jobs.len()) as u64;
        self.tables.by_agent.resize(self.problem.agents, Vec::new());
        self.tables.by_agent.iter_mut().for_each(Vec::clear);
        for job in 0..node.jobs.len() {
            for at in node.list(job) {
                let agent = node.choices[at].agent as usize;
                self.tables.by_agent[agent].push((narrow(job), narrow(at)));
            }
        }
        self.tables.nobody = self.nobody(node);
    }

    /// `None` where there may be room for everybody.
    fn nobody(&self, node: &Node) -> Option<Nobody> {
        let problem = self.problem;
        let mut room: Vec<i64> = (0..problem.resources)
            .map(|resource| node.room.iter().skip(resource).step_by(problem.resources).sum())
            .collect();
        let (mut jobs, mut needs) = (Vec::new(), Vec::new());
        let mut excess = room.iter().map(|room| -room).collect::<Vec<i64>>();
        let mut row = room.clone();
        for job in 0..node.jobs.len() {
            row.fill(i64::MAX);
            for at in node.list(job) {
                let list = node.choices[at].needs(problem);
                row.iter_mut().zip(list).for_each(|(least, need)| *least = *need.min(least));
            }
            if node.list(job).is_empty() {
                row.fill(0);
            }
            excess.iter_mut().zip(&row).for_each(|(excess, need)| *excess += need);
            if node.stay[job] {
                jobs.push(narrow(job));
                needs.extend_from_slice(&row);
            } else {
                room.iter_mut().zip(&row).for_each(|(room, need)| *room = (*room - need).max(0));
            }
        }
        excess.iter().any(|&excess| excess > 0).then_some(Nobody { jobs, needs, room })
    }

    /// What staying unplaced costs a job beyond its multiplier.
    fn dearer(&self, node: &Node, multipliers: &[i64], job: usize) -> i64 {
        let penalty = self.penalties[node.jobs[job] as usize].min(self.most);
        (self.fixed(penalty) - multipliers[job]).max(0)
    }

    /// Fills the knapsack of what does not stay unplaced; says what staying costs beyond multipliers then,
    /// at least.
    fn fill_rest(&mut self, node: &Node, multipliers: &[i64], nobody: &Nobody) -> i64 {
        self.tables.items.clear();
        self.tables.sources.clear();
        let mut all = 0;
        let q = nobody.room.len();
        for (at, &job) in (0_u32..).zip(&nobody.jobs) {
            let value = self.dearer(node, multipliers, job as usize);
            let needs = &nobody.needs[at as usize * q..][..q];
            all += value;
            if value > 0 && fits(needs, &nobody.room) {
                self.tables.items.push(value, needs);
                self.tables.sources.push((job, at));
            }
        }
        let near = vec![0.0; q];
        let rest = self.tables.knapsack.solve(&self.tables.items, &nobody.room, self.grain, &near);
        self.tables.entries += self.tables.knapsack.work() + 4 * nobody.jobs.len() as u64;
        all - rest
    }

    /// Fills the knapsack of an agent with what its jobs are worth; says the best value.
    fn fill(&mut self, node: &Node, multipliers: &[i64], agent: usize) -> i64 {
        let room = &node.room[slots(self.problem, agent)];
        self.tables.items.clear();
        self.tables.sources.clear();
        for &(job, at) in &self.tables.by_agent[agent] {
            let choice = node.choices[at as usize];
            let value = multipliers[job as usize] - self.fixed(choice.cost);
            let needs = choice.needs(self.problem);
            if value > 0 && fits(needs, room) {
                self.tables.items.push(value, needs);
                self.tables.sources.push((job, at));
            }
        }
        let near = &self.near[slots(self.problem, agent)];
        let value = self.tables.knapsack.solve(&self.tables.items, room, self.grain, near);
        self.tables.entries += self.tables.knapsack.work();
        self.tables.entries += 4 * self.tables.by_agent[agent].len() as u64 + 20;
        value
    }

    /// Σ u − Σ of the knapsacks: no way to complete the node costs less.
    fn evaluate(&mut self, node: &Node, multipliers: &[i64]) -> Value {
        let mut value = Value {
            total: multipliers.iter().sum(),
            taken: vec![0; node.jobs.len()],
            chosen: Vec::new(),
            shares: Vec::new(),
        };
        if let Some(nobody) = self.tables.nobody.take() {
            value.total += self.fill_rest(node, multipliers, &nobody);
            nobody.jobs.iter().for_each(|&job| value.taken[job as usize] = 1);
            let sources = &self.tables.sources;
            self.tables.knapsack.chosen(|k| value.taken[sources[k].0 as usize] = 0);
            self.tables.nobody = Some(nobody);
        }
        for agent in 0..self.problem.agents {
            value.total -= self.fill(node, multipliers, agent);
            let sources = &self.tables.sources;
            self.tables.knapsack.chosen(|k| {
                value.taken[sources[k].0 as usize] += 1;
                value.chosen.push(sources[k].1);
            });
        }
        value
    }

    /// What it costs to force a job to stay unplaced, or not to.
    fn decide_rest(&mut self, node: &Node, limit: i64) -> Rest {
        let jobs = node.jobs.len();
        let mut rest = Rest { stay: vec![0; jobs], place: vec![0; jobs] };
        let Some(nobody) = self.tables.nobody.take() else {
            for job in 0..jobs {
                let penalty = self.penalties[node.jobs[job] as usize].min(limit);
                rest.stay[job] = self.fixed(penalty) - node.multipliers[job];
            }
            return rest;
        };
        self.fill_rest(node, &node.multipliers, &nobody);
        let never = self.fixed(limit) + 1;
        let knapsack = &mut self.tables.knapsack;
        let best = knapsack.beside(&vec![0; nobody.room.len()]).expect("nothing fits");
        for (&job, needs) in nobody.jobs.iter().zip(nobody.needs.chunks_exact(nobody.room.len())) {
            // Who is no item is worth nothing there, or does not fit.
            rest.place[job as usize] = match knapsack.beside(needs) {
                Some(beside) => best - beside,
                None => never,
            };
        }
        let sources = &self.tables.sources;
        knapsack.decisions(|k, without, with| {
            let job = sources[k].0 as usize;
            rest.stay[job] = best - without;
            rest.place[job] = with.map_or(never, |with| best - with);
        });
        self.tables.entries += 3 * knapsack.work();
        self.tables.nobody = Some(nobody);
        rest
    }

    /// The least cost of completing the node after each single decision.
    pub(crate) fn decide(&mut self, node: &Node, value: &Value, limit: i64) -> Costs {
        // What it costs to force a choice in, or out.
        let mut inside = vec![0; node.choices.len()];
        let mut outside = vec![0; node.choices.len()];
        let never = self.fixed(limit) + 1;
        let rest = self.decide_rest(node, limit);
        for agent in 0..self.problem.agents {
            let best = self.fill(node, &node.multipliers, agent);
            for &(job, at) in &self.tables.by_agent[agent] {
                let choice = node.choices[at as usize];
                let worth = node.multipliers[job as usize] - self.fixed(choice.cost);
                let needs = choice.needs(self.problem);
                inside[at as usize] = match self.tables.knapsack.beside(needs) {
                    Some(rest) if fits(needs, &node.room[slots(self.problem, agent)]) => {
                        best - worth - rest
                    }
                    _ => never,
                };
            }
            let sources = &self.tables.sources;
            self.tables.knapsack.decisions(|k, without, with| {
                outside[sources[k].1 as usize] = best - without;
                inside[sources[k].1 as usize] = with.map_or(never, |with| best - with);
            });
            self.tables.entries += 3 * self.tables.knapsack.work();
        }
        let mut costs =
            Costs { at: vec![0; node.choices.len()], stay: vec![limit; node.jobs.len()] };
        for job in 0..node.jobs.len() {
            let out: i64 = node.list(job).map(|at| outside[at]).sum();
            for at in node.list(job) {
                let total = value.total + inside[at] + out - outside[at] + rest.place[job];
                costs.at[at] = node.base.saturating_add(self.ceil(total));
            }
            if node.stay[job] {
                let total = value.total + rest.stay[job] + out;
                costs.stay[job] = node.base.saturating_add(self.ceil(total));
            }
        }
        costs
    }
}

#[allow(clippy::cast_possible_truncation)] // saturates; multipliers are clamped afterwards
fn round(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::plan::Plan;

    /// The least cost by trying every plan; an unlisted agent has room for everybody.
    fn optimum(problem: &Problem, job: usize, room: &mut [i64]) -> i64 {
        if job == problem.jobs() {
            return 0;
        }
        let mut best = problem.floor(job) + optimum(problem, job + 1, room);
        for arc in problem.arcs(job) {
            let agent = problem.arc_agent[arc] as usize;
            let needs = problem.need(job, arc);
            if fits(needs, &room[slots(problem, agent)]) {
                let change = |room: &mut [i64], sign: i64| {
                    let room = room[slots(problem, agent)].iter_mut().zip(needs);
                    room.for_each(|(room, need)| *room -= sign * need);
                };
                change(room, 1);
                best = best.min(problem.arc_cost[arc] + optimum(problem, job + 1, room));
                change(room, -1);
            }
        }
        best
    }

    /// Few agents for the jobs, so that some stay unplaced; costs of all sizes, lists that are cut.
    fn crowded(random: &mut crate::random::Random, q: usize, unit: i64) -> Problem {
        let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
        let mut builder = Problem::builder(q);
        for _ in 0..3 {
            let room: Vec<i64> = (0..q).map(|_| 5 + below(12)).collect();
            builder.agent(&room);
        }
        for _ in 0..8 {
            let list: Vec<(u32, i64)> = (0..3)
                .map(|agent| (agent, unit * below(90)))
                .filter(|pair| pair.1 % 4 < 3)
                .collect();
            let needs: Vec<i64> = (0..q).map(|_| 1 + below(9)).collect();
            builder.job(&needs, unit * (60 + below(100)), &list);
            if below(3) == 0 {
                builder.unlisted_cost(unit * (90 + below(40)));
            }
        }
        builder.build().expect("valid")
    }

    #[test]
    fn no_plan_costs_less_than_the_root_says_nor_a_decision_less_than_its_cost() {
        let (mut close, mut crowds) = (0, 0);
        for seed in 0..300_u64 {
            let mut random = crate::random::Random::new(seed);
            let unit =
                [1, 1_000_000, 10_000_000_000_000][usize::try_from(seed % 3).expect("small")];
            let problem = crowded(&mut random, 1 + usize::try_from(seed % 4).expect("small"), unit);
            let least = optimum(&problem, 0, &mut problem.capacities.clone());
            let nobody = Plan::empty(&problem);
            let incumbent = Incumbent { agents: nobody.agents(), cost: nobody.cost() };
            let prices: Vec<f64> =
                problem.capacities.iter().map(|_| random.unit() * unit as f64 * 9.0).collect();
            let mut real = Relaxation::new(&problem, &prices, &incumbent);
            let mut all = real.beyond_lists().unwrap_or_else(|| real.again());
            let mut clock = Clock::new(&Limits::default(), 0);
            let mut root = all.root(incumbent.cost);
            crowds += u32::from(all.tables.nobody.is_some());
            let value = all.raise(&mut root, incumbent.cost, incumbent.cost, 60, &mut clock);
            let bound = all.ceil(value.total);
            assert!(bound <= least, "seed {seed}: {bound} > {least}");
            close += u32::from(bound * 20 >= least * 19);

            // Without unlisted agents: each decision against the best plan that takes it.
            let mut listed = problem.clone();
            listed.unlisted.clear();
            real.sort_by_agent(&root);
            let value = real.evaluate(&root, &root.multipliers.clone());
            let limit = incumbent.cost;
            let costs = real.decide(&root, &value, limit);
            for job in 0..problem.jobs() {
                let mut alone = listed.clone();
                alone.penalties[job] = 0;
                let mut without = restricted_to(&alone, job, None);
                let stay = optimum(&without, 0, &mut without.capacities.clone());
                let stay = stay + problem.penalties[job];
                assert!(costs.stay[job].min(limit) <= stay, "seed {seed}, job {job}");
                for at in root.list(job) {
                    without = restricted_to(&listed, job, Some(root.choices[at].agent));
                    let cost = optimum(&without, 0, &mut without.capacities.clone());
                    assert!(costs.at[at].min(limit) <= cost, "seed {seed}, job {job}");
                }
            }
        }
        assert!(close > 150 && crowds > 200, "{close} close, {crowds} with too little room");
    }

    /// The problem in which a job is at an agent, or at none: no other choice, and dear to leave out.
    fn restricted_to(problem: &Problem, job: usize, agent: Option<u32>) -> Problem {
        let jobs: Vec<usize> = (0..problem.jobs()).collect();
        let keep = |j: usize, arc: usize| j != job || Some(problem.arc_agent[arc]) == agent;
        let mut only =
            crate::presolve::restricted(problem, &jobs, problem.capacities.clone(), keep);
        if agent.is_some() {
            only.penalties[job] = problem.penalties.iter().sum::<i64>() + 1;
        }
        only
    }
}
