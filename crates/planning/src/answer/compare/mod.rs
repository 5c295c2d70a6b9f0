//! What changes between two plans: enterprise by enterprise, park by park, in sums that balance.

pub(crate) mod premises;

use crate::amounts::{kilometres, millimetres};
use crate::answer::compare::premises::premises;
use crate::bucket::{Bucket, ProjectBucket};
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use crate::plan::parks::PlannedPark;
use crate::plan::projects::PlannedProject;
use geo_types::Point;
use parkward_model::{Footprint, Lang, Metres, Park, ParkId, Text};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What changes between two plans.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// What the plans were made with differently: rules, day, weights, inputs. Empty: nothing.
    pub premises: Vec<Text>,
    /// The sums of the first plan.
    pub before: Totals,
    /// The sums of the second.
    pub after: Totals,
    /// How many rows went from where to where, those that stay included.
    pub flows: Vec<Flow>,
    /// Every enterprise that changes, in the order of the first plan; then those that only the second
    /// has.
    pub enterprises: Vec<Change>,
    /// Every new project that changes, likewise; the field is left out where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<ProjectChange>,
    /// Every park of either plan, in the order of their ids.
    pub parks: Vec<ParkChange>,
}

impl Comparison {
    /// Holds two plans against each other. Enterprises are the same if their ids are, and so are parks.
    /// O(n log n) in the enterprises.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_planning::Comparison;
    ///
    /// let enterprises = vec![enterprise("E1", 31.0, "none"), enterprise("E2", 30.965, "none")];
    /// let roomy = plan(vec![park("A", 30.98, Some(4.0))], enterprises, Vec::new());
    /// let comparison = Comparison::of(&tight(), &roomy);
    /// let changed: Vec<&str> = comparison.enterprises.iter().map(|change| change.id.as_str()).collect();
    /// assert_eq!(changed, ["E1", "E3"]); // E1 goes to A now, E3 is gone
    /// ```
    pub fn of(before: &Plan, after: &Plan) -> Self {
        let (first, second) = (rows(before), rows(after));
        let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) =
            (first.iter().cloned().collect(), second.iter().cloned().collect());
        let mut flows: BTreeMap<(Option<Bucket>, Option<Bucket>), usize> = BTreeMap::new();
        let mut enterprises = Vec::new();
        let added = second.iter().filter(|(key, _)| !old.contains_key(key));
        for (key, _) in first.iter().chain(added) {
            let (a, b) = (old.get(key), new.get(key));
            let verdict = |row: Option<&Row<'_>>| row.map(|row| row.state.verdict);
            *flows.entry((verdict(a), verdict(b))).or_default() += 1;
            enterprises.extend(change(key, a, b));
        }
        let flow = |((before, after), count)| Flow { before, after, count };
        Self {
            premises: premises(before, after),
            before: totals(before),
            after: totals(after),
            flows: flows.into_iter().map(flow).collect(),
            enterprises,
            projects: project_changes(before, after),
            parks: parks(before, after),
        }
    }

    /// Whether the flows sum to the rows of both plans, and the changes to the difference of what the
    /// moves cost, exactly.
    pub fn balances(&self) -> bool {
        let counted = |of: fn(&Flow) -> Option<Bucket>| {
            let there = self.flows.iter().filter(|flow| of(flow).is_some());
            there.map(|flow| flow.count).sum::<usize>()
        };
        let cost = |state: &Option<State>| {
            state.as_ref().and_then(|state| state.cost_km).map_or(0, millimetres)
        };
        let changed: i64 = self.enterprises.iter().map(|c| cost(&c.after) - cost(&c.before)).sum();
        counted(|flow| flow.before) == self.before.input
            && counted(|flow| flow.after) == self.after.input
            && changed
                == millimetres(self.after.moves_cost_km) - millimetres(self.before.moves_cost_km)
    }

    /// How many rows a plan has in a bucket: the first plan's and the second's.
    pub fn count(&self, bucket: Bucket) -> [usize; 2] {
        let sum = |of: fn(&Flow) -> Option<Bucket>| {
            let there = self.flows.iter().filter(|flow| of(flow) == Some(bucket));
            there.map(|flow| flow.count).sum()
        };
        [sum(|flow| flow.before), sum(|flow| flow.after)]
    }
}

/// The sums of a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Rows of the enterprise input.
    pub input: usize,
    /// Cost with the penalties of the unplaced, in kilometre-equivalents.
    pub cost_km: f64,
    /// No plan under the same rules and inputs costs less.
    pub lower_bound_km: f64,
    /// Of the cost: what the moves cost.
    pub moves_cost_km: f64,
    /// Of the cost: what the new projects that settle cost.
    pub projects_cost_km: f64,
    /// Of the cost: the penalties of the unplaced.
    pub unplaced_cost_km: f64,
    /// How far all who move go together.
    pub moves_distance_km: f64,
    /// Land that newcomers take in the parks.
    pub taken_ha: f64,
}

/// How many rows went from one bucket to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Where they ended in the first plan; `None`: they are not in it.
    pub before: Option<Bucket>,
    /// Where they end in the second; `None`: they are not in it.
    pub after: Option<Bucket>,
    /// How many.
    pub count: usize,
}

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

/// What changes of an enterprise: the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is only in the second plan.
    Added,
    /// It is only in the first plan.
    Removed,
    /// Another verdict.
    Verdict,
    /// The same verdict in another park.
    Park,
    /// The same park at another distance, fit or cost.
    Terms,
}

impl ChangeKind {
    /// All kinds, in the order of every table.
    pub const ALL: [Self; 5] = [Self::Added, Self::Removed, Self::Verdict, Self::Park, Self::Terms];

    /// The key in files: `added`, `removed`, `verdict`, `park`, `terms`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Verdict => "verdict",
            Self::Park => "park",
            Self::Terms => "terms",
        }
    }

    /// The words in tables.
    pub fn label(self) -> Text {
        match self {
            Self::Added => Text::new("仅在后一方案", "Only in the second plan"),
            Self::Removed => Text::new("仅在前一方案", "Only in the first plan"),
            Self::Verdict => Text::new("结论改变", "Another verdict"),
            Self::Park => Text::new("园区改变", "Another park"),
            Self::Terms => Text::new("距离或成本改变", "Another distance or cost"),
        }
    }
}

/// One new project that changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProjectChange {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What changes.
    pub change: ChangeKind,
    /// What the first plan says of it.
    pub before: Option<ProjectState>,
    /// What the second says.
    pub after: Option<ProjectState>,
    /// Its place, for the layer.
    #[serde(skip)]
    pub(crate) site: Option<Point<f64>>,
}

/// What a plan says of a new project.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProjectState {
    /// Where it ends.
    pub verdict: ProjectBucket,
    /// The park where it settles.
    pub park: Option<ParkId>,
    /// What that costs, in kilometre-equivalents.
    pub cost_km: Option<f64>,
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

/// One park in both plans.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParkChange {
    /// The park.
    pub park: ParkId,
    /// Its name.
    pub name: Text,
    /// Its figures in the first plan; `None`: it is not in it.
    pub before: Option<ParkState>,
    /// Its figures in the second.
    pub after: Option<ParkState>,
    /// Where it is, for the layer.
    #[serde(skip)]
    pub(crate) footprint: Footprint,
}

impl ParkChange {
    /// Whether the figures differ.
    pub fn changes(&self) -> bool {
        self.before != self.after
    }

    /// The key in files: `added`, `removed`, or whether newcomers take `more`, `less` or the `same` land.
    pub fn key(&self) -> &'static str {
        match (self.before, self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            (Some(a), Some(b)) if a.taken_ha < b.taken_ha => "more",
            (Some(a), Some(b)) if a.taken_ha > b.taken_ha => "less",
            _ => "same",
        }
    }
}

/// The figures of a park in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ParkState {
    /// Enterprises that move to it.
    pub incoming: usize,
    /// Land that newcomers may take.
    pub capacity_ha: Option<f64>,
    /// Land that they take.
    pub taken_ha: f64,
    /// Land of the surveyed enterprises in it after the plan.
    pub load_after_ha: f64,
    /// What one hectare more would save, in kilometre-equivalents.
    pub shadow_price_km_per_ha: f64,
}

/// What tells rows of two plans to be the same. Rows that were rejected may have no id, or one that
/// another has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Id(&'a str),
    Row(u64),
}

/// One row of a plan.
#[derive(Clone)]
struct Row<'a> {
    name: &'a str,
    state: State,
    site: Option<Point<f64>>,
}

/// Every row of a plan's enterprise input: the enterprises, then the rejected rows.
fn rows(plan: &Plan) -> Vec<(Key<'_>, Row<'_>)> {
    let enterprises = plan.enterprises().map(|enterprise| {
        let read = enterprise.enterprise();
        let row = Row { name: &read.name, state: State::of(enterprise), site: Some(read.site) };
        (Key::Id(read.id.as_str()), row)
    });
    let mut rows: Vec<_> = enterprises.collect();
    let mut used: BTreeSet<&str> = plan.enterprises.read.iter().map(|e| e.id.as_str()).collect();
    let rejects =
        plan.rejects.iter().filter(|reject| reject.layer == parkward_model::Layer::Enterprises);
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
        rows.push((key, Row { name: "", state, site: None }));
    }
    rows
}

fn change(key: &Key<'_>, before: Option<&Row<'_>>, after: Option<&Row<'_>>) -> Option<Change> {
    let change = match (before.map(|row| &row.state), after.map(|row| &row.state)) {
        (None, _) => ChangeKind::Added,
        (_, None) => ChangeKind::Removed,
        (Some(a), Some(b)) if a == b => return None,
        (Some(a), Some(b)) if a.verdict != b.verdict => ChangeKind::Verdict,
        (Some(a), Some(b)) if a.park != b.park => ChangeKind::Park,
        _ => ChangeKind::Terms,
    };
    let state = |row: Option<&Row<'_>>| row.map(|row| row.state.clone());
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

/// The projects that change, in the order of the first plan; then those that only the second has.
fn project_changes(before: &Plan, after: &Plan) -> Vec<ProjectChange> {
    let by_id = |plan: &'_ Plan| -> BTreeMap<String, PlannedProject> {
        let of = |planned: &PlannedProject| (planned.project.id.to_string(), planned.clone());
        plan.projects.iter().map(of).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let state = |planned: &PlannedProject| ProjectState {
        verdict: planned.verdict,
        park: planned.chosen.as_ref().map(|choice| choice.park.clone()),
        cost_km: planned.chosen.as_ref().map(|choice| choice.cost_km),
    };
    let added = after.projects.iter().filter(|p| !old.contains_key(p.project.id.as_str()));
    let change = |planned: &PlannedProject| {
        let id = planned.project.id.as_str();
        let (a, b) = (old.get(id).map(state), new.get(id).map(state));
        let change = match (&a, &b) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            (Some(a), Some(b)) if a == b => return None,
            (Some(a), Some(b)) if a.verdict != b.verdict => ChangeKind::Verdict,
            (Some(a), Some(b)) if a.park != b.park => ChangeKind::Park,
            _ => ChangeKind::Terms,
        };
        let (id, name) = (id.to_owned(), planned.project.name.to_string());
        let site = planned.project.site;
        Some(ProjectChange { id, name, change, before: a, after: b, site })
    };
    before.projects.iter().chain(added).filter_map(change).collect()
}

fn totals(plan: &Plan) -> Totals {
    let chosen = || plan.enterprises().filter_map(PlannedEnterprise::chosen);
    let moves: i64 = chosen().map(|choice| millimetres(choice.cost_km)).sum();
    let settling = plan.projects.iter().filter_map(|project| project.chosen.as_ref());
    let projects: i64 = settling.map(|choice| millimetres(choice.cost_km)).sum();
    let taken = |park: &PlannedPark| park.limits.first().map_or(0.0, |land| land.taken);
    Totals {
        input: plan.summary.input,
        cost_km: plan.solution.cost_km,
        lower_bound_km: plan.solution.lower_bound_km,
        moves_cost_km: kilometres(moves),
        projects_cost_km: kilometres(projects),
        unplaced_cost_km: kilometres(plan.solution.cost_mm - moves - projects),
        moves_distance_km: kilometres(chosen().map(|choice| choice.distance.millimetres()).sum()),
        taken_ha: plan.parks.iter().map(taken).fold(0.0, |sum, taken| sum + taken),
    }
}

pub(crate) fn parks(before: &Plan, after: &Plan) -> Vec<ParkChange> {
    let by_id = |plan: &Plan| -> BTreeMap<ParkId, (Park, ParkState)> {
        let of = |park: &PlannedPark| (park.park.id.clone(), (park.park.clone(), state(park)));
        plan.parks.iter().map(of).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let ids: BTreeSet<&ParkId> = old.keys().chain(new.keys()).collect();
    let one = |id: &ParkId| {
        let (a, b) = (old.get(id), new.get(id));
        let (park, _) = b.or(a)?;
        Some(ParkChange {
            park: id.clone(),
            name: Text::new(park.label(Lang::Zh), park.label(Lang::En)),
            before: a.map(|(_, state)| *state),
            after: b.map(|(_, state)| *state),
            footprint: park.footprint.clone(),
        })
    };
    ids.into_iter().filter_map(one).collect()
}

fn state(park: &PlannedPark) -> ParkState {
    ParkState {
        incoming: park.incoming,
        capacity_ha: park.limits[0].capacity,
        taken_ha: park.limits.first().map_or(0.0, |land| land.taken),
        load_after_ha: park.load_after_ha.0,
        shadow_price_km_per_ha: park.shadow_price_km_per_ha,
    }
}
