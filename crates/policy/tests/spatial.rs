//! Rules of space: what a rule file may say of zones, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use parkward_model::{Metres, Text, Zone, ZoneShape};
use parkward_policy::{RuleBook, RuleBookError};

const RULES: &str = r##"
[book]
id = "x"
version = "1"
title = { en = "X" }
district = { en = "Nowhere" }
as_of = 2026-01-01
classification = "codes.csv"
[weights]
fit_km = 5.0
utilisation_km = 2.0
minimum_fit = 0.2
cut_off_km = 15.0
unplaced_km = 100.0
quality_km = 50.0
[[zone_kinds]]
id = "river"
name = { en = "River" }
colour = "#3a86c8"
[[zone_kinds]]
id = "facility"
name = { en = "Facility" }
colour = "#a04030"
[[spatial]]
id = "one-km"
name = { en = "1 km" }
clause = "c"
confirmed = true
effective = { from = 2021-03-01 }
kind = "river"
industries = ["C26"]
distance_m = 1000
parks = "refuses"
[[spatial]]
id = "own"
name = { en = "Own" }
clause = "c"
confirmed = false
kind = "facility"
own_distance = true
existing = "moves"
[[land_classes]]
id = "195"
name = { en = "195" }
inside = "river"
"##;

fn parse(rules: &str) -> Result<RuleBook, RuleBookError> {
    let codes = "code,name_zh\nC,x\n26,y\n36,z\n".to_owned();
    RuleBook::parse(rules, "rules.toml", |_| Ok::<_, ()>(codes.clone())).unwrap()
}

#[test]
fn a_rule_reaches_as_far_as_it_or_the_zone_says() {
    let rules = parse(RULES).unwrap();
    let zone = |kind: &str, distance: Option<f64>| Zone {
        kind: kind.to_owned(),
        id: "z".to_owned(),
        name: Text::default(),
        shape: ZoneShape::Point((121.0, 31.0).into()),
        distance: distance.map(Metres),
        facts: Default::default(),
    };
    let reach = |rule: usize, zone: Zone| rules.spatial[rule].reach(&zone);
    assert_eq!(reach(0, zone("river", None)), Some(1_000.0));
    assert_eq!(reach(0, zone("river", Some(5.0))), Some(1_000.0));
    assert_eq!(reach(0, zone("facility", None)), None);
    assert_eq!(reach(1, zone("facility", Some(250.0))), Some(250.0));
    assert_eq!(reach(1, zone("facility", None)), None, "not rated");
    let industry = |code: &str| rules.classification.parse(code).unwrap();
    assert!(
        rules.spatial[0].concerns(&industry("26")) && !rules.spatial[0].concerns(&industry("36"))
    );
    assert!(rules.spatial[1].concerns(&industry("36")), "no list is every industry");
    let kinds = |day: &str| rules.kinds_in_force(day.parse().unwrap()).len();
    assert_eq!((kinds("2021-02-28"), kinds("2021-03-01")), (1, 2));
}

#[test]
fn slips_are_named() {
    for (from, to, expected) in [
        (
            "kind = \"river\"",
            "kind = \"rivr\"",
            "rules.toml: spatial.one-km.kind: expected one of the zone_kinds: river, facility, found rivr",
        ),
        (
            "inside = \"river\"",
            "inside = \"rivr\"",
            "rules.toml: land_classes.195.inside: expected one of the zone_kinds: river, facility, found rivr",
        ),
        (
            "distance_m = 1000",
            "distance_m = -1",
            "rules.toml: spatial.one-km.distance_m: expected metres from 0 to 100,000, found -1",
        ),
        (
            "distance_m = 1000\n",
            "",
            "rules.toml: spatial.one-km.distance_m: expected metres, 0 for within, or own_distance = true, found neither",
        ),
        (
            "own_distance = true",
            "own_distance = true\ndistance_m = 5",
            "rules.toml: spatial.own.distance_m: expected no distance beside own_distance = true, found 5",
        ),
        (
            "#a04030",
            "red",
            "rules.toml: zone_kinds.facility.colour: expected a colour such as #3b6fb6, found red",
        ),
        ("\"C26\"", "\"26\"", "rules.toml: one-km: expected C26, found 26"),
        (
            "id = \"own\"",
            "id = \"one-km\"",
            "rules.toml: one-km: expected an id that no other rule has, found one-km",
        ),
    ] {
        assert!(RULES.contains(from), "{from}");
        assert_eq!(parse(&RULES.replace(from, to)).unwrap_err().to_string(), expected);
    }
    let unknown = parse(&RULES.replace("existing = \"moves\"", "existing = \"move\"")).unwrap_err();
    assert!(unknown.to_string().contains("unknown variant `move`"), "{unknown}");
}
