// The district of `mod.rs` with a bit of everything, for examples in the documentation: a river, a new
// project, runs that say how sure the plan is.

include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs"));

use parkward_planning::{Positions, Robustness};

const RIVER: &str = r##"
[[quality]]
id = "energy"
name = { en = "Energy" }
weight = 1.0
measure.ratio = { field = "energy", per = "land_ha", worst = 0.0, best = 1.0 }
[[zone_kinds]]
id = "river"
name = { en = "River" }
colour = "#3a86c8"
[[spatial]]
id = "one-km"
name = { en = "1 km" }
clause = "c"
confirmed = true
kind = "river"
industries = ["C26"]
distance_m = 1000
parks = "refuses"
projects = "refuses"
[[land_classes]]
id = "bank"
name = { en = "River bank" }
inside = "river"
"##;

fn tables() -> String {
    rule_file(&format!("{TABLES}{RIVER}"))
}

pub(crate) fn rules_of_space() -> RuleBook {
    rule_book(&tables())
}

/// From 30.995 to 31.005, where E1 and E3 stand.
pub(crate) fn river() -> Zone {
    let bank = Rect::new((121.0, 30.995), (121.01, 31.005)).to_polygon();
    Zone {
        kind: "river".to_owned(),
        id: "1".to_owned(),
        name: Text::new("", "The river"),
        shape: ZoneShape::Area(MultiPolygon(vec![bank])),
        distance: None,
        facts: Facts::default(),
    }
}

pub(crate) fn project(id: &str, land: f64) -> Project {
    Project {
        id: id.into(),
        name: "".into(),
        site: None,
        industry: rules().classification.parse("36").ok(),
        land: Some(Hectares(land)),
        facts: [("process", Value::Word("none".to_owned()))].into_iter().collect(),
        row: 1,
    }
}

/// E1 moves to A, P1 settles in B, E3 closes. Nothing is moved or weighed otherwise in the three runs.
pub(crate) fn by_the_river() -> Plan {
    let survey = Survey {
        parks: vec![park("A", 30.98, Some(2.0)), park("B", 31.012, Some(1.0))],
        enterprises: vec![enterprise("E1", 31.0, "none"), enterprise("E3", 31.0, "eliminated")],
        projects: vec![project("P1", 1.0)],
        zones: vec![river()],
        ..Survey::default()
    };
    let robustness = Robustness {
        runs: 3,
        seed: 1,
        weights: 0.0,
        needs: 0.0,
        positions: Positions::Metres(0.0),
        certain_from: 0.9,
    };
    let options = PlanOptions { robustness: Some(robustness), ..options(Vec::new()) };
    let (rules, book) = (rules_of_space(), rule_text(tables()));
    Plan::make(survey, &rules, book, &options, &Limits::default(), &mut |_| {}).unwrap()
}
