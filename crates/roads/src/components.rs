//! Parts of a graph that can be driven to and fro.

use crate::graph::Graph;

/// The strongly connected components of a graph: nodes between which there are ways there and back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// The component of each node.
    of: Vec<u32>,
    /// How many nodes each has.
    sizes: Vec<u32>,
}

impl Components {
    /// Finds them all (Tarjan 1972), without recursion. Linear.
    ///
    /// ```
    /// use parkward_roads::{Components, Graph, Weight};
    /// // 0 ⇄ 1 → 2
    /// let graph = Graph::new(3, &[(0, 1, Weight(1)), (1, 0, Weight(1)), (1, 2, Weight(1))]);
    /// let parts = Components::of(&graph);
    /// assert!(parts.of_node(0) == parts.of_node(1) && parts.of_node(1) != parts.of_node(2));
    /// assert_eq!(parts.size(parts.of_node(0)), 2);
    /// ```
    #[must_use]
    pub fn of(graph: &Graph) -> Self {
        let nodes = graph.nodes();
        let mut search =
            Search { low: vec![0; nodes], next: 1, open: Vec::new(), path: Vec::new() };
        let mut parts = Self { of: vec![NONE; nodes], sizes: Vec::new() };
        for start in (0..).take(nodes) {
            if search.low[start as usize] == 0 {
                search.from(start, graph, &mut parts);
            }
        }
        parts
    }

    /// The component that a node is in.
    #[must_use]
    pub fn of_node(&self, node: u32) -> u32 {
        self.of[node as usize]
    }

    /// How many nodes a component has.
    #[must_use]
    pub fn size(&self, component: u32) -> u32 {
        self.sizes[component as usize]
    }

    /// How many nodes a component has at least that counts as large: a thousand, or a tenth of the largest where that
    /// is less. Islands with roads of their own count, car parks behind a one-way street do not.
    #[must_use]
    pub fn large(&self) -> u32 {
        let largest = self.sizes.iter().copied().max().unwrap_or(0);
        largest.div_ceil(10).min(1_000)
    }
}

/// In no component yet.
const NONE: u32 = u32::MAX;

struct Search {
    /// 0 before a node is seen; then when it was, or the earliest open node that it gets back to.
    low: Vec<u32>,
    next: u32,
    /// Nodes that were seen and are in no component yet.
    open: Vec<u32>,
    /// The way to where the search is: nodes, when they were seen, and how many of their arcs were looked at.
    path: Vec<(u32, u32, usize)>,
}

impl Search {
    fn from(&mut self, start: u32, graph: &Graph, parts: &mut Components) {
        self.enter(start);
        while let Some((node, seen, done)) = self.path.last_mut() {
            let node = *node;
            if let Some(arc) = graph.out().of(node).get(*done) {
                *done += 1;
                if self.low[arc.node as usize] == 0 {
                    self.enter(arc.node);
                } else if parts.of[arc.node as usize] == NONE {
                    self.lower(node, self.low[arc.node as usize]);
                }
                continue;
            }
            let is_root = self.low[node as usize] == *seen;
            self.path.pop();
            if is_root {
                self.close(node, parts);
            } else if let Some((above, ..)) = self.path.last() {
                self.lower(*above, self.low[node as usize]);
            }
        }
    }

    fn enter(&mut self, node: u32) {
        self.low[node as usize] = self.next;
        self.path.push((node, self.next, 0));
        self.open.push(node);
        self.next += 1;
    }

    fn lower(&mut self, node: u32, low: u32) {
        let known = &mut self.low[node as usize];
        *known = low.min(*known);
    }

    /// All open nodes from the root on are a component.
    fn close(&mut self, root: u32, parts: &mut Components) {
        let from = self.open.iter().rposition(|node| *node == root).expect("it is open");
        let component = u32::try_from(parts.sizes.len()).expect("no more than nodes");
        parts.sizes.push(u32::try_from(self.open.len() - from).expect("no more than nodes"));
        self.open.drain(from..).for_each(|node| parts.of[node as usize] = component);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weight::Weight;
    use parkward_assignment::Random;

    #[test]
    fn nodes_are_together_if_each_reaches_the_other() {
        for seed in 0..3_000 {
            let mut random = Random::new(seed);
            let nodes = 1 + random.below(9);
            let mut node = || random.below(nodes);
            let arcs: Vec<(usize, usize)> =
                (0..nodes + nodes / 2).map(|_| (node(), node())).collect();
            let mut reaches = vec![vec![false; nodes]; nodes];
            (0..nodes).for_each(|n| reaches[n][n] = true);
            arcs.iter().for_each(|(a, b)| reaches[*a][*b] = true);
            for via in 0..nodes {
                for from in 0..nodes {
                    for to in 0..nodes {
                        reaches[from][to] |= reaches[from][via] && reaches[via][to];
                    }
                }
            }
            let number = |n: usize| u32::try_from(n).unwrap();
            let arcs: Vec<_> =
                arcs.iter().map(|(a, b)| (number(*a), number(*b), Weight(1))).collect();
            let parts = Components::of(&Graph::new(nodes, &arcs));
            let together = |a: usize, b: usize| reaches[a][b] && reaches[b][a];
            for (a, b) in (0..nodes).flat_map(|a| (0..nodes).map(move |b| (a, b))) {
                let of = [a, b].map(|node| parts.of_node(number(node)));
                assert_eq!(of[0] == of[1], together(a, b), "seed {seed}");
                let mates = (0..nodes).filter(|b| together(a, *b)).count();
                assert_eq!(parts.size(of[0]) as usize, mates, "seed {seed}");
            }
        }
    }
}
