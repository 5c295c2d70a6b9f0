//! The ledger of every enterprise and project: as `parkward explain` gives it.

use super::enterprises::{PER_KM, in_units};
use super::places::park_at;
use crate::columns::{Column, Columns};
use parkward_model::Text;
use parkward_planning::{Answer, CostPart, Entry, Plan, PlanError};
use serde::Serialize;
use std::collections::HashMap;

/// Enterprises up to which a page has the ledger of each.
pub const MOST_ENTERPRISES: usize = 3_000;

/// Pairs of enterprises and parks up to which it has them: each has a line in a ledger.
pub const MOST_PAIRS: usize = 90_000;

/// Ledgers of enterprises, then of projects: their texts stand once, all else in columns.
#[derive(Serialize)]
pub(super) struct Ledgers {
    texts: Vec<Text>,
    /// Headings of the parts of a cost, in the order of the columns.
    parts: Vec<Text>,
    /// How many sentences and parks each ledger has.
    sentences: Column,
    parks: Column,
    /// Of all sentences: their heading and what they say, by the texts.
    heading: Column,
    sentence: Column,
    /// Of all parks: which, how well it fits, the parts of the cost, the cost, the rent, what it answers.
    park: Column,
    fit: Column,
    costs: Vec<Column>,
    cost: Column,
    rent: Column,
    answer: Column,
}

/// The texts, with where each stands.
#[derive(Default)]
struct Texts {
    all: Vec<Text>,
    places: HashMap<(String, String), usize>,
}

/// What a park answers.
struct EntryShown {
    park: usize,
    fit: Option<f64>,
    costs: Vec<Option<f64>>,
    cost: Option<f64>,
    rent: Option<f64>,
    answer: usize,
}

/// Units of a fit in its column.
const PER_ONE: f64 = 1e4;

impl Ledgers {
    /// `None`: the plan is too large.
    pub(super) fn of(plan: &Plan, columns: &mut Columns) -> Result<Option<Self>, PlanError> {
        let enterprises = plan.enterprises.len();
        let subjects = enterprises + plan.projects.len();
        if enterprises > MOST_ENTERPRISES || subjects * plan.parks.len() > MOST_PAIRS {
            return Ok(None);
        }
        let changes = plan.options.earlier.is_some();
        let parts: Vec<CostPart> =
            CostPart::all().filter(|part| changes || !matches!(part, CostPart::Change)).collect();
        let mut texts = Texts::default();
        let mut counts = Vec::new();
        let mut sentences = Vec::new();
        let mut entries = Vec::new();
        for ledger in plan.explain_each()? {
            let before = (sentences.len(), entries.len());
            for sentence in &ledger.sentences {
                sentences.push((texts.at(&sentence.topic.heading()), texts.at(&sentence.text)));
            }
            let asked = ledger.parks.iter().filter(|entry| entry.answer != Answer::NotAsked);
            entries.extend(asked.map(|entry| shown(plan, entry, &parts, &mut texts)));
            counts.push((sentences.len() - before.0, entries.len() - before.1));
        }
        let mut amounts = |of: &dyn Fn(&EntryShown) -> Option<f64>| {
            columns.number(entries.iter().map(|entry| Some(in_units(of(entry)?, PER_KM))))
        };
        let costs = (0..parts.len()).map(|part| amounts(&|entry| entry.costs[part])).collect();
        let (cost, rent) = (amounts(&|entry| entry.cost), amounts(&|entry| entry.rent));
        let fits = entries.iter().map(|entry| Some(in_units(entry.fit?, PER_ONE)));
        let fit = columns.number(fits);
        Ok(Some(Self {
            texts: texts.all,
            parts: parts.iter().map(|part| part.heading()).collect(),
            sentences: columns.index(counts.iter().map(|(sentences, _)| Some(*sentences))),
            parks: columns.index(counts.iter().map(|(_, parks)| Some(*parks))),
            heading: columns.index(sentences.iter().map(|(heading, _)| Some(*heading))),
            sentence: columns.index(sentences.iter().map(|(_, text)| Some(*text))),
            park: columns.index(entries.iter().map(|entry| Some(entry.park))),
            fit,
            costs,
            cost,
            rent,
            answer: columns.index(entries.iter().map(|entry| Some(entry.answer))),
        }))
    }
}

fn shown(plan: &Plan, entry: &Entry, parts: &[CostPart], texts: &mut Texts) -> EntryShown {
    EntryShown {
        park: park_at(plan, &entry.park).expect("a ledger has the plan's parks"),
        fit: entry.terms.as_ref().map(|terms| terms.fit),
        costs: parts.iter().map(|part| part.of(entry)).collect(),
        cost: entry.cost_km,
        rent: entry.rent_km,
        answer: texts.at(&entry.text),
    }
}

impl Texts {
    /// Where a text stands, which is added if it is new.
    fn at(&mut self, text: &Text) -> usize {
        let next = self.all.len();
        let place = *self.places.entry((text.zh.clone(), text.en.clone())).or_insert(next);
        if place == next {
            self.all.push(text.clone());
        }
        place
    }
}
