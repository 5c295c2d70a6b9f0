//! What the plan file and the rule book name by id, and the inputs do not have.

use crate::inputs::Inputs;
use crate::issue::Issue;
use crate::rows::folded::folded;
use crate::things::Thing;
use parkward_model::{EnterpriseId, InputKind, IssueKind, ParkId, most_like};
use parkward_planning::{Decisions, Rehearsal, Who};
use std::collections::{BTreeMap, BTreeSet};

/// Ids in decisions and in the rule book that no row has; parks of which the rule book says nothing; capacities and
/// amounts of resources that are not known.
pub(crate) fn references(inputs: &Inputs<'_>, things: &[Thing<'_>]) -> Vec<Issue> {
    let mut found = decisions(inputs);
    found.extend(rule_book(inputs, things));
    found.extend(resources(inputs, things));
    found
}

/// The issue of an id that is not there, with the one most like it.
fn unmatched<'a>(
    file: &str,
    place: &str,
    id: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Issue {
    let same = known.clone().find(|other| folded(other) == folded(id)).map(str::to_owned);
    let issue = Issue::in_file(IssueKind::UnmatchedId, file)
        .column(place)
        .value(id)
        .text(format!("{place}：没有编号 {id}"), format!("{place}: there is no {id}"));
    match same.or_else(|| most_like(id, known)) {
        Some(like) => issue.fix(format!("应为 {like}？"), format!("did you mean {like}?")),
        None => issue,
    }
}

/// Enterprises, parks and resources that decisions name.
fn decisions(inputs: &Inputs<'_>) -> Vec<Issue> {
    let Inputs { survey, options, plan_file, .. } = inputs;
    let enterprises: BTreeSet<&EnterpriseId> = survey.enterprises.iter().map(|e| &e.id).collect();
    let parks: BTreeSet<&ParkId> = survey.parks.iter().map(|park| &park.id).collect();
    let Decisions { pins, forbids, locks, park_changes } = &options.decisions;

    let pinned = pins.iter().enumerate().map(|(at, pin)| (format!("pins[{}]", at + 1), &pin.who));
    let forbidden =
        forbids.iter().enumerate().map(|(at, one)| (format!("forbids[{}]", at + 1), &one.who));
    let locked =
        locks.iter().enumerate().map(|(at, lock)| (format!("locks[{}]", at + 1), &lock.who));
    let mut found = Vec::new();
    for (place, Who { enterprise, enterprises: several, .. }) in
        pinned.chain(forbidden).chain(locked)
    {
        for id in enterprise.iter().chain(several).filter(|id| !enterprises.contains(id)) {
            let known = enterprises.iter().map(|id| id.as_str());
            found.push(unmatched(plan_file, &place, id.as_str(), known));
        }
    }

    let pinned =
        pins.iter().enumerate().map(|(at, pin)| (format!("pins[{}]", at + 1), vec![&pin.park]));
    let forbidden = forbids.iter().enumerate().map(|(at, one)| {
        (format!("forbids[{}]", at + 1), one.park.iter().chain(&one.parks).collect())
    });
    let changed = park_changes.iter().enumerate();
    let changed =
        changed.map(|(at, change)| (format!("park_changes[{}]", at + 1), vec![&change.park]));
    for (place, ids) in pinned.chain(forbidden).chain(changed) {
        for id in ids.into_iter().filter(|id| !parks.contains(id)) {
            found.push(unmatched(
                plan_file,
                &place,
                id.as_str(),
                parks.iter().map(|id| id.as_str()),
            ));
        }
    }

    for (at, change) in park_changes.iter().enumerate() {
        let known = options.resources.iter().map(|resource| resource.id.as_str());
        for id in change.quotas.keys().filter(|id| !known.clone().any(|other| other == id.as_str()))
        {
            let place = format!("park_changes[{}].quotas", at + 1);
            found.push(unmatched(plan_file, &place, id, known.clone()));
        }
    }
    found
}

/// Parks of the rule book and of the file that the other does not have.
fn rule_book(inputs: &Inputs<'_>, things: &[Thing<'_>]) -> Vec<Issue> {
    let Inputs { survey, rules, rule_file, .. } = inputs;
    let parks: BTreeMap<&str, &Thing<'_>> = things
        .iter()
        .filter(|thing| thing.input == InputKind::Parks)
        .map(|thing| (thing.id, thing))
        .collect();
    // Rejected rows are there, and told of already.
    let rejected: BTreeSet<&str> = survey.rejects.iter().filter_map(|r| r.id.as_deref()).collect();
    let named = rules.parks.keys().map(ParkId::as_str);
    let missing = named.filter(|id| !parks.contains_key(id) && !rejected.contains(id));
    let missing = missing.map(|id| Issue {
        kind: IssueKind::MissingPark,
        ..unmatched(rule_file, "parks", id, parks.keys().copied())
    });
    let unruled = parks.values().filter(|thing| {
        !rules.parks.is_empty() && !rules.parks.keys().any(|id| id.as_str() == thing.id)
    });
    missing.chain(unruled.map(|thing| thing.issue(IssueKind::UnruledPark))).collect()
}

/// Amounts that parks and enterprises should have and do not.
fn resources(inputs: &Inputs<'_>, things: &[Thing<'_>]) -> Vec<Issue> {
    let Inputs { survey, options, .. } = inputs;
    let of = |input: InputKind| things.iter().filter(move |thing| thing.input == input);
    let mut found = Vec::new();
    for resource in &options.resources {
        let is_unknown = |number: Option<f64>| !number.is_some_and(|number| number >= 0.0);
        let issue = |thing: &Thing<'_>, column: &str| {
            thing.issue(IssueKind::UnknownResource).column(column).text(
                format!("{}（{column}）未知", resource.name.zh),
                format!("{} ({column}) is unknown", resource.name.en),
            )
        };
        let parks = survey.parks.iter().zip(of(InputKind::Parks));
        let parks = parks.filter(|(park, _)| is_unknown(park.facts.number(&resource.quota)));
        found.extend(parks.map(|(_, thing)| issue(thing, &resource.quota)));
        let enterprises = survey.enterprises.iter().zip(of(InputKind::Enterprises));
        let enterprises = enterprises.filter(|(e, _)| is_unknown(e.facts.number(&resource.need)));
        found.extend(enterprises.map(|(_, thing)| issue(thing, &resource.need)));
    }
    found
}

/// Parks whose capacity is not known, by whatever the rule book takes it from.
pub(crate) fn capacities(rehearsal: Option<&Rehearsal>, things: &[Thing<'_>]) -> Vec<Issue> {
    let unknown: BTreeSet<&str> =
        rehearsal.iter().flat_map(|r| &r.unknown_capacity).map(ParkId::as_str).collect();
    let parks = things.iter().filter(|thing| thing.input == InputKind::Parks);
    let parks = parks.filter(|thing| unknown.contains(thing.id));
    parks.map(|thing| thing.issue(IssueKind::UnknownCapacity).column("capacity_ha")).collect()
}
