//! Which ways are roads, and what their tags say of them (<https://wiki.openstreetmap.org/wiki/Key:highway>,
//! <https://wiki.openstreetmap.org/wiki/Key:access>).

use super::elements::Tags;
use super::figures::{Figure, duration, speed, weight};
use parkward_roads::{Direction, Structure};

/// What is known of a road beside its line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Road {
    pub(super) kind: &'static str,
    pub(super) name: Option<Box<str>>,
    pub(super) direction: Direction,
    pub(super) structure: Structure,
    pub(super) closed: bool,
    pub(super) speed: Figure,
    pub(super) minutes: Figure,
    pub(super) max_t: Figure,
    pub(super) hazmat: Option<bool>,
    pub(super) hgv: Option<bool>,
}

/// Values of `highway` that are roads for vehicles. Not among them: ways for people on foot, horses and bicycles, what is
/// planned or being built, buses' own tracks, places to rest.
const ROADS: [&str; 16] = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
    // Of these only those that are hard: see `is_hard`.
    "track",
];

/// What a way is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A road or a ferry.
    Road(Box<Road>),
    /// A track across fields.
    SoftTrack,
    /// Anything else.
    Other,
}

/// What a way is by its tags.
pub(super) fn kind(tags: &Tags<'_>) -> Kind {
    let highway =
        tags.of("highway").and_then(|value| ROADS.into_iter().find(|kind| *kind == value));
    let ferry = (tags.of("route") == Some("ferry")).then_some("ferry");
    let Some(kind) = highway.or(ferry).filter(|_| tags.of("area") != Some("yes")) else {
        return Kind::Other;
    };
    if kind == "track" && !is_hard(tags) {
        return Kind::SoftTrack;
    }
    let direction = direction(tags, kind);
    let largest = ["maxweight", "maxweight:hgv", "maxweightrating", "maxweightrating:hgv"];
    let max_t = largest.into_iter().filter_map(|key| tags.of(key)).map(weight);
    Kind::Road(Box::new(Road {
        kind,
        name: ["name", "ref"].into_iter().find_map(|key| tags.of(key)).map(Box::from),
        direction: direction.unwrap_or_default(),
        structure: structure(tags),
        closed: direction.is_none() || is_closed(tags, kind),
        speed: maxspeed(tags, direction.unwrap_or_default()),
        minutes: tags.of("duration").filter(|_| kind == "ferry").map_or(Figure::Open, duration),
        max_t: max_t.reduce(Figure::and).unwrap_or(Figure::Open),
        hazmat: tags.of("hazmat").and_then(allowed),
        hgv: tags.of("hgv").and_then(allowed),
    }))
}

/// Whether lorries can be expected to drive along a track. Others lead across fields and are short cuts that nobody
/// takes with goods; where no road is near but one of those, the access leg counts instead.
fn is_hard(tags: &Tags<'_>) -> bool {
    const HARD: [&str; 6] =
        ["paved", "asphalt", "concrete", "concrete:plates", "paving_stones", "chipseal"];
    tags.of("tracktype") == Some("grade1")
        || tags.of("surface").is_some_and(|surface| HARD.contains(&surface))
}

/// Which way one may drive; `None` if that changes with the hour, which nobody can plan with.
fn direction(tags: &Tags<'_>, kind: &str) -> Option<Direction> {
    let implied =
        tags.of("junction") == Some("roundabout") || ["motorway", "motorway_link"].contains(&kind);
    match tags.of("oneway") {
        Some("yes" | "1" | "true") => Some(Direction::Forward),
        Some("-1" | "reverse") => Some(Direction::Backward),
        Some("no" | "0" | "false" | "alternating") => Some(Direction::Both),
        Some("reversible") => None,
        _ if implied => Some(Direction::Forward),
        _ => Some(Direction::Both),
    }
}

/// What carries a road. A layer alone says only what lies above what, and a passage through a building is on the ground.
fn structure(tags: &Tags<'_>) -> Structure {
    let is = |key| tags.of(key).is_some_and(|value| value != "no");
    match tags.of("tunnel") {
        None | Some("no" | "building_passage") if is("bridge") => Structure::Bridge,
        None | Some("no" | "building_passage") => Structure::Ground,
        Some(_) => Structure::Tunnel,
    }
}

/// Keys that say who may drive, from the most special to the most general. Each goes before those behind it.
const ACCESS: [&str; 3] = ["motor_vehicle", "vehicle", "access"];

/// Whether nobody drives here with goods. A road that is closed to motor vehicles and open to those that carry goods
/// counts as open.
fn is_closed(tags: &Tags<'_>, kind: &str) -> bool {
    let goods = ["hgv", "goods"].into_iter().filter_map(|key| tags.of(key)).filter_map(allowed);
    if goods.clone().any(|allowed| allowed) {
        return false;
    }
    if tags.of("service") == Some("emergency_access") {
        return true;
    }
    match ACCESS.into_iter().find_map(|key| tags.of(key).and_then(allowed)) {
        Some(allowed) => !allowed,
        // A ferry that names those on foot and no vehicle takes none: places across water are not near.
        None => kind == "ferry" && (tags.of("foot").is_some() || tags.of("passengers").is_some()),
    }
}

/// Whether those whom a key names may pass; `None` where it does not say. Who goes to an enterprise or comes from it has
/// his destination there.
fn allowed(value: &str) -> Option<bool> {
    match value {
        "yes" | "designated" | "permissive" | "official" | "public" | "destination"
        | "delivery" | "customers" => Some(true),
        "no" | "private" | "permit" | "residents" | "agricultural" | "forestry" | "emergency"
        | "military" | "psv" | "bus" | "use_sidepath" => Some(false),
        _ => None,
    }
}

/// Whether nobody passes a node by vehicle: a barrier that stands in the way. A gate or a chain may be open as long as
/// nothing says that it is locked or whose it is; what one drives over or through (cattle grids, toll booths, entrances,
/// kerbs, lift gates) is no barrier.
pub(super) fn is_barred(tags: &Tags<'_>) -> bool {
    const BARS: [&str; 22] = [
        "bar",
        "barrier_board",
        "block",
        "bollard",
        "bus_trap",
        "cycle_barrier",
        "debris",
        "delineators",
        "ditch",
        "fence",
        "full-height_turnstile",
        "guard_rail",
        "horse_stile",
        "jersey_barrier",
        "kissing_gate",
        "log",
        "motorcycle_barrier",
        "planter",
        "rope",
        "stile",
        "turnstile",
        "wall",
    ];
    const OPENED: [&str; 8] = [
        "gate",
        "lift_gate",
        "swing_gate",
        "sliding_gate",
        "hampshire_gate",
        "chain",
        "wicket_gate",
        "sally_port",
    ];
    let Some(barrier) = tags.of("barrier") else { return false };
    let stands = BARS.contains(&barrier);
    if !stands && !OPENED.contains(&barrier) {
        return false;
    }
    let said = ["hgv", "goods"].into_iter().chain(ACCESS);
    match said.into_iter().find_map(|key| tags.of(key).and_then(allowed)) {
        Some(allowed) => !allowed,
        None => stands || tags.of("locked") == Some("yes"),
    }
}

/// How fast one may drive. Where that depends on the direction and both are open, the slower one counts for both.
fn maxspeed(tags: &Tags<'_>, direction: Direction) -> Figure {
    if let Some(both) = tags.of("maxspeed") {
        return speed(both);
    }
    let [forward, backward] =
        ["maxspeed:forward", "maxspeed:backward"].map(|key| tags.of(key).map(speed));
    let of_direction = match direction {
        Direction::Forward => forward,
        Direction::Backward => backward,
        Direction::Both => forward.into_iter().chain(backward).reduce(Figure::and),
    };
    of_direction.unwrap_or(Figure::Open)
}
