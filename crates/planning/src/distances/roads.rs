//! Distances by road: to the nearest gate, with the access legs.

use super::{Asked, Distances, Roads};
use crate::by_road::network::{Left, Looking};
use geo_types::Point;
use parkward_geometry::Near;
use parkward_model::Metres;

impl Distances for Roads {
    fn batch(&self) -> usize {
        match self.roads.left() {
            Left::Complete(_) => 1,
            // What several sites ask beyond their lists is found in one search.
            Left::Nearest(_) => 1 << 12,
        }
    }

    fn first(&self, asked: &[Asked], wanted: impl Fn(usize, usize) -> bool) -> Vec<Near> {
        let looking = |asked: &Asked| Looking {
            start: self.roads.start(asked.site, &self.by_road).ok(),
            count: asked.count,
            within: self.by_road.beyond(asked.within),
        };
        let looking: Vec<Looking> = asked.iter().map(looking).collect();
        self.roads.first(&looking, wanted, &self.by_road)
    }

    fn within(&self, site: Point<f64>, limit: Metres) -> Vec<(usize, Metres)> {
        let Ok(start) = self.roads.start(site, &self.by_road) else { return Vec::new() };
        let near = self.roads.within(start, self.by_road.beyond(limit)).into_iter();
        let counted = near.map(|(park, weight)| (park, self.by_road.counted(weight)));
        counted.take_while(|(_, distance)| *distance <= limit).collect()
    }

    fn reach(&self, site: Point<f64>, limit: Metres) -> impl Fn(usize) -> bool {
        let near = self.within(site, limit);
        move |park| near.iter().any(|(other, _)| *other == park)
    }

    fn between(&self, site: Point<f64>, park: usize) -> Metres {
        let start = self.roads.start(site, &self.by_road).ok();
        let weight = start.and_then(|start| self.roads.between(start, park));
        weight.map_or(Metres(f64::INFINITY), |weight| self.by_road.counted(weight))
    }

    fn is_cut_off(&self, site: Point<f64>) -> bool {
        let Ok(start) = self.roads.start(site, &self.by_road) else { return true };
        self.roads.is_stuck(start)
    }
}
