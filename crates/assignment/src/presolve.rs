//! Smaller problems with the same plans worth having.

use std::borrow::Cow;

use crate::problem::lists;
use crate::{Needs, Problem};

/// Drops candidates that no good plan uses: too big for the agent on their own, or dearer than
/// leaving the job unplaced.
pub(crate) fn without_hopeless(problem: &Problem) -> Cow<'_, Problem> {
    let keep = |job: usize, arc: usize| {
        let capacity = problem.capacity(problem.arc_agent[arc]);
        problem.arc_cost[arc] <= problem.penalties[job]
            && problem.need(job, arc).iter().zip(capacity).all(|(need, room)| need <= room)
    };
    let all_kept = (0..problem.jobs()).all(|job| problem.arcs(job).all(|arc| keep(job, arc)));
    if all_kept {
        return Cow::Borrowed(problem);
    }
    let jobs: Vec<usize> = (0..problem.jobs()).collect();
    Cow::Owned(restricted(problem, &jobs, problem.capacities.clone(), keep))
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
            // Of a job without candidates only the row's place matters, not its arc.
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
