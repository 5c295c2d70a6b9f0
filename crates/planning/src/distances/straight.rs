//! Distances over the ellipsoid, to the boundary.

use super::{Asked, Distances};
use geo_types::Point;
use parkward_geometry::{Near, ParkIndex};
use parkward_model::Metres;

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

    fn is_cut_off(&self, _: Point<f64>) -> bool {
        false
    }
}
