//! Times the solver on a random world: jobs and agents in a square, costs are distances in
//! metres, lists grow as the proof needs them.
//!
//! `world [JOBS] [AGENTS] [RESOURCES] [STEPS]`

use std::time::Instant;

use parkward_assignment::{
    Effort, Limits, Market, Needs, Parts, Problem, Progress, solve_growing, verify,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<usize> =
        std::env::args().skip(1).map(|word| word.parse()).collect::<Result<_, _>>()?;
    let argument = |at: usize, default: usize| arguments.get(at).copied().unwrap_or(default);
    let (world, mut problem) = World::new(argument(0, 100_000), argument(1, 500), argument(2, 1))?;
    let effort = match arguments.get(3) {
        Some(&steps) => Effort::Steps(steps as u64),
        None => Effort::Standard,
    };
    let limits = Limits { effort, ..Limits::default() };
    let started = Instant::now();
    let mut report = |p: Progress| {
        let seconds = started.elapsed().as_secs_f64();
        let gap = 100.0 * (p.cost - p.lower_bound) as f64 / p.cost as f64;
        println!(
            "{seconds:8.2} s  {:?}: cost {} bound {} gap {gap:.4} %",
            p.phase, p.cost, p.lower_bound
        );
    };
    let solution = solve_growing(&mut problem, &world, &limits, None, &mut report);
    println!("{} candidates", problem.candidate_count());
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

/// Agents in the cells of a grid, and where the jobs are.
struct World {
    cells: Vec<Vec<(i64, i64, u32)>>,
    across: i64,
    jobs: Vec<(i64, i64)>,
}

const SIDE: i64 = 1_000_000;
/// Candidates that a list begins with.
const FIRST: usize = 3;

impl Market for World {
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
        let at = self.jobs[job];
        let width = SIDE / self.across;
        let mut found = Vec::new();
        let mut known = 0; // every agent nearer than this is found
        for ring in 0..=self.across {
            if known >= below && found.iter().filter(|f: &&(u32, i64)| f.1 < known).count() >= FIRST
            {
                break;
            }
            self.ring(at, ring, &mut found);
            known = ring * width;
        }
        let whole = known >= self.across * width;
        let (kept, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(|f| whole || f.1 < known);
        list.extend(kept);
        let rest = rest.iter().map(|f| f.1).min().unwrap_or(known);
        (!whole).then_some(rest.min(known.max(1)))
    }
}

impl World {
    fn new(
        jobs: usize,
        agents: usize,
        resources: usize,
    ) -> Result<(Self, Problem), Box<dyn std::error::Error>> {
        let mut dice = Dice(20_240_601);
        let across = i64::try_from(agents)?.isqrt().max(1);
        let mut world = World {
            cells: vec![Vec::new(); usize::try_from(across * across)?],
            across,
            jobs: Vec::new(),
        };
        for agent in 0..u32::try_from(agents)? {
            let (x, y) = (dice.below(SIDE), dice.below(SIDE));
            let cell = world.cell(x, y);
            world.cells[cell].push((x, y, agent));
        }
        // Neighbours in space are neighbours in memory.
        world.jobs = (0..jobs).map(|_| (dice.below(SIDE), dice.below(SIDE))).collect();
        let key = |job: &(i64, i64)| (world.cell(job.0, job.1), job.0, job.1);
        let mut sorted = world.jobs.clone();
        sorted.sort_by_key(key);
        world.jobs = sorted;

        let mut parts =
            Parts { resources, agent_count: agents, starts: vec![0], ..Parts::default() };
        let (mut needs, mut list) = (Vec::new(), Vec::new());
        let mut nearest = vec![0_i64; agents * resources];
        for job in 0..jobs {
            list.clear();
            parts.unlisted_costs.push(world.list(job, 0, &mut list));
            for &(agent, cost) in &list {
                parts.agents.push(agent);
                parts.costs.push(cost);
            }
            let home = list.iter().min_by_key(|l| l.1).map_or(0, |&(agent, _)| agent as usize);
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
            parts.capacities.push(if tight {
                demand * 6 / 10
            } else {
                demand * 11 / 10 + mean / 5
            });
        }
        parts.needs = Needs::PerJob(needs);
        let problem = Problem::new(parts)?;
        Ok((world, problem))
    }

    fn cell(&self, x: i64, y: i64) -> usize {
        let width = SIDE / self.across;
        let place = |v: i64| (v / width).clamp(0, self.across - 1);
        usize::try_from(place(y) * self.across + place(x)).unwrap_or(0)
    }

    /// The agents in the cells at `ring` steps from the cell of a place.
    fn ring(&self, at: (i64, i64), ring: i64, found: &mut Vec<(u32, i64)>) {
        let width = SIDE / self.across;
        let (cx, cy) =
            ((at.0 / width).clamp(0, self.across - 1), (at.1 / width).clamp(0, self.across - 1));
        let inside = 0..self.across;
        for y in cy - ring..=cy + ring {
            let edge = (y - cy).abs() == ring;
            let step = if edge || ring == 0 { 1 } else { 2 * ring };
            let mut x = cx - ring;
            while x <= cx + ring {
                if inside.contains(&x) && inside.contains(&y) {
                    let cell = usize::try_from(y * self.across + x).unwrap_or(0);
                    found.extend(self.cells[cell].iter().map(|&(ax, ay, agent)| {
                        let (dx, dy) = (ax - at.0, ay - at.1);
                        (agent, (dx * dx + dy * dy).isqrt())
                    }));
                }
                x += step;
            }
        }
    }
}
