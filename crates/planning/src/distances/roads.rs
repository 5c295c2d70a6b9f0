//! Distances by road: to the nearest gate, with the access legs.

use super::{Asked, Distances};
use crate::by_road::network::{Left, Looking, ParkRoads};
use geo_types::Point;
use parkward_geometry::Near;
use parkward_model::Metres;

impl Distances for ParkRoads {
    fn batch(&self) -> usize {
        match self.left() {
            Left::Complete(_) => 1,
            // What several sites ask beyond their lists is found in one search.
            Left::Nearest(_) => 1 << 14,
        }
    }

    fn first(&self, asked: &[Asked], wanted: impl Fn(usize, usize) -> bool) -> Vec<Near> {
        let looking = |asked: &Asked| Looking {
            start: self.start(asked.site).ok(),
            count: asked.count,
            within: self.settings.beyond(asked.within),
        };
        let looking: Vec<Looking> = asked.iter().map(looking).collect();
        self.find(&looking, wanted)
    }

    fn within(&self, site: Point<f64>, limit: Metres) -> Vec<(usize, Metres)> {
        let Ok(start) = self.start(site) else { return Vec::new() };
        let near = self.all_within(start, self.settings.beyond(limit)).into_iter();
        let counted = near.map(|(park, weight)| (park, self.settings.counted(weight)));
        counted.take_while(|(_, distance)| *distance <= limit).collect()
    }

    fn reach(&self, site: Point<f64>, limit: Metres) -> impl Fn(usize) -> bool {
        let near = self.within(site, limit);
        move |park| near.iter().any(|(other, _)| *other == park)
    }

    fn between(&self, site: Point<f64>, park: usize) -> Metres {
        let weight = self.start(site).ok().and_then(|start| self.weight_between(start, park));
        weight.map_or(Metres(f64::INFINITY), |weight| self.settings.counted(weight))
    }

    fn is_cut_off(&self, site: Point<f64>) -> bool {
        self.start(site).map_or(true, |start| self.is_stuck(start))
    }
}
