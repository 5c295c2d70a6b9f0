//! A wider search for better plans: simulated annealing over shifts and swaps, in which agents may
//! be overloaded for a while at a price (strategic oscillation).
//!
//! A unit of overload first costs no more than its shadow price, where overloaded plans far below
//! the optimum are found, then ever more, until none pays. Stiff weights from the start were
//! tried and freeze the search early: on d20200 they ended 0.5 % higher.
//!
//! Only candidates near the best reduced cost take part: where prices are good, good plans hardly use others.

use crate::Problem;
use crate::limits::Clock;
use crate::plan::{NONE, Plan, cost_of};
use crate::price::ways_in_order;
use crate::problem::narrow;
use crate::random::Random;

/// The most choices a job has here, staying unplaced among them.
const CHOICES: usize = 12;
/// Steps of effort that one move takes.
pub(crate) const MOVE: u64 = 5;
/// Temperatures of one run.
const STAGES: u64 = 300;
/// The last temperature as a share of the first.
const COOLING: f64 = 0.3;
/// The last cost of overload, in shadow prices.
const STIFFEST: f64 = 8.0;

/// Where to look and for how long.
pub(crate) struct Schedule {
    /// Reduced cost above which a candidate takes no part, say the gap still open.
    pub(crate) reach: f64,
    /// Moves tried.
    pub(crate) moves: u64,
    /// The first temperature, as a share of the mean regret.
    pub(crate) heat: f64,
    /// 1: the cost of overload rises steadily; above 1: mostly towards the end.
    pub(crate) patience: f64,
}

/// The agents of the jobs in two plans.
pub(crate) struct Outcome {
    /// The cheapest plan met within the capacities, if cheaper than the start.
    pub(crate) best: Option<Vec<u32>>,
    /// Where the run ended; some agents may be overloaded a little.
    pub(crate) last: Vec<u32>,
}

/// Anneals from `start`.
pub(crate) fn anneal(
    start: &Plan<'_>,
    prices: &[f64],
    schedule: &Schedule,
    random: &mut Random,
    clock: &mut Clock<'_>,
) -> Outcome {
    let choices = Choices::new(start, prices, schedule.reach);
    let mut state = State::new(start, choices);
    if state.choices.movable.is_empty() {
        return state.outcome();
    }
    let hot = (schedule.heat * state.choices.mean_regret).max(1e-3);
    let per_stage = schedule.moves / STAGES + 1;
    for stage in 0..STAGES {
        let share = stage as f64 / STAGES as f64;
        let temperature = hot * COOLING.powf(share);
        state.weigh(prices, STIFFEST.powf(share.powf(schedule.patience)), share > 0.7);
        let mut left = per_stage;
        while left > 0 {
            let run = left.min(4096);
            left -= run;
            for _ in 0..run {
                state.try_move(temperature, random);
            }
            if !clock.spend(MOVE * run) {
                return state.outcome();
            }
        }
    }
    state.outcome()
}

/// For each job the arcs that take part, [`NONE`] for staying unplaced.
struct Choices {
    starts: Vec<u32>,
    arcs: Vec<u32>,
    movable: Vec<u32>,
    mean_regret: f64,
}

impl Choices {
    fn new(start: &Plan<'_>, prices: &[f64], reach: f64) -> Self {
        let problem = start.problem;
        let mut choices =
            Choices { starts: vec![0], arcs: Vec::new(), movable: Vec::new(), mean_regret: 0.0 };
        let mut list: Vec<(f64, u32)> = Vec::new();
        let mut regrets = 0_u32;
        for job in 0..problem.jobs() {
            ways_in_order(problem, prices, job, &mut list);
            let least = list[0].0;
            let now = start.arc(job).map_or(NONE, narrow);
            let mut kept = 0;
            for (rank, &(value, arc)) in list.iter().enumerate() {
                if arc == now || (value - least <= reach && rank < CHOICES) {
                    choices.arcs.push(arc);
                    kept += 1;
                }
            }
            if kept > 1 {
                choices.movable.push(narrow(job));
                choices.mean_regret += list[1].0 - least;
                regrets += 1;
            }
            choices.starts.push(narrow(choices.arcs.len()));
        }
        choices.mean_regret /= f64::from(regrets.max(1));
        choices
    }

    fn of(&self, job: usize) -> &[u32] {
        &self.arcs[self.starts[job] as usize..self.starts[job + 1] as usize]
    }
}

struct State<'p> {
    problem: &'p Problem,
    choices: Choices,
    arc: Vec<u32>,
    residual: Vec<i64>,
    /// Cost of a unit of overload.
    weights: Vec<f64>,
    extra: Vec<f64>,
    members: Vec<Vec<u32>>,
    slot: Vec<u32>,
    cost: i64,
    overloaded: usize,
    best_cost: i64,
    best: Option<Vec<u32>>,
}

impl<'p> State<'p> {
    fn new(start: &Plan<'p>, choices: Choices) -> Self {
        let problem = start.problem;
        let mut slot = vec![NONE; problem.jobs()];
        let members: Vec<Vec<u32>> =
            (0..problem.agents()).map(|a| start.members(narrow(a)).to_vec()).collect();
        for list in &members {
            for (at, &job) in list.iter().enumerate() {
                slot[job as usize] = narrow(at);
            }
        }
        let mut state = State {
            problem,
            choices,
            arc: (0..problem.jobs()).map(|job| start.arc(job).map_or(NONE, narrow)).collect(),
            residual: (0..problem.agents())
                .flat_map(|a| start.residual(narrow(a)).iter().copied())
                .collect(),
            weights: Vec::new(),
            extra: Vec::new(),
            members,
            slot,
            cost: start.cost(),
            overloaded: 0,
            best_cost: start.cost(),
            best: None,
        };
        state.extra = vec![1.0; start.problem.capacities.len()];
        state
    }

    fn outcome(self) -> Outcome {
        let last = self.arc.iter().map(|&arc| self.agent(arc).unwrap_or(NONE)).collect();
        Outcome { best: self.best, last }
    }

    fn agent(&self, arc: u32) -> Option<u32> {
        (arc != NONE).then(|| self.problem.arc_agent[arc as usize])
    }

    /// Change of the weighted overload of an agent when its load changes by `enters` − `leaves`.
    fn overload_change(
        &self,
        agent: u32,
        enters: Option<(usize, u32)>,
        leaves: Option<(usize, u32)>,
    ) -> f64 {
        let q = self.problem.resources;
        let first = agent as usize * q;
        let needs =
            |who: Option<(usize, u32)>| who.map(|(job, arc)| self.problem.need(job, arc as usize));
        let (enters, leaves) = (needs(enters), needs(leaves));
        let mut sum = 0.0;
        for r in 0..q {
            let old = self.residual[first + r];
            let new = old - enters.map_or(0, |n| n[r]) + leaves.map_or(0, |n| n[r]);
            let change = old.min(0) - new.min(0);
            if change != 0 {
                sum += self.weights[first + r] * change as f64;
            }
        }
        sum
    }

    fn try_move(&mut self, temperature: f64, random: &mut Random) {
        let job = self.choices.movable[random.below(self.choices.movable.len())] as usize;
        let list = self.choices.of(job);
        let to = list[random.below(list.len())];
        let from = self.arc[job];
        if to == from {
            return;
        }
        let partner =
            if random.next_number() & 1 == 0 { self.partner(to, from, random) } else { None };
        let mut change = (cost_of(self.problem, job, to) - cost_of(self.problem, job, from)) as f64;
        if let Some((other, back)) = partner {
            let was = self.arc[other];
            change +=
                (cost_of(self.problem, other, back) - cost_of(self.problem, other, was)) as f64;
            if let Some(agent) = self.agent(to) {
                change += self.overload_change(agent, Some((job, to)), Some((other, was)));
            }
            if let Some(agent) = self.agent(from) {
                change += self.overload_change(agent, Some((other, back)), Some((job, from)));
            }
        } else {
            if let Some(agent) = self.agent(to) {
                change += self.overload_change(agent, Some((job, to)), None);
            }
            if let Some(agent) = self.agent(from) {
                change += self.overload_change(agent, None, Some((job, from)));
            }
        }
        if change > 0.0 && random.unit() >= (-change / temperature).exp() {
            return;
        }
        self.take(job, to);
        if let Some((other, back)) = partner {
            self.take(other, back);
        }
        if self.overloaded == 0 && self.cost < self.best_cost {
            self.best_cost = self.cost;
            let agents = self.arc.iter().map(|&arc| self.agent(arc).unwrap_or(NONE)).collect();
            self.best = Some(agents);
        }
    }

    /// Someone at the agent of `to` who may take the place of `from`.
    fn partner(&self, to: u32, from: u32, random: &mut Random) -> Option<(usize, u32)> {
        let members = &self.members[self.agent(to)? as usize];
        if members.is_empty() {
            return None;
        }
        let other = members[random.below(members.len())] as usize;
        let goal = self.agent(from);
        let back = self.choices.of(other).iter().find(|&&arc| self.agent(arc) == goal)?;
        Some((other, *back))
    }

    fn take(&mut self, job: usize, to: u32) {
        let from = self.arc[job];
        self.cost += cost_of(self.problem, job, to) - cost_of(self.problem, job, from);
        if let Some(agent) = self.agent(from) {
            self.load(agent, job, from, 1);
            let slot = self.slot[job] as usize;
            let list = &mut self.members[agent as usize];
            list.swap_remove(slot);
            if let Some(&moved) = list.get(slot) {
                self.slot[moved as usize] = narrow(slot);
            }
        }
        if let Some(agent) = self.agent(to) {
            self.load(agent, job, to, -1);
            let list = &mut self.members[agent as usize];
            self.slot[job] = narrow(list.len());
            list.push(narrow(job));
        }
        self.arc[job] = to;
    }

    fn load(&mut self, agent: u32, job: usize, arc: u32, sign: i64) {
        let first = agent as usize * self.problem.resources;
        for (r, need) in self.problem.need(job, arc as usize).iter().enumerate() {
            let old = self.residual[first + r];
            let new = old + sign * need;
            self.residual[first + r] = new;
            match (old < 0, new < 0) {
                (false, true) => self.overloaded += 1,
                (true, false) => self.overloaded -= 1,
                _ => {}
            }
        }
    }

    /// Sets the cost of overload to `stiffness` shadow prices (a fifth of the mean where those
    /// are lower); with `insist`, agents that stay overloaded become dearer each time.
    fn weigh(&mut self, prices: &[f64], stiffness: f64, insist: bool) {
        let mean = prices.iter().sum::<f64>() / prices.len().max(1) as f64;
        let floor = (0.2 * mean).max(1e-9);
        self.weights.clear();
        for ((extra, &room), &price) in self.extra.iter_mut().zip(&self.residual).zip(prices) {
            if insist && room < 0 {
                *extra *= 1.1;
            }
            self.weights.push(price.max(floor) * stiffness * *extra);
        }
    }
}
