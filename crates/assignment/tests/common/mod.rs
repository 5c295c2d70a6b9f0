//! Seeded little problems and an oracle that tries everything.
// Each test binary uses its part, and a panic is how a test fails.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use parkward_assignment::{Problem, Solution, verify};

/// A tiny seeded generator (an LCG with its high bits taken), apart from the crate's own.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ 0x1405_7b7e_f767_814f);
        dice.roll(2);
        dice
    }

    /// 0..n
    pub fn roll(&mut self, n: i64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % n.max(1)
    }
}

/// A problem of at most 7 jobs, 4 agents, 3 resources; all the odd corners come up: tight and
/// loose, no room at all, empty lists, needs of zero, no jobs, no agents, ties.
pub fn tiny(seed: u64) -> Problem {
    let mut dice = Dice::new(seed);
    let (jobs, agents, resources) = (dice.roll(8), dice.roll(5), 1 + dice.roll(3));
    let by_agent = dice.roll(3) == 0;
    let (dearest, largest) =
        ([5, 30, 1_000][usize::try_from(dice.roll(3)).unwrap()], 1 + dice.roll(12));
    let room = largest * [0, 1, 2, 3][usize::try_from(dice.roll(4)).unwrap()];
    let must = dice.roll(3) == 0;
    let mut builder = Problem::builder(usize::try_from(resources).unwrap());
    for _ in 0..agents {
        let capacity: Vec<i64> = (0..resources).map(|_| dice.roll(room + 2)).collect();
        builder.agent(&capacity);
    }
    for _ in 0..jobs {
        let needs = |dice: &mut Dice| -> Vec<i64> {
            (0..resources).map(|_| dice.roll(largest + 1)).collect()
        };
        let listed: Vec<u32> =
            (0..agents).filter(|_| dice.roll(4) > 0).map(|a| u32::try_from(a).unwrap()).collect();
        let penalty = if must { 100_000 } else { dice.roll(3 * dearest) };
        if by_agent {
            let rows: Vec<(u32, i64, Vec<i64>)> =
                listed.iter().map(|&a| (a, dice.roll(dearest), needs(&mut dice))).collect();
            let rows: Vec<_> = rows.iter().map(|(a, c, n)| (*a, *c, n.as_slice())).collect();
            builder.job_by_agent(penalty, &rows);
        } else {
            let needs = needs(&mut dice);
            let list: Vec<_> = listed.iter().map(|&a| (a, dice.roll(dearest))).collect();
            builder.job(&needs, penalty, &list);
        }
    }
    builder.build().unwrap()
}

/// The least cost of any plan, by trying all.
pub fn brute_force(problem: &Problem) -> i64 {
    let mut room: Vec<Vec<i64>> = (0..problem.agents())
        .map(|a| problem.capacity(u32::try_from(a).unwrap()).to_vec())
        .collect();
    best_from(problem, 0, &mut room)
}

fn best_from(problem: &Problem, job: usize, room: &mut [Vec<i64>]) -> i64 {
    if job == problem.jobs() {
        return 0;
    }
    let mut best = problem.penalty(job) + best_from(problem, job + 1, room);
    for candidate in problem.candidates(job) {
        let agent = candidate.agent as usize;
        let fits = candidate.needs.iter().zip(&room[agent]).all(|(need, room)| need <= room);
        if fits {
            candidate.needs.iter().zip(&mut room[agent]).for_each(|(need, room)| *room -= need);
            best = best.min(candidate.cost + best_from(problem, job + 1, room));
            candidate.needs.iter().zip(&mut room[agent]).for_each(|(need, room)| *room += need);
        }
    }
    best
}

/// A world in the plane: jobs and agents at random places, costs are distances in metres, each
/// job lists its nearest agents and says how far the next one is.
pub fn plane(seed: u64, jobs: usize, agents: usize, listed: usize, resources: usize) -> Problem {
    let mut dice = Dice::new(seed);
    let place = |dice: &mut Dice| (dice.roll(100_000), dice.roll(100_000));
    let sites: Vec<_> = (0..agents).map(|_| place(&mut dice)).collect();
    let mean = 50 * i64::try_from(jobs / agents).unwrap();
    let mut builder = Problem::builder(resources);
    for _ in 0..agents {
        let capacity: Vec<i64> =
            (0..resources).map(|_| mean * (70 + dice.roll(90)) / 100).collect();
        builder.agent(&capacity);
    }
    for _ in 0..jobs {
        let at = place(&mut dice);
        let mut list: Vec<(u32, i64)> = sites
            .iter()
            .enumerate()
            .map(|(agent, site)| {
                let (x, y) = (at.0 - site.0, at.1 - site.1);
                (u32::try_from(agent).unwrap(), (x * x + y * y).isqrt())
            })
            .collect();
        list.sort_by_key(|&(agent, cost)| (cost, agent));
        let next = list.get(listed).map(|&(_, cost)| cost);
        list.truncate(listed);
        let needs: Vec<i64> = (0..resources).map(|_| 1 + dice.roll(99)).collect();
        builder.job(&needs, 1_000_000, &list);
        if let Some(next) = next {
            builder.unlisted_cost(next);
        }
    }
    builder.build().unwrap()
}

/// An instance in the format of the OR-Library; every job must be placed.
pub fn or_library(text: &str) -> Problem {
    let mut numbers = text.split_ascii_whitespace().map(|word| word.parse::<i64>().unwrap());
    let mut next = || numbers.next().unwrap();
    let (agents, jobs) = (usize::try_from(next()).unwrap(), usize::try_from(next()).unwrap());
    let costs: Vec<i64> = (0..agents * jobs).map(|_| next()).collect();
    let needs: Vec<i64> = (0..agents * jobs).map(|_| next()).collect();
    let mut builder = Problem::builder(1);
    for _ in 0..agents {
        builder.agent(&[next()]);
    }
    for job in 0..jobs {
        let list: Vec<(u32, i64, &[i64])> = (0..agents)
            .map(|a| {
                (u32::try_from(a).unwrap(), costs[a * jobs + job], &needs[a * jobs + job..][..1])
            })
            .collect();
        builder.job_by_agent(1_000_000, &list);
    }
    builder.build().unwrap()
}

/// Everything that must hold of every solution.
pub fn check(problem: &Problem, solution: &Solution, what: &str) {
    if let Err(violation) = verify(problem, solution) {
        panic!("{what}: {violation}\n{problem:?}\n{solution:?}");
    }
    assert!(solution.certificate.holds(problem), "{what}");
    assert!((0.0..=1.0).contains(&solution.gap()), "{what}: gap {}", solution.gap());
}
