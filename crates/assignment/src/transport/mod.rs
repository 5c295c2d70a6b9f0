//! The linear relaxation with one resource, exactly: a transportation problem.
//!
//! Where a job may be divided, what moves from agent to agent is need. Take the cheapest choice of every
//! job at some prices: agents are then too full or have priced room left. The excess is led along
//! shortest paths over agents, an edge being the member that is cheapest to move, to where there is
//! room, and prices rise by what that costs (successive shortest paths with potentials: Ahuja, Magnanti
//! & Orlin 1993, ch. 9); then priced room that is left is filled from where it costs least, or loses
//! its price. From good prices there is little to lead. At the end no price can be better, and hardly
//! more jobs are divided than there are agents: all others have their place.

mod edge;
mod edges;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use self::edge::Edge;
use crate::limits::Clock;
use crate::plan::NONE;
use crate::price::priced;
use crate::problem::narrow;
use crate::{Needs, Problem};

/// What a transportation came to.
pub(crate) struct Divided {
    pub(crate) prices: Vec<f64>,
    /// The agent of each job that is neither unplaced nor divided.
    pub(crate) agents: Vec<Option<u32>>,
}

/// Makes the list of a job longer.
type Lengthen<'a> = &'a dyn Fn(&mut Problem, usize, f64);

/// Whether the relaxation is a transportation problem.
pub(crate) fn applies(problem: &Problem) -> bool {
    problem.resources == 1 && matches!(problem.needs, Needs::PerJob(_))
}

/// The best prices, from prices that are near, and where they leave the jobs; what is reached so far
/// once the clock has stopped. Where a list keeps prices from rising, `lengthen` makes it longer, if there
/// is one: it is handed the job and up to which cost at least.
pub(crate) fn transport(
    problem: &mut Problem,
    prices: Vec<f64>,
    lengthen: Option<Lengthen<'_>>,
    clock: &mut Clock<'_>,
) -> Divided {
    let nowhere = narrow(problem.agents);
    let mut network = balance(problem, prices, lengthen, clock);
    let mut agents: Vec<Option<u32>> =
        network.at.iter().map(|&agent| (agent != nowhere).then_some(agent)).collect();
    network.divided.keys().for_each(|&job| agents[job as usize] = None);
    network.prices.truncate(nowhere as usize);
    Divided { prices: network.prices, agents }
}

/// Leads away all excess and fills or frees all priced room.
fn balance<'p>(
    problem: &'p mut Problem,
    prices: Vec<f64>,
    lengthen: Option<Lengthen<'p>>,
    clock: &mut Clock<'_>,
) -> Network<'p> {
    let mut network = Network::new(problem, lengthen, prices);
    let agents = narrow(network.problem.agents);
    loop {
        let mut changed = false;
        for agent in 0..agents {
            while network.room(agent) < 0 {
                let steps = network.lead_away(agent);
                changed = true;
                if !clock.spend(steps) {
                    return network;
                }
            }
        }
        for agent in 0..agents {
            let index = agent as usize;
            while network.prices[index] > 0.0 && network.room(agent) > 0 {
                let steps = network.draw_in(agent);
                changed = true;
                if !clock.spend(steps) {
                    return network;
                }
            }
        }
        if !changed {
            break;
        }
    }
    network
}

struct Network<'p> {
    problem: &'p mut Problem,
    lengthen: Option<Lengthen<'p>>,
    /// By agent, and 0 at the end, for nowhere.
    prices: Vec<f64>,
    load: Vec<i64>,
    /// The agent of each job that is not divided; the number of agents stands for nowhere.
    at: Vec<u32>,
    /// Parts of the others.
    divided: BTreeMap<u32, Vec<(u32, i64)>>,
    members: Vec<Vec<u32>>,
    /// The edges from each agent, where they are known.
    edges: Vec<Option<Vec<Edge>>>,
    /// Edges of one agent while they are found, by agent, and to which.
    found: Vec<Edge>,
    touched: Vec<u32>,
    /// Of the last search: length of the shortest path, and the edge that it takes next to the end.
    distance: Vec<f64>,
    last: Vec<(u32, u32)>,
    done: Vec<bool>,
    seen: Vec<u32>,
    /// Agents whose edges are not known, and from where there may be an edge to each.
    stale: Vec<u32>,
    into: Vec<BTreeSet<u32>>,
}

impl<'p> Network<'p> {
    fn new(problem: &'p mut Problem, lengthen: Option<Lengthen<'p>>, mut prices: Vec<f64>) -> Self {
        let (jobs, nodes) = (problem.jobs(), problem.agents + 1);
        prices.push(0.0);
        let mut network = Network {
            load: vec![0; nodes],
            at: Vec::with_capacity(jobs),
            divided: BTreeMap::new(),
            members: vec![Vec::new(); nodes],
            edges: vec![None; nodes],
            found: (0..narrow(nodes)).map(Edge::new).collect(),
            touched: Vec::new(),
            distance: vec![f64::INFINITY; nodes],
            last: vec![(NONE, NONE); nodes],
            done: vec![false; nodes],
            seen: Vec::new(),
            stale: (0..narrow(nodes)).collect(),
            into: vec![BTreeSet::new(); nodes],
            prices,
            lengthen,
            problem,
        };
        for job in 0..jobs {
            let problem = &*network.problem;
            let (mut least, mut at) = (problem.floor(job) as f64, problem.agents);
            for arc in problem.arcs(job) {
                if problem.arc_cost[arc] as f64 >= least {
                    break;
                }
                let value = priced(problem, &network.prices, job, arc);
                if value < least && network.could_hold(job, arc) {
                    (least, at) = (value, problem.arc_agent[arc] as usize);
                }
            }
            network.at.push(narrow(at));
            network.load[at] += network.need(job);
            network.members[at].push(narrow(job));
        }
        network
    }

    fn need(&self, job: usize) -> i64 {
        self.problem.need(job, 0)[0]
    }

    fn could_hold(&self, job: usize, arc: usize) -> bool {
        self.need(job) <= self.problem.capacities[self.problem.arc_agent[arc] as usize]
    }

    fn room(&self, node: u32) -> i64 {
        let capacity = self.problem.capacities.get(node as usize);
        capacity.map_or(i64::MAX, |capacity| capacity - self.load[node as usize])
    }

    /// Leads excess away from an agent, as much as one path takes; says how many steps that took.
    fn lead_away(&mut self, from: u32) -> u64 {
        let mut steps = 1;
        self.forget();
        let mut heap = BinaryHeap::new();
        self.reach(&mut heap, from, 0.0, (NONE, NONE));
        let mut end = None;
        while let Some(Reverse((Key(length), node))) = heap.pop() {
            if std::mem::replace(&mut self.done[node as usize], true) {
                continue;
            }
            if node != from && self.room(node) > 0 {
                end = Some((node, length));
                break;
            }
            steps += self.edges_from(node);
            let edges = self.edges[node as usize].take().expect("just found");
            steps += edges.len() as u64;
            for &Edge { to, cheapest: [(cost, job), ..], .. } in &edges {
                let more = cost + self.prices[to as usize] - self.prices[node as usize];
                let length = length + more.max(0.0);
                if length < self.distance[to as usize] {
                    self.reach(&mut heap, to, length, (node, job));
                }
            }
            self.edges[node as usize] = Some(edges);
        }
        // There is always a path: nowhere has room.
        let (end, length) = end.expect("nowhere is an edge away from every member that needs room");
        let (before, job) = self.last[end as usize];
        if end as usize == self.problem.agents && self.lengthens(job, before, length) {
            return steps;
        }
        for &node in &self.seen {
            let less = length - self.distance[node as usize];
            if less > 0.0 {
                self.prices[node as usize] += less;
            }
        }
        let mut path = Vec::new();
        let mut node = end;
        while node != from {
            let (before, job) = self.last[node as usize];
            path.push((job, before, node));
            node = before;
        }
        let excess = -self.room(from);
        let most = excess.min(self.room(end));
        self.move_along(&path, most);
        steps + path.len() as u64
    }

    /// Whether a job that would go nowhere may find an agent that is not listed yet: its list is then
    /// made longer.
    fn lengthens(&mut self, job: u32, at: u32, length: f64) -> bool {
        let index = job as usize;
        let (Some(lengthen), Some(unlisted)) = (self.lengthen, self.problem.unlisted_cost(index))
        else {
            return false;
        };
        if unlisted >= self.problem.penalties[index] {
            return false;
        }
        let dearer = length * self.need(index) as f64;
        let pays = self.problem.least(&self.prices, index) + dearer;
        let parts = self.divided.get(&job);
        let nodes = parts.map_or(vec![at], |parts| parts.iter().map(|part| part.0).collect());
        nodes.iter().for_each(|&node| self.remove_edges(node, job));
        lengthen(self.problem, index, pays);
        nodes.iter().for_each(|&node| self.add_edges(node, job));
        true
    }

    /// Fills priced room of an agent, as much as one path brings, or lowers prices until it has
    /// none; says how many steps that took.
    fn draw_in(&mut self, to: u32) -> u64 {
        let mut steps = 1;
        for node in std::mem::take(&mut self.stale) {
            steps += self.edges_from(node);
        }
        let mut found = Vec::new();
        self.forget();
        let mut heap = BinaryHeap::new();
        self.reach(&mut heap, to, 0.0, (NONE, NONE));
        // Where room may stay empty instead: the price is then no longer paid.
        let mut end = (to, self.prices[to as usize]);
        while let Some(Reverse((Key(length), node))) = heap.pop() {
            if length >= end.1 {
                break;
            }
            if std::mem::replace(&mut self.done[node as usize], true) {
                continue;
            }
            let price = self.prices[node as usize];
            if length + price < end.1 {
                end = (node, length + price);
            }
            for &from in &self.into[node as usize] {
                steps += 4;
                let edges = self.edges[from as usize].as_ref().expect("all have just been found");
                if let (false, Ok(place)) =
                    (self.done[from as usize], edges.binary_search_by_key(&node, |edge| edge.to))
                {
                    let (cost, job) = edges[place].cheapest[0];
                    let more = cost + price - self.prices[from as usize];
                    let length = length + more.max(0.0);
                    if length < self.distance[from as usize] {
                        found.push((from, length, job));
                    }
                }
            }
            for (from, length, job) in found.drain(..) {
                self.reach(&mut heap, from, length, (node, job));
            }
        }
        let (end, length) = end;
        for &node in &self.seen {
            let less = length - self.distance[node as usize];
            if less > 0.0 {
                let price = &mut self.prices[node as usize];
                *price = (*price - less).max(0.0);
            }
        }
        if (end as usize) < self.problem.agents {
            self.prices[end as usize] = 0.0;
        }
        let mut path = Vec::new();
        let mut node = end;
        while node != to {
            let (next, job) = self.last[node as usize];
            path.push((job, node, next));
            node = next;
        }
        if !path.is_empty() {
            let most = self.room(to);
            self.move_along(&path, most);
        }
        steps + path.len() as u64
    }

    fn forget(&mut self) {
        for node in self.seen.drain(..) {
            self.distance[node as usize] = f64::INFINITY;
            self.done[node as usize] = false;
        }
    }

    fn reach(
        &mut self,
        heap: &mut BinaryHeap<Reverse<(Key, u32)>>,
        node: u32,
        length: f64,
        last: (u32, u32),
    ) {
        if self.distance[node as usize].is_infinite() {
            self.seen.push(node);
        }
        self.distance[node as usize] = length;
        self.last[node as usize] = last;
        heap.push(Reverse((Key(length), node)));
    }

    /// Moves need along a path of (job, from, to), at most so much and what every job on it has there.
    fn move_along(&mut self, path: &[(u32, u32, u32)], most: i64) {
        let amount = path.iter().map(|&(job, from, _)| self.part(job, from)).fold(most, i64::min);
        for &(job, from, to) in path {
            self.shift(job, from, to, amount);
        }
    }

    fn part(&self, job: u32, node: u32) -> i64 {
        match self.divided.get(&job) {
            None => self.need(job as usize),
            Some(parts) => parts.iter().find(|part| part.0 == node).map_or(0, |part| part.1),
        }
    }

    fn shift(&mut self, job: u32, from: u32, to: u32, amount: i64) {
        self.load[from as usize] -= amount;
        self.load[to as usize] += amount;
        let whole = self.need(job as usize);
        let at = self.at[job as usize];
        let (mut comes, mut leaves) = (false, false);
        let parts = self.divided.entry(job).or_insert_with(|| vec![(at, whole)]);
        match parts.iter_mut().find(|part| part.0 == to) {
            Some(part) => part.1 += amount,
            None => {
                parts.push((to, amount));
                self.members[to as usize].push(job);
                comes = true;
            }
        }
        if let Some(place) = parts.iter().position(|part| part.0 == from) {
            parts[place].1 -= amount;
            if parts[place].1 == 0 {
                parts.swap_remove(place);
                self.members[from as usize].retain(|&member| member != job);
                leaves = true;
            }
        }
        if let [(at, _)] = parts[..] {
            self.at[job as usize] = at;
            self.divided.remove(&job);
        }
        if comes {
            self.add_edges(to, job);
        }
        if leaves {
            self.remove_edges(from, job);
        }
    }
}

/// Lengths in order; there is no NaN.
#[derive(PartialEq, Clone, Copy)]
struct Key(f64);

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests;
