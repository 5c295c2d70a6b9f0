use super::chains::exp;
use super::*;
use crate::Limits;
use crate::testing::tight;

#[test]
fn the_exponential_is_close_enough() {
    for step in -600..600 {
        let x = f64::from(step) / 20.0;
        assert!((exp(x) / x.exp() - 1.0).abs() < 5e-4, "{x}");
    }
    assert!(exp(-1e9) < 1e-290 && exp(1e9) > 1e290);
}

#[test]
fn plans_met_are_within_the_capacities_and_cost_what_is_said() {
    let mut random = Random::new(3);
    let mut better = 0;
    for _ in 0..20 {
        let problem = tight(&mut random, 40, 5, [8, 25]);
        let mut start = Plan::empty(&problem);
        let prices = vec![1.0; 5];
        crate::construct::by_regret(&mut start, &prices);
        let mut clock = Clock::new(&Limits::default(), 0);
        let mut twin = Clock::new(&Limits::default(), 0);
        let seed = random.next_number();
        let run = |clock: &mut Clock<'_>| {
            let run = Run { reach: 100.0, heat: HEATS[2], steps: 300_000 };
            anneal(&start, &prices, &run, &mut Random::new(seed), clock)
        };
        let found = run(&mut clock);
        let again = run(&mut twin);
        assert_eq!((&found.best, &found.last), (&again.best, &again.last));
        if let Some(agents) = found.best {
            // `from_agents` leaves out whoever does not fit.
            let plan = Plan::from_agents(&problem, &agents);
            assert_eq!(plan.agents(), agents);
            assert!(plan.cost() < start.cost());
            better += 1;
        }
    }
    assert!(better >= 15, "only {better} runs found a better plan");
}
