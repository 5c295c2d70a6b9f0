//! Rules and sources: what the plan rests on.

use parkward_model::{Input, Note, Reject, Text};
use parkward_planning::Plan;
use parkward_policy::Outcome;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BookShown<'a> {
    title: Option<&'a Text>,
    version: Option<&'a str>,
    file: &'a str,
    sha256: &'a str,
    rules: Vec<RuleShown<'a>>,
    /// What may come of a rule, in the order of the counts.
    outcomes: Vec<Text>,
    inputs: &'a [Input],
    rejects: &'a [Reject],
    notes: &'a [Note],
}

/// A rule of screening or of space, and what came of it.
#[derive(Serialize)]
struct RuleShown<'a> {
    id: &'a str,
    name: &'a Text,
    clause: &'a Text,
    confirmed: bool,
    /// Of what the rule eliminates; `None`: a rule of space.
    eliminates: Option<&'a Text>,
    counts: [usize; OUTCOMES.len()],
}

/// The outcomes that are counted.
const OUTCOMES: [Outcome; 6] = [
    Outcome::Closes,
    Outcome::Moves,
    Outcome::CapsLand,
    Outcome::Review,
    Outcome::Noted,
    Outcome::Unknown,
];

impl<'a> BookShown<'a> {
    pub(super) fn of(plan: &'a Plan) -> Self {
        let mut counts: BTreeMap<&str, [usize; OUTCOMES.len()]> = BTreeMap::new();
        for enterprise in plan.enterprises() {
            for finding in enterprise.findings() {
                let of = counts.entry(&finding.rule).or_default();
                let place = OUTCOMES.iter().position(|outcome| *outcome == finding.outcome);
                of[place.expect("all outcomes are counted")] += 1;
            }
        }
        let counted = |id: &str| counts.get(id).copied().unwrap_or_default();
        let book = plan.book();
        let screening = book.into_iter().flat_map(|book| &book.screening).map(|rule| RuleShown {
            id: &rule.id,
            name: &rule.name,
            clause: &rule.clause,
            confirmed: rule.confirmed,
            eliminates: Some(&rule.eliminates),
            counts: counted(&rule.id),
        });
        let spatial = book.into_iter().flat_map(|book| &book.spatial).map(|rule| RuleShown {
            id: &rule.id,
            name: &rule.name,
            clause: &rule.clause,
            confirmed: rule.confirmed,
            eliminates: None,
            counts: counted(&rule.id),
        });
        Self {
            title: book.map(|book| &book.book.title),
            version: book.map(|book| book.book.version.as_str()),
            file: &plan.rule_book.file,
            sha256: &plan.rule_book.sha256,
            rules: screening.chain(spatial).collect(),
            outcomes: OUTCOMES.map(Outcome::label).to_vec(),
            inputs: &plan.inputs,
            rejects: &plan.rejects,
            notes: &plan.notes,
        }
    }
}
