//! Times the solver on a random world: jobs and agents in a square, costs are distances in
//! metres, each job lists its nearest agents and bounds the rest by the next distance.
//!
//! `world [JOBS] [AGENTS] [LISTED] [RESOURCES] [STEPS]`

use std::time::Instant;

use parkward_assignment::{Effort, Limits, Needs, Parts, Problem, solve_with, verify};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<usize> =
        std::env::args().skip(1).map(|word| word.parse()).collect::<Result<_, _>>()?;
    let argument = |at: usize, default: usize| arguments.get(at).copied().unwrap_or(default);
    let problem = world(argument(0, 100_000), argument(1, 500), argument(2, 16), argument(3, 1))?;
    let effort = match arguments.get(4) {
        Some(&steps) => Effort::Steps(steps as u64),
        None => Effort::Standard,
    };
    let started = Instant::now();
    let solution = solve_with(&problem, &Limits { effort, ..Limits::default() }, None, &mut |p| {
        let seconds = started.elapsed().as_secs_f64();
        let gap = 100.0 * (p.cost - p.lower_bound) as f64 / p.cost as f64;
        println!(
            "{seconds:8.2} s  {:?}: cost {} bound {} gap {gap:.4} %",
            p.phase, p.cost, p.lower_bound
        );
    });
    verify(&problem, &solution)?;
    println!(
        "{:8.2} s  {:?}, {} unplaced, {} lists limit the bound",
        started.elapsed().as_secs_f64(),
        solution.status,
        solution.unplaced().count(),
        solution.certificate.limited_by.len()
    );
    Ok(())
}

/// A multiplicative generator: enough for a picture, the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        i64::try_from(self.0 >> 33).unwrap_or(0) % n
    }
}

fn world(
    jobs: usize,
    agents: usize,
    listed: usize,
    resources: usize,
) -> Result<Problem, Box<dyn std::error::Error>> {
    const SIDE: i64 = 1_000_000;
    let mut dice = Dice(20_240_601);
    let sites: Vec<(i64, i64)> =
        (0..agents).map(|_| (dice.below(SIDE), dice.below(SIDE))).collect();
    let mut parts = Parts { resources, agent_count: agents, starts: vec![0], ..Parts::default() };
    let mut needs = Vec::new();
    let mut nearest = vec![0_i64; agents * resources];
    for _ in 0..jobs {
        let at = (dice.below(SIDE), dice.below(SIDE));
        let mut list: Vec<(i64, u32)> = Vec::with_capacity(agents);
        for (agent, site) in sites.iter().enumerate() {
            let (x, y) = (at.0 - site.0, at.1 - site.1);
            list.push(((x * x + y * y).isqrt(), u32::try_from(agent)?));
        }
        let cut = listed.min(agents.saturating_sub(1));
        list.select_nth_unstable(cut);
        parts.unlisted_costs.push((cut == listed).then_some(list[cut].0));
        list.truncate(listed);
        for &(cost, agent) in &list {
            parts.agents.push(agent);
            parts.costs.push(cost);
        }
        let home = list.iter().min().map_or(0, |&(_, agent)| agent as usize);
        for resource in 0..resources {
            let need = 2_000 + dice.below(30_000) * dice.below(100) / 100;
            needs.push(need);
            nearest[home * resources + resource] += need;
        }
        parts.starts.push(parts.agents.len());
        parts.penalties.push(10 * SIDE);
    }
    // One agent in five has too little room for those nearest to it, the others have some more.
    let mean = needs.iter().sum::<i64>() / i64::try_from(agents * resources)?;
    for demand in nearest {
        let tight = dice.below(5) == 0;
        parts.capacities.push(if tight { demand * 6 / 10 } else { demand * 11 / 10 + mean / 5 });
    }
    parts.needs = Needs::PerJob(needs);
    Ok(Problem::new(parts)?)
}
