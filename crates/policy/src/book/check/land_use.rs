//! Targets and shares of the land evaluation.

use crate::error::ValueFault;
use crate::tables::land_use::{LandUse, ZoneType};
use std::collections::BTreeMap;

impl LandUse {
    /// What is wrong with the table.
    pub(crate) fn fault(&self) -> Option<ValueFault> {
        let zones: BTreeMap<&str, &ZoneType> =
            self.zone_types.iter().map(|zone| (zone.id.as_str(), zone)).collect();
        let known: Vec<&str> = zones.keys().copied().collect();
        for (number, target) in self.targets.iter().enumerate() {
            let place = format!("land_use.targets[{number}] ({})", target.indicator.key());
            if let Some(value) = target.value.filter(|value| !(*value > 0.0 && *value < 1e9)) {
                let expected = ["正数", "a positive number"];
                return Some(ValueFault::new(format!("{place}.value"), expected, value));
            }
            if !(0.0..=1e6).contains(&target.weight) {
                let expected = ["不小于 0 的数", "a number of 0 or more"];
                return Some(ValueFault::new(format!("{place}.weight"), expected, target.weight));
            }
            if let Some(zone) = target.zone_types.iter().find(|z| !zones.contains_key(z.as_str())) {
                return Some(ValueFault::not_one_of(format!("{place}.zone_types"), &known, zone));
            }
        }
        let shares = &self.spare;
        for (key, share) in [
            ("idle", shares.idle),
            ("unbuilt", shares.unbuilt),
            ("ready", shares.ready),
            ("structural", shares.structural),
            ("intensity", shares.intensity),
            ("usable", shares.usable),
        ] {
            if !(0.0..=1.0).contains(&share) {
                let place = format!("land_use.spare.{key}");
                return Some(ValueFault::new(
                    place,
                    [" 0 至 1 的比例", "a share from 0 to 1"],
                    share,
                ));
            }
        }
        None
    }
}
