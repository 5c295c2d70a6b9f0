//! What was redrawn, with the vertices that were drawn.

use crate::validity::is_valid;
use geo::{BoundingRect, CoordsIter};
use geo_types::{Coord, LineString, MultiPolygon, Polygon};

/// How far redrawing moves a vertex at most, in relation to the extent: it puts all of them on a grid of
/// 2³⁰ lines, some times over.
const GRID: f64 = 1e-8;

/// A redrawn boundary with every vertex that redrawing only moved, or dropped because it stood on a
/// straight line, back where it was drawn, bit for bit: who stands on it stands in the park. Where that
/// would not be valid, the boundary as it was redrawn.
pub(super) fn as_drawn(redrawn: MultiPolygon<f64>, drawn: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let Some(extent) = drawn.bounding_rect() else { return redrawn };
    let near = GRID * extent.width().max(extent.height());
    let mut vertices: Vec<Coord<f64>> = drawn.coords_iter().collect();
    vertices.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    vertices.dedup();
    let mut taken = vec![false; vertices.len()];
    let moved_back = map_rings(&redrawn, |ring| {
        let mut ring: Vec<Coord<f64>> = ring
            .coords()
            .map(|at| match nearest(&vertices, *at, near) {
                None => *at,
                Some(index) => {
                    taken[index] = true;
                    vertices[index]
                }
            })
            .collect();
        ring.dedup();
        LineString(ring)
    });
    let dropped: Vec<Coord<f64>> =
        vertices.iter().zip(taken).filter(|(_, taken)| !taken).map(|(vertex, _)| *vertex).collect();
    let whole = map_rings(&moved_back, |ring| with_dropped(ring, &dropped, near));
    [whole, moved_back].into_iter().find(is_valid).unwrap_or(redrawn)
}

/// The index of the vertex next to a place, of those sorted from west to east, if one is near.
fn nearest(vertices: &[Coord<f64>], at: Coord<f64>, near: f64) -> Option<usize> {
    let first = vertices.partition_point(|vertex| vertex.x < at.x - near);
    let behind = (first..vertices.len()).take_while(|index| vertices[*index].x <= at.x + near);
    let distance = |index: usize| {
        let Coord { x, y } = vertices[index] - at;
        x.hypot(y)
    };
    let close = behind.filter(|index| (vertices[*index].y - at.y).abs() <= near);
    close.min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
}

/// The ring with those vertices that stand on its edges.
fn with_dropped(ring: &LineString<f64>, dropped: &[Coord<f64>], near: f64) -> LineString<f64> {
    let mut vertices = Vec::with_capacity(ring.0.len());
    for edge in ring.0.windows(2) {
        let [from, to] = [edge[0], edge[1]];
        vertices.push(from);
        let along = to - from;
        let length = along.x.hypot(along.y);
        let between = |a: f64, b: f64, v: f64| (a.min(b) - near..=a.max(b) + near).contains(&v);
        let mut on_it: Vec<(f64, Coord<f64>)> = dropped
            .iter()
            .filter(|at| between(from.x, to.x, at.x) && between(from.y, to.y, at.y))
            .filter_map(|at| {
                let off = *at - from;
                let place = (off.x * along.x + off.y * along.y) / (length * length);
                let beside = (off.x * along.y - off.y * along.x).abs() / length;
                (beside <= near && place > 0.0 && place < 1.0).then_some((place, *at))
            })
            .collect();
        on_it.sort_by(|a, b| a.0.total_cmp(&b.0));
        vertices.extend(on_it.into_iter().map(|(_, at)| at));
    }
    vertices.extend(ring.0.last());
    LineString(vertices)
}

fn map_rings(
    boundary: &MultiPolygon<f64>,
    mut change: impl FnMut(&LineString<f64>) -> LineString<f64>,
) -> MultiPolygon<f64> {
    let part = |part: &Polygon<f64>| {
        let exterior = change(part.exterior());
        Polygon::new(exterior, part.interiors().iter().map(&mut change).collect())
    };
    MultiPolygon(boundary.iter().map(part).collect())
}
