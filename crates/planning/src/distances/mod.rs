//! How far parks are from the sites of enterprises and projects: what planning asks, and who answers.

use crate::settings::PlanOptions;
use geo_types::Point;
use parkward_geometry::{IndexError, Near, ParkIndex};
use parkward_model::{Metres, Park};

/// What planning asks of distances. Parks are spoken of by their position in the survey; of those equally far
/// the first comes first.
///
/// A distance is asked between places: from where an enterprise stands, not for the enterprise. A matrix that a
/// user hands over is therefore keyed by place, and two enterprises at one place share their distances.
///
/// Answers come for many parks or many sites at once, so that whoever has to prepare a site, or walks a
/// network from it, does so once.
///
/// Where a move enters a park is no distance: that point is drawn and recorded, and no cost rests on it. Plans ask
/// the boundaries for it ([`ParkIndex::nearest_point`]), whatever kind of distance they go by.
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
    /// Boundaries: who stands in a park, and where a move ends.
    pub(crate) index: ParkIndex,
}

impl PlanOptions {
    /// The parks on the ground, with the distances that these options go by.
    pub(crate) fn ground(&self, parks: &[Park]) -> Result<Ground, IndexError> {
        Ok(Ground { index: ParkIndex::build(parks)? })
    }
}

impl Ground {
    /// The distances that plans go by: over the ellipsoid, to the boundary.
    pub(crate) fn distances(&self) -> &impl Distances {
        &self.index
    }
}

impl Distances for ParkIndex {
    fn batch(&self) -> usize {
        1 // who stands far from the others would walk the tree as far as they do
    }

    fn first(&self, asked: &[Asked], wanted: impl Fn(usize, usize) -> bool) -> Vec<Near> {
        let sites: Vec<Point<f64>> = asked.iter().map(|asked| asked.site).collect();
        let mut neighbourhood = self.neighbourhood(&sites);
        let nearest = |(index, asked): (usize, &Asked)| {
            let wanted = |park| wanted(index, park);
            neighbourhood.nearest(&self.origin(asked.site), wanted, asked.count, asked.within)
        };
        asked.iter().enumerate().map(nearest).collect()
    }

    fn within(&self, site: Point<f64>, limit: Metres) -> Vec<(usize, Metres)> {
        self.nearest(site).take_while(|(_, distance)| *distance <= limit).collect()
    }

    fn reach(&self, site: Point<f64>, limit: Metres) -> impl Fn(usize) -> bool {
        let origin = self.origin(site);
        move |park| origin.is_within(park, limit)
    }

    fn between(&self, site: Point<f64>, park: usize) -> Metres {
        self.distance(park, site)
    }
}
