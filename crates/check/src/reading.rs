//! What reading itself found: rows that cannot be used, and notes.

use crate::issue::Issue;
use crate::rows::codes::Editions;
use crate::things::Thing;
use parkward_model::{IssueKind, Note, Reject, Survey};
use parkward_policy::RuleBook;
use std::collections::HashMap;

/// An issue for each reject and each note, but for what the checks themselves say of each place.
pub(crate) fn reading(survey: &Survey, things: &[Thing<'_>], rules: &RuleBook) -> Vec<Issue> {
    let editions = Editions::of(&rules.classification);
    let rejects = survey.rejects.iter().map(|reject| rejected(reject, &editions));
    let by_checks = [IssueKind::StackedEnterprises, IssueKind::Overlap];
    let notes = survey.notes.iter().filter(|note| !by_checks.contains(&note.issue));
    let rows = things.iter().filter_map(|thing| Some(((thing.file, thing.row?), thing)));
    let rows: HashMap<_, _> = rows.collect();
    let thing = |note: &Note| Some(*rows.get(&(note.file.as_str(), note.row?))?);
    rejects.chain(notes.map(|note| noted(note, thing(note)))).collect()
}

fn rejected(reject: &Reject, editions: &Editions<'_>) -> Issue {
    let Reject { file, row, id, column, expected, found, issue, at, .. } = reject;
    let of_code =
        (*issue == IssueKind::UnknownCode).then(|| editions.suggestion(&found.en)).flatten();
    let kind = match of_code {
        Some((true, _)) => IssueKind::OldCode,
        _ => *issue,
    };
    let issue = Issue {
        row: Some(*row),
        id: id.clone(),
        at: *at,
        ..Issue::in_file(kind, file).column(column)
    };
    let (zh, en) = (format!("应为{}", expected.zh), format!("expected {}", expected.en));
    // What stood there is a value; what words say of it is none.
    let told = match found.zh == found.en {
        true => issue.value(&found.en).text(zh, en),
        false => issue.text(format!("{zh}，实为{}", found.zh), format!("{en}, found {}", found.en)),
    };
    match of_code {
        Some((_, fix)) => Issue { fix, ..told },
        None => told,
    }
}

/// The issue of a note, with the id and the place of the row that it is about.
fn noted(note: &Note, thing: Option<&Thing<'_>>) -> Issue {
    let told = match thing {
        Some(thing) => thing.issue(note.issue),
        None => Issue::in_file(note.issue, &note.file),
    };
    Issue { row: note.row, text: note.text.clone(), ..told }
}
