//! Where a site, or anything else off the road, meets the network.

use crate::network::Network;
use crate::place::{Place, Plane};
use crate::seed::Seed;
use crate::turns::drive;
use crate::weight::{Measure, Weight};
use geo_types::{Coord, Point};
use parkward_geometry::distance_between;
use parkward_model::{InWords, Metres, Text};

/// A place on the network: on an edge, so far from its first end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The edge.
    pub edge: usize,
    /// Millimetres from its first end along it, whatever the network is measured by.
    pub at: Weight,
}

/// Where a site meets the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snapped {
    /// Where it comes to the road.
    pub position: Position,
    /// The same as longitude and latitude.
    pub point: Point<f64>,
    /// The way from the site to there, straight.
    pub access: Metres,
}

/// Why a site has no way to any park.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoRoad {
    /// No road that one gets onto is near enough.
    OutOfReach {
        /// How far was looked.
        reach: Metres,
    },
    /// Its position is not on the globe.
    NotOnGlobe,
    /// There is a road, and no park that it leads to.
    NoWay,
}

impl InWords for NoRoad {
    fn in_words(&self) -> Text {
        match self {
            Self::OutOfReach { reach } => Text::new(
                format!("{:.1} 公里内没有可以驶入的道路", reach.kilometres()),
                format!("no road that can be got onto within {:.1} km", reach.kilometres()),
            ),
            Self::NotOnGlobe => Text::new("位置不在地球上", "its position is not on the globe"),
            Self::NoWay => {
                Text::new("最近的道路不通往任何园区", "the nearest road leads to no park")
            }
        }
    }
}

impl Network {
    /// Where a site meets the network: the nearest point of a road that one gets onto from beside, as the profile has
    /// it, on the ground, and from which one can drive to most of the network and back. It depends on the site and
    /// the network alone, never on parks. Of equally near ones, the first edge.
    ///
    /// Which is nearest is measured on the plane that touches the ellipsoid at the site; the way there is a geodesic.
    ///
    /// # Errors
    /// [`NoRoad`] if there is none within `reach`.
    ///
    /// ```
    /// use geo_types::{line_string, Point};
    /// use parkward_model::Metres;
    /// use parkward_roads::{Making, Network, Way};
    /// let road = Way::along(line_string![(x: 121.0, y: 30.7), (x: 121.1, y: 30.7)]);
    /// let (network, _) = Network::of([road], &[], &Making::default())?;
    /// let snapped = network.snap(Point::new(121.05, 30.71), Metres(5_000.0)).expect("1.1 km");
    /// assert_eq!(snapped.access.to_string(), "1.11 km");
    /// assert!((snapped.point.x() - 121.05).abs() < 1e-9);
    /// # Ok::<(), parkward_roads::NoNetwork>(())
    /// ```
    pub fn snap(&self, site: Point<f64>, reach: Metres) -> Result<Snapped, NoRoad> {
        if !(site.x().abs() <= 180.0 && site.y().abs() <= 90.0) {
            return Err(NoRoad::NotOnGlobe);
        }
        let plane = Plane::at(site.0);
        let measure = |edge: usize| self.is_docked(edge).then(|| self.nearest_on(edge, &plane));
        // What is within reach on the ellipsoid is not left out for the error of the plane.
        let found = self.tree.nearest(&plane, reach.0 * 1.01, measure);
        let snapped = found.map(|(_, edge, (at, coord))| {
            let access = distance_between(site, Point(coord));
            Snapped { position: Position { edge, at }, point: Point(coord), access }
        });
        snapped.filter(|snapped| snapped.access <= reach).ok_or(NoRoad::OutOfReach { reach })
    }

    /// The point of an edge that is nearest to the centre of a plane: how far, and where.
    pub(crate) fn nearest_on(&self, edge: usize, plane: &Plane) -> (f64, (Weight, Coord<f64>)) {
        let chain = || self.vertices(edge).map(|place| plane.metres(place.coord()));
        let (mut far, mut before, mut foot, mut along) = (f64::INFINITY, 0.0, [0.0; 2], 0.0);
        for (a, b) in chain().zip(chain().skip(1)) {
            let step = [b[0] - a[0], b[1] - a[1]];
            let length = step[0].hypot(step[1]);
            let ahead = -(a[0] * step[0] + a[1] * step[1]) / (length * length);
            let part = if length > 0.0 { ahead.clamp(0.0, 1.0) } else { 0.0 };
            let here = [a[0] + part * step[0], a[1] + part * step[1]];
            let distance = here[0].hypot(here[1]);
            if distance < far {
                (far, foot, along) = (distance, here, before + part * length);
            }
            before += length;
        }
        (far, (self.part(edge, along / before), plane.coord(foot)))
    }

    /// Where the vertices of an edge are, as parts 0…1 of its length.
    pub(crate) fn parts(&self, edge: usize) -> Vec<f64> {
        let mut vertices = self.vertices(edge).map(Place::coord);
        let first = vertices.next().expect("an edge has two ends");
        let plane = Plane::at(first);
        let (mut before, mut along) = ([0.0; 2], 0.0);
        let mut parts = vec![0.0];
        for vertex in vertices {
            let here = plane.metres(vertex);
            along += (here[0] - before[0]).hypot(here[1] - before[1]);
            before = here;
            parts.push(along);
        }
        parts.iter_mut().for_each(|part| *part /= along);
        parts
    }

    /// A part of an edge, 0…1 of it, in millimetres from its first end.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to the length")]
    pub(crate) fn part(&self, edge: usize, part: f64) -> Weight {
        let length = self.edges.all[edge].length;
        Weight((f64::from(length.0) * part.clamp(0.0, 1.0)).round() as u32)
    }

    /// What an access leg comes to by the network's measure, at the profile's speed of access.
    #[must_use]
    pub fn access(&self, leg: Metres) -> Option<Weight> {
        match self.making.measure {
            Measure::Distance => Weight::of_length(leg),
            Measure::Time => Weight::of_time(leg, self.making.profile.access_kmh),
        }
    }

    /// The nodes that one gets to first from a position, with what is between: one for each direction that one may
    /// drive in.
    #[must_use]
    pub fn exits(&self, position: Position) -> Vec<Seed> {
        self.ways_out(position).map(|(_, exit)| exit).collect()
    }

    /// The nodes from which one gets to a position next, with what is between.
    #[must_use]
    pub fn entries(&self, position: Position) -> Vec<Seed> {
        self.ways_in(position).map(|(_, entry)| entry).collect()
    }

    /// The exits of a position, with the direction that leads to each.
    pub(crate) fn ways_out(&self, position: Position) -> impl Iterator<Item = (bool, Seed)> + '_ {
        self.directions(position.edge).map(move |back| {
            let drive = drive(position.edge, back);
            let node = self.copies.head(&self.edges.all[position.edge], drive);
            let rest = self.weight(position.edge).0 - self.driven(position, back).0;
            (back, Seed { node, weight: Weight(rest) })
        })
    }

    /// The entries of a position, with the direction that leads from each.
    pub(crate) fn ways_in(&self, position: Position) -> impl Iterator<Item = (bool, Seed)> + '_ {
        self.directions(position.edge).flat_map(move |back| {
            let weight = self.driven(position, back);
            let drive = drive(position.edge, back);
            let tails = self.copies.tails(&self.edges.all[position.edge], drive);
            tails.map(move |node| (back, Seed { node, weight }))
        })
    }

    /// The directions in which one may drive along an edge: forth, back.
    fn directions(&self, edge: usize) -> impl Iterator<Item = bool> + use<> {
        let open = self.edges.all[edge].open;
        [false, true].into_iter().filter(move |back| open[usize::from(*back)])
    }

    /// From one position to another one on the same edge without leaving it, if one may drive in that direction.
    #[must_use]
    pub fn along(&self, from: Position, to: Position) -> Option<Weight> {
        let back = from.at > to.at;
        let open = self.edges.all[from.edge].open[usize::from(back)];
        (from.edge == to.edge && (open || from == to))
            .then(|| Weight(self.driven(to, back).0 - self.driven(from, back).0))
    }

    /// What one has driven of an edge on getting to a position, forth or back. Parts so counted sum to the whole.
    fn driven(&self, position: Position, back: bool) -> Weight {
        let length = self.edges.all[position.edge].length;
        let at = if back { Weight(length.0 - position.at.0.min(length.0)) } else { position.at };
        self.weight(position.edge).up_to(at, length)
    }
}
