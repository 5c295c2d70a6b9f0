// A district small enough to work out by hand, for tests, and for the examples in the documentation, which
// include this file.

use geo_types::{MultiPolygon, Point, Rect};
use parkward_assignment::Limits;
use parkward_model::*;
use parkward_planning::{Plan, PlanOptions, Resource, RuleBookText};
use parkward_policy::RuleBook;

include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/rule_files.rs"));

const TABLES: &str = r#"
[weights]
fit_km = 0.0
utilisation_km = 0.0
minimum_fit = 0.1
cut_off_km = 20.0
unplaced_km = 100.0
quality_km = 0.0
[[roles]]
id = "chemical"
name = { en = "Chemical park" }
[[eligibility]]
id = "chemicals"
name = { en = "Chemicals in chemical parks" }
clause = "c"
industries = ["C26"]
needs_role = "chemical"
[[screening]]
id = "process"
eliminates = "restricted"
name = { en = "Process" }
clause = "c"
confirmed = false
test.word = { field = "process", is = "eliminated" }
effect = "closes"
"#;

pub(crate) fn rules() -> RuleBook {
    rule_book(&rule_file(TABLES))
}

pub(crate) fn book() -> RuleBookText {
    rule_text(rule_file(TABLES))
}

/// A hundredth of a degree each way, its lower edge at `south`.
pub(crate) fn park(id: &str, south: f64, capacity: Option<f64>) -> Park {
    let square = Rect::new((121.0, south), (121.01, south + 0.01)).to_polygon();
    Park {
        id: id.into(),
        name: Text::new("", id),
        footprint: Footprint::Boundary(MultiPolygon(vec![square])),
        capacity: capacity.map(Hectares),
        area: None,
        land: LandAccount::default(),
        industries: Vec::new(),
        open: true,
        facts: [("quota", Value::Number(5.0))].into_iter().collect(),
    }
}

pub(crate) fn enterprise(id: &str, lat: f64, process: &str) -> Enterprise {
    Enterprise {
        id: id.into(),
        name: "".into(),
        site: Point::new(121.005, lat),
        industry: rules().classification.parse("36").ok(),
        land: Some(Hectares(2.0)),
        facts: [("process", Value::Word(process.to_owned())), ("energy", Value::Number(1.0))]
            .into_iter()
            .collect(),
        row: 1,
    }
}

pub(crate) fn energy() -> Resource {
    Resource {
        id: "energy".into(),
        name: Text::new("能耗", "energy"),
        unit: Text::new("tce", "tce"),
        need: "energy".into(),
        quota: "quota".into(),
    }
}

pub(crate) fn options(resources: Vec<Resource>) -> PlanOptions {
    let title = Text::new("手算", "By hand");
    PlanOptions { title, resources, ..PlanOptions::on("2026-01-01".parse().unwrap()) }
}

/// A survey of parks alone.
pub(crate) fn before(parks: &[Park]) -> Survey {
    Survey { parks: parks.to_vec(), ..Survey::default() }
}

pub(crate) fn plan(parks: Vec<Park>, enterprises: Vec<Enterprise>, rejects: Vec<Reject>) -> Plan {
    plan_by(&rules(), parks, enterprises, rejects)
}

pub(crate) fn plan_by(
    rules: &RuleBook,
    parks: Vec<Park>,
    enterprises: Vec<Enterprise>,
    rejects: Vec<Reject>,
) -> Plan {
    let book = book();
    let survey = Survey { parks, enterprises, rejects, ..Survey::default() };
    let options = options(vec![energy()]);
    Plan::make(survey, rules, book, &options, &Limits::default(), &mut |_| {}).unwrap()
}

/// E1 lies 1,330.4 m south of B and 1,108.7 m north of A, E2 1,663.0 m south of A. Each park has room
/// for one of them: together they go 1,330.4 + 1,663.0 m. E3 closes.
pub(crate) fn tight() -> Plan {
    let enterprises = vec![
        enterprise("E1", 31.0, "none"),
        enterprise("E2", 30.965, "none"),
        enterprise("E3", 31.0, "eliminated"),
    ];
    plan(vec![park("A", 30.98, Some(2.0)), park("B", 31.012, Some(2.0))], enterprises, Vec::new())
}
