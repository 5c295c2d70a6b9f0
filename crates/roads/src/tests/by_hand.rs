//! Examples that can be followed on paper.

use crate::{
    Direction, Gate, GateFrom, Gates, Making, Measure, NearestParks, Network, NoRoad, Problem,
    ProblemKind, Profile, Search, Structure, Turn, Way,
};
use geo_types::{Coord, LineString, Point, polygon};
use parkward_geometry::{distance_between, length};
use parkward_model::{Footprint, InWords, Metres};

/// A road through places a hundredth of a degree apart, from 121° E, 30.7° N.
fn road(through: &[[f64; 2]]) -> Way {
    Way::along(through.iter().map(|[x, y]| place(*x, *y).0).collect())
}

fn place(x: f64, y: f64) -> Point<f64> {
    Point::new(121.0 + x / 100.0, 30.7 + y / 100.0)
}

fn network(ways: &[Way]) -> (Network, Vec<Problem>) {
    Network::of(ways.to_vec(), &[], &Making::default()).expect("roads")
}

fn kinds(problems: &[Problem]) -> Vec<(usize, &ProblemKind)> {
    problems.iter().map(|problem| (problem.way, &problem.kind)).collect()
}

const NEAR: Metres = Metres(3_000.0);

#[test]
fn roads_meet_where_they_share_a_vertex_and_nowhere_else() {
    let long = road(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]);
    let (network_, problems) = network(&[
        long.clone(),
        road(&[[1.0, -1.0], [1.0, 0.0], [1.0, 1.0]]),
        road(&[[1.5, -1.0], [1.5, 1.0]]),
    ]);
    // Four ends and a crossing of the first two; the third passes over the first, and is apart.
    assert_eq!((network_.junctions(), network_.edges()), (7, 5));
    assert!(
        matches!(kinds(&problems)[..], [(2, ProblemKind::Apart { junctions: 2 })])
            || problems.is_empty()
    );
    let crossings = network_.crossings_without_junction();
    let [Problem { way: 0, kind: ProblemKind::Crossing { other: 2, at } }] = &crossings[..] else {
        panic!("{crossings:?}");
    };
    assert!(distance_between(*at, place(1.5, 0.0)) < Metres(0.1));
    let bridge = Way { structure: Structure::Bridge, ..road(&[[1.5, -1.0], [1.5, 1.0]]) };
    assert!(network(&[long, bridge]).0.crossings_without_junction().is_empty());
}

#[test]
fn edges_are_as_long_as_their_lines_rounded_up() {
    let way = road(&[[0.0, 0.0], [1.0, 0.5], [1.0, 1.0]]);
    let metres = length(&way.line);
    let (network, _) = network(&[way]);
    let edge = network.edges.all[0];
    let above = f64::from(edge.length.0) / 1_000.0 - metres.0;
    assert!((0.0..0.03).contains(&above), "{above}");
    // 40 km/h where nothing is known.
    assert!((edge.time.minutes() - metres.0 / 40_000.0 * 60.0).abs() < 1e-4);
}

#[test]
fn ends_that_nearly_meet_are_joined_and_said() {
    let metre = 1.0 / 1_110.0;
    let main = road(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]);
    let (joined, problems) = network(&[main.clone(), road(&[[1.0, 0.5 * metre], [1.0, 1.0]])]);
    assert_eq!((joined.junctions(), joined.edges()), (4, 3));
    let [(1, ProblemKind::Joined { gap, .. })] = kinds(&problems)[..] else {
        panic!("{problems:?}")
    };
    assert!((gap.0 - 0.5).abs() < 0.02, "{gap}");
    let (apart, _) = network(&[main, road(&[[1.0, 2.0 * metre], [1.0, 1.0]])]);
    assert_eq!((apart.junctions(), apart.edges()), (4, 2));
    // A ring that is not closed, and a short road that does not shrink to a point.
    let ring = road(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.3 * metre]]);
    assert_eq!(network(&[ring]).0.junctions(), 1);
    assert_eq!(network(&[road(&[[0.0, 0.0], [0.0, 0.5 * metre]])]).0.edges(), 1);
}

#[test]
fn what_is_wrong_with_a_road_is_said_and_leaves_the_others_alone() {
    let sound = road(&[[0.0, 0.0], [1.0, 0.0]]);
    let (network, problems) = network(&[
        road(&[[1.0, 1.0], [1.0, 1.0]]),
        road(&[]),
        Way { speed_kmh: Some(0.0), ..sound.clone() },
        Way { minutes: Some(f64::NAN), ..sound.clone() },
        Way { length_m: Some(500.0), ..sound.clone() },
        Way { length_m: Some(5e9), ..sound.clone() },
        Way::along(LineString(vec![Coord { x: 500.0, y: 0.0 }, Coord { x: 0.0, y: 0.0 }])),
        sound.clone(),
        Way { closed: true, ..sound },
    ]);
    let kinds = kinds(&problems);
    assert!(
        matches!(kinds[..2], [(0, ProblemKind::NoLength), (1, ProblemKind::NoLength)]),
        "{kinds:?}"
    );
    assert!(
        matches!(kinds[2], (2, ProblemKind::NotAbove0 { field: "speed_kmh", .. })),
        "{kinds:?}"
    );
    assert!(matches!(kinds[3], (3, ProblemKind::NotAbove0 { field: "minutes", .. })), "{kinds:?}");
    assert!(matches!(kinds[4], (4, ProblemKind::ShorterThanLine { .. })), "{kinds:?}");
    assert!(
        matches!(kinds[5..], [(5, ProblemKind::TooLong), (6, ProblemKind::NotOnGlobe)]),
        "{kinds:?}"
    );
    assert_eq!(network.edges(), 2);
    for (_, kind) in kinds {
        let words = kind.in_words();
        assert!(
            !words.zh.is_empty() && words.zh != words.en && !words.en.contains('，'),
            "{words:?}"
        );
    }
    let nothing = Network::of([], &[], &Making::default());
    assert!(nothing.is_err_and(|why| why.in_words().en.contains("of 0 roads")));
}

#[test]
fn a_site_meets_a_road_that_it_can_get_onto_and_drive_away_on() {
    let grid = [
        road(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]),
        // Nearer to the site: a motorway, a bridge, an island, and a street that leads nowhere back.
        Way { kind: "motorway".to_owned(), ..road(&[[0.0, 0.0], [0.5, 0.4], [1.0, 0.0]]) },
        Way { structure: Structure::Bridge, ..road(&[[0.0, 0.0], [0.5, 0.45], [1.0, 0.0]]) },
        Way { direction: Direction::Forward, ..road(&[[0.0, 0.0], [0.4, 0.5]]) },
    ];
    let (network, problems) = network(&grid);
    assert!(
        matches!(kinds(&problems)[..], [(3, ProblemKind::Apart { junctions: 1 | 4 })]),
        "{problems:?}"
    );
    let snapped = network.snap(place(0.5, 0.3), NEAR).expect("a road");
    assert_eq!(network.way(snapped.position.edge), 0);
    assert!(distance_between(snapped.point, place(0.5, 0.0)) < Metres(0.1), "{snapped:?}");
    assert_eq!(snapped.access, distance_between(place(0.5, 0.3), snapped.point));
    assert_eq!(
        network.snap(place(0.5, 0.3), Metres(100.0)),
        Err(NoRoad::OutOfReach { reach: Metres(100.0) })
    );
    assert_eq!(network.snap(Point::new(f64::NAN, 0.0), NEAR), Err(NoRoad::NotOnGlobe));
}

#[test]
fn gates_are_given_or_crossed_or_near() {
    let (network, _) = network(&[road(&[[0.0, 0.0], [4.0, 0.0]]), road(&[[2.0, 0.0], [2.0, 2.0]])]);
    let from = |gates: &[Gate]| gates.iter().map(|gate| gate.from).collect::<Vec<_>>();
    let park = |x: f64, y: f64| {
        let corner = |dx: f64, dy: f64| place(x + dx, y + dy).0;
        let ring = polygon![corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0)];
        Footprint::Boundary(ring.into())
    };
    let crossed = network.gates(&park(1.5, -0.5), &[], NEAR).expect("roads");
    assert_eq!(from(&crossed), [GateFrom::Boundary; 3]);
    let beside = network.gates(&park(2.5, 0.3), &[], NEAR).expect("a road");
    assert_eq!(from(&beside), [GateFrom::Nearest]);
    let expected = distance_between(place(2.5, 0.3), place(2.5, 0.0));
    assert!((beside[0].access.0 - expected.0).abs() < 0.1, "{beside:?}");
    // The end of a road is nearest, to the middle of a side.
    let above = network.gates(&park(1.6, 2.1), &[], NEAR).expect("a road");
    let expected = distance_between(place(2.0, 2.0), place(2.0, 2.1));
    assert!((above[0].access.0 - expected.0).abs() < 0.1, "{above:?}");
    let given = network.gates(&park(1.5, -0.5), &[place(3.0, 0.1)], NEAR).expect("a road");
    assert_eq!(from(&given), [GateFrom::Given]);
    let far = network.gates(&park(30.0, 30.0), &[], NEAR);
    assert_eq!(far, Err(NoRoad::OutOfReach { reach: NEAR }));
    let touching = network.gates(&park(2.5, 0.0), &[], NEAR).expect("a road");
    assert!(touching.iter().all(|gate| gate.from == GateFrom::Boundary && gate.access.0 == 0.0));
}

#[test]
fn a_turn_that_is_not_allowed_is_driven_around() {
    // A square, and a road to the east from its corner (1, 0). From the south side one may not turn into it.
    let ways = [
        road(&[[0.0, 0.0], [1.0, 0.0]]),
        road(&[[1.0, 0.0], [2.0, 0.0]]),
        road(&[[1.0, 0.0], [1.0, 1.0]]),
        road(&[[1.0, 1.0], [0.0, 1.0]]),
        road(&[[0.0, 1.0], [0.0, 0.0]]),
    ];
    let far = |turns: &[Turn]| {
        let (network, problems) =
            Network::of(ways.clone(), turns, &Making::default()).expect("roads");
        assert!(problems.is_empty(), "{problems:?}");
        let park = Footprint::Point(place(2.0, 0.0));
        let gates = Gates::of(&network, vec![network.gates(&park, &[], NEAR).expect("a road")]);
        let lists =
            NearestParks::search(network.graph(), gates.seeds(), Search::new(network.graph(), 1));
        let site = network.snap(place(0.9, 0.0), NEAR).expect("a road");
        gates.nearest(&network, &lists, site.position).0[0].1.metres().kilometres()
    };
    let (east, north) = (0.957_4, 1.108_7);
    let turn = Turn { from: 0, via: place(1.0, 0.0), to: 1, only: false, hgv: None };
    assert!((far(&[]) - 1.1 * east).abs() < 0.01);
    // On to the corner, up, and back down the same street.
    let up_and_back = far(&[turn]);
    assert!((up_and_back - (1.1 * east + 2.0 * north)).abs() < 0.02, "{up_and_back}");
    // Nor from the north: all around, which does not help either; by the south side again there is no way.
    let only_north = Turn { from: 0, via: place(1.0, 0.0), to: 2, only: true, hgv: None };
    assert!((far(&[only_north]) - up_and_back).abs() < 1e-9);
    // A restriction that does not name roads which end there counts for nothing.
    let unclear = Turn { via: place(0.5, 0.0), ..turn };
    let (_, problems) = Network::of(ways, &[unclear], &Making::default()).expect("roads");
    assert!(matches!(kinds(&problems)[..], [(0, ProblemKind::UnclearTurn { to: 1, .. })]));
}

#[test]
fn a_profile_decides_where_one_drives_and_how_fast() {
    let direct = road(&[[0.0, 0.0], [2.0, 0.0]]);
    let around = Way { speed_kmh: Some(60.0), ..road(&[[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]) };
    let ways = |direct: Way| vec![direct, around.clone(), road(&[[2.0, 0.0], [3.0, 0.0]])];
    let edges = |ways: Vec<Way>, profile: &Profile| {
        let making =
            Making { profile: profile.clone(), measure: Measure::Time, ..Making::default() };
        Network::of(ways, &[], &making).expect("roads").0.edges()
    };
    let tanker = Profile { hazmat: true, weight_t: Some(40.0), ..Profile::default() };
    assert_eq!(edges(ways(direct.clone()), &tanker), 3);
    let limited = Way { max_t: Some(30.0), ..direct.clone() };
    assert_eq!(
        (edges(ways(limited.clone()), &tanker), edges(ways(limited), &Profile::default())),
        (2, 3)
    );
    let no_hazmat = Way { hazmat: Some(false), ..direct.clone() };
    assert_eq!(
        (edges(ways(no_hazmat.clone()), &tanker), edges(ways(no_hazmat), &Profile::default())),
        (2, 3)
    );
    let lorry = Profile { hgv: true, ..Profile::default() };
    for (hgv, left) in [(None, 3), (Some(true), 3), (Some(false), 2)] {
        let road = Way { hgv, ..direct.clone() };
        assert_eq!(edges(ways(road.clone()), &lorry), left, "{hgv:?}");
        assert_eq!(edges(ways(road), &Profile::default()), 3, "{hgv:?}");
    }
    let forbidden = Profile { forbidden: ["track".to_owned()].into(), ..Profile::default() };
    assert_eq!(edges(ways(Way { kind: "track".to_owned(), ..direct }), &forbidden), 2);
    let speeds = Profile { speeds: [("track".to_owned(), 10.0)].into(), ..Profile::default() };
    assert_eq!(speeds.speed(&Way { kind: "track".to_owned(), ..road(&[]) }), 10.0);
}

#[test]
fn a_turn_is_forbidden_to_those_whom_the_restriction_names() {
    let ways = [
        road(&[[0.0, 0.0], [1.0, 0.0]]),
        road(&[[1.0, 0.0], [1.0, 1.0]]),
        road(&[[1.0, 0.0], [2.0, 0.0]]),
    ];
    let nodes = |turn: Option<bool>, vehicle: bool| {
        let turn = Turn { from: 0, via: place(1.0, 0.0), to: 1, only: false, hgv: turn };
        let profile = Profile { hgv: vehicle, ..Profile::default() };
        let making = Making { profile, ..Making::default() };
        let (network, problems) = Network::of(ways.clone(), &[turn], &making).expect("roads");
        assert!(problems.is_empty(), "{problems:?}");
        network.graph().nodes()
    };
    // Four junctions, and one of them once more for those whom it concerns.
    for (turn, lorry, others) in [(None, 5, 5), (Some(true), 5, 4), (Some(false), 4, 5)] {
        assert_eq!((nodes(turn, true), nodes(turn, false)), (lorry, others), "{turn:?}");
    }
}

#[test]
fn a_profile_of_before_heavy_goods_vehicles_is_read() {
    let lorry = Profile { hgv: true, ..Profile::default() };
    let mut old = serde_json::to_value(&lorry).expect("a profile");
    assert_eq!(serde_json::from_value::<Profile>(old.clone()).expect("a profile"), lorry);
    old.as_object_mut().expect("an object").remove("hgv");
    assert_eq!(serde_json::from_value::<Profile>(old).expect("a profile"), Profile::default());
}

#[test]
fn odd_shapes_are_networks_too() {
    // An eight that crosses itself at a vertex; a ring with a handle; the same road twice, once backwards.
    let eight = road(&[[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [2.0, 2.0], [1.0, 1.0], [0.0, 2.0]]);
    let ring = road(&[[0.0, 0.0], [5.0, 5.0], [6.0, 5.0], [5.0, 6.0], [5.0, 5.0]]);
    let twice = [road(&[[0.0, 2.0], [0.0, 3.0]]), road(&[[0.0, 3.0], [0.0, 2.0]])];
    let (network_, problems) = network(&[eight, ring, twice[0].clone(), twice[1].clone()]);
    assert!(problems.is_empty(), "{problems:?}");
    // (0, 0), (1, 1), (0, 2), (0, 3), (5, 5); the eight in three, the ring in two, the road twice.
    assert_eq!((network_.junctions(), network_.edges()), (5, 7));
    assert_eq!(network_.edges.all.iter().filter(|edge| edge.ends[0] == edge.ends[1]).count(), 2);

    // A park around all roads, of which none leaves it: the nearest road, from within.
    let corner = |x: f64, y: f64| place(x, y).0;
    let around =
        polygon![corner(-1.0, -1.0), corner(9.0, -1.0), corner(9.0, 9.0), corner(-1.0, 9.0)];
    let gates = network_.gates(&Footprint::Boundary(around.into()), &[], NEAR).expect("a road");
    assert_eq!(gates.iter().map(|gate| gate.from).collect::<Vec<_>>(), [GateFrom::Nearest]);

    // A tolerance that joins everything to one place leaves nothing.
    let making = Making { tolerance: Metres(50_000.0), ..Making::default() };
    assert!(
        Network::of(
            [road(&[[0.0, 0.0], [1.0, 0.0]]), road(&[[0.0, 0.1], [1.0, 0.1]])],
            &[],
            &making
        )
        .is_err()
    );
}
