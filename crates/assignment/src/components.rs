//! Parts of a problem that have no agent in common, and so nothing to do with one another: each is a problem of
//! its own, and what is found and proven about each adds up.

use crate::presolve::restricted;
use crate::problem::narrow;
use crate::{Price, Problem, Start};

/// A problem is split only if at least one candidate in this many lies outside the largest part.
const BESIDE: usize = 10;

/// A part: its jobs and agents, by their numbers in the whole, in order.
pub(crate) struct Component {
    pub(crate) jobs: Vec<usize>,
    pub(crate) agents: Vec<usize>,
    pub(crate) problem: Problem,
}

/// The parts of a problem, those with the lowest agents first; jobs without any candidate are one more. Empty
/// where there is one only, or one that is nearly all. O(candidates).
pub(crate) fn components(problem: &Problem) -> Vec<Component> {
    let mut parents: Vec<usize> = (0..problem.agents).collect();
    for job in 0..problem.jobs() {
        let mut arcs = problem.arcs(job).map(|arc| problem.arc_agent[arc] as usize);
        let Some(first) = arcs.next() else { continue };
        for agent in arcs {
            let (a, b) = (root(&mut parents, first), root(&mut parents, agent));
            parents[a.max(b)] = a.min(b);
        }
    }
    let mut jobs: Vec<Vec<usize>> = vec![Vec::new(); problem.agents + 1];
    let mut candidates = vec![0; problem.agents + 1];
    for job in 0..problem.jobs() {
        let first = problem.arcs(job).next().map(|arc| problem.arc_agent[arc] as usize);
        let part = first.map_or(problem.agents, |agent| root(&mut parents, agent));
        jobs[part].push(job);
        candidates[part] += problem.arcs(job).len();
    }
    let largest = candidates.iter().max().copied().unwrap_or(0);
    if (problem.candidate_count() - largest) * BESIDE < problem.candidate_count() || largest == 0 {
        return Vec::new();
    }
    let mut agents: Vec<Vec<usize>> = vec![Vec::new(); problem.agents + 1];
    (0..problem.agents).for_each(|agent| agents[root(&mut parents, agent)].push(agent));
    let parts = jobs.into_iter().zip(agents).filter(|(jobs, _)| !jobs.is_empty());
    parts.map(|(jobs, agents)| Component::new(problem, jobs, agents)).collect()
}

/// The least agent of an agent's part so far.
fn root(parents: &mut [usize], mut agent: usize) -> usize {
    while parents[agent] != agent {
        parents[agent] = parents[parents[agent]];
        agent = parents[agent];
    }
    agent
}

impl Component {
    fn new(whole: &Problem, jobs: Vec<usize>, agents: Vec<usize>) -> Self {
        let q = whole.resources;
        let mut problem = restricted(whole, &jobs, Vec::new(), |_, _| true);
        problem.agents = agents.len();
        problem.capacities = inside(&agents, &whole.capacities, q);
        for agent in &mut problem.arc_agent {
            let place = agents.binary_search(&(*agent as usize)).expect("an agent of the part");
            *agent = narrow(place);
        }
        Component { jobs, agents, problem }
    }

    /// What belongs to the part of a list with an entry for each agent and resource.
    pub(crate) fn slots<T: Copy>(&self, whole: &[T]) -> Vec<T> {
        inside(&self.agents, whole, self.problem.resources)
    }

    /// Prices and places of the part to begin with.
    pub(crate) fn start(&self, whole: &Start<'_>) -> (Vec<Price>, Vec<Option<u32>>) {
        (self.slots(whole.prices), self.plan(whole.assignment))
    }

    /// Where a plan of the whole has the part's jobs; an empty one has none.
    pub(crate) fn plan(&self, whole: &[Option<u32>]) -> Vec<Option<u32>> {
        let place = |agent: u32| self.agents.binary_search(&(agent as usize)).ok();
        let within = |job: &usize| whole[*job].and_then(place).map(narrow);
        let jobs = if whole.is_empty() { &[][..] } else { &self.jobs };
        jobs.iter().map(within).collect()
    }
}

fn inside<T: Copy>(agents: &[usize], whole: &[T], q: usize) -> Vec<T> {
    agents.iter().flat_map(|agent| &whole[agent * q..(agent + 1) * q]).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use crate::{Effort, Limits, Status, Stop, solve, solve_from, verify};

    /// Two towns with agents of their own, in no order, and people who fit nowhere.
    fn two_towns(random: &mut Random, jobs: usize) -> Problem {
        let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
        let mut builder = Problem::builder(2);
        let agents: Vec<u32> =
            (0..6).map(|_| builder.agent(&[15 + below(20), 10 + below(30)])).collect();
        for _ in 0..jobs {
            let town = usize::try_from(below(2)).expect("small");
            let near = agents.iter().skip(town).step_by(2);
            let list: Vec<(u32, i64)> = near.map(|&agent| (agent, below(50))).collect();
            let list = if below(10) == 0 { &list[..0] } else { &list[..] };
            builder.job(&[1 + below(7), 1 + below(9)], 40 + below(60), list);
        }
        builder.build().expect("valid")
    }

    #[test]
    fn towns_and_those_who_fit_nowhere_are_parts_and_nobody_is_lost() {
        let mut random = Random::new(5);
        for _ in 0..50 {
            let problem = two_towns(&mut random, 30);
            let parts = components(&problem);
            let mut jobs: Vec<usize> = parts.iter().flat_map(|part| part.jobs.clone()).collect();
            jobs.sort_unstable();
            assert_eq!(jobs, Vec::from_iter(0..30));
            assert!((2..=3).contains(&parts.len()));
            for part in &parts[..2] {
                assert!(part.agents.iter().all(|agent| agent % 2 == part.agents[0] % 2));
                for (own, &job) in part.jobs.iter().enumerate() {
                    let list = |p: &Problem, job: usize| -> Vec<i64> {
                        p.candidates(job).map(|c| c.cost).collect()
                    };
                    assert_eq!(list(&part.problem, own), list(&problem, job));
                    assert_eq!(part.problem.need(own, 0), problem.need(job, 0));
                }
            }
        }
    }

    #[test]
    fn the_whole_costs_what_its_parts_cost() {
        let mut random = Random::new(6);
        for case in 0..30 {
            let problem = two_towns(&mut random, 26);
            let solution = solve(&problem, &Limits::default());
            verify(&problem, &solution).expect("every solution passes its check");
            assert_eq!(solution.status, Status::Optimal, "case {case}");
            let parts = components(&problem).into_iter();
            let alone: i64 = parts.map(|part| solve(&part.problem, &Limits::default()).cost).sum();
            assert_eq!(solution.cost, alone, "case {case}");
            let again = solve_from(&problem, &Limits::default(), &solution.as_start());
            assert_eq!(again.cost, solution.cost);
        }
    }

    #[test]
    fn with_little_effort_all_parts_get_a_plan_and_what_one_does_not_need_the_other_gets() {
        let mut random = Random::new(8);
        let problem = two_towns(&mut random, 60);
        for steps in [1, 10_000, 1_000_000] {
            let limits = Limits { effort: Effort::Steps(steps), ..Limits::default() };
            let solution = solve(&problem, &limits);
            verify(&problem, &solution).expect("every solution passes its check");
            assert!(solution.unplaced().count() < 40, "{steps} steps");
            assert!(matches!(solution.status, Status::Optimal | Status::Feasible(Stop::Effort)));
        }
    }

    #[test]
    fn one_part_that_is_nearly_all_is_left_as_it_is() {
        let mut builder = Problem::builder(1);
        (0..3).for_each(|_| {
            builder.agent(&[9]);
        });
        (0..20).for_each(|_| {
            builder.job(&[1], 9, &[(0, 1), (1, 2)]);
        });
        builder.job(&[1], 9, &[(2, 1)]);
        assert!(components(&builder.build().expect("valid")).is_empty());
    }
}
