//! Rules of space, kinds of zones, classes of land.

use crate::book::RuleBook;
use crate::error::{ValueFault, wrong};
use crate::tables::spatial::LandClass;
use parkward_model::Text;

impl RuleBook {
    pub(super) fn check_spatial(&self) -> Result<(), ValueFault> {
        let kinds: Vec<&str> = self.zone_kinds.iter().map(|kind| kind.id.as_str()).collect();
        let known = kinds.join(", ");
        let one_of =
            [&*format!(" zone_kinds 之一：{known}"), &*format!("one of the zone_kinds: {known}")];
        if let Some(kind) = self.zone_kinds.iter().find(|kind| !is_colour(&kind.colour)) {
            let place = format!("zone_kinds.{}.colour", kind.id);
            return wrong(place, ["颜色，如 #3b6fb6", "a colour such as #3b6fb6"], &kind.colour);
        }
        for rule in &self.spatial {
            if !kinds.contains(&rule.kind.as_str()) {
                return wrong(format!("spatial.{}.kind", rule.id), one_of, &rule.kind);
            }
            let place = format!("spatial.{}.distance_m", rule.id);
            match rule.distance_m {
                Some(metres) if rule.own_distance => {
                    return wrong(
                        place,
                        [
                            "空，因为已写 own_distance = true",
                            "no distance beside own_distance = true",
                        ],
                        metres,
                    );
                }
                Some(metres) if !(0.0..=MOST_METRES).contains(&metres) => {
                    return wrong(place, [" 0 至 100,000 米", "metres from 0 to 100,000"], metres);
                }
                None if !rule.own_distance => {
                    let expected = [
                        "以米为单位的距离（0 为区内）或 own_distance = true",
                        "metres, 0 for within, or own_distance = true",
                    ];
                    let found = Text::new("两者皆无", "neither");
                    return Err(ValueFault { found, ..ValueFault::none(place, expected) });
                }
                _ => {}
            }
        }
        let inside = |class: &LandClass| Some((class.id.clone(), class.inside.clone()?));
        if let Some((id, kind)) = self
            .land_classes
            .iter()
            .filter_map(inside)
            .find(|(_, kind)| !kinds.contains(&kind.as_str()))
        {
            return wrong(format!("land_classes.{id}.inside"), one_of, &kind);
        }
        if self.land_classes.len() > 254 {
            let count = self.land_classes.len();
            return wrong("land_classes", ["至多 254 类", "at most 254 classes"], count);
        }
        Ok(())
    }
}

/// No rule of space reaches further: a slip of the pen, or kilometres for metres.
const MOST_METRES: f64 = 100_000.0;

pub(crate) fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}
