//! The index of park boundaries: who is inside, which park is nearest, how far is it.

mod chunk;
mod cut;
mod nearest;
mod neighbourhood;
mod origin;
mod pieces;
mod rings;
mod tree;
mod zone_index;

pub use nearest::Nearest;
pub use neighbourhood::{Near, Neighbourhood};
pub use origin::{Containing, Origin};
pub(crate) use rings::is_inside;
pub(crate) use tree::RectangleTree;
pub use zone_index::ZoneIndex;

use crate::ellipsoid::Frame;
use crate::measure;
use chunk::Bounds;
use geo_types::Coord;
use parkward_model::{Footprint, InWords, Park, ParkId, Text};
use pieces::{Pieces, Run};
use rayon::prelude::*;
use rings::{Parts, Rings};
use thiserror::Error;
use tree::BoxTree;

/// Park boundaries, ready for questions. Parks are spoken of by their position in the slice that the
/// index was built from; where two are equally good, the smaller id comes first.
///
/// **Distances** are ellipsoidal metres to the boundary, 0 inside and on it. Boundaries are cut into
/// chords of at most 200 m in space; the shortest chord from the point is turned into the arc above
/// it. That needs no projection, zone or study area. Against Karney's geodesic it errs by less than
/// 1 mm + 1·10⁻⁷ up to 100 km and 1·10⁻⁵ up to 1,000 km (see the tests), and the order of parks is
/// the order of these distances exactly.
///
/// **Inside** is decided on longitude and latitude with edges straight between vertices, as GeoJSON
/// defines them (RFC 7946 §3.1.1), by exact arithmetic. Edges and vertices are inside, those of holes
/// too. A park that is only a point contains nothing.
///
/// Parks without any vertex are never found, and infinitely far. So is every park from a point that
/// is not finite. Nothing panics but a park's position beyond the slice.
///
/// ```
/// use geo_types::{polygon, Point};
/// use parkward_geometry::ParkIndex;
/// use parkward_model::{Footprint, LandAccount, Park, Text};
///
/// let park = |id: &str, west: f64| Park {
///     id: id.into(),
///     name: Text::default(),
///     footprint: Footprint::Boundary(
///         polygon![(x: west, y: 30.7), (x: west + 0.02, y: 30.7), (x: west + 0.02, y: 30.72)].into(),
///     ),
///     capacity: None,
///     area: None,
///     land: LandAccount::default(),
///     industries: Vec::new(),
///     open: true,
///     facts: Default::default(),
/// };
/// let index = ParkIndex::build(&[park("枫泾", 121.0), park("朱泾", 121.1)])?;
///
/// let site = Point::new(121.09, 30.70);
/// assert!(index.containing(site).all().is_empty());
/// let (nearest, metres) = index.nearest(site).next().expect("there are parks");
/// assert_eq!(nearest, 1);
/// assert!((metres.0 - 957.6).abs() < 1.0);
/// assert_eq!(index.nearest_point(1, site), Some(Point::new(121.1, 30.7)));
/// # Ok::<(), parkward_geometry::IndexError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ParkIndex {
    frame: Frame,
    parks: Vec<Entry>,
    rings: Rings,
    pieces: Pieces,
    rectangles: RectangleTree,
    boxes: BoxTree,
    /// Each park's place in the order of ids, and in that of area, then id.
    rank: Vec<u32>,
    specificity: Vec<u32>,
}

/// Where one park's data stand.
#[derive(Clone, Debug)]
struct Entry {
    parts: Parts,
    run: Run,
    /// The box around the boundary in space.
    bounds: Bounds,
    low: [f64; 2],
    high: [f64; 2],
}

/// A park that cannot be indexed.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{}", self.in_words().en)]
pub enum IndexError {
    /// A vertex that is not on the globe.
    NotOnGlobe {
        /// The park.
        park: ParkId,
        /// What stands for the longitude.
        found_lon: f64,
        /// What stands for the latitude.
        found_lat: f64,
    },
}

impl InWords for IndexError {
    fn in_words(&self) -> Text {
        let Self::NotOnGlobe { park, found_lon, found_lat } = self;
        Text::new(
            format!(
                "园区 {park}：经度应在 -180…180、纬度应在 -90…90 之间，实为 {found_lon}、{found_lat}"
            ),
            format!(
                "park {park}: expected longitudes in -180…180 and latitudes in -90…90, found {found_lon}, \
                 {found_lat}"
            ),
        )
    }
}

impl ParkIndex {
    /// Builds the index: linear in the length of the boundaries (one piece for each 200 m begun),
    /// about 50 bytes a piece.
    ///
    /// # Errors
    /// [`IndexError::NotOnGlobe`] if a vertex is not finite or beyond ±180, ±90 degrees. Boundaries
    /// are not otherwise validated: see [`repair`](crate::repair()).
    pub fn build(parks: &[Park]) -> Result<Self, IndexError> {
        let frame = Frame::at(centre(parks)?);
        let mut rings = Rings::default();
        let mut pieces = Pieces::default();
        let mut entries = Vec::with_capacity(parks.len());
        // A few parks at a time: all of them, and the same in one index, are too much at once.
        for some in parks.chunks(BATCH) {
            let alone: Vec<_> = some.par_iter().map(|park| alone(park, &frame)).collect();
            for (mut entry, its_rings, its_pieces) in alone {
                let vertices = rings.vertices();
                entry.parts = rings.append(its_rings, entry.parts);
                entry.run = pieces.append(its_pieces, entry.run, number(vertices));
                entries.push(entry);
            }
        }
        let areas: Vec<f64> = parks
            .par_iter()
            .map(|park| match &park.footprint {
                Footprint::Boundary(boundary) => measure::area(boundary).0,
                Footprint::Point(_) => 0.0,
            })
            .collect();
        let by_id = |a: usize, b: usize| parks[a].id.cmp(&parks[b].id).then(a.cmp(&b));
        let found = || entries.iter().enumerate();
        Ok(Self {
            rectangles: RectangleTree::build(
                found().filter(|(_, e)| !e.parts.is_empty()).map(|(i, e)| (i, e.low, e.high)),
            ),
            boxes: BoxTree::build(found().filter_map(|(i, e)| Some((i, pieces.bounds(e.run)?)))),
            rank: places(parks.len(), by_id),
            specificity: places(parks.len(), |a, b| {
                areas[a].total_cmp(&areas[b]).then_with(|| by_id(a, b))
            }),
            frame,
            parks: entries,
            rings,
            pieces,
        })
    }

    /// The number of parks, found or not.
    pub fn len(&self) -> usize {
        self.parks.len()
    }

    /// Whether there is no park.
    pub fn is_empty(&self) -> bool {
        self.parks.is_empty()
    }
}

/// Parks whose boundaries are cut side by side.
const BATCH: usize = 8;

fn number(vertex: usize) -> u32 {
    u32::try_from(vertex).expect("4·10⁹ vertices do not fit in memory")
}

/// The index of one park alone.
fn alone(park: &Park, frame: &Frame) -> (Entry, Rings, Pieces) {
    let (mut rings, mut pieces) = (Rings::default(), Pieces::default());
    let start = pieces.start();
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    let mut parts = 0..0;
    match &park.footprint {
        Footprint::Point(at) => pieces.add(frame, &[at.0], number(rings.add_point(at.0))),
        Footprint::Boundary(boundary) => {
            parts = rings.add(boundary);
            for (first, chain) in rings.chains(parts.clone()) {
                pieces.add(frame, chain, number(first));
                for c in chain {
                    low = [low[0].min(c.x), low[1].min(c.y)];
                    high = [high[0].max(c.x), high[1].max(c.y)];
                }
            }
        }
    }
    let run = pieces.end(start);
    let bounds = pieces.bounds(run).unwrap_or(Bounds::NONE);
    (Entry { parts, run, bounds, low, high }, rings, pieces)
}

/// The middle of all parks, around which the index's axes are laid.
fn centre(parks: &[Park]) -> Result<Coord<f64>, IndexError> {
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for park in parks {
        measure::try_each_vertex(&park.footprint, |c| {
            if !(c.x.abs() <= 180.0 && c.y.abs() <= 90.0) {
                let park = park.id.clone();
                return Err(IndexError::NotOnGlobe { park, found_lon: c.x, found_lat: c.y });
            }
            low = [low[0].min(c.x), low[1].min(c.y)];
            high = [high[0].max(c.x), high[1].max(c.y)];
            Ok(())
        })?;
    }
    let middle = |k: usize| if low[k] <= high[k] { f64::midpoint(low[k], high[k]) } else { 0.0 };
    Ok(Coord { x: middle(0), y: middle(1) })
}

/// The place of each of `n` parks when sorted.
fn places(n: usize, order: impl Fn(usize, usize) -> std::cmp::Ordering) -> Vec<u32> {
    let mut sorted: Vec<usize> = (0..n).collect();
    sorted.sort_unstable_by(|&a, &b| order(a, b));
    let mut places = vec![0; n];
    for (index, park) in (0..).zip(sorted) {
        places[park] = index;
    }
    places
}

#[cfg(test)]
mod tests;
