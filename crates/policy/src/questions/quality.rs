//! The "four elements" as a score: when land is short, the better enterprises get it.

use crate::book::RuleBook;
use crate::fields::number;
use crate::tables::quality::{Measure, QualityElement};
use parkward_model::Enterprise;
use serde::{Deserialize, Serialize};

/// How one element was scored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ElementScore {
    /// The element's id.
    pub element: String,
    /// 0…1; `None`: not rated, for want of data.
    pub score: Option<f64>,
}

/// The quality of an enterprise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Σ weight·score / Σ weight, 0…1. An element that is not rated adds nothing to the numerator:
    /// missing data earns no land.
    pub score: f64,
    /// The elements, in the order of the book.
    pub elements: Vec<ElementScore>,
}

impl RuleBook {
    /// Scores an enterprise by the "four elements". A book without elements gives everybody 0.
    pub fn quality(&self, enterprise: &Enterprise) -> Quality {
        let element = |element: &QualityElement| ElementScore {
            element: element.id.clone(),
            score: self.element_score(element, enterprise),
        };
        Quality {
            score: self.quality_score(enterprise),
            elements: self.quality.iter().map(element).collect(),
        }
    }

    /// The score of [`RuleBook::quality`] without its elements, and without allocating.
    pub fn quality_score(&self, enterprise: &Enterprise) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for element in &self.quality {
            sum += element.weight * self.element_score(element, enterprise).unwrap_or(0.0);
            weights += element.weight;
        }
        if weights > 0.0 { sum / weights } else { 0.0 }
    }

    /// The score of one element, 0…1; `None`: not rated, for want of data.
    pub fn element_score(&self, element: &QualityElement, enterprise: &Enterprise) -> Option<f64> {
        match &element.measure {
            Measure::HighTechnology {} => {
                let industry = enterprise.industry.as_ref()?;
                Some(if self.high_technology(industry).is_some() { 1.0 } else { 0.0 })
            }
            Measure::Ratio { field, per, worst, best } => {
                let amount = number(enterprise, field)?;
                let base = per.as_ref().map_or(Some(1.0), |per| number(enterprise, per))?;
                (base > 0.0).then(|| ((amount / base - worst) / (best - worst)).clamp(0.0, 1.0))
            }
        }
    }
}
