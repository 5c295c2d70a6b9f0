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
mod loads;

use self::choices::{Choices, agent_of, need_of};
use self::loads::Loads;
use crate::Problem;
use crate::anneal::Outcome;
use crate::limits::Clock;
use crate::plan::{NONE, Plan, cost_of};
use crate::problem::narrow;
use crate::random::Random;

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

/// First and last temperatures of a run, as shares of the typical regret. Which suits depends on how much choices
/// differ: where parks are many and far apart the coldest, where costs and needs are opposed the hottest.
pub(crate) const HEATS: [[f64; 2]; 3] = [[0.03, 0.01], [0.08, 0.03], [0.15, 0.08]];
/// The last cost of a unit of room or overload, in shadow prices. The first value makes a typical change of
/// load cost one temperature.
const STIFFEST: f64 = 1.0;
/// Steps of looking at an exchange with a third agent, whose weight is an exponential.
const RAY: u64 = 2;
/// How much more overload costs than room, first and last.
const AVERSION: [f64; 2] = [1.0, 64.0];

/// Whether this method applies: lists for all pairs of agents, one resource.
pub(crate) fn applies(problem: &Problem) -> bool {
    problem.resources == 1 && problem.agents * problem.agents <= PAIRS && problem.agents >= 2
}

/// How to anneal.
pub(crate) struct Run {
    /// Choices whose reduced cost is above this, say the gap still open, take no part.
    pub(crate) reach: f64,
    /// One of [`HEATS`].
    pub(crate) heat: [f64; 2],
    /// Effort.
    pub(crate) steps: u64,
}

/// Anneals from `start`.
pub(crate) fn anneal(
    start: &Plan<'_>,
    prices: &[f64],
    run: &Run,
    random: &mut Random,
    clock: &mut Clock<'_>,
) -> Outcome {
    let mut state = State::new(start, prices, run);
    if state.choices.movable == 0 {
        return state.outcome();
    }
    let per_stage = (run.steps / STAGES).max(1);
    let [warm, cold] = run.heat.map(|heat| (heat * state.choices.regret).max(1e-6));
    let soft = (warm / state.choices.rent.max(1e-9)).min(0.5 * STIFFEST);
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
        state.loads.weigh(prices, between([soft, STIFFEST], share), between(AVERSION, share));
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
    choices: Choices,
    arc: Vec<u32>,
    /// Jobs at agent `a` with a choice at `b`, entry `a * agents + b`.
    offers: Vec<Vec<Offer>>,
    loads: Loads,
    temperature: f64,
    cost: i64,
    best_cost: i64,
    best: Option<Vec<u32>>,
    /// Rays of each agent as of a version of the loads, and the least rise among them.
    rays: Vec<Vec<Ray>>,
    least: Vec<f64>,
    fresh: Vec<u64>,
    version: u64,
    edges: Vec<Edge>,
    /// Whether the ends of an exchange may have further exchanges.
    compound: bool,
    moves: u64,
    draws: u64,
}

impl<'p> State<'p> {
    fn new(start: &Plan<'p>, prices: &[f64], run: &Run) -> Self {
        let problem = start.problem;
        let agents = problem.agents + 1;
        let arc = (0..problem.jobs()).map(|job| start.arc(job).map_or(NONE, narrow));
        let arc: Vec<u32> = arc.collect();
        let mut state = State {
            problem,
            agents,
            // Farther choices not even the first temperature would take.
            choices: Choices::new(problem, &arc, prices, run.reach, 1.5 * HOPELESS * run.heat[0]),
            arc,
            offers: vec![Vec::new(); agents * agents],
            loads: Loads::new(&problem.capacities),
            temperature: 1.0,
            cost: start.cost(),
            best_cost: start.cost(),
            best: None,
            rays: vec![Vec::new(); agents],
            least: vec![0.0; agents],
            fresh: vec![0; agents],
            version: 1,
            edges: Vec::new(),
            compound: true,
            moves: 0,
            draws: 0,
        };
        for job in 0..problem.jobs() {
            let arc = state.arc[job];
            state.loads.add(agent_of(problem, arc), need_of(problem, job, arc));
            state.offer(job);
        }
        state
    }

    fn outcome(self) -> Outcome {
        Outcome { last: self.assignment(), best: self.best }
    }

    fn assignment(&self) -> Vec<u32> {
        let agent =
            |&arc: &u32| if arc == NONE { NONE } else { narrow(agent_of(self.problem, arc)) };
        self.arc.iter().map(agent).collect()
    }

    /// Lists the job at its agent for all its other choices.
    fn offer(&mut self, job: usize) {
        let now = self.arc[job];
        let from = agent_of(self.problem, now);
        let leaves = need_of(self.problem, job, now);
        let list = self.choices.of(job);
        let extra = list.iter().find(|near| near.arc == now).map_or(0.0, |near| near.extra);
        for near in list.iter().filter(|near| near.arc != now) {
            let (arc, change) = (near.arc, near.extra - extra);
            let takes = need_of(self.problem, job, arc);
            let offer = Offer { job: narrow(job), arc, change, leaves, takes };
            self.offers[from * self.agents + near.agent as usize].push(offer);
        }
    }

    fn withdraw(&mut self, job: usize) {
        let now = self.arc[job];
        let from = agent_of(self.problem, now);
        for near in self.choices.of(job).iter().filter(|near| near.arc != now) {
            let list = &mut self.offers[from * self.agents + near.agent as usize];
            let index = list.iter().position(|offer| offer.job as usize == job);
            list.swap_remove(index.expect("every choice is offered"));
        }
    }

    /// Draws a move around a random pair of agents and makes it; says the steps it took.
    fn step(&mut self, random: &mut Random) -> u64 {
        let a = random.below(self.agents - 1);
        let row = &self.choices.partners[a];
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
        if self.cost < self.best_cost && self.loads.overloaded == 0 {
            self.best_cost = self.cost;
            self.best = Some(self.assignment());
        }
    }

    fn shift(&mut self, job: usize, to: u32) {
        self.withdraw(job);
        let from = self.arc[job];
        self.cost += cost_of(self.problem, job, to) - cost_of(self.problem, job, from);
        let problem = self.problem;
        self.loads.add(agent_of(problem, from), -need_of(problem, job, from));
        self.loads.add(agent_of(problem, to), need_of(problem, job, to));
        self.arc[job] = to;
        self.offer(job);
    }
}

#[cfg(test)]
mod tests;
