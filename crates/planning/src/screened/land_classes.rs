//! The class of the land that each enterprise stands on, such as 104, 195 and 198 in Shanghai.

use crate::screened::zoning::Zoning;
use parkward_model::{Survey, Text};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The class of land of every enterprise: a byte each, and nothing where none are told apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LandClasses {
    pub(crate) names: Vec<NamedClass>,
    /// The class's place among the names, or [`NONE`].
    of: Vec<u8>,
}

impl LandClasses {
    pub(crate) fn of(survey: &Survey, zoning: &Zoning<'_>) -> Self {
        let names: Vec<NamedClass> = zoning
            .classes()
            .iter()
            .map(|class| NamedClass { id: class.id.clone(), name: class.name.clone() })
            .collect();
        if names.is_empty() {
            return Self::default();
        }
        let class = |index: Option<usize>| index.and_then(|p| u8::try_from(p).ok()).unwrap_or(NONE);
        let of = survey.enterprises.par_iter().map(|e| class(zoning.class(e.site))).collect();
        Self { names, of }
    }

    /// The key of each, if it stands on land of a class.
    pub(crate) fn each(&self) -> impl Iterator<Item = Option<&str>> {
        let key = |class: &u8| self.names.get(usize::from(*class)).map(|class| class.id.as_str());
        self.of.iter().map(key)
    }
}

/// A class of land.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedClass {
    /// The key, as in `195`.
    pub id: String,
    /// The name.
    pub name: Text,
}

const NONE: u8 = u8::MAX;
