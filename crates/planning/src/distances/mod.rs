//! How far parks are from the sites of enterprises and projects: what planning asks, and who answers.

mod roads;
mod straight;

use crate::by_road::network::ParkRoads;
use crate::by_road::travel::Travel;
use crate::settings::PlanOptions;
use geo_types::Point;
use parkward_geometry::{IndexError, Near, ParkIndex};
use parkward_model::{Metres, Park};
use std::sync::Arc;

/// What planning asks of distances. Parks are spoken of by their position in the survey; of those equally far
/// the first comes first.
///
/// A distance is asked between places: from where an enterprise stands, not for the enterprise. A matrix that a
/// user hands over is therefore keyed by place, and two enterprises at one place share their distances.
///
/// Answers come for many parks or many sites at once, so that whoever has to prepare a site, or walks a
/// network from it, does so once.
pub(crate) trait Distances: Sync {
    /// How many sites that do not stand near each other are best asked for at once.
    fn batch(&self) -> usize;

    /// The nearest parks of each of a few sites: of those `wanted`, by place among `asked` and park, as many
    /// as it asks for, with what is known of the others. A site in a park may be told that the park is as far
    /// as its boundary.
    fn first(&self, asked: &[Asked], wanted: impl Fn(usize, usize) -> bool) -> Vec<Near>;

    /// All parks within a limit of a site, nearest first.
    fn within(&self, site: Point<f64>, limit: Metres) -> Vec<(usize, Metres)>;

    /// Says of one park after another whether it is within a limit of a site.
    fn reach(&self, site: Point<f64>, limit: Metres) -> impl Fn(usize) -> bool;

    /// From a site to one park; infinite if there is no way.
    fn between(&self, site: Point<f64>, park: usize) -> Metres;

    /// Whether a site has no way to any park, wherever they are.
    fn is_cut_off(&self, site: Point<f64>) -> bool;
}

/// How many parks a site asks for: the `count` nearest, and all `within`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) site: Point<f64>,
    pub(crate) count: usize,
    pub(crate) within: Metres,
}

/// Where the parks are, and how far from everybody.
#[derive(Debug)]
pub(crate) struct Ground {
    /// Boundaries: who stands in a park, and where a straight move ends.
    pub(crate) index: ParkIndex,
    /// The roads, where distances are by road.
    pub(crate) roads: Option<Arc<ParkRoads>>,
}

/// Why there is no ground to measure on.
#[derive(Debug)]
pub(crate) enum NoGround {
    /// A park's boundary is not on the globe.
    Index(IndexError),
    /// Distances are by road, and the roads are not there.
    NoRoads,
}

/// How a move goes, for drawing and the record: no cost rests on it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Move {
    /// How far it is, where that is another number than the distance that counts: where time does.
    pub(crate) distance: Option<Metres>,
    /// What else there is to tell, by road.
    pub(crate) travel: Option<Travel>,
    /// Where it ends: at the gate, else at the nearest point of the boundary.
    pub(crate) entry: [f64; 2],
}

impl PlanOptions {
    /// The parks on the ground, with the distances that these options go by.
    pub(crate) fn ground(&self, parks: &[Park]) -> Result<Ground, NoGround> {
        let index = ParkIndex::build(parks).map_err(NoGround::Index)?;
        Ok(Ground { index, roads: self.roads_to(parks)? })
    }

    /// The roads to some parks, if distances are by road.
    pub(crate) fn roads_to(&self, parks: &[Park]) -> Result<Option<Arc<ParkRoads>>, NoGround> {
        let Some(by_road) = &self.by_road else { return Ok(None) };
        let there = by_road.roads.as_ref().filter(|roads| roads.are_of(parks));
        there.cloned().ok_or(NoGround::NoRoads).map(Some)
    }
}

impl Ground {
    /// The distances that plans go by.
    pub(crate) fn distances(&self) -> &impl Distances {
        self
    }

    /// Where a straight move ends: at the nearest point of the park's boundary.
    pub(crate) fn entry(&self, site: Point<f64>, park: usize) -> [f64; 2] {
        let entry = self.index.nearest_point(park, site);
        let entry = entry.expect("a park that is near has a boundary");
        [entry.x(), entry.y()]
    }

    /// How some moves go, each from a site to a park that can be reached.
    pub(crate) fn moves(&self, moves: &[(Point<f64>, usize)]) -> Vec<Move> {
        let Some(roads) = &self.roads else {
            let straight =
                |&(site, park)| Move { entry: self.entry(site, park), ..Move::default() };
            return moves.iter().map(straight).collect();
        };
        let mut found = vec![Move::default(); moves.len()];
        roads.each_way(moves, |index, way| {
            let (site, park) = moves[index];
            found[index] = match way {
                Some(way) => Move {
                    distance: roads.settings.told(way.distance),
                    travel: Some(way.travel(self.index.distance(park, site))),
                    entry: [way.gate.x(), way.gate.y()],
                },
                // Somebody who stands in the park.
                None => Move { entry: self.entry(site, park), ..Move::default() },
            };
        });
        found
    }
}

/// By road where there are roads, else straight; 0 within a park.
impl Distances for Ground {
    fn batch(&self) -> usize {
        match &self.roads {
            Some(roads) => roads.batch(),
            None => self.index.batch(),
        }
    }

    fn first(&self, asked: &[Asked], wanted: impl Fn(usize, usize) -> bool) -> Vec<Near> {
        match &self.roads {
            Some(roads) => roads.first(asked, wanted),
            None => self.index.first(asked, wanted),
        }
    }

    fn within(&self, site: Point<f64>, limit: Metres) -> Vec<(usize, Metres)> {
        let Some(roads) = &self.roads else { return self.index.within(site, limit) };
        let mut inside = self.index.containing(site).all().to_vec();
        inside.sort_unstable();
        let mut near = roads.within(site, limit);
        near.retain(|(park, _)| !inside.contains(park));
        inside.into_iter().map(|park| (park, Metres(0.0))).chain(near).collect()
    }

    fn reach(&self, site: Point<f64>, limit: Metres) -> impl Fn(usize) -> bool {
        let straight = self.roads.is_none().then(|| self.index.reach(site, limit));
        let near: Vec<usize> = match &self.roads {
            Some(_) => self.within(site, limit).into_iter().map(|(park, _)| park).collect(),
            None => Vec::new(),
        };
        move |park| straight.as_ref().map_or_else(|| near.contains(&park), |within| within(park))
    }

    fn between(&self, site: Point<f64>, park: usize) -> Metres {
        match &self.roads {
            Some(_) if self.index.containing(site).all().contains(&park) => Metres(0.0),
            Some(roads) => roads.between(site, park),
            None => self.index.between(site, park),
        }
    }

    fn is_cut_off(&self, site: Point<f64>) -> bool {
        self.roads.as_ref().is_some_and(|roads| roads.is_cut_off(site))
    }
}
