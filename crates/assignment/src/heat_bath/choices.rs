//! The choices that annealing weighs: those of each job near its cheapest.

use super::{CHOICES, HEAT, HOPELESS, State};
use crate::plan::NONE;
use crate::price::priced;
use crate::problem::narrow;

impl State<'_> {
    pub(super) fn list_choices(&mut self, prices: &[f64], reach: f64) {
        let problem = self.problem;
        let mut list: Vec<(f64, u32)> = Vec::new();
        let (mut regrets, mut counted) = (0.0, 0_u32);
        for job in 0..problem.jobs() {
            list.clear();
            list.push((problem.penalties[job] as f64, NONE));
            list.extend(
                problem.arcs(job).map(|arc| (priced(problem, prices, job, arc), narrow(arc))),
            );
            list.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let least = list[0].0;
            let first = self.near.len();
            for (rank, &(value, arc)) in list.iter().enumerate() {
                if arc == self.arc[job] || (value - least <= reach && rank < CHOICES) {
                    self.near.push((arc, narrow(self.agent(arc)), value - least));
                }
            }
            if self.near.len() - first > 1 {
                self.movable += 1;
            }
            // The next three tell how far apart choices are; one alone may tie by chance.
            for (value, _) in list.iter().skip(1).take(3) {
                regrets += (value - least).min(reach);
                counted += 1;
            }
            self.starts.push(narrow(self.near.len()));
        }
        let least = 0.25 * regrets / f64::from(counted.max(1));
        let (mut regrets, mut counted) = (0.0, 0_u32);
        for job in 0..problem.jobs() {
            let list = &self.near[self.starts[job] as usize..self.starts[job + 1] as usize];
            if let Some(near) = list.iter().find(|near| near.2 > least) {
                regrets += near.2;
                counted += 1;
            }
        }
        self.regret = regrets / f64::from(counted.max(1));
        self.drop_far(prices, 1.5 * HOPELESS * HEAT[0] * self.regret);
        self.link();
    }

    /// Drops choices that not even the first temperature would take.
    fn drop_far(&mut self, prices: &[f64], reach: f64) {
        let mut kept = Vec::new();
        let mut starts = vec![0];
        for job in 0..self.problem.jobs() {
            let list = &self.near[self.choices(job)];
            kept.extend(list.iter().filter(|near| near.2 <= reach || near.0 == self.arc[job]));
            starts.push(narrow(kept.len()));
        }
        (self.near, self.starts) = (kept, starts);
        let (mut sum, mut count) = (0.0, 0_u32);
        for job in 0..self.problem.jobs() {
            for &(arc, agent, _) in &self.near[self.choices(job)] {
                if arc != NONE {
                    sum += prices[agent as usize] * self.need(job, arc);
                    count += 1;
                }
            }
        }
        self.rent = 0.5 * sum / f64::from(count.max(1));
    }

    /// Finds the partners of each agent.
    fn link(&mut self) {
        let mut linked = vec![false; self.agents * self.agents];
        for job in 0..self.problem.jobs() {
            let list = &self.near[self.choices(job)];
            for &(_, a, _) in list {
                for &(_, b, _) in list {
                    linked[a as usize * self.agents + b as usize] |= a != b;
                }
            }
        }
        for (a, partners) in self.partners.iter_mut().enumerate() {
            let row = &linked[a * self.agents..(a + 1) * self.agents];
            partners.extend((0..self.agents).filter(|&b| row[b]).map(narrow));
        }
    }
}
