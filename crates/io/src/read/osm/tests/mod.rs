//! Small files that are written here, and read.

mod against_search;
mod damaged;
mod encoder;

use super::{OsmRoads, is_osm, read_osm_roads};
use encoder::{Osm, Packing};
use parkward_geometry::{distance_between, length};
use parkward_model::Metres;
use parkward_roads::{
    Direction, Making, Network, Problem, ProblemKind, Profile, Structure, Turn, Way,
};

fn read_bytes(bytes: &[u8]) -> Result<OsmRoads, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.osm.pbf");
    std::fs::write(&path, bytes).unwrap();
    read_osm_roads(&path, "a.osm.pbf").map_err(|error| error.to_string())
}

fn read(osm: &Osm) -> OsmRoads {
    read_bytes(&osm.bytes()).unwrap()
}

/// One road with some tags.
fn road(tags: &[(&str, &str)]) -> Option<Way> {
    let mut osm = Osm::new();
    osm.node(1, [0.0, 0.0], &[]).node(2, [1.0, 0.0], &[]).node(3, [2.0, 0.0], &[]);
    osm.way(5, &[1, 2], tags).way(6, &[2, 3], &[("highway", "primary")]);
    let roads = read(&osm);
    assert_eq!(roads.counts.ways, 2);
    assert_eq!(roads.counts.roads, roads.ways.len() as u64);
    let [.., main] = &roads.ways[..] else { panic!("the main road") };
    assert_eq!(main.kind, "primary");
    (roads.ways.len() == 2).then(|| roads.ways[0].clone())
}

/// The same, a residential road.
fn street(tags: &[(&str, &str)]) -> Way {
    road(&[&[("highway", "residential")], tags].concat()).expect("a road")
}

fn network(roads: &OsmRoads, profile: Profile) -> (Network, Vec<Problem>) {
    let making = Making { profile, tolerance: Metres(0.0), ..Making::default() };
    Network::of(roads.ways.clone(), &roads.turns, &making).unwrap()
}

#[test]
fn roads_are_what_vehicles_drive_on() {
    for kind in [
        "motorway",
        "trunk_link",
        "primary",
        "secondary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "service",
        "road",
    ] {
        assert_eq!(road(&[("highway", kind)]).expect(kind).kind, kind);
    }
    for kind in [
        "footway",
        "path",
        "cycleway",
        "steps",
        "pedestrian",
        "bridleway",
        "construction",
        "proposed",
        "raceway",
        "platform",
        "corridor",
        "busway",
        "track",
        "rest_area",
        "Primary",
        "",
    ] {
        assert_eq!(road(&[("highway", kind)]), None, "{kind}");
    }
    assert_eq!(road(&[("highway", "residential"), ("area", "yes")]), None);
    assert_eq!(road(&[("route", "ferry")]).unwrap().kind, "ferry");
    assert_eq!(road(&[("route", "ferry"), ("highway", "service")]).unwrap().kind, "service");
    assert_eq!(road(&[("route", "bus")]), None);
    for hard in [("tracktype", "grade1"), ("surface", "asphalt"), ("surface", "concrete")] {
        assert_eq!(road(&[("highway", "track"), hard]).expect("a road").kind, "track");
    }
    for soft in [("tracktype", "grade3"), ("surface", "gravel")] {
        assert_eq!(road(&[("highway", "track"), soft]), None);
    }
}

#[test]
fn one_way_roads_are_said_or_implied() {
    use Direction::{Backward, Both, Forward};
    for (value, direction) in [
        ("yes", Forward),
        ("1", Forward),
        ("true", Forward),
        ("-1", Backward),
        ("reverse", Backward),
        ("no", Both),
        ("alternating", Both),
        ("perhaps", Both),
    ] {
        assert_eq!(street(&[("oneway", value)]).direction, direction, "{value}");
    }
    assert_eq!(street(&[("junction", "roundabout")]).direction, Forward);
    assert_eq!(street(&[("junction", "roundabout"), ("oneway", "-1")]).direction, Backward);
    assert_eq!(street(&[("junction", "circular")]).direction, Both);
    for (kind, direction) in [("motorway", Forward), ("motorway_link", Forward), ("trunk", Both)] {
        assert_eq!(road(&[("highway", kind)]).unwrap().direction, direction);
        assert_eq!(road(&[("highway", kind), ("oneway", "no")]).unwrap().direction, Both);
    }
    assert!(street(&[("oneway", "reversible")]).closed);
}

#[test]
fn the_most_special_word_says_who_may_drive() {
    for (tags, closed) in [
        (&[][..], false),
        (&[("access", "no")], true),
        (&[("access", "private")], true),
        (&[("access", "destination")], false),
        (&[("access", "unknown")], false),
        (&[("vehicle", "no")], true),
        (&[("motor_vehicle", "no")], true),
        (&[("motor_vehicle", "agricultural")], true),
        (&[("access", "no"), ("vehicle", "yes")], false),
        (&[("access", "no"), ("vehicle", "yes"), ("motor_vehicle", "private")], true),
        (&[("motor_vehicle", "yes"), ("access", "private")], false),
        (&[("access", "no"), ("bus", "yes")], true),
        (&[("motor_vehicle", "no"), ("hgv", "designated")], false),
        (&[("access", "no"), ("goods", "yes")], false),
        (&[("access", "no"), ("hgv", "no")], true),
        (&[("hgv", "no")], false),
        (&[("service", "emergency_access")], true),
    ] {
        assert_eq!(street(tags).closed, closed, "{tags:?}");
    }
    for (value, may) in [
        ("no", Some(false)),
        ("private", Some(false)),
        ("yes", Some(true)),
        ("designated", Some(true)),
        ("destination", Some(true)),
        ("delivery", Some(true)),
        ("discouraged", None),
        ("unknown", None),
    ] {
        assert_eq!(street(&[("hgv", value)]).hgv, may, "{value}");
        assert_eq!(street(&[("hazmat", value)]).hazmat, may, "{value}");
    }
    let ferry =
        |tags: &[(&str, &str)]| road(&[&[("route", "ferry")], tags].concat()).unwrap().closed;
    assert!(!ferry(&[]) && !ferry(&[("foot", "yes"), ("motor_vehicle", "yes")]));
    assert!(ferry(&[("foot", "yes")]) && ferry(&[("motor_vehicle", "no")]));
}

#[test]
fn figures_and_what_carries_a_road_are_read() {
    let way =
        street(&[("maxspeed", "30 mph"), ("maxweight", "7.5 t"), ("maxweightrating", "3500 kg")]);
    assert_eq!((way.speed_kmh, way.max_t, way.minutes), (Some(48.280_32), Some(3.5), None));
    assert_eq!(street(&[("maxspeed", "CN:urban"), ("maxweight", "none")]).speed_kmh, None);
    let both = [("maxspeed:forward", "60"), ("maxspeed:backward", "40")];
    assert_eq!(street(&both).speed_kmh, Some(40.0));
    for (oneway, speed) in [("yes", 60.0), ("-1", 40.0)] {
        let tags = [&both[..], &[("oneway", oneway)]].concat();
        assert_eq!(street(&tags).speed_kmh, Some(speed));
    }
    for (tag, structure) in [
        (("bridge", "yes"), Structure::Bridge),
        (("bridge", "viaduct"), Structure::Bridge),
        (("bridge", "no"), Structure::Ground),
        (("tunnel", "yes"), Structure::Tunnel),
        (("tunnel", "building_passage"), Structure::Ground),
        (("layer", "1"), Structure::Ground),
    ] {
        assert_eq!(street(&[tag]).structure, structure, "{tag:?}");
    }
    // A duration is a ferry's.
    assert_eq!(road(&[("route", "ferry"), ("duration", "00:10")]).unwrap().minutes, Some(10.0));
    assert_eq!(street(&[("duration", "00:10")]).minutes, None);
    let mut osm = Osm::new();
    osm.node(1, [0.0, 0.0], &[]).node(2, [1.0, 0.0], &[]);
    osm.way(
        5,
        &[1, 2],
        &[
            ("highway", "service"),
            ("maxspeed", "fast"),
            ("maxweight", "1,500"),
            ("name", "沪杭公路"),
            ("ref", "G320"),
        ],
    );
    osm.way(6, &[1, 2], &[("route", "ferry"), ("duration", "soon"), ("ref", "G320")]);
    let roads = read(&osm);
    assert_eq!(roads.counts.unread_figures, 3);
    assert_eq!(
        (roads.ids, roads.names),
        (vec![5, 6], vec!["沪杭公路".to_owned(), "G320".to_owned()])
    );
}

/// Nodes 1 to 5 in a row, 96 m apart, and 11 to 15 to the north of them.
fn rows() -> Osm {
    let mut osm = Osm::new();
    for n in 1..=5_i32 {
        osm.node(n.into(), [f64::from(n), 0.0], &[]);
        osm.node((n + 10).into(), [f64::from(n), 1.0], &[]);
    }
    osm
}

const STREET: &[(&str, &str)] = &[("highway", "residential")];

fn barrier(osm: &mut Osm, node: i64, tags: &[(&str, &str)]) {
    let own = osm.nodes.iter_mut().find(|(id, ..)| *id == node).unwrap();
    own.2 = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
}

#[test]
fn nobody_passes_a_barrier_and_everybody_gets_to_it() {
    let mut osm = rows();
    osm.way(7, &[1, 2, 3, 4, 5], STREET);
    barrier(&mut osm, 3, &[("barrier", "bollard")]);
    let roads = read(&osm);
    let closed: Vec<bool> = roads.ways.iter().map(|way| way.closed).collect();
    assert_eq!((closed, &roads.ids[..]), (vec![false, true, false], &[7; 3][..]));
    assert_eq!((roads.counts.barriers, roads.counts.closed, roads.counts.roads), (1, 0, 1));
    let metres: Vec<f64> = roads.ways.iter().map(|way| length(&way.line).0).collect();
    assert!((metres[1] - 2.0).abs() < 0.02, "{metres:?}");
    let mut through = rows();
    through.way(7, &[1, 2, 3, 4, 5], STREET);
    let whole = length(&read(&through).ways[0].line).0;
    assert!((metres.iter().sum::<f64>() - whole).abs() < 0.02, "{metres:?}, {whole}");
    // Not even where ends that nearly meet are joined.
    for tolerance in [0.0, 1.0] {
        let making = Making { tolerance: Metres(tolerance), ..Making::default() };
        let (network, _) = Network::of(roads.ways.clone(), &[], &making).unwrap();
        assert_eq!((network.junctions(), network.edges()), (4, 2), "{tolerance}");
    }
}

#[test]
fn at_a_barrier_one_road_ends_and_the_others_before_it() {
    // Three roads meet at node 3.
    let mut osm = rows();
    osm.way(1, &[1, 2, 3], STREET).way(2, &[3, 4, 5], STREET).way(3, &[3, 13], STREET);
    barrier(&mut osm, 3, &[("barrier", "block")]);
    let roads = read(&osm);
    let closed: Vec<(i64, bool)> =
        roads.ids.iter().copied().zip(roads.ways.iter().map(|way| way.closed)).collect();
    assert_eq!(closed, [(1, false), (2, true), (2, false), (3, true), (3, false)]);
    assert_eq!(network(&roads, Profile::default()).0.edges(), 3);
    // At the end of a road nothing is closed, and a road that is closed is none of the three.
    let mut end = rows();
    end.way(1, &[1, 2, 3], STREET).way(2, &[3, 4], &[("highway", "service"), ("access", "no")]);
    barrier(&mut end, 3, &[("barrier", "block")]);
    assert_eq!(read(&end).ways.iter().map(|way| way.closed).collect::<Vec<_>>(), [false, true]);
    // Two barriers beside each other, on a street whose beginning is its end.
    let mut ring = rows();
    ring.way(1, &[2, 3, 13, 12, 2], STREET).way(2, &[1, 2], STREET).way(3, &[3, 4], STREET);
    barrier(&mut ring, 2, &[("barrier", "block")]);
    barrier(&mut ring, 3, &[("barrier", "block")]);
    let (network_, _) = network(&read(&ring), Profile::default());
    assert_eq!((network_.junctions(), network_.edges()), (8, 4));
}

#[test]
fn short_steps_beside_a_barrier_are_closed_whole() {
    let mut osm = Osm::new();
    osm.node(1, [0.0, 0.0], &[]).node(2, [1.0, 0.0], &[("barrier", "block")]);
    osm.node(3, [1.01, 0.0], &[]).node(4, [1.04, 0.0], &[("barrier", "block")]).node(
        5,
        [2.0, 0.0],
        &[],
    );
    osm.way(1, &[1, 2, 3, 4, 5], STREET);
    let roads = read(&osm);
    let places: Vec<(bool, Vec<f64>)> = roads
        .ways
        .iter()
        .map(|way| (way.closed, way.line.coords().map(|c| (c.x - 121.0) * 1e3).collect()))
        .collect();
    let closed: Vec<bool> = places.iter().map(|(closed, _)| *closed).collect();
    assert_eq!(closed, [false, true, false, true, false], "{places:?}");
    let [_, first, between, ..] = &places[..] else { panic!() };
    assert!((first.1[1] - 1.01).abs() < 1e-6 && (between.1[1] - 1.04).abs() < 1e-6, "{places:?}");
}

#[test]
fn some_barriers_are_passed() {
    for (tags, barred) in [
        (&[("barrier", "gate")][..], false),
        (&[("barrier", "gate"), ("access", "no")], true),
        (&[("barrier", "gate"), ("access", "private")], true),
        (&[("barrier", "gate"), ("locked", "yes")], true),
        (&[("barrier", "gate"), ("access", "private"), ("motor_vehicle", "yes")], false),
        (&[("barrier", "lift_gate")], false),
        (&[("barrier", "toll_booth"), ("access", "no")], false),
        (&[("barrier", "kerb")], false),
        (&[("barrier", "cattle_grid")], false),
        (&[("barrier", "entrance")], false),
        (&[("barrier", "bollard"), ("motor_vehicle", "yes")], false),
        (&[("barrier", "bollard"), ("bicycle", "yes")], true),
        (&[("access", "no")], false),
    ] {
        let mut osm = rows();
        osm.way(7, &[1, 2, 3, 4, 5], STREET);
        barrier(&mut osm, 3, tags);
        assert_eq!(read(&osm).ways.len(), if barred { 3 } else { 1 }, "{tags:?}");
    }
}

/// Two streets that cross at node 3: way 1 from the west, 2 to the east, 3 to the north.
fn crossing() -> Osm {
    let mut osm = rows();
    osm.way(1, &[1, 2, 3], STREET).way(2, &[3, 4, 5], STREET).way(3, &[3, 13], STREET);
    osm
}

#[test]
fn restrictions_become_turns() {
    let members = [("from", 1, 1), ("via", 0, 3), ("to", 1, 3)];
    let left = [("type", "restriction"), ("restriction", "no_left_turn")];
    let turn = |own: &[(&str, &str)]| {
        let mut osm = crossing();
        osm.relation(&[&left[..1], own].concat(), &members);
        let roads = read(&osm);
        assert_eq!(roads.counts.restrictions, 1);
        assert_eq!(roads.counts.in_force, roads.turns.len() as u64);
        let (_, problems) = network(&roads, Profile { hgv: true, ..Profile::default() });
        assert!(problems.is_empty(), "{problems:?}");
        roads.turns.first().map(|turn| (turn.only, turn.hgv))
    };
    for (own, expected) in [
        (&[("restriction", "no_left_turn")][..], Some((false, None))),
        (&[("restriction", "only_left_turn")], Some((true, None))),
        (&[("restriction", "no_left_turn"), ("except", "psv; bicycle")], Some((false, None))),
        (&[("restriction", "no_left_turn"), ("except", "hgv")], Some((false, Some(false)))),
        (&[("restriction", "no_left_turn"), ("except", "motorcar")], Some((false, Some(true)))),
        (&[("restriction", "no_left_turn"), ("except", "motorcar;hgv")], None),
        (&[("restriction", "no_left_turn"), ("except", "motor_vehicle")], None),
        (&[("restriction:hgv", "no_left_turn")], Some((false, Some(true)))),
        (&[("restriction:hgv", "no_left_turn"), ("except", "hgv")], None),
        (&[("restriction:motorcar", "no_left_turn")], Some((false, Some(false)))),
        (&[("restriction:bus", "no_left_turn")], None),
        (&[("restriction:conditional", "no_left_turn @ (Mo-Fr 07:00-09:00)")], None),
        (&[("restriction", "no_left_turn"), ("hour_on", "07:00")], None),
        (&[("restriction", "give_way")], None),
        (&[], None),
    ] {
        assert_eq!(turn(own), expected, "{own:?}");
    }
    let mut lorries = crossing();
    lorries.relation(&[("type", "restriction:hgv"), left[1]], &members);
    lorries.relation(&[("type", "restriction:bicycle"), left[1]], &members);
    lorries.relation(&[("type", "restrictions"), left[1]], &members);
    let roads = read(&lorries);
    let counts = &roads.counts;
    assert_eq!((counts.restrictions, counts.in_force, counts.for_others), (2, 1, 1));
    assert_eq!(roads.turns[0].hgv, Some(true));
}

#[test]
fn what_a_restriction_does_not_say_is_counted() {
    let rule = [("type", "restriction"), ("restriction", "no_left_turn")];
    let only = [("type", "restriction"), ("restriction", "only_left_turn")];
    let mut osm = crossing();
    // Over a way; of no road; of a road elsewhere; with two junctions; with none.
    osm.relation(&rule, &[("from", 1, 1), ("via", 1, 2), ("to", 1, 3)]);
    osm.relation(&rule, &[("from", 1, 99), ("via", 0, 3), ("to", 1, 3)]);
    osm.relation(&rule, &[("from", 1, 1), ("via", 0, 1_000), ("to", 1, 3)]);
    osm.relation(&rule, &[("from", 1, 1), ("via", 0, 3), ("via", 0, 2), ("to", 1, 3)]);
    osm.relation(&rule, &[("from", 1, 1), ("to", 1, 3)]);
    // The road is there and not at the junction.
    osm.relation(&rule, &[("from", 1, 1), ("via", 0, 5), ("to", 1, 2)]);
    // Only two turns; both from two roads.
    osm.relation(&only, &[("from", 1, 1), ("via", 0, 3), ("to", 1, 2), ("to", 1, 3)]);
    osm.relation(
        &rule,
        &[("from", 1, 1), ("from", 1, 99), ("from", 1, 2), ("via", 0, 3), ("to", 1, 3)],
    );
    let roads = read(&osm);
    let counts = &roads.counts;
    assert_eq!((counts.via_way, counts.elsewhere, counts.unclear, counts.in_force), (1, 3, 3, 1));
    let turns: Vec<_> = roads.turns.iter().map(|turn| (turn.from, turn.to)).collect();
    assert_eq!(turns, [(0, 2), (1, 2)]);
    assert!(network(&roads, Profile::default()).1.is_empty());
}

#[test]
fn roads_are_split_where_turns_are_restricted() {
    // Way 1 leads on beyond the junction.
    let through = |tags: &[(&str, &str)], rule: &str, from: i64, to: i64| {
        let mut osm = rows();
        osm.way(1, &[1, 2, 3, 4, 5], &[STREET, tags].concat()).way(3, &[3, 13], STREET);
        let own = [("type", "restriction"), ("restriction", rule)];
        osm.relation(&own, &[("from", 1, from), ("via", 0, 3), ("to", 1, to)]);
        let roads = read(&osm);
        let (_, problems) = network(&roads, Profile::default());
        let unclear = |problem: &Problem| matches!(problem.kind, ProblemKind::UnclearTurn { .. });
        assert!(!problems.iter().any(unclear), "{tags:?} {rule}");
        assert_eq!(roads.ids.len(), if from.min(to) == 1 { 3 } else { 2 });
        let turns = roads.turns.iter().map(|turn| (turn.from, turn.to)).collect::<Vec<_>>();
        (turns, roads.counts.unclear, roads.counts.moot)
    };
    // Both sides could be meant, unless the road has one direction.
    assert_eq!(through(&[], "no_left_turn", 1, 3), (vec![], 1, 0));
    assert_eq!(through(&[("oneway", "yes")], "no_left_turn", 1, 3), (vec![(0, 2)], 0, 0));
    assert_eq!(through(&[("oneway", "-1")], "no_left_turn", 1, 3), (vec![(1, 2)], 0, 0));
    assert_eq!(through(&[("oneway", "yes")], "no_left_turn", 3, 1), (vec![(2, 1)], 0, 0));
    assert_eq!(through(&[("oneway", "-1")], "only_left_turn", 3, 1), (vec![(2, 0)], 0, 0));
    // Nobody may turn back, from whichever side. Straight on is no matter of one road.
    assert_eq!(through(&[], "no_u_turn", 1, 1), (vec![(0, 0), (1, 1)], 0, 0));
    assert_eq!(through(&[], "no_straight_on", 1, 1), (vec![], 1, 0));
    assert_eq!(through(&[], "no_u_turn", 3, 3), (vec![(1, 1)], 0, 0));
    // One cannot turn against a one-way road anyhow; but if that were the only turn, none would be left.
    let against = |rule: &str| {
        let mut osm = rows();
        osm.way(1, &[1, 2, 3], STREET).way(3, &[13, 3], &[STREET, &[("oneway", "yes")]].concat());
        let own = [("type", "restriction"), ("restriction", rule)];
        osm.relation(&own, &[("from", 1, 1), ("via", 0, 3), ("to", 1, 3)]);
        let OsmRoads { turns, counts, .. } = read(&osm);
        (turns.len(), counts.moot, counts.unclear)
    };
    assert_eq!((against("no_left_turn"), against("only_left_turn")), ((0, 1, 0), (0, 0, 1)));
    // A road that goes round to where it began arrives from two sides.
    let mut ring = rows();
    ring.way(1, &[3, 4, 14, 13, 3], STREET).way(2, &[2, 3], STREET);
    ring.relation(
        &[("type", "restriction"), ("restriction", "no_u_turn")],
        &[("from", 1, 1), ("via", 0, 3), ("to", 1, 1)],
    );
    assert_eq!(read(&ring).counts.unclear, 1);
}

#[test]
fn turns_are_restricted_on_the_network() {
    let mut osm = crossing();
    osm.relation(
        &[("type", "restriction"), ("restriction", "no_left_turn")],
        &[("from", 1, 1), ("via", 0, 3), ("to", 1, 3)],
    );
    let roads = read(&osm);
    let [turn] = roads.turns[..] else { panic!("{:?}", roads.turns) };
    let end = roads.ways[0].line.coords().last().copied().unwrap();
    assert_eq!(turn, Turn { from: 0, via: end.into(), to: 2, only: false, hgv: None });
    // Four junctions, and the one in the middle once more.
    assert_eq!(network(&roads, Profile::default()).0.graph().nodes(), 5);
}

#[test]
fn roads_are_cut_where_nodes_are_missing() {
    let mut osm = rows();
    osm.way(1, &[1, 2, 100, 3, 4, 5], STREET).way(2, &[101, 11, 12, 102], STREET);
    osm.way(3, &[103, 13, 104], STREET).way(4, &[5, 105], STREET).way(5, &[14, 14, 15], STREET);
    // Not on the globe.
    osm.nodes.push((103, [1_810_000_000, 0], Vec::new()));
    let roads = read(&osm);
    assert_eq!(roads.ids, [1, 1, 2, 5]);
    let vertices: Vec<usize> = roads.ways.iter().map(|way| way.line.0.len()).collect();
    assert_eq!(vertices, [2, 3, 2, 2]);
    let counts = &roads.counts;
    assert_eq!((counts.roads, counts.cut, counts.lost, counts.missing_nodes), (3, 2, 2, 6));
    let notes = roads.counts.notes();
    assert!(notes.iter().any(|text| text.en.starts_with("2 road(s) were cut")), "{notes:?}");
}

#[test]
fn roads_meet_at_a_node_and_not_where_two_are_at_one_place() {
    let mut osm = rows();
    osm.node(20, [3.0, 0.0], &[]).node(21, [3.0, -1.0], &[]);
    osm.way(1, &[1, 3, 5], STREET).way(2, &[13, 20, 21], STREET).way(3, &[1, 11, 13], STREET);
    let roads = read(&osm);
    assert_eq!(roads.counts.at_one_place, 1);
    // Ways 1 and 3 meet, and ways 2 and 3: two dead ends, and nothing in the middle.
    let (network_, _) = network(&roads, Profile::default());
    assert_eq!((network_.junctions(), network_.edges()), (4, 3));
    osm.ways[1].1[1] = 3;
    let (network_, _) = network(&read(&osm), Profile::default());
    assert_eq!((network_.junctions(), network_.edges()), (5, 5));
}

#[test]
fn the_time_of_a_ferry_is_that_of_its_pieces() {
    let mut osm = rows();
    osm.way(1, &[1, 2, 4, 5], &[("route", "ferry"), ("duration", "00:40"), ("oneway", "yes")]).way(
        2,
        &[2, 12],
        STREET,
    );
    osm.relation(
        &[("type", "restriction"), ("restriction", "no_left_turn")],
        &[("from", 1, 1), ("via", 0, 2), ("to", 1, 2)],
    );
    let roads = read(&osm);
    let minutes: Vec<f64> = roads.ways.iter().filter_map(|way| way.minutes).collect();
    assert_eq!(roads.ids, [1, 1, 2]);
    assert!((minutes[0] - 10.0).abs() < 1e-6 && (minutes[1] - 30.0).abs() < 1e-6, "{minutes:?}");
}

#[test]
fn however_a_file_is_written_it_is_the_same() {
    let mut osm = crossing();
    barrier(&mut osm, 4, &[("barrier", "bollard"), ("note", "石墩")]);
    osm.node(50, [9.0, 9.0], &[("amenity", "fuel")]);
    osm.way(9, &[12, 13, 99], &[("highway", "service"), ("name", "支路")]);
    osm.relation(
        &[("type", "restriction"), ("restriction", "only_straight_on")],
        &[("from", 1, 1), ("via", 0, 3), ("to", 1, 2)],
    );
    osm.relation(&[("type", "multipolygon")], &[("outer", 1, 1), ("", 2, 5)]);
    let expected = read(&osm);
    assert_eq!(expected.turns.len(), 1);
    for packing in [Packing::None, Packing::Zlib] {
        for dense in [false, true] {
            for a_block in [0, 1, 3] {
                for (granularity, offset) in
                    [(0, [0; 2]), (1_000, [0; 2]), (1, [120_000_000_000, 3_000])]
                {
                    let mut other =
                        Osm { packing, dense, a_block, granularity, offset, ..osm.clone() };
                    assert_eq!(read(&other), expected, "{other:?}");
                    other.nodes.reverse();
                    other.ways.reverse();
                    assert_eq!(read(&other), expected, "{other:?}");
                }
            }
        }
    }
    // Twice the same way, as files that were put together have it: the first one counts.
    let mut twice = osm.clone();
    twice.way(1, &[1, 2], STREET);
    let read_twice = read(&twice);
    assert_eq!((read_twice.counts.twice, read_twice.ways), (1, expected.ways));
}

#[test]
fn files_of_openstreetmap_are_known_by_their_names() {
    for file in ["a.osm.pbf", "shanghai-latest.PBF", "a.osm", "a.osm.gz", "b/a.osm.bz2"] {
        assert!(is_osm(file), "{file}");
    }
    for file in ["a.geojson", "a.gpkg", "osm.csv", "a.osm.pbf.csv", "a.gz", ""] {
        assert!(!is_osm(file), "{file}");
    }
}

#[test]
fn lengths_are_those_of_the_nodes() {
    let roads = read(&crossing());
    let first = roads.ways[0].line.0.clone();
    assert!((first[0].x - 121.001).abs() < 1e-12 && (first[0].y - 30.7).abs() < 1e-12);
    let apart = distance_between(first[0].into(), first[1].into()).0;
    assert!((95.0..96.0).contains(&apart), "{apart}");
}
