//! Rings that cross, redrawn.

use super::ring::alone;
use super::{InvalidBoundary, drawn};
use crate::measure::area;
use crate::runs::BoxedRing;
use crate::validity::is_valid;
use geo::algorithm::bool_ops::{BooleanOps, FillRule};
use geo::{
    BoundingRect, CoordsIter, Intersects, MapCoords, Orient, orient::Direction, unary_union,
};
use geo_types::{Coord, Line, LineString, MultiPolygon, Polygon};
use parkward_model::Hectares;
use std::cell::Cell;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// How far the two readings of a crossing may differ, in relation to the larger.
const UNAMBIGUOUS: f64 = 0.01;

/// Redraws rings that cross, by both readings, and keeps the land gone around if they agree.
///
/// The library that draws goes from west to east, and now and then fails where everything touches: it panics, or
/// what it draws is not valid. It is asked again from east to west then.
pub(super) fn untangle(boundary: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, InvalidBoundary> {
    if is_scribble(boundary) {
        return Err(InvalidBoundary::TooTangled { most: MOST_CROSSINGS });
    }
    let mirrored = |it: &MultiPolygon<f64>| it.map_coords(|Coord { x, y }| Coord { x: -x, y });
    let turned = |it: MultiPolygon<f64>| mirrored(&it).orient(Direction::Default);
    let is_sound = |answer: &Result<_, _>| answer.as_ref().map_or(true, is_valid);
    without_panic(|| redrawn(boundary))
        .filter(is_sound)
        .or_else(|| without_panic(|| redrawn(&mirrored(boundary)).map(turned)).filter(is_sound))
        .unwrap_or(Err(InvalidBoundary::NotRedrawn))
}

/// What `draw` answers, if it does not panic; the panic is said nowhere.
fn without_panic<T>(draw: impl FnOnce() -> T) -> Option<T> {
    thread_local!(static EXPECTED: Cell<bool> = const { Cell::new(false) });
    static LISTEN: Once = Once::new();
    LISTEN.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            if !EXPECTED.get() {
                others(what);
            }
        }));
    });
    EXPECTED.set(true);
    let answer = panic::catch_unwind(AssertUnwindSafe(draw)).ok();
    EXPECTED.set(false);
    answer
}

fn redrawn(boundary: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, InvalidBoundary> {
    for (number, part) in (1..).zip(boundary) {
        if let Some(hole) = stray_hole(part) {
            return Err(InvalidBoundary::StrayRing { part: number, ring: hole + 2 });
        }
    }
    let (even_odd, non_zero) =
        (read(boundary, FillRule::EvenOdd), read(boundary, FillRule::NonZero));
    // Parts that cover the same land twice are as doubtful as a ring that does.
    let once: f64 = even_odd.iter().map(|part| area(part).0).sum();
    let around = unary_union(non_zero.iter().flatten()).orient(Direction::Default);
    let found = area(&around);
    if found.0 <= 0.0 {
        return Err(InvalidBoundary::NoArea);
    }
    if (once - found.0).abs() > UNAMBIGUOUS * once.max(found.0) {
        return Err(InvalidBoundary::Ambiguous { even_odd: Hectares(once), non_zero: found });
    }
    Ok(drawn::as_drawn(around, boundary))
}

/// How often rings may cross themselves: redrawing 10⁵ crossings takes seconds, and a scribble can have 10⁹.
const MOST_CROSSINGS: usize = 100_000;

/// Whether rings cross themselves more often than that.
fn is_scribble(boundary: &MultiPolygon<f64>) -> bool {
    // Two edges that follow each other meet too.
    let (mut meetings, most) = (0, MOST_CROSSINGS + boundary.coords_count());
    let rings = boundary.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    rings.map(|ring| BoxedRing::new(&ring.0)).any(|ring| {
        let edge = |index: usize| {
            let [start, end] = ring.edge(index);
            Line { start, end }
        };
        ring.meeting_itself(|a, b| {
            meetings += usize::from(edge(a).intersects(&edge(b)));
            if meetings > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .is_break()
    })
}

/// The first hole of a part that lies mostly outside the outer ring, or within a larger hole: cutting it out
/// would drop a ring that may well be land.
fn stray_hole(part: &Polygon<f64>) -> Option<usize> {
    const MOSTLY: f64 = 0.6;
    const WITHIN: f64 = 0.99;
    let nothing = MultiPolygon(Vec::new());
    let fill =
        |ring: &LineString<f64>| alone(ring).union_with_fill_rule(&nothing, FillRule::NonZero);
    let outer = fill(part.exterior());
    let holes: Vec<_> = part.interiors().iter().map(fill).collect();
    let areas: Vec<f64> = holes.iter().map(|hole| area(hole).0).collect();
    let is_stray = |&index: &usize| {
        let (hole, size) = (&holes[index], areas[index]);
        let within_another = || {
            let larger = (0..holes.len()).filter(|other| size < WITHIN * areas[*other]);
            larger.into_iter().any(|other| {
                let boxes = holes[other].bounding_rect().zip(hole.bounding_rect());
                let may = boxes.is_some_and(|(other, hole)| other.intersects(&hole));
                may && area(&hole.difference(&holes[other])).0 < (1.0 - WITHIN) * size
            })
        };
        size > 0.0 && (area(&hole.difference(&outer)).0 > MOSTLY * size || within_another())
    };
    (0..holes.len()).find(is_stray)
}

/// Each part by one fill rule, its holes (by the same rule) cut out.
fn read(boundary: &MultiPolygon<f64>, rule: FillRule) -> Vec<MultiPolygon<f64>> {
    let nothing = MultiPolygon(Vec::new());
    let fill = |ring: &LineString<f64>| alone(ring).union_with_fill_rule(&nothing, rule);
    let part = |part: &Polygon<f64>| {
        let holes: Vec<_> = part.interiors().iter().map(fill).collect();
        fill(part.exterior()).difference(&unary_union(holes.iter().flatten()))
    };
    boundary.iter().map(part).collect()
}
