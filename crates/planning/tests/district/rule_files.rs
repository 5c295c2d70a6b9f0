// Rule books of a few tables, for tests that bring their own.

/// A rule file of these tables behind the head that every rule book has.
pub(crate) fn rule_file(tables: &str) -> String {
    format!(
        r#"[book]
id = "tests"
version = "1"
title = {{ en = "Tests" }}
district = {{ en = "Nowhere" }}
as_of = 2026-01-01
classification = "codes.csv"
{tables}"#
    )
}

/// Its classification: manufacturing, with chemicals and vehicles.
const CODES: &str = "code,name_zh\nC,x\n26,y\n36,z\n";

/// The rule book of a rule file.
pub(crate) fn rule_book(file: &str) -> parkward_policy::RuleBook {
    let codes = |_: parkward_policy::BookTable<'_>| Ok::<_, ()>(CODES.to_owned());
    parkward_policy::RuleBook::parse(file, "rules.toml", codes).unwrap().unwrap()
}

/// A rule file as plans carry it.
pub(crate) fn rule_text(file: String) -> parkward_planning::RuleBookText {
    let (name, sha256) = ("rules.toml".to_owned(), String::new());
    let classification = CODES.to_owned();
    parkward_planning::RuleBookText { file: name, sha256, text: file, classification, limits: String::new() }
}
