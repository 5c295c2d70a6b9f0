//! The layers of a plan, by the names that files and arguments have for them.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use parkward_planning::LAYER_NAMES;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// The name of a layer of the plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct LayerName(String);

impl LayerName {
    pub(crate) fn name(&self) -> &str {
        &self.0
    }

    pub(crate) fn parser() -> impl TypedValueParser<Value = Self> {
        PossibleValuesParser::new(LAYER_NAMES).map(Self)
    }
}

impl<'de> Deserialize<'de> for LayerName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        match LAYER_NAMES.contains(&name.as_str()) {
            true => Ok(Self(name)),
            false => Err(D::Error::unknown_variant(&name, &LAYER_NAMES)),
        }
    }
}
