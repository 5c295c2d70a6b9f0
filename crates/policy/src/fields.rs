//! What rules ask of an enterprise: a number by the name of its field, and whether they concern its industry.

use parkward_model::{Enterprise, IndustryCode};

/// The name under which rules ask for the land that an enterprise has, in hectares.
pub(crate) const LAND: &str = "land_ha";

/// Whether any of `codes` is a prefix of `industry`. An empty list covers every industry.
pub(crate) fn covers(codes: &[IndustryCode], industry: &IndustryCode) -> bool {
    codes.is_empty() || codes.iter().any(|code| industry.starts_with(code))
}

/// A number that rules may ask for: a fact, or the present land under its own name.
pub(crate) fn number(enterprise: &Enterprise, field: &str) -> Option<f64> {
    match field {
        LAND => enterprise.land.map(|land| land.0),
        _ => enterprise.facts.number(field),
    }
}
