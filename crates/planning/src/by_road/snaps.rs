//! Where sites come onto the roads, found once for each: plans ask many times.

use crate::by_road::network::ParkRoads;
use geo_types::Point;
use parkward_roads::{NoRoad, Snapped};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// What was found, by the bits of a longitude and a latitude.
pub(crate) type Snaps = RwLock<HashMap<[u64; 2], Snapped>>;

impl ParkRoads {
    /// Where a site meets the roads.
    pub(crate) fn snap(&self, site: Point<f64>) -> Result<Snapped, NoRoad> {
        let key = [site.x().to_bits(), site.y().to_bits()];
        let known = self.snaps.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = self.network.snap(site, self.settings.reach())?;
        self.snaps.write().unwrap_or_else(PoisonError::into_inner).insert(key, found);
        Ok(found)
    }
}
