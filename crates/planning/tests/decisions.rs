//! Decisions, an earlier plan, phases and robustness on random districts, held against trying everything.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use geo_types::{MultiPolygon, Point, Rect};
use parkward_assignment::Limits;
use parkward_model::*;
use parkward_planning::{
    Bucket, Decisions, Earlier, Forbid, Lock, Phases, Pin, Plan, PlanError, PlanOptions, Positions,
    Revision, Robustness, Status, Who, Year,
};
use parkward_policy::RuleBook;

include!("district/rule_files.rs");

const TABLES: &str = r#"
[weights]
fit_km = 0.0
utilisation_km = 0.0
minimum_fit = 0.5
cut_off_km = 60.0
unplaced_km = 200.0
quality_km = 0.0
"#;

struct Random(parkward_assignment::Random);

impl Random {
    fn next(&mut self) -> u64 {
        self.0.next_number()
    }

    #[allow(clippy::cast_precision_loss)]
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.next() >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

fn rules() -> RuleBook {
    rule_book(&rule_file(TABLES))
}

/// Three parks in a row and six enterprises around them; whole hectares, so that sums are exact.
#[allow(clippy::cast_precision_loss)]
fn survey(seed: u64) -> Survey {
    let mut random = Random(parkward_assignment::Random::new(seed));
    let industry = rules().classification.parse("36").unwrap();
    let park = |index: usize, capacity: u64| {
        let west = 121.0 + 0.1 * index as f64;
        let square = Rect::new((west, 31.0), (west + 0.01, 31.01)).to_polygon();
        Park {
            id: format!("P{index}").as_str().into(),
            name: Text::default(),
            footprint: Footprint::Boundary(MultiPolygon(vec![square])),
            capacity: Some(Hectares(capacity as f64)),
            area: None,
            land: LandAccount::default(),
            industries: Vec::new(),
            open: true,
            facts: Facts::default(),
        }
    };
    let enterprise = |id: u64, random: &mut Random| Enterprise {
        id: format!("E{id}").as_str().into(),
        name: "".into(),
        site: Point::new(random.between(120.95, 121.3), random.between(30.9, 30.99)),
        industry: Some(industry.clone()),
        land: Some(Hectares((1 + random.next() % 3) as f64)),
        facts: Facts::default(),
        row: id + 2,
    };
    Survey {
        parks: (0..3).map(|index| park(index, 2 + random.next() % 5)).collect(),
        enterprises: (0..6).map(|id| enterprise(id, &mut random)).collect(),
        ..Survey::default()
    }
}

fn options() -> PlanOptions {
    PlanOptions::on("2026-01-01".parse().unwrap())
}

fn try_plan(survey: Survey, options: &PlanOptions) -> Result<Plan, PlanError> {
    let book = rule_text(rule_file(TABLES));
    Plan::make(survey, &rules(), book, options, &Limits::default(), &mut |_| {})
}

/// The plan, which survives being written, read and verified.
fn plan(survey: Survey, options: &PlanOptions) -> Plan {
    let plan = try_plan(survey, options).unwrap();
    let text = serde_json::to_string(&plan).unwrap();
    let read: Plan = serde_json::from_str(&text).unwrap();
    let verification = read.verify().unwrap();
    assert!(verification.holds(), "{:?}", verification.disagreements);
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    plan
}

fn who(id: &str) -> Who {
    Who { enterprise: Some(id.into()), ..Who::default() }
}

fn why() -> Text {
    Text::new("试", "to try")
}

/// The least cost of any plan in millimetres, by trying all 4⁶: `cost` of sending an enterprise to a park or
/// nowhere is `None` where that may not be.
fn cheapest(survey: &Survey, cost: impl Fn(usize, Option<usize>) -> Option<i64>) -> Option<i64> {
    let land = |e: usize| survey.enterprises[e].land.unwrap().square_metres();
    let room = |p: usize| survey.parks[p].capacity.unwrap().square_metres();
    let choices = 4_usize.pow(6);
    let total = |mut code: usize| {
        let (mut sum, mut taken) = (0, [0; 3]);
        for e in 0..6 {
            let park = Some(code % 4).filter(|park| *park < 3);
            code /= 4;
            sum += cost(e, park)?;
            if let Some(park) = park {
                taken[park] += land(e);
            }
        }
        (0..3).all(|p| taken[p] <= room(p)).then_some(sum)
    };
    (0..choices).filter_map(total).min()
}

/// Distances in millimetres, from plans that pin each enterprise to each park in turn where all have room.
fn distances(survey: &Survey) -> Vec<[i64; 3]> {
    let index = parkward_geometry::ParkIndex::build(&survey.parks).unwrap();
    let of = |e: &Enterprise| [0, 1, 2].map(|park| index.distance(park, e.site).millimetres());
    survey.enterprises.iter().map(of).collect()
}

const UNPLACED: i64 = 200_000_000;

fn park_of(plan: &Plan, e: usize) -> Option<&str> {
    plan.enterprise(e).chosen().map(|choice| choice.park.as_str())
}

#[test]
fn pins_forbids_and_locks_cost_what_trying_everything_says() {
    let mut pinned = 0;
    for seed in 0..30 {
        let survey = survey(seed);
        let mut random = Random(parkward_assignment::Random::new(seed + 1_000));
        let mut pick = |n: u64| usize::try_from(random.next() % n).unwrap();
        let (pin, to, forbid, not_to, lock) = (pick(2), pick(3), 2 + pick(2), pick(3), 4 + pick(2));
        let id = |e: usize| format!("E{e}");
        let park = |p: usize| ParkId::from(format!("P{p}").as_str());
        let options = PlanOptions {
            decisions: Decisions {
                pins: vec![Pin { who: who(&id(pin)), park: park(to), why: why() }],
                forbids: vec![Forbid {
                    who: who(&id(forbid)),
                    park: Some(park(not_to)),
                    parks: Vec::new(),
                    why: why(),
                }],
                locks: vec![Lock { who: who(&id(lock)), why: why() }],
                park_changes: Vec::new(),
            },
            ..options()
        };
        let distances = distances(&survey);
        let best = cheapest(&survey, |e, park| match park {
            _ if e == lock => park.is_none().then_some(0),
            _ if e == pin && park != Some(to) => None,
            _ if e == forbid && park == Some(not_to) => None,
            Some(park) => Some(distances[e][park]),
            None => Some(UNPLACED),
        });
        let Some(best) = best else {
            let refused = try_plan(survey, &options);
            assert!(matches!(refused, Err(PlanError::Decision(_))), "seed {seed}");
            continue;
        };
        let plan = plan(survey, &options);
        pinned += 1;
        assert_eq!(plan.solution.cost_mm, best, "seed {seed}");
        assert!(plan.solution.lower_bound_mm <= best, "seed {seed}");
        assert_eq!(park_of(&plan, pin), Some(format!("P{to}").as_str()), "seed {seed}");
        assert_ne!(park_of(&plan, forbid), Some(format!("P{not_to}").as_str()), "seed {seed}");
        assert_eq!(plan.enterprise(lock).verdict(), Bucket::Kept, "seed {seed}");
        assert!(plan.summary.balances());
    }
    assert!(pinned > 12, "{pinned}");
}

#[test]
fn an_earlier_plan_is_kept_unless_a_change_is_worth_it() {
    for seed in 0..15 {
        let before = plan(survey(seed), &options());
        let distances = distances(&survey(seed));
        let goes = |plan: &Plan| -> Vec<Option<String>> {
            (0..6).map(|e| park_of(plan, e).map(str::to_owned)).collect()
        };
        // Nothing changed: the same plan, whatever the price of a change.
        let kept = PlanOptions { earlier: Some(Earlier::of(&before, "x", 50.0)), ..options() };
        let again = plan(survey(seed), &kept);
        assert_eq!(goes(&again), goes(&before), "seed {seed}");
        assert_eq!(again.solution.cost_mm, before.solution.cost_mm, "seed {seed}");
        assert!(again.verify().unwrap().holds(), "seed {seed}");
        // P1 closes: its enterprises must change, and whether others do is a matter of the price.
        for change_km in [0.0, 2.0, 90.0] {
            let revision = Revision {
                park: "P1".into(),
                open: Some(false),
                capacity_ha: None,
                add_ha: None,
                quotas: std::collections::BTreeMap::new(),
                why: why(),
            };
            let options = PlanOptions {
                earlier: Some(Earlier::of(&before, "x", change_km)),
                decisions: Decisions { park_changes: vec![revision], ..Decisions::default() },
                ..options()
            };
            let after = plan(survey(seed), &options);
            #[allow(clippy::cast_possible_truncation)]
            let change_mm = (change_km * 1e6) as i64;
            let best = cheapest(&survey(seed), |e, park| {
                let name = park.map(|park| format!("P{park}"));
                let was = park_of(&before, e);
                let change = if was.is_some() && was != name.as_deref() { change_mm } else { 0 };
                match park {
                    Some(1) => None,
                    Some(park) => Some(distances[e][park] + change),
                    None => Some(UNPLACED + change),
                }
            });
            assert_eq!(Some(after.solution.cost_mm), best, "seed {seed}, {change_km}");
            let counts = after.replanning().unwrap();
            let all = counts.kept + counts.changed + counts.unplaced + counts.settled + counts.gone;
            assert_eq!(all, before.summary.moves, "seed {seed}");
            assert_eq!(
                counts.kept + counts.changed + counts.new,
                after.summary.moves,
                "seed {seed}"
            );
        }
    }
}

/// Land of 3, 2 and 1 ha, one year of 3 ha, then one of 2. By quality all are alike: whichever way, a move of
/// weight w that waits k years costs k · w, and what finds no year waits 2. Trying all: {3} then {2}, the 1 ha
/// later: 2 + 2 · 1 = 4; or {2, 1} then nothing (3 is too large): 6. So 4 ha-years.
#[test]
fn phases_by_hand() {
    let mut survey = survey(1);
    survey.enterprises.truncate(3);
    for (enterprise, land) in survey.enterprises.iter_mut().zip([3.0, 2.0, 1.0]) {
        enterprise.land = Some(Hectares(land));
    }
    survey.parks[0].capacity = Some(Hectares(6.0));
    let phases = Phases { years: [(Year(2027), 3.0), (Year(2028), 2.0)].into(), closures: None };
    let options = PlanOptions { phases: Some(phases), ..options() };
    let plan = plan(survey, &options);
    let years: Vec<Option<u16>> = plan.enterprises().map(|e| e.stored().year).collect();
    assert_eq!(years, [Some(2027), Some(2028), None]);
    let schedule = plan.schedule.unwrap();
    assert!((schedule.waiting_ha_years - 4.0).abs() < 1e-9);
    assert_eq!((schedule.status, schedule.later), (Status::Optimal, 1));
    assert_eq!(schedule.years.iter().map(|phase| phase.moves).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn nothing_off_is_certain_and_much_off_is_not() {
    let mut contested = 0;
    for seed in 0..10 {
        let robustness = |metres: f64| Robustness {
            runs: 10,
            seed,
            weights: 0.0,
            needs: 0.0,
            positions: Positions::Metres(metres),
            certain_from: 0.9,
        };
        let sure = PlanOptions { robustness: Some(robustness(0.0)), ..options() };
        let sure = plan(survey(seed), &sure);
        assert_eq!(sure.certainty(), Some([6, 0]), "seed {seed}: one optimum, nothing moved");
        let unsure = PlanOptions { robustness: Some(robustness(20_000.0)), ..options() };
        let unsure = plan(survey(seed), &unsure);
        assert_eq!(unsure.solution, sure.solution, "seed {seed}: the plan is the same");
        contested += unsure.certainty().unwrap()[1];
    }
    assert!(contested > 5, "{contested}");
}
