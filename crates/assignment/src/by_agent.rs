//! The candidates of all jobs by agent.

use crate::Problem;
use crate::problem::narrow;

/// Job and arc of each candidate, by agent.
#[derive(Default)]
pub(crate) struct ByAgent {
    entries: Vec<(u32, u32)>,
    /// Where each agent's entries begin and end.
    runs: Vec<(usize, usize)>,
    /// Entries of lists that have been changed since.
    later: Vec<Vec<(u32, u32)>>,
}

impl ByAgent {
    pub(crate) fn new(problem: &Problem) -> Self {
        let mut runs = vec![(0, 0); problem.agents];
        for job in 0..problem.jobs() {
            problem.arcs(job).for_each(|arc| runs[problem.arc_agent[arc] as usize].1 += 1);
        }
        let mut start = 0;
        for run in &mut runs {
            start += std::mem::replace(run, (start, start)).1;
        }
        let mut entries = vec![(0, 0); start];
        for job in 0..problem.jobs() {
            for arc in problem.arcs(job) {
                let end = &mut runs[problem.arc_agent[arc] as usize].1;
                entries[*end] = (narrow(job), narrow(arc));
                *end += 1;
            }
        }
        ByAgent { entries, runs, later: vec![Vec::new(); problem.agents] }
    }

    /// Takes note of a new list; entries of the old one are out of date from then on.
    pub(crate) fn add(&mut self, problem: &Problem, job: usize) {
        for arc in problem.arcs(job) {
            self.later[problem.arc_agent[arc] as usize].push((narrow(job), narrow(arc)));
        }
    }

    pub(crate) fn count(&self, agent: usize) -> usize {
        self.runs[agent].1 - self.runs[agent].0 + self.later[agent].len()
    }

    pub(crate) fn entries<'a>(
        &'a self,
        problem: &'a Problem,
        agent: usize,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        let (start, end) = self.runs[agent];
        let entries = self.entries[start..end].iter().chain(&self.later[agent]);
        let entries = entries.map(|&(job, arc)| (job as usize, arc as usize));
        entries.filter(|&(job, arc)| problem.arcs(job).contains(&arc))
    }
}
