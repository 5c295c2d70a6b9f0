//! Words that no rule knows, in fields of which rules know some: an enterprise whose word is written otherwise escapes
//! the rule.

use crate::issue::Issue;
use crate::things::Thing;
use parkward_model::{InputKind, IssueKind, folded, most_like};
use parkward_policy::{RuleBook, Test};
use std::collections::BTreeMap;

/// What says that nothing is the matter, or what the state's guide of industries encourages or permits.
const ORDINARY: [&str; 12] = [
    "none",
    "no",
    "n",
    "无",
    "否",
    "没有",
    "other",
    "其他",
    "permitted",
    "允许",
    "encouraged",
    "鼓励",
];

/// The state's guide of industries in Chinese, and what rule books call its classes in English.
const GUIDE: [(&str, &str); 2] = [("淘汰", "eliminated"), ("限制", "restricted")];

/// So many of a field's values, one in ten, are nobody's slip: the rules have no need of that word.
const USUAL: usize = 10;

/// Enterprises and projects with words that no rule knows and that are rare, or like one that a rule knows.
pub(crate) fn unknown_words(rules: &RuleBook, things: &[Thing<'_>]) -> Vec<Issue> {
    let mut found = Vec::new();
    for (field, known) in known_words(rules) {
        for input in [InputKind::Enterprises, InputKind::Projects] {
            let told = things.iter().filter(|thing| thing.input == input);
            let told: Vec<_> = told.filter_map(|t| Some((t, t.facts.word(field)?))).collect();
            let mut by_word: BTreeMap<String, Vec<(&Thing<'_>, &str)>> = BTreeMap::new();
            for (thing, word) in &told {
                by_word.entry(folded(word)).or_default().push((thing, word));
            }
            for (word, rows) in by_word {
                let like = like(&word, &known);
                let is_rare = USUAL * rows.len() < told.len();
                if !known.iter().any(|known| folded(known) == word)
                    && !ORDINARY.contains(&bare(&word))
                    && (like.is_some() || is_rare)
                {
                    found.extend(issues(field, &rows, &known, like));
                }
            }
        }
    }
    found
}

fn issues<'t>(
    field: &'t str,
    rows: &'t [(&Thing<'_>, &str)],
    known: &[&str],
    like: Option<String>,
) -> impl Iterator<Item = Issue> + 't {
    let (n, known) = (rows.len(), known.join(", "));
    rows.iter().map(move |(thing, word)| {
        let issue = thing.issue(IssueKind::UnknownWord).column(field).value(*word).text(
            format!("没有规则认识“{word}”（共 {n} 行）；规则认识的有 {known}"),
            format!("no rule knows {word} × {n}; the rules know {known}"),
        );
        match &like {
            Some(like) => issue.fix(format!("应为 {like}？"), format!("did you mean {like}?")),
            None => issue,
        }
    })
}

/// By field, the words that rules look for.
fn known_words(rules: &RuleBook) -> BTreeMap<&str, Vec<&str>> {
    let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in &rules.screening {
        if let Test::Word { field, is } = &rule.test {
            known.entry(field).or_default().push(is);
        }
    }
    for words in known.values_mut() {
        words.sort_unstable();
        words.dedup();
    }
    known
}

/// The known word that is meant, as far as that can be told.
fn like(word: &str, known: &[&str]) -> Option<String> {
    let same = |one: &str, other: &str| bare(&folded(one)) == bare(other);
    let translated = GUIDE.iter().find_map(|(zh, en)| match bare(word) {
        word if word == *zh => Some(*en),
        word if word == *en => Some(*zh),
        _ => None,
    });
    let wanted = |other: &&&str| same(other, word) || translated.is_some_and(|t| same(other, t));
    let found = known.iter().find(wanted).map(|known| (*known).to_owned());
    found.or_else(|| most_like(word, known.iter().copied()))
}

/// A folded word without what says that it is a class.
fn bare(word: &str) -> &str {
    word.strip_suffix('类').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn a_word_of_the_guide_is_known_in_both_languages() {
        let known = ["eliminated", "restricted"];
        for (word, meant) in
            [("淘汰类", "eliminated"), ("限制", "restricted"), ("elimineted", "eliminated")]
        {
            assert_eq!(like(word, &known).as_deref(), Some(meant), "{word}");
        }
        assert_eq!(like("restricted", &["限制类"]).as_deref(), Some("限制类"));
        assert_eq!(like("town", &known), None);
    }
}
