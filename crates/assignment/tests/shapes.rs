//! Shapes of problem that are not the benchmark's: one city, few addresses, land for few, lists that begin
//! short. Whatever the shape, the bound holds, nobody who fits is left out, and small ones are proven.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod common;

use common::{Dice, brute_force, check};
use parkward_assignment::{
    Effort, Limits, Market, Problem, Solution, Status, lower_bound, solve, solve_growing,
};

/// All pairs of a problem, for lists that begin with the three cheapest.
struct Pairs {
    lists: Vec<Vec<(u32, i64)>>,
    needs: Vec<Vec<i64>>,
    rooms: Vec<Vec<i64>>,
    penalty: i64,
}

impl Market for Pairs {
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
        let end = self.lists[job].partition_point(|pair| pair.1 < below);
        list.extend(&self.lists[job][..end]);
        self.lists[job].get(end).map(|pair| pair.1)
    }
}

#[derive(Clone, Copy, Debug)]
enum Places {
    /// Everybody somewhere in a square of 100 km.
    Spread,
    /// Jobs in the middle, agents around.
    City,
    /// Jobs at seven addresses, in three sizes.
    Addresses,
}

/// `fill` is what all need in per cent of what there is.
fn pairs(seed: u64, places: Places, jobs: usize, agents: usize, fill: i64, q: usize) -> Pairs {
    let mut dice = Dice::new(seed);
    let side = 100_000;
    let addresses: Vec<(i64, i64)> =
        (0..7).map(|_| (40_000 + dice.roll(20_000), 40_000 + dice.roll(20_000))).collect();
    let sites: Vec<(i64, i64)> = (0..agents).map(|_| (dice.roll(side), dice.roll(side))).collect();
    let mut needs = Vec::new();
    let mut lists = Vec::new();
    for _ in 0..jobs {
        let at = match places {
            Places::Spread => (dice.roll(side), dice.roll(side)),
            Places::City => (45_000 + dice.roll(10_000), 45_000 + dice.roll(10_000)),
            Places::Addresses => addresses[dice.roll(7) as usize],
        };
        let need = |dice: &mut Dice| match places {
            Places::Addresses => [50, 100, 200][dice.roll(3) as usize],
            _ => 100 * (1 + dice.roll(20) * dice.roll(20) / 20),
        };
        needs.push((0..q).map(|_| need(&mut dice)).collect::<Vec<i64>>());
        let mut list: Vec<(u32, i64)> = (0..)
            .zip(&sites)
            .map(|(agent, site)| {
                let (x, y) = (at.0 - site.0, at.1 - site.1);
                (agent, (x * x + y * y).isqrt() * 1_000)
            })
            .collect();
        list.sort_by_key(|pair| (pair.1, pair.0));
        lists.push(list);
    }
    let rooms = (0..agents).map(|_| 50 + dice.roll(100)).collect::<Vec<_>>();
    let shares: i64 = rooms.iter().sum();
    let room = |share: i64| {
        let all = |r: usize| needs.iter().map(|row| row[r]).sum::<i64>();
        (0..q).map(|r| all(r) * 100 / fill * share / shares).collect()
    };
    let rooms = rooms.iter().map(|&share| room(share)).collect();
    Pairs { lists, needs, rooms, penalty: 1_000_000_000 }
}

impl Pairs {
    fn problem(&self, listed: usize) -> Problem {
        let mut builder = Problem::builder(self.rooms[0].len());
        for room in &self.rooms {
            builder.agent(room);
        }
        for (list, needs) in self.lists.iter().zip(&self.needs) {
            let listed = listed.min(list.len());
            builder.job(needs, self.penalty, &list[..listed]);
            if let Some(next) = list.get(listed) {
                builder.unlisted_cost(next.1);
            }
        }
        builder.build().unwrap()
    }

    fn solve(&self, effort: Effort) -> Solution {
        let mut problem = self.problem(3);
        let limits = Limits { effort, ..Limits::default() };
        let solution = solve_growing(&mut problem, self, &limits, None, &mut |_| {});
        check(&problem, &solution, "growing");
        // What the prices prove with short lists they prove with all.
        let complete = self.problem(usize::MAX);
        let bound = lower_bound(&complete, &solution.certificate.prices).value;
        assert!(bound >= solution.certificate.price_bound);
        self.nobody_who_fits_is_left_out(&solution);
        solution
    }

    fn nobody_who_fits_is_left_out(&self, solution: &Solution) {
        let mut rooms = self.rooms.clone();
        for (job, agent) in solution.assignment.iter().enumerate() {
            let Some(agent) = *agent else { continue };
            let needs = &self.needs[job];
            rooms[agent as usize].iter_mut().zip(needs).for_each(|(room, need)| *room -= need);
        }
        for job in solution.unplaced() {
            let fits = |room: &Vec<i64>| self.needs[job].iter().zip(room).all(|(a, b)| a <= b);
            assert!(!rooms.iter().any(fits), "{job} fits");
        }
    }
}

const PLACES: [Places; 3] = [Places::Spread, Places::City, Places::Addresses];

#[test]
fn tiny_ones_are_optimal_and_proven_whatever_their_shape() {
    for seed in 0..400 {
        let mut dice = Dice::new(seed);
        let (jobs, agents) = (2 + dice.roll(6) as usize, 1 + dice.roll(4) as usize);
        let (fill, q) = (50 + dice.roll(150), 1 + dice.roll(4) as usize);
        let pairs = pairs(seed, PLACES[dice.roll(3) as usize], jobs, agents, fill, q);
        let least = brute_force(&pairs.problem(usize::MAX));
        for solution in
            [solve(&pairs.problem(usize::MAX), &Limits::default()), pairs.solve(Effort::Standard)]
        {
            assert_eq!((solution.cost, solution.status), (least, Status::Optimal), "seed {seed}");
        }
    }
}

#[test]
fn twelve_jobs_and_five_agents_are_proven() {
    for seed in 0..150 {
        let mut dice = Dice::new(seed);
        let (fill, q) = (60 + dice.roll(80), 1 + dice.roll(2) as usize);
        let pairs = pairs(seed, PLACES[dice.roll(3) as usize], 12, 5, fill, q);
        let solution = pairs.solve(Effort::Standard);
        assert_eq!(solution.status, Status::Optimal, "seed {seed}, fill {fill}, {q} resources");
    }
}

#[test]
fn prices_at_war_find_the_bound_and_everybody_a_place() {
    for (seed, places) in (0..6).zip(PLACES.into_iter().cycle()) {
        let pairs = pairs(seed, places, 1_500, 20, 80, 1);
        let solution = pairs.solve(Effort::Steps(30_000_000));
        assert_eq!(solution.unplaced().count(), 0, "{places:?}");
        assert!(solution.gap() < 0.01, "{places:?}: gap {}", solution.gap());
    }
}

#[test]
fn where_land_is_short_the_gap_stays_small() {
    for (seed, places) in (0..3).zip(PLACES) {
        let pairs = pairs(seed, places, 1_500, 12, 170, 1);
        let solution = pairs.solve(Effort::Steps(50_000_000));
        assert!(solution.unplaced().count() > 100, "{places:?}");
        assert!(solution.gap() < 0.02, "{places:?}: gap {}", solution.gap());
    }
}

#[test]
fn several_resources_in_one_city_leave_nobody_out() {
    for seed in 0..3 {
        let pairs = pairs(seed, Places::City, 800, 10, 75, 3);
        let solution = pairs.solve(Effort::Steps(30_000_000));
        assert_eq!(solution.unplaced().count(), 0);
        assert!(solution.gap() < 0.03, "gap {}", solution.gap());
    }
}

/// Exchanges of like jobs look different to branch and bound and come to the same.
#[test]
fn many_like_jobs_beside_a_few_odd_ones_are_proven() {
    for seed in 0..150 {
        let mut dice = Dice::new(seed);
        let (jobs, agents) = (8 + dice.roll(33), 2 + dice.roll(5));
        let usual = [500, 700, 1_000][dice.roll(3) as usize];
        let needs: Vec<i64> = (0..jobs)
            .map(|_| match dice.roll(8) {
                0 => 0,
                1 => 1 + dice.roll(2 * usual),
                2 => usual * (1 + dice.roll(4)),
                _ => usual,
            })
            .collect();
        let share = [2, 5, 7][dice.roll(3) as usize];
        let mut builder = Problem::builder(1);
        for _ in 0..agents {
            builder.agent(&[needs.iter().sum::<i64>() * share / 10 / agents + dice.roll(2)]);
        }
        for need in needs {
            let mut list = Vec::new();
            for agent in 0..agents as u32 {
                if dice.roll(5) < 3 {
                    list.push((agent, dice.roll(25_000)));
                }
            }
            builder.job(&[need], 100_000, &list);
        }
        let problem = builder.build().unwrap();
        let solution = solve(&problem, &Limits::default());
        check(&problem, &solution, &format!("seed {seed}"));
        assert_eq!(solution.status, Status::Optimal, "seed {seed}");
    }
}
