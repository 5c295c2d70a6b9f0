//! Ids that only a program takes for different ones.

use crate::issue::Issue;
use crate::things::Thing;
use parkward_model::{IssueKind, folded};
use std::collections::HashMap;

/// Rows of one file whose ids are the same but for case, width, blanks and invisible characters: an issue for each
/// but the first.
pub(crate) fn alike_ids(things: &[Thing<'_>]) -> Vec<Issue> {
    let mut first: HashMap<(&str, String), &Thing<'_>> = HashMap::with_capacity(things.len());
    let mut found = Vec::new();
    for thing in things {
        match first.get(&(thing.file, folded(thing.id))) {
            // Zones may have one id several times.
            Some(other) if other.id != thing.id => {
                let other = other.id.escape_debug().to_string();
                found.push(
                    thing
                        .issue(IssueKind::AlikeIds)
                        .column("id")
                        .value(thing.id.escape_debug().to_string())
                        .text(format!("与 {other} 看似相同"), format!("looks the same as {other}")),
                );
            }
            Some(_) => {}
            None => {
                first.insert((thing.file, folded(thing.id)), thing);
            }
        }
    }
    found
}
