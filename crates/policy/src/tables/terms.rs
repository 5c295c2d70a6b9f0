//! The terms of what a pair costs beside the distance: a row each.

use crate::tables::pairing::Preference;
use crate::tables::weights::Weights;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A term of what a pair costs beside the distance.
#[derive(Debug)]
pub struct Term {
    /// Its key in files.
    pub key: &'static str,
    /// What it is called in a sentence, in Chinese and in English.
    pub name: [&'static str; 2],
    /// Likewise at the head of a column.
    pub heading: [&'static str; 2],
    /// What it measures, where that says more than its kilometres.
    pub measure: Option<Measured>,
    km: fn(&Weights, &Measures) -> f64,
}

const COUNT: usize = 3;

/// What a term measures.
#[derive(Debug)]
pub struct Measured {
    /// What it is called in a sentence, in Chinese and in English.
    pub name: [&'static str; 2],
    /// How much it is.
    pub of: fn(&Terms) -> f64,
}

/// All terms, in the order in which they are summed and shown.
pub static TERMS: [Term; COUNT] = [
    Term {
        key: "fit_km",
        name: ["产业适配", "fit"],
        heading: ["适配（公里）", "Fit km"],
        measure: Some(Measured { name: ["适配度", "industry fit"], of: |terms| terms.fit }),
        km: |weights, pair| weights.fit_km * (1.0 - pair.fit),
    },
    Term {
        key: "utilisation_km",
        name: ["用地利用", "utilisation"],
        heading: ["利用（公里）", "Use km"],
        measure: None,
        km: |weights, pair| weights.utilisation_km * pair.built_rate,
    },
    Term {
        key: "preference_km",
        name: ["政策偏好", "preferences"],
        heading: ["偏好（公里）", "Pref. km"],
        measure: None,
        km: |_, pair| pair.preferences_km,
    },
];

/// What the terms measure of an industry and a park.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measures {
    /// Industry fit, 0…1.
    pub(crate) fit: f64,
    /// Built rate of the park, 0…1.
    pub(crate) built_rate: f64,
    /// Sum of the preferences that apply.
    pub(crate) preferences_km: f64,
}

impl Measures {
    /// What makes every term but that of the fit as dear as it can be.
    pub(crate) fn at_worst(fit: f64, preferences: &[Preference]) -> Self {
        Self { fit, built_rate: 1.0, preferences_km: sum(preferences.iter()) }
    }
}

/// What preferences add together.
pub(crate) fn sum<'a>(preferences: impl Iterator<Item = &'a Preference>) -> f64 {
    // The sum of none would be -0.
    preferences.fold(0.0, |sum, preference| sum + preference.adds_km)
}

/// What a pair costs beside its distance, in kilometre-equivalents. In files an object: `fit`, and each term
/// by its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// Industry fit, 0…1.
    pub fit: f64,
    km: [f64; COUNT],
}

impl Terms {
    pub(crate) fn new(weights: &Weights, pair: &Measures) -> Self {
        Self { fit: pair.fit, km: TERMS.each_ref().map(|term| (term.km)(weights, pair)) }
    }

    /// Each term with its kilometre-equivalents.
    pub fn each(&self) -> impl Iterator<Item = (&'static Term, f64)> {
        TERMS.iter().zip(self.km)
    }

    /// What a term of [`TERMS`] is.
    pub fn of(&self, term: &Term) -> f64 {
        let mut each = self.each();
        each.find(|(known, _)| std::ptr::eq(*known, term)).expect("nobody else makes terms").1
    }

    /// The sum of all terms.
    pub fn total_km(&self) -> f64 {
        self.km.iter().sum()
    }
}

impl Serialize for Terms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(1 + TERMS.len()))?;
        object.serialize_entry("fit", &self.fit)?;
        self.each().try_for_each(|(term, km)| object.serialize_entry(term.key, &km))?;
        object.end()
    }
}
