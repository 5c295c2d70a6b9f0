//! Sites for a new project and the difference of two plans, on a district small enough to work out by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod district;

use district::*;
use geo_types::Point;
use parkward_assignment::Limits;
use parkward_model::*;
use parkward_planning::{
    Bucket, ChangeKind, Comparison, Earlier, NewProject, Plan, PlanOptions, Site, SiteAnswer,
    site_layer,
};
use parkward_policy::{Refusal, RuleBook};
use std::collections::BTreeMap;

/// A has room for both, so that E1 goes there as well; E3 is gone, E4 stands in B.
fn roomy() -> Plan {
    let enterprises = vec![
        enterprise("E1", 31.0, "none"),
        enterprise("E2", 30.965, "none"),
        enterprise("E4", 31.015, "none"),
    ];
    plan(vec![park("A", 30.98, Some(4.0)), park("B", 31.012, Some(2.0))], enterprises, Vec::new())
}

fn project(industry: &str, land: f64, at: Option<[f64; 2]>) -> NewProject {
    NewProject {
        industry: rules().classification.parse(industry).unwrap(),
        land: Hectares(land),
        needs: BTreeMap::new(),
        at: at.map(|[lon, lat]| Point::new(lon, lat)),
    }
}

fn ids(sites: &[Site]) -> Vec<&str> {
    sites.iter().map(|site| site.park.as_str()).collect()
}

const AT_E1: Option<[f64; 2]> = Some([121.005, 31.0]);

#[test]
fn before_a_plan_the_nearest_park_with_room_is_first() {
    let parks = [park("A", 30.98, Some(2.0)), park("B", 31.012, Some(2.0))];
    let sites = project("36", 1.0, AT_E1)
        .sites(&before(&parks), &rules(), &options(vec![energy()]))
        .unwrap();
    assert_eq!(ids(&sites), ["A", "B"]);
    assert_eq!([sites[0].rank, sites[1].rank], [Some(1), Some(2)]);
    for (site, metres) in sites.iter().zip([1108.7, 1330.4]) {
        assert!((site.distance_m.unwrap().0 - metres).abs() < 0.05, "{site:?}");
        assert!((site.cost_km.unwrap() - metres / 1e3).abs() < 5e-5, "{site:?}");
        assert_eq!(
            (site.free_ha, site.rent_km, site.shadow_price_km_per_ha),
            (Some(2.0), None, None)
        );
    }
    assert_eq!(sites[0].text.en, "industry fit 1.00, 1.11 km away, 2.00 ha left");
    // Without a place, nothing tells them apart but their ids.
    let sites =
        project("36", 1.0, None).sites(&before(&parks), &rules(), &options(vec![])).unwrap();
    assert_eq!((ids(&sites), sites[0].cost_km), (vec!["A", "B"], Some(0.0)));
    assert_eq!(sites[0].distance_m, None);
    // Two degrees further, both are beyond the cut-off of 20 km; so they are from a needy project.
    let sites = project("36", 9.0, Some([121.005, 33.0]))
        .sites(&before(&parks), &rules(), &options(vec![]))
        .unwrap();
    assert_eq!(ids(&sites), ["B", "A"]);
    assert!(sites.iter().all(|site| site.answer == SiteAnswer::TooFar && site.rank.is_none()));
}

#[test]
fn after_a_plan_only_what_it_left_can_be_had() {
    let full = tight().sites(&project("36", 1.0, AT_E1)).unwrap();
    assert_eq!(ids(&full), ["A", "B"]);
    for site in &full {
        let answer = SiteAnswer::Short {
            resource: "land".into(),
            short: 1.0,
            unit: Text::new("公顷", "ha"),
        };
        assert_eq!((&site.answer, site.free_ha), (&answer, Some(0.0)));
        assert!(site.text.en.starts_with("0.00 ha of land left; short by 1.00 ha"));
        assert!(site.text.zh.starts_with("用地余 0.00 亩，缺 15.00 亩"));
        // What an hectare is worth to those who move is what the project would take from them.
        assert_eq!(site.rent_km, site.shadow_price_km_per_ha);
    }
    // A hectare in A saves E1 half of the 0.222 km that B is further. No park suits the project, so A would
    // save it the 100 km of the unplaced but for the 1.109 km to A. A hectare in B saves nobody anything.
    assert_eq!(
        full[0].text.en,
        "0.00 ha of land left; short by 1.00 ha; what it needs is worth 0.11 km at the prices of the plan, and the project would save \
         98.89 km: worth making room for"
    );
    assert_eq!(full[1].text.en, "0.00 ha of land left; short by 1.00 ha");
    let left = roomy().sites(&project("36", 1.0, AT_E1)).unwrap();
    assert_eq!(ids(&left), ["B", "A"]);
    assert_eq!((left[0].rank, left[0].free_ha), (Some(1), Some(2.0)));
    assert_eq!((left[1].rank, left[1].answer.key()), (None, "short"));
}

#[test]
fn needs_besides_land_count_where_they_are_named() {
    let parks = [park("A", 30.98, Some(2.0))];
    let hungry = NewProject {
        needs: [("energy".to_owned(), 7.5)].into_iter().collect(),
        ..project("36", 1.0, None)
    };
    let sites = hungry.sites(&before(&parks), &rules(), &options(vec![energy()])).unwrap();
    assert_eq!(
        sites[0].answer,
        SiteAnswer::Short { resource: "energy".into(), short: 2.5, unit: Text::new("tce", "tce") }
    );
    let spent = NewProject { needs: [("energy".to_owned(), 4.5)].into_iter().collect(), ..hungry };
    assert_eq!(
        spent.sites(&before(&parks), &rules(), &options(vec![energy()])).unwrap()[0].rank,
        Some(1)
    );
    // Of 5 tce in B, nobody has taken any; of those in A, two enterprises took one each.
    let left = roomy().sites(&NewProject { land: Hectares(0.0), ..spent }).unwrap();
    assert_eq!((ids(&left), left[0].rank, left[1].rank), (vec!["B", "A"], Some(1), None));
}

#[test]
fn what_refuses_a_park_is_named_and_stands_last() {
    let closed = Park { open: false, ..park("C", 30.9, Some(9.0)) };
    let parks = [park("A", 30.98, Some(2.0)), park("B", 31.012, None), closed];
    let sites =
        project("36", 1.0, AT_E1).sites(&before(&parks), &rules(), &options(vec![])).unwrap();
    assert_eq!(ids(&sites), ["A", "B", "C"]);
    assert_eq!(sites[1].answer, SiteAnswer::Refused(Refusal::CapacityUnknown));
    assert_eq!(sites[2].answer, SiteAnswer::Refused(Refusal::Closed));
    assert_eq!((sites[1].cost_km, sites[1].rent_km), (None, None));
    let chemical =
        project("26", 1.0, None).sites(&before(&parks[..1]), &rules(), &options(vec![])).unwrap();
    assert_eq!(chemical[0].text.en, "Chemicals in chemical parks (c)");
    let layer = site_layer(&sites, Lang::En);
    assert_eq!((layer.name, layer.len()), ("sites", 3));
    assert!(
        project("36", 1.0, None)
            .sites(&before(&[]), &rules(), &options(vec![]))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_plan_does_not_differ_from_itself() {
    let plan = tight();
    let none = Comparison::of(&plan, &plan);
    assert!(none.balances() && none.premises.is_empty() && none.enterprises.is_empty());
    assert!(!none.parks.iter().any(|park| park.changes()));
    assert_eq!(none.count(Bucket::Moves), [2, 2]);
}

#[test]
fn every_change_is_found_and_the_sums_balance() {
    let (before, after) = (tight(), roomy());
    let comparison = Comparison::of(&before, &after);
    assert!(comparison.balances());
    let kinds: Vec<_> = comparison.enterprises.iter().map(|c| (c.id.as_str(), c.change)).collect();
    assert_eq!(
        kinds,
        [("E1", ChangeKind::Park), ("E3", ChangeKind::Removed), ("E4", ChangeKind::Added)]
    );
    let first = &comparison.enterprises[0];
    let park = |state: &Option<parkward_planning::State>| {
        state.as_ref().and_then(|state| state.park.as_ref()).map(|park| park.as_str().to_owned())
    };
    assert_eq!(
        (park(&first.before).unwrap(), park(&first.after).unwrap()),
        ("B".into(), "A".into())
    );
    assert!((first.distance_change_m.unwrap() - (1108.7 - 1330.4)).abs() < 0.1, "{first:?}");
    assert!((first.cost_change_km.unwrap() - (1.1087 - 1.3304)).abs() < 1e-4, "{first:?}");
    let fourth = comparison.enterprises[2].after.as_ref().unwrap();
    assert_eq!((fourth.verdict, park(&Some(fourth.clone()))), (Bucket::InPark, Some("B".into())));
    assert_eq!(comparison.count(Bucket::Moves), [2, 2]);
    assert_eq!(comparison.count(Bucket::Closes), [1, 0]);
    assert_eq!(comparison.count(Bucket::InPark), [0, 1]);
    let (a, b) = (&comparison.before, &comparison.after);
    assert!((b.moves_cost_km - a.moves_cost_km - (1.1087 - 1.3304)).abs() < 1e-4);
    assert_eq!((a.taken_ha, b.taken_ha, a.unplaced_cost_km), (4.0, 4.0, 0.0));
    let taken: Vec<_> = comparison
        .parks
        .iter()
        .map(|park| (park.before.unwrap().taken_ha, park.after.unwrap().taken_ha))
        .collect();
    assert_eq!(taken, [(2.0, 4.0), (2.0, 0.0)]);
    assert_eq!([comparison.parks[0].key(), comparison.parks[1].key()], ["more", "less"]);
    let layers = comparison.layers(Lang::Zh);
    assert_eq!((layers[0].name, layers[0].len()), ("park_changes", 2));
    assert_eq!((layers[1].name, layers[1].len()), ("changes", 3));
    // The other way round, everything is the other way round.
    let back = Comparison::of(&after, &before);
    assert!(back.balances());
    assert_eq!(back.enterprises[0].cost_change_km, first.cost_change_km.map(|km| -km));
}

#[test]
fn rejected_rows_are_followed_by_their_id_or_their_row() {
    let reject = |id: Option<&str>, row| Reject {
        kind: InputKind::Enterprises,
        file: "firms.csv".into(),
        row,
        id: id.map(str::to_owned),
        column: "land_ha".into(),
        expected: Text::new("数", "a number"),
        found: Text::same("x"),
        issue: parkward_model::IssueKind::Unreadable,
        at: None,
    };
    let parks = || vec![park("A", 30.98, Some(4.0)), park("B", 31.012, Some(2.0))];
    let firms = || vec![enterprise("E1", 31.0, "none")];
    // E2 was rejected before and moves after; a second E1 and a row without an id stay rejected.
    let rejects = vec![reject(Some("E2"), 3), reject(Some("E1"), 4), reject(None, 5)];
    let before = plan(parks(), firms(), rejects.clone());
    let more = firms().into_iter().chain([enterprise("E2", 30.965, "none")]).collect();
    let after = plan(parks(), more, rejects[1..].to_vec());
    let comparison = Comparison::of(&before, &after);
    assert!(comparison.balances());
    let changes: Vec<_> =
        comparison.enterprises.iter().map(|c| (c.id.as_str(), c.change)).collect();
    assert_eq!(changes, [("E2", ChangeKind::Verdict)]);
    assert_eq!(comparison.count(Bucket::Rejected), [3, 2]);
}

#[test]
fn what_the_plans_were_made_with_is_told_apart() {
    let (before, mut after) = (tight(), tight());
    after.weights.cut_off_km = 12.0;
    after.options.as_of = "2027-01-01".parse().unwrap();
    after.rule_book.sha256 = "other".into();
    let texts = Comparison::of(&before, &after).premises;
    let texts: Vec<&str> = texts.iter().map(|text| text.en.as_str()).collect();
    assert_eq!(
        texts,
        ["the rule books differ", "rules of 2026-01-01 → 2027-01-01", "cut_off_km 20 → 12"]
    );
}

/// Why an enterprise goes nowhere, in both languages.
fn why_unplaced(plan: &Plan, id: &str) -> (String, String) {
    let left = plan.enterprises().find(|one| one.enterprise().id.as_str() == id).unwrap();
    assert_eq!(left.verdict(), Bucket::Unplaced);
    (left.reasons_in(Lang::Zh), left.reasons_in(Lang::En))
}

#[test]
fn no_room_is_said_where_no_park_has_room_for_all_needs() {
    // B, 1,330.4 m off, lacks land from the start; A has land for both and 5 of energy, of which each
    // wants 3. E2, 1,663.0 m off, costs more there than E1, 1,108.7 m off, and is left out.
    let wants = |id: &str, lat: f64| {
        let mut enterprise = enterprise(id, lat, "none");
        let facts = [("process", Value::Word("none".to_owned())), ("energy", Value::Number(3.0))];
        enterprise.facts = facts.into_iter().collect();
        enterprise
    };
    let parks = vec![park("A", 30.98, Some(9.0)), park("B", 31.012, Some(1.0))];
    let plan = plan(parks, vec![wants("E1", 31.0), wants("E2", 30.965)], Vec::new());
    assert!(plan.verify().unwrap().holds());
    let (zh, en) = why_unplaced(&plan, "E2");
    assert_eq!(en, "none of the 2 parks that may take it has room for it");
    assert_eq!(zh, "可接收的 2 个园区均无足够容量");
}

#[test]
fn too_dear_is_said_where_a_park_has_room_and_is_not_worth_it() {
    // Leaving E1 out costs 1.2 km, B 1.3304 km; A, 1.1087 km off, has no land. A rule file with such
    // weights is refused, so they are set here.
    let mut rules = rules();
    rules.weights.unplaced_km = 1.2;
    let parks = vec![park("A", 30.98, Some(0.0)), park("B", 31.012, Some(2.0))];
    let plan = plan_by(&rules, parks, vec![enterprise("E1", 31.0, "none")], Vec::new());
    let (zh, en) = why_unplaced(&plan, "E1");
    assert_eq!(
        en,
        "1 of the 2 parks that may take it has room for it, but would cost more than leaving it unplaced"
    );
    assert_eq!(zh, "可接收的 2 个园区中有 1 个容量足够，但迁入成本均高于不予安置");
}

/// The plan of E1 alone, whom an earlier plan sent to B, under `rules`.
fn replanned(rules: &RuleBook, parks: Vec<Park>, change_km: f64) -> Plan {
    let survey =
        Survey { parks, enterprises: vec![enterprise("E1", 31.0, "none")], ..Survey::default() };
    let destinations = [("E1".into(), "B".into())].into();
    let earlier = Earlier { folder: "x".into(), change_km, destinations, prices: BTreeMap::new() };
    let options = PlanOptions { earlier: Some(earlier), ..options(vec![energy()]) };
    Plan::make(survey, rules, book(), &options, &Limits::default(), &mut |_| {}).unwrap()
}

#[test]
fn the_terms_sum_to_the_cost_also_where_an_earlier_plan_is_changed() {
    // A is 221.7 m nearer than B, which is worth a change of 100 m.
    let parks = vec![park("A", 30.98, Some(2.0)), park("B", 31.012, Some(2.0))];
    let ledger = replanned(&rules(), parks, 0.1).explain("E1").unwrap();
    let prose = &ledger.prose.en;
    let sentence = prose.split("That costs ").nth(1).unwrap();
    let (cost, terms) = sentence.split_once(" km-equivalents: ").unwrap();
    let terms = terms.split(". ").next().unwrap();
    let number = |part: &str| part.split(' ').find_map(|word| word.parse::<f64>().ok()).unwrap();
    let sum: f64 = terms.split(", ").map(number).sum();
    assert!((sum - cost.parse::<f64>().unwrap()).abs() < 0.015, "{sentence}");
}

#[test]
fn a_repair_of_somebody_sent_elsewhere_before_costs_the_change_too() {
    // B takes nobody now. F is 33 km away, beyond the cut-off of 20 km; G's plan does not admit E1.
    let closed = Park { open: false, ..park("B", 31.012, Some(2.0)) };
    let far = park("F", 31.3, Some(2.0));
    let chemicals = rules().classification.parse("26").unwrap();
    let strict = Park { industries: vec![(chemicals, 1.0)], ..park("G", 30.98, Some(2.0)) };
    let parks = vec![closed.clone(), far.clone(), strict.clone()];
    let before = replanned(&rules(), parks.clone(), 50.0);
    assert_eq!(before.summary.unplaced, 1);
    let ledger = before.explain("E1").unwrap();
    let says = |park: &str| {
        ledger.repairs.iter().find(|repair| repair.park.as_str() == park).unwrap().change_km
    };

    let mut wider = rules();
    wider.weights.cut_off_km = 40.0;
    let vehicles = rules().classification.parse("36").unwrap();
    let admitting = Park { industries: vec![(vehicles, 0.1)], ..strict };
    for (park, after) in [
        ("F", replanned(&wider, parks, 50.0)),
        ("G", replanned(&rules(), vec![closed, far, admitting], 50.0)),
    ] {
        assert_eq!(after.enterprise(0).chosen().unwrap().park.as_str(), park);
        let change = after.solution.cost_km - before.solution.cost_km;
        assert!(change <= says(park) + 1e-6, "{park}: {change} is more than {}", says(park));
    }
}

/// Whatever is said of the file: distances of other places are told, and so is what comes of planning them.
#[test]
fn a_plan_does_not_hold_against_parks_that_stand_elsewhere() {
    let plan = tight();
    let told = |survey: Survey| -> Vec<String> {
        let found = plan.verify_inputs(survey, &rules(), &plan.options).unwrap();
        found.disagreements.into_iter().map(|text| text.en).collect()
    };
    assert_eq!(told(plan.survey()), [""; 0]);
    let moved = |by: f64| {
        let parks = vec![park("A", 30.98, Some(2.0)), park("B", 31.012 + by, Some(2.0))];
        told(Survey { parks, ..plan.survey() })
    };
    let measured = "enterprise E1 to B: 1441.304 m as measured, 1330.435 m in the plan";
    let lines = moved(0.001);
    assert!(lines.iter().any(|line| line == measured), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("park B, footprint")), "{lines:?}");
    // A centimetre is more than the two ways may differ by.
    let lines = moved(1e-7);
    assert!(lines.iter().any(|line| line.contains("as measured")), "{lines:?}");
    let fewer = Survey { enterprises: plan.survey().enterprises[1..].to_vec(), ..plan.survey() };
    assert_eq!(told(fewer)[0], "enterprises: the files have 2, the plan 3");
}
