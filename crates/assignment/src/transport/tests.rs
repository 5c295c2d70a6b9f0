use super::*;
use crate::random::Random;
use crate::{Limits, Price, lower_bound};

/// Jobs in the middle of a square, agents around; lists of all agents.
fn city(random: &mut Random, jobs: usize, agents: usize, room: i64) -> Problem {
    let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
    let mut builder = Problem::builder(1);
    let places: Vec<(i64, i64)> = (0..agents).map(|_| (below(1_000), below(1_000))).collect();
    for _ in 0..agents {
        builder.agent(&[below(2 * usize::try_from(room).expect("small"))]);
    }
    for _ in 0..jobs {
        let at = (400 + below(200), 400 + below(200));
        let list: Vec<(u32, i64)> = (0..)
            .zip(&places)
            .map(|(agent, to)| (agent, (at.0 - to.0).abs() + (at.1 - to.1).abs()))
            .collect();
        builder.job(&[below(30)], 500 + below(4_000), &list);
    }
    builder.build().expect("valid")
}

/// What the divided plan costs, held against the capacities.
fn cost(network: &Network<'_>) -> f64 {
    let problem = &*network.problem;
    let mut load = vec![0; problem.agents + 1];
    let mut cost = 0.0;
    for job in 0..problem.jobs() {
        let whole = network.need(job);
        let parts = match network.divided.get(&narrow(job)) {
            Some(parts) => parts.clone(),
            None => vec![(network.at[job], whole)],
        };
        assert_eq!(parts.iter().map(|part| part.1).sum::<i64>(), whole);
        for (agent, amount) in parts {
            load[agent as usize] += amount;
            let mut arcs = problem.arcs(job);
            let arc = arcs.find(|&arc| problem.arc_agent[arc] == agent);
            let each = arc.map_or(problem.floor(job), |arc| problem.arc_cost[arc]);
            let share = if whole == 0 { 1.0 } else { amount as f64 / whole as f64 };
            cost += each as f64 * share;
        }
    }
    assert_eq!(load, network.load);
    assert!(load.iter().zip(&problem.capacities).all(|(load, capacity)| load <= capacity));
    cost
}

/// Those that were kept up to date are those that are found anew.
fn known_edges_are_the_cheapest(network: &mut Network<'_>) {
    let cheapest = |edges: &[Edge]| -> Vec<(u32, (f64, u32))> {
        edges.iter().map(|edge| (edge.to, edge.cheapest[0])).collect()
    };
    for node in 0..network.members.len() {
        if let Some(kept) = network.edges[node].take() {
            network.edges_from(narrow(node));
            let found = network.edges[node].as_ref().expect("just found");
            assert_eq!(cheapest(&kept), cheapest(found));
        }
    }
}

#[test]
fn the_bound_at_the_prices_is_the_cost_of_the_divided_plan() {
    // Equal costs of both sides prove each the best of its kind.
    for seed in 0..200 {
        let mut random = Random::new(seed);
        let (jobs, agents) = (1 + random.below(60), 1 + random.below(8));
        let room = 1 + i64::try_from(jobs * 30 / agents / 2).expect("small");
        let mut problem = city(&mut random, jobs, agents, room);
        let prices = (0..agents).map(|_| 100.0 * random.unit()).collect();
        let mut clock = Clock::new(&Limits::default(), 0);
        let mut network = balance(&mut problem, prices, None, &mut clock);
        known_edges_are_the_cheapest(&mut network);
        let cost = cost(&network);
        let prices: Vec<Price> =
            network.prices[..agents].iter().map(|&price| Price::from_f64(price)).collect();
        let bound = lower_bound(&problem, &prices).value as f64;
        assert!((bound - cost).abs() <= 1.0 + 1e-6 * cost, "seed {seed}: {bound} and {cost}");
    }
}
