//! Where sites come onto the roads, found once for each: plans ask many times.

use geo_types::Point;
use parkward_model::Metres;
use parkward_roads::{Network, NoRoad, Snapped};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// What was found, by the bits of a longitude and a latitude.
#[derive(Debug, Default)]
pub(crate) struct Snaps(RwLock<HashMap<[u64; 2], Snapped>>);

impl Snaps {
    /// Where a site meets a network, always the same one, within a reach.
    pub(crate) fn of(
        &self,
        site: Point<f64>,
        network: &Network,
        reach: Metres,
    ) -> Result<Snapped, NoRoad> {
        let key = [site.x().to_bits(), site.y().to_bits()];
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = network.snap(site, reach)?;
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, found);
        Ok(found)
    }
}
