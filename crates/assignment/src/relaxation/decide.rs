//! What every single decision would cost, from the same knapsacks.

use super::{Relaxation, Value};
use crate::node::{Node, fits, slots};
use crate::undecided::Costs;

/// What it costs each job to be forced to stay unplaced, or not to.
struct Rest {
    stay: Vec<i64>,
    place: Vec<i64>,
}

impl Relaxation<'_> {
    /// What it costs to force a job to stay unplaced, or not to.
    fn decide_rest(&mut self, node: &Node, limit: i64) -> Rest {
        let jobs = node.jobs.len();
        let mut rest = Rest { stay: vec![0; jobs], place: vec![0; jobs] };
        let Some(nobody) = self.tables.nobody.take() else {
            for job in 0..jobs {
                let penalty = self.penalties[node.jobs[job] as usize].min(limit);
                rest.stay[job] = self.fixed(penalty) - node.multipliers[job];
            }
            return rest;
        };
        self.fill_rest(node, &node.multipliers, &nobody);
        let never = self.fixed(limit) + 1;
        let knapsack = &mut self.tables.knapsack;
        let best = knapsack.beside(&vec![0; nobody.room.len()]).expect("nothing fits");
        for (&job, needs) in nobody.jobs.iter().zip(nobody.needs.chunks_exact(nobody.room.len())) {
            // A job that is no item has no value in this knapsack, or does not fit into it.
            rest.place[job as usize] = match knapsack.beside(needs) {
                Some(beside) => best - beside,
                None => never,
            };
        }
        let sources = &self.tables.sources;
        knapsack.decisions(|k, without, with| {
            let job = sources[k].0 as usize;
            rest.stay[job] = best - without;
            rest.place[job] = with.map_or(never, |with| best - with);
        });
        self.tables.entries += 3 * knapsack.work();
        self.tables.nobody = Some(nobody);
        rest
    }

    /// The least cost of completing the node after each single decision.
    pub(crate) fn decide(&mut self, node: &Node, value: &Value, limit: i64) -> Costs {
        // What it costs to force a choice in, or out.
        let mut inside = vec![0; node.choices.len()];
        let mut outside = vec![0; node.choices.len()];
        let never = self.fixed(limit) + 1;
        let rest = self.decide_rest(node, limit);
        for at in 0..self.tables.chosen_from.len() {
            let agent = self.tables.chosen_from[at] as usize;
            let best = self.fill(node, &node.multipliers, agent);
            for &(job, at) in &self.tables.by_agent[agent] {
                let choice = node.choices[at as usize];
                let worth = node.multipliers[job as usize] - self.fixed(choice.cost);
                let needs = choice.needs(self.problem);
                inside[at as usize] = match self.tables.knapsack.beside(needs) {
                    Some(rest) if fits(needs, &node.room[slots(self.problem, agent)]) => {
                        best - worth - rest
                    }
                    _ => never,
                };
            }
            let sources = &self.tables.sources;
            self.tables.knapsack.decisions(|k, without, with| {
                outside[sources[k].1 as usize] = best - without;
                inside[sources[k].1 as usize] = with.map_or(never, |with| best - with);
            });
            self.tables.entries += 3 * self.tables.knapsack.work();
        }
        let mut costs =
            Costs { at: vec![0; node.choices.len()], stay: vec![limit; node.jobs.len()] };
        for job in 0..node.jobs.len() {
            let out: i64 = node.list(job).map(|at| outside[at]).sum();
            for at in node.list(job) {
                let total = value.total + inside[at] + out - outside[at] + rest.place[job];
                costs.at[at] = node.base.saturating_add(self.ceil(total));
            }
            if node.stay[job] {
                let total = value.total + rest.stay[job] + out;
                costs.stay[job] = node.base.saturating_add(self.ceil(total));
            }
        }
        costs
    }
}
