//! A subproblem of branch and bound: what is decided there, and what is left.

use std::rc::Rc;

use crate::Problem;
use crate::plan::NONE;
use crate::problem::narrow;

/// A subproblem: some jobs have their place, the others some choices left.
#[derive(Clone)]
pub(crate) struct Node {
    /// The remaining jobs, their choices, and whether they may stay unplaced.
    pub(crate) jobs: Vec<u32>,
    pub(crate) starts: Vec<u32>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) stay: Vec<bool>,
    pub(crate) multipliers: Vec<i64>,
    /// Entry `agent * resources + resource`.
    pub(crate) room: Vec<i64>,
    /// Cost of the jobs with a place.
    pub(crate) base: i64,
    pub(crate) placed: Option<Rc<Placed>>,
}

#[derive(Clone, Copy)]
pub(crate) struct Choice {
    pub(crate) agent: u32,
    /// Where its needs stand.
    pub(crate) row: u32,
    pub(crate) cost: i64,
    /// Of the first resource.
    pub(crate) need: i64,
}

impl Choice {
    pub(crate) fn needs<'a>(&'a self, problem: &'a Problem) -> &'a [i64] {
        match problem.resources {
            1 => std::slice::from_ref(&self.need),
            _ => problem.row(self.row as usize),
        }
    }
}

pub(crate) fn slots(problem: &Problem, agent: usize) -> std::ops::Range<usize> {
    agent * problem.resources..(agent + 1) * problem.resources
}

pub(crate) fn fits(needs: &[i64], room: &[i64]) -> bool {
    needs.iter().zip(room).all(|(need, room)| need <= room)
}

pub(crate) struct Placed {
    pub(crate) job: u32,
    pub(crate) agent: u32,
    pub(crate) parent: Option<Rc<Placed>>,
}

impl Node {
    pub(crate) fn list(&self, job: usize) -> std::ops::Range<usize> {
        self.starts[job] as usize..self.starts[job + 1] as usize
    }

    pub(crate) fn agent(&self, choice: usize) -> usize {
        self.choices[choice].agent as usize
    }
}

/// What is decided of a job.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fix {
    Open,
    /// It takes this choice, or none: it stays unplaced.
    Takes(Option<usize>),
}

/// Decides some jobs; the others keep the choices that `keep` accepts and that still fit.
pub(crate) fn fix(
    problem: &Problem,
    node: &Node,
    fixes: &[Fix],
    keep: impl Fn(usize) -> bool,
    stay: impl Fn(usize) -> bool,
) -> Option<Node> {
    let mut next = Node {
        jobs: Vec::new(),
        starts: vec![0],
        choices: Vec::new(),
        stay: Vec::new(),
        multipliers: Vec::new(),
        room: node.room.clone(),
        base: node.base,
        placed: node.placed.clone(),
    };
    for (job, fixed) in fixes.iter().enumerate() {
        let Fix::Takes(choice) = *fixed else { continue };
        let mut agent = NONE;
        match choice {
            None => next.base += problem.penalties[node.jobs[job] as usize],
            Some(at) => {
                let choice = node.choices[at];
                agent = choice.agent;
                next.base += choice.cost;
                let room = &mut next.room[slots(problem, agent as usize)];
                let needs = choice.needs(problem);
                if !fits(needs, room) {
                    return None;
                }
                room.iter_mut().zip(needs).for_each(|(room, need)| *room -= need);
            }
        }
        next.placed = Some(Rc::new(Placed { job: node.jobs[job], agent, parent: next.placed }));
    }
    for (job, fixed) in fixes.iter().enumerate() {
        if *fixed != Fix::Open {
            continue;
        }
        let fit = |&at: &usize| {
            let choice = &node.choices[at];
            let room = &next.room[slots(problem, choice.agent as usize)];
            keep(at) && fits(choice.needs(problem), room)
        };
        let list: Vec<Choice> = node.list(job).filter(fit).map(|at| node.choices[at]).collect();
        if list.is_empty() && !stay(job) {
            return None;
        }
        next.choices.extend(list);
        next.starts.push(narrow(next.choices.len()));
        next.jobs.push(node.jobs[job]);
        next.stay.push(stay(job));
        next.multipliers.push(node.multipliers[job]);
    }
    Some(next)
}
