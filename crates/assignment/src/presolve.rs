//! Smaller problems with the same plans worth having.

use std::borrow::Cow;

use crate::grain::{lower, widen};
use crate::problem::lists;
use crate::{Needs, Problem};

/// Drops candidates that no good plan uses, too big for the agent on their own or dearer than leaving
/// the job unplaced, and lowers capacities to what the needs of those who may come there can fill.
pub(crate) fn presolved(problem: &Problem) -> Cow<'_, Problem> {
    let keep = |job: usize, arc: usize| {
        let capacity = problem.capacity(problem.arc_agent[arc]);
        problem.arc_cost[arc] <= problem.penalties[job]
            && problem.need(job, arc).iter().zip(capacity).all(|(need, room)| need <= room)
    };
    let capacities = fillable(problem, keep);
    let all_kept = (0..problem.jobs()).all(|job| problem.arcs(job).all(|arc| keep(job, arc)));
    if all_kept && capacities == problem.capacities {
        return Cow::Borrowed(problem);
    }
    let jobs: Vec<usize> = (0..problem.jobs()).collect();
    Cow::Owned(restricted(problem, &jobs, capacities, keep))
}

/// The capacities, each rounded down to a multiple of the greatest common divisor of all needs that
/// may come there. Those of jobs with unlisted agents may come anywhere.
fn fillable(problem: &Problem, keep: impl Fn(usize, usize) -> bool) -> Vec<i64> {
    let resources = problem.resources;
    let mut anywhere = vec![0; resources];
    for job in (0..problem.jobs()).filter(|&job| problem.unlisted_cost(job).is_some()) {
        match problem.needs {
            Needs::PerJob(_) => widen(&mut anywhere, problem.need(job, 0)),
            Needs::PerCandidate(_) => anywhere.fill(1), // nobody knows what they need elsewhere
        }
    }
    let mut grains = anywhere.repeat(problem.agents);
    for job in 0..problem.jobs() {
        for arc in problem.arcs(job).filter(|&arc| keep(job, arc)) {
            let first = problem.arc_agent[arc] as usize * resources;
            widen(&mut grains[first..first + resources], problem.need(job, arc));
        }
    }
    let mut capacities = problem.capacities.clone();
    lower(&mut capacities, &grains);
    capacities
}

/// The problem of some jobs and some of their candidates, with other capacities. Agents keep
/// their numbers; `keep` is asked with the job's number in `problem`.
pub(crate) fn restricted(
    problem: &Problem,
    jobs: &[usize],
    capacities: Vec<i64>,
    mut keep: impl FnMut(usize, usize) -> bool,
) -> Problem {
    let mut starts = Vec::with_capacity(jobs.len() + 1);
    starts.push(0);
    let (mut arc_agent, mut arc_cost, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    let per_job = matches!(problem.needs, Needs::PerJob(_));
    for &job in jobs {
        for arc in problem.arcs(job) {
            if keep(job, arc) {
                arc_agent.push(problem.arc_agent[arc]);
                arc_cost.push(problem.arc_cost[arc]);
                if !per_job {
                    rows.extend_from_slice(problem.need(job, arc));
                }
            }
        }
        if per_job {
            // A job without candidates has no arc; its row of needs is found by its number.
            rows.extend_from_slice(problem.need(job, 0));
        }
        starts.push(arc_agent.len());
    }
    let unlisted = match problem.unlisted.is_empty() {
        true => Vec::new(),
        false => jobs.iter().map(|&job| problem.unlisted[job]).collect(),
    };
    Problem {
        resources: problem.resources,
        agents: problem.agents,
        capacities,
        lists: lists(&starts),
        arc_agent,
        arc_cost,
        needs: if per_job { Needs::PerJob(rows) } else { Needs::PerCandidate(rows) },
        penalties: jobs.iter().map(|&job| problem.penalties[job]).collect(),
        unlisted,
    }
}

#[cfg(test)]
mod tests {
    use super::presolved;
    use crate::Problem;

    fn rooms(problem: &Problem) -> Vec<i64> {
        presolved(problem).capacities.clone()
    }

    #[test]
    fn a_capacity_is_lowered_to_what_can_be_filled() {
        let mut builder = Problem::builder(2);
        let [a, b, c] = [[35, 7], [35, 7], [35, 7]].map(|room| builder.agent(&room));
        builder.job(&[6, 0], 100, &[(a, 1), (b, 1)]);
        builder.job(&[10, 3], 100, &[(b, 1)]);
        builder.job(&[50, 1], 100, &[(b, 1)]); // fits nowhere, so its needs do not count
        builder.job(&[1, 1], 100, &[(a, 200)]); // dearer than being left out, neither
        let problem = builder.build().expect("a valid problem");
        assert_eq!((a, b, c), (0, 1, 2));
        assert_eq!(rooms(&problem), [30, 7, 34, 6, 35, 7]);
    }

    #[test]
    fn jobs_with_unlisted_agents_may_come_anywhere() {
        let mut builder = Problem::builder(1);
        let [a, b] = [[35], [35]].map(|room| builder.agent(&room));
        builder.job(&[10], 100, &[(a, 1), (b, 1)]);
        builder.job(&[4], 100, &[(a, 1)]);
        builder.unlisted_cost(5);
        builder.job(&[9], 100, &[]);
        let problem = builder.build().expect("a valid problem");
        assert_eq!(rooms(&problem), [34, 34]);
    }
}
