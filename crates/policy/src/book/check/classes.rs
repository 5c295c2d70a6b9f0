//! Classes of enterprises.

use crate::book::RuleBook;
use crate::error::{RuleBookError, ValueError};
use crate::tables::classes::Baseline;

impl RuleBook {
    pub(crate) fn check_classes(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        let Some(rules) = &self.classes else { return Ok(()) };
        if rules.elements.is_empty() {
            return value("classes.elements".into(), "one or more", &"none");
        }
        for element in &rules.elements {
            let baseline = match element.baseline {
                Baseline::Value(value) | Baseline::Mean { mean: value } => value,
            };
            for (key, number) in
                [("weight", element.weight), ("baseline", baseline), ("cap", element.cap)]
            {
                if !(number > 0.0 && number <= 1e12) {
                    let place = format!("classes.{}.{key}", element.id);
                    return value(place, "a positive number up to 1,000,000,000,000", &number);
                }
            }
        }
        if rules.shares.len() > 200 {
            return value("classes.shares".into(), "at most 200 classes", &rules.shares.len());
        }
        if let Some((key, share)) = rules.shares.iter().find(|(_, s)| !(0.0..=1.0).contains(*s)) {
            return value(format!("classes.shares.{key}"), "a number from 0 to 1", share);
        }
        let last = rules.shares.values().copied().fold(0.0, f64::max);
        if last < 1.0 {
            return value("classes.shares".into(), "1 for the last class", &last);
        }
        if rules.shares.contains_key(&rules.not_rated) {
            let expected = "a key that no class has";
            return value("classes.not_rated".into(), expected, &rules.not_rated);
        }
        if let Some(limit) = rules.small_below_ha.filter(|limit| !(0.0..=1e6).contains(limit)) {
            return value("classes.small_below_ha".into(), "a number from 0 to 1,000,000", &limit);
        }
        for (key, km) in &rules.priority_km {
            let place = format!("classes.priority_km.{key}");
            if !rules.shares.contains_key(key) && *key != rules.not_rated {
                let keys: Vec<&str> = rules.shares.keys().map(String::as_str).collect();
                let expected = format!("one of {}, {}", keys.join(", "), rules.not_rated);
                return value(place, &expected, key);
            }
            if !(0.0..=1e6).contains(km) {
                return value(place, "a number from 0 to 1,000,000", km);
            }
        }
        Ok(())
    }
}
