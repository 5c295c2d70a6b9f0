//! Restrictions of turns (<https://wiki.openstreetmap.org/wiki/Relation:restriction>).

use super::elements::{MemberKind, Relation, Tags};

/// A restriction at a node, by ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Restriction {
    pub(super) from: Vec<i64>,
    pub(super) via: i64,
    pub(super) to: Vec<i64>,
    /// Whether these are the only turns that are allowed.
    pub(super) only: bool,
    /// Whether it forbids to turn back.
    pub(super) u_turn: bool,
    /// Whether it concerns heavy goods vehicles alone, or all but them.
    pub(super) hgv: Option<bool>,
}

/// Why a restriction does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Passed {
    /// It holds at some hours only.
    Conditional,
    /// It leads over a way instead of a node.
    ViaWay,
    /// It concerns buses, bicycles and whoever else carries no goods.
    Others,
    /// It does not say which turn.
    Unclear,
}

impl Restriction {
    /// A relation as a restriction; `None` if it is none.
    pub(super) fn of(relation: &Relation<'_>) -> Option<Result<Self, Passed>> {
        let kind = relation.tags.of("type")?;
        let special = kind.strip_prefix("restriction")?;
        let special = special.strip_prefix(':').or(special.is_empty().then_some(""))?;
        Some(rule(&relation.tags, special).and_then(|rule| rule.of(relation)))
    }
}

/// What a restriction says, whatever roads it is about.
struct Rule {
    only: bool,
    u_turn: bool,
    hgv: Option<bool>,
}

/// What the tags say. `special` is a vehicle behind the relation's type.
fn rule(tags: &Tags<'_>, special: &str) -> Result<Rule, Passed> {
    let whom = |vehicle: &str| match vehicle {
        "" | "motor_vehicle" | "vehicle" => Some(None),
        "hgv" => Some(Some(true)),
        "motorcar" => Some(Some(false)),
        _ => None,
    };
    let said = |vehicle: &str| match vehicle {
        "" => tags.of("restriction"),
        _ => tags.of(&format!("restriction:{vehicle}")),
    };
    let known = ["", "motor_vehicle", "vehicle", "hgv", "motorcar"];
    let found = known.into_iter().find_map(|vehicle| Some((said(vehicle)?, vehicle)));
    let Some((value, vehicle)) = found else {
        let mut keys = tags.0.iter().map(|(key, _)| *key);
        return Err(match keys.find(|key| key.starts_with("restriction")) {
            Some(key) if key.ends_with(":conditional") => Passed::Conditional,
            Some(_) => Passed::Others,
            None => Passed::Unclear,
        });
    };
    let hours = ["day_on", "day_off", "hour_on", "hour_off"];
    if hours.into_iter().any(|key| tags.of(key).is_some()) {
        return Err(Passed::Conditional);
    }
    let vehicle = if vehicle.is_empty() { special } else { vehicle };
    let whom = whom(vehicle).ok_or(Passed::Others)?;
    let except: Vec<&str> = tags
        .of("except")
        .into_iter()
        .flat_map(|all| all.split([';', ',']))
        .map(str::trim)
        .collect();
    let excepted = |vehicle: &str| {
        [vehicle, "motor_vehicle", "vehicle"].iter().any(|vehicle| except.contains(vehicle))
    };
    let hgv = whom != Some(false) && !excepted("hgv");
    let cars = whom != Some(true) && !excepted("motorcar");
    let hgv = match (hgv, cars) {
        (true, true) => None,
        (false, false) => return Err(Passed::Others),
        (hgv, _) => Some(hgv),
    };
    match value.split_once('_') {
        Some(("no", turn)) => Ok(Rule { only: false, u_turn: turn == "u_turn", hgv }),
        Some(("only", _)) => Ok(Rule { only: true, u_turn: false, hgv }),
        _ => Err(Passed::Unclear),
    }
}

impl Rule {
    /// The restriction with the roads that the members of a relation are.
    fn of(self, relation: &Relation<'_>) -> Result<Restriction, Passed> {
        let of = |role: &str, kind: MemberKind| -> Vec<i64> {
            let members = relation.members.iter();
            members.filter(|m| m.role == role && m.kind == kind).map(|m| m.id).collect()
        };
        if !of("via", MemberKind::Way).is_empty() {
            return Err(Passed::ViaWay);
        }
        let (from, to) = (of("from", MemberKind::Way), of("to", MemberKind::Way));
        let [via] = of("via", MemberKind::Node)[..] else { return Err(Passed::Unclear) };
        let Self { only, u_turn, hgv } = self;
        // Several on one side: nobody may enter a road from any of them, or leave it to any.
        match (from.len(), to.len()) {
            (1, 1) => {}
            (1, 2..) | (2.., 1) if !only => {}
            _ => return Err(Passed::Unclear),
        }
        Ok(Restriction { from, via, to, only, u_turn, hgv })
    }
}
