//! Classes of enterprises.

use crate::book::RuleBook;
use crate::error::{ValueFault, not_one_of, wrong};
use crate::tables::classes::Baseline;

impl RuleBook {
    pub(crate) fn check_classes(&self) -> Result<(), ValueFault> {
        let Some(rules) = &self.classes else { return Ok(()) };
        if rules.elements.is_empty() {
            return Err(ValueFault::none("classes.elements", ["一项或多项", "one or more"]));
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
                    return wrong(
                        place,
                        [
                            "不超过 1,000,000,000,000 的正数",
                            "a positive number up to 1,000,000,000,000",
                        ],
                        number,
                    );
                }
            }
        }
        if rules.shares.len() > 200 {
            return wrong(
                "classes.shares",
                ["至多 200 类", "at most 200 classes"],
                rules.shares.len(),
            );
        }
        if let Some((key, share)) = rules.shares.iter().find(|(_, s)| !(0.0..=1.0).contains(*s)) {
            return wrong(
                format!("classes.shares.{key}"),
                [" 0 至 1 的数", "a number from 0 to 1"],
                share,
            );
        }
        let last = rules.shares.values().copied().fold(0.0, f64::max);
        if last < 1.0 {
            return wrong("classes.shares", ["最后一类为 1", "1 for the last class"], last);
        }
        if rules.shares.contains_key(&rules.not_rated) {
            let expected = ["各类都没有的键", "a key that no class has"];
            return wrong("classes.not_rated", expected, &rules.not_rated);
        }
        if let Some(limit) = rules.small_below_ha.filter(|limit| !(0.0..=1e6).contains(limit)) {
            return wrong(
                "classes.small_below_ha",
                [" 0 至 1,000,000 的数", "a number from 0 to 1,000,000"],
                limit,
            );
        }
        for (key, km) in &rules.priority_km {
            let place = format!("classes.priority_km.{key}");
            if !rules.shares.contains_key(key) && *key != rules.not_rated {
                let keys = rules.shares.keys().chain([&rules.not_rated]);
                let keys: Vec<&str> = keys.map(String::as_str).collect();
                return not_one_of(place, &keys, key);
            }
            if !(0.0..=1e6).contains(km) {
                return wrong(place, [" 0 至 1,000,000 的数", "a number from 0 to 1,000,000"], km);
            }
        }
        Ok(())
    }
}
