//! One point, from which many parks are measured.

use super::ParkIndex;
use crate::ellipsoid::Place;
use geo_types::{Coord, Point};
use parkward_model::Metres;
use std::f64::consts::FRAC_PI_2;

/// The parks that hold a point, the most specific (smallest in area, then by id) first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Containing(Vec<usize>);

impl Containing {
    /// All parks that hold the point, the most specific first: of a sub-area within a zone, the sub-area.
    pub fn all(&self) -> &[usize] {
        &self.0
    }
}

/// A point prepared for measuring: its sines, cosines and radius are computed once. Made by
/// [`ParkIndex::origin`].
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    pub(super) index: &'a ParkIndex,
    at: Coord<f64>,
    /// In the index's frame; `None` if the point is not finite.
    pub(super) local: Option<[f64; 3]>,
    radius: f64,
}

impl ParkIndex {
    /// The point, prepared for being measured from more than once.
    pub fn origin(&self, at: Point<f64>) -> Origin<'_> {
        Origin::new(self, at)
    }

    /// The parks that hold the point, the most specific first; none for a point that is not finite.
    /// Logarithmic in the parks; of those whose rectangle holds the point, only edges near the point are
    /// looked at.
    pub fn containing(&self, at: Point<f64>) -> Containing {
        self.origin(at).containing()
    }

    /// The distance from the point to the park's boundary or point; 0 in the park; infinite if the
    /// park has no vertex or the point is not finite.
    ///
    /// # Panics
    /// If `park` is not less than [`ParkIndex::len`].
    pub fn distance(&self, park: usize, at: Point<f64>) -> Metres {
        self.origin(at).distance(park)
    }

    /// The point of the park nearest to the given one: where a move ends that comes from there. The
    /// point itself if it is in the park; `None` where [`ParkIndex::distance`] is infinite. On the
    /// boundary's edge to rounding, within 1 mm of the nearest place on it for edges up to 800 km.
    ///
    /// # Panics
    /// If `park` is not less than [`ParkIndex::len`].
    pub fn nearest_point(&self, park: usize, at: Point<f64>) -> Option<Point<f64>> {
        self.origin(at).nearest_point(park)
    }
}

/// Distances are given to a hundredth of a millimetre, a hundredth of their error: two parks that
/// share the nearest stretch of boundary then tie, though their rings run in opposite directions.
pub(super) const STEPS_PER_METRE: f64 = 1e5;

/// More than rounding makes of a chord.
pub(super) const SLACK: f64 = 2.0 / STEPS_PER_METRE;

impl<'a> Origin<'a> {
    pub(super) fn new(index: &'a ParkIndex, at: Point<f64>) -> Self {
        let place = Place::new(at.0);
        let local = index.frame.local(place.ecef);
        let finite = at.x().is_finite() && at.y().is_finite();
        Self { index, at: at.0, local: finite.then_some(local), radius: place.radius }
    }

    /// As [`ParkIndex::distance`].
    pub fn distance(&self, park: usize) -> Metres {
        match self.is_in(park) {
            true => Metres(0.0),
            false => self.arc(self.chord_2(park)),
        }
    }

    /// Whether a park is no further than `metres`. Most often its box says so, and nothing is measured.
    pub fn is_within(&self, park: usize, metres: Metres) -> bool {
        let Some(q) = self.local else { return false };
        let bounds = &self.index.parks[park].bounds;
        let diameter = 2.0 * self.radius;
        let chord = diameter * (metres.0 / diameter).clamp(0.0, FRAC_PI_2).sin();
        if bounds.distance_2(q) > (chord + SLACK).powi(2) {
            // The middle of a large park is higher than its boundary and the box around that.
            return self.is_in(park);
        }
        bounds.furthest_2(q) <= (chord - SLACK).max(0.0).powi(2) || self.distance(park) <= metres
    }

    /// As [`ParkIndex::containing`].
    pub fn containing(&self) -> Containing {
        if self.local.is_none() {
            return Containing::default();
        }
        let index = self.index;
        let held = index.rectangles.holding([self.at.x, self.at.y]);
        let mut all: Vec<_> = held.filter(|&park| self.is_in(park)).collect();
        all.sort_unstable_by_key(|&park| index.specificity[park]);
        Containing(all)
    }

    /// As [`ParkIndex::nearest_point`].
    pub fn nearest_point(&self, park: usize) -> Option<Point<f64>> {
        let q = self.local?;
        if self.is_in(park) {
            return Some(Point(self.at));
        }
        let (place, edge) = self.index.pieces.nearest(self.index.parks[park].run, q)?;
        // The chord runs less than a millimetre below the edge; the same fraction of the edge is on it.
        let on_chord = self.index.frame.lon_lat(place);
        let (a, b) = self.index.rings.edge(edge as usize);
        let (along, to) = (b - a, on_chord - a);
        let length_2 = along.x * along.x + along.y * along.y;
        let t = (to.x * along.x + to.y * along.y) / length_2;
        // An edge of no length is a point, and an end is met exactly.
        Some(Point(match t {
            t if t > 0.0 && t < 1.0 => a + along * t,
            t if t >= 1.0 => b,
            _ => a,
        }))
    }

    fn is_in(&self, park: usize) -> bool {
        let entry = &self.index.parks[park];
        let held = |k: usize, v: f64| entry.low[k] <= v && v <= entry.high[k];
        held(0, self.at.x)
            && held(1, self.at.y)
            && self.index.rings.contain(entry.parts.clone(), self.at)
    }

    /// Squared chord to the park's boundary; infinite where there is none.
    pub(super) fn chord_2(&self, park: usize) -> f64 {
        let Some(q) = self.local else { return f64::INFINITY };
        self.index.pieces.distance_2(self.index.parks[park].run, q)
    }

    /// The arc over a chord on the sphere that fits the ellipsoid best around the origin.
    pub(super) fn arc(&self, chord_2: f64) -> Metres {
        arc(chord_2, self.radius)
    }
}

/// The arc over a chord on a sphere.
pub(super) fn arc(chord_2: f64, radius: f64) -> Metres {
    if chord_2 == f64::INFINITY {
        return Metres(f64::INFINITY);
    }
    let diameter = 2.0 * radius;
    let arc = diameter * (chord_2.sqrt() / diameter).min(1.0).asin();
    Metres((arc * STEPS_PER_METRE).round() / STEPS_PER_METRE)
}
