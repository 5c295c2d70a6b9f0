//! What an enterprise adds to an indicator of what a plan should improve.

use crate::book::RuleBook;
use crate::fields::{LAND, number};
use crate::tables::improve::Gauge;
use parkward_model::Enterprise;

impl RuleBook {
    /// What an enterprise adds to numerator and denominator of a gauge, when it holds `land` hectares;
    /// `None` where something is unknown, or the gauge is none of enterprises.
    pub fn gauge(
        &self,
        gauge: &Gauge,
        enterprise: &Enterprise,
        land: Option<f64>,
    ) -> Option<[f64; 2]> {
        let value = |field: &str| if field == LAND { land } else { number(enterprise, field) };
        match gauge {
            Gauge::Ratio { field, per } => Some([value(field)?, value(per)?]),
            Gauge::Mean { field, by } => {
                let weight = value(by)?;
                Some([value(field)? * weight, weight])
            }
            Gauge::HighTechnology { by } => {
                let weight = by.as_ref().map_or(Some(1.0), |by| value(by))?;
                let listed = self.high_technology(enterprise.industry.as_ref()?).is_some();
                Some([if listed { weight } else { 0.0 }, weight])
            }
            Gauge::BuiltRate {} => None,
        }
    }
}
