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
    pub(crate) of: Vec<u8>,
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
        let class = |place: Option<usize>| place.and_then(|p| u8::try_from(p).ok()).unwrap_or(NONE);
        let of = survey.enterprises.par_iter().map(|e| class(zoning.class(e.site))).collect();
        Self { names, of }
    }

    pub(crate) fn names(&self) -> &[NamedClass] {
        &self.names
    }

    pub(crate) fn of_enterprise(&self, place: usize) -> Option<&NamedClass> {
        self.names.get(usize::from(*self.of.get(place)?))
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

pub(crate) const NONE: u8 = u8::MAX;
