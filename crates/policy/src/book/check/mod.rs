//! The checks that make a rule file a rule book, one for each table.

pub(crate) mod classes;
pub(crate) mod codes;
pub(crate) mod land_use;
pub(crate) mod references;
pub(crate) mod spatial;

use crate::book::RuleBook;
use crate::error::RuleBookError;
use crate::tables::land_use::LandUse;
use crate::tables::terms::TERMS;
use crate::tables::weights::Weight;

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
        for weight in Weight::all() {
            if let Some(expected) = weight.expected(w) {
                return value(format!("weights.{}", weight.key()), &expected, &weight.of(w));
            }
        }
        let dearest = self.dearest_move_km();
        if w.unplaced_km <= dearest {
            let names = TERMS.each_ref().map(|term| term.name[1]);
            let (last, others) = names.split_last().expect("there are terms");
            let expected = format!(
                "more than {dearest} km, the dearest move these weights allow (cut-off, {} and \
                 {last} together)",
                others.join(", ")
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
