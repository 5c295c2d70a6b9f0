//! The checks that make a rule file a rule book, one for each table.

pub(crate) mod classes;
pub(crate) mod codes;
pub(crate) mod land_use;
pub(crate) mod references;
pub(crate) mod spatial;

use crate::book::RuleBook;
use crate::error::{RuleBookError, ValueFault, wrong};
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
        self.check_values()
            .map_err(|fault| RuleBookError::Value { file: file.to_owned(), fault: fault.into() })
    }

    fn check_values(&self) -> Result<(), ValueFault> {
        let w = &self.weights;
        for weight in Weight::all() {
            if let Some([zh, en]) = weight.expected(w) {
                let place = format!("weights.{}", weight.key());
                return wrong(place, [&zh, &en], weight.of(w));
            }
        }
        let dearest = self.dearest_move_km();
        if w.unplaced_km <= dearest {
            let names = |lang: usize| TERMS.each_ref().map(|term| term.name[lang]);
            let zh = format!(
                "大于 {dearest} km 的数，即这些权重下最贵的一次迁移（截止距离与{}之和）",
                names(0).join("、")
            );
            let names = names(1);
            let (last, others) = names.split_last().expect("there are terms");
            let en = format!(
                "more than {dearest} km, the dearest move these weights allow (cut-off, {} and \
                 {last} together)",
                others.join(", ")
            );
            return wrong("weights.unplaced_km", [&zh, &en], w.unplaced_km);
        }
        if let Some(fault) = self.land_use.as_ref().and_then(LandUse::fault) {
            return Err(fault);
        }
        self.check_codes()?;
        self.check_references()?;
        self.check_classes()
    }
}
