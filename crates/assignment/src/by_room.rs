//! A node of branch and bound by the room that its agents have left: dynamic programming over its jobs.
//!
//! As in [`crate::states`], of all ways to leave the same room the cheapest is enough. What the remaining jobs cost
//! at least is told here by knapsacks: at the node's multipliers every agent takes the best of the remaining jobs
//! for exactly the room that it has left, and those who stay unplaced need what is too much. A state whose cost
//! reaches the limit with that is dropped. Where few agents have choices left, some thousands of states take the
//! place of very many nodes; elsewhere it is soon given up. One resource.

use std::collections::HashMap;

use crate::grain::widen;
use crate::node::{Fix, Node};
use crate::problem::narrow;
use crate::relaxation::Relaxation;

/// Entries of knapsack tables that are kept at most: 64 MB.
const KEPT: usize = 8_000_000;
/// Table entries computed in a step of effort. Steps that a choice of a state takes, and more for each agent.
const ENTRIES: u64 = 4;
const LOOK: u64 = 50;
const LOOK_AN_AGENT: u64 = 4;
/// Steps for states: at least, and for each step that tables took. A node takes several times what tables do.
const LEAST: u64 = 2_000_000;
const PATIENCE: u64 = 4;
/// States after a job.
const WIDE: usize = 30_000;
/// More than any cost or multiplier, and far from overflow.
const FAR: i64 = i64::MAX / 4;

/// The cheapest way to end the node below the limit, as a decision for each of its jobs; `Some(None)` if there is
/// none, and `None` if that would take much more effort than a node and more than is `allowed`. `spent` counts the
/// steps, from 0.
///
/// O(jobs · room + states · choices of a job · agents).
pub(crate) fn cheapest(
    relaxation: &Relaxation<'_>,
    node: &Node,
    limit: i64,
    allowed: u64,
    spent: &mut u64,
) -> Option<Option<Vec<Fix>>> {
    let stages = Stages::new(relaxation, node);
    let mut rows = Rows::new(&stages, spent)?;
    let most = allowed.max(LEAST + (1 + PATIENCE) * *spent);
    let look = LOOK + LOOK_AN_AGENT * stages.room.len() as u64;
    let mut states = vec![(stages.room.clone(), node.base)];
    let mut backs = Vec::with_capacity(stages.jobs.len());
    for (job, rest) in stages.jobs.iter().zip(&stages.rests[1..]) {
        let row = rows.next();
        let mut after = After::default();
        for (before, (room, cost)) in states.iter().enumerate() {
            *spent += look * job.ways.len() as u64;
            if *spent > most || after.costs.len() > WIDE {
                return None;
            }
            for (at, way) in job.ways.iter().enumerate() {
                let Some(left) = rest.left(room, way) else { continue };
                let cost = cost + way.cost;
                let least = relaxation.ceil(stages.least(rest, row, &left));
                if cost.saturating_add(least) < limit {
                    after.add(left, cost, (narrow(at), narrow(before)));
                }
            }
        }
        states = after.states();
        backs.push(after.back);
    }
    // No room is left to tell states apart: there is one at most.
    Some((!states.is_empty()).then(|| stages.decisions(&backs)))
}

/// The states after a job.
#[derive(Default)]
struct After {
    found: HashMap<Box<[usize]>, usize>,
    costs: Vec<i64>,
    /// The way that the job took, and the state before.
    back: Vec<(u32, u32)>,
}

impl After {
    /// The cheapest of the same room is kept, the first of equals.
    fn add(&mut self, room: Box<[usize]>, cost: i64, from: (u32, u32)) {
        match self.found.get(&room) {
            Some(&same) if self.costs[same] <= cost => {}
            Some(&same) => (self.costs[same], self.back[same]) = (cost, from),
            None => {
                self.found.insert(room, self.costs.len());
                self.costs.push(cost);
                self.back.push(from);
            }
        }
    }

    /// Room and cost, in the order in which they were found.
    fn states(&mut self) -> Vec<(Box<[usize]>, i64)> {
        let mut states: Vec<_> = self.costs.iter().map(|&cost| (Box::default(), cost)).collect();
        self.found.drain().for_each(|(room, state)| states[state].0 = room);
        states
    }
}

/// What a job may do: take room of an agent; or stay unplaced, with an agent of no room.
struct Way {
    choice: Option<usize>,
    agent: usize,
    need: usize,
    cost: i64,
    /// By how much the job's multiplier exceeds the cost, in fixed point.
    profit: i64,
}

struct Job {
    /// Its place in the node.
    index: usize,
    need: usize,
    ways: Vec<Way>,
}

/// The jobs that are still to come.
#[derive(Clone)]
struct Rest {
    /// What they need at least, and may take of each agent.
    need: usize,
    takes: Vec<usize>,
    multipliers: i64,
}

impl Rest {
    /// The room that a job leaves, as far as these can fill it.
    fn left(&self, room: &[usize], way: &Way) -> Option<Box<[usize]>> {
        let mut left: Box<[usize]> = room.into();
        if way.choice.is_some() {
            left[way.agent] = left[way.agent].checked_sub(way.need)?;
        }
        left.iter_mut().zip(&self.takes).for_each(|(room, takes)| *room = (*room).min(*takes));
        Some(left)
    }
}

/// The jobs of a node in the order in which they get their place, those that need most first.
struct Stages {
    jobs: Vec<Job>,
    /// By number of jobs that have their place.
    rests: Vec<Rest>,
    room: Box<[usize]>,
    /// Where each agent's table begins in a row: the most profit for each room; then nobody's: the least loss for
    /// each need that stays unplaced.
    begins: Vec<usize>,
    /// The most that the jobs need beyond all room.
    excess: usize,
}

impl Stages {
    fn new(relaxation: &Relaxation<'_>, node: &Node) -> Self {
        let mut grain = [0];
        node.choices.iter().for_each(|choice| widen(&mut grain, &[choice.need]));
        let whole = |need: i64| usize::try_from(need / grain[0].max(1)).expect("not negative");
        let mut agents: Vec<u32> = node.choices.iter().map(|choice| choice.agent).collect();
        agents.sort_unstable();
        agents.dedup();

        let job = |index: usize| {
            let penalty = relaxation.problem.penalties[node.jobs[index] as usize];
            let way = |choice, agent, need, cost| {
                let profit = node.multipliers[index] - relaxation.fixed(cost);
                Way { choice, agent, need, cost, profit }
            };
            let mut ways: Vec<Way> = node
                .list(index)
                .map(|at| {
                    let choice = &node.choices[at];
                    let agent = agents.partition_point(|&agent| agent < choice.agent);
                    way(Some(at), agent, whole(choice.need), choice.cost)
                })
                .collect();
            let need = ways.iter().map(|way| way.need).min().unwrap_or(0);
            ways.extend(node.stay[index].then(|| way(None, agents.len(), need, penalty)));
            Job { index, need, ways }
        };
        let mut jobs: Vec<Job> = (0..node.jobs.len()).map(job).collect();
        jobs.sort_by_key(|job| (std::cmp::Reverse(job.need), job.index));

        let mut rest = Rest { need: 0, takes: vec![0; agents.len()], multipliers: 0 };
        let mut rests = vec![rest.clone()];
        for job in jobs.iter().rev() {
            rest.need += job.need;
            rest.multipliers += node.multipliers[job.index];
            let placed = job.ways.iter().filter(|way| way.choice.is_some());
            placed.for_each(|way| rest.takes[way.agent] += way.need);
            rests.push(rest.clone());
        }
        rests.reverse();

        let room = agents.iter().zip(&rest.takes);
        let room: Box<[usize]> =
            room.map(|(&agent, &takes)| whole(node.room[agent as usize]).min(takes)).collect();
        let mut begins = vec![0];
        room.iter().for_each(|room| begins.push(begins[begins.len() - 1] + room + 1));
        let excess = rest.need.saturating_sub(room.iter().sum());
        Stages { jobs, rests, room, begins, excess }
    }

    /// What the rest costs at least with so much room, in fixed point, by their row.
    fn least(&self, rest: &Rest, row: &[i64], room: &[usize]) -> i64 {
        let profit: i64 = self.begins.iter().zip(room).map(|(&at, room)| row[at + room]).sum();
        let excess = rest.need.saturating_sub(room.iter().sum()).min(self.excess);
        rest.multipliers - profit + row[self.begins[room.len()] + excess]
    }

    /// The row after the last job.
    fn last_row(&self) -> Vec<i64> {
        let nobody = self.begins[self.room.len()];
        let mut row = vec![0; nobody + self.excess + 1];
        row[nobody + 1..].fill(FAR);
        row
    }

    /// The row with one job more.
    fn row_before(&self, job: &Job, after: &[i64]) -> Vec<i64> {
        let mut row = after.to_vec();
        for way in &job.ways {
            let begin = self.begins[way.agent];
            if let Some(room) = self.room.get(way.agent) {
                let (Some(most), true) = (room.checked_sub(way.need), way.profit > 0) else {
                    continue;
                };
                let table = row[begin + way.need..=begin + room].iter_mut();
                table
                    .zip(&after[begin..=begin + most])
                    .for_each(|(new, old)| *new = (*new).max(old + way.profit));
            } else {
                for excess in 0..=self.excess {
                    let old = after[begin + excess.saturating_sub(way.need)];
                    row[begin + excess] = row[begin + excess].min(old - way.profit);
                }
            }
        }
        row
    }

    /// What the only state at the end decided.
    fn decisions(&self, backs: &[Vec<(u32, u32)>]) -> Vec<Fix> {
        let mut fixes = vec![Fix::Open; self.jobs.len()];
        let mut state = 0;
        for (job, back) in self.jobs.iter().zip(backs).rev() {
            let (way, before) = back[state];
            fixes[job.index] = Fix::Takes(job.ways[way as usize].choice);
            state = before as usize;
        }
        fixes
    }
}

/// The knapsack tables after each job. Those at the ends of segments are kept; the others of a segment are computed
/// once more when it is their turn.
struct Rows<'s> {
    stages: &'s Stages,
    segment: usize,
    ends: Vec<(usize, Vec<i64>)>,
    /// The rows of the segment whose turn it is, the first last.
    near: Vec<Vec<i64>>,
}

impl<'s> Rows<'s> {
    fn new(stages: &'s Stages, spent: &mut u64) -> Option<Self> {
        let (jobs, size) = (stages.jobs.len(), stages.last_row().len());
        let segment = jobs.isqrt() + 1;
        if size.saturating_mul(2 * segment + 1) > KEPT {
            return None;
        }
        *spent += 2 * (jobs * size) as u64 / ENTRIES;
        let mut row = stages.last_row();
        let mut ends = Vec::new();
        for (stage, job) in stages.jobs.iter().enumerate().rev() {
            if (stage + 1).is_multiple_of(segment) || stage + 1 == jobs {
                ends.push((stage + 1, row.clone()));
            }
            row = stages.row_before(job, &row);
        }
        Some(Rows { stages, segment, ends, near: Vec::new() })
    }

    /// The row after the first job, then the next.
    fn next(&mut self) -> &[i64] {
        self.near.pop();
        if self.near.is_empty() {
            let (end, row) = self.ends.pop().expect("one row a job");
            let begin = (end - 1) / self.segment * self.segment;
            self.near.push(row);
            for job in self.stages.jobs[begin + 1..end].iter().rev() {
                let row = self.stages.row_before(job, &self.near[self.near.len() - 1]);
                self.near.push(row);
            }
        }
        &self.near[self.near.len() - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::cheapest;
    use crate::node::fix;
    use crate::plan::{Incumbent, NONE};
    use crate::random::Random;
    use crate::relaxation::Relaxation;
    use crate::testing::tight;
    use crate::{Limits, Problem, limits::Clock, subsets};

    fn rooms(random: &mut Random) -> Problem {
        match random.below(2) {
            // Needs depend on the agent, and some had better stay unplaced.
            0 => tight(random, 7, 3, [6, 30]),
            // Jobs need the same everywhere, and there is not room for all.
            _ => {
                let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
                let mut builder = Problem::builder(1);
                for _ in 0..3 {
                    builder.agent(&[4 * below(12)]);
                }
                for _ in 0..8 {
                    let list: Vec<(u32, i64)> = (0..1 + below(3))
                        .map(|agent| (u32::try_from(agent).expect("small"), below(50)))
                        .collect();
                    builder.job(&[4 * below(9)], 40 + below(60), &list);
                }
                builder.build().expect("valid")
            }
        }
    }

    #[test]
    fn it_is_the_cheapest_of_all_whatever_the_multipliers_or_nothing_below_the_limit() {
        let mut random = Random::new(9);
        let mut counts = [0, 0];
        for case in 0..400 {
            let problem = rooms(&mut random);
            let least = subsets::best_plan(&problem, &mut Clock::new(&Limits::default(), 0)).cost;
            let all: i64 = problem.penalties.iter().sum();
            let none = Incumbent { agents: vec![NONE; problem.jobs()], cost: all + 1 };
            let prices: Vec<f64> = problem.capacities.iter().map(|_| 4.0 * random.unit()).collect();
            let mut relaxation = Relaxation::new(&problem, &prices, &none);
            let limit = least + i64::try_from(random.below(40)).expect("small") - 10;
            let node = relaxation.root(none.cost);
            let found = cheapest(&relaxation, &node, limit, 0, &mut 0).expect("few states");
            counts[usize::from(found.is_some())] += 1;
            assert_eq!(found.is_some(), least < limit, "case {case}");
            if let Some(fixes) = found {
                let end = fix(&problem, &node, &fixes, |_| true, |_| true).expect("all fit");
                assert_eq!((end.base, end.jobs.len()), (least, 0), "case {case}");
            }
        }
        assert!(counts.iter().all(|&count| count > 50), "{counts:?}");
    }
}
