//! The rule book on hand-made enterprises and parks, and the shipped rule file itself.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use parkward_model::*;
use parkward_policy::{
    BookTable, LandBasis, Outcome, Refusal, RuleBook, RuleBookError, Screening, Verdict,
};

const TABLE: &str =
    "code,name_zh\nC,制造业\n26,化学\n261,基础化学\n36,汽车\n3612,新能源车\n39,电子\n";
const RULES: &str = include_str!("rules.toml");

fn parse(text: &str) -> Result<RuleBook, RuleBookError> {
    RuleBook::parse(text, "rules.toml", |_| Ok::<_, ()>(TABLE.to_owned())).unwrap()
}

fn book() -> RuleBook {
    parse(RULES).unwrap()
}

fn enterprise(industry: &str, facts: &[(&str, Value)]) -> Enterprise {
    Enterprise {
        id: "E".into(),
        name: "".into(),
        site: geo_types::Point::new(121.0, 30.8),
        industry: book().classification.parse(industry).ok(),
        land: Some(Hectares(2.0)),
        facts: facts.iter().map(|(field, value)| (*field, value.clone())).collect(),
        row: 1,
    }
}

fn park(id: &str) -> Park {
    Park {
        id: id.into(),
        name: Text::default(),
        footprint: Footprint::Point(geo_types::Point::new(121.0, 30.8)),
        capacity: Some(Hectares(10.0)),
        area: None,
        land: LandAccount {
            built: Some(Hectares(30.0)),
            supplied: Some(Hectares(40.0)),
            ..LandAccount::default()
        },
        industries: Vec::new(),
        open: true,
        facts: Facts::default(),
    }
}

fn known() -> Vec<(&'static str, Value)> {
    vec![
        ("process_class", Value::Word("none".into())),
        ("safety_licence", Value::Flag(true)),
        ("energy_tce", Value::Number(10.0)),
        ("output_10k_yuan", Value::Number(100.0)),
    ]
}

fn verdict_on(
    day: &str,
    industry: &str,
    facts: &[(&str, Value)],
) -> (Verdict, Vec<(String, Outcome)>) {
    let screened =
        Screening::new(&book(), day.parse().unwrap(), &[]).screen(&enterprise(industry, facts));
    (screened.verdict, screened.findings.into_iter().map(|f| (f.rule, f.outcome)).collect())
}

#[test]
fn an_enterprise_with_everything_in_order_passes() {
    assert_eq!(verdict_on("2026-01-01", "3612", &known()), (Verdict::Passes, vec![]));
}

#[test]
fn an_eliminated_process_closes_only_while_the_rule_holds() {
    let mut facts = known();
    facts[0].1 = Value::Word("eliminated".into());
    assert_eq!(verdict_on("2024-02-01", "3612", &facts).0, Verdict::Closes);
    assert_eq!(verdict_on("2024-01-31", "3612", &facts).0, Verdict::Passes);
}

#[test]
fn unknown_is_review_and_never_no() {
    let facts: Vec<_> =
        known().into_iter().filter(|(field, _)| *field != "safety_licence").collect();
    let (verdict, findings) = verdict_on("2026-01-01", "3612", &facts);
    assert_eq!(verdict, Verdict::Review);
    assert_eq!(findings, [("safety".to_owned(), Outcome::Unknown)]);
    let mut absent = known();
    absent[1].1 = Value::Flag(false);
    assert_eq!(verdict_on("2026-01-01", "3612", &absent).0, Verdict::Closes);
}

#[test]
fn what_is_known_to_close_outweighs_what_is_unknown() {
    let facts = [("process_class", Value::Word("eliminated".into()))];
    assert_eq!(verdict_on("2026-01-01", "36", &facts).0, Verdict::Closes);
}

#[test]
fn a_limit_is_that_of_the_longest_prefix_and_exactly_at_it_is_allowed() {
    // 10 tce per 100: 0.1. The limit is 0.1 for C and 0.05 for C36.
    assert_eq!(verdict_on("2026-01-01", "39", &known()).0, Verdict::Passes);
    let (verdict, _) = verdict_on("2026-01-01", "36", &known());
    assert_eq!(verdict, Verdict::Closes);
    let screened = Screening::new(&book(), "2026-01-01".parse().unwrap(), &[])
        .screen(&enterprise("36", &known()));
    assert_eq!((screened.findings[0].value, screened.findings[0].limit), (Some(0.1), Some(0.05)));
    // C3612 has a limit of its own.
    assert_eq!(verdict_on("2026-01-01", "3612", &known()).0, Verdict::Passes);
}

#[test]
fn an_output_of_nothing_is_review_not_infinity() {
    let mut facts = known();
    facts[3].1 = Value::Number(0.0);
    assert_eq!(verdict_on("2026-01-01", "39", &facts).0, Verdict::Review);
}

#[test]
fn an_unknown_industry_is_review_where_a_closing_rule_depends_on_it() {
    assert_eq!(verdict_on("2026-01-01", "", &known()).0, Verdict::Review);
}

#[test]
fn the_margin_is_how_far_the_value_lies_beyond_the_limit() {
    // 10 tce per 100 against 0.05: twice the limit, 100 % over.
    let on = "2026-01-01".parse().unwrap();
    let screened = Screening::new(&book(), on, &[]).screen(&enterprise("36", &known()));
    assert_eq!(
        (screened.findings[0].margin, screened.findings[0].clause.en.as_str()),
        (Some(1.0), "c")
    );
    assert!(screened.findings[0].text.en.ends_with("against a limit of 0.05, 100 % over"));
    // A least of 0.4 that 0.1 reaches a quarter of: 75 % short. Exactly at it is allowed.
    let below = parse(&RULES.replace(
        "test.above = { field = \"energy_tce\", per = \"output_10k_yuan\", limits = { C = 0.1, C36 = 0.05, C3612 = 0.2 } }",
        "test.below = { field = \"energy_tce\", per = \"output_10k_yuan\", limits = { C = 0.1, C36 = 0.4 } }",
    ))
    .unwrap();
    let screened = Screening::new(&below, on, &[]).screen(&enterprise("36", &known()));
    assert_eq!((screened.verdict, screened.findings[0].margin), (Verdict::Closes, Some(0.75)));
    assert_eq!(
        Screening::new(&below, on, &[]).screen(&enterprise("39", &known())).verdict,
        Verdict::Passes
    );
    // Beyond a limit of 0 there is no share to name.
    let none = parse(&RULES.replace("C36 = 0.05", "C36 = 0")).unwrap();
    let screened = Screening::new(&none, on, &[]).screen(&enterprise("36", &known()));
    assert_eq!((screened.verdict, screened.findings[0].margin), (Verdict::Closes, None));
}

#[test]
fn a_catalogue_needs_the_code_and_the_process() {
    let catalogue = |effect: &str, is: &str| {
        parse(&RULES.replace(
            "test.word = { field = \"process_class\", is = \"eliminated\" }\neffect = \"closes\"",
            &format!("industries = [\"C26\"]\ntest.word = {{ field = \"process_class\", is = \"{is}\" }}\neffect = \"{effect}\""),
        ))
        .unwrap()
    };
    let on = "2026-01-01".parse().unwrap();
    let of = |book: &RuleBook, industry: &str, process: Option<&str>| {
        let mut facts = known();
        facts.remove(0);
        facts.extend(process.map(|word| ("process_class", Value::Word(word.into()))));
        let screened = Screening::new(book, on, &[]).screen(&enterprise(industry, &facts));
        let rule = screened.findings.iter().find(|finding| finding.rule == "process");
        (screened.verdict, rule.map(|finding| finding.outcome))
    };
    let eliminated = catalogue("closes", "wet process");
    // The code alone is not enough, nor is the process of another industry.
    assert_eq!(of(&eliminated, "26", None), (Verdict::Review, Some(Outcome::Unknown)));
    assert_eq!(of(&eliminated, "26", Some("dry process")), (Verdict::Passes, None));
    assert_eq!(of(&eliminated, "39", Some("wet process")), (Verdict::Passes, None));
    assert_eq!(of(&eliminated, "39", None), (Verdict::Passes, None));
    assert_eq!(
        of(&eliminated, "26", Some("wet process")),
        (Verdict::Closes, Some(Outcome::Closes))
    );
    let restricted = catalogue("caps_land", "old process");
    assert_eq!(
        of(&restricted, "26", Some("old process")),
        (Verdict::Passes, Some(Outcome::CapsLand))
    );
    assert_eq!(of(&restricted, "26", None), (Verdict::Review, Some(Outcome::Unknown)));
    // A person decides; whoever else closes it goes before that.
    let left_to_people = catalogue("review", "old process");
    let decided = of(&left_to_people, "26", Some("old process"));
    assert_eq!(decided, (Verdict::Review, Some(Outcome::Review)));
    assert_eq!(of(&left_to_people, "26", Some("new process")), (Verdict::Passes, None));
    assert_eq!(of(&left_to_people, "26", None), (Verdict::Review, Some(Outcome::Unknown)));
}

#[test]
fn a_note_closes_nobody() {
    let (verdict, findings) = verdict_on("2026-01-01", "26", &known());
    assert_eq!((verdict, findings), (Verdict::Passes, vec![("heavy".into(), Outcome::Noted)]));
}

#[test]
fn pairs_are_refused_for_the_first_reason_that_applies() {
    let book = book();
    let code = |text| book.classification.parse(text).unwrap();
    let role = book.pair(&code("261"), &park("a")).unwrap_err();
    assert!(matches!(&role, Refusal::Role { rule, .. } if rule == "chemicals-in-chemical-parks"));
    assert!(!role.text().en.contains("chemicals-in-chemical-parks"), "a name, not a key: {role:?}");
    assert_eq!(book.pair(&code("39"), &park("a")), Err(Refusal::Fit { fit: 0.2, minimum: 0.3 }));
}

#[test]
fn terms_are_the_weights_times_what_they_weigh() {
    let book = book();
    let code = |text| book.classification.parse(text).unwrap();
    // Park a: fit 0.5 for C36, built rate 0.75, no role: 10·0.5 + 4·0.75 + 3.
    let terms = book.pair(&code("36"), &park("a")).unwrap();
    let each: Vec<_> = terms.each().map(|(term, km)| (term.key, km)).collect();
    let expected = [("fit_km", 5.0), ("utilisation_km", 3.0), ("preference_km", 3.0)];
    assert_eq!(each, expected);
    assert_eq!(terms.total_km(), 11.0);
    // Park b is a chemical park, and a pillar: no preference is due.
    assert_eq!(book.pair(&code("261"), &park("b")).unwrap().total_km(), 3.0);
    // A park the book is silent on takes everybody with fit 1, but pays for its missing role.
    assert_eq!(book.pair(&code("36"), &park("z")).unwrap().total_km(), 6.0);
}

#[test]
fn quality_is_the_weighted_mean_and_missing_data_earns_nothing() {
    let mut facts = known();
    facts.push(("jobs", Value::Number(100.0))); // 50 a hectare, of 100: 0.5
    let quality = book().quality(&enterprise("39", &facts));
    assert_eq!(quality.score, (0.75 * 0.5 + 0.25 * 1.0) / 1.0);
    let quality = book().quality(&enterprise("36", &known()));
    assert_eq!((quality.score, quality.elements[0].score), (0.0, None));
}

#[test]
fn the_fields_of_a_book_are_those_its_rules_look_at() {
    let fields: Vec<_> = book().fields().into_keys().collect();
    assert_eq!(
        fields,
        ["energy_tce", "jobs", "output_10k_yuan", "process_class", "safety_licence"]
    );
}

#[test]
fn a_book_that_cannot_be_used_says_where() {
    for (from, to, expected) in [
        (
            "C36 = 0.05",
            "C99 = 0.05",
            "rules.toml: energy: expected a code of the classification, found C99",
        ),
        ("C36 = 0.05", "\"36\" = 0.05", "rules.toml: energy: expected C36, found 36"),
        (
            "type = \"big\"",
            "type = \"huge\"",
            "rules.toml: parks.a.type: expected one of big, found huge",
        ),
        (
            "minimum_fit = 0.3",
            "minimum_fit = 3",
            "rules.toml: weights.minimum_fit: expected a number from 0 to 1, found 3",
        ),
        (
            "unplaced_km = 60",
            "unplaced_km = 37",
            "rules.toml: weights.unplaced_km: expected more than 37 km, the dearest move these weights allow (cut-off, fit, utilisation and preferences together), found 37",
        ),
        (
            "needs_role = \"chemical_park\"",
            "needs_role = \"chem\"",
            "rules.toml: chemicals-in-chemical-parks: expected one of pillar, chemical_park, found chem",
        ),
        (
            "test.industry = {}\neffect = \"notes\"",
            "test.industry = {}\neffect = \"closes\"",
            "rules.toml: heavy.effect: expected notes: an industry code alone has no consequence, found a test of the industry alone",
        ),
        (
            "C36 = 0.05",
            "C36 = -1",
            "rules.toml: energy.limits.C36: expected a number from 0 to 1,000,000,000,000, found -1",
        ),
        (
            "best = 100",
            "best = 0",
            "rules.toml: quality.employment.measure.ratio.best: expected a number other than `worst`, found 0",
        ),
        (
            "fit_km = 10",
            "fitt_km = 10",
            "rules.toml, line 9: unknown key `fitt_km`; did you mean `fit_km`?",
        ),
    ] {
        assert!(RULES.contains(from), "{from}");
        assert_eq!(parse(&RULES.replace(from, to)).unwrap_err().to_string(), expected);
    }
}

#[test]
fn the_shipped_rule_book_can_be_used() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/rules");
    let text = std::fs::read_to_string(format!("{folder}/jinshan.toml")).unwrap();
    let book = RuleBook::parse(&text, "jinshan.toml", |table| {
        let BookTable::Classification(path) = table else { panic!("{table:?}") };
        std::fs::read_to_string(format!("{folder}/{path}"))
    });
    let book = book.unwrap().unwrap();
    assert_eq!(
        (book.parks.len(), book.pillar_industries.len(), book.high_technology.len()),
        (12, 8, 6)
    );
    let eliminated: std::collections::BTreeSet<_> =
        book.screening.iter().map(|s| &s.eliminates.en).collect();
    assert_eq!(eliminated.len(), 4);
}

#[test]
fn a_rule_without_limits_rates_nobody_not_even_those_without_an_industry() {
    let text = RULES.replace("limits = { C = 0.1, C36 = 0.05, C3612 = 0.2 }", "limits = {}");
    let book = parse(&text).unwrap();
    let screened =
        Screening::new(&book, "2026-01-01".parse().unwrap(), &[]).screen(&enterprise("", &known()));
    assert_eq!(screened.verdict, Verdict::Passes);
    assert_eq!(book.unrated().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["energy"]);
}

/// [`RULES`] with a guide: 40 of output or 20 of investment to the hectare for C, 400 of output for C36.
fn guided(more: &str) -> RuleBook {
    let guide = "[[land_guide]]\nindustries = ['C']\nindicators = [{ field = 'output', per_ha = 40 }, { field = 'investment', per_ha = 20 }]\nlevel = 'control'\nedition = 'e'\nclause = 'c'\nconfirmed = false\n\
                 [[land_guide]]\nindustries = ['C36']\nindicators = [{ field = 'output', per_ha = 400 }]\nlevel = 'control'\nedition = 'e'\nclause = 'c'\nconfirmed = false\n\
                 [[land_guide]]\nindicators = [{ field = 'output', per_ha = 1 }]\nlevel = 'recommended'\nedition = 'e'\nclause = 'c'\nconfirmed = false\n";
    parse(&format!("{RULES}[land_need]\nwanted = 'wanted_ha'\n{more}\n{guide}")).unwrap()
}

#[test]
fn land_is_what_is_justified_and_no_more_than_there_is_or_is_wanted() {
    use LandBasis::{Capped, Guide, NotRated, Present, Wanted};
    let book = guided("");
    let of = |industry: &str, facts: &[(&'static str, f64)], may_not_expand: bool| {
        let facts: Vec<_> = facts.iter().map(|(f, n)| (*f, Value::Number(*n))).collect();
        let need = book.land_need(&enterprise(industry, &facts), may_not_expand).unwrap();
        (need.need.square_metres(), need.basis)
    };
    // It has 2 ha. 40 / 40 = 1 ha by output, 30 / 20 = 1.5 ha by investment: the larger counts.
    assert_eq!(of("39", &[("output", 40.0), ("investment", 30.0)], false), (15_000, Guide));
    assert_eq!(of("39", &[("output", 40.0)], false), (10_000, Guide));
    assert_eq!(of("39", &[("output", 80.0)], false), (20_000, Present));
    assert_eq!(of("39", &[("output", 800.0)], false), (20_000, Present));
    // C36 has a row of its own, which its classes share, and which does not ask for investment.
    assert_eq!(of("3612", &[("output", 40.0), ("investment", 90.0)], false), (1_000, Guide));
    assert_eq!(of("3612", &[("investment", 90.0)], false), (20_000, NotRated));
    // It wants 3 ha: 120 / 40 = 3 justifies them, 100 / 40 = 2.5 do not; it may not expand beyond 2.
    assert_eq!(of("39", &[("output", 120.0), ("wanted_ha", 3.0)], false), (30_000, Wanted));
    assert_eq!(of("39", &[("output", 100.0), ("wanted_ha", 3.0)], false), (25_000, Guide));
    assert_eq!(of("39", &[("output", 100.0), ("wanted_ha", 3.0)], true), (20_000, Capped));
    assert_eq!(of("39", &[("output", 40.0), ("wanted_ha", 3.0)], true), (10_000, Guide));
    assert_eq!(of("39", &[("output", 100.0), ("wanted_ha", 1.0)], false), (20_000, Present));
    // Nothing known: the present land, even if more is wanted. Nothing made: one square metre.
    assert_eq!(of("39", &[("wanted_ha", 3.0)], false), (20_000, NotRated));
    assert_eq!(of("39", &[("output", 0.0)], false), (1, Guide));
    assert_eq!(book.land_need(&Enterprise { land: None, ..enterprise("39", &[]) }, false), None);
    // The row without industries counts for those that no other concerns; a level leaves the rest out.
    let recommended = guided("level = 'recommended'");
    let facts = [("output", Value::Number(1.5))];
    let need = recommended.land_need(&enterprise("39", &facts), false).unwrap();
    assert_eq!((need.need.square_metres(), need.basis), (15_000, Guide));
    let fields = book.fields();
    assert!(fields.contains_key("wanted_ha") && fields.contains_key("investment"));
}

#[test]
fn without_a_guide_everybody_needs_the_land_that_it_has() {
    let need = book().land_need(&enterprise("39", &known()), true).unwrap();
    assert_eq!((need.need, need.basis), (Hectares(2.0), LandBasis::NotRated));
    assert!(!book().rates_land());
}

#[test]
fn a_guide_that_cannot_be_used_says_where() {
    let wrong = |rows: &str| parse(&format!("{RULES}{rows}")).unwrap_err().to_string();
    let row = |industries: &str, per_ha: &str| {
        format!(
            "[[land_guide]]\nindustries = [{industries}]\nindicators = [{{ field = 'output', per_ha = {per_ha} }}]\nedition = 'e'\nclause = 'c'\nconfirmed = false\n"
        )
    };
    assert_eq!(
        wrong(&(row("'C39', 'C36'", "1") + &row("'C36'", "2"))),
        "rules.toml: land_guide 2.industries: expected a code that no other row of the level has, found C36"
    );
    assert_eq!(
        wrong(&row("'C39'", "0")),
        "rules.toml: land_guide 1.output.per_ha: expected a positive number, found 0"
    );
    assert_eq!(
        wrong(&row("'C99'", "1")),
        "rules.toml: land_guide 1: expected a code of the classification, found C99"
    );
    assert_eq!(
        wrong(&format!("[land_need]\nlevel = 'x'\n{}", row("'C39'", "1"))),
        "rules.toml: land_need.level: expected the level of a row of land_guide, found x"
    );
}

const CLASSES: &str = "[classes]\nshares = { A = 0.25, B = 0.75, D = 1.0 }\nnot_rated = 'T'\nsmall_below_ha = 1.0\n\
    priority_km = { A = 5 }\n\
    [[classes.elements]]\nid = 'tax'\nname = {}\nweight = 3\nfield = 'tax'\nper = 'land_ha'\nbaseline = { mean = 2.0 }\n\
    [[classes.elements]]\nid = 'output'\nname = {}\nweight = 1\nfield = 'output'\nbaseline = 10\n";

fn firm(id: &str, land: f64, tax: f64, output: Option<f64>) -> Enterprise {
    let facts = [("tax", Some(tax)), ("output", output)];
    Enterprise {
        id: id.into(),
        land: Some(Hectares(land)),
        facts: facts.iter().filter_map(|(f, n)| Some((*f, Value::Number((*n)?)))).collect(),
        ..enterprise("39", &[])
    }
}

#[test]
fn classes_are_shares_of_a_ranking() {
    let book = parse(&format!("{RULES}{CLASSES}")).unwrap();
    // Tax of 60 on 15 ha: the mean is 4 to the hectare, so 8 scores 1. In 5 the output is unknown; 6 has
    // a small plot and is the only one, so the best and the last of its kind: round(0.25 · 1) = 0 are A,
    // round(0.75) = 1 is B.
    let firms = [
        firm("1", 2.0, 8.0, Some(10.0)), // 0.5 and 1: (3 · 0.5 + 1) / 4 = 0.625
        firm("2", 2.0, 8.0, Some(10.0)), // the same: behind 1, by id
        firm("3", 2.0, 32.0, Some(2.0)), // 2, capped at 1, and 0.2: 0.8
        firm("4", 6.5, 0.0, Some(-5.0)), // 0, and less than nothing is 0: 0
        firm("5", 2.0, 8.0, None),
        firm("6", 0.5, 4.0, Some(10.0)),
    ];
    let classes = book.classify(&firms).unwrap();
    assert_eq!(classes.baseline(0), Some(8.0));
    let found: Vec<&str> = (0..6).map(|index| classes.of(index)).collect();
    assert_eq!(found, ["B", "B", "A", "D", "T", "B"]);
    assert_eq!(classes.keys().collect::<Vec<_>>(), ["A", "B", "D", "T"]);
    let priority = classes.priority_km(&book);
    assert_eq!((priority(2), priority(0), priority(4)), (5.0, 0.0, 0.0));
    let score = book.class_score(&classes, 0, &firms[0]).unwrap();
    assert_eq!((score.score, score.elements[0].score), (Some(0.625), Some(0.5)));
    assert_eq!(book.class_score(&classes, 4, &firms[4]).unwrap().score, None);
    // The order of the rows decides nothing.
    let turned: Vec<Enterprise> = firms.iter().rev().cloned().collect();
    let again = book.classify(&turned).unwrap();
    assert!((0..6).all(|index| again.of(5 - index) == found[index]));
    assert_eq!(parse(RULES).unwrap().classify(&firms), None);
}

#[test]
fn classes_that_cannot_be_used_say_where() {
    for (from, to, expected) in [
        ("D = 1.0", "D = 0.9", "classes.shares: expected 1 for the last class, found 0.9"),
        ("{ A = 5 }", "{ E = 5 }", "classes.priority_km.E: expected one of A, B, D, T, found E"),
        ("'T'", "'D'", "classes.not_rated: expected a key that no class has, found D"),
        (
            "weight = 3",
            "weight = 0",
            "classes.tax.weight: expected a positive number up to 1,000,000,000,000, found 0",
        ),
    ] {
        let text = format!("{RULES}{}", CLASSES.replacen(from, to, 1));
        assert_eq!(parse(&text).unwrap_err().to_string(), format!("rules.toml: {expected}"));
    }
}

/// [`RULES`] whose limit on energy is found among the enterprises.
fn relative(limit: &str) -> Result<RuleBook, RuleBookError> {
    parse(&RULES.replace(
        "limits = { C = 0.1, C36 = 0.05, C3612 = 0.2 }",
        &format!("limits = {{ C39 = 0.5 }}, relative = {{ {limit} }}"),
    ))
}

/// An enterprise of an industry that uses so much for an output of 100.
fn using(industry: &str, energy: f64) -> Enterprise {
    let mut facts = known();
    facts[2].1 = Value::Number(energy);
    enterprise(industry, &facts)
}

#[test]
fn a_relative_limit_is_set_by_the_longest_prefix_with_enough_enterprises() {
    let book = relative("times_median = 3, at_least = 3").unwrap();
    // C3612: 1, 2, 9 of which the last is more than three times the median 2. C36 has one more, 40 of a median 5.5
    // of 1, 2, 9, 40. C39 has a limit of its own; C26 is too few, and C has 1, 2, 9, 40, 45, 7.
    let all = [
        using("3612", 1.0),
        using("3612", 2.0),
        using("3612", 9.0),
        using("36", 40.0),
        using("39", 45.0),
        using("26", 7.0),
    ];
    let screening = Screening::new(&book, "2026-01-01".parse().unwrap(), &all);
    let closed: Vec<bool> =
        all.iter().map(|e| screening.screen(e).verdict == Verdict::Closes).collect();
    assert_eq!(closed, [false, false, true, true, false, false]);
    let finding = &screening.screen(&all[2]).findings[0];
    let peers = finding.peers.as_deref().unwrap();
    assert_eq!((peers.industry.as_str(), peers.size, peers.rank), ("C3612", 3, 1));
    assert_eq!((finding.value, finding.limit, peers.median), (Some(0.09), Some(0.06), 0.02));
    assert!(finding.text.en.contains(
        "0.0900, 4.50 times the median 0.0200 of the 3 enterprises of C3612 in this survey, number 1 from the highest; the limit is relative: 3 times the median"
    ), "{}", finding.text.en);
    assert!(
        finding.text.zh.contains("是 C3612 新能源车本次调查 3 家企业中位数 0.0200 的 4.50 倍"),
        "{}",
        finding.text.zh
    );
    let of_all = screening.screen(&all[3]).findings[0].peers.clone().unwrap();
    assert_eq!((of_all.industry.as_str(), of_all.size, of_all.median), ("C36", 4, 0.055));
}

#[test]
fn relative_limits_are_those_of_a_naive_count_in_any_order() {
    let mut seed = 7_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % below
    };
    for round in 0..40 {
        let codes = ["3612", "36", "39", "261", "26"];
        let mut all: Vec<Enterprise> = (0..5 + next(40))
            .map(|_| using(codes[usize::try_from(next(5)).unwrap()], next(12) as f64))
            .collect();
        let percentile = 50.0 + next(49) as f64;
        let book = relative(&format!("percentile = {percentile}, at_least = 6")).unwrap();
        let share = |e: &Enterprise| e.facts.number("energy_tce").unwrap() / 100.0;
        let naive = |one: &Enterprise, all: &[Enterprise]| {
            let code = one.industry.as_ref().unwrap();
            if code.as_str().starts_with("C39") {
                return share(one) > 0.5;
            }
            let group = (1..=code.as_str().len()).rev().find_map(|length| {
                let prefix = &code.as_str()[..length];
                if !["C26", "C261", "C36", "C3612", "C39"].contains(&prefix) {
                    return None; // no industry has that code
                }
                let same =
                    |e: &&Enterprise| e.industry.as_ref().unwrap().as_str().starts_with(prefix);
                let mut values: Vec<f64> = all.iter().filter(same).map(share).collect();
                values.sort_by(f64::total_cmp);
                (values.len() >= 6).then_some(values)
            });
            // The least value that as many per cent do not exceed.
            let limit = group.and_then(|values| {
                let enough = |v: &&f64| {
                    let within = values.iter().filter(|other| other <= v).count();
                    within as f64 / values.len() as f64 >= percentile / 100.0
                };
                values.iter().find(enough).copied()
            });
            limit.is_some_and(|limit| limit > 0.0 && share(one) > limit)
        };
        let wanted: Vec<bool> = all.iter().map(|e| naive(e, &all)).collect();
        let found = |all: &[Enterprise]| -> Vec<bool> {
            let screening = Screening::new(&book, "2026-01-01".parse().unwrap(), all);
            all.iter().map(|e| screening.screen(e).verdict == Verdict::Closes).collect()
        };
        assert_eq!(found(&all), wanted, "round {round}");
        all.reverse();
        assert!(found(&all).iter().eq(wanted.iter().rev()));
    }
}

#[test]
fn a_relative_limit_lies_at_one_place_and_among_several() {
    for (limit, place) in [
        ("at_least = 5", "energy.relative"),
        ("times_median = 2, percentile = 90", "energy.relative"),
        ("times_median = 0", "energy.relative.times_median"),
        ("percentile = 100", "energy.relative.percentile"),
        ("percentile = 90, at_least = 1", "energy.relative.at_least"),
    ] {
        let error = relative(limit).unwrap_err().to_string();
        assert!(error.contains(place), "{error}");
    }
}

#[test]
fn fields_have_the_names_and_units_that_the_book_gives_them() {
    let names = "[[field_names]]\nid = 'energy_tce'\nname = { zh = '能耗', en = 'energy' }\nunit = { zh = '吨标煤', en = 'tce' }\n\
                 [[field_names]]\nid = 'output_10k_yuan'\nname = { zh = '产值', en = 'output' }\nunit = { zh = '万元', en = '10,000 yuan' }\n\
                 [[field_names]]\nid = 'safety_licence'\nname = { zh = '安全生产许可证', en = 'safety licence' }\n";
    let book = parse(&format!("{RULES}{names}")).unwrap();
    let mut facts = known();
    facts[1].1 = Value::Flag(false);
    let screening = Screening::new(&book, "2026-01-01".parse().unwrap(), &[]);
    let texts: Vec<Text> =
        screening.screen(&enterprise("36", &facts)).findings.into_iter().map(|f| f.text).collect();
    assert!(
        texts[0].en.ends_with(
            "energy per output 0.100 tce/10,000 yuan against a limit of 0.05, 100 % over"
        ),
        "{texts:?}"
    );
    assert!(
        texts[0].zh.ends_with("单位产值能耗 0.100 吨标煤/万元，限值 0.05，超出 100 %"),
        "{texts:?}"
    );
    assert!(texts[1].zh.ends_with("安全生产许可证：否"), "{texts:?}");
}

#[test]
fn beyond_a_percentile_above_a_median_of_nothing_no_multiple_is_named() {
    let book = relative("percentile = 80, at_least = 3").unwrap();
    let all = [0.0, 0.0, 0.0, 4.0, 9.0].map(|energy| using("36", energy));
    let found = Screening::new(&book, "2026-01-01".parse().unwrap(), &all).screen(&all[4]);
    let text = &found.findings[0].text;
    assert!(
        text.en.contains("the median of the 5 enterprises of C36 in this survey is 0, number 1"),
        "{text:?}"
    );
    assert!(text.zh.contains("5 家企业的中位数为 0，由高到低第 1 位"), "{text:?}");
}
