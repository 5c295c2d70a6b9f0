//! What the values of coded fields stand for.

use crate::style::Meaning;
use crate::words::Words;
use parkward_planning::{Bucket, Plan};
use parkward_policy::{Industries, RuleBook};

/// A park layer has names for this many parks; beyond it, ids must do.
const NAMED_PARKS: usize = 500;

/// What the values of coded fields stand for.
pub(super) struct Coded {
    verdicts: Vec<Meaning>,
    park_types: Vec<Meaning>,
    pillars: Vec<Meaning>,
    technologies: Vec<Meaning>,
    parks: Vec<Meaning>,
}

impl Coded {
    pub(super) fn new(plan: &Plan, rules: &RuleBook, words: Words) -> Self {
        let lists = |lists: &[Industries]| {
            lists.iter().map(|list| (list.id.clone(), words.of(&list.name))).collect()
        };
        let named = if plan.parks.len() <= NAMED_PARKS { plan.parks.as_slice() } else { &[] };
        Self {
            verdicts: Bucket::ALL
                .iter()
                .map(|bucket| (bucket.key().to_owned(), words.of(&bucket.label())))
                .collect(),
            park_types: rules
                .park_types
                .iter()
                .map(|kind| (kind.id.clone(), words.of(&kind.name)))
                .collect(),
            pillars: lists(&rules.pillar_industries),
            technologies: lists(&rules.high_technology),
            parks: named
                .iter()
                .map(|p| {
                    (p.park.id.to_string(), format!("{} {}", p.park.id, words.of(&p.park.name)))
                })
                .collect(),
        }
    }

    pub(super) fn meanings(&self, field: &str) -> Vec<Meaning> {
        match field {
            "verdict" => self.verdicts.clone(),
            "park_type" => self.park_types.clone(),
            "pillar" => self.pillars.clone(),
            "high_tech" => self.technologies.clone(),
            "park" | "second_park" => self.parks.clone(),
            _ => Vec::new(),
        }
    }
}
