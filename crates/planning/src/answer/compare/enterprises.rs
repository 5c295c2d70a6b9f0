//! Rows of the enterprise input in both plans.

use crate::amounts::{kilometres, millimetres};
use crate::answer::compare::followed::followed;
use crate::answer::compare::kind::ChangeKind;
use crate::bucket::Bucket;
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use geo_types::Point;
use parkward_model::{InputKind, Metres, ParkId};
use serde::Serialize;
use std::collections::BTreeSet;

/// One enterprise that changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Its id; of a rejected row without one of its own, its number.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What changes.
    pub change: ChangeKind,
    /// What the first plan says of it.
    pub before: Option<State>,
    /// What the second says.
    pub after: Option<State>,
    /// How much further it goes, where it moves in both.
    pub distance_change_m: Option<f64>,
    /// How much more its move costs, where it moves in both, in kilometre-equivalents.
    pub cost_change_km: Option<f64>,
    /// Where it stands, for the layer.
    #[serde(skip)]
    pub(crate) site: Option<Point<f64>>,
}

/// What a plan says of an enterprise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct State {
    /// Where it ends.
    pub verdict: Bucket,
    /// The park that it moves to, or else stands in.
    pub park: Option<ParkId>,
    /// How far it moves.
    pub distance_m: Option<Metres>,
    /// What the move costs, in kilometre-equivalents.
    pub cost_km: Option<f64>,
    /// How well it fits the park that it moves to.
    pub fit: Option<f64>,
}

impl State {
    fn of(enterprise: PlannedEnterprise<'_>) -> Self {
        let chosen = enterprise.chosen();
        let park = chosen.map(|c| c.park).or_else(|| enterprise.stands_in().next());
        Self {
            verdict: enterprise.verdict(),
            park: park.cloned(),
            distance_m: chosen.map(|c| c.distance),
            cost_km: chosen.map(|c| c.cost_km),
            fit: chosen.map(|c| c.fit),
        }
    }
}

followed!(Change, State);

/// What tells rows of two plans to be the same. Rows that were rejected may have no id, or one that
/// another has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    Id(&'a str),
    Row(u64),
}

/// One row of a plan.
#[derive(Clone)]
pub(super) struct FollowedRow<'a> {
    name: &'a str,
    pub(super) state: State,
    site: Option<Point<f64>>,
}

/// Every row of a plan's enterprise input: the enterprises, then the rejected rows.
pub(super) fn rows(plan: &Plan) -> Vec<(Key<'_>, FollowedRow<'_>)> {
    let enterprises = plan.enterprises().map(|enterprise| {
        let read = enterprise.enterprise();
        let row =
            FollowedRow { name: &read.name, state: State::of(enterprise), site: Some(read.site) };
        (Key::Id(read.id.as_str()), row)
    });
    let mut rows: Vec<_> = enterprises.collect();
    let mut used: BTreeSet<&str> = plan.enterprises.read.iter().map(|e| e.id.as_str()).collect();
    let rejects = plan.rejects.iter().filter(|reject| reject.kind == InputKind::Enterprises);
    for reject in rejects {
        let own = reject.id.as_deref().filter(|id| used.insert(id));
        let state = State {
            verdict: Bucket::Rejected,
            park: None,
            distance_m: None,
            cost_km: None,
            fit: None,
        };
        let key = own.map_or(Key::Row(reject.row), Key::Id);
        rows.push((key, FollowedRow { name: "", state, site: None }));
    }
    rows
}

pub(super) fn change(
    key: &Key<'_>,
    before: Option<&FollowedRow<'_>>,
    after: Option<&FollowedRow<'_>>,
) -> Option<Change> {
    let change = ChangeKind::between(before.map(|row| &row.state), after.map(|row| &row.state))?;
    let state = |row: Option<&FollowedRow<'_>>| row.map(|row| row.state.clone());
    let (before_state, after_state) = (state(before), state(after));
    let of = |figure: fn(&State) -> Option<i64>| {
        let at = |state: &Option<State>| state.as_ref().and_then(figure);
        Some(at(&after_state)? - at(&before_state)?)
    };
    let row = after.filter(|row| row.site.is_some()).or(before)?;
    Some(Change {
        id: match key {
            Key::Id(id) => (*id).to_owned(),
            Key::Row(number) => number.to_string(),
        },
        name: row.name.to_owned(),
        change,
        distance_change_m: of(|state| state.distance_m.map(Metres::millimetres))
            .map(|mm| kilometres(mm) * 1_000.0),
        cost_change_km: of(|state| state.cost_km.map(millimetres)).map(kilometres),
        before: before_state,
        after: after_state,
        site: row.site,
    })
}
