//! Lines cut at junctions: the edges of the network.

use crate::place::Place;
use crate::problem::{Problem, ProblemKind};
use crate::vertices::{Lines, Vertices};
use crate::way::Direction;
use crate::weight::Weight;
use parkward_geometry::distance_between;
use parkward_model::Metres;
use rayon::prelude::*;
use std::ops::Range;

/// What a network keeps of a way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Road {
    /// Its place among the ways.
    pub(crate) way: u32,
    pub(crate) direction: Direction,
    pub(crate) onto: bool,
    pub(crate) ground: bool,
    pub(crate) length: Option<Metres>,
    pub(crate) pace: Pace,
}

/// How fast one drives.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pace {
    Kmh(f64),
    /// Minutes for all of it.
    Minutes(f64),
}

/// A stretch of road from one junction to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    /// The junctions at its ends, the first one before or the same as the second.
    pub(crate) ends: [u32; 2],
    pub(crate) length: Weight,
    pub(crate) time: Weight,
    /// Whether one may drive from the first end to the second, and back.
    pub(crate) open: [bool; 2],
    /// Whether sites and gates may meet it.
    pub(crate) onto: bool,
    /// Whether it is on the ground, no bridge or tunnel.
    pub(crate) ground: bool,
    pub(crate) way: u32,
}

/// Edges in an order that depends on nothing but what they are, with the vertices between their ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edges {
    pub(crate) all: Vec<Edge>,
    shape: Vec<Place>,
    /// Where each edge's vertices end in `shape`.
    shape_ends: Vec<u32>,
}

impl Edges {
    /// The vertices of an edge that are no junctions.
    pub(crate) fn inner(&self, edge: usize) -> &[Place] {
        let start = edge.checked_sub(1).map_or(0, |before| self.shape_ends[before]);
        &self.shape[start as usize..self.shape_ends[edge] as usize]
    }

    /// Cuts the lines of roads at their junctions. `junction` is a vertex's number as one.
    pub(crate) fn cut(
        lines: &Lines,
        roads: &[Road],
        vertices: &Vertices,
        junction: &[u32],
        problems: &mut Vec<Problem>,
    ) -> Self {
        let cut = |(line, road)| cut_one(lines.line(line), road, vertices, junction);
        let cut: Vec<(Vec<Stretch>, Vec<Problem>)> =
            roads.par_iter().enumerate().map(cut).collect();
        let mut stretches = Vec::new();
        for (some, wrong) in cut {
            stretches.extend(some);
            problems.extend(wrong);
        }
        stretches.par_sort_unstable_by(|a, b| a.order().cmp(&b.order()));
        let mut edges = Self::default();
        for stretch in stretches {
            edges.shape.extend(stretch.inner);
            edges
                .shape_ends
                .push(u32::try_from(edges.shape.len()).expect("fewer than 2^32 vertices"));
            edges.all.push(stretch.edge);
        }
        edges
    }
}

/// An edge with its vertices, before all are in order.
struct Stretch {
    edge: Edge,
    inner: Vec<Place>,
}

impl Stretch {
    /// Its place among all. Which way is last: only twins in everything else are told apart by it.
    fn order(&self) -> ([u32; 2], &[Place], Edge) {
        (self.edge.ends, &self.inner, self.edge)
    }

    /// The same, drawn from its first junction to its second; a ring in the direction that comes first.
    fn turned(mut self) -> Self {
        let [from, to] = self.edge.ends;
        if from > to || (from == to && self.inner.iter().rev().lt(self.inner.iter())) {
            self.edge.ends.reverse();
            self.edge.open.reverse();
            self.inner.reverse();
        }
        self
    }
}

/// The stretches of one line, and what is wrong with it.
fn cut_one(
    line: Range<usize>,
    road: &Road,
    vertices: &Vertices,
    junction: &[u32],
) -> (Vec<Stretch>, Vec<Problem>) {
    let mut chain: Vec<u32> = vertices.of_line[line].to_vec();
    // Ends that were joined may have come upon their neighbours.
    chain.dedup();
    let place = |vertex: u32| vertices.places[vertex as usize];
    let steps =
        chain.windows(2).map(|w| distance_between(place(w[0]).point(), place(w[1]).point()).0);
    let steps: Vec<f64> = steps.collect();
    let whole = Metres(steps.iter().sum());
    let problem = |kind| Problem { way: road.way as usize, kind };
    let mut problems = Vec::new();
    if steps.is_empty() {
        problems.push(problem(ProblemKind::NoLength));
    }
    // What is rounded off coordinates and lengths is no reason to speak.
    let given = road.length.filter(|given| given.0 >= whole.0);
    if let Some(given) = road.length.filter(|given| given.0 < whole.0 * 0.999 - 1.0) {
        problems.push(problem(ProblemKind::ShorterThanLine { given, line: whole }));
    }
    let longer = given.map_or(1.0, |given| given.0 / whole.0);
    let cuts = (0..chain.len()).filter(|at| vertices.is_junction[chain[*at] as usize]);
    let cuts: Vec<usize> = cuts.collect();
    let stretches = cuts.windows(2).map(|cut| {
        let drawn: f64 = steps[cut[0]..cut[1]].iter().sum();
        let length = Metres(drawn * longer);
        let time = match road.pace {
            Pace::Kmh(kmh) => Weight::of_time(length, kmh),
            Pace::Minutes(minutes) => Weight::of_minutes(minutes * drawn / whole.0),
        };
        // A weight above 0 each: walks along routes end because each arc leads nearer.
        let at_least_1 = |weight: Weight| weight.max(Weight(1));
        let edge = Edge {
            ends: [cut[0], cut[1]].map(|at| junction[chain[at] as usize]),
            length: at_least_1(Weight::of_length(length)?),
            time: at_least_1(time?),
            open: [road.direction != Direction::Backward, road.direction != Direction::Forward],
            onto: road.onto,
            ground: road.ground,
            way: road.way,
        };
        let inner = chain[cut[0] + 1..cut[1]].iter().map(|vertex| place(*vertex)).collect();
        Some(Stretch { edge, inner }.turned())
    });
    let stretches: Option<Vec<Stretch>> = stretches.collect();
    if stretches.is_none() {
        problems.push(problem(ProblemKind::TooLong));
    }
    (stretches.unwrap_or_default(), problems)
}
