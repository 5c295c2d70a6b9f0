//! What the plan file and the rule book name by id, and the inputs do not have.

use crate::inputs::Inputs;
use crate::issue::Issue;
use crate::things::Thing;
use parkward_model::{EnterpriseId, InputKind, IssueKind, ParkId, Reject, folded, most_like};
use parkward_planning::{Decisions, Who};
use std::collections::{BTreeMap, BTreeSet};

/// Ids in decisions and in the rule book that no row has; parks of which the rule book says nothing.
pub(crate) fn references(inputs: &Inputs<'_>, things: &[Thing<'_>]) -> Vec<Issue> {
    let mut found = decisions(inputs);
    found.extend(rule_book(inputs, things));
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

/// The issue of an id whose row could not be used.
fn rejected(file: &str, place: &str, reject: &Reject) -> Issue {
    let (id, rows, row) = (reject.id.as_deref().unwrap_or_default(), &reject.file, reject.row);
    Issue::in_file(IssueKind::UnmatchedId, file)
        .column(place)
        .value(id)
        .text(
            format!("{place}：{id} 在 {rows} 第 {row} 行，该行已被剔除"),
            format!("{place}: {id} stands in row {row} of {rows}, which is rejected"),
        )
        .fix("先改正该行", "mend that row first")
}

/// Enterprises, parks and resources that decisions name; of a file without a row that can be used, there is nothing
/// to say.
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
            match survey.rejected(InputKind::Enterprises, id.as_str()) {
                _ if enterprises.is_empty() => {}
                Some(reject) => found.push(rejected(plan_file, &place, reject)),
                None => found.push(unmatched(plan_file, &place, id.as_str(), known)),
            }
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
            let known = parks.iter().map(|id| id.as_str());
            match survey.rejected(InputKind::Parks, id.as_str()) {
                _ if parks.is_empty() => {}
                Some(reject) => found.push(rejected(plan_file, &place, reject)),
                None => found.push(unmatched(plan_file, &place, id.as_str(), known)),
            }
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
    if parks.is_empty() {
        return Vec::new();
    }
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
