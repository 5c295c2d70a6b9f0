//! The class of the land that each enterprise stands on, such as 104, 195 and 198 in Shanghai, and what
//! the plan releases of each.

use crate::zoning::Zoning;
use crate::{Bucket, EnterpriseRecord, Plan};
use parkward_model::{Hectares, Survey, Text};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// A class of land.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedClass {
    /// The key, as in `195`.
    pub id: String,
    /// The name.
    pub name: Text,
}

/// The class of land of every enterprise: a byte each, and nothing where none are told apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LandClasses {
    names: Vec<NamedClass>,
    /// The class's place among the names, or [`NONE`].
    of: Vec<u8>,
}

const NONE: u8 = u8::MAX;

/// Land of one class that the plan releases outside parks.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedByClass<'a> {
    /// The class; `None`: what lies in none.
    pub class: Option<&'a NamedClass>,
    /// Enterprises that move to a park, and their land.
    pub moves: (usize, Hectares),
    /// Enterprises that close, and their land.
    pub closes: (usize, Hectares),
}

impl ReleasedByClass<'_> {
    /// The land of both.
    pub fn land(&self) -> Hectares {
        [self.moves.1, self.closes.1].into_iter().sum()
    }
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

    /// As records of a plan have them.
    pub(crate) fn written(names: Vec<NamedClass>, records: &[EnterpriseRecord]) -> Self {
        if names.is_empty() {
            return Self::default();
        }
        let place = |record: &EnterpriseRecord| {
            let place =
                names.iter().position(|class| Some(&class.id) == record.land_class.as_ref());
            place.and_then(|place| u8::try_from(place).ok()).unwrap_or(NONE)
        };
        let of = records.iter().map(place).collect();
        Self { names, of }
    }

    pub(crate) fn names(&self) -> &[NamedClass] {
        &self.names
    }

    pub(crate) fn of_enterprise(&self, place: usize) -> Option<&NamedClass> {
        self.names.get(usize::from(*self.of.get(place)?))
    }
}

impl Plan {
    /// The classes of land that are told apart, in the order of the rule book.
    pub fn land_classes(&self) -> &[NamedClass] {
        self.enterprises.land_classes.names()
    }

    /// What the plan releases of each class of land outside parks, in the order of the rule book; what
    /// lies in none comes last, if there is any. Nothing where classes are not told apart. Unknown
    /// areas count as nothing. Summed in whole square metres.
    pub fn released_by_class(&self) -> Vec<ReleasedByClass<'_>> {
        if self.land_classes().is_empty() {
            return Vec::new();
        }
        let classes = self.land_classes().iter().map(Some).chain([None]);
        let mut sums: Vec<_> = classes.map(|class| (class, [(0_usize, 0_i64); 2])).collect();
        for enterprise in self.enterprises().filter(|e| e.releases()) {
            let class = enterprise.land_class();
            let sum = sums.iter_mut().find(|(other, _)| *other == class);
            let (_, sums) = sum.expect("a class of the plan, or none");
            let sum = &mut sums[usize::from(enterprise.verdict() == Bucket::Closes)];
            sum.0 += 1;
            sum.1 += enterprise.enterprise().land.map_or(0, |land| land.square_metres());
        }
        #[expect(clippy::cast_precision_loss, reason = "areas stay far below 2^53 m²")]
        let hectares = |(count, m2): (usize, i64)| (count, Hectares(m2 as f64 / 10_000.0));
        sums.into_iter()
            .filter(|(class, sums)| class.is_some() || sums.iter().any(|(count, _)| *count > 0))
            .map(|(class, [moves, closes])| ReleasedByClass {
                class,
                moves: hectares(moves),
                closes: hectares(closes),
            })
            .collect()
    }
}
