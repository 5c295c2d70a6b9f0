//! The ledger of every enterprise and project: as `parkward explain` gives it.

use super::places::park_at;
use parkward_model::Text;
use parkward_planning::{Answer, CostPart, Entry, Ledger, Plan, PlanError};
use serde::Serialize;
use std::collections::HashMap;

/// Enterprises up to which a page has the ledger of each.
pub const MOST_ENTERPRISES: usize = 3_000;

/// Pairs of enterprises and parks up to which it has them: each has a line in a ledger.
pub const MOST_PAIRS: usize = 90_000;

/// Ledgers, whose texts stand once.
#[derive(Default, Serialize)]
pub(super) struct Ledgers {
    texts: Vec<Text>,
    /// Headings of the parts of a cost, in the order of the columns.
    parts: Vec<Text>,
    enterprises: Vec<LedgerShown>,
    projects: Vec<LedgerShown>,
    #[serde(skip)]
    places: HashMap<(String, String), usize>,
}

#[derive(Serialize)]
struct LedgerShown {
    /// Heading and sentence, by their texts.
    sentences: Vec<(usize, usize)>,
    parks: Vec<EntryShown>,
}

/// Park, fit, parts of the cost, cost, rent, answer; amounts in millionths of a kilometre-equivalent.
type EntryShown = (usize, Option<f64>, Vec<Option<f64>>, Option<f64>, Option<f64>, usize);

impl Ledgers {
    /// `None`: the plan is too large.
    pub(super) fn of(plan: &Plan) -> Result<Option<Self>, PlanError> {
        let enterprises = plan.enterprises.len();
        let subjects = enterprises + plan.projects.len();
        if enterprises > MOST_ENTERPRISES || subjects * plan.parks.len() > MOST_PAIRS {
            return Ok(None);
        }
        let changes = plan.options.earlier.is_some();
        let parts: Vec<CostPart> =
            CostPart::all().filter(|part| changes || !matches!(part, CostPart::Change)).collect();
        let mut all =
            Self { parts: parts.iter().map(|part| part.heading()).collect(), ..Self::default() };
        for (index, ledger) in plan.explain_each()?.enumerate() {
            let shown = all.shown(plan, &ledger, &parts);
            match index < enterprises {
                true => all.enterprises.push(shown),
                false => all.projects.push(shown),
            }
        }
        Ok(Some(all))
    }

    fn shown(&mut self, plan: &Plan, ledger: &Ledger, parts: &[CostPart]) -> LedgerShown {
        let sentences = ledger.sentences.iter();
        let sentences = sentences
            .map(|sentence| (self.text(&sentence.topic.heading()), self.text(&sentence.text)));
        let sentences = sentences.collect();
        let asked = ledger.parks.iter().filter(|entry| entry.answer != Answer::NotAsked);
        let entry = |entry: &Entry| {
            let park = park_at(plan, &entry.park).expect("a ledger has the plan's parks");
            let fit = entry.terms.as_ref().map(|terms| terms.fit);
            let costs = parts.iter().map(|part| part.of(entry).map(millionths)).collect();
            let (cost, rent) = (entry.cost_km.map(millionths), entry.rent_km.map(millionths));
            (park, fit, costs, cost, rent, self.text(&entry.text))
        };
        LedgerShown { sentences, parks: asked.map(entry).collect() }
    }

    /// Where a text stands, which is added if it is new.
    fn text(&mut self, text: &Text) -> usize {
        let next = self.texts.len();
        let place = *self.places.entry((text.zh.clone(), text.en.clone())).or_insert(next);
        if place == next {
            self.texts.push(text.clone());
        }
        place
    }
}

/// In the solver's grain, so that no digits stand in the page that say nothing.
fn millionths(km: f64) -> f64 {
    (km * 1e6).round()
}
