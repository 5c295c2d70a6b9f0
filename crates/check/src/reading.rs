//! What reading itself found: rows that cannot be used, and notes.

use crate::issue::Issue;
use crate::rows::codes::Editions;
use parkward_model::{IssueKind, Note, Reject, Survey};
use parkward_policy::RuleBook;

/// An issue for each reject and each note, but for what the checks themselves say of each place.
pub(crate) fn reading(survey: &Survey, rules: &RuleBook) -> Vec<Issue> {
    let editions = Editions::of(&rules.classification);
    let rejects = survey.rejects.iter().map(|reject| rejected(reject, &editions));
    let notes = survey.notes.iter().filter(|note| note.issue != IssueKind::StackedEnterprises);
    rejects.chain(notes.map(noted)).collect()
}

fn rejected(reject: &Reject, editions: &Editions<'_>) -> Issue {
    let Reject { file, row, id, column, expected, found, issue, .. } = reject;
    let of_code = editions.suggestion(found).filter(|_| *issue == IssueKind::UnknownCode);
    let kind = match of_code {
        Some((true, _)) => IssueKind::OldCode,
        _ => *issue,
    };
    let told = Issue {
        row: Some(*row),
        id: id.clone(),
        ..Issue::in_file(kind, file)
            .column(column)
            .value(found)
            .text(format!("应为{}", expected.zh), format!("expected {}", expected.en))
    };
    match of_code {
        Some((_, fix)) => Issue { fix, ..told },
        None => told,
    }
}

fn noted(note: &Note) -> Issue {
    let told = Issue::in_file(note.issue, &note.file);
    Issue { row: note.row, text: note.text.clone(), ..told }
}
