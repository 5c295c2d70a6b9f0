//! What one pass of the lower bound over a problem costs: `cargo bench -p parkward-assignment`.
//!
//! 100,000 jobs with 16 candidates each among 500 agents; costs grow along each list as distances
//! do. Divide by the items for the cost of one job: the time shown is that of the pass.

use divan::Bencher;
use divan::counter::ItemsCount;
use parkward_assignment::{Effort, Limits, Price, Problem, lower_bound, solve, verify};

const JOBS: usize = 100_000;
const AGENTS: u32 = 500;
const LISTED: u32 = 16;

fn main() {
    divan::main();
}

/// The exact bound at given prices, for so many resources.
#[divan::bench(args = [1, 3])]
fn lower_bound_pass(bencher: Bencher<'_, '_>, resources: usize) {
    let problem = world(JOBS, resources);
    let prices: Vec<Price> =
        (0..problem.agents() * resources).map(|k| Price::from_f64((k % 7) as f64 * 0.5)).collect();
    bencher
        .counter(ItemsCount::new(problem.jobs()))
        .bench_local(|| lower_bound(&problem, &prices).value);
}

/// The independent check of a finished plan.
#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let problem = world(JOBS / 10, 1);
    let solution = solve(&problem, &Limits { effort: Effort::Steps(1), ..Limits::default() });
    bencher
        .counter(ItemsCount::new(problem.jobs()))
        .bench_local(|| verify(&problem, &solution).is_ok());
}

/// Prices and a first plan, with no search after it.
#[divan::bench(sample_count = 10)]
fn first_plan(bencher: Bencher<'_, '_>) {
    let problem = world(JOBS / 10, 1);
    let limits = Limits { effort: Effort::Steps(1), ..Limits::default() };
    bencher.counter(ItemsCount::new(problem.jobs())).bench_local(|| solve(&problem, &limits).cost);
}

/// Agents stand on a ring, each job lists those around it; needs of 10 to 190, capacities 15 %
/// above their mean.
fn world(jobs: usize, resources: usize) -> Problem {
    let mut dice = 4754_u32;
    let mut roll = |below: u32| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (dice >> 8) % below
    };
    let mut builder = Problem::builder(resources);
    let room = 115 * i64::try_from(jobs).expect("few jobs") / i64::from(AGENTS);
    for _ in 0..AGENTS {
        builder.agent(&vec![room; resources]);
    }
    for _ in 0..jobs {
        let home = roll(AGENTS);
        let mut cost = 0;
        let candidates: Vec<(u32, i64)> = (0..LISTED)
            .map(|step| {
                cost += i64::from(1 + roll(4_000));
                ((home + step * 7) % AGENTS, cost)
            })
            .collect();
        let needs: Vec<i64> = (0..resources).map(|_| i64::from(10 + roll(181))).collect();
        builder.job(&needs, 1_000_000, &candidates);
    }
    builder.build().expect("numbers are small")
}
