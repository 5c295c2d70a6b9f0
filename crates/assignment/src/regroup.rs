//! A wider search for better plans: a few agents at a time are emptied and filled again in the
//! best way, by enumeration.
//!
//! Good plans differ from the bound by the reduced costs of the choices taken and by the priced
//! room left over. What a group of agents owes to both is a budget that a better filling must
//! stay within; where prices are good the budget is small, and few of the fillings survive
//! (large neighbourhood search after Shaw 1998, with the reduced-cost pruning of Martello & Toth
//! 1990, ch. 7, in place of a general solver). Of fillings that cost the same any one may be
//! taken, so the plan wanders on plateaus without ever becoming dearer.

use crate::Problem;
use crate::limits::Clock;
use crate::plan::{NONE, Plan, narrow};
use crate::price::priced;
use crate::random::Random;

/// The most agents in a group.
const GROUP: usize = 10;
/// Jobs of a group with a choice: not fewer than the first if they can be had, not more than the
/// second.
const FREE: [usize; 2] = [8, 26];
/// Nodes of one enumeration.
const NODES: u32 = 20_000;
/// Choices nearest to the best that a job has here.
const CHOICES: usize = 16;

/// Choices of all jobs whose reduced cost is within reach, cheapest first.
struct Near {
    starts: Vec<u32>,
    choices: Vec<Choice>,
}

#[derive(Clone, Copy)]
struct Choice {
    /// [`NONE`] for staying unplaced.
    arc: u32,
    agent: u32,
    /// Reduced cost over that of the job's best choice.
    extra: f64,
}

impl Near {
    fn new(plan: &Plan<'_>, prices: &[f64], reach: f64) -> Self {
        let problem = plan.problem;
        let mut near = Near { starts: vec![0], choices: Vec::new() };
        let mut list = Vec::new();
        for job in 0..problem.jobs() {
            list.clear();
            list.push(Choice { arc: NONE, agent: NONE, extra: problem.penalties[job] as f64 });
            list.extend(problem.arcs(job).map(|arc| Choice {
                arc: narrow(arc),
                agent: problem.arc_agent[arc],
                extra: priced(problem, prices, job, arc),
            }));
            list.sort_unstable_by(|a, b| a.extra.total_cmp(&b.extra).then(a.arc.cmp(&b.arc)));
            let least = list[0].extra;
            let now = plan.arc(job).map_or(NONE, narrow);
            for (rank, choice) in list.iter().enumerate() {
                let extra = choice.extra - least;
                if choice.arc == now || (extra <= reach && rank < CHOICES) {
                    near.choices.push(Choice { extra, ..*choice });
                }
            }
            near.starts.push(narrow(near.choices.len()));
        }
        near
    }

    fn of(&self, job: usize) -> &[Choice] {
        &self.choices[self.starts[job] as usize..self.starts[job + 1] as usize]
    }
}

/// Fills groups of agents again until `steps` are spent; `plan` never becomes dearer.
///
/// `reach` is the reduced cost above which a choice takes no part.
pub(crate) fn regroup(
    plan: &mut Plan<'_>,
    prices: &[f64],
    reach: f64,
    steps: u64,
    random: &mut Random,
    clock: &mut Clock<'_>,
) {
    let near = Near::new(plan, prices, reach);
    let mut search = Search::new(plan.problem, prices);
    let mut left = steps;
    while left > 0 {
        let target = FREE[0] + random.below(FREE[1] - FREE[0] + 1);
        let chosen = search.choose(plan, &near, target, random);
        if chosen {
            search.fill(plan, &near, random);
        }
        let spent = 50 + u64::from(search.nodes) * 2 + search.looked;
        left = left.saturating_sub(spent);
        if !clock.spend(spent) {
            return;
        }
    }
}

/// One option of a job in the group.
#[derive(Clone, Copy)]
struct Way {
    extra: f64,
    order: f64,
    /// Place of the agent in the group; the group's size for staying unplaced.
    place: usize,
    arc: u32,
}

struct Search<'p> {
    problem: &'p Problem,
    prices: &'p [f64],
    /// Place of each agent in the group, or [`NONE`].
    place: Vec<u32>,
    group: Vec<u32>,
    jobs: Vec<u32>,
    /// Jobs with a choice, in the order of the enumeration, with their ways.
    free: Vec<Free>,
    ways: Vec<Way>,
    /// Room in each agent of the group, and what the undecided jobs could still fill.
    room: Vec<f64>,
    rest: Vec<f64>,
    weights: Vec<f64>,
    taken: Vec<usize>,
    best: Vec<usize>,
    best_cost: i64,
    /// The last filling was another than the present one.
    found: bool,
    budget: f64,
    nodes: u32,
    looked: u64,
}

struct Free {
    job: u32,
    size: f64,
    first: usize,
    end: usize,
}

impl<'p> Search<'p> {
    fn new(problem: &'p Problem, prices: &'p [f64]) -> Self {
        Search {
            problem,
            prices,
            place: vec![NONE; problem.agents()],
            group: Vec::new(),
            jobs: Vec::new(),
            free: Vec::new(),
            ways: Vec::new(),
            room: Vec::new(),
            rest: Vec::new(),
            weights: Vec::new(),
            taken: Vec::new(),
            best: Vec::new(),
            best_cost: 0,
            found: false,
            budget: 0.0,
            nodes: 0,
            looked: 0,
        }
    }

    /// Chooses a group of agents whose jobs would go to each other's; false if there is none.
    fn choose(&mut self, plan: &Plan<'_>, near: &Near, target: usize, random: &mut Random) -> bool {
        for &agent in &self.group {
            self.place[agent as usize] = NONE;
        }
        self.group.clear();
        self.jobs.clear();
        (self.nodes, self.looked) = (0, 0);
        let first = random.below(self.problem.jobs().max(1));
        if self.problem.jobs() == 0 {
            return false;
        }
        let mut from = plan.agent(first);
        if from == NONE {
            self.jobs.push(narrow(first));
            let list = near.of(first);
            from = list[random.below(list.len())].agent;
            if from == NONE {
                return false;
            }
        }
        self.join(plan, from);
        let mut free = 0;
        let mut failures = 0;
        while self.group.len() < GROUP && failures < 10 {
            let job = self.jobs[random.below(self.jobs.len())] as usize;
            let list = near.of(job);
            let agent = list[random.below(list.len())].agent;
            if agent == NONE || self.place[agent as usize] != NONE {
                failures += 1;
                continue;
            }
            failures = 0;
            self.join(plan, agent);
            if self.group.len() >= 2 {
                free = self.jobs.iter().filter(|&&job| self.mobile(near, job as usize)).count();
            }
            self.looked += self.jobs.len() as u64;
            if free >= target {
                break;
            }
        }
        self.group.len() >= 2
    }

    fn join(&mut self, plan: &Plan<'_>, agent: u32) {
        self.place[agent as usize] = narrow(self.group.len());
        self.group.push(agent);
        self.jobs.extend_from_slice(plan.members(agent));
    }

    /// Whether the job has a second choice inside the group.
    fn mobile(&self, near: &Near, job: usize) -> bool {
        let inside = |choice: &&Choice| {
            choice.agent != NONE && self.place[choice.agent as usize] != NONE
        };
        near.of(job).iter().filter(inside).nth(1).is_some()
    }

    /// Enumerates the fillings of the group within the budget and takes the best, or another one
    /// as good as the present.
    fn fill(&mut self, plan: &mut Plan<'_>, near: &Near, random: &mut Random) {
        let (problem, q) = (self.problem, self.problem.resources);
        self.room.clear();
        self.weights.clear();
        for &agent in &self.group {
            let first = agent as usize * q;
            self.weights.extend_from_slice(&self.prices[first..first + q]);
            self.room.extend(plan.residual(agent).iter().map(|&room| room as f64));
        }
        // What the group owes: reduced costs of its choices and priced room.
        let mut owed: f64 = self.room.iter().zip(&self.weights).map(|(room, w)| room * w).sum();
        for &job in &self.jobs {
            let now = plan.arc(job as usize).map_or(NONE, narrow);
            let choice = near.of(job as usize).iter().find(|choice| choice.arc == now);
            owed += choice.map_or(0.0, |choice| choice.extra);
        }
        self.budget = owed + 1e-6;
        self.list_ways(plan, near, owed, random);
        self.rest.clear();
        self.rest.resize(self.group.len() * q, 0.0);
        let mut cost = 0;
        for free in &self.free {
            let job = free.job as usize;
            cost += plan.job_cost(job);
            if let Some(arc) = plan.arc(job) {
                let place = self.place[problem.arc_agent[arc] as usize] as usize;
                for (r, &need) in problem.need(job, arc).iter().enumerate() {
                    self.room[place * q + r] += need as f64;
                }
            }
            for way in &self.ways[free.first..free.end] {
                if way.arc != NONE {
                    for (r, &need) in problem.need(job, way.arc as usize).iter().enumerate() {
                        self.rest[way.place * q + r] += need as f64;
                    }
                }
            }
        }
        self.taken.clear();
        self.best_cost = cost;
        self.found = false;
        self.enumerate(0, 0.0, 0, plan);
        if self.found {
            for free in &self.free {
                plan.remove(free.job as usize);
            }
            for (free, &way) in self.free.iter().zip(&self.best) {
                let arc = self.ways[way].arc;
                if arc != NONE {
                    plan.place(free.job as usize, arc as usize);
                }
            }
        }
    }

    /// The jobs with a choice inside the group and their ways; takes what the others owe off the
    /// budget.
    fn list_ways(&mut self, plan: &Plan<'_>, near: &Near, owed: f64, random: &mut Random) {
        self.free.clear();
        self.ways.clear();
        for &job in &self.jobs {
            let now = plan.arc(job as usize).map_or(NONE, narrow);
            let first = self.ways.len();
            let mut size = 0.0_f64;
            let mut present = 0.0;
            for choice in near.of(job as usize) {
                let place = match choice.agent {
                    NONE => narrow(self.group.len()),
                    agent => self.place[agent as usize],
                };
                if choice.arc == now {
                    present = choice.extra;
                } else if place == NONE || choice.extra > owed {
                    continue;
                }
                if choice.arc != NONE {
                    let need = self.problem.need(job as usize, choice.arc as usize);
                    let slot = place as usize * self.problem.resources;
                    let weights = &self.weights[slot..];
                    let weight: f64 = need.iter().zip(weights).map(|(&n, w)| n as f64 * w).sum();
                    size = size.max(weight);
                }
                self.ways.push(Way {
                    extra: choice.extra,
                    order: choice.extra + random.unit(),
                    place: place as usize,
                    arc: choice.arc,
                });
            }
            let end = self.ways.len();
            if end - first < 2 {
                self.ways.truncate(first);
                self.budget -= present;
                continue;
            }
            let list = &mut self.ways[first..end];
            list.sort_unstable_by(|a, b| a.order.total_cmp(&b.order).then(a.arc.cmp(&b.arc)));
            self.free.push(Free { job, size, first, end });
        }
        self.free.sort_unstable_by(|a, b| b.size.total_cmp(&a.size).then(a.job.cmp(&b.job)));
    }

    /// Depth first over the free jobs from `depth` on. `owed` is what the choices so far add up
    /// to. True once there is nothing more to look for.
    fn enumerate(&mut self, depth: usize, owed: f64, cost: i64, plan: &Plan<'_>) -> bool {
        let (problem, q) = (self.problem, self.problem.resources);
        let Some(&Free { job, first, end, .. }) = self.free.get(depth) else {
            return self.complete(cost, plan);
        };
        let job = job as usize;
        self.count_rest(job, first..end, -1.0);
        let mut stop = false;
        for at in first..end {
            let Way { extra, place, arc, .. } = self.ways[at];
            if owed + extra > self.budget {
                continue;
            }
            self.nodes += 1;
            if self.nodes > NODES {
                stop = true;
                break;
            }
            let (mut price, mut fits) = (problem.penalties[job], true);
            if arc != NONE {
                price = problem.arc_cost[arc as usize];
                for (r, &need) in problem.need(job, arc as usize).iter().enumerate() {
                    let room = &mut self.room[place * q + r];
                    *room -= need as f64;
                    fits &= *room >= 0.0;
                }
            }
            if fits && owed + extra + self.unfillable() <= self.budget {
                self.taken.push(at);
                stop = self.enumerate(depth + 1, owed + extra, cost + price, plan);
                self.taken.pop();
            }
            if arc != NONE {
                for (r, &need) in problem.need(job, arc as usize).iter().enumerate() {
                    self.room[place * q + r] += need as f64;
                }
            }
            if stop {
                break;
            }
        }
        self.count_rest(job, first..end, 1.0);
        stop
    }

    fn count_rest(&mut self, job: usize, ways: std::ops::Range<usize>, sign: f64) {
        let q = self.problem.resources;
        for way in &self.ways[ways] {
            if way.arc != NONE {
                for (r, &need) in self.problem.need(job, way.arc as usize).iter().enumerate() {
                    self.rest[way.place * q + r] += sign * need as f64;
                }
            }
        }
    }

    /// Priced room that the undecided jobs cannot fill even if all went there.
    fn unfillable(&self) -> f64 {
        let slots = self.room.iter().zip(&self.rest).zip(&self.weights);
        slots.map(|((room, rest), weight)| weight * (room - rest).max(0.0)).sum()
    }

    fn complete(&mut self, cost: i64, plan: &Plan<'_>) -> bool {
        let better = cost < self.best_cost;
        let same = || {
            self.free.iter().zip(&self.taken).all(|(free, &way)| {
                self.ways[way].arc == plan.arc(free.job as usize).map_or(NONE, narrow)
            })
        };
        if better || (cost == self.best_cost && !self.found && !same()) {
            self.found = true;
            self.best.clear();
            self.best.extend_from_slice(&self.taken);
            self.budget -= (self.best_cost - cost) as f64;
            self.best_cost = cost;
        }
        false
    }
}
