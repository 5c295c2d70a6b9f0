//! Roads that cross without a junction.

use crate::network::Network;
use crate::problem::{Problem, ProblemKind};
use crate::segments::meeting;
use crate::tree::Bounds;
use geo_types::Point;
use rayon::prelude::*;

impl Network {
    /// Where two roads on the ground cross, or one touches the other, and have no junction there: a bridge that nobody
    /// has marked, or a vertex that is missing. Each pair of edges once, at the first road in the order of roads.
    /// They are no junctions, whatever is meant. *n* log *n* and the number of pairs that lie close.
    ///
    /// ```
    /// use geo_types::line_string;
    /// use parkward_roads::{Making, Network, Way};
    /// let ways = [
    ///     Way::along(line_string![(x: 121.0, y: 30.7), (x: 121.02, y: 30.7)]),
    ///     Way::along(line_string![(x: 121.01, y: 30.69), (x: 121.01, y: 30.71)]),
    /// ];
    /// let (network, _) = Network::of(ways, &[], &Making::default())?;
    /// assert_eq!(network.crossings_without_junction().len(), 1);
    /// # Ok::<(), parkward_roads::NoNetwork>(())
    /// ```
    #[must_use]
    pub fn crossings_without_junction(&self) -> Vec<Problem> {
        let edges = (0..self.edges()).into_par_iter();
        let mut found: Vec<Problem> = edges.flat_map_iter(|edge| self.crossed_by(edge)).collect();
        found.sort_by_key(|problem| problem.way);
        found
    }

    /// The later edges that an edge crosses.
    fn crossed_by(&self, edge: usize) -> Vec<Problem> {
        if !self.edges.all[edge].ground {
            return Vec::new();
        }
        let around = Bounds::around(self.vertices(edge));
        let others = self.tree.meeting(&around).into_iter();
        let others = others.filter(|other| *other > edge && self.edges.all[*other].ground);
        let crossing = others.filter_map(|other| {
            let at = self.crossing(edge, other)?;
            let ways = [self.way(edge), self.way(other)];
            let kind = ProblemKind::Crossing { other: ways[0].max(ways[1]), at };
            Some(Problem { way: ways[0].min(ways[1]), kind })
        });
        crossing.collect()
    }

    /// Where two edges meet elsewhere than at a junction of both.
    fn crossing(&self, one: usize, other: usize) -> Option<Point<f64>> {
        let ends = [one, other].map(|edge| self.edges.all[edge].ends);
        let shared = |at: Point<f64>| {
            let both = ends[0].iter().filter(|end| ends[1].contains(end));
            both.map(|end| self.places[*end as usize].point())
                .any(|end| (end.x() - at.x()).abs() < 2e-7 && (end.y() - at.y()).abs() < 2e-7)
        };
        let steps = |edge: usize| self.vertices(edge).zip(self.vertices(edge).skip(1));
        for (a, b) in steps(one) {
            for (c, d) in steps(other) {
                let boxes = [[a, b], [c, d]].map(|step| Bounds::around(step.into_iter()));
                if !boxes[0].meets(&boxes[1]) {
                    continue;
                }
                let at = |part: f64| Point(a.coord() + (b.coord() - a.coord()) * part);
                let mut met = meeting([a, b], [c, d]).into_iter().map(at);
                if let Some(at) = met.find(|at| !shared(*at)) {
                    return Some(at);
                }
            }
        }
        None
    }
}
