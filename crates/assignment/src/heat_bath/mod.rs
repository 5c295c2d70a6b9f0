//! Annealing with compound moves, for one resource.
//!
//! Near the optimum agents are full to the last unit, and a shift or swap is acceptable only if
//! it leaves both agents full: one in ten thousand, and soon none. Two things keep this search
//! moving. First, loads may stray from the capacities to either side at a cost per unit that
//! starts far below the shadow price and rises to it (and beyond it for overload): reduced costs
//! settle while loads are still soft (strategic oscillation, Glover 1989). Second, a move is a
//! chain: two agents exchange whatever they like, and each may mend what that did to its load by
//! an exchange with a third. The Boltzmann weights of all chains around a pair of agents factor
//! into one sum an end, so that tens of thousands are weighed at the price of hundreds, and one
//! is drawn, staying as it is among them (a heat bath, Geman & Geman 1984). No effort goes into
//! moves that would be rejected, as in the n-fold way of Bortz, Kalos & Lebowitz 1975.
//!
//! On instances of type D with 20 to 60 agents this ends three to six times nearer the bound than
//! annealing over single shifts and swaps does in the same time; stiff capacities from the start,
//! cyclic exchanges and solving groups of agents exactly were tried and ended where that did.

mod chains;
mod choices;

use crate::Problem;
use crate::limits::Clock;
use crate::plan::{NONE, Plan};
use crate::problem::narrow;
use crate::random::Random;

/// The most choices a job has here.
const CHOICES: usize = 16;
/// Pairs of agents for which lists are kept.
const PAIRS: usize = 100_000;
/// Temperatures of one run.
const STAGES: u64 = 400;
/// Steps between two looks at the clock.
const GRAIN: u64 = 2_000;
/// The most chains that are weighed in one step; where loads are soft there may be millions.
const CHAINS: usize = 300_000;
/// Rises of this many temperatures are never drawn.
const HOPELESS: f64 = 12.0;

/// The first and the last temperature, as a share of the typical regret.
const HEAT: [f64; 2] = [0.15, 0.08];
/// The last cost of a unit of room or overload, in shadow prices. The first is such that what a
/// move usually changes a load by costs a temperature.
const STIFFEST: f64 = 1.0;
/// Steps of looking at an exchange with a third agent, whose weight is an exponential.
const RAY: u64 = 2;
/// How much more overload costs than room, first and last.
const AVERSION: [f64; 2] = [1.0, 16.0];

/// Whether this method applies: lists for all pairs of agents, one resource.
pub(crate) fn applies(problem: &Problem) -> bool {
    problem.resources == 1 && problem.agents * problem.agents <= PAIRS && problem.agents >= 2
}

/// What a run found.
pub(crate) struct Outcome {
    /// The cheapest plan met within the capacities, if cheaper than the start.
    pub(crate) best: Option<Vec<u32>>,
    /// Where the run ended; some agents may be overloaded a little.
    pub(crate) last: Vec<u32>,
}

/// Anneals from `start` for so many steps of effort; choices whose reduced cost is above `reach`,
/// say the gap still open, take no part.
pub(crate) fn anneal(
    start: &Plan<'_>,
    prices: &[f64],
    reach: f64,
    steps: u64,
    random: &mut Random,
    clock: &mut Clock<'_>,
) -> Outcome {
    let mut state = State::new(start, prices, reach);
    if state.movable == 0 {
        return state.outcome();
    }
    let per_stage = (steps / STAGES).max(1);
    let [warm, cold] = HEAT.map(|heat| (heat * state.regret).max(1e-6));
    let soft = (warm / state.rent.max(1e-9)).min(0.5 * STIFFEST);
    let between = |[first, last]: [f64; 2], share: f64| first * (last / first).powf(share);
    let mut last = (0, 0);
    // Steps of different length: what one stage takes beyond its share is missing in the next ones.
    let mut left = 0;
    for stage in 0..STAGES {
        let share = stage as f64 / STAGES as f64;
        state.temperature = between([warm, cold], share);
        state.version += 1;
        // While single exchanges are taken readily, chains are not worth their price.
        state.compound = stage > 0 && (state.moves - last.0) * 10 < 3 * (state.draws - last.1);
        last = (state.moves, state.draws);
        state.weigh(prices, between([soft, STIFFEST], share), between(AVERSION, share));
        left += i64::try_from(per_stage).unwrap_or(i64::MAX / 2);
        while left > 0 {
            let mut spent = 0;
            while spent < GRAIN {
                spent += state.step(random);
            }
            left -= i64::try_from(spent).unwrap_or(i64::MAX);
            if !clock.spend(spent) {
                return state.outcome();
            }
        }
    }
    state.outcome()
}

/// A job at one agent that might go to another.
#[derive(Clone, Copy)]
struct Offer {
    job: u32,
    arc: u32,
    /// Change of reduced cost, what it leaves and what it takes.
    change: f64,
    leaves: f64,
    takes: f64,
}

/// A shift or swap between one end of an exchange, the centre, and a third agent.
#[derive(Clone, Copy)]
struct Ray {
    /// Change of the centre's load.
    delta: f64,
    /// Change of reduced costs and of what the other agent owes.
    rise: f64,
    other: u32,
    /// Places in the lists of offers, [`NONE`] for nobody.
    leaves: u32,
    enters: u32,
}

/// An exchange between two agents and the weight of all chains around it.
#[derive(Clone, Copy)]
struct Edge {
    weight: f64,
    /// Places in the two lists of offers, beyond the end for nobody.
    there: usize,
    back: usize,
    /// Changes of the two loads.
    to_a: f64,
    to_b: f64,
}

struct State<'p> {
    problem: &'p Problem,
    /// The problem's agents and one more for staying unplaced, with unlimited room.
    agents: usize,
    /// Choices of each job: arc, agent, reduced cost.
    starts: Vec<u32>,
    near: Vec<(u32, u32, f64)>,
    movable: usize,
    regret: f64,
    /// Half the mean rent of a choice: about what moves change an agent's load by, priced.
    rent: f64,
    arc: Vec<u32>,
    /// Jobs at agent `a` with a choice at `b`, entry `a * agents + b`.
    offers: Vec<Vec<Offer>>,
    load: Vec<f64>,
    capacity: Vec<f64>,
    /// Cost of a unit of room and of overload.
    under: Vec<f64>,
    over: Vec<f64>,
    temperature: f64,
    cost: i64,
    overloaded: usize,
    best_cost: i64,
    best: Option<Vec<u32>>,
    /// Rays of each agent as of a version of the loads, and the least rise among them.
    rays: Vec<Vec<Ray>>,
    least: Vec<f64>,
    fresh: Vec<u64>,
    version: u64,
    /// Agents that share a job's choices with each agent.
    partners: Vec<Vec<u32>>,
    edges: Vec<Edge>,
    /// Whether the ends of an exchange may have further exchanges.
    compound: bool,
    moves: u64,
    draws: u64,
}

impl<'p> State<'p> {
    fn new(start: &Plan<'p>, prices: &[f64], reach: f64) -> Self {
        let problem = start.problem;
        let agents = problem.agents + 1;
        let mut state = State {
            problem,
            agents,
            starts: vec![0],
            near: Vec::new(),
            movable: 0,
            regret: 0.0,
            rent: 0.0,
            arc: (0..problem.jobs()).map(|job| start.arc(job).map_or(NONE, narrow)).collect(),
            offers: vec![Vec::new(); agents * agents],
            load: vec![0.0; agents],
            capacity: problem.capacities.iter().map(|&c| c as f64).chain([0.0]).collect(),
            under: vec![0.0; agents],
            over: vec![0.0; agents],
            temperature: 1.0,
            cost: start.cost(),
            overloaded: 0,
            best_cost: start.cost(),
            best: None,
            rays: vec![Vec::new(); agents],
            least: vec![0.0; agents],
            fresh: vec![0; agents],
            version: 1,
            partners: vec![Vec::new(); agents],
            edges: Vec::new(),
            compound: true,
            moves: 0,
            draws: 0,
        };
        state.list_choices(prices, reach);
        for job in 0..problem.jobs() {
            let arc = state.arc[job];
            let agent = state.agent(arc);
            state.load[agent] += state.need(job, arc);
            state.offer(job);
        }
        state
    }

    fn outcome(self) -> Outcome {
        Outcome { last: self.assignment(), best: self.best }
    }

    fn assignment(&self) -> Vec<u32> {
        let agent = |&arc: &u32| if arc == NONE { NONE } else { narrow(self.agent(arc)) };
        self.arc.iter().map(agent).collect()
    }

    fn agent(&self, arc: u32) -> usize {
        match arc {
            NONE => self.agents - 1,
            arc => self.problem.arc_agent[arc as usize] as usize,
        }
    }

    fn need(&self, job: usize, arc: u32) -> f64 {
        match arc {
            NONE => 0.0,
            arc => self.problem.need(job, arc as usize)[0] as f64,
        }
    }

    fn cost_of(&self, job: usize, arc: u32) -> i64 {
        match arc {
            NONE => self.problem.penalties[job],
            arc => self.problem.arc_cost[arc as usize],
        }
    }

    fn choices(&self, job: usize) -> std::ops::Range<usize> {
        self.starts[job] as usize..self.starts[job + 1] as usize
    }

    /// Lists the job at its agent for all its other choices.
    fn offer(&mut self, job: usize) {
        let now = self.arc[job];
        let from = self.agent(now);
        let leaves = self.need(job, now);
        let extra = self.choices(job).find(|&at| self.near[at].0 == now);
        let extra = extra.map_or(0.0, |at| self.near[at].2);
        for at in self.choices(job) {
            let (arc, to, other) = self.near[at];
            if arc != now {
                let (change, takes) = (other - extra, self.need(job, arc));
                self.offers[from * self.agents + to as usize].push(Offer {
                    job: narrow(job),
                    arc,
                    change,
                    leaves,
                    takes,
                });
            }
        }
    }

    fn withdraw(&mut self, job: usize) {
        let now = self.arc[job];
        let from = self.agent(now);
        for at in self.choices(job) {
            let (arc, to, _) = self.near[at];
            if arc != now {
                let list = &mut self.offers[from * self.agents + to as usize];
                let place = list.iter().position(|offer| offer.job as usize == job);
                list.swap_remove(place.expect("every choice is offered"));
            }
        }
    }

    fn weigh(&mut self, prices: &[f64], stiffness: f64, aversion: f64) {
        let mean = prices.iter().sum::<f64>() / prices.len().max(1) as f64;
        let floor = (0.2 * mean).max(1e-9);
        for (agent, &price) in prices.iter().enumerate() {
            self.under[agent] = price * stiffness.min(1.0);
            self.over[agent] = price.max(floor) * stiffness * aversion;
        }
    }

    /// What the agent owes for room or overload.
    #[inline]
    fn owes(&self, agent: usize, load: f64) -> f64 {
        let over = load - self.capacity[agent];
        if over > 0.0 { self.over[agent] * over } else { -self.under[agent] * over }
    }

    /// Draws a move around a random pair of agents and makes it; says the steps it took.
    fn step(&mut self, random: &mut Random) -> u64 {
        let a = random.below(self.agents - 1);
        let row = &self.partners[a];
        if row.is_empty() {
            return 5;
        }
        let b = row[random.below(row.len())] as usize;
        self.draws += 1;
        let (there, back) = (a * self.agents + b, b * self.agents + a);
        if self.offers[there].is_empty() && self.offers[back].is_empty() {
            return 10;
        }
        let mut looked = 20;
        if self.compound {
            looked += self.refresh(a);
            if b + 1 < self.agents {
                looked += self.refresh(b);
            }
        }
        let chains = self.compound && self.few_chains(a, b);
        let (total, steps) = self.list_edges(a, b, chains);
        looked += steps;
        let Some(edge) = self.draw_edge(total, random) else { return looked };
        let rays = match chains {
            true => {
                [self.draw_ray(a, b, edge.to_a, random), self.draw_ray(b, a, edge.to_b, random)]
            }
            false => [None, None],
        };
        if let [Some(ray_a), Some(ray_b)] = rays
            && ray_a.other == ray_b.other
        {
            return looked; // each was weighed as if the other were not there
        }
        let ends = [self.offers[there].get(edge.there), self.offers[back].get(edge.back)];
        let mut shifts: Vec<(usize, u32)> =
            ends.into_iter().flatten().map(|offer| (offer.job as usize, offer.arc)).collect();
        for (centre, ray) in [a, b].into_iter().zip(rays) {
            shifts.extend(ray.into_iter().flat_map(|ray| self.shifts(centre, ray)).flatten());
        }
        let twice = |i: usize| shifts[..i].iter().any(|shift| shift.0 == shifts[i].0);
        if (1..shifts.len()).any(twice) {
            return looked;
        }
        for (job, arc) in shifts {
            self.shift(job, arc);
        }
        self.version += 1;
        self.moves += 1;
        self.note_best();
        looked + 60
    }

    fn note_best(&mut self) {
        if self.cost < self.best_cost && self.overloaded == 0 {
            self.best_cost = self.cost;
            self.best = Some(self.assignment());
        }
    }

    fn shift(&mut self, job: usize, to: u32) {
        self.withdraw(job);
        let from = self.arc[job];
        self.cost += self.cost_of(job, to) - self.cost_of(job, from);
        let change =
            [(self.agent(from), -self.need(job, from)), (self.agent(to), self.need(job, to))];
        for (agent, change) in change {
            if agent + 1 < self.agents {
                let before = self.load[agent] > self.capacity[agent];
                self.load[agent] += change;
                let after = self.load[agent] > self.capacity[agent];
                self.overloaded = self.overloaded + usize::from(after) - usize::from(before);
            }
        }
        self.arc[job] = to;
        self.offer(job);
    }
}

#[cfg(test)]
mod tests;
