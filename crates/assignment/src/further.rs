//! Lists longer than prices ask for: all agents of small problems, those of a plan, and those further off for
//! jobs that a plan leaves out, since prices see shares of a job and a whole one may need another.

use crate::Problem;
use crate::limits::Clock;
use crate::market::{Market, sort, twice};
use crate::problem::narrow;

/// Pairs up to which all are listed.
const SMALL: usize = 20_000;
/// Jobs left out for which agents further off are looked for.
const LEFT_OUT: usize = 1_000;
/// How many further agents a job lists when none has room, because other jobs could make way there.
const DETOURS: usize = 16;
/// So many jobs in a row look only at what the job before them found.
const FOLLOWERS: usize = 64;

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
/// that there is no room where there is some. But looking at all agents takes long. Once the clock was cut
/// short, most jobs look only at what a job shortly before them found. Where jobs are in the order in which
/// they stand in space, that job is near.
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

/// Makes all lists of a small problem complete, but for agents that cost as much as leaving the job
/// out: branch and bound then speaks of all plans.
pub(crate) fn complete_small(problem: &mut Problem, market: &dyn Market) {
    if problem.jobs() * problem.agents <= SMALL {
        (0..problem.jobs()).for_each(|job| reach_until(problem, market, job, |_| false));
    }
}
