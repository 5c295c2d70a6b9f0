//! What agents fill themselves with, and what those who stay unplaced need.

use super::{ENTRIES, Nobody, Relaxation, Value};
use crate::node::{Node, fits, slots};
use crate::problem::narrow;

impl Relaxation<'_> {
    pub(super) fn sort_by_agent(&mut self, node: &Node) {
        // What making the node took is counted here too.
        self.tables.entries += 8 * ENTRIES * (node.choices.len() + node.jobs.len()) as u64;
        self.tables.by_agent.resize(self.problem.agents, Vec::new());
        self.tables.by_agent.iter_mut().for_each(Vec::clear);
        for job in 0..node.jobs.len() {
            for at in node.list(job) {
                let agent = node.choices[at].agent as usize;
                self.tables.by_agent[agent].push((narrow(job), narrow(at)));
            }
        }
        self.tables.chosen_from.clear();
        let used = self.tables.by_agent.iter().zip(0..).filter(|(list, _)| !list.is_empty());
        self.tables.chosen_from.extend(used.map(|(_, agent)| agent));
        self.tables.nobody = self.nobody(node);
    }

    /// `None` where there may be room for everybody.
    fn nobody(&self, node: &Node) -> Option<Nobody> {
        let problem = self.problem;
        let mut room: Vec<i64> = (0..problem.resources)
            .map(|resource| node.room.iter().skip(resource).step_by(problem.resources).sum())
            .collect();
        let (mut jobs, mut needs) = (Vec::new(), Vec::new());
        let mut excess = room.iter().map(|room| -room).collect::<Vec<i64>>();
        let mut row = room.clone();
        for job in 0..node.jobs.len() {
            row.fill(i64::MAX);
            for at in node.list(job) {
                let list = node.choices[at].needs(problem);
                row.iter_mut().zip(list).for_each(|(least, need)| *least = *need.min(least));
            }
            if node.list(job).is_empty() {
                row.fill(0);
            }
            excess.iter_mut().zip(&row).for_each(|(excess, need)| *excess += need);
            if node.stay[job] {
                jobs.push(narrow(job));
                needs.extend_from_slice(&row);
            } else {
                room.iter_mut().zip(&row).for_each(|(room, need)| *room = (*room - need).max(0));
            }
        }
        excess.iter().any(|&excess| excess > 0).then_some(Nobody { jobs, needs, room })
    }

    /// What staying unplaced costs a job beyond its multiplier.
    fn dearer(&self, node: &Node, multipliers: &[i64], job: usize) -> i64 {
        let penalty = self.penalties[node.jobs[job] as usize].min(self.most);
        (self.fixed(penalty) - multipliers[job]).max(0)
    }

    /// Fills the knapsack of what does not stay unplaced; says what staying costs beyond multipliers then,
    /// at least.
    pub(super) fn fill_rest(&mut self, node: &Node, multipliers: &[i64], nobody: &Nobody) -> i64 {
        self.tables.items.clear();
        self.tables.sources.clear();
        let mut all = 0;
        let q = nobody.room.len();
        for (at, &job) in (0_u32..).zip(&nobody.jobs) {
            let value = self.dearer(node, multipliers, job as usize);
            let needs = &nobody.needs[at as usize * q..][..q];
            all += value;
            if value > 0 && fits(needs, &nobody.room) {
                self.tables.items.push(value, needs);
                self.tables.sources.push((job, at));
            }
        }
        let rest = self.tables.knapsack.solve(&self.tables.items, &nobody.room, self.grain);
        self.tables.entries += self.tables.knapsack.work() + 4 * nobody.jobs.len() as u64;
        all - rest
    }

    /// Fills the knapsack of an agent with what its jobs are worth; says the best value.
    pub(super) fn fill(&mut self, node: &Node, multipliers: &[i64], agent: usize) -> i64 {
        let room = &node.room[slots(self.problem, agent)];
        self.tables.items.clear();
        self.tables.sources.clear();
        for &(job, at) in &self.tables.by_agent[agent] {
            let choice = node.choices[at as usize];
            let value = multipliers[job as usize] - self.fixed(choice.cost);
            let needs = choice.needs(self.problem);
            if value > 0 && fits(needs, room) {
                self.tables.items.push(value, needs);
                self.tables.sources.push((job, at));
            }
        }
        let value = self.tables.knapsack.solve(&self.tables.items, room, self.grain);
        self.tables.entries += self.tables.knapsack.work();
        self.tables.entries += 4 * self.tables.by_agent[agent].len() as u64 + 20;
        value
    }

    /// Σ u − Σ of the knapsacks: no way to complete the node costs less.
    pub(super) fn evaluate(&mut self, node: &Node, multipliers: &[i64]) -> Value {
        let mut value = Value {
            total: multipliers.iter().sum(),
            taken: vec![0; node.jobs.len()],
            chosen: Vec::new(),
            shares: Vec::new(),
        };
        if let Some(nobody) = self.tables.nobody.take() {
            value.total += self.fill_rest(node, multipliers, &nobody);
            nobody.jobs.iter().for_each(|&job| value.taken[job as usize] = 1);
            let sources = &self.tables.sources;
            self.tables.knapsack.chosen(|k| value.taken[sources[k].0 as usize] = 0);
            self.tables.nobody = Some(nobody);
        }
        for at in 0..self.tables.chosen_from.len() {
            let agent = self.tables.chosen_from[at] as usize;
            value.total -= self.fill(node, multipliers, agent);
            let sources = &self.tables.sources;
            self.tables.knapsack.chosen(|k| {
                value.taken[sources[k].0 as usize] += 1;
                value.chosen.push(sources[k].1);
            });
        }
        value
    }
}
