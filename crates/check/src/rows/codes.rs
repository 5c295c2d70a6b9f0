//! Industry codes of GB/T 4754-2011, the edition before the present one, among those of 2017.

use crate::issue::Issue;
use crate::things::{Thing, file_of};
use parkward_model::{Classification, InputKind, IssueKind, Survey, Text};
use std::collections::BTreeSet;

/// Codes of the edition of 2011 and what became of them in that of 2017: split, moved or renumbered. Those that kept
/// their number and meaning are not here. After the comparison of both editions in the standard of 2017.
const MOVED: &[(&str, &[&str])] = &[
    ("1310", &["1311", "1312", "1313", "1314", "1319"]),
    ("1320", &["1321", "1329"]),
    ("1810", &["1811", "1819"]),
    ("1820", &["1821", "1829"]),
    ("2520", &["2521"]),
    ("2760", &["2761", "2762"]),
    ("3610", &["3611", "3612"]),
    ("3620", &["3630"]),
    ("3630", &["3640"]),
    ("3640", &["3650"]),
    ("3650", &["3660"]),
    ("3660", &["3670"]),
    ("3961", &["3971"]),
    ("3962", &["3972"]),
    ("3963", &["3973"]),
    ("3969", &["3974", "3975", "3976", "3979"]),
    ("3971", &["3981", "3983", "3984", "3985", "3989"]),
    ("3972", &["3982"]),
    ("4500", &["4511", "4512", "4513", "4520"]),
];

/// What is known of codes of both editions, by the classification that the rule book names.
pub(crate) struct Editions<'a>(&'a Classification);

impl<'a> Editions<'a> {
    pub(crate) fn of(classification: &'a Classification) -> Self {
        Self(classification)
    }

    /// What to write instead of a text that is no code of the classification, and whether it is one of 2011; `None`
    /// if nothing like it is known.
    pub(crate) fn suggestion(&self, found: &str) -> Option<(bool, Text)> {
        let digits = found.trim().trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let moved = MOVED.iter().find(|(old, _)| *old == digits);
        let now: Vec<String> = moved
            .iter()
            .flat_map(|(_, now)| now.iter())
            .filter_map(|code| self.named(code))
            .collect();
        if !now.is_empty() {
            return Some((
                true,
                told(&now.join(", "), "2011 版代码，现为 ", "of the edition of 2011; now "),
            ));
        }
        // The longest part of it that is a code, none of which is long: the industry above it.
        let above = (2..digits.len().min(8)).rev().filter_map(|length| digits.get(..length));
        let above = above.filter_map(|code| self.named(code)).next()?;
        Some((false, told(&above, "上级行业为 ", "the industry above it is ")))
    }

    /// A code with its name.
    fn named(&self, code: &str) -> Option<String> {
        let code = self.0.parse(code).ok()?;
        Some(format!("{code} {}", self.0.name(&code)))
    }

    /// Whether a code of the classification meant something else in 2011, and what that is now.
    fn reused(&self, code: &str) -> Option<Text> {
        let digits = code.get(1..)?;
        let (_, now) = MOVED.iter().find(|(old, now)| *old == digits && !now.contains(old))?;
        let now: Vec<String> = now.iter().filter_map(|code| self.named(code)).collect();
        Some(told(&now.join(", "), "若为 2011 版代码，现为 ", "if it is of 2011, it is now "))
    }
}

fn told(codes: &str, zh: &str, en: &str) -> Text {
    Text::new(format!("{zh}{codes}"), format!("{en}{codes}"))
}

/// Codes that mean something else in each edition, in files that have others of 2011.
pub(crate) fn reused_codes(
    survey: &Survey,
    things: &[Thing<'_>],
    classification: &Classification,
) -> Vec<Issue> {
    let editions = Editions::of(classification);
    let old = survey.rejects.iter().filter(|reject| reject.issue == IssueKind::UnknownCode);
    let old = old.filter(|reject| matches!(editions.suggestion(&reject.found.en), Some((true, _))));
    let files: BTreeSet<&str> = old.map(|reject| reject.file.as_str()).collect();
    if !files.contains(file_of(survey, InputKind::Enterprises)) {
        return Vec::new();
    }
    let enterprises = things.iter().filter(|thing| thing.input == InputKind::Enterprises);
    let found = survey.enterprises.iter().zip(enterprises).filter_map(|(enterprise, thing)| {
        let code = enterprise.industry.as_ref()?;
        let fix = editions.reused(code.as_str())?;
        let issue = thing.issue(IssueKind::ReusedCode).column("industry").value(code.as_str());
        Some(Issue { fix, ..issue })
    });
    found.collect()
}
