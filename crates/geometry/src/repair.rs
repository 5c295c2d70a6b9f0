//! Boundaries made valid where only one reading of them is possible.

mod drawn;
mod report;
mod ring;
mod untangle;

pub use report::{InvalidBoundary, Repair};

use crate::measure::area;
use crate::validity::is_valid;
use geo::{BoundingRect, Contains, Orient, Winding, orient::Direction};
use geo_types::{LineString, MultiPolygon, Polygon};
use untangle::untangle;

/// A valid boundary, and what had to be done to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    /// Rings closed and simple, outer ones counter-clockwise, holes clockwise.
    pub boundary: MultiPolygon<f64>,
    /// Empty if the boundary was valid as it came.
    pub repairs: Vec<Repair>,
}

/// Validates a boundary in longitude and latitude, and repairs what has only one reading:
///
/// | found | done |
/// |---|---|
/// | ring not closed | closed |
/// | a point twice in a row | dropped once |
/// | outer ring clockwise, hole counter-clockwise | turned |
/// | hole listed before its outer ring | put in order |
/// | hole without area | dropped |
/// | rings that cross or touch along a line: bow-ties, spikes, holes that reach outside, parts that overlap; holes that cut the inside in two | redrawn, if both readings below agree to 1 % |
///
/// Where rings cross there are two readings: land inside an odd number of loops (even-odd), or land
/// that a loop goes around at all (non-zero). A bow-tie is two triangles by both. A ring that winds
/// twice around the same land is not the same by both, and is an error. Holes are cut out of either
/// reading. Where the readings differ by less than 1 % (a curl left by digitising), the land gone
/// around is kept.
///
/// # Errors
/// [`InvalidBoundary`] for anything else: coordinates off the globe, an outer ring of fewer than three
/// points, no area, an ambiguous crossing.
///
/// Linear in the vertices, and *n* log *n* where rings cross.
///
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use parkward_geometry::{repair, Repair};
///
/// let bow_tie = polygon![(x: 121., y: 30.), (x: 121.1, y: 30.1), (x: 121.1, y: 30.), (x: 121., y: 30.1)];
/// let repaired = repair(MultiPolygon(vec![bow_tie]))?;
/// assert_eq!(repaired.boundary.0.len(), 2);
/// assert!(matches!(repaired.repairs[..], [Repair::Untangled { parts: 2, .. }]));
/// # Ok::<(), parkward_geometry::InvalidBoundary>(())
/// ```
pub fn repair(boundary: MultiPolygon<f64>) -> Result<Repaired, InvalidBoundary> {
    let rings = |part: Polygon<f64>| {
        let (exterior, holes) = part.into_inner();
        std::iter::once(exterior).chain(holes).collect()
    };
    repair_rings(boundary.0.into_iter().map(rings).collect())
}

/// [`repair`] for rings as a file holds them, a list of parts with the outer ring first. Only here can
/// an open ring be seen: geo-types closes the rings of its polygons.
///
/// # Errors
/// As [`repair`].
///
/// ```
/// use geo_types::line_string;
/// use parkward_geometry::{repair_rings, Repair};
///
/// let open = line_string![(x: 121., y: 30.), (x: 121.1, y: 30.), (x: 121.1, y: 30.1)];
/// assert_eq!(repair_rings(vec![vec![open]])?.repairs, [Repair::Closed]);
/// # Ok::<(), parkward_geometry::InvalidBoundary>(())
/// ```
pub fn repair_rings(parts: Vec<Vec<LineString<f64>>>) -> Result<Repaired, InvalidBoundary> {
    let mut repairs = Vec::new();
    let mut polygons = Vec::with_capacity(parts.len());
    for (number, rings) in (1..).zip(parts) {
        if rings.iter().any(|ring| !ring.0.is_empty()) {
            polygons.push(polygon(rings, number, &mut repairs)?);
        }
    }
    if polygons.is_empty() {
        return Err(InvalidBoundary::Empty);
    }
    let mut boundary = MultiPolygon(polygons);
    let turned = boundary.iter().map(wrong_ways).sum();
    if is_valid(&boundary) {
        if turned > 0 {
            repairs.push(Repair::Turned(turned));
            boundary = boundary.orient(Direction::Default);
        }
    } else {
        boundary = untangle(&boundary)?;
        repairs.push(Repair::Untangled { parts: boundary.0.len(), area: area(&boundary) });
    }
    if boundary.iter().any(|part| ring::has_area(part.exterior())) {
        Ok(Repaired { boundary, repairs })
    } else {
        Err(InvalidBoundary::NoArea)
    }
}

/// One part with clean rings, the outer one first.
fn polygon(
    rings: Vec<LineString<f64>>,
    part: usize,
    repairs: &mut Vec<Repair>,
) -> Result<Polygon<f64>, InvalidBoundary> {
    let mut clean = Vec::with_capacity(rings.len());
    for (number, ring) in (1..).zip(rings) {
        clean.push(ring::clean(ring, (part, number), repairs)?);
    }
    if !ring::has_three_points(&clean[0]) {
        return Err(InvalidBoundary::TooFewPoints { part });
    }
    let exterior = clean.remove(0);
    let before = clean.len();
    clean.retain(ring::has_three_points);
    if clean.len() < before {
        repairs.push(Repair::EmptyHolesDropped(before - clean.len()));
    }
    let goes_around = |hole: &LineString<f64>| {
        let (hole_box, outer) = (hole.bounding_rect(), exterior.bounding_rect());
        let may = hole_box.zip(outer).is_some_and(|(hole, outer)| hole.contains(&outer));
        may && ring::alone(hole).contains(&exterior)
    };
    Ok(match clean.iter().position(goes_around) {
        None => Polygon::new(exterior, clean),
        Some(outer) => {
            repairs.push(Repair::OuterRingFirst);
            let outer = std::mem::replace(&mut clean[outer], exterior);
            Polygon::new(outer, clean)
        }
    })
}

/// How many rings run the wrong way, by RFC 7946 §3.1.6.
fn wrong_ways(part: &Polygon<f64>) -> usize {
    let holes = part.interiors().iter().filter(|hole| hole.is_ccw()).count();
    holes + usize::from(part.exterior().is_cw())
}

#[cfg(test)]
mod tests;
