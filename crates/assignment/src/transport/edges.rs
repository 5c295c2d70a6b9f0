//! The edges of the network, found when they are asked for and kept up to date since.

use super::Network;
use super::edge::{Edge, ways};

impl Network<'_> {
    /// The edges from a node; says how many steps it took to find them.
    pub(super) fn edges_from(&mut self, node: u32) -> u64 {
        if self.edges[node as usize].is_some() {
            return 0;
        }
        let mut steps = 0;
        self.touched.clear();
        for &job in &self.members[node as usize] {
            steps += self.problem.arcs(job as usize).len() as u64;
            for (to, cost) in ways(self.problem, job, node) {
                let edge = &mut self.found[to as usize];
                if edge.kept == 0 {
                    self.touched.push(to);
                }
                edge.add(cost, job);
            }
        }
        self.touched.sort_unstable();
        let edge = |&to: &u32| std::mem::replace(&mut self.found[to as usize], Edge::new(to));
        self.edges[node as usize] = Some(self.touched.iter().map(edge).collect());
        for &to in &self.touched {
            self.into[to as usize].insert(node);
        }
        steps
    }

    /// Edges from a node once a job has come there.
    pub(super) fn add_edges(&mut self, node: u32, job: u32) {
        let Some(edges) = &mut self.edges[node as usize] else { return };
        for (to, cost) in ways(self.problem, job, node) {
            let place = edges.binary_search_by_key(&to, |edge| edge.to).unwrap_or_else(|place| {
                edges.insert(place, Edge::new(to));
                self.into[to as usize].insert(node);
                place
            });
            edges[place].add(cost, job);
        }
    }

    /// Edges from a node once a job has left it.
    pub(super) fn remove_edges(&mut self, node: u32, job: u32) {
        let Some(edges) = &mut self.edges[node as usize] else { return };
        let mut unknown = false;
        for (to, _) in ways(self.problem, job, node) {
            if let Ok(place) = edges.binary_search_by_key(&to, |edge| edge.to) {
                let edge = &mut edges[place];
                edge.remove(job);
                if edge.kept == 0 {
                    unknown |= !edge.all;
                    edges.remove(place);
                }
            }
        }
        if unknown {
            self.forget_edges(node);
        }
    }

    pub(super) fn forget_edges(&mut self, node: u32) {
        if self.edges[node as usize].take().is_some() {
            self.stale.push(node);
        }
    }
}
