//! What is looked at.

use geo_types::MultiPolygon;
use parkward_model::Survey;
use parkward_planning::PlanOptions;
use parkward_policy::RuleBook;

/// What is looked at.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// What was read.
    pub survey: &'a Survey,
    /// The rule book.
    pub rules: &'a RuleBook,
    /// What the plan would be made with.
    pub options: &'a PlanOptions,
    /// The district's outline, where the plan file has one.
    pub district: Option<&'a MultiPolygon<f64>>,
    /// The plan file, as issues name it.
    pub plan_file: &'a str,
    /// The rule file, likewise.
    pub rule_file: &'a str,
}
