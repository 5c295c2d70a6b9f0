//! Plans of random districts: what must hold of every plan, whatever the numbers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use geo_types::{MultiPolygon, Point, polygon};
use parkward_assignment::Limits;
use parkward_model::*;
use parkward_planning::{
    Answer, Bucket, Plan, PlanOptions, Positions, ProjectBucket, Resource, Robustness, RuleBookText,
};
use parkward_policy::RuleBook;

include!("district/rule_files.rs");

const TABLES: &str = r#"
[weights]
fit_km = 5.0
utilisation_km = 2.0
minimum_fit = 0.2
cut_off_km = 15.0
unplaced_km = 100.0
quality_km = 50.0
[[screening]]
id = "process"
eliminates = "restricted"
name = { en = "Process" }
clause = "c"
confirmed = false
test.word = { field = "process", is = "eliminated" }
effect = "closes"
[[quality]]
id = "jobs"
name = { en = "Jobs" }
weight = 1.0
measure.ratio = { field = "jobs", per = "land_ha", worst = 0.0, best = 100.0 }
"#;

/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, good enough for tests.
struct Random(parkward_assignment::Random);

impl Random {
    fn next(&mut self) -> u64 {
        self.0.next_number()
    }

    fn up_to(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    #[allow(clippy::cast_precision_loss)]
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.up_to(1 << 40) as f64 / (1u64 << 40) as f64)
    }

    fn often(&mut self, percent: u64) -> bool {
        self.up_to(100) < percent
    }
}

fn rules() -> RuleBook {
    rule_book(&rule_file(TABLES))
}

fn text() -> RuleBookText {
    rule_text(rule_file(TABLES))
}

fn options() -> PlanOptions {
    PlanOptions {
        resources: vec![Resource {
            id: "energy".into(),
            name: Text::new("能耗", "energy"),
            unit: Text::new("tce", "tce"),
            need: "energy".into(),
            quota: "quota".into(),
        }],
        ..PlanOptions::on("2026-01-01".parse().unwrap())
    }
}

fn survey(seed: u64) -> Survey {
    let mut random = Random(parkward_assignment::Random::new(seed));
    let rules = rules();
    let (parks, enterprises) = (1 + random.up_to(6), random.up_to(60));
    let code = |random: &mut Random| {
        rules.classification.parse(["26", "36"][usize::from(random.often(50))]).unwrap()
    };
    Survey {
        parks: (0..parks)
            .map(|id| {
                let (x, y) = (random.between(121.0, 121.3), random.between(30.8, 31.0));
                let size = random.between(0.005, 0.05);
                let boundary: MultiPolygon<f64> =
                    polygon![(x: x, y: y), (x: x + size, y: y), (x: x, y: y + size)].into();
                Park {
                    id: format!("P{id}").as_str().into(),
                    name: Text::default(),
                    footprint: if random.often(85) {
                        Footprint::Boundary(boundary)
                    } else {
                        Footprint::Point(Point::new(x, y))
                    },
                    capacity: random.often(90).then(|| Hectares(random.between(0.0, 12.0))),
                    area: None,
                    land: LandAccount::default(),
                    industries: if random.often(50) {
                        Vec::new()
                    } else {
                        vec![(code(&mut random), random.between(0.0, 1.0))]
                    },
                    open: random.often(90),
                    facts: [("quota", Value::Number(random.between(0.0, 500.0)))]
                        .into_iter()
                        .collect(),
                }
            })
            .collect(),
        enterprises: (0..enterprises)
            .map(|id| {
                let mut facts = Facts::default();
                if random.often(95) {
                    let process = if random.often(10) { "eliminated" } else { "none" };
                    facts.insert("process", Value::Word(process.into()));
                }
                if random.often(95) {
                    facts.insert("energy", Value::Number(random.between(0.0, 60.0)));
                }
                facts.insert("jobs", Value::Number(random.between(0.0, 200.0)));
                Enterprise {
                    id: format!("E{id}").as_str().into(),
                    name: "".into(),
                    site: Point::new(random.between(120.95, 121.35), random.between(30.75, 31.05)),
                    industry: random.often(95).then(|| code(&mut random)),
                    land: random.often(95).then(|| Hectares(random.between(0.0, 3.0))),
                    facts,
                    row: id + 2,
                }
            })
            .collect(),
        ..Survey::default()
    }
}

fn plan(survey: Survey) -> Plan {
    Plan::make(survey, &rules(), text(), &options(), &Limits::default(), &mut |_| {}).unwrap()
}

#[test]
fn every_plan_balances_verifies_and_survives_being_written() {
    let mut moves = 0;
    for seed in 0..150 {
        let survey = survey(seed);
        let plan = plan(survey.clone());
        assert!(plan.summary.balances(), "seed {seed}");
        assert_eq!(plan.summary.input, survey.enterprises.len(), "seed {seed}");
        assert!(plan.solution.lower_bound_mm <= plan.solution.cost_mm, "seed {seed}");
        let written = serde_json::to_string(&plan).unwrap();
        let read: Plan = serde_json::from_str(&written).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), written, "seed {seed}");
        assert_eq!(read.survey(), survey, "seed {seed}");
        let verification = read.verify().unwrap();
        assert!(verification.holds(), "seed {seed}: {:?}", verification.disagreements);
        moves += plan.summary.moves;
    }
    assert!(moves > 1_000, "the districts have to be worth planning");
}

/// The district with projects in it: some anywhere, some at a place, also inside a park.
fn with_projects(seed: u64) -> Survey {
    let mut survey = survey(seed);
    let (mut random, rules) =
        (Random(parkward_assignment::Random::new(seed ^ 0x0070_726f_6a65_6374)), rules());
    let count = 1 + random.up_to(12);
    for id in 0..count {
        let code = ["26", "36"][usize::from(random.often(50))];
        let process = if random.often(10) { "eliminated" } else { "none" };
        let facts = [
            ("process", Value::Word(process.into())),
            ("energy", Value::Number(random.between(0.0, 60.0))),
        ];
        survey.projects.push(Project {
            id: format!("E{id}").as_str().into(),
            name: "".into(),
            site: random
                .often(60)
                .then(|| Point::new(random.between(121.0, 121.3), random.between(30.8, 31.0))),
            industry: random.often(90).then(|| rules.classification.parse(code).unwrap()),
            land: random.often(95).then(|| Hectares(random.between(0.0, 3.0))),
            facts: facts.into_iter().collect(),
            row: id + 2,
        });
    }
    survey
}

#[test]
#[allow(clippy::cast_precision_loss)]
fn projects_share_the_land_with_those_who_move() {
    let (mut settle, mut left) = (0, 0);
    for seed in 0..100 {
        let survey = with_projects(seed);
        let plan = plan(survey.clone());
        assert!(plan.project_summary.balances() && plan.summary.balances(), "seed {seed}");
        assert_eq!(plan.project_summary.input, survey.projects.len(), "seed {seed}");
        let written = serde_json::to_string(&plan).unwrap();
        let read: Plan = serde_json::from_str(&written).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), written, "seed {seed}");
        assert_eq!(read.survey(), survey, "seed {seed}");
        let verification = read.verify().unwrap();
        assert!(verification.holds(), "seed {seed}: {:?}", verification.disagreements);
        let mut cost = 0.0;
        for project in &plan.projects {
            assert!(!project.reasons.is_empty(), "seed {seed}");
            let settles = project.verdict == ProjectBucket::Settles;
            assert_eq!(project.chosen.is_some(), settles, "seed {seed}");
            cost += match project.verdict {
                ProjectBucket::Unplaced => 100.0 + 50.0 * project.quality,
                _ => project.chosen.as_ref().map_or(0.0, |choice| choice.cost_km),
            };
            let ledger = plan.explain_project(project.project.id.as_str()).unwrap();
            let chosen = ledger.parks.iter().find(|entry| entry.answer == Answer::Chosen);
            let park = project.chosen.as_ref().map(|choice| &choice.park);
            assert_eq!(chosen.map(|entry| &entry.park), park, "seed {seed}");
            assert!(!ledger.prose.en.is_empty() && !ledger.prose.zh.is_empty());
        }
        for enterprise in plan.enterprises() {
            cost += match enterprise.verdict() {
                Bucket::Unplaced => 100.0 + 50.0 * enterprise.quality(),
                _ => enterprise.chosen().map_or(0.0, |choice| choice.cost_km),
            };
        }
        assert!((cost - plan.solution.cost_km).abs() < 1e-3, "seed {seed}: {cost}");
        for park in &plan.parks {
            let movers = plan
                .enterprises()
                .filter(|e| e.chosen().is_some_and(|choice| choice.park == &park.park.id));
            let settling = plan
                .projects
                .iter()
                .filter(|p| p.chosen.as_ref().is_some_and(|choice| choice.park == park.park.id));
            assert_eq!(park.projects, settling.clone().count(), "seed {seed}");
            let land = movers.filter_map(|e| e.enterprise().land);
            let land: i64 = land
                .chain(settling.filter_map(|p| p.project.land))
                .map(|land| land.square_metres())
                .sum();
            assert!((park.limits[0].taken - land as f64 / 1e4).abs() < 1e-9, "seed {seed}");
        }
        settle += plan.project_summary.settles;
        left += plan.project_summary.unplaced;
    }
    assert!(settle > 100 && left > 20, "the projects have to be worth planning: {settle}, {left}");
}

#[test]
fn nobody_goes_where_rules_distance_or_room_forbid() {
    for seed in 0..150 {
        let plan = plan(survey(seed));
        for park in &plan.parks {
            for limit in &park.limits {
                // Capacities are counted in whole square metres and thousandths.
                assert!(limit.taken <= limit.capacity.unwrap_or(0.0) + 1e-3, "seed {seed}");
            }
            assert!(
                park.park.open && park.park.capacity.is_some() || park.incoming == 0,
                "seed {seed}"
            );
        }
        for enterprise in plan.enterprises() {
            let chosen = enterprise.chosen();
            assert_eq!(chosen.is_some(), enterprise.verdict() == Bucket::Moves, "seed {seed}");
            assert!(
                chosen.is_none_or(|c| c.distance.kilometres() <= 15.0 && c.fit >= 0.2),
                "seed {seed}"
            );
            let id = &enterprise.enterprise().id;
            assert!(!enterprise.reasons().is_empty(), "seed {seed}: {id} has no reason");
            if enterprise.verdict() == Bucket::Moves {
                assert_eq!(enterprise.stands_in().len(), 0, "seed {seed}");
            }
        }
    }
}

#[test]
fn more_land_never_costs_more() {
    for seed in 0..60 {
        let small = survey(seed);
        let mut large = small.clone();
        for park in &mut large.parks {
            park.capacity = park.capacity.map(|capacity| Hectares(capacity.0 + 1.0));
        }
        let (small, large) = (plan(small).solution, plan(large).solution);
        // Plans that are not proven optimal may differ within their gaps.
        assert!(large.lower_bound_mm <= small.cost_mm, "seed {seed}");
    }
}

#[test]
fn the_ledger_agrees_with_the_plan() {
    for seed in 0..20 {
        let plan = plan(survey(seed));
        for enterprise in plan.enterprises() {
            let ledger = plan.explain(enterprise.enterprise().id.as_str()).unwrap();
            let chosen: Vec<_> = ledger
                .parks
                .iter()
                .filter(|e| e.answer == parkward_planning::Answer::Chosen)
                .collect();
            assert_eq!(chosen.len(), usize::from(enterprise.chosen().is_some()), "seed {seed}");
            if let (Some(entry), Some(choice)) = (chosen.first(), enterprise.chosen()) {
                // A plan counts whole millimetres.
                assert_eq!(
                    (&entry.park, entry.distance_m.unwrap().millimetres()),
                    (choice.park, choice.distance.millimetres()),
                    "seed {seed}"
                );
                assert_eq!(entry.cost_km, Some(choice.cost_km), "seed {seed}");
            }
            assert_eq!(ledger.parks.len(), plan.parks.len(), "seed {seed}");
        }
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for seed in [3, 14, 15] {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            serde_json::to_string(&pool.install(|| plan(survey(seed)))).unwrap()
        };
        assert_eq!(on(1), on(3), "seed {seed}");
    }
}

/// A park a hair beyond the cut-off once left lists that said they were not complete and could not
/// grow: the solver never came to an end.
#[test]
fn a_park_at_the_very_cut_off_is_in_or_out() {
    let mut survey = survey(1);
    let park = |number: u32| Park {
        id: format!("P{number}").as_str().into(),
        footprint: Footprint::Point(Point::new(121.001 - 1e-4 * f64::from(number), 30.8)),
        capacity: Some(Hectares(if number == 0 { 50.0 } else { 1.0 })),
        industries: Vec::new(),
        open: true,
        facts: [("quota", Value::Number(500.0))].into_iter().collect(),
        ..survey.parks[0].clone()
    };
    survey.parks = (0..4).map(park).collect();
    let mut rules = rules();
    let industry = rules.classification.parse("36").unwrap();
    let facts = || {
        let process = ("process", Value::Word("none".into()));
        [("energy", Value::Number(1.0)), process].into_iter().collect()
    };
    let enterprise = |number: u64| Enterprise {
        id: format!("E{number}").as_str().into(),
        site: Point::new(121.0, 30.8),
        industry: Some(industry.clone()),
        land: Some(Hectares(1.0)),
        facts: facts(),
        row: number + 2,
        ..survey.enterprises[0].clone()
    };
    // Three find room in the near parks; the others ask for the one at the cut-off.
    survey.enterprises = (0..6).map(enterprise).collect();
    let index = parkward_geometry::ParkIndex::build(&survey.parks).unwrap();
    let metres = index.distance(0, survey.enterprises[0].site).0;
    for (off, moves) in [(-1.1e-3, 3), (-2e-5, 3), (-1e-5, 3), (-1e-6, 3), (1e-6, 6), (1e-5, 6)] {
        rules.weights.cut_off_km = (metres + off) / 1_000.0;
        let limits = Limits::default();
        let plan =
            Plan::make(survey.clone(), &rules, text(), &options(), &limits, &mut |_| {}).unwrap();
        assert_eq!((plan.summary.moves, plan.summary.unplaced), (moves, 6 - moves), "{off} m");
        let verification = plan.verify().unwrap();
        assert!(verification.holds(), "{off} m: {:?}", verification.disagreements);
    }
}

/// What a book may have beside the rest: a guide, classes, totals, and a rule that caps the land.
const MORE: &str = r#"
[land_need]
wanted = "wanted"
[[land_guide]]
industries = ["C"]
indicators = [{ field = "output", per_ha = 100.0 }]
edition = "e"
clause = "c"
confirmed = false
[classes]
shares = { A = 0.2, B = 0.6, C = 0.95, D = 1.0 }
priority_km = { A = 30.0, B = 10.0 }
[[classes.elements]]
id = "output"
name = { en = "Output" }
weight = 1.0
field = "output"
per = "land_ha"
baseline = { mean = 2.0 }
[[totals]]
id = "jobs"
name = { en = "Jobs" }
field = "jobs"
unit = "people"
[[totals]]
id = "output"
name = { en = "Output" }
field = "output"
unit = "m"
[[screening]]
id = "restricted"
eliminates = "restricted"
name = { en = "Restricted" }
clause = "c"
confirmed = false
test.word = { field = "process", is = "restricted" }
effect = "caps_land"
"#;

/// [`survey`] with output, land that is wanted, and processes that are restricted.
fn richer_survey(seed: u64) -> Survey {
    let (mut survey, mut random) =
        (survey(seed), Random(parkward_assignment::Random::new(seed ^ 0xbeef)));
    for enterprise in &mut survey.enterprises {
        if random.often(85) {
            enterprise.facts.insert("output", Value::Number(random.between(0.0, 300.0)));
        }
        if random.often(40) {
            enterprise.facts.insert("wanted", Value::Number(random.between(0.0, 5.0)));
        }
        if random.often(20) {
            enterprise.facts.insert("process", Value::Word("restricted".into()));
        }
    }
    survey
}

#[test]
fn land_and_totals_balance_and_nobody_restricted_gets_more_land() {
    let book = rule_file(&format!("{TABLES}{MORE}"));
    let (rules, text) = (rule_book(&book), rule_text(book));
    let (mut capped, mut cut, mut more) = (0, 0, 0);
    for seed in 0..100 {
        let survey = richer_survey(seed);
        let limits = Limits::default();
        let plan =
            Plan::make(survey, &rules, text.clone(), &options(), &limits, &mut |_| {}).unwrap();
        let balances = plan.balances();
        assert_eq!(balances.len(), 3, "seed {seed}");
        for balance in &balances {
            assert!(balance.balances(), "seed {seed}: {balance:?}");
        }
        // By another way: the sums of the enterprises and of the parks.
        let moved = |e: &parkward_planning::PlannedEnterprise<'_>| e.verdict() == Bucket::Moves;
        let metres = |land: Option<Hectares>| land.map_or(0, |l| i128::from(l.square_metres()));
        let land = &balances[0];
        let present: i128 =
            plan.enterprises().filter(moved).map(|e| metres(e.enterprise().land)).sum();
        let taken: i128 = plan
            .parks
            .iter()
            .map(|park| i128::from(Hectares(park.limits[0].taken).square_metres()))
            .sum();
        assert_eq!((land.taken, present), (taken, taken + land.saved()), "seed {seed}");
        let after: i128 = plan.parks.iter().map(|park| metres(Some(park.load_after_ha))).sum();
        assert_eq!(land.in_parks_after(), after, "seed {seed}");
        for enterprise in plan.enterprises() {
            let Some(land) = enterprise.land_need() else { continue };
            let present = enterprise.enterprise().land.unwrap().square_metres();
            let need = land.need.square_metres();
            let restricted = enterprise.enterprise().facts.word("process") == Some("restricted");
            assert!(!restricted || need <= present, "seed {seed}");
            capped += usize::from(land.basis == parkward_policy::LandBasis::Capped);
            cut += usize::from(need < present);
            more += usize::from(need > present);
        }
        let written = serde_json::to_string(&plan).unwrap();
        let read: Plan = serde_json::from_str(&written).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), written, "seed {seed}");
        assert_eq!(read.balances(), balances, "seed {seed}");
        let verification = read.verify().unwrap();
        assert!(verification.holds(), "seed {seed}: {:?}", verification.disagreements);
    }
    assert!(capped > 20 && cut > 100 && more > 100, "{capped} {cut} {more}");
}

#[test]
fn the_order_of_rows_changes_no_class_and_no_balance() {
    let rules = rule_book(&rule_file(&format!("{TABLES}{MORE}")));
    for seed in 0..20 {
        let survey = richer_survey(seed);
        let mut turned = survey.enterprises.clone();
        turned.reverse();
        let (a, b) = (rules.classify(&survey.enterprises), rules.classify(&turned));
        let (a, b) = (a.unwrap(), b.unwrap());
        let count = turned.len();
        assert!((0..count).all(|i| a.of(i) == b.of(count - 1 - i)), "seed {seed}");
    }
}

#[test]
fn the_order_of_rows_changes_no_destination_and_not_how_sure_it_is() {
    let positions = Positions::Metres(5_000.0);
    let (runs, needs, weights) = (8, 0.2, 0.3);
    let robustness = Robustness { runs, seed: 3, weights, needs, positions, certain_from: 0.9 };
    let options = PlanOptions { robustness: Some(robustness), ..options() };
    let answer = |survey: Survey| {
        let limits = Limits::default();
        let plan = Plan::make(survey, &rules(), text(), &options, &limits, &mut |_| {}).unwrap();
        let of = |e: parkward_planning::PlannedEnterprise<'_>| {
            let goes = e.chosen().map(|choice| choice.park.clone());
            (e.enterprise().id.clone(), (goes, e.stored().agreement))
        };
        plan.enterprises().map(of).collect::<std::collections::BTreeMap<_, _>>()
    };
    let mut unsure = 0;
    for seed in 0..15 {
        let survey = richer_survey(seed);
        let mut turned = survey.clone();
        turned.enterprises.reverse();
        let found = answer(survey);
        unsure +=
            found.values().filter(|(_, agreement)| agreement.is_some_and(|a| a < 1.0)).count();
        assert_eq!(answer(turned), found, "seed {seed}");
    }
    assert!(unsure > 20, "{unsure}");
}
