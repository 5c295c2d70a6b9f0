//! What parks limit besides land, and how much of it somebody needs.

use crate::amounts::thousandths;
use parkward_assignment::MAX_AMOUNT;
use parkward_model::{Facts, Hectares, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A resource besides land: who needs how much is a field of the enterprise, how much there is a
/// field of the park.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The key, as in `land` or `cod`.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The unit, for people.
    pub unit: String,
    /// The enterprise's field.
    pub need: String,
    /// The park's field.
    pub quota: String,
}

/// The id of land among the resources.
pub(crate) const LAND: &str = "land";

/// The largest amount of a resource that can be counted exactly.
#[expect(clippy::cast_precision_loss, reason = "2^44")]
pub const MOST: f64 = (MAX_AMOUNT / 1_000) as f64;

/// What an enterprise needs of each resource, land first.
pub(crate) fn needs_of<'a>(
    land: Option<Hectares>,
    facts: &'a Facts,
    resources: &'a [Resource],
) -> impl Iterator<Item = i64> {
    let land = land.map_or(0, |land| land.square_metres());
    let need = |resource: &Resource| facts.number(&resource.need).map_or(0, thousandths);
    std::iter::once(land).chain(resources.iter().map(need))
}
