//! Ways cut into pieces: where nodes are missing, where turns are restricted, and beside barriers.

use super::elements::Place;
use super::nodes::Nodes;
use geo_types::{Coord, LineString, Point};
use parkward_geometry::distance_between;
use std::collections::BTreeSet;

/// How much of a road is closed beside a barrier, in metres.
///
/// One road beside each barrier stays open up to it, all others end a little before. They are closed there rather than
/// the barrier's vertex taken out of them, so that who looks at the roads sees where one cannot pass; and for no
/// more than this, so that sites along the road still meet it. It is more than ends of roads may be apart to be
/// joined.
const BESIDE_BARRIER: f64 = 2.0;

/// A piece of a way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) line: LineString<f64>,
    /// Whether it is closed because of a barrier.
    pub(super) barred: bool,
    /// The nodes at its ends; `None` where it was cut between nodes.
    pub(super) ends: [Option<usize>; 2],
}

/// Cuts ways, one after the other.
pub(super) struct Cutter<'a> {
    nodes: &'a Nodes<'a>,
    /// Barriers up to which some road is open.
    reached: BTreeSet<usize>,
}

/// A vertex of a way on its way into pieces.
#[derive(Clone, Copy)]
struct Vertex {
    at: Place,
    node: Option<usize>,
    /// Whether a piece ends here.
    cut: bool,
    /// Whether the step to the next vertex is closed.
    barred: bool,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(nodes: &'a Nodes<'a>) -> Self {
        Self { nodes, reached: BTreeSet::new() }
    }

    /// The pieces of a way along nodes, which are given by their places among all: cut at those for which `cut` holds.
    /// `open` says whether it is a road that a barrier could close.
    pub(super) fn pieces(
        &mut self,
        way: &[usize],
        open: bool,
        cut: impl Fn(usize) -> bool,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for run in way.split(|node| self.nodes.place(*node).is_none()) {
            let mut run = run.to_vec();
            run.dedup();
            if run.len() >= 2 {
                let vertices = self.vertices(&run, open, &cut);
                pieces.extend(between_cuts(&vertices));
            }
        }
        pieces
    }

    fn vertices(&mut self, run: &[usize], open: bool, cut: impl Fn(usize) -> bool) -> Vec<Vertex> {
        let mut closes = |arm: usize, is_arm: bool| {
            let barred = open && is_arm && self.nodes.is_barred(run[arm]);
            barred && !self.reached.insert(run[arm])
        };
        let last = run.len() - 1;
        let arms: Vec<[bool; 2]> = (0..run.len())
            .map(|index| [closes(index, index > 0), closes(index, index < last)])
            .collect();
        let place =
            |index: usize| self.nodes.place(run[index]).expect("runs are of nodes that are there");
        let mut vertices = Vec::with_capacity(run.len());
        for (index, node) in run.iter().enumerate() {
            let at = place(index);
            let vertex = Vertex { at, node: Some(*node), cut: cut(*node), barred: false };
            if index == last {
                vertices.push(vertex);
                break;
            }
            let [from, to] = [arms[index][1], arms[index + 1][0]];
            if !from && !to {
                vertices.push(vertex);
                continue;
            }
            let next = place(index + 1);
            let step = distance_between(point(at), point(next)).0;
            let ends = BESIDE_BARRIER * if from && to { 2.0 } else { 1.0 };
            if step <= ends {
                vertices.push(Vertex { barred: true, ..vertex });
                continue;
            }
            let inner = |metres: f64, barred| Vertex {
                at: along(at, next, metres / step),
                node: None,
                cut: false,
                barred,
            };
            vertices.push(Vertex { barred: from, ..vertex });
            vertices.extend(from.then(|| inner(BESIDE_BARRIER, false)));
            vertices.extend(to.then(|| inner(step - BESIDE_BARRIER, true)));
        }
        vertices
    }
}

/// Pieces from one cut to the next, or to where what is closed begins or ends.
fn between_cuts(vertices: &[Vertex]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in 1..vertices.len() {
        let here = vertices[end];
        if end < vertices.len() - 1 && !here.cut && here.barred == vertices[start].barred {
            continue;
        }
        let piece = &vertices[start..=end];
        pieces.push(Piece {
            line: piece.iter().map(|vertex| coord(vertex.at)).collect(),
            barred: vertices[start].barred,
            ends: [vertices[start].node, here.node],
        });
        start = end;
    }
    pieces
}

/// The place a part of the way from one to another.
#[expect(clippy::cast_possible_truncation, reason = "between two places that fit")]
fn along(from: Place, to: Place, part: f64) -> Place {
    let on = |axis: usize| {
        let [from, to] = [from, to].map(|place| f64::from(place[axis]));
        (from + (to - from) * part).round() as i32
    };
    [on(0), on(1)]
}

fn coord([lon, lat]: Place) -> Coord<f64> {
    Coord { x: f64::from(lon) / 1e7, y: f64::from(lat) / 1e7 }
}

/// Where a place is, in degrees.
pub(super) fn point(place: Place) -> Point<f64> {
    Point(coord(place))
}
