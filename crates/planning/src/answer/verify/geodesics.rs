//! Distances by another way: Karney's geodesic to the nearest point of every edge, found without index or tree.

use crate::answer::verify::found::Verification;
use crate::answer::verify::{enterprise, project};
use crate::plan::Plan;
use geo_types::{Coord, Line, Point};
use parkward_geometry::distance_between;
use parkward_model::wgs84::{A, E2};
use parkward_model::{Footprint, Metres, Park, ParkId, Text};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How far a distance of the plan may be from Karney's, in metres: what `docs/method.md` states, twice.
fn allowed(distance: f64) -> f64 {
    let share = match distance / 1e3 {
        ..=100.0 => 1e-7,
        ..=1_000.0 => 1e-5,
        ..=5_000.0 => 3e-4,
        ..=10_000.0 => 2e-3,
        _ => 7e-2,
    };
    2.0 * (1e-3 + share * distance)
}

/// The edges of every park.
pub(super) struct Geodesics<'a>(BTreeMap<&'a ParkId, Vec<Edge>>);

/// One edge, straight in longitude and latitude; a point is one without length.
struct Edge {
    line: Line<f64>,
    /// Its ends in space.
    ends: [[f64; 3]; 2],
}

impl Edge {
    fn of(line: Line<f64>) -> Self {
        Self { line, ends: [line.start, line.end].map(in_space) }
    }

    /// The nearest point in space, as a share of the edge, and the square of how far it is.
    fn nearest(&self, site: [f64; 3]) -> (f64, f64) {
        let [a, b] = self.ends;
        let along: [f64; 3] = std::array::from_fn(|i| b[i] - a[i]);
        let to: [f64; 3] = std::array::from_fn(|i| site[i] - a[i]);
        let length = dot(along, along);
        let share = if length > 0.0 { (dot(to, along) / length).clamp(0.0, 1.0) } else { 0.0 };
        let off: [f64; 3] = std::array::from_fn(|i| to[i] - share * along[i]);
        (share, dot(off, off))
    }

    fn at(&self, share: f64) -> Point<f64> {
        Point(self.line.start + self.line.delta() * share)
    }

    /// The geodesic to the nearest point, which is sought around a first guess: in space an edge runs below
    /// the ground.
    fn distance(&self, site: Point<f64>, guess: f64) -> f64 {
        let far = |share: f64| distance_between(site, self.at(share)).0;
        let mut best = far(guess);
        let mut step = 0.02;
        let mut at = guess;
        while step > 1e-7 {
            let moved = [at - step, at + step].map(|share| share.clamp(0.0, 1.0));
            match moved.map(|share| (share, far(share))) {
                [(share, far), _] | [_, (share, far)] if far < best => (at, best) = (share, far),
                _ => step /= 4.0,
            }
        }
        best
    }
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3).map(|i| a[i] * b[i]).sum()
}

/// Earth-centred metres.
fn in_space(at: Coord<f64>) -> [f64; 3] {
    let ((sin_lat, cos_lat), (sin_lon, cos_lon)) =
        (at.y.to_radians().sin_cos(), at.x.to_radians().sin_cos());
    let n = A / (1.0 - E2 * sin_lat * sin_lat).sqrt();
    [n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1.0 - E2) * sin_lat]
}

impl<'a> Geodesics<'a> {
    pub(super) fn of(parks: &'a [Park]) -> Self {
        let edges = |park: &'a Park| match &park.footprint {
            Footprint::Point(at) => vec![Edge::of(Line::new(at.0, at.0))],
            Footprint::Boundary(boundary) => boundary
                .iter()
                .flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()))
                .flat_map(|ring| ring.lines().map(Edge::of))
                .collect(),
        };
        Self(parks.iter().map(|park| (&park.id, edges(park))).collect())
    }

    /// How far a park is; 0 within it, `None` if there is no such park.
    fn distance(&self, site: Point<f64>, park: &ParkId) -> Option<f64> {
        let edges = self.0.get(park)?;
        if is_within(site, edges) {
            return Some(0.0);
        }
        let place = in_space(site.0);
        let nearest = |edge: &'_ Edge| edge.nearest(place);
        let (edge, (share, _)) = edges
            .iter()
            .map(|edge| (edge, nearest(edge)))
            .min_by(|(_, (_, a)), (_, (_, b))| a.total_cmp(b))?;
        Some(edge.distance(site, share))
    }

    /// Holds every distance of a plan against these.
    pub(super) fn check(&self, plan: &Plan, found: &mut Verification) {
        let before = found.disagreements.len();
        let all = distances(plan);
        let measured: Vec<Option<f64>> =
            all.par_iter().map(|stated| self.distance(stated.site, stated.park)).collect();
        let mut most: f64 = 0.0;
        for (Stated { who, park, distance: Metres(stated), .. }, measured) in
            all.iter().zip(measured)
        {
            // That there is no such park is told where rows are compared.
            let Some(measured) = measured else { continue };
            let off = (measured - stated).abs();
            if off <= allowed(measured) {
                most = most.max(off);
                continue;
            }
            let Text { zh, en } = who;
            found.disagree(
                format!("{zh} 至 {park}：测得 {measured:.3} m，方案中为 {stated:.3} m"),
                format!("{en} to {park}: {measured:.3} m as measured, {stated:.3} m in the plan"),
            );
        }
        let (number, most) = (all.len(), most * 1e3);
        found.checked_since(
            before,
            format!("{number} 个距离以 Karney 测地线另行计算，最多相差 {most:.3} mm（允许 2 mm + 2·10⁻⁷，100 km 以外 2·10⁻⁵，1,000 km 以外更多，见 docs/method.md）"),
            format!(
                "{number} distances by Karney's geodesic: at most {most:.3} mm off (allowed: 2 mm + 2·10⁻⁷ of the distance, 2·10⁻⁵ beyond 100 km, more beyond 1,000 km: docs/method.md)"
            ),
        );
    }
}

/// A distance that a plan states.
struct Stated<'a> {
    who: Text,
    site: Point<f64>,
    park: &'a ParkId,
    distance: Metres,
}

/// Those of all choices, first and second, of enterprises and projects.
fn distances(plan: &Plan) -> Vec<Stated<'_>> {
    let of_enterprises = plan.enterprises().flat_map(|planned| {
        let (chosen, second) = (planned.chosen(), planned.second_choice());
        let choices = chosen.into_iter().chain(second.map(|second| second.choice));
        let read = planned.enterprise();
        choices.map(move |choice| Stated {
            who: enterprise(&read.id),
            site: read.site,
            park: choice.park,
            // What is by road is no geodesic.
            distance: choice.travel.map_or(choice.distance, |travel| travel.straight_m),
        })
    });
    let of_projects = plan.projects.iter().flat_map(|planned| {
        let second = planned.second_choice.as_ref().map(|second| &second.choice);
        planned.chosen.iter().chain(second).filter_map(|choice| {
            let (site, distance) = (planned.project.site?, choice.distance_m?);
            let distance = choice.travel.map_or(distance, |travel| travel.straight_m);
            Some(Stated { who: project(&planned.project.id), site, park: &choice.park, distance })
        })
    });
    of_enterprises.chain(of_projects).collect()
}

/// Whether a site is within closed rings, by the crossings of a ray to the east.
fn is_within(site: Point<f64>, edges: &[Edge]) -> bool {
    let crossed = |edge: &&Edge| {
        let (a, b) = (edge.line.start, edge.line.end);
        (a.y > site.y()) != (b.y > site.y())
            && site.x() < a.x + (b.x - a.x) * (site.y() - a.y) / (b.y - a.y)
    };
    edges.iter().filter(crossed).count() % 2 == 1
}
