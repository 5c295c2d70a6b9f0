use super::*;
use crate::Limits;
use crate::node::{fits, slots};
use crate::plan::Plan;

/// The least cost by trying every plan; an unlisted agent has room for everybody.
fn optimum(problem: &Problem, job: usize, room: &mut [i64]) -> i64 {
    if job == problem.jobs() {
        return 0;
    }
    let mut best = problem.floor(job) + optimum(problem, job + 1, room);
    for arc in problem.arcs(job) {
        let agent = problem.arc_agent[arc] as usize;
        let needs = problem.need(job, arc);
        if fits(needs, &room[slots(problem, agent)]) {
            let change = |room: &mut [i64], sign: i64| {
                let room = room[slots(problem, agent)].iter_mut().zip(needs);
                room.for_each(|(room, need)| *room -= sign * need);
            };
            change(room, 1);
            best = best.min(problem.arc_cost[arc] + optimum(problem, job + 1, room));
            change(room, -1);
        }
    }
    best
}

/// Few agents for the jobs, so that some stay unplaced; costs of all sizes, lists that are cut.
fn crowded(random: &mut crate::random::Random, q: usize, unit: i64) -> Problem {
    let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
    let mut builder = Problem::builder(q);
    for _ in 0..3 {
        let room: Vec<i64> = (0..q).map(|_| 5 + below(12)).collect();
        builder.agent(&room);
    }
    for _ in 0..8 {
        let list: Vec<(u32, i64)> =
            (0..3).map(|agent| (agent, unit * below(90))).filter(|pair| pair.1 % 4 < 3).collect();
        let needs: Vec<i64> = (0..q).map(|_| 1 + below(9)).collect();
        builder.job(&needs, unit * (60 + below(100)), &list);
        if below(3) == 0 {
            builder.unlisted_cost(unit * (90 + below(40)));
        }
    }
    builder.build().expect("valid")
}

#[test]
fn no_plan_costs_less_than_the_root_says_nor_a_decision_less_than_its_cost() {
    let (mut close, mut crowds) = (0, 0);
    for seed in 0..300_u64 {
        let mut random = crate::random::Random::new(seed);
        let unit = [1, 1_000_000, 10_000_000_000_000][usize::try_from(seed % 3).expect("small")];
        let problem = crowded(&mut random, 1 + usize::try_from(seed % 4).expect("small"), unit);
        let least = optimum(&problem, 0, &mut problem.capacities.clone());
        let nobody = Plan::empty(&problem);
        let incumbent = Incumbent { agents: nobody.agents(), cost: nobody.cost() };
        let prices: Vec<f64> =
            problem.capacities.iter().map(|_| random.unit() * unit as f64 * 9.0).collect();
        let mut real = Relaxation::new(&problem, &prices, &incumbent);
        let mut all = real.beyond_lists().unwrap_or_else(|| real.again());
        let mut clock = Clock::new(&Limits::default(), 0);
        let mut root = all.root(incumbent.cost);
        crowds += u32::from(all.tables.nobody.is_some());
        let value = all.raise(&mut root, incumbent.cost, incumbent.cost, 60, &mut clock);
        let bound = all.ceil(value.total);
        assert!(bound <= least, "seed {seed}: {bound} > {least}");
        close += u32::from(bound * 20 >= least * 19);

        // Without unlisted agents: each decision against the best plan that takes it.
        let mut listed = problem.clone();
        listed.unlisted.clear();
        real.sort_by_agent(&root);
        let value = real.evaluate(&root, &root.multipliers.clone());
        let limit = incumbent.cost;
        let costs = real.decide(&root, &value, limit);
        for job in 0..problem.jobs() {
            let mut alone = listed.clone();
            alone.penalties[job] = 0;
            let mut without = restricted_to(&alone, job, None);
            let stay = optimum(&without, 0, &mut without.capacities.clone());
            let stay = stay + problem.penalties[job];
            assert!(costs.stay[job].min(limit) <= stay, "seed {seed}, job {job}");
            for at in root.list(job) {
                without = restricted_to(&listed, job, Some(root.choices[at].agent));
                let cost = optimum(&without, 0, &mut without.capacities.clone());
                assert!(costs.at[at].min(limit) <= cost, "seed {seed}, job {job}");
            }
        }
    }
    assert!(close > 150 && crowds > 200, "{close} close, {crowds} with too little room");
}

/// The problem in which a job is at an agent, or at none: no other choice, and dear to leave out.
fn restricted_to(problem: &Problem, job: usize, agent: Option<u32>) -> Problem {
    let jobs: Vec<usize> = (0..problem.jobs()).collect();
    let keep = |j: usize, arc: usize| j != job || Some(problem.arc_agent[arc]) == agent;
    let mut only = crate::presolve::restricted(problem, &jobs, problem.capacities.clone(), keep);
    if agent.is_some() {
        only.penalties[job] = problem.penalties.iter().sum::<i64>() + 1;
    }
    only
}
