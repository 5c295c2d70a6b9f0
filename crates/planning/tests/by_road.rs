//! Plans by road: by hand, and what must hold whatever the roads are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what other tests use")]
mod district;

use district::*;
use geo_types::{Coord, LineString, Point, line_string};
use parkward_assignment::{Limits, Random};
use parkward_model::{Enterprise, Lang, Park, Survey};
use parkward_planning::{
    Answer, Bucket, ByRoad, ParkRoads, Plan, PlanError, PlanOptions, RoadSettings,
};
use parkward_roads::{Measure, RoadLayer, Way};
use std::sync::Arc;

fn by_road(ways: Vec<Way>, parks: &[Park], settings: RoadSettings) -> PlanOptions {
    let layer = RoadLayer { ways, ..RoadLayer::default() };
    let roads = ParkRoads::of(layer, parks, &settings).unwrap();
    PlanOptions {
        by_road: Some(ByRoad { settings, roads: Some(Arc::new(roads)) }),
        ..PlanOptions::on("2026-01-01".parse().unwrap())
    }
}

fn plan(parks: Vec<Park>, enterprises: Vec<Enterprise>, options: &PlanOptions) -> Plan {
    let survey = Survey { parks, enterprises, ..Survey::default() };
    Plan::make(survey, &rules(), book(), options, &Limits::default(), &mut |_| {}).unwrap()
}

/// A is straight below E1 and B above; the road to A goes round by the east.
fn round_about() -> (Vec<Park>, Vec<Way>) {
    let parks = vec![park("A", 30.98, Some(4.0)), park("B", 31.012, Some(4.0))];
    let ways = vec![
        Way::along(line_string![(x: 121.005, y: 31.0), (x: 121.005, y: 31.03)]),
        Way::along(line_string![
            (x: 121.005, y: 31.0), (x: 121.04, y: 31.0), (x: 121.04, y: 30.985), (x: 121.0, y: 30.985)
        ]),
    ];
    (parks, ways)
}

#[test]
fn the_nearest_park_is_the_one_that_the_road_leads_to() {
    let (parks, ways) = round_about();
    let options = by_road(ways, &parks, RoadSettings::default());
    let made = plan(parks, vec![enterprise("E1", 31.0, "none")], &options);
    let choice = made.enterprise(0).chosen().unwrap();
    assert_eq!(choice.park.as_str(), "B");
    assert!((choice.distance.0 - 1_330.4).abs() < 0.1, "straight up the road: {}", choice.distance);
    let travel = choice.travel.unwrap();
    assert!((travel.straight_m.0 - choice.distance.0).abs() < 0.1 && travel.access_m.0 == 0.0);
    assert!((travel.minutes - 2.0).abs() < 0.01, "1.33 km at 40 km/h");
    assert_eq!(made.enterprise(0).entry().unwrap(), [121.005, 31.012]);
    let second = made.enterprise(0).second_choice().unwrap();
    assert!(
        second.choice.distance.0 > 7_000.0 && second.choice.travel.unwrap().straight_m.0 < 1_200.0
    );
    assert_eq!(
        made.enterprise(0).reasons_in(Lang::En),
        "moves to B: 1.33 km by road (1.33 km straight, some 2 min), industry fit 1.00"
    );
    assert!(made.verify().unwrap().holds());
}

#[test]
fn moves_run_along_the_roads_which_carry_them() {
    let (parks, ways) = round_about();
    let options = by_road(ways, &parks, RoadSettings::default());
    let firms = vec![
        enterprise("E1", 31.0, "none"),
        enterprise("E2", 31.004, "none"),
        enterprise("E3", 31.0, "none"),
    ];
    let made = plan(parks, firms, &options);
    let layers = made.layers(Lang::En);
    let layer = |name: &str| layers.iter().find(|layer| layer.name == name).unwrap();
    let used = layer("roads_used");
    assert_eq!(used.len(), 2, "one goes round, two go up");
    assert_eq!(made.road_loads().map(|(_, moves)| moves).sum::<usize>(), 3);
    let path = made.enterprise(0).path().or(made.enterprise(2).path()).unwrap();
    assert!(path.len() >= 2);
    let round = made.enterprises().find(|e| e.chosen().unwrap().park.as_str() == "A").unwrap();
    let corner = Coord { x: 121.04, y: 30.985 };
    assert!(round.path().unwrap().contains(&corner), "it is drawn round the corner");
    assert_eq!(layer("road_problems").len(), 0);
}

#[test]
fn who_has_no_road_says_so_and_so_does_a_park() {
    let (mut parks, ways) = round_about();
    parks.push(park("C", 31.5, Some(4.0)));
    let options = by_road(ways, &parks, RoadSettings { reach_km: 1.0, ..RoadSettings::default() });
    let roads = options.by_road.as_ref().unwrap().roads.as_ref().unwrap();
    let notes = roads.notes("roads.shp");
    assert_eq!(notes.len(), 1);
    assert!(notes[0].text.en.starts_with("C: no road"), "{}", notes[0].text.en);
    let far = Enterprise { site: Point::new(121.2, 31.0), ..enterprise("E2", 31.0, "none") };
    let made = plan(parks, vec![enterprise("E1", 31.0, "none"), far], &options);
    assert_eq!(made.enterprise(1).verdict(), Bucket::Unplaced);
    assert!(made.enterprise(1).reasons_in(Lang::En).contains("no_road"));
    assert!(made.enterprise(1).reasons_in(Lang::Zh).contains("道路"));
    let ledger = made.explain("E1").unwrap();
    assert_eq!(ledger.parks.len(), 3, "every park answers");
    let answer =
        |park: &str| &ledger.parks.iter().find(|e| e.park.as_str() == park).unwrap().answer;
    assert_eq!(*answer("C"), Answer::NoRoad);
    assert_eq!(*answer("B"), Answer::Chosen);
    assert!(made.verify().unwrap().holds());
}

#[test]
fn time_counts_where_it_should() {
    let (parks, mut ways) = round_about();
    ways[0].speed_kmh = Some(5.0); // 16 minutes up, 11 round
    let time =
        RoadSettings { measure: Measure::Time, km_per_minute: 1.0, ..RoadSettings::default() };
    let options = by_road(ways, &parks, time);
    let made = plan(parks, vec![enterprise("E1", 31.0, "none")], &options);
    let choice = made.enterprise(0).chosen().unwrap();
    assert_eq!(choice.park.as_str(), "A");
    let minutes = choice.travel.unwrap().minutes;
    assert!((choice.cost_km - minutes).abs() < 0.01, "a kilometre a minute: {}", choice.cost_km);
    assert!(choice.distance.0 > 7_000.0, "what is told is the way");
    let ledger = made.explain("E1").unwrap();
    let chosen = ledger.parks.iter().find(|e| e.answer == Answer::Chosen).unwrap();
    assert!((chosen.time_km.unwrap() - choice.cost_km).abs() < 1e-6);
    assert_eq!(chosen.distance_m, Some(choice.distance));
    assert!(made.verify().unwrap().holds());
}

#[test]
fn without_its_roads_a_plan_cannot_be_asked() {
    let (parks, ways) = round_about();
    let options = by_road(ways, &parks, RoadSettings::default());
    let made = plan(parks, vec![enterprise("E1", 31.0, "none")], &options);
    let mut read: Plan = serde_json::from_str(&serde_json::to_string(&made).unwrap()).unwrap();
    assert_eq!(read.options.by_road, made.options.by_road, "how they are measured is told");
    assert!(read.options.by_road.as_ref().unwrap().roads.is_none());
    assert!(matches!(read.explain("E1"), Err(PlanError::NoRoads)));
    assert!(matches!(read.verify(), Err(PlanError::NoRoads)));
    read.options.by_road.clone_from(&made.options.by_road);
    assert!(read.verify().unwrap().holds());
    assert_eq!(serde_json::to_string(&read).unwrap(), serde_json::to_string(&made).unwrap());
}

#[test]
fn whatever_the_roads_plans_hold_and_ways_are_no_shorter_than_straight_ones() {
    for seed in 0..40 {
        let random = &mut Random::new(seed);
        let mut at = |from: f64, to: f64| from + (to - from) * random.below(1_000) as f64 / 1_000.0;
        let corners: Vec<Coord<f64>> =
            (0..12).map(|_| Coord { x: at(120.99, 121.04), y: at(30.97, 31.04) }).collect();
        let ways: Vec<Way> = (0..corners.len() * 2)
            .map(|index| {
                let (a, b) = (corners[index % 12], corners[(5 * index + 3) % 12]);
                Way::along(LineString(vec![a, b]))
            })
            .filter(|way| way.line.0[0] != way.line.0[1])
            .collect();
        let firms: Vec<Enterprise> = (0..8)
            .map(|number| Enterprise {
                site: Point::new(at(120.99, 121.04), at(30.97, 31.04)),
                ..enterprise(&format!("E{number}"), 31.0, "none")
            })
            .collect();
        let parks = vec![
            park("A", 30.98, Some(6.0)),
            park("B", 31.012, Some(6.0)),
            park("C", 31.03, Some(4.0)),
        ];
        let options = by_road(ways, &parks, RoadSettings::default());
        let made = plan(parks, firms, &options);
        assert!(made.verify().unwrap().holds(), "{seed}");
        assert_eq!(made.summary.moves + made.summary.unplaced + made.summary.in_park, 8);
        for choice in made.enterprises().filter_map(|e| e.chosen()) {
            let travel = choice.travel.unwrap();
            assert!(choice.distance.0 >= travel.straight_m.0 - 0.02, "{seed}: {choice:?}");
        }
    }
}

#[test]
fn roads_in_another_datum_are_found_out() {
    let lanes = |shift: [f64; 2]| -> Vec<Way> {
        let at = |x: f64, y: f64| Coord { x: x + shift[0], y: y + shift[1] };
        let lane = |i: u32| f64::from(i) * 0.013;
        let across = (0..5).map(|i| vec![at(121.0, 30.9 + lane(i)), at(121.06, 30.9 + lane(i))]);
        let along = (0..5).map(|i| vec![at(121.0 + lane(i), 30.9), at(121.0 + lane(i), 30.96)]);
        across.chain(along).map(|line| Way::along(LineString(line))).collect()
    };
    let beside = |i: u32| {
        let along = 0.06 * f64::from(i % 17) / 17.0;
        let lane = 0.013 * f64::from(i % 5);
        if i.is_multiple_of(2) {
            Point::new(121.0 + along, 30.9005 + lane)
        } else {
            Point::new(121.0005 + lane, 30.9 + along)
        }
    };
    let sites: Vec<Point<f64>> = (0..100).map(beside).collect();
    let said = |shift| {
        let layer = RoadLayer { ways: lanes(shift), ..RoadLayer::default() };
        ParkRoads::of(layer, &[], &RoadSettings::default()).unwrap().offset(&sites)
    };
    assert_eq!(said([0.0, 0.0]), None);
    let shifted = said([0.0045, -0.0022]).expect("as GCJ-02 moves places here").en;
    assert!(shifted.contains("if the roads are in GCJ-02"), "{shifted}");
    let other_way = said([-0.0045, 0.0022]).unwrap().en;
    assert!(other_way.contains("if the sites are in GCJ-02"), "{other_way}");
}
