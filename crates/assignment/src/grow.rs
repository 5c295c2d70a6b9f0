//! Candidate lists that grow only as far as the proof needs them.
//!
//! A job's nearest few agents decide nearly everything, and listing all of thousands is out of the
//! question for a million jobs. So lists begin short, with a bound on what is not listed. Prices
//! are then raised; where the bound on the unlisted is what keeps the lower bound down, the list is
//! made longer, just beyond the job's present best, and prices are raised again: column generation,
//! with the bound holding over all columns at every step. Prices only push jobs away from agents
//! that are short of room, so few lists grow, and seldom far.

use rayon::prelude::*;

use crate::limits::Clock;
use crate::presolve::restricted;
use crate::price::Ascent;
use crate::problem::narrow;
use crate::smooth::{COOLING, settle, warm_up};
use crate::transport::{Divided, transport};
use crate::{Needs, Price, Problem, lower_bound};

/// Where longer candidate lists come from.
pub trait Market: Sync {
    /// Appends to `list` every agent, with its cost, that costs the job less than `below`, and
    /// perhaps more of them; whatever was appended for a smaller `below` is appended again. Says
    /// the least that the others cost, or `None` if there are no others.
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64>;

    /// The lists of many jobs, each with its `below`, in their order. Worth more than this default where what
    /// several jobs ask is found together.
    fn lists(&self, asked: &[(usize, i64)]) -> Vec<List> {
        let one = |&(job, below): &(usize, i64)| {
            let mut list = Vec::new();
            let unlisted = self.list(job, below, &mut list);
            (list, unlisted)
        };
        asked.iter().map(one).collect()
    }

    /// What an agent costs the job; `None` if it is not to be had. Worth more than this default where one
    /// pair is cheaper than a list.
    fn cost(&self, job: usize, agent: u32) -> Option<i64> {
        let mut list = Vec::new();
        self.list(job, i64::MAX, &mut list);
        list.into_iter().find(|pair| pair.0 == agent).map(|pair| pair.1)
    }
}

/// Agents with their costs, and the least that any other costs; `None` if there are no others.
pub type List = (Vec<(u32, i64)>, Option<i64>);

/// Sweeps of coordinate ascent between two rounds of growing, and the gain that ends them early.
const SWEEPS: usize = 4;
const TOLERANCE: f64 = 1e-7;
/// Rounds of growing after which prices are at war, and other means are better.
const CLIMBS: usize = 8;
/// A last round that raises the bound by more than this part of it is a war; and one that does, and gains
/// more than this part of what the round before did.
const WAR: f64 = 3e-4;
const LASTING: f64 = 0.5;
/// A round that raises the bound by less than this part of it is the last but for lists that limit it.
const LEAST_RISE: f64 = 1e-5;
/// How far beyond a job's present best its list is to reach, as a share of what prices add to it.
const MARGIN: f64 = 0.25;
/// How much further a list reaches each time that it grows.
const FURTHER: f64 = 1.5;
/// Jobs listed in one go.
const BLOCK: usize = 1 << 8;
/// Pairs up to which all are listed.
const SMALL: usize = 20_000;
/// Jobs of a sample for each price, and at least.
const SAMPLE: [usize; 2] = [12, 3_000];
/// Of so many jobs one may have a list that limits the smoothed bound before it gets colder.
const PATIENCE: usize = 100;
/// The first temperature of the smoothed bound, as a part of what a job costs on average.
const WARM: f64 = 0.3;
/// How far prices are followed down.
struct Schedule {
    /// Rounds of growing at one temperature. Those of a sample cost little, and with lists that are too
    /// short its prices are too high for all.
    rounds: usize,
    /// It is cold enough when so few jobs for each price have more than one choice.
    mixed: usize,
}

const OF_A_SAMPLE: Schedule = Schedule { rounds: 16, mixed: 12 };
const OF_ALL: Schedule = Schedule { rounds: 4, mixed: 8 };

/// Raises prices and makes lists longer in turns, until no list limits the bound. Once the clock has
/// stopped prices stay as they are. `report` hears of the bound after each round.
///
/// Same problem, same lists and prices, on any number of threads.
pub(crate) fn grow(
    problem: &mut Problem,
    market: &dyn Market,
    prices: &mut Vec<f64>,
    clock: &mut Clock<'_>,
    report: &mut dyn FnMut(f64),
) -> bool {
    extend(problem, market, prices, clock);
    let mut ascent = Ascent::new(problem, std::mem::take(prices));
    let (mut last, mut last_rise, mut calm) = (f64::NEG_INFINITY, f64::INFINITY, false);
    for _ in 0..CLIMBS {
        let (bound, rising) = ascent.climb(problem, SWEEPS, TOLERANCE, clock);
        report(bound);
        let limited = ascent.limited(problem);
        let rise = (bound - last) / bound.abs();
        last = bound;
        calm = rise <= WAR;
        if rise <= LEAST_RISE || (limited.is_empty() && !rising) {
            calm = true;
            break;
        }
        if !calm && rise > LASTING * last_rise {
            break;
        }
        last_rise = rise;
        let longer = longer_lists(problem, market, &limited, &ascent.prices, clock);
        for (job, (list, unlisted)) in longer {
            ascent.relist(problem, job, &list, unlisted);
        }
    }
    *prices = ascent.prices;
    while extend(problem, market, prices, clock) > 0 {}
    calm
}

/// Makes all lists of a small problem complete, but for agents that cost as much as leaving the job
/// out: branch and bound then speaks of all plans.
pub(crate) fn complete_small(problem: &mut Problem, market: &dyn Market) {
    if problem.jobs() * problem.agents <= SMALL {
        (0..problem.jobs()).for_each(|job| reach_until(problem, market, job, |_| false));
    }
}

/// Prices that a sample of the jobs suggests, in agents as much smaller as the sample needs less.
pub(crate) fn sample(
    problem: &Problem,
    market: &dyn Market,
    clock: &mut Clock<'_>,
) -> Option<(Vec<f64>, f64)> {
    let size = (SAMPLE[0] * problem.capacities.len()).max(SAMPLE[1]);
    if 2 * size > problem.jobs() {
        return None;
    }
    let jobs: Vec<usize> = (0..size).map(|k| k * problem.jobs() / size).collect();
    let Needs::PerJob(needs) = &problem.needs else { return None };
    let q = problem.resources;
    let mut capacities = problem.capacities.clone();
    for r in 0..q {
        let all: i128 = needs.iter().skip(r).step_by(q).map(|&need| i128::from(need)).sum();
        let part: i128 = jobs.iter().map(|job| i128::from(needs[job * q + r])).sum();
        for room in capacities.iter_mut().skip(r).step_by(q) {
            let smaller = i128::from(*room) * part / all.max(1);
            *room = i64::try_from(smaller).unwrap_or(*room);
        }
    }
    let mut part = restricted(problem, &jobs, capacities, |_, _| true);
    let market = Sampled { market, jobs: &jobs };
    let mut prices = vec![0.0; part.capacities.len()];
    let tau = anneal(&mut part, &market, &mut prices, None, &OF_A_SAMPLE, clock);
    Some((prices, tau))
}

/// Makes prices better by Newton steps on the smoothed bound of all jobs, from the temperature given.
pub(crate) fn refine(
    problem: &mut Problem,
    market: &dyn Market,
    prices: &mut Vec<f64>,
    tau: Option<f64>,
    clock: &mut Clock<'_>,
) {
    anneal(problem, market, prices, tau, &OF_ALL, clock);
    while extend(problem, market, prices, clock) > 0 {}
}

/// The best prices of all, where the relaxation is a transportation problem, and where they leave the
/// jobs.
pub(crate) fn perfect(
    problem: &mut Problem,
    market: &dyn Market,
    mut prices: Vec<f64>,
    clock: &mut Clock<'_>,
) -> Divided {
    while extend(problem, market, &prices, clock) > 0 {}
    let longer = |problem: &mut Problem, job: usize, pays: f64| {
        let (list, unlisted) = in_order(market, job, reach(problem, pays, job));
        problem.relist(job, &list, unlisted);
    };
    let divided = transport(problem, prices, Some(&longer), clock);
    prices = divided.prices.clone();
    while extend(problem, market, &prices, clock) > 0 {}
    divided
}

/// Follows the maximisers of the smoothed bound, from the temperature given or a high one, until few
/// jobs have more than one choice; says the last. Lists become as long as it takes.
fn anneal(
    problem: &mut Problem,
    market: &dyn Market,
    prices: &mut Vec<f64>,
    tau: Option<f64>,
    schedule: &Schedule,
    clock: &mut Clock<'_>,
) -> f64 {
    let mut tau = tau.unwrap_or_else(|| {
        let mut ascent = Ascent::new(problem, std::mem::take(prices));
        let (bound, _) = ascent.climb(problem, 1, TOLERANCE, clock);
        *prices = ascent.prices;
        WARM * (bound / problem.jobs().max(1) as f64).max(1.0)
    });
    warm_up(problem, prices, tau);
    loop {
        let mut left = usize::MAX;
        for _ in 0..schedule.rounds {
            let grown = extend(problem, market, prices, clock);
            let Some(mixed) = settle(problem, prices, tau, clock) else { return tau };
            left = mixed;
            if grown * PATIENCE <= problem.jobs() {
                break;
            }
        }
        if left <= schedule.mixed * prices.len() || tau < 1.0 {
            return tau;
        }
        tau *= COOLING;
    }
}

/// A market for some of the jobs.
struct Sampled<'a> {
    market: &'a dyn Market,
    jobs: &'a [usize],
}

impl Market for Sampled<'_> {
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
        self.market.list(self.jobs[job], below, list)
    }

    fn lists(&self, asked: &[(usize, i64)]) -> Vec<List> {
        let asked: Vec<_> = asked.iter().map(|&(job, below)| (self.jobs[job], below)).collect();
        self.market.lists(&asked)
    }

    fn cost(&self, job: usize, agent: u32) -> Option<i64> {
        self.market.cost(self.jobs[job], agent)
    }
}

/// Makes lists longer that limit the bound at these prices; says how many. Once the clock has stopped lists
/// stay as they are: the bound holds with any.
fn extend(
    problem: &mut Problem,
    market: &dyn Market,
    prices: &[f64],
    clock: &mut Clock<'_>,
) -> usize {
    if !clock.goes_on() {
        return 0;
    }
    let limits = |job: &u32| {
        let unlisted = problem.unlisted_cost(*job as usize).map(|cost| cost as f64);
        unlisted.is_some_and(|cost| cost <= problem.least(prices, *job as usize) + 1.0)
    };
    let limited: Vec<u32> = (0..narrow(problem.jobs())).into_par_iter().filter(limits).collect();
    let longer = longer_lists(problem, market, &limited, prices, clock);
    for (job, (list, unlisted)) in longer {
        problem.relist(job, &list, unlisted);
    }
    problem.compact();
    limited.len()
}

/// The agents that cost a job less than `below`, in order of cost, and the least that the others cost.
fn in_order(market: &dyn Market, job: usize, below: i64) -> List {
    let mut list = Vec::new();
    let unlisted = market.list(job, below, &mut list);
    sort(&mut list);
    (list, unlisted)
}

fn sort(list: &mut [(u32, i64)]) {
    list.sort_unstable_by_key(|&(agent, cost)| (cost, agent));
}

/// Lists of some jobs that reach beyond what they pay at these prices; of none any more once the clock
/// has stopped.
fn longer_lists(
    problem: &Problem,
    market: &dyn Market,
    jobs: &[u32],
    prices: &[f64],
    clock: &Clock<'_>,
) -> Vec<(usize, List)> {
    let longer = |jobs: &[u32]| {
        if clock.is_over() {
            return Vec::new();
        }
        let jobs = jobs.iter().map(|job| *job as usize);
        let asked: Vec<(usize, i64)> =
            jobs.map(|job| (job, reach(problem, problem.least(prices, job), job))).collect();
        let mut lists = market.lists(&asked);
        lists.iter_mut().for_each(|(list, _)| sort(list));
        asked.iter().map(|(job, _)| *job).zip(lists).collect()
    };
    jobs.par_chunks(BLOCK).flat_map_iter(longer).collect()
}

/// Makes the lists of jobs that a plan leaves out reach an agent with room for them, or as many
/// agents as [`DETOURS`] if none has room for any of them. Says whether any list grew.
pub(crate) fn reach_further(
    problem: &mut Problem,
    market: &dyn Market,
    assignment: &[Option<u32>],
) -> bool {
    let rooms = Rooms::new(problem, assignment);
    let left_out: Vec<usize> = (0..assignment.len())
        .filter(|&job| assignment[job].is_none())
        .filter(|&job| problem.unlisted_cost(job).is_some_and(|cost| cost < problem.penalties[job]))
        .take(LEFT_OUT)
        .collect();
    let mut grown = false;
    for job in left_out {
        let before = problem.arcs(job).len();
        let needs = problem.need(job, 0).to_vec();
        match rooms.anywhere(&needs) {
            true => {
                reach_until(problem, market, job, |list| list.iter().any(|a| rooms.fit(&needs, *a)))
            }
            false => reach_until(problem, market, job, |list| list.len() >= before + DETOURS),
        }
        grown |= problem.arcs(job).len() > before;
    }
    grown
}

/// Makes lists reach the agents of a plan, where those are not much further off, until the clock stops.
pub(crate) fn list_plan(
    problem: &mut Problem,
    market: &dyn Market,
    plan: &[Option<u32>],
    clock: &Clock<'_>,
) {
    for (job, agent) in plan.iter().enumerate() {
        if clock.is_over() {
            break;
        }
        let Some(agent) = *agent else { continue };
        let most = problem.arcs(job).len() + DETOURS;
        if problem.candidate(job, agent).is_none() {
            reach_until(problem, market, job, |list| list.contains(&agent) || list.len() >= most);
        }
    }
    problem.compact();
}

/// Places whoever is left out and fits somewhere as the plan stands, where that costs least and no more
/// than leaving it out; says what that saves. This is done whatever the clock says, so that nobody is told
/// that there is no room where there is some. But looking at all agents takes long: once the clock was cut
/// short, most jobs make do with what a job shortly before them found, who is near where jobs are in the
/// order in which they stand in space.
pub(crate) fn place_rest(
    problem: &mut Problem,
    market: &dyn Market,
    assignment: &mut [Option<u32>],
    clock: &Clock<'_>,
) -> i64 {
    let mut rooms = Rooms::new(problem, assignment);
    let mut saved = 0;
    let (mut found, mut followers) = (Vec::new(), 0);
    for (job, place) in assignment.iter_mut().enumerate() {
        if place.is_some() || problem.arcs(job).is_empty() && problem.unlisted_cost(job).is_none() {
            continue;
        }
        let (needs, penalty) = (problem.need(job, 0).to_vec(), problem.penalties[job]);
        let offer = |agent: u32| {
            let cost = rooms.fit(&needs, agent).then(|| market.cost(job, agent))??;
            (cost <= penalty).then_some((cost, agent))
        };
        let mut best = None;
        if followers < FOLLOWERS && clock.cut_short().is_some() {
            best = found.iter().find_map(|&(_, agent)| offer(agent));
            followers += 1;
        }
        if best.is_none() {
            let mut offers: Vec<_> = (0..narrow(problem.agents)).filter_map(offer).collect();
            offers.sort_unstable();
            best = offers.first().copied();
            if best.is_some() {
                (found, followers) = (offers, 0);
            }
        }
        let Some((cost, agent)) = best else { continue };
        list(problem, job, agent, cost);
        rooms.take(agent, &needs);
        *place = Some(agent);
        saved += penalty - cost;
    }
    saved
}

/// Lists an agent, if it is not listed yet.
fn list(problem: &mut Problem, job: usize, agent: u32, cost: i64) {
    if problem.candidate(job, agent).is_none() {
        let listed = problem.candidates(job).map(|listed| (listed.agent, listed.cost));
        let mut longer: Vec<(u32, i64)> = listed.collect();
        let place = longer.partition_point(|listed| (listed.1, listed.0) < (cost, agent));
        longer.insert(place, (agent, cost));
        problem.relist(job, &longer, problem.unlisted_cost(job));
    }
}

/// What room a plan leaves.
struct Rooms {
    resources: usize,
    left: Vec<i64>,
}

impl Rooms {
    fn new(problem: &Problem, assignment: &[Option<u32>]) -> Self {
        let mut rooms = Rooms { resources: problem.resources, left: problem.capacities.clone() };
        for (job, agent) in assignment.iter().enumerate() {
            let Some(agent) = *agent else { continue };
            let mut arcs = problem.arcs(job);
            if let Some(arc) = arcs.find(|&arc| problem.arc_agent[arc] == agent) {
                rooms.take(problem.arc_agent[arc], problem.need(job, arc));
            }
        }
        rooms
    }

    fn take(&mut self, agent: u32, needs: &[i64]) {
        let first = agent as usize * self.resources;
        self.left[first..].iter_mut().zip(needs).for_each(|(room, need)| *room -= need);
    }

    fn fit(&self, needs: &[i64], agent: u32) -> bool {
        let left = &self.left[agent as usize * self.resources..];
        needs.iter().zip(left).all(|(need, room)| need <= room)
    }

    fn anywhere(&self, needs: &[i64]) -> bool {
        let agents = self.left.len() / self.resources.max(1);
        self.resources == 0 || (0..agents).any(|agent| self.fit(needs, narrow(agent)))
    }
}

/// Makes a job's list longer, among agents that cost no more than leaving it out, until that is enough
/// or it is complete.
fn reach_until(
    problem: &mut Problem,
    market: &dyn Market,
    job: usize,
    enough: impl Fn(&[u32]) -> bool,
) {
    let penalty = problem.penalties[job];
    let mut unlisted = problem.unlisted_cost(job);
    let mut agents: Vec<u32> = problem.arc_agent[problem.arcs(job)].to_vec();
    let mut list = Vec::new();
    while let Some(below) = unlisted {
        if below >= penalty || enough(&agents) {
            break;
        }
        list.clear();
        unlisted = market.list(job, twice(below), &mut list);
        // An agent that costs more than being left out is as good as none.
        let dear = list.iter().map(|pair| pair.1).filter(|cost| *cost > penalty).min();
        unlisted = dear.into_iter().chain(unlisted).min();
        list.retain(|&(_, cost)| cost <= penalty);
        agents = list.iter().map(|pair| pair.0).collect();
    }
    if list.len() > problem.arcs(job).len() {
        sort(&mut list);
        problem.relist(job, &list, unlisted);
    }
}

/// Jobs left out for which agents further off are looked for.
const LEFT_OUT: usize = 1_000;
/// Agents more that a job may look at, where none has room and others would have to make way.
const DETOURS: usize = 16;
/// Jobs in a row that make do with what one before them found.
const FOLLOWERS: usize = 64;

/// Makes lists long enough to check a solution: every placement is a candidate if the market knows
/// it, and no list limits the bound that the prices prove.
///
/// Needed where only the solution is known, and not the lists that it was found with.
///
/// # Panics
/// When needs depend on the agent, or the numbers of prices or placements are not those of the
/// problem.
pub fn lengthen(
    problem: &mut Problem,
    market: &dyn Market,
    prices: &[Price],
    assignment: &[Option<u32>],
) {
    assert_eq!(assignment.len(), problem.jobs(), "one place per job");
    let longer = |problem: &mut Problem, job: usize, below: i64| {
        let (list, unlisted) = in_order(market, job, below);
        problem.relist(job, &list, unlisted);
    };
    for (job, agent) in assignment.iter().enumerate() {
        let Some(agent) = *agent else { continue };
        while problem.candidate(job, agent).is_none() {
            let Some(unlisted) = problem.unlisted_cost(job) else { break };
            longer(problem, job, twice(unlisted));
        }
    }
    loop {
        let limited = lower_bound(problem, prices).limited_by;
        if limited.is_empty() {
            return;
        }
        let further = |job: usize| Some((job, twice(problem.unlisted_cost(job)?)));
        let asked: Vec<(usize, i64)> =
            limited.into_iter().filter_map(|job| further(job as usize)).collect();
        for (&(job, _), (mut list, unlisted)) in asked.iter().zip(market.lists(&asked)) {
            sort(&mut list);
            problem.relist(job, &list, unlisted);
        }
    }
}

/// Up to which cost a list is to reach next, where it is not known how far is far enough.
fn twice(unlisted: i64) -> i64 {
    unlisted.saturating_mul(2).saturating_add(1)
}

/// Up to which cost a job's list should reach: what it pays now, and a part more of what prices
/// add to its cheapest choice, since they may still rise; and, so that no list has to grow often, in
/// proportion to how far it reaches.
fn reach(problem: &Problem, least: f64, job: usize) -> i64 {
    let nearest = problem.arcs(job).next().map_or(0, |arc| problem.arc_cost[arc]) as f64;
    let unlisted = problem.unlisted_cost(job).map_or(0.0, |cost| cost as f64);
    let reach = least + MARGIN * (least - nearest).max(0.0);
    let further = nearest + FURTHER * (unlisted - nearest);
    #[allow(clippy::cast_possible_truncation)] // costs are below 2^52
    let reach = reach.max(further).min(problem.penalties[job] as f64).ceil() as i64;
    reach.saturating_add(2)
}
