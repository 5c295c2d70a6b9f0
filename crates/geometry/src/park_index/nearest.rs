//! Parks by distance, one at a time.

use super::ParkIndex;
use super::origin::{Containing, Origin, STEPS_PER_METRE};
use super::tree::ByBound;
use geo_types::Point;
use parkward_model::Metres;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Parks in the exact order of their distance, ties by id. Made by
/// [`ParkIndex::nearest`](super::ParkIndex::nearest).
///
/// Lazy: a park's boundary is only measured once no park waiting can be proven nearer than its box.
pub struct Nearest<'a> {
    origin: Origin<'a>,
    /// `None` where the origin is not finite: nothing is near.
    unseen: Option<ByBound<'a>>,
    /// Parks at distance 0. Their boxes hold the boundary, not the bulge of the Earth between, so
    /// the box is no bound for them: they are known first.
    containing: Containing,
    measured: BinaryHeap<Reverse<Measured>>,
}

struct Measured {
    metres: f64,
    rank: u32,
    park: usize,
    chord: f64,
}

impl ParkIndex {
    /// All parks that have a vertex, in the order of distance, ties by id. Lazy: the first few cost
    /// little more than logarithmic in the parks. Empty for a point that is not finite.
    pub fn nearest(&self, at: Point<f64>) -> Nearest<'_> {
        self.origin(at).nearest()
    }
}

impl<'a> Origin<'a> {
    /// As [`ParkIndex::nearest`].
    pub fn nearest(&self) -> Nearest<'a> {
        Nearest::new(*self)
    }
}

impl<'a> Nearest<'a> {
    pub(super) fn new(origin: Origin<'a>) -> Self {
        let containing = origin.containing();
        let measured = containing.all().iter().map(|&park| {
            let rank = origin.index.rank[park];
            Reverse(Measured { metres: 0.0, rank, park, chord: 0.0 })
        });
        Self {
            unseen: origin.local.map(|q| origin.index.boxes.by_bound(q)),
            measured: measured.collect(),
            containing,
            origin,
        }
    }

    /// Whether a park behind this bound could come before, or tie with, all that are measured. The
    /// slack is more than rounding makes of either number; an arc is no shorter than its chord.
    fn may_lead(&self, bound_2: f64) -> bool {
        const SLACK: f64 = 2.0 / STEPS_PER_METRE;
        let first = self.measured.peek();
        first.is_none_or(|Reverse(first)| bound_2.sqrt() <= first.chord + SLACK)
    }
}

impl Iterator for Nearest<'_> {
    type Item = (usize, Metres);

    fn next(&mut self) -> Option<(usize, Metres)> {
        while let Some(&(item, bound_2)) = self.unseen.as_mut().and_then(ByBound::peek) {
            if !self.may_lead(bound_2) {
                break;
            }
            self.unseen.as_mut().and_then(ByBound::next);
            let park = item.data;
            if self.containing.all().contains(&park) {
                continue;
            }
            let chord_2 = self.origin.chord_2(park);
            let metres = self.origin.arc(chord_2).0;
            let rank = self.origin.index.rank[park];
            self.measured.push(Reverse(Measured { metres, rank, park, chord: chord_2.sqrt() }));
        }
        self.measured.pop().map(|Reverse(first)| (first.park, Metres(first.metres)))
    }
}

impl Ord for Measured {
    fn cmp(&self, other: &Self) -> Ordering {
        self.metres.total_cmp(&other.metres).then(self.rank.cmp(&other.rank))
    }
}

impl PartialOrd for Measured {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Measured {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Measured {}
