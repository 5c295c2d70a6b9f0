//! Small problems by their states: dynamic programming over the jobs.
//!
//! Once some jobs have their place, only the room that they leave matters to the rest: of all ways to leave
//! the same room the cheapest is enough. Where many jobs need the same there are few such states, while
//! branch and bound looks at one exchange of like jobs after the other. A state is dropped when its cost,
//! with the bound that prices give for the remaining jobs, reaches that of the best plan known. Room that the
//! remaining jobs cannot fill is ignored, so that states which differ only in it become one.

use std::collections::HashMap;

use crate::Problem;
use crate::limits::Clock;
use crate::plan::{Incumbent, NONE};
use crate::price::priced;

/// Candidates and slots up to which this is tried.
const CANDIDATES: usize = 1_000;
const SLOTS: usize = 64;
/// Sums of needs that are told apart.
const SUMS: usize = 2_000;
/// Slots of all states after a job, and states after all jobs, that are kept at most: 64 and 80 MB.
const KEPT_SLOTS: usize = 8_000_000;
const KEPT: usize = 10_000_000;
/// Steps of effort that a state takes beside its slots.
const LOOK: u64 = 100;

/// The way to a state: where its last job is, and the state before.
type Way = (u32, u32);

/// Whether this may be tried at all.
pub(crate) fn applies(problem: &Problem) -> bool {
    problem.candidate_count() <= CANDIDATES && problem.capacities.len() <= SLOTS
}

/// Makes the plan the best of all, if at most so many states after each job suffice for that; says how many
/// states that took. O(states · candidates of a job · slots).
pub(crate) fn best_plan(
    problem: &Problem,
    prices: &[f64],
    incumbent: &mut Incumbent,
    most: usize,
    clock: &mut Clock<'_>,
) -> Option<u64> {
    let most = most.min(KEPT_SLOTS / problem.capacities.len().max(1));
    let slots = problem.capacities.len() as u64;
    let jobs = order(problem);
    let rests = rests(problem, prices, &jobs);

    let mut rooms: Vec<Box<[i64]>> = vec![rests[0].fillable(&problem.capacities)];
    let mut costs = vec![0_i64];
    let mut ways: Vec<Vec<Way>> = Vec::with_capacity(jobs.len());
    // A better plan costs at least one unit less; the rounding errors of the sums are smaller than what is added.
    let worth = (incumbent.cost - 1) as f64 + 1e-3 + 1e-11 * incumbent.cost as f64;
    let mut states = 0_usize;
    for (&job, rest) in jobs.iter().zip(&rests[1..]) {
        let looked =
            |states: usize| (states * (1 + problem.arcs(job).len())) as u64 * (slots + LOOK);
        let mut found: HashMap<Box<[i64]>, usize> = HashMap::new();
        let (mut new_costs, mut new_ways) = (Vec::new(), Vec::new());
        for (state, (room, &cost)) in rooms.iter().zip(&costs).enumerate() {
            let nowhere = [(NONE, problem.penalties[job], None)].into_iter();
            let arcs = problem.arcs(job);
            let listed = arcs.map(|arc| (problem.arc_agent[arc], problem.arc_cost[arc], Some(arc)));
            for (agent, adds, arc) in nowhere.chain(listed) {
                let mut left = room.clone();
                if let Some(arc) = arc {
                    let first = agent as usize * problem.resources;
                    let needs = problem.need(job, arc);
                    left[first..].iter_mut().zip(needs).for_each(|(room, need)| *room -= need);
                    if left[first..first + needs.len()].iter().any(|&room| room < 0) {
                        continue;
                    }
                }
                let left = rest.fillable(&left);
                let cost = cost + adds;
                let rent: f64 =
                    left.iter().zip(prices).map(|(&room, price)| room as f64 * price).sum();
                if cost as f64 + rest.least - rent > worth {
                    continue;
                }
                let way = (agent, u32::try_from(state).expect("few states"));
                match found.get(&left) {
                    Some(&same) if new_costs[same] <= cost => {}
                    Some(&same) => (new_costs[same], new_ways[same]) = (cost, way),
                    None if new_costs.len() == most || states + new_costs.len() == KEPT => {
                        clock.spend(looked(state + 1));
                        return None;
                    }
                    None => {
                        found.insert(left, new_costs.len());
                        new_costs.push(cost);
                        new_ways.push(way);
                    }
                }
            }
        }
        if !clock.spend(looked(rooms.len())) {
            return None;
        }
        states += new_costs.len();
        rooms = vec![Box::default(); new_costs.len()];
        found.into_iter().for_each(|(room, state)| rooms[state] = room);
        costs = new_costs;
        ways.push(new_ways);
    }
    let best = (0..costs.len()).min_by_key(|&state| (costs[state], state));
    if let Some(mut state) = best.filter(|&state| costs[state] < incumbent.cost) {
        incumbent.cost = costs[state];
        for (&job, ways) in jobs.iter().zip(&ways).rev() {
            let (agent, before) = ways[state];
            incumbent.agents[job] = agent;
            state = before as usize;
        }
    }
    Some(states as u64)
}

/// The jobs in the order in which they get their place: first those whose need few others share, and of them
/// those that need most. Afterwards many different choices leave the same room, and few states remain.
fn order(problem: &Problem) -> Vec<usize> {
    let q = problem.resources;
    let all: Vec<f64> = (0..q)
        .map(|r| problem.capacities.iter().skip(r).step_by(q).map(|&room| room as f64).sum())
        .collect();
    let needs = |job: usize| {
        let first = problem.arcs(job).next();
        first.map_or(&[][..], |arc| problem.need(job, arc))
    };
    let share = |job: usize| -> f64 {
        needs(job).iter().zip(&all).map(|(&need, all)| need as f64 / all.max(1.0)).sum()
    };
    let mut alike: HashMap<&[i64], usize> = HashMap::new();
    (0..problem.jobs()).for_each(|job| *alike.entry(needs(job)).or_default() += 1);
    let mut jobs: Vec<usize> = (0..problem.jobs()).collect();
    jobs.sort_by(|&a, &b| {
        let many = alike[needs(a)].cmp(&alike[needs(b)]);
        many.then(share(b).total_cmp(&share(a))).then(a.cmp(&b))
    });
    jobs
}

/// What is still to come: at least what it costs at the prices, and what it may take of each slot.
struct Rest {
    least: f64,
    takes: Vec<Takes>,
}

/// What jobs may take of a slot.
#[derive(Clone)]
enum Takes {
    /// One of these sums of needs, in order.
    One(Vec<i64>),
    /// Up to all that they need.
    UpTo(i64),
}

impl Takes {
    fn with(&self, need: i64, capacity: i64) -> Self {
        let sums = match self {
            Self::UpTo(all) => return Self::UpTo((all + need).min(capacity)),
            Self::One(sums) => sums,
        };
        let more = sums.iter().map(|sum| sum + need).filter(|&sum| sum <= capacity);
        let mut both: Vec<i64> = sums.iter().copied().chain(more).collect();
        both.sort_unstable();
        both.dedup();
        match both.len() <= SUMS {
            true => Self::One(both),
            false => Self::UpTo(capacity),
        }
    }

    /// The most of a room that they can fill.
    fn fillable(&self, room: i64) -> i64 {
        match self {
            Self::One(sums) => sums[sums.partition_point(|&sum| sum <= room) - 1],
            Self::UpTo(all) => room.min(*all),
        }
    }
}

impl Rest {
    fn fillable(&self, room: &[i64]) -> Box<[i64]> {
        room.iter().zip(&self.takes).map(|(&room, takes)| takes.fillable(room)).collect()
    }
}

/// By number of jobs that have their place.
fn rests(problem: &Problem, prices: &[f64], jobs: &[usize]) -> Vec<Rest> {
    let nothing = Takes::One(vec![0]);
    let mut rests = vec![Rest { least: 0.0, takes: vec![nothing; problem.capacities.len()] }];
    for &job in jobs.iter().rev() {
        let last = rests.last().expect("begins with one");
        let (mut least, mut takes) = (problem.penalties[job] as f64, last.takes.clone());
        for arc in problem.arcs(job) {
            least = least.min(priced(problem, prices, job, arc));
            let first = problem.arc_agent[arc] as usize * problem.resources;
            for (slot, &need) in (first..).zip(problem.need(job, arc)) {
                takes[slot] = takes[slot].with(need, problem.capacities[slot]);
            }
        }
        rests.push(Rest { least: last.least + least, takes });
    }
    rests.reverse();
    rests
}

#[cfg(test)]
mod tests {
    use super::best_plan;
    use crate::limits::Clock;
    use crate::plan::{Incumbent, NONE};
    use crate::random::Random;
    use crate::subsets;
    use crate::{Limits, Problem};

    #[test]
    fn the_best_plan_is_that_of_all_subsets() {
        for seed in 0..300 {
            let mut random = Random::new(seed);
            let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
            let q = 1 + usize::from(seed % 3 == 0);
            let mut builder = Problem::builder(q);
            for _ in 0..3 {
                let room: Vec<i64> = (0..q).map(|_| below(12)).collect();
                builder.agent(&room);
            }
            for _ in 0..8 {
                let needs: Vec<i64> = (0..q).map(|_| below(4)).collect();
                let list: Vec<(u32, i64)> = (0..3).map(|agent| (agent, below(50))).collect();
                builder.job(&needs, 40 + below(30), &list);
            }
            let problem = builder.build().expect("valid");
            let mut clock = Clock::new(&Limits::default(), 0);
            let all: i64 = problem.penalties.iter().sum();
            let mut found = Incumbent { agents: vec![NONE; problem.jobs()], cost: all };
            let prices: Vec<f64> = problem.capacities.iter().map(|_| 3.0 * random.unit()).collect();
            assert!(best_plan(&problem, &prices, &mut found, 1 << 20, &mut clock).is_some());
            assert_eq!(found.cost, subsets::best_plan(&problem, &mut clock).cost, "seed {seed}");
            let plan = crate::plan::Plan::from_agents(&problem, &found.agents);
            assert_eq!(plan.cost(), found.cost, "seed {seed}");
        }
    }
}
