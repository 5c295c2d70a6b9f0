//! What parks limit besides land, and how much of it somebody needs.

use crate::amounts::{rounded_up, thousandths};
use parkward_assignment::MAX_AMOUNT;
use parkward_model::{AreaUnits, Facts, Hectares, Lang, Text};
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
    pub unit: Text,
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

/// An amount of land or of another resource as people read it, with its unit: land in that of the plan.
#[derive(Clone, Copy)]
pub(crate) struct Amounts<'a> {
    resource: &'a str,
    unit: &'a Text,
    areas: AreaUnits,
}

impl<'a> Amounts<'a> {
    pub(crate) fn new(resource: &'a str, unit: &'a Text, areas: AreaUnits) -> Self {
        Self { resource, unit, areas }
    }

    /// At two decimals.
    pub(crate) fn say(self, amount: f64) -> Text {
        self.with(amount, |amount| amount)
    }

    /// At two decimals, rounded up: as much is enough.
    pub(crate) fn at_least(self, amount: f64) -> Text {
        self.with(amount, |amount| rounded_up(amount, 2))
    }

    fn with(self, amount: f64, round: impl Fn(f64) -> f64) -> Text {
        let Self { resource, unit, areas } = self;
        let (is_land, land) = (resource == LAND, Hectares(amount));
        let in_lang = |lang: Lang| match is_land {
            true => format!("{:.2} {}", round(areas.shown(land, lang)), areas.name().in_lang(lang)),
            false => format!("{:.2} {}", round(amount), unit.in_lang(lang)).trim_end().to_owned(),
        };
        Text::new(in_lang(Lang::Zh), in_lang(Lang::En))
    }
}
