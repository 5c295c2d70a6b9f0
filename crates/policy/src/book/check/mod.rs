//! The checks that make a rule file a rule book, one for each table.

pub(crate) mod classes;
pub(crate) mod codes;
pub(crate) mod land_use;
pub(crate) mod references;
pub(crate) mod spatial;

use crate::book::RuleBook;
use crate::error::RuleBookError;
use crate::tables::land_use::LandUse;

impl RuleBook {
    /// Every key refers to something, every code exists, every number can be used.
    ///
    /// Called by [`RuleBook::parse`]; call it again after changing a weight. `file` names the culprit.
    ///
    /// # Errors
    /// [`RuleBookError::Value`] with the place, what was expected and what was found.
    pub fn check(&self, file: &str) -> Result<(), RuleBookError> {
        let value = |place: String, expected: &str, found: &dyn std::fmt::Display| {
            Err(RuleBookError::Value {
                file: file.to_owned(),
                place,
                expected: expected.to_owned(),
                found: found.to_string(),
            })
        };
        let w = &self.weights;
        for (key, number) in [
            ("fit_km", w.fit_km),
            ("utilisation_km", w.utilisation_km),
            ("cut_off_km", w.cut_off_km),
            ("unplaced_km", w.unplaced_km),
            ("quality_km", w.quality_km),
            ("project_km", w.project_km),
        ] {
            if !(0.0..=1e6).contains(&number) {
                return value(format!("weights.{key}"), "a number from 0 to 1,000,000", &number);
            }
        }
        if !(0.0..=1.0).contains(&w.minimum_fit) {
            return value("weights.minimum_fit".into(), "a number from 0 to 1", &w.minimum_fit);
        }
        let dearest = self.dearest_move_km();
        if w.unplaced_km <= dearest {
            let expected = format!(
                "more than {dearest} km, the dearest move these weights allow (cut-off, fit, \
                 utilisation and preferences together)"
            );
            return value("weights.unplaced_km".into(), &expected, &w.unplaced_km);
        }
        if let Some((place, expected, found)) = self.land_use.as_ref().and_then(LandUse::fault) {
            return value(place, &expected, &found);
        }
        self.check_codes(&value)?;
        self.check_references(&value)?;
        self.check_classes(&value)
    }
}
