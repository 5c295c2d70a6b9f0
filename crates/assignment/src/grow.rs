//! Candidate lists that grow only as far as the proof needs them.
//!
//! A job's nearest few agents decide nearly everything, and listing all of thousands is out of the
//! question for a million jobs. So lists begin short, with a bound on what is not listed. Prices
//! are then raised; where the bound on the unlisted is what keeps the lower bound down, the list is
//! made longer, just beyond the job's present best, and prices are raised again: column generation,
//! with the bound holding over all columns at every step. Prices only push jobs away from agents
//! that are short of room, so few lists grow, and seldom far.

use rayon::prelude::*;

use crate::ascent::Ascent;
use crate::limits::Clock;
use crate::market::{List, Market, in_order, sort, twice};
use crate::presolve::restricted;
use crate::problem::narrow;
use crate::smooth::{COOLING, settle, warm_up};
use crate::transport::{Divided, transport};
use crate::{Needs, Price, Problem, lower_bound};

/// Sweeps of coordinate ascent between two rounds of growing, and the gain that ends them early.
const SWEEPS: usize = 4;
const TOLERANCE: f64 = 1e-7;
/// If prices still rise after this many rounds, a better method takes over.
const CLIMBS: usize = 8;
/// Prices still push each other up where the last round raises the bound by more than this part of it.
const WAR: f64 = 3e-4;
/// They go on doing so where that round also gains more than this part of what the one before it gained.
const LASTING: f64 = 0.5;
/// A round that raises the bound by less than this part of it ends the rounds, unless lists still limit the bound.
const LEAST_RISE: f64 = 1e-5;
/// How far beyond a job's present best its list is to reach, as a share of what prices add to it.
const MARGIN: f64 = 0.25;
/// How much further a list reaches each time that it grows.
const FURTHER: f64 = 1.5;
/// Size of a sample: jobs for each price, and the minimum.
const SAMPLE: [usize; 2] = [12, 3_000];
/// One job in a hundred may have a list that limits the smoothed bound before it gets colder.
const PATIENCE: usize = 100;
/// The first temperature of the smoothed bound, as a part of what a job costs on average.
const WARM: f64 = 0.3;
/// When to stop lowering the temperature.
struct Schedule {
    /// Rounds of growing at one temperature. Those of a sample cost little, and with lists that are too
    /// short its prices are too high for all.
    rounds: usize,
    /// It is cold enough when no more jobs than this for each price have more than one choice.
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

    fn batch(&self) -> usize {
        self.market.batch()
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
    jobs.par_chunks(market.batch()).flat_map_iter(longer).collect()
}

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
