//! What changes between two plans: enterprise by enterprise, park by park, in sums that balance.

pub(crate) mod enterprises;
pub(crate) mod followed;
pub(crate) mod kind;
pub(crate) mod parks;
pub(crate) mod premises;
pub(crate) mod projects;
pub(crate) mod totals;

use crate::amounts::millimetres;
use crate::answer::compare::enterprises::{Change, FollowedRow, State, change, rows};
use crate::answer::compare::parks::{ParkChange, parks};
use crate::answer::compare::premises::premises;
use crate::answer::compare::projects::{ProjectChange, project_changes};
use crate::answer::compare::totals::{Totals, totals};
use crate::bucket::Bucket;
use crate::plan::Plan;
use parkward_model::Text;
use serde::Serialize;
use std::collections::BTreeMap;

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
            let verdict = |row: Option<&FollowedRow<'_>>| row.map(|row| row.state.verdict);
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
