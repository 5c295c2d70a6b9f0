//! Limits out of a table: editions, prefixes, units, columns in any order, and what is wrong with one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use parkward_model::{Enterprise, Value};
use parkward_policy::{BookTable, RuleBook, RuleBookError, Screening, Verdict};

const CODES: &str = "code,name_zh\nC,制造业\n26,化学\n36,汽车\n361,整车\n3612,新能源车\n39,电子\n";
const RULES: &str = include_str!("rules.toml");
const RULE: &str = r#"
[[screening]]
id = "baseline"
eliminates = "energy"
name = "Energy beyond the baseline"
clause = "guide"
confirmed = false
test.above = { field = "energy_tce", per = "output_10k_yuan", from_table = { indicator = "energy per output", level = "baseline" } }
effect = "closes"
"#;
const HEAD: &str = "industry,indicator,level,value,unit,edition,clause\n";

fn book(table: &str) -> Result<RuleBook, RuleBookError> {
    let text = format!("limits = \"limits.csv\"\n{RULES}{RULE}");
    let tables = |wanted: BookTable<'_>| {
        Ok::<_, ()>(match wanted {
            BookTable::Classification(_) => CODES.to_owned(),
            BookTable::Limits(path) => {
                assert_eq!(path, "limits.csv");
                table.to_owned()
            }
        })
    };
    RuleBook::parse(&text, "rules.toml", tables).unwrap()
}

fn firm(book: &RuleBook, industry: &str, energy: f64) -> Enterprise {
    let facts = [
        ("energy_tce", Value::Number(energy)),
        ("output_10k_yuan", Value::Number(100.0)),
        ("process_class", Value::Word("none".into())),
        ("safety_licence", Value::Flag(true)),
    ];
    Enterprise {
        id: "E".into(),
        name: "".into(),
        site: geo_types::Point::new(121.0, 30.8),
        industry: Some(book.classification.parse(industry).unwrap()),
        land: None,
        facts: facts.into_iter().collect(),
        row: 1,
    }
}

/// The limit that an enterprise beyond it was held against, and the sentence.
fn limit(book: &RuleBook, day: &str, industry: &str) -> Option<(f64, String)> {
    let firm = firm(book, industry, 1e6);
    let screened = Screening::new(book, day.parse().unwrap(), &[]).screen(&firm);
    let finding = screened.findings.into_iter().find(|finding| finding.rule == "baseline")?;
    Some((finding.limit?, finding.text.en))
}

#[test]
fn the_latest_edition_counts_whole_and_in_it_the_longest_code() {
    let rows = "36,energy per output,baseline,50,kgce/万元,2020,\n\
                26,energy per output,baseline,90,kgce/万元,2020,\n\
                36,Energy per Output,baseline,0.04,tce/万元,2023,\n\
                3612,energy per output,baseline,300,kgce/亿元,2023-07-01,\n";
    let book = book(&format!("{HEAD}{rows}")).unwrap();
    let of = |day, industry| limit(&book, day, industry).map(|(limit, _)| limit);
    assert_eq!(of("2019-12-31", "3612"), None, "no edition yet");
    assert_eq!(of("2020-01-01", "3612"), Some(0.05));
    assert_eq!(of("2023-06-30", "3612"), Some(0.04));
    // The edition of July has 3612 alone: what it leaves out has no limit.
    assert!((of("2023-07-01", "3612").unwrap() - 0.000_03).abs() < 1e-15);
    assert_eq!(of("2023-07-01", "361"), None);
    assert_eq!(of("2022-01-01", "26"), Some(0.09));
    assert_eq!(of("2023-01-01", "26"), None);
}

#[test]
fn the_sentence_names_level_edition_clause_and_the_value_as_it_stands_there() {
    let rows = "clause,value,industry,unit,edition,confirmed,indicator,level\n\
                \"annex A, table 1\",50,36,kgce/万元,2020,yes,energy per output,baseline\n";
    let book = book(rows).unwrap();
    let (limit, text) = limit(&book, "2026-01-01", "36").unwrap();
    assert_eq!(limit, 0.05);
    let expected = "against a limit of 0.0500 (baseline, 2020, annex A, table 1: 50 kgce/万元)";
    assert!(text.contains(expected), "{text}");
    let screening = Screening::new(&book, "2026-01-01".parse().unwrap(), &[]);
    let findings = screening.screen(&firm(&book, "36", 1e6)).findings;
    let finding = findings.iter().find(|finding| finding.rule == "baseline").unwrap();
    assert!(finding.origin.as_ref().is_some_and(|origin| origin.confirmed));
    // At the limit nothing fires.
    assert_eq!(screening.screen(&firm(&book, "36", 5.0)).verdict, Verdict::Passes);
    assert_eq!(screening.screen(&firm(&book, "36", 5.001)).verdict, Verdict::Closes);
}

#[test]
fn chinese_columns_do_and_gaps_are_named() {
    let rows = "行业代码,指标,级别,限值,单位,版本,条款,已确认\n36,energy per output,baseline,50,千克标煤/万元,2020,附录 A,否\n";
    let book = book(rows).unwrap();
    let firms = ["36", "3612", "26", "26"].map(|industry| firm(&book, industry, 1.0));
    let gaps = book.limit_gaps("2026-01-01".parse().unwrap(), &firms);
    assert_eq!((gaps.len(), gaps[0].rule.as_str(), gaps[0].relative), (1, "baseline", false));
    let named: Vec<_> = gaps[0].industries.iter().map(|(code, n)| (code.as_str(), *n)).collect();
    assert_eq!(named, [("C26", 2)]);
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let row =
        |row: &str| format!("{HEAD}36,energy per output,baseline,50,kgce/万元,2020,\n{row}\n");
    for (table, found) in [
        (
            "industry,indicator,level,value,unit,clause\n".to_owned(),
            "limits.csv:1: limits: expected a column edition (or 版本), found industry,",
        ),
        (
            row("99,energy per output,baseline,5,kgce/万元,2020,"),
            "limits.csv:3: industry: expected a code",
        ),
        (
            row("26,energy per output,baseline,many,kgce/万元,2020,"),
            "limits.csv:3: value: expected a number from 0 on, found many",
        ),
        (row("26,energy per output,baseline,-1,kgce/万元,2020,"), "limits.csv:3: value: "),
        (
            row("26,energy per output,baseline,5,kgce/万元,soon,"),
            "limits.csv:3: edition: expected a year or a day",
        ),
        (
            row("36,energy per output,baseline,5,kgce/万元,2020,"),
            "limits.csv:3: industry: expected one row",
        ),
        (
            row("26,energy per output,baseline,5,kgce/万元"),
            "limits.csv:3: limits: expected as many cells",
        ),
        (
            row("26,energy per output,baseline,5,t/万元,2020,"),
            "baseline.from_table, C26, 2020: expected a unit of energy_tce / output_10k_yuan, found t/万元",
        ),
        (
            HEAD.to_owned(),
            "baseline.from_table: expected an indicator and a level of the table of limits",
        ),
    ] {
        let said = book(&table).unwrap_err().to_string();
        assert!(said.contains(found), "{said}\n{found}");
    }
    let without = format!("{RULES}{RULE}");
    let parsed = RuleBook::parse(&without, "rules.toml", |_| Ok::<_, ()>(CODES.to_owned()));
    let said = parsed.unwrap().unwrap_err().to_string();
    assert!(said.contains("baseline.from_table: expected the book's key limits"), "{said}");
}
