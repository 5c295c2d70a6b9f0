//! Targets and shares of the land evaluation.

use crate::tables::land_use::{LandUse, ZoneType};
use std::collections::BTreeMap;

impl LandUse {
    /// What is wrong with the table: place, expected, found.
    pub(crate) fn fault(&self) -> Option<(String, String, String)> {
        let zones: BTreeMap<&str, &ZoneType> =
            self.zone_types.iter().map(|zone| (zone.id.as_str(), zone)).collect();
        let known: Vec<&str> = zones.keys().copied().collect();
        for (number, target) in self.targets.iter().enumerate() {
            let place = format!("land_use.targets[{number}] ({})", target.indicator.key());
            if let Some(value) = target.value.filter(|value| !(*value > 0.0 && *value < 1e9)) {
                return Some((
                    format!("{place}.value"),
                    "a positive number".to_owned(),
                    value.to_string(),
                ));
            }
            if !(0.0..=1e6).contains(&target.weight) {
                let found = target.weight.to_string();
                return Some((
                    format!("{place}.weight"),
                    "a number of 0 or more".to_owned(),
                    found,
                ));
            }
            if let Some(zone) = target.zone_types.iter().find(|z| !zones.contains_key(z.as_str())) {
                let expected = format!("one of {}", known.join(", "));
                return Some((format!("{place}.zone_types"), expected, zone.clone()));
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
                return Some((place, "a share from 0 to 1".to_owned(), share.to_string()));
            }
        }
        None
    }
}
