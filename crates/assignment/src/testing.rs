//! Problems for the tests of this crate.

use crate::Problem;
use crate::random::Random;

/// Every job with every agent and hardly any room to spare: `room` for each job, shared evenly. One job
/// in four had better be left out, at `unplaced`.
pub(crate) fn tight(
    random: &mut Random,
    jobs: usize,
    agents: u32,
    [room, unplaced]: [i64; 2],
) -> Problem {
    let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
    let mut builder = Problem::builder(1);
    for _ in 0..agents {
        builder.agent(&[i64::try_from(jobs).expect("small") * room / i64::from(agents)]);
    }
    for _ in 0..jobs {
        let rows: Vec<(u32, i64, [i64; 1])> = (0..agents)
            .map(|agent| (agent, 20 + below(30) - i64::from(agent), [1 + below(15)]))
            .collect();
        let list: Vec<(u32, i64, &[i64])> =
            rows.iter().map(|(agent, cost, need)| (*agent, *cost, &need[..])).collect();
        builder.job_by_agent(if below(4) == 0 { unplaced } else { 500 }, &list);
    }
    builder.build().expect("valid")
}
